//! `ICMS` of one item: its group, its rate, and what is multiplied in it.

use crate::domain::Money;

use super::Disputes;
use super::sale::{Item, Sale, interstate};

pub(super) fn check(disputes: &mut Disputes, item: &Item<'_>, sale: &Sale<'_>) {
    regime(disputes, item, sale);
    situation(disputes, item, sale);
    own(disputes, item);
    rates(disputes, item, sale);
    fund(disputes, item, sale);
    substitution(disputes, item, sale);
}

fn regime(disputes: &mut Disputes, item: &Item<'_>, sale: &Sale<'_>) {
    let (cst, csosn) = (item.has("imposto/ICMS/*/CST"), item.has("imposto/ICMS/*/CSOSN"));
    let field = || item.field("imposto/ICMS");
    match sale.crt {
        "1" | "4" => disputes.holds("590", field(), "CSOSN with CRT 1 and 4", csosn && !cst),
        "2" | "3" => disputes.holds("591", field(), "CST with CRT 2 and 3", cst && !csosn),
        other => disputes.add("225", "emit/CRT", "1 to 4", other),
    }
}

/// What the situation must not stand beside.
fn situation(disputes: &mut Disputes, item: &Item<'_>, sale: &Sale<'_>) {
    let situation = item.situation();
    let credit_or_st = matches!(situation, "101" | "201" | "202" | "203");
    if sale.no_contributor && credit_or_st {
        let field = item.field("imposto/ICMS/CSOSN");
        disputes.add("600", field, "102, 103, 300, 400, 500 or 900 to a consumer", situation);
    }
    // 5405 and 6404: the substitution was withheld before (600 sells nothing of it).
    let cfop = item.text("prod/CFOP");
    let withheld = matches!(cfop, "5405" | "6404");
    let field = || item.field("prod/CFOP");
    let (rule, own) = match sale.is_simples() {
        true => ("386", matches!(situation, "500" | "900")),
        false => ("382", matches!(situation, "60" | "90")),
    };
    if withheld && !own {
        disputes.add(rule, field(), "CST 60 or CSOSN 500 with this CFOP", situation);
    }
    // SEFAZ takes it, and the books say that tax is due which was paid.
    let plain = matches!(cfop, "5101" | "5102");
    if plain && matches!(situation, "60" | "500") {
        disputes.warn(rule, field(), "5405: the substitution was withheld before", cfop);
    }
}

/// The operation's own tax.
fn own(disputes: &mut Disputes, item: &Item<'_>) {
    if !item.has("imposto/ICMS/*/pICMS") {
        return;
    }
    let (base, rate) = (item.money("imposto/ICMS/*/vBC"), item.rate("imposto/ICMS/*/pICMS"));
    let whole = base.percent(rate);
    if !item.has("imposto/ICMS/*/vICMSDif") {
        return item.near(disputes, "528", "imposto/ICMS/*/vICMS", whole);
    }
    // Deferred: the whole tax, what is put off, what is left.
    item.near(disputes, "528", "imposto/ICMS/*/vICMSOp", whole);
    let part = item.money("imposto/ICMS/*/vICMSOp").percent(item.rate("imposto/ICMS/*/pDif"));
    item.near(disputes, "528", "imposto/ICMS/*/vICMSDif", part);
    let left =
        item.money("imposto/ICMS/*/vICMSOp").or_zero_sub(item.money("imposto/ICMS/*/vICMSDif"));
    item.near(disputes, "528", "imposto/ICMS/*/vICMS", left);
}

/// Between states the rate is the Senate's.
fn rates(disputes: &mut Disputes, item: &Item<'_>, sale: &Sale<'_>) {
    let Some((from, to)) = sale.from.zip(sale.to).filter(|_| sale.id_dest == "2") else { return };
    if !item.has("imposto/ICMS/*/pICMS") {
        return;
    }
    let (rule, imported) = match item.is_imported() {
        true => ("663", true),
        false => ("693", false),
    };
    let most = interstate(from, to, imported);
    let kept = item.rate("imposto/ICMS/*/pICMS") <= most;
    item.holds(disputes, rule, "imposto/ICMS/*/pICMS", format!("at most {most}"), kept);
}

/// The poverty fund: base by rate, and never here when the destination's is due.
fn fund(disputes: &mut Disputes, item: &Item<'_>, sale: &Sale<'_>) {
    let v_fcp = item.money("imposto/ICMS/*/vFCP");
    if sale.has_difal() && !v_fcp.is_zero() {
        disputes.add("876", item.field("imposto/ICMS/vFCP"), "vFCPUFDest in place of it", v_fcp);
    }
    // ICMS00 has no base of its own for it.
    let own = if item.has("imposto/ICMS/*/vBCFCP") { "vBCFCP" } else { "vBC" };
    for (base, rate, value) in [
        (own, "pFCP", "vFCP"),
        ("vBCFCPST", "pFCPST", "vFCPST"),
        ("vBCFCPSTRet", "pFCPSTRet", "vFCPSTRet"),
    ] {
        let [base, rate, value] = [base, rate, value].map(|tag| format!("imposto/ICMS/*/{tag}"));
        if item.has(&value) {
            let expected = item.money(&base).percent(item.rate(&rate));
            item.near(disputes, "FCP", &value, expected);
        }
    }
}

/// Substitution: base by rate, with the operation's own tax taken off. Simples tells no tax of its
/// own, so there only the whole is a bound.
fn substitution(disputes: &mut Disputes, item: &Item<'_>, sale: &Sale<'_>) {
    let value = "imposto/ICMS/*/vICMSST";
    if !item.has(value) {
        return;
    }
    let base = item.money("imposto/ICMS/*/vBCST");
    let whole = base.percent(item.rate("imposto/ICMS/*/pICMSST"));
    if sale.is_simples() {
        let kept = item.money(value) <= whole + Money::from_cents(1);
        return item.holds(disputes, "ICMSST", value, format!("at most {whole}"), kept);
    }
    let left = whole.or_zero_sub(item.money("imposto/ICMS/*/vICMS"));
    item.near(disputes, "ICMSST", value, left);
}
