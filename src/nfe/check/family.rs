//! The families of rejections that are disputed here, by the numbers of our table of them: what
//! SEFAZ answers, what we call it, and on what it is found.

use crate::domain::Code;

use Scope::{Draft, Seal};

/// On what a family is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// On what the draft says, before a number is taken.
    Draft,
    /// On what the number and the seal bring: key, signature, bytes. A hit is a bug of ours.
    Seal,
}

/// What a finding comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is sent.
    Refuse,
    /// Somebody should know.
    Warn,
}

/// Rejections that have one cause and one remedy.
#[derive(Debug, PartialEq, Eq)]
pub struct Family {
    /// Its number in our table; from 101 on: what SEFAZ has no cStat for that we know.
    pub number: u8,
    /// The cStats that are judged, or a word of ours where SEFAZ has none: what a rule of the check
    /// is called.
    pub rules: &'static [&'static str],
    /// The code of the fault; it says who mends it, and has the words.
    pub code: Code,
    /// On what it is found.
    pub scope: Scope,
    /// What most of its rules come to: some only warn.
    pub severity: Severity,
}

impl Family {
    /// The family that a rule belongs to.
    pub fn of(rule: &str) -> Option<&'static Family> {
        FAMILIES.iter().find(|family| family.rules.contains(&rule))
    }
}

const fn family(number: u8, scope: Scope, code: Code, rules: &'static [&'static str]) -> Family {
    Family { number, rules, code, scope, severity: Severity::Refuse }
}

const fn warning(number: u8, scope: Scope, code: Code, rules: &'static [&'static str]) -> Family {
    Family { number, rules, code, scope, severity: Severity::Warn }
}

/// All of them. Four are kept elsewhere: a number is used once by the store's unique keys (73:
/// 204, 206, 539), calls are metered and lots hold one note by the client (74: 656; 75: 764), and
/// events have their own rules (77).
pub static FAMILIES: &[Family] = &[
    family(1, Draft, Code::NoteLayout, &["225", "trade"]),
    family(2, Seal, Code::NoteBytes, &["402", "404", "587", "588", "canonical"]),
    family(3, Seal, Code::KeyFields, &["502"]),
    family(4, Seal, Code::KeyDigit, &["253"]),
    family(5, Seal, Code::KeyParts, &["561", "562"]),
    family(6, Seal, Code::NoteCnf, &["897"]),
    family(7, Draft, Code::PartyDocument, &["207", "208", "237", "540", "541"]),
    family(8, Draft, Code::PartyIeWrong, &["209", "210"]),
    family(9, Seal, Code::CertificateForeign, &["213"]),
    family(10, Seal, Code::CertificateUnfit, &["291", "292"]),
    family(11, Seal, Code::NoteSignature, &["297", "298"]),
    family(12, Draft, Code::BuyerIsSeller, &["220"]),
    family(13, Draft, Code::NoteUf, &["247", "481"]),
    family(14, Seal, Code::NoteTime, &["228", "703"]),
    family(15, Draft, Code::NoteEnvironment, &["252"]),
    family(16, Draft, Code::AddressCityCode, &["270", "271", "272", "273", "274", "275"]),
    family(17, Draft, Code::AddressOtherPlace, &["276", "277", "278", "279"]),
    family(18, Draft, Code::PartyIeMissing, &["229", "728"]),
    family(19, Draft, Code::BuyerIeUnexpected, &["791"]),
    family(20, Draft, Code::BuyerIeExempt, &["805"]),
    family(21, Draft, Code::BuyerNotFinal, &["696"]),
    family(22, Draft, Code::BuyerUnidentified, &["719", "724", "726"]),
    family(23, Draft, Code::BuyerInterstateUnidentified, &["721"]),
    family(24, Draft, Code::IntermediaryUnsaid, &["434"]),
    family(25, Draft, Code::IntermediaryUnexpected, &["435", "439"]),
    family(26, Draft, Code::IntermediaryMissing, &["438"]),
    family(27, Draft, Code::MarketplaceDocumentBad, &["440"]),
    family(28, Draft, Code::PaymentCardDocument, &["437"]),
    family(29, Draft, Code::PaymentCard, &["392", "443", "496", "963"]),
    family(30, Draft, Code::PaymentMeans, &["436", "441"]),
    family(31, Draft, Code::PaymentSum, &["865", "866", "869"]),
    family(32, Draft, Code::PaymentNone, &["871", "899", "904"]),
    family(33, Draft, Code::ProductCfopDirection, &["518", "519"]),
    family(34, Draft, Code::ProductCfopPlace, &["731", "732", "733"]),
    family(35, Draft, Code::NoteDestination, &["771", "772", "773"]),
    family(36, Draft, Code::ProductCfopUnknown, &["770"]),
    family(37, Draft, Code::ProductCfopReturn, &["327", "328"]),
    family(38, Draft, Code::ProductCfopSituation, &["382", "386"]),
    family(39, Draft, Code::TaxRegimeGroup, &["590", "591"]),
    family(40, Draft, Code::TaxCsosnConsumer, &["600"]),
    family(41, Draft, Code::TaxIcmsValue, &["528"]),
    family(42, Draft, Code::TaxInterstateRate, &["663", "693", "697", "698"]),
    family(43, Draft, Code::TaxDifalGroup, &["694", "695"]),
    family(44, Draft, Code::TaxDifalShare, &["699"]),
    family(45, Draft, Code::TaxDifalFund, &["793"]),
    family(46, Draft, Code::TaxFundPlace, &["876"]),
    family(47, Draft, Code::TotalDifal, &["798", "799", "800"]),
    family(48, Draft, Code::TotalIcms, &["531", "532", "533", "534"]),
    family(49, Draft, Code::TotalCharges, &["535", "536", "537", "604"]),
    family(50, Draft, Code::TotalProducts, &["564"]),
    family(51, Draft, Code::TotalTaxes, &["538", "601", "602", "603"]),
    family(52, Draft, Code::TotalNote, &["610"]),
    family(53, Draft, Code::ProductPrice, &["629", "630"]),
    family(54, Draft, Code::TotalOthers, &["685", "795", "861", "862", "863"]),
    family(55, Draft, Code::TaxContributionMissing, &["745", "748"]),
    family(56, Draft, Code::ProductNcmUnknown, &["471", "778"]),
    family(57, Draft, Code::ProductCest, &["806"]),
    family(58, Draft, Code::ProductGtin, &["611", "612", "882", "883"]),
    family(59, Draft, Code::ProductBenefit, &["928", "930", "931", "934"]),
    family(60, Draft, Code::NoteHomologacao, &["373", "598"]),
    family(61, Draft, Code::NoteItemOrder, &["927"]),
    family(62, Draft, Code::NoteCarrier, &["845", "846", "847", "848", "849"]),
    family(63, Draft, Code::NoteContingency, &["556", "557", "558", "584", "713"]),
    family(64, Draft, Code::NoteSeries, &["266", "554"]),
    family(65, Draft, Code::SellerResponsible, &["972", "973", "975", "978"]),
    family(66, Draft, Code::TotalTooHigh, &["628", "935"]),
    family(67, Draft, Code::SellerAccountant, &["486"]),
    warning(68, Draft, Code::TaxIbsCbsMissing, &["1115"]),
    family(69, Draft, Code::TaxIbsCbsRate, &["1026", "1036", "1037"]),
    family(70, Draft, Code::ProductTaxClass, &["cClassTrib"]),
    family(71, Draft, Code::TotalIbsCbs, &["1080", "1118"]),
    family(72, Draft, Code::TotalItems, &["VB01-10", "1004", "1094"]),
    family(76, Draft, Code::NoteTooLarge, &["214"]),
    family(
        101,
        Draft,
        Code::TaxValue,
        &["PIS", "COFINS", "IPI", "FCP", "ICMSST", "ICMSUFDest", "IBSCBS", "IS"],
    ),
    family(102, Seal, Code::SefazProtocolForeign, &["protNFe"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_family_and_each_rule_stands_once() {
        let numbers: BTreeSet<u8> = FAMILIES.iter().map(|it| it.number).collect();
        assert_eq!(numbers.len(), FAMILIES.len());
        assert!(numbers.iter().filter(|it| **it <= 77).count() >= 62);
        let codes: BTreeSet<Code> = FAMILIES.iter().map(|it| it.code).collect();
        assert_eq!(codes.len(), FAMILIES.len());
        let mut rules = BTreeSet::new();
        for rule in FAMILIES.iter().flat_map(|it| it.rules) {
            assert!(rules.insert(rule), "{rule} stands in two families");
        }
    }

    #[test]
    fn what_is_disputed_here_is_no_news_when_sefaz_says_it() {
        let codes = FAMILIES.iter().flat_map(|it| it.rules).filter_map(|rule| rule.parse().ok());
        for code in codes {
            assert!(crate::domain::c_stat::listed(code), "{code}");
        }
    }
}
