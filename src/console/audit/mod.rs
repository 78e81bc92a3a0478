//! The audit's page: who did what, when, why, from where, and whether the record of it is whole.

pub mod sheet;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::civil::Date;
use maud::{Markup, html};

use super::Shared;
use super::access::Visitor;
use super::page::{Place, page};
use super::refusal::Refusal;
use super::show::{begins, moment};
use crate::ports::{AuditFilter, AuditRow, Broken, DeedKind, DeskStore, Head, Role, StoreError};
use crate::words::Lang;
use crate::words::desk::{access as roles, audit as words, shell};

/// Rows of a page, and of a piece of a file.
const PAGE: usize = 100;
const PIECE: usize = 1000;

/// Longest text that is asked for: a shipment's id and a user's name are below.
const ASKED_MAX: usize = 80;

/// What the address asks for. Empty is not asked for.
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
#[serde(default)]
pub(super) struct Asked {
    #[serde(skip_serializing_if = "String::is_empty")]
    caso: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pessoa: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    acao: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    desde: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    ate: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    antes: String,
    #[serde(skip_serializing)]
    conferir: String,
}

impl Asked {
    fn filter(&self, limit: usize) -> Result<AuditFilter, Refusal> {
        let text = |it: &str| match it.trim() {
            "" => Ok(None),
            it if it.chars().count() > ASKED_MAX => Err(Refusal::BadForm),
            it => Ok(Some(it.to_owned())),
        };
        let day = |it: &str| match it.trim() {
            "" => Ok(None),
            it => it.parse::<Date>().map(Some).map_err(|_| Refusal::BadForm),
        };
        let before = match self.antes.trim() {
            "" => None,
            it => Some(it.parse().map_err(|_| Refusal::BadForm)?),
        };
        let after_day = |it: Date| it.tomorrow().ok().and_then(begins);
        Ok(AuditFilter {
            life: None,
            shipment: text(&self.caso)?,
            by: text(&self.pessoa)?,
            action: text(&self.acao)?,
            from: day(&self.desde)?.and_then(begins),
            until: day(&self.ate)?.and_then(after_day),
            before,
            limit,
        })
    }

    /// The same question, with another place to go on from.
    fn href(&self, path: &str, before: Option<i64>) -> String {
        let antes = before.map(|it| it.to_string()).unwrap_or_default();
        let asked = Asked { antes, ..self.clone() };
        let query = serde_urlencoded::to_string(&asked).unwrap_or_default();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

/// The filter, when the role is enough for it: below aprovador, one's own rows.
async fn allowed<S: DeskStore>(
    console: &Shared<S>,
    visitor: &Visitor,
    filter: AuditFilter,
    kind: DeedKind,
) -> Result<AuditFilter, Refusal> {
    if visitor.may(Role::Aprovador) {
        return Ok(filter);
    }
    if filter.by.as_deref().is_some_and(|by| by != visitor.name()) {
        let deed = visitor.deed(console.now(), kind).to("audit");
        visitor.need(Role::Aprovador, console, deed).await?;
    }
    Ok(AuditFilter { by: Some(visitor.name().to_owned()), ..filter })
}

/// A page of the audit.
pub(super) async fn audit<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Markup, Refusal> {
    let Query(asked) = asked.map_err(|_| Refusal::BadForm)?;
    let filter = allowed(&console, &visitor, asked.filter(PAGE + 1)?, DeedKind::Reveal).await?;
    let mut rows = console.store().audit(filter).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|it| it.seq);
    let (whole, lang) = (visitor.may(Role::Aprovador), visitor.lang);
    let checked = match whole && !asked.conferir.is_empty() {
        true => Some(console.store().verify_audit().await?),
        false => None,
    };
    let newest = match whole {
        true => console.store().audit(AuditFilter { limit: 1, ..AuditFilter::default() }).await?,
        false => Vec::new(),
    };
    let content = html! {
        @if whole {
            p { (words::INTRO.say(lang)) }
            (chain(newest.first(), checked.as_ref(), lang))
        } @else {
            p { (words::OWN_ROWS.say(lang)) }
        }
        (form(&asked, whole, lang))
        @if rows.is_empty() {
            p { (words::NOTHING.say(lang)) }
        } @else {
            (table(&rows, lang))
            p { a.button href=(asked.href("/auditoria/exportar", None)) { (words::EXPORT.say(lang)) } }
        }
        @if let Some(next) = next {
            p { a href=(asked.href("/auditoria", Some(next))) rel="next" { (shell::NEXT_PAGE.say(lang)) } }
        }
    };
    Ok(page(&visitor, Place::Audit, shell::AUDIT.say(lang), &content))
}

fn chain(newest: Option<&AuditRow>, checked: Option<&Result<Head, Broken>>, lang: Lang) -> Markup {
    html! {
        @match checked {
            Some(Ok(head)) => p.good role="status" { (words::WHOLE.say(lang)) " " (head.rows) },
            Some(Err(broken)) => p.alert role="alert" { (words::BROKEN.say(lang)) " " (broken.seq) },
            None => form method="get" action="/auditoria" {
                button name="conferir" value="1" { (words::CHECK.say(lang)) }
            },
        }
        @if let Some(newest) = newest {
            p { (words::HEAD.say(lang)) ": " code { (newest.hash) } small { (words::HEAD_WHY.say(lang)) } }
        }
    }
}

fn form(asked: &Asked, whole: bool, lang: Lang) -> Markup {
    html! {
        form.filter method="get" action="/auditoria" role="search" {
            div {
                label for="caso" { (words::CASE.say(lang)) }
                input #caso name="caso" value=(asked.caso) maxlength="80" data-search;
            }
            @if whole {
                div {
                    label for="pessoa" { (words::PERSON.say(lang)) }
                    input #pessoa name="pessoa" value=(asked.pessoa) maxlength="80";
                }
            }
            div {
                label for="acao" { (words::ACTION.say(lang)) }
                select #acao name="acao" {
                    option value="" { (words::ANY.say(lang)) }
                    @for kind in DeedKind::ALL {
                        option value=(kind.as_str()) selected[asked.acao == kind.as_str()] {
                            (words::deed(kind.as_str()).say(lang))
                        }
                    }
                }
            }
            div {
                label for="desde" { (words::FROM.say(lang)) }
                input #desde name="desde" type="date" value=(asked.desde);
            }
            div {
                label for="ate" { (words::TO.say(lang)) }
                input #ate name="ate" type="date" value=(asked.ate);
            }
            button.primary { (words::FILTER.say(lang)) }
        }
    }
}

fn table(rows: &[AuditRow], lang: Lang) -> Markup {
    html! {
        table.rows {
            caption.hidden { (shell::AUDIT.say(lang)) }
            thead { tr {
                th.n scope="col" { (words::ROW.say(lang)) }
                th scope="col" { (words::WHEN.say(lang)) }
                th scope="col" { (words::PERSON.say(lang)) }
                th scope="col" { (words::ACTION.say(lang)) }
                th scope="col" { (words::OUTCOME.say(lang)) }
                th scope="col" { (words::SUBJECT.say(lang)) }
                th scope="col" { (words::WHY.say(lang)) }
            } }
            tbody { @for it in rows { tr data-row { (cells(it, lang)) } } }
        }
    }
}

fn cells(it: &AuditRow, lang: Lang) -> Markup {
    html! {
        th.n scope="row" title=(it.hash) { (it.seq) }
        td data-label=(words::WHEN.say(lang)) { (moment(it.at, lang)) }
        td data-label=(words::PERSON.say(lang)) {
            (it.by)
            small {
                @if !it.role.is_empty() { (roles::role(&it.role).say(lang)) " · " }
                (it.origin)
            }
        }
        td data-label=(words::ACTION.say(lang)) {
            (words::deed(&it.action).say(lang))
            small { code { (it.action) } }
        }
        td data-label=(words::OUTCOME.say(lang)) {
            @if it.outcome == "done" { (words::outcome(&it.outcome).say(lang)) }
            @else { strong { (words::outcome(&it.outcome).say(lang)) } }
        }
        td data-label=(words::SUBJECT.say(lang)) {
            @if let Some((seller, shipment)) = &it.life {
                a href=(case(seller, shipment)) { (shipment) }
            }
            @if let Some(subject) = &it.subject { " " code { (subject) } }
            @for (label, what) in [(words::BEFORE, &it.before), (words::AFTER, &it.after)] {
                @if let Some(what) = what { small { (label.say(lang)) ": " code { (what) } } }
            }
        }
        td data-label=(words::WHY.say(lang)) { (it.why) }
    }
}

/// A case's page; the ids of a row are texts that nobody may take for a path.
fn case(seller: &str, shipment: &str) -> String {
    super::page::case::id(seller, shipment)
        .map_or_else(|_| "/auditoria".to_owned(), |id| super::page::case::href(&id))
}

/// What the filter shows, all of it, as a file that a spreadsheet opens.
pub(super) async fn export<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(asked) = asked.map_err(|_| Refusal::BadForm)?;
    let filter = allowed(&console, &visitor, asked.filter(PIECE)?, DeedKind::Export).await?;
    let deed = visitor.deed(console.now(), DeedKind::Export).to("audit");
    let shown = serde_urlencoded::to_string(&asked).unwrap_or_default();
    console.store().note(deed.because(shown)).await?;
    let lang = visitor.lang;
    // Row by row down the audit: a file of years does not lie in memory.
    let pieces = stream::try_unfold(
        (console, Some(filter), true),
        move |(console, filter, first)| async move {
            let Some(filter) = filter else { return Ok(None) };
            let rows = console.store().audit(filter.clone()).await?;
            let next = (rows.len() == PIECE).then(|| rows.last().map(|it| it.seq)).flatten();
            let next = next.map(|seq| AuditFilter { before: Some(seq), ..filter });
            let text = sheet::csv(&rows, first, lang);
            Ok::<_, StoreError>(Some((text, (console, next, false))))
        },
    );
    let name = "attachment; filename=\"auditoria.csv\"";
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(pieces)).into_response())
}
