//! How the pipeline is.

use maud::{Markup, html};

use crate::console::show::{age, moment};
use crate::domain::Timestamp;
use crate::ports::Pulse;
use crate::words::Lang;
use crate::words::desk::{Label, home as words};

/// Seconds after which a worker that was not heard of is silent.
const SILENT_S: i64 = 60;

/// A new certificate takes its time: so many days before the end of the old one it is told.
const RENEWAL_DAYS: i64 = 30;

fn worker(pulse: &Pulse) -> Option<Timestamp> {
    pulse.beats.iter().find(|(name, ..)| name == "work").map(|(_, _, at, _)| *at)
}

/// Says that nothing goes on while the worker is silent.
pub(super) fn alarm(pulse: &Pulse, now: Timestamp, lang: Lang) -> Markup {
    html! {
        @match worker(pulse) {
            None => p.alert role="status" { (words::WORKER_NEVER.say(lang)) },
            Some(at) if now.as_second() - at.as_second() > SILENT_S => {
                p.alert role="status" {
                    (words::WORKER_SILENT.say(lang)) " " (age(at, now)) " (" (moment(at, lang)) ")."
                }
            }
            Some(_) => {}
        }
    }
}

/// The figures, and what is left of each certificate.
pub(super) fn health(
    pulse: &Pulse,
    certificates: &[(String, Timestamp)],
    now: Timestamp,
    lang: Lang,
) -> Markup {
    let lane = |names: &[&str]| -> u64 {
        pulse.in_flight.iter().filter(|(it, _)| names.contains(&it.as_str())).map(|(_, n)| n).sum()
    };
    let figures: [(Label, u64); 6] = [
        (words::RECEIVED, pulse.received),
        (words::IN_FLIGHT, pulse.in_flight.iter().map(|(_, n)| n).sum()),
        (words::ACCEPTED, pulse.accepted),
        (words::WAITING, pulse.held),
        (words::AT_SEFAZ, lane(&["authorize", "ask_sefaz", "register"])),
        (words::AT_AMAZON, lane(&["fetch", "submit", "ask_amazon"])),
    ];
    html! {
        section.pulse aria-label=(words::PULSE.say(lang)) {
            dl {
                @for (label, figure) in figures {
                    div { dt { (label.say(lang)) } dd { (figure) } }
                }
                @if pulse.unsent > 0 {
                    div { dt { (words::UNSENT.say(lang)) } dd { (pulse.unsent) } }
                }
                div {
                    dt { (words::WORKER.say(lang)) }
                    dd { @match worker(pulse) {
                        Some(at) => { (words::SEEN.say(lang)) " " (age(at, now)) }
                        None => (words::NEVER.say(lang)),
                    } }
                }
                @for (name, until) in nearest(certificates, now) { (certificate(name, *until, now, lang)) }
            }
        }
    }
}

/// The certificate that ends first, and every one that is to be renewed now.
fn nearest(certificates: &[(String, Timestamp)], now: Timestamp) -> Vec<&(String, Timestamp)> {
    let mut found: Vec<_> = certificates.iter().collect();
    found.sort_by_key(|(_, until)| *until);
    let soon = |until: Timestamp| days_left(until, now) <= RENEWAL_DAYS;
    found
        .into_iter()
        .enumerate()
        .filter(|(n, it)| *n == 0 || soon(it.1))
        .map(|(_, it)| it)
        .collect()
}

fn days_left(until: Timestamp, now: Timestamp) -> i64 {
    (until.as_second() - now.as_second()).div_euclid(86_400)
}

fn certificate(name: &str, until: Timestamp, now: Timestamp, lang: Lang) -> Markup {
    let days = days_left(until, now);
    html! {
        div title=(moment(until, lang)) {
            dt { (words::CERTIFICATE.say(lang)) " " (name) }
            dd {
                @if days < 0 {
                    (words::EXPIRED.say(lang))
                } @else {
                    (days) " " (words::DAYS.say(lang))
                    @if days <= RENEWAL_DAYS { small { strong { (words::RENEW.say(lang)) } } }
                }
            }
        }
    }
}
