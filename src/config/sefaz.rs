//! `[sefaz]`: how the tax office is reached, where that differs from the table in the program.

use std::time::Duration;

use super::net;
use super::section::Section;
use crate::domain::codes::TpAmb;

/// `[sefaz]`.
#[derive(Clone, Debug)]
pub struct Sefaz {
    /// `timeout_s`: seconds for one call, 1 to 300. Default 60: a time-out means that the
    /// outcome is unknown and must be asked for, so patience is the cheaper way.
    pub timeout: Duration,
    /// `ca_files`: PEM files of certificate authorities to be trusted beside the system's, as
    /// the ICP-Brasil roots. Their bytes, in order. Default: none.
    pub ca_pems: Vec<Vec<u8>>,
    /// `all_under`: an address under which every service of every authorizer stands, by its WSDL's
    /// name (the contingency's in the folders `SVC-AN` and `SVC-RS`): the simulator, or a proxy of
    /// your own. Default: none, the program's own table.
    pub all_under: Option<String>,
    /// `[[sefaz.endpoint]]`: addresses that stand in place of the program's own table.
    pub endpoints: Vec<Endpoint>,
}

/// `[[sefaz.endpoint]]`. Every key is mandatory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// `authorizer`: `SP`, `MG` … for a UF with its own, else `SVRS`, `SVAN`; `SVC-RS` and
    /// `SVC-AN` for contingency.
    pub authorizer: &'static str,
    /// `environment`: `producao` or `homologacao`.
    pub environment: TpAmb,
    /// `service`: the WSDL's name, as in `NFeAutorizacao4`.
    pub service: &'static str,
    /// `url`.
    pub url: String,
}

/// nfe.md 4.8: own authorizers, the virtual ones, and contingency.
const AUTHORIZERS: &[&str] = &[
    "AM", "BA", "GO", "MG", "MS", "MT", "PE", "PR", "RS", "SP", "SVAN", "SVRS", "SVC-AN", "SVC-RS",
];

const SERVICES: &[&str] = &[
    "NFeAutorizacao4",
    "NFeRetAutorizacao4",
    "NFeConsultaProtocolo4",
    "NFeStatusServico4",
    "NFeInutilizacao4",
    "NFeRecepcaoEvento4",
    "CadConsultaCadastro4",
];

const PEM_MAX: u64 = 4 * 1024 * 1024;

pub(super) fn read(mut section: Section<'_>) -> Option<Sefaz> {
    let timeout = section.seconds("timeout_s", 1..=300, 60);
    let source = section.source();
    let remedy = "name PEM files, relative to this file";
    let files = section.texts("ca_files", remedy);
    let before = source.count();
    let mut ca_pems = Vec::new();
    for (at, file) in files.iter().flatten().enumerate() {
        let key = section.key(&format!("ca_files[{at}]"));
        let Some(bytes) = source.bytes(&key, &source.resolve(file), PEM_MAX) else { continue };
        let begin = b"-----BEGIN CERTIFICATE-----";
        if bytes.windows(begin.len()).any(|it| it == begin) {
            ca_pems.push(bytes);
        } else {
            source.fault_with(&key, &format!("{file:?}"), "holds no PEM certificate", remedy);
        }
    }
    let all_under = section.optional_hidden("all_under", net::WEB_REMEDY, net::web_address);
    let mut endpoints: Vec<Endpoint> = Vec::new();
    for part in section.sections("endpoint") {
        let key = part.key("service");
        let Some(endpoint) = read_endpoint(part) else { continue };
        if endpoints.iter().any(|it| it.place() == endpoint.place()) {
            let remedy = "keep one address for each authorizer, environment and service";
            source.fault_with(&key, endpoint.service, "is given twice", remedy);
        }
        endpoints.push(endpoint);
    }
    let right = source.count() == before;
    section.done();
    right.then_some(Sefaz { timeout: timeout?, ca_pems, all_under: all_under?, endpoints })
}

impl Endpoint {
    fn place(&self) -> (&'static str, TpAmb, &'static str) {
        (self.authorizer, self.environment, self.service)
    }
}

fn read_endpoint(mut section: Section<'_>) -> Option<Endpoint> {
    let authorizer = one_of(&mut section, "authorizer", AUTHORIZERS);
    let environment = environment(&mut section);
    let service = one_of(&mut section, "service", SERVICES);
    let url = section.required_hidden("url", net::WEB_REMEDY, net::web_address);
    section.done();
    Some(Endpoint {
        authorizer: authorizer?,
        environment: environment?,
        service: service?,
        url: url?,
    })
}

/// One word of a list.
pub(super) fn one_of(
    section: &mut Section<'_>,
    key: &str,
    words: &'static [&'static str],
) -> Option<&'static str> {
    let remedy = format!("write one of {}", words.join(", "));
    let find = |text: &str| words.iter().copied().find(|word| *word == text).ok_or("is unknown");
    section.required(key, &remedy, find)
}

/// `producao` or `homologacao`.
pub(super) fn environment(section: &mut Section<'_>) -> Option<TpAmb> {
    match one_of(section, "environment", &["producao", "homologacao"])? {
        "producao" => Some(TpAmb::Producao),
        "homologacao" => Some(TpAmb::Homologacao),
        _ => None,
    }
}
