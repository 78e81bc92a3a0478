//! The figures that stand in a note, under the tags that the memória de cálculo has for them.

use crate::domain::invoice::{
    Contribution, Det, Fcp, GIbsCbs, IbsCbsGroup, IcmsGroup, IcmsUfDest, IpiTax, Own, St, Total,
    Withheld,
};
use crate::domain::memoria::Value;
use crate::domain::{Money, Rate};

use super::reform::tags::{CBS, MUN, UF};

/// A tag and what stands there.
pub(super) type Field = (&'static str, Value);

fn money(tag: &'static str, value: Money) -> Field {
    (tag, Value::Money(value))
}

fn rate(tag: &'static str, value: Rate) -> Field {
    (tag, Value::Rate(value))
}

fn code(tag: &'static str, value: &str) -> Field {
    (tag, Value::Code(value.to_owned()))
}

/// Those of one item. Parameters of a formula (`pRedBC`, `pMVAST`, `pDif` …) stand inside it.
pub(super) fn of_item(det: &Det) -> Vec<Field> {
    let mut fields = vec![
        ("qCom", Value::Quantity(det.q_com)),
        ("vUnCom", Value::UnitPrice(det.v_un_com)),
        money("vProd", det.v_prod),
        money("vFrete", det.v_frete),
        money("vOutro", det.v_outro),
        money("vDesc", det.v_desc),
        code("CFOP", &det.cfop.to_string()),
        money("vItem", det.v_item()),
    ];
    fields.extend(det.v_tot_trib.map(|it| money("vTotTrib", it)));
    icms(&det.icms.group, &mut fields);
    if let Some(IpiTax::Trib { v_bc, v_ipi, .. }) = det.ipi.as_ref().map(|it| &it.tax) {
        fields.extend([money("IPI/vBC", *v_bc), money("IPI/vIPI", *v_ipi)]);
    }
    fields.extend(det.icms_uf_dest.iter().flat_map(difal));
    let pis = ["PIS/CST", "PIS/vBC", "PIS/pPIS", "PIS/vPIS"];
    fields.extend(det.pis.iter().flat_map(|it| contribution(pis, it)));
    let cofins = ["COFINS/CST", "COFINS/vBC", "COFINS/pCOFINS", "COFINS/vCOFINS"];
    fields.extend(det.cofins.iter().flat_map(|it| contribution(cofins, it)));
    if let Some(tax) = det.is.as_ref().and_then(|it| it.tax.as_ref()) {
        fields.extend([money("IS/vBCIS", tax.v_bc_is), rate("IS/pIS", tax.p_is)]);
        fields.push(money("IS/vIS", tax.v_is));
    }
    match det.ibs_cbs.as_ref().map(|it| &it.group) {
        Some(IbsCbsGroup::Taxed(group)) => ibs_cbs(group, &mut fields),
        Some(IbsCbsGroup::Mono(group)) => fields.extend([
            money("IBSCBS/vIBSMono", group.v_ibs_mono),
            money("IBSCBS/vCBSMono", group.v_cbs_mono),
        ]),
        Some(IbsCbsGroup::Nothing) | None => {}
    }
    fields
}

fn icms(group: &IcmsGroup, fields: &mut Vec<Field>) {
    let tag = if group.code().len() == 2 { "ICMS/CST" } else { "ICMS/CSOSN" };
    fields.push(code(tag, group.code()));
    fields.extend(group.own().into_iter().flat_map(own));
    fields.extend(group.st().into_iter().flat_map(st));
    fields.extend(group.deson().map(|it| money("ICMS/vICMSDeson", it.v_icms)));
    fields.extend(group.withheld().into_iter().flat_map(withheld));
    match group {
        IcmsGroup::Cst51 { deferral, .. } => fields.extend([
            money("ICMS/vICMSOp", deferral.v_icms_op),
            money("ICMS/vICMSDif", deferral.v_icms_dif),
        ]),
        IcmsGroup::Sn101(credit)
        | IcmsGroup::Sn201 { credit, .. }
        | IcmsGroup::Sn900 { credit: Some(credit), .. } => {
            fields.push(money("ICMS/vCredICMSSN", credit.v_cred_icms_sn));
        }
        IcmsGroup::Cst00(_)
        | IcmsGroup::Cst10 { .. }
        | IcmsGroup::Cst20 { .. }
        | IcmsGroup::Cst40 { .. }
        | IcmsGroup::Cst60(_)
        | IcmsGroup::Cst70 { .. }
        | IcmsGroup::Cst90 { .. }
        | IcmsGroup::Sn102(_)
        | IcmsGroup::Sn202 { .. }
        | IcmsGroup::Sn500(_)
        | IcmsGroup::Sn900 { credit: None, .. } => {}
    }
}

fn own(own: &Own) -> Vec<Field> {
    let mut fields = vec![
        money("ICMS/vBC", own.v_bc),
        rate("ICMS/pICMS", own.p_icms),
        money("ICMS/vICMS", own.v_icms),
    ];
    fields.extend(fund(["ICMS/pFCP", "ICMS/vFCP"], own.fcp.as_ref()));
    fields
}

fn fund([p, v]: [&'static str; 2], fcp: Option<&Fcp>) -> Vec<Field> {
    fcp.map(|it| vec![rate(p, it.p_fcp), money(v, it.v_fcp)]).unwrap_or_default()
}

fn st(st: &St) -> Vec<Field> {
    let mut fields = vec![
        money("ICMS/vBCST", st.v_bc_st),
        rate("ICMS/pICMSST", st.p_icms_st),
        money("ICMS/vICMSST", st.v_icms_st),
    ];
    fields.extend(fund(["ICMS/pFCPST", "ICMS/vFCPST"], st.fcp_st.as_ref()));
    fields
}

fn withheld(withheld: &Withheld) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Some(ret) = &withheld.ret {
        fields.push(money("ICMS/vBCSTRet", ret.v_bc_st_ret));
        fields.push(rate("ICMS/pST", ret.p_st));
        fields.extend(ret.v_icms_substituto.map(|it| money("ICMS/vICMSSubstituto", it)));
        fields.push(money("ICMS/vICMSSTRet", ret.v_icms_st_ret));
    }
    fields.extend(fund(["ICMS/pFCPSTRet", "ICMS/vFCPSTRet"], withheld.fcp_st_ret.as_ref()));
    if let Some(efet) = &withheld.efet {
        fields.push(money("ICMS/vBCEfet", efet.v_bc_efet));
        fields.push(rate("ICMS/pICMSEfet", efet.p_icms_efet));
        fields.push(money("ICMS/vICMSEfet", efet.v_icms_efet));
    }
    fields
}

fn difal(group: &IcmsUfDest) -> Vec<Field> {
    let mut fields = vec![
        money("ICMSUFDest/vBCUFDest", group.v_bc_uf_dest),
        rate("ICMSUFDest/pICMSUFDest", group.p_icms_uf_dest),
        rate("ICMSUFDest/pICMSInter", group.p_icms_inter),
        money("ICMSUFDest/vICMSUFDest", group.v_icms_uf_dest),
    ];
    let tags = ["ICMSUFDest/pFCPUFDest", "ICMSUFDest/vFCPUFDest"];
    fields.extend(fund(tags, group.fcp.as_ref()));
    fields
}

fn contribution(tags: [&'static str; 4], group: &Contribution) -> Vec<Field> {
    let [cst_tag, base_tag, rate_tag, value_tag] = tags;
    match group {
        Contribution::Nt { cst } => vec![code(cst_tag, cst)],
        // Nothing but zeros says nothing.
        Contribution::Outr { cst, rate, .. } if rate.is_zero() => vec![code(cst_tag, cst)],
        Contribution::Aliq { cst, v_bc, rate: by, value }
        | Contribution::Outr { cst, v_bc, rate: by, value } => vec![
            code(cst_tag, cst),
            money(base_tag, *v_bc),
            rate(rate_tag, *by),
            money(value_tag, *value),
        ],
    }
}

fn ibs_cbs(group: &GIbsCbs, fields: &mut Vec<Field>) {
    fields.push(money("IBSCBS/vBC", group.v_bc));
    for (tags, levy) in [(&UF, &group.ibs_uf), (&MUN, &group.ibs_mun), (&CBS, &group.cbs)] {
        fields.extend([rate(tags.rate, levy.rate), money(tags.value, levy.value)]);
        fields.extend(levy.dif.iter().map(|it| money(tags.v_dif, it.v_dif)));
        fields.extend(levy.red.iter().map(|it| rate(tags.efet, it.p_aliq_efet)));
    }
    if let Some(it) = &group.regular {
        for (tags, (p, v)) in [(&UF, it.ibs_uf), (&MUN, it.ibs_mun), (&CBS, it.cbs)] {
            fields.extend([rate(tags.reg_rate, p), money(tags.reg_value, v)]);
        }
    }
}

/// Those of the totals.
pub(super) fn of_total(total: &Total) -> Vec<Field> {
    let (v_fcp_uf_dest, v_icms_uf_dest) = total.difal.unwrap_or_default();
    let mut fields = vec![
        money("total/vBC", total.v_bc),
        money("total/vICMS", total.v_icms),
        money("total/vICMSDeson", total.v_icms_deson),
        money("total/vFCPUFDest", v_fcp_uf_dest),
        money("total/vICMSUFDest", v_icms_uf_dest),
        money("total/vFCP", total.v_fcp),
        money("total/vBCST", total.v_bc_st),
        money("total/vST", total.v_st),
        money("total/vFCPST", total.v_fcp_st),
        money("total/vFCPSTRet", total.v_fcp_st_ret),
        money("total/vProd", total.v_prod),
        money("total/vFrete", total.v_frete),
        money("total/vDesc", total.v_desc),
        money("total/vIPI", total.v_ipi),
        money("total/vPIS", total.v_pis),
        money("total/vCOFINS", total.v_cofins),
        money("total/vOutro", total.v_outro),
        money("total/vNF", total.v_nf),
        money("total/vTotTrib", total.v_tot_trib.unwrap_or_default()),
        money("total/vIS", total.v_is.unwrap_or_default()),
    ];
    if let Some(ibs_cbs) = &total.ibs_cbs {
        fields.extend([
            money("total/vBCIBSCBS", ibs_cbs.v_bc),
            money("total/vIBSUF", ibs_cbs.v_ibs_uf),
            money("total/vIBSMun", ibs_cbs.v_ibs_mun),
            money("total/vCBS", ibs_cbs.v_cbs),
            money("total/gIBSUF/vDif", ibs_cbs.v_dif_uf),
            money("total/gIBSMun/vDif", ibs_cbs.v_dif_mun),
            money("total/gCBS/vDif", ibs_cbs.v_dif_cbs),
        ]);
        if let Some(mono) = &ibs_cbs.mono {
            fields.push(money("total/vIBSMono", mono.v_ibs_mono));
            fields.push(money("total/vCBSMono", mono.v_cbs_mono));
        }
    }
    fields
}
