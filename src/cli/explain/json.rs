//! The memória de cálculo as JSON (`schemas/explain.json`). Every number is a text, exact.

use serde_json::{Value as Json, json};

use super::told::{Explained, Outcome};
use crate::domain::Fault;
use crate::domain::memoria::{Difference, Figure, How, Named, Rounding, Term, Value};
use crate::words::memoria as words;
use crate::words::{self as catalogue, Lang};

const LANG: Lang = Lang::PtBr;

/// An array, one object for each note or shipment.
pub(super) fn all(outcomes: &[Outcome], reveal: bool) -> anyhow::Result<String> {
    let all: Vec<Json> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Outcome::Explained(it) => one(it, reveal),
            Outcome::Refused { shipment, faults } => json!({
                "shipment_id": shipment,
                "faults": faults.iter().map(fault).collect::<Vec<_>>(),
            }),
        })
        .collect();
    Ok(format!("{}\n", serde_json::to_string_pretty(&all)?))
}

fn fault(fault: &Fault) -> Json {
    let sentences = catalogue::of_fault(fault, LANG);
    json!({
        "code": fault.code.as_str(),
        "field": fault.field,
        "mender": fault.mender.to_string(),
        "message": catalogue::message(fault, LANG),
        "todo": sentences.todo,
    })
}

fn one(it: &Explained, reveal: bool) -> Json {
    let invoice = &it.invoice;
    let items: Vec<Json> = it
        .items()
        .map(|(n_item, det, _)| {
            json!({
                "n_item": n_item,
                "c_prod": det.c_prod,
                "x_prod": det.x_prod,
                "figures": figures(it, Some(n_item)),
            })
        })
        .collect();
    let mut told = json!({
        "shipment_id": it.shipment,
        "kind": if it.differences.is_some() { "note" } else { "draft" },
        "access_key": it.key.as_ref().map(|key| key.as_str()),
        "serie": it.number.map(|(serie, _)| serie.to_string()),
        "number": it.number.map(|(_, n_nf)| n_nf.to_string()),
        "issued": it.dh_emi.date().to_string(),
        "tp_amb": invoice.tp_amb.code().to_string(),
        "seller": {
            "cnpj": invoice.emit.cnpj.as_str(),
            "x_nome": invoice.emit.x_nome,
            "uf": invoice.emit.ender.uf.sigla(),
            "crt": invoice.emit.crt.code().to_string(),
        },
        "destination_uf": invoice.dest.ender.uf.sigla(),
        "items": items,
        "totals": figures(it, None),
        "differences": it.differences.as_ref().map(|all| all.iter().map(difference).collect::<Vec<_>>()),
        "unread": it.unread,
        "warnings": it.warnings.iter().map(fault).collect::<Vec<_>>(),
    });
    if let (Some(contingency), Some(members)) = (it.contingency(), told.as_object_mut()) {
        members.insert("contingency".to_owned(), json!(contingency));
    }
    if reveal && let Some(members) = told.as_object_mut() {
        members.insert("buyer".to_owned(), json!(it.buyer()));
    }
    told
}

fn figures(it: &Explained, n_item: Option<usize>) -> Vec<Json> {
    let figures = it.memoria.figures.iter().filter(|it| it.n_item == n_item);
    figures.map(|figure| one_figure(figure, it.difference(figure))).collect()
}

fn one_figure(figure: &Figure, differs: Option<&Difference>) -> Json {
    let (how, of) = made(&figure.how);
    let rule = words::rule(figure.rule, LANG);
    let (unit, value) = exact(&figure.value);
    json!({
        "tag": figure.tag,
        "name": words::tag(figure.tag, LANG).unwrap_or(figure.tag),
        "unit": unit,
        "value": value,
        "how": how,
        "of": of,
        "formula": words::formula(figure, LANG),
        "rounding": rounding(figure),
        "rule": figure.rule.as_str(),
        "title": rule.title,
        "why": words::why(figure, LANG),
        "law": figure.rule.source(),
        "source": figure.source,
        "difference": differs.map(difference),
    })
}

fn difference(it: &Difference) -> Json {
    json!({
        "n_item": it.n_item,
        "tag": it.tag,
        "document": exact(&it.document).1,
        "reckoned": exact(&it.reckoned).1,
        "tolerated": it.is_tolerated(),
    })
}

fn rounding(figure: &Figure) -> &'static str {
    match figure.how.rounding() {
        Rounding::Exact => "exact",
        Rounding::Cent => "cent_half_up",
        Rounding::FourDecimals => "four_decimals_half_up",
        Rounding::TenDecimals => "ten_decimals_half_up",
    }
}

fn exact(value: &Value) -> (&'static str, String) {
    match value {
        Value::Money(it) => ("reais", it.to_string()),
        Value::Rate(it) => ("percent", it.to_string()),
        Value::Quantity(it) => ("quantity", it.to_string()),
        Value::UnitPrice(it) => ("reais_each", it.to_string()),
        Value::Code(it) => ("code", it.clone()),
    }
}

/// How it was made, and of what.
fn made(how: &How) -> (&'static str, Vec<Json>) {
    fn part<T: ToString>(it: &Named<T>) -> Json {
        json!({ "tag": it.tag, "value": it.value.to_string() })
    }
    match how {
        How::Given => ("given", Vec::new()),
        How::Sum(terms) => {
            let term = |it: &Term| json!({ "tag": it.tag, "value": it.value.to_string(), "minus": it.minus });
            ("sum", terms.iter().map(term).collect())
        }
        How::OfItems(tag) => ("of_items", vec![json!({ "tag": tag })]),
        How::Percent(base, by) => ("percent", vec![part(base), part(by)]),
        How::Less(base, by) => ("less", vec![part(base), part(by)]),
        How::More(base, by) => ("more", vec![part(base), part(by)]),
        How::GrossUp(base, by) => ("gross_up", vec![part(base), part(by)]),
        How::Inside(base, by) => ("inside", vec![part(base), part(by)]),
        How::RateLess(one, other) => ("rate_less", vec![part(one), part(other)]),
        How::RateGap(one, other) => ("rate_gap", vec![part(one), part(other)]),
        How::Each(total, of) => ("each", vec![part(total), part(of)]),
        How::Times(of, each) => ("times", vec![part(of), part(each)]),
    }
}
