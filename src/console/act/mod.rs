//! What people do with a case. Each action is a POST with the version that was looked at; what
//! needs a second person becomes a request instead.

mod approvals;
mod correct;

use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;

pub(super) use approvals::{approvals, decide};
pub(super) use correct::{correct, correct_page};

use super::Shared;
use super::access::{Done, Visitor};
use super::form::Posted;
use super::page::case::{href, id};
use super::refusal::Refusal;
use crate::config::FourEyes;
use crate::domain::LifeId;
use crate::lifecycle::Life;
use crate::ports::{Body, DeedKind, DeskStore, Mark, Role, Wanted};
use crate::stage::{Action, Hindered, Verb, hindrance};
use crate::words::desk::{Label, act as words};

/// Longest comment.
const COMMENT_MAX: usize = 2000;

/// The actions of a case's own page, by the last part of their path.
pub(super) const SLUGS: &[(&str, DeedKind)] = &[
    ("enviar", DeedKind::Resume),
    ("descartar", DeedKind::Discard),
    ("cancelar", DeedKind::Cancel),
    ("reemitir", DeedKind::Reissue),
    ("carta", DeedKind::Letter),
];

#[derive(serde::Deserialize)]
pub(super) struct Decision {
    version: u64,
    why: String,
    /// Of a discard: one of [`words::REASONS`].
    #[serde(default)]
    reason: String,
    /// Of a letter.
    #[serde(default)]
    text: String,
}

/// Sends on, discards, cancels, reissues, writes a letter.
pub(super) async fn act<S: DeskStore>(
    State(console): State<Shared<S>>,
    Path((seller, shipment, slug)): Path<(String, String, String)>,
    Posted { visitor, form }: Posted<Decision>,
) -> Result<Response, Refusal> {
    let id = id(&seller, &shipment)?;
    let (_, kind) = SLUGS.iter().find(|(it, _)| *it == slug).ok_or(Refusal::NotFound)?;
    let life = looked_at(&console, &visitor, &id, *kind, form.version).await?;
    let why = match kind {
        DeedKind::Discard => {
            let known = words::REASONS.iter().any(|(code, _)| *code == form.reason);
            if !known {
                return Err(Refusal::BadForm);
            }
            format!("{}: {}", form.reason, form.why)
        }
        _ => form.why,
    };
    let verb = match kind {
        DeedKind::Resume => Verb::Resume,
        DeedKind::Discard => Verb::Discard,
        DeedKind::Cancel => Verb::Cancel { reissue: false },
        DeedKind::Reissue => Verb::Cancel { reissue: true },
        _ => Verb::Letter { text: form.text },
    };
    let worth_cents = worth_cents(&console, &id).await?;
    if console.needs_second(*kind, worth_cents) {
        let wanted = Wanted {
            kind: *kind,
            life: Some((id.clone(), life.version)),
            bulk: None,
            // What these do stands in `kind`, with nothing beside it.
            payload: "{}".to_owned(),
            body: None,
            worth_cents,
            cases: 1,
        };
        return ask(&console, &visitor, wanted, &why).await;
    }
    let action = Action {
        by: visitor.name().to_owned(),
        why,
        version: Some(form.version),
        origin: visitor.origin(),
        verb,
    };
    console.stage.act(&id, action).await?;
    Ok(visitor.done(&href(&id), Done::Written))
}

/// The case, when the role is enough, nobody was faster, and it can be done now.
async fn looked_at<S: DeskStore>(
    console: &Shared<S>,
    visitor: &Visitor,
    id: &LifeId,
    kind: DeedKind,
    version: u64,
) -> Result<Life, Refusal> {
    let deed = visitor.deed(console.now(), kind).of(id);
    visitor.need(Role::Analista, console, deed).await?;
    let life = console.stage.life(id).await?.ok_or(Refusal::NotFound)?;
    if life.version != version {
        return Err(Refusal::Stale);
    }
    match hindrance(&life, kind) {
        Some(hindered) => Err(Refusal::NotNow(why_not(hindered))),
        None => Ok(life),
    }
}

/// What the case is worth, in cents.
pub(super) async fn worth_cents<S: DeskStore>(
    console: &Shared<S>,
    id: &LifeId,
) -> Result<Option<i64>, Refusal> {
    use crate::ports::CaseFilter;
    let filter = CaseFilter {
        seller: Some(id.seller.clone()),
        text: Some(id.shipment.to_string()),
        limit: 10,
        ..CaseFilter::default()
    };
    let rows = console.store().cases(filter).await?;
    Ok(rows.into_iter().find(|it| it.id == *id).and_then(|it| it.worth_cents))
}

/// A request for a second person.
async fn ask<S: DeskStore>(
    console: &Shared<S>,
    visitor: &Visitor,
    wanted: Wanted,
    why: &str,
) -> Result<Response, Refusal> {
    let (_, why) = crate::stage::signed(visitor.name(), why)?;
    let life = wanted.life.as_ref().map(|(id, _)| id.clone());
    let deed = visitor.deed(console.now(), DeedKind::Request).because(why);
    let deed = match &life {
        Some(id) => deed.of(id),
        None => deed,
    };
    console.store().ask(wanted, deed).await?;
    let back = life.map_or_else(|| "/aprovacoes".to_owned(), |id| href(&id));
    Ok(visitor.done(&back, Done::Requested))
}

impl<S: DeskStore> super::Console<S> {
    /// Whether another person must look; the store's own tables hold it too. A sale whose worth is
    /// not known counts as worth more.
    pub(super) fn needs_second(&self, kind: DeedKind, worth_cents: Option<i64>) -> bool {
        let FourEyes { discard, cancel_reissue, correct_above, .. } = &self.settings.four_eyes;
        match kind {
            DeedKind::Discard => *discard,
            DeedKind::Reissue => *cancel_reissue,
            DeedKind::Correct => worth_cents.is_none_or(|it| it > correct_above.cents()),
            _ => false,
        }
    }
}

#[derive(serde::Deserialize)]
pub(super) struct Marked {
    mark_version: u64,
    #[serde(default)]
    assignee: String,
    #[serde(default)]
    follow_up: String,
}

/// Who has the case in hand, and when it is looked at again.
pub(super) async fn mark<S: DeskStore>(
    State(console): State<Shared<S>>,
    Path((seller, shipment)): Path<(String, String)>,
    Posted { visitor, form }: Posted<Marked>,
) -> Result<Response, Refusal> {
    let id = id(&seller, &shipment)?;
    let before = console.store().mark(&id).await?;
    let assignee = Some(form.assignee.trim().to_owned()).filter(|it| !it.is_empty());
    let follow_up: Option<Date> = match form.follow_up.trim() {
        "" => None,
        day => Some(day.parse().map_err(|_| Refusal::BadForm)?),
    };
    let kind = if before.assignee == assignee { DeedKind::FollowUp } else { DeedKind::Assign };
    let mut deed = visitor.deed(console.now(), kind).of(&id);
    visitor.need(Role::Analista, &console, deed.clone()).await?;
    console.stage.life(&id).await?.ok_or(Refusal::NotFound)?;
    if let Some(name) = &assignee {
        let user = console.store().user(name).await?.filter(|user| user.active);
        user.ok_or(Refusal::BadForm)?;
    }
    let told = |assignee: &Option<String>, day: Option<Date>| {
        serde_json::json!({ "assignee": assignee, "follow_up": day.map(|it| it.to_string()) })
            .to_string()
    };
    deed.before = Some(told(&before.assignee, before.follow_up));
    deed.after = Some(told(&assignee, follow_up));
    let mark = Mark { assignee, follow_up, version: form.mark_version };
    console.store().put_mark(&id, mark, deed).await?;
    Ok(visitor.done(&href(&id), Done::Written))
}

#[derive(serde::Deserialize)]
pub(super) struct Said {
    text: String,
}

/// Says something of a case.
pub(super) async fn comment<S: DeskStore>(
    State(console): State<Shared<S>>,
    Path((seller, shipment)): Path<(String, String)>,
    Posted { visitor, form }: Posted<Said>,
) -> Result<Response, Refusal> {
    let id = id(&seller, &shipment)?;
    let deed = visitor.deed(console.now(), DeedKind::Comment).of(&id);
    visitor.need(Role::Analista, &console, deed.clone()).await?;
    console.stage.life(&id).await?.ok_or(Refusal::NotFound)?;
    let text = form.text.trim();
    if text.is_empty() || text.chars().count() > COMMENT_MAX {
        return Err(Refusal::BadForm);
    }
    console.store().comment(&id, text.to_owned(), deed).await?;
    Ok(visitor.done(&href(&id), Done::Written))
}

/// What a hindrance is called.
pub(super) fn why_not(hindered: Hindered) -> Label {
    match hindered {
        Hindered::NotHeld => words::NOT_HELD,
        Hindered::Sealed => words::SEALED,
        Hindered::Cancelled => words::CANCELLED,
        Hindered::NoNote => words::NO_STANDING_NOTE,
        Hindered::UnderWay => words::UNDER_WAY,
        Hindered::NotForReissue => words::NOT_FOR_REISSUE,
        Hindered::TooManyLetters => words::TOO_MANY_LETTERS,
        Hindered::Unasked => words::UNASKED,
    }
}

/// Corrections that a second person is asked for: a body of their own, for they may be personal.
pub(super) fn corrections_body(
    corrections: &[crate::domain::correction::Correction],
) -> Option<Body> {
    serde_json::to_vec(corrections).ok().map(Body::new)
}
