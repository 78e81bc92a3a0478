//! `total`: each figure is the sum of the items' own, and `vNF` what they come to.

use crate::domain::Money;

use super::super::read::Document;
use super::{Disputes, Tables, money, value};

/// Rule, tag in `ICMSTot`, and what it sums in each item.
const ICMS_TOT: [(&str, &str, &str); 22] = [
    ("531", "vBC", "imposto/ICMS/*/vBC"),
    ("532", "vICMS", "imposto/ICMS/*/vICMS"),
    ("795", "vICMSDeson", "imposto/ICMS/*/vICMSDeson"),
    ("798", "vFCPUFDest", "imposto/ICMSUFDest/vFCPUFDest"),
    ("799", "vICMSUFDest", "imposto/ICMSUFDest/vICMSUFDest"),
    ("800", "vICMSUFRemet", "imposto/ICMSUFDest/vICMSUFRemet"),
    ("861", "vFCP", "imposto/ICMS/*/vFCP"),
    ("533", "vBCST", "imposto/ICMS/*/vBCST"),
    ("534", "vST", "imposto/ICMS/*/vICMSST"),
    ("862", "vFCPST", "imposto/ICMS/*/vFCPST"),
    ("862", "vFCPSTRet", "imposto/ICMS/*/vFCPSTRet"),
    ("564", "vProd", "prod/vProd"),
    ("535", "vFrete", "prod/vFrete"),
    ("536", "vSeg", "prod/vSeg"),
    ("537", "vDesc", "prod/vDesc"),
    ("601", "vII", "imposto/II/vII"),
    ("538", "vIPI", "imposto/IPI/IPITrib/vIPI"),
    ("863", "vIPIDevol", "impostoDevol/IPI/vIPIDevol"),
    ("602", "vPIS", "imposto/PIS/*/vPIS"),
    ("603", "vCOFINS", "imposto/COFINS/*/vCOFINS"),
    ("604", "vOutro", "prod/vOutro"),
    ("685", "vTotTrib", "imposto/vTotTrib"),
];

/// What `vNF` is made of (610), besides the two that are taken off.
const PLUS: [&str; 9] =
    ["vProd", "vST", "vFCPST", "vFrete", "vSeg", "vOutro", "vII", "vIPI", "vIPIDevol"];

pub(super) fn check(disputes: &mut Disputes, document: &Document, tables: &dyn Tables) {
    for (rule, tag, path) in ICMS_TOT {
        let expected: Money = document.det().map(|det| money(det, path)).sum();
        disputes.same(rule, format!("total/ICMSTot/{tag}"), expected, total(document, tag));
    }
    let plus: Money = PLUS.map(|it| total(document, it)).into_iter().sum();
    // What is not taken counts only where the item says that it is taken off.
    let deducted: Money = document
        .det()
        .filter(|det| value(det, "imposto/ICMS/*/indDeduzDeson") == Some("1"))
        .map(|det| money(det, "imposto/ICMS/*/vICMSDeson"))
        .sum();
    let v_nf = plus.or_zero_sub(total(document, "vDesc") + deducted);
    disputes.same("610", "total/ICMSTot/vNF", v_nf, total(document, "vNF"));
    ceiling(disputes, document, tables);
}

/// A price that slipped by two places is caught here before the state's own limit.
fn ceiling(disputes: &mut Disputes, document: &Document, tables: &dyn Tables) {
    let Some(most) = tables.v_nf_max() else { return };
    for (rule, tag) in [("628", "vNF"), ("935", "vBC")] {
        let found = total(document, tag);
        if found > most {
            disputes.add(rule, format!("total/ICMSTot/{tag}"), format!("at most {most}"), found);
        }
    }
}

/// A figure of `ICMSTot`.
pub(super) fn total(document: &Document, tag: &str) -> Money {
    money(document.inf_nfe(), &format!("total/ICMSTot/{tag}"))
}
