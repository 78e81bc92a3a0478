//! `fone`.

/// Numbers that keep their zero: no area code stands before them.
const SERVICES: &[&str] = &["0300", "0500", "0800", "0900"];

/// `fone`: 6 to 14 digits, without `+55` (a plus is no digit; nfe.md 3), without the zero that
/// people dial before the area code, the first where there are two. One that does not fit is left
/// out: the tag is optional, and a wrong number helps nobody.
pub(super) fn fone(text: &str) -> Option<String> {
    let first = text.split(['/', ';', ',']).find(|it| it.chars().any(|c| c.is_ascii_digit()))?;
    // What stands behind a word is an extension.
    let first = first.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '+');
    let first = first.split(char::is_alphabetic).next().unwrap_or_default();
    let digits: String = first.chars().filter(char::is_ascii_digit).collect();
    let national = match digits.strip_prefix("55") {
        // Ten or eleven digits are an area code and a number; 55 is also Santa Maria's area code.
        Some(rest) if matches!(rest.len(), 10 | 11) || first.starts_with("+55") => rest,
        Some(_) | None => digits.as_str(),
    };
    let bare = match national.strip_prefix('0') {
        Some(rest) if !SERVICES.iter().any(|it| national.starts_with(it)) => rest,
        Some(_) | None => national,
    };
    let varied = bare.chars().any(|c| !bare.starts_with(c));
    (varied && matches!(bare.len(), 6..=14)).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_bare_digits() {
        for (text, fone_) in [
            ("+55 (11) 98765-4321", Some("11987654321")),
            ("5511987654321", Some("11987654321")),
            ("55 3220-1234", Some("5532201234")),
            ("(011) 3333-4444", Some("1133334444")),
            ("tel. 11 3333-4444 ramal 12", Some("1133334444")),
            ("0800 722 1234", Some("08007221234")),
            ("11 98765-4321 / 11 3333-4444", Some("11987654321")),
            ("12345", None),
            ("123456789012345", None),
            ("9999999999", None),
            ("", None),
        ] {
            assert_eq!(fone(text).as_deref(), fone_, "{text}");
        }
    }
}
