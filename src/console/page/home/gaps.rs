//! Numbers that became no note, with the day until which SEFAZ is to be told.

use maud::{Markup, html};

use crate::console::show;
use crate::domain::{Timestamp, Uf};
use crate::ports::NumberRow;
use crate::stage::{Gaps, Urgency, ranges};
use crate::words::Lang;
use crate::words::desk::home as words;

/// Ranges that are shown: a seller has a handful a month.
const RANGES_MAX: usize = 50;

pub(super) fn section(
    rows: &[NumberRow],
    uf_of: &impl Fn(&str) -> Option<Uf>,
    now: Timestamp,
    lang: Lang,
) -> Markup {
    let mut found = ranges(rows, uf_of);
    found.sort_by_key(|it| it.deadline);
    html! { @if !found.is_empty() {
        section {
            h2 #gaps { (words::GAPS.say(lang)) }
            p { (words::GAPS_WHY.say(lang)) }
            table.rows {
                caption.hidden { (words::GAPS.say(lang)) }
                thead { tr {
                    th scope="col" { (words::NUMBERS.say(lang)) }
                    th.n scope="col" { (words::SERIES.say(lang)) }
                    th scope="col" { "CNPJ" }
                    th scope="col" { (words::REASON.say(lang)) }
                    th scope="col" { (words::DEADLINE.say(lang)) }
                } }
                tbody { @for it in found.iter().take(RANGES_MAX) { (row(it, now, lang)) } }
            }
        }
    } }
}

fn row(it: &Gaps, now: Timestamp, lang: Lang) -> Markup {
    html! {
        tr data-row {
            th scope="row" {
                @match it.lives.as_slice() {
                    [life] => a href=(super::super::case::href(life)) { (it.first) },
                    _ => { (it.first) " – " (it.last) " (" (it.count()) ")" }
                }
            }
            td.n data-label=(words::SERIES.say(lang)) { (it.serie) }
            td data-label="CNPJ" {
                (it.cnpj)
                @if it.tp_amb == 2 { small { (words::TEST.say(lang)) } }
            }
            td data-label=(words::REASON.say(lang)) { (words::gap_reason(&it.reason).say(lang)) }
            td data-label=(words::DEADLINE.say(lang)) {
                time datetime=(it.deadline) { (show::day(it.deadline, lang)) }
                @match it.urgency(show::today(now)) {
                    Urgency::Later => {}
                    Urgency::Soon => { " " strong { (words::SOON.say(lang)) } }
                    Urgency::Overdue => { " " strong { (words::OVERDUE.say(lang)) } }
                }
            }
        }
    }
}
