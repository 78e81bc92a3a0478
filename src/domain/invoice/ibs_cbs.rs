//! `IS` and `IBSCBS` (UB): the reform's taxes in the shapes of PL_010f (NT 2025.002).

use crate::domain::codes::CClassTrib;
use crate::domain::{Money, Quantity, Rate};

/// `IBSCBS` of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IbsCbs {
    /// `cClassTrib`; its first three digits are `CST`.
    pub c_class_trib: CClassTrib,
    /// What follows, by class.
    pub group: IbsCbsGroup,
}

/// What stands behind `cClassTrib`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IbsCbsGroup {
    /// Nothing: immune, exempt, not taxed, suspended.
    Nothing,
    /// `gIBSCBS`.
    Taxed(Box<GIbsCbs>),
    /// `gIBSCBSMono`: once for the whole chain, by quantity.
    Mono(GIbsCbsMono),
}

/// `gIBSCBS`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GIbsCbs {
    /// `vBC`.
    pub v_bc: Money,
    /// `gIBSUF`.
    pub ibs_uf: Levy,
    /// `gIBSMun`; there even at 0 %.
    pub ibs_mun: Levy,
    /// `gCBS`.
    pub cbs: Levy,
    /// `gTribRegular`.
    pub regular: Option<TribRegular>,
}

impl GIbsCbs {
    /// `vIBS`.
    pub fn v_ibs(&self) -> Money {
        self.ibs_uf.value + self.ibs_mun.value
    }
}

/// One of `gIBSUF`, `gIBSMun`, `gCBS`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levy {
    /// `pIBSUF`, `pIBSMun`, `pCBS`.
    pub rate: Rate,
    /// `gDif`.
    pub dif: Option<Dif>,
    /// `gRed`.
    pub red: Option<Red>,
    /// `vIBSUF`, `vIBSMun`, `vCBS`: what is due.
    pub value: Money,
}

/// `gDif`: what is put off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dif {
    /// `pDif`.
    pub p_dif: Rate,
    /// `vDif`.
    pub v_dif: Money,
}

/// `gRed`: a lower rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Red {
    /// `pRedAliq`.
    pub p_red_aliq: Rate,
    /// `pAliqEfet`.
    pub p_aliq_efet: Rate,
}

/// `gTribRegular`: what would be due if the condition of the suspension were not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TribRegular {
    /// `cClassTribReg`; its first three digits are `CSTReg`.
    pub c_class_trib: CClassTrib,
    /// `pAliqEfetRegIBSUF`, `vTribRegIBSUF`.
    pub ibs_uf: (Rate, Money),
    /// `pAliqEfetRegIBSMun`, `vTribRegIBSMun`.
    pub ibs_mun: (Rate, Money),
    /// `pAliqEfetRegCBS`, `vTribRegCBS`.
    pub cbs: (Rate, Money),
}

/// `gIBSCBSMono` with `gMonoPadrao`, by quantity (`AdRem`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GIbsCbsMono {
    /// `qBCMono`.
    pub q_bc_mono: Quantity,
    /// `adRemIBS`: reais for each unit.
    pub ad_rem_ibs: Rate,
    /// `vIBSMono`, `vTotIBSMonoItem`.
    pub v_ibs_mono: Money,
    /// `adRemCBS`: reais for each unit.
    pub ad_rem_cbs: Rate,
    /// `vCBSMono`, `vTotCBSMonoItem`.
    pub v_cbs_mono: Money,
}

/// `IS` of one item: Imposto Seletivo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Is {
    /// `CSTIS`, three digits: the first of `cClassTribIS`.
    pub c_class_trib_is: CClassTrib,
    /// What is due, when something is.
    pub tax: Option<IsTax>,
}

/// The values of `IS`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IsTax {
    /// `vBCIS`.
    pub v_bc_is: Money,
    /// `pIS`.
    pub p_is: Rate,
    /// `vIS`.
    pub v_is: Money,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibs_is_the_state_s_share_and_the_municipality_s() {
        let levy = |cents| Levy {
            rate: Rate::ZERO,
            dif: None,
            red: None,
            value: Money::from_cents(cents),
        };
        let group = GIbsCbs {
            v_bc: Money::from_cents(10_000),
            ibs_uf: levy(10),
            ibs_mun: levy(5),
            cbs: levy(90),
            regular: None,
        };
        assert_eq!(group.v_ibs(), Money::from_cents(15));
    }
}
