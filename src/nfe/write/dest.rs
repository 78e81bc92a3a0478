//! `dest` (E): who buys.

use crate::domain::TaxId;
use crate::domain::invoice::Dest;

use super::ender;
use super::xml::Xml;

pub(super) fn write(xml: &mut Xml, dest: &Dest) {
    xml.group("dest", |xml| {
        // 719.
        match &dest.id {
            TaxId::Cnpj(cnpj) => xml.field("CNPJ", cnpj),
            TaxId::Cpf(cpf) => xml.field("CPF", cpf.as_str()),
        }
        // 724.
        xml.field("xNome", &dest.x_nome);
        // 726.
        ender::write(xml, "enderDest", &dest.ender);
        // 1 with an IE (728), else 9: several UFs refuse 2 (805).
        xml.field("indIEDest", if dest.ie.is_some() { 1 } else { 9 });
        xml.maybe("IE", dest.ie.as_ref());
    });
}
