//! Laws of the whole way from a sale to a sealed note: any seller, product, buyer and day.

mod documents;
mod faults;
mod money;
mod rules;
pub(crate) mod sales;
mod texts;

/// Latin-1 without controls: `TString`.
fn is_legal(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{ff}')
}
