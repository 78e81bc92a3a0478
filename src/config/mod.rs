//! One TOML file says everything that differs from one installation to the next. It is read
//! whole: either every value is right, or every fault is told, each with its key and its remedy.
//!
//! - Paths are relative to the file.
//! - Each secret is exactly one of `x_env` (a variable's name) and `x_file` (a file's path), never
//!   a value; neither it nor what stands in its place is ever repeated in a fault.
//! - Durations are whole seconds, and say so in their names (`_s`, `_h`). Rates are text, because
//!   TOML's numbers with a point are floats.
//! - An unknown key is a fault: it is a known one misspelt.
//!
//! `samples/fba-nfe.toml` is the commented reference, `schemas/config.json` the contract.

mod alerts;
mod amazon;
mod archive;
mod broker;
mod cancel;
mod checks;
mod console;
mod contributors;
mod cross;
mod establishment;
#[cfg(test)]
mod establishment_tests;
mod fault;
mod files;
mod ibpt;
mod net;
mod pace;
mod products;
mod responsible;
mod rules;
#[cfg(test)]
mod rules_tests;
mod secret;
mod section;
mod sefaz;
mod seller;
mod sheet;
#[cfg(test)]
mod sheet_tests;
mod source;
mod tax;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use alerts::{Alerts, Mail, MailTls, Webhook};
pub use amazon::Amazon;
pub use archive::Archive;
pub use broker::{Broker, Store};
pub use cancel::Contingency;
pub use console::{Console, ConsoleTls, FourEyes};
pub use contributors::read_contributors;
pub use establishment::{Certificate, EstablishmentConfig};
pub use fault::{ConfigFault, ConfigFaults};
pub use ibpt::read_ibpt;
pub use net::PerSecond;
pub use pace::{Polling, Retry, Simulator};
pub use products::read_products;
pub use responsible::Responsible;
pub use rules::{RulesError, Tax, read_rules, rule_files};
pub use sefaz::{Endpoint, Sefaz};
pub use seller::SellerConfig;
pub use sheet::SheetFault;

use crate::domain::catalogue::TaxProfile;
use crate::domain::lists::Lists;
use crate::domain::seller::Establishment;
use crate::domain::{Chance, SellerId};
use files::Files;
use section::Section;
use source::Source;

/// The whole file, read and right.
///
/// `[store]`, `[broker]`, `[amazon]`, `[chance]` and at least one `[[tax_profile]]` and
/// `[[seller]]` are mandatory; `[archive]`, `[sefaz]`, `[contingency]`, `[polling]`, `[retry]`,
/// `[tax]`, `[checks]`, `[metrics]`, `[console]` and `[simulator]` have defaults throughout.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file that it was read from.
    pub file: PathBuf,
    /// `[store]`.
    pub store: Store,
    /// `[archive]`.
    pub archive: Archive,
    /// `[broker]`.
    pub broker: Broker,
    /// `[amazon]`.
    pub amazon: Amazon,
    /// `[sefaz]`.
    pub sefaz: Sefaz,
    /// `[chance]`: `key_env` or `key_file`, at least 16 bytes, made once and kept for ever: `cNF`
    /// depends on it. No default.
    pub chance: Chance,
    /// `[polling]`.
    pub polling: Polling,
    /// `[retry]`.
    pub retry: Retry,
    /// `[contingency]`.
    pub contingency: Contingency,
    /// `[responsible]`: `infRespTec`. Default none: AM, MS, PE, PR, SC and TO then reject.
    pub responsible: Option<Responsible>,
    /// `[tax]`: the rules by date, and tables of approximate taxes.
    pub tax: Tax,
    /// `[[tax_profile]]`, by name. Keys: `name`, `CSOSN`, `CST`, `pPIS`, `pCOFINS`,
    /// `cClassTrib`.
    pub tax_profiles: BTreeMap<String, TaxProfile>,
    /// `[[seller]]`, in the file's order; never empty.
    pub sellers: Vec<SellerConfig>,
    /// `[checks]`: tables of NCM and CEST, and the highest total. Default: none.
    pub lists: Arc<Lists>,
    /// `[metrics]`: `file`, written each minute by `work`, for node_exporter's textfile collector.
    /// Default: none.
    pub metrics_file: Option<PathBuf>,
    /// `[console]`.
    pub console: Console,
    /// `[simulator]`.
    pub simulator: Simulator,
}

/// Longest configuration file: a thousand sellers fit.
const FILE_MAX: u64 = 4 * 1024 * 1024;

impl Config {
    /// Reads the file and every file that it names; `env` looks a variable up.
    pub fn read(path: &Path, env: &dyn Fn(&str) -> Option<String>) -> Result<Config, ConfigFaults> {
        let source = Source::new(path, env);
        let config = read_table(&source, path).and_then(|table| read_config(&source, path, table));
        match config.filter(|_| source.count() == 0) {
            Some(config) => Ok(config),
            None => Err(ConfigFaults(source.into_faults())),
        }
    }

    /// The seller of that name.
    pub fn seller(&self, id: &SellerId) -> Option<&SellerConfig> {
        self.sellers.iter().find(|it| it.seller.id == *id)
    }
}

fn read_table(source: &Source<'_>, path: &Path) -> Option<toml::Table> {
    let bytes = source.bytes("", path, FILE_MAX)?;
    let Ok(text) = String::from_utf8(bytes) else {
        source.fault("", "is not UTF-8 text", "save it as UTF-8");
        return None;
    };
    match text.parse() {
        Ok(table) => Some(table),
        Err(error) => {
            // The parser's own picture of the line is left out: a secret may stand there.
            let error: toml::de::Error = error;
            let start = error.span().map_or(0, |span| span.start);
            let before = text.bytes().take(start).filter(|byte| *byte == b'\n').count();
            let key = format!("line {}", before + 1);
            source.fault(&key, "is not TOML", "compare with samples/fba-nfe.toml");
            None
        }
    }
}

fn read_config(source: &Source<'_>, path: &Path, table: toml::Table) -> Option<Config> {
    let mut root = Section::new(source, String::new(), table);
    let store = root.required_section("store").and_then(broker::read_store);
    let store_path = store.as_ref().map(|it| it.path.as_path());
    let archive = root.section_or_empty("archive").and_then(|it| archive::read(it, store_path));
    let broker = root.required_section("broker").and_then(broker::read_broker);
    let amazon = root.required_section("amazon").and_then(amazon::read);
    let sefaz = root.section_or_empty("sefaz").and_then(sefaz::read);
    let chance = root.required_section("chance").and_then(broker::read_chance);
    let polling = root.section_or_empty("polling").and_then(pace::read_polling);
    let retry = root.section_or_empty("retry").and_then(pace::read_retry);
    let contingency = root.section_or_empty("contingency").and_then(cancel::contingency);
    let responsible = root.section("responsible").and_then(responsible::read);
    let tax_profiles = tax::read(some_of(&mut root, "tax_profile"));
    let mut files = Files::new(source, &tax_profiles);
    let mut sellers = Vec::new();
    for (at, section) in some_of(&mut root, "seller").into_iter().enumerate() {
        sellers.extend(seller::read(section, &mut files, responsible.as_ref()).map(|it| (at, it)));
    }
    let lists = root.section_or_empty("checks").and_then(checks::read);
    let establishments = sellers.iter().flat_map(|(_, it)| &it.seller.establishments);
    let states = establishments.map(Establishment::uf).collect();
    let tax = root.section_or_empty("tax").and_then(|it| rules::read(it, &states));
    let metrics_file = root.section_or_empty("metrics").and_then(read_metrics);
    let console = root.section_or_empty("console").and_then(console::read);
    let simulator = root.section_or_empty("simulator").and_then(pace::read_simulator);
    root.done();
    cross::check(source, amazon.as_ref(), &sellers);
    Some(Config {
        file: path.to_owned(),
        store: store?,
        archive: archive?,
        broker: broker?,
        amazon: amazon?,
        sefaz: sefaz?,
        chance: chance?,
        polling: polling?,
        contingency: contingency?,
        retry: retry?,
        responsible,
        tax: tax?,
        tax_profiles,
        sellers: sellers.into_iter().map(|(_, seller)| seller).collect(),
        lists: Arc::new(lists?),
        metrics_file: metrics_file?,
        console: console?,
        simulator: simulator?,
    })
}

fn read_metrics(mut section: Section<'_>) -> Option<Option<PathBuf>> {
    let file = section.optional_path("file");
    section.done();
    file
}

/// The tables of a list that must not be empty.
fn some_of<'a>(root: &mut Section<'a>, key: &str) -> Vec<Section<'a>> {
    let before = root.source().count();
    let sections = root.sections(key);
    if sections.is_empty() && root.source().count() == before {
        root.source().fault(key, "is missing", &format!("write at least one [[{key}]]"));
    }
    sections
}
