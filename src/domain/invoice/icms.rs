//! `ICMS` (N): one group for each situation, `CST` for CRT 2 and 3, `CSOSN` for CRT 1 and 4 (rules
//! 590 and 591).

use crate::domain::codes::Orig;
use crate::domain::{Money, Rate};

/// `ICMS` of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Icms {
    /// `orig`.
    pub orig: Orig,
    /// The group, by situation.
    pub group: IcmsGroup,
}

/// The group that stands in `ICMS`. `modBC` is 3 (value of the operation) wherever it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IcmsGroup {
    /// `ICMS00`: taxed in full. Its `fcp` has no `vBCFCP`: the base is `vBC`.
    Cst00(Own),
    /// `ICMS10`: taxed, and substitution charged.
    Cst10 {
        /// The operation's own tax.
        own: Own,
        /// The substitution.
        st: St,
    },
    /// `ICMS20`: with a reduced base.
    Cst20 {
        /// `pRedBC`.
        p_red_bc: Rate,
        /// The operation's own tax, of the reduced base.
        own: Own,
        /// What the reduction takes off.
        deson: Option<Deson>,
    },
    /// `ICMS40`: no tax.
    Cst40 {
        /// Why.
        cst: Exempt,
        /// What is not taken.
        deson: Option<Deson>,
    },
    /// `ICMS51`: deferred.
    Cst51 {
        /// `pRedBC`.
        p_red_bc: Option<Rate>,
        /// The operation's own tax: `vICMS` is what is left to pay now.
        own: Own,
        /// What is put off.
        deferral: Deferral,
    },
    /// `ICMS60`: substitution withheld by somebody before.
    Cst60(Withheld),
    /// `ICMS70`: with a reduced base, and substitution charged.
    Cst70 {
        /// `pRedBC`.
        p_red_bc: Rate,
        /// The operation's own tax, of the reduced base.
        own: Own,
        /// The substitution.
        st: St,
        /// What the reduction takes off.
        deson: Option<Deson>,
    },
    /// `ICMS90`: any other.
    Cst90 {
        /// `pRedBC`, with `own`.
        p_red_bc: Option<Rate>,
        /// The operation's own tax.
        own: Option<Own>,
        /// The substitution.
        st: Option<St>,
        /// What is taken off.
        deson: Option<Deson>,
    },
    /// `ICMSSN101`: Simples, with a credit for the buyer; forbidden to who is no contributor (600).
    Sn101(SnCredit),
    /// `ICMSSN102`: Simples without credit.
    Sn102(Csosn),
    /// `ICMSSN201`: Simples with a credit, and substitution charged.
    Sn201 {
        /// The substitution.
        st: St,
        /// The credit.
        credit: SnCredit,
    },
    /// `ICMSSN202`: Simples without credit, and substitution charged.
    Sn202 {
        /// 202 or 203.
        csosn: StSn,
        /// The substitution.
        st: St,
    },
    /// `ICMSSN500`: substitution withheld by somebody before.
    Sn500(Withheld),
    /// `ICMSSN900`: any other.
    Sn900 {
        /// `pRedBC`, with `own`.
        p_red_bc: Option<Rate>,
        /// The operation's own tax.
        own: Option<Own>,
        /// The substitution.
        st: Option<St>,
        /// The credit.
        credit: Option<SnCredit>,
    },
}

impl IcmsGroup {
    /// `CST` or `CSOSN`.
    pub fn code(&self) -> &'static str {
        match self {
            IcmsGroup::Cst00(_) => "00",
            IcmsGroup::Cst10 { .. } => "10",
            IcmsGroup::Cst20 { .. } => "20",
            IcmsGroup::Cst40 { cst, .. } => cst.as_str(),
            IcmsGroup::Cst51 { .. } => "51",
            IcmsGroup::Cst60(_) => "60",
            IcmsGroup::Cst70 { .. } => "70",
            IcmsGroup::Cst90 { .. } => "90",
            IcmsGroup::Sn101(_) => "101",
            IcmsGroup::Sn102(csosn) => csosn.as_str(),
            IcmsGroup::Sn201 { .. } => "201",
            IcmsGroup::Sn202 { csosn, .. } => csosn.as_str(),
            IcmsGroup::Sn500(_) => "500",
            IcmsGroup::Sn900 { .. } => "900",
        }
    }

    /// The operation's own tax, where it counts in `ICMSTot/vBC` and `vICMS`.
    pub fn own(&self) -> Option<&Own> {
        match self {
            IcmsGroup::Cst00(own)
            | IcmsGroup::Cst10 { own, .. }
            | IcmsGroup::Cst20 { own, .. }
            | IcmsGroup::Cst51 { own, .. }
            | IcmsGroup::Cst70 { own, .. } => Some(own),
            IcmsGroup::Cst90 { own, .. } | IcmsGroup::Sn900 { own, .. } => own.as_ref(),
            IcmsGroup::Cst40 { .. }
            | IcmsGroup::Cst60(_)
            | IcmsGroup::Sn101(_)
            | IcmsGroup::Sn102(_)
            | IcmsGroup::Sn201 { .. }
            | IcmsGroup::Sn202 { .. }
            | IcmsGroup::Sn500(_) => None,
        }
    }

    /// Substitution charged with this note.
    pub fn st(&self) -> Option<&St> {
        match self {
            IcmsGroup::Cst10 { st, .. }
            | IcmsGroup::Cst70 { st, .. }
            | IcmsGroup::Sn201 { st, .. }
            | IcmsGroup::Sn202 { st, .. } => Some(st),
            IcmsGroup::Cst90 { st, .. } | IcmsGroup::Sn900 { st, .. } => st.as_ref(),
            IcmsGroup::Cst00(_)
            | IcmsGroup::Cst20 { .. }
            | IcmsGroup::Cst40 { .. }
            | IcmsGroup::Cst51 { .. }
            | IcmsGroup::Cst60(_)
            | IcmsGroup::Sn101(_)
            | IcmsGroup::Sn102(_)
            | IcmsGroup::Sn500(_) => None,
        }
    }

    /// Tax that is not taken.
    pub fn deson(&self) -> Option<&Deson> {
        match self {
            IcmsGroup::Cst20 { deson, .. }
            | IcmsGroup::Cst40 { deson, .. }
            | IcmsGroup::Cst70 { deson, .. }
            | IcmsGroup::Cst90 { deson, .. } => deson.as_ref(),
            IcmsGroup::Cst00(_)
            | IcmsGroup::Cst10 { .. }
            | IcmsGroup::Cst51 { .. }
            | IcmsGroup::Cst60(_)
            | IcmsGroup::Sn101(_)
            | IcmsGroup::Sn102(_)
            | IcmsGroup::Sn201 { .. }
            | IcmsGroup::Sn202 { .. }
            | IcmsGroup::Sn500(_)
            | IcmsGroup::Sn900 { .. } => None,
        }
    }

    /// Substitution withheld before.
    pub fn withheld(&self) -> Option<&Withheld> {
        match self {
            IcmsGroup::Cst60(withheld) | IcmsGroup::Sn500(withheld) => Some(withheld),
            IcmsGroup::Cst00(_)
            | IcmsGroup::Cst10 { .. }
            | IcmsGroup::Cst20 { .. }
            | IcmsGroup::Cst40 { .. }
            | IcmsGroup::Cst51 { .. }
            | IcmsGroup::Cst70 { .. }
            | IcmsGroup::Cst90 { .. }
            | IcmsGroup::Sn101(_)
            | IcmsGroup::Sn102(_)
            | IcmsGroup::Sn201 { .. }
            | IcmsGroup::Sn202 { .. }
            | IcmsGroup::Sn900 { .. } => None,
        }
    }
}

/// `vBC`, `pICMS`, `vICMS`: the operation's own tax (rule 528).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// `vBC`.
    pub v_bc: Money,
    /// `pICMS`.
    pub p_icms: Rate,
    /// `vICMS`.
    pub v_icms: Money,
    /// `vBCFCP`, `pFCP`, `vFCP`: the state's poverty fund, inside the state only (rule 876).
    pub fcp: Option<Fcp>,
}

/// A poverty fund's part: base, rate, value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fcp {
    /// `vBCFCP`, `vBCFCPST`, `vBCFCPSTRet`, `vBCFCPUFDest`.
    pub v_bc: Money,
    /// `pFCP` …
    pub p_fcp: Rate,
    /// `vFCP` …
    pub v_fcp: Money,
}

/// Substitution that the seller charges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct St {
    /// `modBCST`.
    pub mod_bc_st: ModBcSt,
    /// `pMVAST`.
    pub p_mva_st: Option<Rate>,
    /// `pRedBCST`.
    pub p_red_bc_st: Option<Rate>,
    /// `vBCST`.
    pub v_bc_st: Money,
    /// `pICMSST`.
    pub p_icms_st: Rate,
    /// `vICMSST`.
    pub v_icms_st: Money,
    /// `vBCFCPST`, `pFCPST`, `vFCPST`.
    pub fcp_st: Option<Fcp>,
}

/// `modBCST`, of the ways that follow from the sale itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModBcSt {
    /// 4: with a margin (`pMVAST`).
    Mva,
    /// 6: value of the operation.
    Operation,
}

impl ModBcSt {
    /// The digit.
    pub fn code(self) -> u8 {
        match self {
            ModBcSt::Mva => 4,
            ModBcSt::Operation => 6,
        }
    }
}

/// Substitution withheld by somebody before, as far as it must be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// `vBCSTRet` and what goes with it.
    pub ret: Option<StRet>,
    /// `vBCFCPSTRet`, `pFCPSTRet`, `vFCPSTRet`.
    pub fcp_st_ret: Option<Fcp>,
    /// `vBCEfet` and what goes with it.
    pub efet: Option<Efet>,
}

/// What was withheld.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StRet {
    /// `vBCSTRet`.
    pub v_bc_st_ret: Money,
    /// `pST`: the consumer's rate, fund included.
    pub p_st: Rate,
    /// `vICMSSubstituto`.
    pub v_icms_substituto: Option<Money>,
    /// `vICMSSTRet`.
    pub v_icms_st_ret: Money,
}

/// What the tax would be without substitution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Efet {
    /// `pRedBCEfet`: `TDec_0302a04Opc`, never nothing.
    pub p_red_bc_efet: Rate,
    /// `vBCEfet`.
    pub v_bc_efet: Money,
    /// `pICMSEfet`.
    pub p_icms_efet: Rate,
    /// `vICMSEfet`.
    pub v_icms_efet: Money,
}

/// Tax that is not taken: `vICMSDeson`, `motDesICMS`, `indDeduzDeson`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deson {
    /// `vICMSDeson`.
    pub v_icms: Money,
    /// `motDesICMS`: which numbers may stand depends on the group (XSD).
    pub mot_des_icms: u8,
    /// `indDeduzDeson`: whether it is taken off `vNF`.
    pub deducted: bool,
}

/// What is put off: `vICMSOp`, `pDif`, `vICMSDif`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deferral {
    /// `vICMSOp`: the whole tax.
    pub v_icms_op: Money,
    /// `pDif`, 0 to 100.
    pub p_dif: Rate,
    /// `vICMSDif`.
    pub v_icms_dif: Money,
}

/// `pCredSN`, `vCredICMSSN`: what a buyer may take (LC 123/2006 art. 23).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnCredit {
    /// `pCredSN`.
    pub p_cred_sn: Rate,
    /// `vCredICMSSN`.
    pub v_cred_icms_sn: Money,
}

macro_rules! situations {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$each])* $variant,)*
        }

        impl $name {
            /// Its digits.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// Reads its digits.
            pub fn parse(text: &str) -> Option<$name> {
                [$($name::$variant,)*].into_iter().find(|it| it.as_str() == text.trim())
            }
        }
    };
}

situations! {
    /// `CSOSN` of the group `ICMSSN102`.
    Csosn {
        /// 102: taxed, no credit.
        C102 = "102",
        /// 103: exempt by income band.
        C103 = "103",
        /// 300: immune.
        C300 = "300",
        /// 400: not taxed by Simples.
        C400 = "400",
    }
}

situations! {
    /// `CSOSN` of the group `ICMSSN202`.
    StSn {
        /// 202: taxed, no credit.
        C202 = "202",
        /// 203: exempt by income band.
        C203 = "203",
    }
}

situations! {
    /// `CST` of the group `ICMS40`.
    Exempt {
        /// 40: exempt.
        Isenta = "40",
        /// 41: not taxed.
        NaoTributada = "41",
        /// 50: suspended.
        Suspensao = "50",
    }
}
