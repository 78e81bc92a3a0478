//! Whatever is broken, faults come out, not panics; and each names a field that exists.

use proptest::prelude::*;

use super::sales::{Sale, sale};
use fba_nfe::domain::shipment::{Address, Amount};

/// A way to break a sale.
type Break = fn(&mut Sale, &str);

fn lines(sale: &mut Sale) -> &mut Address {
    sale.shipment.shipping_address.as_mut().unwrap()
}

fn amount(text: &str) -> Option<Amount> {
    Some(Amount { currency: Some("BRL".to_owned()), amount: Some(text.to_owned()) })
}

const BREAKS: [Break; 22] = [
    |it, _| it.shipment.items.clear(),
    |it, text| it.shipment.items[0].seller_sku = Some(text.to_owned()),
    |it, _| it.shipment.items[0].seller_sku = None,
    |it, text| it.shipment.items[0].item_price = amount(text),
    |it, _| it.shipment.items[0].item_price = None,
    |it, text| it.shipment.items[0].quantity_ordered = Some(text.to_owned()),
    |it, text| it.shipment.items[0].promotion_discount = amount(text),
    |it, _| it.shipment.items[0].promotion_discount = amount("99999999.00"),
    |it, text| it.shipment.items[0].title = Some(text.to_owned()),
    |it, text| it.shipment.payments[0].value = amount(text),
    |it, _| it.shipment.payments.clear(),
    |it, _| it.shipment.payments[0].value = amount("0.01"),
    |it, text| lines(it).city = Some(text.to_owned()),
    |it, text| lines(it).state_or_region = Some(text.to_owned()),
    |it, text| lines(it).postal_code = Some(text.to_owned()),
    |it, text| lines(it).line1 = Some(text.to_owned()),
    |it, text| lines(it).country_code = Some(text.to_owned()),
    |it, _| it.shipment.shipping_address = None,
    |it, _| it.shipment.buyer_tax_info = None,
    |it, _| it.shipment.marketplace_tax_info = None,
    |it, text| it.shipment.marketplace_id = Some(text.to_owned()),
    |it, _| {
        it.catalogue.products.values_mut().for_each(|it| {
            (it.profile.normal, it.profile.simples) = (None, None);
        })
    },
];

/// The fields of Amazon's model, and the few of the note that a draft may blame.
const FIELDS: [&str; 42] = [
    "WarehouseId",
    "SellerId",
    "MarketplaceId",
    "ShippingAddress",
    "ShippingAddress.Name",
    "ShippingAddress.AddressLine1",
    "ShippingAddress.AddressLine2",
    "ShippingAddress.AddressLine3",
    "ShippingAddress.District",
    "ShippingAddress.County",
    "ShippingAddress.City",
    "ShippingAddress.StateOrRegion",
    "ShippingAddress.PostalCode",
    "ShippingAddress.CountryCode",
    "ShippingAddress.Phone",
    "BuyerName",
    "BuyerTaxInfo",
    "BuyerTaxInfo.CompanyLegalName",
    "BuyerTaxInfo.TaxClassifications",
    "MarketplaceTaxInfo",
    "MarketplaceTaxInfo.TaxClassifications",
    "SellerDisplayName",
    "ShipmentItems",
    "ShipmentItems[n].SellerSKU",
    "ShipmentItems[n].Title",
    "ShipmentItems[n].QuantityOrdered",
    "ShipmentItems[n].ItemPrice",
    "ShipmentItems[n].ShippingPrice",
    "ShipmentItems[n].GiftWrapPrice",
    "ShipmentItems[n].ShippingDiscount",
    "ShipmentItems[n].PromotionDiscount",
    "Payments",
    "Payments[n].PaymentValue",
    "Payments[n].PaymentMethod",
    "PaymentMethodDetails",
    "dhEmi",
    "emit.UF",
    "ShipmentItems[n].SerialNumbers",
    "AmazonOrderId",
    "AmazonShipmentId",
    "PurchaseDate",
    "BuyerCounty",
];

fn plain(field: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in field.chars() {
        match c {
            '[' => {
                out.push_str("[n");
                inside = true;
            }
            ']' => {
                out.push(']');
                inside = false;
            }
            _ if inside => {}
            _ => out.push(c),
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn every_fault_names_a_field_that_exists(
        sale in sale(),
        breaks in prop::collection::vec((0..BREAKS.len(), "\\PC{0,20}|[0-9.,-]{0,8}"), 1..4),
    ) {
        let mut broken = sale;
        for (which, text) in &breaks {
            // A sale without items has nothing else to break.
            if !broken.shipment.items.is_empty()
                && broken.shipment.shipping_address.is_some()
                && !broken.shipment.payments.is_empty()
            {
                BREAKS[*which](&mut broken, text);
            }
        }
        let faults = match broken.draft() {
            Ok(draft) => draft.warnings,
            Err(faults) => {
                prop_assert!(!faults.is_empty(), "held without a reason");
                faults
            }
        };
        for fault in faults {
            prop_assert!(FIELDS.contains(&plain(&fault.field).as_str()), "{}", fault.field);
            let value = fault.value.unwrap_or_default();
            prop_assert!(value.chars().count() <= 500);
        }
    }

    /// Nothing in a draft prints who bought.
    #[test]
    fn a_draft_prints_no_buyer(sale in sale()) {
        let told = format!("{:?}", sale.drafted());
        for secret in ["Fulana", "Beltrana", "98765432100", "Consola", "Compradora"] {
            // infCpl names who the parcel is for; it is printed on the note.
            let told = told.replace("A/C Beltrana de Tal", "");
            prop_assert!(!told.contains(secret), "{secret}");
        }
    }
}
