//! `imposto` (M to UB): the taxes of one item, in the schema's order.

mod icms;
mod reform;

use crate::domain::Rate;
use crate::domain::invoice::{Contribution, Det, IcmsUfDest, Ipi, IpiTax};

use super::xml::Xml;

/// `pICMSInterPart`: all of the difference is the destination's since 2019 (EC 87/2015; 699).
const P_ICMS_INTER_PART: Rate = Rate::from_ten_thousandths(1_000_000);

pub(super) fn write(xml: &mut Xml, det: &Det) {
    xml.group("imposto", |xml| {
        xml.maybe("vTotTrib", det.v_tot_trib);
        icms::write(xml, &det.icms);
        if let Some(group) = &det.ipi {
            ipi(xml, group);
        }
        // 745, 748: for as long as they are due.
        if let Some(group) = &det.pis {
            contribution(xml, &PIS, group);
        }
        if let Some(group) = &det.cofins {
            contribution(xml, &COFINS, group);
        }
        if let Some(group) = &det.icms_uf_dest {
            icms_uf_dest(xml, group);
        }
        if let Some(group) = &det.is {
            reform::is(xml, group);
        }
        if let Some(group) = &det.ibs_cbs {
            reform::ibs_cbs(xml, group);
        }
    });
}

fn ipi(xml: &mut Xml, ipi: &Ipi) {
    xml.group("IPI", |xml| {
        xml.field("cEnq", &ipi.c_enq);
        match &ipi.tax {
            IpiTax::Trib { cst, v_bc, p_ipi, v_ipi } => xml.group("IPITrib", |xml| {
                xml.field("CST", cst);
                xml.field("vBC", v_bc);
                xml.field("pIPI", p_ipi);
                xml.field("vIPI", v_ipi);
            }),
            IpiTax::Nt { cst } => xml.group("IPINT", |xml| xml.field("CST", cst)),
        }
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
