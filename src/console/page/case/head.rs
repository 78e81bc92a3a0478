//! The case in short, and everything that waits for a person.

use maud::{Markup, html};

use super::{CaseView, href};
use crate::console::access::Visitor;
use crate::console::page::{cause, csrf, home};
use crate::console::show::{age, day, moment, reais};
use crate::domain::Fault;
use crate::ports::Role;
use crate::stage::CancelUntil;
use crate::words::desk::{access as roles, case as words, field, search, shell};
use crate::words::{self as catalogue, Lang};

/// In the place of what is hidden.
pub(super) const MASK: &str = "***";

pub(super) fn facts(view: &CaseView, until: Option<&CancelUntil>, lang: Lang) -> Markup {
    let life = &view.life;
    let since = view.entries.last().map_or(life.began, |it| it.at);
    let draft = life.state.draft();
    let fact = |label: &str, value: Markup| html! { div { dt { (label) } dd { (value) } } };
    let path = href(&life.id);
    html! {
        section aria-label=(words::FACTS.say(lang)) { dl.facts {
            (fact(search::STATE.say(lang), html! { strong { (search::state(life.state.name()).say(lang)) } }))
            (fact(search::ORDER.say(lang), html! { (life.order) }))
            (fact(search::SELLER.say(lang), html! { (life.id.seller) }))
            @match draft {
                Some(draft) => {
                    (fact(words::NUMBER.say(lang), html! { (draft.number.serie) " / " (draft.number.n_nf) }))
                    (fact(words::TOTAL.say(lang), html! { (reais(draft.total.cents(), lang)) }))
                    (fact(search::KEY.say(lang), html! { code { (draft.key) } }))
                }
                None => (fact(words::NUMBER.say(lang), html! { (words::NO_NUMBER.say(lang)) })),
            }
            (fact(search::BEGAN.say(lang), html! { time datetime=(life.began) { (moment(life.began, lang)) } }))
            (fact(search::SINCE.say(lang), html! {
                time datetime=(since) { (moment(since, lang)) } " (" (age(since, view.now)) ")"
            }))
            (fact(search::ASSIGNEE.say(lang), html! {
                @match &view.mark.assignee { Some(name) => (name), None => (search::NOBODY.say(lang)) }
            }))
            @if let Some(date) = view.mark.follow_up {
                (fact(search::FOLLOW_UP.say(lang), html! { (day(date, lang)) }))
            }
            @if until.is_some() {
                (fact(words::CANCEL.say(lang), home::deadline(until, view.now, lang)))
            }
            (fact(words::PERMALINK.say(lang), html! { a href=(path) { (path) } }))
        } }
    }
}

/// What shows the personal data, or that they are shown.
pub(super) fn reveal(view: &CaseView, visitor: &Visitor) -> Markup {
    let path = href(&view.life.id);
    if view.revealed {
        return html! {
            p.alert role="status" {
                (words::SHOWN.say(visitor.lang)) " " a href=(path) { (words::HIDE.say(visitor.lang)) }
            }
        };
    }
    reveal_form(&format!("{path}/revelar"), words::HIDDEN.say(visitor.lang), visitor)
}

/// A reason, and the button; off for those who may not.
pub(in crate::console) fn reveal_form(action: &str, hidden: &str, visitor: &Visitor) -> Markup {
    let lang = visitor.lang;
    let off = !visitor.may(Role::Analista);
    html! {
        details.reveal {
            summary { (hidden) " " (words::REVEAL.say(lang)) }
            form method="post" action=(action) {
                (csrf(visitor))
                label for="reveal-why" { (words::REVEAL_WHY.say(lang)) }
                input #reveal-why name="why" required maxlength="500" disabled[off];
                button type="submit" disabled[off] aria-describedby=[off.then_some("reveal-off")] {
                    (words::REVEAL.say(lang))
                }
                @if off {
                    small #reveal-off {
                        (words::NEEDS.say(lang)) " " (roles::role(Role::Analista.as_str()).say(lang)) "."
                    }
                }
            }
        }
    }
}

pub(super) fn faults(view: &CaseView, lang: Lang) -> Markup {
    html! { @if !view.faults.is_empty() {
        section {
            h2 #faltas { (words::FAULTS.say(lang)) }
            @for it in &view.faults { (fault(it, view.revealed, lang)) }
        }
    } }
}

fn fault(it: &Fault, revealed: bool, lang: Lang) -> Markup {
    let hidden = it.personal && !revealed;
    let value = if hidden { Some(MASK) } else { it.value.as_deref() };
    let detail = it.detail.as_deref().filter(|_| !hidden);
    let known = it.cause();
    let href = home::href(&known.stage.to_string(), known.code.as_str(), &known.field);
    html! {
        article.fault {
            h3 { a href=(href) { (catalogue::of_fault(it, lang).title) } }
            (cause::told(catalogue::of_fault(it, lang), lang))
            dl.facts {
                div { dt { (words::FIELD.say(lang)) } dd {
                    (field::name(&it.field, lang))
                    @if field::name(&it.field, lang) != it.field { " " code { (it.field) } }
                } }
                @if let Some(value) = value {
                    div { dt { (words::VALUE.say(lang)) } dd { mark { (value) } } }
                }
                @if let Some(detail) = detail {
                    div { dt { (words::DETAIL.say(lang)) } dd { q { (detail) } } }
                }
                div { dt { (words::WHO.say(lang)) } dd { (shell::mender(it.mender).say(lang)) } }
                div { dt { (search::CODE.say(lang)) } dd { code { (it.code) } } }
            }
        }
    }
}
