//! `emit`, `dest`, `infIntermed`: who they are and where they are.

use crate::domain::{Cnpj, Cpf, Uf};

use super::super::read::Document;
use super::Disputes;

/// What the buyer is called where nothing is sold (598).
const HOMOLOGACAO: &str = "NF-E EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL";
/// Fictitious or not, this much of a personal value is shown.
const HIDDEN: &str = "***";

pub(super) fn check(disputes: &mut Disputes, document: &Document) {
    emit(disputes, document);
    dest(disputes, document);
    places(disputes, document);
    let marketplace = text(document, "infIntermed/CNPJ");
    disputes.holds("438", "infIntermed", "the marketplace", !marketplace.is_empty());
    disputes.holds("440", "infIntermed/CNPJ", "a CNPJ", Cnpj::parse(marketplace).is_ok());
}

fn emit(disputes: &mut Disputes, document: &Document) {
    let cnpj = text(document, "emit/CNPJ");
    disputes.holds("207", "emit/CNPJ", "a CNPJ", Cnpj::parse(cnpj).is_ok());
    let ie = text(document, "emit/IE");
    disputes.holds("229", "emit/IE", "a state registration", !ie.is_empty());
}

fn dest(disputes: &mut Disputes, document: &Document) {
    let (cnpj, cpf) = (document.value("dest/CNPJ"), document.value("dest/CPF"));
    match (cnpj, cpf) {
        (Some(cnpj), None) => {
            disputes.holds("208", "dest/CNPJ", "a CNPJ", Cnpj::parse(cnpj).is_ok());
            let seller = text(document, "emit/CNPJ");
            disputes.holds("220", "dest/CNPJ", "somebody else than emit", cnpj != seller);
        }
        (None, Some(cpf)) => {
            disputes.holds("237", "dest/CPF", "a CPF", Cpf::parse(cpf).is_ok());
        }
        (Some(_), Some(_)) => disputes.add("225", "dest", "one of CNPJ and CPF", "both"),
        (None, None) => disputes.add("719", "dest", "one of CNPJ and CPF", "neither"),
    }
    let name = text(document, "dest/xNome");
    disputes.holds("724", "dest/xNome", "a name", !name.is_empty());
    disputes.holds(
        "726",
        "dest/enderDest",
        "an address",
        document.value("dest/enderDest").is_some(),
    );
    if document.tp_amb() == Some("2") && name != HOMOLOGACAO {
        disputes.add("598", "dest/xNome", HOMOLOGACAO, HIDDEN);
    }
    let has_ie = document.value("dest/IE").is_some();
    match text(document, "dest/indIEDest") {
        "1" => disputes.holds("728", "dest/IE", "an IE with indIEDest 1", has_ie),
        "9" => {
            disputes.holds("225", "dest/IE", "no IE with indIEDest 9", !has_ie);
            // 696: who does not pay ICMS consumes.
            disputes.same("696", "ide/indFinal", "1", text(document, "ide/indFinal"));
        }
        other => disputes.add("805", "dest/indIEDest", "1 or 9", other),
    }
}

fn places(disputes: &mut Disputes, document: &Document) {
    let (from, to) = (text(document, "emit/enderEmit/UF"), text(document, "dest/enderDest/UF"));
    let code = |uf: &str| Uf::parse(uf).map(|it| it.code().to_string()).unwrap_or_default();
    disputes.same("247", "ide/cUF", code(from), text(document, "ide/cUF"));
    for (rule, path, uf) in [
        ("271", "ide/cMunFG", from),
        ("273", "emit/enderEmit/cMun", from),
        ("275", "dest/enderDest/cMun", to),
    ] {
        let state = text(document, path).get(..2).unwrap_or_default();
        disputes.same(rule, path, code(uf), state);
    }
    match text(document, "ide/idDest") {
        "1" => disputes.holds("773", "ide/idDest", "1 only inside the UF", from == to),
        "2" => disputes.holds("772", "ide/idDest", "2 only to another UF", from != to),
        other => disputes.add("771", "ide/idDest", "1 or 2", other),
    }
}

fn text<'a>(document: &'a Document, path: &str) -> &'a str {
    document.value(path).unwrap_or_default()
}
