//! `IS` and `IBSCBS` (UB), read back.

use crate::domain::codes::CClassTrib;
use crate::domain::invoice::{
    Dif, GIbsCbs, GIbsCbsMono, IbsCbs, IbsCbsGroup, Is, IsTax, Levy, Red, TribRegular,
};

use super::super::InvoiceError;
use super::super::group::Group;

fn class(group: &Group<'_>, tag: &str) -> Result<CClassTrib, InvoiceError> {
    group.value(tag, "6 digits", |it| CClassTrib::parse(it).ok())
}

pub(in super::super) fn is(group: &Group<'_>) -> Result<Is, InvoiceError> {
    let tax = match group.maybe_money("vBCIS")? {
        Some(v_bc_is) => {
            Some(IsTax { v_bc_is, p_is: group.rate("pIS")?, v_is: group.money("vIS")? })
        }
        None => None,
    };
    Ok(Is { c_class_trib_is: class(group, "cClassTribIS")?, tax })
}

pub(in super::super) fn ibs_cbs(group: &Group<'_>) -> Result<IbsCbs, InvoiceError> {
    let c_class_trib = class(group, "cClassTrib")?;
    let group = match (group.maybe_group("gIBSCBS"), group.maybe_group("gIBSCBSMono")) {
        (Some(taxed), _) => IbsCbsGroup::Taxed(Box::new(self::taxed(&taxed)?)),
        (None, Some(mono)) => IbsCbsGroup::Mono(self::mono(&mono)?),
        (None, None) => IbsCbsGroup::Nothing,
    };
    Ok(IbsCbs { c_class_trib, group })
}

fn taxed(group: &Group<'_>) -> Result<GIbsCbs, InvoiceError> {
    Ok(GIbsCbs {
        v_bc: group.money("vBC")?,
        ibs_uf: levy(&group.group("gIBSUF")?, "pIBSUF", "vIBSUF")?,
        ibs_mun: levy(&group.group("gIBSMun")?, "pIBSMun", "vIBSMun")?,
        cbs: levy(&group.group("gCBS")?, "pCBS", "vCBS")?,
        regular: group.maybe_group("gTribRegular").map(|it| regular(&it)).transpose()?,
    })
}

fn levy(group: &Group<'_>, rate: &str, value: &str) -> Result<Levy, InvoiceError> {
    let dif = |it: Group<'_>| Ok(Dif { p_dif: it.rate("pDif")?, v_dif: it.money("vDif")? });
    let red = |it: Group<'_>| {
        Ok(Red { p_red_aliq: it.rate("pRedAliq")?, p_aliq_efet: it.rate("pAliqEfet")? })
    };
    Ok(Levy {
        rate: group.rate(rate)?,
        dif: group.maybe_group("gDif").map(dif).transpose()?,
        red: group.maybe_group("gRed").map(red).transpose()?,
        value: group.money(value)?,
    })
}

fn regular(group: &Group<'_>) -> Result<TribRegular, InvoiceError> {
    let pair = |rate, value| Ok((group.rate(rate)?, group.money(value)?));
    Ok(TribRegular {
        c_class_trib: class(group, "cClassTribReg")?,
        ibs_uf: pair("pAliqEfetRegIBSUF", "vTribRegIBSUF")?,
        ibs_mun: pair("pAliqEfetRegIBSMun", "vTribRegIBSMun")?,
        cbs: pair("pAliqEfetRegCBS", "vTribRegCBS")?,
    })
}

fn mono(group: &Group<'_>) -> Result<GIbsCbsMono, InvoiceError> {
    let ibs = group.group("gIBSMonoAdRem")?.group("gMonoPadrao")?;
    let cbs = group.group("gCBSMonoAdRem")?.group("gMonoPadrao")?;
    Ok(GIbsCbsMono {
        q_bc_mono: ibs.quantity("qBCMono")?,
        ad_rem_ibs: ibs.rate("adRemIBS")?,
        v_ibs_mono: ibs.money("vIBSMono")?,
        ad_rem_cbs: cbs.rate("adRemCBS")?,
        v_cbs_mono: cbs.money("vCBSMono")?,
    })
}
