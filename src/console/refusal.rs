//! What a person reads when something is not done, and the headers that every answer carries.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use maud::html;

use super::{access, page};
use crate::ports::{Role, StoreError};
use crate::stage::DeskError;
use crate::words::desk::shell as words;
use crate::words::desk::{Label, access as roles};

/// Longest that a request may take: a page that is not there by then is no page.
const ANSWER_MAX: Duration = Duration::from_secs(30);

/// Nothing from elsewhere, nothing inline, nobody's frame.
const CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                   connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Nobody is signed in; where to go on afterwards.
    SignIn(String),
    /// There is no such thing.
    NotFound,
    /// Another role is needed.
    Denied(Role),
    /// The form is not of this session, or not what was asked for.
    BadForm,
    /// Somebody was faster.
    Stale,
    /// It cannot be done now, for this reason.
    NotNow(Label),
    /// The store failed.
    Store,
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Refusal {
        match error {
            StoreError::Conflict => Refusal::Stale,
            StoreError::Refused(why) => {
                tracing::warn!(why, "the store refused an action of the desk");
                Refusal::Stale
            }
            StoreError::Failed(why) => {
                tracing::error!(why, "the store failed the desk");
                Refusal::Store
            }
        }
    }
}

impl From<DeskError> for Refusal {
    fn from(error: DeskError) -> Refusal {
        match error {
            DeskError::Unknown(_) => Refusal::NotFound,
            DeskError::Store(error) => error.into(),
            DeskError::Stale(_) => Refusal::Stale,
            DeskError::FiscalText(..) | DeskError::Text(..) | DeskError::Correction(_) => {
                Refusal::BadForm
            }
            DeskError::NotHeld { .. }
            | DeskError::Sealed(_)
            | DeskError::Cancelled(_)
            | DeskError::NoNote { .. }
            | DeskError::UnderWay(_)
            | DeskError::NotForReissue(_)
            | DeskError::TooManyLetters(_)
            | DeskError::Unasked(_) => Refusal::Stale,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = match &self {
            Refusal::SignIn(next) => {
                let query = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
                return super::form::see_other(&format!("/entrar?{query}"));
            }
            Refusal::NotFound => StatusCode::NOT_FOUND,
            Refusal::Denied(_) => StatusCode::FORBIDDEN,
            Refusal::BadForm => StatusCode::BAD_REQUEST,
            Refusal::Stale | Refusal::NotNow(_) => StatusCode::CONFLICT,
            Refusal::Store => StatusCode::SERVICE_UNAVAILABLE,
        }
        .into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The routes with what all of them share: a limit of time, pages for refusals, headers.
pub(super) fn dressed(routes: Router) -> Router {
    routes.layer(axum::extract::DefaultBodyLimit::max(super::form::BODY_MAX)).layer(from_fn(dress))
}

async fn dress(request: Request, next: Next) -> Response {
    let lang = access::lang_of(request.headers());
    let asset = request.uri().path().starts_with("/assets/");
    let answered = tokio::time::timeout(ANSWER_MAX, next.run(request)).await;
    let response = answered.unwrap_or_else(|_| Refusal::Store.into_response());
    let status = response.status();
    let mut response = match response.extensions().get::<Refusal>() {
        Some(refusal) => {
            let (title, why) = told(refusal);
            let body = html! {
                p { (why.say(lang)) @if let Refusal::Denied(role) = refusal {
                    " " strong { (roles::role(role.as_str()).say(lang)) }
                } }
                p { a href="/" { (words::BACK.say(lang)) } }
            };
            (status, page::bare(lang, title.say(lang), &body)).into_response()
        }
        None => response,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !asset {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn told(refusal: &Refusal) -> (Label, Label) {
    match refusal {
        Refusal::SignIn(_) | Refusal::NotFound => (words::NOT_FOUND, words::NOT_FOUND_WHY),
        Refusal::Denied(_) => (words::DENIED, words::DENIED_WHY),
        Refusal::BadForm => (words::BAD_FORM, words::BAD_FORM_WHY),
        Refusal::Stale => (words::STALE, words::STALE_WHY),
        Refusal::NotNow(why) => (words::STALE, *why),
        Refusal::Store => (words::FAILED, words::FAILED_WHY),
    }
}
