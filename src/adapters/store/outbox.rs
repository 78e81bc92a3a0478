//! Letters on their way to the dead-letter queue, and news of what was written.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::params;
use tokio::sync::watch;

use super::SqliteStore;
use super::reads::rows;
use super::time::floor_us;
use crate::domain::Timestamp;
use crate::ports::{
    Body, Clock, Delivery, DeliveryKind, Incoming, Letter, Outbox, Store, StoreError, Strays,
};

/// Another process may write a letter, and no news of it comes here: so it is looked for.
pub(super) const LOOK: Duration = Duration::from_secs(5);

impl SqliteStore {
    /// The oldest letters that are not marked as sent.
    pub async fn outbox_unsent(&self, limit: usize) -> Result<Vec<Letter>, StoreError> {
        self.read(move |conn| {
            let mut query = conn.prepare_cached(
                "SELECT id, body FROM outbox WHERE sent_us IS NULL ORDER BY place LIMIT ?1",
            )?;
            let found = query.query_map([rows(limit)], |row| {
                Ok(Letter { id: row.get(0)?, body: row.get(1)? })
            })?;
            Ok(found.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Marks a letter: the broker confirmed it. Marking twice keeps the first moment.
    pub async fn outbox_sent(&self, id: &str, at: Timestamp) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |conn, _| {
            conn.prepare_cached(
                "UPDATE outbox SET sent_us = ?2 WHERE id = ?1 AND sent_us IS NULL",
            )?
            .execute(params![id, floor_us(at)])?;
            Ok(())
        })
        .await
    }

    /// Marks a letter as seen in the queue, the first time; `false` when no letter with this id has
    /// these bytes.
    pub async fn outbox_seen(
        &self,
        id: &str,
        body: &[u8],
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (id, body) = (id.to_owned(), body.to_vec());
        self.write(move |conn, _| {
            let marked = conn
                .prepare_cached(
                    "UPDATE outbox SET seen_us = coalesce(seen_us, ?3) WHERE id = ?1 AND body = ?2",
                )?
                .execute(params![id, body, floor_us(at)])?;
            Ok(marked > 0)
        })
        .await
    }

    /// Resolves when this process wrote a letter since the last time, and in any case after a
    /// few seconds. For one caller: a letter written before it asks is not slept over.
    pub async fn letter_notified(&self) {
        // Both ends mean the same: look.
        let _elapsed = tokio::time::timeout(LOOK, self.news.letter()).await;
    }

    /// Changes whenever this process wrote a life with something outstanding. For any number of
    /// callers. What other processes write (a person's `resume`) is seen by looking now and then.
    pub fn lives_written(&self) -> watch::Receiver<u64> {
        self.news.lives()
    }
}

/// The outbox as the broker's side asks for it. The store has no clock of its own: this lends it
/// one for the moment that a letter is marked.
#[derive(Clone, Debug)]
pub struct Letterbox<C> {
    store: Arc<SqliteStore>,
    clock: C,
}

impl<C: Clock> Letterbox<C> {
    /// The letters of this store.
    pub fn new(store: Arc<SqliteStore>, clock: C) -> Letterbox<C> {
        Letterbox { store, clock }
    }
}

impl<C: Clock> Outbox for Letterbox<C> {
    async fn unsent(&self, limit: usize) -> Result<Vec<Letter>, StoreError> {
        self.store.outbox_unsent(limit).await
    }

    async fn sent(&self, id: &str) -> Result<(), StoreError> {
        self.store.outbox_sent(id, self.clock.now()).await
    }

    async fn notified(&self) {
        self.store.letter_notified().await;
    }
}

impl<C: Clock> Strays for Letterbox<C> {
    async fn letter_seen(&self, id: &str, body: &[u8]) -> Result<bool, StoreError> {
        self.store.outbox_seen(id, body, self.clock.now()).await
    }

    async fn stray(&self, found: Incoming, problem: String) -> Result<(), StoreError> {
        let delivery = Delivery {
            body: Body::new(found.body),
            received_at: self.clock.now(),
            message_id: found.message_id,
            kind: DeliveryKind::Unreadable,
            life: None,
            problem: Some(problem),
        };
        // `false`: these bytes were on record already, as an event or as unreadable.
        let _new = self.store.receive(delivery, None, None).await?;
        Ok(())
    }
}
