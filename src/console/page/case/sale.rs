//! The sale as Amazon told it; who bought is hidden until somebody asks.

use maud::{Markup, html};

use super::CaseView;
use super::head::MASK;
use crate::console::show::{moment, reais};
use crate::domain::shipment::{Address, Amount, Item, Payment, Shipment, TaxInfo};
use crate::domain::{Money, Uf};
use crate::words::Lang;
use crate::words::desk::{case as words, field};

pub(super) fn section(view: &CaseView, lang: Lang) -> Markup {
    html! {
        section {
            h2 #venda { (words::SHIPMENT.say(lang)) }
            @match &view.shipment {
                None => p { (words::NO_SHIPMENT.say(lang)) },
                Some(it) => {
                    h3 { (words::ORDER.say(lang)) }
                    dl.facts { @for (name, value) in order(it, lang) { (fact(name, value.as_deref(), lang)) } }
                    h3 { (words::BUYER.say(lang)) }
                    dl.facts { @for it in buyer(it) { (hidden(&it, view.revealed, lang)) } }
                    h3 { (words::ITEMS.say(lang)) }
                    (items(&it.items, lang))
                    @if !it.payments.is_empty() {
                        h3 { (words::PAYMENTS.say(lang)) }
                        (payments(&it.payments, lang))
                    }
                }
            }
        }
    }
}

fn fact(name: &str, value: Option<&str>, lang: Lang) -> Markup {
    html! {
        div { dt { (field::name(name, lang)) } dd {
            @match value { Some(value) => (value), None => span.sub { (words::EMPTY.say(lang)) } }
        } }
    }
}

fn order(it: &Shipment, lang: Lang) -> Vec<(&'static str, Option<String>)> {
    // A moment as this desk writes it, where it is one.
    let bought = |text: &String| text.parse().map_or_else(|_| text.clone(), |at| moment(at, lang));
    let documents = it.marketplace_tax_info.as_ref();
    let document = documents.and_then(|it| it.classifications.first()?.value.clone());
    vec![
        ("AmazonOrderId", it.amazon_order_id.clone()),
        ("AmazonShipmentId", it.amazon_shipment_id.clone()),
        ("PurchaseDate", it.purchase_date.as_ref().map(bought)),
        ("WarehouseId", it.warehouse_id.clone()),
        ("MarketplaceId", it.marketplace_id.clone()),
        ("MarketplaceTaxInfo.Document", document),
        ("SellerId", it.seller_id.clone()),
        ("SellerDisplayName", it.seller_display_name.clone()),
        ("PaymentMethodDetails", it.payment_method_details.first().cloned()),
    ]
}

/// A field that may tell who somebody is.
struct Personal {
    name: String,
    value: Option<String>,
    open: bool,
}

fn hidden(it: &Personal, revealed: bool, lang: Lang) -> Markup {
    let value = it.value.as_deref();
    let shown = if revealed || it.open { value } else { value.map(|_| MASK) };
    fact(&it.name, shown, lang)
}

fn buyer(it: &Shipment) -> Vec<Personal> {
    let personal = |name: &str, value: &Option<String>| Personal {
        name: name.to_owned(),
        value: value.clone(),
        open: false,
    };
    let mut all = vec![personal("BuyerName", &it.buyer_name)];
    if let Some(TaxInfo { company_legal_name, classifications, .. }) = &it.buyer_tax_info {
        for it in classifications {
            all.push(personal("BuyerTaxInfo.Document", &it.value));
        }
        all.push(personal("BuyerTaxInfo.CompanyLegalName", company_legal_name));
    }
    if let Some(it) = &it.shipping_address {
        let Address { name, line1, line2, line3, city, county, district, .. } = it;
        let Address { state_or_region, postal_code, country_code, phone, .. } = it;
        for (field, value) in [
            ("Name", name),
            ("AddressLine1", line1),
            ("AddressLine2", line2),
            ("AddressLine3", line3),
            ("District", district),
            ("County", county),
            ("City", city),
            ("PostalCode", postal_code),
            ("Phone", phone),
        ] {
            all.push(personal(&format!("ShippingAddress.{field}"), value));
        }
        // A state tells nobody from another; what is no state may be a street in the wrong place.
        let uf = state_or_region.as_deref().and_then(Uf::parse).is_some();
        let of_state = personal("ShippingAddress.StateOrRegion", state_or_region);
        all.push(Personal { open: uf, ..of_state });
        let country = country_code.as_ref().is_some_and(|it| it.len() == 2);
        let of_country = personal("ShippingAddress.CountryCode", country_code);
        all.push(Personal { open: country, ..of_country });
    }
    all.push(personal("BuyerCounty", &it.buyer_county));
    all
}

/// An amount as Amazon wrote it, in the reader's signs where it can be read.
fn amount(it: Option<&Amount>, lang: Lang) -> String {
    let Some(text) = it.and_then(|it| it.amount.as_ref()) else { return "–".to_owned() };
    let currency = it.and_then(|it| it.currency.as_deref()).unwrap_or("BRL");
    match Money::parse(text) {
        Ok(money) if currency == "BRL" => reais(money.cents(), lang),
        Ok(_) | Err(_) => format!("{currency} {text}"),
    }
}

fn items(all: &[Item], lang: Lang) -> Markup {
    let of = |it: &Option<Amount>| amount(it.as_ref(), lang);
    let text =
        |it: &Option<String>| it.clone().unwrap_or_else(|| words::EMPTY.say(lang).to_owned());
    html! {
        table.rows {
            caption.hidden { (words::ITEMS.say(lang)) }
            thead { tr {
                th scope="col" { "SKU" }
                th scope="col" { (words::TITLE.say(lang)) }
                th.n scope="col" { (words::QUANTITY.say(lang)) }
                th.n scope="col" { (words::PRICE.say(lang)) }
                th.n scope="col" { (words::FREIGHT.say(lang)) }
                th.n scope="col" { (words::GIFT.say(lang)) }
                th.n scope="col" { (words::DISCOUNTS.say(lang)) }
            } }
            tbody { @for it in all { tr {
                th scope="row" { (text(&it.seller_sku)) small { "ASIN " (text(&it.asin)) } }
                td data-label=(words::TITLE.say(lang)) { (text(&it.title)) }
                td.n data-label=(words::QUANTITY.say(lang)) { (text(&it.quantity_ordered)) }
                td.n data-label=(words::PRICE.say(lang)) { (of(&it.item_price)) }
                td.n data-label=(words::FREIGHT.say(lang)) { (of(&it.shipping_price)) }
                td.n data-label=(words::GIFT.say(lang)) { (of(&it.gift_wrap_price)) }
                td.n data-label=(words::DISCOUNTS.say(lang)) {
                    (of(&it.shipping_discount)) " / " (of(&it.promotion_discount))
                }
            } } }
        }
    }
}

fn payments(all: &[Payment], lang: Lang) -> Markup {
    let text = |it: &Option<String>| it.clone().unwrap_or_else(|| "–".to_owned());
    html! {
        table.rows {
            caption.hidden { (words::PAYMENTS.say(lang)) }
            thead { tr {
                th scope="col" { (words::METHOD.say(lang)) }
                th.n scope="col" { (words::AMOUNT.say(lang)) }
                th scope="col" { (words::BRAND.say(lang)) }
                th scope="col" { (words::ACQUIRER.say(lang)) }
            } }
            tbody { @for it in all { tr {
                th scope="row" { (text(&it.method)) }
                td.n data-label=(words::AMOUNT.say(lang)) { (amount(it.value.as_ref(), lang)) }
                td data-label=(words::BRAND.say(lang)) { (text(&it.card_brand)) }
                td data-label=(words::ACQUIRER.say(lang)) { (text(&it.acquirer_id)) }
            } } }
        }
    }
}
