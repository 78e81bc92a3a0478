//! `[[tax_profile]]`: how goods are taxed, under names that the product file uses.
//!
//! | key | |
//! | --- | --- |
//! | `name` | 1 to 60 characters, what column `perfil` of the product file says. Mandatory |
//! | `CSOSN` | for Simples Nacional and MEI: 101, 102, 103, 201, 202, 203, 300, 400, 500, 900 |
//! | `CST` | for the normal regime, and Simples above the state's limit: 00, 10, 20, 40, 41, 50, 51, 60, 70, 90 |
//! | `pCredSN` | with CSOSN 101 and 201; may stand with 900 |
//! | `pRedBC` | with CST 20 and 70; may stand with CST 51, 90 and CSOSN 900 |
//! | `pDif` | with CST 51: 100 defers all |
//! | `pMVAST`, `pRedBCST` | may stand with CST 10, 70 and CSOSN 201, 202, 203; without `pMVAST` the base is the operation |
//! | `motDesICMS` | may stand with CST 20, 40, 41, 50, 70, 90: then `vICMSDeson` is told |
//! | `indDeduzDeson` | with `motDesICMS`: the price was lowered by that tax. Default false |
//! | `pRedBCEfet` | may stand with CST 60 and CSOSN 500: then `vBCEfet` is told; `"0"` without a reduction |
//! | `taxed` | with CST 90 and CSOSN 900: whether the operation's own tax is told. Default false |
//! | `CST_PIS`, `CST_COFINS` | 01, 02, 04 to 09, 49, 99, with `CST`. Default 01 |
//! | `pPIS`, `pCOFINS` | with CST 01 and 02; may stand with 49 and 99 |
//! | `CST_IPI`, `pIPI`, `cEnq` | who makes or imports the goods: 50 and 99 with `pIPI`, 51 to 55 without; `cEnq` is 999 by default. IPI is inside Amazon's price |
//! | `cClassTrib` | classification of IBS and CBS, six digits. Mandatory: a default would tax |
//! | `pDifIBSCBS` | with a class that is deferred |
//! | `adRemIBS`, `adRemCBS` | with a monophase class: reais for each unit |
//! | `cClassTribReg` | with a class under a condition (`gTribRegular`) |
//! | `cClassTribIS`, `pIS` | Imposto Seletivo |
//!
//! and `[[tax_profile.uf]]`, what one state wants of such goods over the table of all goods: `UF`,
//! `valid_from` and `valid_to` (both days included), `pICMS`, `pFCP`, `pMVAST`, `cBenef`.

mod contributions;
mod icms;
mod state;

use std::collections::BTreeMap;

use super::net::decimal_point;
use super::section::Section;
use super::words;
use crate::domain::Rate;
use crate::domain::catalogue::{IpiCst, IpiRule, IsRule, ReformRule, TaxProfile};
use crate::domain::codes::{CClassTrib, CEnq};

const RATE_REMEDY: &str =
    "write per cent in quotes, as in \"1.65\": a float cannot hold it exactly";
const CLASS_REMEDY: &str = "write six digits; 000001 is full taxation";

/// Reads all profiles.
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
    let name =
        section.required("name", "write 1 to 60 characters", |text| words::exact(text, 1, 60));
    let (icms, has_cst) = icms::read(&mut section);
    let contributions = contributions::read(&mut section, has_cst);
    let ipi = read_ipi(&mut section);
    let c_class_trib = section.required("cClassTrib", CLASS_REMEDY, CClassTrib::parse);
    let reform = read_reform(&mut section);
    let is = read_is(&mut section);
    let states = state::read(section.sections("uf"));
    section.done();
    let icms = icms?;
    Some(TaxProfile {
        name: name?,
        simples: icms.simples,
        normal: icms.normal,
        states: states?,
        contributions: contributions?,
        ipi: ipi?,
        c_class_trib: c_class_trib?,
        reform: reform?,
        is: is?,
    })
}

/// Per cent, with a point or a comma.
fn rate(section: &mut Section<'_>, key: &str) -> Option<Option<Rate>> {
    section.optional(key, RATE_REMEDY, |text| Rate::parse(&decimal_point(text)))
}

/// A key that stands where nothing reads it.
fn stray(section: &Section<'_>, key: &str, belongs: &str) {
    let remedy = format!("it belongs to {belongs}: take it out, or change those");
    section.source().fault(&section.key(key), "has no meaning here", &remedy);
}

fn read_ipi(section: &mut Section<'_>) -> Option<Option<IpiRule>> {
    let trib = |text: &str| ["50", "99"].into_iter().find(|it| *it == text);
    let nt = |text: &str| ["51", "52", "53", "54", "55"].into_iter().find(|it| *it == text);
    let cst = section.optional("CST_IPI", "write 50 to 55, or 99", |text| {
        let known = trib(text).is_some() || nt(text).is_some();
        if known { Ok(text.to_owned()) } else { Err("is no CST of IPI for goods that leave") }
    });
    let p_ipi = rate(section, "pIPI");
    let c_enq = section.optional("cEnq", "write three digits, as in 999", CEnq::parse);
    let (cst, p_ipi, c_enq) = (cst?, p_ipi?, c_enq?);
    let Some(cst) = cst else {
        for (key, there) in [("pIPI", p_ipi.is_some()), ("cEnq", c_enq.is_some())] {
            if there {
                stray(section, key, "CST_IPI");
            }
        }
        return Some(None);
    };
    let tax = match (trib(&cst), nt(&cst), p_ipi) {
        (Some(cst), _, Some(p_ipi)) => IpiCst::Trib(cst, p_ipi),
        (Some(_), _, None) => {
            section.missing("pIPI", RATE_REMEDY);
            return None;
        }
        (None, _, Some(_)) => {
            stray(section, "pIPI", "CST_IPI 50 and 99");
            return None;
        }
        (None, cst, None) => IpiCst::Nt(cst?),
    };
    let c_enq = c_enq.or_else(|| CEnq::parse("999").ok())?;
    Some(Some(IpiRule { c_enq, tax }))
}

fn read_reform(section: &mut Section<'_>) -> Option<ReformRule> {
    let p_dif = rate(section, "pDifIBSCBS");
    let ad_rem_ibs = rate(section, "adRemIBS");
    let ad_rem_cbs = rate(section, "adRemCBS");
    let regular = section.optional("cClassTribReg", CLASS_REMEDY, CClassTrib::parse);
    let ad_rem = match (ad_rem_ibs?, ad_rem_cbs?) {
        (Some(ibs), Some(cbs)) => Some((ibs, cbs)),
        (None, None) => None,
        (found, _) => {
            let lacks = if found.is_none() { "adRemIBS" } else { "adRemCBS" };
            section.missing(lacks, "write both, reais for each unit");
            return None;
        }
    };
    Some(ReformRule { p_dif: p_dif?, ad_rem, regular: regular? })
}

fn read_is(section: &mut Section<'_>) -> Option<Option<IsRule>> {
    let class = section.optional("cClassTribIS", CLASS_REMEDY, CClassTrib::parse);
    let p_is = rate(section, "pIS");
    match (class?, p_is?) {
        (Some(c_class_trib_is), p_is) => Some(Some(IsRule { c_class_trib_is, p_is })),
        (None, None) => Some(None),
        (None, Some(_)) => {
            stray(section, "pIS", "cClassTribIS");
            None
        }
    }
}
