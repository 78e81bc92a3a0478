//! What came from the queue, and what people do with what cannot be read.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::cases::life_id;
use super::reads::{count, rows};
use super::time::{floor_us, from_us};
use super::trouble::unreadable;
use super::{SqliteStore, change, desk};
use crate::domain::{Digest, LifeId, Timestamp};
use crate::ports::{Change, Deed, StoreError};

/// A delivery's row. Its bytes are a body under the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryRow {
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// When we had it.
    pub received_at: Timestamp,
    /// AMQP `message_id`.
    pub message_id: Option<String>,
    /// [`crate::ports::DeliveryKind::as_str`].
    pub kind: String,
    /// The shipment it speaks of.
    pub life: Option<LifeId>,
    /// Why it cannot be read.
    pub problem: Option<String>,
    /// `open`, `resumed` or `discarded`, for the unreadable.
    pub state: Option<String>,
}

/// What a person can do with an unreadable delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryAction {
    /// It can be read by now, or somebody did by hand what it asks.
    Resumed,
    /// It is nothing to us.
    Discarded,
}

impl DeliveryAction {
    /// As the store writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            DeliveryAction::Resumed => "resumed",
            DeliveryAction::Discarded => "discarded",
        }
    }
}

/// One act of a person.
#[derive(Clone, Debug)]
pub struct DeliveryAct {
    /// On which delivery.
    pub digest: Digest,
    /// What.
    pub action: DeliveryAction,
    /// Who.
    pub by: String,
    /// Why.
    pub why: String,
    /// When.
    pub at: Timestamp,
    /// What it changes, when it can be read by now: written with the act, or neither is.
    pub change: Option<Change>,
}

/// An act on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryActed {
    /// [`DeliveryAction::as_str`].
    pub action: String,
    /// Who.
    pub by: String,
    /// Why.
    pub why: String,
    /// When.
    pub at: Timestamp,
}

/// How many deliveries there are of a kind and state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryCount {
    /// [`DeliveryRow::kind`].
    pub kind: String,
    /// [`DeliveryRow::state`].
    pub state: Option<String>,
    /// How many.
    pub deliveries: u64,
}

const COLUMNS: &str = "sha256, received_us, message_id, kind, seller, shipment, problem, state";

/// Fewer digits may name several.
const SHORTEST_PREFIX: usize = 8;

impl SqliteStore {
    /// Unreadable deliveries in this state, oldest first, after the one that ended the page
    /// before.
    pub async fn unreadable(
        &self,
        state: &str,
        after: Option<(Timestamp, Digest)>,
        limit: usize,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        let state = state.to_owned();
        self.read(move |conn| {
            let (us, digest) =
                after.map_or((i64::MIN, String::new()), |(at, it)| (floor_us(at), it.to_string()));
            let mut query = conn.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM deliveries WHERE kind = 'unreadable' AND state = ?1
                    AND (received_us, sha256) > (?2, ?3)
                 ORDER BY received_us, sha256 LIMIT ?4"
            ))?;
            let found =
                query.query_map(params![state, us, digest, rows(limit)], |row| Ok(read(row)))?;
            found.map(|row| row?).collect()
        })
        .await
    }

    /// Deliveries whose digest begins with these digits, eight at least.
    pub async fn deliveries(&self, prefix: &str) -> Result<Vec<DeliveryRow>, StoreError> {
        if prefix.len() < SHORTEST_PREFIX {
            return Ok(Vec::new());
        }
        let prefix = prefix.to_ascii_lowercase();
        self.read(move |conn| {
            let mut query = conn.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM deliveries WHERE sha256 BETWEEN ?1 AND ?1 || 'g'
                 ORDER BY sha256 LIMIT 100"
            ))?;
            let found = query.query_map([prefix], |row| Ok(read(row)))?;
            found.map(|row| row?).collect()
        })
        .await
    }

    /// Acts on an open unreadable delivery. Whoever comes second gets a conflict.
    pub async fn act_on_delivery(&self, act: DeliveryAct) -> Result<(), StoreError> {
        self.write(move |conn, wrote| {
            write_act(conn, &act)?;
            match &act.change {
                Some(change) => change::write(conn, change, wrote),
                None => Ok(()),
            }
        })
        .await
    }

    /// As [`SqliteStore::act_on_delivery`], with its line in the audit.
    pub(super) async fn act_on_delivery_with(
        &self,
        act: DeliveryAct,
        deed: Deed,
    ) -> Result<(), StoreError> {
        self.write(move |conn, wrote| {
            write_act(conn, &act)?;
            if let Some(change) = &act.change {
                change::write(conn, change, wrote)?;
            }
            desk::write_deed(conn, &deed)
        })
        .await
    }

    /// What people did with a delivery, oldest first.
    pub async fn delivery_acts(&self, digest: &Digest) -> Result<Vec<DeliveryActed>, StoreError> {
        let digest = digest.clone();
        self.read(move |conn| {
            let mut query = conn.prepare_cached(
                "SELECT action, by, why, at_us FROM delivery_actions WHERE sha256 = ?1 ORDER BY id",
            )?;
            let mut found = query.query([digest.as_str()])?;
            let mut acts = Vec::new();
            while let Some(row) = found.next()? {
                let (action, by, why) = (row.get(0)?, row.get(1)?, row.get(2)?);
                acts.push(DeliveryActed { action, by, why, at: from_us(row.get(3)?)? });
            }
            Ok(acts)
        })
        .await
    }

    /// How many deliveries there are, by kind and state.
    pub async fn delivery_counts(&self) -> Result<Vec<DeliveryCount>, StoreError> {
        self.read(counts).await
    }
}

pub(super) fn counts(conn: &Connection) -> Result<Vec<DeliveryCount>, StoreError> {
    let mut query = conn.prepare_cached(
        "SELECT kind, state, count(*) FROM deliveries GROUP BY kind, state ORDER BY kind, state",
    )?;
    let found = query.query_map([], |row| {
        let (kind, state, deliveries) = (row.get(0)?, row.get(1)?, count(row, 2)?);
        Ok(DeliveryCount { kind, state, deliveries })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn write_act(conn: &Connection, act: &DeliveryAct) -> Result<(), StoreError> {
    let digest = act.digest.as_str();
    let changed = conn
        .prepare_cached("UPDATE deliveries SET state = ?2 WHERE sha256 = ?1 AND state = 'open'")?
        .execute(params![digest, act.action.as_str()])?;
    if changed == 0 {
        let known: Option<Option<String>> = conn
            .prepare_cached("SELECT state FROM deliveries WHERE sha256 = ?1")?
            .query_row([digest], |row| row.get(0))
            .optional()?;
        return match known {
            Some(Some(_)) => Err(StoreError::Conflict),
            Some(None) => Err(StoreError::Refused(format!("{digest} can be read"))),
            None => Err(StoreError::Refused(format!("there is no delivery {digest}"))),
        };
    }
    conn.prepare_cached(
        "INSERT INTO delivery_actions (sha256, action, by, why, at_us) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![digest, act.action.as_str(), act.by, act.why, floor_us(act.at)])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<DeliveryRow, StoreError> {
    let digest: String = row.get("sha256")?;
    let (seller, shipment): (Option<String>, Option<String>) =
        (row.get("seller")?, row.get("shipment")?);
    Ok(DeliveryRow {
        digest: Digest::parse(&digest).map_err(|error| unreadable("a digest", error))?,
        received_at: from_us(row.get("received_us")?)?,
        message_id: row.get("message_id")?,
        kind: row.get("kind")?,
        life: match (seller, shipment) {
            (Some(seller), Some(shipment)) => Some(life_id(&seller, &shipment)?),
            (None, None) | (Some(_), None) | (None, Some(_)) => None,
        },
        problem: row.get("problem")?,
        state: row.get("state")?,
    })
}
