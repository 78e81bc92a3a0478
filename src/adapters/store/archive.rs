//! The archive's list: what must lie on disk, and what does.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::SqliteStore;
use super::reads::rows;
use super::time::{floor_us, from_us};
use super::trouble::unreadable;
use crate::domain::{Digest, Timestamp};
use crate::ports::{Filing, FilingKind, StoreError};

/// What the archive holds, and what waits for the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filed {
    /// How many documents wait for the disk.
    pub unfiled: u64,
    /// When the oldest of those was listed.
    pub oldest_unfiled: Option<Timestamp>,
    /// Year and month of the oldest document of all.
    pub oldest: Option<(i16, i8)>,
}

/// A document of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archived {
    /// Which.
    pub filing: Filing,
    /// Since when it lies on disk.
    pub filed_at: Option<Timestamp>,
    /// Whether it is a note that was cancelled since.
    pub cancelled: bool,
}

impl SqliteStore {
    /// Documents that are not on disk, by kind and name, after this one.
    pub async fn unfiled(
        &self,
        after: Option<&Filing>,
        limit: usize,
    ) -> Result<Vec<Filing>, StoreError> {
        let after = after.map(|it| (it.kind.as_str(), it.name.clone())).unwrap_or_default();
        self.read(move |conn| {
            let sql = format!(
                "SELECT {COLUMNS} FROM archive a
                 WHERE filed_us IS NULL AND (kind, name) > (?1, ?2)
                 ORDER BY kind, name LIMIT ?3"
            );
            let found = collect(conn, &sql, params![after.0, after.1, rows(limit)])?;
            Ok(found.into_iter().map(|it| it.filing).collect())
        })
        .await
    }

    /// Marks documents: they lie on disk, whole. Marking twice keeps the first moment.
    pub async fn filed(&self, filings: Vec<Filing>, at: Timestamp) -> Result<(), StoreError> {
        self.write(move |conn, _| {
            let mut mark = conn.prepare_cached(
                "UPDATE archive SET filed_us = ?3
                 WHERE kind = ?1 AND name = ?2 AND filed_us IS NULL",
            )?;
            for Filing { kind, name, .. } in &filings {
                mark.execute(params![kind.as_str(), name, floor_us(at)])?;
            }
            Ok(())
        })
        .await
    }

    /// The documents of a month, by CNPJ, kind and name; of all emitters or of one. All of them:
    /// the list is short beside what it lists.
    pub async fn archived(
        &self,
        year_month: (i16, i8),
        cnpj: Option<&str>,
    ) -> Result<Vec<Archived>, StoreError> {
        let cnpj = cnpj.map(ToOwned::to_owned);
        self.read(move |conn| {
            let sql = format!(
                "SELECT {COLUMNS} FROM archive a
                 WHERE year = ?1 AND month = ?2 AND (?3 IS NULL OR cnpj = ?3)
                 ORDER BY cnpj, kind, name"
            );
            collect(conn, &sql, params![year_month.0, year_month.1, cnpj])
        })
        .await
    }

    /// Resolves when this process listed a document since the last time, and in any case after a
    /// few seconds. For one caller.
    pub async fn filing_notified(&self) {
        // Both ends mean the same: look.
        let _elapsed = tokio::time::timeout(super::outbox::LOOK, self.news.filing()).await;
    }
}

/// The number of a note stands in its key (MOC 7.0, 2.2.6: `serie` from 23, `nNF` from 26, `cNF`
/// from 36).
const COLUMNS: &str = "kind, cnpj, year, month, name, sha256, filed_us,
    EXISTS (SELECT 1 FROM numbers n
            WHERE a.kind = 'nfe_proc' AND n.tp_amb IN (1, 2) AND n.cnpj = a.cnpj AND n.model = 55
                AND n.serie = CAST(substr(a.name, 23, 3) AS INTEGER)
                AND n.n_nf = CAST(substr(a.name, 26, 9) AS INTEGER)
                AND n.c_nf = CAST(substr(a.name, 36, 8) AS INTEGER)
                AND n.fate = 'cancelled')";

fn collect(
    conn: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<Archived>, StoreError> {
    let mut query = conn.prepare_cached(sql)?;
    let mut found = query.query(values)?;
    let mut filings = Vec::new();
    while let Some(row) = found.next()? {
        let filed_us: Option<i64> = row.get(6)?;
        filings.push(Archived {
            filing: filing(row)?,
            filed_at: filed_us.map(from_us).transpose()?,
            cancelled: row.get(7)?,
        });
    }
    Ok(filings)
}

fn filing(row: &Row<'_>) -> Result<Filing, StoreError> {
    let (kind, sha256): (String, String) = (row.get(0)?, row.get(5)?);
    Ok(Filing {
        kind: FilingKind::parse(&kind)
            .ok_or_else(|| unreadable("a filing", format!("kind {kind:?}")))?,
        cnpj: row.get(1)?,
        year_month: (row.get(2)?, row.get(3)?),
        name: row.get(4)?,
        digest: Digest::parse(&sha256).map_err(|error| unreadable("a filing", error))?,
    })
}

pub(super) fn tally(conn: &Connection) -> Result<Filed, StoreError> {
    let (count, oldest): (i64, Option<i64>) = conn
        .prepare_cached("SELECT count(*), min(listed_us) FROM archive WHERE filed_us IS NULL")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Filed {
        unfiled: u64::try_from(count).unwrap_or_default(),
        oldest_unfiled: oldest.map(from_us).transpose()?,
        oldest: conn
            .prepare_cached("SELECT year, month FROM archive ORDER BY year, month LIMIT 1")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?,
    })
}

/// Lists a document. The same one again is no news; another under its name is refused by the
/// table.
pub(super) fn list(conn: &Connection, filing: &Filing, at: Timestamp) -> Result<bool, StoreError> {
    let Filing { kind, cnpj, year_month, name, digest } = filing;
    let known: Option<String> = conn
        .prepare_cached("SELECT sha256 FROM archive WHERE kind = ?1 AND name = ?2")?
        .query_row([kind.as_str(), name], |row| row.get(0))
        .optional()?;
    if known.is_some_and(|known| known == digest.as_str()) {
        return Ok(false);
    }
    conn.prepare_cached(
        "INSERT INTO archive (kind, cnpj, year, month, name, sha256, listed_us)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        kind.as_str(),
        cnpj,
        year_month.0,
        year_month.1,
        name,
        digest.as_str(),
        floor_us(at)
    ])?;
    Ok(true)
}
