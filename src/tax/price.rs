//! What the goods cost on the note. Amazon's price is what the buyer paid: an IPI is inside it,
//! and a tax that is deducted from it was taken off already. Both come back to `vNF`.

use crate::domain::catalogue::{IpiCst, IpiRule};
use crate::domain::invoice::{Ipi, IpiTax};
use crate::domain::memoria::{Rule, Term};
use crate::domain::{Money, Quantity, Rate, UnitPrice};

use super::lines::{Line, fits};
use super::working::{Working, minus, named, plus};

/// The columns of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Priced {
    pub(super) q_com: Quantity,
    pub(super) v_un_com: UnitPrice,
    pub(super) v_prod: Money,
    pub(super) ipi: Option<Ipi>,
    /// `vProd` + `vFrete` + `vOutro` − `vDesc`.
    pub(super) v_oper: Money,
    /// `v_oper` and `vIPI`: the base of ICMS and DIFAL.
    pub(super) base: Money,
}

/// Prices one item; `None` when nothing is left of `vProd`, or its unit price does not fit.
pub(super) fn reckon(
    line: &Line,
    ipi: Option<&IpiRule>,
    deducted: Option<Rate>,
    w: &mut Working<'_>,
) -> Option<Priced> {
    let q_com = w.quantity("qCom", line.q_com, Rule::ItemQuantity);
    let paid_prod = w.given("ItemPrice", line.v_prod, Rule::ItemPrice);
    let v_frete = w.given("vFrete", line.v_frete, Rule::ItemFreight);
    let v_outro = w.given("vOutro", line.v_outro, Rule::ItemOther);
    let v_desc = w.given("vDesc", line.v_desc, Rule::ItemDiscount);
    let beside = [plus("vFrete", v_frete), plus("vOutro", v_outro), minus("vDesc", v_desc)];
    let mut v_prod = paid_prod;
    let mut changed = false;
    if let Some(rate) = deducted {
        let paid = with(&beside, v_prod);
        let paid = w.sum("pago", &paid, Rule::ItemOperation);
        let rate = named("aliquota da desoneracao", rate);
        let rule = Rule::ItemPriceBeforeDeson;
        let gross = w.gross_up("valor antes da desoneracao", named("pago", paid), rate, rule);
        let terms = [
            plus("ItemPrice", v_prod),
            plus("valor antes da desoneracao", gross),
            minus("pago", paid),
        ];
        v_prod = w.sum("vProd", &terms, Rule::ItemPriceBeforeDeson);
        changed = true;
    }
    let mut v_ipi = None;
    if let Some(IpiRule { tax: IpiCst::Trib(_, p_ipi), .. }) = ipi {
        let paid = w.sum("valor com IPI", &with(&beside, v_prod), Rule::ItemOperation);
        let tax = w.inside(
            "IPI/vIPI",
            named("valor com IPI", paid),
            named("IPI/pIPI", *p_ipi),
            Rule::IpiValue,
        );
        if tax >= v_prod {
            // Nothing would be left of the goods.
            return None;
        }
        let terms = [plus("vProd", v_prod), minus("IPI/vIPI", tax)];
        v_prod = w.sum("vProd", &terms, Rule::ItemPriceWithoutIpi);
        v_ipi = Some(tax);
        changed = true;
    }
    if !changed {
        v_prod = w.sum("vProd", &[plus("ItemPrice", v_prod)], Rule::ItemPrice);
    }
    let v_un_com =
        w.each("vUnCom", named("vProd", v_prod), named("qCom", q_com), Rule::ItemUnitPrice);
    if q_com.at(v_un_com) != v_prod || !fits(v_un_com) {
        return None;
    }
    let v_oper = w.sum("vOper", &with(&beside, v_prod), Rule::ItemOperation);
    let base = match v_ipi {
        Some(tax) => {
            let terms = [plus("vOper", v_oper), plus("IPI/vIPI", tax)];
            w.sum("vOper", &terms, Rule::IcmsBase)
        }
        None => v_oper,
    };
    let ipi = ipi.map(|rule| group(rule, v_oper, v_ipi.unwrap_or_default(), w));
    Some(Priced { q_com, v_un_com, v_prod, ipi, v_oper, base })
}

fn with(beside: &[Term], v_prod: Money) -> Vec<Term> {
    let mut terms = vec![plus("vProd", v_prod)];
    terms.extend_from_slice(beside);
    terms
}

fn group(rule: &IpiRule, v_oper: Money, v_ipi: Money, w: &mut Working<'_>) -> Ipi {
    let tax = match rule.tax {
        IpiCst::Trib(cst, p_ipi) => {
            let v_bc = w.sum("IPI/vBC", &[plus("vOper", v_oper)], Rule::IpiBase);
            IpiTax::Trib { cst, v_bc, p_ipi, v_ipi }
        }
        IpiCst::Nt(cst) => IpiTax::Nt { cst },
    };
    Ipi { c_enq: rule.c_enq.clone(), tax }
}
