//! What both clients need of HTTP: a body with a bound, and an error told without its URL.

use std::error::Error;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::{Response, Url};

/// Longest text of an error that we pass on.
pub(super) const TEXT_MAX: usize = 300;

/// Why a body could not be read.
#[derive(Debug)]
pub(super) enum BodyError {
    /// More than the bound.
    TooLarge(usize),
    /// The connection broke off.
    Broken(reqwest::Error),
}

/// Reads a body of at most `most` bytes; nothing beyond is kept.
pub(super) async fn body(mut response: Response, most: usize) -> Result<Vec<u8>, BodyError> {
    let announced = response.content_length().and_then(|it| usize::try_from(it).ok());
    if announced.is_some_and(|it| it > most) {
        return Err(BodyError::TooLarge(most));
    }
    let mut bytes = Vec::with_capacity(announced.unwrap_or(0).min(most));
    while let Some(chunk) = response.chunk().await.map_err(BodyError::Broken)? {
        if bytes.len() + chunk.len() > most {
            return Err(BodyError::TooLarge(most));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// What the connection said, without the URL, in one bounded line.
pub(super) fn told(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        let what = if error.is_connect() { "no connection" } else { "no answer" };
        return format!("{what} within the time limit");
    }
    // The outer texts repeat the URL; the causes below say what happened.
    let mut text = String::new();
    let mut cause = error.source();
    while let Some(inner) = cause {
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    if text.is_empty() {
        text.push_str("the request failed");
    }
    bounded(&text, TEXT_MAX)
}

/// At most so many characters, without control characters.
pub(super) fn bounded(text: &str, most: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(most).collect()
}

/// What the first of an error's causes, from the outermost in, has to say to this question.
pub(super) fn from_causes<T>(
    error: &reqwest::Error,
    ask: impl Fn(&(dyn Error + 'static)) -> Option<T>,
) -> Option<T> {
    let mut cause = error.source();
    while let Some(inner) = cause {
        // An I/O error shows its inner one only through `get_ref`.
        let wrapped = inner.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let said = ask(inner).or_else(|| ask(wrapped?));
        if said.is_some() {
            return said;
        }
        cause = inner.source();
    }
    None
}

/// Whether a request may go there in the clear: only to this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Idle connections are dropped before the usual sixty seconds of the other side.
pub(super) const IDLE: Duration = Duration::from_secs(50);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        for (url, expected) in [
            ("http://127.0.0.1:8080/", true),
            ("http://[::1]:8080/", true),
            ("http://localhost/", true),
            ("http://localhost.example/", false),
            ("http://127.0.0.1.example/", false),
            ("http://10.0.0.1/", false),
        ] {
            assert_eq!(is_loopback(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(bounded("ação\n\u{7}!", 4), "ação");
    }
}
