//! `det` (H, I): the items.

use crate::domain::invoice::{Det, Invoice};

use super::imposto;
use super::xml::Xml;

/// What stands for a GTIN where there is none (883).
const SEM_GTIN: &str = "SEM GTIN";

pub(super) fn write(xml: &mut Xml, invoice: &Invoice) {
    for (n_item, det) in (1u32..).zip(&invoice.det) {
        // When the note has IBSCBS, each item says what it adds to vNF (NT 2025.002, VB01-10).
        let v_item = invoice.total.ibs_cbs.is_some().then(|| det.v_item());
        // Consecutive from 1 (927).
        xml.group_with("det", &[("nItem", &n_item.to_string())], |xml| {
            prod(xml, det);
            imposto::write(xml, det);
            xml.maybe("infAdProd", det.inf_ad_prod.as_ref());
            xml.maybe("vItem", v_item);
        });
    }
}

fn prod(xml: &mut Xml, det: &Det) {
    let c_ean = det.c_ean.as_ref().map_or(SEM_GTIN, |gtin| gtin.as_str());
    xml.group("prod", |xml| {
        xml.field("cProd", &det.c_prod);
        xml.field("cEAN", c_ean);
        xml.field("xProd", &det.x_prod);
        xml.field("NCM", &det.ncm);
        xml.maybe("CEST", det.cest.as_ref());
        // 928, 930, 931.
        xml.maybe("cBenef", det.c_benef.as_ref());
        xml.field("CFOP", det.cfop);
        xml.field("uCom", &det.u_com);
        xml.field("qCom", det.q_com);
        // vProd = qCom × vUnCom within a cent (629).
        xml.field("vUnCom", det.v_un_com);
        xml.field("vProd", det.v_prod);
        xml.field("cEANTrib", c_ean);
        xml.field("uTrib", &det.u_com);
        xml.field("qTrib", det.q_com);
        // 630.
        xml.field("vUnTrib", det.v_un_com);
        // TDec_1302Opc: zero is no value of these three (225).
        xml.maybe("vFrete", det.v_frete.non_zero());
        xml.maybe("vDesc", det.v_desc.non_zero());
        xml.maybe("vOutro", det.v_outro.non_zero());
        // 1: counts in the totals.
        xml.field("indTot", 1);
        xml.maybe("nFCI", det.n_fci.as_ref());
    });
}
