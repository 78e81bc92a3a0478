//! `IBSCBS`: the reform's taxes, at their test rates (LC 214/2025, NT 2025.002 v1.52).

use jiff::civil::{Date, date};

use crate::domain::codes::CClassTrib;
use crate::domain::invoice::IbsCbs;
use crate::domain::{Money, Rate};

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

/// The group for one item; `taxes` are vPIS, vCOFINS, vICMS, vICMSUFDest and vFCPUFDest.
pub(super) fn group(
    rates: Rates,
    c_class_trib: CClassTrib,
    v_item: Money,
    taxes: &[Money],
) -> IbsCbs {
    // UB16-10: vBC = vProd + vFrete + vOutro − vDesc − those taxes. Of a few cents each tax may
    // round up, and together above the whole: then the base is nothing.
    let v_bc = v_item.or_zero_sub(taxes.iter().copied().sum());
    IbsCbs {
        c_class_trib,
        v_bc,
        p_ibs_uf: rates.p_ibs_uf,
        v_ibs_uf: v_bc.percent(rates.p_ibs_uf),
        p_ibs_mun: rates.p_ibs_mun,
        v_ibs_mun: v_bc.percent(rates.p_ibs_mun),
        p_cbs: rates.p_cbs,
        v_cbs: v_bc.percent(rates.p_cbs),
    }
}
