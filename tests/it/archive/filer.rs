//! From the list to the disk: whatever is listed is filed, and nothing is lost on the way.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fba_nfe::adapters::archive::{self, Archive};
use fba_nfe::adapters::clock::SystemClock;
use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::ports::{Body, Filing, Store};
use tokio::sync::watch;

use super::documents::{NOTES, note, sample};
use crate::store::fixtures::{at, change, created, id};

const LIMIT: Duration = Duration::from_secs(60);

/// Lists documents, each with a life of its own.
pub(super) async fn list(store: &SqliteStore, documents: Vec<(Filing, Body)>) {
    for (filing, body) in documents {
        let name = filing.name.get(filing.name.len() - 20..).unwrap();
        let life = id(&format!("{}{name}", filing.kind.as_str().replace('_', "")));
        let mut change = change(&life, None, created(&life), at(0));
        change.bodies.push(body);
        change.filings = vec![filing];
        store.commit(change).await.unwrap();
    }
}

/// Works until nothing is listed, or `enough` says so.
pub(super) async fn work_until<F, Fut>(store: &Arc<SqliteStore>, root: &Path, enough: F)
where
    F: Fn() -> Fut,
    Fut: Future<Output = bool>,
{
    let (tell, told) = watch::channel(false);
    let (own, archive) = (Arc::clone(store), Archive::new(root));
    let filer = tokio::spawn(async move {
        archive::work(&archive, &own, &SystemClock, told).await;
    });
    let waiting = async {
        while !enough().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LIMIT, waiting).await.unwrap();
    tell.send(true).unwrap();
    tokio::time::timeout(LIMIT, filer).await.unwrap().unwrap();
}

pub(super) async fn file_all(store: &Arc<SqliteStore>, root: &Path) {
    work_until(store, root, || async { store.unfiled(None, 1).await.unwrap().is_empty() }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_listed_is_filed_once_and_read_only() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    let store = Arc::new(SqliteStore::open(&folder.path().join("store.db")).unwrap());
    // More than one page of them.
    let documents: Vec<_> = (0..200)
        .map(|at| {
            let (mut filing, body) = note(sample(NOTES[0]));
            filing.name = format!("{}{at:03}", &filing.name[..41]);
            (filing, body)
        })
        .collect();
    list(&store, documents.clone()).await;
    file_all(&store, &root).await;
    let archive = Archive::new(&root);
    for (filing, body) in &documents {
        assert_eq!(archive.read(filing).unwrap().as_ref(), Some(&body.bytes));
        let mode = std::fs::metadata(archive.path(filing)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o440);
    }
    let listed = store.archived(documents[0].0.year_month, None).await.unwrap();
    assert!(listed.len() == 200 && listed.iter().all(|it| it.filed_at.is_some()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_away_costs_nothing_but_time() {
    let folder = tempfile::tempdir().unwrap();
    let mount = folder.path().join("mount");
    let root = mount.join("archive");
    let store = Arc::new(SqliteStore::open(&folder.path().join("store.db")).unwrap());
    let (filing, body) = note(sample(NOTES[0]));
    list(&store, vec![(filing.clone(), body.clone())]).await;
    // It stops at once, though it waits for its next try.
    work_until(&store, &root, || async { true }).await;
    assert_eq!(store.unfiled(None, 9).await.unwrap(), vec![filing.clone()]);
    assert!(!mount.exists());
    std::fs::create_dir(&mount).unwrap();
    file_all(&store, &root).await;
    assert_eq!(Archive::new(&root).read(&filing).unwrap(), Some(body.bytes));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_document_is_never_written_over_and_stops_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    let store = Arc::new(SqliteStore::open(&folder.path().join("store.db")).unwrap());
    let documents: Vec<_> = NOTES.iter().map(|path| note(sample(path))).collect();
    let archive = Archive::new(&root);
    let (stuck, same) = (&documents[1].0, &documents[2]);
    archive.keep(stuck, b"somebody else's").unwrap();
    archive.keep(&same.0, &same.1.bytes).unwrap();
    list(&store, documents.clone()).await;
    work_until(&store, &root, || async { store.unfiled(None, 9).await.unwrap().len() == 1 }).await;
    assert_eq!(store.unfiled(None, 9).await.unwrap(), vec![stuck.clone()]);
    assert_eq!(archive.read(stuck).unwrap().unwrap(), b"somebody else's");
    // A person put it aside.
    let path = archive.path(stuck);
    std::fs::rename(&path, path.with_extension("aside")).unwrap();
    file_all(&store, &root).await;
    assert_eq!(archive.read(stuck).unwrap(), Some(documents[1].1.bytes.clone()));
}
