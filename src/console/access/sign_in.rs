//! The page that signs in, and what it takes.

use std::net::{IpAddr, Ipv6Addr};

use axum::extract::{Extension, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::{cookie_name, lang_of, password, place, set_cookie, token};
use crate::console::form::{local, see_other};
use crate::console::refusal::Refusal;
use crate::console::server::Peer;
use crate::console::{Shared, page};
use crate::domain::Timestamp;
use crate::ports::{Deed, DeedKind, DeskStore, Origin, Session, Tried, User};
use crate::stage::later;
use crate::words::Lang;
use crate::words::desk::{Label, access as words};

/// Failed tries of one name, and from one address, within [`WINDOW_S`]: then nobody is let in.
const TRIES_OF_A_NAME: u64 = 5;
const TRIES_FROM_AN_ADDRESS: u64 = 30;
pub(super) const WINDOW_S: i64 = 15 * 60;

#[derive(serde::Deserialize)]
pub(in crate::console) struct Next {
    #[serde(default)]
    next: String,
}

pub(in crate::console) async fn sign_in_page<S: DeskStore>(
    State(_console): State<Shared<S>>,
    Query(query): Query<Next>,
    headers: axum::http::HeaderMap,
) -> Markup {
    page(lang_of(&headers), local(&query.next), None)
}

#[derive(serde::Deserialize)]
struct Credentials {
    user: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// Opens a session, unless name or password are wrong, or were too often.
pub(in crate::console) async fn sign_in<S: DeskStore>(
    State(console): State<Shared<S>>,
    peer: Option<Extension<Peer>>,
    request: Request,
) -> Result<Response, Refusal> {
    let lang = lang_of(request.headers());
    let address = place(peer.as_ref().map(|it| &it.0));
    let body = crate::console::form::body(request).await?;
    let given: Credentials = serde_urlencoded::from_bytes(&body).map_err(|_| Refusal::BadForm)?;
    let (now, next) = (console.now(), local(&given.next).to_owned());
    let name: String = given.user.trim().to_lowercase().chars().take(80).collect();
    let who = [Tried::Name(name.clone()), Tried::Address(network(&address))];
    if too_often(&console, &who, now).await? {
        return Ok(throttled(lang, &next));
    }
    let origin = |role: &str| Origin {
        place: address.clone(),
        role: role.to_owned(),
        ..Origin::command_line()
    };
    // One turn from counting to recording: tries that come all at once are counted one by one.
    let _turn = console.trials.acquire().await.map_err(|_| Refusal::Store)?;
    if too_often(&console, &who, now).await? {
        return Ok(throttled(lang, &next));
    }
    match trial(&console, &name, given.password).await? {
        Some(user) => {
            let deed = Deed::new(now, &name, origin(user.role.as_str()), DeedKind::SignIn);
            open(&console, &user, now, deed, &next).await
        }
        None => {
            // Somebody may type a password into the name's field: only a user's name is kept.
            let known = console.store().user(&name).await?.is_some();
            let by = if known { name } else { "?".to_owned() };
            let deed = Deed::new(now, by, origin(""), DeedKind::SignIn).denied();
            console.store().login_failed(who, later(now, -WINDOW_S), deed).await?;
            let again = page(lang, &next, Some(words::WRONG));
            Ok((StatusCode::UNAUTHORIZED, again).into_response())
        }
    }
}

fn throttled(lang: Lang, next: &str) -> Response {
    let again = page(lang, next, Some(words::THROTTLED));
    (StatusCode::TOO_MANY_REQUESTS, again).into_response()
}

/// Whether this name failed, or this address, too often within the window.
pub(super) async fn too_often<S: DeskStore>(
    console: &Shared<S>,
    who: &[Tried; 2],
    now: Timestamp,
) -> Result<bool, Refusal> {
    let since = later(now, -WINDOW_S);
    for it in who {
        let limit = match it {
            Tried::Name(_) => TRIES_OF_A_NAME,
            Tried::Address(_) => TRIES_FROM_AN_ADDRESS,
        };
        if console.store().login_failures(it, since).await? >= limit {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What tries are counted by: an address; of IPv6 its /64, since one machine has all of that.
pub(super) fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(it)) => match it.to_ipv4_mapped() {
            Some(it) => it.to_string(),
            None => format!("{}/64", Ipv6Addr::from_bits(it.to_bits() >> 64 << 64)),
        },
        Ok(IpAddr::V4(_)) | Err(_) => address.to_owned(),
    }
}

/// The user, when the password is theirs. The caller holds a turn.
pub(super) async fn trial<S: DeskStore>(
    console: &Shared<S>,
    name: &str,
    password: String,
) -> Result<Option<User>, Refusal> {
    let user = console.store().user(name).await?.filter(|user| user.active);
    let hashed = user.as_ref().and_then(|user| user.password.clone());
    let right = tokio::task::spawn_blocking(move || password::verify(&password, hashed.as_deref()));
    let right = right.await.map_err(|_| Refusal::Store)?;
    Ok(user.filter(|_| right))
}

/// A session for this user, and the cookie that holds it.
pub(in crate::console) async fn open<S: DeskStore>(
    console: &Shared<S>,
    user: &User,
    now: Timestamp,
    deed: Deed,
    next: &str,
) -> Result<Response, Refusal> {
    let (Some(secret), Some(csrf)) = (token::fresh(), token::fresh()) else {
        tracing::error!("the system has no chance to give: nobody can sign in");
        return Err(Refusal::Store);
    };
    let (id, name) = (token::id(&secret), user.name.clone());
    let session = Session { id, user: name, csrf, created: now, seen: now };
    console.store().open_session(session, deed).await?;
    let mut response = see_other(next);
    let (secure, age) = (console.settings.secure, console.settings.absolute_s);
    set_cookie(&mut response, cookie_name(secure), &secret, secure, age);
    let lang = Lang::parse(&user.lang).unwrap_or(Lang::PtBr);
    set_cookie(&mut response, super::LANG_COOKIE, lang.tag(), secure, 365 * 86_400);
    Ok(response)
}

fn page(lang: Lang, next: &str, wrong: Option<Label>) -> Markup {
    let body = html! {
        @if let Some(wrong) = wrong {
            p.alert role="alert" { (wrong.say(lang)) }
        }
        form.narrow method="post" action="/entrar" {
            input type="hidden" name="next" value=(next);
            label for="user" { (words::USER.say(lang)) }
            input #user name="user" autocomplete="username" required autofocus maxlength="80";
            label for="password" { (words::PASSWORD.say(lang)) }
            input #password name="password" type="password" autocomplete="current-password"
                required maxlength="200";
            button type="submit" { (words::SIGN_IN.say(lang)) }
        }
    };
    page::bare(lang, words::SIGN_IN.say(lang), &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_machine_is_counted_once() {
        for (address, network_of_it) in [
            ("10.0.0.1", "10.0.0.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
            ("::ffff:10.0.0.1", "10.0.0.1"),
            ("-", "-"),
        ] {
            assert_eq!(network(address), network_of_it);
        }
    }
}
