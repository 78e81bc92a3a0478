//! Amazon, SEFAZ and the script they play, behind one lock: what both faces speak to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::{LifeId, Timestamp};

use super::amazon::{Amazon, AmazonBooks};
use super::config::SimulatorConfig;
use super::outcome::Outcome;
use super::reply::Reply;
use super::script::{Behaviour, Operation, Script, Subject, WorldScript};
use super::sefaz::{Sefaz, SefazBooks};
use super::shipments::Shipments;
use super::tokens::{Grant, TokenError, Tokens};

/// The simulated world.
pub struct Simulator(Mutex<Inner>);

struct Inner {
    amazon: Amazon,
    sefaz: Sefaz,
    tokens: Tokens,
    script: Script,
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
            sefaz: Sefaz::new(config.tp_amb, &config.seed),
            tokens: Tokens::new(config),
            script: Script::new(world),
        }))
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

    /// NFeAutorizacao4.
    pub fn autorizacao(&self, envi_nfe: &[u8], now: Timestamp) -> Outcome<String> {
        let Inner { sefaz, script, .. } = &mut *self.inner();
        sefaz.autorizacao(envi_nfe, script, now)
    }

    /// NFeConsultaProtocolo4.
    pub fn consulta(&self, cons_sit_nfe: &[u8], now: Timestamp) -> Outcome<String> {
        let Inner { sefaz, script, .. } = &mut *self.inner();
        sefaz.consulta(cons_sit_nfe, script, now)
    }

    /// NFeStatusServico4.
    pub fn status(&self, cons_stat_serv: &[u8], now: Timestamp) -> Outcome<String> {
        let Inner { sefaz, script, .. } = &mut *self.inner();
        sefaz.status(cons_stat_serv, script, now)
    }

    /// What the script has for a call of LWA or Tokens.
    pub fn scripted(&self, operation: Operation) -> Behaviour {
        self.inner().script.next(operation, Subject::Nobody)
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
