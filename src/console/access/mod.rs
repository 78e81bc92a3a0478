//! Who is there, and what they may do: sessions, roles, signing in and out.

mod myself;
pub mod password;
mod sign_in;
mod token;
mod users;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;

pub(super) use myself::{change_password, myself, sign_out_everywhere};
pub(super) use sign_in::{sign_in, sign_in_page};
pub(super) use users::{change_role, give_password, make_user, switch, user, users};

use super::Shared;
use super::form::{Posted, local, see_other};
use super::refusal::Refusal;
use super::server::Peer;
use crate::domain::{Digest, Timestamp};
use crate::ports::{Deed, DeedKind, DeskStore, Origin, Role, Session, User, UserChange};
use crate::words::Lang;
use crate::words::desk::{Label, act};

/// The cookie of a session; by TLS it is bound to this host and to TLS.
const COOKIE: &str = "mesa";
const COOKIE_TLS: &str = "__Host-mesa";

/// The reader's language, for pages without a session.
const LANG_COOKIE: &str = "idioma";

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub(super) struct Visitor {
    user: User,
    session: Session,
    /// Their language.
    pub(super) lang: Lang,
    /// What their last action came to, as the path says.
    pub(super) told: Option<Label>,
    place: String,
}

impl Visitor {
    pub(super) fn name(&self) -> &str {
        &self.user.name
    }

    pub(super) fn full_name(&self) -> &str {
        &self.user.full_name
    }

    pub(super) fn role(&self) -> Role {
        self.user.role
    }

    /// What every form of this session carries.
    pub(super) fn csrf(&self) -> &str {
        &self.session.csrf
    }

    /// The page at this path, which says what was done.
    pub(super) fn done(&self, path: &str, done: Done) -> Response {
        see_other(&format!("{path}?feito={}", done.word(&self.session.csrf)))
    }

    /// Whether the role is enough.
    pub(super) fn may(&self, role: Role) -> bool {
        self.user.role >= role
    }

    /// Where an action of theirs comes from.
    pub(super) fn origin(&self) -> Origin {
        let role = self.user.role.as_str().to_owned();
        Origin { place: self.place.clone(), role, ..Origin::command_line() }
    }

    /// A deed of theirs, now.
    pub(super) fn deed(&self, at: Timestamp, kind: DeedKind) -> Deed {
        Deed::new(at, self.name(), self.origin(), kind)
    }

    /// Refuses what the role is not enough for, and says so in the audit.
    pub(super) async fn need<S: DeskStore>(
        &self,
        role: Role,
        console: &Shared<S>,
        deed: Deed,
    ) -> Result<(), Refusal> {
        if self.may(role) {
            return Ok(());
        }
        console.store().note(deed.denied()).await?;
        Err(Refusal::Denied(role))
    }
}

/// What an action came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// It is on record.
    Written,
    /// A second person was asked for.
    Requested,
}

impl Done {
    fn label(self) -> Label {
        match self {
            Done::Written => act::DONE,
            Done::Requested => act::REQUESTED,
        }
    }

    fn word(self, csrf: &str) -> String {
        let digest = Digest::of(format!("{csrf} {self:?}").as_bytes());
        digest.as_str().chars().take(16).collect()
    }
}

impl<S: DeskStore> FromRequestParts<Shared<S>> for Visitor {
    type Rejection = Refusal;

    async fn from_request_parts(
        parts: &mut Parts,
        console: &Shared<S>,
    ) -> Result<Visitor, Refusal> {
        let next = || Refusal::SignIn(wanted(parts).to_owned());
        let name = cookie_name(console.settings.secure);
        let token = cookie(&parts.headers, name).ok_or_else(next)?;
        let (now, idle) = (console.now(), console.idle_since());
        let found = console
            .store()
            .session(&token::id(&token), now, idle, console.absolute_since())
            .await?;
        let (session, user) = found.ok_or_else(next)?;
        let lang = Lang::parse(&user.lang).unwrap_or(Lang::PtBr);
        // A word that only this session's own answers carry: no link can say that something is done.
        let told = parts.uri.query().and_then(|it| it.strip_prefix("feito="));
        let done = [Done::Written, Done::Requested]
            .into_iter()
            .find(|it| told == Some(it.word(&session.csrf).as_str()))
            .map(Done::label);
        let place = place(parts.extensions.get::<Peer>());
        Ok(Visitor { user, session, lang, told: done, place })
    }
}

/// Where to go on after signing in: the page that was asked for; after a form, the page that it
/// stood on, since what was typed is lost.
fn wanted(parts: &Parts) -> &str {
    if matches!(parts.method, Method::GET | Method::HEAD) {
        return local(parts.uri.path_and_query().map_or("/", |it| it.as_str()));
    }
    let text = |name| parts.headers.get(name).and_then(|it| it.to_str().ok());
    let page = text(header::REFERER).zip(text(header::HOST)).and_then(|(page, host)| {
        page.split_once("://").and_then(|(_, rest)| rest.strip_prefix(host))
    });
    local(page.unwrap_or("/"))
}

/// The address at the other end, without its port.
fn place(peer: Option<&Peer>) -> String {
    peer.map(|it| it.0.ip().to_string()).unwrap_or_else(|| "-".to_owned())
}

fn cookie_name(secure: bool) -> &'static str {
    if secure { COOKIE_TLS } else { COOKIE }
}

/// The language of a page whose reader is not known: what they chose last.
pub(super) fn lang_of(headers: &HeaderMap) -> Lang {
    cookie(headers, LANG_COOKIE).and_then(|it| Lang::parse(&it)).unwrap_or(Lang::PtBr)
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|it| it.to_str().ok());
    all.flat_map(|it| it.split(';'))
        .filter_map(|it| it.trim().split_once('='))
        .find(|(it, _)| *it == name)
        .map(|(_, value)| value.to_owned())
}

/// Puts a cookie on an answer; an empty value takes it away.
fn set_cookie(response: &mut Response, name: &str, value: &str, secure: bool, age_s: i64) {
    let secure = if secure { "; Secure" } else { "" };
    let age = if value.is_empty() { 0 } else { age_s };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age}{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

#[derive(serde::Deserialize)]
pub(super) struct Nothing {}

/// Ends the session.
pub(super) async fn sign_out<S: DeskStore>(
    State(console): State<Shared<S>>,
    Posted { visitor, form: Nothing {} }: Posted<Nothing>,
) -> Result<Response, Refusal> {
    let deed = visitor.deed(console.now(), DeedKind::SignOut);
    let absolute = console.absolute_since();
    console.store().end_session(&visitor.session.id, absolute, deed).await?;
    let mut response = see_other("/entrar");
    let secure = console.settings.secure;
    set_cookie(&mut response, cookie_name(secure), "", secure, 0);
    Ok(response)
}

#[derive(serde::Deserialize)]
pub(super) struct Choice {
    lang: String,
    #[serde(default)]
    next: String,
}

/// Another language: kept with the user where somebody is signed in, else in the browser alone.
pub(super) async fn choose_language<S: DeskStore>(
    State(console): State<Shared<S>>,
    request: Request,
) -> Result<Response, Refusal> {
    use axum::RequestExt as _;
    let mut request = request;
    let visitor: Option<Visitor> = request.extract_parts_with_state(&console).await.ok();
    let body = super::form::body(request).await?;
    let choice: Choice = serde_urlencoded::from_bytes(&body).map_err(|_| Refusal::BadForm)?;
    let lang = Lang::parse(&choice.lang).ok_or(Refusal::BadForm)?;
    if let Some(visitor) = visitor.filter(|it| it.lang != lang) {
        let change = UserChange::Lang(lang.tag().to_owned());
        let deed = visitor.deed(console.now(), DeedKind::User);
        // One who is gone by now has no language to keep.
        let _kept = console.store().change_user(visitor.name(), change, deed).await?;
    }
    let mut response = see_other(local(&choice.next));
    let year = 365 * 86_400;
    set_cookie(&mut response, LANG_COOKIE, lang.tag(), console.settings.secure, year);
    Ok(response)
}
