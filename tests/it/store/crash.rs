//! A process that is killed while it writes loses nothing that it was told is written.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::lifecycle::{Fate, Life};

use super::conformance::{fold, live, take};
use super::fixtures::*;

/// Names the store to the child, and the number of the round.
const CHILD: &str = "FBA_NFE_TEST_CRASH_STORE";
const ROUND: &str = "FBA_NFE_TEST_CRASH_ROUND";

/// Lines that a child may say before it is killed.
const SAID: [usize; 3] = [1, 23, 60];

/// Not a test of its own: what the child does. Without its variable it does nothing.
#[tokio::test]
async fn child() {
    let (Ok(path), Ok(round)) = (std::env::var(CHILD), std::env::var(ROUND)) else { return };
    let store = std::sync::Arc::new(SqliteStore::open(path.as_ref()).unwrap());
    // Four at once, so that groups are larger than one.
    let mut tasks = tokio::task::JoinSet::new();
    for lane in 0..4 {
        let (store, round) = (std::sync::Arc::clone(&store), round.clone());
        tasks.spawn(async move {
            for count in 0.. {
                let life = id(&format!("S{round}-{lane}-{count}"));
                live(&*store, &life, vec![created(&life), fetched()]).await;
                let number = take(&*store, &life).await.unwrap();
                let mut out = std::io::stdout().lock();
                // A line of its own, whatever the test runner left standing before it.
                writeln!(out, "\nwritten {} {number} .", life.shipment).unwrap();
                out.flush().unwrap();
            }
        });
    }
    tasks.join_all().await;
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let mut acknowledged = Vec::new();
    for (round, lines) in SAID.into_iter().enumerate() {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::crash::child", "--nocapture"])
            .env(CHILD, &path)
            .env(ROUND, round.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        // Half a line is none.
        let whole = |line: &String| line.starts_with("written ") && line.ends_with(" .");
        let mut said = said.map_while(Result::ok).filter(whole);
        acknowledged.extend(said.by_ref().take(lines));
        child.kill().unwrap();
        child.wait().unwrap();
        // What it still said before it died counts too.
        acknowledged.extend(said);
    }
    assert!(acknowledged.len() >= SAID.iter().sum());
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
    for line in &acknowledged {
        let [_, shipment, number, _] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let life: Life = fold(&store, &id(shipment)).await.unwrap();
        assert_eq!(life.state.name(), "numbered", "{line}");
        assert_eq!(life.state.draft().unwrap().number.n_nf.to_string(), number);
    }
    // However it died: the numbers are gapless, and each is one life's.
    let taken = store.numbers(Fate::Taken, None, 10_000).await.unwrap();
    let numbers: Vec<u32> = taken.iter().map(|row| row.n_nf).collect();
    let last = u32::try_from(numbers.len()).unwrap();
    assert_eq!(numbers, (1..=last).collect::<Vec<_>>());
    let mut lives: Vec<_> = taken.iter().map(|row| &row.life).collect();
    lives.dedup();
    assert_eq!(lives.len(), numbers.len());
}
