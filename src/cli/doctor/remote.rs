//! Amazon and SEFAZ, asked as each seller.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::{join, join_all};
use tokio::sync::Semaphore;

use super::WAIT;
use super::check::Check;
use crate::adapters::spapi::SpapiClient;
use crate::adapters::tls::Roots;
use crate::cli::live;
use crate::config::Config;
use crate::domain::seller::Seller;
use crate::domain::{Cnpj, SellerId};
use crate::ports::{AmazonError, AmazonErrorKind, Route, Sefaz as _, SefazErrorKind};
use crate::stage::{CancelTerms, Signer, Trader};

/// Calls at one time, of each kind.
const CALLS: usize = 16;

/// `cStat` of a service in operation.
const C_STAT_UP: u16 = 107;
/// `cStat`s of a service that is stopped, for a moment or without an end in sight.
const C_STAT_DOWN: [u16; 2] = [108, 109];

/// Tokens and SEFAZ's status, seller by seller. `traders` are those whose certificate opens.
pub(super) async fn checks(config: &Config, traders: BTreeMap<SellerId, Trader>) -> Vec<Check> {
    let roots = match Roots::system_and(&config.sefaz.ca_pems) {
        Ok(roots) => roots,
        Err(error) => {
            let found = format!("{error}; Amazon and SEFAZ were not asked");
            return vec![Check::fault("tls", found, "mend sefaz.ca_files")];
        }
    };
    let mut checks = Vec::new();
    if roots.is_empty() {
        let remedy = "install ca-certificates; for SEFAZ name ICP-Brasil's in sefaz.ca_files";
        checks.push(Check::fault("tls", "no authority is known: https cannot work", remedy));
    }
    let (amazon, sefaz) = join(amazon(config, &roots), sefaz(config, traders, &roots)).await;
    checks.extend(amazon);
    checks.extend(sefaz);
    checks
}

async fn amazon(config: &Config, roots: &Roots) -> Vec<Check> {
    let client = match live::amazon(config, roots) {
        Ok(client) => client,
        Err(error) => return vec![Check::fault("amazon", format!("{error:#}"), "mend [amazon]")],
    };
    let turns = Semaphore::new(CALLS);
    let asked = config.sellers.iter().map(|it| tokens(&client, &it.seller.id, &turns));
    join_all(asked).await
}

async fn tokens(client: &SpapiClient, seller: &SellerId, turns: &Semaphore) -> Check {
    let check = format!("amazon {seller}");
    let asked = async {
        let _turn = turns.acquire().await;
        client.try_tokens(seller).await
    };
    match tokio::time::timeout(WAIT, asked).await {
        Ok(Ok(())) => Check::ok(&check, "both tokens are given: access and restricted data"),
        Ok(Err(error)) => untokened(&check, &error),
        Err(_) => late(&check, "mend amazon.base_url and amazon.lwa_url, or see the network"),
    }
}

/// Why a seller has no tokens. The message begins with who refused it.
fn untokened(check: &str, error: &AmazonError) -> Check {
    let request_id =
        error.request_id.as_ref().map(|id| format!(" (request {id})")).unwrap_or_default();
    let found = format!("{error}{request_id}");
    match error.kind {
        AmazonErrorKind::Denied if error.message.starts_with("LWA") => Check::fault(
            check,
            found,
            "mend client_id, client_secret (Amazon wants a new one every 180 days) or this \
             seller's refresh_token",
        ),
        AmazonErrorKind::Denied | AmazonErrorKind::Refused | AmazonErrorKind::NotFound => {
            Check::fault(
                check,
                found,
                "give the application the role Tax Invoicing (Restricted), then let the seller \
                 consent anew",
            )
        }
        AmazonErrorKind::Throttled => Check::warn(check, found, "ask again in a minute"),
        AmazonErrorKind::Unavailable
        | AmazonErrorKind::Unreachable
        | AmazonErrorKind::NoAnswer
        | AmazonErrorKind::Unreadable => Check::fault(
            check,
            found,
            "see the network; then amazon.base_url and amazon.lwa_url; then Amazon's own health",
        ),
    }
}

async fn sefaz(
    config: &Config,
    mut traders: BTreeMap<SellerId, Trader>,
    roots: &Roots,
) -> Vec<Check> {
    let turns = Semaphore::new(CALLS);
    // One answer for each establishment: its certificate, its state.
    let mut asked = Vec::new();
    for it in &config.sellers {
        let trader = traders.remove(&it.seller.id);
        let mut certificates = trader.map(|it| it.certificates).unwrap_or_default();
        let cnpjs: BTreeSet<&Cnpj> =
            it.seller.establishments.iter().map(|it| &it.emit.cnpj).collect();
        for cnpj in cnpjs {
            let signer = certificates.remove(cnpj);
            asked.push(status(config, &it.seller, cnpj, signer, roots, &turns));
        }
    }
    join_all(asked).await
}

async fn status(
    config: &Config,
    seller: &Seller,
    cnpj: &Cnpj,
    signer: Option<Signer>,
    roots: &Roots,
    turns: &Semaphore,
) -> Check {
    let id = &seller.id;
    let check = match seller.establishments.len() {
        0 | 1 => format!("sefaz {id}"),
        _ => format!("sefaz {id} {cnpj}"),
    };
    let Some(signer) = signer else {
        let found = "not asked: the certificate does not open";
        return Check::warn(&check, found, "mend the certificate first");
    };
    // A client for each, so that one bad certificate spoils no other's answer.
    let certificates = BTreeMap::from([(cnpj.clone(), signer)]);
    let cancel = CancelTerms::default();
    let trader = Trader { seller: seller.clone(), certificates, cancel, asks_register: false };
    let alone = BTreeMap::from([(id.clone(), trader)]);
    let client = match live::sefaz(config, &alone, roots.clone()) {
        Ok(client) => client,
        Err(error) => {
            let remedy = "mend [[sefaz.endpoint]], or the seller's certificate";
            return Check::fault(&check, format!("{error:#}"), remedy);
        }
    };
    let asked = async {
        let _turn = turns.acquire().await;
        client.status(id, cnpj, Route::Home).await
    };
    match tokio::time::timeout(WAIT, asked).await {
        Ok(Ok(answer)) => {
            let found = format!("{} {}", answer.c_stat, answer.x_motivo);
            match answer.c_stat {
                C_STAT_UP => Check::ok(&check, found),
                c_stat if C_STAT_DOWN.contains(&c_stat) => {
                    Check::warn(&check, found, "none: work waits until it is back")
                }
                _ => Check::fault(&check, found, "see what SEFAZ says, and the seller's UF"),
            }
        }
        Ok(Err(error)) => Check::fault(&check, &error, no_status(error.kind)),
        Err(_) => late(&check, "see the network and [[sefaz.endpoint]]"),
    }
}

fn no_status(kind: SefazErrorKind) -> &'static str {
    match kind {
        SefazErrorKind::Unreachable => {
            "see the network and [[sefaz.endpoint]]; for an unknown issuer name ICP-Brasil's \
             authorities in sefaz.ca_files"
        }
        SefazErrorKind::NoAnswer => "ask again in some minutes; then see [[sefaz.endpoint]]",
        SefazErrorKind::Misconfigured => "mend the certificate, or [[sefaz.endpoint]]",
    }
}

fn late(check: &str, remedy: &str) -> Check {
    Check::fault(check, format!("no answer within {} s", WAIT.as_secs()), remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_role_is_told_from_wrong_credentials() {
        for (kind, message, status, part) in [
            (
                AmazonErrorKind::Denied,
                "LWA token: HTTP 400, invalid_grant",
                "FAULT",
                "refresh_token",
            ),
            (AmazonErrorKind::Denied, "createRestrictedDataToken: HTTP 403", "FAULT", "the role"),
            (AmazonErrorKind::Throttled, "createRestrictedDataToken: HTTP 429", "warn", "a minute"),
            (AmazonErrorKind::Unreachable, "LWA token: no connection", "FAULT", "network"),
        ] {
            let message = message.to_owned();
            let request_id = Some("req-1".to_owned());
            let line =
                untokened("amazon A", &AmazonError { kind, message, request_id }).to_string();
            assert!(line.starts_with(status) && line.contains(part), "{line}");
            assert!(line.contains("req-1"), "{line}");
        }
    }
}
