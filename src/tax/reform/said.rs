//! `IS` and `IBSCBS` of a note that was read back, by its own classes and rates.

use crate::domain::catalogue::IsRule;
use crate::domain::invoice::{Det, GIbsCbs, IbsCbsGroup, Levy, TribRegular};
use crate::domain::memoria::{Rule, Term};
use crate::domain::{Money, Quantity, Rate};

use super::super::rules::IbsCbsBase;
use super::super::working::{Working, named};
use super::tags::{CBS, MUN, Tags, UF};
use super::{Taken, V_BC, Wanted, base, levy, mono, selective};

/// Tells both groups; `taxes` are taken off the base where the note did so.
pub(in super::super) fn retell(
    det: &Det,
    (v_oper, q_com): (Money, Quantity),
    taxes: &[Term],
    w: &mut Working<'_>,
) {
    let is = det.is.as_ref().map(|it| {
        let p_is = it.tax.as_ref().map(|tax| tax.p_is);
        selective(&IsRule { c_class_trib_is: it.c_class_trib_is.clone(), p_is }, v_oper, w)
    });
    let v_is = is.and_then(|it| it.tax).map_or(Money::ZERO, |tax| tax.v_is);
    let of = Taken { v_oper, taxes, v_is, q_com };
    let Some(said) = &det.ibs_cbs else { return };
    w.code("IBSCBS/cClassTrib", said.c_class_trib.as_str(), Rule::IbsCbsRate, "");
    match &said.group {
        IbsCbsGroup::Nothing => {}
        IbsCbsGroup::Mono(it) => {
            mono(q_com, it.ad_rem_ibs, it.ad_rem_cbs, w);
        }
        IbsCbsGroup::Taxed(it) => taxed(it, &of, w),
    }
}

fn taxed(said: &GIbsCbs, of: &Taken<'_>, w: &mut Working<'_>) {
    // Its base tells by which rule it was made.
    let rule = match said.v_bc == of.v_oper {
        true => IbsCbsBase::OperationValue,
        false => IbsCbsBase::NetOfTaxes,
    };
    let v_bc = base(rule, of, w);
    let mut one = |tags: &Tags, said_levy: &Levy| {
        let p_dif = said_levy.dif.as_ref().map(|it| it.p_dif);
        let cut = said_levy.red.as_ref().map(|it| it.p_red_aliq);
        let wanted = Wanted { v_bc, p_dif, source: "", beside: said.regular.is_some() };
        levy(tags, said_levy.rate, cut, &wanted, w);
    };
    one(&UF, &said.ibs_uf);
    one(&MUN, &said.ibs_mun);
    one(&CBS, &said.cbs);
    if let Some(it) = &said.regular {
        regular(it, v_bc, w);
    }
}

fn regular(said: &TribRegular, v_bc: Money, w: &mut Working<'_>) {
    w.code("IBSCBS/cClassTribReg", said.c_class_trib.as_str(), Rule::IbsCbsRegular, "");
    let mut one = |tags: &Tags, rate: Rate| {
        let rate = w.said(tags.reg_rate, rate, Rule::IbsCbsRegular);
        let (of, by) = (named(V_BC, v_bc), named(tags.reg_rate, rate));
        w.percent(tags.reg_value, of, by, Rule::IbsCbsRegular);
    };
    one(&UF, said.ibs_uf.0);
    one(&MUN, said.ibs_mun.0);
    one(&CBS, said.cbs.0);
}
