//! From the configuration file to the parts that a verb works with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use secrecy::ExposeSecret;

use crate::adapters::catalogues::FileCatalogues;
use crate::adapters::clock::SystemClock;
use crate::adapters::store::SqliteStore;
use crate::config::{Certificate as SealedCertificate, Config, SellerConfig};
use crate::domain::codes::TpAmb;
use crate::domain::seller::Establishment;
use crate::domain::{Cnpj, SellerId, Timestamp, Uf};
use crate::nfe::Certificate;
use crate::nfe::certificate::CertificateError;
use crate::stage::{Offline, Policy, Signer, Stage, Trader};

/// Where the configuration lies when nobody says otherwise.
const DEFAULT: &str = "fba-nfe.toml";

/// Reads the configuration; every fault at once.
pub(super) fn config(path: Option<&Path>) -> anyhow::Result<Config> {
    let path = path.map_or_else(|| PathBuf::from(DEFAULT), Path::to_owned);
    Ok(Config::read(&path, &|name| std::env::var(name).ok())?)
}

/// The sellers, their certificates opened; each file once, since that is slow on purpose.
pub(super) fn traders(config: &Config) -> anyhow::Result<BTreeMap<SellerId, Trader>> {
    let mut open: BTreeMap<&Path, Arc<Certificate>> = BTreeMap::new();
    let mut traders = BTreeMap::new();
    for it in &config.sellers {
        let mut certificates = BTreeMap::new();
        for (establishment, ours) in it.seller.establishments.iter().zip(&it.establishments) {
            let (cnpj, sealed) = (&establishment.emit.cnpj, &ours.certificate);
            let (id, file) = (&it.seller.id, sealed.file.display());
            let certificate = match open.get(sealed.file.as_path()) {
                Some(certificate) => Arc::clone(certificate),
                None => {
                    opened(sealed).with_context(|| format!("{file}: the certificate of {id}"))?
                }
            };
            let root = certificate.cnpj().map(Cnpj::root);
            anyhow::ensure!(
                root == Some(cnpj.root()),
                "{file}: the certificate is not of {id}'s CNPJ {cnpj} (rule 213)"
            );
            open.insert(&sealed.file, Arc::clone(&certificate));
            certificates.insert(cnpj.clone(), certificate.into());
        }
        traders.insert(it.seller.id.clone(), trader(it, certificates));
    }
    Ok(traders)
}

/// Where an establishment is, by the configuration.
pub(super) fn uf_of(config: &Config, cnpj: &str) -> Option<Uf> {
    config.sellers.iter().find_map(|it| it.seller.issuer(cnpj)).map(Establishment::uf)
}

/// `tpAmb` as the configuration writes it.
pub(super) fn environment(tp_amb: u8) -> &'static str {
    if tp_amb == TpAmb::Producao.code() { "producao" } else { "homologacao" }
}

/// A seller of the configuration, as the stage knows it.
pub(super) fn trader(it: &SellerConfig, certificates: BTreeMap<Cnpj, Signer>) -> Trader {
    Trader {
        seller: it.seller.clone(),
        certificates,
        cancel: it.cancel.clone(),
        asks_register: it.asks_register,
    }
}

/// A new certificate takes a validation by video or in person: so many days before the end of the
/// old one it is time.
pub(super) const RENEWAL_DAYS: i64 = 30;

/// Whole days until then; below 0 once it is past.
pub(super) fn days_left(not_after: Timestamp, now: Timestamp) -> i64 {
    (not_after.as_second() - now.as_second()).div_euclid(86_400)
}

/// Opens a certificate with its password.
pub(super) fn opened(sealed: &SealedCertificate) -> Result<Arc<Certificate>, CertificateError> {
    let password = sealed.password.expose_secret();
    Certificate::open(sealed.pfx.expose_secret(), password).map(Arc::new)
}

/// The figures of the stage.
pub(super) fn policy(config: &Config) -> Policy {
    let (polling, retry, amazon) = (&config.polling, &config.retry, &config.amazon);
    Policy {
        poll_first_s: seconds(polling.first),
        poll_factor_percent: i64::from(polling.factor_percent),
        poll_longest_s: seconds(polling.longest),
        poll_deadline_s: seconds(polling.deadline),
        not_found_grace_s: seconds(polling.not_found_grace),
        retry_first_s: seconds(retry.first),
        retry_longest_s: seconds(retry.longest),
        retry_max: retry.tries,
        contingency_after_s: seconds(config.contingency.after),
        rate_interval_us: i64::try_from(amazon.rate.interval().as_micros()).unwrap_or(i64::MAX),
        rate_burst: amazon.burst,
        rate_reserve: amazon.reserve,
        ..Policy::default()
    }
}

pub(super) fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

/// The store of this configuration.
pub(super) fn store(config: &Config) -> anyhow::Result<SqliteStore> {
    let path = &config.store.path;
    SqliteStore::open(path).with_context(|| format!("{}: the store", path.display()))
}

/// A stage that acts on the store and calls nobody: for people's decisions.
pub(super) fn desk(config: &Config) -> anyhow::Result<Stage<Offline<SqliteStore>>> {
    Ok(desk_over(config, Arc::new(store(config)?), Arc::new(traders(config)?)))
}

/// The same over a store that is open, with sellers whose certificates are.
pub(super) fn desk_over(
    config: &Config,
    store: Arc<SqliteStore>,
    traders: Arc<BTreeMap<SellerId, Trader>>,
) -> Stage<Offline<SqliteStore>> {
    let catalogues = Arc::new(FileCatalogues::new(config));
    let world = Offline::new(store, Arc::new(SystemClock), catalogues);
    let stage = Stage::new(world, traders, policy(config), config.chance.clone());
    stage.with_lists(Arc::clone(&config.lists))
}
