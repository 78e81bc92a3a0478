//! What the stage asks.

use rusqlite::{Connection, OptionalExtension, Row, RowIndex, params};

use super::time::{floor_us, from_us};
use super::trouble::unreadable;
use crate::domain::{Digest, LifeId, SellerId, ShipmentId, Timestamp};
use crate::lifecycle::{Entry, Lane};
use crate::ports::StoreError;

/// More than any caller has use for at once.
pub(super) const MOST_ROWS: usize = 10_000;

pub(super) fn journal(conn: &Connection, id: &LifeId) -> Result<Vec<Entry>, StoreError> {
    let mut query = conn.prepare_cached(
        "SELECT entry FROM journal WHERE seller = ?1 AND shipment = ?2 ORDER BY seq",
    )?;
    let mut rows = query.query([id.seller.as_str(), id.shipment.as_str()])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let line = row.get_ref(0)?.as_str().map_err(|error| unreadable("an entry", error))?;
        entries.push(serde_json::from_str(line).map_err(|error| unreadable("an entry", error))?);
    }
    Ok(entries)
}

/// `None` when it was never written, or purged.
pub(super) fn body(conn: &Connection, digest: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
    let bytes: Option<Option<Vec<u8>>> = conn
        .prepare_cached("SELECT bytes FROM bodies WHERE sha256 = ?1")?
        .query_row([digest.as_str()], |row| row.get(0))
        .optional()?;
    let bytes = bytes.flatten();
    // What was signed is what is sent: a disk that turned a bit is found here and not at SEFAZ.
    if bytes.as_ref().is_some_and(|bytes| Digest::of(bytes) != *digest) {
        return Err(StoreError::Failed(format!("the body {digest} is not what its name says")));
    }
    Ok(bytes)
}

const DUE: &str = "SELECT shipment FROM lives WHERE seller = ?1 AND lane = ?2 AND due_us <= ?3
     ORDER BY due_us, shipment LIMIT ?4";

const NEXT_DUE: &str = "SELECT min(due_us) FROM lives WHERE seller = ?1 AND lane = ?2";

pub(super) fn due(
    conn: &Connection,
    seller: &SellerId,
    lane: Lane,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<LifeId>, StoreError> {
    let mut query = conn.prepare_cached(DUE)?;
    let found = query
        .query_map(params![seller.as_str(), lane.as_str(), floor_us(now), rows(limit)], |row| {
            row.get::<_, String>(0)
        })?;
    let mut due = Vec::new();
    for shipment in found {
        let shipment =
            ShipmentId::parse(&shipment?).map_err(|error| unreadable("a shipment", error))?;
        due.push(LifeId { seller: seller.clone(), shipment });
    }
    Ok(due)
}

pub(super) fn next_due(
    conn: &Connection,
    seller: &SellerId,
    lane: Lane,
) -> Result<Option<Timestamp>, StoreError> {
    let earliest: Option<i64> = conn
        .prepare_cached(NEXT_DUE)?
        .query_row([seller.as_str(), lane.as_str()], |row| row.get(0))?;
    earliest.map(from_us).transpose()
}

/// Due or not; the count stops at `most`, so that it costs no more than it is worth.
pub(super) fn waiting(
    conn: &Connection,
    seller: &SellerId,
    lane: Lane,
    most: usize,
) -> Result<usize, StoreError> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let found: i64 = conn
        .prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM lives WHERE seller = ?1 AND lane = ?2 LIMIT ?3)",
        )?
        .query_row(params![seller.as_str(), lane.as_str(), most], |row| row.get(0))?;
    usize::try_from(found).map_err(|error| unreadable("a count", error))
}

/// From one seller to the next in the index, however many lives each has.
pub(super) fn busy_sellers(conn: &Connection) -> Result<Vec<SellerId>, StoreError> {
    let mut query = conn.prepare_cached(
        "WITH RECURSIVE busy (seller) AS (
            SELECT min(seller) FROM lives WHERE lane IS NOT NULL
            UNION ALL
            SELECT (SELECT min(seller) FROM lives WHERE lane IS NOT NULL AND seller > busy.seller)
            FROM busy WHERE busy.seller IS NOT NULL)
         SELECT seller FROM busy WHERE seller IS NOT NULL",
    )?;
    let found = query.query_map([], |row| row.get::<_, String>(0))?;
    found
        .map(|seller| SellerId::parse(&seller?).map_err(|error| unreadable("a seller", error)))
        .collect()
}

/// A limit as SQL takes it.
pub(super) fn rows(limit: usize) -> i64 {
    i64::try_from(limit.min(MOST_ROWS)).unwrap_or(i64::MAX)
}

/// A column that counts.
pub(super) fn count(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<u64> {
    let found: i64 = row.get(column)?;
    u64::try_from(found).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, found))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However many lives there are, the loop finds the next one without looking at the others.
    #[test]
    fn the_due_are_found_by_their_index() {
        let mut conn = Connection::open_in_memory().unwrap();
        super::super::schema::migrate(&mut conn).unwrap();
        for sql in [DUE, NEXT_DUE] {
            let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let count = plan.parameter_count();
            let params = rusqlite::params_from_iter(vec![0i64; count]);
            let steps: Vec<String> =
                plan.query_map(params, |row| row.get(3)).unwrap().map(Result::unwrap).collect();
            assert_eq!(steps.len(), 1, "{steps:?}");
            assert!(
                steps[0].starts_with("SEARCH lives USING COVERING INDEX lives_due"),
                "{steps:?}"
            );
        }
    }
}
