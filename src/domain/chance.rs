//! Chance, derived and not drawn: a keyed hash of what it is for, so a replay is exact and two
//! installations still differ.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::digest::hex;

/// The key of all derived chance. One per installation, for ever: `cNF` depends on it.
#[derive(Clone)]
pub struct Chance(Vec<u8>);

impl Chance {
    /// Takes the key.
    pub fn new(key: impl Into<Vec<u8>>) -> Chance {
        Chance(key.into())
    }

    /// A number that depends on the key and on every word.
    pub fn number(&self, words: &[&str]) -> u64 {
        self.bytes(words).iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }

    /// A number below `bound`; zero when `bound` is zero.
    pub fn below(&self, bound: u64, words: &[&str]) -> u64 {
        self.number(words).checked_rem(bound).unwrap_or(0)
    }

    /// Thirty-two hexadecimal digits, to make a short private text unguessable by its hash.
    pub fn salt(&self, words: &[&str]) -> String {
        hex(self.bytes(words).get(..16).unwrap_or_default())
    }

    fn bytes(&self, words: &[&str]) -> Vec<u8> {
        // HMAC takes a key of any length; the error arm cannot be reached, and an empty answer
        // there would still be deterministic.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return Vec::new() };
        for word in words {
            // The length goes in too, so that ["ab", "c"] and ["a", "bc"] differ.
            mac.update(&(word.len() as u64).to_be_bytes());
            mac.update(word.as_bytes());
        }
        mac.finalize().into_bytes().to_vec()
    }
}

impl std::fmt::Debug for Chance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chance(set)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_give_the_same_number_and_other_words_another() {
        let chance = Chance::new("key");
        assert_eq!(chance.number(&["a", "bc"]), chance.number(&["a", "bc"]));
        assert_ne!(chance.number(&["a", "bc"]), chance.number(&["ab", "c"]));
        assert_ne!(chance.number(&["a"]), Chance::new("other").number(&["a"]));
        assert_eq!(chance.below(0, &["a"]), 0);
        assert!(chance.below(10, &["a"]) < 10);
        assert_eq!(format!("{chance:?}"), "Chance(set)");
    }

    /// What a salt hides must not be found by trying.
    #[test]
    fn a_salt_is_long_and_its_own_for_each_word_and_key() {
        let chance = Chance::new("key");
        let salt = chance.salt(&["a"]);
        assert_eq!(salt.len(), 32);
        assert!(salt.bytes().all(|b| b.is_ascii_hexdigit()), "{salt}");
        assert_eq!(salt, chance.salt(&["a"]));
        assert_ne!(salt, chance.salt(&["b"]));
        assert_ne!(salt, Chance::new("other").salt(&["a"]));
    }
}
