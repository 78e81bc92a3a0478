//! The states' rates on the way of one sale: each from the profile where it says one, else from
//! the table of all goods.

use jiff::civil::Date;

use crate::domain::catalogue::{Product, StateRule};
use crate::domain::memoria::Rule;
use crate::domain::{Code, Fault, Rate, Step, Uf};

use super::law::Day;
use super::route::Route;
use super::rules::{DifalBase, Interstate, Row, State};
use super::working::Chosen;

/// What the tables say of both ends of the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rates<'a> {
    route: Route,
    day: Date,
    from: &'a Row<State>,
    to: &'a Row<State>,
    /// Between the two; `None` inside one state.
    between: Option<&'a Row<Interstate>>,
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

impl<'a> Rates<'a> {
    /// The rates of this way on this day; a fault for each end that the tables do not know.
    pub(super) fn of(route: Route, law: Day<'a>, faults: &mut Vec<Fault>) -> Option<Rates<'a>> {
        let Day { day, rules, .. } = law;
        let (from, to) = (rules.internal(route.from, day), rules.internal(route.to, day));
        let between = rules.interstate(route.from, route.to, day);
        if from.is_none() {
            let fault = Fault::new(Code::TaxRateUnknown, Step::Draft, "emit.UF");
            faults.push(fault.value(route.from));
        }
        if to.is_none() && route.from != route.to {
            let field = "ShippingAddress.StateOrRegion";
            let fault = Fault::new(Code::TaxRateUnknown, Step::Draft, field);
            faults.push(fault.personal(route.to));
        }
        if route.from != route.to && between.is_none() {
            let fault = Fault::new(Code::TaxRateUnknown, Step::Draft, "emit.UF");
            faults.push(fault.value(route.from).detail("icms_interstate.tsv"));
            return None;
        }
        Some(Rates { route, day, from: from?, to: to?, between })
    }

    /// `pICMS` of the operation itself.
    pub(super) fn own(&self, product: &Product) -> Chosen {
        let Route { from, to, .. } = self.route;
        let Some(row) = self.between else {
            return self.internal(product, from, self.from, Rule::IcmsRateInternal);
        };
        let (rate, rule) = match product.orig.is_imported() {
            true => (row.is.p_icms_imported, Rule::IcmsRateImported),
            false => (row.is.p_icms, Rule::IcmsRateInterstate),
        };
        let source = format!("{from} - {to}, orig {}: {}", product.orig, row.source);
        Chosen { rate, rule, source }
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
        self.to.is.difal_base == DifalBase::GrossUpInternal
    }

    /// The profile's rule for a state.
    pub(super) fn rule<'p>(&self, product: &'p Product, uf: Uf) -> Option<&'p StateRule> {
        product.profile.state(uf, self.day)
    }

    fn internal(&self, product: &Product, uf: Uf, table: &Row<State>, rule: Rule) -> Chosen {
        match self.rule(product, uf).and_then(|it| it.p_icms) {
            Some(rate) => Chosen { rate, rule, source: of_profile(product, uf) },
            None => Chosen { rate: table.is.p_icms, rule, source: of_table(uf, table) },
        }
    }

    fn general_fund(&self, product: &Product, uf: Uf, table: &Row<State>) -> Option<Chosen> {
        let (rate, source) = match self.rule(product, uf).and_then(|it| it.p_fcp) {
            Some(rate) => (rate, of_profile(product, uf)),
            None => (table.is.p_fcp, of_table(uf, table)),
        };
        (!rate.is_zero()).then_some(Chosen { rate, rule: Rule::FcpRate, source })
    }
}

fn of_profile(product: &Product, uf: Uf) -> String {
    format!("perfil {}, {uf}", product.profile.name)
}

fn of_table(uf: Uf, row: &Row<State>) -> String {
    format!("icms_uf.tsv, {uf}: {}", row.source)
}

#[cfg(test)]
mod tests {
    use super::super::draft;
    use super::super::sample::*;
    use super::*;
    use crate::domain::Emission;
    use crate::domain::catalogue::Catalogue;
    use crate::domain::codes::Crt;

    /// A figure by a state's table names the table and the state; one of the profile names that.
    #[test]
    fn a_rate_tells_where_it_stands() {
        let source = |catalogue: &Catalogue| {
            let drafted = draft(
                &shipment(),
                &seller(Crt::Normal),
                catalogue,
                law(),
                now(),
                &Emission::Normal,
            );
            let figures = drafted.unwrap().memoria.figures;
            figures.into_iter().find(|it| it.tag == "ICMS/pICMS").unwrap().source
        };
        let mut catalogue = catalogue();
        let of_table = source(&catalogue);
        assert!(of_table.starts_with("icms_uf.tsv, SP: ") && of_table.len() > 20, "{of_table}");
        let profile = &mut catalogue.products.get_mut("SKU-A").unwrap().profile;
        profile.states.push(StateRule {
            uf: Uf::Sp,
            valid_from: None,
            valid_to: None,
            p_icms: Rate::parse("12").ok(),
            p_fcp: None,
            p_mva_st: None,
            c_benef: None,
        });
        assert_eq!(source(&catalogue), "perfil full, SP");
    }
}
