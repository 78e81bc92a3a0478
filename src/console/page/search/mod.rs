//! Looking for cases: one box, a filter that the address bar holds, and files of what it shows.

mod export;
mod filter;
mod list;
mod meant;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::{Place, cause, csrf, page};
use crate::console::Shared;
use crate::console::access::Visitor;
use crate::console::form::{Posted, see_other};
use crate::console::refusal::Refusal;
use crate::console::show::reais;
use crate::domain::{Mender, Step};
use crate::ports::{CaseFilter, CaseRow, DeskStore};
use crate::words::Lang;
use crate::words::desk::{Label, search as words, shell};

pub(in crate::console) use export::{csv, xlsx};
pub(in crate::console) use filter::Asked;
pub(super) use list::table;

use meant::Meant;

/// Cases of a page.
pub(super) const PAGE: usize = 50;

pub(in crate::console) async fn search<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    uri: Uri,
) -> Result<Response, Refusal> {
    let query = uri.query().unwrap_or_default();
    let asked = Asked::parse(query)?;
    if !asked.get("q").is_empty() && asked.filter.after.is_none() {
        // Typed into the address: a document does not stay there.
        match meant::meant(&console, asked.get("q")).await? {
            Meant::Filter(found) if found.get("q") != asked.get("q") => {
                return Ok(see_other(&format!("/casos?{}", found.query())));
            }
            Meant::Told(why) => return told(&console, &visitor, why).await,
            Meant::Filter(_) => {}
        }
    }
    if query.split('&').any(|it| it.ends_with('=')) {
        // A form sends its empty fields too.
        return Ok(see_other(&format!("/casos?{}", asked.query())));
    }
    let rows = rows(&console, &asked).await?;
    let (count, cents) = console.store().count_cases(count_of(&asked)).await?;
    let lang = visitor.lang;
    let content = html! {
        (search_box(&visitor, asked.get("q")))
        (filters(&console, &asked, lang).await?)
        @if rows.is_empty() {
            p { (words::NOTHING.say(lang)) }
        } @else {
            p role="status" { (sum(count, cents, lang)) }
            (table(&rows, words::TITLE.say(lang), console.now(), lang))
            (next(&asked, &rows, lang))
            (files(&asked, lang))
            @if asked.filter.state.as_deref() == Some("held") {
                (cause::bulk(&visitor, &asked.query(), (count, cents), console.settings.bulk_per_minute))
            }
        }
    };
    Ok(page(&visitor, Place::Search, words::TITLE.say(lang), &content).into_response())
}

#[derive(serde::Deserialize)]
pub(in crate::console) struct Typed {
    q: String,
}

/// The box: read here, so that no document stands in an address.
pub(in crate::console) async fn look<S: DeskStore>(
    State(console): State<Shared<S>>,
    Posted { visitor, form: Typed { q } }: Posted<Typed>,
) -> Result<Response, Refusal> {
    match meant::meant(&console, &q).await? {
        Meant::Filter(asked) => Ok(see_other(&format!("/casos?{}", asked.query()))),
        Meant::Told(why) => told(&console, &visitor, why).await,
    }
}

/// The page with the reason why nothing was looked for.
async fn told<S: DeskStore>(
    console: &Shared<S>,
    visitor: &Visitor,
    why: Label,
) -> Result<Response, Refusal> {
    let lang = visitor.lang;
    let content = html! {
        p.alert role="alert" { (why.say(lang)) }
        (search_box(visitor, ""))
        (filters(console, &Asked::default(), lang).await?)
    };
    let page = page(visitor, Place::Search, words::TITLE.say(lang), &content);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// A page of what is asked for, and one more where there is one.
pub(super) async fn rows<S: DeskStore>(
    console: &Shared<S>,
    asked: &Asked,
) -> Result<Vec<CaseRow>, Refusal> {
    let filter = CaseFilter { limit: PAGE, ..asked.filter.clone() };
    Ok(console.store().cases(filter).await?)
}

/// The whole list, wherever in it the page stands.
pub(super) fn count_of(asked: &Asked) -> CaseFilter {
    CaseFilter { after: None, ..asked.filter.clone() }
}

/// How many, and what they are worth.
pub(super) fn sum(count: u64, cents: i64, lang: Lang) -> String {
    let cases = if count == 1 { words::FOUND_ONE } else { words::FOUND };
    format!("{count} {} · {}", cases.say(lang), reais(cents, lang))
}

/// Onwards, behind the last row that was shown.
pub(super) fn next(asked: &Asked, rows: &[CaseRow], lang: Lang) -> Markup {
    let last = rows.last().filter(|_| rows.len() == PAGE).map(CaseRow::place);
    let first = asked.filter.after.is_some();
    html! { @if first || last.is_some() {
        nav.pages aria-label=(shell::NEXT_PAGE.say(lang)) {
            @if first {
                a.button href=(format!("?{}", asked.query())) { (shell::FIRST_PAGE.say(lang)) }
            }
            @if let Some(last) = last {
                a.button rel="next" href=(format!("?{}", asked.query_after(Some(&last)))) {
                    (shell::NEXT_PAGE.say(lang))
                }
            }
        }
    } }
}

/// What is shown, as files.
pub(super) fn files(asked: &Asked, lang: Lang) -> Markup {
    html! {
        p.files {
            a href=(format!("/casos.csv?{}", asked.query())) { (words::CSV.say(lang)) } " · "
            a href=(format!("/casos.xlsx?{}", asked.query())) { (words::XLSX.say(lang)) }
        }
    }
}

fn search_box(visitor: &Visitor, text: &str) -> Markup {
    let lang = visitor.lang;
    html! {
        form.search method="post" action="/casos" role="search" {
            (csrf(visitor))
            label for="q" { (words::BOX.say(lang)) }
            div {
                input #q name="q" type="search" value=(text) maxlength="120" autocomplete="off" data-search;
                button.primary type="submit" { (words::GO.say(lang)) }
            }
        }
    }
}

async fn filters<S: DeskStore>(
    console: &Shared<S>,
    asked: &Asked,
    lang: Lang,
) -> Result<Markup, Refusal> {
    let users = console.store().users().await?;
    let say = |it: &str| words::state(it).say(lang).to_owned();
    let states = words::STATES.iter().map(|it| ((*it).to_owned(), say(it)));
    let menders = Mender::ALL.iter();
    let menders = menders.map(|it| (it.to_string(), shell::mender(*it).say(lang).to_owned()));
    let steps = Step::ALL.iter();
    let steps = steps.map(|it| (it.to_string(), shell::step(*it).say(lang).to_owned()));
    let sellers = console.stage.sellers().map(|it| (it.to_string(), it.to_string()));
    let nobody = (filter::NOBODY.to_owned(), words::NOBODY.say(lang).to_owned());
    let people = users.into_iter().filter(|it| it.active).map(|it| (it.name, it.full_name));
    let people = std::iter::once(nobody).chain(people);
    Ok(html! {
        details.filters open[!asked.is_empty()] {
            summary { (words::FILTERS.say(lang)) }
            form method="get" action="/casos" {
                (choice("state", words::STATE, states.collect(), asked, lang))
                (choice("mender", crate::words::desk::home::WHO, menders.collect(), asked, lang))
                (choice("stage", words::STAGE, steps.collect(), asked, lang))
                (choice("seller", words::SELLER, sellers.collect(), asked, lang))
                (choice("assignee", words::ASSIGNEE, people.collect(), asked, lang))
                (text("code", words::CODE, "text", asked, lang))
                (text("field", words::FIELD, "text", asked, lang))
                (text("sku", Label { pt: "SKU", en: "SKU" }, "text", asked, lang))
                (text("n_nf", words::NUMBER, "text", asked, lang))
                (text("from", words::FROM, "date", asked, lang))
                (text("until", words::UNTIL, "date", asked, lang))
                @if !asked.get("q").is_empty() {
                    input type="hidden" name="q" value=(asked.get("q"));
                }
                @if !asked.get("document").is_empty() {
                    input type="hidden" name="document" value=(asked.get("document"));
                    p { (words::DOCUMENT.say(lang)) ": " (words::DOCUMENT_HIDDEN.say(lang)) }
                }
                div.buttons {
                    button type="submit" { (words::APPLY.say(lang)) }
                    a href="/casos" { (words::CLEAR.say(lang)) }
                }
            }
        }
    })
}

fn choice(
    name: &str,
    label: Label,
    all: Vec<(String, String)>,
    asked: &Asked,
    lang: Lang,
) -> Markup {
    let chosen = asked.get(name);
    html! {
        div {
            label for=(format!("f-{name}")) { (label.say(lang)) }
            select id=(format!("f-{name}")) name=(name) {
                option value="" { (words::ANY.say(lang)) }
                @for (value, text) in &all {
                    option value=(value) selected[value == chosen] { (text) }
                }
            }
        }
    }
}

fn text(name: &str, label: Label, kind: &str, asked: &Asked, lang: Lang) -> Markup {
    html! {
        div {
            label for=(format!("f-{name}")) { (label.say(lang)) }
            input id=(format!("f-{name}")) name=(name) type=(kind) value=(asked.get(name))
                maxlength="120";
        }
    }
}
