//! `PIS` and `COFINS`, due until 2026-12-31 (ADCT art. 126, II; LC 214/2025 art. 542); the groups
//! must be there (rules 745 and 748).

use crate::domain::catalogue::TaxProfile;
use crate::domain::codes::Crt;
use crate::domain::invoice::Contribution;
use crate::domain::{Money, Rate};

/// The column that the regime needs and the profile lacks: CST 01 without a rate is a
/// contradiction, exempt goods have a CST of their own.
pub(super) fn missing(profile: &TaxProfile, crt: Crt) -> Vec<&'static str> {
    match crt.uses_csosn() {
        true => Vec::new(),
        false => [("pPIS", profile.p_pis), ("pCOFINS", profile.p_cofins)]
            .into_iter()
            .filter(|(_, rate)| rate.is_zero())
            .map(|(column, _)| column)
            .collect(),
    }
}

/// `PISOutr`, `COFINSOutr` for Simples: CST 49, nothing but zeros, since DAS holds both.
pub(super) fn simples() -> Contribution {
    Contribution::Outr { cst: "49", v_bc: Money::ZERO, rate: Rate::ZERO, value: Money::ZERO }
}

/// `PISAliq`, `COFINSAliq`: CST 01.
pub(super) fn aliq(v_bc: Money, rate: Rate) -> Contribution {
    Contribution::Aliq { cst: "01", v_bc, rate, value: v_bc.percent(rate) }
}

/// The base: the operation without the ICMS in it, where the seller says so (STF, Tema 69).
pub(super) fn base(v_item: Money, v_icms: Money, icms_out: bool) -> Money {
    if icms_out { v_item.or_zero_sub(v_icms) } else { v_item }
}
