//! Requests for a second person, and the second person's word.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::SqliteStore;
use super::super::cases::life_id;
use super::super::change::write_body;
use super::super::reads::{count, rows};
use super::super::time::{floor_us, from_us};
use super::audit;
use crate::domain::{LifeId, Timestamp};
use crate::ports::{ApprovalRow, Approvals, Deed, Ending, FourEyesRule, StoreError, Wanted};

const COLUMNS: &str = "id, action, seller, shipment, version, bulk, payload, why, worth_cents, \
                       cases, requested_by, requested_us, state, decided_by, decided_us, \
                       decided_why";

/// How long the corrections of one request may take to be written.
const JUST_NOW_US: i64 = 60_000_000;

impl Approvals for SqliteStore {
    async fn ask(&self, wanted: Wanted, deed: Deed) -> Result<i64, StoreError> {
        self.write(move |conn, _| ask(conn, &wanted, deed)).await
    }

    async fn approvals(&self, limit: usize) -> Result<Vec<ApprovalRow>, StoreError> {
        self.read(move |conn| {
            let mut query = conn.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM approvals ORDER BY state <> 'open', id DESC LIMIT ?1"
            ))?;
            let found = query.query_map([rows(limit)], |row| Ok(read(row)))?;
            found.map(|row| row?).collect()
        })
        .await
    }

    async fn approval(&self, id: i64) -> Result<Option<ApprovalRow>, StoreError> {
        self.read(move |conn| {
            conn.prepare_cached(&format!("SELECT {COLUMNS} FROM approvals WHERE id = ?1"))?
                .query_row([id], |row| Ok(read(row)))
                .optional()?
                .transpose()
        })
        .await
    }

    async fn approval_of(&self, life: &LifeId) -> Result<Option<ApprovalRow>, StoreError> {
        let life = life.clone();
        self.read(move |conn| {
            conn.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM approvals
                 WHERE seller = ?1 AND shipment = ?2 AND state = 'open'"
            ))?
            .query_row([life.seller.as_str(), life.shipment.as_str()], |row| Ok(read(row)))
            .optional()?
            .transpose()
        })
        .await
    }

    async fn refuse(&self, id: i64, ending: Ending, deed: Deed) -> Result<(), StoreError> {
        self.write(move |conn, _| {
            let ended = conn
                .prepare_cached(
                    "UPDATE approvals SET state = ?2, decided_by = ?3, decided_us = ?4,
                            decided_why = ?5 WHERE id = ?1 AND state = 'open'",
                )?
                .execute(params![id, ending.as_str(), deed.by, floor_us(deed.at), deed.why])?;
            if ended == 0 {
                return Err(StoreError::Conflict);
            }
            audit::write(conn, &deed)
        })
        .await
    }

    async fn need_four_eyes(&self, rules: Vec<FourEyesRule>, deed: Deed) -> Result<(), StoreError> {
        self.write(move |conn, _| need(conn, &rules, &deed)).await
    }
}

pub(super) fn ask(conn: &Connection, wanted: &Wanted, deed: Deed) -> Result<i64, StoreError> {
    if let Some(body) = &wanted.body {
        write_body(conn, body, deed.at)?;
    }
    let life = wanted.life.as_ref();
    conn.prepare_cached(
        "INSERT INTO approvals (action, seller, shipment, version, bulk, payload, why, worth_cents,
                                cases, requested_by, requested_us, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'open')",
    )?
    .execute(params![
        wanted.kind.as_str(),
        life.map(|(id, _)| id.seller.as_str()),
        life.map(|(id, _)| id.shipment.as_str()),
        life.map(|(_, version)| i64::try_from(*version).unwrap_or(i64::MAX)),
        wanted.bulk,
        wanted.payload,
        deed.why,
        wanted.worth_cents,
        wanted.cases,
        deed.by,
        floor_us(deed.at),
    ])?;
    let id = conn.last_insert_rowid();
    let subject = Some(format!("{} {id}", wanted.kind.as_str()));
    audit::write(conn, &Deed { subject, worth_cents: wanted.worth_cents, ..deed })?;
    Ok(id)
}

/// The second person's yes, in the transaction of what it allows: of this version and no other.
pub(in super::super) fn approve(
    conn: &Connection,
    request: i64,
    version: Option<u64>,
    deed: &Deed,
) -> Result<(), StoreError> {
    let version = version.map(|it| i64::try_from(it).unwrap_or(i64::MAX));
    let approved = conn
        .prepare_cached(
            "UPDATE approvals SET state = 'approved', decided_by = ?2, decided_us = ?3,
                    decided_why = ?4
             WHERE id = ?1 AND state = 'open' AND action = ?5 AND version IS ?6",
        )?
        .execute(params![
            request,
            deed.by,
            floor_us(deed.at),
            deed.why,
            deed.kind.as_str(),
            version
        ])?;
    if approved == 1 {
        return Ok(());
    }
    // Several corrections are one request: the first of them approved it just now.
    let just_now: bool = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM approvals WHERE id = ?1 AND state = 'approved'
                AND decided_by = ?2 AND decided_us > ?3 AND action = 'correct' AND action = ?4)",
        )?
        .query_row(
            params![request, deed.by, floor_us(deed.at) - JUST_NOW_US, deed.kind.as_str()],
            |row| row.get(0),
        )?;
    if just_now { Ok(()) } else { Err(StoreError::Conflict) }
}

/// What was asked for an earlier version of a case is void: both must have looked at the same.
pub(in super::super) fn void_older(
    conn: &Connection,
    id: &LifeId,
    seq: i64,
    at: Timestamp,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "UPDATE approvals SET state = 'void', decided_us = ?4
         WHERE seller = ?1 AND shipment = ?2 AND state = 'open' AND version < ?3",
    )?
    .execute(params![id.seller.as_str(), id.shipment.as_str(), seq, floor_us(at)])?;
    Ok(())
}

fn need(conn: &Connection, rules: &[FourEyesRule], deed: &Deed) -> Result<(), StoreError> {
    let mut wanted: Vec<(String, i64, i64)> = rules
        .iter()
        .map(|it| (it.kind.as_str().to_owned(), it.above_cents, i64::from(it.above_cases)))
        .collect();
    wanted.sort();
    let mut query = conn
        .prepare_cached("SELECT action, above_cents, above_cases FROM four_eyes ORDER BY action")?;
    let now: Vec<(String, i64, i64)> = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    if now == wanted {
        return Ok(());
    }
    conn.prepare_cached("DELETE FROM four_eyes")?.execute([])?;
    for (action, cents, cases) in &wanted {
        conn.prepare_cached(
            "INSERT INTO four_eyes (action, above_cents, above_cases) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![action, cents, cases])?;
    }
    let told = |rules: &[(String, i64, i64)]| serde_json::to_string(rules).ok();
    audit::write(conn, &Deed { before: told(&now), after: told(&wanted), ..deed.clone() })
}

fn read(row: &Row<'_>) -> Result<ApprovalRow, StoreError> {
    let (seller, shipment): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
    let life = seller.zip(shipment).map(|(seller, shipment)| life_id(&seller, &shipment));
    let version: Option<i64> = row.get(4)?;
    let decided: Option<i64> = row.get(14)?;
    Ok(ApprovalRow {
        id: row.get(0)?,
        action: row.get(1)?,
        life: life.transpose()?,
        version: version.and_then(|it| u64::try_from(it).ok()),
        bulk: row.get(5)?,
        payload: row.get(6)?,
        why: row.get(7)?,
        worth_cents: row.get(8)?,
        cases: count(row, 9)?,
        by: row.get(10)?,
        at: from_us(row.get(11)?)?,
        state: row.get(12)?,
        decided_by: row.get(13)?,
        decided_at: decided.map(from_us).transpose()?,
        decided_why: row.get(15)?,
    })
}
