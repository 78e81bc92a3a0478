//! Causes first: what waits for a person, and how the pipeline is.

use axum::extract::State;
use maud::{Markup, html};

use super::{Place, page};
use crate::console::Shared;
use crate::console::access::Visitor;
use crate::console::refusal::Refusal;
use crate::console::show::{age, midnight, moment, reais};
use crate::domain::{Code, Mender, Step, Timestamp};
use crate::ports::{CauseRow, DeskStore, Pulse};
use crate::words::desk::{home as words, shell};
use crate::words::{self as catalogue, Lang};

pub(in crate::console) async fn home<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
) -> Result<Markup, Refusal> {
    let now = console.now();
    let (causes, pulse) =
        (console.store().causes(now).await?, console.store().pulse(midnight(now)).await?);
    let lang = visitor.lang;
    let content = html! {
        (health(&pulse, now, lang))
        @if causes.is_empty() {
            p { (words::NOTHING.say(lang)) }
        } @else {
            (table(&causes, now, lang))
        }
    };
    Ok(page(&visitor, Place::Home, words::CAUSES.say(lang), &content))
}

fn table(causes: &[CauseRow], now: Timestamp, lang: Lang) -> Markup {
    html! {
        table.rows {
            caption.hidden { (words::CAUSES.say(lang)) }
            thead { tr {
                th scope="col" { (words::CAUSE.say(lang)) }
                th.n scope="col" { (words::CASES.say(lang)) }
                th.n scope="col" { (words::WORTH.say(lang)) }
                th.n scope="col" { (words::OLDEST.say(lang)) }
                th.n scope="col" { (words::TREND.say(lang)) }
                th scope="col" { (words::WHO.say(lang)) }
            } }
            tbody { @for it in causes {
                tr data-row {
                    th scope="row" {
                        a href=(href(it)) { (title(it, lang)) }
                        small { (stage(it, lang)) " · " code { (it.code) } " · " code { (it.field) } }
                    }
                    td.n { (it.cases) }
                    td.n { (reais(it.worth_cents, lang)) }
                    td.n title=(moment(it.oldest, lang)) { (age(it.oldest, now)) }
                    td.n { (it.day) }
                    td { (who(it, lang)) }
                }
            } }
        }
    }
}

fn href(it: &CauseRow) -> String {
    let query = [("stage", &it.stage), ("code", &it.code), ("field", &it.field)];
    format!("/causa?{}", serde_urlencoded::to_string(query).unwrap_or_default())
}

fn title(it: &CauseRow, lang: Lang) -> String {
    Code::parse(&it.code)
        .map_or_else(|| it.code.clone(), |code| catalogue::of(code, lang).title.to_owned())
}

fn stage(it: &CauseRow, lang: Lang) -> String {
    Step::parse(&it.stage)
        .map_or_else(|| it.stage.clone(), |step| shell::step(step).say(lang).to_owned())
}

fn who(it: &CauseRow, lang: Lang) -> String {
    Mender::parse(&it.mender)
        .map_or_else(|| it.mender.clone(), |who| shell::mender(who).say(lang).to_owned())
}

fn health(pulse: &Pulse, now: Timestamp, lang: Lang) -> Markup {
    let lane = |names: &[&str]| -> u64 {
        pulse.in_flight.iter().filter(|(it, _)| names.contains(&it.as_str())).map(|(_, n)| n).sum()
    };
    let all: u64 = pulse.in_flight.iter().map(|(_, n)| n).sum();
    let worker = pulse.beats.iter().find(|(name, ..)| name == "work");
    html! {
        section.pulse aria-label=(words::PULSE.say(lang)) {
            dl {
                div { dt { (words::RECEIVED.say(lang)) } dd { (pulse.received) } }
                div { dt { (words::IN_FLIGHT.say(lang)) } dd { (all) } }
                div { dt { (words::ACCEPTED.say(lang)) } dd { (pulse.accepted) } }
                div {
                    dt { (words::AT_SEFAZ.say(lang)) }
                    dd { (lane(&["authorize", "ask_sefaz", "register"])) }
                }
                div {
                    dt { (words::AT_AMAZON.say(lang)) }
                    dd { (lane(&["fetch", "submit", "ask_amazon"])) }
                }
                div {
                    dt { (words::WORKER.say(lang)) }
                    dd { @match worker {
                        Some((_, _, at, _)) => (age(*at, now)),
                        None => (words::NEVER.say(lang)),
                    } }
                }
            }
        }
    }
}
