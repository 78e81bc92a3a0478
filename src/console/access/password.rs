//! Passwords: argon2id with the parameters that its library recommends.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// Fewest and most characters of a password.
pub const LENGTH: std::ops::RangeInclusive<usize> = 12..=200;

/// Why a password is not taken.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too short or too long.
    #[error("expected a password of {} to {} characters", LENGTH.start(), LENGTH.end())]
    Length,
    /// The library, or the system's chance.
    #[error("the password cannot be hashed: {0}")]
    Hash(String),
}

/// Hashes a password with a salt of its own. Slow on purpose.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    if !LENGTH.contains(&password.chars().count()) {
        return Err(PasswordError::Length);
    }
    let hashed = Argon2::default().hash_password(password.as_bytes());
    hashed.map(|it| it.to_string()).map_err(|error| PasswordError::Hash(error.to_string()))
}

/// Whether it is the one that was hashed. Slow on purpose, and as slow for one that is not there:
/// nobody learns by the clock which users exist.
pub(super) fn verify(password: &str, hashed: Option<&str>) -> bool {
    let wanted = hashed.and_then(|it| PasswordHash::new(it).ok());
    match wanted {
        Some(wanted) => Argon2::default().verify_password(password.as_bytes(), &wanted).is_ok(),
        None => {
            let _spent = Argon2::default().hash_password(password.as_bytes()).is_ok();
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_password_is_the_same() {
        let hashed = hash("correct horse battery").unwrap();
        assert!(hashed.starts_with("$argon2id$"));
        assert!(verify("correct horse battery", Some(&hashed)));
        assert!(!verify("correct horse batterz", Some(&hashed)));
        assert!(!verify("", Some("not a hash")));
        assert!(!verify("anything", None));
        assert!(matches!(hash("short"), Err(PasswordError::Length)));
    }
}
