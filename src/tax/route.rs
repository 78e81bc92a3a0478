//! From where to where, for whom, and when: what decides which rules and rates apply.

use jiff::civil::{Date, date};

use crate::domain::catalogue::Product;
use crate::domain::codes::{Cfop, Crt};
use crate::domain::seller::Establishment;
use crate::domain::{Code, Fault, Step, Uf};

use super::icms::{self, Internal};
use super::parties::Buyer;

/// The first day that our rules do not know: PIS and COFINS end and CBS becomes real (ADCT art.
/// 126, II; LC 214/2025 arts. 347 and 542), at rates that are not published.
const RULES_UNTIL: Date = date(2027, 1, 1);

/// `indFinal` of a contributor. Amazon sells at retail and does not say what for; 1 claims none
/// of the reductions that go with resale. (Of everybody else it is 1 by rule 696.)
pub(super) const CONTRIBUTOR_IS_FINAL: bool = true;

/// Where the goods go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) from: Uf,
    pub(super) to: Uf,
    pub(super) contributor: bool,
}

/// What the seller's regime needs to know of the states on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rates {
    /// Simples: nothing.
    Simples,
    /// Inside one state.
    Internal(Internal),
    /// To another state; `difal` with that state's rates, when the buyer is no contributor.
    Interstate {
        /// The destination's rates.
        difal: Option<Internal>,
    },
}

/// Whether our rules know this day.
pub(super) fn day(day: Date, faults: &mut Vec<Fault>) -> Option<Date> {
    if day >= RULES_UNTIL {
        faults.push(Fault::new(Code::TaxRulesUnknown, Step::Draft, "dhEmi").value(day));
        return None;
    }
    Some(day)
}

impl Route {
    /// The route, when both ends are known.
    pub(super) fn of(establishment: &Establishment, buyer: &Buyer) -> Option<Route> {
        let (from, to) = (establishment.uf(), buyer.uf?);
        // Inside one state nothing depends on who the buyer is.
        let contributor = buyer.contributor.or((from == to).then_some(false))?;
        Some(Route { from, to, contributor })
    }

    /// `idDest`.
    pub(super) fn id_dest(self) -> u8 {
        if self.from == self.to { 1 } else { 2 }
    }

    /// `indFinal`.
    pub(super) fn ind_final(self) -> bool {
        !self.contributor || CONTRIBUTOR_IS_FINAL
    }

    /// `CFOP`, and the product file's column that it is from (nfe.md 1.15).
    pub(super) fn cfop(self, product: &Product) -> (&'static str, Cfop) {
        match (self.id_dest(), self.contributor) {
            (1, _) => ("cfop_interno", product.cfop_internal),
            (_, true) => ("cfop_interestadual_contribuinte", product.cfop_interstate_contributor),
            (_, false) => ("cfop_interestadual", product.cfop_interstate),
        }
    }

    /// The rates on the way.
    pub(super) fn rates(self, crt: Crt, day: Date, faults: &mut Vec<Fault>) -> Option<Rates> {
        match crt.uses_csosn() {
            true => Some(Rates::Simples),
            false if self.id_dest() == 1 => {
                let fault = |code| Fault::new(code, Step::Draft, "emit.UF").value(self.from);
                let Some(rates) = icms::internal(self.from, day) else {
                    faults.push(fault(Code::TaxRateUnknown));
                    return None;
                };
                if !rates.p_fcp.is_zero() {
                    // Such a state adds its fund to the sale inside it (vFCP of ICMS00): a rule
                    // that is not here yet.
                    faults.push(fault(Code::TaxRulesUnknown).detail("pFCP"));
                    return None;
                }
                Some(Rates::Internal(rates))
            }
            false if self.contributor => Some(Rates::Interstate { difal: None }),
            false => {
                let difal = icms::internal(self.to, day);
                if difal.is_none() {
                    let field = "ShippingAddress.StateOrRegion";
                    let fault = Fault::new(Code::TaxRateUnknown, Step::Draft, field);
                    faults.push(fault.personal(self.to));
                }
                difal.map(|it| Rates::Interstate { difal: Some(it) })
            }
        }
    }
}
