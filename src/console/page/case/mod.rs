//! One case: what happened, what it is about, what people said and did.

mod actions;
mod load;

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::{Place, page};
use crate::console::Shared;
use crate::console::access::Visitor;
use crate::console::refusal::Refusal;
use crate::domain::shipment::Shipment;
use crate::domain::{Fault, LifeId, SellerId, ShipmentId, Timestamp};
use crate::lifecycle::{Entry, Life};
use crate::ports::{AuditRow, Comment, DeskStore, Mark};

/// A case as its page and its actions see it.
pub(in crate::console) struct CaseView {
    /// The life, folded: its state, and the version that an action names.
    pub(in crate::console) life: Life,
    /// Its journal.
    pub(in crate::console) entries: Vec<Entry>,
    /// What waits for a person; empty while nothing does. Personal values are there only when the
    /// page is revealed.
    pub(in crate::console) faults: Vec<Fault>,
    /// What Amazon said, as it said it. Whoever shows it masks it unless `revealed`.
    pub(in crate::console) shipment: Option<Shipment>,
    /// What people put in its place, oldest first.
    pub(in crate::console) corrections: Vec<Corrected>,
    /// Who has it in hand.
    pub(in crate::console) mark: Mark,
    /// What people said.
    pub(in crate::console) comments: Vec<Comment>,
    /// What people did, the newest first.
    pub(in crate::console) deeds: Vec<AuditRow>,
    /// Whether personal data is shown.
    pub(in crate::console) revealed: bool,
    /// When it was read.
    pub(in crate::console) now: Timestamp,
}

/// A correction that somebody made.
pub(in crate::console) struct Corrected {
    /// When.
    pub(in crate::console) at: Timestamp,
    /// The field, in Amazon's words.
    pub(in crate::console) field: String,
    /// What shall stand there; `None` where the law made us forget it. Whoever shows a personal
    /// one masks it unless the page is revealed.
    pub(in crate::console) value: Option<String>,
    /// Who.
    pub(in crate::console) by: String,
    /// Why.
    pub(in crate::console) why: String,
}

/// The id that a path names.
pub(in crate::console) fn id(seller: &str, shipment: &str) -> Result<LifeId, Refusal> {
    let seller = SellerId::parse(seller).map_err(|_| Refusal::NotFound)?;
    let shipment = ShipmentId::parse(shipment).map_err(|_| Refusal::NotFound)?;
    Ok(LifeId { seller, shipment })
}

/// Where a case is.
pub(in crate::console) fn href(id: &LifeId) -> String {
    format!("/caso/{}/{}", id.seller, id.shipment)
}

pub(in crate::console) async fn case<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    Path((seller, shipment)): Path<(String, String)>,
) -> Result<Markup, Refusal> {
    let id = id(&seller, &shipment)?;
    let view = load::view(&console, &id, false).await?;
    let around = actions::around(&console, &view).await?;
    Ok(shown(&view, &around, &visitor))
}

fn shown(view: &CaseView, around: &actions::Around, visitor: &Visitor) -> Markup {
    let content = html! { (actions::panel(view, around, visitor)) };
    page(visitor, Place::Search, view.life.id.shipment.as_str(), &content)
}
