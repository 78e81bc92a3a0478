//! The gaps of the numbering: which follow on each other, and until when SEFAZ must be told.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use super::Stage;
use crate::domain::seller::Establishment;
use crate::domain::{LifeId, Timestamp, Uf};
use crate::ports::{NumberRow, World};

/// The day of the month after the one that the sequence was broken in (Ajuste SINIEF 07/05,
/// cláusula décima quarta).
const DEADLINE_DAY: i8 = 10;

/// So many days before the last one, those who answer for the numbers are told.
pub(super) const WARNING_DAYS: i32 = 5;

/// Gaps that follow on each other, came about in the same way, and are due on the same day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gaps {
    /// `tpAmb`: 1 or 2.
    pub tp_amb: u8,
    /// `CNPJ` of the emitter.
    pub cnpj: String,
    /// `serie`.
    pub serie: u16,
    /// The first number.
    pub first: u32,
    /// The last number.
    pub last: u32,
    /// The name of the event that left them.
    pub reason: String,
    /// Whose they were, one for each number.
    pub lives: Vec<LifeId>,
    /// When the first of them came about.
    pub since: Timestamp,
    /// The last day on which SEFAZ takes it in time.
    pub deadline: Date,
}

/// How near a deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// There is time.
    Later,
    /// In five days or less.
    Soon,
    /// It is over.
    Overdue,
}

impl Gaps {
    /// How many numbers.
    pub fn count(&self) -> u64 {
        u64::from(self.last.saturating_sub(self.first)) + 1
    }

    /// How near the deadline is, on this day at the emitter's place.
    pub fn urgency(&self, today: Date) -> Urgency {
        let last_quiet = self.deadline.saturating_sub(WARNING_DAYS.days());
        match today {
            today if today > self.deadline => Urgency::Overdue,
            today if today >= last_quiet => Urgency::Soon,
            _ => Urgency::Later,
        }
    }
}

/// The day that it is at the emitter's place. One that we know nothing of is in Brasília's time.
pub fn day(at: Timestamp, uf: Option<Uf>) -> Date {
    let offset = Offset::constant(uf.map_or(-3, Uf::offset_hours));
    at.to_zoned(TimeZone::fixed(offset)).date()
}

/// The last day for a gap that came about on this day.
pub(super) fn deadline(gap: Date) -> Date {
    let next = gap.first_of_month().saturating_add(1.month());
    // The tenth is a day of every month; only the year 9999 has no month after its last.
    next.with().day(DEADLINE_DAY).build().unwrap_or(next)
}

impl<W: World> Stage<W> {
    /// Where an emitter is, by the configuration.
    pub fn uf_of(&self, cnpj: &str) -> Option<Uf> {
        self.traders.values().find_map(|it| it.seller.issuer(cnpj)).map(Establishment::uf)
    }
}

/// Puts together what follows on each other. The rows come as the store lists them: by series,
/// the lowest first. `uf_of` says where an emitter is.
pub fn ranges(rows: &[NumberRow], uf_of: impl Fn(&str) -> Option<Uf>) -> Vec<Gaps> {
    let mut all: Vec<Gaps> = Vec::new();
    for row in rows {
        let due = deadline(day(row.at, uf_of(&row.cnpj)));
        let fits = |it: &&mut Gaps| {
            (it.tp_amb, it.cnpj.as_str(), it.serie) == (row.tp_amb, row.cnpj.as_str(), row.serie)
                && it.last.checked_add(1) == Some(row.n_nf)
                && it.reason == row.reason
                && it.deadline == due
        };
        if let Some(last) = all.last_mut().filter(fits) {
            last.last = row.n_nf;
            last.since = last.since.min(row.at);
            last.lives.push(row.life.clone());
            continue;
        }
        all.push(Gaps {
            tp_amb: row.tp_amb,
            cnpj: row.cnpj.clone(),
            serie: row.serie,
            first: row.n_nf,
            last: row.n_nf,
            reason: row.reason.clone(),
            lives: vec![row.life.clone()],
            since: row.at,
            deadline: due,
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{SellerId, ShipmentId};

    fn row(n_nf: u32, reason: &str, at: &str) -> NumberRow {
        NumberRow {
            tp_amb: 1,
            cnpj: "11222333000181".to_owned(),
            serie: 1,
            n_nf,
            life: LifeId {
                seller: SellerId::parse("A1SELLER0001").unwrap(),
                shipment: ShipmentId::parse(&format!("FBA{n_nf}")).unwrap(),
            },
            fate: "gap".to_owned(),
            reason: reason.to_owned(),
            seq: 3,
            at: at.parse().unwrap(),
        }
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_deadline_is_the_tenth_of_the_next_month() {
        for (gap, due) in [
            ("2026-01-01", "2026-02-10"),
            ("2026-01-31", "2026-02-10"),
            ("2026-11-30", "2026-12-10"),
            ("2026-12-31", "2027-01-10"),
            ("2028-02-29", "2028-03-10"),
        ] {
            assert_eq!(deadline(date(gap)), date(due));
        }
    }

    #[test]
    fn the_month_is_the_emitters_own() {
        // Midnight of the first of December in Greenwich is the last of November in Brazil.
        let at = "2026-12-01T02:59:59Z".parse().unwrap();
        assert_eq!(day(at, Some(Uf::Sp)), date("2026-11-30"));
        assert_eq!(day(at, None), date("2026-11-30"));
        let at = "2026-12-01T03:00:00Z".parse().unwrap();
        assert_eq!(day(at, Some(Uf::Sp)), date("2026-12-01"));
        assert_eq!(day(at, Some(Uf::Am)), date("2026-11-30"));
        assert_eq!(day(at, Some(Uf::Ac)), date("2026-11-30"));
    }

    #[test]
    fn what_follows_on_each_other_is_one_range() {
        let november = "2026-11-20T12:00:00Z";
        let mut other = row(10, "cancelled", november);
        other.serie = 2;
        let rows = [
            row(3, "cancelled", november),
            row(4, "cancelled", "2026-11-19T12:00:00Z"),
            row(5, "discarded", november),
            row(7, "discarded", november),
            row(8, "discarded", "2026-12-02T12:00:00Z"),
            row(9, "discarded", "2026-12-02T12:00:00Z"),
            other,
        ];
        let found = ranges(&rows, |_| Some(Uf::Sp));
        let told: Vec<_> = found
            .iter()
            .map(|it| (it.serie, it.first, it.last, it.count(), it.deadline.to_string()))
            .collect();
        assert_eq!(
            told,
            [
                (1, 3, 4, 2, "2026-12-10".to_owned()),
                (1, 5, 5, 1, "2026-12-10".to_owned()),
                (1, 7, 7, 1, "2026-12-10".to_owned()),
                (1, 8, 9, 2, "2027-01-10".to_owned()),
                (2, 10, 10, 1, "2026-12-10".to_owned()),
            ]
        );
        assert_eq!(found[0].lives.len(), 2);
        assert_eq!(found[0].since.to_string(), "2026-11-19T12:00:00Z");
        assert!(ranges(&[], |_| None).is_empty());
    }

    #[test]
    fn the_tenth_itself_is_in_time() {
        let gaps = ranges(&[row(3, "cancelled", "2026-11-20T12:00:00Z")], |_| None);
        for (today, urgency) in [
            ("2026-11-20", Urgency::Later),
            ("2026-12-04", Urgency::Later),
            ("2026-12-05", Urgency::Soon),
            ("2026-12-10", Urgency::Soon),
            ("2026-12-11", Urgency::Overdue),
        ] {
            assert_eq!(gaps[0].urgency(date(today)), urgency, "{today}");
        }
    }
}
