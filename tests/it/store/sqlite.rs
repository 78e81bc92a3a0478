//! What SQLite adds: one file, several processes, rules in the tables.

use std::sync::Arc;

use fba_nfe::adapters::clock::SystemClock;
use fba_nfe::adapters::store::{Archived, Letterbox, OpenError, SqliteStore};
use fba_nfe::domain::Code;
use fba_nfe::lifecycle::Event;
use fba_nfe::ports::{Outbox, Store, StoreError};

use super::conformance::{self, live, take};
use super::fixtures::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_does_what_every_store_does() {
    conformance::all(|| SqliteStore::temporary().unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn takers_in_two_processes_leave_no_gap() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let handles = (0..2).map(|_| Arc::new(SqliteStore::open(&path).unwrap())).collect();
    conformance::many_takers_leave_no_gap(handles).await;
}

#[tokio::test]
async fn what_is_answered_is_seen_by_another_process_and_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let life = id("S1");
    let (here, there) = (SqliteStore::open(&path).unwrap(), SqliteStore::open(&path).unwrap());
    let events = vec![created(&life), fetched(), held(Code::SpapiRefused), resumed(), fetched()];
    let folded = live(&here, &life, events).await;
    assert_eq!(conformance::fold(&there, &life).await, Some(folded.clone()));
    take(&there, &life).await.unwrap();
    here.close().await.unwrap();
    assert!(matches!(here.journal(&life).await, Err(StoreError::Failed(_))));
    let after = change(&life, Some(&folded), signed(), at(9));
    assert!(matches!(here.commit(after).await, Err(StoreError::Failed(_))));
    drop(there);
    assert!(!folder.path().join("store.db-wal").exists(), "closed in order, the WAL is tidied");
    let again = SqliteStore::open(&path).unwrap();
    let last = live(&again, &life, vec![signed(), Event::Authorizing]).await;
    assert_eq!((last.state.name(), last.version), ("authorizing", 8));
}

#[cfg(unix)]
#[test]
fn only_its_owner_reads_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let _store = SqliteStore::open(&path).unwrap();
    for name in ["store.db", "store.db-wal", "store.db-shm"] {
        let mode = std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn many_may_open_a_new_one_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(|| SqliteStore::open(&path))).collect();
        for one in all {
            one.join().unwrap().unwrap();
        }
    });
}

#[test]
fn a_newer_foreign_or_absent_one_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let newer = folder.path().join("newer.db");
    drop(SqliteStore::open(&newer).unwrap());
    rusqlite::Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let error = SqliteStore::open(&newer).unwrap_err();
    assert!(matches!(error, OpenError::Newer { found: 99, .. }), "{error}");

    let foreign = folder.path().join("foreign.db");
    let conn = rusqlite::Connection::open(&foreign).unwrap();
    conn.execute_batch("CREATE TABLE theirs (a)").unwrap();
    assert!(matches!(SqliteStore::open(&foreign), Err(OpenError::Foreign)));
    let mode: String = conn.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "delete");

    let text = folder.path().join("text");
    std::fs::write(&text, "this is no database at all, only text".repeat(100)).unwrap();
    assert!(matches!(SqliteStore::open(&text), Err(OpenError::Sqlite(_))));
    assert!(matches!(SqliteStore::open(folder.path()), Err(OpenError::File { .. })));
    let nowhere = folder.path().join("no/such/folder/store.db");
    assert!(matches!(SqliteStore::open(&nowhere), Err(OpenError::File { .. })));
}

/// The rules hold against anybody with an SQL prompt, and so against our own bugs.
#[tokio::test]
async fn the_tables_refuse_what_the_law_forbids() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = SqliteStore::open(&path).unwrap();
    for name in ["S1", "S2"] {
        live(&store, &id(name), vec![created(&id(name)), fetched()]).await;
        take(&store, &id(name)).await.unwrap();
    }
    let conn = rusqlite::Connection::open(&path).unwrap();
    for sql in [
        "UPDATE journal SET entry = '{}'",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT seller, shipment, seq, at_us, '{}' FROM journal",
        "INSERT INTO journal SELECT seller, shipment, 9, at_us, entry FROM journal WHERE seq = 1",
        "INSERT INTO journal VALUES ('A', 'B', 1, 0, 'not json')",
        "DELETE FROM numbers",
        "UPDATE numbers SET n_nf = n_nf + 10",
        "UPDATE numbers SET seller = 'B'",
        "UPDATE OR REPLACE numbers SET shipment = 'S1'",
        "UPDATE numbers SET c_nf = 1",
        "INSERT OR REPLACE INTO numbers SELECT * FROM numbers",
        "UPDATE series SET next = 1",
        "DELETE FROM series",
        "INSERT OR REPLACE INTO series SELECT tp_amb, cnpj, serie, 1 FROM series",
        "UPDATE lives SET state = 'happy'",
        "UPDATE lives SET lane = 'fast'",
        "UPDATE lives SET state = 'held'",
        "DELETE FROM lives",
        "UPDATE numbers SET fate = 'gap' WHERE n_nf = 1; UPDATE numbers SET fate = 'taken'",
        "UPDATE numbers SET fate = 'nice'",
    ] {
        conn.execute_batch("PRAGMA foreign_keys = ON; BEGIN").unwrap();
        let error = conn.execute_batch(sql).expect_err(sql);
        let code = error.sqlite_error_code();
        assert_eq!(code, Some(rusqlite::ErrorCode::ConstraintViolation), "{sql}: {error}");
        conn.execute_batch("ROLLBACK").unwrap();
    }
}

/// Each of these breaks a rule, and changes nothing.
fn refused(conn: &rusqlite::Connection, statements: &[&str]) {
    for sql in statements {
        conn.execute_batch("PRAGMA foreign_keys = ON; BEGIN").unwrap();
        let error = conn.execute_batch(sql).expect_err(sql);
        let code = error.sqlite_error_code();
        assert_eq!(code, Some(rusqlite::ErrorCode::ConstraintViolation), "{sql}: {error}");
        conn.execute_batch("ROLLBACK").unwrap();
    }
}

/// A store with one document listed, of a shipment that has the number 1.
async fn listed(path: &std::path::Path) -> (SqliteStore, fba_nfe::ports::Filing) {
    let store = SqliteStore::open(path).unwrap();
    live(&store, &id("S1"), vec![created(&id("S1")), fetched()]).await;
    take(&store, &id("S1")).await.unwrap();
    let (note, body) = filing(1, "<nfeProc/>");
    let before = conformance::fold(&store, &id("S1")).await.unwrap();
    let mut change = change(&id("S1"), Some(&before), signed(), at(5));
    change.bodies.push(body);
    change.filings = vec![note.clone()];
    store.commit(change).await.unwrap();
    (store, note)
}

#[tokio::test]
async fn the_archives_list_only_goes_forward() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let (store, note) = listed(&path).await;
    assert_eq!(store.unfiled(None, 10).await.unwrap(), vec![note.clone()]);
    assert!(store.unfiled(Some(&note), 10).await.unwrap().is_empty());
    for when in [7, 8] {
        store.filed(vec![note.clone()], at(when)).await.unwrap();
    }
    assert!(store.unfiled(None, 10).await.unwrap().is_empty());
    // Marked twice, the first moment stays.
    let mut listed = Archived { filing: note, filed_at: Some(at(7)), cancelled: false };
    assert_eq!(store.archived((2027, 1), None).await.unwrap(), vec![listed.clone()]);
    assert_eq!(store.archived((2027, 1), Some(CNPJ)).await.unwrap(), vec![listed.clone()]);
    assert!(store.archived((2027, 1), Some("59594315000157")).await.unwrap().is_empty());
    assert!(store.archived((2027, 2), None).await.unwrap().is_empty());
    refused(
        &rusqlite::Connection::open(&path).unwrap(),
        &[
            "DELETE FROM archive",
            "UPDATE archive SET filed_us = 1",
            "UPDATE archive SET filed_us = NULL",
            "UPDATE archive SET sha256 = (SELECT max(sha256) FROM bodies)",
            "INSERT OR REPLACE INTO archive SELECT kind, name, cnpj, year, month, sha256, 1, NULL
             FROM archive",
            "INSERT INTO archive SELECT 'nfe_prox', name, cnpj, year, month, sha256, 1, NULL
             FROM archive",
            "INSERT INTO archive SELECT 'proc_evento', name, cnpj, year, 13, sha256, 1, NULL
             FROM archive",
            "INSERT INTO archive SELECT 'proc_evento', name, '../../../../..', year, 1, sha256, 1,
                    NULL FROM archive",
            "INSERT INTO archive SELECT 'proc_evento', name, cnpj, year, 1, sha256, 1, 1
             FROM archive",
        ],
    );
    // What became of the number is seen beside its note.
    live(&store, &id("S1"), vec![Event::Authorizing, authorized()]).await;
    live(&store, &id("S1"), cancelled(false)).await;
    listed.cancelled = true;
    assert_eq!(store.archived((2027, 1), None).await.unwrap(), vec![listed]);
}

#[tokio::test]
async fn an_inutilization_only_goes_forward() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let (_store, _note) = listed(&path).await;
    let conn = rusqlite::Connection::open(&path).unwrap();
    let ask = |first: u32, last: u32| {
        format!(
            "INSERT INTO inutilizations (tp_amb, cnpj, serie, first, last, x_just, by, request,
                                         asked_us, state)
             SELECT 1, '{CNPJ}', 1, {first}, {last}, 'numeração não usada', 'Ana', sha256, 1,
                    'sending' FROM archive"
        )
    };
    conn.execute_batch(&ask(5, 7)).unwrap();
    refused(
        &conn,
        &[
            &ask(7, 9),
            &ask(9, 8),
            "UPDATE inutilizations SET last = 9",
            "UPDATE inutilizations SET state = 'registered'",
            "UPDATE inutilizations SET state = 'refused', c_stat = 241, n_prot = '1'",
            "UPDATE inutilizations SET state = 'refused', c_stat = 241;
             UPDATE inutilizations SET state = 'sending', c_stat = NULL",
            "DELETE FROM inutilizations",
            "INSERT OR REPLACE INTO inutilizations SELECT * FROM inutilizations",
        ],
    );
    // What SEFAZ refused may be asked again; what it registered, never.
    let answered = "UPDATE inutilizations SET state = 'refused', c_stat = 241 WHERE id = 1";
    conn.execute_batch(answered).unwrap();
    conn.execute_batch(&ask(5, 7)).unwrap();
    let answered = "UPDATE inutilizations SET state = 'registered', c_stat = 102, n_prot = '1',
                    proc = request WHERE id = 2";
    conn.execute_batch(answered).unwrap();
    assert!(conn.execute_batch(&ask(6, 6)).is_err());
    conn.execute_batch(&ask(8, 9)).unwrap();
}

/// A life never hears of it that its gap was inutilised, and goes on calling it a gap.
#[tokio::test]
async fn an_inutilized_gap_is_not_made_a_gap_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = SqliteStore::open(&path).unwrap();
    let life = id("S1");
    live(&store, &life, vec![created(&life), fetched()]).await;
    take(&store, &life).await.unwrap();
    let discarded = Event::Discarded { by: "Ana".to_owned(), why: "a test order".to_owned() };
    live(&store, &life, vec![held(Code::SpapiRefused), discarded]).await;
    let conn = rusqlite::Connection::open(&path).unwrap();
    let fate =
        || -> String { conn.query_row("SELECT fate FROM numbers", [], |row| row.get(0)).unwrap() };
    assert_eq!(fate(), "gap");
    conn.execute_batch("UPDATE numbers SET fate = 'inutilized'").unwrap();
    live(&store, &life, vec![created(&life)]).await;
    assert_eq!(fate(), "inutilized");
}

#[tokio::test]
async fn a_letter_is_told_of_kept_until_marked_and_never_doubled() {
    let store = SqliteStore::temporary().unwrap();
    let mut lives = store.lives_written();
    let life = id("S1");
    live(&store, &life, vec![created(&life)]).await;
    assert!(lives.has_changed().unwrap());
    lives.mark_unchanged();
    live(&store, &life, vec![held(Code::SpapiRefused)]).await;
    assert!(!lives.has_changed().unwrap(), "a held life has nothing outstanding");
    store.letter_notified().await;
    let letters = store.outbox_unsent(10).await.unwrap();
    assert_eq!(letters.len(), 1);
    let mut again = change(&id("S2"), None, created(&id("S2")), at(0));
    again.letter = letters.first().cloned();
    store.commit(again).await.unwrap();
    assert_eq!(store.outbox_unsent(10).await.unwrap(), letters);
    let store = Arc::new(store);
    let letterbox = Letterbox::new(Arc::clone(&store), SystemClock);
    for _ in 0..2 {
        letterbox.sent(&letters[0].id).await.unwrap();
    }
    assert!(letterbox.unsent(10).await.unwrap().is_empty());
}
