//! What is wrong, where, and who can mend it.
//!
//! A fault carries codes and values. Its sentences live in `words`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Stable, greppable, never renamed once published.
    pub code: Code,
    /// Where in the life it showed.
    pub stage: Step,
    /// The field, in the words of whoever owns it: `ShipmentItems[0].SellerSKU`, `cStat`.
    pub field: String,
    /// What was found there, if anything.
    ///
    /// A personal one (document, name, address) is taken out before the fault is written to the
    /// journal, and stays with the bodies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether `value` and `detail` tell who somebody is or where they live.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub personal: bool,
    /// Who can mend it.
    pub mender: Mender,
    /// What the other side said, verbatim (SEFAZ's `xMotivo`, Amazon's message), or our best guess.
    ///
    /// That of a personal fault goes the way of its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Fault {
    /// A fault without a value.
    pub fn new(code: Code, stage: Step, field: impl Into<String>) -> Fault {
        Fault {
            code,
            stage,
            field: field.into(),
            value: None,
            personal: false,
            mender: code.mender(),
            detail: None,
        }
    }

    /// With what was found: bounded, so that a hostile value cannot swell the journal.
    #[must_use]
    pub fn value(self, value: impl fmt::Display) -> Fault {
        Fault { value: Some(bounded(&value.to_string())), ..self }
    }

    /// With what was found, which is personal.
    #[must_use]
    pub fn personal(self, value: impl fmt::Display) -> Fault {
        Fault { personal: true, ..self.value(value) }
    }

    /// With what the other side said.
    #[must_use]
    pub fn detail(self, detail: impl fmt::Display) -> Fault {
        Fault { detail: Some(bounded(&detail.to_string())), ..self }
    }

    /// With another mender than the code's usual one.
    #[must_use]
    pub fn mended_by(self, mender: Mender) -> Fault {
        Fault { mender, ..self }
    }
}

/// Longest value or detail that a fault keeps, in characters.
const TEXT_MAX: usize = 500;

fn bounded(text: &str) -> String {
    text.chars().take(TEXT_MAX).collect()
}

/// Who can mend a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mender {
    /// Nobody needs to: it passes.
    Time,
    /// The tax people.
    Fiscal,
    /// Whoever keeps products and customers.
    Cadastro,
    /// The engineers.
    Ti,
    /// Amazon.
    Amazon,
}

/// Where in the life of an invoice a fault showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Reading the event.
    Intake,
    /// `getShipmentDetails`.
    Fetch,
    /// Shipment to invoice.
    Draft,
    /// Writing and signing.
    Seal,
    /// SEFAZ.
    Authorize,
    /// `submitInvoice`.
    Submit,
    /// `getInvoiceStatus`.
    Ask,
    /// Cancellation.
    Cancel,
}

impl fmt::Display for Mender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Mender::Time => "time",
            Mender::Fiscal => "fiscal",
            Mender::Cadastro => "cadastro",
            Mender::Ti => "ti",
            Mender::Amazon => "amazon",
        })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Step::Intake => "intake",
            Step::Fetch => "fetch",
            Step::Draft => "draft",
            Step::Seal => "seal",
            Step::Authorize => "authorize",
            Step::Submit => "submit",
            Step::Ask => "ask",
            Step::Cancel => "cancel",
        })
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal by $mender:ident;)*) => {
        /// Every way an invoice can stop. The text is the contract: never renamed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Code {
            /// All of them.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The published text.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// Who usually mends it.
            pub fn mender(self) -> Mender {
                match self { $(Code::$name => Mender::$mender,)* }
            }
        }
    };
}

codes! {
    /// The event is not JSON, or lacks what names a shipment.
    EventUnreadable = "event.unreadable" by Ti;
    /// `ShipmentStatus` is neither `Created` nor `Cancelled`.
    EventUnknownStatus = "event.unknown_status" by Ti;
    /// `SellerId` is nobody in our configuration.
    SellerUnknown = "seller.unknown" by Ti;

    /// 400, 415 or another answer that no retry mends.
    SpapiRefused = "spapi.refused" by Ti;
    /// 404 past the first minutes.
    SpapiNotFound = "spapi.not_found" by Amazon;
    /// 5xx, time-outs or lost connections past the budget.
    SpapiUnavailable = "spapi.unavailable" by Amazon;
    /// An answer that is not what the model says.
    SpapiUnreadable = "spapi.unreadable" by Ti;
    /// `Errored`: Amazon refused the invoice and does not say why.
    AmazonErrored = "amazon.errored" by Fiscal;
    /// No decision by the deadline.
    AmazonNoDecision = "amazon.no_decision" by Amazon;
    /// Submitted again and again, and still `NotFound`.
    AmazonLostInvoice = "amazon.lost_invoice" by Amazon;

    /// The shipment is of another seller, marketplace, order or shipment than the event.
    ShipmentMismatch = "shipment.mismatch" by Ti;
    /// `WarehouseId` belongs to no establishment of this seller.
    WarehouseUnknown = "warehouse.unknown" by Ti;
    /// `ShipmentItems` is missing or empty.
    ItemsMissing = "items.missing" by Amazon;
    /// More than 990 items (layout: `det` 1-990).
    ItemsTooMany = "items.too_many" by Fiscal;
    /// `SellerSKU` is not in the product file.
    ProductUnknown = "product.unknown" by Cadastro;
    /// The product has no tax data for this sale (CFOP, CST …).
    ProductIncomplete = "product.incomplete" by Cadastro;
    /// `QuantityOrdered` is zero, negative, too fine or missing.
    QuantityBad = "item.quantity_bad" by Amazon;
    /// No title to print.
    TitleMissing = "item.title_missing" by Cadastro;
    /// An amount that is no amount, or is missing.
    MoneyBad = "money.bad_amount" by Amazon;
    /// A currency other than BRL.
    MoneyCurrency = "money.currency" by Amazon;
    /// Discounts above what they discount.
    MoneyDiscountTooLarge = "money.discount_too_large" by Fiscal;
    /// Payments fit only if `PromotionDiscount` already holds `ShippingDiscount`.
    MoneyDiscountReading = "money.discount_reading" by Fiscal;
    /// Payments are less than the invoice.
    PaymentTooSmall = "payment.too_small" by Fiscal;
    /// A warning only: payments were of the whole order, and were scaled to this invoice.
    PaymentScaled = "payment.scaled" by Fiscal;
    /// No payment at all.
    PaymentMissing = "payment.missing" by Fiscal;
    /// The whole sale is worth nothing.
    MoneyNothing = "money.nothing" by Fiscal;

    /// No CPF or CNPJ: the buyer's gap, or our application's missing role.
    BuyerDocumentMissing = "buyer.document_missing" by Cadastro;
    /// A CPF or CNPJ whose digits are wrong.
    BuyerDocumentBad = "buyer.document_bad" by Cadastro;
    /// No name to print.
    BuyerNameMissing = "buyer.name_missing" by Cadastro;
    /// The buyer is the seller (rule 220).
    BuyerIsSeller = "buyer.is_seller" by Fiscal;
    /// The buyer is a contributor in other states; nothing is known of the one that goods go to.
    BuyerIeOfOtherUf = "buyer.ie_of_other_uf" by Cadastro;
    /// `ShippingAddress` is missing.
    AddressMissing = "address.missing" by Cadastro;
    /// No street.
    AddressStreetMissing = "address.street_missing" by Cadastro;
    /// No district (`xBairro`).
    AddressDistrictMissing = "address.district_missing" by Cadastro;
    /// Not a federative unit.
    AddressUfUnknown = "address.uf_unknown" by Cadastro;
    /// No such municipality in that UF.
    AddressCityUnknown = "address.city_unknown" by Cadastro;
    /// Not a postal code, or one that no UF has.
    AddressCepBad = "address.cep_bad" by Cadastro;
    /// A postal code of another UF than the address.
    AddressCepOfOtherUf = "address.cep_of_other_uf" by Cadastro;
    /// More text than the layout's tags hold: nothing is cut in silence.
    AddressTooLong = "address.too_long" by Cadastro;
    /// A country other than BR.
    AddressCountry = "address.country" by Fiscal;
    /// The marketplace's own CNPJ is missing or wrong (`infIntermed`).
    MarketplaceDocumentBad = "marketplace.document_bad" by Ti;

    /// No rule set is known for this date.
    TaxRulesUnknown = "tax.rules_unknown" by Fiscal;
    /// The rule of this date needs a schema package newer than ours; `detail` names it.
    TaxSchemaUnknown = "tax.schema_unknown" by Ti;
    /// No such `cClassTrib` on this date, or none for an NF-e.
    TaxClassUnknown = "tax.class_unknown" by Fiscal;
    /// A `cClassTrib` with groups that we do not write.
    TaxClassUnsupported = "tax.class_unsupported" by Fiscal;
    /// A recorded correction does not fit the shipment as Amazon has it now.
    CorrectionUnfit = "correction.unfit" by Cadastro;

    /// The UF's rate is not in the table.
    TaxRateUnknown = "tax.rate_unknown" by Fiscal;

    /// Our own check disputes the sealed note: a bug of ours.
    SealCheckFailed = "seal.check_failed" by Ti;
    /// The certificate is expired, not yet valid or of another company.
    CertificateUnfit = "certificate.unfit" by Ti;

    /// SEFAZ rejected the note; `value` is the cStat.
    SefazRejected = "sefaz.rejected" by Fiscal;
    /// SEFAZ denied the note: the number is burnt.
    SefazDenied = "sefaz.denied" by Fiscal;
    /// A number of ours is taken by a note that is not ours (204, 539, 206).
    SefazNumberTaken = "sefaz.number_taken" by Ti;
    /// A protocol that is not of our bytes.
    SefazProtocolForeign = "sefaz.protocol_foreign" by Ti;
    /// No answer past the budget, or none that can be read.
    SefazUnavailable = "sefaz.unavailable" by Ti;
    /// The note is authorised and the shipment cancelled: cancel it at SEFAZ by hand.
    SefazCancelByHand = "sefaz.cancel_by_hand" by Fiscal;
    /// The note was cancelled at SEFAZ by somebody else.
    SefazCancelledElsewhere = "sefaz.cancelled_elsewhere" by Fiscal;

    /// The journal holds an event that its state does not know.
    LifeUnexpected = "life.unexpected_event" by Ti;
    /// A body that the journal names is not in the store.
    BodyMissing = "store.body_missing" by Ti;
}

impl Code {
    /// Reads a published text.
    pub fn parse(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_and_are_one_each() {
        for code in Code::ALL {
            assert_eq!(Code::parse(code.as_str()), Some(*code));
            assert!(code.as_str().split_once('.').is_some(), "{code}: area.what_is_wrong");
        }
        assert_eq!(Code::parse("nothing.like_it"), None);
    }

    #[test]
    fn values_are_bounded() {
        let fault = Fault::new(Code::MoneyBad, Step::Draft, "x").value("9".repeat(10_000));
        assert_eq!(fault.value.unwrap().len(), TEXT_MAX);
    }
}
