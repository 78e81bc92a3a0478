//! `IBSCBS`, `IBSCBSTot`, `vItem` and `vNFTot`: the reform's taxes (NT 2025.002).

use jiff::civil::{Date, date};

use crate::domain::{Money, Rate};

use super::super::element::Element;
use super::super::read::Document;
use super::sale::{Item, Sale};
use super::{Disputes, Tables, money, value};

const GROUP: &str = "imposto/IBSCBS";
/// Due for CRT 3 in 2026 (LC 214/2025 art. 343); its absence is not rejected yet (NT 2025.002
/// v1.52, UB12-10), so it is told and stops nothing.
const DUE_FROM: Date = date(2026, 1, 1);
/// From then on CBS is a tax like any other.
const REAL_FROM: Date = date(2027, 1, 1);

/// Of each levy: group, rate, tax, and the rule of its rate.
const LEVIES: [(&str, &str, &str, &str); 3] = [
    ("gIBSUF", "pIBSUF", "vIBSUF", "1026"),
    ("gIBSMun", "pIBSMun", "vIBSMun", "1036"),
    ("gCBS", "pCBS", "vCBS", "1037"),
];

/// Path in `IBSCBSTot`, and what it sums in each item's `IBSCBS`.
const IBS_CBS_TOT: [(&str, &str); 10] = [
    ("vBCIBSCBS", "gIBSCBS/vBC"),
    ("gIBS/gIBSUF/vDif", "gIBSCBS/gIBSUF/gDif/vDif"),
    ("gIBS/gIBSUF/vIBSUF", "gIBSCBS/gIBSUF/vIBSUF"),
    ("gIBS/gIBSMun/vDif", "gIBSCBS/gIBSMun/gDif/vDif"),
    ("gIBS/gIBSMun/vIBSMun", "gIBSCBS/gIBSMun/vIBSMun"),
    ("gIBS/vIBS", "gIBSCBS/vIBS"),
    ("gCBS/vDif", "gIBSCBS/gCBS/gDif/vDif"),
    ("gCBS/vCBS", "gIBSCBS/gCBS/vCBS"),
    ("gMono/vIBSMono", "gIBSCBSMono/vTotIBSMonoItem"),
    ("gMono/vCBSMono", "gIBSCBSMono/vTotCBSMonoItem"),
];

/// One item's group.
pub(super) fn check(
    disputes: &mut Disputes,
    item: &Item<'_>,
    sale: &Sale<'_>,
    tables: &dyn Tables,
) {
    if !item.has(GROUP) {
        return absent(disputes, item, sale);
    }
    class(disputes, item, sale, tables);
    let group = format!("{GROUP}/gIBSCBS");
    if !item.has(&group) {
        return;
    }
    let lawful = sale.day.and_then(|day| tables.ibs_cbs(day));
    // UB18-10, exception 1: under a condition nothing is due, and what would be stands beside it.
    let is_regular = item.has(&format!("{group}/gTribRegular"));
    let base = item.money(&format!("{group}/vBC"));
    for ((levy, rate, tax, rule), n) in LEVIES.into_iter().zip(0..) {
        let levy = format!("{group}/{levy}");
        let path = format!("{levy}/{rate}");
        let found = item.rate(&path);
        if let Some(lawful) = lawful.as_ref().and_then(|it| it.get(n)) {
            let lawful = if is_regular { Rate::ZERO } else { *lawful };
            item.holds(disputes, rule, &path, lawful, found == lawful);
        }
        let effective = format!("{levy}/gRed/pAliqEfet");
        let rate = if item.has(&effective) { item.rate(&effective) } else { found };
        reduced(disputes, item, &levy, found, rate);
        let whole = base.percent(rate);
        let put_off = format!("{levy}/gDif/vDif");
        if item.has(&put_off) {
            let part = whole.percent(item.rate(&format!("{levy}/gDif/pDif")));
            item.near(disputes, "IBSCBS", &put_off, part);
        }
        let due = whole.or_zero_sub(item.money(&put_off));
        item.near(disputes, "IBSCBS", &format!("{levy}/{tax}"), due);
    }
    let parts = item.money(&format!("{group}/gIBSUF/vIBSUF"))
        + item.money(&format!("{group}/gIBSMun/vIBSMun"));
    let path = format!("{group}/vIBS");
    item.holds(disputes, "IBSCBS", &path, parts, item.money(&path) == parts);
}

/// `pAliqEfet` is what the reduction leaves of the rate.
fn reduced(disputes: &mut Disputes, item: &Item<'_>, levy: &str, rate: Rate, effective: Rate) {
    let part = format!("{levy}/gRed/pRedAliq");
    if item.has(&part) {
        let left = rate.less(item.rate(&part));
        let path = format!("{levy}/gRed/pAliqEfet");
        item.holds(disputes, "IBSCBS", &path, left, effective == left);
    }
}

fn absent(disputes: &mut Disputes, item: &Item<'_>, sale: &Sale<'_>) {
    let Some(day) = sale.day.filter(|day| sale.crt == "3" && *day >= DUE_FROM) else { return };
    let expected = "the group: due for CRT 3";
    if day >= REAL_FROM {
        disputes.add("1115", item.field(GROUP), expected, "none");
    } else {
        disputes.warn("1115", item.field(GROUP), expected, "none");
    }
}

/// `cClassTrib` begins with its `CST`, and its groups are those of the situation.
fn class(disputes: &mut Disputes, item: &Item<'_>, sale: &Sale<'_>, tables: &dyn Tables) {
    let (class, cst) = (format!("{GROUP}/cClassTrib"), item.text(&format!("{GROUP}/CST")));
    let found = item.text(&class);
    let kept = found.len() == 6 && found.get(..3) == Some(cst);
    item.holds(disputes, "cClassTrib", &class, "six digits that begin with CST", kept);
    let exists = sale.day.and_then(|day| tables.class(found, day)).unwrap_or(true);
    item.holds(disputes, "cClassTrib", &class, "a class that an NF-e may have", exists);
    let has = |tag: &str| item.has(&format!("{GROUP}/{tag}"));
    let reduced = has("gIBSCBS/gIBSUF/gRed") || has("gIBSCBS/gCBS/gRed");
    let (expected, kept) = match cst {
        "000" => ("gIBSCBS without gRed", has("gIBSCBS") && !reduced),
        "200" => ("gIBSCBS with gRed", has("gIBSCBS") && reduced),
        "410" => ("no gIBSCBS", !has("gIBSCBS")),
        "620" => ("gIBSCBSMono", has("gIBSCBSMono")),
        // By class: the table says.
        _ => return,
    };
    item.holds(disputes, "cClassTrib", &class, format!("{expected} with CST {cst}"), kept);
}

/// The sums of all items.
pub(super) fn totals(disputes: &mut Disputes, document: &Document) {
    let group = document.inf_nfe().at("total/IBSCBSTot");
    let items = document.det().any(|det| det.at(GROUP).is_some());
    // 1118 when it is there without items that have it.
    let kept = group.is_some() == items;
    disputes.holds("1118", "total/IBSCBSTot", "the group exactly when items have IBSCBS", kept);
    let Some(group) = group else { return };
    for (path, of) in IBS_CBS_TOT {
        let expected: Money = document.det().map(|det| money(det, &format!("{GROUP}/{of}"))).sum();
        disputes.same("1080", format!("total/IBSCBSTot/{path}"), expected, money(group, path));
    }
    for (place, det) in (1u32..).zip(document.det()) {
        let expected = v_item(det);
        let field = format!("det[{place}]/vItem");
        disputes.same("VB01-10", field, expected, value(det, "vItem").unwrap_or("none"));
    }
    let v_nf_tot = document.value("total/vNFTot");
    disputes.holds("1004", "total/vNFTot", "vNFTot beside IBSCBSTot", v_nf_tot.is_some());
    let expected: Money = document.det().map(|det| money(det, "vItem")).sum();
    disputes.same("1094", "total/vNFTot", expected, v_nf_tot.unwrap_or_default());
}

/// What the item adds to `vNF` (VB01-10).
fn v_item(det: &Element) -> Money {
    let sum = |paths: &[&str]| paths.iter().map(|path| money(det, path)).sum::<Money>();
    let plus = sum(&[
        "prod/vProd",
        "prod/vFrete",
        "prod/vSeg",
        "prod/vOutro",
        "imposto/ICMS/*/vICMSST",
        "imposto/ICMS/*/vFCPST",
        "imposto/II/vII",
        "imposto/IPI/IPITrib/vIPI",
        "impostoDevol/IPI/vIPIDevol",
    ]);
    let deducted = match value(det, "imposto/ICMS/*/indDeduzDeson") {
        Some("1") => money(det, "imposto/ICMS/*/vICMSDeson"),
        _ => Money::ZERO,
    };
    plus.or_zero_sub(money(det, "prod/vDesc") + deducted)
}
