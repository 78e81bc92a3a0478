//! `getShipmentDetails` (Shipment Invoicing v0, `shipmentInvoicingV0.json`), as it came.
//!
//! Leaves are kept as the text that stood in the JSON, so that an amount or a quantity is exact
//! whether Amazon writes it as a string or as a number.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::domain::shipment::{
    Address, Amount, Item, Payment, Shipment, TaxClassification, TaxInfo,
};

/// Why a body is no shipment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShipmentError {
    /// Not the shape of the model.
    #[error("not a getShipmentDetails answer: line {line}, column {column}")]
    Shape {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// No `payload`.
    #[error("payload: missing")]
    NoPayload,
}

/// Reads an answer's body.
pub fn read_shipment(body: &[u8]) -> Result<Shipment, ShipmentError> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let answer: AnswerWire<'_> = serde_json::from_slice(body)
        .map_err(|error| ShipmentError::Shape { line: error.line(), column: error.column() })?;
    let payload = answer.payload.ok_or(ShipmentError::NoPayload)?;
    // The changelog of 2025-08-19 shows the detail one level deeper than the model has it.
    let detail = match payload.nested {
        Some(nested) => *nested,
        None => payload,
    };
    Ok(detail.into())
}

type Leaf<'a> = Option<&'a RawValue>;

#[derive(Deserialize)]
struct AnswerWire<'a> {
    #[serde(borrow)]
    payload: Option<ShipmentWire<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ShipmentWire<'a> {
    #[serde(rename = "ShipmentDetail", borrow)]
    nested: Option<Box<ShipmentWire<'a>>>,
    warehouse_id: Leaf<'a>,
    amazon_order_id: Leaf<'a>,
    amazon_shipment_id: Leaf<'a>,
    purchase_date: Leaf<'a>,
    shipping_address: Option<AddressWire<'a>>,
    payment_method_details: Option<Vec<&'a RawValue>>,
    payments: Option<Vec<PaymentWire<'a>>>,
    marketplace_id: Leaf<'a>,
    seller_id: Leaf<'a>,
    buyer_name: Leaf<'a>,
    buyer_county: Leaf<'a>,
    buyer_tax_info: Option<TaxInfoWire<'a>>,
    marketplace_tax_info: Option<TaxInfoWire<'a>>,
    seller_display_name: Leaf<'a>,
    shipment_items: Option<Vec<ItemWire<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AddressWire<'a> {
    #[serde(borrow)]
    name: Leaf<'a>,
    address_line1: Leaf<'a>,
    address_line2: Leaf<'a>,
    address_line3: Leaf<'a>,
    city: Leaf<'a>,
    county: Leaf<'a>,
    district: Leaf<'a>,
    state_or_region: Leaf<'a>,
    postal_code: Leaf<'a>,
    country_code: Leaf<'a>,
    phone: Leaf<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PaymentWire<'a> {
    #[serde(borrow)]
    payment_method: Leaf<'a>,
    acquirer_id: Leaf<'a>,
    card_brand: Leaf<'a>,
    payment_value: Option<AmountWire<'a>>,
    authorization_code: Leaf<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AmountWire<'a> {
    #[serde(borrow)]
    currency_code: Leaf<'a>,
    amount: Leaf<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TaxInfoWire<'a> {
    #[serde(borrow)]
    company_legal_name: Leaf<'a>,
    taxing_region: Leaf<'a>,
    tax_classifications: Option<Vec<TaxClassificationWire<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TaxClassificationWire<'a> {
    #[serde(borrow)]
    name: Leaf<'a>,
    value: Leaf<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ItemWire<'a> {
    #[serde(rename = "ASIN", borrow)]
    asin: Leaf<'a>,
    #[serde(rename = "SellerSKU")]
    seller_sku: Leaf<'a>,
    order_item_id: Leaf<'a>,
    title: Leaf<'a>,
    quantity_ordered: Leaf<'a>,
    item_price: Option<AmountWire<'a>>,
    shipping_price: Option<AmountWire<'a>>,
    gift_wrap_price: Option<AmountWire<'a>>,
    shipping_discount: Option<AmountWire<'a>>,
    promotion_discount: Option<AmountWire<'a>>,
    serial_numbers: Option<Vec<&'a RawValue>>,
}

/// The text of a leaf: a string's content, or the JSON itself; `null` is nothing.
fn leaf(raw: Leaf<'_>) -> Option<String> {
    let json = raw?.get();
    if json == "null" {
        return None;
    }
    Some(serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned()))
}

fn leaves(raw: Option<Vec<&RawValue>>) -> Vec<String> {
    raw.unwrap_or_default().into_iter().filter_map(|it| leaf(Some(it))).collect()
}

fn each<W, T: From<W>>(wire: Option<Vec<W>>) -> Vec<T> {
    wire.unwrap_or_default().into_iter().map(T::from).collect()
}

impl From<ShipmentWire<'_>> for Shipment {
    fn from(wire: ShipmentWire<'_>) -> Shipment {
        Shipment {
            warehouse_id: leaf(wire.warehouse_id),
            amazon_order_id: leaf(wire.amazon_order_id),
            amazon_shipment_id: leaf(wire.amazon_shipment_id),
            purchase_date: leaf(wire.purchase_date),
            shipping_address: wire.shipping_address.map(Address::from),
            payment_method_details: leaves(wire.payment_method_details),
            payments: each(wire.payments),
            marketplace_id: leaf(wire.marketplace_id),
            seller_id: leaf(wire.seller_id),
            buyer_name: leaf(wire.buyer_name),
            buyer_county: leaf(wire.buyer_county),
            buyer_tax_info: wire.buyer_tax_info.map(TaxInfo::from),
            marketplace_tax_info: wire.marketplace_tax_info.map(TaxInfo::from),
            seller_display_name: leaf(wire.seller_display_name),
            items: each(wire.shipment_items),
        }
    }
}

impl From<AddressWire<'_>> for Address {
    fn from(wire: AddressWire<'_>) -> Address {
        Address {
            name: leaf(wire.name),
            line1: leaf(wire.address_line1),
            line2: leaf(wire.address_line2),
            line3: leaf(wire.address_line3),
            city: leaf(wire.city),
            county: leaf(wire.county),
            district: leaf(wire.district),
            state_or_region: leaf(wire.state_or_region),
            postal_code: leaf(wire.postal_code),
            country_code: leaf(wire.country_code),
            phone: leaf(wire.phone),
        }
    }
}

impl From<PaymentWire<'_>> for Payment {
    fn from(wire: PaymentWire<'_>) -> Payment {
        Payment {
            method: leaf(wire.payment_method),
            acquirer_id: leaf(wire.acquirer_id),
            card_brand: leaf(wire.card_brand),
            value: wire.payment_value.map(Amount::from),
            authorization_code: leaf(wire.authorization_code),
        }
    }
}

impl From<AmountWire<'_>> for Amount {
    fn from(wire: AmountWire<'_>) -> Amount {
        Amount { currency: leaf(wire.currency_code), amount: leaf(wire.amount) }
    }
}

impl From<TaxInfoWire<'_>> for TaxInfo {
    fn from(wire: TaxInfoWire<'_>) -> TaxInfo {
        TaxInfo {
            company_legal_name: leaf(wire.company_legal_name),
            taxing_region: leaf(wire.taxing_region),
            classifications: each(wire.tax_classifications),
        }
    }
}

impl From<TaxClassificationWire<'_>> for TaxClassification {
    fn from(wire: TaxClassificationWire<'_>) -> TaxClassification {
        TaxClassification { name: leaf(wire.name), value: leaf(wire.value) }
    }
}

impl From<ItemWire<'_>> for Item {
    fn from(wire: ItemWire<'_>) -> Item {
        Item {
            asin: leaf(wire.asin),
            seller_sku: leaf(wire.seller_sku),
            order_item_id: leaf(wire.order_item_id),
            title: leaf(wire.title),
            quantity_ordered: leaf(wire.quantity_ordered),
            item_price: wire.item_price.map(Amount::from),
            shipping_price: wire.shipping_price.map(Amount::from),
            gift_wrap_price: wire.gift_wrap_price.map(Amount::from),
            shipping_discount: wire.shipping_discount.map(Amount::from),
            promotion_discount: wire.promotion_discount.map(Amount::from),
            serial_numbers: leaves(wire.serial_numbers),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn leaves_are_exact_whether_text_or_number() {
        let body = br#"{"payload":{"WarehouseId":"WH01","Unknown":{},"ShippingAddress":null,
            "ShipmentItems":[{"ASIN":"B0","SellerSKU":"S-1","QuantityOrdered":2,
              "ItemPrice":{"CurrencyCode":"BRL","Amount":"5099.99"},
              "ShippingPrice":{"CurrencyCode":"BRL","Amount":10.10},"SerialNumbers":["1",2]}],
            "Payments":[{"PaymentMethod":"Boleto"}]}}"#;
        let shipment = read_shipment(body).unwrap();
        let item = &shipment.items[0];
        assert_eq!(shipment.warehouse_id.as_deref(), Some("WH01"));
        assert_eq!(shipment.shipping_address, None);
        assert_eq!(item.quantity_ordered.as_deref(), Some("2"));
        assert_eq!(item.item_price.as_ref().unwrap().amount.as_deref(), Some("5099.99"));
        assert_eq!(item.shipping_price.as_ref().unwrap().amount.as_deref(), Some("10.10"));
        assert_eq!(item.serial_numbers, ["1", "2"]);
        assert_eq!(shipment.payments[0].method.as_deref(), Some("Boleto"));
    }

    #[test]
    fn the_changelog_nests_deeper() {
        let shipment = read_shipment(br#"{"payload":{"ShipmentDetail":{"SellerId":"A1"}}}"#);
        assert_eq!(shipment.unwrap().seller_id.as_deref(), Some("A1"));
    }

    #[test]
    fn what_is_no_shipment_is_said() {
        assert_eq!(read_shipment(b"{}"), Err(ShipmentError::NoPayload));
        assert!(matches!(read_shipment(b"<html>"), Err(ShipmentError::Shape { line: 1, .. })));
    }

    proptest! {
        #[test]
        fn garbage_never_panics(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_shipment(&body);
        }
    }
}
