//! Times what is done, in rounds. The one file of the benches that asks the clock.

#![expect(clippy::disallowed_methods, reason = "a bench measures the wall clock")]

use std::hint::black_box;
use std::time::Instant;

/// Rounds before the first that counts: caches are filled, the processor has left its sleep.
const WARM_UP: usize = 10;
/// Rounds that count.
const ROUNDS: usize = 301;

/// Something to be timed.
pub(crate) type Work<'a> = &'a mut dyn FnMut() -> anyhow::Result<()>;

/// How long each work took, in nanoseconds, round by round.
///
/// All are timed in turn within a round, so that whatever else the machine does weighs on each.
pub(crate) fn time<const N: usize>(mut works: [Work<'_>; N]) -> anyhow::Result<Vec<[u128; N]>> {
    let mut rounds = Vec::with_capacity(ROUNDS);
    for round in 0..WARM_UP + ROUNDS {
        let mut taken = [0; N];
        for (work, taken) in works.iter_mut().zip(&mut taken) {
            let begun = Instant::now();
            black_box(work())?;
            *taken = begun.elapsed().as_nanos().max(1);
        }
        if round >= WARM_UP {
            rounds.push(taken);
        }
    }
    Ok(rounds)
}

/// The one in the middle.
pub(crate) fn median(mut values: Vec<u128>) -> u128 {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}
