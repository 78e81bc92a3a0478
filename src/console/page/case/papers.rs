//! What is written of the note: its XML, its earlier versions, and how its figures came to be.

use crate::console::Shared;
use crate::console::refusal::Refusal;
use crate::domain::invoice::Invoice;
use crate::domain::memoria::Memoria;
use crate::domain::{Digest, Timestamp};
use crate::lifecycle::{Draft, Entry, Event, Life};
use crate::nfe::{self, Document};
use crate::ports::{DeskStore, StoreError};
use crate::tax;

use super::CaseView;

/// Versions that are held against each other: the last ones.
const VERSIONS_MAX: usize = 6;

pub(super) struct Papers {
    /// The note, as far as it has come.
    pub(super) note: Option<Paper>,
    /// Every draft that was numbered, the oldest first.
    pub(super) versions: Vec<Version>,
}

/// A note that can be read.
pub(super) struct Paper {
    pub(super) document: Option<Document>,
    pub(super) invoice: Option<Invoice>,
    pub(super) memoria: Option<Memoria>,
    /// Whether the next note is drafted anew.
    pub(super) old: bool,
    /// Whether its bytes are signed: those are given away as a file.
    pub(super) signed: bool,
}

/// One draft.
pub(super) struct Version {
    pub(super) seq: u64,
    pub(super) at: Timestamp,
    pub(super) document: Option<Document>,
}

pub(super) async fn read<S: DeskStore>(
    console: &Shared<S>,
    view: &CaseView,
) -> Result<Papers, Refusal> {
    let store = console.store();
    let drafts: Vec<(&Entry, &Draft)> = view.entries.iter().filter_map(drafted).collect();
    let mut versions = Vec::new();
    for (entry, draft) in drafts.iter().skip(drafts.len().saturating_sub(VERSIONS_MAX)) {
        let document = unsigned(store, draft).await?;
        versions.push(Version { seq: entry.seq, at: entry.at, document });
    }
    let held = view.life.state.draft();
    let Some(draft) = held.or(drafts.last().map(|(_, draft)| *draft)) else {
        return Ok(Papers { note: None, versions });
    };
    let signed = signed_bytes(&view.life);
    let document = match &signed {
        Some(digest) => store.body(digest).await?.and_then(|bytes| nfe::read(&bytes).ok()),
        None => unsigned(store, draft).await?,
    };
    let invoice = document.as_ref().and_then(|it| nfe::read::invoice(it).ok());
    let invoice = invoice.map(|it| it.invoice);
    // The draft's own figures name their sources; reckoned again they are the same amounts.
    let own = console.stage.redraft(&view.life, draft).await?;
    let memoria =
        own.map(|it| it.memoria).or_else(|| invoice.as_ref().map(|it| tax::retell(it).memoria));
    let note = Paper { document, invoice, memoria, old: held.is_none(), signed: signed.is_some() };
    Ok(Papers { note: Some(note), versions })
}

fn drafted(entry: &Entry) -> Option<(&Entry, &Draft)> {
    match &entry.event {
        Event::Numbered { draft, .. } => Some((entry, draft)),
        _ => None,
    }
}

/// The exact bytes that went, or go, to SEFAZ and Amazon.
pub(super) fn signed_bytes(life: &Life) -> Option<Digest> {
    let sealed = life.state.sealed()?;
    Some(life.state.note().map_or(&sealed.xml, |it| &it.nfe_proc).clone())
}

async fn unsigned<S: DeskStore>(store: &S, draft: &Draft) -> Result<Option<Document>, StoreError> {
    let Some(xml) = store.body(&draft.unsigned).await? else { return Ok(None) };
    Ok(Document::of(&nfe::Unsigned { key: draft.key.clone(), xml }).ok())
}
