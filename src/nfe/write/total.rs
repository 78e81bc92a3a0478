//! `total` (W): the sums. Fields that this sale cannot have are written as zero, because the
//! schema wants them.

use crate::domain::Money;
use crate::domain::invoice::{IbsCbsTot, IbsCbsTotMono, Total};

use super::xml::Xml;

pub(super) fn write(xml: &mut Xml, total: &Total) {
    xml.group("total", |xml| {
        icms_tot(xml, total);
        if let Some(v_is) = total.v_is {
            xml.group("ISTot", |xml| xml.field("vIS", v_is));
        }
        if let Some(sums) = &total.ibs_cbs {
            ibs_cbs_tot(xml, sums);
            // With IBSCBSTot, vNFTot is required (1004); in 2026 it is vNF (NT 2025.002).
            xml.field("vNFTot", total.v_nf);
        }
    });
}

fn icms_tot(xml: &mut Xml, total: &Total) {
    let zero = Money::ZERO;
    xml.group("ICMSTot", |xml| {
        // 531.
        xml.field("vBC", total.v_bc);
        // 532.
        xml.field("vICMS", total.v_icms);
        // 795.
        xml.field("vICMSDeson", total.v_icms_deson);
        if let Some((v_fcp_uf_dest, v_icms_uf_dest)) = total.difal {
            // 798 to 800.
            xml.field("vFCPUFDest", v_fcp_uf_dest);
            xml.field("vICMSUFDest", v_icms_uf_dest);
            xml.field("vICMSUFRemet", zero);
        }
        // 861.
        xml.field("vFCP", total.v_fcp);
        // 533.
        xml.field("vBCST", total.v_bc_st);
        // 534.
        xml.field("vST", total.v_st);
        // 862.
        xml.field("vFCPST", total.v_fcp_st);
        xml.field("vFCPSTRet", total.v_fcp_st_ret);
        // 564.
        xml.field("vProd", total.v_prod);
        // 535.
        xml.field("vFrete", total.v_frete);
        xml.field("vSeg", zero);
        // 537.
        xml.field("vDesc", total.v_desc);
        xml.field("vII", zero);
        // 538.
        xml.field("vIPI", total.v_ipi);
        xml.field("vIPIDevol", zero);
        // 602.
        xml.field("vPIS", total.v_pis);
        // 603.
        xml.field("vCOFINS", total.v_cofins);
        // 604.
        xml.field("vOutro", total.v_outro);
        // 610.
        xml.field("vNF", total.v_nf);
        // 685.
        xml.maybe("vTotTrib", total.v_tot_trib);
    });
}

fn ibs_cbs_tot(xml: &mut Xml, sums: &IbsCbsTot) {
    let zero = Money::ZERO;
    xml.group("IBSCBSTot", |xml| {
        xml.field("vBCIBSCBS", sums.v_bc);
        xml.group("gIBS", |xml| {
            xml.group("gIBSUF", |xml| {
                xml.field("vDif", sums.v_dif_uf);
                xml.field("vDevTrib", zero);
                xml.field("vIBSUF", sums.v_ibs_uf);
            });
            xml.group("gIBSMun", |xml| {
                xml.field("vDif", sums.v_dif_mun);
                xml.field("vDevTrib", zero);
                xml.field("vIBSMun", sums.v_ibs_mun);
            });
            xml.field("vIBS", sums.v_ibs_uf + sums.v_ibs_mun);
            xml.field("vCredPres", zero);
            xml.field("vCredPresCondSus", zero);
        });
        xml.group("gCBS", |xml| {
            xml.field("vDif", sums.v_dif_cbs);
            xml.field("vDevTrib", zero);
            xml.field("vCBS", sums.v_cbs);
            xml.field("vCredPres", zero);
            xml.field("vCredPresCondSus", zero);
        });
        if let Some(mono) = &sums.mono {
            g_mono(xml, mono);
        }
    });
}

fn g_mono(xml: &mut Xml, mono: &IbsCbsTotMono) {
    let zero = Money::ZERO;
    xml.group("gMono", |xml| {
        xml.field("vIBSMono", mono.v_ibs_mono);
        xml.field("vCBSMono", mono.v_cbs_mono);
        for tag in ["vIBSMonoReten", "vCBSMonoReten", "vIBSMonoRet", "vCBSMonoRet"] {
            xml.field(tag, zero);
        }
    });
}
