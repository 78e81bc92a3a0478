//! Requests to inutilise numbers: on record before they are sent, settled with their answer.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::SqliteStore;
use super::archive;
use super::change::write_body;
use super::news::Wrote;
use super::numbers::{self, NUMBER_COLUMNS};
use super::time::{floor_us, from_us};
use super::trouble::unreadable;
use crate::domain::codes::TpAmb;
use crate::domain::{Digest, Timestamp};
use crate::lifecycle::Fate;
use crate::ports::{InutRequest, InutRow, Ledger, NumberRow, Range, Settled, StoreError};

impl Ledger for SqliteStore {
    async fn numbers_of(&self, range: &Range) -> Result<Vec<NumberRow>, StoreError> {
        let range = range.clone();
        self.read(move |conn| numbers_of(conn, &range)).await
    }

    async fn open_requests(
        &self,
        tp_amb: TpAmb,
        cnpj: &str,
        serie: u16,
    ) -> Result<Vec<InutRow>, StoreError> {
        let cnpj = cnpj.to_owned();
        self.read(move |conn| open_requests(conn, tp_amb, &cnpj, serie)).await
    }

    async fn begin_request(&self, request: InutRequest) -> Result<i64, StoreError> {
        self.write(move |conn, _| begin(conn, &request)).await
    }

    async fn settle_request(
        &self,
        id: i64,
        settled: Settled,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |conn, wrote| settle(conn, id, &settled, now, wrote)).await
    }
}

/// Requests that are told of, besides those without an answer.
const LATEST: i64 = 1_000;

/// The latest first, after all that have no answer.
pub(super) fn latest(conn: &Connection) -> Result<Vec<InutRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM inutilizations ORDER BY state = 'sending' DESC, id DESC LIMIT ?1"
    );
    rows(conn, &sql, params![LATEST])
}

const COLUMNS: &str = "id, tp_amb, cnpj, serie, first, last, x_just, by, request, asked_us, state,
    c_stat, n_prot, dh_recbto, proc";

fn rows(
    conn: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<InutRow>, StoreError> {
    let mut query = conn.prepare_cached(sql)?;
    let mut found = query.query(params)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(read_row(row)?);
    }
    Ok(rows)
}

fn read_row(row: &Row<'_>) -> Result<InutRow, StoreError> {
    let digest = |text: String| Digest::parse(&text).map_err(|error| unreadable("a digest", error));
    let proc: Option<String> = row.get(14)?;
    Ok(InutRow {
        id: row.get(0)?,
        tp_amb: row.get(1)?,
        cnpj: row.get(2)?,
        serie: row.get(3)?,
        first: row.get(4)?,
        last: row.get(5)?,
        x_just: row.get(6)?,
        by: row.get(7)?,
        request: digest(row.get(8)?)?,
        asked_at: from_us(row.get(9)?)?,
        state: row.get(10)?,
        c_stat: row.get(11)?,
        n_prot: row.get(12)?,
        dh_recbto: row.get(13)?,
        proc: proc.map(digest).transpose()?,
    })
}

fn numbers_of(conn: &Connection, range: &Range) -> Result<Vec<NumberRow>, StoreError> {
    let Range { tp_amb, cnpj, serie, first, last } = range;
    let sql = format!(
        "SELECT {NUMBER_COLUMNS} FROM numbers
         WHERE tp_amb = ?1 AND cnpj = ?2 AND model = 55 AND serie = ?3 AND n_nf BETWEEN ?4 AND ?5
         ORDER BY n_nf"
    );
    numbers::rows(conn, &sql, params![tp_amb.code(), cnpj.as_str(), serie, first, last])
}

fn open_requests(
    conn: &Connection,
    tp_amb: TpAmb,
    cnpj: &str,
    serie: u16,
) -> Result<Vec<InutRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM inutilizations
         WHERE tp_amb = ?1 AND cnpj = ?2 AND serie = ?3 AND state = 'sending' ORDER BY id"
    );
    rows(conn, &sql, params![tp_amb.code(), cnpj, serie])
}

/// Looked at once more inside the transaction: between plan and intent another process may have
/// told SEFAZ of the same numbers.
fn begin(conn: &Connection, request: &InutRequest) -> Result<i64, StoreError> {
    let InutRequest { range, x_just, by, request, asked_at } = request;
    let gaps: i64 = conn
        .prepare_cached(
            "SELECT count(*) FROM numbers
             WHERE tp_amb = ?1 AND cnpj = ?2 AND model = 55 AND serie = ?3
               AND n_nf BETWEEN ?4 AND ?5 AND fate = ?6",
        )?
        .query_row(
            params![
                range.tp_amb.code(),
                range.cnpj.as_str(),
                range.serie,
                range.first,
                range.last,
                Fate::Gap.as_str()
            ],
            |row| row.get(0),
        )?;
    if u64::try_from(gaps) != Ok(range.len()) {
        return Err(StoreError::Refused(format!(
            "expected {} gaps from {} to {} of serie {}, found {gaps}",
            range.len(),
            range.first,
            range.last,
            range.serie
        )));
    }
    write_body(conn, request, *asked_at)?;
    conn.prepare_cached(
        "INSERT INTO inutilizations (tp_amb, cnpj, serie, first, last, x_just, by, request,
                                     asked_us, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'sending')",
    )?
    .execute(params![
        range.tp_amb.code(),
        range.cnpj.as_str(),
        range.serie,
        range.first,
        range.last,
        x_just,
        by,
        request.digest.as_str(),
        floor_us(*asked_at),
    ])?;
    Ok(conn.last_insert_rowid())
}

fn settle(
    conn: &Connection,
    id: i64,
    settled: &Settled,
    now: Timestamp,
    wrote: &mut Wrote,
) -> Result<(), StoreError> {
    let open: Option<(u8, String, u16, u32, u32)> = conn
        .prepare_cached(
            "SELECT tp_amb, cnpj, serie, first, last FROM inutilizations
             WHERE id = ?1 AND state = 'sending'",
        )?
        .query_row([id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .optional()?;
    let Some((tp_amb, cnpj, serie, first, last)) = open else { return Err(StoreError::Conflict) };
    let (state, c_stat, n_prot, dh_recbto, proc) = match settled {
        Settled::Registered { c_stat, n_prot, dh_recbto, proc } => {
            ("registered", c_stat, n_prot.as_ref(), dh_recbto, proc.as_deref())
        }
        Settled::Refused { c_stat, dh_recbto } => ("refused", c_stat, None, dh_recbto, None),
    };
    if let Some((body, filing)) = proc {
        write_body(conn, body, now)?;
        wrote.filing |= archive::list(conn, filing, now)?;
    }
    conn.prepare_cached(
        "UPDATE inutilizations SET state = ?2, c_stat = ?3, n_prot = ?4, dh_recbto = ?5, proc = ?6
         WHERE id = ?1",
    )?
    .execute(params![
        id,
        state,
        c_stat,
        n_prot,
        dh_recbto,
        proc.map(|(body, _)| body.digest.as_str()),
    ])?;
    let Settled::Registered { .. } = settled else { return Ok(()) };
    // Reason, entry and moment stay those of the gap: the request has its own.
    let told = conn
        .prepare_cached(
            "UPDATE numbers SET fate = 'inutilized'
             WHERE tp_amb = ?1 AND cnpj = ?2 AND model = 55 AND serie = ?3
               AND n_nf BETWEEN ?4 AND ?5",
        )?
        .execute(params![tp_amb, cnpj, serie, first, last])?;
    let expected = u64::from(last.saturating_sub(first)) + 1;
    if u64::try_from(told) != Ok(expected) {
        return Err(StoreError::Failed(format!("expected {expected} numbers, found {told}")));
    }
    Ok(())
}
