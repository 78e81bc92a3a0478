//! What is new since the last message: a pure decision.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::domain::{Code, Timestamp};
use crate::ports::{CauseRow, Pulse, Told};

/// Told again when it has grown so many times.
const GROWTH: i64 = 10;

/// A worker that was not heard of for longer is silent.
const SILENT_S: i64 = 300;

/// A window of cancellation that ends sooner is nearly over.
const CANCEL_NEAR_S: i64 = 6 * 3600;

/// A new certificate takes days: so many before the end of the old one it is told.
const RENEWAL_DAYS: i64 = 30;

/// And once more.
const URGENT_DAYS: i64 = 5;

/// What somebody must be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A cause that was not there when we looked before.
    NewCause(CauseRow),
    /// One that has grown tenfold; how many it had.
    Grown(CauseRow, i64),
    /// Events that cannot be read; how many there were, when that was told before.
    Unreadable(u64, Option<i64>),
    /// The window of cancellation of a case of this cause is nearly over.
    CancelEnds(CauseRow, Timestamp),
    /// Numbers that must be made void soon, or should have been.
    GapsEnd(GapsEnd),
    /// A certificate, by seller and CNPJ, and the days that it has left.
    Certificate(String, Timestamp, i64),
    /// The worker was last heard of then.
    Silent(Timestamp),
}

/// A range of numbers without a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapsEnd {
    /// `CNPJ` of the emitter.
    pub cnpj: String,
    /// `serie`.
    pub serie: u16,
    /// The first and the last.
    pub range: (u32, u32),
    /// The last day on which SEFAZ takes it in time.
    pub until: Date,
    /// Whether that day is past.
    pub is_over: bool,
}

/// Deadlines that the law sets, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deadlines {
    /// Causes of cases whose note can be cancelled until then.
    pub cancel: Vec<(CauseRow, Timestamp)>,
    /// Numbers whose day is near or past.
    pub gaps: Vec<GapsEnd>,
}

/// One message's worth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// What to tell; nothing where only something is over.
    pub news: Vec<News>,
    /// What is told with it, to be remembered.
    pub told: Vec<Told>,
    /// What is over, to be forgotten.
    pub over: Vec<String>,
}

/// What is new since `told`; `None` when all is as it was.
pub fn digest(
    now: Timestamp,
    causes: &[CauseRow],
    pulse: &Pulse,
    certificates: &[(String, Timestamp)],
    deadlines: &Deadlines,
    told: &[Told],
) -> Option<Digest> {
    let known = told.iter().map(|it| (it.subject.as_str(), it.level)).collect();
    let mut book = Book { known, standing: BTreeSet::new(), digest: Digest::default() };
    for it in causes {
        let subject = format!("cause {} {} {}", it.stage, it.code, it.field);
        book.see(subject, count(it.cases), |before| match before {
            None => News::NewCause(it.clone()),
            Some(before) => News::Grown(it.clone(), before),
        });
    }
    if pulse.unreadable > 0 {
        let subject = format!("cause {}", Code::EventUnreadable);
        let news = |before| News::Unreadable(pulse.unreadable, before);
        book.see(subject, count(pulse.unreadable), news);
    }
    for (cause, until) in &deadlines.cancel {
        let left = until.as_second() - now.as_second();
        if (0..=CANCEL_NEAR_S).contains(&left) {
            let subject = format!("cancel {} {} {until}", cause.stage, cause.code);
            book.see(subject, 1, |_| News::CancelEnds(cause.clone(), *until));
        }
    }
    for it in &deadlines.gaps {
        let subject = format!("gaps {} {} {}", it.cnpj, it.serie, it.range.0);
        let level = if it.is_over { GROWTH } else { 1 };
        book.see(subject, level, |_| News::GapsEnd(it.clone()));
    }
    for (name, until) in certificates {
        let days = (until.as_second() - now.as_second()).div_euclid(86_400);
        let level = match days {
            ..0 => GROWTH * GROWTH,
            0..=URGENT_DAYS => GROWTH,
            _ => 1,
        };
        if days <= RENEWAL_DAYS {
            let subject = format!("certificate {name}");
            book.see(subject, level, |_| News::Certificate(name.clone(), *until, days));
        }
    }
    for (_, _, seen, _) in pulse.beats.iter().filter(|(name, ..)| name == "work") {
        let silent_s = now.as_second() - seen.as_second();
        if silent_s > SILENT_S {
            book.see("worker".to_owned(), silent_s, |_| News::Silent(*seen));
        }
    }
    book.closed()
}

fn count(cases: u64) -> i64 {
    i64::try_from(cases).unwrap_or(i64::MAX)
}

struct Book<'a> {
    known: BTreeMap<&'a str, i64>,
    standing: BTreeSet<String>,
    digest: Digest,
}

impl Book<'_> {
    /// Something stands so high now: it is news when nobody was told, or it has grown since.
    fn see(&mut self, subject: String, level: i64, news: impl FnOnce(Option<i64>) -> News) {
        let before = self.known.get(subject.as_str()).copied();
        if before.is_none_or(|before| level >= before.max(1).saturating_mul(GROWTH)) {
            self.digest.news.push(news(before));
            self.digest.told.push(Told { subject: subject.clone(), level });
        }
        self.standing.insert(subject);
    }

    fn closed(mut self) -> Option<Digest> {
        let over = self.known.keys().filter(|it| !self.standing.contains(**it));
        self.digest.over = over.map(|it| (*it).to_owned()).collect();
        let nothing = self.digest.news.is_empty() && self.digest.over.is_empty();
        (!nothing).then_some(self.digest)
    }
}

#[cfg(test)]
#[path = "digest_tests.rs"]
mod tests;
