//! `ICMS` (N): one group of fourteen.

use crate::domain::Rate;
use crate::domain::invoice::{Deson, Fcp, Icms, IcmsGroup, Own, SnCredit, St, Withheld};

use super::super::xml::Xml;

/// `modBC` 3: the value of the operation.
const MOD_BC: u8 = 3;

pub(super) fn write(xml: &mut Xml, icms: &Icms) {
    let (tag, code) = tags(&icms.group);
    xml.group("ICMS", |xml| {
        xml.group(tag, |xml| {
            xml.field("orig", icms.orig);
            xml.field(code, icms.group.code());
            group(xml, &icms.group);
        });
    });
}

fn tags(group: &IcmsGroup) -> (&'static str, &'static str) {
    match group {
        IcmsGroup::Cst00(_) => ("ICMS00", "CST"),
        IcmsGroup::Cst10 { .. } => ("ICMS10", "CST"),
        IcmsGroup::Cst20 { .. } => ("ICMS20", "CST"),
        IcmsGroup::Cst40 { .. } => ("ICMS40", "CST"),
        IcmsGroup::Cst51 { .. } => ("ICMS51", "CST"),
        IcmsGroup::Cst60(_) => ("ICMS60", "CST"),
        IcmsGroup::Cst70 { .. } => ("ICMS70", "CST"),
        IcmsGroup::Cst90 { .. } => ("ICMS90", "CST"),
        IcmsGroup::Sn101(_) => ("ICMSSN101", "CSOSN"),
        IcmsGroup::Sn102(_) => ("ICMSSN102", "CSOSN"),
        IcmsGroup::Sn201 { .. } => ("ICMSSN201", "CSOSN"),
        IcmsGroup::Sn202 { .. } => ("ICMSSN202", "CSOSN"),
        IcmsGroup::Sn500(_) => ("ICMSSN500", "CSOSN"),
        IcmsGroup::Sn900 { .. } => ("ICMSSN900", "CSOSN"),
    }
}

/// What stands behind the situation, in each group's own order.
fn group(xml: &mut Xml, group: &IcmsGroup) {
    match group {
        IcmsGroup::Cst00(own) => {
            own_tax(xml, own);
            // Without vBCFCP: its base is vBC.
            xml.maybe("pFCP", own.fcp.as_ref().map(|it| it.p_fcp));
            xml.maybe("vFCP", own.fcp.as_ref().map(|it| it.v_fcp));
        }
        IcmsGroup::Cst10 { own, st } => {
            own_tax(xml, own);
            fund(xml, own.fcp.as_ref());
            substitution(xml, st);
        }
        IcmsGroup::Cst20 { p_red_bc, own, deson } => {
            reduced(xml, *p_red_bc, own);
            not_taken(xml, deson.as_ref());
        }
        IcmsGroup::Cst40 { deson, .. } => not_taken(xml, deson.as_ref()),
        IcmsGroup::Cst51 { p_red_bc, own, deferral } => {
            xml.field("modBC", MOD_BC);
            xml.maybe("pRedBC", *p_red_bc);
            xml.field("vBC", own.v_bc);
            xml.field("pICMS", own.p_icms);
            xml.field("vICMSOp", deferral.v_icms_op);
            xml.field("pDif", deferral.p_dif);
            xml.field("vICMSDif", deferral.v_icms_dif);
            xml.field("vICMS", own.v_icms);
            fund(xml, own.fcp.as_ref());
        }
        IcmsGroup::Cst60(before) | IcmsGroup::Sn500(before) => withheld(xml, before),
        IcmsGroup::Cst70 { p_red_bc, own, st, deson } => {
            reduced(xml, *p_red_bc, own);
            substitution(xml, st);
            not_taken(xml, deson.as_ref());
        }
        IcmsGroup::Cst90 { p_red_bc, own, st, deson } => {
            other(xml, *p_red_bc, own.as_ref());
            if let Some(own) = own {
                fund(xml, own.fcp.as_ref());
            }
            if let Some(st) = st {
                substitution(xml, st);
            }
            not_taken(xml, deson.as_ref());
        }
        IcmsGroup::Sn101(it) => credit(xml, it),
        IcmsGroup::Sn102(_) => {}
        IcmsGroup::Sn201 { st, credit: it } => {
            substitution(xml, st);
            credit(xml, it);
        }
        IcmsGroup::Sn202 { st, .. } => substitution(xml, st),
        IcmsGroup::Sn900 { p_red_bc, own, st, credit: it } => {
            // This group has no place for a fund.
            other(xml, *p_red_bc, own.as_ref());
            if let Some(st) = st {
                substitution(xml, st);
            }
            if let Some(it) = it {
                credit(xml, it);
            }
        }
    }
}

fn own_tax(xml: &mut Xml, own: &Own) {
    xml.field("modBC", MOD_BC);
    xml.field("vBC", own.v_bc);
    xml.field("pICMS", own.p_icms);
    // 528.
    xml.field("vICMS", own.v_icms);
}

fn reduced(xml: &mut Xml, p_red_bc: Rate, own: &Own) {
    xml.field("modBC", MOD_BC);
    xml.field("pRedBC", p_red_bc);
    xml.field("vBC", own.v_bc);
    xml.field("pICMS", own.p_icms);
    xml.field("vICMS", own.v_icms);
    fund(xml, own.fcp.as_ref());
}

/// Here `pRedBC` stands behind `vBC`.
fn other(xml: &mut Xml, p_red_bc: Option<Rate>, own: Option<&Own>) {
    let Some(own) = own else { return };
    xml.field("modBC", MOD_BC);
    xml.field("vBC", own.v_bc);
    xml.maybe("pRedBC", p_red_bc);
    xml.field("pICMS", own.p_icms);
    xml.field("vICMS", own.v_icms);
}

fn fund(xml: &mut Xml, fcp: Option<&Fcp>) {
    let Some(fcp) = fcp else { return };
    xml.field("vBCFCP", fcp.v_bc);
    xml.field("pFCP", fcp.p_fcp);
    xml.field("vFCP", fcp.v_fcp);
}

fn substitution(xml: &mut Xml, st: &St) {
    xml.field("modBCST", st.mod_bc_st.code());
    xml.maybe("pMVAST", st.p_mva_st);
    xml.maybe("pRedBCST", st.p_red_bc_st);
    xml.field("vBCST", st.v_bc_st);
    xml.field("pICMSST", st.p_icms_st);
    // 533, 534.
    xml.field("vICMSST", st.v_icms_st);
    if let Some(fcp) = &st.fcp_st {
        xml.field("vBCFCPST", fcp.v_bc);
        xml.field("pFCPST", fcp.p_fcp);
        xml.field("vFCPST", fcp.v_fcp);
    }
}

/// `indDeduzDeson` is there only when it says yes.
fn not_taken(xml: &mut Xml, deson: Option<&Deson>) {
    let Some(deson) = deson else { return };
    xml.field("vICMSDeson", deson.v_icms);
    xml.field("motDesICMS", deson.mot_des_icms);
    xml.maybe("indDeduzDeson", deson.deducted.then_some(1));
}

fn credit(xml: &mut Xml, credit: &SnCredit) {
    xml.field("pCredSN", credit.p_cred_sn);
    xml.field("vCredICMSSN", credit.v_cred_icms_sn);
}

fn withheld(xml: &mut Xml, withheld: &Withheld) {
    if let Some(ret) = &withheld.ret {
        xml.field("vBCSTRet", ret.v_bc_st_ret);
        xml.field("pST", ret.p_st);
        xml.maybe("vICMSSubstituto", ret.v_icms_substituto);
        xml.field("vICMSSTRet", ret.v_icms_st_ret);
    }
    if let Some(fcp) = &withheld.fcp_st_ret {
        xml.field("vBCFCPSTRet", fcp.v_bc);
        xml.field("pFCPSTRet", fcp.p_fcp);
        xml.field("vFCPSTRet", fcp.v_fcp);
    }
    if let Some(efet) = &withheld.efet {
        xml.field("pRedBCEfet", efet.p_red_bc_efet);
        xml.field("vBCEfet", efet.v_bc_efet);
        xml.field("pICMSEfet", efet.p_icms_efet);
        xml.field("vICMSEfet", efet.v_icms_efet);
    }
}
