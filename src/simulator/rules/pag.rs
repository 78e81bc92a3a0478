//! How it was paid: `pag`.

use crate::domain::Cnpj;

use super::super::xml::Element;
use super::{Rejection, cents, ensure};

/// IT 2024.002 v1.11: the means of payment.
const T_PAG: &str = "01 02 03 04 05 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 90 91 99";
/// NT 2023.004, YA04-20: those that may have the card group.
const WITH_CARD: &str = "03 04 10 11 12 13 15 17 18";

/// Judges the payments.
pub fn judge(inf_nfe: &Element) -> Result<(), Rejection> {
    let pag = inf_nfe.child("pag").ok_or_else(|| Rejection::new(225))?;
    let v_nf = cents(inf_nfe, &["total", "ICMSTot", "vNF"]);
    for payment in pag.all("detPag") {
        let t_pag = payment.value(&["tPag"]);
        let amount = cents(payment, &["vPag"]);
        ensure(contains(T_PAG, &t_pag), 436)?;
        ensure(t_pag != "99" || payment.child("xPag").is_some(), 441)?;
        ensure(!["90", "91"].contains(&t_pag.as_str()) || amount == 0, 904)?;
        if let Some(card) = payment.child("card") {
            ensure(contains(WITH_CARD, &t_pag), 963)?;
            let cnpj = card.child("CNPJ").map(Element::text);
            ensure(cnpj.is_none_or(|it| Cnpj::parse(&it).is_ok()), 437)?;
            let brand = card.child("tBand").map(Element::text);
            ensure(brand.is_none_or(|it| is_brand(&it)), 443)?;
        }
    }
    let paid: i128 = pag.all("detPag").map(|it| cents(it, &["vPag"])).sum();
    let change = cents(pag, &["vTroco"]);
    let is_unpaid =
        pag.all("detPag").any(|it| ["90", "91"].contains(&it.value(&["tPag"]).as_str()));
    ensure(is_unpaid || paid >= v_nf, 865)?;
    ensure(paid <= v_nf || pag.child("vTroco").is_some(), 866)?;
    ensure(is_unpaid || paid - change == v_nf, 869)
}

fn contains(words: &str, word: &str) -> bool {
    words.split(' ').any(|it| it == word)
}

/// 01 to 27, and 99.
fn is_brand(code: &str) -> bool {
    code == "99" || code.parse::<u8>().is_ok_and(|it| (1..=27).contains(&it))
}
