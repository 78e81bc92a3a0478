//! `CNPJ` or `CPF`: the choice that every party begins with.

use crate::domain::TaxId;

use super::xml::Xml;

pub(super) fn write(xml: &mut Xml, id: &TaxId) {
    match id {
        TaxId::Cnpj(cnpj) => xml.field("CNPJ", cnpj),
        TaxId::Cpf(cpf) => xml.field("CPF", cpf.as_str()),
    }
}
