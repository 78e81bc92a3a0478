//! The causes of held lives, kept beside the journal in its own transactions.

use rusqlite::{Connection, params};

use super::super::time::floor_us;
use crate::domain::{LifeId, Timestamp};
use crate::ports::{Caused, Lookup, StoreError};

/// The open causes of a life are these from now on: what is not among them is closed, what was
/// open already stays as old as it is.
pub(in super::super) fn reopen(
    conn: &Connection,
    id: &LifeId,
    seq: i64,
    causes: &[Caused],
    worth_cents: Option<i64>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (seller, shipment, at) = (id.seller.as_str(), id.shipment.as_str(), floor_us(at));
    let mut query = conn.prepare_cached(
        "SELECT stage, code, field, opened_seq FROM causes
         WHERE seller = ?1 AND shipment = ?2 AND closed_us IS NULL",
    )?;
    let open: Vec<(String, String, String, i64)> = query
        .query_map([seller, shipment], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?
        .collect::<Result<_, _>>()?;
    let is = |it: &Caused, row: &(String, String, String, i64)| {
        it.cause.stage.to_string() == row.0
            && it.cause.code.as_str() == row.1
            && it.cause.field == row.2
    };
    for row in open.iter().filter(|row| !causes.iter().any(|it| is(it, row))) {
        conn.prepare_cached(
            "UPDATE causes SET closed_us = ?7 WHERE seller = ?1 AND shipment = ?2
                AND opened_seq = ?3 AND stage = ?4 AND code = ?5 AND field = ?6",
        )?
        .execute(params![seller, shipment, row.3, row.0, row.1, row.2, at])?;
    }
    for it in causes.iter().filter(|it| !open.iter().any(|row| is(it, row))) {
        conn.prepare_cached(
            "INSERT INTO causes (seller, shipment, opened_seq, stage, code, field, mender,
                                 opened_us, worth_cents)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            seller,
            shipment,
            seq,
            it.cause.stage.to_string(),
            it.cause.code.as_str(),
            it.cause.field,
            it.mender.to_string(),
            at,
            worth_cents,
        ])?;
    }
    Ok(())
}

/// What a life is found by, besides its ids.
pub(in super::super) fn look_up(
    conn: &Connection,
    id: &LifeId,
    lookups: &[Lookup],
) -> Result<(), StoreError> {
    for it in lookups {
        conn.prepare_cached(
            "INSERT OR IGNORE INTO lookups (kind, term, seller, shipment) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute([
            it.kind.as_str(),
            &it.term,
            id.seller.as_str(),
            id.shipment.as_str(),
        ])?;
    }
    Ok(())
}
