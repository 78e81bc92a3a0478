//! The one thread that writes, and its group commit.
//!
//! Requests wait in a bounded queue. The thread takes what is there, runs each in a savepoint of
//! its own inside one transaction, commits once, and only then answers: one wait for the disk
//! serves many. A request that fails takes nothing of its neighbours with it; a commit that fails
//! takes all of them, whatever they had found.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver as GoneReceiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};
use tokio::sync::{mpsc, oneshot};

use super::news::{News, Wrote};
use super::open::OpenError;
use crate::ports::StoreError;

/// Requests that may wait; those who come later wait to be let in.
const QUEUE: usize = 1024;

/// Requests in one transaction.
const GROUP: usize = 128;

/// How long a request waits to be let in, and again to be answered.
const WAIT: Duration = Duration::from_secs(30);

/// How often the write lock is asked for, five seconds each (`open::BUSY`).
const LOCK_TRIES: u32 = 3;

/// Something to write, and those who wait for it.
trait Request: Send {
    /// Whether nobody waits any more.
    fn abandoned(&self) -> bool;
    /// Runs it; `false` when it must be undone.
    fn run(&mut self, conn: &Connection, wrote: &mut Wrote) -> bool;
    /// Answers it: with what it found, or with why nothing was committed.
    fn answer(self: Box<Self>, committed: &Result<(), String>);
}

struct Pending<T, F> {
    work: Option<F>,
    found: Option<Result<T, StoreError>>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Request for Pending<T, F>
where
    T: Send,
    F: FnOnce(&Connection, &mut Wrote) -> Result<T, StoreError> + Send,
{
    fn abandoned(&self) -> bool {
        self.answer.is_closed()
    }

    fn run(&mut self, conn: &Connection, wrote: &mut Wrote) -> bool {
        let Some(work) = self.work.take() else { return false };
        // A bug in one request must not end the thread that all of them need. What it half did
        // is rolled back, so nothing broken is seen afterwards.
        let found = catch_unwind(AssertUnwindSafe(|| work(conn, wrote)))
            .unwrap_or_else(|_| Err(StoreError::Failed("a write panicked".to_owned())));
        let keep = found.is_ok();
        self.found = Some(found);
        keep
    }

    fn answer(self: Box<Self>, committed: &Result<(), String>) {
        let answer = match (committed, self.found) {
            (Ok(()), Some(found)) => found,
            (Ok(()), None) => Err(StoreError::Failed("the write was not begun".to_owned())),
            (Err(why), _) => Err(StoreError::Failed(why.clone())),
        };
        // Whoever left no longer needs it.
        drop(self.answer.send(answer));
    }
}

/// The way to the thread.
#[derive(Debug)]
pub(super) struct Writer {
    door: Mutex<Option<mpsc::Sender<Box<dyn Request>>>>,
    gone: Mutex<Option<GoneReceiver<()>>>,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(conn: Connection, news: Arc<News>) -> Result<Writer, OpenError> {
        let (door, requests) = mpsc::channel(QUEUE);
        // Never sent on: it tells by going.
        let (leaving, gone) = channel();
        std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || {
                work(conn, requests, &news);
                drop(leaving);
            })
            .map_err(OpenError::Thread)?;
        Ok(Writer { door: Mutex::new(Some(door)), gone: Mutex::new(Some(gone)) })
    }

    /// Has it done, and returns after the commit. Dropped half way, it is done whole or not at
    /// all. After a time-out or a failed commit the caller must look before it tries again.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection, &mut Wrote) -> Result<T, StoreError> + Send + 'static,
    {
        let door = self.door.lock().map_err(|_| poisoned())?.clone().ok_or_else(closed)?;
        let (answer, answered) = oneshot::channel();
        let request = Box::new(Pending { work: Some(work), found: None, answer });
        match tokio::time::timeout(WAIT, door.send(request)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Err(closed()),
            Err(_) => return Err(late("was not written")),
        }
        drop(door);
        match tokio::time::timeout(WAIT, answered).await {
            Ok(Ok(found)) => found,
            Ok(Err(_)) => Err(closed()),
            Err(_) => Err(late("may or may not be written")),
        }
    }

    /// Lets nobody in any more, and waits until those inside are answered. Doing it twice is
    /// doing it once.
    pub(super) fn stop(&self) -> Result<(), StoreError> {
        drop(self.door.lock().map_err(|_| poisoned())?.take());
        let Some(gone) = self.gone.lock().map_err(|_| poisoned())?.take() else { return Ok(()) };
        match gone.recv_timeout(WAIT * 2) {
            Err(RecvTimeoutError::Timeout) => {
                Err(StoreError::Failed("the writer did not stop in time".to_owned()))
            }
            Ok(()) | Err(RecvTimeoutError::Disconnected) => Ok(()),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            tracing::error!(error = %error, "the store was not closed in order");
        }
    }
}

fn poisoned() -> StoreError {
    StoreError::Failed("a lock of the store is poisoned".to_owned())
}

fn closed() -> StoreError {
    StoreError::Failed("the store is closed".to_owned())
}

fn late(what: &str) -> StoreError {
    StoreError::Failed(format!("no answer in {} s: it {what}", WAIT.as_secs()))
}

/// The thread: until every door is gone and the queue is empty.
fn work(conn: Connection, mut requests: mpsc::Receiver<Box<dyn Request>>, news: &News) {
    while let Some(first) = requests.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP {
            let Ok(next) = requests.try_recv() else { break };
            group.push(next);
        }
        while !group.is_empty() {
            group = commit(&conn, group, news);
        }
    }
    if let Err((_, error)) = conn.close() {
        tracing::error!(error = %error, "the store's file was not closed in order");
    }
}

/// One transaction. Gives back the requests that it did not come to.
fn commit(conn: &Connection, group: Vec<Box<dyn Request>>, news: &News) -> Vec<Box<dyn Request>> {
    let mut rest = group.into_iter();
    let mut ran = Vec::new();
    let mut wrote = Wrote::default();
    let mut outcome = begin(conn);
    if outcome.is_err() {
        ran.extend(rest.by_ref());
    }
    for mut request in rest.by_ref() {
        if request.abandoned() {
            continue;
        }
        outcome = run(conn, request.as_mut(), &mut wrote);
        ran.push(request);
        if outcome.is_err() {
            break;
        }
    }
    let outcome = outcome.and_then(|()| conn.execute_batch("COMMIT").map_err(text));
    match &outcome {
        Ok(()) => news.tell(wrote),
        Err(why) => {
            tracing::error!(error = why, requests = ran.len(), "the store did not commit");
            roll_back(conn);
        }
    }
    for request in ran {
        request.answer(&outcome);
    }
    rest.collect()
}

/// One request in its savepoint. An error is one of the whole transaction, not of the request.
fn run(conn: &Connection, request: &mut dyn Request, wrote: &mut Wrote) -> Result<(), String> {
    let mut mine = Wrote::default();
    conn.execute_batch("SAVEPOINT request").map_err(text)?;
    if request.run(conn, &mut mine) {
        conn.execute_batch("RELEASE request").map_err(text)?;
        *wrote = wrote.and(mine);
        return Ok(());
    }
    // A full disk or an I/O error may have undone the whole transaction by itself.
    if conn.is_autocommit() {
        return Err("the transaction was undone by a neighbour's error".to_owned());
    }
    conn.execute_batch("ROLLBACK TO request; RELEASE request").map_err(text)
}

fn begin(conn: &Connection) -> Result<(), String> {
    roll_back(conn);
    let mut tries = 1;
    loop {
        match conn.execute_batch("BEGIN IMMEDIATE") {
            Ok(()) => return Ok(()),
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && tries < LOCK_TRIES =>
            {
                tries += 1;
            }
            Err(error) => return Err(text(error)),
        }
    }
}

fn roll_back(conn: &Connection) {
    if !conn.is_autocommit()
        && let Err(error) = conn.execute_batch("ROLLBACK")
    {
        tracing::error!(error = %error, "the store could not roll back");
    }
}

fn text(error: rusqlite::Error) -> String {
    error.to_string()
}
