//! What a browser holds, and what the store knows of it.

use ring::rand::{SecureRandom, SystemRandom};

use crate::domain::{Digest, hex};

/// 256 bits that nobody can guess; `None` when the system has none to give.
///
/// The one chance here that is drawn and not derived: a session must not follow from a key that
/// is kept for years.
pub(super) fn fresh() -> Option<String> {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(hex(&bytes))
}

/// Under which id the store has it: whoever reads the store cannot sign in with it.
pub(super) fn id(token: &str) -> String {
    Digest::of(token.as_bytes()).to_string()
}
