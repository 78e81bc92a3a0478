//! `imposto` (M to UB), read back.

mod icms;
mod reform;

use crate::domain::codes::CEnq;
use crate::domain::invoice::{Contribution, Fcp, IcmsUfDest, Ipi, IpiTax};

use super::InvoiceError;
use super::group::Group;

pub(super) use icms::icms;
pub(super) use reform::{ibs_cbs, is};

pub(super) fn ipi(group: &Group<'_>) -> Result<Ipi, InvoiceError> {
    let tax = match (group.maybe_group("IPITrib"), group.maybe_group("IPINT")) {
        (Some(trib), _) => IpiTax::Trib {
            cst: trib.two_digits("CST")?,
            v_bc: trib.money("vBC")?,
            p_ipi: trib.rate("pIPI")?,
            v_ipi: trib.money("vIPI")?,
        },
        (None, Some(nt)) => IpiTax::Nt { cst: nt.two_digits("CST")? },
        (None, None) => return Err(group.unfit("*", "IPITrib or IPINT")),
    };
    Ok(Ipi { c_enq: group.value("cEnq", "3 digits", |it| CEnq::parse(it).ok())?, tax })
}

pub(super) fn pis(group: &Group<'_>) -> Result<Contribution, InvoiceError> {
    contribution(group, ["PISAliq", "PISNT", "PISOutr"], "pPIS", "vPIS")
}

pub(super) fn cofins(group: &Group<'_>) -> Result<Contribution, InvoiceError> {
    contribution(group, ["COFINSAliq", "COFINSNT", "COFINSOutr"], "pCOFINS", "vCOFINS")
}

fn contribution(
    group: &Group<'_>,
    [aliq, nt, outr]: [&str; 3],
    rate: &str,
    value: &str,
) -> Result<Contribution, InvoiceError> {
    let (tag, it) = group.choice()?;
    let cst = it.two_digits("CST")?;
    if tag == nt {
        return Ok(Contribution::Nt { cst });
    }
    if tag != aliq && tag != outr {
        return Err(group.unfit(tag, "a contribution by rate, or none"));
    }
    let (v_bc, rate, value) = (it.money("vBC")?, it.rate(rate)?, it.money(value)?);
    if tag == aliq {
        return Ok(Contribution::Aliq { cst, v_bc, rate, value });
    }
    Ok(Contribution::Outr { cst, v_bc, rate, value })
}

pub(super) fn icms_uf_dest(group: &Group<'_>) -> Result<IcmsUfDest, InvoiceError> {
    let v_bc_uf_dest = group.money("vBCUFDest")?;
    let fcp = match group.maybe_rate("pFCPUFDest")? {
        Some(p_fcp) => {
            let v_bc = group.maybe_money("vBCFCPUFDest")?.unwrap_or(v_bc_uf_dest);
            Some(Fcp { v_bc, p_fcp, v_fcp: group.money_or_zero("vFCPUFDest")? })
        }
        None => None,
    };
    Ok(IcmsUfDest {
        v_bc_uf_dest,
        fcp,
        p_icms_uf_dest: group.rate("pICMSUFDest")?,
        p_icms_inter: group.rate("pICMSInter")?,
        v_icms_uf_dest: group.money("vICMSUFDest")?,
    })
}
