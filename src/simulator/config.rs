//! `[simulator]` of the configuration: how fast, how patient, and who is registered.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use serde::Deserialize;

use crate::domain::SellerId;

/// `[simulator]`. What is left out is as Amazon documents it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SimulatorConfig {
    /// Requests per second, for each seller and operation of Shipment Invoicing v0.
    pub rate_per_s: PerSecond,
    /// Requests that a full bucket holds.
    pub burst: u32,
    /// Restricted data tokens per second, for each seller (Tokens API).
    pub tokens_rate_per_s: PerSecond,
    /// Requests that the bucket of the Tokens API holds.
    pub tokens_burst: u32,
    /// Seconds that Amazon says Processing; each submission a quarter more or less, derived.
    pub validation_s: u32,
    /// Seconds that Amazon says NotFound after a submission.
    pub propagation_s: u32,
    /// Seconds that a token lives. Amazon's: 3600.
    pub token_life_s: u32,
    /// `tpAmb` that the simulated SEFAZ takes (252).
    pub tp_amb: u8,
    /// The key of everything derived: protocol numbers, request ids, tokens.
    pub seed: String,
    /// Sellers, by `SellerId`.
    pub sellers: BTreeMap<SellerId, RegisteredSeller>,
    /// The address that both servers bind to.
    pub listen: IpAddr,
    /// Port of Amazon; 0: any that is free.
    pub amazon_port: u16,
    /// Port of SEFAZ; 0: any that is free.
    pub sefaz_port: u16,
    /// Seconds that a scripted `timeout` stays silent, if the caller stays as long.
    pub silence_s: u32,
    /// Seconds that a scripted `slow` answer takes.
    pub slow_s: u32,
    /// The server's certificate for SEFAZ, PEM.
    pub certificate: PathBuf,
    /// Its key, PEM.
    pub key: PathBuf,
    /// The authority of the client certificates, PEM.
    pub client_ca: PathBuf,
}

/// A seller, as registered with Amazon.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisteredSeller {
    /// The CNPJs of its establishments: the emitter must be one of them.
    pub cnpjs: Vec<String>,
    /// The refresh token that stands for it; left out: `Atzr|simulator-<SellerId>`. Worthless
    /// anywhere else.
    pub refresh_token: Option<String>,
}

impl std::fmt::Debug for RegisteredSeller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The token may be one that a configuration holds: never printed.
        write!(f, "RegisteredSeller({})", self.cnpjs.join(", "))
    }
}

impl Default for SimulatorConfig {
    fn default() -> SimulatorConfig {
        SimulatorConfig {
            // spapi.md 1.1: 1.133/s, burst 25.
            rate_per_s: PerSecond(1_133_000),
            burst: 25,
            // Tokens API: 1/s, burst 10.
            tokens_rate_per_s: PerSecond(1_000_000),
            tokens_burst: 10,
            validation_s: 20,
            propagation_s: 2,
            token_life_s: 3600,
            tp_amb: 1,
            seed: "simulator".to_owned(),
            sellers: BTreeMap::new(),
            listen: IpAddr::V4(Ipv4Addr::LOCALHOST),
            amazon_port: 0,
            sefaz_port: 0,
            silence_s: 120,
            slow_s: 5,
            certificate: PathBuf::from("samples/certificates/simulator.pem"),
            key: PathBuf::from("samples/certificates/simulator.key"),
            client_ca: PathBuf::from("samples/certificates/client-ca.pem"),
        }
    }
}

impl SimulatorConfig {
    /// The refresh token of a seller.
    pub fn refresh_token(&self, seller: &SellerId) -> Option<String> {
        let registered = self.sellers.get(seller)?;
        Some(match &registered.refresh_token {
            Some(token) => token.clone(),
            None => format!("Atzr|simulator-{seller}"),
        })
    }
}

/// A rate: millionths of a request per second. Written as text, `"1.133"`: a rate is no float.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct PerSecond(pub u64);

/// A text that is no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a rate is digits, perhaps a point and up to 6 decimals, above zero, as in \"1.133\"")]
pub struct PerSecondError;

impl TryFrom<String> for PerSecond {
    type Error = PerSecondError;

    fn try_from(text: String) -> Result<PerSecond, PerSecondError> {
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || whole.len() > 6 || decimals.len() > 6 {
            return Err(PerSecondError);
        }
        match format!("{whole}{decimals:0<6}").parse() {
            Ok(0) | Err(_) => Err(PerSecondError),
            Ok(millionths) => Ok(PerSecond(millionths)),
        }
    }
}

impl std::fmt::Display for PerSecond {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let decimals = format!("{:06}", self.0 % 1_000_000);
        let decimals = decimals.trim_end_matches('0');
        let point = if decimals.is_empty() { "" } else { "." };
        write!(f, "{}{point}{decimals}", self.0 / 1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_exactly() {
        for (text, millionths) in [("1.133", 1_133_000), ("0.5", 500_000), ("200", 200_000_000)] {
            let rate = PerSecond::try_from(text.to_owned()).unwrap();
            assert_eq!(rate, PerSecond(millionths));
            assert_eq!(rate.to_string(), text);
        }
        for bad in ["", "0", "-1", "1,5", "1.", ".5", "1e3", "0.0000001"] {
            assert!(PerSecond::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_left_out_is_as_documented_and_what_is_unknown_is_refused() {
        let text = "validation_s = 1\n[sellers.A1SIMPLES0001]\ncnpjs = [\"11222333000181\"]";
        let config: SimulatorConfig = toml::from_str(text).unwrap();
        assert_eq!((config.validation_s, config.burst), (1, 25));
        let seller = SellerId::parse("A1SIMPLES0001").unwrap();
        let token = config.refresh_token(&seller).unwrap();
        assert_eq!(token, "Atzr|simulator-A1SIMPLES0001");
        assert!(toml::from_str::<SimulatorConfig>("rate = 3").is_err());
    }
}
