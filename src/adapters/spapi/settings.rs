//! What the client must be told, and what of it cannot work.

use std::time::Duration;

use reqwest::Url;
use secrecy::SecretString;

use crate::adapters::http;
use crate::adapters::tls::TlsError;

/// Amazon refuses a longer user agent (SP-API, "Include a User-Agent header").
const USER_AGENT_MAX: usize = 500;

/// Where Amazon is, who we are there, and how long we wait.
#[derive(Clone, Debug)]
pub struct SpapiConfig {
    /// SP-API: `https://sellingpartnerapi-na.amazon.com`, the sandbox or the simulator.
    pub base_url: String,
    /// Login with Amazon, whole: `https://api.amazon.com/auth/o2/token`.
    pub lwa_url: String,
    /// The application's LWA client id.
    pub client_id: String,
    /// Its secret; Amazon wants a new one every 180 days.
    pub client_secret: SecretString,
    /// As [`user_agent`] writes it.
    pub user_agent: String,
    /// For one call, from connection to last byte.
    pub timeout: Duration,
    /// For the connection.
    pub connect_timeout: Duration,
    /// `MarketplaceId` of a submission; Brazil is `A2Q3Y263D00KWC`. `None` leaves it out: it is
    /// optional in the model, and the static sandbox does not know it.
    pub marketplace_id: Option<String>,
    /// Largest answer that is read, in bytes.
    pub body_max: usize,
}

/// Why the client cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SpapiSetupError {
    /// A URL that cannot be called.
    #[error(
        "{key}: expected an https URL (http only to this machine) without query, found {found:?}"
    )]
    Url {
        /// Which key.
        key: &'static str,
        /// What stands there.
        found: String,
    },
    /// A user agent that Amazon would refuse.
    #[error(
        "the user agent must be Name/Version (Language=…; Platform=…), in ASCII and of at most \
         500 characters; found {0:?}"
    )]
    UserAgent(String),
    /// Nobody to believe.
    #[error("no authorities are known to this system: https cannot work")]
    NoRoots,
    /// TLS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The HTTP client.
    #[error("the HTTP client cannot be set up: {0}")]
    Http(String),
}

/// The user agent in Amazon's form: `Name/1.0 (Language=Rust/1.89; Platform=Linux)`.
pub fn user_agent(name: &str, version: &str) -> Result<String, SpapiSetupError> {
    let platform = match std::env::consts::OS {
        "linux" => "Linux",
        "macos" => "macOS",
        "windows" => "Windows",
        other => other,
    };
    let language = env!("CARGO_PKG_RUST_VERSION");
    let text = format!("{name}/{version} (Language=Rust/{language}; Platform={platform})");
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_graphic() && !b"/()\\".contains(&b))
    };
    let legal = plain(name) && plain(version) && text.len() <= USER_AGENT_MAX;
    if legal { Ok(text) } else { Err(SpapiSetupError::UserAgent(http::bounded(&text, 120))) }
}

/// Reads a URL that tokens may be sent to.
pub(super) fn url(key: &'static str, text: &str) -> Result<Url, SpapiSetupError> {
    let fault = || SpapiSetupError::Url { key, found: http::bounded(text, 200) };
    let url = Url::parse(text).map_err(|_| fault())?;
    let safe = url.scheme() == "https" || (url.scheme() == "http" && http::is_loopback(&url));
    let bare = url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if safe && bare { Ok(url) } else { Err(fault()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_agent_is_in_amazons_form_or_not_at_all() {
        let text = user_agent("fba-nfe", "0.1.0").unwrap();
        assert!(text.starts_with("fba-nfe/0.1.0 (Language=Rust/1."), "{text}");
        assert!(text.contains("; Platform="), "{text}");
        for (name, version) in [("", "1"), ("a b", "1"), ("a/b", "1"), ("é", "1")] {
            assert!(user_agent(name, version).is_err(), "{name}");
        }
        assert!(user_agent(&"n".repeat(600), "1").is_err());
    }

    #[test]
    fn tokens_go_only_over_tls_or_to_this_machine() {
        for good in
            ["https://sellingpartnerapi-na.amazon.com", "http://127.0.0.1:1", "http://[::1]:1/x"]
        {
            assert!(url("base_url", good).is_ok(), "{good}");
        }
        for bad in [
            "http://sellingpartnerapi-na.amazon.com",
            "https://u:p@host",
            "https://host/?x",
            "ftp://127.0.0.1",
            "host",
        ] {
            assert!(url("base_url", bad).is_err(), "{bad}");
        }
    }
}
