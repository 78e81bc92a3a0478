//! `emit`, `dest`, `infIntermed`, and who holds the goods: who they are.

use crate::domain::codes::Ie;
use crate::domain::{Cnpj, Cpf, Uf};

use super::super::read::Document;
use super::Disputes;
use super::sale::Sale;

/// What the buyer is called where nothing is sold (598).
const HOMOLOGACAO: &str = "NF-E EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL";
/// Fictitious or not, this much of a personal value is shown.
const HIDDEN: &str = "***";

pub(super) fn check(disputes: &mut Disputes, document: &Document, sale: &Sale<'_>) {
    emit(disputes, document, sale);
    identity(disputes, document, sale);
    names(disputes, document);
    registration(disputes, document, sale);
    if let Some(marketplace) = document.value("infIntermed/CNPJ") {
        let right = Cnpj::parse(marketplace).is_ok();
        disputes.holds("440", "infIntermed/CNPJ", "a CNPJ with right digits", right);
    }
    for (rule, place) in [("540", "retirada/CPF"), ("541", "entrega/CPF")] {
        let right = document.value(place).is_none_or(|it| Cpf::parse(it).is_ok());
        disputes.holds(rule, place, "a CPF with right digits", right);
    }
}

fn emit(disputes: &mut Disputes, document: &Document, sale: &Sale<'_>) {
    let cnpj = text(document, "emit/CNPJ");
    disputes.holds("207", "emit/CNPJ", "a CNPJ with right digits", Cnpj::parse(cnpj).is_ok());
    let ie = text(document, "emit/IE");
    disputes.holds("229", "emit/IE", "a state registration", !ie.is_empty());
    let right = ie.is_empty() || ie_is_right(sale.from, ie);
    disputes.holds("209", "emit/IE", "a registration with this UF's digits", right);
}

fn identity(disputes: &mut Disputes, document: &Document, sale: &Sale<'_>) {
    let (cnpj, cpf) = (document.value("dest/CNPJ"), document.value("dest/CPF"));
    match (cnpj, cpf) {
        (Some(cnpj), None) => {
            let right = Cnpj::parse(cnpj).is_ok();
            disputes.holds("208", "dest/CNPJ", "a CNPJ with right digits", right);
            let seller = text(document, "emit/CNPJ");
            disputes.holds("220", "dest/CNPJ", "somebody else than emit", cnpj != seller);
        }
        (None, Some(cpf)) => {
            disputes.holds("237", "dest/CPF", "a CPF with right digits", Cpf::parse(cpf).is_ok());
        }
        (Some(_), Some(_)) => disputes.add("225", "dest", "one of CNPJ and CPF", "both"),
        (None, None) => {
            disputes.add("719", "dest", "one of CNPJ and CPF", "neither");
            if sale.id_dest == "2" {
                disputes.add("721", "dest", "CNPJ or CPF to another UF", "neither");
            }
        }
    }
}

fn names(disputes: &mut Disputes, document: &Document) {
    let name = text(document, "dest/xNome");
    disputes.holds("724", "dest/xNome", "a name", !name.is_empty());
    let address = document.inf_nfe().at("dest/enderDest").is_some();
    disputes.holds("726", "dest/enderDest", "an address", address);
    if document.tp_amb() == Some("2") && name != HOMOLOGACAO {
        disputes.add("598", "dest/xNome", HOMOLOGACAO, HIDDEN);
    }
}

/// Who pays ICMS has an IE, and who has none consumes.
fn registration(disputes: &mut Disputes, document: &Document, sale: &Sale<'_>) {
    let ie = document.value("dest/IE");
    match text(document, "dest/indIEDest") {
        "1" => {
            disputes.holds("728", "dest/IE", "an IE with indIEDest 1", ie.is_some());
            let right = ie.is_none_or(|ie| ie_is_right(sale.to, ie));
            disputes.holds("210", "dest/IE", "a registration with that UF's digits", right);
        }
        "9" => {
            // SEFAZ would take one here; a buyer with an IE is a contributor, and we say so.
            disputes.holds("791", "dest/IE", "no IE with indIEDest 9", ie.is_none());
            disputes.holds("696", "ide/indFinal", "1 with indIEDest 9", sale.is_final);
        }
        other => {
            // 2 is refused by most states, and none needs it.
            disputes.add("805", "dest/indIEDest", "1 or 9", other);
            if other == "2" {
                disputes.holds("791", "dest/IE", "no IE with indIEDest 2", ie.is_none());
            }
        }
    }
}

/// Whether a registration has the length, prefix and digits of its state. Where no state is known
/// another rule says so.
fn ie_is_right(uf: Option<Uf>, ie: &str) -> bool {
    uf.is_none_or(|uf| Ie::parse_of(uf, ie).is_ok())
}

fn text<'a>(document: &'a Document, path: &str) -> &'a str {
    document.value(path).unwrap_or_default()
}
