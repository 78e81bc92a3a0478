//! `pag` (YA): how it was paid.

use crate::domain::invoice::{Card, DetPag};

use super::xml::Xml;

pub(super) fn write(xml: &mut Xml, det_pag: &[DetPag]) {
    xml.group("pag", |xml| {
        for payment in det_pag {
            xml.group("detPag", |xml| {
                xml.field("tPag", payment.t_pag);
                // 441.
                xml.maybe("xPag", payment.x_pag.as_ref());
                // The sum is vNF (865, 866), so there is no vTroco.
                xml.field("vPag", payment.v_pag);
                if let Some(it) = &payment.card {
                    card(xml, it);
                }
            });
        }
    });
}

fn card(xml: &mut Xml, card: &Card) {
    // 1, integrated, wants both CNPJ and cAut (392); some UFs refuse 2 (737).
    let integrated = card.cnpj.is_some() && card.c_aut.is_some();
    xml.group("card", |xml| {
        xml.field("tpIntegra", if integrated { 1 } else { 2 });
        // 437.
        xml.maybe("CNPJ", card.cnpj.as_ref());
        // 443.
        xml.maybe("tBand", card.t_band);
        xml.maybe("cAut", card.c_aut.as_ref());
    });
}
