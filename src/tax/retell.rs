//! The memória de cálculo of a note that was issued: its situations and rates are taken as it says
//! them, and every amount is reckoned again by the functions that draft. Where we come to another
//! figure than the note, both are told.

use crate::domain::Money;
use crate::domain::invoice::{Det, Invoice, Ipi, IpiTax, Total};
use crate::domain::memoria::{Difference, Memoria, Named, Rule, Value};

use super::difal::{self, DifalPlan};
use super::fields::{self, Field};
use super::working::{Working, minus, named, plus};
use super::{icms, items, pis_cofins, price, reform, totals};

/// How the figures of a note come to be, and which of them we do not come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retold {
    /// The figures, as we reckon them.
    pub memoria: Memoria,
    /// Those that differ from the note's own.
    pub differences: Vec<Difference>,
}

/// Reckons a note again.
pub fn retell(invoice: &Invoice) -> Retold {
    let mut memoria = Memoria::default();
    for (n, det) in invoice.det.iter().enumerate() {
        item(n + 1, det, &mut memoria);
    }
    // Of the items as the note has them: what differs in one is told there, and once.
    totals::tell(&Total::of(&invoice.det), &mut memoria);
    let mut differences = Vec::new();
    for (n, det) in invoice.det.iter().enumerate() {
        compare(&memoria, Some(n + 1), &fields::of_item(det), &mut differences);
    }
    compare(&memoria, None, &fields::of_total(&invoice.total), &mut differences);
    Retold { memoria, differences }
}

/// Compares each field with the last figure of its tag. What nobody told is nothing.
fn compare(memoria: &Memoria, n_item: Option<usize>, fields: &[Field], out: &mut Vec<Difference>) {
    for (tag, document) in fields {
        let of_tag = memoria.figures.iter().rev().find(|it| it.n_item == n_item && it.tag == *tag);
        let reckoned = of_tag.map_or(Value::Money(Money::ZERO), |it| it.value.clone());
        if reckoned != *document {
            out.push(Difference { n_item, tag, reckoned, document: document.clone() });
        }
    }
}

fn item(n_item: usize, det: &Det, memoria: &mut Memoria) {
    let mut w = Working::of_document(memoria, n_item);
    w.code("CFOP", &det.cfop.to_string(), Rule::Cfop, "");
    let q_com = w.quantity("qCom", det.q_com, Rule::ItemSaid);
    let v_prod = w.given("vProd", det.v_prod, Rule::ItemSaid);
    w.each("vUnCom", named("vProd", v_prod), named("qCom", q_com), Rule::ItemUnitPrice);
    let v_frete = w.given("vFrete", det.v_frete, Rule::ItemSaid);
    let v_outro = w.given("vOutro", det.v_outro, Rule::ItemSaid);
    let v_desc = w.given("vDesc", det.v_desc, Rule::ItemSaid);
    let terms = [
        plus("vProd", v_prod),
        plus("vFrete", v_frete),
        plus("vOutro", v_outro),
        minus("vDesc", v_desc),
    ];
    let v_oper = w.sum("vOper", &terms, Rule::ItemOperation);
    let base = ipi(det.ipi.as_ref(), v_oper, &mut w);
    let line = icms::Line { base, q_com };
    let icms = icms::retell(det, line, &mut w);
    let difal = det.icms_uf_dest.as_ref().map(|group| {
        let plan = DifalPlan::of(group, base.value);
        difal::reckon(&plan, base, &mut w)
    });
    let v_icms = icms.group.own().map_or(Money::ZERO, |it| it.v_icms);
    let (pis, cofins) =
        pis_cofins::retell(det.pis.as_ref(), det.cofins.as_ref(), v_oper, v_icms, &mut w);
    let taken = items::taken(&icms, difal.as_ref(), pis.as_ref(), cofins.as_ref());
    reform::retell(det, (v_oper, q_com), &taken, &mut w);
    if let Some(v_tot_trib) = det.v_tot_trib {
        w.given("vTotTrib", v_tot_trib, Rule::TotTrib);
    }
    let reckoned = Det { icms, icms_uf_dest: difal, pis, cofins, ..det.clone() };
    items::told(&reckoned, &mut w);
}

/// `IPI`, and the base of ICMS with it inside. Our own notes hold what was inside Amazon's price,
/// which may be a cent off base × rate; a note that follows neither is told by base × rate.
fn ipi(ipi: Option<&Ipi>, v_oper: Money, w: &mut Working<'_>) -> Named<Money> {
    let Some(IpiTax::Trib { p_ipi, v_ipi, .. }) = ipi.map(|it| &it.tax) else {
        return price::with_ipi(v_oper, None, w);
    };
    let v_bc = w.sum("IPI/vBC", &[plus("vOper", v_oper)], Rule::IpiBase);
    let rate = named("IPI/pIPI", *p_ipi);
    let paid = v_oper + *v_ipi;
    let v_ipi = if v_bc.percent(*p_ipi) != *v_ipi && paid.inside(*p_ipi) == *v_ipi {
        let terms = [plus("vOper", v_oper), plus("IPI/vIPI", *v_ipi)];
        let paid = w.sum("valor com IPI", &terms, Rule::ItemOperation);
        w.inside("IPI/vIPI", named("valor com IPI", paid), rate, Rule::IpiValue)
    } else {
        w.percent("IPI/vIPI", named("IPI/vBC", v_bc), rate, Rule::IpiValue)
    };
    price::with_ipi(v_oper, Some(v_ipi), w)
}
