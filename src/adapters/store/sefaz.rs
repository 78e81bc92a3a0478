//! What SEFAZ told us to remember: a service that it closed for a while, a company's registration.

use rusqlite::{Connection, OptionalExtension, params};

use super::time::{ceil_us, floor_us, from_us};
use super::trouble::unreadable;
use crate::domain::{Cnpj, Timestamp, Uf};
use crate::ports::{Registration, StoreError};

/// The later moment counts: an answer that comes late opens nothing.
pub(super) fn close(
    conn: &Connection,
    cnpj: &str,
    service: &str,
    until: Timestamp,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO closures (cnpj, service, until_us) VALUES (?1, ?2, ?3)
         ON CONFLICT (cnpj, service) DO UPDATE SET until_us = excluded.until_us
         WHERE excluded.until_us > until_us",
    )?
    .execute(params![cnpj, service, ceil_us(until)])?;
    Ok(())
}

pub(super) fn closed(
    conn: &Connection,
    cnpj: &str,
    service: &str,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let until: Option<i64> = conn
        .prepare_cached("SELECT until_us FROM closures WHERE cnpj = ?1 AND service = ?2")?
        .query_row([cnpj, service], |row| row.get(0))
        .optional()?;
    let until = until.map(from_us).transpose()?;
    Ok(until.filter(|until| *until > now))
}

pub(super) fn keep_registration(
    conn: &Connection,
    company: &Cnpj,
    uf: Uf,
    asked_at: Timestamp,
    found: &Registration,
) -> Result<(), StoreError> {
    let entries = serde_json::to_string(&found.entries)
        .map_err(|error| unreadable("a registration", error))?;
    conn.prepare_cached(
        "INSERT INTO registrations (company, uf, asked_us, c_stat, x_motivo, entries)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (company, uf) DO UPDATE SET
            asked_us = excluded.asked_us, c_stat = excluded.c_stat,
            x_motivo = excluded.x_motivo, entries = excluded.entries
         WHERE excluded.asked_us >= asked_us",
    )?
    .execute(params![
        company.as_str(),
        uf.sigla(),
        floor_us(asked_at),
        found.c_stat,
        found.x_motivo,
        entries
    ])?;
    Ok(())
}

pub(super) fn registration(
    conn: &Connection,
    company: &Cnpj,
    uf: Uf,
) -> Result<Option<(Timestamp, Registration)>, StoreError> {
    let row: Option<(i64, u16, String, String)> = conn
        .prepare_cached(
            "SELECT asked_us, c_stat, x_motivo, entries FROM registrations
             WHERE company = ?1 AND uf = ?2",
        )?
        .query_row([company.as_str(), uf.sigla()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((asked_us, c_stat, x_motivo, entries)) = row else { return Ok(None) };
    let entries =
        serde_json::from_str(&entries).map_err(|error| unreadable("a registration", error))?;
    Ok(Some((from_us(asked_us)?, Registration { c_stat, x_motivo, entries })))
}
