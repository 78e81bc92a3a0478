//! The simulated world on loopback: Amazon, LWA and Tokens over HTTP, SEFAZ over HTTPS.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::connect_info::ConnectInfo;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::domain::{LifeId, SellerId, ShipmentId};
use crate::ports::Clock;

use super::config::SimulatorConfig;
use super::core::Simulator;
use super::outcome::Outcome;
use super::reply::Reply;
use super::script::{Behaviour, Operation};
use super::tokens::{Grant, TokenError};
use super::wire::{Listener, Wire};
use super::{soap, wire};

/// Larger requests are refused: Amazon documents no limit, SEFAZ's own is smaller.
const BODY_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Why the servers do not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// A port that cannot be had.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The certificate, its key, or the client's authority.
    #[error("{0}")]
    Tls(String),
}

/// Where the servers listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// Amazon, LWA and Tokens: plain HTTP.
    pub amazon: SocketAddr,
    /// SEFAZ: HTTPS with a client certificate.
    pub sefaz: SocketAddr,
}

/// What every request needs.
#[derive(Clone)]
pub(super) struct Face {
    pub(super) simulator: Arc<Simulator>,
    pub(super) clock: Arc<dyn Clock>,
    silence: Duration,
    slow: Duration,
    stop: watch::Receiver<bool>,
}

/// Starts both servers; they stop once `stop` says true, or its sender is gone.
pub async fn serve(
    config: &SimulatorConfig,
    simulator: Arc<Simulator>,
    clock: Arc<dyn Clock>,
    stop: watch::Receiver<bool>,
) -> Result<Addresses, ServeError> {
    let face = Face {
        simulator,
        clock,
        silence: Duration::from_secs(u64::from(config.silence_s)),
        slow: Duration::from_secs(u64::from(config.slow_s)),
        stop: stop.clone(),
    };
    let tls = wire::tls(config).map_err(ServeError::Tls)?;
    let amazon = bind(SocketAddr::new(config.listen, config.amazon_port)).await?;
    let sefaz = bind(SocketAddr::new(config.listen, config.sefaz_port)).await?;
    let addresses = Addresses { amazon: address(&amazon)?, sefaz: address(&sefaz)? };
    run(Listener::plain(amazon), amazon_routes(face.clone()), stop.clone());
    let simulator = Arc::clone(&face.simulator);
    let refuses = move || simulator.refuses_handshake();
    run(Listener::tls(sefaz, tls, refuses, stop.clone()), soap::routes(face), stop);
    Ok(addresses)
}

async fn bind(at: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(at).await.map_err(|error| ServeError::Listen(at, error))
}

fn address(listener: &TcpListener) -> Result<SocketAddr, ServeError> {
    let nowhere = SocketAddr::from(([0, 0, 0, 0], 0));
    listener.local_addr().map_err(|error| ServeError::Listen(nowhere, error))
}

fn run(listener: Listener, routes: Router, stop: watch::Receiver<bool>) {
    let routes = routes.layer(DefaultBodyLimit::max(BODY_BYTES_MAX));
    let service = routes.into_make_service_with_connect_info::<Wire>();
    tokio::spawn(async move {
        let server = axum::serve(listener, service).with_graceful_shutdown(stopped(stop));
        if let Err(error) = server.await {
            tracing::error!(%error, "a simulated server ended");
        }
    });
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // An error means that nobody is left to say it: that is a stop too.
    let _ended = stop.wait_for(|it| *it).await.is_err();
}

fn amazon_routes(face: Face) -> Router {
    let shipment = "/fba/outbound/brazil/v0/shipments/{id}";
    Router::new()
        .route("/auth/o2/token", post(lwa))
        .route("/tokens/2021-03-01/restrictedDataToken", post(restricted))
        .route(shipment, get(details))
        .route(&format!("{shipment}/invoice"), post(submit))
        .route(&format!("{shipment}/invoice/status"), get(status))
        .with_state(face)
}

impl Face {
    /// Nothing is answered until the caller goes, the time is over or the server stops.
    async fn silent(&self, wire: &Wire) -> Response {
        self.rest(self.silence).await;
        wire.cut();
        Response::new(Body::empty())
    }

    /// Waits so long, or until the server stops.
    async fn rest(&self, time: Duration) {
        let stopped = stopped(self.stop.clone());
        let _over = tokio::time::timeout(time, stopped).await.is_err();
    }

    /// Puts an outcome on the wire. `Unreachable` cannot be played by a server that was reached:
    /// the connection breaks before anything is done.
    pub(super) async fn play<T>(
        &self,
        wire: &Wire,
        outcome: Outcome<T>,
        answer: impl FnOnce(T) -> Response,
    ) -> Response {
        match outcome {
            Outcome::Answer(it) | Outcome::Gzip(it) => answer(it),
            Outcome::Slow(it) => {
                self.rest(self.slow).await;
                answer(it)
            }
            Outcome::Truncated(it) => halved(answer(it)).await,
            Outcome::Http(status) => plain(status, "text/html", "<html>error</html>".into()),
            Outcome::Garbage => plain(200, "text/html", "<html>maintenance</html>".into()),
            Outcome::Silence => self.silent(wire).await,
            Outcome::Cut | Outcome::Unreachable => {
                wire.cut();
                Response::new(Body::empty())
            }
        }
    }

    /// LWA and Tokens: what the script has for them, if anything.
    async fn scripted(&self, operation: Operation, wire: &Wire) -> Option<Response> {
        let outcome = match self.simulator.scripted(operation, self.clock.now()) {
            Behaviour::Http(status) => Outcome::Http(status),
            Behaviour::Timeout => Outcome::Silence,
            Behaviour::Lost | Behaviour::Unreachable => Outcome::Cut,
            Behaviour::Garbage => Outcome::Garbage,
            Behaviour::Ok
            | Behaviour::Invoice(_)
            | Behaviour::Note(..)
            | Behaviour::Service(..)
            | Behaviour::Late
            | Behaviour::Duplicate
            | Behaviour::Tls
            | Behaviour::Truncated
            | Behaviour::Slow
            | Behaviour::Gzip
            | Behaviour::Alert(_)
            | Behaviour::Taken => return None,
        };
        Some(self.play(wire, outcome, |(): ()| Response::new(Body::empty())).await)
    }

    fn life(
        &self,
        headers: &HeaderMap,
        id: &str,
        restricted: bool,
    ) -> Result<LifeId, Box<Response>> {
        let token = headers.get("x-amz-access-token").and_then(|it| it.to_str().ok());
        let now = self.clock.now();
        // Amazon refuses a user agent of more than 500 characters, and wants one (spapi.md 3.2).
        let agent = headers.get(header::USER_AGENT).map_or(0, |it| it.len());
        if !(1..=500).contains(&agent) {
            return Err(Box::new(refused(400, "InvalidInput", "user-agent")));
        }
        let seller: SellerId = match token {
            None => return Err(Box::new(refused(401, "Unauthorized", "no access token"))),
            Some(token) => match self.simulator.seller_of(token, restricted, now) {
                Ok(seller) => seller,
                Err(error) => {
                    return Err(Box::new(refused(403, "Unauthorized", &error.to_string())));
                }
            },
        };
        match ShipmentId::parse(id) {
            Ok(shipment) => Ok(LifeId { seller, shipment }),
            Err(_) => Err(Box::new(refused(400, "InvalidInput", "an invalid ShipmentID"))),
        }
    }
}

async fn lwa(
    State(face): State<Face>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    body: Bytes,
) -> Response {
    if let Some(response) = face.scripted(Operation::Lwa, &wire).await {
        return response;
    }
    let form = String::from_utf8_lossy(&body);
    match face.simulator.access_token(&form, face.clock.now()) {
        Ok(Grant { token, expires_in }) => {
            let body = serde_json::json!({
                "access_token": token, "token_type": "bearer", "expires_in": expires_in
            });
            plain(200, "application/json", body.to_string())
        }
        Err(error) => {
            let status = if error == TokenError::Client { 401 } else { 400 };
            let body = serde_json::json!({"error": error.to_string(), "error_description": ""});
            plain(status, "application/json", body.to_string())
        }
    }
}

async fn restricted(
    State(face): State<Face>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(response) = face.scripted(Operation::Tokens, &wire).await {
        return response;
    }
    let token = headers.get("x-amz-access-token").and_then(|it| it.to_str().ok());
    let given = face.simulator.restricted_token(token.unwrap_or_default(), &body, face.clock.now());
    match given {
        None => refused(429, "QuotaExceeded", ""),
        Some(Ok(Grant { token, expires_in })) => {
            let body = serde_json::json!({"restrictedDataToken": token, "expiresIn": expires_in});
            plain(200, "application/json", body.to_string())
        }
        Some(Err(TokenError::Resources)) => refused(400, "InvalidInput", "restrictedResources"),
        Some(Err(error)) => refused(403, "Unauthorized", &error.to_string()),
    }
}

async fn details(
    State(face): State<Face>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match face.life(&headers, &id, true) {
        Err(response) => *response,
        Ok(id) => {
            let outcome = face.simulator.shipment_details(&id, face.clock.now());
            face.play(&wire, outcome, response).await
        }
    }
}

async fn submit(
    State(face): State<Face>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let content = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    if !content.is_some_and(|it| it.starts_with("application/json")) {
        return refused(415, "UnsupportedMediaType", "expected application/json");
    }
    match face.life(&headers, &id, false) {
        Err(response) => *response,
        Ok(id) => {
            let outcome = face.simulator.submit_invoice(&id, &body, face.clock.now());
            face.play(&wire, outcome, response).await
        }
    }
}

async fn status(
    State(face): State<Face>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match face.life(&headers, &id, false) {
        Err(response) => *response,
        Ok(id) => {
            let outcome = face.simulator.invoice_status(&id, face.clock.now());
            face.play(&wire, outcome, response).await
        }
    }
}

/// The first half of an answer, as a whole response of its own.
async fn halved(whole: Response) -> Response {
    let (head, body) = whole.into_parts();
    // It is in memory already, and was bounded when it was written.
    let bytes = axum::body::to_bytes(body, BODY_BYTES_MAX).await.unwrap_or_default();
    let half = bytes.slice(..bytes.len() / 2);
    Response::from_parts(head, Body::from(half))
}

/// An error before the operation was reached.
fn refused(status: u16, code: &str, details: &str) -> Response {
    let reply = Reply::new("simulator".to_owned(), super::config::PerSecond(1));
    let mut reply = reply.saying(status, code, details);
    reply.rate_limit = None;
    response(reply)
}

fn response(reply: Reply) -> Response {
    let body = String::from_utf8(reply.body).unwrap_or_default();
    let mut response = plain(reply.status, "application/json", body);
    let mut put = |name: &'static str, value: &str| {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    };
    put("x-amzn-requestid", &reply.request_id);
    if let Some(rate) = reply.rate_limit {
        put("x-amzn-ratelimit-limit", &rate.to_string());
    }
    if let Some(kind) = reply.error_type {
        put("x-amzn-errortype", kind);
    }
    response
}

pub(super) fn plain(status: u16, content_type: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::IM_A_TEAPOT);
    let content_type = header::HeaderValue::from_static(content_type);
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response
}
