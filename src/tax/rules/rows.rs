//! What the rows of each table say.

use std::fmt;

use crate::domain::Rate;

/// How `vBCUFDest` is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifalBase {
    /// The value of the operation (LC 87/1996 art. 13 X, § 7).
    OperationValue,
    /// With the destination's own tax inside.
    GrossUpInternal,
}

/// One state's ICMS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// `pICMS` inside it, `pICMSUFDest` into it.
    pub p_icms: Rate,
    /// `pFCP`, `pFCPUFDest` on ordinary goods.
    pub p_fcp: Rate,
    /// How `vBCUFDest` into it is made.
    pub difal_base: DifalBase,
}

/// The rates from one state to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interstate {
    /// `pICMS`.
    pub p_icms: Rate,
    /// `pICMS` of imported goods.
    pub p_icms_imported: Rate,
}

/// What one CFOP is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CfopRow {
    /// Goods that go back to who sold them, or come back.
    pub devol: bool,
    /// Goods that return from a stay elsewhere.
    pub retor: bool,
    /// A note that undoes another.
    pub anula: bool,
    /// Goods that are sent, not sold.
    pub remes: bool,
    /// Goods under tax substitution.
    pub st: bool,
    /// What it is for, in a few words; empty for those that no sale on a marketplace has.
    pub meaning: String,
}

/// Whether something is levied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// What is levied, or not, from one day to another whoever sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Levy {
    /// `IPI`.
    Ipi,
    /// `IS`: Imposto Seletivo.
    Is,
}

/// How the base of IBS and CBS is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IbsCbsBase {
    /// The value of the operation less ICMS, DIFAL, FCP, PIS and COFINS (UB16-10).
    NetOfTaxes,
    /// The value of the operation (NT 2026.008 takes UB16-10 away).
    OperationValue,
}

/// The rates of IBS and CBS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IbsCbsRates {
    /// `pIBSUF`.
    pub p_ibs_uf: Rate,
    /// `pIBSMun`.
    pub p_ibs_mun: Rate,
    /// `pCBS`.
    pub p_cbs: Rate,
    /// How `vBC` is made.
    pub base: IbsCbsBase,
}

/// Whether IBS and CBS are told, of one regime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    NotDue,
    Optional(IbsCbsRates),
    Due(IbsCbsRates),
    /// Due, in groups that only a later schema has.
    NeedsSchema(String),
}

/// What a class of IBS and CBS is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// `gIBSCBS` at the full rates.
    Full,
    /// `gIBSCBS` with `gRed`.
    Reduced {
        /// `pRedAliq` of IBS.
        p_red_ibs: Rate,
        /// `pRedAliq` of CBS.
        p_red_cbs: Rate,
    },
    /// `gIBSCBS` with `gDif`, and `gRed` where a reduction goes with it.
    Deferred {
        /// `pRedAliq` of IBS and of CBS.
        reduction: Option<(Rate, Rate)>,
    },
    /// No group: immune, exempt, not taxed.
    Nothing,
    /// `gIBSCBSMono`, by quantity.
    Mono,
    /// Groups that no sale of goods on a marketplace has, and that we do not write.
    Other,
}

/// One `cClassTrib`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// What it is made of.
    pub needs: Needs,
    /// Whether `gTribRegular` goes with it; then the rates of `gIBSCBS` itself are zero
    /// (UB18-10, UB37-10 and UB56-10, exception 1).
    pub regular: bool,
    /// Whether an NF-e may hold it.
    pub nfe: bool,
}

/// The schema package that we write.
pub const SCHEMA: &str = "PL_010f";

impl Levy {
    /// Its name in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Levy::Ipi => "ipi",
            Levy::Is => "is",
        }
    }
}

impl fmt::Display for Levy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
