//! `imposto` (M to UB): the taxes of one item, in the schema's order.

use crate::domain::Rate;
use crate::domain::invoice::{Contribution, Det, IbsCbs, Icms, IcmsUfDest};

use super::xml::Xml;

/// `pICMSInterPart`: all of the difference is the destination's since 2019 (EC 87/2015; 699).
const P_ICMS_INTER_PART: Rate = Rate::from_ten_thousandths(1_000_000);

pub(super) fn write(xml: &mut Xml, det: &Det) {
    xml.group("imposto", |xml| {
        icms(xml, &det.icms);
        // 745, 748.
        contribution(xml, &PIS, &det.pis);
        contribution(xml, &COFINS, &det.cofins);
        if let Some(group) = &det.icms_uf_dest {
            icms_uf_dest(xml, group);
        }
        if let Some(group) = &det.ibs_cbs {
            ibs_cbs(xml, group);
        }
    });
}

fn icms(xml: &mut Xml, icms: &Icms) {
    xml.group("ICMS", |xml| match icms {
        Icms::Icms00 { orig, v_bc, p_icms, v_icms } => xml.group("ICMS00", |xml| {
            xml.field("orig", orig);
            xml.field("CST", "00");
            // 3: the value of the operation.
            xml.field("modBC", 3);
            xml.field("vBC", v_bc);
            xml.field("pICMS", p_icms);
            // 528.
            xml.field("vICMS", v_icms);
        }),
        Icms::IcmsSn102 { orig, csosn } => xml.group("ICMSSN102", |xml| {
            xml.field("orig", orig);
            xml.field("CSOSN", csosn.as_str());
        }),
    });
}

/// The tags of a contribution; the groups of PIS and COFINS differ in nothing else.
struct Tags {
    group: &'static str,
    aliq: &'static str,
    nt: &'static str,
    outr: &'static str,
    rate: &'static str,
    value: &'static str,
}

const PIS: Tags = Tags {
    group: "PIS",
    aliq: "PISAliq",
    nt: "PISNT",
    outr: "PISOutr",
    rate: "pPIS",
    value: "vPIS",
};

const COFINS: Tags = Tags {
    group: "COFINS",
    aliq: "COFINSAliq",
    nt: "COFINSNT",
    outr: "COFINSOutr",
    rate: "pCOFINS",
    value: "vCOFINS",
};

fn contribution(xml: &mut Xml, tags: &Tags, contribution: &Contribution) {
    xml.group(tags.group, |xml| match contribution {
        Contribution::Aliq { cst, v_bc, rate, value } => xml.group(tags.aliq, |xml| {
            xml.field("CST", cst);
            xml.field("vBC", v_bc);
            xml.field(tags.rate, rate);
            xml.field(tags.value, value);
        }),
        Contribution::Nt { cst } => xml.group(tags.nt, |xml| xml.field("CST", cst)),
        Contribution::Outr { cst, v_bc, rate, value } => xml.group(tags.outr, |xml| {
            xml.field("CST", cst);
            xml.field("vBC", v_bc);
            xml.field(tags.rate, rate);
            xml.field(tags.value, value);
        }),
    });
}

fn icms_uf_dest(xml: &mut Xml, group: &IcmsUfDest) {
    let fcp = group.fcp.as_ref();
    xml.group("ICMSUFDest", |xml| {
        xml.field("vBCUFDest", group.v_bc_uf_dest);
        xml.maybe("vBCFCPUFDest", fcp.map(|it| it.v_bc));
        xml.maybe("pFCPUFDest", fcp.map(|it| it.p_fcp));
        xml.field("pICMSUFDest", group.p_icms_uf_dest);
        // An enumeration of the schema: 4.00, 7.00 or 12.00, with two decimals.
        xml.field("pICMSInter", group.p_icms_inter.two_decimals());
        xml.field("pICMSInterPart", P_ICMS_INTER_PART);
        // 793.
        xml.maybe("vFCPUFDest", fcp.map(|it| it.v_fcp));
        xml.field("vICMSUFDest", group.v_icms_uf_dest);
        // The origin's part ended with 2018.
        xml.field("vICMSUFRemet", "0.00");
    });
}

fn ibs_cbs(xml: &mut Xml, group: &IbsCbs) {
    let c_class_trib = group.c_class_trib.as_str();
    xml.group("IBSCBS", |xml| {
        // The first three digits of cClassTrib are the CST (NT 2025.002, UB14).
        xml.field("CST", c_class_trib.get(..3).unwrap_or_default());
        xml.field("cClassTrib", c_class_trib);
        xml.group("gIBSCBS", |xml| {
            xml.field("vBC", group.v_bc);
            xml.group("gIBSUF", |xml| {
                xml.field("pIBSUF", group.p_ibs_uf);
                xml.field("vIBSUF", group.v_ibs_uf);
            });
            // Mandatory, even at zero (1036).
            xml.group("gIBSMun", |xml| {
                xml.field("pIBSMun", group.p_ibs_mun);
                xml.field("vIBSMun", group.v_ibs_mun);
            });
            xml.field("vIBS", group.v_ibs());
            xml.group("gCBS", |xml| {
                xml.field("pCBS", group.p_cbs);
                xml.field("vCBS", group.v_cbs);
            });
        });
    });
}
