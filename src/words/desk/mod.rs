//! What the review desk says, beside the sentences of faults: each label in both languages.

pub mod access;
pub mod act;
pub mod alerts;
pub mod audit;
pub mod bulk;
pub mod case;
pub mod cause;
pub mod field;
pub mod home;
pub mod search;
pub mod shell;
pub mod timeline;
pub mod users;

use super::Lang;

/// A few words in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Brazilian Portuguese.
    pub pt: &'static str,
    /// English.
    pub en: &'static str,
}

impl Label {
    /// In this language.
    pub const fn say(self, lang: Lang) -> &'static str {
        match lang {
            Lang::PtBr => self.pt,
            Lang::En => self.en,
        }
    }
}

/// Both languages of a label.
pub const fn label(pt: &'static str, en: &'static str) -> Label {
    Label { pt, en }
}
