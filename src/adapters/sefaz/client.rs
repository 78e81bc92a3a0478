//! The client: one connection pool per establishment, since the certificate is the login and the
//! state decides who is asked.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use reqwest::Client;
use reqwest::header::{ACCEPT, CONTENT_TYPE};

use super::endpoints::{Endpoints, Service};
use super::soap;
use crate::adapters::http::{self, BodyError};
use crate::adapters::tls::{self, Identity, Limits, Offer, Roots, TlsError};
use crate::domain::codes::TpAmb;
use crate::domain::{AccessKey, Cnpj, SellerId, Uf};
use crate::ports::{Sefaz, SefazAnswer, SefazError, SefazErrorKind};

/// SEFAZ's servers drop idle connections early. A note sent into one that is just being dropped
/// has an unknown fate, so ours go first.
const IDLE: Duration = Duration::from_secs(4);

/// How SEFAZ is called.
#[derive(Clone, Debug)]
pub struct SefazConfig {
    /// The servers.
    pub endpoints: Endpoints,
    /// The authorities that we believe.
    pub roots: Roots,
    /// For one call, from connection to last byte.
    pub timeout: Duration,
    /// For the connection and its TLS handshake.
    pub connect_timeout: Duration,
    /// Largest answer that is read, in bytes.
    pub body_max: usize,
}

/// An establishment as SEFAZ knows it.
#[derive(Clone, Debug)]
pub struct SefazEmitter {
    /// Whose.
    pub seller: SellerId,
    /// `CNPJ`: an access key names it.
    pub cnpj: Cnpj,
    /// UF of the establishment: it decides who authorises.
    pub uf: Uf,
    /// `tpAmb`.
    pub tp_amb: TpAmb,
    /// The A1 certificate.
    pub identity: Identity,
}

/// Why the client cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SefazSetupError {
    /// An establishment's certificate.
    #[error("seller {seller}, CNPJ {cnpj}: {source}")]
    Identity {
        /// Whose.
        seller: SellerId,
        /// Which establishment's.
        cnpj: Cnpj,
        /// Why.
        source: TlsError,
    },
    /// The HTTP client.
    #[error("the HTTP client cannot be set up: {0}")]
    Http(String),
}

/// SEFAZ over SOAP.
pub struct SefazClient {
    endpoints: Endpoints,
    emitters: BTreeMap<(SellerId, String), Access>,
    body_max: usize,
}

struct Access {
    uf: Uf,
    tp_amb: TpAmb,
    http: Client,
}

impl SefazClient {
    /// Sets the client up; nothing is sent yet.
    pub fn new(
        config: SefazConfig,
        emitters: impl IntoIterator<Item = SefazEmitter>,
    ) -> Result<SefazClient, SefazSetupError> {
        let limits = Limits { total: config.timeout, connect: config.connect_timeout, idle: IDLE };
        let mut ready = BTreeMap::new();
        for SefazEmitter { seller, cnpj, uf, tp_amb, identity } in emitters {
            let http = tls::client(&config.roots, Some(&identity), Offer::Http1, limits)
                .map_err(|source| SefazSetupError::Identity {
                    seller: seller.clone(),
                    cnpj: cnpj.clone(),
                    source,
                })?
                .https_only(true)
                .build()
                .map_err(|e| SefazSetupError::Http(http::told(&e)))?;
            ready.insert((seller, cnpj.to_string()), Access { uf, tp_amb, http });
        }
        Ok(SefazClient { endpoints: config.endpoints, emitters: ready, body_max: config.body_max })
    }

    /// NFeStatusServico4: whether SEFAZ is up (107), as `doctor` asks.
    pub async fn status(&self, seller: &SellerId, cnpj: &Cnpj) -> Result<SefazAnswer, SefazError> {
        let access = self.access(seller, cnpj.as_str())?;
        let request = soap::status(access.tp_amb, access.uf);
        let body = self.call(access, Service::StatusServico, request).await?;
        soap::read_status(&body).map_err(|e| no_answer(Service::StatusServico, &e))
    }

    async fn call(
        &self,
        access: &Access,
        service: Service,
        request: Vec<u8>,
    ) -> Result<Vec<u8>, SefazError> {
        let (uf, tp_amb) = (access.uf, access.tp_amb);
        let name = service.wsdl();
        let url = self.endpoints.url(uf, tp_amb, service).ok_or_else(|| {
            let text = format!("{name}: no server is known for {uf}, tpAmb {}", tp_amb.code());
            misconfigured(&text)
        })?;
        let response = access
            .http
            .post(url.clone())
            .header(CONTENT_TYPE, soap::content_type(service))
            .header(ACCEPT, "application/soap+xml, text/xml")
            .body(request)
            .send()
            .await
            .map_err(|e| unanswered(service, &e))?;
        let status = response.status();
        tracing::debug!(
            sefaz.service = name,
            sefaz.uf = uf.sigla(),
            http.status = status.as_u16(),
            "SEFAZ answered"
        );
        match status.as_u16() {
            200..=299 => {}
            // The front server let nothing through to the service: a wrong place, or a
            // certificate that it does not take (IIS answers 403.7 and 403.16).
            code @ (300..=399 | 401 | 403 | 404 | 405 | 410) => {
                return Err(misconfigured(&format!("{name}: HTTP {code}")));
            }
            code => {
                // SOAP 1.2 sends its faults with 400 or 500.
                let body = http::body(response, self.body_max).await.unwrap_or_default();
                let fault = soap::fault(&body).map(|it| format!(", {it}")).unwrap_or_default();
                return Err(no_answer(service, &format!("HTTP {code}{fault}")));
            }
        }
        http::body(response, self.body_max).await.map_err(|error| match error {
            BodyError::TooLarge(most) => {
                no_answer(service, &format!("expected at most {most} bytes, found more"))
            }
            BodyError::Broken(error) => no_answer(service, &http::told(&error)),
        })
    }

    fn access(&self, seller: &SellerId, cnpj: &str) -> Result<&Access, SefazError> {
        self.emitters.get(&(seller.clone(), cnpj.to_owned())).ok_or_else(|| {
            misconfigured(&format!("no certificate for seller {seller}, CNPJ {cnpj}"))
        })
    }
}

impl Sefaz for SefazClient {
    async fn authorize(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        nfe: &[u8],
    ) -> Result<SefazAnswer, SefazError> {
        let service = Service::Autorizacao;
        let access = self.access(seller, key.cnpj())?;
        let request = soap::authorize(key, nfe).ok_or_else(|| {
            misconfigured("expected a note that begins with <NFe, found something before it")
        })?;
        let body = self.call(access, service, request).await?;
        let answer = soap::read_authorize(&body, key);
        told(service, key, answer)
    }

    async fn consult(&self, seller: &SellerId, key: &AccessKey) -> Result<SefazAnswer, SefazError> {
        let service = Service::ConsultaProtocolo;
        let access = self.access(seller, key.cnpj())?;
        let body = self.call(access, service, soap::consult(access.tp_amb, key)).await?;
        let answer = soap::read_consult(&body, key);
        told(service, key, answer)
    }
}

impl fmt::Debug for SefazClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let emitters: Vec<_> = self.emitters.keys().collect();
        f.debug_struct("SefazClient").field("emitters", &emitters).finish_non_exhaustive()
    }
}

fn told(
    service: Service,
    key: &AccessKey,
    answer: Result<SefazAnswer, String>,
) -> Result<SefazAnswer, SefazError> {
    let answer = answer.map_err(|error| no_answer(service, &error))?;
    tracing::debug!(
        sefaz.service = service.wsdl(),
        sefaz.c_stat = answer.c_stat,
        nfe.key = %key,
        "SEFAZ spoke of a note"
    );
    Ok(answer)
}

/// What a broken connection means. Only what is known to be unsent is unreachable.
fn unanswered(service: Service, error: &reqwest::Error) -> SefazError {
    let name = service.wsdl();
    if let Some(tls) = http::tls_cause(error)
        && tls::is_certificate_refused(tls)
    {
        return misconfigured(&format!("{name}: the server refused our certificate: {tls}"));
    }
    let text = format!("{name}: {}", http::told(error));
    if error.is_builder() {
        return misconfigured(&text);
    }
    let kind = match error.is_connect() {
        true => SefazErrorKind::Unreachable,
        false => SefazErrorKind::NoAnswer,
    };
    SefazError { kind, message: http::bounded(&text, http::TEXT_MAX) }
}

fn no_answer(service: Service, text: &str) -> SefazError {
    let message = http::bounded(&format!("{}: {text}", service.wsdl()), http::TEXT_MAX);
    SefazError { kind: SefazErrorKind::NoAnswer, message }
}

fn misconfigured(text: &str) -> SefazError {
    let message = http::bounded(text, http::TEXT_MAX);
    SefazError { kind: SefazErrorKind::Misconfigured, message }
}
