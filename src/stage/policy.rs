//! When to ask again, when to try again, when to give up: pure functions of who, how often and
//! now. What they choose is written into the event, so that an old journal folds the same under
//! new figures.

use crate::domain::{Chance, LifeId, Timestamp};
use crate::lifecycle::Life;

/// The figures. Seconds, unless the name says otherwise.
#[derive(Clone, Debug)]
pub struct Policy {
    /// From `submitInvoice` to the first `getInvoiceStatus`.
    pub poll_first_s: i64,
    /// Each pause is this many percent of the one before.
    pub poll_factor_percent: i64,
    /// No pause is longer.
    pub poll_longest_s: i64,
    /// Without a decision for so long, a person is asked.
    pub poll_deadline_s: i64,
    /// How long `NotFound` after a submission may be mere delay.
    pub not_found_grace_s: i64,
    /// Submissions of one note, all answered `NotFound` for ever, before a person is asked.
    pub submissions_max: u32,
    /// The first pause after a failure; each later one is twice as long.
    pub retry_first_s: i64,
    /// No pause after a failure is longer.
    pub retry_longest_s: i64,
    /// Failures in a row before a person is asked.
    pub retry_max: u32,
    /// How long after the event a 404 of `getShipmentDetails` may be mere delay.
    pub shipment_grace_s: i64,
    /// SEFAZ must say 217 twice, this far apart, before the same bytes are sent again.
    pub absent_apart_s: i64,
    /// How long SEFAZ may be out of reach before a person is asked about a note.
    pub sefaz_deadline_s: i64,
    /// How long a seller rests after Amazon or SEFAZ refused its credentials.
    pub seller_pause_s: i64,
    /// How long a service rests after `cStat` 656, *consumo indevido*.
    pub abuse_pause_s: i64,
    /// How long the state's authorizer must be down before its contingency is asked for; 0: never.
    pub contingency_after_s: i64,
    /// Microseconds for one token of Amazon's bucket to come back.
    pub rate_interval_us: i64,
    /// Tokens that Amazon's full bucket holds.
    pub rate_burst: u32,
    /// Tokens of the status bucket kept for unknown outcomes.
    pub rate_reserve: u32,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            poll_first_s: 15,
            poll_factor_percent: 150,
            poll_longest_s: 900,
            poll_deadline_s: 24 * 3600,
            not_found_grace_s: 600,
            submissions_max: 3,
            retry_first_s: 2,
            retry_longest_s: 900,
            retry_max: 10,
            shipment_grace_s: 600,
            absent_apart_s: 10,
            sefaz_deadline_s: 24 * 3600,
            seller_pause_s: 300,
            abuse_pause_s: 3600,
            contingency_after_s: 900,
            // 1.133 requests a second, burst 25 (spapi.md §1.1).
            rate_interval_us: 882_613,
            rate_burst: 25,
            rate_reserve: 5,
        }
    }
}

impl Policy {
    /// When to ask Amazon again, `asked` times after the submission.
    ///
    /// Never closer together than the bucket can serve all that wait: (waiting + reserve) ÷ rate
    /// (reliability.md D.3).
    pub fn poll(&self, chance: &Chance, life: &Life, waiting: usize, now: Timestamp) -> Timestamp {
        let mut pause_ms = self.poll_first_s.max(1).saturating_mul(1000);
        let longest_ms = self.poll_longest_s.saturating_mul(1000);
        for _ in 0..life.asked.min(64) {
            pause_ms =
                (pause_ms.saturating_mul(self.poll_factor_percent.max(100)) / 100).min(longest_ms);
        }
        let crowd = i64::try_from(waiting).unwrap_or(i64::MAX);
        let crowd = crowd.saturating_add(i64::from(self.rate_reserve));
        let fair_ms = crowd.saturating_mul(self.rate_interval_us) / 1000;
        // The crowd's own bound holds from the second ask on: the first comes as configured.
        let pause_ms =
            if life.asked == 0 { pause_ms } else { pause_ms.max(fair_ms.min(longest_ms)) };
        spread(chance, &life.id, "poll", life.polls, pause_ms, now)
    }

    /// When to try again after this failure; `None` when it was the last.
    pub fn retry(&self, chance: &Chance, life: &Life, now: Timestamp) -> Option<Timestamp> {
        (life.failures < self.retry_max)
            .then(|| self.backoff(chance, &life.id, "retry", life.failures, now))
    }

    /// When to go on after a wait that is no failure.
    pub fn wait(&self, chance: &Chance, life: &Life, now: Timestamp) -> Timestamp {
        self.backoff(chance, &life.id, "wait", life.waits, now)
    }

    fn backoff(
        &self,
        chance: &Chance,
        id: &LifeId,
        what: &str,
        nth: u32,
        now: Timestamp,
    ) -> Timestamp {
        let first_ms = self.retry_first_s.max(1).saturating_mul(1000);
        let longest_ms = self.retry_longest_s.max(1).saturating_mul(1000);
        let pause_ms = first_ms.saturating_mul(1 << nth.min(30)).min(longest_ms);
        spread(chance, id, what, nth, pause_ms, now)
    }
}

/// `now` plus the pause, give or take a tenth, by the life's own name: a thousand invoices spread
/// out, and a replay is exact.
fn spread(
    chance: &Chance,
    id: &LifeId,
    what: &str,
    nth: u32,
    pause_ms: i64,
    now: Timestamp,
) -> Timestamp {
    let fifth = u64::try_from(pause_ms / 5).unwrap_or(0);
    let words = [what, id.seller.as_str(), id.shipment.as_str(), &nth.to_string()];
    let jitter = i64::try_from(chance.below(fifth.saturating_add(1), &words)).unwrap_or(0);
    later_ms(now, pause_ms.saturating_sub(pause_ms / 10).saturating_add(jitter))
}

/// So many milliseconds later.
fn later_ms(now: Timestamp, ms: i64) -> Timestamp {
    now.checked_add(jiff::SignedDuration::from_millis(ms)).unwrap_or(Timestamp::MAX)
}

/// So many seconds later.
pub fn later(now: Timestamp, seconds: i64) -> Timestamp {
    later_ms(now, seconds.saturating_mul(1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Digest, OrderId, SellerId, ShipmentId};
    use crate::lifecycle::Event;
    use proptest::prelude::*;

    fn life(name: &str, asked: u32, failures: u32) -> Life {
        let id = LifeId {
            seller: SellerId::parse("A1").unwrap(),
            shipment: ShipmentId::parse(name).unwrap(),
        };
        let event = Event::Created {
            order: OrderId::parse("1-2-3").unwrap(),
            event_time: Timestamp::UNIX_EPOCH,
            delivery: Digest::of(b""),
        };
        let life = Life::begin(id, Timestamp::UNIX_EPOCH, &event).unwrap();
        Life { asked, polls: asked, failures, ..life }
    }

    fn seconds(due: Timestamp) -> i64 {
        due.as_second()
    }

    #[test]
    fn pauses_grow_and_are_capped() {
        let (policy, chance) = (Policy::default(), Chance::new("key"));
        let poll =
            |asked| seconds(policy.poll(&chance, &life("S1", asked, 0), 0, Timestamp::UNIX_EPOCH));
        assert!((13..=16).contains(&poll(0)), "{}", poll(0));
        assert!((20..=25).contains(&poll(1)), "{}", poll(1));
        assert!((810..=990).contains(&poll(40)), "{}", poll(40));
    }

    #[test]
    fn a_crowd_is_asked_no_faster_than_the_bucket_allows() {
        let (policy, chance) = (Policy::default(), Chance::new("key"));
        let due = policy.poll(&chance, &life("S1", 1, 0), 500, Timestamp::UNIX_EPOCH);
        // 505 waiting at 1.133 a second: 445 s, less a tenth of jitter.
        assert!(seconds(due) >= 400, "{due}");
    }

    #[test]
    fn the_last_failure_is_the_last() {
        let (policy, chance) = (Policy::default(), Chance::new("key"));
        assert!(policy.retry(&chance, &life("S1", 0, 9), Timestamp::UNIX_EPOCH).is_some());
        assert_eq!(policy.retry(&chance, &life("S1", 0, 10), Timestamp::UNIX_EPOCH), None);
    }

    proptest! {
        /// The same life waits the same time; no pause is below 90 % or above 110 % of its base.
        #[test]
        fn jitter_is_bounded_and_derived(nth in 0u32..40, name in "[A-Z]{1,10}") {
            let (policy, chance) = (Policy::default(), Chance::new("key"));
            let life = life(&name, nth, 0);
            let due = policy.poll(&chance, &life, 0, Timestamp::UNIX_EPOCH);
            prop_assert_eq!(due, policy.poll(&chance, &life, 0, Timestamp::UNIX_EPOCH));
            prop_assert!((13..=991).contains(&seconds(due)));
        }
    }
}
