//! `transp`, `autXML`, `infRespTec`: who carries, who may fetch the note, who answers for the
//! program.

use jiff::civil::{Date, date};

use crate::domain::{Cnpj, Uf};

use super::super::read::Document;
use super::Disputes;
use super::sale::Sale;

/// NT 2018.005 v1.52: where who answers for the program must be told; elsewhere it is to come.
const RESPONSIBLE: [Uf; 6] = [Uf::Am, Uf::Ms, Uf::Pe, Uf::Pr, Uf::Sc, Uf::To];
/// From that day on Paraná wants the hash as well (975).
const CSRT_PR: Date = date(2026, 2, 23);
/// Base64 of the twenty bytes of a SHA-1.
const HASH_LENGTH: usize = 28;

pub(super) fn check(disputes: &mut Disputes, document: &Document, sale: &Sale<'_>) {
    carrier(disputes, document);
    responsible(disputes, document, sale);
    if sale.from == Some(Uf::Ba) {
        // Its accountant, or the state itself: 13937073000156.
        let told = document.inf_nfe().child("autXML").is_some();
        disputes.holds("486", "autXML", "who keeps the books of a seller in BA", told);
    }
}

/// `transporta` fits `modFrete`.
fn carrier(disputes: &mut Disputes, document: &Document) {
    let text = |path: &str| document.value(path).unwrap_or_default();
    let Some(carrier) = document.inf_nfe().at("transp/transporta") else { return };
    let mod_frete = text("transp/modFrete");
    let field = "transp/transporta";
    disputes.holds("845", field, "nobody with modFrete 9", mod_frete != "9");
    let id = carrier.value("CNPJ").or_else(|| carrier.value("CPF")).unwrap_or_default();
    if id.is_empty() {
        return;
    }
    let is = |party: &str| {
        let cnpj = document.value(&format!("{party}/CNPJ"));
        let other = cnpj.or_else(|| document.value(&format!("{party}/CPF"))).unwrap_or_default();
        root(other) == root(id)
    };
    for (party, own, must, must_not) in [("emit", "3", "846", "847"), ("dest", "4", "848", "849")] {
        let kept = (mod_frete == own) == is(party);
        let rule = if mod_frete == own { must } else { must_not };
        disputes.holds(rule, field, "the party's own transport exactly with 3 and 4", kept);
    }
}

/// Of a CNPJ the company, of a CPF the person.
fn root(id: &str) -> &str {
    if id.len() == 14 { id.get(..8).unwrap_or_default() } else { id }
}

fn responsible(disputes: &mut Disputes, document: &Document, sale: &Sale<'_>) {
    let group = document.inf_nfe().child("infRespTec");
    let field = "infRespTec";
    let due = sale.from.is_some_and(|uf| RESPONSIBLE.contains(&uf));
    let Some(group) = group else {
        return disputes.holds("972", field, "the group: this UF wants it", !due);
    };
    let right = Cnpj::parse(group.value("CNPJ").unwrap_or_default()).is_ok();
    disputes.holds("973", "infRespTec/CNPJ", "a CNPJ with right digits", right);
    let (id, hash) = (group.value("idCSRT"), group.value("hashCSRT"));
    let due = sale.from == Some(Uf::Pr) && sale.day.is_some_and(|day| day >= CSRT_PR);
    let told = id.is_some() && hash.is_some();
    disputes.holds("975", "infRespTec/idCSRT", "idCSRT and hashCSRT in PR", !due || told);
    // The secret is not in the note: only its shape can be disputed.
    let shaped = hash.is_none_or(|it| it.len() == HASH_LENGTH && it.ends_with('='));
    disputes.holds("978", "infRespTec/hashCSRT", "Base64 of a SHA-1", shaped);
}
