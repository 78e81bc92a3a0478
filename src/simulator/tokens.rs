//! Login with Amazon and the Tokens API. The tokens are worthless anywhere else.

use std::collections::{BTreeMap, HashMap};

use jiff::SignedDuration;
use serde::Deserialize;

use crate::domain::{Chance, SellerId, Timestamp};

use super::config::SimulatorConfig;

/// The one operation here that is restricted (spapi.md 3.4).
const RESTRICTED_PATH: &str = "/fba/outbound/brazil/v0/shipments/";
/// `restrictedResources` of one request.
const RESOURCES_MAX: usize = 50;

/// A token that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The token.
    pub token: String,
    /// Seconds that it lives.
    pub expires_in: u32,
}

/// Why there is no token, or why one does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// LWA: `invalid_request`.
    #[error("invalid_request")]
    Request,
    /// LWA: `unsupported_grant_type`.
    #[error("unsupported_grant_type")]
    GrantType,
    /// LWA: `invalid_client`.
    #[error("invalid_client")]
    Client,
    /// LWA: `invalid_grant`.
    #[error("invalid_grant")]
    Grant,
    /// SP-API, 400: the resources cannot be read.
    #[error("resources that cannot be read")]
    Resources,
    /// SP-API, 403: no token, a foreign one, an expired one, or one of the wrong kind.
    #[error("no token that opens this")]
    Denied,
}

#[derive(Debug)]
struct Known {
    seller: SellerId,
    restricted: bool,
    expires: Timestamp,
}

/// All tokens that are alive.
#[derive(Debug)]
pub struct Tokens {
    by_refresh: BTreeMap<String, SellerId>,
    life_s: u32,
    chance: Chance,
    alive: HashMap<String, Known>,
    given: u64,
}

#[derive(Deserialize)]
struct Resources {
    #[serde(rename = "restrictedResources")]
    restricted_resources: Vec<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    method: String,
    path: String,
}

impl Tokens {
    /// None given yet.
    pub fn new(config: &SimulatorConfig) -> Tokens {
        let refresh = |seller: &SellerId| Some((config.refresh_token(seller)?, seller.clone()));
        Tokens {
            by_refresh: config.sellers.keys().filter_map(refresh).collect(),
            life_s: config.token_life_s,
            chance: Chance::new(config.seed.as_str()),
            alive: HashMap::new(),
            given: 0,
        }
    }

    /// `POST /auth/o2/token` with this form.
    pub fn access(&mut self, form: &str, now: Timestamp) -> Result<Grant, TokenError> {
        let fields: HashMap<String, String> = form
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (unescaped(name), unescaped(value)))
            .collect();
        let field = |name: &str| fields.get(name).map(String::as_str).filter(|it| !it.is_empty());
        match field("grant_type") {
            None => return Err(TokenError::Request),
            Some("refresh_token") => {}
            Some(_) => return Err(TokenError::GrantType),
        }
        if field("client_id").is_none() || field("client_secret").is_none() {
            return Err(TokenError::Client);
        }
        let refresh = field("refresh_token").ok_or(TokenError::Request)?;
        let seller = self.by_refresh.get(refresh).ok_or(TokenError::Grant)?.clone();
        Ok(self.give("Atza|", seller, false, now))
    }

    /// `createRestrictedDataToken` with this body.
    pub fn restricted(
        &mut self,
        seller: &SellerId,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Grant, TokenError> {
        let asked: Resources = serde_json::from_slice(body).map_err(|_| TokenError::Resources)?;
        let resources = &asked.restricted_resources;
        // "Application does not have access to some or all requested resource" for any other.
        let is_ours = |it: &Resource| it.method == "GET" && it.path.starts_with(RESTRICTED_PATH);
        if resources.is_empty() || resources.len() > RESOURCES_MAX || !resources.iter().all(is_ours)
        {
            return Err(TokenError::Resources);
        }
        // A token for one shipment's path would open that one only; we give none.
        if !resources.iter().all(|it| it.path.ends_with("{shipmentId}")) {
            return Err(TokenError::Resources);
        }
        Ok(self.give("Atz.sprdt|", seller.clone(), true, now))
    }

    /// Whose token this is.
    pub fn seller_of(
        &self,
        token: &str,
        restricted: bool,
        now: Timestamp,
    ) -> Result<SellerId, TokenError> {
        let known = self.alive.get(token).filter(|it| now < it.expires);
        // A restricted token opens its own paths and nothing else.
        let known = known.filter(|it| it.restricted == restricted);
        known.map(|it| it.seller.clone()).ok_or(TokenError::Denied)
    }

    fn give(&mut self, prefix: &str, seller: SellerId, restricted: bool, now: Timestamp) -> Grant {
        self.alive.retain(|_, it| now < it.expires);
        self.given += 1;
        let salt = self.chance.salt(&["token", seller.as_str(), &self.given.to_string()]);
        let token = format!("{prefix}{salt}");
        let life = SignedDuration::from_secs(i64::from(self.life_s));
        let expires = now.checked_add(life).unwrap_or(Timestamp::MAX);
        self.alive.insert(token.clone(), Known { seller, restricted, expires });
        Grant { token, expires_in: self.life_s }
    }
}

/// `application/x-www-form-urlencoded`, undone.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits: Vec<u8> = rest.by_ref().take(2).collect();
                let digits = String::from_utf8_lossy(&digits).into_owned();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap_or(b'?'));
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::config::RegisteredSeller;
    use super::*;

    fn tokens() -> Tokens {
        let seller = SellerId::parse("A1SIMPLES0001").unwrap();
        let cnpj = "11222333000181".to_owned();
        let registered = RegisteredSeller { cnpjs: vec![cnpj], refresh_token: None };
        let sellers = [(seller, registered)].into();
        Tokens::new(&SimulatorConfig { sellers, ..SimulatorConfig::default() })
    }

    const FORM: &str = "grant_type=refresh_token&refresh_token=Atzr%7Csimulator-A1SIMPLES0001\
                        &client_id=id&client_secret=secret";
    const GENERIC: &[u8] = br#"{"restrictedResources":[{"method":"GET",
        "path":"/fba/outbound/brazil/v0/shipments/{shipmentId}"}]}"#;

    #[test]
    fn tokens_open_what_they_are_for_until_they_expire() {
        let mut tokens = tokens();
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let access = tokens.access(FORM, now).unwrap().token;
        let seller = tokens.seller_of(&access, false, now).unwrap();
        assert_eq!(seller.as_str(), "A1SIMPLES0001");
        assert_eq!(tokens.seller_of(&access, true, now), Err(TokenError::Denied));
        let restricted = tokens.restricted(&seller, GENERIC, now).unwrap().token;
        assert!(tokens.seller_of(&restricted, true, now).is_ok());
        assert_eq!(tokens.seller_of(&restricted, false, now), Err(TokenError::Denied));
        let late = now.checked_add(SignedDuration::from_secs(3600)).unwrap();
        assert_eq!(tokens.seller_of(&access, false, late), Err(TokenError::Denied));
        assert_eq!(tokens.seller_of("Atza|other", false, now), Err(TokenError::Denied));
    }

    #[test]
    fn each_wrong_request_has_its_error() {
        let mut tokens = tokens();
        let now = Timestamp::UNIX_EPOCH;
        let mut access = |form: &str| tokens.access(form, now).unwrap_err();
        assert_eq!(access(""), TokenError::Request);
        assert_eq!(access("grant_type=password"), TokenError::GrantType);
        assert_eq!(access("grant_type=refresh_token&refresh_token=x"), TokenError::Client);
        assert_eq!(access(&FORM.replace("0001", "0002")), TokenError::Grant);
        let seller = SellerId::parse("A1SIMPLES0001").unwrap();
        for bad in ["", "{}", r#"{"restrictedResources":[]}"#] {
            let error = tokens.restricted(&seller, bad.as_bytes(), now).unwrap_err();
            assert_eq!(error, TokenError::Resources);
        }
    }
}
