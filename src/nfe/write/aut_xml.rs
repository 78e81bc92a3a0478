//! `autXML` (GA): who else may fetch the note. BA wants somebody there (486).

use crate::domain::TaxId;

use super::tax_id;
use super::xml::Xml;

pub(super) fn write(xml: &mut Xml, aut_xml: &[TaxId]) {
    for id in aut_xml {
        xml.group("autXML", |xml| tax_id::write(xml, id));
    }
}
