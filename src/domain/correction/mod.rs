//! What a person puts in the place of what Amazon said. Amazon's own answer is never edited: a
//! draft is made of the shipment and its corrections, in the order in which they were made. Some
//! speak of what outlives the shipment: see [`Subject`].

mod subject;

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use subject::Subject;

use super::product::Column;
use super::shipment::{Address, Amount, Payment, Shipment, TaxClassification, TaxInfo};
use super::{Cnpj, Code, Fault, Money, TaxId};

/// One field, and what shall stand there. An empty value takes out what stood there.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// One of [`FIELDS`], with a number in the place of `n`, or that of a [`Subject`].
    pub field: String,
    /// The new value.
    pub value: String,
}

impl fmt::Debug for Correction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if is_personal(&self.field) { "***" } else { &self.value };
        write!(f, "Correction({} = {value})", journalled(&self.field))
    }
}

/// What can be corrected, in Amazon's own paths; `n` counts from 0.
///
/// Who and where can be mended, and how the sale is described. Of the money, only what Amazon's
/// words leave open: which discount is which, and what was paid how. The goods' price and
/// quantity are the sale itself, and only Amazon can change it.
pub const FIELDS: &[&str] = &[
    "ShippingAddress.Name",
    "ShippingAddress.AddressLine1",
    "ShippingAddress.AddressLine2",
    "ShippingAddress.AddressLine3",
    "ShippingAddress.District",
    "ShippingAddress.County",
    "ShippingAddress.City",
    "ShippingAddress.StateOrRegion",
    "ShippingAddress.PostalCode",
    "ShippingAddress.Phone",
    "BuyerName",
    "BuyerTaxInfo.Document",
    "BuyerTaxInfo.CompanyLegalName",
    "MarketplaceTaxInfo.Document",
    "SellerDisplayName",
    "ShipmentItems[n].SellerSKU",
    "ShipmentItems[n].Title",
    "ShipmentItems[n].ShippingDiscount",
    "ShipmentItems[n].PromotionDiscount",
    "Payments[n].PaymentMethod",
    "Payments[n].PaymentValue",
    "PaymentMethodDetails",
];

/// Longest value, in characters.
pub const VALUE_MAX: usize = 500;

/// Why a correction cannot be made. No message holds the value: it may be personal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionError {
    /// Not one of [`FIELDS`], and no [`Subject`].
    #[error(
        "{0:?} cannot be corrected, only: {list}, Product[SKU].column of the product file, \
         City[as it was written/UF]",
        list = FIELDS.join(", ")
    )]
    UnknownField(String),
    /// No such item or payment.
    #[error("{field}: the shipment has {count} of them, counted from 0")]
    NoSuchPlace {
        /// The field that was named.
        field: String,
        /// How many there are.
        count: usize,
    },
    /// A value past [`VALUE_MAX`].
    #[error("{0}: at most {VALUE_MAX} characters")]
    TooLong(String),
    /// A value that cannot stand there.
    #[error("{field}: expected {expected}")]
    BadValue {
        /// The field that was named.
        field: String,
        /// What can stand there.
        expected: Cow<'static, str>,
    },
    /// A product or a city that the shipment does not speak of.
    #[error("{0}: the shipment has no such thing")]
    NotOfThis(&'static str),
    /// A correction of the shipment alone, which nobody can keep for another.
    #[error("only a product's column or a city can be kept for next time")]
    OfOneSale,
    /// A city that is found without a person's help.
    #[error("City: what was written names a municipality by itself")]
    CityKnown,
}

/// Whether a field tells who somebody is or where they live. An unknown one counts as personal.
pub fn is_personal(field: &str) -> bool {
    if let Some(Subject::Product { .. }) = Subject::parse(field) {
        return false;
    }
    match place(field).map(|(name, _)| name) {
        Some(name) => name.starts_with("ShippingAddress.") || name.starts_with("Buyer"),
        None => true,
    }
}

/// How the journal calls a field: without the name of a city, which tells where somebody lives.
pub fn journalled(field: &str) -> &str {
    match Subject::parse(field) {
        Some(Subject::City { .. }) => "City",
        Some(Subject::Product { .. }) | None => field,
    }
}

/// The shipment with every correction of it made, the later over the earlier. Those of a
/// [`Subject`] change nothing here.
pub fn apply(shipment: &Shipment, corrections: &[Correction]) -> Result<Shipment, CorrectionError> {
    let mut mended = shipment.clone();
    for correction in corrections {
        one(&mut mended, correction)?;
    }
    Ok(mended)
}

/// The fields of a sale's head, and those of its first item and payment: what a form may offer
/// without knowing the sale.
pub fn places() -> Vec<String> {
    FIELDS.iter().map(|it| it.replace("[n]", "[0]")).collect()
}

/// The fields that a person who wants to mend this fault may fill.
pub fn mends(fault: &Fault) -> Vec<String> {
    let field = match fault.field.as_str() {
        "BuyerTaxInfo" | "BuyerTaxInfo.TaxClassifications" => "BuyerTaxInfo.Document",
        "MarketplaceTaxInfo" => "MarketplaceTaxInfo.Document",
        field => field,
    };
    let sku = fault
        .value
        .as_ref()
        .filter(|_| matches!(fault.code, Code::ProductUnknown | Code::ProductIncomplete));
    let product = sku.into_iter().flat_map(|sku| {
        let of = |column: &Column| Subject::Product { sku: sku.clone(), column: *column };
        Column::ALL.iter().map(move |column| of(column).field())
    });
    match place(field) {
        Some(_) => std::iter::once(field.to_owned()).chain(product).collect(),
        None if field == "ShippingAddress" => {
            FIELDS.iter().filter(|it| it.starts_with(field)).map(|it| (*it).to_owned()).collect()
        }
        None => Vec::new(),
    }
}

/// The entry of [`FIELDS`] that a path means, and its number.
fn place(field: &str) -> Option<(&'static str, usize)> {
    let (name, n) = match field.split_once('[') {
        Some((list, rest)) => {
            let (digits, tail) = rest.split_once(']')?;
            let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            (format!("{list}[n]{tail}"), digits.parse().ok().filter(|_| plain)?)
        }
        None => (field.to_owned(), 0),
    };
    FIELDS.iter().find(|it| **it == name).map(|it| (*it, n))
}

fn one(shipment: &mut Shipment, correction: &Correction) -> Result<(), CorrectionError> {
    let Correction { field, value } = correction;
    if value.chars().count() > VALUE_MAX {
        return Err(CorrectionError::TooLong(journalled(field).to_owned()));
    }
    if Subject::parse(field).is_some() {
        return Ok(());
    }
    let unknown = || CorrectionError::UnknownField(field.chars().take(80).collect());
    let (name, n) = place(field).ok_or_else(unknown)?;
    let value = value.trim();
    let text = (!value.is_empty()).then(|| value.to_owned());
    let bad = |expected: &'static str| CorrectionError::BadValue {
        field: field.clone(),
        expected: expected.into(),
    };
    if let Some(name) = name.strip_prefix("ShippingAddress.") {
        let address = shipment.shipping_address.get_or_insert_default();
        *address_field(address, name).ok_or_else(unknown)? = text;
        return Ok(());
    }
    if let Some(name) = name.strip_prefix("ShipmentItems[n].") {
        let count = shipment.items.len();
        let nowhere = || CorrectionError::NoSuchPlace { field: field.clone(), count };
        let item = shipment.items.get_mut(n).ok_or_else(nowhere)?;
        match name {
            "SellerSKU" => item.seller_sku = text,
            "Title" => item.title = text,
            "ShippingDiscount" => item.shipping_discount = reais(text).map_err(bad)?,
            "PromotionDiscount" => item.promotion_discount = reais(text).map_err(bad)?,
            _ => return Err(unknown()),
        }
        return Ok(());
    }
    if let Some(name) = name.strip_prefix("Payments[n].") {
        let payment = payment(&mut shipment.payments, n, field)?;
        match name {
            "PaymentMethod" => payment.method = text,
            "PaymentValue" => payment.value = reais(text).map_err(bad)?,
            _ => return Err(unknown()),
        }
        return Ok(());
    }
    match name {
        "BuyerName" => shipment.buyer_name = text,
        "BuyerTaxInfo.Document" => {
            let found = TaxId::parse(&value.to_uppercase());
            let id = found.map_err(|_| bad("a CPF or a CNPJ with right check digits"))?;
            let name = match &id {
                TaxId::Cpf(_) => "CPF",
                TaxId::Cnpj(_) => "CNPJ",
            };
            replace_document(&mut shipment.buyer_tax_info, name, id.as_str());
        }
        "BuyerTaxInfo.CompanyLegalName" => {
            shipment.buyer_tax_info.get_or_insert_default().company_legal_name = text;
        }
        "MarketplaceTaxInfo.Document" => {
            let found = Cnpj::parse(&value.to_uppercase());
            let cnpj = found.map_err(|_| bad("a CNPJ with right check digits"))?;
            replace_document(&mut shipment.marketplace_tax_info, "CNPJ", cnpj.as_str());
        }
        "SellerDisplayName" => shipment.seller_display_name = text,
        "PaymentMethodDetails" => shipment.payment_method_details = text.into_iter().collect(),
        _ => return Err(unknown()),
    }
    Ok(())
}

fn address_field<'a>(address: &'a mut Address, name: &str) -> Option<&'a mut Option<String>> {
    Some(match name {
        "Name" => &mut address.name,
        "AddressLine1" => &mut address.line1,
        "AddressLine2" => &mut address.line2,
        "AddressLine3" => &mut address.line3,
        "District" => &mut address.district,
        "County" => &mut address.county,
        "City" => &mut address.city,
        "StateOrRegion" => &mut address.state_or_region,
        "PostalCode" => &mut address.postal_code,
        "Phone" => &mut address.phone,
        _ => return None,
    })
}

/// The payment at a place; the place just behind the last makes a new one, so that a sale without
/// payments can be given them.
fn payment<'a>(
    payments: &'a mut Vec<Payment>,
    n: usize,
    field: &str,
) -> Result<&'a mut Payment, CorrectionError> {
    let count = payments.len();
    if n == count && n < PAYMENTS_MAX {
        payments.push(Payment::default());
    }
    let nowhere = || CorrectionError::NoSuchPlace { field: field.to_owned(), count };
    payments.get_mut(n).ok_or_else(nowhere)
}

/// A note holds a hundred payments.
const PAYMENTS_MAX: usize = 100;

fn reais(text: Option<String>) -> Result<Option<Amount>, &'static str> {
    let Some(text) = text else { return Ok(None) };
    let money = Money::parse(&text).map_err(|_| "an amount with a point, as in 12.50")?;
    Ok(Some(Amount { currency: Some("BRL".to_owned()), amount: Some(money.to_string()) }))
}

/// Whatever stood there: one document, and no other.
fn replace_document(info: &mut Option<TaxInfo>, name: &str, value: &str) {
    info.get_or_insert_default().classifications =
        vec![TaxClassification { name: Some(name.to_owned()), value: Some(value.to_owned()) }];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::shipment::Item;

    fn sale() -> Shipment {
        Shipment { items: vec![Item::default()], ..Shipment::default() }
    }

    fn correct(field: &str, value: &str) -> Result<Shipment, CorrectionError> {
        let correction = Correction { field: field.to_owned(), value: value.to_owned() };
        apply(&sale(), &[correction])
    }

    #[test]
    fn every_field_can_be_corrected_and_changes_the_shipment() {
        for field in FIELDS {
            let value = match *field {
                it if it.ends_with("Document") => "59.594.315/0001-57",
                it if it.ends_with("Discount") || it.ends_with("Value") => "1.50",
                _ => "text",
            };
            let changed = correct(&field.replace("[n]", "[0]"), value);
            assert!(changed.is_ok_and(|it| it != sale()), "{field}");
        }
    }

    #[test]
    fn what_cannot_be_corrected_is_said() {
        for field in [
            "",
            "ItemPrice",
            "ShipmentItems[0].ItemPrice",
            "ShipmentItems[n].Title",
            "ShipmentItems[-1].Title",
            "ShipmentItems[+0].Title",
            "ShipmentItems[].Title",
            "ShipmentItems[0.Title",
            "ShippingAddress.CountryCode",
            "Payments[0]",
        ] {
            let error = correct(field, "x").unwrap_err();
            assert!(matches!(error, CorrectionError::UnknownField(_)), "{field}");
            assert!(error.to_string().contains("BuyerTaxInfo.Document"));
        }
        for field in [
            "ShipmentItems[1].Title",
            "Payments[1].PaymentValue",
            "ShipmentItems[18446744073709551615].Title",
        ] {
            let error = correct(field, "1").unwrap_err();
            assert!(matches!(error, CorrectionError::NoSuchPlace { .. }), "{field}");
        }
        for field in ["BuyerName", "Product[SKU].ncm", "City[Ozasco/SP]"] {
            let error = correct(field, &"x".repeat(501)).unwrap_err();
            assert!(matches!(error, CorrectionError::TooLong(_)));
            assert!(!error.to_string().contains("Ozasco"));
        }
        for (field, value) in [
            ("BuyerTaxInfo.Document", "98765432101"),
            ("MarketplaceTaxInfo.Document", "98765432100"),
            ("Payments[0].PaymentValue", "1,50"),
        ] {
            let error = correct(field, value).unwrap_err();
            assert!(matches!(error, CorrectionError::BadValue { .. }), "{field}");
            assert!(!error.to_string().contains(value));
        }
    }

    #[test]
    fn a_new_document_is_the_only_one_and_the_later_correction_wins() {
        let fix = |value: &str| Correction {
            field: "BuyerTaxInfo.Document".to_owned(),
            value: value.to_owned(),
        };
        let both = [fix("59594315000157"), fix("987.654.321-00")];
        let entries = apply(&sale(), &both).unwrap().buyer_tax_info.unwrap().classifications;
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].name.as_deref(), Some("CPF"));
        assert_eq!(entries[0].value.as_deref(), Some("98765432100"));
    }

    #[test]
    fn an_unknown_product_is_mended_cell_by_cell_or_by_another_sku() {
        use crate::domain::{Code, Step};
        let fault = Fault::new(Code::ProductUnknown, Step::Draft, "ShipmentItems[1].SellerSKU");
        let fields = mends(&fault.clone().value("SKU-9"));
        assert_eq!(fields.len(), Column::ALL.len() + 1);
        assert_eq!(fields[0], "ShipmentItems[1].SellerSKU");
        assert_eq!(fields[2], "Product[SKU-9].ncm");
        assert_eq!(mends(&fault), ["ShipmentItems[1].SellerSKU"]);
    }

    #[test]
    fn personal_values_do_not_print() {
        assert!(is_personal("ShippingAddress.City") && is_personal("BuyerTaxInfo.Document"));
        assert!(is_personal("who knows"));
        assert!(!is_personal("ShipmentItems[3].SellerSKU"));
        assert!(!is_personal("Product[SKU].ncm") && is_personal("City[Ozasco/SP]"));
        assert_eq!(journalled("City[Ozasco/SP]"), "City");
        assert_eq!(journalled("Product[SKU].ncm"), "Product[SKU].ncm");
        let correction = Correction { field: "BuyerName".into(), value: "Fulana".into() };
        assert!(!format!("{correction:?}").contains("Fulana"));
    }

    #[test]
    fn an_empty_value_takes_away() {
        let named = Shipment { buyer_name: Some("x".into()), ..sale() };
        let none = Correction { field: "BuyerName".into(), value: " ".into() };
        assert_eq!(apply(&named, &[none]).unwrap().buyer_name, None);
    }
}
