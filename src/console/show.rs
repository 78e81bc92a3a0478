//! How moments, amounts and ages are written for a person.

use jiff::civil::Date;
use jiff::tz::Offset;

use crate::domain::{Money, Timestamp};
use crate::words::Lang;

/// America/Sao_Paulo: three hours behind UTC, all the year since daylight saving ended (Decreto
/// 9.772/2019). No time-zone tables are needed for it.
const SAO_PAULO: Offset = Offset::constant(-3);

/// `22/11/2026 10:05`, at São Paulo.
pub(super) fn moment(at: Timestamp, lang: Lang) -> String {
    let there = SAO_PAULO.to_datetime(at);
    let pattern = match lang {
        Lang::PtBr => "%d/%m/%Y %H:%M",
        Lang::En => "%Y-%m-%d %H:%M",
    };
    there.strftime(pattern).to_string()
}

/// The beginning of the day at São Paulo.
pub(super) fn midnight(now: Timestamp) -> Timestamp {
    let day = SAO_PAULO.to_datetime(now).date();
    SAO_PAULO.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(now)
}

/// `R$ 1.234,56`; in English the same amount with the point and the comma changed.
pub(super) fn reais(cents: i64, lang: Lang) -> String {
    let text = Money::from_cents(cents.saturating_abs()).to_string();
    let (whole, part) = text.split_once('.').unwrap_or((text.as_str(), "00"));
    let (between, before) = match lang {
        Lang::PtBr => ('.', ','),
        Lang::En => (',', '.'),
    };
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(between);
        }
        grouped.push(digit);
    }
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}R$ {grouped}{before}{part}")
}

/// `1234,56`: for a file that a spreadsheet in Portuguese reads.
pub(super) fn comma(cents: i64) -> String {
    let whole = cents.unsigned_abs();
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{},{:02}", whole / 100, whole % 100)
}

/// `3 d 4 h`, `2 h 5 min`, `7 min`, `0 min`.
pub(super) fn age(since: Timestamp, now: Timestamp) -> String {
    let minutes = (now.as_second() - since.as_second()).max(0) / 60;
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours) {
        (0, 0) => format!("{minutes} min"),
        (0, hours) => format!("{hours} h {minutes} min"),
        (days, hours) => format!("{days} d {hours} h"),
    }
}

/// `22/11/2026`.
pub(super) fn day(date: Date, lang: Lang) -> String {
    let pattern = match lang {
        Lang::PtBr => "%d/%m/%Y",
        Lang::En => "%Y-%m-%d",
    };
    date.strftime(pattern).to_string()
}

/// The day that it is at São Paulo.
pub(super) fn today(now: Timestamp) -> Date {
    SAO_PAULO.to_datetime(now).date()
}

/// The beginning of a day at São Paulo.
pub(super) fn begins(day: Date) -> Option<Timestamp> {
    SAO_PAULO.to_timestamp(day.at(0, 0, 0, 0)).ok()
}

/// The wall clock at São Paulo: year, month, day, hour, minute, second.
pub(super) fn wall(at: Timestamp) -> jiff::civil::DateTime {
    SAO_PAULO.to_datetime(at)
}

/// How long something took: `350 ms`, `12 s`, `5 min 3 s`, then as an age.
pub(super) fn took(since: Timestamp, until: Timestamp) -> String {
    let ms = (until.as_millisecond() - since.as_millisecond()).max(0);
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{} s", ms / 1_000),
        60_000..3_600_000 => format!("{} min {} s", ms / 60_000, ms / 1_000 % 60),
        _ => age(since, until),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_the_reader_expects() {
        for (cents, pt, en) in [
            (0, "R$ 0,00", "R$ 0.00"),
            (123_456, "R$ 1.234,56", "R$ 1,234.56"),
            (-5, "-R$ 0,05", "-R$ 0.05"),
            (100_000_000, "R$ 1.000.000,00", "R$ 1,000,000.00"),
        ] {
            assert_eq!(reais(cents, Lang::PtBr), pt);
            assert_eq!(reais(cents, Lang::En), en);
        }
    }

    #[test]
    fn moments_are_those_of_sao_paulo() {
        let at: Timestamp = "2026-11-22T01:05:59Z".parse().unwrap();
        assert_eq!(moment(at, Lang::PtBr), "21/11/2026 22:05");
        assert_eq!(moment(at, Lang::En), "2026-11-21 22:05");
        assert_eq!(midnight(at).to_string(), "2026-11-21T03:00:00Z");
    }

    #[test]
    fn ages_are_rounded_down() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let age = |s: i64| age(crate::stage::later(now, -s), now);
        assert_eq!(
            [age(59), age(61), age(3_660), age(90_000)].join("|"),
            "0 min|1 min|1 h 1 min|1 d 1 h"
        );
        assert_eq!(age(-100), "0 min");
    }
}
