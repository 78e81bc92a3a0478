//! One action on all that a filter shows, at a pace: decided on pages, carried out beside them.

mod plan;
mod run;

pub use run::Runner;

pub(super) use run::beside;

use super::Console;
use super::access::Visitor;
use super::refusal::Refusal;
use crate::ports::{ApprovalRow, Deed, DeedKind, DeskStore, Origin, Role};

/// Who may make bulks.
pub(super) const ROLE: Role = Role::Analista;

/// The second person's yes: it runs from now on.
pub(super) async fn approved<S: DeskStore>(
    console: &Console<S>,
    visitor: &Visitor,
    row: &ApprovalRow,
    bulk: i64,
    why: String,
) -> Result<(), Refusal> {
    let origin = Origin { approval: Some(row.id), ..visitor.origin() };
    let deed = Deed::new(console.now(), visitor.name(), origin, DeedKind::Bulk).because(why);
    Ok(console.store().approve_bulk(bulk, deed).await?)
}

impl<S: DeskStore> Console<S> {
    /// Whether another person must look at a bulk first; the store's own tables hold it too.
    pub(super) fn bulk_needs_second(&self, action: DeedKind, cases: u64) -> bool {
        let rule = &self.settings.four_eyes;
        cases > u64::from(rule.bulk_above) || (action == DeedKind::Discard && rule.discard)
    }
}
