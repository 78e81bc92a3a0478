//! The whole stage against the simulator in virtual time: one seed is one run, with faults,
//! crashes, people, and two workers over one store.
//!
//! * `SEED=7 cargo test --test it simulation` plays one run, and tells every step of it.
//! * `SEEDS=5000 cargo test --test it simulation` plays so many; `FROM=…` says from where.

mod directed;
mod driver;
mod gate;
mod laws;
mod many;
mod parts;
mod plan;
mod rng;
mod scene;
mod walk;
mod world;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use driver::Run;

/// As many as a debug build plays in half a minute on two slow cores.
const SEEDS: u64 = 60;

/// Seeds that fail before the search ends.
const ENOUGH: usize = 10;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// What is wrong with this seed, and what happened.
fn play(seed: u64) -> (Vec<String>, Vec<String>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut run = Run::new(seed);
        run.play().await;
        let mut books = run.shared.books.lock().unwrap();
        (std::mem::take(&mut books.faults), std::mem::take(&mut books.trace))
    })
}

#[test]
fn whatever_happens_every_law_holds() {
    if let Some(seed) = number("SEED") {
        let (faults, trace) = play(seed);
        assert!(faults.is_empty(), "{}\n{}", trace.join("\n"), faults.join("\n"));
        return;
    }
    let from = number("FROM").unwrap_or(0);
    let next = AtomicU64::new(from);
    let end = from + number("SEEDS").unwrap_or(SEEDS);
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while failed.lock().unwrap().len() < ENOUGH {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        return;
                    }
                    let (faults, _) = play(seed);
                    if let Some(first) = faults.first() {
                        let how = format!("SEED={seed} cargo test --test it simulation: {first}");
                        failed.lock().unwrap().push(how);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_seed_is_a_run() {
    for seed in [1, 2, 3] {
        assert_eq!(play(seed).1, play(seed).1, "{seed}");
    }
}
