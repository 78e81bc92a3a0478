//! What somebody means who types into the one box.

use jiff::civil::Date;

use super::filter::Asked;
use crate::console::Shared;
use crate::console::refusal::Refusal;
use crate::domain::{AccessKey, Code};
use crate::ports::DeskStore;
use crate::words::desk::{Label, search as words};

/// Fewer letters would find half the store.
const SHORTEST: usize = 4;

/// The filter that was meant, or why there is none.
#[allow(clippy::large_enum_variant, reason = "one at a time, on the stack")]
pub(super) enum Meant {
    Filter(Asked),
    Told(Label),
}

/// Reads the box. A document becomes its keyed term here, and stands in no address.
pub(super) async fn meant<S: DeskStore>(console: &Shared<S>, text: &str) -> Result<Meant, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Meant::Filter(Asked::default()));
    }
    if let Some(term) = console.stage.document_term(text) {
        return Ok(Meant::Filter(Asked::only("document", &term)?));
    }
    if looks_like_a_document(text) {
        return Ok(Meant::Told(words::NO_DOCUMENT));
    }
    let candidates = candidates(text)?;
    let Some(first) = candidates.first().cloned() else { return Ok(Meant::Told(words::NO_TEXT)) };
    if candidates.len() > 1 {
        for asked in candidates {
            if console.store().count_cases(asked.filter.clone()).await?.0 > 0 {
                return Ok(Meant::Filter(asked));
            }
        }
    }
    Ok(Meant::Filter(first))
}

/// As many digits as a CPF or a CNPJ has, and nothing but the signs that people put between them.
fn looks_like_a_document(text: &str) -> bool {
    let plain = text.chars().all(|it| it.is_ascii_digit() || " .-/".contains(it));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    plain && matches!(digits, 11 | 14)
}

/// What it may mean, the likeliest first.
fn candidates(text: &str) -> Result<Vec<Asked>, Refusal> {
    let bare: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    if AccessKey::parse(&bare).is_ok() {
        return Ok(vec![Asked::only("q", &bare)?]);
    }
    if let Some(day) = day(text) {
        let mut asked = Asked::only("from", &day.to_string())?;
        asked.set("until", &day.to_string())?;
        return Ok(vec![asked]);
    }
    if Code::parse(text).is_some() {
        return Ok(vec![Asked::only("code", text)?]);
    }
    let c_stat = |number: &str| Asked::only("field", &format!("cStat {}", number.trim()));
    if let Some(number) = text.to_ascii_lowercase().strip_prefix("cstat") {
        return Ok(vec![c_stat(number)?]);
    }
    let mut found = Vec::new();
    if bare.len() <= 9 && bare.bytes().all(|it| it.is_ascii_digit()) {
        found.push(Asked::only("n_nf", &bare)?);
        if matches!(bare.len(), 3 | 4) {
            found.push(c_stat(&bare)?);
        }
    }
    if text.chars().count() >= SHORTEST {
        found.push(Asked::only("q", text)?);
        let upper = text.to_uppercase();
        if upper != text {
            found.push(Asked::only("q", &upper)?);
        }
    }
    found.push(Asked::only("sku", text)?);
    // One or two letters are a SKU or nothing.
    Ok(found)
}

/// `20/11/2026` or `2026-11-20`.
fn day(text: &str) -> Option<Date> {
    if let Ok(day) = text.parse::<Date>() {
        return Some(day);
    }
    let mut parts = text.split('/');
    let mut next = || parts.next().map(str::trim);
    let (day, month, year) = (next()?, next()?, next()?);
    if next().is_some() {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, queries: &[&str]) {
        let found: Vec<_> = candidates(text).unwrap().iter().map(Asked::query).collect();
        assert_eq!(found, queries, "{text}");
    }

    #[test]
    fn each_form_is_known_by_its_look() {
        check("20/11/2026", &["from=2026-11-20&until=2026-11-20"]);
        check("2026-11-20", &["from=2026-11-20&until=2026-11-20"]);
        check("product.unknown", &["code=product.unknown"]);
        check("cStat 302", &["field=cStat+302"]);
        check("302", &["n_nf=302", "field=cStat+302", "sku=302"]);
        check("1234567", &["n_nf=1234567", "q=1234567", "sku=1234567"]);
        check("FBA15K0002", &["q=FBA15K0002", "sku=FBA15K0002"]);
        check("fba15k", &["q=fba15k", "q=FBA15K", "sku=fba15k"]);
        check("701-1000002-0000002", &["q=701-1000002-0000002", "sku=701-1000002-0000002"]);
    }

    #[test]
    fn a_mistyped_document_is_seen() {
        for text in ["111.444.777-36", "11144477736", "11.222.333/0001-82", "11222333000182"] {
            assert!(looks_like_a_document(text), "{text}");
        }
        for text in ["701-1000002-0000002", "1234567", "FBA15K00021", "20/11/2026"] {
            assert!(!looks_like_a_document(text), "{text}");
        }
    }
}
