//! Login with Amazon: a seller's refresh token becomes an access token of one hour.

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Client, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};

use super::settings::SpapiConfig;
use super::trouble;
use super::wire::{self, Granted};
use crate::adapters::http;
use crate::ports::{AmazonError, AmazonErrorKind};

const WHAT: &str = "LWA token";
/// A token's answer is a few kilobytes.
const BODY_MAX: usize = 64 * 1024;

/// Asks LWA for an access token.
///
/// Whatever fails here, nothing was said to Shipment Invoicing yet: so a failure that time can
/// mend is [`AmazonErrorKind::Unreachable`], never an unknown outcome.
pub(super) async fn fetch(
    client: &Client,
    url: &Url,
    config: &SpapiConfig,
    refresh_token: &SecretString,
) -> Result<Granted, AmazonError> {
    let unreachable = |text: &str| trouble::plain(AmazonErrorKind::Unreachable, text);
    let response = client
        .post(url.clone())
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded;charset=UTF-8")
        .header(ACCEPT, "application/json")
        .body(form(config, refresh_token))
        .send()
        .await
        .map_err(|e| unreachable(&format!("{WHAT}: {}", http::told(&e))))?;
    let status = response.status();
    let body = http::body(response, BODY_MAX).await.unwrap_or_default();
    tracing::info!(
        amazon.operation = "lwa",
        http.status = status.as_u16(),
        "LWA answered the request for an access token"
    );
    if status.is_success() {
        let readable = wire::access_token(&body).filter(|it| it.seconds > 0);
        return readable
            .ok_or_else(|| unreachable(&format!("{WHAT}: expected a token, found none in it")));
    }
    let word = wire::lwa_error(&body);
    let kind = kind_of(status, word.as_deref());
    let word = word.map(|it| format!(", {it}")).unwrap_or_default();
    Err(trouble::plain(kind, &format!("{WHAT}: HTTP {}{word}", status.as_u16())))
}

/// RFC 6749 §5.2: these three say that the credentials are wrong, and no retry mends them.
fn kind_of(status: StatusCode, word: Option<&str>) -> AmazonErrorKind {
    match (status.as_u16(), word) {
        (_, Some("invalid_grant" | "invalid_client" | "unauthorized_client")) | (401 | 403, _) => {
            AmazonErrorKind::Denied
        }
        (429, _) => AmazonErrorKind::Throttled,
        _ => AmazonErrorKind::Unreachable,
    }
}

/// The form, encoded as a browser would.
fn form(config: &SpapiConfig, refresh_token: &SecretString) -> String {
    [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token.expose_secret()),
        ("client_id", &config.client_id),
        ("client_secret", config.client_secret.expose_secret()),
    ]
    .map(|(name, value)| format!("{name}={}", encoded(value)))
    .join("&")
}

/// Everything but unreserved characters as `%XX` (RFC 3986 §2.3), which every form reader takes.
fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_value_cannot_break_out() {
        assert_eq!(encoded("Atzr|a&b=c+d é"), "Atzr%7Ca%26b%3Dc%2Bd%20%C3%A9");
    }

    #[test]
    fn wrong_credentials_are_told_from_a_bad_hour() {
        use AmazonErrorKind as Kind;
        for (status, word, kind) in [
            (400, Some("invalid_grant"), Kind::Denied),
            (401, Some("invalid_client"), Kind::Denied),
            (400, Some("unauthorized_client"), Kind::Denied),
            (403, None, Kind::Denied),
            (400, Some("invalid_request"), Kind::Unreachable),
            (429, None, Kind::Throttled),
            (503, None, Kind::Unreachable),
            (302, None, Kind::Unreachable),
        ] {
            assert_eq!(kind_of(StatusCode::from_u16(status).unwrap(), word), kind, "{status}");
        }
    }
}
