//! The names of the figures of IBS of the state, IBS of the municipality, and CBS.

/// The tags of one of the three levies.
pub(in crate::tax) struct Tags {
    pub(in crate::tax) rate: &'static str,
    pub(in crate::tax) value: &'static str,
    pub(in crate::tax) cut: &'static str,
    pub(in crate::tax) efet: &'static str,
    pub(in crate::tax) whole: &'static str,
    pub(in crate::tax) p_dif: &'static str,
    pub(in crate::tax) v_dif: &'static str,
    pub(in crate::tax) reg_rate: &'static str,
    pub(in crate::tax) reg_value: &'static str,
}

pub(in crate::tax) const UF: Tags = Tags {
    rate: "IBSCBS/pIBSUF",
    value: "IBSCBS/vIBSUF",
    cut: "IBSCBS/gIBSUF/pRedAliq",
    efet: "IBSCBS/gIBSUF/pAliqEfet",
    whole: "IBSCBS/gIBSUF/vTrib",
    p_dif: "IBSCBS/gIBSUF/pDif",
    v_dif: "IBSCBS/gIBSUF/vDif",
    reg_rate: "IBSCBS/pAliqEfetRegIBSUF",
    reg_value: "IBSCBS/vTribRegIBSUF",
};

pub(in crate::tax) const MUN: Tags = Tags {
    rate: "IBSCBS/pIBSMun",
    value: "IBSCBS/vIBSMun",
    cut: "IBSCBS/gIBSMun/pRedAliq",
    efet: "IBSCBS/gIBSMun/pAliqEfet",
    whole: "IBSCBS/gIBSMun/vTrib",
    p_dif: "IBSCBS/gIBSMun/pDif",
    v_dif: "IBSCBS/gIBSMun/vDif",
    reg_rate: "IBSCBS/pAliqEfetRegIBSMun",
    reg_value: "IBSCBS/vTribRegIBSMun",
};

pub(in crate::tax) const CBS: Tags = Tags {
    rate: "IBSCBS/pCBS",
    value: "IBSCBS/vCBS",
    cut: "IBSCBS/gCBS/pRedAliq",
    efet: "IBSCBS/gCBS/pAliqEfet",
    whole: "IBSCBS/gCBS/vTrib",
    p_dif: "IBSCBS/gCBS/pDif",
    v_dif: "IBSCBS/gCBS/vDif",
    reg_rate: "IBSCBS/pAliqEfetRegCBS",
    reg_value: "IBSCBS/vTribRegCBS",
};
