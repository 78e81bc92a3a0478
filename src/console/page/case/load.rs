//! What the page of a case is made of, read from the store.

use super::{CaseView, Corrected};
use crate::console::Shared;
use crate::console::refusal::Refusal;
use crate::domain::{Fault, LifeId};
use crate::lifecycle::{Entry, Event, Life, State};
use crate::ports::{AuditFilter, DeskStore, StoreError};
use crate::stage::wire::read_shipment;
use crate::stage::{correction_value, reveal};

/// Rows of the audit that a case shows.
const DEEDS_MAX: usize = 200;

/// A case as it is on record.
pub(super) async fn view<S: DeskStore>(
    console: &Shared<S>,
    id: &LifeId,
    revealed: bool,
) -> Result<CaseView, Refusal> {
    let store = console.store();
    let entries = store.journal(id).await?;
    let life = Life::fold(id, &entries).ok_or(Refusal::NotFound)?;
    let shipment = match &life.shipment {
        Some(digest) => store.body(digest).await?.and_then(|body| read_shipment(&body).ok()),
        None => None,
    };
    let deeds = AuditFilter { life: Some(id.clone()), limit: DEEDS_MAX, ..AuditFilter::default() };
    Ok(CaseView {
        faults: faults(store, &life, revealed).await?,
        corrections: corrections(store, &entries).await?,
        mark: store.mark(id).await?,
        comments: store.comments(id).await?,
        deeds: store.audit(deeds).await?,
        now: console.now(),
        shipment,
        revealed,
        life,
        entries,
    })
}

/// What waits for a person.
async fn faults<S: DeskStore>(
    store: &S,
    life: &Life,
    revealed: bool,
) -> Result<Vec<Fault>, StoreError> {
    let State::Held { faults, private, .. } = &life.state else { return Ok(Vec::new()) };
    match private {
        Some(private) if revealed => {
            let body = store.body(private).await?.unwrap_or_default();
            Ok(reveal(faults, &body))
        }
        _ => Ok(faults.clone()),
    }
}

async fn corrections<S: DeskStore>(
    store: &S,
    entries: &[Entry],
) -> Result<Vec<Corrected>, StoreError> {
    let mut found = Vec::new();
    for entry in entries {
        if let Event::Corrected { field, value, by, why } = &entry.event {
            let body = store.body(value).await?;
            found.push(Corrected {
                at: entry.at,
                field: field.clone(),
                value: body.as_deref().and_then(correction_value),
                by: by.clone(),
                why: why.clone(),
            });
        }
    }
    Ok(found)
}
