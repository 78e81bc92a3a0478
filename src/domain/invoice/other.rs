//! `IPI` (O), `PIS` (Q), `COFINS` (S) and `ICMSUFDest` (NA).

use super::Fcp;
use crate::domain::codes::CEnq;
use crate::domain::{Money, Rate};

/// `IPI`, of who makes the goods or brought them into the country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ipi {
    /// `cEnq`.
    pub c_enq: CEnq,
    /// The tax, or why there is none.
    pub tax: IpiTax,
}

/// `IPITrib` or `IPINT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IpiTax {
    /// `IPITrib`.
    Trib {
        /// `CST`: 50 or 99 for goods that leave.
        cst: &'static str,
        /// `vBC`.
        v_bc: Money,
        /// `pIPI`.
        p_ipi: Rate,
        /// `vIPI`.
        v_ipi: Money,
    },
    /// `IPINT`.
    Nt {
        /// `CST`: 51 to 55 for goods that leave.
        cst: &'static str,
    },
}

impl Ipi {
    /// `vIPI`.
    pub fn v_ipi(&self) -> Money {
        match &self.tax {
            IpiTax::Trib { v_ipi, .. } => *v_ipi,
            IpiTax::Nt { .. } => Money::ZERO,
        }
    }
}

/// `PIS` or `COFINS`: the groups have one shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contribution {
    /// `PISAliq`, `COFINSAliq`: CST 01 and 02.
    Aliq {
        /// `CST`.
        cst: &'static str,
        /// `vBC`.
        v_bc: Money,
        /// `pPIS`, `pCOFINS`.
        rate: Rate,
        /// `vPIS`, `vCOFINS`.
        value: Money,
    },
    /// `PISNT`, `COFINSNT`: CST 04 to 09.
    Nt {
        /// `CST`.
        cst: &'static str,
    },
    /// `PISOutr`, `COFINSOutr`: CST 49 and 99.
    Outr {
        /// `CST`.
        cst: &'static str,
        /// `vBC`.
        v_bc: Money,
        /// `pPIS`, `pCOFINS`.
        rate: Rate,
        /// `vPIS`, `vCOFINS`.
        value: Money,
    },
}

impl Contribution {
    /// `vPIS`, `vCOFINS`.
    pub fn value(&self) -> Money {
        match self {
            Contribution::Aliq { value, .. } | Contribution::Outr { value, .. } => *value,
            Contribution::Nt { .. } => Money::ZERO,
        }
    }
}

/// `ICMSUFDest`: the destination's share (EC 87/2015, LC 190/2022).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IcmsUfDest {
    /// `vBCUFDest`.
    pub v_bc_uf_dest: Money,
    /// `vBCFCPUFDest`, `pFCPUFDest`, `vFCPUFDest`, where the state has a fund.
    pub fcp: Option<Fcp>,
    /// `pICMSUFDest`.
    pub p_icms_uf_dest: Rate,
    /// `pICMSInter`: 4.00, 7.00 or 12.00.
    pub p_icms_inter: Rate,
    /// `vICMSUFDest`.
    pub v_icms_uf_dest: Money,
}
