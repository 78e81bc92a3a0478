//! `retirada` (F): where the goods leave from, when that is not the emitter's own address.

use crate::domain::local::Local;

use super::xml::Xml;
use super::{ender, tax_id};

pub(super) fn write(xml: &mut Xml, retirada: &Local) {
    xml.group("retirada", |xml| {
        tax_id::write(xml, &retirada.id);
        xml.maybe("xNome", retirada.x_nome.as_ref());
        ender::fields(xml, &retirada.ender);
        xml.maybe("IE", retirada.ie.as_ref());
    });
}
