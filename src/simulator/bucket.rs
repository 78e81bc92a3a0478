//! Amazon's token bucket: `burst` tokens, refilled at the rate (Usage Plans and Rate Limits).

use crate::domain::Timestamp;

use super::config::PerSecond;

/// A token, in millionths of a request times microseconds: exact for every rate.
const TOKEN: u128 = 1_000_000_000_000;
/// A hundredth of a token is forgiven: no two clocks and roundings agree to the microsecond.
const SLACK: u128 = TOKEN / 100;

/// One bucket.
#[derive(Clone, Debug)]
pub struct TokenBucket {
    rate: u64,
    burst: u32,
    /// How much is gone from a full bucket.
    used: u128,
    at: Timestamp,
}

impl TokenBucket {
    /// A full one.
    pub fn new(rate: PerSecond, burst: u32, now: Timestamp) -> TokenBucket {
        TokenBucket { rate: rate.0, burst: burst.max(1), used: 0, at: now }
    }

    /// Takes a token, if there is one.
    pub fn take(&mut self, now: Timestamp) -> bool {
        let passed = now.as_microsecond() - self.at.as_microsecond();
        let back = u128::try_from(passed).unwrap_or(0).saturating_mul(u128::from(self.rate));
        self.used = self.used.saturating_sub(back);
        self.at = self.at.max(now);
        let there_is = self.used + TOKEN <= u128::from(self.burst) * TOKEN + SLACK;
        if there_is {
            self.used += TOKEN;
        }
        there_is
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(micros: i64) -> Timestamp {
        Timestamp::from_microsecond(1_800_000_000_000_000 + micros).unwrap()
    }

    #[test]
    fn a_burst_then_the_rate() {
        let mut bucket = TokenBucket::new(PerSecond(1_133_000), 25, at(0));
        let granted = (0..30).filter(|_| bucket.take(at(0))).count();
        assert_eq!(granted, 25);
        assert!(!bucket.take(at(800_000)));
        assert!(bucket.take(at(882_613)));
        assert!(!bucket.take(at(882_613)));
        // Who keeps the rate is never refused.
        let steady = (2..5_000).all(|n| bucket.take(at(n * 882_613)));
        assert!(steady);
    }

    proptest! {
        /// In any window no more than the burst and what the rate brings in it.
        #[test]
        fn no_more_than_burst_and_rate(
            gaps in prop::collection::vec(0i64..2_000_000, 1..200),
            rate in 100_000u64..5_000_000,
            burst in 1u32..40,
        ) {
            let mut bucket = TokenBucket::new(PerSecond(rate), burst, at(0));
            let mut now = 0;
            let mut granted: Vec<i64> = Vec::new();
            for gap in gaps {
                now += gap;
                if bucket.take(at(now)) {
                    granted.push(now);
                }
            }
            for (first, from) in granted.iter().enumerate() {
                for (last, to) in granted.iter().enumerate().skip(first) {
                    let taken = u128::try_from(last - first + 1).unwrap();
                    let window = u128::try_from(to - from).unwrap();
                    let allowed = u128::from(burst) * TOKEN + window * u128::from(rate) + SLACK;
                    prop_assert!(taken * TOKEN <= allowed);
                }
            }
        }
    }
}
