//! From the store's list to the disk: write, make it safe, then mark.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::sync::watch;

use super::{Archive, ArchiveError};
use crate::adapters::store::SqliteStore;
use crate::ports::{Clock, Filing, Store, StoreError};

/// Documents between two marks.
const BATCH: usize = 64;

/// How long a batch may take: a disk that answers so late is taken for one that is away.
const DISK: Duration = Duration::from_secs(120);

/// How long after a trouble it is tried again.
const AGAIN: Duration = Duration::from_secs(30);

/// Names of documents that are told of once and not again.
const TOLD_MAX: usize = 1_000;

/// Files documents until asked to stop. One is marked after it is safe on disk and never before;
/// whatever goes wrong leaves it where it is, and it is tried again.
pub async fn work(
    archive: &Archive,
    store: &SqliteStore,
    clock: &impl Clock,
    mut stop: watch::Receiver<bool>,
) {
    let mut told = BTreeSet::new();
    while !*stop.borrow() {
        let well = match round(archive, store, clock, &stop, &mut told).await {
            Ok(well) => well,
            Err(error) => {
                tracing::error!(error = %error, "documents wait for the archive: the store does not answer");
                false
            }
        };
        tokio::select! {
            () = stopped(&mut stop) => break,
            () = store.filing_notified(), if well => {}
            () = tokio::time::sleep(AGAIN), if !well => {}
        }
    }
    tracing::info!("the archive has stopped");
}

/// Resolves when the stop is asked for, or nobody is left who could.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // Both ends mean the same.
    let _gone = stop.wait_for(|it| *it).await;
}

/// All that is listed, page by page, until asked to stop. `false`: some of it could not be filed.
async fn round(
    archive: &Archive,
    store: &SqliteStore,
    clock: &impl Clock,
    stop: &watch::Receiver<bool>,
    told: &mut BTreeSet<String>,
) -> Result<bool, StoreError> {
    let mut well = true;
    let mut last: Option<Filing> = None;
    while !*stop.borrow() {
        let page = store.unfiled(last.as_ref(), BATCH).await?;
        let Some(end) = page.last() else { break };
        last = Some(end.clone());
        let mut documents = Vec::with_capacity(page.len());
        for filing in page {
            match store.body(&filing.digest).await {
                Ok(Some(bytes)) => documents.push((filing, bytes)),
                Ok(None) => {
                    well = false;
                    tell(told, &filing, "its bytes are not in the store any more");
                }
                Err(error) => {
                    well = false;
                    tell(told, &filing, &error.to_string());
                }
            }
        }
        let kept = keep(archive.clone(), documents).await;
        if !kept.filed.is_empty() {
            tracing::debug!(documents = kept.filed.len(), "documents are in the archive");
            store.filed(kept.filed, clock.now()).await?;
        }
        for filing in &kept.other {
            well = false;
            let path = archive.path(filing);
            tell(told, filing, &format!("{}: another document lies there", path.display()));
        }
        if let Some(error) = kept.disk {
            // Nothing is lost: the documents are in the store, and stay listed.
            tracing::error!(error, "documents wait: the archive cannot be written");
            return Ok(false);
        }
    }
    Ok(well)
}

/// Somebody must act, and is told once: it is tried again for ever.
fn tell(told: &mut BTreeSet<String>, filing: &Filing, why: &str) {
    if told.len() < TOLD_MAX && told.insert(filing.name.clone()) {
        tracing::error!(document.name = filing.name, why, "a document cannot be archived");
    }
}

#[derive(Default)]
struct Kept {
    filed: Vec<Filing>,
    other: Vec<Filing>,
    disk: Option<String>,
}

/// Writes them, on a thread that may wait for the disk.
async fn keep(archive: Archive, documents: Vec<(Filing, Vec<u8>)>) -> Kept {
    let work = tokio::task::spawn_blocking(move || {
        let mut kept = Kept::default();
        for (filing, bytes) in documents {
            match archive.keep(&filing, &bytes) {
                Ok(()) => kept.filed.push(filing),
                Err(ArchiveError::Other(_)) => kept.other.push(filing),
                Err(error @ ArchiveError::Disk { .. }) => {
                    kept.disk = Some(error.to_string());
                    break;
                }
            }
        }
        kept
    });
    let lost = |why: &str| Kept { disk: Some(why.to_owned()), ..Kept::default() };
    match tokio::time::timeout(DISK, work).await {
        Ok(Ok(kept)) => kept,
        Ok(Err(_)) => lost("writing panicked: a bug of ours"),
        Err(_) => lost("the disk does not answer"),
    }
}
