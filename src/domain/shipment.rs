//! What Amazon said in `getShipmentDetails` (Shipment Invoicing v0), as it said it.
//!
//! Every property is optional in Amazon's model, so every field here is. Nothing is judged yet:
//! `tax` reads it and names every fault at once.

/// `ShipmentDetail`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shipment {
    /// `WarehouseId`: the seller's own site.
    pub warehouse_id: Option<String>,
    /// `AmazonOrderId`.
    pub amazon_order_id: Option<String>,
    /// `AmazonShipmentId`.
    pub amazon_shipment_id: Option<String>,
    /// `PurchaseDate`, RFC 3339.
    pub purchase_date: Option<String>,
    /// `ShippingAddress`.
    pub shipping_address: Option<Address>,
    /// `PaymentMethodDetails`: free strings, the older vocabulary.
    pub payment_method_details: Vec<String>,
    /// `Payments`, since 2025-08-28.
    pub payments: Vec<Payment>,
    /// `MarketplaceId`; Brazil is `A2Q3Y263D00KWC`.
    pub marketplace_id: Option<String>,
    /// `SellerId`.
    pub seller_id: Option<String>,
    /// `BuyerName`.
    pub buyer_name: Option<String>,
    /// `BuyerCounty`: the district, in Brazilian practice.
    pub buyer_county: Option<String>,
    /// `BuyerTaxInfo`.
    pub buyer_tax_info: Option<TaxInfo>,
    /// `MarketplaceTaxInfo`.
    pub marketplace_tax_info: Option<TaxInfo>,
    /// `SellerDisplayName`.
    pub seller_display_name: Option<String>,
    /// `ShipmentItems`.
    pub items: Vec<Item>,
}

/// `Address`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// `Name`.
    pub name: Option<String>,
    /// `AddressLine1`: street and number, mostly.
    pub line1: Option<String>,
    /// `AddressLine2`.
    pub line2: Option<String>,
    /// `AddressLine3`.
    pub line3: Option<String>,
    /// `City`.
    pub city: Option<String>,
    /// `County`.
    pub county: Option<String>,
    /// `District`.
    pub district: Option<String>,
    /// `StateOrRegion`.
    pub state_or_region: Option<String>,
    /// `PostalCode`.
    pub postal_code: Option<String>,
    /// `CountryCode`.
    pub country_code: Option<String>,
    /// `Phone`.
    pub phone: Option<String>,
}

/// `BuyerTaxInfo` and `MarketplaceTaxInfo`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaxInfo {
    /// `CompanyLegalName`.
    pub company_legal_name: Option<String>,
    /// `TaxingRegion`.
    pub taxing_region: Option<String>,
    /// `TaxClassifications`.
    pub classifications: Vec<TaxClassification>,
}

/// `TaxClassification`: `Name` is free text (`CPF`, `CNPJ`, nonsense in the sandbox).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaxClassification {
    /// `Name`.
    pub name: Option<String>,
    /// `Value`.
    pub value: Option<String>,
}

/// `PaymentInformation`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payment {
    /// `PaymentMethod`: `CreditCard`, `Pix`, `BankSlip` or `Boleto` … kept as it came.
    pub method: Option<String>,
    /// `AcquirerId`: a CNPJ, for cards and Pix.
    pub acquirer_id: Option<String>,
    /// `CardBrand`.
    pub card_brand: Option<String>,
    /// `PaymentValue`.
    pub value: Option<Amount>,
    /// `AuthorizationCode`.
    pub authorization_code: Option<String>,
}

/// `Money`, unread: the amount as text, exactly as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// `CurrencyCode`.
    pub currency: Option<String>,
    /// `Amount`.
    pub amount: Option<String>,
}

/// `ShipmentItem`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// `ASIN`.
    pub asin: Option<String>,
    /// `SellerSKU`.
    pub seller_sku: Option<String>,
    /// `OrderItemId`.
    pub order_item_id: Option<String>,
    /// `Title`.
    pub title: Option<String>,
    /// `QuantityOrdered`: the JSON number's own text.
    pub quantity_ordered: Option<String>,
    /// `ItemPrice`: unit price × quantity, without shipping and gift wrap.
    pub item_price: Option<Amount>,
    /// `ShippingPrice`.
    pub shipping_price: Option<Amount>,
    /// `GiftWrapPrice`.
    pub gift_wrap_price: Option<Amount>,
    /// `ShippingDiscount`.
    pub shipping_discount: Option<Amount>,
    /// `PromotionDiscount`.
    pub promotion_discount: Option<Amount>,
    /// `SerialNumbers`.
    pub serial_numbers: Vec<String>,
}
