//! `ICMSUFDest`: what the buyer's state takes (EC 87/2015).

use crate::domain::Rate;

use super::Disputes;
use super::sale::{Item, Sale, interstate};

pub(super) fn check(disputes: &mut Disputes, item: &Item<'_>, sale: &Sale<'_>) {
    let group = "imposto/ICMSUFDest";
    if !item.has(group) {
        // Simples is exempt (STF, ADI 5464).
        let due = sale.has_difal() && !sale.is_simples();
        return disputes.holds("694", item.field(group), "the group, which is due", !due);
    }
    disputes.holds("695", item.field(group), "no group, it is not due", sale.has_difal());
    let at = |tag: &str| format!("{group}/{tag}");
    let part = at("pICMSInterPart");
    let whole = item.rate(&part) == Rate::WHOLE;
    item.holds(disputes, "699", &part, "100.0000", whole);
    rate(disputes, item, sale, &at("pICMSInter"));

    let fund = item.money(&at("vBCFCPUFDest")).percent(item.rate(&at("pFCPUFDest")));
    item.near(disputes, "793", &at("vFCPUFDest"), fund);
    let inner = item.rate(&at("pICMSUFDest"));
    let gap = inner.checked_sub(item.rate(&at("pICMSInter"))).unwrap_or_default();
    let expected = item.money(&at("vBCUFDest")).percent(gap);
    item.near(disputes, "ICMSUFDest", &at("vICMSUFDest"), expected);
}

/// `pICMSInter`: 4 for imported goods and for no others (697), else by the two states (698).
fn rate(disputes: &mut Disputes, item: &Item<'_>, sale: &Sale<'_>, path: &str) {
    let four = Rate::from_ten_thousandths(40_000);
    let (found, imported) = (item.rate(path), item.is_imported());
    if imported || found == four {
        let expected = if imported { "4.00: imported" } else { "7.00 or 12.00: not imported" };
        return item.holds(disputes, "697", path, expected, imported && found == four);
    }
    if let Some((from, to)) = sale.from.zip(sale.to).filter(|(from, to)| from != to) {
        let lawful = interstate(from, to, false);
        item.holds(disputes, "698", path, lawful, found == lawful);
    }
}
