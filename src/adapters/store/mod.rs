//! The store on SQLite: the journal, the numbers, the outbox and the rate limits in one file.
//!
//! * One thread writes, with group commit (`writer.rs`); an answer comes after the commit. The
//!   file's own write lock orders several processes.
//! * A few connections read (`readers.rs`). WAL lets them read while the thread writes.
//! * The rules stand in the tables (`schema/`), so that no bug up here can break them: a journal
//!   only grows, a number is one row for ever, a shipment has one live note.

mod archive;
mod bucket;
mod cases;
mod change;
mod deliveries;
mod desk;
mod glance;
mod health;
mod inutilizations;
mod news;
mod numbers;
mod open;
mod outbox;
mod readers;
mod reads;
mod schema;
mod sefaz;
mod time;
mod trouble;
mod writer;
#[cfg(test)]
mod writer_tests;

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;

pub use archive::{Archived, Filed};
pub use cases::{Filter, LifeRow, Place, StateCount};
pub use deliveries::{DeliveryAct, DeliveryActed, DeliveryAction, DeliveryCount, DeliveryRow};
pub use glance::{Glance, GlanceError, Tally};
pub use numbers::{Books, SeriesRow};
pub use open::OpenError;
pub use outbox::Letterbox;

use self::news::{News, Wrote};
use self::open::Durability;
use self::readers::Readers;
use self::writer::Writer;
use crate::domain::{Cnpj, Digest, LifeId, SellerId, Timestamp, Uf};
use crate::lifecycle::{Entry, Lane};
use crate::ports::{
    Admission, Bucket, Change, Delivery, Letter, Registration, Series, Store, StoreError,
};

/// An open store. Closed in order by [`SqliteStore::close`], or when it is dropped.
#[derive(Debug)]
pub struct SqliteStore {
    // The order is the order of closing: the writer last, so that it tidies the WAL away.
    readers: Arc<Readers>,
    writer: Arc<Writer>,
    news: Arc<News>,
    _folder: Option<tempfile::TempDir>,
}

impl SqliteStore {
    /// Opens the store, and makes it when there is none: readable to its owner alone. Several
    /// processes may have it open.
    pub fn open(path: &Path) -> Result<SqliteStore, OpenError> {
        SqliteStore::start(path, Durability::Full, None)
    }

    /// A store in a temporary folder that goes when the store goes: for replay and tests. It
    /// does not wait for the disk (`synchronous=OFF`), because it never outlives the program.
    pub fn temporary() -> Result<SqliteStore, OpenError> {
        let folder = tempfile::tempdir()
            .map_err(|source| OpenError::File { path: std::env::temp_dir(), source })?;
        let path = folder.path().join("store.db");
        SqliteStore::start(&path, Durability::Off, Some(folder))
    }

    fn start(
        path: &Path,
        durability: Durability,
        folder: Option<tempfile::TempDir>,
    ) -> Result<SqliteStore, OpenError> {
        open::make_file(path)?;
        let news = Arc::new(News::new());
        let writer = Writer::start(open::writer(path, durability)?, Arc::clone(&news))?;
        let readers = Arc::new(Readers::new(path));
        Ok(SqliteStore { readers, writer: Arc::new(writer), news, _folder: folder })
    }

    /// Waits for what is being written, and closes the file. Whatever is asked afterwards fails.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.readers.close()?;
        let writer = Arc::clone(&self.writer);
        tokio::task::spawn_blocking(move || writer.stop())
            .await
            .map_err(|_| StoreError::Failed("closing the store panicked".to_owned()))?
    }

    async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection, &mut Wrote) -> Result<T, StoreError> + Send + 'static,
    {
        self.writer.write(work).await
    }

    async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        self.readers.read(readers::WAIT, work).await
    }
}

impl Store for SqliteStore {
    async fn journal(&self, id: &LifeId) -> Result<Vec<Entry>, StoreError> {
        let id = id.clone();
        self.read(move |conn| reads::journal(conn, &id)).await
    }

    async fn body(&self, digest: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let digest = digest.clone();
        self.read(move |conn| reads::body(conn, &digest)).await
    }

    async fn commit(&self, change: Change) -> Result<(), StoreError> {
        self.write(move |conn, wrote| change::write(conn, &change, wrote)).await
    }

    async fn commit_numbered(
        &self,
        series: Series,
        make: Box<dyn FnOnce(u32) -> Option<Change> + Send>,
    ) -> Result<bool, StoreError> {
        self.write(move |conn, wrote| change::write_numbered(conn, &series, make, wrote)).await
    }

    async fn receive(
        &self,
        delivery: Delivery,
        change: Option<Change>,
        letter: Option<Letter>,
    ) -> Result<bool, StoreError> {
        self.write(move |conn, wrote| {
            change::write_delivery(conn, &delivery, change.as_ref(), letter.as_ref(), wrote)
        })
        .await
    }

    async fn due(
        &self,
        seller: &SellerId,
        lane: Lane,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<LifeId>, StoreError> {
        let seller = seller.clone();
        self.read(move |conn| reads::due(conn, &seller, lane, now, limit)).await
    }

    async fn next_due(
        &self,
        seller: &SellerId,
        lane: Lane,
    ) -> Result<Option<Timestamp>, StoreError> {
        let seller = seller.clone();
        self.read(move |conn| reads::next_due(conn, &seller, lane)).await
    }

    async fn waiting(
        &self,
        seller: &SellerId,
        lane: Lane,
        most: usize,
    ) -> Result<usize, StoreError> {
        let seller = seller.clone();
        self.read(move |conn| reads::waiting(conn, &seller, lane, most)).await
    }

    async fn busy_sellers(&self) -> Result<Vec<SellerId>, StoreError> {
        self.read(reads::busy_sellers).await
    }

    async fn admit(&self, bucket: &Bucket, now: Timestamp) -> Result<Admission, StoreError> {
        let bucket = bucket.clone();
        self.write(move |conn, _| bucket::admit(conn, &bucket, now)).await
    }

    async fn drain(&self, bucket: &Bucket, now: Timestamp) -> Result<(), StoreError> {
        let bucket = bucket.clone();
        self.write(move |conn, _| bucket::drain(conn, &bucket, now)).await
    }

    async fn close(
        &self,
        cnpj: &str,
        service: &'static str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let cnpj = cnpj.to_owned();
        self.write(move |conn, _| sefaz::close(conn, &cnpj, service, until)).await
    }

    async fn closed(
        &self,
        cnpj: &str,
        service: &'static str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let cnpj = cnpj.to_owned();
        self.read(move |conn| sefaz::closed(conn, &cnpj, service, now)).await
    }

    async fn registration(
        &self,
        company: &Cnpj,
        uf: Uf,
    ) -> Result<Option<(Timestamp, Registration)>, StoreError> {
        let company = company.clone();
        self.read(move |conn| sefaz::registration(conn, &company, uf)).await
    }

    async fn keep_registration(
        &self,
        company: &Cnpj,
        uf: Uf,
        asked_at: Timestamp,
        found: Registration,
    ) -> Result<(), StoreError> {
        let company = company.clone();
        self.write(move |conn, _| sefaz::keep_registration(conn, &company, uf, asked_at, &found))
            .await
    }
}
