//! `transp` (X): who pays the freight.

use super::xml::Xml;

pub(super) fn write(xml: &mut Xml, mod_frete: u8) {
    // With 9 there must be no `transporta` (845); we write none at all.
    xml.group("transp", |xml| xml.field("modFrete", mod_frete));
}
