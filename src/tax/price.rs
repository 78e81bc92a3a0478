//! What the goods cost on the note. Amazon's price is what the buyer paid: an IPI is inside it,
//! and a tax that is deducted from it was taken off already. Both come back to `vNF`.

use crate::domain::catalogue::{IpiCst, IpiRule};
use crate::domain::invoice::{Ipi, IpiTax};
use crate::domain::memoria::{Named, Rule, Term};
use crate::domain::{Money, Quantity, Rate, UnitPrice};

use super::lines::{Line, fits};
use super::working::{Working, minus, named, plus};

/// The columns of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Priced {
    pub(super) q_com: Quantity,
    pub(super) v_un_com: UnitPrice,
    pub(super) v_prod: Money,
    pub(super) v_frete: Money,
    pub(super) v_desc: Money,
    pub(super) v_outro: Money,
    pub(super) ipi: Option<Ipi>,
    /// `vProd` + `vFrete` + `vOutro` − `vDesc`.
    pub(super) v_oper: Money,
    /// `v_oper` and `vIPI`: the base of ICMS and DIFAL.
    pub(super) base: Named<Money>,
}

/// Prices one item; `None` when nothing is left of `vProd`, or its unit price does not fit.
pub(super) fn reckon(
    line: &Line,
    ipi: Option<&IpiRule>,
    deducted: Option<Rate>,
    w: &mut Working<'_>,
) -> Option<Priced> {
    let q_com = w.quantity("qCom", line.q_com, Rule::ItemQuantity);
    let mut parts = Parts {
        v_prod: named("ItemPrice", w.given("ItemPrice", line.v_prod, Rule::ItemPrice)),
        v_frete: w.given("vFrete", line.v_frete, Rule::ItemFreight),
        v_outro: w.given("vOutro", line.v_outro, Rule::ItemOther),
        v_desc: w.given("vDesc", line.v_desc, Rule::ItemDiscount),
    };
    if let Some(rate) = deducted {
        parts = parts.before_deson(rate, w);
    }
    let mut v_ipi = None;
    if let Some(IpiRule { tax: IpiCst::Trib(_, p_ipi), .. }) = ipi {
        let (without, tax) = parts.without_ipi(*p_ipi, w)?;
        (parts, v_ipi) = (without, Some(tax));
    }
    if deducted.is_none() && v_ipi.is_none() {
        let terms = [plus("ItemPrice", parts.v_prod.value)];
        parts.v_prod = named("vProd", w.sum("vProd", &terms, Rule::ItemPrice));
    }
    let Parts { v_prod, v_frete, v_outro, v_desc } = parts;
    let v_un_com = w.each("vUnCom", v_prod, named("qCom", q_com), Rule::ItemUnitPrice);
    let v_prod = v_prod.value;
    if q_com.at(v_un_com) != v_prod || !fits(v_un_com) {
        return None;
    }
    let v_oper = w.sum("vOper", &parts.terms(), Rule::ItemOperation);
    let base = with_ipi(v_oper, v_ipi, w);
    let ipi = ipi.map(|rule| group(rule, v_oper, v_ipi.unwrap_or_default(), w));
    Some(Priced { q_com, v_un_com, v_prod, v_frete, v_desc, v_outro, ipi, v_oper, base })
}

/// The operation with the IPI in it: the buyer is a final consumer (LC 87/1996 art. 13 § 2).
pub(super) fn with_ipi(v_oper: Money, v_ipi: Option<Money>, w: &mut Working<'_>) -> Named<Money> {
    let Some(tax) = v_ipi else { return named("vOper", v_oper) };
    let terms = [plus("vOper", v_oper), plus("IPI/vIPI", tax)];
    named("valor com IPI", w.sum("valor com IPI", &terms, Rule::IcmsBase))
}

/// What the buyer paid, by column.
#[derive(Clone, Copy, Debug)]
struct Parts {
    /// `ItemPrice`, until it is something else.
    v_prod: Named<Money>,
    v_frete: Money,
    v_outro: Money,
    v_desc: Money,
}

impl Parts {
    fn terms(self) -> [Term; 4] {
        [
            plus(self.v_prod.tag, self.v_prod.value),
            plus("vFrete", self.v_frete),
            plus("vOutro", self.v_outro),
            minus("vDesc", self.v_desc),
        ]
    }

    /// The price as it was before the tax was taken off it.
    fn before_deson(self, rate: Rate, w: &mut Working<'_>) -> Parts {
        let rule = Rule::ItemPriceBeforeDeson;
        let paid = w.sum("pago", &self.terms(), Rule::ItemOperation);
        let rate = named("aliquota da desoneracao", rate);
        let gross = w.gross_up("valor antes da desoneracao", named("pago", paid), rate, rule);
        let terms = [
            plus(self.v_prod.tag, self.v_prod.value),
            plus("valor antes da desoneracao", gross),
            minus("pago", paid),
        ];
        Parts { v_prod: named("vProd", w.sum("vProd", &terms, rule)), ..self }
    }

    /// Each column without the IPI in it. The tax is that of the whole, so that it is right to
    /// the cent; the goods bear what the other columns' own rounding leaves.
    fn without_ipi(self, p_ipi: Rate, w: &mut Working<'_>) -> Option<(Parts, Money)> {
        let rule = Rule::ItemPriceWithoutIpi;
        let rate = named("IPI/pIPI", p_ipi);
        let paid = w.sum("valor com IPI", &self.terms(), Rule::ItemOperation);
        let tax = w.inside("IPI/vIPI", named("valor com IPI", paid), rate, Rule::IpiValue);
        let mut out = |tag, inside, value: Money| {
            if value.is_zero() {
                return (value, value);
            }
            let part = w.inside(inside, named(tag, value), rate, rule);
            (w.sum(tag, &[plus(tag, value), minus(inside, part)], rule), part)
        };
        let (v_frete, of_frete) = out("vFrete", "IPI no frete", self.v_frete);
        let (v_outro, of_outro) = out("vOutro", "IPI em outras despesas", self.v_outro);
        let (v_desc, of_desc) = out("vDesc", "IPI no desconto", self.v_desc);
        let terms = [
            plus(self.v_prod.tag, self.v_prod.value),
            minus("IPI/vIPI", tax),
            plus("IPI no frete", of_frete),
            plus("IPI em outras despesas", of_outro),
            minus("IPI no desconto", of_desc),
        ];
        let v_prod = w.sum("vProd", &terms, rule);
        // Nothing would be left of the goods.
        let is_something = !v_prod.is_zero();
        let v_prod = named("vProd", v_prod);
        is_something.then_some((Parts { v_prod, v_frete, v_outro, v_desc }, tax))
    }
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
