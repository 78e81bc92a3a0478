//! `[[tax_profile]]`: how goods are taxed, under names that the product file uses.

use std::collections::BTreeMap;

use super::net::decimal_point;
use super::section::Section;
use super::words;
use crate::domain::Rate;
use crate::domain::catalogue::{
    ContributionCst, ContributionRule, NormalRule, ReformRule, SimplesRule, TaxProfile,
};
use crate::domain::codes::CClassTrib;
use crate::domain::invoice::Csosn;

/// CST 01 is the basic rate, and there are two: Leis 10.637 and 10.833 (real), Lei 9.718
/// (presumido). In ten-thousandths of a percent: (pPIS, pCOFINS).
const BASIC_RATES: [(i64, i64); 2] = [(16_500, 76_000), (6_500, 30_000)];

/// Reads all profiles. Keys of each:
///
/// - `name`: 1 to 60 characters, what column `perfil` of the product file says. Mandatory.
/// - `CSOSN`: `"102"`, `"103"`, `"300"` or `"400"`, for Simples Nacional. Default: none, a
///   Simples seller cannot sell such goods.
/// - `CST`: `"00"`, for the normal regime. Default: none, such a seller cannot sell them.
/// - `pPIS`, `pCOFINS`: per cent with CST 01, as text: `"1.65"` and `"7.60"`, or `"0.65"` and
///   `"3.00"`. Mandatory with `CST`; they depend on the seller's income tax, so no default.
/// - `cClassTrib`: six digits, `"000001"` is full taxation. Mandatory: a default would tax.
pub(super) fn read(sections: Vec<Section<'_>>) -> BTreeMap<String, TaxProfile> {
    let mut profiles = BTreeMap::new();
    for section in sections {
        let (source, key) = (section.source(), section.key("name"));
        let Some(profile) = read_one(section) else { continue };
        if let Some(first) = profiles.insert(profile.name.clone(), profile) {
            let remedy = "give each profile its own name";
            source.fault_with(&key, &format!("{:?}", first.name), "is given twice", remedy);
        }
    }
    profiles
}

fn read_one(mut section: Section<'_>) -> Option<TaxProfile> {
    let source = section.source();
    let name =
        section.required("name", "write 1 to 60 characters", |text| words::exact(text, 1, 60));
    let csosn = section.optional("CSOSN", "write 102, 103, 300 or 400", |text| {
        Csosn::parse(text).ok_or("is not supported")
    });
    let cst = section.optional("CST", "write 00, or leave it out", |text| match text {
        "00" => Ok(()),
        _ => Err("is not supported"),
    });
    let remedy = "write per cent in quotes, as in \"1.65\": a float cannot hold it exactly";
    let rate = |text: &str| Rate::parse(&decimal_point(text));
    let p_pis = section.optional("pPIS", remedy, rate);
    let p_cofins = section.optional("pCOFINS", remedy, rate);
    let remedy = "write six digits; 000001 is full taxation";
    let c_class_trib = section.required("cClassTrib", remedy, CClassTrib::parse);
    if matches!((&csosn, &cst), (Some(None), Some(None))) {
        let remedy = "write CSOSN for Simples Nacional, CST for the normal regime, or both";
        source.fault(&section.key("CST"), "is missing, and so is CSOSN", remedy);
    }
    let with_cst = matches!(cst, Some(Some(())));
    let rates = match (p_pis, p_cofins) {
        (Some(Some(p_pis)), Some(Some(p_cofins))) => {
            let is_basic = BASIC_RATES.iter().any(|(pis, cofins)| {
                (p_pis, p_cofins)
                    == (Rate::from_ten_thousandths(*pis), Rate::from_ten_thousandths(*cofins))
            });
            if !is_basic {
                let found = format!("{p_pis} with pCOFINS {p_cofins}");
                let remedy = "write 1.65 and 7.60, or 0.65 and 3.00";
                source.fault_with(&section.key("pPIS"), &found, "are no basic rates", remedy);
            }
            Some((p_pis, p_cofins))
        }
        (Some(None), Some(None)) if !with_cst => Some((Rate::ZERO, Rate::ZERO)),
        (Some(p_pis), Some(_)) => {
            let key = if p_pis.is_none() { "pPIS" } else { "pCOFINS" };
            source.fault(&section.key(key), "is missing", remedy_rates());
            None
        }
        (None, _) | (_, None) => None,
    };
    section.done();
    let (p_pis, p_cofins) = rates?;
    Some(TaxProfile {
        name: name?,
        simples: csosn?.map(SimplesRule::Plain),
        normal: cst?.map(|()| NormalRule::Taxed),
        states: Vec::new(),
        contributions: Some(ContributionRule {
            pis: (ContributionCst::Aliq("01"), p_pis),
            cofins: (ContributionCst::Aliq("01"), p_cofins),
        })
        .filter(|_| with_cst),
        ipi: None,
        c_class_trib: c_class_trib?,
        reform: ReformRule::default(),
        is: None,
    })
}

fn remedy_rates() -> &'static str {
    "write both: 1.65 and 7.60, or 0.65 and 3.00"
}
