//! The audit: rows that hold the hash of the row before them.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::super::SqliteStore;
use super::super::reads::rows;
use super::super::time::{floor_us, from_us};
use super::bulk_items;
use crate::domain::{Digest, LifeId};
use crate::ports::{Audit, AuditFilter, AuditRow, Broken, Deed, Head, StoreError};

const COLUMNS: &str = "seq, at_us, by, role, origin, action, outcome, seller, shipment, subject, \
                       version, approval, worth_cents, cases, why, before, after, previous, hash";

impl Audit for SqliteStore {
    async fn note(&self, deed: Deed) -> Result<(), StoreError> {
        self.write(move |conn, _| write(conn, &deed)).await
    }

    async fn audit(&self, filter: AuditFilter) -> Result<Vec<AuditRow>, StoreError> {
        self.read(move |conn| list(conn, &filter)).await
    }

    async fn audit_has(&self, hash: &str) -> Result<bool, StoreError> {
        let hash = hash.to_owned();
        self.read(move |conn| {
            Ok(conn
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM audit WHERE hash = ?1)")?
                .query_row([hash], |row| row.get(0))?)
        })
        .await
    }

    async fn verify_audit(&self) -> Result<Result<Head, Broken>, StoreError> {
        self.read(verify).await
    }
}

/// A row as it is hashed: what it says, in the order of the columns.
struct Line {
    seq: i64,
    at_us: i64,
    by: String,
    role: String,
    origin: String,
    action: String,
    outcome: String,
    seller: Option<String>,
    shipment: Option<String>,
    subject: Option<String>,
    version: Option<i64>,
    approval: Option<i64>,
    worth_cents: Option<i64>,
    cases: i64,
    why: String,
    before: Option<String>,
    after: Option<String>,
    previous: String,
}

impl Line {
    /// Each field with its length before it, so that no two rows are hashed alike.
    fn hash(&self) -> String {
        let number = |it: Option<i64>| it.map(|it| it.to_string());
        let fields = [
            Some(self.seq.to_string()),
            Some(self.at_us.to_string()),
            Some(self.by.clone()),
            Some(self.role.clone()),
            Some(self.origin.clone()),
            Some(self.action.clone()),
            Some(self.outcome.clone()),
            self.seller.clone(),
            self.shipment.clone(),
            self.subject.clone(),
            number(self.version),
            number(self.approval),
            number(self.worth_cents),
            Some(self.cases.to_string()),
            Some(self.why.clone()),
            self.before.clone(),
            self.after.clone(),
            Some(self.previous.clone()),
        ];
        let text: String = fields
            .iter()
            .map(|it| it.as_ref().map_or("-;".to_owned(), |it| format!("{}:{it};", it.len())))
            .collect();
        Digest::of(text.as_bytes()).to_string()
    }
}

/// Writes a deed. A second person who is missing is the table's own refusal.
pub(in super::super) fn write(conn: &Connection, deed: &Deed) -> Result<(), StoreError> {
    let last: Option<(i64, String)> = conn
        .prepare_cached("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (seq, previous) = last.unwrap_or_default();
    let number = |it: u64| i64::try_from(it).unwrap_or(i64::MAX);
    let line = Line {
        seq: seq + 1,
        at_us: floor_us(deed.at),
        by: deed.by.clone(),
        role: deed.origin.role.clone(),
        origin: deed.origin.place.clone(),
        action: deed.kind.as_str().to_owned(),
        outcome: deed.outcome.as_str().to_owned(),
        seller: deed.life.as_ref().map(|it| it.seller.to_string()),
        shipment: deed.life.as_ref().map(|it| it.shipment.to_string()),
        subject: deed.subject.clone(),
        version: deed.version.map(number),
        approval: deed.origin.approval,
        worth_cents: deed.worth_cents,
        cases: i64::from(deed.cases),
        why: deed.why.clone(),
        before: deed.before.clone(),
        after: deed.after.clone(),
        previous,
    };
    conn.prepare_cached(&format!(
        "INSERT INTO audit ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
                                               ?13, ?14, ?15, ?16, ?17, ?18, ?19)"
    ))?
    .execute(params![
        line.seq,
        line.at_us,
        line.by,
        line.role,
        line.origin,
        line.action,
        line.outcome,
        line.seller,
        line.shipment,
        line.subject,
        line.version,
        line.approval,
        line.worth_cents,
        line.cases,
        line.why,
        line.before,
        line.after,
        line.previous,
        line.hash(),
    ])?;
    Ok(())
}

/// Writes a deed of a case, with what the case is worth: that decides who must look.
pub(in super::super) fn write_of(
    conn: &Connection,
    id: &LifeId,
    deed: &Deed,
) -> Result<(), StoreError> {
    if let Some(item) = deed.origin.item {
        bulk_items::acted(conn, item, id, (&deed.by, deed.at))?;
    }
    let worth: Option<i64> = conn
        .prepare_cached(
            "SELECT coalesce(total_cents, worth_cents) FROM lives
             WHERE seller = ?1 AND shipment = ?2",
        )?
        .query_row([id.seller.as_str(), id.shipment.as_str()], |row| row.get(0))
        .optional()?
        .flatten();
    write(conn, &Deed { worth_cents: deed.worth_cents.or(worth), ..deed.clone() })
}

fn list(conn: &Connection, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError> {
    // Only what is asked for stands in the query, so that each has its index.
    let mut sql = format!("SELECT {COLUMNS} FROM audit WHERE true");
    let mut values: Vec<Value> = Vec::new();
    let mut also = |condition: &str, value: Value| {
        sql.push_str(condition);
        values.push(value);
    };
    if let Some(life) = &filter.life {
        also(" AND shipment = ?", life.shipment.to_string().into());
        also(" AND seller = ?", life.seller.to_string().into());
    }
    if let Some(shipment) = &filter.shipment {
        also(" AND shipment = ?", shipment.clone().into());
    }
    if let Some(by) = &filter.by {
        also(" AND by = ?", by.clone().into());
    }
    if let Some(action) = &filter.action {
        also(" AND action = ?", action.clone().into());
    }
    if let Some(from) = filter.from {
        also(" AND at_us >= ?", floor_us(from).into());
    }
    if let Some(until) = filter.until {
        also(" AND at_us < ?", floor_us(until).into());
    }
    if let Some(before) = filter.before {
        also(" AND seq < ?", before.into());
    }
    also(" ORDER BY seq DESC LIMIT ?", rows(filter.limit).into());
    let mut query = conn.prepare_cached(&sql)?;
    let found = query.query_map(params_from_iter(values), |row| Ok(read(row)))?;
    found
        .map(|row| {
            let (line, hash) = row??;
            Ok(AuditRow {
                seq: line.seq,
                at: from_us(line.at_us)?,
                by: line.by,
                role: line.role,
                origin: line.origin,
                action: line.action,
                outcome: line.outcome,
                life: line.seller.zip(line.shipment),
                subject: line.subject,
                version: line.version,
                approval: line.approval,
                worth_cents: line.worth_cents,
                cases: line.cases,
                why: line.why,
                before: line.before,
                after: line.after,
                previous: line.previous,
                hash,
            })
        })
        .collect()
}

fn verify(conn: &Connection) -> Result<Result<Head, Broken>, StoreError> {
    let mut query = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM audit ORDER BY seq"))?;
    let mut found = query.query([])?;
    let mut head = Head { rows: 0, hash: String::new() };
    while let Some(row) = found.next()? {
        let (line, hash) = read(row)?;
        let seq = line.seq;
        if seq != head.rows + 1 || line.previous != head.hash || line.hash() != hash {
            return Ok(Err(Broken { seq }));
        }
        head = Head { rows: seq, hash };
    }
    Ok(Ok(head))
}

fn read(row: &Row<'_>) -> Result<(Line, String), StoreError> {
    let line = Line {
        seq: row.get(0)?,
        at_us: row.get(1)?,
        by: row.get(2)?,
        role: row.get(3)?,
        origin: row.get(4)?,
        action: row.get(5)?,
        outcome: row.get(6)?,
        seller: row.get(7)?,
        shipment: row.get(8)?,
        subject: row.get(9)?,
        version: row.get(10)?,
        approval: row.get(11)?,
        worth_cents: row.get(12)?,
        cases: row.get(13)?,
        why: row.get(14)?,
        before: row.get(15)?,
        after: row.get(16)?,
        previous: row.get(17)?,
    };
    Ok((line, row.get(18)?))
}
