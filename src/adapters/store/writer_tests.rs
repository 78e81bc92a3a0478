//! The writer under what cannot be asked through the trait: one group at a time, a disk that is
//! full, a commit that fails.

use std::sync::Arc;

use rusqlite::Connection;

use super::*;
use crate::ports::Letter;

fn letter(name: &str, size: usize) -> Letter {
    Letter { id: name.to_owned(), body: vec![b'x'; size] }
}

/// Puts a letter in the outbox, as the smallest thing that is written.
fn post(conn: &Connection, wrote: &mut Wrote, letter: &Letter) -> Result<(), StoreError> {
    conn.execute(
        "INSERT INTO outbox (id, body, created_us) VALUES (?1, ?2, 0)",
        (&letter.id, &letter.body),
    )?;
    wrote.letter = true;
    Ok(())
}

async fn posted(store: &SqliteStore) -> Vec<String> {
    store.outbox_unsent(1_000).await.unwrap().into_iter().map(|letter| letter.id).collect()
}

/// Holds the writer until the returned sender is dropped, so that what is asked meanwhile is one
/// group.
async fn pause(store: &Arc<SqliteStore>) -> std::sync::mpsc::Sender<()> {
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let (held, holding) = tokio::sync::oneshot::channel();
    let other = Arc::clone(store);
    tokio::spawn(async move {
        other
            .write(move |_, _| {
                held.send(()).unwrap();
                let _gone = wait.recv();
                Ok(())
            })
            .await
    });
    holding.await.unwrap();
    go
}

type Work = Box<dyn FnOnce(&Connection, &mut Wrote) -> Result<(), StoreError> + Send>;
type Answers = Vec<tokio::task::JoinHandle<Result<(), StoreError>>>;

/// Asks for all of these while the writer is held; they wait in this order.
async fn ask(store: &Arc<SqliteStore>, works: Vec<Work>) -> Answers {
    let mut answers = Vec::new();
    for work in works {
        let store = Arc::clone(store);
        answers.push(tokio::spawn(async move { store.write(work).await }));
        // One thread: the task runs up to its wait before the next is made.
        tokio::task::yield_now().await;
    }
    answers
}

#[tokio::test]
async fn a_request_that_fails_or_panics_takes_nothing_with_it() {
    let store = Arc::new(SqliteStore::temporary().unwrap());
    let go = pause(&store).await;
    let answers = ask(
        &store,
        vec![
            Box::new(|conn, wrote| post(conn, wrote, &letter("first", 1))),
            Box::new(|conn, wrote| {
                post(conn, wrote, &letter("half", 1))?;
                Err(StoreError::Conflict)
            }),
            Box::new(|conn, wrote| {
                post(conn, wrote, &letter("broken", 1))?;
                panic!("a bug");
            }),
            Box::new(|conn, wrote| post(conn, wrote, &letter("first", 1))),
            Box::new(|conn, wrote| post(conn, wrote, &letter("last", 1))),
        ],
    )
    .await;
    drop(go);
    let mut found = Vec::new();
    for answer in answers {
        found.push(match answer.await.unwrap() {
            Ok(()) => "written",
            Err(StoreError::Conflict) => "conflict",
            Err(StoreError::Refused(_)) => "refused",
            Err(StoreError::Failed(_)) => "failed",
        });
    }
    assert_eq!(found, ["written", "conflict", "failed", "refused", "written"]);
    assert_eq!(posted(&store).await, ["first", "last"]);
}

#[tokio::test]
async fn a_commit_that_fails_takes_all_of_its_group_and_the_writer_goes_on() {
    let store = Arc::new(SqliteStore::temporary().unwrap());
    let go = pause(&store).await;
    let answers = ask(
        &store,
        vec![
            Box::new(|conn, wrote| post(conn, wrote, &letter("first", 1))),
            Box::new(|_, _| Err(StoreError::Conflict)),
            // Nothing is wrong until the commit.
            Box::new(|conn, _| {
                conn.execute_batch(
                    "PRAGMA defer_foreign_keys = ON;
                     INSERT INTO journal VALUES ('nobody', 'nothing', 1, 0, '{}')",
                )?;
                Ok(())
            }),
        ],
    )
    .await;
    drop(go);
    for answer in answers {
        // A conflict too: what it saw was not committed.
        assert!(matches!(answer.await.unwrap(), Err(StoreError::Failed(_))));
    }
    assert!(posted(&store).await.is_empty());
    store.write(|conn, wrote| post(conn, wrote, &letter("next", 1))).await.unwrap();
    assert_eq!(posted(&store).await, ["next"]);
}

#[tokio::test]
async fn a_full_disk_fails_what_does_not_fit_and_is_got_over() {
    let store = Arc::new(SqliteStore::temporary().unwrap());
    let bound = |pages: i64| {
        let store = Arc::clone(&store);
        async move {
            store
                .write(move |conn, _| {
                    let now: i64 = conn.query_row("PRAGMA page_count", [], |row| row.get(0))?;
                    let sql = format!("PRAGMA max_page_count = {}", now + pages);
                    Ok(conn.query_row(&sql, [], |row| row.get::<_, i64>(0))?)
                })
                .await
                .unwrap()
        }
    };
    bound(10).await;
    let go = pause(&store).await;
    let answers = ask(
        &store,
        vec![
            Box::new(|conn, wrote| post(conn, wrote, &letter("small", 1))),
            Box::new(|conn, wrote| post(conn, wrote, &letter("large", 1_000_000))),
        ],
    )
    .await;
    drop(go);
    let mut found = Vec::new();
    for answer in answers {
        found.push(answer.await.unwrap());
    }
    assert!(matches!(found.last(), Some(Err(StoreError::Failed(_)))), "{found:?}");
    // Whether its neighbour is written is SQLite's choice; that it is answered truly is ours.
    assert_eq!(posted(&store).await.contains(&"small".to_owned()), found[0].is_ok());
    bound(1_000_000).await;
    store.write(|conn, wrote| post(conn, wrote, &letter("large", 1_000_000))).await.unwrap();
    assert!(posted(&store).await.contains(&"large".to_owned()));
    assert!(store.integrity().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_nobody_waits_for_is_not_begun() {
    let store = Arc::new(SqliteStore::temporary().unwrap());
    let go = pause(&store).await;
    let mut answers = ask(
        &store,
        vec![
            Box::new(|conn, wrote| post(conn, wrote, &letter("left", 1))),
            Box::new(|conn, wrote| post(conn, wrote, &letter("stayed", 1))),
        ],
    )
    .await;
    let left = answers.remove(0);
    left.abort();
    assert!(left.await.unwrap_err().is_cancelled());
    drop(go);
    answers.remove(0).await.unwrap().unwrap();
    assert_eq!(posted(&store).await, ["stayed"]);
}

#[tokio::test]
async fn closing_waits_for_those_inside() {
    let store = Arc::new(SqliteStore::temporary().unwrap());
    let go = pause(&store).await;
    let answers =
        ask(&store, vec![Box::new(|conn, wrote| post(conn, wrote, &letter("inside", 1)))]).await;
    let closing = tokio::spawn({
        let store = Arc::clone(&store);
        async move { store.close().await }
    });
    tokio::task::yield_now().await;
    assert!(!closing.is_finished());
    drop(go);
    closing.await.unwrap().unwrap();
    for answer in answers {
        answer.await.unwrap().unwrap();
    }
    assert!(store.write(|_, _| Ok(())).await.is_err());
    store.close().await.unwrap();
}
