//! `infRespTec` (ZD): who answers for the program (972, in force only in some UFs).

use crate::domain::invoice::InfRespTec;

use super::xml::Xml;

pub(super) fn write(xml: &mut Xml, inf_resp_tec: &InfRespTec) {
    xml.group("infRespTec", |xml| {
        xml.field("CNPJ", &inf_resp_tec.cnpj);
        xml.field("xContato", &inf_resp_tec.x_contato);
        xml.field("email", &inf_resp_tec.email);
        xml.field("fone", &inf_resp_tec.fone);
    });
}
