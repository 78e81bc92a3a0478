//! Which situation, and which rates.

use crate::domain::catalogue::{DesonRule, NormalRule, Product, SimplesRule, StRule};
use crate::domain::codes::Crt;
use crate::domain::invoice::{Csosn, StSn};
use crate::domain::memoria::Rule;

use super::super::rates::Rates;
use super::super::route::Route;
use super::{IcmsPlan, OwnPlan, Situation, StPlan, WithheldPlan};

/// The plan; or the key of the profile that the regime needs and lacks.
pub(in super::super) fn choose(
    product: &Product,
    crt: Crt,
    route: Route,
    rates: &Rates<'_>,
) -> Result<IcmsPlan, &'static str> {
    let way = Way { product, contributor: route.contributor, rates };
    // Rules 590 and 591: CST is for CRT 2 and 3, CSOSN for CRT 1 and 4.
    let (situation, rule) = if crt.uses_csosn() {
        way.simples(product.profile.simples.as_ref().ok_or("CSOSN")?)
    } else {
        way.normal(product.profile.normal.as_ref().ok_or("CST")?)
    };
    let source = format!("perfil {}", product.profile.name);
    Ok(IcmsPlan { orig: product.orig, situation, rule, source })
}

/// The key of the profile that the regime needs and lacks.
pub(in super::super) fn missing(product: &Product, crt: Crt) -> Option<&'static str> {
    let profile = &product.profile;
    match crt.uses_csosn() {
        true => profile.simples.is_none().then_some("CSOSN"),
        false => profile.normal.is_none().then_some("CST"),
    }
}

struct Way<'a> {
    product: &'a Product,
    contributor: bool,
    rates: &'a Rates<'a>,
}

impl Way<'_> {
    fn own(&self) -> OwnPlan {
        OwnPlan { p_icms: self.rates.own(self.product), p_fcp: self.rates.fund(self.product) }
    }

    /// Substitution is for sales that follow. A buyer who is no contributor makes none.
    fn st(&self, rule: &StRule) -> Option<StPlan> {
        if !self.contributor {
            return None;
        }
        let there = self.rates.destination(self.product, Rule::StRate);
        let p_mva_st = there.p_mva_st.or(rule.p_mva_st);
        Some(StPlan {
            base: StRule { p_mva_st, p_red_bc_st: rule.p_red_bc_st },
            p_icms_st: there.p_icms,
            p_fcp_st: there.p_fcp,
            p_icms: self.rates.own(self.product),
        })
    }

    fn withheld(&self, efet: Option<crate::domain::Rate>) -> WithheldPlan {
        let consumer = || self.rates.destination(self.product, Rule::IcmsRateInternal).p_icms;
        WithheldPlan {
            unit: self.product.withheld.clone(),
            efet: efet.map(|p_red_bc_efet| (p_red_bc_efet, consumer())),
        }
    }

    fn normal(&self, rule: &NormalRule) -> (Situation, Rule) {
        let told = |deson: &Option<DesonRule>| *deson;
        let situation = match rule {
            NormalRule::Taxed => Situation::Cst00(self.own()),
            NormalRule::TaxedSt(st) => match self.st(st) {
                Some(st) => Situation::Cst10(self.own(), st),
                None => return (Situation::Cst00(self.own()), Rule::IcmsSituationConsumer),
            },
            NormalRule::Reduced { p_red_bc, deson } => {
                Situation::Cst20(*p_red_bc, self.own(), told(deson))
            }
            NormalRule::Exempt { cst, deson } => {
                Situation::Cst40(*cst, deson.map(|deson| (self.own(), deson)))
            }
            NormalRule::Deferred { p_red_bc, p_dif } => {
                Situation::Cst51 { p_red_bc: *p_red_bc, p_dif: *p_dif, own: self.own() }
            }
            NormalRule::Withheld { efet } => Situation::Cst60(self.withheld(*efet)),
            NormalRule::ReducedSt { p_red_bc, st, deson } => match self.st(st) {
                Some(st) => Situation::Cst70(*p_red_bc, self.own(), st, told(deson)),
                None => {
                    let situation = Situation::Cst20(*p_red_bc, self.own(), told(deson));
                    return (situation, Rule::IcmsSituationConsumer);
                }
            },
            NormalRule::Other { taxed, p_red_bc, deson } => {
                let own = taxed.then(|| self.own());
                Situation::Cst90 { p_red_bc: *p_red_bc, own, deson: told(deson) }
            }
        };
        (situation, Rule::IcmsSituation)
    }

    fn simples(&self, rule: &SimplesRule) -> (Situation, Rule) {
        let situation = match rule {
            SimplesRule::Credit { p_cred_sn } if self.contributor => Situation::Sn101(*p_cred_sn),
            SimplesRule::Plain(csosn) => Situation::Sn102(*csosn),
            SimplesRule::CreditSt { p_cred_sn, st } => match self.st(st) {
                Some(st) => Situation::Sn201(*p_cred_sn, st),
                None => return consumer(Csosn::C102),
            },
            SimplesRule::PlainSt { csosn, st } => match (self.st(st), csosn) {
                (Some(st), _) => Situation::Sn202(*csosn, st),
                (None, StSn::C202) => return consumer(Csosn::C102),
                (None, StSn::C203) => return consumer(Csosn::C103),
            },
            // Rule 600.
            SimplesRule::Credit { .. } => return consumer(Csosn::C102),
            SimplesRule::Withheld { efet } => Situation::Sn500(self.withheld(*efet)),
            SimplesRule::Other { taxed, p_red_bc, p_cred_sn } => Situation::Sn900 {
                p_red_bc: *p_red_bc,
                // This group has no place for a fund.
                own: taxed.then(|| OwnPlan { p_fcp: None, ..self.own() }),
                credit: p_cred_sn.filter(|_| self.contributor),
            },
        };
        (situation, Rule::IcmsSituation)
    }
}

fn consumer(csosn: Csosn) -> (Situation, Rule) {
    (Situation::Sn102(csosn), Rule::IcmsSituationConsumer)
}
