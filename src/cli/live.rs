//! From the configuration to the real world: clients, broker, stage.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use secrecy::ExposeSecret;

use super::opening;
use crate::adapters::amqp::{BrokerConfig, Management};
use crate::adapters::catalogues::FileCatalogues;
use crate::adapters::clock::SystemClock;
use crate::adapters::live::Live;
use crate::adapters::sefaz::{
    Authorizer, Endpoints, SefazClient, SefazConfig, SefazEmitter, Service,
};
use crate::adapters::spapi::{SpapiClient, SpapiConfig, user_agent};
use crate::adapters::tls::{Identity, Roots};
use crate::config::Config;
use crate::domain::seller::Seller;
use crate::domain::{Cnpj, SellerId};
use crate::nfe::Certificate;
use crate::stage::{Signer, Stage, Trader};

/// For a connection, whoever is called.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Largest answer that is read of Amazon: a shipment of 990 items is under 1 MiB.
const AMAZON_BODY_MAX: usize = 4 * 1024 * 1024;

/// Largest answer that is read of SEFAZ: a consulta with all its events is under 1 MiB.
const SEFAZ_BODY_MAX: usize = 2 * 1024 * 1024;

/// Amazon's marketplace in Brazil.
const MARKETPLACE_ID: &str = "A2Q3Y263D00KWC";

/// The stage in the real world.
pub(super) fn stage(config: &Config) -> anyhow::Result<Stage<Live>> {
    let traders = opening::traders(config)?;
    let roots = Roots::system_and(&config.sefaz.ca_pems)?;
    let world = Live {
        clock: SystemClock,
        amazon: amazon(config, &roots)?,
        sefaz: sefaz(config, &traders, roots)?,
        store: opening::store(config)?,
        catalogues: FileCatalogues::new(config),
    };
    let stage = Stage::new(world, traders, opening::policy(config), config.chance.clone());
    Ok(stage.with_lists(Arc::clone(&config.lists)))
}

/// Amazon's client.
pub(super) fn amazon(config: &Config, roots: &Roots) -> anyhow::Result<SpapiClient> {
    let it = &config.amazon;
    let (name, version) = it.application.split_once('/').unwrap_or((&it.application, "1"));
    let settings = SpapiConfig {
        base_url: it.base_url.clone(),
        lwa_url: it.lwa_url.clone(),
        client_id: it.client_id.clone(),
        client_secret: it.client_secret.clone(),
        user_agent: user_agent(name, version)?,
        timeout: it.timeout,
        connect_timeout: CONNECT_TIMEOUT,
        // Optional in the model; Amazon's static sandbox matches requests without it alone.
        marketplace_id: (!it.base_url.contains("://sandbox.")).then(|| MARKETPLACE_ID.to_owned()),
        body_max: AMAZON_BODY_MAX,
    };
    let sellers = config.sellers.iter();
    let tokens = sellers.map(|it| (it.seller.id.clone(), it.refresh_token.clone())).collect();
    SpapiClient::new(settings, tokens, roots, Arc::new(SystemClock)).context("[amazon]")
}

/// SEFAZ's client.
pub(super) fn sefaz(
    config: &Config,
    traders: &BTreeMap<SellerId, Trader>,
    roots: Roots,
) -> anyhow::Result<SefazClient> {
    let mut endpoints = match &config.sefaz.all_under {
        Some(base) => Endpoints::all_under(base).context("sefaz.all_under")?,
        None => Endpoints::embedded()?,
    };
    for it in &config.sefaz.endpoints {
        let authorizer = Authorizer::parse(it.authorizer)
            .with_context(|| format!("sefaz.endpoint: {}: no such authorizer", it.authorizer))?;
        let service = Service::parse(it.service)
            .with_context(|| format!("sefaz.endpoint: {}: no such service", it.service))?;
        endpoints
            .set(authorizer, it.environment, service, &it.url)
            .with_context(|| format!("sefaz.endpoint: {} {}", it.authorizer, it.service))?;
    }
    let settings = SefazConfig {
        endpoints,
        roots,
        timeout: config.sefaz.timeout,
        connect_timeout: CONNECT_TIMEOUT,
        body_max: SEFAZ_BODY_MAX,
    };
    let emitters = traders.values().flat_map(|trader| {
        let of = |(cnpj, it): (&Cnpj, &Signer)| emitter(&trader.seller, cnpj, &it.certificate());
        trader.certificates.iter().filter_map(of)
    });
    SefazClient::new(settings, emitters).context("[sefaz]")
}

fn emitter(seller: &Seller, cnpj: &Cnpj, certificate: &Certificate) -> Option<SefazEmitter> {
    Some(SefazEmitter {
        seller: seller.id.clone(),
        cnpj: cnpj.clone(),
        uf: seller.issuer(cnpj.as_str())?.uf(),
        tp_amb: seller.tp_amb,
        identity: identity(certificate),
    })
}

/// A certificate as TLS takes it.
pub(super) fn identity(certificate: &Certificate) -> Identity {
    let mut chain_der = vec![certificate.der().to_vec()];
    chain_der.extend(certificate.chain().iter().cloned());
    Identity { chain_der, key_pkcs8_der: certificate.pkcs8_der().to_vec().into() }
}

/// The broker, as the configuration has it.
pub(super) fn broker(config: &Config) -> anyhow::Result<BrokerConfig> {
    let it = &config.broker;
    let management = match &it.management_url {
        Some(url) => Some(management(url.expose_secret())?),
        None => None,
    };
    Ok(BrokerConfig {
        name: format!("fba-nfe {}", std::process::id()),
        management,
        intake_prefetch: it.prefetch,
        connect_timeout: it.connect_timeout,
        confirm_timeout: it.confirm_timeout,
        ..BrokerConfig::new(it.uri.clone())
    })
}

/// `http://user:password@host:15672`, taken apart. No error repeats it: it holds a password.
fn management(url: &str) -> anyhow::Result<Management> {
    let mut parsed = reqwest::Url::parse(url).ok().context("broker.management_url: no URL")?;
    let user = parsed.username().to_owned();
    let password = parsed.password().unwrap_or_default().to_owned();
    anyhow::ensure!(
        parsed.set_username("").is_ok() && parsed.set_password(None).is_ok(),
        "broker.management_url: expected http://user:password@host:port"
    );
    let url = parsed.as_str().trim_end_matches('/').to_owned();
    Ok(Management { url, user, password: password.into() })
}
