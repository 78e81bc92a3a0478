//! The envelopes that go out and the answers that come back (MOC 7.0, SOAP 1.2 without header):
//! one file for each service, and here what they share.

mod authorization;
mod cadastro;
mod consulta;
mod event;
mod inutilization;
mod status;

pub(super) use authorization::{authorize, read_authorize, read_receipt, receipt};
pub(super) use cadastro::{read_registration, registration};
pub(super) use consulta::{consult, read_consult};
pub(super) use event::{Sent, read_register, register};
pub(super) use inutilization::{inutilize, read_inutilize};
pub(super) use status::{read_status, status};

use super::endpoints::Service;
use super::xml::Element;
use crate::adapters::http::bounded;
use crate::domain::AccessKey;

/// The layout's namespace.
pub(super) const NFE: &str = "http://www.portalfiscal.inf.br/nfe";
const WSDL: &str = "http://www.portalfiscal.inf.br/nfe/wsdl/";
const SOAP: &str = "http://www.w3.org/2003/05/soap-envelope";
/// `xMotivo` has at most 255 characters; some SEFAZ write more.
const MOTIVO_MAX: usize = 500;
/// Protocols, receipts and dates are far shorter.
const FIELD_MAX: usize = 64;

/// `Content-Type` of a request: SOAP 1.2 carries the action there.
pub(super) fn content_type(service: Service) -> String {
    let (wsdl, method) = (service.wsdl(), service.method());
    format!("application/soap+xml; charset=utf-8; action=\"{WSDL}{wsdl}/{method}\"")
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

fn read(body: &[u8]) -> Result<Element, String> {
    Element::parse(body).map_err(|error| error.to_string())
}

/// The answer in its envelope, wherever in it: some servers leave `nfeResultMsg` out. A SOAP
/// fault, or nothing of the kind, is an error.
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
    let c_stat = number(element, "cStat", 4)?;
    let c_stat = c_stat.ok_or_else(|| format!("expected cStat of digits in {name}"))?;
    Ok((c_stat, bounded(&element.value("xMotivo").unwrap_or_default(), MOTIVO_MAX)))
}

/// The one element of this name in an answer that has no meaning without it.
fn inner<'a>(element: &'a Element, name: &'a str) -> Result<&'a Element, String> {
    element.children(name).next().ok_or_else(|| format!("expected {name}, found none"))
}

/// A field that may be absent or empty; one that is absurdly long is taken for absent.
fn filled(element: &Element, name: &str) -> Option<String> {
    element.value(name).filter(|it| !it.is_empty() && it.len() <= FIELD_MAX)
}

/// A number of at most so many digits, if the field is there.
fn number<T: std::str::FromStr>(
    element: &Element,
    name: &str,
    digits: usize,
) -> Result<Option<T>, String> {
    let Some(text) = element.value(name).filter(|it| !it.is_empty()) else { return Ok(None) };
    let plain = text.len() <= digits && text.bytes().all(|b| b.is_ascii_digit());
    match text.parse() {
        Ok(number) if plain => Ok(Some(number)),
        _ => Err(format!("expected {name} of at most {digits} digits")),
    }
}

/// A key, if the field is there.
fn key_in(element: &Element) -> Result<Option<AccessKey>, String> {
    let text = element.value("chNFe").filter(|it| !it.is_empty());
    text.map(|it| AccessKey::parse(&it).map_err(|error| format!("chNFe: {error}"))).transpose()
}

/// These characters of a key, for the number of a lot.
fn part(key: &AccessKey, range: std::ops::Range<usize>) -> &str {
    key.as_str().get(range).unwrap_or_default()
}

#[cfg(test)]
mod tests;
