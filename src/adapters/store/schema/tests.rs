//! Steps are climbed whole or not at all, and a store of any age keeps what it holds.

use super::*;

fn version_of(conn: &Connection) -> i64 {
    conn.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

fn count(conn: &Connection, sql: &str) -> i64 {
    conn.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_store_is_taken_on_with_what_it_holds() {
    let mut conn = Connection::open_in_memory().unwrap();
    climb(&mut conn, &STEPS[..1]).unwrap();
    conn.execute("INSERT INTO buckets VALUES ('A', 'op', 7)", []).unwrap();
    let steps = [STEPS[0], "ALTER TABLE buckets ADD COLUMN seen INTEGER", "SELECT 1", "SELECT 1"];
    climb(&mut conn, &steps).unwrap();
    assert_eq!(version_of(&conn), 4);
    let kept: (i64, Option<i64>) = conn
        .query_row("SELECT tat_us, seen FROM buckets", [], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap();
    assert_eq!(kept, (7, None));
    assert!(matches!(migrate(&mut conn), Err(OpenError::Newer { found: 4, known: 3 })));
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

/// Every table of version 1, with something in it: an accepted note, a held one whose number is
/// a gap, one that is being sent.
fn full_version_1() -> Connection {
    let mut conn = Connection::open_in_memory().unwrap();
    conn.pragma_update(None, "foreign_keys", true).unwrap();
    climb(&mut conn, &STEPS[..1]).unwrap();
    let (body, note) = ("a".repeat(64), "b".repeat(64));
    let key = |n: u8| format!("3527011122233300018155001000000{n:03}1000000076");
    let (one, three) = (key(1), key(3));
    conn.execute_batch(&format!(
        "INSERT INTO bodies VALUES ('{body}', x'01', 1), ('{note}', x'02', 2);
         INSERT INTO deliveries VALUES ('{body}', 1, 'm', 'unreadable', NULL, NULL, 'x', 'open');
         INSERT INTO delivery_actions VALUES (1, '{body}', 'discarded', 'Ana', 'noise', 2);
         INSERT INTO lives VALUES
            ('A', 'S1', 'o1', 'accepted', NULL, 5, 3, '{one}', 100, NULL, 1, 5),
            ('A', 'S2', 'o2', 'held', NULL, 5, 2, NULL, NULL, 'tax.x', 1, 5),
            ('A', 'S3', 'o3', 'authorizing', 'ask_sefaz', 9, 2, '{three}', 7, NULL, 1, 5);
         INSERT INTO journal VALUES
            ('A', 'S1', 1, 1, '{{\"event\":\"created\"}}'),
            ('A', 'S1', 2, 2, '{{\"event\":\"authorized\",\"nfe_proc\":\"{note}\"}}'),
            ('A', 'S1', 3, 3, '{{\"event\":\"accepted\"}}'),
            ('A', 'S2', 1, 1, '{{}}'), ('A', 'S2', 2, 2, '{{}}'),
            ('A', 'S3', 1, 1, '{{}}'), ('A', 'S3', 2, 2, '{{}}');
         INSERT INTO series VALUES (1, '11222333000181', 1, 4);
         INSERT INTO numbers VALUES
            (1, '11222333000181', 55, 1, 1, 7, 'A', 'S1', 'taken', 'numbered', 1, 1),
            (1, '11222333000181', 55, 1, 2, 7, 'A', 'S2', 'taken', 'numbered', 1, 1),
            (1, '11222333000181', 55, 1, 3, 7, 'A', 'S3', 'taken', 'numbered', 1, 1);
         UPDATE numbers SET fate = 'authorized', reason = 'authorized', seq = 2 WHERE n_nf = 1;
         UPDATE numbers SET fate = 'gap', reason = 'dropped', seq = 2 WHERE n_nf = 2;
         INSERT INTO buckets VALUES ('A', 'op', 7);
         INSERT INTO outbox VALUES (1, 'l-1', x'7b7d', 1, NULL);"
    ))
    .unwrap();
    conn
}

const OLD_TABLES: [&str; 9] = [
    "bodies",
    "deliveries",
    "delivery_actions",
    "lives",
    "journal",
    "series",
    "numbers",
    "buckets",
    "outbox",
];

/// Every row, column by column, as text.
fn rows(conn: &Connection, table: &str) -> Vec<String> {
    let mut query = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let width = query.column_count();
    let found = query
        .query_map([], |row| {
            Ok((0..width).map(|i| format!("{:?}|", row.get_ref(i).unwrap())).collect::<String>())
        })
        .unwrap();
    let mut rows: Vec<String> = found.map(Result::unwrap).collect();
    rows.sort();
    rows
}

/// The names of what hangs on tables: indexes and triggers.
fn names(conn: &Connection, sql: &str) -> Vec<String> {
    let mut query = conn.prepare(sql).unwrap();
    let found = query.query_map([], |row| row.get(0)).unwrap();
    found.map(Result::unwrap).collect()
}

#[test]
fn version_1_comes_up_whole() {
    let mut conn = full_version_1();
    let before: Vec<_> = OLD_TABLES.iter().map(|table| rows(&conn, table)).collect();
    assert!(before.iter().all(|rows| !rows.is_empty()));
    let old = names(&conn, "SELECT name FROM sqlite_schema ORDER BY name");
    bring_up(&mut conn, &STEPS[..2]).unwrap();
    assert_eq!(version_of(&conn), 2);
    let after: Vec<_> = OLD_TABLES.iter().map(|table| rows(&conn, table)).collect();
    assert_eq!(before, after);
    let new = names(&conn, "SELECT name FROM sqlite_schema ORDER BY name");
    let lost: Vec<_> = old.iter().filter(|name| !new.contains(name)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(!new.iter().any(|name| name.ends_with("_2")
        && !old.contains(name)
        && (name.starts_with("lives") || name == "numbers_2")));
    assert!(conn.pragma_query_value(None, "foreign_keys", |r| r.get::<_, bool>(0)).unwrap());
    assert_eq!(count(&conn, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    let sound: String = conn.query_row("PRAGMA integrity_check", [], |r| r.get(0)).unwrap();
    assert_eq!(sound, "ok");
    // Children still name their parents, not the tables that are gone.
    let sql: String = conn
        .query_row("SELECT group_concat(sql) FROM sqlite_schema", [], |row| row.get(0))
        .unwrap();
    assert!(!sql.contains("lives_2") && !sql.contains("numbers_2"), "{sql}");
    // The archive knows what was authorised before there was one.
    let listed = rows(&conn, "archive");
    assert_eq!(listed.len(), 1, "{listed:?}");
    let month: (String, i64, i64, i64, Option<i64>) = conn
        .query_row("SELECT cnpj, year, month, listed_us, filed_us FROM archive", [], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?))
        })
        .unwrap();
    assert_eq!(month, ("11222333000181".to_owned(), 2027, 1, 2, None));
}

#[test]
fn the_rules_of_version_1_still_hold_and_those_of_2_do() {
    let mut conn = full_version_1();
    migrate(&mut conn).unwrap();
    for sql in [
        "UPDATE journal SET entry = '{}'",
        "DELETE FROM journal",
        "INSERT INTO journal VALUES ('A', 'S1', 9, 1, '{}')",
        "INSERT INTO journal VALUES ('A', 'no such life', 1, 1, '{}')",
        "DELETE FROM lives",
        "DELETE FROM numbers",
        "UPDATE lives SET state = 'happy'",
        "UPDATE lives SET state = 'voided' WHERE lane IS NOT NULL",
        "UPDATE numbers SET seq = 99",
        "UPDATE numbers SET fate = 'authorized', shipment = 'S1' WHERE n_nf = 3",
        "UPDATE numbers SET fate = 'cancelled' WHERE n_nf = 3",
        "UPDATE numbers SET fate = 'cancelled' WHERE n_nf = 2",
        "UPDATE numbers SET fate = 'inutilized' WHERE n_nf = 1",
        "UPDATE numbers SET fate = 'inutilized' WHERE n_nf = 3",
        "UPDATE numbers SET fate = 'gap' WHERE n_nf = 1",
    ] {
        conn.execute_batch("BEGIN").unwrap();
        let error = conn.execute_batch(sql).expect_err(sql);
        assert_eq!(
            error.sqlite_error_code(),
            Some(rusqlite::ErrorCode::ConstraintViolation),
            "{sql}: {error}"
        );
        conn.execute_batch("ROLLBACK").unwrap();
    }
    conn.execute_batch(
        "UPDATE lives SET state = 'cancelling', lane = 'register' WHERE shipment = 'S1';
         UPDATE lives SET state = 'correcting' WHERE shipment = 'S1';
         UPDATE lives SET state = 'voided', lane = NULL WHERE shipment = 'S1';
         UPDATE numbers SET fate = 'cancelled' WHERE n_nf = 1;
         UPDATE numbers SET fate = 'inutilized' WHERE n_nf = 2;",
    )
    .unwrap();
    for sql in [
        "UPDATE numbers SET fate = 'authorized' WHERE n_nf = 1",
        "UPDATE numbers SET fate = 'gap' WHERE n_nf = 2",
    ] {
        assert!(conn.execute_batch(sql).is_err(), "{sql}");
    }
}

#[test]
fn what_does_not_hold_together_is_not_brought_up() {
    let mut conn = full_version_1();
    conn.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM bodies; PRAGMA foreign_keys = ON")
        .unwrap();
    let error = migrate(&mut conn).unwrap_err();
    assert!(matches!(error, OpenError::Orphans { version: 2, rows: 1 }), "{error}");
    assert_eq!(version_of(&conn), 1);
    assert_eq!(count(&conn, "SELECT count(*) FROM lives"), 3);
    assert!(conn.pragma_query_value(None, "foreign_keys", |r| r.get::<_, bool>(0)).unwrap());
}

/// A sale that was held under version 2 is found by its causes: the last list of faults.
#[test]
fn version_2_comes_up_with_the_causes_of_what_is_held() {
    let mut conn = Connection::open_in_memory().unwrap();
    bring_up(&mut conn, &STEPS[..2]).unwrap();
    conn.execute_batch(
        r#"INSERT INTO lives (seller, shipment, order_id, state, due_us, version, total_cents, fault,
                              began_us, updated_us) VALUES
            ('A', 'S1', 'o1', 'held', 5, 4, 700, 'sefaz.rejected', 1, 5),
            ('A', 'S2', 'o2', 'received', 5, 1, NULL, NULL, 1, 5);
         INSERT INTO journal VALUES
            ('A', 'S1', 1, 1, '{"event":"created"}'),
            ('A', 'S1', 2, 2, '{"event":"held","faults":[{"code":"product.unknown",
                "stage":"draft","field":"ShipmentItems[0].SellerSKU","mender":"cadastro"}]}'),
            ('A', 'S1', 3, 3, '{"event":"rejected","faults":[{"code":"sefaz.rejected",
                "stage":"authorize","field":"cStat","value":"302","mender":"fiscal"}]}'),
            ('A', 'S1', 4, 4, '{"event":"corrected"}'),
            ('A', 'S2', 1, 1, '{"event":"created"}');"#,
    )
    .unwrap();
    migrate(&mut conn).unwrap();
    assert_eq!(version_of(&conn), 3);
    let cause = "stage || ' ' || code || ' ' || field || ' ' || mender || ' ' || opened_seq || ' ' || \
                 opened_us || ' ' || worth_cents";
    let found = names(&conn, &format!("SELECT {cause} FROM causes WHERE closed_us IS NULL"));
    assert_eq!(found, ["authorize sefaz.rejected cStat 302 fiscal 3 3 700"]);
    assert_eq!(count(&conn, "SELECT worth_cents FROM lives WHERE shipment = 'S1'"), 700);
}

/// A second person is the table's own law, whoever writes.
#[test]
fn what_needs_a_second_person_is_refused_without_one() {
    let mut conn = Connection::open_in_memory().unwrap();
    migrate(&mut conn).unwrap();
    conn.execute_batch(
        "INSERT INTO users VALUES ('ana', 'Ana', 'analista', NULL, 'en', 1, 1, 1),
                                  ('rui', 'Rui', 'aprovador', NULL, 'en', 1, 1, 1);
         INSERT INTO four_eyes VALUES ('discard', -1, 0), ('correct', 10000, 0);
         INSERT INTO approvals (id, action, seller, shipment, version, payload, why, cases,
                                requested_by, requested_us, state)
         VALUES (1, 'discard', 'A', 'S1', 3, '{}', 'x', 1, 'ana', 1, 'open');",
    )
    .unwrap();
    let deed = |seq: i64, action: &str, shipment: &str, approval: &str, worth: &str| {
        format!(
            "INSERT INTO audit VALUES ({seq}, 1, 'rui', 'aprovador', '127.0.0.1', '{action}',
                'done', 'A', '{shipment}', NULL, 3, {approval}, {worth}, 1, 'x', NULL, NULL,
                coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), ''), '{}')",
            "0".repeat(64)
        )
    };
    let refused = |sql: &str| conn.execute_batch(sql).expect_err(sql).to_string();
    assert!(refused(&deed(1, "discard", "S1", "NULL", "5")).contains("second person"));
    assert!(refused(&deed(1, "correct", "S1", "NULL", "10001")).contains("second person"));
    assert!(refused(&deed(1, "correct", "S1", "NULL", "NULL")).contains("second person"));
    assert!(refused(&deed(1, "discard", "S1", "1", "5")).contains("approved"));
    assert!(
        refused("UPDATE approvals SET state = 'approved', decided_by = 'ana', decided_us = 2")
            .contains("two_people_approve")
    );
    let decided = "UPDATE approvals SET state = 'approved', decided_by = 'rui', decided_us = 2";
    conn.execute_batch(decided).unwrap();
    assert!(refused(decided).contains("never changed"));
    assert!(refused(&deed(1, "discard", "S2", "1", "5")).contains("approved"));
    conn.execute_batch(&deed(1, "discard", "S1", "1", "5")).unwrap();
    conn.execute_batch(&deed(2, "correct", "S1", "NULL", "10000")).unwrap();
    assert!(refused(&deed(4, "resume", "S1", "NULL", "1")).contains("grows by one"));
    assert!(refused("UPDATE audit SET why = 'y'").contains("never changed"));
    assert!(refused("DELETE FROM audit").contains("never deleted"));
}
