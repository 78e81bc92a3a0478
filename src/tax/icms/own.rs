//! The operation's own tax: base, rate, value, and what is put off, not taken, or passed on.

use crate::domain::catalogue::DesonRule;
use crate::domain::invoice::{Deferral, Deson, Fcp, Own, SnCredit};
use crate::domain::memoria::Rule;
use crate::domain::{Money, Rate};

use super::super::working::{Working, minus, named, plus};
use super::{Line, OwnPlan};

/// Of the whole operation.
pub(super) fn full(plan: &OwnPlan, line: Line, w: &mut Working<'_>) -> Own {
    let v_bc = w.sum("ICMS/vBC", &[plus(line.base.tag, line.base.value)], Rule::IcmsBase);
    of_base(plan, v_bc, w)
}

/// Of a reduced base.
pub(super) fn reduced(plan: &OwnPlan, p_red_bc: Rate, line: Line, w: &mut Working<'_>) -> Own {
    let (base, less) = (line.base, named("ICMS/pRedBC", p_red_bc));
    let v_bc = w.less("ICMS/vBC", base, less, Rule::IcmsBaseReduced);
    of_base(plan, v_bc, w)
}

/// Of the base, reduced or whole.
pub(super) fn maybe_reduced(
    plan: &OwnPlan,
    p_red_bc: Option<Rate>,
    line: Line,
    w: &mut Working<'_>,
) -> Own {
    match p_red_bc {
        Some(p_red_bc) => reduced(plan, p_red_bc, line, w),
        None => full(plan, line, w),
    }
}

fn of_base(plan: &OwnPlan, v_bc: Money, w: &mut Working<'_>) -> Own {
    let p_icms = w.rate("ICMS/pICMS", &plan.p_icms);
    let (base, rate) = (named("ICMS/vBC", v_bc), named("ICMS/pICMS", p_icms));
    // Rule 528.
    let v_icms = w.percent("ICMS/vICMS", base, rate, Rule::IcmsValue);
    Own { v_bc, p_icms, v_icms, fcp: fund(plan, v_bc, w) }
}

fn fund(plan: &OwnPlan, v_bc: Money, w: &mut Working<'_>) -> Option<Fcp> {
    let chosen = plan.p_fcp.as_ref()?;
    let p_fcp = w.rate("ICMS/pFCP", chosen);
    let (base, rate) = (named("ICMS/vBCFCP", v_bc), named("ICMS/pFCP", p_fcp));
    Some(Fcp { v_bc, p_fcp, v_fcp: w.percent("ICMS/vFCP", base, rate, Rule::FcpValue) })
}

/// CST 51: the whole tax, what is put off, what is left.
pub(super) fn deferred(
    plan: &OwnPlan,
    p_red_bc: Option<Rate>,
    p_dif: Rate,
    line: Line,
    w: &mut Working<'_>,
) -> (Own, Deferral) {
    let v_bc = match p_red_bc {
        Some(p_red_bc) => {
            let (base, less) = (line.base, named("ICMS/pRedBC", p_red_bc));
            w.less("ICMS/vBC", base, less, Rule::IcmsBaseReduced)
        }
        None => w.sum("ICMS/vBC", &[plus(line.base.tag, line.base.value)], Rule::IcmsBase),
    };
    let p_icms = w.rate("ICMS/pICMS", &plan.p_icms);
    let (base, rate) = (named("ICMS/vBC", v_bc), named("ICMS/pICMS", p_icms));
    let v_icms_op = w.percent("ICMS/vICMSOp", base, rate, Rule::IcmsValueWhole);
    let whole = named("ICMS/vICMSOp", v_icms_op);
    let part = named("ICMS/pDif", p_dif);
    let v_icms_dif = w.percent("ICMS/vICMSDif", whole, part, Rule::IcmsValueDeferred);
    let terms = [plus("ICMS/vICMSOp", v_icms_op), minus("ICMS/vICMSDif", v_icms_dif)];
    let v_icms = w.sum("ICMS/vICMS", &terms, Rule::IcmsValueDue);
    let own = Own { v_bc, p_icms, v_icms, fcp: fund(plan, v_bc, w) };
    (own, Deferral { v_icms_op, p_dif, v_icms_dif })
}

/// What is not taken: the tax on the part of the operation that the relief takes away. It is
/// rounded once, and so comes back to what the buyer paid where it was taken off the price.
pub(super) fn deson(
    rule: DesonRule,
    p_icms: Rate,
    relieved: Rate,
    line: Line,
    w: &mut Working<'_>,
) -> Deson {
    let whole = named("ICMS/pICMS", p_icms);
    let rate = match Rate::WHOLE.checked_sub(relieved).filter(|it| !it.is_zero()) {
        Some(taxed) => {
            let taxed = named("parte tributada", taxed);
            let tag = "aliquota da desoneracao";
            named(tag, w.rate_less(tag, whole, taxed, Rule::IcmsDeson))
        }
        None => whole,
    };
    let v_icms = w.percent("ICMS/vICMSDeson", line.base, rate, Rule::IcmsDeson);
    Deson { v_icms, mot_des_icms: rule.mot_des_icms, deducted: rule.deducted }
}

/// What the buyer may take.
pub(super) fn credit(p_cred_sn: Rate, line: Line, w: &mut Working<'_>) -> SnCredit {
    let (base, rate) = (line.base, named("ICMS/pCredSN", p_cred_sn));
    let v_cred_icms_sn = w.percent("ICMS/vCredICMSSN", base, rate, Rule::SimplesCredit);
    SnCredit { p_cred_sn, v_cred_icms_sn }
}
