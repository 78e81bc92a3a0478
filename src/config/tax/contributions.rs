//! PIS and COFINS of a profile.

use super::super::section::Section;
use super::{RATE_REMEDY, rate, stray};
use crate::domain::Rate;
use crate::domain::catalogue::{ContributionCst, ContributionRule};

/// CST 01 is the basic rate, and there are two: Leis 10.637 and 10.833 (real), Lei 9.718
/// (presumido). In ten-thousandths of a percent: (pPIS, pCOFINS).
const BASIC_RATES: [(i64, i64); 2] = [(16_500, 76_000), (6_500, 30_000)];
const CST_REMEDY: &str = "write 01, 02, 04 to 09, 49 or 99";

/// `Some(None)` without `CST`: Simples says nothing but zeros. `None`: wrong.
pub(super) fn read(section: &mut Section<'_>, has_cst: bool) -> Option<Option<ContributionRule>> {
    let mut cst = |key| {
        section.optional(key, CST_REMEDY, |text| {
            ContributionCst::parse(text).ok_or("is no CST of PIS and COFINS for a sale")
        })
    };
    let (cst_pis, cst_cofins) = (cst("CST_PIS"), cst("CST_COFINS"));
    let (p_pis, p_cofins) = (rate(section, "pPIS"), rate(section, "pCOFINS"));
    let (cst_pis, cst_cofins, p_pis, p_cofins) = (cst_pis?, cst_cofins?, p_pis?, p_cofins?);
    if !has_cst {
        let found = [
            ("CST_PIS", cst_pis.is_some()),
            ("CST_COFINS", cst_cofins.is_some()),
            ("pPIS", p_pis.is_some()),
            ("pCOFINS", p_cofins.is_some()),
        ];
        for (key, there) in found {
            if there {
                stray(section, key, "CST, the normal regime");
            }
        }
        return Some(None);
    }
    let basic = ContributionCst::Aliq("01");
    let pis = one(section, "pPIS", cst_pis.unwrap_or(basic), p_pis);
    let cofins = one(section, "pCOFINS", cst_cofins.unwrap_or(basic), p_cofins);
    let (pis, cofins) = (pis?, cofins?);
    if pis.0 == basic && cofins.0 == basic && !is_basic(pis.1, cofins.1) {
        let found = format!("{} with pCOFINS {}", pis.1, cofins.1);
        let remedy = "write 1.65 and 7.60, or 0.65 and 3.00; other rates are CST 02";
        let problem = "are no basic rates";
        section.source().fault_with(&section.key("pPIS"), &found, problem, remedy);
        return None;
    }
    Some(Some(ContributionRule { pis, cofins }))
}

fn is_basic(p_pis: Rate, p_cofins: Rate) -> bool {
    BASIC_RATES.iter().any(|(pis, cofins)| {
        (p_pis, p_cofins) == (Rate::from_ten_thousandths(*pis), Rate::from_ten_thousandths(*cofins))
    })
}

fn one(
    section: &Section<'_>,
    key: &str,
    cst: ContributionCst,
    rate: Option<Rate>,
) -> Option<(ContributionCst, Rate)> {
    match (cst, rate) {
        (ContributionCst::Aliq(_), Some(rate)) if !rate.is_zero() => Some((cst, rate)),
        (ContributionCst::Aliq(_), Some(_)) => {
            let remedy = "write the rate, or a CST of 04 to 09";
            section.source().fault(&section.key(key), "is nothing with CST 01 or 02", remedy);
            None
        }
        (ContributionCst::Aliq(_), None) => {
            section.missing(key, RATE_REMEDY);
            None
        }
        (ContributionCst::Nt(_), None) => Some((cst, Rate::ZERO)),
        (ContributionCst::Nt(_), Some(_)) => {
            stray(section, key, "CST 01, 02, 49 and 99");
            None
        }
        (ContributionCst::Outr(_), rate) => Some((cst, rate.unwrap_or_default())),
    }
}
