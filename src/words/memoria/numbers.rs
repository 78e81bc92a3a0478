//! Figures as people read them: `R$ 1.234,56`, `12,00 %`.

use jiff::civil::Date;

use crate::domain::memoria::Value;
use crate::domain::{Money, Quantity, Rate, UnitPrice};
use crate::words::Lang;

/// Digits with a point, as our types and the note print them, in the reader's own signs.
pub fn local(text: &str, lang: Lang) -> String {
    let (sign, bare) = text.strip_prefix('-').map_or(("", text), |bare| ("-", bare));
    let (whole, fraction) = bare.split_once('.').unwrap_or((bare, ""));
    let (thousands, decimal) = match lang {
        Lang::PtBr => ('.', ','),
        Lang::En => (',', '.'),
    };
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(thousands);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(decimal);
        out.push_str(fraction);
    }
    out
}

/// An amount without its currency: `1.234,56`.
pub fn amount(money: Money, lang: Lang) -> String {
    local(&money.to_string(), lang)
}

/// An amount: `R$ 1.234,56`.
pub fn money(money: Money, lang: Lang) -> String {
    format!("R$ {}", amount(money, lang))
}

/// A percentage, with two to four decimals: `12,00 %`.
pub fn rate(rate: Rate, lang: Lang) -> String {
    let text = rate.to_string();
    let bare = text.trim_end_matches('0');
    let (_, fraction) = bare.split_once('.').unwrap_or((bare, ""));
    let least = "0".repeat(2usize.saturating_sub(fraction.len()));
    format!("{} %", local(&format!("{bare}{least}"), lang))
}

/// How many: `3`, `0,25`.
pub fn quantity(quantity: Quantity, lang: Lang) -> String {
    local(&quantity.to_string(), lang)
}

/// An amount for one: `33,3333333333`.
pub fn unit_price(price: UnitPrice, lang: Lang) -> String {
    local(&price.to_string(), lang)
}

/// Any figure.
pub fn value(value: &Value, lang: Lang) -> String {
    match value {
        Value::Money(it) => money(*it, lang),
        Value::UnitPrice(it) => format!("R$ {}", unit_price(*it, lang)),
        Value::Rate(_) | Value::Quantity(_) | Value::Code(_) => bare(value, lang),
    }
}

/// Any figure, without its currency.
pub(super) fn bare(value: &Value, lang: Lang) -> String {
    match value {
        Value::Money(it) => amount(*it, lang),
        Value::Rate(it) => rate(*it, lang),
        Value::Quantity(it) => quantity(*it, lang),
        Value::UnitPrice(it) => unit_price(*it, lang),
        Value::Code(it) => it.clone(),
    }
}

/// A day: `21/11/2026`.
pub fn date(date: Date, lang: Lang) -> String {
    match lang {
        Lang::PtBr => date.strftime("%d/%m/%Y").to_string(),
        Lang::En => date.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_in_brazil() {
        for (cents, expected) in [
            (0, "R$ 0,00"),
            (5, "R$ 0,05"),
            (99_999, "R$ 999,99"),
            (100_000, "R$ 1.000,00"),
            (123_456_789, "R$ 1.234.567,89"),
            (-123_456, "R$ -1.234,56"),
        ] {
            assert_eq!(money(Money::from_cents(cents), Lang::PtBr), expected);
        }
        for (text, expected) in [
            ("12", "12,00 %"),
            ("20.5", "20,50 %"),
            ("0.1234", "0,1234 %"),
            ("0", "0,00 %"),
            ("100", "100,00 %"),
        ] {
            assert_eq!(rate(Rate::parse(text).unwrap(), Lang::PtBr), expected);
        }
        assert_eq!(quantity(Quantity::parse("1234.5").unwrap(), Lang::PtBr), "1.234,5");
        assert_eq!(
            unit_price(UnitPrice::parse("33.3333333333").unwrap(), Lang::PtBr),
            "33,3333333333"
        );
        assert_eq!(money(Money::from_cents(123_456), Lang::En), "R$ 1,234.56");
        let day = jiff::civil::date(2026, 11, 21);
        assert_eq!(
            (date(day, Lang::PtBr), date(day, Lang::En)),
            ("21/11/2026".into(), "2026-11-21".into())
        );
    }
}
