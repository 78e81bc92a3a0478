//! `det/prod`: the goods, and what each item must have.

use crate::domain::codes::Gtin;
use crate::domain::{Money, Uf};

use super::super::read::Document;
use super::gtin::{Prefix, prefix};
use super::sale::{Item, Sale};
use super::{Disputes, Tables, difal, icms, reform, taxes};

/// What the first item is called where nothing is sold (373).
const HOMOLOGACAO: &str = "NOTA FISCAL EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL";

/// Returns of what was bought or taken in: only for `finNFe` 4 (328). The last three digits, of
/// 5xxx and 6xxx alike (IT 2023.002 v2.10, indDevol).
const RETURNS: [&str; 23] = [
    "201", "202", "208", "209", "210", "213", "214", "215", "216", "410", "411", "412", "413",
    "503", "553", "555", "556", "660", "661", "662", "918", "919", "921",
];

pub(super) fn check(
    disputes: &mut Disputes,
    document: &Document,
    sale: &Sale<'_>,
    tables: &dyn Tables,
) {
    for (place, det) in (1u32..).zip(document.det()) {
        let item = Item { det, place };
        let n_item = det.attribute("nItem").unwrap_or_default();
        if n_item != place.to_string() {
            disputes.add("927", item.field("@nItem"), place, n_item);
        }
        price(disputes, &item);
        cfop(disputes, &item, sale, tables);
        codes(disputes, &item, tables);
        gtin(disputes, &item);
        benefit(disputes, &item, sale);
        icms::check(disputes, &item, sale);
        difal::check(disputes, &item, sale);
        taxes::check(disputes, &item, sale);
        reform::check(disputes, &item, sale, tables);
        if document.tp_amb() == Some("2") && place == 1 {
            let kept = item.text("prod/xProd") == HOMOLOGACAO;
            item.holds(disputes, "373", "prod/xProd", HOMOLOGACAO, kept);
        }
    }
    if document.det().next().is_none() {
        disputes.add("225", "det", "1 to 990 items", "none");
    }
}

fn price(disputes: &mut Disputes, item: &Item<'_>) {
    for (rule, quantity, price) in
        [("629", "prod/qCom", "prod/vUnCom"), ("630", "prod/qTrib", "prod/vUnTrib")]
    {
        match product(item.text(quantity), item.text(price)) {
            Some(product) => item.near(disputes, rule, "prod/vProd", product),
            None => disputes.add("225", item.field(price), "a quantity and a price", "otherwise"),
        }
    }
}

fn cfop(disputes: &mut Disputes, item: &Item<'_>, sale: &Sale<'_>, tables: &dyn Tables) {
    let field = "prod/CFOP";
    let cfop = item.text(field);
    let first = cfop.get(..1).unwrap_or_default();
    let leaves = matches!(first, "5" | "6" | "7");
    let kept = leaves || sale.tp_nf != "1";
    item.holds(disputes, "518", field, "5xxx or 6xxx: goods leave", kept);
    match (sale.id_dest, first) {
        (_, "3" | "7") => item.holds(disputes, "731", field, "5xxx or 6xxx: no foreigner", false),
        ("1", "2" | "6") => item.holds(disputes, "732", field, "5xxx inside the UF", false),
        ("2", "1" | "5") => item.holds(disputes, "733", field, "6xxx to another UF", false),
        // Disputed with the places, or as it must be.
        _ => {}
    }
    let returns = leaves && cfop.get(1..).is_some_and(|it| RETURNS.contains(&it));
    let kept = !returns || sale.fin_nfe == "4";
    item.holds(disputes, "328", field, "no CFOP of a return in a sale", kept);
    let kept = sale.fin_nfe != "4" || returns || !leaves;
    item.holds(disputes, "327", field, "a CFOP of a return", kept);
    let exists = sale.day.and_then(|day| tables.cfop(cfop, day)).unwrap_or(true);
    item.holds(disputes, "770", field, "a CFOP that there is", exists);
}

fn codes(disputes: &mut Disputes, item: &Item<'_>, tables: &dyn Tables) {
    let ncm = item.text("prod/NCM");
    item.holds(disputes, "471", "prod/NCM", "8 digits: goods are sold", ncm != "00");
    // There is no chapter 00, and 77 is kept for later (Harmonized System).
    let chapter = ncm.get(..2).unwrap_or_default();
    let exists = !matches!(chapter, "00" | "77") && tables.ncm(ncm).unwrap_or(true);
    item.holds(disputes, "778", "prod/NCM", "an NCM that there is", exists || ncm == "00");
    let cest = item.text("prod/CEST");
    let asked = match item.situation() {
        "10" | "30" | "60" | "70" | "201" | "202" | "203" | "500" => true,
        "90" | "900" => item.has("imposto/ICMS/*/vICMSST"),
        _ => false,
    };
    item.holds(
        disputes,
        "806",
        "prod/CEST",
        "7 digits: under substitution",
        !asked || !cest.is_empty(),
    );
    let exists = cest.is_empty() || tables.cest(cest).unwrap_or(true);
    item.holds(disputes, "806", "prod/CEST", "a CEST that there is", exists);
}

fn gtin(disputes: &mut Disputes, item: &Item<'_>) {
    for (rule, path) in [("611", "prod/cEAN"), ("612", "prod/cEANTrib")] {
        let gtin = item.text(path);
        if gtin == "SEM GTIN" {
            continue;
        }
        if gtin.is_empty() {
            disputes.add("883", item.field(path), "a GTIN, or SEM GTIN", "none");
        } else if Gtin::parse(gtin).is_err() {
            disputes.add(rule, item.field(path), "8, 12, 13 or 14 digits with a check digit", gtin);
        } else {
            match prefix(gtin) {
                Prefix::Goods => {}
                Prefix::Unknown => {
                    disputes.add("882", item.field(path), "a prefix that GS1 gave out", gtin);
                }
                Prefix::Special => {
                    let expected = "a prefix for goods: this one stays inside a shop or region";
                    disputes.warn("882", item.field(path), expected, gtin);
                }
            }
        }
    }
}

/// `cBenef`: six states want it with every situation that takes less than the whole tax, each from
/// a table of its own. What the tables hold is not looked at; what they have in common is.
fn benefit(disputes: &mut Disputes, item: &Item<'_>, sale: &Sale<'_>) {
    let Some(uf) =
        sale.from.filter(|uf| matches!(uf, Uf::Pr | Uf::Rs | Uf::Rj | Uf::Sc | Uf::Go | Uf::Df))
    else {
        return;
    };
    let field = "prod/cBenef";
    let c_benef = item.text(field);
    let told = !c_benef.is_empty() && c_benef != "SEM CBENEF";
    match item.situation() {
        "00" | "10" => {
            item.holds(disputes, "928", field, "none where the whole tax is taken", !told);
        }
        "20" | "30" | "40" | "41" | "50" | "51" | "70" => {
            let kept = !c_benef.is_empty();
            item.holds(disputes, "930", field, "the state's code, or SEM CBENEF", kept);
            // Rio de Janeiro wants to know what it did not take.
            if told && uf == Uf::Rj && !item.has("imposto/ICMS/*/vICMSDeson") {
                let field = item.field("imposto/ICMS/vICMSDeson");
                disputes.warn("934", field, "vICMSDeson and motDesICMS with a benefit", "none");
            }
        }
        // 60 and 90 may have one or not, and CSOSN has none.
        _ => {}
    }
    let kept = !told || c_benef.starts_with(uf.sigla());
    item.holds(disputes, "931", field, "a code of the emitter's state", kept);
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
