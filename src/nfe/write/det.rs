//! `det` (H, I): one item.

use crate::domain::invoice::Det;

use super::imposto;
use super::xml::Xml;

/// What stands for a GTIN where there is none (883).
const SEM_GTIN: &str = "SEM GTIN";

/// `with_v_item`: the note has `IBSCBS`, so each item says `vItem` (NT 2025.002, VB01-10).
pub(super) fn write(xml: &mut Xml, n_item: u32, det: &Det, with_v_item: bool) {
    // Consecutive from 1 (927).
    xml.group_with("det", &[("nItem", &n_item.to_string())], |xml| {
        prod(xml, det);
        imposto::write(xml, det);
        xml.maybe("infAdProd", det.inf_ad_prod.as_ref());
        xml.maybe("vItem", with_v_item.then(|| det.v_item()));
    });
}

fn prod(xml: &mut Xml, det: &Det) {
    let c_ean = det.c_ean.as_ref().map_or(SEM_GTIN, |gtin| gtin.as_str());
    xml.group("prod", |xml| {
        xml.field("cProd", &det.c_prod);
        xml.field("cEAN", c_ean);
        xml.field("xProd", &det.x_prod);
        xml.field("NCM", &det.ncm);
        xml.maybe("CEST", det.cest.as_ref());
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
    });
}
