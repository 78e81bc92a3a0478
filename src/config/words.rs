//! Texts that go into the document as they stand, so they must fit it as they stand.

use crate::domain::Uf;
use crate::domain::codes::Ie;
pub(super) use crate::domain::text::exact;

/// `fone`: 6 to 14 digits; marks between them are dropped.
pub(super) fn fone(text: &str) -> Result<String, &'static str> {
    let bare: String =
        text.chars().filter(|c| !matches!(c, '+' | '(' | ')' | '-' | '.' | ' ')).collect();
    let right = (6..=14).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    if right { Ok(bare) } else { Err("expected 6 to 14 digits") }
}

/// `email`: 6 to 60 characters around one `@`.
pub(super) fn email(text: &str) -> Result<String, String> {
    let text = exact(text, 6, 60)?;
    let sides = text.split_once('@');
    let right = sides.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if right && !text.contains(' ') { Ok(text) } else { Err("expected name@host".to_owned()) }
}

/// `IE`: of its state when that is known, else by its shape alone.
pub(super) fn ie(uf: Option<Uf>, text: &str) -> Result<Ie, String> {
    match uf {
        Some(uf) => Ie::parse_of(uf, text).map_err(|error| error.to_string()),
        None => Ie::parse(text).map_err(|error| error.to_string()),
    }
}
