//! The schema (215, 225), as far as this program's notes reach: which elements, in which order,
//! with what in them (PL_010f v1.04).

use super::super::xml::{Element, Node};
use super::{Rejection, shape};

const NAMESPACE: &str = "http://www.portalfiscal.inf.br/nfe";

/// `a`, `a?`, `a*`, `a+`, and `a|b` for a choice; in the schema's order.
fn children(group: &str, parent: &str) -> Option<&'static str> {
    let ender = "xLgr nro xCpl? xBairro cMun xMun UF CEP cPais? xPais? fone?";
    Some(match (group, parent) {
        ("NFe", _) => "infNFe Signature",
        ("infNFe", _) => {
            "ide emit dest? retirada? autXML* det+ total transp pag infIntermed? infAdic? infRespTec?"
        }
        ("ide", _) => {
            "cUF cNF natOp mod serie nNF dhEmi dhSaiEnt? tpNF idDest cMunFG tpImp tpEmis cDV tpAmb \
             finNFe indFinal indPres indIntermed? procEmi verProc dhCont? xJust?"
        }
        ("emit", _) => "CNPJ xNome xFant? enderEmit IE? IEST? CRT",
        ("enderEmit", _) => ender,
        ("enderDest", _) => "xLgr nro xCpl? xBairro cMun xMun UF CEP? cPais? xPais? fone?",
        ("dest", _) => "CNPJ|CPF xNome? enderDest? indIEDest IE? email?",
        ("retirada", _) => {
            "CNPJ|CPF xNome? xLgr nro xCpl? xBairro cMun xMun UF CEP? cPais? xPais? fone? email? IE?"
        }
        ("autXML", _) => "CNPJ|CPF",
        ("det", _) => "prod imposto infAdProd? vItem?",
        ("prod", _) => {
            "cProd cEAN xProd NCM CEST? cBenef? CFOP uCom qCom vUnCom vProd cEANTrib uTrib qTrib vUnTrib \
             vFrete? vSeg? vDesc? vOutro? indTot xPed? nItemPed? nFCI?"
        }
        ("imposto", _) => "vTotTrib? ICMS IPI? PIS? COFINS? ICMSUFDest? IS? IBSCBS?",
        (name, _) if name.starts_with("ICMS") && name != "ICMSTot" && name != "ICMSUFDest" => {
            return icms(name);
        }
        ("IPI", _) => "cEnq IPITrib|IPINT",
        ("IPITrib", _) => "CST vBC pIPI vIPI",
        ("IPINT", _) => "CST",
        ("PIS", _) => "PISAliq|PISNT|PISOutr",
        ("COFINS", _) => "COFINSAliq|COFINSNT|COFINSOutr",
        ("PISAliq" | "PISOutr", _) => "CST vBC pPIS vPIS",
        ("COFINSAliq" | "COFINSOutr", _) => "CST vBC pCOFINS vCOFINS",
        ("PISNT" | "COFINSNT", _) => "CST",
        ("ICMSUFDest", _) => {
            "vBCUFDest vBCFCPUFDest? pFCPUFDest? pICMSUFDest pICMSInter pICMSInterPart vFCPUFDest? \
             vICMSUFDest vICMSUFRemet"
        }
        ("total", _) => "ICMSTot ISTot? IBSCBSTot? vNFTot?",
        ("ISTot", _) => "vIS",
        ("ICMSTot", _) => {
            "vBC vICMS vICMSDeson vFCPUFDest? vICMSUFDest? vICMSUFRemet? vFCP vBCST vST vFCPST \
             vFCPSTRet vProd vFrete vSeg vDesc vII vIPI vIPIDevol vPIS vCOFINS vOutro vNF vTotTrib?"
        }
        ("IBSCBSTot", _) => "vBCIBSCBS gIBS? gCBS? gMono?",
        ("gMono", _) => "vIBSMono vCBSMono vIBSMonoReten vCBSMonoReten vIBSMonoRet vCBSMonoRet",
        ("gIBS", _) => "gIBSUF gIBSMun vIBS vCredPres vCredPresCondSus",
        ("gIBSUF", "gIBS") => "vDif vDevTrib vIBSUF",
        ("gIBSMun", "gIBS") => "vDif vDevTrib vIBSMun",
        ("gCBS", "IBSCBSTot") => "vDif vDevTrib vCBS vCredPres vCredPresCondSus",
        ("transp", _) => "modFrete vol*",
        ("vol", _) => "qVol? esp? marca? nVol? pesoL? pesoB?",
        ("pag", _) => "detPag+ vTroco?",
        ("detPag", _) => "indPag? tPag xPag? vPag card?",
        ("card", _) => "tpIntegra CNPJ? tBand? cAut?",
        ("infIntermed", _) => "CNPJ idCadIntTran",
        ("infAdic", _) => "infAdFisco? infCpl? obsCont*",
        ("obsCont", _) => "xTexto",
        ("infRespTec", _) => "CNPJ xContato email fone idCSRT? hashCSRT?",
        _ => return reform(group, parent),
    })
}

/// `IS` and `IBSCBS`, and the groups in them.
fn reform(group: &str, parent: &str) -> Option<&'static str> {
    Some(match (group, parent) {
        ("IS", _) => "CSTIS cClassTribIS vBCIS? pIS? vIS?",
        ("IBSCBS", _) => "CST cClassTrib gIBSCBS|gIBSCBSMono?",
        ("gIBSCBS", _) => "vBC gIBSUF gIBSMun vIBS gCBS gTribRegular?",
        ("gIBSUF", "gIBSCBS") => "pIBSUF gDif? gRed? vIBSUF",
        ("gIBSMun", "gIBSCBS") => "pIBSMun gDif? gRed? vIBSMun",
        ("gCBS", "gIBSCBS") => "pCBS gDif? gRed? vCBS",
        ("gDif", _) => "pDif vDif",
        ("gRed", _) => "pRedAliq pAliqEfet",
        ("gTribRegular", _) => {
            "CSTReg cClassTribReg pAliqEfetRegIBSUF vTribRegIBSUF pAliqEfetRegIBSMun \
             vTribRegIBSMun pAliqEfetRegCBS vTribRegCBS"
        }
        ("gIBSCBSMono", _) => "gIBSMonoAdRem gCBSMonoAdRem vTotIBSMonoItem vTotCBSMonoItem",
        ("gIBSMonoAdRem" | "gCBSMonoAdRem", _) => "gMonoPadrao",
        ("gMonoPadrao", "gIBSMonoAdRem") => "qBCMono adRemIBS vIBSMono",
        ("gMonoPadrao", _) => "qBCMono adRemCBS vCBSMono",
        _ => return None,
    })
}

/// `ICMS` and the groups in it.
fn icms(group: &str) -> Option<&'static str> {
    Some(match group {
        "ICMS" => {
            "ICMS00|ICMS10|ICMS20|ICMS40|ICMS51|ICMS60|ICMS70|ICMS90|ICMSSN101|ICMSSN102|ICMSSN201|\
             ICMSSN202|ICMSSN500|ICMSSN900"
        }
        "ICMS00" => "orig CST modBC vBC pICMS vICMS pFCP? vFCP?",
        "ICMS10" => {
            "orig CST modBC vBC pICMS vICMS vBCFCP? pFCP? vFCP? modBCST pMVAST? pRedBCST? vBCST \
             pICMSST vICMSST vBCFCPST? pFCPST? vFCPST?"
        }
        "ICMS20" => {
            "orig CST modBC pRedBC vBC pICMS vICMS vBCFCP? pFCP? vFCP? vICMSDeson? motDesICMS? \
             indDeduzDeson?"
        }
        "ICMS40" => "orig CST vICMSDeson? motDesICMS? indDeduzDeson?",
        "ICMS51" => {
            "orig CST modBC? pRedBC? vBC? pICMS? vICMSOp? pDif? vICMSDif? vICMS? vBCFCP? pFCP? vFCP?"
        }
        "ICMS60" | "ICMSSN500" => {
            "orig CST|CSOSN vBCSTRet? pST? vICMSSubstituto? vICMSSTRet? vBCFCPSTRet? pFCPSTRet? \
             vFCPSTRet? pRedBCEfet? vBCEfet? pICMSEfet? vICMSEfet?"
        }
        "ICMS70" => {
            "orig CST modBC pRedBC vBC pICMS vICMS vBCFCP? pFCP? vFCP? modBCST pMVAST? pRedBCST? \
             vBCST pICMSST vICMSST vBCFCPST? pFCPST? vFCPST? vICMSDeson? motDesICMS? indDeduzDeson?"
        }
        "ICMS90" => {
            "orig CST modBC? vBC? pRedBC? pICMS? vICMS? vBCFCP? pFCP? vFCP? modBCST? pMVAST? \
             pRedBCST? vBCST? pICMSST? vICMSST? vBCFCPST? pFCPST? vFCPST? vICMSDeson? motDesICMS? \
             indDeduzDeson?"
        }
        "ICMSSN101" => "orig CSOSN pCredSN vCredICMSSN",
        "ICMSSN102" => "orig? CSOSN",
        "ICMSSN201" => {
            "orig CSOSN modBCST pMVAST? pRedBCST? vBCST pICMSST vICMSST vBCFCPST? pFCPST? vFCPST? \
             pCredSN vCredICMSSN"
        }
        "ICMSSN202" => {
            "orig CSOSN modBCST pMVAST? pRedBCST? vBCST pICMSST vICMSST vBCFCPST? pFCPST? vFCPST?"
        }
        "ICMSSN900" => {
            "orig? CSOSN modBC? vBC? pRedBC? pICMS? vICMS? modBCST? pMVAST? pRedBCST? vBCST? \
             pICMSST? vICMSST? vBCFCPST? pFCPST? vFCPST? pCredSN? vCredICMSSN?"
        }
        _ => return None,
    })
}

/// Groups that may be told by attributes.
fn attributes(group: &str) -> &'static [&'static str] {
    match group {
        "infNFe" => &["Id", "versao"],
        "det" => &["nItem"],
        "obsCont" => &["xCampo"],
        _ => &[],
    }
}

/// Judges the form of `NFe`.
pub fn judge(nfe: &Element) -> Result<(), Rejection> {
    let mut worst: Option<Rejection> = None;
    nfe.walk(&mut |it| {
        if worst.is_none() && (it.prefix.is_some() || it.declares_prefix) {
            worst = Some(Rejection::new(404));
        }
    });
    if let Some(rejection) = worst {
        return Err(rejection);
    }
    if nfe.name != "NFe" || nfe.namespace != NAMESPACE {
        return Err(Rejection::new(587));
    }
    let version = nfe.child("infNFe").and_then(|it| it.attribute("versao"));
    if version != Some("4.00") {
        return Err(Rejection::new(239));
    }
    group(nfe, "")
}

fn failed(element: &Element, what: &str) -> Rejection {
    Rejection::at(225, &format!("{}: {what}", element.name))
}

fn group(element: &Element, parent: &str) -> Result<(), Rejection> {
    let Some(spec) = children(&element.name, parent) else {
        return Err(failed(element, "a group that is not known here"));
    };
    if element.namespace != NAMESPACE {
        return Err(Rejection::new(587));
    }
    let expected = attributes(&element.name);
    let found: Vec<_> = element.attributes.iter().map(|(name, _)| name.as_str()).collect();
    if expected.len() != found.len() || !expected.iter().all(|name| found.contains(name)) {
        return Err(failed(element, "its attributes"));
    }
    // 588: nothing between tags but tags.
    if element.content.iter().any(|node| matches!(node, Node::Text(_))) {
        return Err(Rejection::new(588));
    }
    order(element, spec)?;
    for child in element.elements() {
        if child.name == "Signature" {
            continue; // Its shape is judged with its value.
        }
        if children(&child.name, &element.name).is_some() {
            group(child, &element.name)?;
        } else {
            leaf(child, &element.name)?;
        }
    }
    Ok(())
}

fn order(element: &Element, spec: &str) -> Result<(), Rejection> {
    let names: Vec<&str> = element.elements().map(|it| it.name.as_str()).collect();
    let mut rest = names.as_slice();
    for word in spec.split_ascii_whitespace() {
        let name = word.trim_end_matches(['?', '*', '+']);
        let (least, most) = match word.get(name.len()..) {
            Some("?") => (0, 1),
            Some("*") => (0, 990),
            Some("+") => (1, 990),
            _ => (1, 1),
        };
        let is_one = |it: &&&str| name.split('|').any(|choice| choice == **it);
        let count = rest.iter().take_while(is_one).count();
        if count < least || count > most {
            return Err(failed(element, &format!("expected {word}")));
        }
        rest = rest.get(count..).unwrap_or_default();
    }
    match rest.first() {
        None => Ok(()),
        Some(alien) => Err(failed(element, &format!("{alien} has no place there"))),
    }
}

fn leaf(element: &Element, parent: &str) -> Result<(), Rejection> {
    if element.elements().next().is_some() || !element.attributes.is_empty() {
        return Err(failed(element, "expected a value"));
    }
    if element.namespace != NAMESPACE {
        return Err(Rejection::new(587));
    }
    if shape::is_legal(&element.name, parent, &element.text()) {
        Ok(())
    } else {
        // The value stays out: it may be personal.
        Err(failed(element, "the value is not of its type"))
    }
}
