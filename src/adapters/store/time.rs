//! Moments as the tables hold them: whole microseconds.

use crate::domain::Timestamp;
use crate::ports::StoreError;

/// At or before the moment.
pub(super) fn floor_us(at: Timestamp) -> i64 {
    let us = at.as_microsecond();
    if i128::from(us) * 1000 > at.as_nanosecond() { us - 1 } else { us }
}

/// At or after the moment: what is due is never found before its time, or the loop would turn
/// without doing anything.
pub(super) fn ceil_us(at: Timestamp) -> i64 {
    let us = at.as_microsecond();
    let up = if i128::from(us) * 1000 < at.as_nanosecond() { us + 1 } else { us };
    up.min(Timestamp::MAX.as_microsecond())
}

/// The moment.
pub(super) fn from_us(us: i64) -> Result<Timestamp, StoreError> {
    // Not `from_microsecond`: it refuses the last second that a `Timestamp` can hold.
    let nanos = i32::try_from(us.rem_euclid(1_000_000) * 1_000).ok();
    nanos
        .and_then(|nanos| Timestamp::new(us.div_euclid(1_000_000), nanos).ok())
        .ok_or_else(|| StoreError::Failed(format!("{us} microseconds is no moment")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floor_and_ceil_enclose_the_moment_on_both_sides_of_1970() {
        for nano in [-1_000_000_001, -1_000, -1, 0, 1, 999, 1_000, 1_001, 1_700_000_000_000_000_001]
        {
            let at = Timestamp::from_nanosecond(nano).unwrap();
            let (below, above) = (from_us(floor_us(at)).unwrap(), from_us(ceil_us(at)).unwrap());
            assert!(below <= at && at <= above, "{nano}");
            assert!(ceil_us(at) - floor_us(at) <= 1, "{nano}");
        }
        assert!(from_us(ceil_us(Timestamp::MAX)).is_ok());
        assert!(from_us(i64::MAX).is_err());
    }
}
