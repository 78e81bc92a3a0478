//! Which server answers for which UF, as data.

use std::collections::BTreeMap;

use reqwest::Url;

use crate::adapters::http;
use crate::domain::Uf;
use crate::domain::codes::TpAmb;

/// The national portal's list of web services (nfe.fazenda.gov.br, "Relação de Serviços Web").
const EMBEDDED: &str = include_str!("endpoints.tsv");

/// UFs that run a SEFAZ of their own; MA is served by SVAN, all others by SVRS.
const OWN: [Uf; 10] =
    [Uf::Am, Uf::Ba, Uf::Go, Uf::Mg, Uf::Ms, Uf::Mt, Uf::Pe, Uf::Pr, Uf::Rs, Uf::Sp];

/// Who authorises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Authorizer {
    /// A UF's own SEFAZ.
    Own(Uf),
    /// SEFAZ Virtual do Ambiente Nacional.
    Svan,
    /// SEFAZ Virtual do Rio Grande do Sul.
    Svrs,
}

impl Authorizer {
    /// Who authorises for an emitter in this UF.
    pub fn of(uf: Uf) -> Authorizer {
        match uf {
            uf if OWN.contains(&uf) => Authorizer::Own(uf),
            Uf::Ma => Authorizer::Svan,
            _ => Authorizer::Svrs,
        }
    }

    /// Reads `SP`, `SVAN` or `SVRS`.
    pub fn parse(text: &str) -> Option<Authorizer> {
        match text {
            "SVAN" => Some(Authorizer::Svan),
            "SVRS" => Some(Authorizer::Svrs),
            sigla => OWN.into_iter().find(|uf| uf.sigla() == sigla).map(Authorizer::Own),
        }
    }
}

/// A web service that we call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// NFeAutorizacao4.
    Autorizacao,
    /// NFeConsultaProtocolo4.
    ConsultaProtocolo,
    /// NFeStatusServico4.
    StatusServico,
}

impl Service {
    /// All of them.
    pub const ALL: [Service; 3] =
        [Service::Autorizacao, Service::ConsultaProtocolo, Service::StatusServico];

    /// Reads the WSDL's name (`NFeAutorizacao4`), or that of the list of web services.
    pub fn parse(name: &str) -> Option<Service> {
        Service::ALL.into_iter().find(|it| it.wsdl() == name || it.name() == name)
    }

    /// Its name in the list of web services.
    pub fn name(self) -> &'static str {
        match self {
            Service::Autorizacao => "NfeAutorizacao",
            Service::ConsultaProtocolo => "NfeConsultaProtocolo",
            Service::StatusServico => "NfeStatusServico",
        }
    }

    /// The last part of its WSDL's namespace.
    pub fn wsdl(self) -> &'static str {
        match self {
            Service::Autorizacao => "NFeAutorizacao4",
            Service::ConsultaProtocolo => "NFeConsultaProtocolo4",
            Service::StatusServico => "NFeStatusServico4",
        }
    }

    /// The method, as the SOAP action names it.
    pub fn method(self) -> &'static str {
        match self {
            Service::Autorizacao => "nfeAutorizacaoLote",
            Service::ConsultaProtocolo => "nfeConsultaNF",
            Service::StatusServico => "nfeStatusServicoNF",
        }
    }
}

/// Why a list of servers cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// A line that says nothing we know.
    #[error("line {0}: expected authorizer, environment, service and URL, tab-separated")]
    Line(usize),
    /// A URL that may not be called.
    #[error("expected an https URL without query, found {0:?}")]
    Url(String),
}

/// The servers.
#[derive(Clone, Debug)]
pub struct Endpoints(BTreeMap<(Authorizer, u8, Service), Url>);

impl Endpoints {
    /// The list that the program carries.
    pub fn embedded() -> Result<Endpoints, EndpointError> {
        let mut endpoints = Endpoints(BTreeMap::new());
        for (at, line) in EMBEDDED.lines().enumerate().skip(1) {
            let fault = || EndpointError::Line(at + 1);
            let mut cells = line.split('\t');
            let mut cell = || cells.next().ok_or_else(fault);
            let authorizer = Authorizer::parse(cell()?).ok_or_else(fault)?;
            let tp_amb = match cell()? {
                "producao" => TpAmb::Producao,
                "homologacao" => TpAmb::Homologacao,
                _ => return Err(fault()),
            };
            let service = Service::parse(cell()?).ok_or_else(fault)?;
            endpoints.set(authorizer, tp_amb, service, cell()?)?;
        }
        Ok(endpoints)
    }

    /// Every service of every authorizer under one URL, by its WSDL name: the simulator.
    pub fn all_under(base: &str) -> Result<Endpoints, EndpointError> {
        let mut endpoints = Endpoints(BTreeMap::new());
        let base = base.trim_end_matches('/');
        let own = OWN.into_iter().map(Authorizer::Own);
        for authorizer in own.chain([Authorizer::Svan, Authorizer::Svrs]) {
            for tp_amb in [TpAmb::Producao, TpAmb::Homologacao] {
                for service in Service::ALL {
                    let url = format!("{base}/{}", service.wsdl());
                    endpoints.set(authorizer, tp_amb, service, &url)?;
                }
            }
        }
        Ok(endpoints)
    }

    /// Puts another URL in the place of one: servers move more often than programs are released.
    pub fn set(
        &mut self,
        authorizer: Authorizer,
        tp_amb: TpAmb,
        service: Service,
        url: &str,
    ) -> Result<(), EndpointError> {
        let fault = || EndpointError::Url(http::bounded(url, 200));
        let url = Url::parse(url).map_err(|_| fault())?;
        // Mutual TLS is the login: there is no http, not even to this machine.
        let bare = url.query().is_none() && url.username().is_empty() && url.password().is_none();
        if url.scheme() != "https" || !bare {
            return Err(fault());
        }
        self.0.insert((authorizer, tp_amb.code(), service), url);
        Ok(())
    }

    /// Where this service is for an emitter in this UF.
    pub fn url(&self, uf: Uf, tp_amb: TpAmb, service: Service) -> Option<&Url> {
        self.0.get(&(Authorizer::of(uf), tp_amb.code(), service))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_uf_has_every_service_in_both_environments() {
        let endpoints = Endpoints::embedded().unwrap();
        for uf in Uf::ALL {
            for tp_amb in [TpAmb::Producao, TpAmb::Homologacao] {
                for service in Service::ALL {
                    let url = endpoints.url(*uf, tp_amb, service);
                    assert!(url.is_some(), "{uf} {tp_amb:?} {service:?}");
                }
            }
        }
        let url = |uf, tp_amb| endpoints.url(uf, tp_amb, Service::Autorizacao).unwrap().as_str();
        assert_eq!(
            url(Uf::Sp, TpAmb::Producao),
            "https://nfe.fazenda.sp.gov.br/ws/nfeautorizacao4.asmx"
        );
        assert_eq!(
            url(Uf::Rj, TpAmb::Homologacao),
            "https://nfe-homologacao.svrs.rs.gov.br/ws/NfeAutorizacao/NFeAutorizacao4.asmx"
        );
        assert_eq!(Service::parse("NFeAutorizacao4"), Some(Service::Autorizacao));
        assert_eq!(Service::parse("NFeInutilizacao4"), None);
        assert!(url(Uf::Ma, TpAmb::Producao).contains("sefazvirtual.fazenda.gov.br"));
    }

    #[test]
    fn a_server_can_be_replaced_but_not_by_one_in_the_clear() {
        let mut endpoints = Endpoints::all_under("https://localhost:9443/").unwrap();
        let (uf, amb, service) = (Uf::Sp, TpAmb::Homologacao, Service::StatusServico);
        let url = endpoints.url(uf, amb, service).unwrap().as_str();
        assert_eq!(url, "https://localhost:9443/NFeStatusServico4");
        let own = Authorizer::Own(uf);
        endpoints.set(own, amb, service, "https://novo.sp.gov.br/ws").unwrap();
        assert_eq!(endpoints.url(uf, amb, service).unwrap().as_str(), "https://novo.sp.gov.br/ws");
        assert!(endpoints.set(own, amb, service, "http://localhost/").is_err());
        assert!(endpoints.set(own, amb, service, "x").is_err());
    }
}
