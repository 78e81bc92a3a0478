//! `emit` (C): who sells.

use crate::domain::invoice::Emit;

use super::ender;
use super::xml::Xml;

pub(super) fn write(xml: &mut Xml, emit: &Emit) {
    xml.group("emit", |xml| {
        // Its root must be the certificate's (213).
        xml.field("CNPJ", &emit.cnpj);
        xml.field("xNome", &emit.x_nome);
        xml.maybe("xFant", emit.x_fant.as_ref());
        ender::write(xml, "enderEmit", &emit.ender);
        // 229.
        xml.field("IE", &emit.ie);
        xml.field("CRT", emit.crt.code());
    });
}
