//! The tables, as a list of steps that only grows.

use rusqlite::{Connection, TransactionBehavior};

use super::open::OpenError;

/// Step `n` takes a store from version `n` to `n + 1`. Steps that were released are never edited.
const STEPS: &[&str] = &[include_str!("0001_first.sql")];

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
    climb(conn, STEPS)
}

/// The steps are an argument so that an upgrade can be tested before there is a second one.
fn climb(conn: &mut Connection, steps: &[&str]) -> Result<(), OpenError> {
    loop {
        // Asked inside the transaction: another process may be climbing too.
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version = version(&tx, steps.len())?;
        let Some(step) = steps.get(version) else { return Ok(()) };
        tx.execute_batch(step)?;
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
mod tests {
    use super::*;

    fn version_of(conn: &Connection) -> i64 {
        conn.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_store_of_version_1_is_taken_on_with_what_it_holds() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        conn.execute("INSERT INTO buckets VALUES ('A', 'op', 7)", []).unwrap();
        let steps = [STEPS[0], "ALTER TABLE buckets ADD COLUMN seen INTEGER", "SELECT 1"];
        climb(&mut conn, &steps).unwrap();
        assert_eq!(version_of(&conn), 3);
        let kept: (i64, Option<i64>) = conn
            .query_row("SELECT tat_us, seen FROM buckets", [], |r| Ok((r.get(0)?, r.get(1)?)))
            .unwrap();
        assert_eq!(kept, (7, None));
        assert!(matches!(migrate(&mut conn), Err(OpenError::Newer { found: 3, known: 1 })));
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before_it() {
        let mut conn = Connection::open_in_memory().unwrap();
        let steps = [STEPS[0], "CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE bodies (a)"];
        assert!(climb(&mut conn, &steps).is_err());
        assert_eq!(version_of(&conn), 1);
        assert!(conn.execute("INSERT INTO half VALUES (1)", []).is_err());
        climb(&mut conn, &STEPS[..1]).unwrap();
    }

    #[test]
    fn somebody_elses_file_is_refused() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE theirs (a)").unwrap();
        assert!(matches!(migrate(&mut conn), Err(OpenError::Foreign)));
    }
}
