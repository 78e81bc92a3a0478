//! `pag`: how it was paid.

use crate::domain::{Cnpj, Money};

use super::super::element::Element;
use super::super::read::Document;
use super::totals::total;
use super::{Disputes, money, value};

/// `tPag` that there are (436): IT 2024.002 v1.11.
const T_PAG: [&str; 23] = [
    "01", "02", "03", "04", "05", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20",
    "21", "22", "23", "24", "90", "91", "99",
];
/// `tPag` that may have the group `card` (963, NT 2023.004). That 03, 04 and 17 must have it
/// (391) is not in force in model 55.
const WITH_CARD: [&str; 9] = ["03", "04", "10", "11", "12", "13", "15", "17", "18"];
/// Nothing is paid now: 90 never, 91 later.
const UNPAID: [&str; 2] = ["90", "91"];

pub(super) fn check(disputes: &mut Disputes, document: &Document) {
    sums(disputes, document);
    let many = document.det_pag().count();
    let fin_nfe = document.value("ide/finNFe").unwrap_or_default();
    for (place, payment) in (1u32..).zip(document.det_pag()) {
        let at = format!("pag/detPag[{place}]");
        let t_pag = value(payment, "tPag").unwrap_or_default();
        if !T_PAG.contains(&t_pag) {
            disputes.add("436", format!("{at}/tPag"), "a means of the table", t_pag);
        }
        let named = t_pag != "99" || payment.child("xPag").is_some();
        disputes.holds("441", format!("{at}/xPag"), "a description with tPag 99", named);
        let unpaid = UNPAID.contains(&t_pag);
        let none = !unpaid || money(payment, "vPag").is_zero();
        disputes.holds("904", format!("{at}/vPag"), "nothing with tPag 90 and 91", none);
        let alone = t_pag != "90" || many == 1;
        disputes.holds("899", format!("{at}/tPag"), "90 beside no other payment", alone);
        // Returns and adjustments are paid by nobody.
        let kept = !matches!(fin_nfe, "3" | "4") || t_pag == "90";
        disputes.holds("871", format!("{at}/tPag"), "90 with this finNFe", kept);
        if let Some(it) = payment.child("card") {
            card(disputes, &at, t_pag, it);
        }
    }
}

/// What was paid, less the change, is the note.
fn sums(disputes: &mut Disputes, document: &Document) {
    let paid: Money = document.det_pag().map(|it| money(it, "vPag")).sum();
    let change = document.value("pag/vTroco");
    let v_nf = total(document, "vNF");
    let unpaid = |it: &Element| UNPAID.contains(&value(it, "tPag").unwrap_or_default());
    if document.det_pag().any(unpaid) {
        return;
    }
    let back = money(document.inf_nfe(), "pag/vTroco");
    if paid < v_nf {
        disputes.add("865", "pag/detPag/vPag", v_nf, paid);
    } else if paid > v_nf && change.is_none() {
        disputes.add("866", "pag/detPag/vPag", v_nf, paid);
    } else if paid != v_nf + back {
        disputes.add("869", "pag/vTroco", paid.or_zero_sub(v_nf), back);
    }
}

fn card(disputes: &mut Disputes, at: &str, t_pag: &str, card: &Element) {
    let allowed = WITH_CARD.contains(&t_pag);
    disputes.holds("963", format!("{at}/card"), "no card with this tPag", allowed);
    let cnpj = value(card, "CNPJ");
    let right = cnpj.is_none_or(|it| Cnpj::parse(it).is_ok());
    disputes.holds("437", format!("{at}/card/CNPJ"), "a CNPJ with right digits", right);
    let t_band = value(card, "tBand").unwrap_or("99");
    let known = t_band == "99" || t_band.parse::<u8>().is_ok_and(|it| (1..=27).contains(&it));
    disputes.holds("443", format!("{at}/card/tBand"), "01 to 27, or 99", known);
    let integrated = value(card, "tpIntegra");
    let said = matches!(integrated, Some("1" | "2"));
    disputes.holds("496", format!("{at}/card/tpIntegra"), "1 or 2", said);
    let whole = cnpj.is_some() && card.child("cAut").is_some();
    let kept = integrated != Some("1") || whole;
    disputes.holds("392", format!("{at}/card"), "CNPJ and cAut with tpIntegra 1", kept);
}
