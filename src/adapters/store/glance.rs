//! A look at a store that changes nothing in it: it is neither made nor brought up to this
//! program's version, so that whoever looks does not decide which program may open it.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::readers::{Readers, WAIT};
use super::reads::count;
use super::time::from_us;
use super::{
    Books, DeliveryCount, Filed, OpenError, SqliteStore, StateCount, archive, cases, deliveries,
    health, numbers, schema,
};
use crate::domain::Timestamp;
use crate::ports::StoreError;

/// Why a store cannot be looked at.
#[derive(Debug, thiserror::Error)]
pub enum GlanceError {
    /// The file.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// What is in it.
    #[error(transparent)]
    Read(#[from] StoreError),
}

/// A store that is only looked at.
#[derive(Debug)]
pub struct Glance {
    readers: Readers,
    /// The file's version; 0 for an empty file.
    pub version: usize,
    /// The version that this program would bring it up to.
    pub known: usize,
}

/// What a store holds, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Lives, by state and cause.
    pub lives: Vec<StateCount>,
    /// Deliveries, by kind and state.
    pub deliveries: Vec<DeliveryCount>,
    /// Letters that the broker has not confirmed.
    pub unsent: u64,
    /// When the oldest of them was written.
    pub oldest_unsent: Option<Timestamp>,
    /// The archive.
    pub archive: Filed,
    /// When a life was last written.
    pub newest: Option<Timestamp>,
}

impl Glance {
    /// Looks there; `None` when there is no file.
    pub async fn at(path: &Path) -> Result<Option<Glance>, GlanceError> {
        match std::fs::metadata(path) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(OpenError::File { path: path.to_owned(), source }.into()),
        }
        let readers = Readers::new(path);
        let (version, known) = readers.read(WAIT, |conn| Ok(schema::versions(conn))).await??;
        Ok(Some(Glance { readers, version, known }))
    }

    /// Counts, in `limit` at most.
    pub async fn tally(&self, limit: Duration) -> Result<Tally, StoreError> {
        self.readers.read(limit, tally).await
    }

    /// The number ledger, in `limit` at most.
    pub async fn books(&self, limit: Duration) -> Result<Books, StoreError> {
        self.readers.read(limit, numbers::books).await
    }

    /// Everything wrong with the file, as [`super::SqliteStore::integrity`] tells it. It reads
    /// the whole file, in `limit` at most.
    pub async fn integrity(&self, limit: Duration) -> Result<Vec<String>, StoreError> {
        self.readers.read(limit, health::integrity).await
    }
}

impl SqliteStore {
    /// What it holds, counted.
    pub async fn tally(&self) -> Result<Tally, StoreError> {
        self.read(tally).await
    }
}

fn tally(conn: &Connection) -> Result<Tally, StoreError> {
    let moment = |us: Option<i64>| us.map(from_us).transpose();
    let newest: Option<i64> =
        conn.query_row("SELECT max(updated_us) FROM lives", [], |row| row.get(0))?;
    let (unsent, oldest_us): (u64, Option<i64>) = conn.query_row(
        "SELECT count(*), min(created_us) FROM outbox WHERE sent_us IS NULL",
        [],
        |row| Ok((count(row, 0)?, row.get(1)?)),
    )?;
    Ok(Tally {
        lives: cases::counts(conn)?,
        deliveries: deliveries::counts(conn)?,
        unsent,
        oldest_unsent: moment(oldest_us)?,
        archive: archive::tally(conn)?,
        newest: moment(newest)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_look_makes_nothing_and_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        assert!(Glance::at(&path).await.unwrap().is_none());
        assert!(!path.exists());

        std::fs::write(&path, b"").unwrap();
        let glance = Glance::at(&path).await.unwrap().unwrap();
        assert_eq!((glance.version, glance.known > 0), (0, true));
        assert!(glance.tally(WAIT).await.is_err(), "there are no tables yet");
        drop(glance);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 0);

        std::fs::remove_file(&path).unwrap();
        SqliteStore::open(&path).unwrap().close().await.unwrap();
        let before = std::fs::read(&path).unwrap();
        let glance = Glance::at(&path).await.unwrap().unwrap();
        assert_eq!(glance.version, glance.known);
        let tally = glance.tally(WAIT).await.unwrap();
        assert_eq!((tally.unsent, tally.newest, tally.lives.len()), (0, None, 0));
        assert_eq!(glance.integrity(WAIT).await.unwrap(), Vec::<String>::new());
        drop(glance);
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[tokio::test]
    async fn what_is_no_store_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        std::fs::write(&path, "not a database, but long enough to be taken for one".repeat(40))
            .unwrap();
        assert!(Glance::at(&path).await.is_err());
        assert!(Glance::at(folder.path()).await.is_err());
    }
}
