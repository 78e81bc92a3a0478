//! Substitution: charged for the sales that follow, or withheld by somebody before.

use crate::domain::Money;
use crate::domain::invoice::{Efet, Fcp, ModBcSt, St, StRet, Withheld};
use crate::domain::memoria::Rule;

use super::super::working::{Working, minus, named, plus};
use super::{Line, StPlan, WithheldPlan};

const WHOLE: &str = "vOper";

/// With the operation's own tax taken off.
pub(super) fn charge(plan: &StPlan, line: Line, v_icms: Money, w: &mut Working<'_>) -> St {
    let base = match plan.base.p_mva_st {
        Some(p_mva_st) => {
            let margin = named("ICMS/pMVAST", p_mva_st);
            w.more("ICMS/vBCST", named(WHOLE, line.base), margin, Rule::StBase)
        }
        None => w.sum("ICMS/vBCST", &[plus(WHOLE, line.base)], Rule::StBase),
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
    let terms = [plus("ICMS-ST total", whole), minus("ICMS/vICMS", v_icms)];
    // Rule 533.
    let v_icms_st = w.sum("ICMS/vICMSST", &terms, Rule::StValue);
    let fcp_st = plan.p_fcp_st.as_ref().map(|chosen| {
        let p_fcp = w.rate("ICMS/pFCPST", chosen);
        let (of, rate) = (named("ICMS/vBCFCPST", v_bc_st), named("ICMS/pFCPST", p_fcp));
        Fcp { v_bc: v_bc_st, p_fcp, v_fcp: w.percent("ICMS/vFCPST", of, rate, Rule::StFcp) }
    });
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

/// Simples tells no tax of its own; what is taken off is what another seller's would be
/// (Resolução CGSN 140/2018 art. 28).
pub(super) fn charge_simples(plan: &StPlan, line: Line, w: &mut Working<'_>) -> St {
    let p_icms = w.rate("ICMS/pICMS", &plan.p_icms);
    let (base, rate) = (named(WHOLE, line.base), named("ICMS/pICMS", p_icms));
    let v_icms = w.percent("ICMS/vICMS", base, rate, Rule::StWhole);
    charge(plan, line, v_icms, w)
}

/// What was withheld of each unit, so many times; and what the tax would be without.
pub(super) fn withheld(plan: &WithheldPlan, line: Line, w: &mut Working<'_>) -> Withheld {
    let ret = plan.unit.as_ref().map(|unit| {
        let quantity = named("qCom", line.q_com);
        let mut times = |tag, each| w.times(tag, quantity, named(tag, each), Rule::StWithheld);
        StRet {
            v_bc_st_ret: times("ICMS/vBCSTRet", unit.v_bc_st_ret),
            p_st: unit.p_st,
            v_icms_substituto: unit
                .v_icms_substituto
                .map(|each| times("ICMS/vICMSSubstituto", each)),
            v_icms_st_ret: times("ICMS/vICMSSTRet", unit.v_icms_st_ret),
        }
    });
    let efet = plan.efet.as_ref().map(|(p_red_bc_efet, chosen)| {
        let less = named("ICMS/pRedBCEfet", *p_red_bc_efet);
        let v_bc_efet =
            w.less("ICMS/vBCEfet", named(WHOLE, line.base), less, Rule::IcmsBaseReduced);
        let p_icms_efet = w.rate("ICMS/pICMSEfet", chosen);
        let (of, rate) = (named("ICMS/vBCEfet", v_bc_efet), named("ICMS/pICMSEfet", p_icms_efet));
        let v_icms_efet = w.percent("ICMS/vICMSEfet", of, rate, Rule::IcmsValue);
        Efet { p_red_bc_efet: *p_red_bc_efet, v_bc_efet, p_icms_efet, v_icms_efet }
    });
    Withheld { ret, fcp_st_ret: None, efet }
}
