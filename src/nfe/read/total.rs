//! `total` (W), read back.

use crate::domain::invoice::{IbsCbsTot, IbsCbsTotMono, Total};

use super::InvoiceError;
use super::group::Group;

pub(super) fn read(group: &Group<'_>) -> Result<Total, InvoiceError> {
    let icms = group.group("ICMSTot")?;
    let v_icms_uf_dest = icms.maybe_money("vICMSUFDest")?;
    let v_fcp_uf_dest = icms.money_or_zero("vFCPUFDest")?;
    let is = group.maybe_group("ISTot").map(|it| it.money("vIS")).transpose()?;
    Ok(Total {
        v_bc: icms.money("vBC")?,
        v_icms: icms.money("vICMS")?,
        v_icms_deson: icms.money("vICMSDeson")?,
        difal: v_icms_uf_dest.map(|it| (v_fcp_uf_dest, it)),
        v_fcp: icms.money("vFCP")?,
        v_bc_st: icms.money("vBCST")?,
        v_st: icms.money("vST")?,
        v_fcp_st: icms.money("vFCPST")?,
        v_fcp_st_ret: icms.money("vFCPSTRet")?,
        v_prod: icms.money("vProd")?,
        v_frete: icms.money("vFrete")?,
        v_desc: icms.money("vDesc")?,
        v_ipi: icms.money("vIPI")?,
        v_pis: icms.money("vPIS")?,
        v_cofins: icms.money("vCOFINS")?,
        v_outro: icms.money("vOutro")?,
        v_nf: icms.money("vNF")?,
        v_tot_trib: icms.maybe_money("vTotTrib")?,
        v_is: is,
        ibs_cbs: group.maybe_group("IBSCBSTot").map(|it| ibs_cbs(&it)).transpose()?,
    })
}

fn ibs_cbs(group: &Group<'_>) -> Result<IbsCbsTot, InvoiceError> {
    let mut tot = IbsCbsTot { v_bc: group.money("vBCIBSCBS")?, ..IbsCbsTot::default() };
    if let Some(ibs) = group.maybe_group("gIBS") {
        let (uf, mun) = (ibs.group("gIBSUF")?, ibs.group("gIBSMun")?);
        (tot.v_dif_uf, tot.v_ibs_uf) = (uf.money("vDif")?, uf.money("vIBSUF")?);
        (tot.v_dif_mun, tot.v_ibs_mun) = (mun.money("vDif")?, mun.money("vIBSMun")?);
    }
    if let Some(cbs) = group.maybe_group("gCBS") {
        (tot.v_dif_cbs, tot.v_cbs) = (cbs.money("vDif")?, cbs.money("vCBS")?);
    }
    if let Some(mono) = group.maybe_group("gMono") {
        let (v_ibs_mono, v_cbs_mono) = (mono.money("vIBSMono")?, mono.money("vCBSMono")?);
        tot.mono = Some(IbsCbsTotMono { v_ibs_mono, v_cbs_mono });
    }
    Ok(tot)
}
