//! Each group as text: what `grep` finds is what SEFAZ reads.

use super::*;
use crate::domain::codes::{CClassTrib, CMun, Cep, Cest, Cfop, Crt, Gtin, Ie, Ncm, Orig, TpAmb};
use crate::domain::invoice::*;
use crate::domain::local::{Csrt, Local};
use crate::domain::{
    Cnpj, Cpf, Emission, Money, Quantity, Rate, Svc, TaxId, Timestamp, Uf, UnitPrice,
};

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

fn ender(uf: Uf, c_mun: &str, x_mun: &str) -> Ender {
    Ender {
        x_lgr: "RUA \"A\" & 'B'".into(),
        nro: "S/N".into(),
        x_cpl: None,
        x_bairro: "CENTRO".into(),
        c_mun: CMun::parse(c_mun).unwrap(),
        x_mun: x_mun.into(),
        uf,
        cep: Cep::parse("05425070").unwrap(),
        fone: Some("1130000000".into()),
    }
}

fn levy(rate: Rate, value: &str) -> Levy {
    Levy { rate, dif: None, red: None, value: money(value) }
}

fn det() -> Det {
    let (v_prod, q_com) = (money("100"), Quantity::whole(3).unwrap());
    let aliq = |rate: Rate, value| {
        let v_bc = money("94.93");
        Contribution::Aliq { cst: "01", v_bc, rate, value: money(value) }
    };
    Det {
        c_prod: "SKU-2".into(),
        c_ean: Some(Gtin::parse("7891000315507").unwrap()),
        x_prod: "CABO <USB-C>".into(),
        ncm: Ncm::parse("85444200").unwrap(),
        cest: Some(Cest::parse("2106300").unwrap()),
        c_benef: None,
        cfop: Cfop::parse("6108").unwrap(),
        u_com: "UN".into(),
        q_com,
        v_un_com: UnitPrice::of(v_prod, q_com),
        v_prod,
        v_frete: money("2.89"),
        v_desc: Money::ZERO,
        v_outro: money("4.99"),
        n_fci: None,
        v_tot_trib: None,
        icms: Icms {
            orig: Orig::parse("0").unwrap(),
            group: IcmsGroup::Cst00(Own {
                v_bc: money("107.88"),
                p_icms: rate("12"),
                v_icms: money("12.95"),
                fcp: None,
            }),
        },
        ipi: None,
        icms_uf_dest: Some(IcmsUfDest {
            v_bc_uf_dest: money("107.88"),
            fcp: Some(Fcp { v_bc: money("107.88"), p_fcp: rate("2"), v_fcp: money("2.16") }),
            p_icms_uf_dest: rate("20"),
            p_icms_inter: rate("12"),
            v_icms_uf_dest: money("8.63"),
        }),
        pis: Some(aliq(rate("1.65"), "1.57")),
        cofins: Some(aliq(rate("7.6"), "7.21")),
        is: None,
        ibs_cbs: Some(IbsCbs {
            c_class_trib: CClassTrib::parse("000001").unwrap(),
            group: IbsCbsGroup::Taxed(Box::new(GIbsCbs {
                v_bc: money("75.36"),
                ibs_uf: levy(rate("0.1"), "0.08"),
                ibs_mun: levy(Rate::ZERO, "0.00"),
                cbs: levy(rate("0.9"), "0.68"),
                regular: None,
            })),
        }),
        inf_ad_prod: Some("ASIN B000".into()),
    }
}

fn invoice() -> Invoice {
    let det = vec![det()];
    let card = Card {
        cnpj: Some(Cnpj::parse("15436940000103").unwrap()),
        t_band: Some("02"),
        c_aut: Some("A1B2C3".into()),
    };
    Invoice {
        tp_amb: TpAmb::Producao,
        nat_op: "VENDA DE MERCADORIA".into(),
        id_dest: 2,
        ind_final: true,
        emission: Emission::Normal,
        emit: Emit {
            cnpj: Cnpj::parse("11222333000181").unwrap(),
            x_nome: "LOJA TESTE LTDA".into(),
            x_fant: None,
            ender: ender(Uf::Sp, "3550308", "SAO PAULO"),
            ie: Ie::parse("110042490114").unwrap(),
            crt: Crt::Normal,
        },
        dest: Dest {
            id: TaxId::Cpf(Cpf::parse("98765432100").unwrap()),
            x_nome: "FULANO DE TAL".into(),
            ender: ender(Uf::Rj, "3304557", "RIO DE JANEIRO"),
            ie: None,
        },
        retirada: None,
        aut_xml: Vec::new(),
        total: Total::of(&det),
        det,
        mod_frete: 0,
        det_pag: vec![
            DetPag { t_pag: "03", x_pag: None, v_pag: money("100"), card: Some(card) },
            DetPag { t_pag: "99", x_pag: Some("Saldo".into()), v_pag: money("7.88"), card: None },
        ],
        inf_intermed: InfIntermed {
            cnpj: Cnpj::parse("15436940000103").unwrap(),
            id_cad_int_tran: "LOJA TESTE".into(),
        },
        inf_cpl: "Pedido 701".into(),
        obs_cont: vec![("Pedido \"A\"".into(), "701 > 700".into())],
        inf_resp_tec: None,
    }
}

fn written(invoice: &Invoice) -> String {
    let at: Timestamp = "2026-12-01T02:30:15Z".parse().unwrap();
    let dh_emi = LocalTime::new(at, -3);
    let numbering = Numbering { serie: 1, n_nf: 2, c_nf: 3_019_264, dh_emi };
    String::from_utf8(write(invoice, &numbering).xml).unwrap()
}

/// The group's text is there, between these neighbours.
fn holds(text: &str, group: &str) {
    assert!(text.contains(group), "expected {group}\nin {text}");
}

#[test]
fn ide_and_the_key_agree() {
    let text = written(&invoice());
    // November at the emitter's, though December at Greenwich.
    let key = "35261111222333000181550010000000021030192644";
    holds(
        &text,
        &format!(
            "<infNFe xmlns=\"http://www.portalfiscal.inf.br/nfe\" Id=\"NFe{key}\" versao=\"4.00\">\
             <ide><cUF>35</cUF><cNF>03019264</cNF><natOp>VENDA DE MERCADORIA</natOp><mod>55</mod>\
             <serie>1</serie><nNF>2</nNF><dhEmi>2026-11-30T23:30:15-03:00</dhEmi><tpNF>1</tpNF>\
             <idDest>2</idDest><cMunFG>3550308</cMunFG><tpImp>1</tpImp><tpEmis>1</tpEmis>\
             <cDV>4</cDV><tpAmb>1</tpAmb><finNFe>1</finNFe><indFinal>1</indFinal>\
             <indPres>2</indPres><indIntermed>1</indIntermed><procEmi>0</procEmi><verProc>fba-nfe "
        ),
    );
    assert!(text.ends_with("</infAdic></infNFe>"), "{text}");
}

#[test]
fn a_contingency_is_told_in_the_key_and_at_the_end_of_ide() {
    let mut invoice = invoice();
    let since = "2026-12-01T02:05:00Z".parse().unwrap();
    let why = "SEFAZ/SP fora do ar & sem data".to_owned();
    for (svc, tp_emis, c_dv) in [(Svc::An, 6, 5), (Svc::Rs, 7, 3)] {
        invoice.emission = Emission::Contingency { svc, since, why: why.clone() };
        let text = written(&invoice);
        let key = format!("3526111122233300018155001000000002{tp_emis}03019264{c_dv}");
        holds(&text, &format!("Id=\"NFe{key}\""));
        holds(&text, &format!("<tpEmis>{tp_emis}</tpEmis><cDV>{c_dv}</cDV>"));
        // By the wall clock that dhEmi is told by.
        holds(
            &text,
            "</verProc><dhCont>2026-11-30T23:05:00-03:00</dhCont>\
             <xJust>SEFAZ/SP fora do ar &amp; sem data</xJust></ide><emit>",
        );
    }
}

#[test]
fn emit_and_dest() {
    let mut invoice = invoice();
    holds(
        &written(&invoice),
        "</ide><emit><CNPJ>11222333000181</CNPJ><xNome>LOJA TESTE LTDA</xNome><enderEmit>\
         <xLgr>RUA \"A\" &amp; 'B'</xLgr><nro>S/N</nro><xBairro>CENTRO</xBairro>\
         <cMun>3550308</cMun><xMun>SAO PAULO</xMun><UF>SP</UF><CEP>05425070</CEP>\
         <cPais>1058</cPais><xPais>BRASIL</xPais><fone>1130000000</fone></enderEmit>\
         <IE>110042490114</IE><CRT>3</CRT></emit>\
         <dest><CPF>98765432100</CPF><xNome>FULANO DE TAL</xNome><enderDest>",
    );
    holds(&written(&invoice), "</enderDest><indIEDest>9</indIEDest></dest><det nItem=\"1\">");
    invoice.dest.id = TaxId::Cnpj(Cnpj::parse("12ABC34501DE35").unwrap());
    invoice.dest.ie = Some(Ie::parse("1234567890").unwrap());
    invoice.emit.x_fant = Some("LOJA".into());
    holds(&written(&invoice), "</xNome><xFant>LOJA</xFant><enderEmit>");
    holds(&written(&invoice), "<dest><CNPJ>12ABC34501DE35</CNPJ>");
    holds(&written(&invoice), "<indIEDest>1</indIEDest><IE>1234567890</IE></dest>");
}

#[test]
fn retirada_and_aut_xml() {
    let mut invoice = invoice();
    invoice.retirada = Some(Local {
        id: TaxId::Cnpj(Cnpj::parse("12ABC34501DE35").unwrap()),
        x_nome: Some("ARMAZEM".into()),
        ender: ender(Uf::Sp, "3509205", "CAJAMAR"),
        ie: Some(Ie::parse("110042490114").unwrap()),
    });
    invoice.aut_xml = vec![
        TaxId::Cnpj(Cnpj::parse("13937073000156").unwrap()),
        TaxId::Cpf(Cpf::parse("98765432100").unwrap()),
    ];
    let text = written(&invoice);
    holds(&text, "</dest><retirada><CNPJ>12ABC34501DE35</CNPJ><xNome>ARMAZEM</xNome><xLgr>");
    holds(
        &text,
        "<IE>110042490114</IE></retirada><autXML><CNPJ>13937073000156</CNPJ></autXML>\
         <autXML><CPF>98765432100</CPF></autXML><det nItem=\"1\">",
    );
}

#[test]
fn det_and_its_taxes() {
    let mut invoice = invoice();
    holds(
        &written(&invoice),
        "<det nItem=\"1\"><prod><cProd>SKU-2</cProd><cEAN>7891000315507</cEAN>\
         <xProd>CABO &lt;USB-C&gt;</xProd><NCM>85444200</NCM><CEST>2106300</CEST>\
         <CFOP>6108</CFOP><uCom>UN</uCom><qCom>3</qCom><vUnCom>33.3333333333</vUnCom>\
         <vProd>100.00</vProd><cEANTrib>7891000315507</cEANTrib><uTrib>UN</uTrib>\
         <qTrib>3</qTrib><vUnTrib>33.3333333333</vUnTrib><vFrete>2.89</vFrete>\
         <vOutro>4.99</vOutro><indTot>1</indTot></prod><imposto><ICMS><ICMS00><orig>0</orig>\
         <CST>00</CST><modBC>3</modBC><vBC>107.88</vBC><pICMS>12.0000</pICMS>\
         <vICMS>12.95</vICMS></ICMS00></ICMS><PIS><PISAliq><CST>01</CST><vBC>94.93</vBC>\
         <pPIS>1.6500</pPIS><vPIS>1.57</vPIS></PISAliq></PIS><COFINS><COFINSAliq><CST>01</CST>\
         <vBC>94.93</vBC><pCOFINS>7.6000</pCOFINS><vCOFINS>7.21</vCOFINS></COFINSAliq></COFINS>\
         <ICMSUFDest><vBCUFDest>107.88</vBCUFDest><vBCFCPUFDest>107.88</vBCFCPUFDest>\
         <pFCPUFDest>2.0000</pFCPUFDest><pICMSUFDest>20.0000</pICMSUFDest>\
         <pICMSInter>12.00</pICMSInter><pICMSInterPart>100.0000</pICMSInterPart>\
         <vFCPUFDest>2.16</vFCPUFDest><vICMSUFDest>8.63</vICMSUFDest>\
         <vICMSUFRemet>0.00</vICMSUFRemet></ICMSUFDest><IBSCBS><CST>000</CST>\
         <cClassTrib>000001</cClassTrib><gIBSCBS><vBC>75.36</vBC><gIBSUF><pIBSUF>0.1000</pIBSUF>\
         <vIBSUF>0.08</vIBSUF></gIBSUF><gIBSMun><pIBSMun>0.0000</pIBSMun><vIBSMun>0.00</vIBSMun>\
         </gIBSMun><vIBS>0.08</vIBS><gCBS><pCBS>0.9000</pCBS><vCBS>0.68</vCBS></gCBS></gIBSCBS>\
         </IBSCBS></imposto><infAdProd>ASIN B000</infAdProd><vItem>107.88</vItem></det>",
    );
    let none = || Contribution::Outr {
        cst: "49",
        v_bc: Money::ZERO,
        rate: Rate::ZERO,
        value: Money::ZERO,
    };
    let orig = Orig::parse("5").unwrap();
    let [item] = invoice.det.as_mut_slice() else { panic!("one item") };
    item.icms = Icms { orig, group: IcmsGroup::Sn102(Csosn::C102) };
    (item.pis, item.cofins) = (Some(none()), Some(Contribution::Nt { cst: "06" }));
    (item.c_ean, item.icms_uf_dest, item.ibs_cbs) = (None, None, None);
    invoice.total = Total::of(&invoice.det);
    let text = written(&invoice);
    holds(
        &text,
        "<imposto><ICMS><ICMSSN102><orig>5</orig><CSOSN>102</CSOSN></ICMSSN102></ICMS><PIS>\
         <PISOutr><CST>49</CST><vBC>0.00</vBC><pPIS>0.0000</pPIS><vPIS>0.00</vPIS></PISOutr></PIS>\
         <COFINS><COFINSNT><CST>06</CST></COFINSNT></COFINS></imposto>\
         <infAdProd>ASIN B000</infAdProd></det>",
    );
    assert_eq!(text.matches("SEM GTIN").count(), 2);
    for absent in ["vItem", "vNFTot", "IBSCBS", "UFDest", "vICMSUFRemet"] {
        assert!(!text.contains(absent), "{absent}");
    }
}

#[test]
fn total() {
    holds(
        &written(&invoice()),
        "<total><ICMSTot><vBC>107.88</vBC><vICMS>12.95</vICMS><vICMSDeson>0.00</vICMSDeson>\
         <vFCPUFDest>2.16</vFCPUFDest><vICMSUFDest>8.63</vICMSUFDest>\
         <vICMSUFRemet>0.00</vICMSUFRemet><vFCP>0.00</vFCP><vBCST>0.00</vBCST><vST>0.00</vST>\
         <vFCPST>0.00</vFCPST><vFCPSTRet>0.00</vFCPSTRet><vProd>100.00</vProd>\
         <vFrete>2.89</vFrete><vSeg>0.00</vSeg><vDesc>0.00</vDesc><vII>0.00</vII>\
         <vIPI>0.00</vIPI><vIPIDevol>0.00</vIPIDevol><vPIS>1.57</vPIS><vCOFINS>7.21</vCOFINS>\
         <vOutro>4.99</vOutro><vNF>107.88</vNF></ICMSTot><IBSCBSTot><vBCIBSCBS>75.36</vBCIBSCBS>\
         <gIBS><gIBSUF><vDif>0.00</vDif><vDevTrib>0.00</vDevTrib><vIBSUF>0.08</vIBSUF></gIBSUF>\
         <gIBSMun><vDif>0.00</vDif><vDevTrib>0.00</vDevTrib><vIBSMun>0.00</vIBSMun></gIBSMun>\
         <vIBS>0.08</vIBS><vCredPres>0.00</vCredPres><vCredPresCondSus>0.00</vCredPresCondSus>\
         </gIBS><gCBS><vDif>0.00</vDif><vDevTrib>0.00</vDevTrib><vCBS>0.68</vCBS>\
         <vCredPres>0.00</vCredPres><vCredPresCondSus>0.00</vCredPresCondSus></gCBS></IBSCBSTot>\
         <vNFTot>107.88</vNFTot></total>",
    );
}

#[test]
fn transp_to_inf_resp_tec() {
    let mut invoice = invoice();
    holds(
        &written(&invoice),
        "</total><transp><modFrete>0</modFrete></transp><pag><detPag><tPag>03</tPag>\
         <vPag>100.00</vPag><card><tpIntegra>1</tpIntegra><CNPJ>15436940000103</CNPJ>\
         <tBand>02</tBand><cAut>A1B2C3</cAut></card></detPag><detPag><tPag>99</tPag>\
         <xPag>Saldo</xPag><vPag>7.88</vPag></detPag></pag><infIntermed>\
         <CNPJ>15436940000103</CNPJ><idCadIntTran>LOJA TESTE</idCadIntTran></infIntermed>\
         <infAdic><infCpl>Pedido 701</infCpl><obsCont xCampo=\"Pedido &quot;A&quot;\">\
         <xTexto>701 &gt; 700</xTexto></obsCont></infAdic></infNFe>",
    );
    // Without cAut it is not integrated.
    if let Some(card) = invoice.det_pag.first_mut().and_then(|it| it.card.as_mut()) {
        card.c_aut = None;
    }
    (invoice.inf_cpl, invoice.obs_cont) = (String::new(), Vec::new());
    invoice.inf_resp_tec = Some(InfRespTec {
        cnpj: Cnpj::parse("11222333000181").unwrap(),
        x_contato: "SUPORTE".into(),
        email: "suporte@exemplo.com.br".into(),
        fone: "1130000000".into(),
        csrt: None,
    });
    let secret = Csrt::new("07", "G8063VRTNDMO886SFNK5LDUDEI24XJ22YIPO").unwrap();
    let mut hashed = invoice.clone();
    hashed.inf_resp_tec.as_mut().unwrap().csrt = Some(secret);
    holds(&written(&hashed), "<fone>1130000000</fone><idCSRT>07</idCSRT><hashCSRT>");
    let text = written(&invoice);
    holds(&text, "<card><tpIntegra>2</tpIntegra><CNPJ>15436940000103</CNPJ>");
    holds(
        &text,
        "</infIntermed><infRespTec><CNPJ>11222333000181</CNPJ><xContato>SUPORTE</xContato>\
         <email>suporte@exemplo.com.br</email><fone>1130000000</fone></infRespTec></infNFe>",
    );
}
