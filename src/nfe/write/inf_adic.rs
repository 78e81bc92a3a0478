//! `infAdic` (Z): what else is said.

use super::xml::Xml;

pub(super) fn write(xml: &mut Xml, inf_cpl: &str, obs_cont: &[(String, String)]) {
    if inf_cpl.is_empty() && obs_cont.is_empty() {
        return;
    }
    xml.group("infAdic", |xml| {
        xml.maybe("infCpl", (!inf_cpl.is_empty()).then_some(inf_cpl));
        for (x_campo, x_texto) in obs_cont {
            xml.group_with("obsCont", &[("xCampo", x_campo)], |xml| {
                xml.field("xTexto", x_texto);
            });
        }
    });
}
