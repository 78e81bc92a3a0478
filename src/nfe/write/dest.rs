//! `dest` (E): who buys.

use crate::domain::invoice::Dest;

use super::xml::Xml;
use super::{ender, tax_id};

pub(super) fn write(xml: &mut Xml, dest: &Dest) {
    xml.group("dest", |xml| {
        // 719.
        tax_id::write(xml, &dest.id);
        // 724.
        xml.field("xNome", &dest.x_nome);
        // 726.
        ender::write(xml, "enderDest", &dest.ender);
        // 1 with an IE (728), else 9: several UFs refuse 2 (805).
        xml.field("indIEDest", if dest.ie.is_some() { 1 } else { 9 });
        xml.maybe("IE", dest.ie.as_ref());
    });
}
