//! Which server answers for which UF, as data.

use std::collections::BTreeMap;
use std::fmt;

use reqwest::Url;

use crate::adapters::http;
use crate::domain::codes::TpAmb;
use crate::domain::{Svc, Uf};
use crate::ports::Route;

/// The national portal's list of web services (nfe.fazenda.gov.br, "Relação de Serviços Web").
/// Each SVC answers at the addresses of its twin, SVAN or SVRS; they stand there by themselves,
/// since they can be moved by themselves.
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
    /// SEFAZ Virtual de Contingência.
    Svc(Svc),
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

    /// Who authorises for an emitter in this UF, on this route.
    pub fn on(route: Route, uf: Uf) -> Authorizer {
        match route {
            Route::Home => Authorizer::of(uf),
            Route::Contingency => Authorizer::Svc(Svc::of(uf)),
        }
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Authorizer> {
        let own = OWN.into_iter().map(Authorizer::Own);
        let shared = [Authorizer::Svan, Authorizer::Svrs];
        own.chain(shared).chain([Svc::An, Svc::Rs].map(Authorizer::Svc))
    }

    /// Reads `SP`, `SVAN`, `SVRS`, `SVC-AN` or `SVC-RS`.
    pub fn parse(text: &str) -> Option<Authorizer> {
        Authorizer::all().find(|it| it.name() == text)
    }

    /// As it is configured.
    pub fn name(self) -> &'static str {
        match self {
            Authorizer::Own(uf) => uf.sigla(),
            Authorizer::Svan => "SVAN",
            Authorizer::Svrs => "SVRS",
            Authorizer::Svc(Svc::An) => "SVC-AN",
            Authorizer::Svc(Svc::Rs) => "SVC-RS",
        }
    }
}

impl fmt::Display for Authorizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A web service that we call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// NFeAutorizacao4.
    Autorizacao,
    /// NFeRetAutorizacao4.
    RetAutorizacao,
    /// NFeConsultaProtocolo4.
    ConsultaProtocolo,
    /// NFeStatusServico4.
    StatusServico,
    /// NFeInutilizacao4.
    Inutilizacao,
    /// NFeRecepcaoEvento4.
    RecepcaoEvento,
    /// CadConsultaCadastro4.
    ConsultaCadastro,
}

impl Service {
    /// All of them.
    pub const ALL: [Service; 7] = [
        Service::Autorizacao,
        Service::RetAutorizacao,
        Service::ConsultaProtocolo,
        Service::StatusServico,
        Service::Inutilizacao,
        Service::RecepcaoEvento,
        Service::ConsultaCadastro,
    ];

    /// Reads the WSDL's name (`NFeAutorizacao4`), or that of the list of web services.
    pub fn parse(name: &str) -> Option<Service> {
        Service::ALL.into_iter().find(|it| it.wsdl() == name || it.name() == name)
    }

    /// Its name in the list of web services.
    pub fn name(self) -> &'static str {
        match self {
            Service::Autorizacao => "NfeAutorizacao",
            Service::RetAutorizacao => "NfeRetAutorizacao",
            Service::ConsultaProtocolo => "NfeConsultaProtocolo",
            Service::StatusServico => "NfeStatusServico",
            Service::Inutilizacao => "NfeInutilizacao",
            Service::RecepcaoEvento => "RecepcaoEvento",
            Service::ConsultaCadastro => "NfeConsultaCadastro",
        }
    }

    /// The last part of its WSDL's namespace.
    pub fn wsdl(self) -> &'static str {
        match self {
            Service::Autorizacao => "NFeAutorizacao4",
            Service::RetAutorizacao => "NFeRetAutorizacao4",
            Service::ConsultaProtocolo => "NFeConsultaProtocolo4",
            Service::StatusServico => "NFeStatusServico4",
            Service::Inutilizacao => "NFeInutilizacao4",
            Service::RecepcaoEvento => "NFeRecepcaoEvento4",
            Service::ConsultaCadastro => "CadConsultaCadastro4",
        }
    }

    /// The method, as the SOAP action names it.
    pub fn method(self) -> &'static str {
        match self {
            Service::Autorizacao => "nfeAutorizacaoLote",
            Service::RetAutorizacao => "nfeRetAutorizacaoLote",
            Service::ConsultaProtocolo => "nfeConsultaNF",
            Service::StatusServico => "nfeStatusServicoNF",
            Service::Inutilizacao => "nfeInutilizacaoNF",
            Service::RecepcaoEvento => "nfeRecepcaoEvento",
            Service::ConsultaCadastro => "consultaCadastro",
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

    /// Every service of every authorizer under one URL, by its WSDL name: the simulator. The
    /// contingency's stand one step further in, under `SVC-AN` and `SVC-RS`.
    pub fn all_under(base: &str) -> Result<Endpoints, EndpointError> {
        let mut endpoints = Endpoints(BTreeMap::new());
        let base = base.trim_end_matches('/');
        for authorizer in Authorizer::all() {
            let folder = match authorizer {
                Authorizer::Own(_) | Authorizer::Svan | Authorizer::Svrs => String::new(),
                Authorizer::Svc(_) => format!("/{authorizer}"),
            };
            for tp_amb in [TpAmb::Producao, TpAmb::Homologacao] {
                for service in Service::ALL {
                    let url = format!("{base}{folder}/{}", service.wsdl());
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

    /// Where this service of this authorizer is. Not every one offers the consulta of a cadastro.
    pub fn url(&self, authorizer: Authorizer, tp_amb: TpAmb, service: Service) -> Option<&Url> {
        self.0.get(&(authorizer, tp_amb.code(), service))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [TpAmb; 2] = [TpAmb::Producao, TpAmb::Homologacao];

    #[test]
    fn every_uf_has_every_service_in_both_environments() {
        let endpoints = Endpoints::embedded().unwrap();
        for (uf, tp_amb) in Uf::ALL.iter().flat_map(|uf| BOTH.map(|it| (*uf, it))) {
            for service in Service::ALL {
                let has =
                    |route| endpoints.url(Authorizer::on(route, uf), tp_amb, service).is_some();
                // AM and SVAN, who serves MA, have no consulta of a cadastro; nor has any SVC.
                let cadastro = service == Service::ConsultaCadastro;
                let home = !cadastro || !matches!(uf, Uf::Am | Uf::Ma);
                assert_eq!(has(Route::Home), home, "{uf} {tp_amb:?} {service:?}");
                assert_eq!(has(Route::Contingency), !cadastro, "{uf} {tp_amb:?} {service:?}");
            }
        }
    }

    #[test]
    fn each_address_is_where_it_belongs() {
        let endpoints = Endpoints::embedded().unwrap();
        let url = |route, uf, tp_amb, service| {
            endpoints.url(Authorizer::on(route, uf), tp_amb, service).unwrap().as_str()
        };
        let (home, away) = (Route::Home, Route::Contingency);
        let (live, trial) = (TpAmb::Producao, TpAmb::Homologacao);
        for (found, expected) in [
            (
                url(home, Uf::Sp, live, Service::Autorizacao),
                "https://nfe.fazenda.sp.gov.br/ws/nfeautorizacao4.asmx",
            ),
            (
                url(home, Uf::Rj, trial, Service::Autorizacao),
                "https://nfe-homologacao.svrs.rs.gov.br/ws/NfeAutorizacao/NFeAutorizacao4.asmx",
            ),
            (
                url(home, Uf::Ma, live, Service::Inutilizacao),
                "https://www.sefazvirtual.fazenda.gov.br/NFeInutilizacao4/NFeInutilizacao4.asmx",
            ),
            (
                url(away, Uf::Ma, live, Service::Autorizacao),
                "https://nfe.svrs.rs.gov.br/ws/NfeAutorizacao/NFeAutorizacao4.asmx",
            ),
            (
                url(away, Uf::Sp, live, Service::RetAutorizacao),
                "https://www.sefazvirtual.fazenda.gov.br/NFeRetAutorizacao4/NFeRetAutorizacao4.asmx",
            ),
            (
                url(away, Uf::Sp, trial, Service::StatusServico),
                "https://hom.sefazvirtual.fazenda.gov.br/NFeStatusServico4/NFeStatusServico4.asmx",
            ),
            (
                url(home, Uf::Pr, trial, Service::RecepcaoEvento),
                "https://homologacao.nfe.sefa.pr.gov.br/nfe/NFeRecepcaoEvento4",
            ),
        ] {
            assert_eq!(found, expected);
        }
        // A trial never goes to a server of production. RS alone has one server of cadastros.
        for (authorizer, service) in
            Authorizer::all().flat_map(|it| Service::ALL.map(|service| (it, service)))
        {
            let [live, trial] = BOTH.map(|it| endpoints.url(authorizer, it, service));
            let rs = (authorizer, service) == (Authorizer::Own(Uf::Rs), Service::ConsultaCadastro);
            assert!(live.is_none() || rs || live != trial, "{authorizer} {service:?}");
        }
    }

    #[test]
    fn names_are_read_back() {
        for service in Service::ALL {
            assert_eq!(Service::parse(service.wsdl()), Some(service));
            assert_eq!(Service::parse(service.name()), Some(service));
        }
        assert_eq!(Service::parse("NFeDistribuicaoDFe"), None);
        for authorizer in Authorizer::all() {
            assert_eq!(Authorizer::parse(authorizer.name()), Some(authorizer));
        }
        for stranger in ["RJ", "SVCAN", "AN", ""] {
            assert_eq!(Authorizer::parse(stranger), None, "{stranger}");
        }
    }

    #[test]
    fn a_server_can_be_replaced_but_not_by_one_in_the_clear() {
        let mut endpoints = Endpoints::all_under("https://localhost:9443/").unwrap();
        let (amb, service) = (TpAmb::Homologacao, Service::StatusServico);
        let own = Authorizer::Own(Uf::Sp);
        let url = endpoints.url(own, amb, service).unwrap().as_str();
        assert_eq!(url, "https://localhost:9443/NFeStatusServico4");
        let away = endpoints.url(Authorizer::Svc(Svc::Rs), amb, service).unwrap().as_str();
        assert_eq!(away, "https://localhost:9443/SVC-RS/NFeStatusServico4");
        endpoints.set(own, amb, service, "https://novo.sp.gov.br/ws").unwrap();
        assert_eq!(endpoints.url(own, amb, service).unwrap().as_str(), "https://novo.sp.gov.br/ws");
        assert!(endpoints.set(own, amb, service, "http://localhost/").is_err());
        assert!(endpoints.set(own, amb, service, "x").is_err());
    }
}
