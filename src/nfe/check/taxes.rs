//! `PIS`, `COFINS` and `IPI` of one item.

use jiff::civil::{Date, date};

use super::Disputes;
use super::sale::{Item, Sale};

/// PIS and COFINS end (ADCT art. 126, II; LC 214/2025 art. 542).
const CONTRIBUTIONS_END: Date = date(2027, 1, 1);

/// Group, base, rate and tax of what is multiplied.
const PRODUCTS: [(&str, &str, &str, &str); 6] = [
    ("PIS", "imposto/PIS/PISAliq", "pPIS", "vPIS"),
    ("PIS", "imposto/PIS/PISOutr", "pPIS", "vPIS"),
    ("COFINS", "imposto/COFINS/COFINSAliq", "pCOFINS", "vCOFINS"),
    ("COFINS", "imposto/COFINS/COFINSOutr", "pCOFINS", "vCOFINS"),
    ("IPI", "imposto/IPI/IPITrib", "pIPI", "vIPI"),
    ("IS", "imposto/IS", "pIS", "vIS"),
];

pub(super) fn check(disputes: &mut Disputes, item: &Item<'_>, sale: &Sale<'_>) {
    let due = sale.day.is_none_or(|day| day < CONTRIBUTIONS_END);
    for (rule, path) in [("745", "imposto/PIS"), ("748", "imposto/COFINS")] {
        let kept = !due || item.has(path);
        disputes.holds(rule, item.field(path), "the group", kept);
    }
    for (rule, group, rate, tax) in PRODUCTS {
        let tax = format!("{group}/{tax}");
        if item.has(&tax) {
            let base = if rule == "IS" { "vBCIS" } else { "vBC" };
            let base = item.money(&format!("{group}/{base}"));
            item.near(disputes, rule, &tax, base.percent(item.rate(&format!("{group}/{rate}"))));
        }
    }
}
