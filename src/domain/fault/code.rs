//! Every code, with its text and who usually mends it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Mender;

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
    /// The number is of an earlier note of the same shipment (539), and SEFAZ does not show that
    /// note, or not as we signed it: nothing else may be issued before a person has looked.
    SefazEarlierNote = "sefaz.earlier_note" by Ti;
    /// A protocol that is not of our bytes.
    SefazProtocolForeign = "sefaz.protocol_foreign" by Ti;
    /// No answer past the budget, or none that can be read.
    SefazUnavailable = "sefaz.unavailable" by Ti;
    /// Amazon cancelled the shipment; the seller's setting leaves its note's cancellation to a person.
    CancelUndecided = "cancel.undecided" by Fiscal;
    /// The plain window has passed; the state takes a late cancellation, at a price: a person decides.
    CancelLate = "cancel.late" by Fiscal;
    /// The window has passed, and the state takes no late cancellation by this service (501).
    CancelTooLate = "cancel.too_late" by Fiscal;
    /// SEFAZ refused the cancellation; `value` is the cStat.
    CancelRefused = "cancel.refused" by Fiscal;
    /// SEFAZ refused the carta de correção; `value` is the cStat.
    CorrectionRefused = "correction.refused" by Fiscal;
    /// The state's own server does not know a note that is authorised, mostly by its contingency:
    /// an event of it waits (217, 494).
    SefazNoteUntold = "sefaz.note_untold" by Fiscal;
    /// A cStat that we do not know: never repeated blindly.
    SefazUnknownCode = "sefaz.unknown_code" by Fiscal;
    /// The environment (`tpAmb`) or the service is not the one meant (252 and its like).
    SefazMisdirected = "sefaz.misdirected" by Ti;
    /// The note was cancelled at SEFAZ by somebody else.
    SefazCancelledElsewhere = "sefaz.cancelled_elsewhere" by Fiscal;

    // What SEFAZ would refuse, found here first: `nfe::check` has the cStats of each.
    /// Something is not as the layout wants it (225).
    NoteLayout = "note.layout_wrong" by Ti;
    /// Encoding, prefix, namespace or characters between tags (402, 404, 587, 588).
    NoteBytes = "note.bytes_wrong" by Ti;
    /// The key is not made of the fields (502).
    KeyFields = "key.fields_differ" by Ti;
    /// The check digit of the key (253, 236).
    KeyDigit = "key.check_digit_wrong" by Ti;
    /// Month or `cNF` in the key (561, 562).
    KeyParts = "key.parts_differ" by Ti;
    /// A `cNF` that the rules forbid (897).
    NoteCnf = "note.c_nf_forbidden" by Ti;
    /// The certificate is of another company (213).
    CertificateForeign = "certificate.other_company" by Ti;
    /// The signature does not hold, or is not of the standard (297, 298).
    NoteSignature = "note.signature_wrong" by Ti;
    /// `dhEmi` is ahead of the clock or too old (228, 703).
    NoteTime = "note.time_wrong" by Ti;
    /// `cUF` is not the emitter's (226, 247, 481).
    NoteUf = "note.uf_wrong" by Ti;
    /// `tpAmb` is not of the SEFAZ that it goes to (252).
    NoteEnvironment = "note.environment_wrong" by Ti;
    /// `idDest` does not fit the two UFs (771, 772, 773).
    NoteDestination = "note.destination_wrong" by Ti;
    /// In homologação the names are not what they must be (373, 598).
    NoteHomologacao = "note.test_names_missing" by Ti;
    /// `nItem` does not count from 1 (927).
    NoteItemOrder = "note.item_order_wrong" by Ti;
    /// `transporta` does not fit `modFrete` (845 to 849).
    NoteCarrier = "note.carrier_wrong" by Fiscal;
    /// Contingency told without being one, or the other way round (556, 557, 558).
    NoteContingency = "note.contingency_wrong" by Ti;
    /// `serie` is not 0 to 889 (266, 554).
    NoteSeries = "note.series_wrong" by Ti;
    /// More bytes than SEFAZ takes (214).
    NoteTooLarge = "note.too_large" by Fiscal;
    /// A CNPJ or CPF with wrong digits (207, 208, 237).
    PartyDocument = "party.document_wrong" by Cadastro;
    /// A state registration with wrong digits (209, 210).
    PartyIeWrong = "party.ie_wrong" by Cadastro;
    /// A state registration that must be there (229, 728).
    PartyIeMissing = "party.ie_missing" by Cadastro;
    /// A `cMun` whose digit is wrong or that is of another UF (270 to 275).
    AddressCityCode = "address.city_code_wrong" by Cadastro;
    /// The `cMun` of where goods are fetched or delivered (276 to 279).
    AddressOtherPlace = "address.other_place_wrong" by Cadastro;
    /// An IE of a buyer who is said to have none (791).
    BuyerIeUnexpected = "buyer.ie_unexpected" by Cadastro;
    /// `indIEDest` 2, which most UFs refuse (805).
    BuyerIeExempt = "buyer.ie_exempt_refused" by Cadastro;
    /// A non-contributor who is no final consumer (696).
    BuyerNotFinal = "buyer.not_final" by Ti;
    /// No document, name or address of the buyer (719, 724, 726).
    BuyerUnidentified = "buyer.unidentified" by Cadastro;
    /// A sale to another UF without CPF or CNPJ (721).
    BuyerInterstateUnidentified = "buyer.interstate_unidentified" by Cadastro;
    /// Whether somebody stood between is not said (434).
    IntermediaryUnsaid = "intermediary.unsaid" by Ti;
    /// An intermediary where there is none (435, 439).
    IntermediaryUnexpected = "intermediary.unexpected" by Ti;
    /// `indIntermed` 1 without `infIntermed` (438).
    IntermediaryMissing = "intermediary.missing" by Ti;
    /// `infRespTec` where the UF wants it, or one that is wrong (972, 973, 975, 978).
    SellerResponsible = "seller.responsible_missing" by Ti;
    /// A seller in BA without `autXML` (486).
    SellerAccountant = "seller.accountant_missing" by Cadastro;
    /// The CNPJ of the card's acquirer (437).
    PaymentCardDocument = "payment.card_document_wrong" by Fiscal;
    /// The card's group does not fit its payment (392, 443, 496, 963).
    PaymentCard = "payment.card_wrong" by Fiscal;
    /// A `tPag` that there is not, or 99 without `xPag` (436, 441).
    PaymentMeans = "payment.means_unknown" by Fiscal;
    /// Payments less change are not `vNF` (865, 866, 869).
    PaymentSum = "payment.sum_differs" by Ti;
    /// "No payment" where there is one, or the other way round (871, 899, 904).
    PaymentNone = "payment.none_wrong" by Fiscal;
    /// A CFOP for goods that come in (518, 519).
    ProductCfopDirection = "product.cfop_direction" by Fiscal;
    /// A CFOP that does not fit `idDest` (731, 732, 733).
    ProductCfopPlace = "product.cfop_place" by Fiscal;
    /// A CFOP that there is not (770).
    ProductCfopUnknown = "product.cfop_unknown" by Cadastro;
    /// A CFOP of a return in a sale (327, 328).
    ProductCfopReturn = "product.cfop_return" by Fiscal;
    /// CFOP and CST or CSOSN do not fit (382, 386).
    ProductCfopSituation = "product.cfop_situation" by Fiscal;
    /// `vProd` is not quantity by price (629, 630).
    ProductPrice = "product.price_differs" by Ti;
    /// An NCM that there is not (471, 778).
    ProductNcmUnknown = "product.ncm_unknown" by Cadastro;
    /// Goods under substitution without a CEST (806).
    ProductCest = "product.cest_missing" by Cadastro;
    /// A GTIN with wrong digits or prefix (611, 612, 882, 883).
    ProductGtin = "product.gtin_wrong" by Cadastro;
    /// `cBenef` missing, undue or of another state (928, 930, 931, 934).
    ProductBenefit = "product.benefit_wrong" by Fiscal;
    /// A `cClassTrib` that does not fit its CST or groups.
    ProductTaxClass = "product.tax_class_wrong" by Fiscal;
    /// CST of a Simples seller, or CSOSN of another (590, 591).
    TaxRegimeGroup = "tax.regime_group" by Ti;
    /// A CSOSN with credit or ST to a non-contributor (600).
    TaxCsosnConsumer = "tax.csosn_consumer" by Fiscal;
    /// `vICMS` is not base by rate (528).
    TaxIcmsValue = "tax.icms_value" by Ti;
    /// A rate that is not the one between the two UFs (663, 693, 697, 698).
    TaxInterstateRate = "tax.interstate_rate" by Fiscal;
    /// DIFAL missing or undue (694, 695).
    TaxDifalGroup = "tax.difal_group" by Ti;
    /// `pICMSInterPart` is not 100 (699).
    TaxDifalShare = "tax.difal_share" by Ti;
    /// `vFCPUFDest` is not base by rate (793).
    TaxDifalFund = "tax.difal_fund" by Ti;
    /// FCP told as the origin's in a sale with DIFAL (876).
    TaxFundPlace = "tax.fund_place" by Fiscal;
    /// PIS or COFINS missing while they are due (745, 748).
    TaxContributionMissing = "tax.contribution_missing" by Ti;
    /// No `IBSCBS` while it is due for CRT 3 (1115): a warning in 2026.
    TaxIbsCbsMissing = "tax.ibs_cbs_missing" by Fiscal;
    /// A rate of IBS or CBS that is not the day's (1026, 1036, 1037).
    TaxIbsCbsRate = "tax.ibs_cbs_rate" by Fiscal;
    /// A tax that is not base by rate, where SEFAZ's code is not known.
    TaxValue = "tax.value_wrong" by Ti;
    /// DIFAL totals (798, 799, 800).
    TotalDifal = "total.difal" by Ti;
    /// ICMS and ST totals (531 to 534).
    TotalIcms = "total.icms" by Ti;
    /// Freight, insurance, discount, other (535, 536, 537, 604).
    TotalCharges = "total.charges" by Ti;
    /// `vProd` (564).
    TotalProducts = "total.products" by Ti;
    /// IPI, II, PIS, COFINS (538, 601, 602, 603).
    TotalTaxes = "total.taxes" by Ti;
    /// `vNF` (610).
    TotalNote = "total.note" by Ti;
    /// `vTotTrib`, `vICMSDeson`, FCP, FCP of ST, returned IPI (685, 795, 861, 862, 863).
    TotalOthers = "total.others" by Ti;
    /// `IBSCBSTot` (1080, 1118).
    TotalIbsCbs = "total.ibs_cbs" by Ti;
    /// `vItem` and `vNFTot` (1004, 1094).
    TotalItems = "total.items" by Ti;
    /// Above the ceiling of the UF or of the seller (628, 935).
    TotalTooHigh = "total.too_high" by Fiscal;

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
