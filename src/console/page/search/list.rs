//! A list of cases.

use maud::{Markup, html};

use crate::console::page::case::href;
use crate::console::show::{age, day, moment, reais};
use crate::domain::{Code, Timestamp};
use crate::ports::CaseRow;
use crate::words::desk::search as words;
use crate::words::{self as catalogue, Lang};

/// The table.
pub(in crate::console::page) fn table(
    rows: &[CaseRow],
    caption: &str,
    now: Timestamp,
    lang: Lang,
) -> Markup {
    html! {
        table.rows {
            caption.hidden { (caption) }
            thead { tr {
                th scope="col" { (words::SHIPMENT.say(lang)) }
                th scope="col" { (words::CAUSE.say(lang)) }
                th scope="col" { (words::STATE.say(lang)) }
                th.n scope="col" { (words::WORTH.say(lang)) }
                th.n scope="col" { (words::BEGAN.say(lang)) }
                th.n scope="col" { (words::SINCE.say(lang)) }
                th scope="col" { (words::ASSIGNEE.say(lang)) }
            } }
            tbody { @for it in rows { (row(it, now, lang)) } }
        }
    }
}

fn row(it: &CaseRow, now: Timestamp, lang: Lang) -> Markup {
    html! {
        tr data-row {
            th scope="row" {
                a href=(href(&it.id)) { (it.id.shipment) }
                small { (words::ORDER.say(lang)) " " (it.order) }
            }
            td data-label=(words::CAUSE.say(lang)) { (cause(it, lang)) }
            td data-label=(words::STATE.say(lang)) { (words::state(&it.state).say(lang)) }
            td.n data-label=(words::WORTH.say(lang)) {
                @match it.worth_cents { Some(cents) => (reais(cents, lang)), None => "–" }
            }
            td.n data-label=(words::BEGAN.say(lang)) { (moment(it.began, lang)) }
            td.n data-label=(words::SINCE.say(lang)) title=(moment(it.updated, lang)) {
                (age(it.updated, now))
            }
            td data-label=(words::ASSIGNEE.say(lang)) {
                @match &it.assignee { Some(name) => (name), None => (words::NOBODY.say(lang)) }
                @if let Some(date) = it.follow_up {
                    small { (words::FOLLOW_UP.say(lang)) " " (day(date, lang)) }
                }
            }
        }
    }
}

/// The first fault's title, while it is held.
pub(super) fn cause(it: &CaseRow, lang: Lang) -> String {
    let Some(code) = &it.fault else { return "–".to_owned() };
    Code::parse(code)
        .map_or_else(|| code.clone(), |code| catalogue::of(code, lang).title.to_owned())
}
