//! What people corrected, said and did.

use maud::{Markup, html};

use super::head::MASK;
use super::{CaseView, Corrected};
use crate::console::show::moment;
use crate::domain::correction::is_personal;
use crate::ports::AuditRow;
use crate::words::Lang;
use crate::words::desk::{access as roles, audit, case as words, field};

pub(super) fn corrections(view: &CaseView, lang: Lang) -> Markup {
    html! {
        section {
            h2 #correcoes { (words::CORRECTIONS.say(lang)) }
            @if view.corrections.is_empty() { p { (words::NO_CORRECTIONS.say(lang)) } } @else {
                table.rows {
                    caption.hidden { (words::CORRECTIONS.say(lang)) }
                    thead { tr {
                        th scope="col" { (words::FIELD.say(lang)) }
                        th scope="col" { (words::NEW_VALUE.say(lang)) }
                        th scope="col" { (words::BY.say(lang)) }
                        th scope="col" { (words::WHY.say(lang)) }
                        th scope="col" { (words::WHEN.say(lang)) }
                    } }
                    tbody { @for it in &view.corrections { (corrected(it, view.revealed, lang)) } }
                }
            }
        }
    }
}

fn corrected(it: &Corrected, revealed: bool, lang: Lang) -> Markup {
    let hidden = !revealed && is_personal(&it.field);
    html! {
        tr {
            th scope="row" { (field::name(&it.field, lang)) }
            td data-label=(words::NEW_VALUE.say(lang)) {
                @match &it.value {
                    None => (words::PURGED.say(lang)),
                    Some(_) if hidden => (MASK),
                    Some(value) if value.is_empty() => (words::EMPTY.say(lang)),
                    Some(value) => (value),
                }
            }
            td data-label=(words::BY.say(lang)) { (it.by) }
            td data-label=(words::WHY.say(lang)) { (it.why) }
            td data-label=(words::WHEN.say(lang)) { (moment(it.at, lang)) }
        }
    }
}

pub(super) fn comments(view: &CaseView, lang: Lang) -> Markup {
    html! {
        section {
            h2 #comentarios { (words::COMMENTS.say(lang)) }
            @if view.comments.is_empty() { p { (words::NO_COMMENTS.say(lang)) } } @else {
                ul.comments { @for it in &view.comments {
                    li {
                        p { (it.text) }
                        small { (it.by) " · " (moment(it.at, lang)) }
                    }
                } }
            }
        }
    }
}

pub(super) fn deeds(view: &CaseView, lang: Lang) -> Markup {
    html! {
        section {
            h2 #auditoria { (words::DEEDS.say(lang)) }
            @if view.deeds.is_empty() { p { (words::NO_DEEDS.say(lang)) } } @else {
                table.rows {
                    caption.hidden { (words::DEEDS.say(lang)) }
                    thead { tr {
                        th scope="col" { (words::WHEN.say(lang)) }
                        th scope="col" { (words::BY.say(lang)) }
                        th scope="col" { (words::DEED.say(lang)) }
                        th scope="col" { (words::OUTCOME.say(lang)) }
                        th scope="col" { (words::WHY.say(lang)) }
                        th scope="col" { (words::ORIGIN.say(lang)) }
                    } }
                    tbody { @for it in &view.deeds { (deed(it, lang)) } }
                }
            }
        }
    }
}

fn deed(it: &AuditRow, lang: Lang) -> Markup {
    html! {
        tr {
            th scope="row" { (moment(it.at, lang)) small { "#" (it.seq) } }
            td data-label=(words::BY.say(lang)) {
                (it.by)
                @if !it.role.is_empty() { small { (roles::role(&it.role).say(lang)) } }
            }
            td data-label=(words::DEED.say(lang)) {
                (audit::deed(&it.action).say(lang))
                @if let Some(subject) = &it.subject { small { (subject) } }
            }
            td data-label=(words::OUTCOME.say(lang)) { (audit::outcome(&it.outcome).say(lang)) }
            td data-label=(words::WHY.say(lang)) { (it.why) }
            td data-label=(words::ORIGIN.say(lang)) { (it.origin) }
        }
    }
}
