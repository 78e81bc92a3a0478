//! `IS` and `IBSCBS` of one item: what the class needs, at the rates of the day.
//!
//! Roundings, each in one place: `pAliqEfet` to four decimals (`Working::rate_less`), every value
//! to the cent (`Working::percent`, `Working::times`); sums and differences are exact.

mod said;
pub(super) mod tags;
#[cfg(test)]
mod tests;

pub(super) use said::retell;

use jiff::civil::Date;

use super::rules::{Class, IbsCbsBase, IbsCbsRates, Needs, Rules};
use super::working::{Chosen, Working, minus, named, plus};
use tags::{CBS, MUN, Tags, UF};

use crate::domain::catalogue::{IsRule, ReformRule};
use crate::domain::codes::CClassTrib;
use crate::domain::invoice::{
    Dif, GIbsCbs, GIbsCbsMono, IbsCbs, IbsCbsGroup, Is, IsTax, Levy, Red, TribRegular,
};
use crate::domain::memoria::{Rule, Term};
use crate::domain::{Code, Money, Quantity, Rate, UnitPrice};

/// Why an item of this class cannot be drafted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// No such class on that day, or none for an NF-e: `tax.class_unknown`.
    Unknown,
    /// It needs groups that we do not write: `tax.class_unsupported`.
    Unsupported,
    /// The profile lacks this key: `product.incomplete`.
    Missing(&'static str),
}

impl Unfit {
    /// The code of its fault.
    pub(super) fn code(self) -> Code {
        match self {
            Unfit::Unknown => Code::TaxClassUnknown,
            Unfit::Unsupported => Code::TaxClassUnsupported,
            Unfit::Missing(_) => Code::ProductIncomplete,
        }
    }

    /// What of the tax profile is meant.
    pub(super) fn key(self) -> &'static str {
        match self {
            Unfit::Unknown | Unfit::Unsupported => "cClassTrib",
            Unfit::Missing(key) => key,
        }
    }
}

/// How one item's IBS and CBS are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReformPlan {
    class: CClassTrib,
    /// Where the class and the rates are from.
    class_source: String,
    source: String,
    shape: Shape,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    Nothing,
    Mono { ad_rem_ibs: Rate, ad_rem_cbs: Rate },
    Taxed { rates: IbsCbsRates, cuts: Cuts, p_dif: Option<Rate>, regular: Option<Regular> },
}

/// `pRedAliq` of IBS and of CBS, where the class has `gRed`.
type Cuts = Option<(Rate, Rate)>;

/// What would be due without the condition.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Regular {
    class: CClassTrib,
    cuts: Cuts,
}

const V_BC: &str = "IBSCBS/vBC";

/// Chooses how goods of this class are taxed at these rates (with their source), or says what
/// stands in the way.
pub(super) fn choose(
    class: &CClassTrib,
    rule: &ReformRule,
    (rates, source): (&IbsCbsRates, &str),
    rules: &Rules,
    day: Date,
) -> Result<ReformPlan, Unfit> {
    let row = rules.class(class, day).filter(|it| it.is.nfe).ok_or(Unfit::Unknown)?;
    let shape = match row.is.needs {
        Needs::Other => return Err(Unfit::Unsupported),
        Needs::Nothing => Shape::Nothing,
        Needs::Mono => {
            let (ad_rem_ibs, ad_rem_cbs) = rule.ad_rem.ok_or(Unfit::Missing("adRemIBS"))?;
            Shape::Mono { ad_rem_ibs, ad_rem_cbs }
        }
        Needs::Full | Needs::Reduced { .. } | Needs::Deferred { .. } => {
            let p_dif = match row.is.needs {
                Needs::Deferred { .. } => Some(rule.p_dif.ok_or(Unfit::Missing("pDifIBSCBS"))?),
                Needs::Full
                | Needs::Reduced { .. }
                | Needs::Nothing
                | Needs::Mono
                | Needs::Other => None,
            };
            let regular = regular(&row.is, rule, rules, day)?;
            Shape::Taxed { rates: rates.clone(), cuts: cuts(&row.is), p_dif, regular }
        }
    };
    let (class_source, source) = (row.source.clone(), source.to_owned());
    Ok(ReformPlan { class: class.clone(), class_source, source, shape })
}

fn cuts(class: &Class) -> Cuts {
    match class.needs {
        Needs::Reduced { p_red_ibs, p_red_cbs } => Some((p_red_ibs, p_red_cbs)),
        Needs::Deferred { reduction } => reduction,
        Needs::Full | Needs::Nothing | Needs::Mono | Needs::Other => None,
    }
}

/// The class that would hold without the condition must be one that is taxed plainly.
fn regular(
    class: &Class,
    rule: &ReformRule,
    rules: &Rules,
    day: Date,
) -> Result<Option<Regular>, Unfit> {
    if !class.regular {
        return Ok(None);
    }
    let without = rule.regular.as_ref().ok_or(Unfit::Missing("cClassTribReg"))?;
    let row = rules.class(without, day).ok_or(Unfit::Missing("cClassTribReg"))?;
    match row.is.needs {
        Needs::Full | Needs::Reduced { .. } if !row.is.regular => {
            Ok(Some(Regular { class: without.clone(), cuts: cuts(&row.is) }))
        }
        Needs::Full
        | Needs::Reduced { .. }
        | Needs::Deferred { .. }
        | Needs::Nothing
        | Needs::Mono
        | Needs::Other => Err(Unfit::Missing("cClassTribReg")),
    }
}

/// `IS`: vBCIS is the value of the operation.
pub(super) fn selective(rule: &IsRule, v_oper: Money, w: &mut Working<'_>) -> Is {
    let c_class_trib_is = rule.c_class_trib_is.clone();
    w.code("IS/cClassTribIS", c_class_trib_is.as_str(), Rule::IsValue, "perfil");
    let tax = rule.p_is.map(|p_is| {
        let v_bc_is = w.sum("IS/vBCIS", &[plus("vOper", v_oper)], Rule::IsBase);
        let chosen = Chosen { rate: p_is, rule: Rule::IsValue, source: "perfil".to_owned() };
        let p_is = w.rate("IS/pIS", &chosen);
        let (base, rate) = (named("IS/vBCIS", v_bc_is), named("IS/pIS", p_is));
        IsTax { v_bc_is, p_is, v_is: w.percent("IS/vIS", base, rate, Rule::IsValue) }
    });
    Is { c_class_trib_is, tax }
}

/// What of an item IBS and CBS are reckoned of.
pub(super) struct Taken<'a> {
    /// vProd + vFrete + vOutro − vDesc.
    pub(super) v_oper: Money,
    /// vPIS, vCOFINS, vICMS, vFCP, vICMSUFDest, vFCPUFDest, as they are taken off.
    pub(super) taxes: &'a [Term],
    /// vIS.
    pub(super) v_is: Money,
    /// qCom.
    pub(super) q_com: Quantity,
}

/// The group of one item.
pub(super) fn reckon(plan: &ReformPlan, of: &Taken<'_>, w: &mut Working<'_>) -> IbsCbs {
    let ReformPlan { class, class_source, source, shape } = plan;
    w.code("IBSCBS/cClassTrib", class.as_str(), Rule::IbsCbsRate, class_source);
    let group = match shape {
        Shape::Nothing => IbsCbsGroup::Nothing,
        Shape::Mono { ad_rem_ibs, ad_rem_cbs } => {
            IbsCbsGroup::Mono(mono(of.q_com, *ad_rem_ibs, *ad_rem_cbs, w))
        }
        Shape::Taxed { rates, cuts, p_dif, regular } => {
            let v_bc = base(rates.base, of, w);
            let wanted = Wanted { v_bc, p_dif: *p_dif, source, beside: regular.is_some() };
            let (cut_ibs, cut_cbs) = cuts.unzip();
            let levies = Levies {
                ibs_uf: levy(&UF, rates.p_ibs_uf, cut_ibs, &wanted, w),
                ibs_mun: levy(&MUN, rates.p_ibs_mun, cut_ibs, &wanted, w),
                cbs: levy(&CBS, rates.p_cbs, cut_cbs, &wanted, w),
            };
            let regular = regular.as_ref().map(|it| beside(it, rates, v_bc, source, w));
            let Levies { ibs_uf, ibs_mun, cbs } = levies;
            IbsCbsGroup::Taxed(Box::new(GIbsCbs { v_bc, ibs_uf, ibs_mun, cbs, regular }))
        }
    };
    IbsCbs { c_class_trib: class.clone(), group }
}

struct Levies {
    ibs_uf: Levy,
    ibs_mun: Levy,
    cbs: Levy,
}

/// Of a few cents each tax may round up, and together above the whole: then the base is nothing.
fn base(rule: IbsCbsBase, of: &Taken<'_>, w: &mut Working<'_>) -> Money {
    match rule {
        IbsCbsBase::NetOfTaxes => {
            let mut terms = vec![plus("vOper", of.v_oper), plus("IS/vIS", of.v_is)];
            terms.extend_from_slice(of.taxes);
            w.sum(V_BC, &terms, Rule::IbsCbsBase)
        }
        // NT 2026.008: vProd holds vIS already.
        IbsCbsBase::OperationValue => {
            w.sum(V_BC, &[plus("vOper", of.v_oper)], Rule::IbsCbsBaseWhole)
        }
    }
}

/// What the three levies of one item share.
struct Wanted<'a> {
    v_bc: Money,
    p_dif: Option<Rate>,
    source: &'a str,
    /// With `gTribRegular` the rates of the group itself are zero (1026, 1036, 1037).
    beside: bool,
}

fn levy(
    tags: &Tags,
    rate: Rate,
    cut: Option<Rate>,
    wanted: &Wanted<'_>,
    w: &mut Working<'_>,
) -> Levy {
    let (rate, rule) = match wanted.beside {
        true => (Rate::ZERO, Rule::IbsCbsRegular),
        false => (rate, Rule::IbsCbsRate),
    };
    let rate = w.rate(tags.rate, &Chosen { rate, rule, source: wanted.source.to_owned() });
    let red = cut.map(|cut| {
        let chosen = Chosen {
            rate: cut,
            rule: Rule::IbsCbsRateReduced,
            source: "cclasstrib.tsv".to_owned(),
        };
        let p_red_aliq = w.rate(tags.cut, &chosen);
        let (full, less) = (named(tags.rate, rate), named(tags.cut, p_red_aliq));
        let p_aliq_efet = w.rate_less(tags.efet, full, less, Rule::IbsCbsRateReduced);
        Red { p_red_aliq, p_aliq_efet }
    });
    let used = match &red {
        Some(red) => named(tags.efet, red.p_aliq_efet),
        None => named(tags.rate, rate),
    };
    let v_bc = named(V_BC, wanted.v_bc);
    let Some(p_dif) = wanted.p_dif else {
        let value = w.percent(tags.value, v_bc, used, Rule::IbsCbsValue);
        return Levy { rate, dif: None, red, value };
    };
    let whole = w.percent(tags.whole, v_bc, used, Rule::IbsCbsWhole);
    let chosen = Chosen { rate: p_dif, rule: Rule::IbsCbsDeferred, source: "perfil".to_owned() };
    let p_dif = w.rate(tags.p_dif, &chosen);
    let (of, part) = (named(tags.whole, whole), named(tags.p_dif, p_dif));
    let v_dif = w.percent(tags.v_dif, of, part, Rule::IbsCbsDeferred);
    let terms = [plus(tags.whole, whole), minus(tags.v_dif, v_dif)];
    let value = w.sum(tags.value, &terms, Rule::IbsCbsValue);
    Levy { rate, dif: Some(Dif { p_dif, v_dif }), red, value }
}

/// `gTribRegular`.
fn beside(
    regular: &Regular,
    rates: &IbsCbsRates,
    v_bc: Money,
    source: &str,
    w: &mut Working<'_>,
) -> TribRegular {
    w.code("IBSCBS/cClassTribReg", regular.class.as_str(), Rule::IbsCbsRegular, "perfil");
    let (cut_ibs, cut_cbs) = regular.cuts.unzip();
    let mut one = |tags: &Tags, rate: Rate, cut: Option<Rate>| {
        let chosen = Chosen { rate, rule: Rule::IbsCbsRegular, source: source.to_owned() };
        let rate = match cut {
            // The full rate has no element of its own here: only what is left of it.
            Some(cut) => w.rate_less(
                tags.reg_rate,
                named("aliquota sem reducao", rate),
                named("reducao da aliquota", cut),
                Rule::IbsCbsRegular,
            ),
            None => w.rate(tags.reg_rate, &chosen),
        };
        let (of, part) = (named(V_BC, v_bc), named(tags.reg_rate, rate));
        (rate, w.percent(tags.reg_value, of, part, Rule::IbsCbsRegular))
    };
    TribRegular {
        c_class_trib: regular.class.clone(),
        ibs_uf: one(&UF, rates.p_ibs_uf, cut_ibs),
        ibs_mun: one(&MUN, rates.p_ibs_mun, cut_ibs),
        cbs: one(&CBS, rates.p_cbs, cut_cbs),
    }
}

/// `gIBSCBSMono` with `gMonoPadrao`.
fn mono(q_com: Quantity, ad_rem_ibs: Rate, ad_rem_cbs: Rate, w: &mut Working<'_>) -> GIbsCbsMono {
    let q_bc_mono = w.quantity("IBSCBS/qBCMono", q_com, Rule::IbsCbsMono);
    let mut one = |rate_tag, value_tag, rate: Rate| {
        let chosen = Chosen { rate, rule: Rule::IbsCbsMono, source: "perfil".to_owned() };
        let each = UnitPrice::from(w.rate(rate_tag, &chosen));
        let quantity = named("IBSCBS/qBCMono", q_bc_mono);
        w.times(value_tag, quantity, named(rate_tag, each), Rule::IbsCbsMono)
    };
    let v_ibs_mono = one("IBSCBS/adRemIBS", "IBSCBS/vIBSMono", ad_rem_ibs);
    let v_cbs_mono = one("IBSCBS/adRemCBS", "IBSCBS/vCBSMono", ad_rem_cbs);
    GIbsCbsMono { q_bc_mono, ad_rem_ibs, v_ibs_mono, ad_rem_cbs, v_cbs_mono }
}
