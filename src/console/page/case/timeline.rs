//! What happened, entry by entry.

use maud::{Markup, html};

use super::CaseView;
use crate::console::show::{moment, reais, took};
use crate::domain::{Fault, Timestamp};
use crate::lifecycle::{Draft, Entry, Event, Wait};
use crate::words::desk::{Label, field, timeline as words};
use crate::words::{self as catalogue, Lang};

pub(super) fn section(view: &CaseView, lang: Lang) -> Markup {
    html! {
        section {
            h2 #tempo { (words::TITLE.say(lang)) }
            table.rows {
                caption.hidden { (words::TITLE.say(lang)) }
                thead { tr {
                    th.n scope="col" { "#" }
                    th scope="col" { (words::WHEN.say(lang)) }
                    th scope="col" { (words::WHAT.say(lang)) }
                    th scope="col" { (words::ANSWER.say(lang)) }
                    th.n scope="col" { (words::AFTER.say(lang)) }
                } }
                tbody {
                    @for (at, entry) in view.entries.iter().enumerate() {
                        (row(entry, before(&view.entries, at), lang))
                    }
                }
            }
        }
    }
}

/// The moment of the entry before this one.
fn before(entries: &[Entry], at: usize) -> Option<Timestamp> {
    entries.get(at.checked_sub(1)?).map(|it| it.at)
}

fn row(entry: &Entry, before: Option<Timestamp>, lang: Lang) -> Markup {
    let what = words::event(entry.event.name()).unwrap_or(words::OTHER);
    html! {
        tr id=(format!("t{}", entry.seq)) {
            th.n scope="row" { (entry.seq) }
            td data-label=(words::WHEN.say(lang)) {
                time datetime=(entry.at) { (moment(entry.at, lang)) }
            }
            td data-label=(words::WHAT.say(lang)) { (what.say(lang)) }
            td data-label=(words::ANSWER.say(lang)) {
                @for Said { label, text } in said(&entry.event, lang) {
                    div {
                        @if let Some(label) = label { span.sub { (label.say(lang)) ": " } }
                        (text)
                    }
                }
            }
            td.n data-label=(words::AFTER.say(lang)) {
                @match before { Some(before) => (took(before, entry.at)), None => "–" }
            }
        }
    }
}

/// One line of what an entry says.
struct Said {
    label: Option<Label>,
    text: String,
}

fn line(label: Label, text: impl ToString) -> Said {
    Said { label: Some(label), text: text.to_string() }
}

fn plain(label: Label, lang: Lang) -> Said {
    Said { label: None, text: label.say(lang).to_owned() }
}

/// What an entry says beside what it is. Personal values are not in the journal.
#[allow(clippy::too_many_lines, reason = "a table, one arm for each entry")]
fn said(event: &Event, lang: Lang) -> Vec<Said> {
    let at = |label: Label, at: &Timestamp| line(label, moment(*at, lang));
    let id = |it: &Option<String>| it.as_ref().map(|it| line(words::REQUEST, it));
    match event {
        Event::Created { event_time, .. } | Event::Cancelled { event_time, .. } => {
            vec![at(words::EVENT_TIME, event_time)]
        }
        Event::Puzzled { faults, .. }
        | Event::Rejected { faults }
        | Event::NumberGone { faults, .. }
        | Event::EventoRefused { faults } => told(faults, lang),
        Event::Fetched { request_id, .. } | Event::Accepted { request_id } => {
            id(request_id).into_iter().collect()
        }
        Event::Numbered { draft, warnings } => numbered(draft, warnings, lang),
        Event::Signed { .. } | Event::Authorizing | Event::Submitting | Event::EventoSending => {
            Vec::new()
        }
        Event::Authorized { .. } => authorized(event),
        Event::Queued { n_rec, due } => vec![line(words::RECEIPT, n_rec), at(words::NEXT, due)],
        Event::Redirected { contingency, due } => {
            let where_to = if *contingency { words::CONTINGENCY } else { words::NORMAL };
            vec![plain(where_to, lang), at(words::NEXT, due)]
        }
        Event::EarlierNamed { due, .. } | Event::Absent { due } | Event::EventoAbsent { due } => {
            vec![at(words::NEXT, due)]
        }
        Event::Submitted { due, request_id } => {
            id(request_id).into_iter().chain([at(words::NEXT, due)]).collect()
        }
        Event::Pending { status, due, request_id } => {
            let status = line(words::STATUS, status);
            [status].into_iter().chain(id(request_id)).chain([at(words::NEXT, due)]).collect()
        }
        Event::Errored { faults, request_id } => {
            told(faults, lang).into_iter().chain(id(request_id)).collect()
        }
        Event::NotSent { why, due } | Event::Waited { why, due } => {
            vec![plain(wait(why), lang), at(words::NEXT, due)]
        }
        Event::Failed { fault, due } => told(std::slice::from_ref(fault), lang)
            .into_iter()
            .chain([at(words::NEXT, due)])
            .collect(),
        Event::Held { faults, nothing_sent, .. } => {
            let sent = nothing_sent.then(|| plain(words::NOTHING_SENT, lang));
            told(faults, lang).into_iter().chain(sent).collect()
        }
        Event::Corrected { field, by, why, .. } => {
            vec![
                line(words::FIELD, field::name(field, lang)),
                line(words::BY, by),
                line(words::WHY, why),
            ]
        }
        Event::CancelDecided { by, why, reissue } => {
            let after = reissue.then(|| plain(words::REISSUE, lang));
            [line(words::BY, by), line(words::WHY, why)].into_iter().chain(after).collect()
        }
        Event::CorrectionDecided { by, why, .. }
        | Event::Resumed { by, why }
        | Event::Discarded { by, why } => vec![line(words::BY, by), line(words::WHY, why)],
        Event::EventoSealed { n_seq, .. } => vec![line(words::SEQUENCE, n_seq)],
        Event::EventoRegistered { c_stat, n_prot, dh_reg_evento, .. } => {
            let status = Said { label: None, text: format!("cStat {c_stat}") };
            let prot = n_prot.as_ref().map(|it| line(words::PROTOCOL, it));
            let when = dh_reg_evento.as_ref().map(|it| line(words::RECEIVED, received(it, lang)));
            [status].into_iter().chain(prot).chain(when).collect()
        }
    }
}

fn authorized(event: &Event) -> Vec<Said> {
    let Event::Authorized { n_prot, c_stat, dh_recbto, messages, .. } = event else {
        return Vec::new();
    };
    let mut all = vec![
        Said { label: None, text: format!("cStat {c_stat}") },
        line(words::PROTOCOL, n_prot),
        line(words::RECEIVED, dh_recbto),
    ];
    all.extend(messages.iter().map(|(code, text)| line(words::MESSAGE, format!("{code} {text}"))));
    all
}

/// SEFAZ's own way to write a moment, as this desk writes it, where it can be read.
fn received(text: &str, lang: Lang) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |at| moment(at, lang))
}

fn numbered(draft: &Draft, warnings: &[Fault], lang: Lang) -> Vec<Said> {
    let number = format!("{} / {}", draft.number.serie, draft.number.n_nf);
    let mut all =
        vec![line(words::NUMBER, number), line(words::TOTAL, reais(draft.total.cents(), lang))];
    let warned = warnings.iter().map(|it| line(words::WARNING, catalogue::message(it, lang)));
    all.extend(warned);
    all
}

fn told(faults: &[Fault], lang: Lang) -> Vec<Said> {
    let each = faults.iter();
    each.map(|it| Said { label: None, text: catalogue::message(it, lang) }).collect()
}

fn wait(why: &Wait) -> Label {
    words::wait(match why {
        Wait::Throttled => "throttled",
        Wait::NotThereYet => "not_there_yet",
        Wait::Unreachable => "unreachable",
        Wait::ServiceDown => "service_down",
        Wait::OutcomeUnknown => "outcome_unknown",
        Wait::NeverArrived => "never_arrived",
        Wait::SellerPaused => "seller_paused",
        Wait::InProcessing => "in_processing",
    })
}
