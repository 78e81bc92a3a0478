//! `ICMS` (N), read back.

use crate::domain::codes::Orig;
use crate::domain::invoice::{
    Csosn, Deferral, Deson, Efet, Exempt, Fcp, Icms, IcmsGroup, ModBcSt, Own, SnCredit, St, StRet,
    StSn, Withheld,
};

use super::super::InvoiceError;
use super::super::group::Group;

pub(in super::super) fn icms(group: &Group<'_>) -> Result<Icms, InvoiceError> {
    let (tag, it) = group.choice()?;
    let orig = it.value("orig", "0 to 8", |it| Orig::parse(it).ok())?;
    let group = match tag {
        "ICMS00" => IcmsGroup::Cst00(own(&it)?),
        "ICMS10" => IcmsGroup::Cst10 { own: own(&it)?, st: st(&it)? },
        "ICMS20" => {
            IcmsGroup::Cst20 { p_red_bc: it.rate("pRedBC")?, own: own(&it)?, deson: deson(&it)? }
        }
        "ICMS40" => {
            let cst = it.value("CST", "40, 41 or 50", Exempt::parse)?;
            IcmsGroup::Cst40 { cst, deson: deson(&it)? }
        }
        "ICMS51" => IcmsGroup::Cst51 {
            p_red_bc: it.maybe_rate("pRedBC")?,
            own: own(&it)?,
            deferral: Deferral {
                v_icms_op: it.money("vICMSOp")?,
                p_dif: it.rate("pDif")?,
                v_icms_dif: it.money("vICMSDif")?,
            },
        },
        "ICMS60" => IcmsGroup::Cst60(withheld(&it)?),
        "ICMS70" => IcmsGroup::Cst70 {
            p_red_bc: it.rate("pRedBC")?,
            own: own(&it)?,
            st: st(&it)?,
            deson: deson(&it)?,
        },
        "ICMS90" => {
            let (p_red_bc, deson) = (it.maybe_rate("pRedBC")?, deson(&it)?);
            IcmsGroup::Cst90 { p_red_bc, own: maybe_own(&it)?, st: maybe_st(&it)?, deson }
        }
        "ICMSSN101" => IcmsGroup::Sn101(credit(&it)?),
        "ICMSSN102" => IcmsGroup::Sn102(it.value("CSOSN", "102, 103, 300 or 400", Csosn::parse)?),
        "ICMSSN201" => IcmsGroup::Sn201 { st: st(&it)?, credit: credit(&it)? },
        "ICMSSN202" => {
            IcmsGroup::Sn202 { csosn: it.value("CSOSN", "202 or 203", StSn::parse)?, st: st(&it)? }
        }
        "ICMSSN500" => IcmsGroup::Sn500(withheld(&it)?),
        "ICMSSN900" => IcmsGroup::Sn900 {
            p_red_bc: it.maybe_rate("pRedBC")?,
            own: maybe_own(&it)?,
            st: maybe_st(&it)?,
            credit: it.maybe("pCredSN").map(|_| credit(&it)).transpose()?,
        },
        _ => return Err(group.unfit(tag, "a situation of a sale of goods")),
    };
    Ok(Icms { orig, group })
}

fn own(group: &Group<'_>) -> Result<Own, InvoiceError> {
    let v_bc = group.money("vBC")?;
    let p_icms = group.rate("pICMS")?;
    let v_icms = group.money("vICMS")?;
    let fcp = match group.maybe_rate("pFCP")? {
        // ICMS00 has no vBCFCP: its base is vBC.
        Some(p_fcp) => {
            let of = group.maybe_money("vBCFCP")?.unwrap_or(v_bc);
            Some(Fcp { v_bc: of, p_fcp, v_fcp: group.money("vFCP")? })
        }
        None => None,
    };
    Ok(Own { v_bc, p_icms, v_icms, fcp })
}

fn maybe_own(group: &Group<'_>) -> Result<Option<Own>, InvoiceError> {
    group.maybe("vBC").map(|_| own(group)).transpose()
}

fn st(group: &Group<'_>) -> Result<St, InvoiceError> {
    Ok(St {
        mod_bc_st: group.value("modBCST", "4 or 6", |it| match it {
            "4" => Some(ModBcSt::Mva),
            "6" => Some(ModBcSt::Operation),
            _ => None,
        })?,
        p_mva_st: group.maybe_rate("pMVAST")?,
        p_red_bc_st: group.maybe_rate("pRedBCST")?,
        v_bc_st: group.money("vBCST")?,
        p_icms_st: group.rate("pICMSST")?,
        v_icms_st: group.money("vICMSST")?,
        fcp_st: fund(group, ["vBCFCPST", "pFCPST", "vFCPST"])?,
    })
}

fn maybe_st(group: &Group<'_>) -> Result<Option<St>, InvoiceError> {
    group.maybe("vBCST").map(|_| st(group)).transpose()
}

fn fund(group: &Group<'_>, [v_bc, p, v]: [&str; 3]) -> Result<Option<Fcp>, InvoiceError> {
    match group.maybe_money(v_bc)? {
        Some(v_bc) => Ok(Some(Fcp { v_bc, p_fcp: group.rate(p)?, v_fcp: group.money(v)? })),
        None => Ok(None),
    }
}

fn deson(group: &Group<'_>) -> Result<Option<Deson>, InvoiceError> {
    let Some(v_icms) = group.maybe_money("vICMSDeson")? else { return Ok(None) };
    let mot_des_icms = group.value("motDesICMS", "a number", |it| it.parse().ok())?;
    let deducted = group.maybe("indDeduzDeson") == Some("1");
    Ok(Some(Deson { v_icms, mot_des_icms, deducted }))
}

fn credit(group: &Group<'_>) -> Result<SnCredit, InvoiceError> {
    let v_cred_icms_sn = group.money("vCredICMSSN")?;
    Ok(SnCredit { p_cred_sn: group.rate("pCredSN")?, v_cred_icms_sn })
}

fn withheld(group: &Group<'_>) -> Result<Withheld, InvoiceError> {
    let ret = match group.maybe_money("vBCSTRet")? {
        Some(v_bc_st_ret) => Some(StRet {
            v_bc_st_ret,
            p_st: group.rate("pST")?,
            v_icms_substituto: group.maybe_money("vICMSSubstituto")?,
            v_icms_st_ret: group.money("vICMSSTRet")?,
        }),
        None => None,
    };
    let efet = match group.maybe_rate("pRedBCEfet")? {
        Some(p_red_bc_efet) => Some(Efet {
            p_red_bc_efet,
            v_bc_efet: group.money("vBCEfet")?,
            p_icms_efet: group.rate("pICMSEfet")?,
            v_icms_efet: group.money("vICMSEfet")?,
        }),
        None => None,
    };
    let fcp_st_ret = fund(group, ["vBCFCPSTRet", "pFCPSTRet", "vFCPSTRet"])?;
    Ok(Withheld { ret, fcp_st_ret, efet })
}
