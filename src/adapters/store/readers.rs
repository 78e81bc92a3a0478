//! A few connections that only read, opened when they are first needed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{Semaphore, oneshot};

use super::open;
use crate::ports::StoreError;

/// Reads at one time.
const READERS: usize = 4;

/// How long a read waits for its turn, and again for its answer.
pub(super) const WAIT: Duration = Duration::from_secs(30);

/// The pool.
#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    turns: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn new(path: &Path) -> Readers {
        Readers {
            path: path.to_owned(),
            idle: Arc::new(Mutex::new(Vec::new())),
            turns: Arc::new(Semaphore::new(READERS)),
        }
    }

    /// Reads, all of it in one view of the store, in `limit` at most: a longer read is
    /// interrupted.
    pub(super) async fn read<T, F>(&self, limit: Duration, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let turn = tokio::time::timeout(WAIT, Arc::clone(&self.turns).acquire_owned())
            .await
            .map_err(|_| StoreError::Failed("the readers are all busy".to_owned()))?
            .map_err(|_| StoreError::Failed("the store is closed".to_owned()))?;
        let (path, idle) = (self.path.clone(), Arc::clone(&self.idle));
        let (handle, mut handed) = oneshot::channel();
        let mut reading = tokio::task::spawn_blocking(move || {
            let turn = turn;
            let kept = idle.lock().map_err(|_| poisoned())?.pop();
            let conn = kept.map_or_else(|| open::reader(&path), Ok)?;
            drop(handle.send(conn.get_interrupt_handle()));
            let tx = conn.unchecked_transaction()?;
            let found = work(&tx);
            drop(tx);
            // One that failed is not trusted again; the next read opens another.
            if found.is_ok() && conn.is_autocommit() {
                idle.lock().map_err(|_| poisoned())?.push(conn);
            }
            drop(turn);
            found
        });
        match tokio::time::timeout(limit, &mut reading).await {
            Ok(Ok(found)) => found,
            Ok(Err(_)) => Err(StoreError::Failed("a read panicked".to_owned())),
            Err(_) => {
                // Not begun yet: it never will be. Begun: it is interrupted.
                reading.abort();
                if let Ok(handle) = handed.try_recv() {
                    handle.interrupt();
                }
                Err(StoreError::Failed(format!("a read took more than {} s", limit.as_secs())))
            }
        }
    }

    /// Lets nobody in any more, and closes what is idle.
    pub(super) fn close(&self) -> Result<(), StoreError> {
        self.turns.close();
        self.idle.lock().map_err(|_| poisoned())?.clear();
        Ok(())
    }
}

fn poisoned() -> StoreError {
    StoreError::Failed("a lock of the store is poisoned".to_owned())
}
