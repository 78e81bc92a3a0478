//! Forms: a POST of the person whose session it is, and nobody else's.

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use super::Shared;
use super::access::Visitor;
use super::refusal::Refusal;
use crate::domain::Digest;
use crate::ports::DeskStore;

/// Largest form: a product's columns and a reason are far below.
pub(super) const BODY_MAX: usize = 64 * 1024;

/// A form of a signed-in person. It carries the session's token in `csrf`.
pub(super) struct Posted<T> {
    /// Who.
    pub(super) visitor: Visitor,
    /// What.
    pub(super) form: T,
}

#[derive(serde::Deserialize)]
struct Token {
    #[serde(default)]
    csrf: String,
}

impl<S: DeskStore, T: DeserializeOwned> FromRequest<Shared<S>> for Posted<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, console: &Shared<S>) -> Result<Posted<T>, Refusal> {
        use axum::RequestExt as _;
        let mut request = request;
        let visitor: Visitor = request.extract_parts_with_state(console).await?;
        let body = body(request).await?;
        let token: Token = serde_urlencoded::from_bytes(&body).map_err(|_| Refusal::BadForm)?;
        // Their hashes are compared: how long that takes tells nothing of the token.
        if Digest::of(visitor.csrf().as_bytes()) != Digest::of(token.csrf.as_bytes()) {
            return Err(Refusal::BadForm);
        }
        let form = serde_urlencoded::from_bytes(&body).map_err(|_| Refusal::BadForm)?;
        Ok(Posted { visitor, form })
    }
}

/// The bytes of a form that comes from our own pages.
pub(super) async fn body(request: Request) -> Result<Vec<u8>, Refusal> {
    if !of_our_own(request.headers()) {
        return Err(Refusal::BadForm);
    }
    let bytes = axum::body::to_bytes(request.into_body(), BODY_MAX).await;
    Ok(bytes.map_err(|_| Refusal::BadForm)?.to_vec())
}

/// Browsers say where a form comes from: another site's is refused before it is read, and so is
/// one that says it in a way that cannot be read.
fn of_our_own(headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).map(|it| it.to_str().unwrap_or("?"));
    if said("sec-fetch-site").is_some_and(|it| it != "same-origin" && it != "none") {
        return false;
    }
    let Some(origin) = said("origin") else { return true };
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.is_some() && authority == said("host")
}

/// After a form: the page that shows what is now.
pub(super) fn see_other(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(path) => (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response(),
        Err(_) => (StatusCode::SEE_OTHER, [(header::LOCATION, "/")]).into_response(),
    }
}

/// A path of this desk, or the first page: never another site's.
pub(super) fn local(path: &str) -> &str {
    let plain = path.bytes().all(|b| (0x21..0x7f).contains(&b) && b != b'\\');
    if plain && path.starts_with('/') && !path.starts_with("//") { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_redirect_leaves_the_desk() {
        for path in [
            "//evil.example",
            "https://evil.example",
            "\\\\evil",
            "/\\evil",
            "javascript:1",
            "",
            "/a\r\nb",
            "/ a",
        ] {
            assert_eq!(local(path), "/", "{path}");
        }
        for path in ["/", "/caso/A/FBA1?x=1#t", "/casos?q=1//2"] {
            assert_eq!(local(path), path);
        }
    }

    #[test]
    fn another_sites_form_is_not_ours() {
        let headers = |pairs: &[(&'static str, &'static str)]| {
            let pairs = pairs.iter().map(|(name, value)| {
                (header::HeaderName::from_static(name), HeaderValue::from_static(value))
            });
            pairs.collect::<HeaderMap>()
        };
        assert!(of_our_own(&headers(&[])));
        assert!(of_our_own(&headers(&[("host", "a:1"), ("origin", "http://a:1")])));
        assert!(of_our_own(&headers(&[("sec-fetch-site", "same-origin")])));
        for foreign in [
            headers(&[("sec-fetch-site", "cross-site")]),
            headers(&[("sec-fetch-site", "same-site")]),
            headers(&[("host", "a:1"), ("origin", "http://a:2")]),
            headers(&[("host", "a:1"), ("origin", "null")]),
            headers(&[("origin", "http://a:1")]),
        ] {
            assert!(!of_our_own(&foreign), "{foreign:?}");
        }
    }
}
