//! The client: tokens, headers, one call, its answer.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue, USER_AGENT};
use reqwest::{Client, Method, Response, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};

use super::cache::{Token, TokenCell};
use super::operation::Operation;
use super::settings::{self, SpapiConfig, SpapiSetupError};
use super::wire::SubmitInvoice;
use super::{content_md5, lwa, tokens, trouble, wire};
use crate::adapters::http::{self, BodyError};
use crate::adapters::tls::{self, Limits, Offer, Roots};
use crate::domain::{LifeId, SellerId};
use crate::ports::{Amazon, AmazonError, AmazonErrorKind, Answer, Clock, InvoiceStatus};

/// Amazon over HTTP.
pub struct SpapiClient {
    http: Client,
    base: Url,
    lwa: Url,
    agent: HeaderValue,
    config: SpapiConfig,
    sellers: BTreeMap<SellerId, Access>,
    clock: Arc<dyn Clock>,
}

/// One seller's way in.
struct Access {
    refresh_token: SecretString,
    access: TokenCell,
    restricted: TokenCell,
}

/// The tokens of a call that Amazon refused, by serial.
#[derive(Clone, Copy)]
struct Worn {
    token: u64,
    parent: u64,
}

/// What came back, with its body read.
struct Reply {
    status: StatusCode,
    request_id: Option<String>,
    rate_limit: Option<u64>,
    body: Result<Vec<u8>, BodyError>,
}

impl SpapiClient {
    /// Sets the client up; nothing is sent yet. `sellers` are their LWA refresh tokens.
    pub fn new(
        config: SpapiConfig,
        sellers: BTreeMap<SellerId, SecretString>,
        roots: &Roots,
        clock: Arc<dyn Clock>,
    ) -> Result<SpapiClient, SpapiSetupError> {
        let base = settings::url("base_url", &config.base_url)?;
        let lwa = settings::url("lwa_url", &config.lwa_url)?;
        if roots.is_empty() && [&base, &lwa].iter().any(|url| url.scheme() == "https") {
            return Err(SpapiSetupError::NoRoots);
        }
        let agent = HeaderValue::from_str(&config.user_agent)
            .ok()
            .filter(|it| it.len() <= 500 && !it.is_empty())
            .ok_or_else(|| SpapiSetupError::UserAgent(http::bounded(&config.user_agent, 120)))?;
        let limits =
            Limits { total: config.timeout, connect: config.connect_timeout, idle: http::IDLE };
        let http = tls::client(roots, None, Offer::Http2, limits)?
            .build()
            .map_err(|e| SpapiSetupError::Http(http::told(&e)))?;
        let sellers = sellers.into_iter().map(|(id, token)| (id, Access::new(token))).collect();
        Ok(SpapiClient { http, base, lwa, agent, config, sellers, clock })
    }

    /// Whether this seller's tokens can be had, both of them: what `doctor` asks.
    pub async fn try_tokens(&self, seller: &SellerId) -> Result<(), AmazonError> {
        self.restricted_token(self.access(seller)?, None).await.map(|_| ())
    }

    /// `submitInvoice` with both strings as they are. The static sandbox knows only its own, whose
    /// MD5 is hexadecimal and matches nothing.
    pub async fn submit_raw(
        &self,
        id: &LifeId,
        invoice_content: &str,
        content_md5: &str,
    ) -> Result<Answer<()>, AmazonError> {
        let marketplace_id = self.config.marketplace_id.as_deref();
        let request = SubmitInvoice { invoice_content, marketplace_id, content_md5 };
        let body = serde_json::to_vec(&request)
            .map_err(|e| trouble::plain(AmazonErrorKind::Refused, &e.to_string()))?;
        self.call(Operation::SubmitInvoice, id, body, |it| wire::is_taken(it).then_some(())).await
    }

    /// Makes a call; once more when a token was refused, with fresh ones.
    async fn call<T>(
        &self,
        operation: Operation,
        id: &LifeId,
        body: Vec<u8>,
        read: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<Answer<T>, AmazonError> {
        let access = self.access(&id.seller)?;
        let url = operation.url(&self.base, &id.shipment);
        let what = operation.name();
        let mut worn = None;
        let reply = loop {
            let token = if operation.is_restricted() {
                self.restricted_token(access, worn).await?
            } else {
                self.access_token(access, worn.map(|it: Worn| it.token)).await?
            };
            let sent = self.send(operation.method(), &url, &token, body.clone()).await;
            let reply = sent.map_err(|e| trouble::unanswered(what, &e))?;
            tracing::debug!(
                amazon.operation = what,
                amazon.request_id = reply.request_id.as_deref().unwrap_or_default(),
                http.status = reply.status.as_u16(),
                seller.id = %id.seller,
                shipment.id = %id.shipment,
                "Amazon answered"
            );
            if worn.is_none() && matches!(reply.status.as_u16(), 401 | 403) {
                worn = Some(Worn { token: token.serial, parent: token.parent });
                continue;
            }
            break reply;
        };
        reply.read(what, read)
    }

    async fn access_token(
        &self,
        access: &Access,
        worn: Option<u64>,
    ) -> Result<Arc<Token>, AmazonError> {
        let fetch = async || {
            let fetched = lwa::fetch(&self.http, &self.lwa, &self.config, &access.refresh_token);
            fetched.await.map(|granted| (granted, 0))
        };
        access.access.get(self.clock.as_ref(), worn, fetch).await
    }

    async fn restricted_token(
        &self,
        access: &Access,
        worn: Option<Worn>,
    ) -> Result<Arc<Token>, AmazonError> {
        let fetch = async || {
            let url = tokens::url(&self.base);
            let mut worn_parent = worn.map(|it| it.parent);
            loop {
                let parent = self.access_token(access, worn_parent).await?;
                let sent = self.send(Method::POST, &url, &parent, tokens::request()).await;
                let reply = sent.map_err(|e| {
                    let text = format!("{}: {}", tokens::WHAT, http::told(&e));
                    trouble::plain(AmazonErrorKind::Unreachable, &text)
                })?;
                tracing::info!(
                    amazon.operation = tokens::WHAT,
                    amazon.request_id = reply.request_id.as_deref().unwrap_or_default(),
                    http.status = reply.status.as_u16(),
                    "Amazon answered the request for a restricted data token"
                );
                if worn_parent.is_none() && matches!(reply.status.as_u16(), 401 | 403) {
                    worn_parent = Some(parent.serial);
                    continue;
                }
                let body = reply.body.unwrap_or_default();
                let granted = tokens::read(reply.status, &body, reply.request_id)?;
                return Ok((granted, parent.serial));
            }
        };
        access.restricted.get(self.clock.as_ref(), worn.map(|it| it.token), fetch).await
    }

    async fn send(
        &self,
        method: Method,
        url: &Url,
        token: &Token,
        body: Vec<u8>,
    ) -> Result<Reply, reqwest::Error> {
        let date = self.clock.now().strftime("%Y%m%dT%H%M%SZ").to_string();
        let mut request = self
            .http
            .request(method, url.clone())
            .header("x-amz-access-token", secret_header(&token.text))
            .header("x-amz-date", date)
            .header(USER_AGENT, self.agent.clone())
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json");
        if !body.is_empty() {
            request = request.body(body);
        }
        Ok(Reply::of(request.send().await?, self.config.body_max).await)
    }

    fn access(&self, seller: &SellerId) -> Result<&Access, AmazonError> {
        self.sellers.get(seller).ok_or_else(|| {
            let text = format!("no refresh token is configured for seller {seller}");
            trouble::plain(AmazonErrorKind::Denied, &text)
        })
    }
}

impl Access {
    fn new(refresh_token: SecretString) -> Access {
        Access { refresh_token, access: TokenCell::default(), restricted: TokenCell::default() }
    }
}

impl Reply {
    async fn of(response: Response, body_max: usize) -> Reply {
        let text = |name: &str| response.headers().get(name)?.to_str().ok();
        let request_id = text("x-amzn-requestid").map(|it| http::bounded(it, 100));
        let rate_limit = text("x-amzn-ratelimit-limit").and_then(wire::rate_limit);
        let status = response.status();
        let body = http::body(response, body_max).await;
        Reply { status, request_id, rate_limit, body }
    }

    /// What it means: the status first; of a 2xx, what `read` makes of the body.
    fn read<T>(
        self,
        what: &str,
        read: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<Answer<T>, AmazonError> {
        let Reply { status, request_id, rate_limit, body } = self;
        if !status.is_success() {
            let body = body.unwrap_or_default();
            let kind = trouble::kind_of(status);
            return Err(trouble::answered(kind, what, status, &body, request_id));
        }
        let unreadable = |text: String, request_id| {
            let error = trouble::plain(AmazonErrorKind::Unreadable, &format!("{what}: {text}"));
            AmazonError { request_id, ..error }
        };
        let body = match body {
            Ok(body) => body,
            Err(BodyError::TooLarge(most)) => {
                let text = format!("expected an answer of at most {most} bytes, found more");
                return Err(unreadable(text, request_id));
            }
            Err(BodyError::Broken(error)) => {
                return Err(AmazonError { request_id, ..trouble::unanswered(what, &error) });
            }
        };
        match read(&body) {
            Some(value) => Ok(Answer { value, request_id, rate_limit }),
            None => {
                let status = status.as_u16();
                // A submission with errors beside its 200 is not known to be taken.
                let said = wire::first_error(&body).map(|it| format!(", {it}")).unwrap_or_default();
                let text = format!("HTTP {status}, and the body is not the model's{said}");
                Err(unreadable(text, request_id))
            }
        }
    }
}

/// A header that no log of a library shows. Amazon's tokens are ASCII; one that is not could not
/// be sent, and an empty one is refused like a wrong one.
fn secret_header(token: &SecretString) -> HeaderValue {
    let mut value = HeaderValue::from_str(token.expose_secret())
        .unwrap_or_else(|_| HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

impl Amazon for SpapiClient {
    async fn shipment_details(&self, id: &LifeId) -> Result<Answer<Vec<u8>>, AmazonError> {
        let read = |body: &[u8]| wire::has_payload(body).then(|| body.to_vec());
        self.call(Operation::ShipmentDetails, id, Vec::new(), read).await
    }

    async fn submit_invoice(
        &self,
        id: &LifeId,
        nfe_proc: &[u8],
    ) -> Result<Answer<()>, AmazonError> {
        self.submit_raw(id, &STANDARD.encode(nfe_proc), &content_md5(nfe_proc)).await
    }

    async fn invoice_status(&self, id: &LifeId) -> Result<Answer<InvoiceStatus>, AmazonError> {
        let read = |body: &[u8]| wire::invoice_status(body, &id.shipment);
        self.call(Operation::InvoiceStatus, id, Vec::new(), read).await
    }
}

impl fmt::Debug for SpapiClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sellers: Vec<&str> = self.sellers.keys().map(SellerId::as_str).collect();
        f.debug_struct("SpapiClient")
            .field("base", &self.base.as_str())
            .field("sellers", &sellers)
            .finish_non_exhaustive()
    }
}
