//! The numbers, for those who answer for them: how far each series is, and every gap.

use rusqlite::{Connection, params};

use super::SqliteStore;
use super::cases::life_id;
use super::reads::{count, rows};
use super::time::from_us;
use crate::domain::{LifeId, Timestamp};
use crate::lifecycle::Fate;
use crate::ports::StoreError;

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
    /// How many of them are gaps.
    pub gaps: u64,
}

/// A number and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberRow {
    /// `tpAmb`: 1 or 2.
    pub tp_amb: u8,
    /// `CNPJ` of the emitter.
    pub cnpj: String,
    /// `serie`.
    pub serie: u16,
    /// `nNF`.
    pub n_nf: u32,
    /// Whose it is.
    pub life: LifeId,
    /// [`Fate::as_str`].
    pub fate: String,
    /// The name of the event that made it so.
    pub reason: String,
    /// That event's place in the journal: who and why stand there.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
}

impl SqliteStore {
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

fn series(conn: &Connection) -> Result<Vec<SeriesRow>, StoreError> {
    let mut query = conn.prepare_cached(
        "SELECT s.tp_amb, s.cnpj, s.serie, min(n.n_nf), max(n.n_nf), s.next, count(*),
                sum(n.fate = 'authorized'), sum(n.fate = 'gap')
         FROM series s JOIN numbers n
            ON n.tp_amb = s.tp_amb AND n.cnpj = s.cnpj AND n.model = 55 AND n.serie = s.serie
         GROUP BY s.tp_amb, s.cnpj, s.serie ORDER BY s.tp_amb, s.cnpj, s.serie",
    )?;
    let found = query.query_map([], |row| {
        Ok(SeriesRow {
            tp_amb: row.get(0)?,
            cnpj: row.get(1)?,
            serie: row.get(2)?,
            first: row.get(3)?,
            last: row.get(4)?,
            next: row.get(5)?,
            taken: count(row, 6)?,
            authorized: count(row, 7)?,
            gaps: count(row, 8)?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn numbers(
    conn: &Connection,
    fate: Fate,
    after: Option<(u8, String, u16, u32)>,
    limit: usize,
) -> Result<Vec<NumberRow>, StoreError> {
    let (tp_amb, cnpj, serie, n_nf) = after.unwrap_or_default();
    let mut query = conn.prepare_cached(
        "SELECT tp_amb, cnpj, serie, n_nf, seller, shipment, fate, reason, seq, at_us FROM numbers
         WHERE fate = ?1 AND (tp_amb, cnpj, serie, n_nf) > (?2, ?3, ?4, ?5)
         ORDER BY tp_amb, cnpj, serie, n_nf LIMIT ?6",
    )?;
    let mut found = query.query(params![fate.as_str(), tp_amb, cnpj, serie, n_nf, rows(limit)])?;
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
