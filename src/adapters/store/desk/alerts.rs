//! What was told by message.

use rusqlite::params;

use super::super::SqliteStore;
use super::super::time::floor_us;
use crate::domain::Timestamp;
use crate::ports::{Alerts, StoreError, Told};

/// Beside a channel's subjects stands the channel itself, without a slash: its last turn.
fn place(channel: &str, subject: &str) -> String {
    format!("{channel}/{subject}")
}

impl Alerts for SqliteStore {
    async fn told(&self, channel: &str) -> Result<Vec<Told>, StoreError> {
        let begins = place(channel, "");
        self.read(move |conn| {
            let mut query = conn.prepare_cached(
                "SELECT substr(subject, length(?1) + 1), level FROM alerts
                 WHERE substr(subject, 1, length(?1)) = ?1 ORDER BY subject",
            )?;
            let found = query
                .query_map([begins], |row| Ok(Told { subject: row.get(0)?, level: row.get(1)? }))?;
            Ok(found.collect::<Result<_, _>>()?)
        })
        .await
    }

    async fn tell(
        &self,
        channel: &str,
        told: Vec<Told>,
        over: Vec<String>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let channel = channel.to_owned();
        self.write(move |conn, _| {
            for it in &over {
                conn.prepare_cached("DELETE FROM alerts WHERE subject = ?1")?
                    .execute([place(&channel, it)])?;
            }
            for it in &told {
                conn.prepare_cached(
                    "INSERT INTO alerts (subject, level, at_us) VALUES (?1, ?2, ?3)
                     ON CONFLICT (subject) DO UPDATE SET level = excluded.level,
                        at_us = excluded.at_us",
                )?
                .execute(params![
                    place(&channel, &it.subject),
                    it.level,
                    floor_us(now)
                ])?;
            }
            Ok(())
        })
        .await
    }

    async fn take_turn(
        &self,
        channel: &str,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let channel = channel.to_owned();
        self.write(move |conn, _| {
            let taken = conn
                .prepare_cached(
                    "INSERT INTO alerts (subject, level, at_us) VALUES (?1, 0, ?2)
                     ON CONFLICT (subject) DO UPDATE SET at_us = excluded.at_us
                     WHERE at_us <= ?3",
                )?
                .execute(params![channel, floor_us(now), floor_us(before)])?;
            Ok(taken > 0)
        })
        .await
    }
}
