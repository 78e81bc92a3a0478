//! `total` and `pag`: the sums.

use crate::domain::{Cnpj, Money};

use super::super::read::Document;
use super::{Disputes, money, value};

/// Rule, tag in `ICMSTot`, and what it sums in each item.
const ICMS_TOT: [(&str, &str, &str); 12] = [
    ("531", "vBC", "imposto/ICMS/*/vBC"),
    ("532", "vICMS", "imposto/ICMS/*/vICMS"),
    ("535", "vFrete", "prod/vFrete"),
    ("536", "vSeg", "prod/vSeg"),
    ("537", "vDesc", "prod/vDesc"),
    ("564", "vProd", "prod/vProd"),
    ("602", "vPIS", "imposto/PIS/*/vPIS"),
    ("603", "vCOFINS", "imposto/COFINS/*/vCOFINS"),
    ("604", "vOutro", "prod/vOutro"),
    ("798", "vFCPUFDest", "imposto/ICMSUFDest/vFCPUFDest"),
    ("799", "vICMSUFDest", "imposto/ICMSUFDest/vICMSUFDest"),
    ("800", "vICMSUFRemet", "imposto/ICMSUFDest/vICMSUFRemet"),
];

/// Path in `IBSCBSTot`, and what it sums in each item's `gIBSCBS`.
const IBS_CBS_TOT: [(&str, &str); 5] = [
    ("vBCIBSCBS", "vBC"),
    ("gIBS/gIBSUF/vIBSUF", "gIBSUF/vIBSUF"),
    ("gIBS/gIBSMun/vIBSMun", "gIBSMun/vIBSMun"),
    ("gIBS/vIBS", "vIBS"),
    ("gCBS/vCBS", "gCBS/vCBS"),
];

/// What no item of this sale can have, with the rule that sums it.
const ZERO: [(&str, &str); 9] = [
    ("795", "vICMSDeson"),
    ("861", "vFCP"),
    ("533", "vBCST"),
    ("534", "vST"),
    ("862", "vFCPST"),
    ("862", "vFCPSTRet"),
    ("601", "vII"),
    ("538", "vIPI"),
    ("863", "vIPIDevol"),
];

/// `tPag` that may have the group `card` (963, NT 2023.004).
const WITH_CARD: [&str; 9] = ["03", "04", "10", "11", "12", "13", "15", "17", "18"];

pub(super) fn check(disputes: &mut Disputes, document: &Document) {
    icms_tot(disputes, document);
    ibs_cbs_tot(disputes, document);
    pag(disputes, document);
}

fn total(document: &Document, tag: &str) -> Money {
    money(document.inf_nfe(), &format!("total/ICMSTot/{tag}"))
}

fn sum(document: &Document, path: &str) -> Money {
    document.det().map(|det| money(det, path)).sum()
}

fn icms_tot(disputes: &mut Disputes, document: &Document) {
    for (rule, tag, path) in ICMS_TOT {
        let field = format!("total/ICMSTot/{tag}");
        disputes.same(rule, field, sum(document, path), total(document, tag));
    }
    for (rule, tag) in ZERO {
        disputes.same(rule, format!("total/ICMSTot/{tag}"), Money::ZERO, total(document, tag));
    }
    let plus: Money =
        ["vProd", "vFrete", "vSeg", "vOutro"].map(|it| total(document, it)).into_iter().sum();
    let v_nf = plus - total(document, "vDesc");
    disputes.same("610", "total/ICMSTot/vNF", v_nf, total(document, "vNF"));
}

fn ibs_cbs_tot(disputes: &mut Disputes, document: &Document) {
    let group = document.inf_nfe().at("total/IBSCBSTot");
    let items = document.det().any(|det| det.at("imposto/IBSCBS").is_some());
    // 1118 when it is there without items that have it.
    let kept = group.is_some() == items;
    disputes.holds("1118", "total/IBSCBSTot", "the group exactly when items have IBSCBS", kept);
    let Some(group) = group else { return };
    for (path, of) in IBS_CBS_TOT {
        let expected = sum(document, &format!("imposto/IBSCBS/gIBSCBS/{of}"));
        disputes.same("IBSCBSTot", format!("total/IBSCBSTot/{path}"), expected, money(group, path));
    }
    // NT 2025.002, VB01-10: each item says what it adds to vNF.
    for (place, det) in (1u32..).zip(document.det()) {
        let expected = money(det, "prod/vProd")
            + money(det, "prod/vFrete")
            + money(det, "prod/vSeg")
            + money(det, "prod/vOutro")
            - money(det, "prod/vDesc");
        let field = format!("det[{place}]/vItem");
        disputes.same("VB01-10", field, expected, value(det, "vItem").unwrap_or("none"));
    }
    let v_nf_tot = document.value("total/vNFTot");
    disputes.holds("1004", "total/vNFTot", "vNFTot beside IBSCBSTot", v_nf_tot.is_some());
    let expected = sum(document, "vItem");
    disputes.same("1094", "total/vNFTot", expected, v_nf_tot.unwrap_or_default());
}

fn pag(disputes: &mut Disputes, document: &Document) {
    let paid: Money = document.det_pag().map(|it| money(it, "vPag")).sum();
    let change = money(document.inf_nfe(), "pag/vTroco");
    let v_nf = total(document, "vNF");
    // 865 when it is less, 866 and 869 when it is more.
    let rule = if paid < v_nf { "865" } else { "866" };
    disputes.same(rule, "pag/detPag/vPag", v_nf, paid - change);
    for (place, payment) in (1u32..).zip(document.det_pag()) {
        let at = format!("pag/detPag[{place}]");
        let t_pag = value(payment, "tPag").unwrap_or_default();
        let named = t_pag != "99" || payment.child("xPag").is_some();
        disputes.holds("441", format!("{at}/xPag"), "a description with tPag 99", named);
        let none = t_pag != "90" || money(payment, "vPag").is_zero();
        disputes.holds("904", format!("{at}/vPag"), "nothing with tPag 90", none);
        let Some(card) = payment.child("card") else { continue };
        let allowed = WITH_CARD.contains(&t_pag);
        disputes.holds("963", format!("{at}/card"), "no card with this tPag", allowed);
        let cnpj = value(card, "CNPJ");
        let right = cnpj.is_none_or(|it| Cnpj::parse(it).is_ok());
        disputes.holds("437", format!("{at}/card/CNPJ"), "a CNPJ", right);
        let whole = cnpj.is_some() && card.child("cAut").is_some();
        let kept = value(card, "tpIntegra") != Some("1") || whole;
        disputes.holds("392", format!("{at}/card"), "CNPJ and cAut with tpIntegra 1", kept);
    }
}
