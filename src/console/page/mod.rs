//! The pages, and the frame that they share.

pub(super) mod bulk;
pub(super) mod case;
mod cause;
mod event;
mod home;
pub(super) mod rules;
pub(super) mod search;

use axum::extract::State;
use maud::{DOCTYPE, Markup, html};

pub(super) use cause::cause;
pub(super) use event::{event, events, reveal_event, settle_event};
pub(super) use home::home;
pub(super) use home::{ends, href, title, who};

use super::Shared;
use super::access::Visitor;
use super::assets;
use super::refusal::Refusal;
use crate::ports::{DeskStore, Role};
use crate::words::Lang;
use crate::words::desk::shell as words;
use crate::words::desk::{Label, access as roles};

/// Which entry of the navigation a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Home,
    Search,
    Approvals,
    Audit,
    Users,
    Myself,
    Bulks,
    Rules,
}

/// The navigation: where, what it is called, which role it is for.
const NAVIGATION: &[(Place, &str, Label, Role)] = &[
    (Place::Home, "/", words::HOME, Role::Leitor),
    (Place::Search, "/casos?state=held", words::SEARCH, Role::Leitor),
    (Place::Approvals, "/aprovacoes", words::APPROVALS, Role::Leitor),
    (Place::Audit, "/auditoria", words::AUDIT, Role::Leitor),
    (Place::Users, "/usuarios", words::USERS, Role::Administrador),
    (Place::Myself, "/meu-acesso", words::MYSELF, Role::Leitor),
    (Place::Bulks, "/lotes", words::BULKS, Role::Leitor),
    (Place::Rules, "/regras", words::RULES, Role::Leitor),
];

/// A page of the desk for somebody who is signed in.
pub(super) fn page(visitor: &Visitor, place: Place, title: &str, content: &Markup) -> Markup {
    let lang = visitor.lang;
    let frame = html! {
        header.top {
            a.brand href="/" { (words::DESK.say(lang)) }
            nav aria-label=(words::NAVIGATION.say(lang)) {
                @for (it, href, label, role) in NAVIGATION {
                    @if visitor.may(*role) {
                        a href=(href) aria-current=[(*it == place).then_some("page")] {
                            (label.say(lang))
                        }
                    }
                }
            }
            div.who {
                span title=(roles::role(visitor.role().as_str()).say(lang)) {
                    (visitor.full_name())
                }
                (language(lang))
                form method="post" action="/sair" {
                    (csrf(visitor))
                    button.plain type="submit" { (words::SIGN_OUT.say(lang)) }
                }
            }
        }
        main #content tabindex="-1" {
            @if let Some(done) = visitor.told {
                p.good role="status" { (done.say(lang)) }
            }
            h1 { (title) }
            (content)
        }
        (keys(lang))
    };
    document(lang, title, &frame)
}

/// A page for whoever is not signed in.
pub(super) fn bare(lang: Lang, title: &str, content: &Markup) -> Markup {
    let frame = html! {
        header.top {
            a.brand href="/" { (words::DESK.say(lang)) }
            div.who { (language(lang)) }
        }
        main #content tabindex="-1" {
            h1 { (title) }
            (content)
        }
    };
    document(lang, title, &frame)
}

/// The session's token, as every form carries it.
pub(super) fn csrf(visitor: &Visitor) -> Markup {
    html! { input type="hidden" name="csrf" value=(visitor.csrf()); }
}

fn document(lang: Lang, title: &str, frame: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · " (words::DESK.say(lang)) }
                link rel="stylesheet" href=(assets::style());
                script src=(assets::script()) defer {}
            }
            body {
                a.skip href="#content" { (words::SKIP.say(lang)) }
                (frame)
            }
        }
    }
}

/// The other language: each is called by its own name.
fn language(lang: Lang) -> Markup {
    let other = match lang {
        Lang::PtBr => Lang::En,
        Lang::En => Lang::PtBr,
    };
    html! {
        form method="post" action="/idioma" {
            input type="hidden" name="next" value="/";
            button.plain name="lang" value=(other.tag()) lang=(other.tag()) { (words::own_name(other)) }
        }
    }
}

/// What the keys do; the script opens it.
fn keys(lang: Lang) -> Markup {
    html! {
        dialog #keys aria-labelledby="keys-title" {
            h2 #keys-title { (words::KEYS.say(lang)) }
            dl {
                @for (key, what) in words::KEY_HELP {
                    div { dt { kbd { (key) } } dd { (what.say(lang)) } }
                }
            }
            form method="dialog" { button { (words::CLOSE.say(lang)) } }
        }
    }
}

/// Whatever is not there.
pub(super) async fn nowhere<S: DeskStore>(State(_): State<Shared<S>>, _: Visitor) -> Refusal {
    Refusal::NotFound
}
