//! The rate limiter: GCRA, one moment per bucket (`tat`, theoretical arrival time).
//!
//! A bucket of `burst` tokens that come back one per `interval` is the same as: the next call may
//! go when `tat + interval - now <= interval * burst`, and then moves `tat` on by one interval.
//! In any window of length t at most `burst + t / interval` calls go.

use rusqlite::{Connection, OptionalExtension, params};

use super::time::{floor_us, from_us};
use crate::domain::Timestamp;
use crate::ports::{Admission, Bucket, StoreError};

/// What is decided, and the moment to store; `None` when nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Decision {
    admitted: bool,
    /// When there is a token; `now` or before for one that was admitted.
    at: i64,
    tat: Option<i64>,
}

/// Decides; all in microseconds. A caller that must leave a reserve is let in only while more
/// than the reserve is there; where the bucket stands is the same for all callers.
fn decide(stored: Option<i64>, now: i64, interval: i64, burst: u32, reserve: u32) -> Decision {
    let span = interval.saturating_mul(i64::from(burst));
    let tat = bounded(stored, now, interval, span);
    let next = tat.max(now).saturating_add(interval);
    // At least one is for everybody: a reserve as large as the bucket would shut it for ever.
    let usable = interval.saturating_mul(i64::from(burst.saturating_sub(reserve).max(1)));
    if next.saturating_sub(now) <= usable {
        return Decision { admitted: true, at: now, tat: Some(next) };
    }
    Decision {
        admitted: false,
        at: next.saturating_sub(usable),
        tat: Some(tat).filter(|tat| stored != Some(*tat)),
    }
}

/// An empty bucket stands at `now + span`. Further ahead than that only a clock that was set back
/// (or a changed rate) puts it: then it is as good as empty, no worse. Within one interval it is
/// only the order in which callers looked at the clock, and stands.
fn bounded(stored: Option<i64>, now: i64, interval: i64, span: i64) -> i64 {
    let empty = now.saturating_add(span);
    match stored {
        Some(tat) if tat > empty.saturating_add(interval) => empty,
        Some(tat) => tat,
        None => now,
    }
}

/// Asks for a token.
pub(super) fn admit(
    conn: &Connection,
    bucket: &Bucket,
    now: Timestamp,
) -> Result<Admission, StoreError> {
    check(bucket)?;
    let stored = read(conn, bucket)?;
    let decision = decide(stored, floor_us(now), bucket.interval_us, bucket.burst, bucket.reserve);
    if let Some(tat) = decision.tat {
        write(conn, bucket, tat)?;
    }
    if decision.admitted { Ok(Admission::Now) } else { from_us(decision.at).map(Admission::At) }
}

/// Empties it. One that is further ahead already stays so, within what `bounded` allows.
pub(super) fn drain(conn: &Connection, bucket: &Bucket, now: Timestamp) -> Result<(), StoreError> {
    check(bucket)?;
    let (now, interval) = (floor_us(now), bucket.interval_us);
    let span = interval.saturating_mul(i64::from(bucket.burst));
    let tat = bounded(read(conn, bucket)?, now, interval, span).max(now.saturating_add(span));
    write(conn, bucket, tat)
}

fn check(bucket: &Bucket) -> Result<(), StoreError> {
    if bucket.interval_us > 0 && bucket.burst > 0 {
        return Ok(());
    }
    Err(StoreError::Refused(format!(
        "a bucket needs an interval and a burst above zero, got {} us and {}",
        bucket.interval_us, bucket.burst
    )))
}

fn read(conn: &Connection, bucket: &Bucket) -> Result<Option<i64>, StoreError> {
    Ok(conn
        .prepare_cached("SELECT tat_us FROM buckets WHERE seller = ?1 AND operation = ?2")?
        .query_row([bucket.seller.as_str(), bucket.operation], |row| row.get(0))
        .optional()?)
}

fn write(conn: &Connection, bucket: &Bucket, tat: i64) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO buckets (seller, operation, tat_us) VALUES (?1, ?2, ?3)
         ON CONFLICT (seller, operation) DO UPDATE SET tat_us = excluded.tat_us",
    )?
    .execute(params![bucket.seller.as_str(), bucket.operation, tat])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Amazon's own picture: tokens that drip, in microseconds of a token.
    struct Tokens {
        level: i64,
        at: i64,
    }

    proptest! {
        /// It admits exactly when a bucket of tokens would: never above the envelope, and never
        /// less than what is due.
        #[test]
        fn it_is_a_token_bucket(
            interval in 1i64..2_000_000,
            burst in 1u32..30,
            steps in prop::collection::vec((0i64..3_000_000, prop::bool::weighted(0.03)), 1..300),
        ) {
            let full = interval * i64::from(burst);
            let mut tokens = Tokens { level: full, at: 0 };
            let (mut tat, mut now) = (None, 0);
            for (pause, drained) in steps {
                // Half of the pauses are shorter than an interval, so that both answers come.
                now += pause % (2 * interval);
                tokens.level = (tokens.level + now - tokens.at).min(full);
                tokens.at = now;
                if drained {
                    tokens.level = 0;
                    tat = Some(now + full);
                    continue;
                }
                let decision = decide(tat, now, interval, burst, 0);
                prop_assert_eq!(decision.admitted, tokens.level >= interval);
                if decision.admitted {
                    tokens.level -= interval;
                } else {
                    prop_assert_eq!(decision.at, now + interval - tokens.level);
                    let early = decide(tat, decision.at - 1, interval, burst, 0);
                    prop_assert!(!early.admitted);
                    prop_assert!(decide(tat, decision.at, interval, burst, 0).admitted);
                }
                tat = decision.tat.or(tat);
            }
        }

        /// In any window at most `burst + t / interval`.
        #[test]
        fn no_window_holds_more_than_the_envelope(
            interval in 1i64..1_000_000,
            burst in 1u32..30,
            pauses in prop::collection::vec(0i64..1_500_000, 1..200),
        ) {
            let (mut tat, mut now, mut admitted) = (None, 0, Vec::new());
            for pause in pauses {
                now += pause % (2 * interval);
                let decision = decide(tat, now, interval, burst, 0);
                tat = decision.tat.or(tat);
                if decision.admitted {
                    admitted.push(now);
                }
            }
            for (first, from) in admitted.iter().enumerate() {
                for (count, to) in admitted[first..].iter().enumerate() {
                    let most = i64::from(burst) + (to - from) / interval;
                    prop_assert!(i64::try_from(count).unwrap() < most);
                }
            }
        }

        /// A clock that was set back costs one emptied bucket, not the length of the jump.
        #[test]
        fn a_clock_set_back_does_not_starve(
            interval in 1i64..2_000_000,
            burst in 1u32..30,
            ahead in 0i64..i64::MAX / 2,
        ) {
            let first = decide(Some(ahead), 0, interval, burst, 0);
            prop_assert!(first.admitted || first.at <= 2 * interval);
            let tat = first.tat.or(Some(ahead));
            prop_assert!(first.admitted || decide(tat, first.at, interval, burst, 0).admitted);
        }
    }

    proptest! {
        /// Callers that leave a reserve and callers that need not share one bucket: together they
        /// are within its envelope, also after it was drained.
        #[test]
        fn a_reserve_gives_nothing_back(
            interval in 1i64..1_000_000,
            burst in 1u32..30,
            reserve in 0u32..30,
            steps in prop::collection::vec((0i64..1_500_000, any::<bool>()), 1..200),
        ) {
            let full = interval * i64::from(burst);
            let mut tokens = Tokens { level: 0, at: 0 };
            let (mut tat, mut now) = (Some(full), 0);
            for (pause, leaves) in steps {
                now += pause % (2 * interval);
                tokens.level = (tokens.level + now - tokens.at).min(full);
                tokens.at = now;
                let reserve = if leaves { reserve } else { 0 };
                let decision = decide(tat, now, interval, burst, reserve);
                tat = decision.tat.or(tat);
                if decision.admitted {
                    tokens.level -= interval;
                    prop_assert!(tokens.level >= 0);
                } else {
                    prop_assert!(decide(tat, decision.at, interval, burst, reserve).admitted);
                }
            }
        }
    }

    #[test]
    fn callers_that_looked_at_the_clock_out_of_order_gain_nothing() {
        let (interval, burst) = (1_000, 2);
        let late = decide(None, 500, interval, burst, 0).tat;
        let late = decide(late, 500, interval, burst, 0).tat;
        assert_eq!(late, Some(2_500));
        // 100 us before: still denied until the token of the later clock is back.
        let early = decide(late, 400, interval, burst, 0);
        assert_eq!(early, Decision { admitted: false, at: 1_500, tat: None });
    }
}
