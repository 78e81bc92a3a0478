//! Values of the note as a Brazilian form shows them. What has another shape is shown as it is.

use crate::words::Lang;
use crate::words::memoria::local;

/// `2026-11-18T10:14:00-03:00` to `18/11/2026`: the day as it was written, at the emitter's.
pub(super) fn day(text: &str) -> String {
    let date = text.split_once('T').map_or(text, |(date, _)| date);
    let mut parts = date.splitn(3, '-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day)) => format!("{day}/{month}/{year}"),
        _ => text.to_owned(),
    }
}

/// `2026-11-18T10:14:00-03:00` to `10:14:00`.
pub(super) fn hour(text: &str) -> String {
    let time = text.split_once('T').map_or("", |(_, time)| time);
    time.split(['-', '+', 'Z']).next().unwrap_or_default().to_owned()
}

/// Day and hour.
pub(super) fn moment(text: &str) -> String {
    format!("{} {}", day(text), hour(text)).trim_end().to_owned()
}

/// `1234.5` to `1.234,50`: at least so many decimals, and no zeros beyond them.
pub(super) fn decimal(text: &str, least: usize) -> String {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(decimals) {
        return text.to_owned();
    }
    let decimals = format!("{:0<least$}", decimals.trim_end_matches('0'));
    local(&format!("{whole}.{decimals}"), Lang::PtBr)
}

/// An amount: two decimals.
pub(super) fn money(text: &str) -> String {
    decimal(text, 2)
}

/// CNPJ, letters or not, or CPF.
pub(super) fn tax_id(text: &str) -> String {
    match text.len() {
        14 => punctuated(text, "__.___.___/____-__"),
        11 => punctuated(text, "___.___.___-__"),
        _ => text.to_owned(),
    }
}

/// CEP.
pub(super) fn cep(text: &str) -> String {
    if text.len() == 8 { punctuated(text, "_____-___") } else { text.to_owned() }
}

/// Telephone with its area code.
pub(super) fn phone(text: &str) -> String {
    match text.len() {
        10 => punctuated(text, "(__) ____-____"),
        11 if text.starts_with('0') => punctuated(text, "(___) ____-____"),
        11 => punctuated(text, "(__) _____-____"),
        _ => text.to_owned(),
    }
}

/// `nNF`: nine digits in groups.
pub(super) fn number(text: &str) -> String {
    punctuated(&format!("{text:0>9}"), "___.___.___")
}

/// The key in groups of four.
pub(super) fn key(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

/// Each `_` of the mask is the next letter.
fn punctuated(text: &str, mask: &str) -> String {
    let mut letters = text.chars();
    mask.chars().filter_map(|c| if c == '_' { letters.next() } else { Some(c) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_look_brazilian() {
        assert_eq!(moment("2026-11-18T10:14:00-03:00"), "18/11/2026 10:14:00");
        assert_eq!(day("2026-11-18"), "18/11/2026");
        assert_eq!((day(""), hour(""), moment("")), Default::default());
        assert_eq!(money("0.00"), "0,00");
        assert_eq!(money("1234567.8"), "1.234.567,80");
        assert_eq!(money("999.99"), "999,99");
        assert_eq!(money(""), "");
        assert_eq!(decimal("12.0000", 2), "12,00");
        assert_eq!(decimal("1.0000", 0), "1");
        assert_eq!(decimal("3.3333333333", 2), "3,3333333333");
        assert_eq!(decimal("-1", 2), "-1");
        assert_eq!(tax_id("12ABC34501DE35"), "12.ABC.345/01DE-35");
        assert_eq!(tax_id("17320508052"), "173.205.080-52");
        assert_eq!(tax_id("X1"), "X1");
        assert_eq!(cep("04102000"), "04102-000");
        assert_eq!(phone("1155550100"), "(11) 5555-0100");
        assert_eq!(phone("11955550100"), "(11) 95555-0100");
        assert_eq!(number("1"), "000.000.001");
        assert_eq!(key("35261144"), "3526 1144");
    }
}
