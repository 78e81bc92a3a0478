//! What each item is worth: Amazon's amounts in the layout's columns (nfe.md 3).

use crate::domain::invoice::Total;
use crate::domain::shipment::{Amount, Item};
use crate::domain::{Code, Fault, Money, Quantity, Step, UnitPrice};

/// The only currency that an NF-e knows.
const CURRENCY: &str = "BRL";
/// `det` is 1 to 990 (layout, group H).
const ITEMS_MAX: usize = 990;
/// `TDec_1302` has thirteen digits before the point.
const TOTAL_MAX: Money = Money::from_cents(999_999_999_999_999);
/// `TDec_1110v` has eleven.
const UNIT_PRICE_DIGITS: usize = 11;

/// One item's amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) q_com: Quantity,
    pub(super) v_un_com: UnitPrice,
    pub(super) v_prod: Money,
    pub(super) v_frete: Money,
    pub(super) v_desc: Money,
    pub(super) v_outro: Money,
    /// Kept for the other reading of the discounts.
    shipping_discount: Money,
    promotion_discount: Money,
}

impl Line {
    /// What the item adds to `vNF`, and the base of its taxes.
    pub(super) fn v_item(&self) -> Money {
        self.v_prod + self.v_frete + self.v_outro - self.v_desc
    }
}

/// What the whole sale is worth, by both readings of the discounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Worth {
    /// `vNF`.
    pub(super) v_nf: Money,
    /// `vNF`, had `PromotionDiscount` already held `ShippingDiscount`: Amazon calls it "the total
    /// of all promotional discounts", and does not say whether freight's is among them. `None`
    /// where it cannot be so.
    pub(super) if_promotion_holds_shipping: Option<Money>,
}

/// Reads every item; `None` in the place of one that cannot be read.
pub(super) fn read(items: &[Item], faults: &mut Vec<Fault>) -> Vec<Option<Line>> {
    let field = "ShipmentItems";
    if items.is_empty() {
        faults.push(Fault::new(Code::ItemsMissing, Step::Draft, field));
    }
    if items.len() > ITEMS_MAX {
        faults.push(Fault::new(Code::ItemsTooMany, Step::Draft, field).value(items.len()));
    }
    items.iter().enumerate().map(|(n, item)| line(n, item, faults)).collect()
}

/// Adds up; `None` when an item is not known. Taxes on top of the price are in `total`, where
/// that is known.
pub(super) fn worth(
    lines: &[Option<Line>],
    total: Option<&Total>,
    faults: &mut Vec<Fault>,
) -> Option<Worth> {
    let lines: Vec<&Line> = lines.iter().map(Option::as_ref).collect::<Option<_>>()?;
    if lines.is_empty() {
        return None;
    }
    let paid: Money = lines.iter().map(|it| it.v_item()).sum();
    let v_nf = total.map_or(paid, |it| it.v_nf);
    let gross: Money = lines.iter().map(|it| it.v_prod + it.v_frete + it.v_outro).sum();
    let fault = |code| Fault::new(code, Step::Draft, "ShipmentItems");
    if gross > TOTAL_MAX {
        faults.push(fault(Code::MoneyBad).value(gross));
        return None;
    }
    if v_nf.is_zero() {
        faults.push(fault(Code::MoneyNothing).value(v_nf));
        return None;
    }
    let shipping: Money = lines.iter().map(|it| it.shipping_discount).sum();
    let holds = lines.iter().all(|it| it.promotion_discount >= it.shipping_discount);
    let other = (holds && !shipping.is_zero()).then(|| v_nf + shipping);
    Some(Worth { v_nf, if_promotion_holds_shipping: other })
}

fn line(n: usize, item: &Item, faults: &mut Vec<Fault>) -> Option<Line> {
    let path = |name: &str| format!("ShipmentItems[{n}].{name}");
    let mut optional = |found, name| amount(found, &path(name), faults);
    let shipping = optional(&item.shipping_price, "ShippingPrice");
    let gift_wrap = optional(&item.gift_wrap_price, "GiftWrapPrice");
    let shipping_discount = optional(&item.shipping_discount, "ShippingDiscount");
    let promotion_discount = optional(&item.promotion_discount, "PromotionDiscount");
    let price = match optional(&item.item_price, "ItemPrice") {
        // Alone among them it must be there: without it there is no sale.
        Read::Absent => {
            faults.push(Fault::new(Code::MoneyBad, Step::Draft, path("ItemPrice")));
            None
        }
        read @ (Read::Bad | Read::Is(_)) => read.or_zero(),
    };
    let price_and_quantity = quantity(item, price, &path("QuantityOrdered"), faults);
    let shipping_discount = shipping_discount.or_zero()?;
    let promotion_discount = promotion_discount.or_zero()?;
    let (shipping, v_outro) = (shipping.or_zero()?, gift_wrap.or_zero()?);
    let v_prod = price?;
    // Freight less its discount; what the discount has too much is taken off the goods.
    let v_frete = shipping.or_zero_sub(shipping_discount);
    let v_desc = promotion_discount + shipping_discount.or_zero_sub(shipping);
    let most = v_prod + v_frete + v_outro;
    if v_desc > most {
        let fault = Fault::new(Code::MoneyDiscountTooLarge, Step::Draft, path("PromotionDiscount"));
        faults.push(fault.value(v_desc).detail(most));
        return None;
    }
    let (q_com, v_un_com) = price_and_quantity?;
    Some(Line {
        q_com,
        v_un_com,
        v_prod,
        v_frete,
        v_desc,
        v_outro,
        shipping_discount,
        promotion_discount,
    })
}

/// A quantity with whose unit price rule 629 can hold (`qCom × vUnCom = vProd`).
fn quantity(
    item: &Item,
    price: Option<Money>,
    field: &str,
    faults: &mut Vec<Fault>,
) -> Option<(Quantity, UnitPrice)> {
    let found = item.quantity_ordered.as_deref();
    let quantity = found.and_then(|it| Quantity::parse(it.trim()).ok());
    let priced = quantity.map(|quantity| {
        let unit = UnitPrice::of(price.unwrap_or_default(), quantity);
        (quantity, unit, quantity.at(unit) == price.unwrap_or_default() && fits(unit))
    });
    if let Some((quantity, unit, true)) = priced {
        return price.map(|_| (quantity, unit));
    }
    let fault = Fault::new(Code::QuantityBad, Step::Draft, field);
    faults.push(match found {
        Some(found) => fault.value(found),
        None => fault,
    });
    None
}

pub(super) fn fits(unit: UnitPrice) -> bool {
    let text = unit.to_string();
    text.split('.').next().is_some_and(|it| it.len() <= UNIT_PRICE_DIGITS)
}

/// What stands where an amount may stand.
pub(super) enum Read {
    /// Nothing.
    Absent,
    /// Something that is no amount in reais; the fault is told.
    Bad,
    /// An amount.
    Is(Money),
}

impl Read {
    /// Absent is nothing to pay; bad is not known.
    fn or_zero(self) -> Option<Money> {
        match self {
            Read::Absent => Some(Money::ZERO),
            Read::Bad => None,
            Read::Is(money) => Some(money),
        }
    }
}

/// Reads one of Amazon's amounts, exactly or not at all.
pub(super) fn amount(found: &Option<Amount>, field: &str, faults: &mut Vec<Fault>) -> Read {
    let Some((found, text)) = found.as_ref().and_then(|it| Some((it, it.amount.as_deref()?)))
    else {
        return Read::Absent;
    };
    let currency = found.currency.as_deref();
    let in_reais = currency == Some(CURRENCY);
    if !in_reais {
        let fault = Fault::new(Code::MoneyCurrency, Step::Draft, field);
        faults.push(match currency {
            Some(currency) => fault.value(currency),
            None => fault,
        });
    }
    match Money::parse(text) {
        Ok(money) if in_reais => Read::Is(money),
        Ok(_) => Read::Bad,
        Err(error) => {
            let fault = Fault::new(Code::MoneyBad, Step::Draft, field);
            faults.push(fault.value(text).detail(error));
            Read::Bad
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brl(text: &str) -> Option<Amount> {
        let absent = text.is_empty();
        (!absent).then(|| Amount { currency: Some("BRL".into()), amount: Some(text.into()) })
    }

    /// Quantity, price, shipping, gift wrap, shipping discount, promotion.
    fn item(text: &str) -> Item {
        let mut cells = text.split(' ').map(|it| if it == "_" { "" } else { it });
        let mut next = || cells.next().unwrap();
        Item {
            quantity_ordered: Some(next().into()).filter(|it: &String| !it.is_empty()),
            item_price: brl(next()),
            shipping_price: brl(next()),
            gift_wrap_price: brl(next()),
            shipping_discount: brl(next()),
            promotion_discount: brl(next()),
            ..Item::default()
        }
    }

    #[test]
    fn amounts_find_their_columns() {
        for (text, columns) in [
            ("1 10.00 _ _ _ _", "10.00 0.00 0.00 0.00"),
            ("2 99.90 12.90 5.00 3.00 4.50", "99.90 9.90 4.50 5.00"),
            ("1 10 3 _ 3 _", "10.00 0.00 0.00 0.00"),
            ("1 10 3 _ 5 1", "10.00 0.00 3.00 0.00"),
            ("1 10 _ _ _ 10", "10.00 0.00 10.00 0.00"),
        ] {
            let mut faults = Vec::new();
            let line = line(0, &item(text), &mut faults).unwrap();
            let Line { v_prod, v_frete, v_desc, v_outro, .. } = line;
            assert_eq!(format!("{v_prod} {v_frete} {v_desc} {v_outro}"), columns, "{text}");
            assert!(faults.is_empty());
        }
    }

    #[test]
    fn what_is_no_amount_is_named() {
        for (text, expected) in [
            ("1 _ _ _ _ _", "money.bad_amount ItemPrice"),
            ("1 -1 _ _ _ _", "money.bad_amount ItemPrice"),
            (
                "1 1 x _ 1.001 _",
                "money.bad_amount ShippingPrice, money.bad_amount ShippingDiscount",
            ),
            ("0 1 _ _ _ _", "item.quantity_bad QuantityOrdered"),
            ("_ 1 _ _ _ _", "item.quantity_bad QuantityOrdered"),
            ("1.00001 1 _ _ _ _", "item.quantity_bad QuantityOrdered"),
            ("0.0001 99999999999 _ _ _ _", "item.quantity_bad QuantityOrdered"),
            ("99999999999 0.01 _ _ _ _", "item.quantity_bad QuantityOrdered"),
            ("1 10 _ _ _ 10.01", "money.discount_too_large PromotionDiscount"),
            (
                "0 _ _ _ _ x",
                "money.bad_amount PromotionDiscount, money.bad_amount ItemPrice, \
              item.quantity_bad QuantityOrdered",
            ),
        ] {
            let mut faults = Vec::new();
            assert_eq!(line(3, &item(text), &mut faults), None, "{text}");
            let got: Vec<String> = faults
                .iter()
                .map(|it| {
                    format!("{} {}", it.code, it.field.trim_start_matches("ShipmentItems[3]."))
                })
                .collect();
            assert_eq!(got.join(", "), expected, "{text}");
        }
    }

    #[test]
    fn only_reais_count() {
        let mut faults = Vec::new();
        let mut dollars = item("1 10 _ _ _ _");
        dollars.item_price =
            Some(Amount { currency: Some("USD".into()), amount: Some("10".into()) });
        assert_eq!(line(0, &dollars, &mut faults), None);
        assert_eq!(faults.len(), 1);
        assert_eq!(
            (faults[0].code, faults[0].value.as_deref()),
            (Code::MoneyCurrency, Some("USD"))
        );
    }

    #[test]
    fn a_note_has_one_to_990_items() {
        for (items, expected) in
            [(0, Some(Code::ItemsMissing)), (990, None), (991, Some(Code::ItemsTooMany))]
        {
            let mut faults = Vec::new();
            read(&vec![item("1 10 _ _ _ _"); items], &mut faults);
            assert_eq!(faults.first().map(|it| it.code), expected, "{items}");
        }
    }

    #[test]
    fn a_sale_is_worth_something() {
        let worth_of = |texts: &[&str]| {
            let mut faults = Vec::new();
            let lines: Vec<_> = texts.iter().map(|it| line(0, &item(it), &mut faults)).collect();
            (worth(&lines, None, &mut faults), faults)
        };
        let (worth, _) = worth_of(&["1 10 5 _ 5 5", "1 10 _ _ _ 10"]);
        let worth = worth.unwrap();
        assert_eq!(worth.v_nf.cents(), 500);
        assert_eq!(worth.if_promotion_holds_shipping.map(Money::cents), Some(1000));
        assert_eq!(worth_of(&["1 10 5 _ 5 4"]).0.unwrap().if_promotion_holds_shipping, None);
        assert_eq!(worth_of(&["1 10 _ _ _ 10"]).1[0].code, Code::MoneyNothing);
        let most = ["1 99999999999.99 _ _ _ _"; 101];
        assert_eq!(worth_of(&most).1[0].code, Code::MoneyBad);
        assert_eq!(worth_of(&["x 1 _ _ _ _"]).1.len(), 1);
    }
}
