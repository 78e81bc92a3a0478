//! The memória de cálculo: how each figure of an invoice came to be.
//!
//! It is written by the computation itself, figure by figure, as it computes them; nothing here
//! computes a second time. Sentences live in `words`.

use super::{Money, Quantity, Rate, UnitPrice};

/// All figures of one invoice, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memoria {
    /// The figures.
    pub figures: Vec<Figure>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// `nItem`, from 1; `None` for a total.
    pub n_item: Option<usize>,
    /// The group and the tag: `ICMS/vBC`, `total/vNF`.
    pub tag: &'static str,
    /// What came out.
    pub value: Value,
    /// Of what, and how.
    pub how: How,
    /// By which rule.
    pub rule: Rule,
    /// Where that rule's own figure is from: a table's row, a profile; empty when the rule says all.
    pub source: String,
}

/// What a figure is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Reais.
    Money(Money),
    /// Per cent.
    Rate(Rate),
    /// How many.
    Quantity(Quantity),
    /// Reais for one.
    UnitPrice(UnitPrice),
    /// A code: CFOP, CST.
    Code(String),
}

/// How a figure was made, with what it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// Taken as it was given.
    Given,
    /// The sum of these, each with its sign; nothing when it is below zero. Exact.
    Sum(Vec<Term>),
    /// The sum of all items' figures of this tag. Exact.
    OfItems(&'static str),
    /// Base × rate ÷ 100, to the cent.
    Percent(Named<Money>, Named<Rate>),
    /// Base × (100 − rate) ÷ 100, to the cent.
    Less(Named<Money>, Named<Rate>),
    /// Base × (100 + rate) ÷ 100, to the cent.
    More(Named<Money>, Named<Rate>),
    /// Base ÷ (100 − rate) × 100, to the cent: the tax inside its own base.
    GrossUp(Named<Money>, Named<Rate>),
    /// Base × rate ÷ (100 + rate), to the cent: what a price holds of a tax on top.
    Inside(Named<Money>, Named<Rate>),
    /// Rate × (100 − other) ÷ 100, to four decimals.
    RateLess(Named<Rate>, Named<Rate>),
    /// Rate − other, nothing when below zero. Exact.
    RateGap(Named<Rate>, Named<Rate>),
    /// Amount ÷ quantity, to ten decimals.
    Each(Named<Money>, Named<Quantity>),
    /// Quantity × amount for one, to the cent.
    Times(Named<Quantity>, Named<UnitPrice>),
}

/// The source of what is taken from a document as it stands there.
pub const INFORMED: &str = "informado no documento";

/// A figure that a document has and that our own reckoning of it does not come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `nItem`, from 1; `None` for a total.
    pub n_item: Option<usize>,
    /// The figure's tag.
    pub tag: &'static str,
    /// What we come to.
    pub reckoned: Value,
    /// What the document says.
    pub document: Value,
}

impl Difference {
    /// Whether it is an amount that is off by no more than the cent that SEFAZ allows (528, 629,
    /// 793).
    pub fn is_tolerated(&self) -> bool {
        match (&self.reckoned, &self.document) {
            (Value::Money(one), Value::Money(other)) => {
                one.cents().abs_diff(other.cents()) <= TOLERANCE_CENTS
            }
            _ => false,
        }
    }
}

const TOLERANCE_CENTS: u64 = 1;

/// A figure that another is made of: its tag and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<T> {
    /// The tag.
    pub tag: &'static str,
    /// The value.
    pub value: T,
}

/// One part of a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether it is taken off.
    pub minus: bool,
    /// The tag.
    pub tag: &'static str,
    /// How much.
    pub value: Money,
}

/// Where the last digit comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Nothing was rounded.
    Exact,
    /// To the cent, half up.
    Cent,
    /// To four decimals, half up.
    FourDecimals,
    /// To ten decimals, half up.
    TenDecimals,
}

impl How {
    /// How the figure was rounded.
    pub fn rounding(&self) -> Rounding {
        match self {
            How::Given | How::Sum(_) | How::OfItems(_) | How::RateGap(..) => Rounding::Exact,
            How::Percent(..)
            | How::Less(..)
            | How::More(..)
            | How::GrossUp(..)
            | How::Inside(..)
            | How::Times(..) => Rounding::Cent,
            How::RateLess(..) => Rounding::FourDecimals,
            How::Each(..) => Rounding::TenDecimals,
        }
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $text:literal from $source:literal;)*) => {
        /// Why a figure is what it is. The text is the contract: never renamed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[$doc])* $name,)*
        }

        impl Rule {
            /// All of them.
            pub const ALL: &[Rule] = &[$(Rule::$name,)*];

            /// The published text.
            pub fn as_str(self) -> &'static str {
                match self { $(Rule::$name => $text,)* }
            }

            /// The law, the technical note or the rule of validation behind it.
            pub fn source(self) -> &'static str {
                match self { $(Rule::$name => $source,)* }
            }
        }
    };
}

rules! {
    /// `ItemPrice`.
    ItemPrice = "item.price" from "SP-API getShipmentDetails, ShipmentItems.ItemPrice";
    /// `qCom`.
    ItemQuantity = "item.quantity" from "SP-API getShipmentDetails, ShipmentItems.QuantityOrdered";
    /// `vUnCom` = `vProd` ÷ `qCom`.
    ItemUnitPrice = "item.unit_price" from "MOC 7.0, I10a; rejeição 629";
    /// Freight less its discount.
    ItemFreight = "item.freight" from "SP-API getShipmentDetails, ShippingPrice, ShippingDiscount";
    /// Discounts on the goods.
    ItemDiscount = "item.discount" from "SP-API getShipmentDetails, PromotionDiscount";
    /// Gift wrap.
    ItemOther = "item.other" from "SP-API getShipmentDetails, GiftWrapPrice";
    /// `prod`, as a note says it.
    ItemSaid = "item.said" from "MOC 7.0, grupo I";
    /// The value of the operation.
    ItemOperation = "item.operation" from "rejeição 610";
    /// `vItem`.
    ItemTotal = "item.total" from "NT 2025.002, VB01-10; NT 2026.008";
    /// The price without the IPI in it.
    ItemPriceWithoutIpi = "item.price_without_ipi" from "Lei 4.502/1964, art. 14";
    /// The price before the tax that is deducted from it.
    ItemPriceBeforeDeson = "item.price_before_deson" from "NT 2023.004, indDeduzDeson";
    /// `CFOP`.
    Cfop = "cfop" from "Convênio s/nº de 1970; rejeições 731 a 733";

    /// `ICMS`: the situation is the profile's.
    IcmsSituation = "icms.situation" from "rejeições 590 e 591";
    /// `ICMS`: a buyer who is no contributor gets no credit and is charged no substitution.
    IcmsSituationConsumer = "icms.situation_consumer" from "LC 123/2006, art. 23; rejeição 600";
    /// `vBC`.
    IcmsBase = "icms.base" from "LC 87/1996, art. 13";
    /// `vBC`, reduced.
    IcmsBaseReduced = "icms.base_reduced" from "MOC 7.0, N14";
    /// `pICMS` inside the state.
    IcmsRateInternal = "icms.rate_internal" from "CF, art. 155, § 2º; lei da UF";
    /// `pICMS` between states.
    IcmsRateInterstate = "icms.rate_interstate" from "Resolução do Senado 22/1989; rejeições 693 e 698";
    /// `pICMS` between states, imported goods.
    IcmsRateImported = "icms.rate_imported" from "Resolução do Senado 13/2012; rejeições 663 e 697";
    /// `vICMS`.
    IcmsValue = "icms.value" from "rejeição 528";
    /// `vICMSOp`.
    IcmsValueWhole = "icms.value_whole" from "MOC 7.0, N16a";
    /// `vICMSDif`.
    IcmsValueDeferred = "icms.value_deferred" from "MOC 7.0, N16c";
    /// `vICMS` less what is deferred.
    IcmsValueDue = "icms.value_due" from "MOC 7.0, N17";
    /// `vICMSDeson`.
    IcmsDeson = "icms.deson" from "MOC 7.0, N28a";
    /// `pFCP`.
    FcpRate = "fcp.rate" from "ADCT, art. 82, § 1º; lei da UF";
    /// `vFCP`.
    FcpValue = "fcp.value" from "NT 2016.002; rejeição 876";

    /// `vBCST`.
    StBase = "st.base" from "LC 87/1996, art. 8º";
    /// `vBCST`, reduced.
    StBaseReduced = "st.base_reduced" from "MOC 7.0, N20";
    /// `pICMSST`.
    StRate = "st.rate" from "LC 87/1996, art. 8º; lei da UF";
    /// The tax on the base of the substitution.
    StWhole = "st.whole" from "LC 87/1996, art. 8º, § 5º";
    /// The operation's own tax, which Simples does not tell and only takes off.
    StOwn = "st.own" from "LC 87/1996, art. 8º, § 5º; Resolução CGSN 140/2018, art. 28";
    /// `vICMSST`.
    StValue = "st.value" from "LC 87/1996, art. 8º, § 5º";
    /// `vFCPST`.
    StFcp = "st.fcp" from "NT 2016.002";
    /// `vBCSTRet`, `vICMSSTRet`, `vICMSSubstituto`.
    StWithheld = "st.withheld" from "MOC 7.0, N26 a N27; rejeição 938";

    /// `pCredSN`, `vCredICMSSN`.
    SimplesCredit = "simples.credit" from "LC 123/2006, art. 23";

    /// `vBCUFDest`: the value of the operation.
    DifalBase = "difal.base" from "LC 87/1996, art. 13, X e § 7º; Convênio ICMS 236/2021";
    /// `vBCUFDest`: with the destination's tax inside.
    DifalBaseGrossUp = "difal.base_gross_up" from "Convênio ICMS 236/2021; lei da UF";
    /// `pICMSUFDest`.
    DifalRate = "difal.rate" from "EC 87/2015; lei da UF";
    /// `pICMSUFDest` less `pICMSInter`.
    DifalGap = "difal.gap" from "EC 87/2015";
    /// `vICMSUFDest`.
    DifalValue = "difal.value" from "EC 87/2015; LC 190/2022; rejeição 694";
    /// `vFCPUFDest`.
    DifalFcp = "difal.fcp" from "rejeições 793 e 876";

    /// `IPI/vBC`.
    IpiBase = "ipi.base" from "Lei 4.502/1964, art. 14; STF, RE 567.935";
    /// `vIPI`.
    IpiValue = "ipi.value" from "Decreto 7.212/2010 (RIPI)";

    /// `PIS/vBC`, `COFINS/vBC`.
    ContributionBase = "contribution.base" from "Leis 10.637/2002, 10.833/2003 e 9.718/1998";
    /// The same, without ICMS.
    ContributionBaseWithoutIcms = "contribution.base_without_icms" from "STF, Tema 69";
    /// `pPIS`, `pCOFINS`.
    ContributionRate = "contribution.rate" from "Leis 10.637/2002, 10.833/2003 e 9.718/1998";
    /// `vPIS`, `vCOFINS`.
    ContributionValue = "contribution.value" from "Leis 10.637/2002, 10.833/2003 e 9.718/1998";

    /// `IS/vBCIS`.
    IsBase = "is.base" from "LC 214/2025 (Imposto Seletivo)";
    /// `vIS`.
    IsValue = "is.value" from "LC 214/2025 (Imposto Seletivo)";
    /// `IBSCBS/vBC`.
    IbsCbsBase = "ibs_cbs.base" from "NT 2025.002, UB16-10";
    /// `IBSCBS/vBC` of days on which the price's other taxes are not taken off it.
    IbsCbsBaseWhole = "ibs_cbs.base_whole" from "LC 214/2025, art. 12; NT 2026.008";
    /// `pIBSUF`, `pIBSMun`, `pCBS`.
    IbsCbsRate = "ibs_cbs.rate" from "LC 214/2025, arts. 343 e 346; NT 2025.002, UB18-10, UB37-10 e UB56-10";
    /// `pAliqEfet`.
    IbsCbsRateReduced = "ibs_cbs.rate_reduced" from "NT 2025.002, gRed";
    /// The tax before a deferral.
    IbsCbsWhole = "ibs_cbs.whole" from "NT 2025.002, gDif";
    /// `vDif`.
    IbsCbsDeferred = "ibs_cbs.deferred" from "NT 2025.002, gDif";
    /// `vIBSUF`, `vIBSMun`, `vCBS`.
    IbsCbsValue = "ibs_cbs.value" from "NT 2025.002, gIBSCBS";
    /// `vIBSMono`, `vCBSMono`.
    IbsCbsMono = "ibs_cbs.mono" from "NT 2025.002, gIBSCBSMono";
    /// `gTribRegular`.
    IbsCbsRegular = "ibs_cbs.regular" from "NT 2025.002, gTribRegular";

    /// `vTotTrib`.
    TotTrib = "tot_trib" from "Lei 12.741/2012";
    /// A total.
    Total = "total" from "rejeições 531 a 538, 564, 601 a 604, 610, 685, 795, 798 a 800, 861 e 862";
}
