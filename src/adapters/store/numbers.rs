//! The numbers, for those who answer for them: how far each series is, and every gap.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::SqliteStore;
use super::cases::life_id;
use super::inutilizations;
use super::reads::{self, count};
use super::time::from_us;
use crate::lifecycle::Fate;
use crate::ports::{InutRow, NumberRow, StoreError};

/// How far a series is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesRow {
    /// `tpAmb`: 1 or 2.
    pub tp_amb: u8,
    /// `CNPJ` of the emitter.
    pub cnpj: String,
    /// `serie`.
    pub serie: u16,
    /// The first number that we took.
    pub first: u32,
    /// The last number that we took.
    pub last: u32,
    /// The number that comes next.
    pub next: u32,
    /// How many were taken.
    pub taken: u64,
    /// How many of them are authorised.
    pub authorized: u64,
    /// How many of them are gaps that SEFAZ was not told of.
    pub gaps: u64,
    /// How many have each fate; those that none has are left out.
    pub fates: BTreeMap<String, u64>,
}

/// The number ledger at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// Every series that numbers were taken from.
    pub series: Vec<SeriesRow>,
    /// Every gap that SEFAZ was not told of, by series, the lowest first.
    pub gaps: Vec<NumberRow>,
    /// What SEFAZ was told, the latest first; what has no answer yet is always among it.
    pub requests: Vec<InutRow>,
}

/// Gaps that are read at once: a seller has a handful a month.
const GAPS_MAX: i64 = 100_000;

impl SqliteStore {
    /// Series, gaps and requests, as one moment has them.
    pub async fn books(&self) -> Result<Books, StoreError> {
        self.read(books).await
    }

    /// Every gap that SEFAZ was not told of, by series, the lowest first.
    pub async fn gaps(&self) -> Result<Vec<NumberRow>, StoreError> {
        self.read(gaps).await
    }

    /// Every series that numbers were taken from.
    pub async fn series(&self) -> Result<Vec<SeriesRow>, StoreError> {
        self.read(series).await
    }

    /// Numbers with this fate, the lowest first, after this one (`tpAmb`, `CNPJ`, `serie`,
    /// `nNF`).
    pub async fn numbers(
        &self,
        fate: Fate,
        after: Option<(u8, String, u16, u32)>,
        limit: usize,
    ) -> Result<Vec<NumberRow>, StoreError> {
        self.read(move |conn| numbers(conn, fate, after, limit)).await
    }
}

/// A read is one transaction, so the parts fit each other.
pub(super) fn books(conn: &Connection) -> Result<Books, StoreError> {
    Ok(Books { series: series(conn)?, gaps: gaps(conn)?, requests: inutilizations::latest(conn)? })
}

/// Asked each minute: by its own index, however many numbers there are.
fn gaps(conn: &Connection) -> Result<Vec<NumberRow>, StoreError> {
    let sql = format!(
        "SELECT {NUMBER_COLUMNS} FROM numbers WHERE fate = 'gap'
         ORDER BY tp_amb, cnpj, serie, n_nf LIMIT ?1"
    );
    rows(conn, &sql, params![GAPS_MAX])
}

/// Every series, with its numbers by fate.
pub(super) fn series(conn: &Connection) -> Result<Vec<SeriesRow>, StoreError> {
    let mut query = conn.prepare_cached(
        "SELECT s.tp_amb, s.cnpj, s.serie, s.next, n.fate, min(n.n_nf), max(n.n_nf), count(*)
         FROM series s JOIN numbers n
            ON n.tp_amb = s.tp_amb AND n.cnpj = s.cnpj AND n.model = 55 AND n.serie = s.serie
         GROUP BY s.tp_amb, s.cnpj, s.serie, n.fate ORDER BY s.tp_amb, s.cnpj, s.serie, n.fate",
    )?;
    let mut found = query.query([])?;
    let mut all: Vec<SeriesRow> = Vec::new();
    while let Some(row) = found.next()? {
        let (tp_amb, cnpj, serie): (u8, String, u16) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (fate, first, last): (String, u32, u32) = (row.get(4)?, row.get(5)?, row.get(6)?);
        let of_fate = count(row, 7)?;
        let same = |it: &SeriesRow| (it.tp_amb, &it.cnpj, it.serie) == (tp_amb, &cnpj, serie);
        let mut one = match all.pop() {
            Some(one) if same(&one) => one,
            other => {
                all.extend(other);
                let (next, fates) = (row.get(3)?, BTreeMap::new());
                let (taken, authorized, gaps) = (0, 0, 0);
                SeriesRow { tp_amb, cnpj, serie, first, last, next, taken, authorized, gaps, fates }
            }
        };
        one.first = one.first.min(first);
        one.last = one.last.max(last);
        one.taken += of_fate;
        one.fates.insert(fate, of_fate);
        all.push(one);
    }
    for one in &mut all {
        let of = |fate: Fate| one.fates.get(fate.as_str()).copied().unwrap_or_default();
        (one.authorized, one.gaps) = (of(Fate::Authorized), of(Fate::Gap));
    }
    Ok(all)
}

/// What [`rows`] reads.
pub(super) const NUMBER_COLUMNS: &str =
    "tp_amb, cnpj, serie, n_nf, seller, shipment, fate, reason, seq, at_us";

pub(super) fn numbers(
    conn: &Connection,
    fate: Fate,
    after: Option<(u8, String, u16, u32)>,
    limit: usize,
) -> Result<Vec<NumberRow>, StoreError> {
    let (tp_amb, cnpj, serie, n_nf) = after.unwrap_or_default();
    let sql = format!(
        "SELECT {NUMBER_COLUMNS} FROM numbers
         WHERE fate = ?1 AND (tp_amb, cnpj, serie, n_nf) > (?2, ?3, ?4, ?5)
         ORDER BY tp_amb, cnpj, serie, n_nf LIMIT ?6"
    );
    let limit = reads::rows(limit);
    rows(conn, &sql, params![fate.as_str(), tp_amb, cnpj, serie, n_nf, limit])
}

/// Numbers that a query finds; it asks for [`NUMBER_COLUMNS`].
pub(super) fn rows(
    conn: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<NumberRow>, StoreError> {
    let mut query = conn.prepare_cached(sql)?;
    let mut found = query.query(params)?;
    let mut numbers = Vec::new();
    while let Some(row) = found.next()? {
        let (seller, shipment): (String, String) = (row.get(4)?, row.get(5)?);
        numbers.push(NumberRow {
            tp_amb: row.get(0)?,
            cnpj: row.get(1)?,
            serie: row.get(2)?,
            n_nf: row.get(3)?,
            life: life_id(&seller, &shipment)?,
            fate: row.get(6)?,
            reason: row.get(7)?,
            seq: count(row, 8)?,
            at: from_us(row.get(9)?)?,
        });
    }
    Ok(numbers)
}
