//! What one person asked for, and another decides.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use crate::console::Shared;
use crate::console::access::{Done, Visitor};
use crate::console::bulk;
use crate::console::form::Posted;
use crate::console::page::case::href;
use crate::console::page::{Place, csrf, page};
use crate::console::refusal::Refusal;
use crate::console::show::{moment, reais};
use crate::domain::correction::{Correction, Subject, is_personal};
use crate::domain::{Digest, LifeId};
use crate::ports::{ApprovalRow, DeedKind, DeskStore, Ending, Origin, Role};
use crate::stage::{Action, Verb, later};
use crate::words::Lang;
use crate::words::desk::act as words;
use crate::words::desk::shell;

/// Requests that the page shows.
const SHOWN_MAX: usize = 200;

/// Seconds after which nobody decides any more: the case is looked at anew.
const EXPIRES_S: i64 = 7 * 86_400;

/// What waits for a second person, and what was decided.
pub(in crate::console) async fn approvals<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
) -> Result<Markup, Refusal> {
    let lang = visitor.lang;
    let rows = console.store().approvals(SHOWN_MAX).await?;
    let mut shown = Vec::new();
    for row in rows {
        let corrections = corrections(&console, &row).await?;
        shown.push((row, corrections));
    }
    let content = html! {
        p { (words::APPROVALS_INTRO.say(lang)) }
        @if shown.is_empty() {
            p { (words::NO_APPROVALS.say(lang)) }
        } @else {
            table.rows {
                thead { tr {
                    th scope="col" { (words::WHAT.say(lang)) }
                    th scope="col" { (words::WHO_ASKED.say(lang)) }
                    th scope="col" { (words::WHY.say(lang)) }
                    th scope="col" { (words::STATE.say(lang)) }
                } }
                tbody { @for (row, corrections) in &shown {
                    tr data-row { (cells(row, corrections, &visitor)) }
                } }
            }
        }
    };
    Ok(page(&visitor, Place::Approvals, shell::APPROVALS.say(lang), &content))
}

fn cells(row: &ApprovalRow, corrections: &[Correction], visitor: &Visitor) -> Markup {
    let lang = visitor.lang;
    html! {
        th scope="row" {
            @match (&row.life, row.bulk) {
                (Some(life), _) => a href=(href(life)) { (what(&row.action, lang)) " · " (life.shipment) },
                (None, Some(bulk)) => a href={ "/lotes/" (bulk) } { (shell::BULKS.say(lang)) " " (bulk) },
                (None, None) => (what(&row.action, lang)),
            }
            @if let Some(cents) = row.worth_cents { small { (reais(cents, lang)) } }
            @if !corrections.is_empty() {
                small { (words::CORRECTIONS.say(lang)) }
                ul { @for it in corrections {
                    li { code { (it.field) } " = "
                        @if is_personal(&it.field) { "***" } @else { (it.value) }
                    }
                } }
            }
        }
        td data-label=(words::WHO_ASKED.say(lang)) { (row.by) small { (moment(row.at, lang)) } }
        td data-label=(words::WHY.say(lang)) { (row.why) }
        td data-label=(words::STATE.say(lang)) {
            (words::request_state(&row.state).say(lang))
            @if let (Some(by), Some(at)) = (&row.decided_by, row.decided_at) {
                small { (by) " · " (moment(at, lang)) }
            }
            @if row.state == "open" { (choices(row, visitor)) }
        }
    }
}

fn choices(row: &ApprovalRow, visitor: &Visitor) -> Markup {
    let lang = visitor.lang;
    let own = row.by == visitor.name();
    let may = visitor.may(Role::Aprovador);
    let id = format!("why-{}", row.id);
    html! {
        form.stacked method="post" action={ "/aprovacoes/" (row.id) } {
            (csrf(visitor))
            @if own {
                p { (words::OWN.say(lang)) }
                input type="hidden" name="why" value="-";
                button name="decision" value="withdraw" { (words::WITHDRAW.say(lang)) }
            } @else if may {
                label for=(id) { (words::WHY.say(lang)) }
                input #(id) name="why" required maxlength="500";
                button.primary name="decision" value="approve" { (words::APPROVE.say(lang)) }
                button name="decision" value="refuse" { (words::REFUSE.say(lang)) }
            } @else {
                p { (words::NOT_APPROVER.say(lang)) }
            }
        }
    }
}

fn what(action: &str, lang: Lang) -> String {
    let label = match DeedKind::ALL.iter().find(|it| it.as_str() == action) {
        Some(DeedKind::Discard) => words::DISCARD,
        Some(DeedKind::Reissue) => words::REISSUE,
        Some(DeedKind::Correct) => words::CORRECT,
        Some(DeedKind::Cancel) => words::CANCEL,
        Some(DeedKind::Bulk) => shell::BULKS,
        _ => return action.to_owned(),
    };
    label.say(lang).to_owned()
}

fn payload(row: &ApprovalRow) -> serde_json::Value {
    serde_json::from_str(&row.payload).unwrap_or_default()
}

/// What a request to correct holds; nothing for other requests.
async fn corrections<S: DeskStore>(
    console: &Shared<S>,
    row: &ApprovalRow,
) -> Result<Vec<Correction>, Refusal> {
    let payload = payload(row);
    let digest = payload.get("body").and_then(|it| it.as_str());
    let Some(digest) = digest.and_then(|it| Digest::parse(it).ok()) else { return Ok(Vec::new()) };
    let body = console.store().body(&digest).await?;
    Ok(body.and_then(|body| serde_json::from_slice(&body).ok()).unwrap_or_default())
}

#[derive(serde::Deserialize)]
pub(in crate::console) struct Word {
    decision: String,
    why: String,
}

/// The second person's word, or the first one's second thought.
pub(in crate::console) async fn decide<S: DeskStore>(
    State(console): State<Shared<S>>,
    Path(id): Path<i64>,
    Posted { visitor, form }: Posted<Word>,
) -> Result<Response, Refusal> {
    let row = console.store().approval(id).await?.ok_or(Refusal::NotFound)?;
    let now = console.now();
    let (_, why) = crate::stage::signed(visitor.name(), &form.why)?;
    let mut deed = visitor.deed(now, DeedKind::Refuse).because(why.clone());
    deed.subject = Some(format!("{} {id}", row.action));
    if let Some(life) = &row.life {
        deed = deed.of(life);
    }
    let own = row.by == visitor.name();
    match form.decision.as_str() {
        "withdraw" if own => {
            console.store().refuse(id, Ending::Void, deed).await?;
        }
        "refuse" | "approve" => {
            visitor.need(Role::Aprovador, &console, deed.clone()).await?;
            if own {
                console.store().note(deed.denied()).await?;
                return Err(Refusal::NotNow(words::OWN));
            }
            if row.state != "open" {
                return Err(Refusal::Stale);
            }
            if row.at < later(now, -EXPIRES_S) {
                console.store().refuse(id, Ending::Expired, deed).await?;
                return Err(Refusal::Stale);
            }
            if form.decision == "refuse" {
                console.store().refuse(id, Ending::Refused, deed).await?;
            } else {
                approve(&console, &visitor, &row, why).await?;
            }
        }
        _ => return Err(Refusal::BadForm),
    }
    Ok(visitor.done("/aprovacoes", Done::Written))
}

/// Does what was asked for: the approval is written with it, or neither is.
async fn approve<S: DeskStore>(
    console: &Shared<S>,
    visitor: &Visitor,
    row: &ApprovalRow,
    why: String,
) -> Result<(), Refusal> {
    if let Some(id) = row.bulk {
        return bulk::approved(console, visitor, row, id, why).await;
    }
    let origin = Origin {
        approval: Some(row.id),
        approver: Some((visitor.name().to_owned(), why)),
        ..visitor.origin()
    };
    let Some(life) = &row.life else { return Err(Refusal::NotFound) };
    let kind = DeedKind::ALL.iter().find(|it| it.as_str() == row.action);
    let action = |verb, version| Action {
        by: row.by.clone(),
        why: row.why.clone(),
        version,
        origin: origin.clone(),
        verb,
    };
    match kind {
        Some(DeedKind::Discard) => {
            console.stage.act(life, action(Verb::Discard, row.version)).await?;
        }
        Some(DeedKind::Reissue) => {
            let verb = Verb::Cancel { reissue: true };
            console.stage.act(life, action(verb, row.version)).await?;
        }
        Some(DeedKind::Correct) => {
            let corrections = corrections(console, row).await?;
            let made = Made {
                corrections: &corrections,
                keep: payload(row).get("keep") == Some(&true.into()),
            };
            corrected(console, life, made, row.version, action).await?;
        }
        _ => return Err(Refusal::BadForm),
    }
    Ok(())
}

/// Corrections that are to be made.
pub(super) struct Made<'a> {
    /// What shall stand where.
    pub(super) corrections: &'a [Correction],
    /// Whether what can be kept is kept for the next sales.
    pub(super) keep: bool,
}

/// One correction after the other, each over the version that the one before it made; then what
/// is to be kept, and the case goes on.
pub(super) async fn corrected<S: DeskStore>(
    console: &Shared<S>,
    life: &LifeId,
    made: Made<'_>,
    version: Option<u64>,
    action: impl Fn(Verb, Option<u64>) -> Action,
) -> Result<(), Refusal> {
    let mut version = version;
    for it in made.corrections {
        let verb = Verb::Correct { field: it.field.clone(), value: it.value.clone() };
        version = Some(console.stage.act(life, action(verb, version)).await?.version);
    }
    let resume = action(Verb::Resume, version);
    // Sending on and keeping need nobody's approval, and are their own lines in the audit.
    let origin = Origin { approval: None, ..resume.origin.clone() };
    let kept = made.corrections.iter().filter(|it| Subject::parse(&it.field).is_some());
    for it in kept.filter(|_| made.keep) {
        let who = (resume.by.as_str(), resume.why.as_str());
        console.stage.keep(&life.seller, it.clone(), who, origin.clone()).await?;
    }
    console.stage.act(life, Action { origin, ..resume }).await?;
    Ok(())
}
