//! What no key can say alone: names, series and warehouses that two places of the file claim.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::establishment::EstablishmentConfig;
use super::seller::SellerConfig;
use super::source::Source;
use super::{Amazon, net};
use crate::domain::codes::TpAmb;
use crate::domain::seller::Establishment;

/// Looks at all sellers together; each with its place in the file.
pub(super) fn check(
    source: &Source<'_>,
    amazon: Option<&Amazon>,
    sellers: &[(usize, SellerConfig)],
) {
    let is_production = amazon.is_some_and(|it| net::is_amazon_production(&it.base_url));
    let (mut ids, mut series) = (BTreeMap::new(), BTreeMap::new());
    for (at, config) in sellers {
        let seller = &config.seller;
        if let Some(first) = ids.insert(&seller.id, at) {
            let (key, found) = (format!("seller[{at}].id"), format!("{:?}", seller.id.as_str()));
            let problem = format!("is given twice: seller[{first}] has it");
            source.fault_with(&key, &found, problem, "keep one [[seller]] for each id");
        }
        if is_production && seller.tp_amb == TpAmb::Homologacao {
            let key = format!("seller[{at}].environment");
            let problem = "Amazon's production takes no invoice without fiscal value";
            let remedy = "write producao, or let amazon.base_url be the sandbox or the simulator";
            source.fault_with(&key, "\"homologacao\"", problem, remedy);
        }
        for (establishment, ours) in establishments(config) {
            let cnpj = &establishment.emit.cnpj;
            match series.entry((seller.tp_amb, cnpj, establishment.serie)) {
                Entry::Vacant(place) => {
                    place.insert(&ours.key);
                }
                Entry::Occupied(first) => {
                    let key = format!("{}.serie", ours.key);
                    let first = first.get();
                    let problem =
                        format!("{first} issues under this environment, CNPJ and series too");
                    let found = establishment.serie.to_string();
                    source.fault_with(&key, &found, problem, "give each its own series");
                }
            }
        }
        one_company(source, config);
        one_owner(source, config);
    }
}

fn establishments(
    config: &SellerConfig,
) -> impl Iterator<Item = (&Establishment, &EstablishmentConfig)> {
    config.seller.establishments.iter().zip(&config.establishments)
}

/// A seller on Amazon is one company; and what stands under one CNPJ twice is the same place,
/// with another series.
fn one_company(source: &Source<'_>, config: &SellerConfig) {
    let mut seen: Vec<(&Establishment, &EstablishmentConfig)> = Vec::new();
    for (it, ours) in establishments(config) {
        let (key, cnpj) = (format!("{}.cnpj", ours.key), &it.emit.cnpj);
        let found = format!("{:?}", cnpj.as_str());
        if let Some((first, place)) = seen.first()
            && first.emit.cnpj.root() != cnpj.root()
        {
            let problem = format!("is of another company than {}", place.key);
            let remedy = "write a [[seller]] for each company";
            source.fault_with(&key, &found, problem, remedy);
        }
        let same = seen.iter().find(|(other, _)| other.emit.cnpj == *cnpj);
        if let Some((other, place)) = same
            && (other.emit != it.emit || place.certificate.file != ours.certificate.file)
        {
            let problem = format!("{} has it too, and emitter or certificate differ", place.key);
            let remedy = "write the same emitter and certificate, or the CNPJ of another branch";
            source.fault_with(&key, &found, problem, remedy);
        }
        seen.push((it, ours));
    }
}

/// A warehouse is of one establishment.
fn one_owner(source: &Source<'_>, config: &SellerConfig) {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for (it, ours) in establishments(config) {
        for warehouse in &it.warehouses {
            if let Some(first) = owners.insert(warehouse, &ours.key) {
                let (key, found) = (format!("{}.warehouses", ours.key), format!("{warehouse:?}"));
                let problem = format!("stands in {first} already");
                source.fault_with(&key, &found, problem, "write it in one place");
            }
        }
    }
}
