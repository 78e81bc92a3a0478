//! How the pipeline is, and who is at work.

use rusqlite::{Connection, params};

use super::super::reads::count;
use super::super::time::{floor_us, from_us};
use crate::domain::Timestamp;
use crate::ports::{Pulse, StoreError};

pub(super) fn pulse(conn: &Connection, since: Timestamp) -> Result<Pulse, StoreError> {
    let since = floor_us(since);
    let one = |sql: &str| -> Result<u64, StoreError> {
        Ok(conn.prepare_cached(sql)?.query_row([], |row| count(row, 0))?)
    };
    let since_then = |sql: &str| -> Result<u64, StoreError> {
        Ok(conn.prepare_cached(sql)?.query_row([since], |row| count(row, 0))?)
    };
    let (held, held_cents) = conn
        .prepare_cached("SELECT lives, worth_cents FROM held_sum")?
        .query_row([], |row| Ok((count(row, 0)?, row.get(1)?)))?;
    let mut lanes = conn.prepare_cached(
        "SELECT lane, count(*) FROM lives WHERE lane IS NOT NULL GROUP BY lane ORDER BY lane",
    )?;
    let in_flight =
        lanes.query_map([], |row| Ok((row.get(0)?, count(row, 1)?)))?.collect::<Result<_, _>>()?;
    let mut beats = conn
        .prepare_cached("SELECT name, started_us, at_us, detail FROM heartbeats ORDER BY name")?;
    let beats = beats
        .query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?))
        })?
        .map(|row| {
            let (name, started, at, detail): (String, i64, i64, String) = row?;
            Ok((name, from_us(started)?, from_us(at)?, detail))
        })
        .collect::<Result<_, StoreError>>()?;
    Ok(Pulse {
        received: since_then("SELECT count(*) FROM lives WHERE began_us >= ?1")?,
        accepted: since_then(
            "SELECT count(*) FROM lives WHERE state = 'accepted' AND updated_us >= ?1",
        )?,
        in_flight,
        held,
        held_cents,
        unreadable: one(
            "SELECT count(*) FROM deliveries WHERE kind = 'unreadable' AND state = 'open'",
        )?,
        unsent: one("SELECT count(*) FROM outbox WHERE sent_us IS NULL")?,
        beats,
    })
}

pub(super) fn beat(
    conn: &Connection,
    name: &str,
    started: Timestamp,
    now: Timestamp,
    detail: &str,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO heartbeats (name, started_us, at_us, detail) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (name) DO UPDATE SET started_us = excluded.started_us,
            at_us = excluded.at_us, detail = excluded.detail",
    )?
    .execute(params![name, floor_us(started), floor_us(now), detail])?;
    Ok(())
}
