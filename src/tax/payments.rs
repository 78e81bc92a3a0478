//! `detPag`: how the buyer paid, so that it sums to `vNF` (rules 865, 866, 869).

use crate::domain::invoice::{Card, DetPag};
use crate::domain::shipment::{Payment, Shipment};
use crate::domain::text::{fold, latin1};
use crate::domain::{Cnpj, Code, Fault, Money, Step};

use super::lines::{Read, Worth, amount};

/// Amazon's words and `tPag` (IT 2024.002 v1.11, table of 04/03/2026). The model and the
/// changelog of 2025-08-19 name some of them differently; `PaymentMethodDetails` has older ones.
const METHODS: &[(&str, &str)] = &[
    ("CREDITCARD", "03"),
    ("DEBITCARD", "04"),
    ("GIFTCARD", "12"),
    ("GIFTCERTIFICATE", "12"),
    ("BANKSLIP", "15"),
    ("BOLETO", "15"),
    ("PIX", "17"),
    ("REWARDS", "19"),
];
/// `tPag` for all else; needs `xPag` (rule 441).
const OTHER: &str = "99";
/// `xPag` where Amazon's own word says nothing.
const OTHER_TEXT: &str = "OUTRO MEIO INFORMADO PELA AMAZON";
/// `xPag` where Amazon says no word at all.
const UNTOLD_TEXT: &str = "MEIO NAO INFORMADO PELA AMAZON";
/// The only `tPag` that may carry `card` (rule 963, NT 2023.004).
const WITH_CARD: &[&str] = &["03", "04", "10", "11", "12", "13", "15", "17", "18"];
/// `tBand` (table of 16/03/2021, 01 to 27 and 99; rule 443 refuses others).
const BRANDS: &[(&str, &str)] = &[
    ("VISA", "01"),
    ("MASTERCARD", "02"),
    ("MASTER", "02"),
    ("AMERICANEXPRESS", "03"),
    ("AMEX", "03"),
    ("SOROCRED", "04"),
    ("DINERS", "05"),
    ("DINERSCLUB", "05"),
    ("ELO", "06"),
    ("HIPERCARD", "07"),
    ("AURA", "08"),
    ("CABAL", "09"),
    ("ALELO", "10"),
    ("BANESCARD", "11"),
    ("CALCARD", "12"),
    ("CREDZ", "13"),
    ("DISCOVER", "14"),
    ("GOODCARD", "15"),
    ("GREENCARD", "16"),
    ("HIPER", "17"),
    ("JCB", "18"),
    ("MAIS", "19"),
    ("MAXVAN", "20"),
    ("POLICARD", "21"),
    ("REDECOMPRAS", "22"),
    ("SODEXO", "23"),
    ("VALECARD", "24"),
    ("VEROCHEQUE", "25"),
    ("VR", "26"),
    ("TICKET", "27"),
];
/// `tBand` for a brand that the table lacks.
const OTHER_BRAND: &str = "99";
const X_PAG_MAX: usize = 60;
const C_AUT_MAX: usize = 128;
/// `detPag` is 1 to 100.
const PAYMENTS_MAX: usize = 100;

/// Reads the payments and makes them sum to `vNF`; `worth` is `None` when that is not known, and
/// then only the payments' own faults are told.
pub(super) fn draft(
    shipment: &Shipment,
    worth: Option<Worth>,
    faults: &mut Vec<Fault>,
    warnings: &mut Vec<Fault>,
) -> Option<Vec<DetPag>> {
    let before = faults.len();
    let paid: Vec<DetPag> = shipment
        .payments
        .iter()
        .enumerate()
        .filter_map(|(n, payment)| det_pag(n, payment, faults))
        .collect();
    if faults.len() > before {
        return None;
    }
    if paid.is_empty() {
        return by_details(shipment, worth, faults);
    }
    let worth = worth?;
    let sum: Money = paid.iter().map(|it| it.v_pag).sum();
    let fault = |code| Fault::new(code, Step::Draft, "Payments").value(sum).detail(worth.v_nf);
    if sum == worth.v_nf {
        return Some(bounded(paid));
    }
    if worth.if_promotion_holds_shipping == Some(sum) {
        faults.push(fault(Code::MoneyDiscountReading));
        return None;
    }
    if sum < worth.v_nf {
        faults.push(fault(Code::PaymentTooSmall));
        return None;
    }
    warnings.push(fault(Code::PaymentScaled));
    Some(bounded(scaled(paid, sum, worth.v_nf)))
}

/// The older vocabulary: methods without amounts. The first that we know stands for all.
fn by_details(
    shipment: &Shipment,
    worth: Option<Worth>,
    faults: &mut Vec<Fault>,
) -> Option<Vec<DetPag>> {
    let told: Vec<&str> = shipment
        .payment_method_details
        .iter()
        .map(|it| it.trim())
        .filter(|it| !it.is_empty())
        .collect();
    let Some(method) = told.iter().find(|it| known(it).is_some()).or(told.first()) else {
        // Payments of nothing, for a sale that is worth nothing: that is told already.
        if worth.is_some() || shipment.payments.is_empty() {
            faults.push(Fault::new(Code::PaymentMissing, Step::Draft, "Payments"));
        }
        return None;
    };
    let (t_pag, x_pag) = t_pag(method);
    Some(vec![DetPag { t_pag, x_pag, v_pag: worth?.v_nf, card: None }])
}

fn det_pag(n: usize, payment: &Payment, faults: &mut Vec<Fault>) -> Option<DetPag> {
    let field = format!("Payments[{n}].PaymentValue");
    let v_pag = match amount(&payment.value, &field, faults) {
        Read::Absent => {
            faults.push(Fault::new(Code::MoneyBad, Step::Draft, field));
            return None;
        }
        Read::Bad => return None,
        // A method that paid nothing did not pay.
        Read::Is(money) => money.non_zero()?,
    };
    let (t_pag, x_pag) = t_pag(payment.method.as_deref().unwrap_or_default());
    Some(DetPag { t_pag, x_pag, v_pag, card: card(t_pag, payment) })
}

fn key(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn known(method: &str) -> Option<&'static str> {
    let key = key(method);
    METHODS.iter().find(|(word, _)| *word == key).map(|(_, t_pag)| *t_pag)
}

/// `tPag` and, with 99, `xPag`.
fn t_pag(method: &str) -> (&'static str, Option<String>) {
    if let Some(t_pag) = known(method) {
        return (t_pag, None);
    }
    let text = latin1(method, X_PAG_MAX);
    let x_pag = match text.chars().count() {
        0 => UNTOLD_TEXT.to_owned(),
        1 => OTHER_TEXT.to_owned(),
        _ if key(&text) == "OTHER" => OTHER_TEXT.to_owned(),
        _ => text,
    };
    (OTHER, Some(x_pag))
}

/// `card`, where it may stand and has something to say. An acquirer that is no CNPJ is left out:
/// the tag is optional, and rule 437 refuses the note for a wrong one.
fn card(t_pag: &str, payment: &Payment) -> Option<Card> {
    if !WITH_CARD.contains(&t_pag) {
        return None;
    }
    let acquirer = payment.acquirer_id.as_deref().map(str::to_uppercase);
    let cnpj = acquirer.and_then(|it| Cnpj::parse(it.trim()).ok());
    let brand = payment.card_brand.as_deref().map(key).filter(|it| !it.is_empty());
    let t_band = brand.map(|brand| {
        BRANDS.iter().find(|(word, _)| *word == brand).map_or(OTHER_BRAND, |(_, code)| *code)
    });
    let code = payment.authorization_code.as_deref().map(|it| latin1(it, C_AUT_MAX));
    let c_aut = code.filter(|it| !it.is_empty());
    let says = cnpj.is_some() || t_band.is_some() || c_aut.is_some();
    says.then_some(Card { cnpj, t_band, c_aut })
}

/// The order had more shipments than this one: each payment's share of it, floors first, the
/// cents that are left to the largest remainders (ties to the earlier). The sum is exact.
fn scaled(mut paid: Vec<DetPag>, sum: Money, v_nf: Money) -> Vec<DetPag> {
    let whole = i128::from(sum.cents());
    let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(paid.len());
    let mut left = v_nf.cents();
    for (n, it) in paid.iter_mut().enumerate() {
        let share = i128::from(it.v_pag.cents()) * i128::from(v_nf.cents());
        let floor = share.checked_div(whole).and_then(|it| i64::try_from(it).ok());
        let floor = floor.unwrap_or_default();
        it.v_pag = Money::from_cents(floor);
        left -= floor;
        remainders.push((-share.checked_rem(whole).unwrap_or_default(), n));
    }
    remainders.sort_unstable();
    let cents = usize::try_from(left).unwrap_or_default();
    for (_, n) in remainders.into_iter().take(cents) {
        if let Some(it) = paid.get_mut(n) {
            it.v_pag += Money::from_cents(1);
        }
    }
    paid.retain(|it| !it.v_pag.is_zero());
    paid
}

/// More payments than the layout holds are put together by `tPag`; what only one of them could
/// say (card, `xPag`) is then left out.
fn bounded(paid: Vec<DetPag>) -> Vec<DetPag> {
    if paid.len() <= PAYMENTS_MAX {
        return paid;
    }
    let mut together: Vec<DetPag> = Vec::new();
    for it in paid {
        match together.iter_mut().find(|sum| sum.t_pag == it.t_pag) {
            Some(sum) => sum.v_pag += it.v_pag,
            None => {
                let x_pag = it.x_pag.map(|_| OTHER_TEXT.to_owned());
                together.push(DetPag { x_pag, card: None, ..it });
            }
        }
    }
    together
}

#[cfg(test)]
mod tests {
    use super::super::draft as drafted;
    use super::super::sample::*;
    use super::*;
    use crate::domain::Emission;
    use crate::domain::codes::Crt;

    /// What a card payment tells: acquirer, brand, authorisation. Any one of them is enough.
    #[test]
    fn a_card_says_what_is_known_of_it() {
        let card = |method, change: fn(&mut Payment)| {
            let mut sale = shipment();
            change(&mut sale.payments[0]);
            sale.payments[0].method = text(method);
            let draft = drafted(
                &sale,
                &seller(Crt::Simples),
                &catalogue(),
                law(),
                now(),
                &Emission::Normal,
            )
            .unwrap();
            let card = draft.invoice.det_pag[0].card.clone()?;
            let cnpj = card.cnpj.map(|it| it.as_str().to_owned()).unwrap_or_default();
            Some([cnpj, card.t_band.unwrap_or_default().into(), card.c_aut.unwrap_or_default()])
        };
        let told = |it: [&str; 3]| Some(it.map(str::to_owned));
        let credit = |change| card("CreditCard", change);
        assert_eq!(credit(|_| {}), None);
        assert_eq!(
            credit(|it| it.acquirer_id = text("15.436.940/0001-03")),
            told(["15436940000103", "", ""])
        );
        assert_eq!(credit(|it| it.card_brand = text("Visa")), told(["", "01", ""]));
        assert_eq!(credit(|it| it.authorization_code = text("A1")), told(["", "", "A1"]));
        assert_eq!(credit(|it| it.acquirer_id = text("none")), None);
        // Rule 963: none beside points.
        assert_eq!(card("Rewards", |it| it.card_brand = text("Visa")), None);
    }
}
