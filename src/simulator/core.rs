//! Amazon, SEFAZ and the script they play, behind one lock: what both faces speak to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::{LifeId, Timestamp};

use super::amazon::{Amazon, AmazonBooks};
use super::config::SimulatorConfig;
use super::outcome::Outcome;
use super::reply::Reply;
use super::script::{Behaviour, Operation, Script, Subject, WorldScript};
use super::sefaz::{Call, Sefaz, SefazBooks, Server};
use super::shipments::Shipments;
use super::tokens::{Grant, TokenError, Tokens};

/// The simulated world.
pub struct Simulator(Mutex<Inner>);

struct Inner {
    amazon: Amazon,
    sefaz: Sefaz,
    tokens: Tokens,
    script: Script,
    seed: String,
}

impl Simulator {
    /// A world in which nothing has happened yet.
    pub fn new(
        config: &SimulatorConfig,
        world: &WorldScript,
        shipments: Arc<dyn Shipments>,
    ) -> Simulator {
        Simulator(Mutex::new(Inner {
            amazon: Amazon::new(config, world, shipments),
            sefaz: Sefaz::new(config.tp_amb, &config.seed, world),
            tokens: Tokens::new(config),
            script: Script::new(world, &config.seed),
            seed: config.seed.clone(),
        }))
    }

    /// Other answers and another weather from now on; what happened stays in the books.
    pub fn play(&self, world: &WorldScript) {
        let inner = &mut *self.inner();
        inner.script = Script::new(world, &inner.seed);
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // A panic elsewhere leaves the books as they are; they are still the books.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `getShipmentDetails`.
    pub fn shipment_details(&self, id: &LifeId, now: Timestamp) -> Outcome<Reply> {
        let Inner { amazon, script, .. } = &mut *self.inner();
        amazon.shipment_details(id, script, now)
    }

    /// `submitInvoice`, with the request's body.
    pub fn submit_invoice(&self, id: &LifeId, body: &[u8], now: Timestamp) -> Outcome<Reply> {
        let Inner { amazon, script, .. } = &mut *self.inner();
        amazon.submit_invoice(id, body, script, now)
    }

    /// `getInvoiceStatus`.
    pub fn invoice_status(&self, id: &LifeId, now: Timestamp) -> Outcome<Reply> {
        let Inner { amazon, script, .. } = &mut *self.inner();
        amazon.invoice_status(id, script, now)
    }

    /// One of SEFAZ's services, on one of its servers.
    pub fn sefaz(
        &self,
        service: Operation,
        server: Server,
        request: &[u8],
        now: Timestamp,
    ) -> Outcome<String> {
        let Inner { sefaz, script, .. } = &mut *self.inner();
        sefaz.answer(service, request, &mut Call { server, script, now })
    }

    /// Whether a new connection to SEFAZ is refused, as the script has it.
    pub fn refuses_handshake(&self) -> bool {
        self.inner().script.refuses_handshake()
    }

    /// What the script has for a call of LWA or Tokens.
    pub fn scripted(&self, operation: Operation, now: Timestamp) -> Behaviour {
        self.inner().script.next(operation, Subject::Nobody, now)
    }

    /// LWA: an access token for a refresh token.
    pub fn access_token(&self, form: &str, now: Timestamp) -> Result<Grant, TokenError> {
        self.inner().tokens.access(form, now)
    }

    /// Tokens API: a restricted data token; `None` when the bucket is empty.
    pub fn restricted_token(
        &self,
        access_token: &str,
        body: &[u8],
        now: Timestamp,
    ) -> Option<Result<Grant, TokenError>> {
        let Inner { amazon, tokens, .. } = &mut *self.inner();
        let seller = match tokens.seller_of(access_token, false, now) {
            Ok(seller) => seller,
            Err(error) => return Some(Err(error)),
        };
        amazon.admit_tokens(&seller, now).then(|| tokens.restricted(&seller, body, now))
    }

    /// Whose token this is; `restricted`: `getShipmentDetails` needs a restricted one.
    pub fn seller_of(
        &self,
        token: &str,
        restricted: bool,
        now: Timestamp,
    ) -> Result<crate::domain::SellerId, TokenError> {
        self.inner().tokens.seller_of(token, restricted, now)
    }

    /// What happened at Amazon.
    pub fn amazon_books(&self) -> AmazonBooks {
        self.inner().amazon.books().clone()
    }

    /// What happened at SEFAZ.
    pub fn sefaz_books(&self) -> SefazBooks {
        self.inner().sefaz.books().clone()
    }

    /// What must never happen, and did. Tests assert that there is nothing.
    pub fn violations(&self) -> Vec<String> {
        let inner = self.inner();
        [inner.amazon.books().violations.as_slice(), &inner.sefaz.books().violations].concat()
    }

    /// Reads Amazon's state.
    pub fn with_amazon<T>(&self, read: impl FnOnce(&Amazon) -> T) -> T {
        read(&self.inner().amazon)
    }

    /// Reads SEFAZ's state.
    pub fn with_sefaz<T>(&self, read: impl FnOnce(&Sefaz) -> T) -> T {
        read(&self.inner().sefaz)
    }
}
