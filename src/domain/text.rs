//! Text as the layout takes it: `TString`, Latin-1 by code point, no edges, no doubles.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Upper case without accents and with single spaces: for comparing names, never for printing.
pub fn fold(text: &str) -> String {
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
    squeeze(&plain.to_uppercase())
}

/// Makes a text fit `TString` (`[!-ÿ]([ -ÿ]*[!-ÿ])?`) and at most `longest` characters.
///
/// Typographic marks become their ASCII cousins, what Latin-1 lacks is dropped, white space is
/// single and never at an edge, and the cut falls between characters. Empty when nothing is left.
pub fn latin1(text: &str, longest: usize) -> String {
    let mapped: String = text.nfc().flat_map(cousin).collect();
    let short: String = squeeze(&mapped).chars().take(longest).collect();
    short.trim_end().to_owned()
}

/// What a character becomes: itself, its ASCII cousin, a space, or nothing.
fn cousin(c: char) -> Vec<char> {
    let text = match c {
        '“' | '”' | '„' | '«' | '»' | '″' => "\"",
        '‘' | '’' | '‚' | '′' | '`' | '´' => "'",
        '–' | '—' | '−' | '‐' | '‑' => "-",
        '…' => "...",
        '•' | '·' => "-",
        '™' => "(TM)",
        '€' => "EUR",
        '\t' | '\n' | '\r' | '\u{a0}' => " ",
        c if c.is_whitespace() => " ",
        '\u{00}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' => "",
        '\u{20}'..='\u{ff}' => return vec![c],
        // A letter that Latin-1 lacks (ő, ş) is better without its mark than not at all.
        c => return std::iter::once(c).nfd().filter(|d| *d <= 'ÿ').collect(),
    };
    text.chars().collect()
}

/// A text of so many characters that the layout takes unchanged.
pub fn exact(text: &str, shortest: usize, longest: usize) -> Result<String, String> {
    let length = text.chars().count();
    if !(shortest..=longest).contains(&length) {
        return Err(format!("expected {shortest} to {longest} characters, found {length}"));
    }
    if latin1(text, longest) != text {
        return Err("holds a character, an edge or a double space that an NF-e cannot hold".into());
    }
    Ok(text.to_owned())
}

/// A decimal comma, as people write it here, becomes a point; anything else stays for its parser
/// to refuse.
pub fn decimal_point(text: &str) -> String {
    let text = text.trim();
    if text.matches(',').count() == 1 && !text.contains('.') {
        text.replace(',', ".")
    } else {
        text.to_owned()
    }
}

/// A cell that no spreadsheet takes for a formula, and would do what it says: a mark before it keeps
/// it a text.
pub fn no_formula(text: &str) -> String {
    let bare = text.trim_start();
    if bare.starts_with(['=', '+', '-', '@', '|', '%']) || text.starts_with(['\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "|calc", "%x"] {
            assert!(no_formula(text).starts_with('\''), "{text:?}");
        }
        for text in ["FBA1", "701-1000002-0000002", "", "a=b"] {
            assert_eq!(no_formula(text), text);
        }
    }

    #[test]
    fn names_compare_without_accents() {
        assert_eq!(fold("  Santa Bárbara   d'Oeste "), "SANTA BARBARA D'OESTE");
    }

    #[test]
    fn what_people_paste_is_made_safe() {
        assert_eq!(latin1("Cabo “USB‑C” – 2 m 🎉™", 120), "Cabo \"USB-C\" - 2 m (TM)");
        assert_eq!(latin1("  a\tb\n c ", 120), "a b c");
        assert_eq!(latin1("ação", 3), "açã");
        assert_eq!(latin1("ab cd", 3), "ab");
        assert_eq!(latin1("🎉", 10), "");
        assert_eq!(latin1("Erdős", 10), "Erdos");
    }

    proptest! {
        /// Whatever comes in, what goes out is a `TString` or empty, and a second pass changes
        /// nothing.
        #[test]
        fn latin1_always_fits_tstring(text in any::<String>(), longest in 1usize..200) {
            let safe = latin1(&text, longest);
            prop_assert!(safe.chars().count() <= longest);
            prop_assert!(safe.chars().all(|c| (' '..='ÿ').contains(&c) && !c.is_control()));
            prop_assert_eq!(safe.trim(), &safe);
            prop_assert!(!safe.contains("  "));
            prop_assert_eq!(latin1(&safe, longest), safe);
        }
    }
}
