//! Events that could not be read.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::case::{Reveal, reveal_form};
use super::{Place, csrf, page};
use crate::console::Shared;
use crate::console::access::{Done, Visitor};
use crate::console::form::Posted;
use crate::console::refusal::Refusal;
use crate::console::show::{age, moment};
use crate::domain::{Code, Digest, Timestamp};
use crate::ports::{Deed, DeedKind, DeskStore, Role, UnreadableEvent, UnreadableRow};
use crate::words::desk::{act, case as words, home, search};
use crate::words::{self as catalogue, Lang};

/// Events of a list.
const EVENTS_MAX: usize = 500;

/// Bytes that are shown: a notification has a few hundred.
const SHOWN_MAX: usize = 64 * 1024;

pub(in crate::console) async fn events<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
) -> Result<Markup, Refusal> {
    let rows = console.store().open_unreadable(EVENTS_MAX).await?;
    let (lang, now) = (visitor.lang, console.now());
    let content = html! {
        (super::cause::told(catalogue::of(Code::EventUnreadable, lang), lang))
        @if rows.is_empty() { p { (words::NO_EVENTS.say(lang)) } } @else { (table(&rows, now, lang)) }
    };
    Ok(page(&visitor, Place::Home, words::EVENTS.say(lang), &content))
}

fn table(rows: &[UnreadableRow], now: Timestamp, lang: Lang) -> Markup {
    html! {
        table.rows {
            caption.hidden { (words::EVENTS.say(lang)) }
            thead { tr {
                th scope="col" { (words::EVENT.say(lang)) }
                th scope="col" { (words::PROBLEM.say(lang)) }
                th.n scope="col" { (home::OLDEST.say(lang)) }
            } }
            tbody { @for it in rows { tr data-row {
                th scope="row" {
                    a href=(format!("/evento/{}", it.digest)) {
                        code { (it.digest.as_str().chars().take(16).collect::<String>()) }
                    }
                }
                td data-label=(words::PROBLEM.say(lang)) { (it.problem) }
                td.n data-label=(home::OLDEST.say(lang)) title=(moment(it.received, lang)) {
                    (age(it.received, now))
                }
            } } }
        }
    }
}

pub(in crate::console) async fn event<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    Path(digest): Path<String>,
) -> Result<Markup, Refusal> {
    let it = found(&console, &digest).await?;
    let bytes = console.store().body(&it.row.digest).await?.unwrap_or_default();
    let hidden = format!("{} {}.", words::BYTES_HIDDEN.say(visitor.lang), bytes.len());
    let action = format!("/evento/{}/revelar", it.row.digest);
    Ok(shown(&it, &reveal_form(&action, &hidden, &visitor), &visitor))
}

/// The bytes, for a reason that goes into the audit.
pub(in crate::console) async fn reveal_event<S: DeskStore>(
    State(console): State<Shared<S>>,
    Path(digest): Path<String>,
    Posted { visitor, form: Reveal { why } }: Posted<Reveal>,
) -> Result<Markup, Refusal> {
    let it = found(&console, &digest).await?;
    let why = Reveal::bounded(&why)?;
    let subject = it.row.digest.to_string();
    let deed = visitor.deed(console.now(), DeedKind::Reveal).to(subject).because(why);
    visitor.need(Role::Analista, &console, deed.clone()).await?;
    console.store().note(deed).await?;
    let mut bytes = console.store().body(&it.row.digest).await?.unwrap_or_default();
    bytes.truncate(SHOWN_MAX);
    let content = html! { pre tabindex="0" { (String::from_utf8_lossy(&bytes)) } };
    Ok(shown(&it, &content, &visitor))
}

#[derive(serde::Deserialize)]
pub(in crate::console) struct Settled {
    action: String,
    why: String,
}

/// Reads the event again, as a newer program may, or puts it aside for good.
pub(in crate::console) async fn settle_event<S: DeskStore>(
    State(console): State<Shared<S>>,
    Path(digest): Path<String>,
    Posted { visitor, form }: Posted<Settled>,
) -> Result<Response, Refusal> {
    let it = found(&console, &digest).await?;
    let (_, why) = crate::stage::signed(visitor.name(), &form.why)?;
    let subject = it.row.digest.to_string();
    let deed = visitor.deed(console.now(), DeedKind::Delivery).to(subject).because(why);
    let deed =
        Deed { after: Some(serde_json::json!({ "action": form.action }).to_string()), ..deed };
    let (role, again) = match form.action.as_str() {
        "reler" => (Role::Analista, true),
        // What nobody can read may have been a sale.
        "descartar" => (Role::Aprovador, false),
        _ => return Err(Refusal::BadForm),
    };
    visitor.need(role, &console, deed.clone()).await?;
    if it.state != "open" {
        return Err(Refusal::Stale);
    }
    let reread = if again {
        let body = console.store().body(&it.row.digest).await?.ok_or(Refusal::NotFound)?;
        let read = console.stage.reread(body).await?;
        Some(read.ok_or(Refusal::NotNow(words::STILL_UNREADABLE))?)
    } else {
        None
    };
    console.store().settle_unreadable(&it.row.digest, reread, deed).await?;
    Ok(visitor.done(&format!("/evento/{}", it.row.digest), Done::Written))
}

/// What may be done with an open event.
fn actions(it: &UnreadableEvent, visitor: &Visitor) -> Markup {
    let lang = visitor.lang;
    if it.state != "open" || !visitor.may(Role::Analista) {
        return html! {};
    }
    html! {
        form.stacked method="post" action={ "/evento/" (it.row.digest) "/resolver" } {
            (csrf(visitor))
            label for="why" { (act::WHY.say(lang)) }
            input #why name="why" required maxlength="400";
            button name="action" value="reler" { (words::READ_AGAIN.say(lang)) }
            @if visitor.may(Role::Aprovador) {
                button name="action" value="descartar" { (words::PUT_ASIDE.say(lang)) }
            }
        }
    }
}

async fn found<S: DeskStore>(
    console: &Shared<S>,
    digest: &str,
) -> Result<UnreadableEvent, Refusal> {
    let digest = Digest::parse(digest).map_err(|_| Refusal::NotFound)?;
    console.store().unreadable_event(&digest).await?.ok_or(Refusal::NotFound)
}

fn shown(it: &UnreadableEvent, bytes: &Markup, visitor: &Visitor) -> Markup {
    let lang = visitor.lang;
    let content = html! {
        (super::cause::told(catalogue::of(Code::EventUnreadable, lang), lang))
        dl.facts {
            div { dt { (words::PROBLEM.say(lang)) } dd { (it.row.problem) } }
            div { dt { (search::STATE.say(lang)) } dd { (words::event_state(&it.state).say(lang)) } }
            div { dt { (words::RECEIVED.say(lang)) } dd { (moment(it.row.received, lang)) } }
            @if let Some(id) = &it.message_id {
                div { dt { (words::MESSAGE_ID.say(lang)) } dd { code { (id) } } }
            }
            div { dt { "SHA-256" } dd { code { (it.row.digest) } } }
        }
        (actions(it, visitor))
        section { h2 { (words::BYTES.say(lang)) } (bytes) }
        @if !it.acts.is_empty() {
            section {
                h2 { (words::ACTS.say(lang)) }
                ul { @for act in &it.acts {
                    li {
                        (words::event_state(&act.action).say(lang)) " · " (act.by) " · "
                        (moment(act.at, lang)) ": " (act.why)
                    }
                } }
            }
        }
    };
    page(visitor, Place::Home, words::EVENT.say(lang), &content)
}
