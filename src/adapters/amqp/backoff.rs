//! How long to wait before the next attempt: doubling, bounded, and spread so that two workers
//! do not knock at the same moment.

use std::time::Duration;

use crate::domain::Chance;

const FIRST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(30);

/// Counts attempts that failed in a row. Its jitter is derived from a name, not drawn.
#[derive(Debug)]
pub(super) struct Backoff {
    chance: Chance,
    failures: u32,
}

impl Backoff {
    /// A back-off whose spread depends on `name`.
    pub(super) fn new(name: &str) -> Backoff {
        Backoff { chance: Chance::new(name), failures: 0 }
    }

    /// All is well again: the next failure waits shortest.
    pub(super) fn reset(&mut self) {
        self.failures = 0;
    }

    /// The wait after one more failure: between half and the whole of 250 ms · 2ⁿ, at most 30 s.
    pub(super) fn failed(&mut self) -> Duration {
        let whole = FIRST.saturating_mul(1 << self.failures.min(16)).min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        let half = whole / 2;
        let spread = u64::try_from(half.as_millis()).unwrap_or(u64::MAX);
        half + Duration::from_millis(
            self.chance.below(spread.saturating_add(1), &["back-off", &self.failures.to_string()]),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_doubles_to_a_bound_and_starts_again() {
        let mut backoff = Backoff::new("worker-1");
        let mut whole = FIRST;
        for _ in 0..40 {
            let wait = backoff.failed();
            assert!(wait >= whole / 2 && wait <= whole, "{wait:?} of {whole:?}");
            whole = (whole * 2).min(LONGEST);
        }
        backoff.reset();
        assert!(backoff.failed() <= FIRST);
    }

    #[test]
    fn two_names_do_not_knock_together_and_one_name_repeats_itself() {
        let waits = |name| {
            let mut backoff = Backoff::new(name);
            (0..10).map(|_| backoff.failed()).collect::<Vec<_>>()
        };
        assert_ne!(waits("worker-1"), waits("worker-2"));
        assert_eq!(waits("worker-1"), waits("worker-1"));
    }
}
