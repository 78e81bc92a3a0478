//! Corrections kept for next time.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::super::SqliteStore;
use super::super::reads::rows;
use super::super::time::{floor_us, from_us};
use super::super::trouble::unreadable;
use super::audit;
use crate::domain::correction::Subject;
use crate::domain::product::Column;
use crate::domain::{SellerId, Uf};
use crate::ports::{Deed, Kept, KeptRule, StoreError};

const COLUMNS: &str = "id, seller, kind, name, part, value, by, why, made_us";

impl Kept for SqliteStore {
    async fn keep(
        &self,
        seller: &SellerId,
        subject: Subject,
        value: String,
        deed: Deed,
    ) -> Result<i64, StoreError> {
        let seller = seller.clone();
        self.write(move |conn, _| keep(conn, &seller, &subject, &value, deed)).await
    }

    async fn remove_kept(&self, id: i64, deed: Deed) -> Result<(), StoreError> {
        self.write(move |conn, _| remove(conn, id, deed)).await
    }

    async fn all_kept(
        &self,
        seller: Option<SellerId>,
        after: Option<KeptRule>,
        limit: usize,
    ) -> Result<Vec<KeptRule>, StoreError> {
        self.read(move |conn| all(conn, seller.as_ref(), after.as_ref(), limit)).await
    }

    async fn kept_for(
        &self,
        seller: &SellerId,
        skus: Vec<String>,
        city: Option<Subject>,
    ) -> Result<Vec<KeptRule>, StoreError> {
        let seller = seller.clone();
        self.read(move |conn| of_shipment(conn, &seller, &skus, city.as_ref())).await
    }

    async fn kept_of(&self, ids: &[i64]) -> Result<Vec<KeptRule>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = ids.to_vec();
        self.read(move |conn| {
            let sql = format!("SELECT {COLUMNS} FROM kept WHERE id = ?1");
            let mut found = Vec::new();
            for id in ids {
                let row =
                    conn.prepare_cached(&sql)?.query_row([id], |row| Ok(read(row))).optional()?;
                found.extend(row.transpose()?);
            }
            Ok(found)
        })
        .await
    }
}

/// Kind, name, part.
fn parts(subject: &Subject) -> (&'static str, &str, &'static str) {
    match subject {
        Subject::Product { sku, column } => ("product", sku, column.as_str()),
        Subject::City { text, uf } => ("city", text, uf.sigla()),
    }
}

fn keep(
    conn: &Connection,
    seller: &SellerId,
    subject: &Subject,
    value: &str,
    deed: Deed,
) -> Result<i64, StoreError> {
    let (kind, name, part) = parts(subject);
    let before: Option<(i64, String)> = conn
        .prepare_cached(
            "SELECT id, value FROM kept WHERE seller = ?1 AND kind = ?2 AND name = ?3
                AND part = ?4 AND removed_us IS NULL",
        )?
        .query_row([seller.as_str(), kind, name, part], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((id, _)) = &before {
        mark_removed(conn, *id, &deed)?;
    }
    conn.prepare_cached(
        "INSERT INTO kept (seller, kind, name, part, value, by, why, made_us)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        seller.as_str(),
        kind,
        name,
        part,
        value,
        deed.by,
        deed.why,
        floor_us(deed.at)
    ])?;
    let id = conn.last_insert_rowid();
    let of = |value: &str| {
        let (seller, field) = (seller.as_str(), subject.field());
        serde_json::json!({ "seller": seller, "field": field, "value": value }).to_string()
    };
    let (before, after) = (before.map(|(_, value)| of(&value)), Some(of(value)));
    audit::write(conn, &Deed { before, after, ..deed.to(id.to_string()) })?;
    Ok(id)
}

/// `false` when it was gone already.
fn mark_removed(conn: &Connection, id: i64, deed: &Deed) -> Result<bool, StoreError> {
    let marked = conn
        .prepare_cached(
            "UPDATE kept SET removed_by = ?2, removed_us = ?3 WHERE id = ?1
                AND removed_us IS NULL",
        )?
        .execute(params![id, deed.by, floor_us(deed.at)])?;
    Ok(marked > 0)
}

fn remove(conn: &Connection, id: i64, deed: Deed) -> Result<(), StoreError> {
    if !mark_removed(conn, id, &deed)? {
        return Err(StoreError::Conflict);
    }
    let rule = conn
        .prepare_cached(&format!("SELECT {COLUMNS} FROM kept WHERE id = ?1"))?
        .query_row([id], |row| Ok(read(row)))??;
    let before = serde_json::json!({
        "seller": rule.seller.as_str(),
        "field": rule.subject.field(),
        "value": rule.value,
    });
    audit::write(conn, &Deed { before: Some(before.to_string()), ..deed.to(id.to_string()) })
}

fn all(
    conn: &Connection,
    seller: Option<&SellerId>,
    after: Option<&KeptRule>,
    limit: usize,
) -> Result<Vec<KeptRule>, StoreError> {
    let mut sql = format!("SELECT {COLUMNS} FROM kept WHERE removed_us IS NULL");
    let mut values: Vec<Value> = Vec::new();
    if let Some(seller) = seller {
        sql.push_str(" AND seller = ?");
        values.push(seller.to_string().into());
    }
    if let Some(after) = after {
        let (kind, name, part) = parts(&after.subject);
        sql.push_str(" AND (seller, kind, name, part) > (?, ?, ?, ?)");
        let place = [after.seller.as_str(), kind, name, part];
        values.extend(place.map(|it| Value::from(it.to_owned())));
    }
    sql.push_str(" ORDER BY seller, kind, name, part LIMIT ?");
    values.push(rows(limit).into());
    let mut query = conn.prepare_cached(&sql)?;
    let found = query.query_map(params_from_iter(values), |row| Ok(read(row)))?;
    found.map(|row| row?).collect()
}

fn of_shipment(
    conn: &Connection,
    seller: &SellerId,
    skus: &[String],
    city: Option<&Subject>,
) -> Result<Vec<KeptRule>, StoreError> {
    let mut query = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM kept WHERE removed_us IS NULL AND seller = ?1 AND kind = ?2
            AND name = ?3 AND (?4 IS NULL OR part = ?4)"
    ))?;
    let city = city.map(parts).map(|(kind, name, part)| (kind, name, Some(part)));
    let products = skus.iter().map(|sku| ("product", sku.as_str(), None));
    let mut found = Vec::new();
    for (kind, name, part) in products.chain(city) {
        let some =
            query.query_map(params![seller.as_str(), kind, name, part], |row| Ok(read(row)))?;
        for row in some {
            found.push(row??);
        }
    }
    found.sort_by_key(|it| it.id);
    Ok(found)
}

fn read(row: &Row<'_>) -> Result<KeptRule, StoreError> {
    let (seller, kind): (String, String) = (row.get(1)?, row.get(2)?);
    let (name, part): (String, String) = (row.get(3)?, row.get(4)?);
    let unknown = || unreadable("a kept correction", format!("{kind} {part}"));
    let subject = match kind.as_str() {
        "product" => Column::parse(&part).map(|column| Subject::Product { sku: name, column }),
        "city" => {
            let uf = Uf::ALL.iter().copied().find(|it| it.sigla() == part);
            uf.map(|uf| Subject::City { text: name, uf })
        }
        _ => None,
    };
    Ok(KeptRule {
        id: row.get(0)?,
        seller: SellerId::parse(&seller).map_err(|error| unreadable("a seller", error))?,
        subject: subject.ok_or_else(unknown)?,
        value: row.get(5)?,
        by: row.get(6)?,
        why: row.get(7)?,
        made: from_us(row.get(8)?)?,
    })
}
