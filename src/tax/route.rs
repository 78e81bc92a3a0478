//! From where to where, for whom, and when: what decides which rules and rates apply.

use crate::domain::Uf;
use crate::domain::catalogue::Product;
use crate::domain::codes::Cfop;
use crate::domain::seller::Establishment;

use super::parties::Buyer;

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
}
