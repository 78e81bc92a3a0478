//! `infIntermed` (YB): the marketplace.

use crate::domain::invoice::InfIntermed;

use super::xml::Xml;

pub(super) fn write(xml: &mut Xml, inf_intermed: &InfIntermed) {
    xml.group("infIntermed", |xml| {
        // 440.
        xml.field("CNPJ", &inf_intermed.cnpj);
        xml.field("idCadIntTran", &inf_intermed.id_cad_int_tran);
    });
}
