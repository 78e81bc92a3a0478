//! Everybody's own page: what they may do and why not the rest, their password, their language,
//! the end of their sessions.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::sign_in::{WINDOW_S, network, too_often, trial};
use super::users::hashed;
use super::{Nothing, Visitor, cookie_name, set_cookie};
use crate::console::Shared;
use crate::console::form::{Posted, see_other};
use crate::console::page::{Place, csrf, page};
use crate::console::refusal::Refusal;
use crate::ports::{Barred, DeedKind, DeskStore, Role, Tried, UserChange};
use crate::stage::later;
use crate::words::Lang;
use crate::words::desk::{Label, access as sign_in, access as roles, shell, users as words};

/// My access.
pub(in crate::console) async fn myself<S: DeskStore>(
    State(_console): State<Shared<S>>,
    visitor: Visitor,
) -> Markup {
    mine(&visitor, None)
}

fn mine(visitor: &Visitor, wrong: Option<Label>) -> Markup {
    let lang = visitor.lang;
    let content = html! {
        @if let Some(wrong) = wrong { p.alert role="alert" { (wrong.say(lang)) } }
        p {
            (words::MY_ROLE.say(lang)) " "
            strong { (roles::role(visitor.role().as_str()).say(lang)) } "."
        }
        table.rows {
            caption { (words::POWERS_TITLE.say(lang)) }
            thead { tr {
                th scope="col" { (words::POWER.say(lang)) }
                th scope="col" { (words::MAY.say(lang)) }
                th scope="col" { (words::BECAUSE.say(lang)) }
            } }
            tbody { @for (what, least, why) in words::POWERS {
                tr {
                    th scope="row" { (what.say(lang)) }
                    td data-label=(words::MAY.say(lang)) { (whether(visitor, least)) }
                    td data-label=(words::BECAUSE.say(lang)) { (why.say(lang)) }
                }
            } }
        }
        h2 { (words::MY_PASSWORD.say(lang)) }
        (password_form(visitor))
        h2 { (words::MY_LANG.say(lang)) }
        form method="post" action="/idioma" {
            input type="hidden" name="next" value="/meu-acesso";
            @for it in [Lang::PtBr, Lang::En] {
                button name="lang" value=(it.tag()) lang=(it.tag()) disabled[it == lang] {
                    (shell::own_name(it))
                }
                " "
            }
        }
        h2 { (words::EVERYWHERE.say(lang)) }
        p { (words::EVERYWHERE_WHY.say(lang)) }
        form method="post" action="/meu-acesso/sair" {
            (csrf(visitor))
            button { (words::EVERYWHERE.say(lang)) }
        }
    };
    page(visitor, Place::Myself, shell::MYSELF.say(lang), &content)
}

fn whether(visitor: &Visitor, least: &str) -> Markup {
    let lang = visitor.lang;
    html! {
        @if Role::parse(least).is_some_and(|it| visitor.may(it)) {
            (words::YES.say(lang))
        } @else {
            (words::NO.say(lang)) " " strong { (roles::role(least).say(lang)) }
        }
    }
}

fn password_form(visitor: &Visitor) -> Markup {
    let lang = visitor.lang;
    html! {
        @if visitor.user.password.is_none() {
            p { (words::ELSEWHERE.say(lang)) }
        } @else {
            p { (words::ALL_END.say(lang)) }
            form.narrow method="post" action="/meu-acesso/senha" {
                (csrf(visitor))
                label for="old" { (words::OLD.say(lang)) }
                input #old name="old" type="password" required maxlength="200"
                    autocomplete="current-password";
                label for="new" { (words::PASSWORD.say(lang)) }
                input #new name="new" type="password" required minlength="12" maxlength="200"
                    autocomplete="new-password";
                label for="again" { (words::AGAIN.say(lang)) }
                input #again name="again" type="password" required minlength="12" maxlength="200"
                    autocomplete="new-password";
                button { (words::MY_PASSWORD.say(lang)) }
            }
        }
    }
}

#[derive(serde::Deserialize)]
pub(in crate::console) struct Changed {
    old: String,
    new: String,
    again: String,
}

/// Another password, for whoever knows the old one: a session that was left open is not enough.
pub(in crate::console) async fn change_password<S: DeskStore>(
    State(console): State<Shared<S>>,
    Posted { visitor, form }: Posted<Changed>,
) -> Result<Response, Refusal> {
    let again =
        |status: StatusCode, wrong| Ok((status, mine(&visitor, Some(wrong))).into_response());
    if visitor.user.password.is_none() {
        return Err(Refusal::NotNow(words::ELSEWHERE));
    }
    if form.new != form.again {
        return again(StatusCode::BAD_REQUEST, words::DIFFER);
    }
    let now = console.now();
    let deed = visitor.deed(now, DeedKind::User).to(visitor.name());
    let who = [Tried::Name(visitor.name().to_owned()), Tried::Address(network(&visitor.place))];
    {
        // One turn from counting to recording, as where one signs in.
        let _turn = console.trials.acquire().await.map_err(|_| Refusal::Store)?;
        if too_often(&console, &who, now).await? {
            return again(StatusCode::TOO_MANY_REQUESTS, sign_in::THROTTLED);
        }
        if trial(&console, visitor.name(), form.old).await?.is_none() {
            console.store().login_failed(who, later(now, -WINDOW_S), deed.denied()).await?;
            return again(StatusCode::BAD_REQUEST, words::WRONG_OLD);
        }
    }
    let Some(hashed) = hashed(&console, &form.new).await? else {
        return again(StatusCode::BAD_REQUEST, words::BAD_PASSWORD);
    };
    let changed = UserChange::Password(hashed);
    match console.store().change_user(visitor.name(), changed, deed).await? {
        Ok(()) => Ok(leave(&console)),
        Err(Barred::Unknown | Barred::Oneself | Barred::LastAdministrator) => Err(Refusal::Stale),
    }
}

/// Ends all sessions of whoever asks.
pub(in crate::console) async fn sign_out_everywhere<S: DeskStore>(
    State(console): State<Shared<S>>,
    Posted { visitor, form: Nothing {} }: Posted<Nothing>,
) -> Result<Response, Refusal> {
    let deed = visitor.deed(console.now(), DeedKind::SignOut).to("all");
    console.store().end_sessions(visitor.name(), deed).await?;
    Ok(leave(&console))
}

/// To the door, without the cookie.
fn leave<S: DeskStore>(console: &Shared<S>) -> Response {
    let mut response = see_other("/entrar");
    let secure = console.settings.secure;
    set_cookie(&mut response, cookie_name(secure), "", secure, 0);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_something_of_its_own() {
        for role in Role::ALL {
            let powers = words::POWERS.iter().filter(|(_, least, _)| *least == role.as_str());
            assert!(powers.count() > 0, "{}", role.as_str());
        }
        assert!(words::POWERS.iter().all(|(_, least, _)| Role::parse(least).is_some()));
    }
}
