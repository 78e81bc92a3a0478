//! The client: one connection pool per establishment, since the certificate is the login and the
//! state decides who is asked.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use reqwest::Client;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE};

use super::endpoints::{Authorizer, Endpoints, Service};
use super::{gzip, soap};
use crate::adapters::http::{self, BodyError};
use crate::adapters::tls::{self, Identity, Limits, Offer, Roots, TlsError};
use crate::domain::codes::TpAmb;
use crate::domain::{Cnpj, SellerId, Uf};
use crate::ports::{SefazError, SefazErrorKind};

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
    /// Largest answer that is read, in bytes, as it comes and as it is in gzip.
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
    /// An establishment that this client was not set up for.
    #[error("seller {seller}, CNPJ {cnpj}: no such establishment")]
    Unknown {
        /// Whose.
        seller: SellerId,
        /// Which establishment.
        cnpj: Cnpj,
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
    roots: Roots,
    limits: Limits,
}

pub(super) struct Access {
    pub(super) uf: Uf,
    pub(super) tp_amb: TpAmb,
    /// Held only to copy the handle out, or to put another in: a call under way keeps its own.
    http: RwLock<Client>,
}

impl SefazClient {
    /// Sets the client up; nothing is sent yet.
    pub fn new(
        config: SefazConfig,
        emitters: impl IntoIterator<Item = SefazEmitter>,
    ) -> Result<SefazClient, SefazSetupError> {
        let SefazConfig { endpoints, roots, timeout, connect_timeout, body_max } = config;
        let limits = Limits { total: timeout, connect: connect_timeout, idle: IDLE };
        let mut ready = BTreeMap::new();
        for SefazEmitter { seller, cnpj, uf, tp_amb, identity } in emitters {
            let http = RwLock::new(connected(&roots, limits, &seller, &cnpj, &identity)?);
            ready.insert((seller, cnpj.to_string()), Access { uf, tp_amb, http });
        }
        Ok(SefazClient { endpoints, emitters: ready, body_max, roots, limits })
    }

    /// Shows another certificate from the next call on, as when its file was replaced. Calls under
    /// way end with the one that they began with. With an error all stays as it was.
    pub fn renew(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
        identity: Identity,
    ) -> Result<(), SefazSetupError> {
        let access = self.emitters.get(&(seller.clone(), cnpj.to_string())).ok_or_else(|| {
            SefazSetupError::Unknown { seller: seller.clone(), cnpj: cnpj.clone() }
        })?;
        let http = connected(&self.roots, self.limits, seller, cnpj, &identity)?;
        // Nothing in here can panic half-way, so a poisoned lock holds a whole client.
        *access.http.write().unwrap_or_else(PoisonError::into_inner) = http;
        tracing::info!(seller = %seller, cnpj = %cnpj, "the certificate for TLS was replaced");
        Ok(())
    }

    pub(super) async fn call(
        &self,
        access: &Access,
        authorizer: Authorizer,
        service: Service,
        request: Vec<u8>,
    ) -> Result<Vec<u8>, SefazError> {
        let (name, tp_amb) = (service.wsdl(), access.tp_amb);
        let url = self.endpoints.url(authorizer, tp_amb, service).ok_or_else(|| {
            let tp_amb = tp_amb.code();
            misconfigured(&format!("{name}: no server is known for {authorizer}, tpAmb {tp_amb}"))
        })?;
        let http = access.http.read().unwrap_or_else(PoisonError::into_inner).clone();
        let response = http
            .post(url.clone())
            .header(CONTENT_TYPE, soap::content_type(service))
            .header(ACCEPT, "application/soap+xml, text/xml")
            .header(ACCEPT_ENCODING, "gzip")
            .body(request)
            .send()
            .await
            .map_err(|e| unanswered(service, &e))?;
        let status = response.status();
        tracing::debug!(
            sefaz.service = name,
            sefaz.authorizer = authorizer.name(),
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
                let body = gzip::opened(&body, self.body_max).unwrap_or_default();
                let fault = soap::fault(&body).map(|it| format!(", {it}")).unwrap_or_default();
                return Err(no_answer(service, &format!("HTTP {code}{fault}")));
            }
        }
        let body = http::body(response, self.body_max).await.map_err(|error| match error {
            BodyError::TooLarge(most) => {
                no_answer(service, &format!("expected at most {most} bytes, found more"))
            }
            BodyError::Broken(error) => no_answer(service, &http::told(&error)),
        })?;
        let opened = gzip::opened(&body, self.body_max);
        Ok(opened.map_err(|error| no_answer(service, &error.to_string()))?.into_owned())
    }

    pub(super) fn access(&self, seller: &SellerId, cnpj: &str) -> Result<&Access, SefazError> {
        self.emitters.get(&(seller.clone(), cnpj.to_owned())).ok_or_else(|| {
            misconfigured(&format!("no certificate for seller {seller}, CNPJ {cnpj}"))
        })
    }
}

fn connected(
    roots: &Roots,
    limits: Limits,
    seller: &SellerId,
    cnpj: &Cnpj,
    identity: &Identity,
) -> Result<Client, SefazSetupError> {
    let builder = tls::client(roots, Some(identity), Offer::Http1, limits).map_err(|source| {
        SefazSetupError::Identity { seller: seller.clone(), cnpj: cnpj.clone(), source }
    })?;
    builder.https_only(true).build().map_err(|e| SefazSetupError::Http(http::told(&e)))
}

impl fmt::Debug for SefazClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let emitters: Vec<_> = self.emitters.keys().collect();
        f.debug_struct("SefazClient").field("emitters", &emitters).finish_non_exhaustive()
    }
}

/// What a broken connection means. Only what is known to be unsent is unreachable.
fn unanswered(service: Service, error: &reqwest::Error) -> SefazError {
    let name = service.wsdl();
    if let Some(refusal) = http::from_causes(error, tls::refusal) {
        return misconfigured(&format!("{name}: the server refused our certificate: {refusal}"));
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

pub(super) fn no_answer(service: Service, text: &str) -> SefazError {
    let message = http::bounded(&format!("{}: {text}", service.wsdl()), http::TEXT_MAX);
    SefazError { kind: SefazErrorKind::NoAnswer, message }
}

pub(super) fn misconfigured(text: &str) -> SefazError {
    let message = http::bounded(text, http::TEXT_MAX);
    SefazError { kind: SefazErrorKind::Misconfigured, message }
}
