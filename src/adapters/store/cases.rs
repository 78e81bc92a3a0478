//! Lives as the desk and the command line look for them.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use super::SqliteStore;
use super::reads::{count, rows};
use super::time::{floor_us, from_us};
use super::trouble::unreadable;
use crate::domain::{AccessKey, LifeId, SellerId, ShipmentId, Timestamp};
use crate::ports::StoreError;

/// A life's row as it stands in the store. Codes are texts here: a newer program may have written
/// one that this one does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifeRow {
    /// Whose.
    pub id: LifeId,
    /// `AmazonOrderId`.
    pub order: String,
    /// [`crate::lifecycle::State::name`].
    pub state: String,
    /// The lane it waits in.
    pub lane: Option<String>,
    /// When it may move.
    pub due: Timestamp,
    /// Entries in its journal.
    pub version: u64,
    /// Access key.
    pub key: Option<AccessKey>,
    /// `vNF`, in cents.
    pub total_cents: Option<i64>,
    /// The first fault's code, while held.
    pub fault: Option<String>,
    /// When its first entry was written.
    pub began: Timestamp,
    /// When its last entry was written.
    pub updated: Timestamp,
}

/// Which lives to list. Oldest last entry first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this seller's.
    pub seller: Option<SellerId>,
    /// Only in this state; `held` are the cases.
    pub state: Option<String>,
    /// Only with this fault first.
    pub fault: Option<String>,
    /// Only after this place: the last row of the page before.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: usize,
}

/// A row's place in a list: the list may grow and shrink between two pages, and none is skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// [`LifeRow::updated`].
    pub updated: Timestamp,
    /// [`LifeRow::id`].
    pub id: LifeId,
}

impl LifeRow {
    /// Its place in a list.
    pub fn place(&self) -> Place {
        Place { updated: self.updated, id: self.id.clone() }
    }
}

/// How many lives are in a state, and what they are worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateCount {
    /// The state.
    pub state: String,
    /// The first fault's code, for the held.
    pub fault: Option<String>,
    /// How many.
    pub lives: u64,
    /// `vNF` of those that have one, in cents.
    pub total_cents: i64,
    /// When the one that has stood longest was written.
    pub oldest: Timestamp,
}

const COLUMNS: &str = "seller, shipment, order_id, state, lane, due_us, version, key, total_cents, \
                       fault, began_us, updated_us";

/// A shorter text would find half the store.
const SHORTEST_PREFIX: usize = 4;

impl SqliteStore {
    /// One page of lives.
    pub async fn lives(&self, filter: Filter) -> Result<Vec<LifeRow>, StoreError> {
        self.read(move |conn| list(conn, &filter)).await
    }

    /// One life.
    pub async fn life(&self, id: &LifeId) -> Result<Option<LifeRow>, StoreError> {
        let id = id.clone();
        self.read(move |conn| {
            conn.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM lives WHERE seller = ?1 AND shipment = ?2"
            ))?
            .query_row([id.seller.as_str(), id.shipment.as_str()], |row| Ok(read(row)))
            .optional()?
            .transpose()
        })
        .await
    }

    /// Lives whose shipment or order begins with this text, or whose access key is this text.
    /// Fewer than four characters must be the whole id.
    pub async fn find(&self, text: &str, limit: usize) -> Result<Vec<LifeRow>, StoreError> {
        let text = text.trim().to_owned();
        self.read(move |conn| find(conn, &text, limit)).await
    }

    /// How many lives are in each state, the held by cause.
    pub async fn counts(&self) -> Result<Vec<StateCount>, StoreError> {
        self.read(counts).await
    }
}

fn list(conn: &Connection, filter: &Filter) -> Result<Vec<LifeRow>, StoreError> {
    // Only the conditions that are asked for stand in the text, so that each has its index.
    let mut sql = format!("SELECT {COLUMNS} FROM lives WHERE true");
    let mut values: Vec<Value> = Vec::new();
    let mut also = |condition: &str, asked: Vec<Value>| {
        sql.push_str(condition);
        values.extend(asked);
    };
    if let Some(seller) = &filter.seller {
        also(" AND seller = ?", vec![seller.to_string().into()]);
    }
    if let Some(state) = &filter.state {
        also(" AND state = ?", vec![state.clone().into()]);
    }
    if let Some(fault) = &filter.fault {
        also(" AND state = 'held' AND fault = ?", vec![fault.clone().into()]);
    }
    if let Some(Place { updated, id }) = &filter.after {
        let place = vec![
            floor_us(*updated).into(),
            id.seller.to_string().into(),
            id.shipment.to_string().into(),
        ];
        also(" AND (updated_us, seller, shipment) > (?, ?, ?)", place);
    }
    also(" ORDER BY updated_us, seller, shipment LIMIT ?", vec![rows(filter.limit).into()]);
    let mut query = conn.prepare_cached(&sql)?;
    let found = query.query_map(params_from_iter(values), |row| Ok(read(row)))?;
    found.map(|row| row?).collect()
}

fn find(conn: &Connection, text: &str, limit: usize) -> Result<Vec<LifeRow>, StoreError> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    // The first text above all those that begin with this one.
    let end = if text.chars().count() < SHORTEST_PREFIX {
        text.to_owned()
    } else {
        format!("{text}\u{10ffff}")
    };
    let mut query = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM lives WHERE (shipment BETWEEN ?1 AND ?2)
            OR (order_id BETWEEN ?1 AND ?2) OR key = ?1
         ORDER BY updated_us DESC, seller, shipment LIMIT ?3"
    ))?;
    let found = query.query_map((text, end, rows(limit)), |row| Ok(read(row)))?;
    found.map(|row| row?).collect()
}

pub(super) fn counts(conn: &Connection) -> Result<Vec<StateCount>, StoreError> {
    let mut query = conn.prepare_cached(
        "SELECT state, CASE state WHEN 'held' THEN fault END AS cause, count(*),
                coalesce(sum(total_cents), 0), min(updated_us)
         FROM lives GROUP BY state, cause ORDER BY state, cause",
    )?;
    let mut found = query.query([])?;
    let mut counts = Vec::new();
    while let Some(row) = found.next()? {
        counts.push(StateCount {
            state: row.get(0)?,
            fault: row.get(1)?,
            lives: count(row, 2)?,
            total_cents: row.get(3)?,
            oldest: from_us(row.get(4)?)?,
        });
    }
    Ok(counts)
}

/// A life's id, from two columns.
pub(super) fn life_id(seller: &str, shipment: &str) -> Result<LifeId, StoreError> {
    Ok(LifeId {
        seller: SellerId::parse(seller).map_err(|error| unreadable("a seller", error))?,
        shipment: ShipmentId::parse(shipment).map_err(|error| unreadable("a shipment", error))?,
    })
}

fn read(row: &Row<'_>) -> Result<LifeRow, StoreError> {
    let (seller, shipment): (String, String) = (row.get("seller")?, row.get("shipment")?);
    let key: Option<String> = row.get("key")?;
    Ok(LifeRow {
        id: life_id(&seller, &shipment)?,
        order: row.get("order_id")?,
        state: row.get("state")?,
        lane: row.get("lane")?,
        due: from_us(row.get("due_us")?)?,
        version: count(row, "version")?,
        key: key
            .map(|key| AccessKey::parse(&key))
            .transpose()
            .map_err(|error| unreadable("an access key", error))?,
        total_cents: row.get("total_cents")?,
        fault: row.get("fault")?,
        began: from_us(row.get("began_us")?)?,
        updated: from_us(row.get("updated_us")?)?,
    })
}
