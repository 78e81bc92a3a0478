//! The envelopes that go out and the answers that come back (MOC 7.0, SOAP 1.2 without header).

use super::endpoints::Service;
use super::xml::Element;
use crate::adapters::http::bounded;
use crate::domain::codes::TpAmb;
use crate::domain::{AccessKey, Uf};
use crate::ports::{Protocol, SefazAnswer};

/// The layout's namespace.
pub(super) const NFE: &str = "http://www.portalfiscal.inf.br/nfe";
const WSDL: &str = "http://www.portalfiscal.inf.br/nfe/wsdl/";
const SOAP: &str = "http://www.w3.org/2003/05/soap-envelope";
/// `xMotivo` has at most 255 characters; some SEFAZ write more.
const MOTIVO_MAX: usize = 500;

/// `Content-Type` of a request: SOAP 1.2 carries the action there.
pub(super) fn content_type(service: Service) -> String {
    let (wsdl, method) = (service.wsdl(), service.method());
    format!("application/soap+xml; charset=utf-8; action=\"{WSDL}{wsdl}/{method}\"")
}

/// `enviNFe`: one note, synchronous; the note's bytes stand in it as they were signed. `None` for
/// bytes that do not begin with the element itself (a declaration, a byte order mark).
pub(super) fn authorize(key: &AccessKey, nfe: &[u8]) -> Option<Vec<u8>> {
    if !nfe.starts_with(b"<NFe ") {
        return None;
    }
    let lot = id_lote(key);
    // NT 2025.001: a lot of one note must be synchronous (452).
    let open = format!(
        "<enviNFe xmlns=\"{NFE}\" versao=\"4.00\"><idLote>{lot}</idLote><indSinc>1</indSinc>"
    );
    Some(envelope(Service::Autorizacao, &[open.as_bytes(), nfe, b"</enviNFe>"]))
}

/// `consSitNFe`.
pub(super) fn consult(tp_amb: TpAmb, key: &AccessKey) -> Vec<u8> {
    let tp_amb = tp_amb.code();
    let body = format!(
        "<consSitNFe xmlns=\"{NFE}\" versao=\"4.00\"><tpAmb>{tp_amb}</tpAmb>\
         <xServ>CONSULTAR</xServ><chNFe>{key}</chNFe></consSitNFe>"
    );
    envelope(Service::ConsultaProtocolo, &[body.as_bytes()])
}

/// `consStatServ`.
pub(super) fn status(tp_amb: TpAmb, uf: Uf) -> Vec<u8> {
    let (tp_amb, uf) = (tp_amb.code(), uf.code());
    let body = format!(
        "<consStatServ xmlns=\"{NFE}\" versao=\"4.00\"><tpAmb>{tp_amb}</tpAmb>\
         <cUF>{uf}</cUF><xServ>STATUS</xServ></consStatServ>"
    );
    envelope(Service::StatusServico, &[body.as_bytes()])
}

fn envelope(service: Service, parts: &[&[u8]]) -> Vec<u8> {
    let open = format!(
        "<soap12:Envelope xmlns:soap12=\"{SOAP}\"><soap12:Body>\
         <nfeDadosMsg xmlns=\"{WSDL}{}\">",
        service.wsdl()
    );
    let mut out = open.into_bytes();
    for part in parts {
        out.extend_from_slice(part);
    }
    out.extend_from_slice(b"</nfeDadosMsg></soap12:Body></soap12:Envelope>");
    out
}

/// `idLote`, 1 to 15 digits: serie, nNF and the key's last three. Derived, so that a repeated
/// request is the same to the last byte.
fn id_lote(key: &AccessKey) -> String {
    let digits = |range| key.as_str().get(range).unwrap_or_default();
    format!("{}{}", digits(22..34), digits(41..44))
}

/// Reads `retEnviNFe`: of the note when its protocol is there (104), else of the lot.
pub(super) fn read_authorize(body: &[u8], key: &AccessKey) -> Result<SefazAnswer, String> {
    let root = read(body)?;
    let ret = ret(&root, "retEnviNFe")?;
    let (c_stat, x_motivo) = said(ret, "retEnviNFe")?;
    Ok(match protocol(ret, key, body)? {
        Some(protocol) => SefazAnswer {
            c_stat: protocol.c_stat,
            x_motivo: protocol.x_motivo.clone(),
            protocol: Some(protocol),
        },
        None => SefazAnswer { c_stat, x_motivo, protocol: None },
    })
}

/// Reads `retConsSitNFe`. Its own `cStat` says how the note stands now (101 for one that was
/// cancelled, while its protocol still says 100).
pub(super) fn read_consult(body: &[u8], key: &AccessKey) -> Result<SefazAnswer, String> {
    let root = read(body)?;
    let ret = ret(&root, "retConsSitNFe")?;
    let (c_stat, x_motivo) = said(ret, "retConsSitNFe")?;
    Ok(SefazAnswer { c_stat, x_motivo, protocol: protocol(ret, key, body)? })
}

/// Reads `retConsStatServ`.
pub(super) fn read_status(body: &[u8]) -> Result<SefazAnswer, String> {
    let root = read(body)?;
    let (c_stat, x_motivo) = said(ret(&root, "retConsStatServ")?, "retConsStatServ")?;
    Ok(SefazAnswer { c_stat, x_motivo, protocol: None })
}

fn read(body: &[u8]) -> Result<Element, String> {
    Element::parse(body).map_err(|error| error.to_string())
}

/// The answer in its envelope; a SOAP fault, or nothing of the kind, is an error.
fn ret<'a>(root: &'a Element, name: &str) -> Result<&'a Element, String> {
    if let Some(ret) = root.find(name) {
        return Ok(ret);
    }
    Err(match root.find("Fault") {
        Some(fault) => format!("expected {name}, found a {}", fault_text(fault)),
        None => format!("expected {name}, found another document"),
    })
}

/// A fault's reason as far as it is plain words: servers quote the request after a colon or a
/// quotation mark, and the request names the buyer.
fn fault_text(fault: &Element) -> String {
    let reason = fault.find("Text").or_else(|| fault.find("faultstring"));
    let words: String = reason
        .map(Element::text)
        .unwrap_or_default()
        .chars()
        .take_while(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | ',' | '-'))
        .take(120)
        .collect();
    match words.trim() {
        "" => "SOAP fault".to_owned(),
        words => format!("SOAP fault: {words}"),
    }
}

/// The fault in an answer whose HTTP status already says that it is none.
pub(super) fn fault(body: &[u8]) -> Option<String> {
    Some(fault_text(Element::parse(body).ok()?.find("Fault")?))
}

/// `cStat` and `xMotivo`.
fn said(element: &Element, name: &str) -> Result<(u16, String), String> {
    let text = element.value("cStat").unwrap_or_default();
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let c_stat = text.parse().ok().filter(|_| digits);
    let c_stat = c_stat.ok_or_else(|| format!("expected cStat of digits in {name}"))?;
    Ok((c_stat, bounded(&element.value("xMotivo").unwrap_or_default(), MOTIVO_MAX)))
}

/// The `protNFe` of this note, or the only one there is; whose it is, the caller must look.
fn protocol(ret: &Element, key: &AccessKey, body: &[u8]) -> Result<Option<Protocol>, String> {
    let mut first = None;
    for prot in ret.children("protNFe") {
        let info = prot.children("infProt").next().ok_or("expected infProt in protNFe")?;
        let (c_stat, x_motivo) = said(info, "infProt")?;
        let ch_nfe = info.value("chNFe").unwrap_or_default();
        let ch_nfe = AccessKey::parse(&ch_nfe).map_err(|error| format!("chNFe: {error}"))?;
        let filled = |name| info.value(name).filter(|it| !it.is_empty() && it.len() <= 64);
        let protocol = Protocol {
            n_prot: filled("nProt"),
            dig_val: filled("digVal"),
            c_stat,
            x_motivo,
            dh_recbto: filled("dhRecbto").ok_or("expected dhRecbto in infProt")?,
            xml: prot.standing_in(NFE, body),
            ch_nfe,
        };
        if &protocol.ch_nfe == key {
            return Ok(Some(protocol));
        }
        first.get_or_insert(protocol);
    }
    Ok(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "35261111222333000181550010000000021730192647";

    fn key() -> AccessKey {
        AccessKey::parse(KEY).unwrap()
    }

    #[test]
    fn the_note_stands_in_the_lot_untouched() {
        let nfe = "<NFe xmlns=\"x\">é &amp; '\"</NFe>".as_bytes();
        let lot = authorize(&key(), nfe).unwrap();
        assert_eq!(
            String::from_utf8(lot).unwrap(),
            "<soap12:Envelope xmlns:soap12=\"http://www.w3.org/2003/05/soap-envelope\">\
             <soap12:Body><nfeDadosMsg xmlns=\"http://www.portalfiscal.inf.br/nfe/wsdl/\
             NFeAutorizacao4\"><enviNFe xmlns=\"http://www.portalfiscal.inf.br/nfe\" \
             versao=\"4.00\"><idLote>001000000002647</idLote><indSinc>1</indSinc>\
             <NFe xmlns=\"x\">é &amp; '\"</NFe></enviNFe></nfeDadosMsg></soap12:Body>\
             </soap12:Envelope>"
        );
        assert_eq!(authorize(&key(), b"<?xml version=\"1.0\"?><NFe xmlns=\"x\"/>"), None);
    }

    #[test]
    fn a_fault_is_told_without_what_it_quotes() {
        let fault = "<e:Envelope xmlns:e=\"urn:e\"><e:Fault><e:Reason><e:Text>Unable to read \
                     value 'Ana Souza'</e:Text></e:Reason></e:Fault></e:Envelope>";
        let error = read_consult(fault.as_bytes(), &key()).unwrap_err();
        assert_eq!(error, "expected retConsSitNFe, found a SOAP fault: Unable to read value");
    }

    #[test]
    fn the_action_names_service_and_method() {
        assert_eq!(
            content_type(Service::Autorizacao),
            "application/soap+xml; charset=utf-8; action=\"http://www.portalfiscal.inf.br/nfe/\
             wsdl/NFeAutorizacao4/nfeAutorizacaoLote\""
        );
    }
}
