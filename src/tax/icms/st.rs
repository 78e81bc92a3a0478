//! Substitution: charged for the sales that follow, or withheld by somebody before.

use crate::domain::invoice::{Efet, Fcp, ModBcSt, St, StRet, Withheld};
use crate::domain::memoria::{Named, Rule};
use crate::domain::{Money, Rate};

use super::super::working::{Chosen, Working, minus, named, plus};
use super::{Line, StPlan, WithheldPlan};

/// With the operation's own tax taken off.
pub(super) fn charge(plan: &StPlan, line: Line, own: Named<Money>, w: &mut Working<'_>) -> St {
    let (v_bc_st, p_icms_st, whole) = whole(plan, line, w);
    let terms = [plus("ICMS-ST total", whole), minus(own.tag, own.value)];
    let v_icms_st = w.sum("ICMS/vICMSST", &terms, Rule::StValue);
    let fcp_st = fund(plan.p_fcp_st.as_ref(), v_bc_st, w);
    let mod_bc_st = if plan.base.p_mva_st.is_some() { ModBcSt::Mva } else { ModBcSt::Operation };
    St {
        mod_bc_st,
        p_mva_st: plan.base.p_mva_st,
        p_red_bc_st: plan.base.p_red_bc_st,
        v_bc_st,
        p_icms_st,
        v_icms_st,
        fcp_st,
    }
}

/// Base, rate and the tax on all of it.
pub(super) fn whole(plan: &StPlan, line: Line, w: &mut Working<'_>) -> (Money, Rate, Money) {
    let base = match plan.base.p_mva_st {
        Some(p_mva_st) => {
            let margin = named("ICMS/pMVAST", p_mva_st);
            w.more("ICMS/vBCST", line.base, margin, Rule::StBase)
        }
        None => w.sum("ICMS/vBCST", &[plus(line.base.tag, line.base.value)], Rule::StBase),
    };
    let v_bc_st = match plan.base.p_red_bc_st {
        Some(p_red_bc_st) => {
            let less = named("ICMS/pRedBCST", p_red_bc_st);
            w.less("ICMS/vBCST", named("ICMS/vBCST", base), less, Rule::StBaseReduced)
        }
        None => base,
    };
    let p_icms_st = w.rate("ICMS/pICMSST", &plan.p_icms_st);
    let (of, rate) = (named("ICMS/vBCST", v_bc_st), named("ICMS/pICMSST", p_icms_st));
    let whole = w.percent("ICMS-ST total", of, rate, Rule::StWhole);
    (v_bc_st, p_icms_st, whole)
}

/// The fund's part of the substitution.
pub(super) fn fund(p_fcp_st: Option<&Chosen>, v_bc: Money, w: &mut Working<'_>) -> Option<Fcp> {
    let p_fcp = w.rate("ICMS/pFCPST", p_fcp_st?);
    let (of, rate) = (named("ICMS/vBCFCPST", v_bc), named("ICMS/pFCPST", p_fcp));
    Some(Fcp { v_bc, p_fcp, v_fcp: w.percent("ICMS/vFCPST", of, rate, Rule::StFcp) })
}

/// Simples tells no tax of its own; what is taken off is what another seller's would be
/// (Resolução CGSN 140/2018 art. 28).
pub(super) fn charge_simples(plan: &StPlan, line: Line, w: &mut Working<'_>) -> St {
    let rate = named("pICMS da operacao", w.rate("pICMS da operacao", &plan.p_icms));
    let v_icms = w.percent("vICMS da operacao", line.base, rate, Rule::StOwn);
    charge(plan, line, named("vICMS da operacao", v_icms), w)
}

/// What was withheld of each unit, so many times; and what the tax would be without.
pub(super) fn withheld(plan: &WithheldPlan, line: Line, w: &mut Working<'_>) -> Withheld {
    let ret = plan.unit.as_ref().map(|unit| {
        let quantity = named("qCom", line.q_com);
        let p_st = w.rate("ICMS/pST", &withheld_rate(unit.p_st));
        let mut times = |tag, each| w.times(tag, quantity, named(tag, each), Rule::StWithheld);
        StRet {
            v_bc_st_ret: times("ICMS/vBCSTRet", unit.v_bc_st_ret),
            p_st,
            v_icms_substituto: unit
                .v_icms_substituto
                .map(|each| times("ICMS/vICMSSubstituto", each)),
            v_icms_st_ret: times("ICMS/vICMSSTRet", unit.v_icms_st_ret),
        }
    });
    Withheld { ret, fcp_st_ret: None, efet: efet(plan, line, w) }
}

fn withheld_rate(rate: Rate) -> Chosen {
    Chosen { rate, rule: Rule::StWithheld, source: String::new() }
}

/// What the tax would be without substitution.
pub(super) fn efet(plan: &WithheldPlan, line: Line, w: &mut Working<'_>) -> Option<Efet> {
    plan.efet.as_ref().map(|(p_red_bc_efet, chosen)| {
        let less = named("ICMS/pRedBCEfet", *p_red_bc_efet);
        let v_bc_efet = w.less("ICMS/vBCEfet", line.base, less, Rule::IcmsBaseReduced);
        let p_icms_efet = w.rate("ICMS/pICMSEfet", chosen);
        let (of, rate) = (named("ICMS/vBCEfet", v_bc_efet), named("ICMS/pICMSEfet", p_icms_efet));
        let v_icms_efet = w.percent("ICMS/vICMSEfet", of, rate, Rule::IcmsValue);
        Efet { p_red_bc_efet: *p_red_bc_efet, v_bc_efet, p_icms_efet, v_icms_efet }
    })
}
