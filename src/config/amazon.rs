//! `[amazon]`: the Selling Partner API and Login with Amazon.

use std::time::Duration;

use secrecy::SecretString;

use super::net::{self, PerSecond};
use super::section::Section;

/// `[amazon]`.
#[derive(Clone, Debug)]
pub struct Amazon {
    /// `base_url`. Default `https://sellingpartnerapi-na.amazon.com`: Brazil belongs to NA. The
    /// sandbox is `https://sandbox.sellingpartnerapi-na.amazon.com`, the simulator is
    /// `http://127.0.0.1:8090`. No slash at the end.
    pub base_url: String,
    /// `lwa_url`: where tokens come from. Default `https://api.amazon.com/auth/o2/token`, the
    /// same for all regions.
    pub lwa_url: String,
    /// `client_id`: the application's LWA client. No default.
    pub client_id: String,
    /// `client_secret_env` or `client_secret_file`: to be rotated every 180 days. No default.
    pub client_secret: SecretString,
    /// `application`: `name/version`, the first words of the user agent, at most 400 characters
    /// (Amazon refuses a whole user agent above 500). Default `fba-nfe/` and our version.
    pub application: String,
    /// `timeout_s`: seconds for one call, 1 to 300. Default 30. Amazon states none; a
    /// submission that is given up must be asked for, so this errs on the long side.
    pub timeout: Duration,
    /// `rate_per_s`: calls a second per seller and operation, as text. Default `"1.133"`,
    /// Amazon's published rate of all three operations; more only if Amazon granted more.
    pub rate: PerSecond,
    /// `burst`: calls that a rested bucket holds, 1 to 10000. Default 25, as published.
    pub burst: u32,
    /// `reserve`: calls of the burst kept for unknown outcomes and for a person's "check now".
    /// Default 5; always below `burst`.
    pub reserve: u32,
}

const BASE_URL: &str = "https://sellingpartnerapi-na.amazon.com";
const LWA_URL: &str = "https://api.amazon.com/auth/o2/token";
const APPLICATION: &str = concat!("fba-nfe/", env!("CARGO_PKG_VERSION"));
/// Room for ` (Language=…; Platform=…)` below Amazon's 500.
const APPLICATION_MAX: usize = 400;
/// Amazon's published rate and burst of getShipmentDetails, submitInvoice, getInvoiceStatus.
pub(super) const RATE: &str = "1.133";
pub(super) const BURST: u32 = 25;
const RESERVE: u32 = 5;

pub(super) fn read(mut section: Section<'_>) -> Option<Amazon> {
    let base_url = section.optional_hidden("base_url", net::WEB_REMEDY, net::web_address);
    let lwa_url = section.optional_hidden("lwa_url", net::WEB_REMEDY, net::web_address);
    let remedy = "write the LWA client id, amzn1.application-oa2-client.…";
    let client_id = section.required("client_id", remedy, |text| graphic(text, 200));
    let client_secret = section.secret("client_secret");
    let remedy = "write name/version, letters, digits and . _ - only";
    let application = section.optional("application", remedy, application);
    let timeout = section.seconds("timeout_s", 1..=300, 30);
    let rate = rate(&mut section);
    let burst = section.integer("burst", 1..=10_000, Some(BURST));
    let reserve = section.integer("reserve", 0..=10_000, Some(RESERVE));
    if let (Some(burst), Some(reserve)) = (burst, reserve)
        && reserve >= burst
    {
        let (key, problem) = (section.key("reserve"), format!("is not below the burst of {burst}"));
        let remedy = "leave calls for the ordinary work";
        section.source().fault_with(&key, &reserve.to_string(), problem, remedy);
    }
    section.done();
    Some(Amazon {
        base_url: base_url?.unwrap_or_else(|| BASE_URL.to_owned()),
        lwa_url: lwa_url?.unwrap_or_else(|| LWA_URL.to_owned()),
        client_id: client_id?,
        client_secret: client_secret?,
        application: application?.unwrap_or_else(|| APPLICATION.to_owned()),
        timeout: timeout?,
        rate: rate?,
        burst: burst?,
        reserve: reserve?,
    })
}

/// `rate_per_s`, by default Amazon's.
pub(super) fn rate(section: &mut Section<'_>) -> Option<PerSecond> {
    let remedy = "write it in quotes, as in \"1.133\": a float cannot hold it exactly";
    match section.optional("rate_per_s", remedy, PerSecond::parse)? {
        Some(rate) => Some(rate),
        None => PerSecond::parse(RATE).ok(),
    }
}

fn graphic(text: &str, longest: usize) -> Result<String, String> {
    let right = (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    if right {
        Ok(text.to_owned())
    } else {
        Err(format!("expected 1 to {longest} characters without spaces and accents"))
    }
}

fn application(text: &str) -> Result<String, &'static str> {
    let word = |it: &str| {
        !it.is_empty() && it.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    };
    match text.split_once('/') {
        _ if text.len() > APPLICATION_MAX => Err("is longer than 400 characters"),
        Some((name, version)) if word(name) && word(version) => Ok(text.to_owned()),
        Some(_) | None => Err("is not name/version"),
    }
}
