//! Notes and shipments for the tests, written out by hand, so that a test can spoil any byte.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::{AccessKey, LifeId, SellerId, ShipmentId, Timestamp};
use crate::nfe::{Certificate, NAMESPACE, sign};

use super::config::{RegisteredSeller, SimulatorConfig};
use super::core::Simulator;
use super::script::WorldScript;
use super::world::{Simulated, VirtualClock};

pub(super) const SELLER: &str = "A1SIMPLES0001";
pub(super) const CNPJ: &str = "11222333000181";

pub(super) fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

pub(super) fn life(shipment: &str) -> LifeId {
    LifeId {
        seller: SellerId::parse(SELLER).unwrap(),
        shipment: ShipmentId::parse(shipment).unwrap(),
    }
}

pub(super) fn shipment_json(id: &str) -> Vec<u8> {
    let money = |amount: &str| serde_json::json!({"CurrencyCode": "BRL", "Amount": amount});
    serde_json::json!({"payload": {
        "AmazonOrderId": "701-1234567-1234567", "AmazonShipmentId": id,
        "ShipmentItems": [{"SellerSKU": "SKU-001", "QuantityOrdered": 2,
            "ItemPrice": money("99.90"), "ShippingPrice": money("9.90"),
            "PromotionDiscount": money("5")}]
    }})
    .to_string()
    .into_bytes()
}

pub(super) fn settings() -> SimulatorConfig {
    let registered = RegisteredSeller { cnpjs: vec![CNPJ.to_owned()], refresh_token: None };
    let sellers = [(SellerId::parse(SELLER).unwrap(), registered)].into();
    SimulatorConfig { sellers, ..SimulatorConfig::default() }
}

pub(super) fn simulator(config: &SimulatorConfig, world: &str) -> Simulator {
    let shipments: HashMap<ShipmentId, Vec<u8>> =
        ["FBA1", "FBA2"].map(|id| (ShipmentId::parse(id).unwrap(), shipment_json(id))).into();
    Simulator::new(config, &WorldScript::parse(world).unwrap(), Arc::new(shipments))
}

pub(super) fn simulated(world: &str) -> Simulated {
    let simulator = Arc::new(simulator(&settings(), world));
    Simulated::new(simulator, Arc::new(VirtualClock::new(now())))
}

pub(super) struct Note {
    pub(super) key: AccessKey,
    pub(super) xml: Vec<u8>,
}

/// A good note under this number, after `edit` has had its way with `infNFe`. The key is made to
/// fit what the edited text says, unless it says `KEY` no more.
pub(super) fn note(number: u32, shipment: &str, edit: impl Fn(String) -> String) -> Note {
    let text = edit(TEMPLATE.replace("NNF", &number.to_string()).replace("SHIPMENT", shipment));
    let value = |tag: &str| {
        let after = text.split_once(&format!("<{tag}>")).map(|(_, it)| it).unwrap_or_default();
        after.split_once('<').map(|(it, _)| it.to_owned()).unwrap_or_default()
    };
    let dh_emi = value("dhEmi");
    let emit = text.split_once("<emit>").map(|(_, it)| it).unwrap_or_default();
    let cnpj = emit.get(6..20).unwrap_or_default();
    let body = format!(
        "{}{}{}{cnpj}55{:0>3}{:0>9}{}{}",
        value("cUF"),
        dh_emi.get(2..4).unwrap(),
        dh_emi.get(5..7).unwrap(),
        value("serie"),
        value("nNF"),
        value("tpEmis"),
        value("cNF")
    );
    let key = (0..10).find_map(|it| AccessKey::parse(&format!("{body}{it}")).ok()).unwrap();
    let text = text.replace("KEY", key.as_str()).replace("CDV", key.check_digit());
    let certificate = certificate();
    let canonical = format!("<infNFe xmlns=\"{NAMESPACE}\" {text}");
    let id = format!("NFe{key}");
    let signature = sign::signature(&id, canonical.as_bytes(), &certificate).unwrap();
    let xml = format!("<NFe xmlns=\"{NAMESPACE}\"><infNFe {text}{}</NFe>", signature.xml);
    Note { key, xml: xml.into_bytes() }
}

pub(super) fn certificate() -> Certificate {
    let pfx = include_bytes!("../../samples/certificates/simples.pfx");
    Certificate::open(pfx, "1234").unwrap()
}

/// An element of the layout, canonical but for its namespace, with the signature over it, in
/// `parent`.
pub(super) fn sealed(parent: &str, versao: &str, name: &str, id: &str, content: &str) -> Vec<u8> {
    let canonical = format!("<{name} xmlns=\"{NAMESPACE}\" Id=\"{id}\">{content}</{name}>");
    let signature = sign::signature(id, canonical.as_bytes(), &certificate()).unwrap();
    let inner = canonical.replacen(&format!(" xmlns=\"{NAMESPACE}\""), "", 1);
    format!(
        "<{parent} xmlns=\"{NAMESPACE}\" versao=\"{versao}\">{inner}{}</{parent}>",
        signature.xml
    )
    .into_bytes()
}

pub(super) fn nfe_proc(nfe: &[u8], prot_nfe: &[u8]) -> Vec<u8> {
    let open = format!("<nfeProc xmlns=\"{NAMESPACE}\" versao=\"4.00\">");
    [open.as_bytes(), nfe, prot_nfe, b"</nfeProc>"].concat()
}

const TEMPLATE: &str = concat!(
    "Id=\"NFeKEY\" versao=\"4.00\"><ide><cUF>35</cUF><cNF>48120935</cNF>",
    "<natOp>VENDA DE MERCADORIA</natOp><mod>55</mod><serie>1</serie><nNF>NNF</nNF>",
    "<dhEmi>2026-11-20T09:00:00-03:00</dhEmi><tpNF>1</tpNF><idDest>1</idDest>",
    "<cMunFG>3550308</cMunFG><tpImp>1</tpImp><tpEmis>1</tpEmis><cDV>CDV</cDV><tpAmb>1</tpAmb>",
    "<finNFe>1</finNFe><indFinal>1</indFinal><indPres>2</indPres><indIntermed>1</indIntermed>",
    "<procEmi>0</procEmi><verProc>teste</verProc></ide><emit><CNPJ>11222333000181</CNPJ>",
    "<xNome>LOJA TESTE LTDA</xNome><enderEmit><xLgr>AVENIDA UM</xLgr><nro>1000</nro>",
    "<xBairro>CENTRO</xBairro><cMun>3550308</cMun><xMun>SAO PAULO</xMun><UF>SP</UF>",
    "<CEP>05425070</CEP><cPais>1058</cPais><xPais>BRASIL</xPais></enderEmit>",
    "<IE>110042490114</IE><CRT>1</CRT></emit><dest><CPF>12345678909</CPF>",
    "<xNome>MARIA \"D'AVILA\" &amp; CIA</xNome><enderDest><xLgr>RUA DOIS</xLgr><nro>500</nro>",
    "<xBairro>CENTRO</xBairro><cMun>3550308</cMun><xMun>SAO PAULO</xMun><UF>SP</UF>",
    "<CEP>01304000</CEP><cPais>1058</cPais><xPais>BRASIL</xPais></enderDest>",
    "<indIEDest>9</indIEDest></dest><det nItem=\"1\"><prod><cProd>SKU-001</cProd>",
    "<cEAN>SEM GTIN</cEAN><xProd>FONE DE OUVIDO</xProd><NCM>85183000</NCM><CFOP>5102</CFOP>",
    "<uCom>UN</uCom><qCom>2</qCom><vUnCom>49.95</vUnCom><vProd>99.90</vProd>",
    "<cEANTrib>SEM GTIN</cEANTrib><uTrib>UN</uTrib><qTrib>2</qTrib><vUnTrib>49.95</vUnTrib>",
    "<vFrete>9.90</vFrete><vDesc>5.00</vDesc><indTot>1</indTot></prod><imposto><ICMS><ICMSSN102>",
    "<orig>0</orig><CSOSN>102</CSOSN></ICMSSN102></ICMS><PIS><PISOutr><CST>49</CST>",
    "<vBC>0.00</vBC><pPIS>0.0000</pPIS><vPIS>0.00</vPIS></PISOutr></PIS><COFINS><COFINSOutr>",
    "<CST>49</CST><vBC>0.00</vBC><pCOFINS>0.0000</pCOFINS><vCOFINS>0.00</vCOFINS></COFINSOutr>",
    "</COFINS></imposto></det><total><ICMSTot><vBC>0.00</vBC><vICMS>0.00</vICMS>",
    "<vICMSDeson>0.00</vICMSDeson><vFCP>0.00</vFCP><vBCST>0.00</vBCST><vST>0.00</vST>",
    "<vFCPST>0.00</vFCPST><vFCPSTRet>0.00</vFCPSTRet><vProd>99.90</vProd><vFrete>9.90</vFrete>",
    "<vSeg>0.00</vSeg><vDesc>5.00</vDesc><vII>0.00</vII><vIPI>0.00</vIPI>",
    "<vIPIDevol>0.00</vIPIDevol><vPIS>0.00</vPIS><vCOFINS>0.00</vCOFINS><vOutro>0.00</vOutro>",
    "<vNF>104.80</vNF></ICMSTot></total><transp><modFrete>0</modFrete></transp><pag><detPag>",
    "<tPag>17</tPag><vPag>104.80</vPag></detPag></pag><infIntermed><CNPJ>15436940000103</CNPJ>",
    "<idCadIntTran>LOJA TESTE</idCadIntTran></infIntermed><infAdic>",
    "<infCpl>Pedido Amazon 701-1234567-1234567</infCpl><obsCont xCampo=\"AmazonShipmentId\">",
    "<xTexto>SHIPMENT</xTexto></obsCont></infAdic></infNFe>",
);
