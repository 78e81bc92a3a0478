//! `ICMS`: what the seller's own state takes of one item.
//!
//! Chosen first ([`choose()`]: the situation and its rates, from profile, regime and route), then
//! reckoned ([`reckon`]: the amounts, from the line). The same reckoning serves a note read back.

mod choose;
mod own;
mod said;
mod st;

use crate::domain::catalogue::{DesonRule, StRule, WithheldUnit};
use crate::domain::codes::Orig;
use crate::domain::invoice::{Csosn, Exempt, Icms, IcmsGroup, StSn};
use crate::domain::memoria::{Named, Rule};
use crate::domain::{Money, Quantity, Rate};

use super::working::{Chosen, Working, named};

pub(super) use choose::{choose, missing};
pub(super) use said::retell;

/// What stands in `ICMS` before there is any amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct IcmsPlan {
    pub(super) orig: Orig,
    pub(super) situation: Situation,
    /// Why this situation.
    pub(super) rule: Rule,
    /// The profile's name.
    pub(super) source: String,
}

/// The situation, with the rates that it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Situation {
    Cst00(OwnPlan),
    Cst10(OwnPlan, StPlan),
    Cst20(Rate, OwnPlan, Option<DesonRule>),
    /// With the rate that the tax not taken would have had, where it is told.
    Cst40(Exempt, Option<(OwnPlan, DesonRule)>),
    Cst51 {
        p_red_bc: Option<Rate>,
        p_dif: Rate,
        own: OwnPlan,
    },
    Cst60(WithheldPlan),
    Cst70(Rate, OwnPlan, StPlan, Option<DesonRule>),
    Cst90 {
        p_red_bc: Option<Rate>,
        own: Option<OwnPlan>,
        deson: Option<DesonRule>,
    },
    Sn101(Rate),
    Sn102(Csosn),
    Sn201(Rate, StPlan),
    Sn202(StSn, StPlan),
    Sn500(WithheldPlan),
    Sn900 {
        p_red_bc: Option<Rate>,
        own: Option<OwnPlan>,
        credit: Option<Rate>,
    },
}

/// The rates of the operation's own tax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OwnPlan {
    pub(super) p_icms: Chosen,
    /// Inside the state only (rule 876).
    pub(super) p_fcp: Option<Chosen>,
}

/// The rates of the substitution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StPlan {
    pub(super) base: StRule,
    pub(super) p_icms_st: Chosen,
    pub(super) p_fcp_st: Option<Chosen>,
    /// The rate whose tax is taken off: the operation's own, which Simples has only here
    /// (Resolução CGSN 140/2018 art. 28).
    pub(super) p_icms: Chosen,
}

/// What is told of a substitution withheld before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WithheldPlan {
    pub(super) unit: Option<WithheldUnit>,
    /// `pRedBCEfet`, and the consumer's rate.
    pub(super) efet: Option<(Rate, Chosen)>,
}

/// What the amounts are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// `vProd` + `vFrete` + `vOutro` − `vDesc` + `vIPI`: the base, since every buyer here is a
    /// final consumer (LC 87/1996 art. 13 § 2).
    pub(super) base: Named<Money>,
    pub(super) q_com: Quantity,
}

/// Of each price how much more it must be before the tax that is deducted from it: the rate of
/// that tax on the whole, with its rule; `None` where nothing is deducted.
pub(super) fn deducted_rate(plan: &IcmsPlan) -> Option<Rate> {
    match &plan.situation {
        Situation::Cst40(_, Some((own, deson))) if deson.deducted => Some(own.p_icms.rate),
        Situation::Cst20(p_red_bc, own, Some(deson))
        | Situation::Cst70(p_red_bc, own, _, Some(deson))
        | Situation::Cst90 {
            p_red_bc: Some(p_red_bc), own: Some(own), deson: Some(deson), ..
        } if deson.deducted => {
            // The part of the rate that the reduction takes away.
            Some(own.p_icms.rate.less(Rate::WHOLE.checked_sub(*p_red_bc).unwrap_or_default()))
        }
        Situation::Cst00(_)
        | Situation::Cst10(..)
        | Situation::Cst20(..)
        | Situation::Cst40(..)
        | Situation::Cst51 { .. }
        | Situation::Cst60(_)
        | Situation::Cst70(..)
        | Situation::Cst90 { .. }
        | Situation::Sn101(_)
        | Situation::Sn102(_)
        | Situation::Sn201(..)
        | Situation::Sn202(..)
        | Situation::Sn500(_)
        | Situation::Sn900 { .. } => None,
    }
}

/// The amounts.
pub(super) fn reckon(plan: &IcmsPlan, line: Line, w: &mut Working<'_>) -> Icms {
    let group = match &plan.situation {
        Situation::Cst00(own) => IcmsGroup::Cst00(own::full(own, line, w)),
        Situation::Cst10(own, st) => {
            let own = own::full(own, line, w);
            let st = st::charge(st, line, named("ICMS/vICMS", own.v_icms), w);
            IcmsGroup::Cst10 { own, st }
        }
        Situation::Cst20(p_red_bc, own, deson) => {
            let own = own::reduced(own, *p_red_bc, line, w);
            let deson = deson.map(|it| own::deson(it, own.p_icms, *p_red_bc, line, w));
            IcmsGroup::Cst20 { p_red_bc: *p_red_bc, own, deson }
        }
        Situation::Cst40(cst, deson) => {
            let deson = deson.as_ref().map(|(own, deson)| {
                let p_icms = w.rate("ICMS/pICMS", &own.p_icms);
                own::deson(*deson, p_icms, Rate::WHOLE, line, w)
            });
            IcmsGroup::Cst40 { cst: *cst, deson }
        }
        Situation::Cst51 { p_red_bc, p_dif, own } => {
            let (own, deferral) = own::deferred(own, *p_red_bc, *p_dif, line, w);
            IcmsGroup::Cst51 { p_red_bc: *p_red_bc, own, deferral }
        }
        Situation::Cst60(withheld) => IcmsGroup::Cst60(st::withheld(withheld, line, w)),
        Situation::Cst70(p_red_bc, own, st, deson) => {
            let own = own::reduced(own, *p_red_bc, line, w);
            let st = st::charge(st, line, named("ICMS/vICMS", own.v_icms), w);
            let deson = deson.map(|it| own::deson(it, own.p_icms, *p_red_bc, line, w));
            IcmsGroup::Cst70 { p_red_bc: *p_red_bc, own, st, deson }
        }
        Situation::Cst90 { p_red_bc, own, deson } => {
            let own = own.as_ref().map(|own| own::maybe_reduced(own, *p_red_bc, line, w));
            let deson = deson.zip(own.as_ref());
            let relieved = p_red_bc.unwrap_or_default();
            let deson = deson.map(|(it, own)| own::deson(it, own.p_icms, relieved, line, w));
            let p_red_bc = p_red_bc.filter(|_| own.is_some());
            IcmsGroup::Cst90 { p_red_bc, own, st: None, deson }
        }
        Situation::Sn101(p_cred_sn) => IcmsGroup::Sn101(own::credit(*p_cred_sn, line, w)),
        Situation::Sn102(csosn) => IcmsGroup::Sn102(*csosn),
        Situation::Sn201(p_cred_sn, st) => {
            let credit = own::credit(*p_cred_sn, line, w);
            IcmsGroup::Sn201 { st: st::charge_simples(st, line, w), credit }
        }
        Situation::Sn202(csosn, st) => {
            IcmsGroup::Sn202 { csosn: *csosn, st: st::charge_simples(st, line, w) }
        }
        Situation::Sn500(withheld) => IcmsGroup::Sn500(st::withheld(withheld, line, w)),
        Situation::Sn900 { p_red_bc, own, credit } => {
            let own = own.as_ref().map(|own| own::maybe_reduced(own, *p_red_bc, line, w));
            let credit = credit.map(|it| own::credit(it, line, w));
            let p_red_bc = p_red_bc.filter(|_| own.is_some());
            IcmsGroup::Sn900 { p_red_bc, own, st: None, credit }
        }
    };
    let tag = if plan.is_csosn() { "ICMS/CSOSN" } else { "ICMS/CST" };
    w.code(tag, group.code(), plan.rule, &plan.source);
    Icms { orig: plan.orig, group }
}

impl IcmsPlan {
    /// Whether nobody takes ICMS of these goods. CSOSN 103 is no such case: it frees the seller's
    /// bracket of revenue, not the goods.
    pub(super) fn is_exempt(&self) -> bool {
        matches!(self.situation, Situation::Cst40(..) | Situation::Sn102(Csosn::C300 | Csosn::C400))
    }

    fn is_csosn(&self) -> bool {
        matches!(
            self.situation,
            Situation::Sn101(_)
                | Situation::Sn102(_)
                | Situation::Sn201(..)
                | Situation::Sn202(..)
                | Situation::Sn500(_)
                | Situation::Sn900 { .. }
        )
    }
}
