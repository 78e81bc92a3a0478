//! `IBSCBS`: the reform's taxes, at their test rates (LC 214/2025, NT 2025.002 v1.52).

use jiff::civil::{Date, date};

use crate::domain::codes::CClassTrib;
use crate::domain::invoice::{GIbsCbs, IbsCbs, IbsCbsGroup, Levy};
use crate::domain::memoria::{Rule, Term};
use crate::domain::{Money, Rate};

use super::working::{Chosen, Working, named, plus};

/// The rates of one span of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rates {
    from: Date,
    until: Date,
    p_ibs_uf: Rate,
    p_ibs_mun: Rate,
    p_cbs: Rate,
}

/// 2026: 0.1, 0 and 0.9 % (LC 214/2025 arts. 343 and 346; rules UB18-10, UB37-10, UB56-10).
const SPANS: &[Rates] = &[Rates {
    from: date(2026, 1, 1),
    until: date(2027, 1, 1),
    p_ibs_uf: Rate::from_ten_thousandths(1_000),
    p_ibs_mun: Rate::ZERO,
    p_cbs: Rate::from_ten_thousandths(9_000),
}];

/// The rates of this day; none before 2026.
pub(super) fn rates(day: Date) -> Option<Rates> {
    SPANS.iter().copied().find(|it| it.from <= day && day < it.until)
}

/// Whether goods of this class are taxed in full: CST 000. Others need groups of their own
/// (`gRed`, `gIBSCBSMono` …).
pub(super) fn is_full(class: &CClassTrib) -> bool {
    class.as_str().starts_with("000")
}

/// The group for one item; `taken` are vPIS, vCOFINS, vICMS, vICMSUFDest, vFCP, vFCPUFDest.
pub(super) fn group(
    rates: Rates,
    c_class_trib: CClassTrib,
    v_oper: Money,
    taken: &[Term],
    w: &mut Working<'_>,
) -> IbsCbs {
    // UB16-10: vBC = vProd + vFrete + vOutro − vDesc − those taxes. Of a few cents each tax may
    // round up, and together above the whole: then the base is nothing.
    let mut terms = vec![plus("vOper", v_oper)];
    terms.extend_from_slice(taken);
    let v_bc = w.sum("IBSCBS/vBC", &terms, Rule::IbsCbsBase);
    let mut levy = |p_tag, v_tag, rate| {
        let source = "ibs_cbs.tsv".to_owned();
        let rate = w.rate(p_tag, &Chosen { rate, rule: Rule::IbsCbsRate, source });
        let value =
            w.percent(v_tag, named("IBSCBS/vBC", v_bc), named(p_tag, rate), Rule::IbsCbsValue);
        Levy { rate, dif: None, red: None, value }
    };
    let ibs_uf = levy("IBSCBS/pIBSUF", "IBSCBS/vIBSUF", rates.p_ibs_uf);
    let ibs_mun = levy("IBSCBS/pIBSMun", "IBSCBS/vIBSMun", rates.p_ibs_mun);
    let cbs = levy("IBSCBS/pCBS", "IBSCBS/vCBS", rates.p_cbs);
    let group = GIbsCbs { v_bc, ibs_uf, ibs_mun, cbs, regular: None };
    IbsCbs { c_class_trib, group: IbsCbsGroup::Taxed(Box::new(group)) }
}
