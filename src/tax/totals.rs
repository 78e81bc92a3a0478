//! `total`, told figure by figure: each the sum of the items' own.

use crate::domain::Money;
use crate::domain::invoice::Total;
use crate::domain::memoria::Memoria;

use super::reform::tags::{CBS, MUN, UF};
use super::working::Working;

/// Writes down every total that is not nothing, and `vNF`.
pub(super) fn tell(total: &Total, memoria: &mut Memoria) {
    let mut w = Working::of_total(memoria);
    let nothing = (Money::ZERO, Money::ZERO);
    let (v_fcp_uf_dest, v_icms_uf_dest) = total.difal.unwrap_or(nothing);
    let sums = [
        ("total/vBC", total.v_bc, "ICMS/vBC"),
        ("total/vICMS", total.v_icms, "ICMS/vICMS"),
        ("total/vICMSDeson", total.v_icms_deson, "ICMS/vICMSDeson"),
        ("total/vFCPUFDest", v_fcp_uf_dest, "ICMSUFDest/vFCPUFDest"),
        ("total/vICMSUFDest", v_icms_uf_dest, "ICMSUFDest/vICMSUFDest"),
        ("total/vFCP", total.v_fcp, "ICMS/vFCP"),
        ("total/vBCST", total.v_bc_st, "ICMS/vBCST"),
        ("total/vST", total.v_st, "ICMS/vICMSST"),
        ("total/vFCPST", total.v_fcp_st, "ICMS/vFCPST"),
        ("total/vFCPSTRet", total.v_fcp_st_ret, "ICMS/vFCPSTRet"),
        ("total/vProd", total.v_prod, "vProd"),
        ("total/vFrete", total.v_frete, "vFrete"),
        ("total/vDesc", total.v_desc, "vDesc"),
        ("total/vIPI", total.v_ipi, "IPI/vIPI"),
        ("total/vPIS", total.v_pis, "PIS/vPIS"),
        ("total/vCOFINS", total.v_cofins, "COFINS/vCOFINS"),
        ("total/vOutro", total.v_outro, "vOutro"),
        ("total/vTotTrib", total.v_tot_trib.unwrap_or_default(), "vTotTrib"),
        ("total/vIS", total.v_is.unwrap_or_default(), "IS/vIS"),
    ];
    for (tag, value, each) in sums {
        if !value.is_zero() {
            w.of_items(tag, value, each);
        }
    }
    if let Some(ibs_cbs) = &total.ibs_cbs {
        w.of_items("total/vBCIBSCBS", ibs_cbs.v_bc, "IBSCBS/vBC");
        w.of_items("total/vIBSUF", ibs_cbs.v_ibs_uf, "IBSCBS/vIBSUF");
        w.of_items("total/vIBSMun", ibs_cbs.v_ibs_mun, "IBSCBS/vIBSMun");
        w.of_items("total/vCBS", ibs_cbs.v_cbs, "IBSCBS/vCBS");
        let put_off = [
            ("total/gIBSUF/vDif", ibs_cbs.v_dif_uf, UF.v_dif),
            ("total/gIBSMun/vDif", ibs_cbs.v_dif_mun, MUN.v_dif),
            ("total/gCBS/vDif", ibs_cbs.v_dif_cbs, CBS.v_dif),
        ];
        for (tag, value, each) in put_off.into_iter().filter(|(_, value, _)| !value.is_zero()) {
            w.of_items(tag, value, each);
        }
        if let Some(mono) = &ibs_cbs.mono {
            w.of_items("total/vIBSMono", mono.v_ibs_mono, "IBSCBS/vIBSMono");
            w.of_items("total/vCBSMono", mono.v_cbs_mono, "IBSCBS/vCBSMono");
        }
    }
    w.of_items("total/vNF", total.v_nf, "vItem");
}
