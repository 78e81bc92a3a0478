//! Causes first: what waits for a person, and how the pipeline is.

mod gaps;
mod health;

use axum::extract::State;
use axum::http::Uri;
use maud::{Markup, html};

use super::{Place, page};
use crate::console::Shared;
use crate::console::access::Visitor;
use crate::console::refusal::Refusal;
use crate::console::show::{age, midnight, moment, reais};
use crate::domain::{Code, Mender, Step, Timestamp};
use crate::ports::{CaseFilter, CauseRow, DeskStore, UnreadableRow};
use crate::stage::{CancelUntil, later};
use crate::words::desk::{home as words, shell};
use crate::words::{self as catalogue, Lang};

/// Cases of a cause that are asked for the end of their window: the longest waiting, whose window
/// ends first.
const DEADLINES_MAX: usize = 50;

#[derive(serde::Deserialize)]
struct Query {
    #[serde(default)]
    mender: String,
}

pub(in crate::console) async fn home<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    uri: Uri,
) -> Result<Markup, Refusal> {
    let query: Query = serde_urlencoded::from_str(uri.query().unwrap_or_default())
        .map_err(|_| Refusal::BadForm)?;
    let chosen = Mender::parse(&query.mender);
    let (now, lang, store) = (console.now(), visitor.lang, console.store());
    let pulse = store.pulse(midnight(now)).await?;
    let unreadable = store.open_unreadable(1).await?.into_iter().next();
    let mut rows = Vec::new();
    for cause in store.causes(now).await? {
        if chosen.is_none_or(|it| it.to_string() == cause.mender) {
            let ends = ends(&console, &cause).await?;
            rows.push((cause, ends));
        }
    }
    let unreadable = unreadable
        .filter(|_| chosen.is_none_or(|it| it == Code::EventUnreadable.mender()))
        .map(|oldest| Unreadable { oldest, cases: pulse.unreadable });
    let content = html! {
        (health::alarm(&pulse, now, lang))
        (health::health(&pulse, &console.stage.certificates(), now, lang))
        (menders(chosen, lang))
        @if rows.is_empty() && unreadable.is_none() {
            p { @match chosen {
                Some(_) => (words::NOTHING_HERE.say(lang)),
                None => (words::NOTHING.say(lang)),
            } }
        } @else {
            (table(&rows, unreadable.as_ref(), now, lang))
        }
        (gaps::section(&store.untold_gaps().await?, &|it| console.stage.uf_of(it), now, lang))
    };
    Ok(page(&visitor, Place::Home, words::CAUSES.say(lang), &content))
}

/// The open unreadable events.
struct Unreadable {
    oldest: UnreadableRow,
    cases: u64,
}

/// When the first window of cancellation among the cases of a cause ends, where the cause is about
/// a note that may be cancelled.
pub(in crate::console) async fn ends<S: DeskStore>(
    console: &Shared<S>,
    cause: &CauseRow,
) -> Result<Option<CancelUntil>, Refusal> {
    let cancels = Step::parse(&cause.stage) == Some(Step::Cancel)
        || Code::parse(&cause.code) == Some(Code::AmazonErrored);
    if !cancels {
        return Ok(None);
    }
    let of_cause = super::cause::filter(&cause.stage, &cause.code, &cause.field);
    let filter = CaseFilter { limit: DEADLINES_MAX, ..of_cause };
    let mut first: Option<CancelUntil> = None;
    for row in console.store().cases(filter).await? {
        let life = console.stage.life(&row.id).await?;
        let until = life.and_then(|life| console.stage.cancel_until(&life));
        first = match (first, until) {
            (Some(one), Some(other)) if other.plain < one.plain => Some(other),
            (None, until) => until,
            (first, _) => first,
        };
    }
    Ok(first)
}

fn menders(chosen: Option<Mender>, lang: Lang) -> Markup {
    let link = |mender: Option<Mender>, text: &str| {
        let href = mender.map_or_else(|| "/".to_owned(), |it| format!("/?mender={it}"));
        html! { li { a href=(href) aria-current=[(mender == chosen).then_some("true")] { (text) } } }
    };
    let acting = [Mender::Fiscal, Mender::Cadastro, Mender::Ti, Mender::Amazon];
    html! {
        nav.choice aria-label=(words::FILTER.say(lang)) {
            span { (words::FILTER.say(lang)) ":" }
            ul {
                (link(None, words::EVERYBODY.say(lang)))
                @for it in acting { (link(Some(it), shell::mender(it).say(lang))) }
            }
        }
    }
}

fn table(
    rows: &[(CauseRow, Option<CancelUntil>)],
    unreadable: Option<&Unreadable>,
    now: Timestamp,
    lang: Lang,
) -> Markup {
    html! {
        table.rows {
            caption.hidden { (words::CAUSES.say(lang)) }
            thead { tr {
                th scope="col" { (words::CAUSE.say(lang)) }
                th.n scope="col" { (words::CASES.say(lang)) }
                th.n scope="col" { (words::WORTH.say(lang)) }
                th.n scope="col" { (words::OLDEST.say(lang)) }
                th scope="col" { (words::TREND.say(lang)) }
                th scope="col" { (words::DEADLINE.say(lang)) }
                th scope="col" { (words::WHO.say(lang)) }
            } }
            tbody {
                @for (it, ends) in rows { (row(it, ends.as_ref(), now, lang)) }
                @if let Some(it) = unreadable { (unreadable_row(it, now, lang)) }
            }
        }
    }
}

fn row(it: &CauseRow, ends: Option<&CancelUntil>, now: Timestamp, lang: Lang) -> Markup {
    html! {
        tr data-row {
            th scope="row" {
                a href=(href(&it.stage, &it.code, &it.field)) { (title(&it.code, &it.field, lang)) }
                " " (mark(it, now, lang))
                small { (stage(&it.stage, lang)) " · " code { (it.code) } " · " code { (it.field) } }
            }
            td.n data-label=(words::CASES.say(lang)) { (it.cases) }
            td.n data-label=(words::WORTH.say(lang)) { (reais(it.worth_cents, lang)) }
            td.n data-label=(words::OLDEST.say(lang)) title=(moment(it.oldest, lang)) {
                (age(it.oldest, now))
            }
            td data-label=(words::TREND.say(lang)) { (trend(it, lang)) }
            td data-label=(words::DEADLINE.say(lang)) { (deadline(ends, now, lang)) }
            td data-label=(words::WHO.say(lang)) { (who(&it.mender, lang)) }
        }
    }
}

fn unreadable_row(it: &Unreadable, now: Timestamp, lang: Lang) -> Markup {
    let code = Code::EventUnreadable;
    html! {
        tr data-row {
            th scope="row" {
                a href="/eventos" { (catalogue::of(code, lang).title) }
                small { (shell::step(Step::Intake).say(lang)) " · " code { (code.as_str()) } }
            }
            td.n data-label=(words::CASES.say(lang)) { (it.cases) }
            td.n data-label=(words::WORTH.say(lang)) { "–" }
            td.n data-label=(words::OLDEST.say(lang)) title=(moment(it.oldest.received, lang)) {
                (age(it.oldest.received, now))
            }
            td data-label=(words::TREND.say(lang)) { "–" }
            td data-label=(words::DEADLINE.say(lang)) { (words::NO_DEADLINE.say(lang)) }
            td data-label=(words::WHO.say(lang)) { (shell::mender(code.mender()).say(lang)) }
        }
    }
}

/// Whether the cause is new, or is back after it was mended.
fn mark(it: &CauseRow, now: Timestamp, lang: Lang) -> Markup {
    let label = match it.closed {
        _ if it.oldest <= later(now, -86_400) => None,
        None => Some((words::NEW, words::NEW_WHY)),
        Some(closed) => (closed <= it.oldest).then_some((words::BACK, words::BACK_WHY)),
    };
    html! { @if let Some((label, why)) = label {
        strong.mark title=(why.say(lang)) { (label.say(lang)) }
    } }
}

fn trend(it: &CauseRow, lang: Lang) -> Markup {
    let (sign, word) = match it.day.cmp(&it.day_before) {
        std::cmp::Ordering::Greater => ("▲", words::MORE),
        std::cmp::Ordering::Less => ("▼", words::FEWER),
        std::cmp::Ordering::Equal => ("=", words::EQUAL),
    };
    html! { (it.day) small { span aria-hidden="true" { (sign) " " } (word.say(lang)) " " (it.day_before) } }
}

/// Until when the note may be cancelled; what has passed is said.
pub(super) fn deadline(ends: Option<&CancelUntil>, now: Timestamp, lang: Lang) -> Markup {
    let Some(it) = ends else { return html! { (words::NO_DEADLINE.say(lang)) } };
    let end = |label: crate::words::desk::Label, at: Timestamp| {
        html! {
            (label.say(lang)) " " time datetime=(at) { (moment(at, lang)) }
            @if at < now { " " strong { (words::OVERDUE.say(lang)) } }
        }
    };
    html! {
        (end(words::CANCEL_UNTIL, it.plain))
        @if let Some(late) = it.late.filter(|_| it.plain < now) {
            small { (end(words::LATE_UNTIL, late)) }
        }
    }
}

/// Where a cause is.
pub(in crate::console) fn href(stage: &str, code: &str, field: &str) -> String {
    let query = [("stage", stage), ("code", code), ("field", field)];
    format!("/causa?{}", serde_urlencoded::to_string(query).unwrap_or_default())
}

/// What a cause is called: a rejection by its cStat, where we know it.
pub(in crate::console) fn title(code: &str, field: &str, lang: Lang) -> String {
    match Code::parse(code) {
        Some(code) => sentences(code, field, lang).title.to_owned(),
        None => code.to_owned(),
    }
}

/// The sentences of a cause.
pub(super) fn sentences(code: Code, field: &str, lang: Lang) -> catalogue::Sentences {
    let known = field.strip_prefix("cStat ").filter(|_| code == Code::SefazRejected);
    let known = known.and_then(|it| it.trim().parse().ok());
    known.and_then(|it| catalogue::c_stat(it, lang)).unwrap_or_else(|| catalogue::of(code, lang))
}

/// Where in the life.
pub(super) fn stage(stage: &str, lang: Lang) -> String {
    Step::parse(stage).map_or_else(|| stage.to_owned(), |it| shell::step(it).say(lang).to_owned())
}

/// Who acts.
pub(in crate::console) fn who(mender: &str, lang: Lang) -> String {
    Mender::parse(mender)
        .map_or_else(|| mender.to_owned(), |it| shell::mender(it).say(lang).to_owned())
}
