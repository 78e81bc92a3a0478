//! Cases as the desk looks for them.

use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::super::cases::life_id;
use super::super::reads::{count, rows};
use super::super::time::{ceil_us, floor_us, from_us};
use super::super::trouble::unreadable;
use super::super::{DeliveryAct, DeliveryActed, DeliveryAction, DeliveryRow, SqliteStore};
use super::{audit, pulse};
use crate::domain::{AccessKey, Digest, LifeId, Timestamp};
use crate::ports::{
    CaseFilter, CasePlace, CaseRow, Cases, CauseRow, Change, Comment, Deed, Mark, NumberRow, Pulse,
    StoreError, UnreadableAct, UnreadableEvent, UnreadableRow,
};

const HOUR_US: i64 = 3600 * 1_000_000;

const COLUMNS: &str = "l.seller, l.shipment, l.order_id, l.state, l.version, l.key, \
                       coalesce(l.total_cents, l.worth_cents), l.fault, l.began_us, \
                       l.updated_us, m.assignee, m.follow_up";

/// A shorter text would find half the store.
const SHORTEST_PREFIX: usize = 4;

impl Cases for SqliteStore {
    async fn causes(&self, now: Timestamp) -> Result<Vec<CauseRow>, StoreError> {
        self.read(move |conn| causes(conn, now)).await
    }

    async fn cases(&self, filter: CaseFilter) -> Result<Vec<CaseRow>, StoreError> {
        self.read(move |conn| list(conn, &filter)).await
    }

    async fn count_cases(&self, filter: CaseFilter) -> Result<(u64, i64), StoreError> {
        self.read(move |conn| {
            if let Some(sums) = summed(conn, &filter)? {
                return Ok(sums);
            }
            let (from, values) = found(&filter);
            let sql = format!(
                "SELECT count(*), coalesce(sum(coalesce(l.total_cents, l.worth_cents)), 0) {from}"
            );
            Ok(conn
                .prepare_cached(&sql)?
                .query_row(params_from_iter(values), |row| Ok((count(row, 0)?, row.get(1)?)))?)
        })
        .await
    }

    async fn pulse(&self, since: Timestamp) -> Result<Pulse, StoreError> {
        self.read(move |conn| pulse::pulse(conn, since)).await
    }

    async fn open_unreadable(&self, limit: usize) -> Result<Vec<UnreadableRow>, StoreError> {
        let open = self.unreadable("open", None, limit).await?;
        Ok(open.into_iter().map(unreadable_row).collect())
    }

    async fn unreadable_event(
        &self,
        digest: &Digest,
    ) -> Result<Option<UnreadableEvent>, StoreError> {
        let found = self.deliveries(digest.as_str()).await?;
        let Some((it, state)) =
            found.into_iter().find_map(|it| it.state.clone().map(|state| (it, state)))
        else {
            return Ok(None);
        };
        let acts = self.delivery_acts(&it.digest).await?.into_iter();
        let act = |it: DeliveryActed| UnreadableAct {
            action: it.action,
            by: it.by,
            why: it.why,
            at: it.at,
        };
        Ok(Some(UnreadableEvent {
            acts: acts.map(act).collect(),
            message_id: it.message_id.clone(),
            row: unreadable_row(it),
            state,
        }))
    }

    async fn untold_gaps(&self) -> Result<Vec<NumberRow>, StoreError> {
        self.gaps().await
    }

    async fn settle_unreadable(
        &self,
        digest: &Digest,
        reread: Option<Option<Change>>,
        deed: Deed,
    ) -> Result<(), StoreError> {
        let (action, change) = match reread {
            Some(change) => (DeliveryAction::Resumed, change),
            None => (DeliveryAction::Discarded, None),
        };
        let (digest, by, why, at) = (digest.clone(), deed.by.clone(), deed.why.clone(), deed.at);
        self.act_on_delivery_with(DeliveryAct { digest, action, by, why, at, change }, deed).await
    }

    async fn mark(&self, id: &LifeId) -> Result<Mark, StoreError> {
        let id = id.clone();
        self.read(move |conn| mark(conn, &id)).await
    }

    async fn put_mark(&self, id: &LifeId, mark: Mark, deed: Deed) -> Result<(), StoreError> {
        let id = id.clone();
        self.write(move |conn, _| put_mark(conn, &id, &mark, &deed)).await
    }

    async fn comments(&self, id: &LifeId) -> Result<Vec<Comment>, StoreError> {
        let id = id.clone();
        self.read(move |conn| comments(conn, &id)).await
    }

    async fn comment(&self, id: &LifeId, text: String, deed: Deed) -> Result<(), StoreError> {
        let id = id.clone();
        self.write(move |conn, _| {
            conn.prepare_cached(
                "INSERT INTO comments (seller, shipment, at_us, by, text)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                id.seller.as_str(),
                id.shipment.as_str(),
                floor_us(deed.at),
                deed.by,
                text
            ])?;
            audit::write(conn, &deed)
        })
        .await
    }

    async fn beat(
        &self,
        name: &'static str,
        started: Timestamp,
        now: Timestamp,
        detail: String,
    ) -> Result<(), StoreError> {
        self.write(move |conn, _| pulse::beat(conn, name, started, now, &detail)).await
    }
}

fn unreadable_row(it: DeliveryRow) -> UnreadableRow {
    let problem = it.problem.unwrap_or_default();
    UnreadableRow { digest: it.digest, received: it.received_at, problem }
}

fn causes(conn: &Connection, now: Timestamp) -> Result<Vec<CauseRow>, StoreError> {
    let hour = ceil_us(now) / HOUR_US;
    // Sums are kept as cases come and go; the rest is one step in an index for each cause.
    let mut query = conn.prepare_cached(
        "SELECT s.stage, s.code, s.field, s.mender, s.cases, s.worth_cents,
            (SELECT min(opened_us) FROM causes o WHERE o.stage = s.stage AND o.code = s.code
                AND o.field = s.field AND o.closed_us IS NULL),
            (SELECT max(opened_us) FROM causes o WHERE o.stage = s.stage AND o.code = s.code
                AND o.field = s.field AND o.closed_us IS NULL),
            (SELECT coalesce(sum(came), 0) FROM cause_hours h WHERE h.stage = s.stage
                AND h.code = s.code AND h.field = s.field AND h.hour > ?1),
            (SELECT coalesce(sum(came), 0) FROM cause_hours h WHERE h.stage = s.stage
                AND h.code = s.code AND h.field = s.field AND h.hour > ?2 AND h.hour <= ?1),
            (SELECT max(closed_us) FROM causes o WHERE o.stage = s.stage AND o.code = s.code
                AND o.field = s.field AND o.closed_us IS NOT NULL)
         FROM cause_sums s WHERE s.cases > 0
         ORDER BY s.worth_cents DESC, s.cases DESC, 7",
    )?;
    let found = query.query_map([hour - 24, hour - 48], |row| {
        Ok(from_us(row.get(6)?).and_then(|oldest| {
            Ok(CauseRow {
                stage: row.get(0)?,
                code: row.get(1)?,
                field: row.get(2)?,
                mender: row.get(3)?,
                cases: count(row, 4)?,
                worth_cents: row.get(5)?,
                oldest,
                newest: from_us(row.get(7)?)?,
                day: count(row, 8)?,
                day_before: count(row, 9)?,
                closed: row.get::<_, Option<i64>>(10)?.map(from_us).transpose()?,
            })
        }))
    })?;
    found.map(|row| row?).collect()
}

/// What is counted as it changes: all that is held, and each cause.
fn summed(conn: &Connection, filter: &CaseFilter) -> Result<Option<(u64, i64)>, StoreError> {
    let CaseFilter { state, stage, code, field, .. } = filter;
    let held = state.as_deref().is_none_or(|it| it == "held");
    let cause = stage.as_ref().zip(code.as_ref()).zip(field.as_ref()).filter(|_| held);
    let bare = CaseFilter { limit: filter.limit, ..CaseFilter::default() };
    let of_state = CaseFilter { state: state.clone(), ..bare.clone() };
    let of_cause = CaseFilter {
        stage: stage.clone(),
        code: code.clone(),
        field: field.clone(),
        ..of_state.clone()
    };
    if state.is_some() && held && *filter == of_state {
        let sql = "SELECT lives, worth_cents FROM held_sum";
        return Ok(Some(
            conn.prepare_cached(sql)?.query_row([], |row| Ok((count(row, 0)?, row.get(1)?)))?,
        ));
    }
    let Some(((stage, code), field)) = cause.filter(|_| *filter == of_cause) else {
        return Ok(None);
    };
    let found = conn
        .prepare_cached(
            "SELECT cases, worth_cents FROM cause_sums
             WHERE stage = ?1 AND code = ?2 AND field = ?3",
        )?
        .query_row([stage, code, field], |row| Ok((count(row, 0)?, row.get(1)?)))
        .optional()?;
    Ok(Some(found.unwrap_or_default()))
}

/// `FROM` and `WHERE` of a filter. Only the conditions that are asked for stand in the text, so
/// that each has its index.
pub(super) fn found(filter: &CaseFilter) -> (String, Vec<Value>) {
    let sql = "FROM lives l LEFT JOIN marks m ON m.seller = l.seller AND m.shipment = l.shipment
               WHERE true";
    let mut all = Conditions { sql: sql.to_owned(), values: Vec::new() };
    if let Some(seller) = &filter.seller {
        all.also("l.seller = ?", [seller.to_string().into()]);
    }
    if let Some(state) = &filter.state {
        all.also("l.state = ?", [state.clone().into()]);
    }
    all.of_cause(filter);
    match filter.assignee.as_deref() {
        Some("") => all.also("m.assignee IS NULL", []),
        Some(name) => all.also("m.assignee = ?", [name.to_owned().into()]),
        None => {}
    }
    all.looked_up(filter);
    if let Some(from) = filter.from {
        all.also("l.began_us >= ?", [floor_us(from).into()]);
    }
    if let Some(until) = filter.until {
        all.also("l.began_us < ?", [floor_us(until).into()]);
    }
    if let Some(CasePlace { updated, id }) = &filter.after {
        let place = [
            floor_us(*updated).into(),
            id.seller.to_string().into(),
            id.shipment.to_string().into(),
        ];
        all.also("(l.updated_us, l.seller, l.shipment) > (?, ?, ?)", place);
    }
    (all.sql, all.values)
}

/// A `WHERE` that grows.
struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    fn also<const N: usize>(&mut self, condition: &str, asked: [Value; N]) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.values.extend(asked);
    }

    /// One open cause that has all that is asked for.
    fn of_cause(&mut self, filter: &CaseFilter) {
        let columns = [
            ("stage", &filter.stage),
            ("code", &filter.code),
            ("field", &filter.field),
            ("mender", &filter.mender),
        ];
        if columns.iter().all(|(_, asked)| asked.is_none()) {
            return;
        }
        self.sql.push_str(
            " AND (l.seller, l.shipment) IN (SELECT seller, shipment FROM causes
              WHERE closed_us IS NULL",
        );
        for (column, asked) in columns {
            if let Some(asked) = asked {
                self.also(&format!("{column} = ?"), [asked.clone().into()]);
            }
        }
        self.sql.push(')');
    }

    fn looked_up(&mut self, filter: &CaseFilter) {
        for (kind, term) in [("sku", &filter.sku), ("document", &filter.document)] {
            if let Some(term) = term {
                let asked = [kind.to_owned().into(), term.clone().into()];
                self.also(
                    "(l.seller, l.shipment) IN (SELECT seller, shipment FROM lookups
                      WHERE kind = ? AND term = ?)",
                    asked,
                );
            }
        }
        if let Some(n_nf) = filter.n_nf {
            self.also(
                "(l.seller, l.shipment) IN (SELECT seller, shipment FROM numbers WHERE n_nf = ?)",
                [i64::from(n_nf).into()],
            );
        }
        if let Some(text) = &filter.text {
            // The first text above all those that begin with this one.
            let short = text.chars().count() < SHORTEST_PREFIX;
            let end = if short { text.clone() } else { format!("{text}\u{10ffff}") };
            let asked = [text, &end, text, &end, text].map(|it| it.clone().into());
            self.also(
                "(l.shipment BETWEEN ? AND ? OR l.order_id BETWEEN ? AND ? OR l.key = ?)",
                asked,
            );
        }
    }
}

fn list(conn: &Connection, filter: &CaseFilter) -> Result<Vec<CaseRow>, StoreError> {
    let (from, mut values) = found(filter);
    values.push(rows(filter.limit).into());
    let sql =
        format!("SELECT {COLUMNS} {from} ORDER BY l.updated_us, l.seller, l.shipment LIMIT ?");
    let mut query = conn.prepare_cached(&sql)?;
    let found = query.query_map(params_from_iter(values), |row| Ok(read(row)))?;
    found.map(|row| row?).collect()
}

fn read(row: &Row<'_>) -> Result<CaseRow, StoreError> {
    let (seller, shipment): (String, String) = (row.get(0)?, row.get(1)?);
    let key: Option<String> = row.get(5)?;
    Ok(CaseRow {
        id: life_id(&seller, &shipment)?,
        order: row.get(2)?,
        state: row.get(3)?,
        version: count(row, 4)?,
        key: key
            .map(|key| AccessKey::parse(&key))
            .transpose()
            .map_err(|error| unreadable("an access key", error))?,
        worth_cents: row.get(6)?,
        fault: row.get(7)?,
        began: from_us(row.get(8)?)?,
        updated: from_us(row.get(9)?)?,
        assignee: row.get(10)?,
        follow_up: day(row.get(11)?)?,
    })
}

fn day(text: Option<String>) -> Result<Option<Date>, StoreError> {
    text.map(|it| it.parse()).transpose().map_err(|error| unreadable("a day", error))
}

fn mark(conn: &Connection, id: &LifeId) -> Result<Mark, StoreError> {
    let found: Option<(Option<String>, Option<String>, u64)> = conn
        .prepare_cached(
            "SELECT assignee, follow_up, version FROM marks WHERE seller = ?1 AND shipment = ?2",
        )?
        .query_row([id.seller.as_str(), id.shipment.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?, count(row, 2)?))
        })
        .optional()?;
    let Some((assignee, follow_up, version)) = found else { return Ok(Mark::default()) };
    Ok(Mark { assignee, follow_up: day(follow_up)?, version })
}

fn put_mark(conn: &Connection, id: &LifeId, wanted: &Mark, deed: &Deed) -> Result<(), StoreError> {
    if mark(conn, id)?.version != wanted.version {
        return Err(StoreError::Conflict);
    }
    conn.prepare_cached(
        "INSERT INTO marks (seller, shipment, assignee, follow_up, version)
         VALUES (?1, ?2, ?3, ?4, 1)
         ON CONFLICT (seller, shipment) DO UPDATE SET assignee = excluded.assignee,
            follow_up = excluded.follow_up, version = version + 1",
    )?
    .execute(params![
        id.seller.as_str(),
        id.shipment.as_str(),
        wanted.assignee,
        wanted.follow_up.map(|it| it.to_string()),
    ])?;
    audit::write(conn, deed)
}

fn comments(conn: &Connection, id: &LifeId) -> Result<Vec<Comment>, StoreError> {
    let mut query = conn.prepare_cached(
        "SELECT at_us, by, text FROM comments WHERE seller = ?1 AND shipment = ?2 ORDER BY id
         LIMIT ?3",
    )?;
    let found = query
        .query_map(params![id.seller.as_str(), id.shipment.as_str(), rows(usize::MAX)], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    found
        .map(|row| {
            let (at, by, text): (i64, String, String) = row?;
            Ok(Comment { at: from_us(at)?, by, text })
        })
        .collect()
}
