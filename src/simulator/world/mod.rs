//! The simulated world in process: the ports, in virtual time.

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

use crate::domain::{LifeId, Timestamp};
use crate::ports::{Amazon, AmazonError, AmazonErrorKind, Answer, Clock, InvoiceStatus};

use super::core::Simulator;
use super::outcome::Outcome;
use super::reply::Reply;
use super::script::{Behaviour, Operation};

mod sefaz;
#[cfg(test)]
mod tests;

/// A clock that stands until it is moved.
#[derive(Debug)]
pub struct VirtualClock(Mutex<Timestamp>);

impl VirtualClock {
    /// Begins here.
    pub fn new(now: Timestamp) -> VirtualClock {
        VirtualClock(Mutex::new(now))
    }

    /// Goes there; never backwards.
    pub fn advance_to(&self, then: Timestamp) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = then.max(*now);
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Amazon and SEFAZ, without a socket.
#[derive(Clone)]
pub struct Simulated {
    simulator: Arc<Simulator>,
    clock: Arc<VirtualClock>,
}

impl Simulated {
    /// Puts the simulator under a virtual clock.
    pub fn new(simulator: Arc<Simulator>, clock: Arc<VirtualClock>) -> Simulated {
        Simulated { simulator, clock }
    }

    /// The simulator, for its books.
    pub fn simulator(&self) -> &Simulator {
        &self.simulator
    }

    /// The clock.
    pub fn clock(&self) -> &VirtualClock {
        &self.clock
    }

    /// A token that cannot be had: nothing was asked of the operation itself.
    fn token(&self, operation: Operation) -> Result<(), AmazonError> {
        let fail = |kind, message: &str| {
            let message = format!("{}: {message}", operation.name());
            Err(AmazonError { kind, message, request_id: None })
        };
        match self.simulator.scripted(operation, self.clock.now()) {
            Behaviour::Http(status @ (400 | 401 | 403)) => {
                fail(AmazonErrorKind::Denied, &format!("HTTP {status}"))
            }
            Behaviour::Http(status) => {
                fail(AmazonErrorKind::Unreachable, &format!("HTTP {status}"))
            }
            Behaviour::Timeout | Behaviour::Lost | Behaviour::Unreachable | Behaviour::Garbage => {
                fail(AmazonErrorKind::Unreachable, "no token")
            }
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
            | Behaviour::Taken => Ok(()),
        }
    }
}

impl Clock for Simulated {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl Amazon for Simulated {
    async fn shipment_details(&self, id: &LifeId) -> Result<Answer<Vec<u8>>, AmazonError> {
        self.token(Operation::Lwa)?;
        self.token(Operation::Tokens)?;
        heard(self.simulator.shipment_details(id, self.clock.now()), Ok)
    }

    async fn submit_invoice(
        &self,
        id: &LifeId,
        nfe_proc: &[u8],
    ) -> Result<Answer<()>, AmazonError> {
        self.token(Operation::Lwa)?;
        let body = serde_json::json!({
            "InvoiceContent": STANDARD.encode(nfe_proc),
            "ContentMD5Value": STANDARD.encode(Md5::digest(nfe_proc)),
        });
        let body = body.to_string().into_bytes();
        heard(self.simulator.submit_invoice(id, &body, self.clock.now()), |_| Ok(()))
    }

    async fn invoice_status(&self, id: &LifeId) -> Result<Answer<InvoiceStatus>, AmazonError> {
        self.token(Operation::Lwa)?;
        heard(self.simulator.invoice_status(id, self.clock.now()), |body| {
            let whole: serde_json::Value =
                serde_json::from_slice(&body).map_err(|_| "not JSON".to_owned())?;
            let word = whole.pointer("/payload/Shipments/InvoiceStatus").and_then(|it| it.as_str());
            match word.ok_or("no InvoiceStatus")? {
                "Processing" => Ok(InvoiceStatus::Processing),
                "Accepted" => Ok(InvoiceStatus::Accepted),
                "Errored" => Ok(InvoiceStatus::Errored),
                "NotFound" => Ok(InvoiceStatus::NotFound),
                other => Ok(InvoiceStatus::Other(other.to_owned())),
            }
        })
    }
}

/// What a client makes of an outcome: the status first (spapi.md 6).
fn heard<T>(
    outcome: Outcome<Reply>,
    read: impl FnOnce(Vec<u8>) -> Result<T, String>,
) -> Result<Answer<T>, AmazonError> {
    let fail = |kind, message: &str| {
        Err(AmazonError { kind, message: message.to_owned(), request_id: None })
    };
    let reply = match outcome {
        Outcome::Answer(reply) | Outcome::Slow(reply) | Outcome::Gzip(reply) => reply,
        Outcome::Http(_) | Outcome::Garbage | Outcome::Truncated(_) => {
            return fail(AmazonErrorKind::Unreadable, "200 and no answer of the model");
        }
        Outcome::Silence => return fail(AmazonErrorKind::NoAnswer, "no answer in time"),
        Outcome::Cut => return fail(AmazonErrorKind::NoAnswer, "the connection broke"),
        Outcome::Unreachable => return fail(AmazonErrorKind::Unreachable, "no connection"),
    };
    let request_id = Some(reply.request_id);
    let kind = match reply.status {
        200 => {
            let value = read(reply.body).map_err(|message| AmazonError {
                kind: AmazonErrorKind::Unreadable,
                message,
                request_id: request_id.clone(),
            })?;
            return Ok(Answer { value, request_id, rate_limit: reply.rate_limit.map(|it| it.0) });
        }
        429 => AmazonErrorKind::Throttled,
        404 => AmazonErrorKind::NotFound,
        401 | 403 => AmazonErrorKind::Denied,
        500..=599 => AmazonErrorKind::Unavailable,
        _ => AmazonErrorKind::Refused,
    };
    let error = serde_json::from_slice::<serde_json::Value>(&reply.body).unwrap_or_default();
    let part = |name: &str| {
        error.pointer(&format!("/errors/0/{name}")).and_then(|it| it.as_str()).unwrap_or_default()
    };
    let message = format!("HTTP {} {} {}", reply.status, part("code"), part("details"));
    Err(AmazonError { kind, message: message.trim_end().to_owned(), request_id })
}
