//! The cases of a bulk: each is acted on once, and what came of it is read from its life.

use rusqlite::{Connection, Row, params};

use super::super::cases::life_id;
use super::super::reads::{count, rows};
use super::super::time::{floor_us, from_us};
use super::super::trouble::unreadable;
use crate::domain::{LifeId, Timestamp};
use crate::ports::{BulkItem, ItemState, StoreError, Trail};

/// Items that are settled at one time.
const SETTLED_MAX: i64 = 1_000;

/// Says that an item is acted on, in the transaction that does it: while its bulk runs, for the
/// person whose bulk it is, and once. A case that is ended is settled with it.
pub(super) fn acted(
    conn: &Connection,
    (bulk, place): (i64, u32),
    id: &LifeId,
    (by, at): (&str, Timestamp),
) -> Result<(), StoreError> {
    let acted = conn
        .prepare_cached(
            "UPDATE bulk_items SET at_us = ?6, state = CASE
                (SELECT action FROM bulks WHERE id = ?1) WHEN 'discard' THEN 'good' ELSE 'sent' END
             WHERE bulk = ?1 AND place = ?2 AND seller = ?3 AND shipment = ?4
               AND state = 'waiting' AND EXISTS (
                SELECT 1 FROM bulks WHERE id = ?1 AND state = 'running' AND by = ?5)",
        )?
        .execute(params![
            bulk,
            place,
            id.seller.as_str(),
            id.shipment.as_str(),
            by,
            floor_us(at)
        ])?;
    if acted == 0 {
        return Err(StoreError::Refused(format!("bulk {bulk} does not act on this item now")));
    }
    Ok(())
}

pub(super) fn list(
    conn: &Connection,
    bulk: i64,
    state: Option<ItemState>,
    after: u32,
    limit: usize,
) -> Result<Vec<BulkItem>, StoreError> {
    let mut query = conn.prepare_cached(
        "SELECT place, seller, shipment, version, stage, code, state, told, at_us FROM bulk_items
         WHERE bulk = ?1 AND place > ?2 AND (?3 IS NULL OR state = ?3) ORDER BY place LIMIT ?4",
    )?;
    let state = state.map(ItemState::as_str);
    let found = query.query_map(params![bulk, after, state, rows(limit)], |row| Ok(read(row)))?;
    found.map(|row| row?).collect()
}

fn read(row: &Row<'_>) -> Result<BulkItem, StoreError> {
    let (seller, shipment): (String, String) = (row.get(1)?, row.get(2)?);
    let (state, at): (String, Option<i64>) = (row.get(6)?, row.get(8)?);
    Ok(BulkItem {
        place: row.get(0)?,
        life: life_id(&seller, &shipment)?,
        version: count(row, 3)?,
        stage: row.get(4)?,
        code: row.get(5)?,
        state: ItemState::parse(&state).ok_or_else(|| unreadable("an item's state", state))?,
        told: row.get(7)?,
        at: at.map(from_us).transpose()?,
    })
}

/// Nothing where it was acted on meanwhile, or its bulk does not run any more.
pub(super) fn refuse(
    conn: &Connection,
    bulk: i64,
    place: u32,
    told: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "UPDATE bulk_items SET state = 'refused', told = ?3, at_us = ?4
         WHERE bulk = ?1 AND place = ?2 AND state = 'waiting'
           AND EXISTS (SELECT 1 FROM bulks WHERE id = ?1 AND state = 'running')",
    )?
    .execute(params![bulk, place, told, floor_us(now)])?;
    Ok(())
}

/// An item of which it is known what came of it.
pub(super) struct Settled {
    bulk: i64,
    place: u32,
    again: bool,
    told: Option<String>,
}

/// What a life is called when it is beyond a step. An end is beyond all of them.
const BEYOND: &str = "CASE i.stage
    WHEN 'submit' THEN l.state IN ('submitted')
    WHEN 'authorize' THEN l.state IN ('authorized', 'submitting', 'submitted')
    WHEN 'seal' THEN l.state IN ('signed', 'authorizing', 'authorized', 'submitting', 'submitted')
    WHEN 'draft' THEN l.state IN ('numbered', 'signed', 'authorizing', 'authorized', 'submitting',
                                  'submitted', 'cancelling')
    WHEN 'fetch' THEN l.state NOT IN ('received')
    WHEN 'intake' THEN l.state NOT IN ('received')
    ELSE false END";

/// What was sent on and is held again, beyond where it failed, or ended.
pub(super) fn settled(conn: &Connection) -> Result<Vec<Settled>, StoreError> {
    let sql = format!(
        "SELECT i.bulk, i.place, l.state = 'held',
                (SELECT c.stage || ' ' || c.code FROM causes c
                 WHERE c.seller = l.seller AND c.shipment = l.shipment AND c.closed_us IS NULL
                 ORDER BY c.code <> i.code, c.stage <> i.stage, c.code <> l.fault, c.stage, c.code
                 LIMIT 1)
         FROM bulk_items i JOIN lives l ON l.seller = i.seller AND l.shipment = i.shipment
         WHERE i.state = 'sent' AND l.version > i.version
           AND (l.state IN ('held', 'accepted', 'voided', 'dropped', 'discarded') OR {BEYOND})
         ORDER BY i.bulk, i.place LIMIT ?1"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let found = query.query_map([SETTLED_MAX], |row| {
        let again: bool = row.get(2)?;
        let told: Option<String> = row.get(3)?;
        let told = told.filter(|_| again);
        Ok(Settled { bulk: row.get(0)?, place: row.get(1)?, again, told })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn settle(
    conn: &Connection,
    settled: &[Settled],
    now: Timestamp,
) -> Result<u64, StoreError> {
    let mut update = conn.prepare_cached(
        "UPDATE bulk_items SET state = ?3, told = ?4, at_us = ?5
         WHERE bulk = ?1 AND place = ?2 AND state = 'sent'",
    )?;
    let mut many = 0_u64;
    for it in settled {
        let state = if it.again { ItemState::Again } else { ItemState::Good };
        let done =
            update.execute(params![it.bulk, it.place, state.as_str(), it.told, floor_us(now)])?;
        many += u64::try_from(done).unwrap_or_default();
    }
    Ok(many)
}

pub(super) fn trail(conn: &Connection, bulk: i64) -> Result<Trail, StoreError> {
    let mut query = conn.prepare_cached(
        "SELECT told FROM bulk_items WHERE bulk = ?1 AND state IN ('good', 'again')
         ORDER BY at_us DESC, place DESC LIMIT 3",
    )?;
    let last = query.query_map([bulk], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut query = conn.prepare_cached(
        "SELECT told, count(*) FROM bulk_items WHERE bulk = ?1 AND state IN ('good', 'again')
         GROUP BY told ORDER BY 2 DESC, told",
    )?;
    let found = query
        .query_map([bulk], |row| Ok((row.get::<_, Option<String>>(0)?, count(row, 1)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    let settled = found.iter().map(|(_, many)| many).sum();
    let most = found.into_iter().find_map(|(told, many)| Some((told?, many)));
    Ok(Trail { last, settled, most })
}
