//! The tables, as a list of steps that only grows.

use rusqlite::{Connection, TransactionBehavior};

use super::open::OpenError;

/// Step `n` takes a store from version `n` to `n + 1`. Steps that were released are never edited.
const STEPS: &[&str] = &[
    include_str!("0001_first.sql"),
    include_str!("0002_sefaz.sql"),
    include_str!("0003_desk.sql"),
];

/// "fban": what `file` and we know the file by.
const APPLICATION_ID: i32 = 0x6662_616e;

/// Refuses what is not ours, before anything in it is touched.
pub(super) fn check(conn: &Connection) -> Result<(), OpenError> {
    version(conn, STEPS.len()).map(|_| ())
}

/// The file's version, and the one that this program would bring it up to.
pub(super) fn versions(conn: &Connection) -> Result<(usize, usize), OpenError> {
    Ok((version(conn, STEPS.len())?, STEPS.len()))
}

/// Brings a store up to this program's version, each step in a transaction of its own.
pub(super) fn migrate(conn: &mut Connection) -> Result<(), OpenError> {
    if version(conn, STEPS.len())? == STEPS.len() {
        return Ok(());
    }
    bring_up(conn, STEPS)
}

fn bring_up(conn: &mut Connection, steps: &[&str]) -> Result<(), OpenError> {
    // A table is written anew by dropping the old one, which foreign keys would take for the
    // loss of every row in it; and they cannot be switched off inside a transaction. So each
    // step checks them itself, before it counts.
    let on: bool = conn.pragma_query_value(None, "foreign_keys", |row| row.get(0))?;
    conn.pragma_update(None, "foreign_keys", false)?;
    let climbed = climb(conn, steps);
    conn.pragma_update(None, "foreign_keys", on)?;
    climbed
}

/// The steps are an argument so that an upgrade can be tested before there is a second one.
fn climb(conn: &mut Connection, steps: &[&str]) -> Result<(), OpenError> {
    loop {
        // Asked inside the transaction: another process may be climbing too.
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version = version(&tx, steps.len())?;
        let Some(step) = steps.get(version) else { return Ok(()) };
        tx.execute_batch(step)?;
        let orphans: i64 =
            tx.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
        if orphans > 0 {
            return Err(OpenError::Orphans { version: version + 1, rows: orphans });
        }
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.execute_batch(&format!("PRAGMA user_version = {}", version + 1))?;
        tx.commit()?;
    }
}

/// The file's version, 0 for an empty file; an error for what this program cannot read.
fn version(conn: &Connection, known: usize) -> Result<usize, OpenError> {
    let owner: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let found: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    let empty = owner == 0 && found == 0 && tables == 0;
    if owner != APPLICATION_ID && !empty {
        return Err(OpenError::Foreign);
    }
    match usize::try_from(found) {
        Ok(version) if version <= known => Ok(version),
        Ok(_) => Err(OpenError::Newer { found, known }),
        Err(_) => Err(OpenError::Foreign),
    }
}

#[cfg(test)]
mod tests;
