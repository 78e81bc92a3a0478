//! `det`: each item by itself.

use crate::domain::codes::Gtin;
use crate::domain::{Money, Rate};

use super::super::element::Element;
use super::super::read::Document;
use super::{Disputes, money, value};

/// What the first item is called where nothing is sold (373).
const HOMOLOGACAO: &str = "NOTA FISCAL EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL";

pub(super) fn check(disputes: &mut Disputes, document: &Document) {
    for (place, det) in (1u32..).zip(document.det()) {
        let item = Item { det, at: format!("det[{place}]") };
        let n_item = det.attribute("nItem").unwrap_or_default();
        disputes.same("927", item.field("@nItem"), place, n_item);
        prod(disputes, document, &item);
        taxes(disputes, document, &item);
        difal(disputes, document, &item);
        if document.tp_amb() == Some("2") && place == 1 {
            let kept = item.text("prod/xProd") == HOMOLOGACAO;
            disputes.holds("373", item.field("prod/xProd"), HOMOLOGACAO, kept);
        }
    }
    if document.det().next().is_none() {
        disputes.add("225", "det", "1 to 990 items", "none");
    }
}

struct Item<'a> {
    det: &'a Element,
    at: String,
}

impl Item<'_> {
    fn field(&self, path: &str) -> String {
        format!("{}/{path}", self.at)
    }

    fn text(&self, path: &str) -> &str {
        value(self.det, path).unwrap_or_default()
    }

    fn money(&self, path: &str) -> Money {
        money(self.det, path)
    }

    fn rate(&self, path: &str) -> Rate {
        Rate::parse(self.text(path)).unwrap_or_default()
    }

    fn has(&self, path: &str) -> bool {
        value(self.det, path).is_some()
    }
}

fn prod(disputes: &mut Disputes, document: &Document, item: &Item<'_>) {
    for (rule, quantity, price) in
        [("629", "prod/qCom", "prod/vUnCom"), ("630", "prod/qTrib", "prod/vUnTrib")]
    {
        let product = product(item.text(quantity), item.text(price));
        match product {
            Some(product) => {
                let v_prod = item.money("prod/vProd");
                disputes.near(rule, item.field("prod/vProd"), product, v_prod);
            }
            None => disputes.add("225", item.field(price), "a quantity and a price", "otherwise"),
        }
    }
    for (rule, path) in [("611", "prod/cEAN"), ("612", "prod/cEANTrib")] {
        let gtin = item.text(path);
        let kept = gtin == "SEM GTIN" || Gtin::parse(gtin).is_ok();
        disputes.holds(rule, item.field(path), "SEM GTIN, or a GTIN with its check digit", kept);
    }
    let cfop = item.text("prod/CFOP").get(..1).unwrap_or_default();
    match document.value("ide/idDest") {
        Some("1") => disputes.same("733", item.field("prod/CFOP"), "5", cfop),
        Some("2") => disputes.same("732", item.field("prod/CFOP"), "6", cfop),
        // Disputed with the places.
        Some(_) | None => {}
    }
}

fn taxes(disputes: &mut Disputes, document: &Document, item: &Item<'_>) {
    match document.value("emit/CRT") {
        Some("1" | "4") => {
            let kept = item.has("imposto/ICMS/*/CSOSN");
            disputes.holds("590", item.field("imposto/ICMS"), "CSOSN with CRT 1 or 4", kept);
        }
        Some("2" | "3") => {
            let kept = item.has("imposto/ICMS/*/CST");
            disputes.holds("591", item.field("imposto/ICMS"), "CST with CRT 2 or 3", kept);
        }
        other => disputes.add("225", "emit/CRT", "1 to 4", other.unwrap_or_default()),
    }
    disputes.holds("745", item.field("imposto/PIS"), "the group", item.has("imposto/PIS"));
    disputes.holds("748", item.field("imposto/COFINS"), "the group", item.has("imposto/COFINS"));
    let g = "imposto/IBSCBS/gIBSCBS";
    for (rule, base, rate, tax) in [
        ("528", "imposto/ICMS/*/vBC", "imposto/ICMS/*/pICMS", "imposto/ICMS/*/vICMS"),
        ("PIS", "imposto/PIS/*/vBC", "imposto/PIS/*/pPIS", "imposto/PIS/*/vPIS"),
        ("COFINS", "imposto/COFINS/*/vBC", "imposto/COFINS/*/pCOFINS", "imposto/COFINS/*/vCOFINS"),
        (
            "IBSCBS",
            &format!("{g}/vBC"),
            &format!("{g}/gIBSUF/pIBSUF"),
            &format!("{g}/gIBSUF/vIBSUF"),
        ),
        (
            "IBSCBS",
            &format!("{g}/vBC"),
            &format!("{g}/gIBSMun/pIBSMun"),
            &format!("{g}/gIBSMun/vIBSMun"),
        ),
        ("IBSCBS", &format!("{g}/vBC"), &format!("{g}/gCBS/pCBS"), &format!("{g}/gCBS/vCBS")),
    ] {
        let expected = item.money(base).percent(item.rate(rate));
        disputes.near(rule, item.field(tax), expected, item.money(tax));
    }
    let class = item.text("imposto/IBSCBS/cClassTrib").get(..3).unwrap_or_default();
    let cst = item.text("imposto/IBSCBS/CST");
    disputes.same("IBSCBS", item.field("imposto/IBSCBS/CST"), class, cst);
    let parts =
        item.money(&format!("{g}/gIBSUF/vIBSUF")) + item.money(&format!("{g}/gIBSMun/vIBSMun"));
    let field = item.field("imposto/IBSCBS/gIBSCBS/vIBS");
    disputes.same("IBSCBS", field, parts, item.money(&format!("{g}/vIBS")));
}

/// `ICMSUFDest`: due when a CRT 3 seller sells to another UF's final consumer who pays no ICMS.
fn difal(disputes: &mut Disputes, document: &Document, item: &Item<'_>) {
    let is = |path: &str, text: &str| document.value(path) == Some(text);
    let interstate = is("ide/idDest", "2") && is("ide/indFinal", "1") && is("dest/indIEDest", "9");
    let group = "imposto/ICMSUFDest";
    let present = item.has(group);
    if !present {
        let due = interstate && is("emit/CRT", "3");
        return disputes.holds("694", item.field(group), "the group, which is due", !due);
    }
    disputes.holds("695", item.field(group), "no group, it is not due", interstate);
    let part = item.rate(&format!("{group}/pICMSInterPart"));
    disputes.same("699", item.field("imposto/ICMSUFDest/pICMSInterPart"), "100.0000", part);
    let fcp = item
        .money(&format!("{group}/vBCFCPUFDest"))
        .percent(item.rate(&format!("{group}/pFCPUFDest")));
    let path = format!("{group}/vFCPUFDest");
    disputes.near("793", item.field(&path), fcp, item.money(&path));
    let path = format!("{group}/vICMSUFDest");
    let inter = item.rate(&format!("{group}/pICMSInter"));
    let gap = item.rate(&format!("{group}/pICMSUFDest")).checked_sub(inter).unwrap_or_default();
    let expected = item.money(&format!("{group}/vBCUFDest")).percent(gap);
    disputes.near("ICMSUFDest", item.field(&path), expected, item.money(&path));
}

/// Quantity (at most 4 decimals) by price (at most 10), to the cent, half up.
fn product(quantity: &str, price: &str) -> Option<Money> {
    let exact = scaled(quantity, 4)?.checked_mul(scaled(price, 10)?)?;
    let cents = exact.checked_add(500_000_000_000)?.checked_div(1_000_000_000_000)?;
    i64::try_from(cents).ok().map(Money::from_cents)
}

/// Digits, a point and at most so many decimals, as an integer.
fn scaled(text: &str, decimals: usize) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let legal = fraction.len() <= decimals
        && text.len() <= 30
        && !whole.is_empty()
        && whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit());
    legal.then(|| format!("{whole}{fraction:0<decimals$}").parse().ok()).flatten()
}
