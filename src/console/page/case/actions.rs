//! What a person may do with the case that is shown: each a form of its own, and what is not
//! possible now with its reason.

use maud::{Markup, html};

use super::{CaseView, href};
use crate::console::Shared;
use crate::console::access::Visitor;
use crate::console::act::{why_not, worth_cents};
use crate::console::page::csrf;
use crate::console::refusal::Refusal;
use crate::lifecycle::State;
use crate::ports::{ApprovalRow, DeedKind, DeskStore, Role};
use crate::stage::hindrance;
use crate::words::Lang;
use crate::words::desk::{Label, act as words};

/// What the panel needs besides the case.
pub(in crate::console) struct Around {
    request: Option<ApprovalRow>,
    people: Vec<String>,
    /// Which actions need a second person.
    second: Vec<DeedKind>,
}

/// Reads it.
pub(in crate::console) async fn around<S: DeskStore>(
    console: &Shared<S>,
    view: &CaseView,
) -> Result<Around, Refusal> {
    let worth_cents = worth_cents(console, &view.life.id).await?;
    let users = console.store().users().await?;
    let people = users.into_iter().filter(|it| it.active && it.role >= Role::Analista);
    let second = [DeedKind::Discard, DeedKind::Reissue, DeedKind::Correct];
    Ok(Around {
        request: console.store().approval_of(&view.life.id).await?,
        people: people.map(|it| it.name).collect(),
        second: second.into_iter().filter(|it| console.needs_second(*it, worth_cents)).collect(),
    })
}

/// One action as it is offered.
struct Offer {
    kind: DeedKind,
    slug: &'static str,
    label: Label,
    fields: Markup,
}

/// The actions on a case.
pub(in crate::console) fn panel(view: &CaseView, around: &Around, visitor: &Visitor) -> Markup {
    let lang = visitor.lang;
    html! {
        section.actions aria-labelledby="actions" {
            h2 #actions { (words::ACTIONS.say(lang)) }
            @if let Some(request) = &around.request {
                p.alert role="status" {
                    (words::ASKED.say(lang)) " "
                    a href="/aprovacoes" { (words::SEE_REQUEST.say(lang)) " " (request.id) }
                }
            }
            @for offer in offers(view, lang) { (form(view, around, visitor, &offer)) }
            (mark(view, around, visitor))
            (comment(view, visitor))
        }
    }
}

fn offers(view: &CaseView, lang: Lang) -> Vec<Offer> {
    let why = |name: &str, label: Label, shortest: u16, longest: u16| {
        let id = format!("{name}-why");
        html! {
            label for=(id) { (label.say(lang)) }
            input #(id) name="why" required minlength=(shortest) maxlength=(longest);
        }
    };
    let reasons = html! {
        label for="discard-reason" { (words::REASON.say(lang)) }
        select #discard-reason name="reason" required {
            @for (code, label) in words::REASONS { option value=(code) { (label.say(lang)) } }
        }
    };
    let text = html! {
        label for="letter-text" { (words::LETTER_TEXT.say(lang)) }
        textarea #letter-text name="text" required minlength="15" maxlength="1000" rows="3" {}
    };
    let same = match &view.life.state {
        State::Held { resume, .. } => matches!(resume.as_ref(), State::Authorized(_)),
        _ => false,
    };
    let resume = if same { words::RESUME_SAME } else { words::RESUME };
    let offer = |kind, slug, label, fields| Offer { kind, slug, label, fields };
    vec![
        offer(DeedKind::Resume, "enviar", resume, why("resume", words::WHY, 1, 400)),
        offer(DeedKind::Correct, "corrigir", words::CORRECT, html! {}),
        offer(
            DeedKind::Reissue,
            "reemitir",
            words::REISSUE,
            why("reissue", words::WHY_FISCAL, 15, 255),
        ),
        offer(
            DeedKind::Cancel,
            "cancelar",
            words::CANCEL,
            why("cancel", words::WHY_FISCAL, 15, 255),
        ),
        offer(
            DeedKind::Letter,
            "carta",
            words::LETTER,
            html! {
                (text) (why("letter", words::WHY, 1, 400))
            },
        ),
        offer(
            DeedKind::Discard,
            "descartar",
            words::DISCARD,
            html! {
                (reasons) (why("discard", words::WHY, 1, 400))
            },
        ),
    ]
}

fn form(view: &CaseView, around: &Around, visitor: &Visitor, offer: &Offer) -> Markup {
    let (lang, Offer { kind, slug, label, fields }) = (visitor.lang, offer);
    let path = format!("{}/{slug}", href(&view.life.id));
    let reason = match hindrance(&view.life, *kind) {
        Some(hindered) => Some(why_not(hindered)),
        None if around.request.is_some() => Some(words::ASKED),
        None if !visitor.may(Role::Analista) => Some(words::NOT_YOURS),
        None => None,
    };
    let first = *kind == DeedKind::Resume;
    if let Some(reason) = reason {
        let id = format!("{slug}-reason");
        return html! {
            div.offer {
                button disabled aria-describedby=(id) { (label.say(lang)) }
                small #(id) { (reason.say(lang)) }
            }
        };
    }
    html! {
        @if *kind == DeedKind::Correct {
            div.offer {
                a.button href=(path) { (label.say(lang)) }
                @if around.second.contains(kind) { small { (words::ASKS.say(lang)) } }
            }
        } @else {
            details.offer open[first] {
                summary { (label.say(lang)) }
                form.stacked method="post" action=(path) {
                    (csrf(visitor))
                    input type="hidden" name="version" value=(view.life.version);
                    (fields)
                    @if around.second.contains(kind) { p { (words::ASKS.say(lang)) } }
                    button.primary[first] type="submit" data-resume[first] { (label.say(lang)) }
                }
            }
        }
    }
}

fn mark(view: &CaseView, around: &Around, visitor: &Visitor) -> Markup {
    let (lang, mark) = (visitor.lang, &view.mark);
    if !visitor.may(Role::Analista) {
        return html! {};
    }
    let day = mark.follow_up.map(|it| it.to_string()).unwrap_or_default();
    html! {
        details.offer {
            summary {
                (words::MARK.say(lang)) ": "
                (mark.assignee.as_deref().unwrap_or(words::NOBODY.say(lang)))
            }
            form.stacked method="post" action={ (href(&view.life.id)) "/marcar" } {
                (csrf(visitor))
                input type="hidden" name="mark_version" value=(mark.version);
                label for="assignee" { (words::ASSIGNEE.say(lang)) }
                select #assignee name="assignee" {
                    option value="" { (words::NOBODY.say(lang)) }
                    @for name in &around.people {
                        option value=(name) selected[mark.assignee.as_ref() == Some(name)] { (name) }
                    }
                }
                label for="follow-up" { (words::FOLLOW_UP.say(lang)) }
                input #follow-up name="follow_up" type="date" value=(day);
                button type="submit" { (words::SAVE.say(lang)) }
            }
        }
    }
}

fn comment(view: &CaseView, visitor: &Visitor) -> Markup {
    let lang = visitor.lang;
    if !visitor.may(Role::Analista) {
        return html! {};
    }
    html! {
        details.offer {
            summary { (words::COMMENT.say(lang)) }
            form.stacked method="post" action={ (href(&view.life.id)) "/comentar" } {
                (csrf(visitor))
                label for="comment" { (words::COMMENT_TEXT.say(lang)) }
                textarea #comment name="text" required maxlength="2000" rows="3" {}
                button type="submit" { (words::SAVE.say(lang)) }
            }
        }
    }
}
