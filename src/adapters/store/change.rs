//! What is written: one change of one life, whole.

use rusqlite::{Connection, OptionalExtension, params};

use super::news::Wrote;
use super::time::{ceil_us, floor_us};
use super::trouble::unreadable;
use super::{archive, desk};
use crate::domain::{LifeId, Timestamp};
use crate::lifecycle::{Entry, Fate, NoteNumber};
use crate::ports::{Body, Change, Delivery, DeliveryKind, Letter, Row, Series, StoreError};

/// The last `nNF` of a series: nine digits.
const LAST_NUMBER: u32 = 999_999_999;

/// Bodies, the life's row, the entry, the fates of numbers, what is to be archived, the letter.
pub(super) fn write(
    conn: &Connection,
    change: &Change,
    wrote: &mut Wrote,
) -> Result<(), StoreError> {
    let Change { id, entry, row, bodies, fates, letter, filings, lookups, deed } = change;
    for body in bodies {
        write_body(conn, body, entry.at)?;
    }
    let seq = next_seq(conn, id)?;
    if u64::try_from(seq) != Ok(entry.seq) {
        return Err(StoreError::Conflict);
    }
    write_row(conn, id, seq, row, entry.at)?;
    write_entry(conn, id, seq, entry)?;
    desk::reopen(conn, id, seq, &row.causes, row.worth_cents, entry.at)?;
    desk::look_up(conn, id, lookups)?;
    for (number, fate) in fates {
        write_fate(conn, id, seq, entry, number, *fate)?;
    }
    for filing in filings {
        wrote.filing |= archive::list(conn, filing, entry.at)?;
    }
    if let Some(letter) = letter {
        wrote.letter |= write_letter(conn, letter, entry.at)?;
    }
    if let Some(deed) = deed {
        if let Some(request) = deed.origin.approval.filter(|_| deed.origin.item.is_none()) {
            desk::approve(conn, request, entry.seq.checked_sub(1), deed)?;
        }
        desk::write_deed_of(conn, id, deed)?;
    }
    desk::void_older(conn, id, seq, entry.at)?;
    wrote.life |= row.lane.is_some();
    Ok(())
}

/// Takes the next number and writes what is made of it.
pub(super) fn write_numbered(
    conn: &Connection,
    series: &Series,
    make: Box<dyn FnOnce(u32) -> Option<Change> + Send>,
    wrote: &mut Wrote,
) -> Result<bool, StoreError> {
    let number = next_number(conn, series)?;
    let Some(change) = make(number) else { return Ok(false) };
    let on_record = change.fates.iter().any(|(taken, fate)| {
        *fate == Fate::Taken
            && taken.n_nf == number
            && taken.serie == series.serie
            && taken.cnpj == series.cnpj
            && taken.tp_amb == series.tp_amb
    });
    if !on_record {
        return Err(StoreError::Refused(format!(
            "the change does not say that number {number} of serie {} is taken",
            series.serie
        )));
    }
    let known: bool = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM series WHERE tp_amb = ?1 AND cnpj = ?2 AND serie = ?3)",
        )?
        .query_row(params![series.tp_amb.code(), series.cnpj, series.serie], |row| row.get(0))?;
    let sql = if known {
        "UPDATE series SET next = ?4 WHERE tp_amb = ?1 AND cnpj = ?2 AND serie = ?3"
    } else {
        "INSERT INTO series (tp_amb, cnpj, serie, next) VALUES (?1, ?2, ?3, ?4)"
    };
    let values = params![series.tp_amb.code(), series.cnpj, series.serie, i64::from(number) + 1];
    conn.prepare_cached(sql)?.execute(values)?;
    write(conn, &change, wrote)?;
    Ok(true)
}

/// A configured first number above the next one moves the series on (an ERP issued those
/// between); one below it is the past.
fn next_number(conn: &Connection, series: &Series) -> Result<u32, StoreError> {
    let next: Option<u32> = conn
        .prepare_cached("SELECT next FROM series WHERE tp_amb = ?1 AND cnpj = ?2 AND serie = ?3")?
        .query_row(params![series.tp_amb.code(), series.cnpj, series.serie], |row| row.get(0))
        .optional()?;
    let first = series.first.max(1);
    if let Some(next) = next
        && first > next
    {
        tracing::warn!(
            nfe.serie = series.serie,
            nfe.number.next = next,
            nfe.number.first = first,
            "the configured first number is above the next one: the series moves on, and the \
             numbers between are not ours"
        );
    }
    let number = next.unwrap_or(1).max(first);
    if number > LAST_NUMBER {
        return Err(StoreError::Refused(format!(
            "serie {} is used up: its next number would be {number}, and the last is {LAST_NUMBER}",
            series.serie
        )));
    }
    Ok(number)
}

/// The delivery, and what it changes; `false` and nothing when its body was written before.
pub(super) fn write_delivery(
    conn: &Connection,
    delivery: &Delivery,
    change: Option<&Change>,
    letter: Option<&Letter>,
    wrote: &mut Wrote,
) -> Result<bool, StoreError> {
    let digest = delivery.body.digest.as_str();
    let known: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM deliveries WHERE sha256 = ?1)")?
        .query_row([digest], |row| row.get(0))?;
    if known {
        return Ok(false);
    }
    write_body(conn, &delivery.body, delivery.received_at)?;
    let state = match delivery.kind {
        DeliveryKind::Unreadable => Some("open"),
        DeliveryKind::Event | DeliveryKind::Foreign => None,
    };
    conn.prepare_cached(
        "INSERT INTO deliveries (sha256, received_us, message_id, kind, seller, shipment, problem, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        digest,
        floor_us(delivery.received_at),
        delivery.message_id,
        delivery.kind.as_str(),
        delivery.life.as_ref().map(|id| id.seller.as_str()),
        delivery.life.as_ref().map(|id| id.shipment.as_str()),
        delivery.problem,
        state,
    ])?;
    if let Some(change) = change {
        write(conn, change, wrote)?;
    }
    if let Some(letter) = letter {
        wrote.letter |= write_letter(conn, letter, delivery.received_at)?;
    }
    Ok(true)
}

pub(super) fn write_body(conn: &Connection, body: &Body, at: Timestamp) -> Result<(), StoreError> {
    // One that was purged and comes again is there again.
    conn.prepare_cached(
        "INSERT INTO bodies (sha256, bytes, at_us) VALUES (?1, ?2, ?3)
         ON CONFLICT (sha256) DO UPDATE SET bytes = excluded.bytes, at_us = excluded.at_us
         WHERE bodies.bytes IS NULL",
    )?
    .execute(params![body.digest.as_str(), body.bytes, floor_us(at)])?;
    Ok(())
}

/// The journal says which entry is the next, not the row.
fn next_seq(conn: &Connection, id: &LifeId) -> Result<i64, StoreError> {
    let last: i64 = conn
        .prepare_cached(
            "SELECT coalesce(max(seq), 0) FROM journal WHERE seller = ?1 AND shipment = ?2",
        )?
        .query_row([id.seller.as_str(), id.shipment.as_str()], |row| row.get(0))?;
    Ok(last.saturating_add(1))
}

fn write_row(
    conn: &Connection,
    id: &LifeId,
    seq: i64,
    row: &Row,
    at: Timestamp,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO lives (seller, shipment, order_id, state, lane, due_us, version, key,
                            total_cents, fault, began_us, updated_us, worth_cents)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?12)
         ON CONFLICT (seller, shipment) DO UPDATE SET
            order_id = excluded.order_id, state = excluded.state, lane = excluded.lane,
            due_us = excluded.due_us, version = excluded.version, key = excluded.key,
            total_cents = excluded.total_cents, fault = excluded.fault,
            updated_us = excluded.updated_us, 
            worth_cents = coalesce(excluded.worth_cents, worth_cents)",
    )?
    .execute(params![
        id.seller.as_str(),
        id.shipment.as_str(),
        row.order,
        row.state,
        row.lane.map(|lane| lane.as_str()),
        ceil_us(row.due),
        seq,
        row.key.as_ref().map(|key| key.as_str()),
        row.total_cents,
        row.fault,
        floor_us(at),
        row.worth_cents,
    ])?;
    Ok(())
}

fn write_entry(conn: &Connection, id: &LifeId, seq: i64, entry: &Entry) -> Result<(), StoreError> {
    let line = serde_json::to_string(entry).map_err(|error| unreadable("an entry", error))?;
    conn.prepare_cached(
        "INSERT INTO journal (seller, shipment, seq, at_us, entry) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        id.seller.as_str(),
        id.shipment.as_str(),
        seq,
        floor_us(entry.at),
        line
    ])?;
    Ok(())
}

/// A change names its number again and again; only what is new is written. What may follow what
/// is the table's own law.
fn write_fate(
    conn: &Connection,
    id: &LifeId,
    seq: i64,
    entry: &Entry,
    number: &NoteNumber,
    fate: Fate,
) -> Result<(), StoreError> {
    let key = (number.tp_amb.code(), &number.cnpj, number.serie, number.n_nf);
    let now: Option<(String, u32, String, String)> = conn
        .prepare_cached(
            "SELECT fate, c_nf, seller, shipment FROM numbers
             WHERE tp_amb = ?1 AND cnpj = ?2 AND model = 55 AND serie = ?3 AND n_nf = ?4",
        )?
        .query_row(key, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let (seller, shipment) = (id.seller.as_str(), id.shipment.as_str());
    let sql = match &now {
        Some((old, c_nf, whose, which)) => {
            // A life does not hear of it when its gap is inutilised: it goes on calling it one.
            let same = old == fate.as_str() || (old == "inutilized" && fate == Fate::Gap);
            if same && *c_nf == number.c_nf && whose == seller && which == shipment {
                return Ok(());
            }
            "UPDATE numbers SET c_nf = ?5, seller = ?6, shipment = ?7, fate = ?8, reason = ?9,
                    seq = ?10, at_us = ?11
             WHERE tp_amb = ?1 AND cnpj = ?2 AND model = 55 AND serie = ?3 AND n_nf = ?4"
        }
        None => {
            "INSERT INTO numbers (tp_amb, cnpj, serie, n_nf, c_nf, seller, shipment, fate, reason,
                                  seq, at_us)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
        }
    };
    conn.prepare_cached(sql)?.execute(params![
        key.0,
        key.1,
        key.2,
        key.3,
        number.c_nf,
        seller,
        shipment,
        fate.as_str(),
        entry.event.name(),
        seq,
        floor_us(entry.at),
    ])?;
    Ok(())
}

/// `false` when the letter was written before.
fn write_letter(conn: &Connection, letter: &Letter, at: Timestamp) -> Result<bool, StoreError> {
    let rows = conn
        .prepare_cached(
            "INSERT INTO outbox (id, body, created_us) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![letter.id, letter.body, floor_us(at)])?;
    Ok(rows > 0)
}
