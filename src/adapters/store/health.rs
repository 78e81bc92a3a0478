//! Whether the file is sound, for `doctor` and for tests that pulled the plug.

use std::time::Duration;

use rusqlite::Connection;

use super::SqliteStore;
use crate::ports::StoreError;

/// It reads the whole file.
const WAIT: Duration = Duration::from_secs(600);

/// More lines say nothing new.
const LINES: usize = 100;

impl SqliteStore {
    /// Everything wrong with the file; empty when it is sound.
    pub async fn integrity(&self) -> Result<Vec<String>, StoreError> {
        self.readers.read(WAIT, integrity).await
    }
}

pub(super) fn integrity(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let mut wrong = lines(conn, "SELECT quick_check FROM pragma_quick_check")?;
    wrong.retain(|line| line != "ok");
    wrong.extend(lines(
        conn,
        "SELECT 'a row of ' || \"table\" || ' names a missing row of ' || parent
         FROM pragma_foreign_key_check",
    )?);
    // The row is an index over the journal: it must say what the journal says.
    wrong.extend(lines(
        conn,
        "SELECT 'the row of ' || l.seller || '/' || l.shipment || ' is at ' || l.version
            || ', its journal at ' || coalesce(max(j.seq), 0)
         FROM lives l LEFT JOIN journal j ON j.seller = l.seller AND j.shipment = l.shipment
         GROUP BY l.seller, l.shipment HAVING coalesce(max(j.seq), 0) <> l.version",
    )?);
    Ok(wrong)
}

fn lines(conn: &Connection, sql: &str) -> Result<Vec<String>, StoreError> {
    let mut query = conn.prepare(sql)?;
    let found = query.query_map([], |row| row.get(0))?;
    Ok(found.take(LINES).collect::<Result<_, _>>()?)
}
