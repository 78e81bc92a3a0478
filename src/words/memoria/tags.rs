//! What each figure is called: the layout's tags, and the steps on the way to them.

use super::Pair;
use crate::words::Lang;

/// Tag, Portuguese, English. What has no slash is of the item itself; what is in Portuguese is a
/// step of ours, which stands in no note.
const TAGS: &[(&str, &str, &str)] = &[
    ("CFOP", "CFOP", "CFOP"),
    ("qCom", "Quantidade", "Quantity"),
    ("ItemPrice", "Preço pago pelo item na Amazon", "Price paid to Amazon for the item"),
    ("vProd", "Valor dos produtos", "Value of the goods"),
    ("vUnCom", "Valor unitário", "Unit price"),
    ("vFrete", "Frete", "Freight"),
    ("vOutro", "Outras despesas (embalagem para presente)", "Other charges (gift wrap)"),
    ("vDesc", "Desconto", "Discount"),
    ("vOper", "Valor da operação", "Value of the operation"),
    ("pago", "Total pago pelo item", "All that was paid for the item"),
    ("valor com IPI", "Valor da operação com o IPI", "Value of the operation with IPI"),
    ("aliquota da desoneracao", "Alíquota do ICMS desonerado", "Rate of the exempted ICMS"),
    ("valor antes da desoneracao", "Valor antes da desoneração", "Amount before the exemption"),
    ("vItem", "Total do item", "Total of the item"),
    ("pTotTrib", "Carga tributária aproximada", "Estimated share of taxes"),
    ("vTotTrib", "Total aproximado dos tributos", "All taxes, estimated"),
    ("ICMS/CST", "Situação tributária do ICMS (CST)", "ICMS situation (CST)"),
    ("ICMS/CSOSN", "Situação do ICMS no Simples (CSOSN)", "ICMS situation in Simples (CSOSN)"),
    ("ICMS/vBC", "Base de cálculo do ICMS", "Base of ICMS"),
    ("ICMS/pRedBC", "Redução da base do ICMS", "Reduction of the base of ICMS"),
    ("ICMS/pICMS", "Alíquota do ICMS", "Rate of ICMS"),
    ("ICMS/vICMS", "Valor do ICMS", "Value of ICMS"),
    ("ICMS/vICMSOp", "ICMS da operação, antes do diferimento", "ICMS before the deferral"),
    ("ICMS/pDif", "Percentual do diferimento", "Part that is put off"),
    ("ICMS/vICMSDif", "ICMS diferido", "ICMS put off"),
    ("ICMS/vICMSDeson", "ICMS desonerado", "Exempted ICMS"),
    ("parte tributada", "Parte tributada", "Taxed part"),
    ("ICMS/vBCFCP", "Base do fundo de combate à pobreza", "Base of the poverty fund"),
    ("ICMS/pFCP", "Alíquota do fundo de combate à pobreza", "Rate of the poverty fund"),
    ("ICMS/vFCP", "Fundo de combate à pobreza", "Poverty fund"),
    ("ICMS/pMVAST", "Margem de valor agregado da ST", "Margin of the substitution"),
    ("ICMS/pRedBCST", "Redução da base da ST", "Reduction of the base of the substitution"),
    ("ICMS/vBCST", "Base de cálculo da ST", "Base of the substitution"),
    ("ICMS/pICMSST", "Alíquota da ST", "Rate of the substitution"),
    ("ICMS-ST total", "ICMS da cadeia, antes da dedução", "Tax of the whole chain"),
    ("pICMS da operacao", "Alíquota da própria operação", "Rate of the operation itself"),
    ("vICMS da operacao", "ICMS da própria operação, a deduzir", "The operation's own ICMS"),
    ("ICMS/vICMSST", "ICMS da substituição tributária", "ICMS of the substitution"),
    ("ICMS/vBCFCPST", "Base do fundo na ST", "Base of the fund in the substitution"),
    ("ICMS/pFCPST", "Alíquota do fundo na ST", "Rate of the fund in the substitution"),
    ("ICMS/vFCPST", "Fundo de combate à pobreza na ST", "Poverty fund in the substitution"),
    ("ICMS/pST", "Alíquota suportada pelo consumidor", "Rate that the consumer bears"),
    ("ICMS/vBCSTRet", "Base da ST retida antes", "Base of what was withheld"),
    ("ICMS/vICMSSubstituto", "ICMS próprio do substituto", "The withholder's own ICMS"),
    ("ICMS/vICMSSTRet", "ICMS-ST retido antes", "ICMS withheld before"),
    ("ICMS/vBCFCPSTRet", "Base do fundo retido antes", "Base of the fund withheld before"),
    ("ICMS/pFCPSTRet", "Alíquota do fundo retido antes", "Rate of the fund withheld before"),
    ("ICMS/vFCPSTRet", "Fundo retido antes", "Fund withheld before"),
    ("ICMS/pRedBCEfet", "Redução da base efetiva", "Reduction of the effective base"),
    ("ICMS/vBCEfet", "Base efetiva", "Effective base"),
    ("ICMS/pICMSEfet", "Alíquota efetiva", "Effective rate"),
    ("ICMS/vICMSEfet", "ICMS efetivo", "Effective ICMS"),
    ("ICMS/pCredSN", "Alíquota do crédito do Simples", "Rate of the Simples credit"),
    ("ICMS/vCredICMSSN", "Crédito de ICMS do Simples", "ICMS credit of Simples"),
    ("ICMSUFDest/vBCUFDest", "Base do DIFAL", "Base of DIFAL"),
    ("ICMSUFDest/pICMSUFDest", "Alíquota interna do destino", "Rate inside the destination"),
    ("ICMSUFDest/pICMSInter", "Alíquota interestadual", "Interstate rate"),
    ("ICMSUFDest/diferencial", "Diferencial de alíquotas", "Gap between the rates"),
    ("ICMSUFDest/vICMSUFDest", "DIFAL da UF de destino", "DIFAL of the destination"),
    ("ICMSUFDest/vBCFCPUFDest", "Base do fundo do destino", "Base of the destination's fund"),
    ("ICMSUFDest/pFCPUFDest", "Alíquota do fundo do destino", "Rate of the destination's fund"),
    ("ICMSUFDest/vFCPUFDest", "Fundo do destino", "Fund of the destination"),
    ("IPI/vBC", "Base de cálculo do IPI", "Base of IPI"),
    ("IPI/pIPI", "Alíquota do IPI", "Rate of IPI"),
    ("IPI/vIPI", "Valor do IPI", "Value of IPI"),
    ("PIS/CST", "Situação tributária do PIS (CST)", "PIS situation (CST)"),
    ("PIS/vBC", "Base de cálculo do PIS", "Base of PIS"),
    ("PIS/pPIS", "Alíquota do PIS", "Rate of PIS"),
    ("PIS/vPIS", "Valor do PIS", "Value of PIS"),
    ("COFINS/CST", "Situação tributária da COFINS (CST)", "COFINS situation (CST)"),
    ("COFINS/vBC", "Base de cálculo da COFINS", "Base of COFINS"),
    ("COFINS/pCOFINS", "Alíquota da COFINS", "Rate of COFINS"),
    ("COFINS/vCOFINS", "Valor da COFINS", "Value of COFINS"),
    ("IS/vBCIS", "Base do Imposto Seletivo", "Base of the selective tax"),
    ("IS/pIS", "Alíquota do Imposto Seletivo", "Rate of the selective tax"),
    ("IS/vIS", "Valor do Imposto Seletivo", "Value of the selective tax"),
    ("IBSCBS/vBC", "Base de cálculo de IBS e CBS", "Base of IBS and CBS"),
    ("IBSCBS/pIBSUF", "Alíquota do IBS da UF", "Rate of the state's IBS"),
    ("IBSCBS/vIBSUF", "IBS da UF", "The state's IBS"),
    ("IBSCBS/pIBSMun", "Alíquota do IBS do município", "Rate of the municipality's IBS"),
    ("IBSCBS/vIBSMun", "IBS do município", "The municipality's IBS"),
    ("IBSCBS/pCBS", "Alíquota da CBS", "Rate of CBS"),
    ("IBSCBS/vCBS", "Valor da CBS", "Value of CBS"),
    ("IBSCBS/vIBSMono", "IBS monofásico", "IBS in one phase"),
    ("IBSCBS/vCBSMono", "CBS monofásica", "CBS in one phase"),
    ("IBSCBS/gIBSUF/pRedAliq", "Redução da alíquota do IBS da UF", "Reduction of the state's IBS"),
    (
        "IBSCBS/gIBSUF/pAliqEfet",
        "Alíquota efetiva do IBS da UF",
        "Effective rate of the state's IBS",
    ),
    (
        "IBSCBS/gIBSUF/vTrib",
        "Valor do IBS da UF, antes do diferimento",
        "Value of the state's IBS before the deferral",
    ),
    (
        "IBSCBS/gIBSUF/pDif",
        "Percentual do diferimento do IBS da UF",
        "Part of the state's IBS that is put off",
    ),
    (
        "IBSCBS/gIBSUF/vDif",
        "Valor diferido do IBS da UF",
        "Value of the state's IBS that is put off",
    ),
    (
        "total/gIBSUF/vDif",
        "Valor diferido do IBS da UF",
        "Value of the state's IBS that is put off",
    ),
    (
        "IBSCBS/gIBSMun/pRedAliq",
        "Redução da alíquota do IBS do município",
        "Reduction of the municipality's IBS",
    ),
    (
        "IBSCBS/gIBSMun/pAliqEfet",
        "Alíquota efetiva do IBS do município",
        "Effective rate of the municipality's IBS",
    ),
    (
        "IBSCBS/gIBSMun/vTrib",
        "Valor do IBS do município, antes do diferimento",
        "Value of the municipality's IBS before the deferral",
    ),
    (
        "IBSCBS/gIBSMun/pDif",
        "Percentual do diferimento do IBS do município",
        "Part of the municipality's IBS that is put off",
    ),
    (
        "IBSCBS/gIBSMun/vDif",
        "Valor diferido do IBS do município",
        "Value of the municipality's IBS that is put off",
    ),
    (
        "total/gIBSMun/vDif",
        "Valor diferido do IBS do município",
        "Value of the municipality's IBS that is put off",
    ),
    ("IBSCBS/gCBS/pRedAliq", "Redução da alíquota da CBS", "Reduction of CBS"),
    ("IBSCBS/gCBS/pAliqEfet", "Alíquota efetiva da CBS", "Effective rate of CBS"),
    ("IBSCBS/gCBS/vTrib", "Valor da CBS, antes do diferimento", "Value of CBS before the deferral"),
    ("IBSCBS/gCBS/pDif", "Percentual do diferimento da CBS", "Part of CBS that is put off"),
    ("IBSCBS/gCBS/vDif", "Valor diferido da CBS", "Value of CBS that is put off"),
    ("total/gCBS/vDif", "Valor diferido da CBS", "Value of CBS that is put off"),
    (
        "IBSCBS/pAliqEfetRegIBSUF",
        "Alíquota regular do IBS da UF",
        "Regular rate of the state's IBS",
    ),
    ("IBSCBS/vTribRegIBSUF", "Valor regular do IBS da UF", "Regular value of the state's IBS"),
    (
        "IBSCBS/pAliqEfetRegIBSMun",
        "Alíquota regular do IBS do município",
        "Regular rate of the municipality's IBS",
    ),
    (
        "IBSCBS/vTribRegIBSMun",
        "Valor regular do IBS do município",
        "Regular value of the municipality's IBS",
    ),
    ("IBSCBS/pAliqEfetRegCBS", "Alíquota regular da CBS", "Regular rate of CBS"),
    ("IBSCBS/vTribRegCBS", "Valor regular da CBS", "Regular value of CBS"),
    ("IBSCBS/cClassTrib", "Classificação tributária", "Class"),
    (
        "IBSCBS/cClassTribReg",
        "Classificação se a condição não se cumprir",
        "Class if the condition is not kept",
    ),
    ("IBSCBS/CST", "Situação de IBS e CBS", "IBS and CBS situation"),
    ("IBSCBS/qBCMono", "Quantidade tributada em uma fase", "Quantity taxed in one phase"),
    ("IBSCBS/adRemIBS", "IBS por unidade", "IBS for each unit"),
    ("IBSCBS/adRemCBS", "CBS por unidade", "CBS for each unit"),
    ("IS/cClassTribIS", "Classificação do Imposto Seletivo", "Class of the selective tax"),
    ("total/vIBSMono", "IBS monofásico", "IBS in one phase"),
    ("total/vCBSMono", "CBS monofásica", "CBS in one phase"),
    ("IPI no frete", "IPI dentro do frete", "IPI inside the freight"),
    ("IPI em outras despesas", "IPI dentro das outras despesas", "IPI inside other charges"),
    ("IPI no desconto", "IPI dentro do desconto", "IPI inside the discount"),
    ("aliquota sem reducao", "Alíquota sem a redução", "Rate without the reduction"),
    ("reducao da aliquota", "Redução da alíquota", "Reduction of the rate"),
    ("total/vBC", "Base de cálculo do ICMS", "Base of ICMS"),
    ("total/vICMS", "ICMS", "ICMS"),
    ("total/vICMSDeson", "ICMS desonerado", "Exempted ICMS"),
    ("total/vFCPUFDest", "Fundo da UF de destino", "Fund of the destination"),
    ("total/vICMSUFDest", "DIFAL da UF de destino", "DIFAL of the destination"),
    ("total/vFCP", "Fundo de combate à pobreza", "Poverty fund"),
    ("total/vBCST", "Base de cálculo da ST", "Base of the substitution"),
    ("total/vST", "ICMS da substituição tributária", "ICMS of the substitution"),
    ("total/vFCPST", "Fundo na ST", "Fund in the substitution"),
    ("total/vFCPSTRet", "Fundo retido antes por ST", "Fund withheld before"),
    ("total/vProd", "Produtos", "Goods"),
    ("total/vFrete", "Frete", "Freight"),
    ("total/vDesc", "Desconto", "Discount"),
    ("total/vIPI", "IPI", "IPI"),
    ("total/vPIS", "PIS", "PIS"),
    ("total/vCOFINS", "COFINS", "COFINS"),
    ("total/vOutro", "Outras despesas", "Other charges"),
    ("total/vTotTrib", "Total aproximado dos tributos", "All taxes, estimated"),
    ("total/vIS", "Imposto Seletivo", "Selective tax"),
    ("total/vBCIBSCBS", "Base de cálculo de IBS e CBS", "Base of IBS and CBS"),
    ("total/vIBSUF", "IBS da UF", "The states' IBS"),
    ("total/vIBSMun", "IBS do município", "The municipalities' IBS"),
    ("total/vCBS", "CBS", "CBS"),
    ("total/vNF", "Valor total da nota", "Total of the note"),
];

/// The name of a figure; `None` for a tag that nobody named.
pub fn tag(tag: &str, lang: Lang) -> Option<&'static str> {
    let (_, pt, en) = TAGS.iter().find(|(it, _, _)| *it == tag)?;
    Some(Pair { pt, en }.read(lang))
}

/// What the part before the slash is called: headings.
const GROUPS: &[(&str, &str, &str)] = &[
    ("", "Valores do item", "The item's amounts"),
    ("ICMS", "ICMS", "ICMS"),
    ("ICMSUFDest", "DIFAL (ICMS da UF de destino)", "DIFAL (ICMS of the destination)"),
    ("IPI", "IPI", "IPI"),
    ("PIS", "PIS", "PIS"),
    ("COFINS", "COFINS", "COFINS"),
    ("IS", "Imposto Seletivo", "Selective tax"),
    ("IBSCBS", "IBS e CBS", "IBS and CBS"),
    ("total", "Totais da nota", "Totals of the note"),
];

/// The part before the slash: to whom a figure belongs. Steps belong to the tax that they are
/// taken for.
pub fn group_of(tag: &str) -> &str {
    match tag {
        "aliquota da desoneracao" | "ICMS-ST total" | "pICMS da operacao" | "vICMS da operacao" => {
            "ICMS"
        }
        _ => tag.split_once('/').map_or("", |(group, _)| group),
    }
}

/// The heading of a group; its own name where nobody named it.
pub fn group(group: &str, lang: Lang) -> &str {
    let found = GROUPS.iter().find(|(it, _, _)| *it == group);
    found.map_or(group, |(_, pt, en)| Pair { pt, en }.read(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_tag_is_named_once_and_stands_in_a_named_group() {
        let tags: BTreeSet<&str> = TAGS.iter().map(|(tag, _, _)| *tag).collect();
        assert_eq!(tags.len(), TAGS.len());
        for (tag, pt, en) in TAGS {
            assert!(!pt.is_empty() && !en.is_empty(), "{tag}");
            let of = group_of(tag);
            assert!(GROUPS.iter().any(|(group, _, _)| *group == of), "{tag}: {of}");
        }
        assert_eq!(tag("no/such", Lang::PtBr), None);
        assert_eq!(group("XYZ", Lang::PtBr), "XYZ");
    }
}
