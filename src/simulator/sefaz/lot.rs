//! `enviNFe`, in the form that it must have before anything is said of the note.

use crate::domain::AccessKey;

use super::super::rules::{self, Rejection, ensure};
use super::super::script::number_of;
use super::super::xml::{self, Element, XmlError};

/// Larger messages are refused (214).
const MESSAGE_BYTES_MAX: usize = 500 * 1024;

/// A note that can be judged.
pub(super) struct Submitted<'a> {
    pub(super) nfe: &'a Element,
    pub(super) inf_nfe: &'a Element,
    pub(super) key: AccessKey,
    pub(super) number: (String, u16, u32),
}

pub(super) fn read(bytes: &[u8]) -> Result<Element, Rejection> {
    ensure(bytes.len() <= MESSAGE_BYTES_MAX, 214)?;
    let lot = xml::read(bytes).map_err(|error| match error {
        XmlError::Encoding => Rejection::new(402),
        XmlError::Malformed(_) => Rejection::new(243),
        XmlError::Unexpected(_) => Rejection::new(588),
    })?;
    ensure(lot.name == "enviNFe", 215)?;
    ensure(lot.namespace == crate::nfe::NAMESPACE, 587)?;
    ensure(lot.attribute("versao") == Some("4.00"), 239)?;
    let has_text = lot.content.len() != lot.elements().count();
    ensure(!has_text, 588)?;
    let names: Vec<_> = lot.elements().map(|it| it.name.as_str()).collect();
    ensure(names.get(..2) == Some(&["idLote", "indSinc"]), 215)?;
    let id_lote = lot.value(&["idLote"]);
    let is_id = (1..=15).contains(&id_lote.len()) && id_lote.bytes().all(|b| b.is_ascii_digit());
    ensure(is_id, 215)?;
    // NT 2025.001: one note is asked for synchronously (452), and only one may be (764).
    let notes = names.iter().filter(|name| **name == "NFe").count();
    ensure(notes >= 1 && notes + 2 == names.len(), 215)?;
    ensure(notes == 1, 764)?;
    ensure(lot.value(&["indSinc"]) == "1", 452)?;
    Ok(lot)
}

pub(super) fn submitted(lot: &Element) -> Result<Submitted<'_>, Rejection> {
    let nfe = lot.child("NFe").ok_or_else(|| Rejection::new(215))?;
    rules::schema::judge(nfe)?;
    let inf_nfe = nfe.child("infNFe").ok_or_else(|| Rejection::new(225))?;
    let id = inf_nfe.attribute("Id").unwrap_or_default();
    let key = id.strip_prefix("NFe").and_then(|it| AccessKey::parse(it).ok());
    let key = key.ok_or_else(|| Rejection::new(253))?;
    let (serie, number) = number_of(&key);
    let number = (inf_nfe.value(&["emit", "CNPJ"]), serie, number);
    Ok(Submitted { nfe, inf_nfe, key, number })
}

/// Which sale a note is of, by what it says: its shipment where it names one, else the whole of
/// its remarks, its total and its goods.
pub(super) fn sale(inf_nfe: &Element) -> String {
    let emit = inf_nfe.value(&["emit", "CNPJ"]);
    let remarks = inf_nfe.child("infAdic");
    let shipment = remarks.into_iter().flat_map(|it| it.all("obsCont")).find(|it| {
        it.attribute("xCampo").is_some_and(|name| name.to_ascii_lowercase().contains("shipment"))
    });
    if let Some(shipment) = shipment {
        return format!("{emit} {}", shipment.value(&["xTexto"]));
    }
    let goods: Vec<String> = inf_nfe
        .all("det")
        .map(|det| format!("{}×{}", det.value(&["prod", "qCom"]), det.value(&["prod", "cProd"])))
        .collect();
    let remarks = inf_nfe.value(&["infAdic", "infCpl"]);
    format!("{emit} {remarks} {} {}", inf_nfe.value(&["total", "ICMSTot", "vNF"]), goods.join(","))
}
