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

/// What to do, as the desk says it: where the command line's words name a verb, the action of the
/// case's own page stands.
pub fn at_the_desk(todo: &str, lang: Lang) -> String {
    let mut out = String::with_capacity(todo.len());
    for (at, part) in todo.split('`').enumerate() {
        // Every second part stood between two marks.
        if at % 2 == 0 {
            out.push_str(part);
            continue;
        }
        let action = match part.strip_prefix("fba-nfe dlq ").and_then(|it| it.split(' ').next()) {
            Some("resume") => Some(act::RESUME),
            Some("correct") => Some(act::CORRECT),
            Some("discard") => Some(act::DISCARD),
            Some("cancel") => Some(act::CANCEL),
            Some("letter") => Some(act::LETTER),
            Some("show") => Some(act::SEE),
            _ => None,
        };
        match action {
            Some(label) => out.push_str(&format!("“{}”", label.say(lang))),
            None => out.push_str(&format!("`{part}`")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Code;
    use crate::words;

    #[test]
    fn the_desk_never_sends_anybody_to_the_command_lines_cases() {
        for code in Code::ALL {
            for lang in [Lang::PtBr, Lang::En] {
                let todo = at_the_desk(words::of(*code, lang).todo, lang);
                assert!(!todo.contains("dlq"), "{code}: {todo}");
                assert!(!todo.trim().is_empty(), "{code}");
            }
        }
        let text = "Mend it. Then `fba-nfe dlq resume ID`; ask `fba-nfe doctor`.";
        assert_eq!(at_the_desk(text, Lang::En), "Mend it. Then “Send on”; ask `fba-nfe doctor`.");
    }
}
