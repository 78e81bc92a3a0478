//! `enderEmit` and `enderDest`: one shape, which `TLocal` shares.

use crate::domain::invoice::Ender;

use super::xml::Xml;

pub(super) fn write(xml: &mut Xml, tag: &str, ender: &Ender) {
    xml.group(tag, |xml| fields(xml, ender));
}

/// What all addresses have in common, in the layout's order.
pub(super) fn fields(xml: &mut Xml, ender: &Ender) {
    xml.field("xLgr", &ender.x_lgr);
    xml.field("nro", &ender.nro);
    xml.maybe("xCpl", ender.x_cpl.as_ref());
    xml.field("xBairro", &ender.x_bairro);
    // 272 to 275; of a `retirada` 276 and 277.
    xml.field("cMun", &ender.c_mun);
    xml.field("xMun", &ender.x_mun);
    xml.field("UF", ender.uf);
    xml.field("CEP", &ender.cep);
    xml.field("cPais", 1058);
    xml.field("xPais", "BRASIL");
    xml.maybe("fone", ender.fone.as_ref());
}
