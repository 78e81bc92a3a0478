//! Times what is done, in rounds, by what this thread spends on the processor: what else the machine
//! does counts little.

use std::hint::black_box;

use rustix::time::{ClockId, clock_gettime};

/// Rounds before the first that counts: caches are filled, the processor has left its sleep.
const WARM_UP: usize = 10;
/// Rounds that count.
const ROUNDS: usize = 301;

/// Something to be timed.
pub(crate) type Work<'a> = &'a mut dyn FnMut() -> anyhow::Result<()>;

/// How long each work took, in nanoseconds, round by round.
///
/// All are timed in turn within a round, so that the processor's moods weigh on each alike.
pub(crate) fn time<const N: usize>(mut works: [Work<'_>; N]) -> anyhow::Result<Vec<[i64; N]>> {
    let mut rounds = Vec::with_capacity(ROUNDS);
    for round in 0..WARM_UP + ROUNDS {
        let mut taken = [0; N];
        for (work, taken) in works.iter_mut().zip(&mut taken) {
            let begun = spent();
            black_box(work())?;
            *taken = (spent() - begun).max(1);
        }
        if round >= WARM_UP {
            rounds.push(taken);
        }
    }
    Ok(rounds)
}

fn spent() -> i64 {
    let spent = clock_gettime(ClockId::ThreadCPUTime);
    spent.tv_sec * 1_000_000_000 + spent.tv_nsec
}

/// The one in the middle.
pub(crate) fn median(mut values: Vec<i64>) -> i64 {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}
