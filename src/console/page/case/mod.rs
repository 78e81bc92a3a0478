//! One case: what happened, what it is about, what people said and did.

mod actions;
mod files;
mod head;
mod load;
mod memoria;
mod note;
mod papers;
mod records;
mod sale;
mod timeline;
mod versions;

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::{Place, page};
use crate::console::Shared;
use crate::console::access::Visitor;
use crate::console::form::Posted;
use crate::console::refusal::Refusal;
use crate::domain::shipment::Shipment;
use crate::domain::{Fault, LifeId, SellerId, ShipmentId, Timestamp};
use crate::lifecycle::{Entry, Life};
use crate::ports::{AuditRow, Comment, DeedKind, DeskStore, Mark, Role};
use crate::words::desk::search;

pub(in crate::console) use files::{danfe, xml};
pub(super) use head::reveal_form;

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
    shown(&console, &view, &visitor).await
}

/// Why somebody looks at personal data.
#[derive(serde::Deserialize)]
pub(in crate::console) struct Reveal {
    /// For the audit.
    pub(in crate::console) why: String,
}

impl Reveal {
    /// A reason that says something, and not too much.
    pub(in crate::console) fn bounded(why: &str) -> Result<&str, Refusal> {
        let why = why.trim();
        match why.chars().count() {
            1..=500 => Ok(why),
            _ => Err(Refusal::BadForm),
        }
    }
}

/// The page with everything on it, in this answer alone, for a reason that goes into the audit.
pub(in crate::console) async fn reveal<S: DeskStore>(
    State(console): State<Shared<S>>,
    Path((seller, shipment)): Path<(String, String)>,
    Posted { visitor, form: Reveal { why } }: Posted<Reveal>,
) -> Result<Markup, Refusal> {
    let id = id(&seller, &shipment)?;
    let why = Reveal::bounded(&why)?;
    console.stage.life(&id).await?.ok_or(Refusal::NotFound)?;
    let deed = visitor.deed(console.now(), DeedKind::Reveal).of(&id).because(why);
    visitor.need(Role::Analista, &console, deed.clone()).await?;
    console.store().note(deed).await?;
    let view = load::view(&console, &id, true).await?;
    shown(&console, &view, &visitor).await
}

async fn shown<S: DeskStore>(
    console: &Shared<S>,
    view: &CaseView,
    visitor: &Visitor,
) -> Result<Markup, Refusal> {
    let lang = visitor.lang;
    let around = actions::around(console, view).await?;
    let papers = papers::read(console, view).await?;
    let until = console.stage.cancel_until(&view.life);
    let content = html! {
        (head::facts(view, until.as_ref(), lang))
        (head::reveal(view, visitor))
        (head::faults(view, lang))
        (actions::panel(view, &around, visitor))
        (note::section(view, &papers, visitor))
        (versions::section(&papers, view.revealed, lang))
        (sale::section(view, lang))
        (records::corrections(view, lang))
        (timeline::section(view, lang))
        (records::comments(view, lang))
        (records::deeds(view, lang))
    };
    let title = format!("{} {}", search::SHIPMENT.say(lang), view.life.id.shipment);
    Ok(page(visitor, Place::Search, &title, &content))
}
