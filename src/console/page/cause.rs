//! One cause: what happened, why, what to do, and the cases that wait for it.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::search::{Asked, count_of, files, next, rows, sum, table};
use super::{Place, csrf, home, page};
use crate::console::Shared;
use crate::console::access::Visitor;
use crate::console::refusal::Refusal;
use crate::domain::{Code, Fault};
use crate::lifecycle::State as Standing;
use crate::ports::{CaseFilter, CaseRow, DeskStore, Role};
use crate::words::desk::{access as roles, at_the_desk, cause as words, field};
use crate::words::{self as catalogue, Lang};

/// What the address names.
#[derive(serde::Deserialize)]
struct Named {
    stage: String,
    code: String,
    field: String,
    #[serde(default)]
    after: String,
}

pub(in crate::console) async fn cause<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    uri: Uri,
) -> Result<Response, Refusal> {
    let query = uri.query().unwrap_or_default();
    let named: Named = serde_urlencoded::from_str(query).map_err(|_| Refusal::NotFound)?;
    let Named { stage, code, field, after } = &named;
    let known = [stage, code, field].iter().all(|it| !it.is_empty());
    if !known {
        return Err(Refusal::NotFound);
    }
    let pairs = [("stage", stage.as_str()), ("code", code), ("field", field), ("after", after)];
    let asked = serde_urlencoded::to_string(pairs).map_err(|_| Refusal::NotFound)?;
    let asked = Asked::parse(&format!("state=held&{asked}"))?;
    let found = rows(&console, &asked).await?;
    let (count, cents) = console.store().count_cases(count_of(&asked)).await?;
    if count == 0 && Code::parse(code).is_none() {
        return Err(Refusal::NotFound);
    }
    let (lang, now) = (visitor.lang, console.now());
    let example = example(&console, &found, &named).await?;
    let content = html! {
        p.sub { (home::stage(stage, lang)) " · " code { (code) } " · " code { (field) } }
        (sentences(code, field, lang))
        (official(&named, example.as_ref(), lang))
        section {
            h2 { (words::CASES.say(lang)) }
            @if found.is_empty() {
                p { (words::NONE.say(lang)) }
            } @else {
                p role="status" { (sum(count, cents, lang)) }
                (table(&found, words::CASES.say(lang), now, lang))
                (next(&asked, &found, lang))
                (files(&asked, lang))
                p { a href=(format!("/casos?{}", asked.query())) { (words::AS_LIST.say(lang)) } }
            }
        }
        @if count > 0 {
            (bulk(&visitor, &asked.query(), (count, cents), console.settings.bulk_per_minute))
        }
    };
    let title = home::title(code, field, lang);
    Ok(page(&visitor, Place::Home, &title, &content).into_response())
}

/// The three sentences.
fn sentences(code: &str, field: &str, lang: Lang) -> Markup {
    let Some(code) = Code::parse(code) else {
        return html! { p.alert { (words::UNKNOWN.say(lang)) } };
    };
    told(home::sentences(code, field, lang), lang)
}

/// O que aconteceu, por quê, o que fazer.
pub(super) fn told(it: catalogue::Sentences, lang: Lang) -> Markup {
    html! {
        dl.told {
            div { dt { (words::WHAT.say(lang)) } dd { (it.what) } }
            div { dt { (words::WHY.say(lang)) } dd { (it.why) } }
            div { dt { (words::MEND.say(lang)) } dd { (at_the_desk(it.todo, lang)) } }
        }
    }
}

fn official(named: &Named, example: Option<&Fault>, lang: Lang) -> Markup {
    let value = example.filter(|it| !it.personal);
    let said = value.and_then(|it| it.detail.as_deref());
    html! {
        section {
            h2 { (words::OFFICIAL.say(lang)) }
            dl.facts {
                div { dt { (words::CODE.say(lang)) } dd {
                    code { (named.code) }
                    @if named.field.starts_with("cStat ") { " · " code { (named.field) } }
                } }
                div { dt { (words::FIELD.say(lang)) } dd {
                    @let name = field::name(&named.field, lang);
                    (name) @if name != named.field { " " code { (named.field) } }
                } }
                div { dt { (words::STAGE.say(lang)) } dd { (home::stage(&named.stage, lang)) } }
                @if let Some(said) = said {
                    div { dt { (words::SAID.say(lang)) } dd { q lang="pt-BR" { (said) } } }
                }
            }
        }
    }
}

/// The fault of the case that waits longest.
async fn example<S: DeskStore>(
    console: &Shared<S>,
    found: &[CaseRow],
    named: &Named,
) -> Result<Option<Fault>, Refusal> {
    let Some(row) = found.first() else { return Ok(None) };
    let life = console.stage.life(&row.id).await?;
    let Some(Standing::Held { faults, .. }) = life.map(|it| it.state) else { return Ok(None) };
    let is = |it: &Fault| {
        let cause = it.cause();
        cause.code.as_str() == named.code && cause.field == named.field
    };
    Ok(faults.into_iter().find(is))
}

/// The form that acts on all that a filter shows; `query` is the filter as `/casos` has it.
pub(super) fn bulk(
    visitor: &Visitor,
    query: &str,
    (count, cents): (u64, i64),
    per_minute: u32,
) -> Markup {
    let lang = visitor.lang;
    let off = !visitor.may(Role::Analista);
    html! {
        section.bulk {
            h2 { (words::BULK.say(lang)) }
            p { (words::BULK_OF.say(lang)) " " strong { (sum(count, cents, lang)) } ". " (words::BULK_NEXT.say(lang)) }
            form method="post" action="/lotes" {
                (csrf(visitor))
                input type="hidden" name="filter" value=(query);
                div {
                    label for="bulk-action" { (words::ACTION.say(lang)) }
                    select #bulk-action name="action" disabled[off] {
                        option value="resume" { (words::RESUME.say(lang)) }
                        option value="discard" { (words::DISCARD.say(lang)) }
                    }
                }
                div {
                    label for="bulk-why" { (words::REASON.say(lang)) }
                    input #bulk-why name="why" required maxlength="500" disabled[off];
                }
                div {
                    label for="bulk-pace" { (words::PER_MINUTE.say(lang)) }
                    input #bulk-pace name="per_minute" type="number" min="1" max="6000"
                        value=(per_minute) required disabled[off];
                }
                button type="submit" disabled[off] aria-describedby=[off.then_some("bulk-off")] {
                    (words::SIMULATE.say(lang))
                }
                @if off {
                    p #bulk-off {
                        (words::NEEDS.say(lang)) " " (roles::role(Role::Analista.as_str()).say(lang)) "."
                    }
                }
            }
        }
    }
}

/// What a case of this cause is found by.
pub(super) fn filter(stage: &str, code: &str, field: &str) -> CaseFilter {
    CaseFilter {
        state: Some("held".to_owned()),
        stage: Some(stage.to_owned()),
        code: Some(code.to_owned()),
        field: Some(field.to_owned()),
        ..CaseFilter::default()
    }
}
