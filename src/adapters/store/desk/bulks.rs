//! One action on many cases: made, steered, carried out by one at a time.

use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::super::SqliteStore;
use super::super::cases::life_id;
use super::super::reads::{count, rows};
use super::super::time::{ceil_us, floor_us, from_us};
use super::super::trouble::unreadable;
use super::bulk_items as items;
use super::{approvals, audit, cases};
use crate::domain::{LifeId, Timestamp};
use crate::ports::{
    Bulk, BulkItem, BulkState, BulkTally, Bulks, CaseFilter, Deed, DeedKind, ItemState, NewBulk,
    StoreError, Trail, Wanted,
};

const COLUMNS: &str = "b.id, b.action, b.filter, b.by, b.role, b.origin, b.why, b.per_minute, \
                       b.made_us, b.cases, b.worth_cents, b.state, b.told, b.since_us, b.next_us, \
                       (SELECT max(id) FROM approvals WHERE bulk = b.id AND state = 'approved')";

impl Bulks for SqliteStore {
    async fn make_bulk(&self, wanted: NewBulk, deed: Deed) -> Result<Option<i64>, StoreError> {
        self.write(move |conn, _| make(conn, &wanted, deed)).await
    }

    async fn approve_bulk(&self, id: i64, deed: Deed) -> Result<(), StoreError> {
        self.write(move |conn, _| approve(conn, id, &deed)).await
    }

    async fn bulks(&self, limit: usize) -> Result<Vec<Bulk>, StoreError> {
        self.read(move |conn| {
            let sql = format!("SELECT {COLUMNS} FROM bulks b ORDER BY b.id DESC LIMIT ?1");
            let mut query = conn.prepare_cached(&sql)?;
            let found = query.query_map([rows(limit)], |row| Ok(read(conn, row)))?;
            found.map(|row| row?).collect()
        })
        .await
    }

    async fn bulk(&self, id: i64) -> Result<Option<Bulk>, StoreError> {
        self.read(move |conn| one(conn, id)).await
    }

    async fn bulk_items(
        &self,
        id: i64,
        state: Option<ItemState>,
        after: u32,
        limit: usize,
    ) -> Result<Vec<BulkItem>, StoreError> {
        self.read(move |conn| items::list(conn, id, state, after, limit)).await
    }

    async fn steer_bulk(
        &self,
        id: i64,
        to: BulkState,
        told: String,
        deed: Deed,
    ) -> Result<(), StoreError> {
        self.write(move |conn, _| steer(conn, id, to, &told, deed)).await
    }

    async fn lease_bulks(
        &self,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Bulk>, StoreError> {
        let holder = holder.to_owned();
        let some = "SELECT EXISTS (SELECT 1 FROM bulks WHERE state = 'running')";
        let some: bool = self
            .read(move |conn| Ok(conn.prepare_cached(some)?.query_row([], |row| row.get(0))?))
            .await?;
        // A desk without bulks writes nothing.
        if !some {
            return Ok(Vec::new());
        }
        self.write(move |conn, _| lease(conn, &holder, now, until)).await
    }

    async fn release_bulks(&self, holder: &str) -> Result<(), StoreError> {
        let holder = holder.to_owned();
        self.write(move |conn, _| {
            conn.prepare_cached("UPDATE bulks SET lease_by = NULL WHERE lease_by = ?1")?
                .execute([holder])?;
            Ok(())
        })
        .await
    }

    async fn pace_bulk(&self, id: i64, holder: &str, next: Timestamp) -> Result<(), StoreError> {
        let holder = holder.to_owned();
        self.write(move |conn, _| {
            let paced = conn
                .prepare_cached(
                    "UPDATE bulks SET next_us = ?3
                     WHERE id = ?1 AND lease_by = ?2 AND state = 'running'",
                )?
                .execute(params![id, holder, ceil_us(next)])?;
            if paced == 0 { Err(StoreError::Conflict) } else { Ok(()) }
        })
        .await
    }

    async fn refuse_item(
        &self,
        id: i64,
        place: u32,
        told: &'static str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |conn, _| items::refuse(conn, id, place, told, now)).await
    }

    async fn settle_items(&self, now: Timestamp) -> Result<u64, StoreError> {
        let settled = self.read(items::settled).await?;
        if settled.is_empty() {
            return Ok(0);
        }
        self.write(move |conn, _| items::settle(conn, &settled, now)).await
    }

    async fn bulk_trail(&self, id: i64) -> Result<Trail, StoreError> {
        self.read(move |conn| items::trail(conn, id)).await
    }
}

/// A case as it is chosen.
struct Chosen {
    life: LifeId,
    version: i64,
    cents: i64,
    stage: String,
    code: String,
}

fn make(conn: &Connection, wanted: &NewBulk, deed: Deed) -> Result<Option<i64>, StoreError> {
    let chosen = choose(conn, wanted)?;
    if chosen.len() > wanted.most {
        return Err(StoreError::Refused(format!("a bulk has at most {} cases", wanted.most)));
    }
    if chosen.is_empty() {
        return Ok(None);
    }
    let cents = chosen.iter().fold(0_i64, |sum, it| sum.saturating_add(it.cents));
    let cases = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
    let state = if wanted.asks { BulkState::Asked } else { BulkState::Running };
    conn.prepare_cached(
        "INSERT INTO bulks (action, filter, by, role, origin, why, per_minute, made_us, cases,
                            worth_cents, state, told, since_us, next_us)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, '', ?8, ?8)",
    )?
    .execute(params![
        wanted.action.as_str(),
        wanted.shown,
        deed.by,
        deed.origin.role,
        deed.origin.place,
        deed.why,
        wanted.per_minute,
        floor_us(deed.at),
        cases,
        cents,
        state.as_str(),
    ])?;
    let id = conn.last_insert_rowid();
    let mut insert = conn.prepare_cached(
        "INSERT INTO bulk_items (bulk, place, seller, shipment, version, stage, code, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting')",
    )?;
    for (place, it) in (1_u32..).zip(&chosen) {
        let (seller, shipment) = (it.life.seller.as_str(), it.life.shipment.as_str());
        insert.execute(params![id, place, seller, shipment, it.version, it.stage, it.code])?;
    }
    let after = serde_json::json!({
        "action": wanted.action.as_str(),
        "filter": wanted.shown,
        "per_minute": wanted.per_minute,
    })
    .to_string();
    let deed = Deed { worth_cents: Some(cents), cases, after: Some(after.clone()), ..deed };
    if wanted.asks {
        let asked = Wanted {
            kind: DeedKind::Bulk,
            life: None,
            bulk: Some(id),
            payload: after,
            body: None,
            worth_cents: Some(cents),
            cases,
        };
        approvals::ask(conn, &asked, Deed { kind: DeedKind::Request, ..deed })?;
    } else {
        audit::write(conn, &deed.to(id.to_string()))?;
    }
    Ok(Some(id))
}

/// What the filter showed, and is as it was.
fn choose(conn: &Connection, wanted: &NewBulk) -> Result<Vec<Chosen>, StoreError> {
    let filter = CaseFilter { after: None, ..wanted.filter.clone() };
    let (from, values) = cases::found(&filter);
    // The cause that was asked for stands before the first of the life's own.
    let sql = format!(
        "SELECT l.seller, l.shipment, l.version,
                coalesce(l.total_cents, l.worth_cents, 0),
                (SELECT c.stage || ' ' || c.code FROM causes c
                 WHERE c.seller = l.seller AND c.shipment = l.shipment AND c.closed_us IS NULL
                 ORDER BY c.code <> coalesce(?, l.fault, ''), c.stage <> coalesce(?, ''),
                          c.stage, c.code LIMIT 1)
         {from} AND l.updated_us <= ? ORDER BY l.updated_us, l.seller, l.shipment LIMIT ?"
    );
    let mut all = vec![filter.code.into(), filter.stage.into()];
    all.extend(values);
    all.push(floor_us(wanted.as_of).into());
    all.push(i64::try_from(wanted.most.saturating_add(1)).unwrap_or(i64::MAX).into());
    let mut query = conn.prepare_cached(&sql)?;
    let found = query.query_map(params_from_iter(all), |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
    })?;
    found
        .map(|row| {
            let (seller, shipment, version, cents, cause): (
                String,
                String,
                i64,
                i64,
                Option<String>,
            ) = row?;
            let cause = cause.unwrap_or_default();
            let (stage, code) = cause.split_once(' ').unwrap_or(("", ""));
            let (stage, code) = (stage.to_owned(), code.to_owned());
            Ok(Chosen { life: life_id(&seller, &shipment)?, version, cents, stage, code })
        })
        .collect()
}

fn approve(conn: &Connection, id: i64, deed: &Deed) -> Result<(), StoreError> {
    let request = deed.origin.approval.ok_or(StoreError::Conflict)?;
    approvals::approve(conn, request, None, deed)?;
    let set = conn
        .prepare_cached(
            "UPDATE bulks SET state = 'running', since_us = ?2, next_us = ?2
             WHERE id = ?1 AND state = 'asked'
               AND EXISTS (SELECT 1 FROM approvals WHERE id = ?3 AND bulk = ?1)",
        )?
        .execute(params![id, floor_us(deed.at), request])?;
    let bulk = one(conn, id)?.filter(|_| set > 0).ok_or(StoreError::Conflict)?;
    let cases = u32::try_from(bulk.cases).unwrap_or(u32::MAX);
    let deed = Deed { cases, worth_cents: Some(bulk.worth_cents), ..deed.clone() };
    audit::write(conn, &deed.to(id.to_string()))
}

fn steer(
    conn: &Connection,
    id: i64,
    to: BulkState,
    told: &str,
    deed: Deed,
) -> Result<(), StoreError> {
    let bulk = one(conn, id)?.ok_or(StoreError::Conflict)?;
    let follows = match to {
        BulkState::Asked => false,
        // One that waits for a second person is set running by the second person alone.
        BulkState::Running => bulk.state == BulkState::Paused,
        BulkState::Paused | BulkState::Done => bulk.state == BulkState::Running,
        BulkState::Stopped => !bulk.state.is_end(),
    };
    if !follows {
        return Err(StoreError::Conflict);
    }
    conn.prepare_cached(
        "UPDATE bulks SET state = ?2, told = ?3, since_us = ?4, next_us = max(next_us, ?4),
                lease_by = NULL WHERE id = ?1",
    )?
    .execute(params![id, to.as_str(), told, floor_us(deed.at)])?;
    if bulk.state == BulkState::Asked {
        conn.prepare_cached(
            "UPDATE approvals SET state = 'void', decided_us = ?2
             WHERE bulk = ?1 AND state = 'open'",
        )?
        .execute(params![id, floor_us(deed.at)])?;
    }
    let before = serde_json::json!({ "state": bulk.state.as_str() }).to_string();
    let after = serde_json::json!({ "state": to.as_str(), "told": told }).to_string();
    let deed = Deed { before: Some(before), after: Some(after), ..deed };
    audit::write(conn, &deed.to(id.to_string()))
}

fn lease(
    conn: &Connection,
    holder: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<Vec<Bulk>, StoreError> {
    conn.prepare_cached(
        "UPDATE bulks SET lease_by = ?1, lease_us = ?3
         WHERE state = 'running' AND (lease_by IS NULL OR lease_by = ?1 OR lease_us <= ?2)",
    )?
    .execute(params![holder, floor_us(now), floor_us(until)])?;
    let mut query = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM bulks b WHERE b.state = 'running' AND b.lease_by = ?1 ORDER BY b.id"
    ))?;
    let found = query.query_map([holder], |row| Ok(read(conn, row)))?;
    found.map(|row| row?).collect()
}

fn one(conn: &Connection, id: i64) -> Result<Option<Bulk>, StoreError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM bulks b WHERE b.id = ?1"))?
        .query_row([id], |row| Ok(read(conn, row)))
        .optional()?
        .transpose()
}

fn read(conn: &Connection, row: &Row<'_>) -> Result<Bulk, StoreError> {
    let (action, state): (String, String) = (row.get(1)?, row.get(11)?);
    let (id, since): (i64, i64) = (row.get(0)?, row.get(13)?);
    Ok(Bulk {
        id,
        action: DeedKind::ALL
            .iter()
            .copied()
            .find(|it| it.as_str() == action)
            .ok_or_else(|| unreadable("an action", action))?,
        filter: row.get(2)?,
        by: row.get(3)?,
        role: row.get(4)?,
        origin: row.get(5)?,
        why: row.get(6)?,
        per_minute: row.get(7)?,
        made: from_us(row.get(8)?)?,
        cases: count(row, 9)?,
        worth_cents: row.get(10)?,
        state: BulkState::parse(&state).ok_or_else(|| unreadable("a bulk's state", state))?,
        told: row.get(12)?,
        since: from_us(since)?,
        next: from_us(row.get(14)?)?,
        approval: row.get(15)?,
        tally: tally(conn, id, since)?,
    })
}

fn tally(conn: &Connection, id: i64, since: i64) -> Result<BulkTally, StoreError> {
    let mut query = conn.prepare_cached(
        "SELECT state, count(*), coalesce(sum(at_us < ?2), 0), min(at_us), max(at_us)
         FROM bulk_items WHERE bulk = ?1 GROUP BY state",
    )?;
    let mut found = query.query([id, since])?;
    let mut tally = BulkTally::default();
    while let Some(row) = found.next()? {
        let (state, many): (String, u64) = (row.get(0)?, count(row, 1)?);
        let state = ItemState::parse(&state).ok_or_else(|| unreadable("an item's state", state))?;
        let at = |column| -> Result<Option<Timestamp>, StoreError> {
            row.get::<_, Option<i64>>(column)?.map(from_us).transpose()
        };
        match state {
            ItemState::Waiting => tally.waiting = many,
            ItemState::Sent => {
                (tally.sent, tally.sent_before) = (many, count(row, 2)?);
                (tally.oldest_sent, tally.newest_sent) = (at(3)?, at(4)?);
            }
            ItemState::Good => tally.good = many,
            ItemState::Again => tally.again = many,
            ItemState::Refused => tally.refused = many,
        }
    }
    Ok(tally)
}
