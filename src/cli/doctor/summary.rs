//! What the configuration says, with each secret as "set".

use super::check::Check;
use crate::config::{Config, ConfigFault, SellerConfig};
use crate::domain::Uf;
use crate::domain::codes::TpAmb;
use crate::domain::seller::Establishment;

/// Stands in the place of a secret.
const SET: &str = "set";

/// One fault of the configuration, which never repeats a secret.
pub(super) fn fault(fault: &ConfigFault) -> Check {
    let file = fault.file.display();
    let found = match (fault.key.as_str(), &fault.value) {
        ("", _) => format!("{file}: {}", fault.problem),
        (key, None) => format!("{file}: {key}: {}", fault.problem),
        (key, Some(value)) => format!("{file}: {key} = {value}: {}", fault.problem),
    };
    Check::fault("config", found, &fault.remedy)
}

/// One line for each table of the file.
pub(super) fn checks(config: &Config) -> Vec<Check> {
    let mut checks = vec![
        Check::ok("config", format!("{}: read, every value is right", config.file.display())),
        broker(config),
        amazon(config),
        sefaz(config),
        Check::ok("config.chance", format!("key {SET}")),
        times(config),
        responsible(config),
        tables(config),
        Check::ok("config.tax_profile", names(config.tax_profiles.keys())),
    ];
    checks.extend(config.sellers.iter().flat_map(seller));
    checks
}

fn broker(config: &Config) -> Check {
    let it = &config.broker;
    let management = if it.management_url.is_some() { SET } else { "none" };
    let found = format!(
        "uri {SET}, management_url {management}, prefetch {}, connect_timeout {} s, \
         confirm_timeout {} s",
        it.prefetch,
        it.connect_timeout.as_secs(),
        it.confirm_timeout.as_secs()
    );
    Check::ok("config.broker", found)
}

fn amazon(config: &Config) -> Check {
    let it = &config.amazon;
    let found = format!(
        "base_url {}, lwa_url {}, client_id {}, client_secret {SET}, application {}, \
         timeout {} s, {} calls a second, burst {}, reserve {}",
        it.base_url,
        it.lwa_url,
        it.client_id,
        it.application,
        it.timeout.as_secs(),
        it.rate,
        it.burst,
        it.reserve
    );
    Check::ok("config.amazon", found)
}

fn sefaz(config: &Config) -> Check {
    let it = &config.sefaz;
    let under = if it.all_under.is_some() { "all under one address, " } else { "" };
    let found = format!(
        "timeout {} s, {} ca_files, {under}{} addresses in place of the program's own",
        it.timeout.as_secs(),
        it.ca_pems.len(),
        it.endpoints.len()
    );
    Check::ok("config.sefaz", found)
}

fn times(config: &Config) -> Check {
    let (polling, retry) = (&config.polling, &config.retry);
    let found = format!(
        "first ask after {} s, each wait {} % of the last, {} s at most, deadline {} h, NotFound \
         is \"not yet\" for {} s; retries from {} s to {} s, {} tries",
        polling.first.as_secs(),
        polling.factor_percent,
        polling.longest.as_secs(),
        polling.deadline.as_secs() / 3600,
        polling.not_found_grace.as_secs(),
        retry.first.as_secs(),
        retry.longest.as_secs(),
        retry.tries
    );
    Check::ok("config.polling", found)
}

/// What drafts are held against besides what ships with the program.
fn tables(config: &Config) -> Check {
    let check = "config.checks";
    let lists = &config.lists;
    let codes = |many: Option<usize>| many.map_or("none".to_owned(), |it| format!("{it} codes"));
    let found = format!(
        "ncm {}, cest {}, v_nf_max {}",
        codes(lists.ncm.as_ref().map(|it| it.len())),
        codes(lists.cest.as_ref().map(|it| it.len())),
        lists.v_nf_max.map_or("none".to_owned(), |it| it.to_string())
    );
    if lists.ncm.is_some() && lists.cest.is_some() {
        return Check::ok(check, found);
    }
    let remedy = "name the tables of NCM and CEST under [checks]: without them a code that there \
                  is not (778, 806) is seen only by SEFAZ";
    Check::warn(check, found, remedy)
}

/// States whose SEFAZ rejects a note without a CSRT's hash (975; nfe-verified 6).
const CSRT_NEEDED: [Uf; 1] = [Uf::Pr];

/// The contact is a person: neither name nor address is shown.
fn responsible(config: &Config) -> Check {
    let check = "config.responsible";
    let Some(it) = &config.responsible else {
        return Check::warn(
            check,
            "none",
            "write [responsible]: AM, MS, PE, PR, SC and TO reject a note without it",
        );
    };
    let csrt = match it.csrt.len() {
        0 => "none".to_owned(),
        _ => format!("{SET} for {}", names(it.csrt.keys().map(|uf| uf.sigla()))),
    };
    let found = format!("CNPJ {}, contact {SET}, csrt {csrt}", it.inf_resp_tec.cnpj);
    let sellers = config.sellers.iter().flat_map(|it| &it.seller.establishments);
    let lacking =
        sellers.map(|it| it.uf()).find(|uf| CSRT_NEEDED.contains(uf) && !it.csrt.contains_key(uf));
    match lacking {
        Some(uf) => {
            let found =
                format!("{found}: an establishment is in {uf}, which rejects without (975)");
            Check::warn(check, found, "ask that SEFAZ for a CSRT, and write [[responsible.csrt]]")
        }
        None => Check::ok(check, found),
    }
}

/// One line for the seller, and one for each establishment where there are several.
fn seller(config: &SellerConfig) -> Vec<Check> {
    let SellerConfig { seller: it, catalogue, .. } = config;
    let environment = match it.tp_amb {
        TpAmb::Producao => "producao",
        TpAmb::Homologacao => "homologacao",
    };
    let (check, products) = (format!("seller {}", it.id), catalogue.products.len());
    let sha: String = catalogue.digest.as_str().chars().take(12).collect();
    let file = config.products_file.display();
    let mut lines = Vec::new();
    let place = match it.establishments.as_slice() {
        [only] => establishment(only),
        several => {
            let named = |it: &Establishment| (format!("{check} {}", it.emit.cnpj), it.clone());
            let each = several.iter().map(named);
            lines.extend(each.map(|(check, it)| Check::ok(&check, establishment(&it))));
            format!("{} establishments", several.len())
        }
    };
    let found = format!(
        "{place}, {environment}, {}, {file}: {products} products (SHA-256 {sha}), {} contributors, \
         certificate_password {SET}, refresh_token {SET}",
        it.crt.as_str(),
        it.contributors.len()
    );
    let line = match products {
        0 => Check::warn(&check, found, "write the products down: every sale is held without"),
        _ => Check::ok(&check, found),
    };
    lines.insert(0, line);
    lines
}

fn establishment(it: &Establishment) -> String {
    let warehouses = match it.warehouses.as_slice() {
        [] => "all".to_owned(),
        some => names(some),
    };
    let retirada = it.retirada.as_ref().map(|it| format!(", retirada in {}", it.ender.uf));
    let aut_xml = match it.aut_xml.len() {
        0 => String::new(),
        count => format!(", {count} autXML"),
    };
    format!(
        "CNPJ {}, {}, serie {} from number {}, warehouses {warehouses}{}{aut_xml}",
        it.emit.cnpj,
        it.uf(),
        it.serie,
        it.first_number,
        retirada.unwrap_or_default()
    )
}

/// The first few, and how many more there are.
fn names<T: AsRef<str>>(all: impl IntoIterator<Item = T>) -> String {
    let all: Vec<T> = all.into_iter().collect();
    let shown: Vec<&str> = all.iter().take(5).map(AsRef::as_ref).collect();
    let more = all.len() - shown.len();
    let shown = shown.join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}
