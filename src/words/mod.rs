//! The one catalogue of sentences for people: code → title, what happened, why, what to do.
//!
//! Portuguese first, for the tax and finance people who answer for the invoices; English second,
//! for engineers. Letters, reports and pages carry codes and values; only this folder holds
//! sentences. A code without words does not compile.

mod amazon;
mod buyer;
mod c_stat;
mod cancellation;
pub mod desk;
mod events;
mod goods;
pub mod memoria;
mod refused;
mod rules;
mod sefaz;

use crate::domain::{Code, Fault, Mender, Step};

pub use c_stat::{c_stat, c_stat_mender};
pub use cancellation::{after_window, until};

/// Which language a reader chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Brazilian Portuguese.
    PtBr,
    /// English.
    En,
}

impl Lang {
    /// Reads `pt-BR` or `en`.
    pub fn parse(text: &str) -> Option<Lang> {
        match text.to_ascii_lowercase().as_str() {
            "pt-br" | "pt" => Some(Lang::PtBr),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// As it is written, in a page's `lang` too.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::PtBr => "pt-BR",
            Lang::En => "en",
        }
    }
}

/// What a person reads of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentences {
    /// A few words.
    pub title: &'static str,
    /// O que aconteceu.
    pub what: &'static str,
    /// Por quê.
    pub why: &'static str,
    /// O que fazer.
    pub todo: &'static str,
}

/// Both languages of one code.
struct Entry {
    pt: Sentences,
    en: Sentences,
}

impl Entry {
    const fn read(&self, lang: Lang) -> Sentences {
        match lang {
            Lang::PtBr => self.pt,
            Lang::En => self.en,
        }
    }
}

const fn sentences(
    title: &'static str,
    what: &'static str,
    why: &'static str,
    todo: &'static str,
) -> Sentences {
    Sentences { title, what, why, todo }
}

/// The sentences of a code.
pub fn of(code: Code, lang: Lang) -> Sentences {
    entry(code).read(lang)
}

/// One arm for each code: a new code without words does not compile.
#[expect(clippy::too_many_lines, reason = "a table, one line for each code")]
fn entry(code: Code) -> &'static Entry {
    match code {
        Code::EventUnreadable => &amazon::EVENT_UNREADABLE,
        Code::EventUnknownStatus => &amazon::EVENT_UNKNOWN_STATUS,
        Code::SellerUnknown => &amazon::SELLER_UNKNOWN,
        Code::SpapiRefused => &amazon::SPAPI_REFUSED,
        Code::SpapiNotFound => &amazon::SPAPI_NOT_FOUND,
        Code::SpapiUnavailable => &amazon::SPAPI_UNAVAILABLE,
        Code::SpapiUnreadable => &amazon::SPAPI_UNREADABLE,
        Code::AmazonErrored => &amazon::AMAZON_ERRORED,
        Code::AmazonNoDecision => &amazon::AMAZON_NO_DECISION,
        Code::AmazonLostInvoice => &amazon::AMAZON_LOST_INVOICE,
        Code::ShipmentMismatch => &amazon::SHIPMENT_MISMATCH,
        Code::WarehouseUnknown => &goods::WAREHOUSE_UNKNOWN,
        Code::ItemsMissing => &goods::ITEMS_MISSING,
        Code::ItemsTooMany => &goods::ITEMS_TOO_MANY,
        Code::ProductUnknown => &goods::PRODUCT_UNKNOWN,
        Code::ProductIncomplete => &goods::PRODUCT_INCOMPLETE,
        Code::QuantityBad => &goods::QUANTITY_BAD,
        Code::TitleMissing => &goods::TITLE_MISSING,
        Code::MoneyBad => &goods::MONEY_BAD,
        Code::MoneyCurrency => &goods::MONEY_CURRENCY,
        Code::MoneyDiscountTooLarge => &goods::MONEY_DISCOUNT_TOO_LARGE,
        Code::MoneyDiscountReading => &goods::MONEY_DISCOUNT_READING,
        Code::PaymentTooSmall => &goods::PAYMENT_TOO_SMALL,
        Code::PaymentScaled => &goods::PAYMENT_SCALED,
        Code::PaymentMissing => &goods::PAYMENT_MISSING,
        Code::MoneyNothing => &goods::MONEY_NOTHING,
        Code::BuyerDocumentMissing => &buyer::BUYER_DOCUMENT_MISSING,
        Code::BuyerDocumentBad => &buyer::BUYER_DOCUMENT_BAD,
        Code::BuyerNameMissing => &buyer::BUYER_NAME_MISSING,
        Code::BuyerIsSeller => &buyer::BUYER_IS_SELLER,
        Code::BuyerIeOfOtherUf => &buyer::BUYER_IE_OF_OTHER_UF,
        Code::AddressMissing => &buyer::ADDRESS_MISSING,
        Code::AddressStreetMissing => &buyer::ADDRESS_STREET_MISSING,
        Code::AddressDistrictMissing => &buyer::ADDRESS_DISTRICT_MISSING,
        Code::AddressUfUnknown => &buyer::ADDRESS_UF_UNKNOWN,
        Code::AddressCityUnknown => &buyer::ADDRESS_CITY_UNKNOWN,
        Code::AddressCepBad => &buyer::ADDRESS_CEP_BAD,
        Code::AddressCepOfOtherUf => &buyer::ADDRESS_CEP_OF_OTHER_UF,
        Code::AddressTooLong => &buyer::ADDRESS_TOO_LONG,
        Code::AddressCountry => &buyer::ADDRESS_COUNTRY,
        Code::MarketplaceDocumentBad => &buyer::MARKETPLACE_DOCUMENT_BAD,
        Code::TaxRulesUnknown => &buyer::TAX_RULES_UNKNOWN,
        Code::TaxSchemaUnknown => &rules::TAX_SCHEMA_UNKNOWN,
        Code::TaxClassUnknown => &rules::TAX_CLASS_UNKNOWN,
        Code::TaxClassUnsupported => &rules::TAX_CLASS_UNSUPPORTED,
        Code::CorrectionUnfit => &buyer::CORRECTION_UNFIT,
        Code::TaxRateUnknown => &buyer::TAX_RATE_UNKNOWN,
        Code::SealCheckFailed => &sefaz::SEAL_CHECK_FAILED,
        Code::CertificateUnfit => &sefaz::CERTIFICATE_UNFIT,
        Code::SefazRejected => &sefaz::SEFAZ_REJECTED,
        Code::SefazDenied => &sefaz::SEFAZ_DENIED,
        Code::SefazNumberTaken => &sefaz::SEFAZ_NUMBER_TAKEN,
        Code::SefazEarlierNote => &sefaz::SEFAZ_EARLIER_NOTE,
        Code::SefazProtocolForeign => &sefaz::SEFAZ_PROTOCOL_FOREIGN,
        Code::SefazUnavailable => &sefaz::SEFAZ_UNAVAILABLE,
        Code::CancelUndecided => &events::CANCEL_UNDECIDED,
        Code::CancelLate => &events::CANCEL_LATE,
        Code::CancelTooLate => &events::CANCEL_TOO_LATE,
        Code::CancelRefused => &events::CANCEL_REFUSED,
        Code::CorrectionRefused => &events::CORRECTION_REFUSED,
        Code::SefazNoteUntold => &events::SEFAZ_NOTE_UNTOLD,
        Code::SefazUnknownCode => &events::SEFAZ_UNKNOWN_CODE,
        Code::SefazMisdirected => &events::SEFAZ_MISDIRECTED,
        Code::SefazCancelledElsewhere => &sefaz::SEFAZ_CANCELLED_ELSEWHERE,
        Code::NoteLayout => &refused::note::NOTE_LAYOUT,
        Code::NoteBytes => &refused::seal::NOTE_BYTES,
        Code::KeyFields => &refused::seal::KEY_FIELDS,
        Code::KeyDigit => &refused::seal::KEY_DIGIT,
        Code::KeyParts => &refused::seal::KEY_PARTS,
        Code::NoteCnf => &refused::seal::NOTE_CNF,
        Code::CertificateForeign => &refused::seal::CERTIFICATE_FOREIGN,
        Code::NoteSignature => &refused::seal::NOTE_SIGNATURE,
        Code::NoteTime => &refused::seal::NOTE_TIME,
        Code::NoteUf => &refused::note::NOTE_UF,
        Code::NoteEnvironment => &refused::note::NOTE_ENVIRONMENT,
        Code::NoteDestination => &refused::note::NOTE_DESTINATION,
        Code::NoteHomologacao => &refused::note::NOTE_HOMOLOGACAO,
        Code::NoteItemOrder => &refused::note::NOTE_ITEM_ORDER,
        Code::NoteCarrier => &refused::note::NOTE_CARRIER,
        Code::NoteContingency => &refused::note::NOTE_CONTINGENCY,
        Code::NoteSeries => &refused::note::NOTE_SERIES,
        Code::NoteTooLarge => &refused::note::NOTE_TOO_LARGE,
        Code::PartyDocument => &refused::party::PARTY_DOCUMENT,
        Code::PartyIeWrong => &refused::party::PARTY_IE_WRONG,
        Code::PartyIeMissing => &refused::party::PARTY_IE_MISSING,
        Code::AddressCityCode => &refused::party::ADDRESS_CITY_CODE,
        Code::AddressOtherPlace => &refused::party::ADDRESS_OTHER_PLACE,
        Code::BuyerIeUnexpected => &refused::party::BUYER_IE_UNEXPECTED,
        Code::BuyerIeExempt => &refused::party::BUYER_IE_EXEMPT,
        Code::BuyerNotFinal => &refused::party::BUYER_NOT_FINAL,
        Code::BuyerUnidentified => &refused::party::BUYER_UNIDENTIFIED,
        Code::BuyerInterstateUnidentified => &refused::party::BUYER_INTERSTATE_UNIDENTIFIED,
        Code::IntermediaryUnsaid => &refused::party::INTERMEDIARY_UNSAID,
        Code::IntermediaryUnexpected => &refused::party::INTERMEDIARY_UNEXPECTED,
        Code::IntermediaryMissing => &refused::party::INTERMEDIARY_MISSING,
        Code::SellerResponsible => &refused::party::SELLER_RESPONSIBLE,
        Code::SellerAccountant => &refused::party::SELLER_ACCOUNTANT,
        Code::PaymentCardDocument => &refused::payment::PAYMENT_CARD_DOCUMENT,
        Code::PaymentCard => &refused::payment::PAYMENT_CARD,
        Code::PaymentMeans => &refused::payment::PAYMENT_MEANS,
        Code::PaymentSum => &refused::payment::PAYMENT_SUM,
        Code::PaymentNone => &refused::payment::PAYMENT_NONE,
        Code::ProductCfopDirection => &refused::product::PRODUCT_CFOP_DIRECTION,
        Code::ProductCfopPlace => &refused::product::PRODUCT_CFOP_PLACE,
        Code::ProductCfopUnknown => &refused::product::PRODUCT_CFOP_UNKNOWN,
        Code::ProductCfopReturn => &refused::product::PRODUCT_CFOP_RETURN,
        Code::ProductCfopSituation => &refused::product::PRODUCT_CFOP_SITUATION,
        Code::ProductPrice => &refused::product::PRODUCT_PRICE,
        Code::ProductNcmUnknown => &refused::product::PRODUCT_NCM_UNKNOWN,
        Code::ProductCest => &refused::product::PRODUCT_CEST,
        Code::ProductGtin => &refused::product::PRODUCT_GTIN,
        Code::ProductBenefit => &refused::product::PRODUCT_BENEFIT,
        Code::ProductTaxClass => &refused::product::PRODUCT_TAX_CLASS,
        Code::TaxRegimeGroup => &refused::tax::TAX_REGIME_GROUP,
        Code::TaxCsosnConsumer => &refused::tax::TAX_CSOSN_CONSUMER,
        Code::TaxIcmsValue => &refused::tax::TAX_ICMS_VALUE,
        Code::TaxInterstateRate => &refused::tax::TAX_INTERSTATE_RATE,
        Code::TaxDifalGroup => &refused::tax::TAX_DIFAL_GROUP,
        Code::TaxDifalShare => &refused::tax::TAX_DIFAL_SHARE,
        Code::TaxDifalFund => &refused::tax::TAX_DIFAL_FUND,
        Code::TaxFundPlace => &refused::tax::TAX_FUND_PLACE,
        Code::TaxContributionMissing => &refused::tax::TAX_CONTRIBUTION_MISSING,
        Code::TaxIbsCbsMissing => &refused::tax::TAX_IBS_CBS_MISSING,
        Code::TaxIbsCbsRate => &refused::tax::TAX_IBS_CBS_RATE,
        Code::TaxValue => &refused::tax::TAX_VALUE,
        Code::TotalDifal => &refused::total::TOTAL_DIFAL,
        Code::TotalIcms => &refused::total::TOTAL_ICMS,
        Code::TotalCharges => &refused::total::TOTAL_CHARGES,
        Code::TotalProducts => &refused::total::TOTAL_PRODUCTS,
        Code::TotalTaxes => &refused::total::TOTAL_TAXES,
        Code::TotalNote => &refused::total::TOTAL_NOTE,
        Code::TotalOthers => &refused::total::TOTAL_OTHERS,
        Code::TotalIbsCbs => &refused::total::TOTAL_IBS_CBS,
        Code::TotalItems => &refused::total::TOTAL_ITEMS,
        Code::TotalTooHigh => &refused::total::TOTAL_TOO_HIGH,
        Code::LifeUnexpected => &sefaz::LIFE_UNEXPECTED,
        Code::BodyMissing => &sefaz::BODY_MISSING,
    }
}

/// The sentences of a fault: those of its cStat where SEFAZ rejected the note and we know it,
/// those of its code else.
pub fn of_fault(fault: &Fault, lang: Lang) -> Sentences {
    let known = match (fault.code, fault.personal, &fault.value) {
        (Code::SefazRejected, false, Some(value)) => value.trim().parse().ok(),
        _ => None,
    };
    known.and_then(|number| c_stat(number, lang)).unwrap_or_else(|| of(fault.code, lang))
}

/// One line for reports and lists: title, field, value, detail. A personal value shows as `***`,
/// and a guess beside it not at all.
pub fn message(fault: &Fault, lang: Lang) -> String {
    let mut line = format!("{}: {}", of_fault(fault, lang).title, fault.field);
    match (&fault.value, fault.personal) {
        (_, true) => line.push_str(" = ***"),
        (Some(value), false) => line.push_str(&format!(" = {value}")),
        (None, false) => {}
    }
    if let Some(detail) = fault.detail.as_ref().filter(|_| !fault.personal) {
        line.push_str(&format!(" ({detail})"));
    }
    line
}

/// Who can mend it.
pub fn mender(mender: Mender, lang: Lang) -> &'static str {
    match (mender, lang) {
        (Mender::Time, Lang::PtBr) => "tempo",
        (Mender::Fiscal, Lang::PtBr | Lang::En) => "fiscal",
        (Mender::Cadastro, Lang::PtBr) => "cadastro",
        (Mender::Ti, Lang::PtBr) => "TI",
        (Mender::Amazon, Lang::PtBr | Lang::En) => "Amazon",
        (Mender::Time, Lang::En) => "time",
        (Mender::Cadastro, Lang::En) => "master data",
        (Mender::Ti, Lang::En) => "engineering",
    }
}

/// Where in the life it showed.
pub fn step(step: Step, lang: Lang) -> &'static str {
    match (step, lang) {
        (Step::Intake, Lang::PtBr) => "recebimento",
        (Step::Fetch, Lang::PtBr) => "consulta da remessa",
        (Step::Draft, Lang::PtBr) => "montagem da nota",
        (Step::Seal, Lang::PtBr) => "assinatura",
        (Step::Authorize, Lang::PtBr) => "autorização na SEFAZ",
        (Step::Submit, Lang::PtBr) => "envio à Amazon",
        (Step::Ask, Lang::PtBr) => "validação da Amazon",
        (Step::Cancel, Lang::PtBr) => "cancelamento",
        (Step::Intake, Lang::En) => "intake",
        (Step::Fetch, Lang::En) => "shipment details",
        (Step::Draft, Lang::En) => "draft",
        (Step::Seal, Lang::En) => "signature",
        (Step::Authorize, Lang::En) => "authorisation at SEFAZ",
        (Step::Submit, Lang::En) => "submission to Amazon",
        (Step::Ask, Lang::En) => "validation by Amazon",
        (Step::Cancel, Lang::En) => "cancellation",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_has_its_sentences_in_both_languages() {
        for lang in [Lang::PtBr, Lang::En] {
            let mut titles = BTreeSet::new();
            for code in Code::ALL {
                let it = of(*code, lang);
                assert!((4..=80).contains(&it.title.chars().count()), "{code}: {}", it.title);
                assert!(titles.insert(it.title), "{code}: title used twice: {}", it.title);
                for text in [it.what, it.why, it.todo] {
                    assert!((10..=420).contains(&text.chars().count()), "{code}: {text}");
                    assert!(text.ends_with('.'), "{code}: no full stop: {text}");
                }
                if lang == Lang::PtBr {
                    let all = format!("{} {} {} {}", it.title, it.what, it.why, it.todo);
                    assert!(!all.contains(" the "), "{code}: {all}");
                }
            }
        }
    }

    #[test]
    fn a_rejection_is_told_by_its_own_title_and_keeps_the_official_text() {
        let fault = |c_stat: &str| {
            let fault = Fault::new(Code::SefazRejected, Step::Authorize, "cStat").value(c_stat);
            fault.detail("official text")
        };
        let line = message(&fault("778"), Lang::PtBr);
        assert_eq!(line, "NCM inexistente: cStat = 778 (official text)");
        let other = of(Code::SefazRejected, Lang::PtBr);
        for unknown in ["999", "", "70000", "x"] {
            assert_eq!(of_fault(&fault(unknown), Lang::PtBr), other, "{unknown}");
            assert!(message(&fault(unknown), Lang::En).ends_with("(official text)"));
        }
        let payment = Fault::new(Code::PaymentTooSmall, Step::Draft, "Payments").value("778");
        assert_eq!(of_fault(&payment, Lang::En), of(Code::PaymentTooSmall, Lang::En));
    }

    proptest! {
        /// A personal value never reaches a line that may be logged or listed.
        #[test]
        fn messages_hide_personal_values(value in "[0-9]{11}", n in 0..Code::ALL.len()) {
            let fault = Fault::new(Code::ALL[n], Step::Draft, "field").personal(&value).detail(&value);
            for lang in [Lang::PtBr, Lang::En] {
                prop_assert!(!message(&fault, lang).contains(&value));
            }
        }
    }
}
