//! `ide`, and what it promises of other groups: what it says whatever the number.

use super::super::read::Document;
use super::sale::Sale;
use super::{Disputes, Tables};
use crate::domain::{Svc, Timestamp};

/// The highest `serie` that is ours (266); from 890 on they belong to other emitters (554).
const SERIE_MAX: u32 = 889;

pub(super) fn check(
    disputes: &mut Disputes,
    document: &Document,
    sale: &Sale<'_>,
    tables: &dyn Tables,
) {
    fixed(disputes, document);
    environment(disputes, document, tables);
    origin(disputes, document, sale);
    destination(disputes, sale);
    contingency(disputes, document, sale);
    intermediary(disputes, document);
}

fn text<'a>(document: &'a Document, path: &str) -> &'a str {
    document.value(path).unwrap_or_default()
}

/// What never varies in this sale.
fn fixed(disputes: &mut Disputes, document: &Document) {
    for (rule, path, expected) in [
        ("225", "ide/mod", "55"),
        ("225", "ide/finNFe", "1"),
        ("225", "ide/procEmi", "0"),
        // Amazon sells by internet.
        ("434", "ide/indPres", "2"),
    ] {
        disputes.same(rule, path, expected, text(document, path));
    }
    disputes.holds("519", "ide/tpNF", "1: goods leave", text(document, "ide/tpNF") == "1");
    let versao = document.inf_nfe().attribute("versao").unwrap_or_default();
    disputes.same("225", "infNFe/@versao", "4.00", versao);
    let serie = text(document, "ide/serie").parse::<u32>().ok();
    let ours = serie.is_some_and(|it| it <= SERIE_MAX);
    let rule = if serie.is_some_and(|it| it > 899) { "554" } else { "266" };
    if !ours {
        disputes.add(rule, "ide/serie", "0 to 889", text(document, "ide/serie"));
    }
}

fn environment(disputes: &mut Disputes, document: &Document, tables: &dyn Tables) {
    let tp_amb = document.tp_amb().unwrap_or_default();
    disputes.holds("252", "ide/tpAmb", "1 or 2", matches!(tp_amb, "1" | "2"));
    if let Some(expected) = tables.tp_amb() {
        disputes.same("252", "ide/tpAmb", expected, tp_amb);
    }
}

/// The UF that authorises is the emitter's, and the key begins with it.
fn origin(disputes: &mut Disputes, document: &Document, sale: &Sale<'_>) {
    let c_uf = text(document, "ide/cUF");
    let code = sale.from.map(|uf| uf.code().to_string()).unwrap_or_default();
    disputes.same("247", "ide/cUF", code, c_uf);
    let key = document.id().strip_prefix("NFe").unwrap_or_default();
    disputes.same("481", "ide/cUF", key.get(..2).unwrap_or_default(), c_uf);
}

fn destination(disputes: &mut Disputes, sale: &Sale<'_>) {
    let home = sale.from.is_some() && sale.from == sale.to;
    match sale.id_dest {
        "1" => disputes.holds("773", "ide/idDest", "1 only inside the UF", home),
        "2" => disputes.holds("772", "ide/idDest", "2 only to another UF", !home),
        other => disputes.add("771", "ide/idDest", "1 or 2", other),
    }
}

/// At home, or at the contingency of the state; why and since when belong to a contingency, and to
/// nothing else.
fn contingency(disputes: &mut Disputes, document: &Document, sale: &Sale<'_>) {
    let tp_emis = text(document, "ide/tpEmis");
    let normal = tp_emis == "1";
    match (tp_emis, sale.from) {
        ("1", _) => {}
        ("6" | "7", Some(uf)) => {
            disputes.same("584", "ide/tpEmis", Svc::of(uf).tp_emis(), tp_emis);
        }
        (other, _) => disputes.add("713", "ide/tpEmis", "1, or the SVC of the UF", other),
    }
    for path in ["ide/dhCont", "ide/xJust"] {
        let there = document.value(path).is_some();
        let rule = if normal { "556" } else { "557" };
        disputes.holds(rule, path, "exactly in a contingency", there != normal);
    }
    let moment = |path: &str| text(document, path).parse::<Timestamp>().ok();
    if let Some((since, issued)) = moment("ide/dhCont").zip(moment("ide/dhEmi")) {
        disputes.holds("558", "ide/dhCont", "not later than dhEmi", since <= issued);
    }
}

/// Who stood between: said where a sale is not in presence, and told exactly when somebody did.
fn intermediary(disputes: &mut Disputes, document: &Document) {
    let absent = matches!(text(document, "ide/indPres"), "2" | "3" | "4" | "9");
    let said = document.value("ide/indIntermed");
    let field = "ide/indIntermed";
    if absent {
        disputes.holds("434", field, "0 or 1 with this indPres", said.is_some());
    } else {
        disputes.holds("435", field, "nothing with this indPres", said.is_none());
    }
    let group = document.inf_nfe().child("infIntermed").is_some();
    if said == Some("1") {
        disputes.holds("438", "infIntermed", "the marketplace", group);
    } else {
        disputes.holds("439", "infIntermed", "no group without indIntermed 1", !group);
    }
}
