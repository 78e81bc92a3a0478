//! Waiting for another program, always with an end.
//!
//! The one file of the tests that asks the clock and sleeps.

#![expect(clippy::disallowed_methods, reason = "other programs live by the wall clock")]

use std::time::{Duration, Instant};

/// How long to leave another program alone between two looks at it.
const PAUSE: Duration = Duration::from_millis(10);

/// The moment at which waiting becomes failing.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    pub(crate) fn after(limit: Duration) -> Self {
        Self(Instant::now() + limit)
    }

    /// Zero once the moment has passed.
    pub(crate) fn remaining(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// Looks until there is something to see, or `None` at the deadline. Looks at least once.
    pub(crate) fn poll<T>(self, mut look: impl FnMut() -> Option<T>) -> Option<T> {
        loop {
            let seen = look();
            if seen.is_some() || self.remaining().is_zero() {
                return seen;
            }
            std::thread::sleep(PAUSE.min(self.remaining()));
        }
    }
}

#[test]
fn a_poll_ends_with_what_it_saw_or_at_its_deadline() {
    let mut looks = 0;
    let third = Deadline::after(Duration::from_secs(60)).poll(|| {
        looks += 1;
        (looks == 3).then_some(looks)
    });
    assert_eq!(third, Some(3));
    assert_eq!(Deadline::after(Duration::ZERO).poll(|| None::<()>), None);
    assert_eq!(Deadline::after(Duration::ZERO).poll(|| Some(1)), Some(1));
}
