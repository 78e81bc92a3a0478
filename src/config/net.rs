//! Where others are: addresses, and how often Amazon may be called.

use std::fmt;
use std::time::Duration;

use reqwest::Url;

/// Calls per second, in millionths: exact where a float is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PerSecond(u64);

const MILLION: u64 = 1_000_000;

impl PerSecond {
    /// Reads `1.133` or `1,133`: above zero, at most 1000, at most six decimals.
    pub fn parse(text: &str) -> Result<PerSecond, String> {
        let shape = || "expected digits, a point and at most six decimals".to_owned();
        let text = decimal_point(text);
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
        let digits = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || fraction.len() > 6 || whole.len() > 4 {
            return Err(shape());
        }
        match format!("{whole}{fraction:0<6}").parse() {
            Ok(millionths @ 1..=1_000_000_000) => Ok(PerSecond(millionths)),
            Ok(_) => Err("expected more than 0 and at most 1000 a second".to_owned()),
            Err(_) => Err(shape()),
        }
    }

    /// Millionths of a call per second.
    pub const fn millionths(self) -> u64 {
        self.0
    }

    /// From one call to the next, rounded up to a nanosecond: never too soon.
    pub fn interval(self) -> Duration {
        let nanos = (MILLION * 1_000_000_000).div_ceil(self.0.max(1));
        Duration::from_nanos(nanos)
    }
}

impl fmt::Display for PerSecond {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06}", self.0 / MILLION, self.0 % MILLION)
    }
}

pub(super) use crate::domain::text::decimal_point;

pub(super) const WEB_REMEDY: &str =
    "write https://host/path, without user and password (http:// only for this machine)";

/// An `https://` address; `http://` only for this machine, since a token or an invoice in clear
/// text is nobody's to read.
pub(super) fn web_address(text: &str) -> Result<String, &'static str> {
    let url = web_url(text)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a user or a password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("holds a query or a fragment");
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// The same, with user and password allowed.
pub(super) fn web_url(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text).map_err(|_| "is no address")?;
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err("http:// is for this machine only"),
        _ => Err("expected https://"),
    }
}

/// `amqp://` or `amqps://`. Plain text is allowed: brokers live on private networks.
pub(super) fn is_broker_address(text: &str) -> bool {
    Url::parse(text)
        .is_ok_and(|url| matches!(url.scheme(), "amqp" | "amqps") && url.host_str().is_some())
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether this is one of Amazon's production hosts (not its sandbox).
pub(super) fn is_amazon_production(base_url: &str) -> bool {
    Url::parse(base_url).is_ok_and(|url| {
        url.host_str().is_some_and(|host| {
            host.starts_with("sellingpartnerapi-") && host.ends_with(".amazon.com")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_exact() {
        let rate = PerSecond::parse("1.133").unwrap();
        assert_eq!(rate, PerSecond::parse("1,133").unwrap());
        assert_eq!(rate.millionths(), 1_133_000);
        assert_eq!(rate.interval(), Duration::from_nanos(882_612_534));
        for bad in ["", "0", "0.0", "1000.1", "-1", "1.", "1.1234567", "1e3", ".5", "1.1,1"] {
            assert!(PerSecond::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn clear_text_stays_on_this_machine() {
        for good in
            ["https://a.example/x/", "http://127.0.0.1:8090", "http://[::1]:1", "http://localhost"]
        {
            assert!(web_address(good).is_ok(), "{good}");
        }
        for bad in [
            "http://a.example",
            "http://127.0.0.1.a.example",
            "ftp://a",
            "x",
            "https://u:p@a.example",
            "https://a/?q",
        ] {
            assert!(web_address(bad).is_err(), "{bad}");
        }
        assert!(is_amazon_production("https://sellingpartnerapi-na.amazon.com"));
        assert!(!is_amazon_production("https://sandbox.sellingpartnerapi-na.amazon.com"));
    }
}
