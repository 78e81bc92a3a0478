//! `total`, told figure by figure: each the sum of the items' own.

use crate::domain::Money;
use crate::domain::invoice::{Det, Total};
use crate::domain::memoria::{Memoria, Rule};

use super::working::{Working, plus};

/// Writes down every total that is not nothing, and `vNF`.
pub(super) fn tell(det: &[Det], total: &Total, memoria: &mut Memoria) {
    let mut w = Working::of_total(memoria);
    let nothing = (Money::ZERO, Money::ZERO);
    let (v_fcp_uf_dest, v_icms_uf_dest) = total.difal.unwrap_or(nothing);
    let sums = [
        ("total/vBC", total.v_bc),
        ("total/vICMS", total.v_icms),
        ("total/vICMSDeson", total.v_icms_deson),
        ("total/vFCPUFDest", v_fcp_uf_dest),
        ("total/vICMSUFDest", v_icms_uf_dest),
        ("total/vFCP", total.v_fcp),
        ("total/vBCST", total.v_bc_st),
        ("total/vST", total.v_st),
        ("total/vFCPST", total.v_fcp_st),
        ("total/vFCPSTRet", total.v_fcp_st_ret),
        ("total/vProd", total.v_prod),
        ("total/vFrete", total.v_frete),
        ("total/vDesc", total.v_desc),
        ("total/vIPI", total.v_ipi),
        ("total/vPIS", total.v_pis),
        ("total/vCOFINS", total.v_cofins),
        ("total/vOutro", total.v_outro),
        ("total/vTotTrib", total.v_tot_trib.unwrap_or_default()),
        ("total/vIS", total.v_is.unwrap_or_default()),
    ];
    for (tag, value) in sums {
        if !value.is_zero() {
            w.given(tag, value, Rule::Total);
        }
    }
    if let Some(ibs_cbs) = &total.ibs_cbs {
        w.given("total/vBCIBSCBS", ibs_cbs.v_bc, Rule::Total);
        w.given("total/vIBSUF", ibs_cbs.v_ibs_uf, Rule::Total);
        w.given("total/vIBSMun", ibs_cbs.v_ibs_mun, Rule::Total);
        w.given("total/vCBS", ibs_cbs.v_cbs, Rule::Total);
    }
    let items: Vec<_> = det.iter().map(|it| plus("vItem", it.v_item())).collect();
    w.sum("total/vNF", &items, Rule::Total);
}
