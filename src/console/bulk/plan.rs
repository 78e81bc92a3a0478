//! What a bulk does next: how many items go out, or why none does. Pure: the moment is told.

use crate::domain::Timestamp;
use crate::ports::{Bulk, Trail};
use crate::stage::later;

/// Items that are out and settled before the next wave: one, five more, twenty more, the rest.
const WAVES: [u64; 3] = [1, 6, 26];

/// Items of one turn.
const TURN_MAX: u64 = 100;

/// Turns may come late by less and their items still go out; after a longer rest the pace begins
/// anew, so that nothing goes out in a burst.
const LATE_US: i64 = 2_000_000;

/// How long a wave waits for what came of the one before it.
const WAVE_MAX_S: i64 = 30 * 60;

/// How long the end waits for the last items.
const LAST_MAX_S: i64 = 24 * 3_600;

/// The same cause so often in a row ends it.
const IN_A_ROW: usize = 3;

/// The same cause in more than one of so many that are settled ends it, once as many are settled
/// that one alone is no judgement.
const SHARE: u64 = 5;
const SHARE_FROM: u64 = 10;

/// The code of a bulk that ended because the same cause came again; the cause follows.
const REPEATS: &str = "repeats";
/// The code of a bulk that rests because nothing is known of its first items.
const UNANSWERED: &str = "unanswered";

/// What is next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// So many items go out; the next are due then.
    Go {
        /// How many.
        items: usize,
        /// When the next may.
        next: Timestamp,
    },
    /// Nothing now.
    Wait,
    /// It rests until a person lets it go on.
    Pause(&'static str),
    /// It ends by itself.
    Stop(String),
    /// All items are acted on, and what came of them is known; or why that is not waited for.
    Done(&'static str),
}

/// Decides.
pub(super) fn turn(bulk: &Bulk, trail: &Trail, now: Timestamp) -> Turn {
    if let Some(cause) = repeats(trail) {
        return Turn::Stop(format!("{REPEATS} {cause}"));
    }
    let tally = &bulk.tally;
    let waited = |since: Option<Timestamp>, longest_s| {
        later(since.map_or(bulk.since, |it| it.max(bulk.since)), longest_s) <= now
    };
    if tally.waiting == 0 {
        return match tally.sent {
            0 => Turn::Done(""),
            _ if waited(tally.newest_sent, LAST_MAX_S) => Turn::Done(UNANSWERED),
            _ => Turn::Wait,
        };
    }
    if bulk.next > now {
        return Turn::Wait;
    }
    let settled = tally.good + tally.again;
    let out = settled + tally.sent;
    // Whoever lets it go on has looked at what is out.
    let passed = settled + tally.sent_before;
    let limit = WAVES.into_iter().find(|wave| passed < *wave).unwrap_or(u64::MAX);
    let room = limit.saturating_sub(out);
    if room == 0 {
        return match waited(tally.newest_sent, WAVE_MAX_S) {
            true => Turn::Pause(UNANSWERED),
            false => Turn::Wait,
        };
    }
    let (due, next) = due(bulk, now);
    let items = due.min(room).min(tally.waiting).min(TURN_MAX);
    Turn::Go { items: usize::try_from(items).unwrap_or(usize::MAX), next }
}

/// How many items the pace allows now, and when it allows the next.
fn due(bulk: &Bulk, now: Timestamp) -> (u64, Timestamp) {
    let interval = 60_000_000 / i64::from(bulk.per_minute.max(1));
    let now = now.as_microsecond();
    let first = bulk.next.as_microsecond();
    let first = if now - first < LATE_US { first } else { now };
    let due = (now - first) / interval + 1;
    let next = Timestamp::from_microsecond(first + due * interval).unwrap_or(bulk.next);
    (u64::try_from(due).unwrap_or_default(), next)
}

/// The cause that comes again and again.
fn repeats(trail: &Trail) -> Option<&str> {
    let newest = trail.last.first().and_then(Option::as_deref);
    let in_a_row = trail.last.len() >= IN_A_ROW
        && trail.last.iter().take(IN_A_ROW).all(|it| it.as_deref() == newest);
    if let Some(cause) = newest.filter(|_| in_a_row) {
        return Some(cause);
    }
    let (cause, many) = trail.most.as_ref()?;
    (trail.settled >= SHARE_FROM && many * SHARE > trail.settled).then_some(cause)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ports::{BulkState, BulkTally, DeedKind};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn bulk(per_minute: u32, tally: BulkTally) -> Bulk {
        Bulk {
            id: 1,
            action: DeedKind::Resume,
            filter: String::new(),
            by: "ana".to_owned(),
            role: "analista".to_owned(),
            origin: "-".to_owned(),
            why: "x".to_owned(),
            per_minute,
            made: at(0),
            cases: 200,
            worth_cents: 0,
            state: BulkState::Running,
            told: String::new(),
            since: at(0),
            next: at(0),
            approval: None,
            tally,
        }
    }

    fn out(sent: u64, good: u64) -> BulkTally {
        let newest_sent = Some(at(10));
        BulkTally { waiting: 200 - sent - good, sent, good, newest_sent, ..Default::default() }
    }

    fn go(tally: BulkTally, second: i64) -> Turn {
        let due = Bulk { next: at(second - 1), ..bulk(6_000, tally) };
        turn(&due, &Trail::default(), at(second))
    }

    fn items(turn: &Turn) -> usize {
        match turn {
            Turn::Go { items, .. } => *items,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn one_goes_out_then_five_then_twenty_then_the_rest() {
        assert_eq!(items(&go(out(0, 0), 20)), 1);
        assert_eq!(go(out(1, 0), 20), Turn::Wait);
        assert_eq!(items(&go(out(0, 1), 20)), 5);
        assert_eq!(items(&go(out(2, 1), 20)), 3);
        assert_eq!(go(out(5, 1), 20), Turn::Wait);
        assert_eq!(go(out(1, 5), 20), Turn::Wait);
        assert_eq!(items(&go(out(0, 6), 20)), 20);
        assert_eq!(go(out(1, 25), 20), Turn::Wait);
        assert_eq!(items(&go(out(0, 26), 20)), 100);
        assert_eq!(items(&go(out(100, 26), 20)), 74);
    }

    #[test]
    fn a_wave_without_an_answer_rests_until_somebody_lets_it_go_on() {
        assert_eq!(go(out(1, 0), 10 + 30 * 60 - 1), Turn::Wait);
        assert_eq!(go(out(1, 0), 10 + 30 * 60), Turn::Pause(UNANSWERED));
        let tally = BulkTally { sent_before: 1, ..out(1, 0) };
        let again = Bulk { since: at(4_000), next: at(4_000), ..bulk(6_000, tally) };
        assert_eq!(items(&turn(&again, &Trail::default(), at(4_001))), 5);
    }

    #[test]
    fn it_is_done_when_all_is_known_or_after_a_day() {
        let end = |sent, second| {
            let tally = BulkTally { waiting: 0, ..out(sent, 200 - sent) };
            go(tally, second)
        };
        assert_eq!(end(0, 20), Turn::Done(""));
        assert_eq!(end(1, 20), Turn::Wait);
        assert_eq!(end(1, 10 + 24 * 3_600), Turn::Done(UNANSWERED));
    }

    #[test]
    fn the_same_cause_again_and_again_ends_it() {
        let held = |cause: &str| Some(cause.to_owned());
        let trail = |last: &[Option<&str>], settled, most: Option<(&str, u64)>| Trail {
            last: last.iter().map(|it| it.map(str::to_owned)).collect(),
            settled,
            most: most.map(|(cause, many)| (cause.to_owned(), many)),
        };
        assert_eq!(held("a"), Some("a".to_owned()));
        let told = |trail: Trail| repeats(&trail).map(str::to_owned);
        let (a, b) = (Some("draft a"), Some("draft b"));
        assert_eq!(told(trail(&[a, a, a], 3, Some(("draft a", 3)))), Some("draft a".to_owned()));
        assert_eq!(told(trail(&[a, a], 2, Some(("draft a", 2)))), None);
        assert_eq!(told(trail(&[a, b, a], 3, Some(("draft a", 2)))), None);
        assert_eq!(told(trail(&[a, None, a], 9, Some(("draft a", 8)))), None);
        assert_eq!(told(trail(&[None, None, None], 10, Some(("draft a", 2)))), None);
        assert_eq!(
            told(trail(&[None, None, None], 10, Some(("draft a", 3)))),
            Some("draft a".to_owned())
        );
        assert_eq!(told(trail(&[None; 3], 99, None)), None);
    }

    proptest! {
        /// Whenever turns come, no more go out than the pace allows in that time and a little.
        #[test]
        fn the_pace_is_kept(
            per_minute in 1u32..=6000,
            steps in prop::collection::vec(1i64..30_000_000, 1..40),
        ) {
            let mut it = bulk(per_minute, BulkTally { waiting: 1 << 40, good: 26, ..Default::default() });
            let (mut now, mut sent) = (it.next.as_microsecond(), 0_u64);
            let begin = now;
            for step in steps {
                now += step;
                let moment = Timestamp::from_microsecond(now).unwrap();
                if let Turn::Go { items, next } = turn(&it, &Trail::default(), moment) {
                    prop_assert!(next > moment);
                    sent += items as u64;
                    it.next = next;
                }
            }
            let allowed = (now - begin) / (60_000_000 / i64::from(per_minute)) + 1;
            prop_assert!(sent <= u64::try_from(allowed).unwrap(), "{} of {}", sent, allowed);
        }
    }
}
