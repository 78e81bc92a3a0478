//! `ICMSUFDest`: what the buyer's state takes (EC 87/2015, LC 190/2022, Convênio ICMS 236/2021).

use crate::domain::invoice::{Fcp, IcmsUfDest};
use crate::domain::memoria::{Named, Rule};
use crate::domain::{Money, Rate};

use super::working::{Chosen, Working, named, plus};

/// The rates, and what the base is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DifalPlan {
    pub(super) base: DifalBase,
    pub(super) p_icms_uf_dest: Chosen,
    pub(super) p_fcp: Option<Chosen>,
    pub(super) p_icms_inter: Chosen,
}

/// `vBCUFDest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DifalBase {
    /// The value of the operation: one base for buyers who are no contributors (LC 87/1996 art.
    /// 13, X and § 7), since a price to a consumer already holds the tax. The default everywhere.
    Operation,
    /// With the destination's tax inside, for a state whose row says so.
    GrossUp,
    /// Nothing: exempt and not taxed goods. The group is asked for all the same (694).
    Nothing,
}

impl DifalPlan {
    /// The plan that a note itself says; a base that is none of ours is the operation's.
    pub(super) fn of(group: &IcmsUfDest, operation: Money) -> DifalPlan {
        let chosen = |rate, rule| Chosen { rate, rule, source: String::new() };
        let grossed = operation.gross_up(group.p_icms_uf_dest);
        let base = match group.v_bc_uf_dest {
            it if it.is_zero() => DifalBase::Nothing,
            it if it == grossed && it != operation => DifalBase::GrossUp,
            _ => DifalBase::Operation,
        };
        DifalPlan {
            base,
            p_icms_uf_dest: chosen(group.p_icms_uf_dest, Rule::DifalRate),
            p_fcp: group.fcp.as_ref().map(|it| chosen(it.p_fcp, Rule::FcpRate)),
            p_icms_inter: chosen(group.p_icms_inter, Rule::IcmsRateInterstate),
        }
    }
}

/// The amounts, of the operation with the IPI in it.
pub(super) fn reckon(plan: &DifalPlan, base: Named<Money>, w: &mut Working<'_>) -> IcmsUfDest {
    let p_icms_uf_dest = w.rate("ICMSUFDest/pICMSUFDest", &plan.p_icms_uf_dest);
    let rate = named("ICMSUFDest/pICMSUFDest", p_icms_uf_dest);
    let v_bc_uf_dest = match plan.base {
        DifalBase::Operation => {
            w.sum("ICMSUFDest/vBCUFDest", &[plus(base.tag, base.value)], Rule::DifalBase)
        }
        DifalBase::GrossUp => {
            w.gross_up("ICMSUFDest/vBCUFDest", base, rate, Rule::DifalBaseGrossUp)
        }
        DifalBase::Nothing => w.given("ICMSUFDest/vBCUFDest", Money::ZERO, Rule::DifalBase),
    };
    let p_icms_inter = w.rate("ICMSUFDest/pICMSInter", &plan.p_icms_inter);
    let gap = w.rate_gap(
        "ICMSUFDest/diferencial",
        rate,
        named("ICMSUFDest/pICMSInter", p_icms_inter),
        Rule::DifalGap,
    );
    let of = named("ICMSUFDest/vBCUFDest", v_bc_uf_dest);
    let v_icms_uf_dest = w.percent(
        "ICMSUFDest/vICMSUFDest",
        of,
        named("ICMSUFDest/diferencial", gap),
        Rule::DifalValue,
    );
    // Rule 793: vFCPUFDest = vBCFCPUFDest × pFCPUFDest. Rule 876 keeps it out of ICMS00.
    let fcp = plan.p_fcp.as_ref().map(|chosen| fund(chosen, v_bc_uf_dest, w));
    IcmsUfDest { v_bc_uf_dest, fcp, p_icms_uf_dest, p_icms_inter, v_icms_uf_dest }
}

fn fund(chosen: &Chosen, v_bc: Money, w: &mut Working<'_>) -> Fcp {
    let p_fcp: Rate = w.rate("ICMSUFDest/pFCPUFDest", chosen);
    let (of, rate) =
        (named("ICMSUFDest/vBCFCPUFDest", v_bc), named("ICMSUFDest/pFCPUFDest", p_fcp));
    Fcp { v_bc, p_fcp, v_fcp: w.percent("ICMSUFDest/vFCPUFDest", of, rate, Rule::DifalFcp) }
}
