//! Actions on many cases: weighed, begun, watched, steered.

use axum::extract::{Path, Query, State};
use axum::http::HeaderName;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::{Place, csrf, page};
use crate::console::Shared;
use crate::console::access::Visitor;
use crate::console::act::why_not;
use crate::console::bulk::ROLE;
use crate::console::form::{Posted, see_other};
use crate::console::page::case::href;
use crate::console::page::search::Asked;
use crate::console::refusal::Refusal;
use crate::console::show::{moment, reais};
use crate::domain::{Code, Timestamp};
use crate::ports::{
    Bulk, BulkItem, BulkState, CaseFilter, CaseRow, DeedKind, DeskStore, ItemState, NewBulk,
};
use crate::stage::{hindrance, signed};
use crate::words::desk::{Label, access as roles, bulk as words};
use crate::words::{self as catalogue, Lang};

/// Cases of one bulk.
const MOST: usize = 20_000;
/// Cases that a dry run shows.
const FIRST: usize = 20;
/// Cases that a dry run looks at as they are.
const LOOKED_AT: usize = 100;
/// Bulks of the list, and items of a page.
const SHOWN: usize = 100;
/// While one runs, the page comes anew after so many seconds.
const REFRESH: (HeaderName, &str) = (HeaderName::from_static("refresh"), "5");

#[derive(serde::Deserialize)]
pub(in crate::console) struct Wish {
    filter: String,
    action: String,
    why: String,
    per_minute: u32,
    /// Of the dry run that is confirmed, in microseconds.
    #[serde(default)]
    as_of: i64,
    #[serde(default)]
    confirm: String,
}

impl Wish {
    fn action(&self) -> Result<DeedKind, Refusal> {
        match self.action.as_str() {
            "resume" => Ok(DeedKind::Resume),
            "discard" => Ok(DeedKind::Discard),
            _ => Err(Refusal::BadForm),
        }
    }
}

/// First shows what would be done; then does it, or asks for a second person.
pub(in crate::console) async fn make<S: DeskStore>(
    State(console): State<Shared<S>>,
    Posted { visitor, form }: Posted<Wish>,
) -> Result<Response, Refusal> {
    let asked = Asked::parse(&form.filter)?;
    let (action, now) = (form.action()?, console.now());
    visitor.need(ROLE, &console, visitor.deed(now, DeedKind::Bulk)).await?;
    let (_, why) = signed(visitor.name(), &form.why)?;
    if !(1..=6_000).contains(&form.per_minute) {
        return Err(Refusal::BadForm);
    }
    let filter = CaseFilter { after: None, ..asked.filter.clone() };
    let (count, cents) = console.store().count_cases(filter.clone()).await?;
    let asks = console.bulk_needs_second(action, count);
    if form.confirm != "1" {
        if count == 0 {
            return Err(Refusal::NotNow(words::NOTHING));
        }
        if count > u64::try_from(MOST).unwrap_or(u64::MAX) {
            return Err(Refusal::NotNow(words::TOO_MANY));
        }
        let shown = Weighed { action, count, cents, asks, as_of: now };
        return weigh(&console, &visitor, &form, (&asked.query(), filter), shown).await;
    }
    let as_of = Timestamp::from_microsecond(form.as_of).map_err(|_| Refusal::BadForm)?;
    let wanted = NewBulk {
        action,
        filter,
        shown: asked.query(),
        as_of: as_of.min(now),
        per_minute: form.per_minute,
        asks,
        most: MOST,
    };
    let deed = visitor.deed(now, DeedKind::Bulk).because(why);
    match console.store().make_bulk(wanted, deed).await? {
        Some(id) => Ok(see_other(&format!("/lotes/{id}"))),
        None => Err(Refusal::NotNow(words::NOTHING)),
    }
}

/// What would be done.
struct Weighed {
    action: DeedKind,
    count: u64,
    cents: i64,
    asks: bool,
    as_of: Timestamp,
}

async fn weigh<S: DeskStore>(
    console: &Shared<S>,
    visitor: &Visitor,
    form: &Wish,
    (query, filter): (&str, CaseFilter),
    weighed: Weighed,
) -> Result<Response, Refusal> {
    let lang = visitor.lang;
    let rows = console.store().cases(CaseFilter { limit: LOOKED_AT, ..filter }).await?;
    let refused = refusals(console, &rows, weighed.action).await?;
    let fields = [
        ("filter", query.to_owned()),
        ("action", weighed.action.as_str().to_owned()),
        ("why", form.why.clone()),
        ("per_minute", form.per_minute.to_string()),
        ("as_of", weighed.as_of.as_microsecond().to_string()),
    ];
    let content = html! {
        p { (words::DRY_RUN_INTRO.say(lang)) }
        dl.facts {
            div { dt { (words::ACTION.say(lang)) } dd { (act(weighed.action, lang)) } }
            div { dt { (words::CASES.say(lang)) } dd { (weighed.count) } }
            div { dt { (words::WORTH.say(lang)) } dd { (reais(weighed.cents, lang)) } }
            div { dt { (words::WHY.say(lang)) } dd { (form.why) } }
            div { dt { (words::PACE.say(lang)) }
                dd { (form.per_minute) " " (words::A_MINUTE.say(lang)) } }
        }
        p { (words::WAVES.say(lang)) }
        h2 { (words::REFUSED_NOW.say(lang)) }
        @if refused.is_empty() {
            p { (words::NONE_REFUSED.say(lang)) }
        } @else {
            ul { @for (why, many) in &refused { li { (many) " · " (why.say(lang)) } } }
        }
        p { small { (rows.len()) " " (words::LOOKED_AT.say(lang)) } }
        @if weighed.asks { p.alert { (words::ASKS.say(lang)) } }
        form method="post" action="/lotes" {
            (csrf(visitor))
            @for (name, value) in &fields { input type="hidden" name=(name) value=(value); }
            p.buttons {
                button.primary name="confirm" value="1" {
                    @if weighed.asks { (words::ASK.say(lang)) } @else { (words::BEGIN.say(lang)) }
                }
                a.button href={ "/casos?" (query) } { (words::FILTER.say(lang)) }
            }
        }
        h2 { (words::FIRST.say(lang)) }
        (super::search::table(
            rows.get(..FIRST.min(rows.len())).unwrap_or_default(),
            words::FIRST.say(lang),
            console.now(),
            lang,
        ))
    };
    Ok(page(visitor, Place::Bulks, words::DRY_RUN.say(lang), &content).into_response())
}

/// Why the first of them could not be acted on, and how many.
async fn refusals<S: DeskStore>(
    console: &Shared<S>,
    rows: &[CaseRow],
    action: DeedKind,
) -> Result<Vec<(Label, usize)>, Refusal> {
    let mut found: Vec<(Label, usize)> = Vec::new();
    for row in rows {
        let life = console.stage.life(&row.id).await?;
        let Some(hindered) = life.and_then(|life| hindrance(&life, action)) else { continue };
        let why = why_not(hindered);
        match found.iter_mut().find(|(it, _)| *it == why) {
            Some((_, many)) => *many += 1,
            None => found.push((why, 1)),
        }
    }
    Ok(found)
}

/// All of them, the newest first.
pub(in crate::console) async fn list<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    let lang = visitor.lang;
    let bulks = console.store().bulks(SHOWN).await?;
    let running = bulks.iter().any(|it| it.state == BulkState::Running);
    let content = html! {
        @if bulks.is_empty() {
            p { (words::NO_BULKS.say(lang)) }
        } @else {
            table.rows {
                caption.hidden { (words::TITLE.say(lang)) }
                thead { tr {
                    th scope="col" { (words::BULK.say(lang)) }
                    th scope="col" { (words::STATE.say(lang)) }
                    th.n scope="col" { (words::CASES.say(lang)) }
                    th.n scope="col" { (words::WORTH.say(lang)) }
                    th.n scope="col" { (words::PROGRESS.say(lang)) }
                    th scope="col" { (words::BY.say(lang)) }
                } }
                tbody { @for it in &bulks { tr data-row {
                    th scope="row" {
                        a href={ "/lotes/" (it.id) } { (words::BULK.say(lang)) " " (it.id) }
                        small { (act(it.action, lang)) " · " (it.why) }
                    }
                    td data-label=(words::STATE.say(lang)) { (words::state(it.state.as_str()).say(lang)) }
                    td.n data-label=(words::CASES.say(lang)) { (it.cases) }
                    td.n data-label=(words::WORTH.say(lang)) { (reais(it.worth_cents, lang)) }
                    td.n data-label=(words::PROGRESS.say(lang)) { (acted(it)) " / " (it.cases) }
                    td data-label=(words::BY.say(lang)) { (it.by) small { (moment(it.made, lang)) } }
                } } }
            }
        }
    };
    let page = page(&visitor, Place::Bulks, words::TITLE.say(lang), &content);
    Ok(if running { ([REFRESH], page).into_response() } else { page.into_response() })
}

#[derive(serde::Deserialize)]
pub(in crate::console) struct Part {
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: u32,
}

/// One of them, as it goes on.
pub(in crate::console) async fn one<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    Path(id): Path<i64>,
    part: Result<Query<Part>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(part) = part.map_err(|_| Refusal::BadForm)?;
    let bulk = console.store().bulk(id).await?.ok_or(Refusal::NotFound)?;
    let state = ItemState::parse(&part.state);
    let chosen = state.map(ItemState::as_str).unwrap_or_default();
    let items = console.store().bulk_items(id, state, part.after, SHOWN).await?;
    let lang = visitor.lang;
    let content = html! {
        (facts(&bulk, lang))
        (progress(&bulk, lang))
        @if !bulk.state.is_end() { (steering(&bulk, &visitor)) }
        h2 { (words::ITEMS.say(lang)) }
        (choices(&bulk, state, lang))
        (results(&items, lang))
        @if let Some(last) = items.last().filter(|_| items.len() == SHOWN) {
            nav.pages { a.button rel="next" href=(format!("?state={chosen}&after={}", last.place)) {
                (catalogue::desk::shell::NEXT_PAGE.say(lang))
            } }
        }
    };
    let title = format!("{} {id}", words::BULK.say(lang));
    let page = page(&visitor, Place::Bulks, &title, &content);
    let running = bulk.state == BulkState::Running || bulk.tally.sent > 0;
    Ok(if running { ([REFRESH], page).into_response() } else { page.into_response() })
}

fn facts(bulk: &Bulk, lang: Lang) -> Markup {
    html! {
        dl.facts {
            div { dt { (words::ACTION.say(lang)) } dd { (act(bulk.action, lang)) } }
            div { dt { (words::CASES.say(lang)) } dd { (bulk.cases) } }
            div { dt { (words::WORTH.say(lang)) } dd { (reais(bulk.worth_cents, lang)) } }
            div { dt { (words::PACE.say(lang)) }
                dd { (bulk.per_minute) " " (words::A_MINUTE.say(lang)) } }
            div { dt { (words::BY.say(lang)) } dd { (bulk.by) " · " (moment(bulk.made, lang)) } }
            div { dt { (words::WHY.say(lang)) } dd { (bulk.why) } }
        }
        p { a href={ "/casos?" (bulk.filter) } { (words::FILTER.say(lang)) } }
    }
}

/// How far it is; read aloud when it changes.
fn progress(bulk: &Bulk, lang: Lang) -> Markup {
    let tally = &bulk.tally;
    let parts = [
        (ItemState::Waiting, tally.waiting),
        (ItemState::Sent, tally.sent),
        (ItemState::Good, tally.good),
        (ItemState::Again, tally.again),
        (ItemState::Refused, tally.refused),
    ];
    let (told, cause) = bulk.told.split_once(' ').unwrap_or((&bulk.told, ""));
    html! {
        section.progress role="status" aria-live="polite" {
            p { strong { (words::state(bulk.state.as_str()).say(lang)) }
                " · " (moment(bulk.since, lang)) }
            @if !words::told(told).say(lang).is_empty() {
                p.alert { (words::told(told).say(lang))
                    @if !cause.is_empty() { " " (title(cause, lang)) " " code { (cause) } }
                }
            }
            progress max=(bulk.cases) value=(acted(bulk)) aria-label=(words::PROGRESS.say(lang)) {
                (acted(bulk)) " / " (bulk.cases)
            }
            dl.facts { @for (state, many) in parts {
                div { dt { (words::item(state.as_str()).say(lang)) } dd { (many) } }
            } }
        }
    }
}

fn acted(bulk: &Bulk) -> u64 {
    bulk.cases.saturating_sub(bulk.tally.waiting)
}

fn steering(bulk: &Bulk, visitor: &Visitor) -> Markup {
    let lang = visitor.lang;
    let off = !visitor.may(ROLE);
    html! {
        form.stacked method="post" action={ "/lotes/" (bulk.id) } {
            (csrf(visitor))
            label for="why" { (words::WHY.say(lang)) }
            input #why name="why" required maxlength="500" disabled[off];
            div.buttons {
                @if bulk.state == BulkState::Running {
                    button name="verb" value="pause" disabled[off] { (words::PAUSE.say(lang)) }
                }
                @if bulk.state == BulkState::Paused {
                    button name="verb" value="go_on" disabled[off] { (words::GO_ON.say(lang)) }
                }
                button name="verb" value="stop" disabled[off] { (words::STOP.say(lang)) }
            }
            @if off {
                p { (words::NEEDS.say(lang)) " " (roles::role(ROLE.as_str()).say(lang)) "." }
            }
        }
    }
}

fn choices(bulk: &Bulk, chosen: Option<ItemState>, lang: Lang) -> Markup {
    html! {
        nav.pages aria-label=(words::RESULT.say(lang)) {
            a href={ "/lotes/" (bulk.id) } aria-current=[chosen.is_none().then_some("true")] {
                (words::ALL.say(lang))
            }
            @for it in ItemState::ALL {
                " · " a href=(format!("?state={}", it.as_str()))
                    aria-current=[(chosen == Some(*it)).then_some("true")] {
                    (words::item(it.as_str()).say(lang))
                }
            }
        }
    }
}

fn results(items: &[BulkItem], lang: Lang) -> Markup {
    html! {
        table.rows {
            caption.hidden { (words::ITEMS.say(lang)) }
            thead { tr {
                th scope="col" { (words::SHIPMENT.say(lang)) }
                th scope="col" { (words::CAUSE.say(lang)) }
                th scope="col" { (words::RESULT.say(lang)) }
                th.n scope="col" { (words::AT.say(lang)) }
            } }
            tbody { @for it in items { tr data-row {
                th scope="row" { a href=(href(&it.life)) { (it.life.shipment) } }
                td data-label=(words::CAUSE.say(lang)) { (title(&it.code, lang)) }
                td data-label=(words::RESULT.say(lang)) {
                    (words::item(it.state.as_str()).say(lang))
                    @if let Some(told) = &it.told { small {
                        @if it.state == ItemState::Again { (title(told, lang)) }
                        @else { (words::refused(told).say(lang)) }
                    } }
                }
                td.n data-label=(words::AT.say(lang)) {
                    @match it.at { Some(at) => (moment(at, lang)), None => "–" }
                }
            } } }
        }
    }
}

/// A cause's title; a step may stand before its code.
fn title(cause: &str, lang: Lang) -> String {
    let code = cause.rsplit(' ').next().unwrap_or(cause);
    Code::parse(code).map_or_else(
        || if code.is_empty() { "–".to_owned() } else { code.to_owned() },
        |code| catalogue::of(code, lang).title.to_owned(),
    )
}

fn act(action: DeedKind, lang: Lang) -> &'static str {
    let label = if action == DeedKind::Discard { words::DISCARD } else { words::RESUME };
    label.say(lang)
}

#[derive(serde::Deserialize)]
pub(in crate::console) struct Steering {
    verb: String,
    why: String,
}

/// Pauses it, lets it go on, ends it.
pub(in crate::console) async fn steer<S: DeskStore>(
    State(console): State<Shared<S>>,
    Path(id): Path<i64>,
    Posted { visitor, form }: Posted<Steering>,
) -> Result<Response, Refusal> {
    let deed = visitor.deed(console.now(), DeedKind::BulkSteer).to(id.to_string());
    visitor.need(ROLE, &console, deed.clone()).await?;
    let (_, why) = signed(visitor.name(), &form.why)?;
    let to = match form.verb.as_str() {
        "pause" => BulkState::Paused,
        "go_on" => BulkState::Running,
        "stop" => BulkState::Stopped,
        _ => return Err(Refusal::BadForm),
    };
    console.store().bulk(id).await?.ok_or(Refusal::NotFound)?;
    let told = if to == BulkState::Running { "" } else { "person" }.to_owned();
    console.store().steer_bulk(id, to, told, deed.because(why)).await?;
    Ok(see_other(&format!("/lotes/{id}")))
}
