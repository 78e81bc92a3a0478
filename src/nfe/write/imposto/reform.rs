//! `IS` and `IBSCBS` (UB), in the shapes of PL_010f.

use crate::domain::codes::CClassTrib;
use crate::domain::invoice::{GIbsCbs, GIbsCbsMono, IbsCbs, IbsCbsGroup, Is, Levy, TribRegular};

use super::super::xml::Xml;

/// The first three digits of a class are its situation (NT 2025.002, UB14).
fn cst(class: &CClassTrib) -> &str {
    class.as_str().get(..3).unwrap_or_default()
}

pub(super) fn is(xml: &mut Xml, group: &Is) {
    xml.group("IS", |xml| {
        xml.field("CSTIS", cst(&group.c_class_trib_is));
        xml.field("cClassTribIS", &group.c_class_trib_is);
        if let Some(tax) = &group.tax {
            xml.field("vBCIS", tax.v_bc_is);
            xml.field("pIS", tax.p_is);
            xml.field("vIS", tax.v_is);
        }
    });
}

pub(super) fn ibs_cbs(xml: &mut Xml, group: &IbsCbs) {
    xml.group("IBSCBS", |xml| {
        xml.field("CST", cst(&group.c_class_trib));
        xml.field("cClassTrib", &group.c_class_trib);
        match &group.group {
            IbsCbsGroup::Nothing => {}
            IbsCbsGroup::Taxed(it) => taxed(xml, it),
            IbsCbsGroup::Mono(it) => mono(xml, it),
        }
    });
}

fn taxed(xml: &mut Xml, group: &GIbsCbs) {
    xml.group("gIBSCBS", |xml| {
        xml.field("vBC", group.v_bc);
        xml.group("gIBSUF", |xml| levy(xml, "pIBSUF", "vIBSUF", &group.ibs_uf));
        // Mandatory, even at zero (1036).
        xml.group("gIBSMun", |xml| levy(xml, "pIBSMun", "vIBSMun", &group.ibs_mun));
        xml.field("vIBS", group.v_ibs());
        xml.group("gCBS", |xml| levy(xml, "pCBS", "vCBS", &group.cbs));
        if let Some(it) = &group.regular {
            regular(xml, it);
        }
    });
}

fn levy(xml: &mut Xml, rate: &'static str, value: &'static str, levy: &Levy) {
    xml.field(rate, levy.rate);
    if let Some(dif) = &levy.dif {
        xml.group("gDif", |xml| {
            xml.field("pDif", dif.p_dif);
            xml.field("vDif", dif.v_dif);
        });
    }
    if let Some(red) = &levy.red {
        xml.group("gRed", |xml| {
            xml.field("pRedAliq", red.p_red_aliq);
            xml.field("pAliqEfet", red.p_aliq_efet);
        });
    }
    xml.field(value, levy.value);
}

fn regular(xml: &mut Xml, group: &TribRegular) {
    xml.group("gTribRegular", |xml| {
        xml.field("CSTReg", cst(&group.c_class_trib));
        xml.field("cClassTribReg", &group.c_class_trib);
        for (rate, value, (p, v)) in [
            ("pAliqEfetRegIBSUF", "vTribRegIBSUF", group.ibs_uf),
            ("pAliqEfetRegIBSMun", "vTribRegIBSMun", group.ibs_mun),
            ("pAliqEfetRegCBS", "vTribRegCBS", group.cbs),
        ] {
            xml.field(rate, p);
            xml.field(value, v);
        }
    });
}

fn mono(xml: &mut Xml, group: &GIbsCbsMono) {
    xml.group("gIBSCBSMono", |xml| {
        xml.group("gIBSMonoAdRem", |xml| {
            xml.group("gMonoPadrao", |xml| {
                xml.field("qBCMono", group.q_bc_mono.four_decimals());
                xml.field("adRemIBS", group.ad_rem_ibs);
                xml.field("vIBSMono", group.v_ibs_mono);
            });
        });
        xml.group("gCBSMonoAdRem", |xml| {
            xml.group("gMonoPadrao", |xml| {
                xml.field("qBCMono", group.q_bc_mono.four_decimals());
                xml.field("adRemCBS", group.ad_rem_cbs);
                xml.field("vCBSMono", group.v_cbs_mono);
            });
        });
        xml.field("vTotIBSMonoItem", group.v_ibs_mono);
        xml.field("vTotCBSMonoItem", group.v_cbs_mono);
    });
}
