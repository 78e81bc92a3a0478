//! The states' rates on the way of one sale: each from the profile where it says one, else from
//! the table of all goods.

use jiff::civil::Date;

use crate::domain::catalogue::{Product, StateRule};
use crate::domain::memoria::Rule;
use crate::domain::{Code, Fault, Rate, Step, Uf};

use super::route::Route;
use super::states::{self, State};
use super::working::Chosen;

/// What the tables say of both ends of the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rates {
    route: Route,
    day: Date,
    from: State,
    to: State,
}

/// What the destination takes of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Destination {
    /// `pICMSUFDest`, `pICMSST`.
    pub(super) p_icms: Chosen,
    /// `pFCPUFDest`, `pFCPST`.
    pub(super) p_fcp: Option<Chosen>,
    /// `pMVAST` that this state wants.
    pub(super) p_mva_st: Option<Rate>,
}

impl Rates {
    /// The rates of this way on this day; a fault for each end that the tables do not know.
    pub(super) fn of(route: Route, day: Date, faults: &mut Vec<Fault>) -> Option<Rates> {
        let (from, to) = (states::internal(route.from, day), states::internal(route.to, day));
        if from.is_none() {
            let fault = Fault::new(Code::TaxRateUnknown, Step::Draft, "emit.UF");
            faults.push(fault.value(route.from));
        }
        if to.is_none() && route.from != route.to {
            let field = "ShippingAddress.StateOrRegion";
            let fault = Fault::new(Code::TaxRateUnknown, Step::Draft, field);
            faults.push(fault.personal(route.to));
        }
        Some(Rates { route, day, from: from?, to: to? })
    }

    /// `pICMS` of the operation itself.
    pub(super) fn own(&self, product: &Product) -> Chosen {
        let Route { from, to, .. } = self.route;
        if from == to {
            return self.internal(product, from, self.from, Rule::IcmsRateInternal);
        }
        let rate = states::interstate(from, to, product.orig);
        let rule = if product.orig.is_imported() {
            Rule::IcmsRateImported
        } else {
            Rule::IcmsRateInterstate
        };
        Chosen { rate, rule, source: format!("{from} - {to}, orig {}", product.orig) }
    }

    /// `pFCP`: the fund of a state whose goods stay inside it.
    pub(super) fn fund(&self, product: &Product) -> Option<Chosen> {
        (self.route.from == self.route.to)
            .then(|| self.general_fund(product, self.route.from, self.from))
            .flatten()
    }

    /// What the destination takes.
    pub(super) fn destination(&self, product: &Product, rule: Rule) -> Destination {
        let to = self.route.to;
        Destination {
            p_icms: self.internal(product, to, self.to, rule),
            p_fcp: self.general_fund(product, to, self.to),
            p_mva_st: self.rule(product, to).and_then(|it| it.p_mva_st),
        }
    }

    /// Whether the destination wants its tax inside the base of the DIFAL.
    pub(super) fn grosses_up(&self) -> bool {
        self.to.gross_up
    }

    /// The profile's rule for a state.
    pub(super) fn rule<'a>(&self, product: &'a Product, uf: Uf) -> Option<&'a StateRule> {
        product.profile.state(uf, self.day)
    }

    fn internal(&self, product: &Product, uf: Uf, table: State, rule: Rule) -> Chosen {
        match self.rule(product, uf).and_then(|it| it.p_icms) {
            Some(rate) => Chosen { rate, rule, source: of_profile(product, uf) },
            None => Chosen { rate: table.p_icms, rule, source: of_table(uf) },
        }
    }

    fn general_fund(&self, product: &Product, uf: Uf, table: State) -> Option<Chosen> {
        let (rate, source) = match self.rule(product, uf).and_then(|it| it.p_fcp) {
            Some(rate) => (rate, of_profile(product, uf)),
            None => (table.p_fcp, of_table(uf)),
        };
        (!rate.is_zero()).then_some(Chosen { rate, rule: Rule::FcpRate, source })
    }
}

fn of_profile(product: &Product, uf: Uf) -> String {
    format!("perfil {}, {uf}", product.profile.name)
}

fn of_table(uf: Uf) -> String {
    format!("icms_uf.tsv, {uf}")
}
