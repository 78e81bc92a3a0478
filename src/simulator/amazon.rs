//! Amazon: Shipment Invoicing v0 for registered sellers, with its buckets and its patience.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::SignedDuration;

use crate::domain::{AccessKey, Chance, Digest, LifeId, SellerId, Timestamp};
use crate::ports::InvoiceStatus;

use super::bucket::TokenBucket;
use super::config::SimulatorConfig;
use super::outcome::Outcome;
use super::reply::Reply;
use super::script::{Behaviour, Operation, Script, Subject, WorldScript};
use super::shipments::{self, Known, Shipments};
use super::submission;

/// How often something was asked and said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AmazonBooks {
    /// Calls, by operation.
    pub calls: HashMap<Operation, u64>,
    /// 429s because a bucket was empty, by operation.
    pub throttled: HashMap<Operation, u64>,
    /// Submissions that were taken.
    pub submissions: u64,
    /// What must never happen: two documents for one shipment.
    pub violations: Vec<String>,
}

/// An invoice that Amazon has for a shipment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The document.
    pub document: Digest,
    /// Documents taken before it or again, this one included.
    pub submissions: u32,
    /// What validation finds; empty: nothing.
    pub faults: Vec<&'static str>,
    visible_at: Timestamp,
    verdict_at: Timestamp,
}

/// Amazon.
pub struct Amazon {
    config: SimulatorConfig,
    validation: SignedDuration,
    propagation: SignedDuration,
    chance: Chance,
    shipments: Arc<dyn Shipments>,
    buckets: HashMap<(SellerId, Operation), TokenBucket>,
    filed: HashMap<LifeId, Filed>,
    keys: HashMap<AccessKey, LifeId>,
    books: AmazonBooks,
}

impl Amazon {
    /// With nothing submitted yet.
    pub fn new(
        config: &SimulatorConfig,
        world: &WorldScript,
        shipments: Arc<dyn Shipments>,
    ) -> Amazon {
        let seconds = |it: u32| SignedDuration::from_secs(i64::from(it));
        Amazon {
            validation: seconds(world.validation_s.unwrap_or(config.validation_s)),
            propagation: seconds(world.propagation_s.unwrap_or(config.propagation_s)),
            chance: Chance::new(config.seed.as_str()),
            config: config.clone(),
            shipments,
            buckets: HashMap::new(),
            filed: HashMap::new(),
            keys: HashMap::new(),
            books: AmazonBooks::default(),
        }
    }

    /// What happened.
    pub fn books(&self) -> &AmazonBooks {
        &self.books
    }

    /// Every shipment with an invoice.
    pub fn filed(&self) -> &HashMap<LifeId, Filed> {
        &self.filed
    }

    /// What validation said of a shipment's invoice, or will say.
    pub fn status_at(&self, id: &LifeId, now: Timestamp) -> InvoiceStatus {
        match self.filed.get(id) {
            None => InvoiceStatus::NotFound,
            Some(it) if now < it.visible_at => InvoiceStatus::NotFound,
            Some(it) if now < it.verdict_at => InvoiceStatus::Processing,
            Some(it) if it.faults.is_empty() => InvoiceStatus::Accepted,
            Some(_) => InvoiceStatus::Errored,
        }
    }

    /// `getShipmentDetails`.
    pub fn shipment_details(
        &mut self,
        id: &LifeId,
        script: &mut Script,
        now: Timestamp,
    ) -> Outcome<Reply> {
        let operation = Operation::GetShipmentDetails;
        let said = match self.admit(operation, id, script, now) {
            Ok(said) => said,
            Err(outcome) => return outcome,
        };
        if let Some(outcome) = self.plain(operation, id, &said, now) {
            return outcome;
        }
        match self.shipments.body(&id.shipment) {
            None => self.error(operation, id, 404, "NotFound", "Shipment does not exist", now),
            Some(_) if said == Behaviour::Lost => Outcome::Cut,
            Some(body) => Outcome::Answer(self.reply(operation, id, now).with(200, body)),
        }
    }

    /// `submitInvoice`, with the request's body.
    pub fn submit_invoice(
        &mut self,
        id: &LifeId,
        body: &[u8],
        script: &mut Script,
        now: Timestamp,
    ) -> Outcome<Reply> {
        let operation = Operation::SubmitInvoice;
        let said = match self.admit(operation, id, script, now) {
            Ok(said) => said,
            Err(outcome) => return outcome,
        };
        if let Some(outcome) = self.plain(operation, id, &said, now) {
            return outcome;
        }
        let file = match submission::file(body) {
            Ok(file) => file,
            Err(details) => return self.error(operation, id, 400, "InvalidInput", &details, now),
        };
        let Some(shipment) = self.shipments.body(&id.shipment) else {
            let details = "Shipment does not exist";
            return self.error(operation, id, 400, "InvalidInput", details, now);
        };
        let will_err = said == Behaviour::Invoice(InvoiceStatus::Errored);
        if let Err(details) = self.take(id, &file, &shipments::known(&shipment), will_err, now) {
            return self.error(operation, id, 400, "InvalidInput", details, now);
        }
        if said == Behaviour::Lost {
            return Outcome::Cut;
        }
        Outcome::Answer(self.reply(operation, id, now).with(200, b"{}".to_vec()))
    }

    /// `getInvoiceStatus`.
    pub fn invoice_status(
        &mut self,
        id: &LifeId,
        script: &mut Script,
        now: Timestamp,
    ) -> Outcome<Reply> {
        let operation = Operation::GetInvoiceStatus;
        let said = match self.admit(operation, id, script, now) {
            Ok(said) => said,
            Err(outcome) => return outcome,
        };
        if let Some(outcome) = self.plain(operation, id, &said, now) {
            return outcome;
        }
        let status = match said {
            Behaviour::Lost => return Outcome::Cut,
            Behaviour::Invoice(status) => {
                self.settle(id, &status, now);
                status
            }
            _ => self.status_at(id, now),
        };
        let word = match &status {
            InvoiceStatus::Processing => "Processing",
            InvoiceStatus::Accepted => "Accepted",
            InvoiceStatus::Errored => "Errored",
            InvoiceStatus::NotFound => "NotFound",
            InvoiceStatus::Other(word) => word,
        };
        let shipment = id.shipment.as_str();
        let body = serde_json::json!({
            "payload": {"Shipments": {"AmazonShipmentId": shipment, "InvoiceStatus": word}}
        });
        let reply = self.reply(operation, id, now);
        Outcome::Answer(reply.with(200, body.to_string().into_bytes()))
    }

    /// Takes a token of the Tokens API.
    pub fn admit_tokens(&mut self, seller: &SellerId, now: Timestamp) -> bool {
        self.take_token(Operation::Tokens, seller, now)
    }

    /// A verdict that was scripted stays.
    fn settle(&mut self, id: &LifeId, status: &InvoiceStatus, now: Timestamp) {
        let Some(filed) = self.filed.get_mut(id) else { return };
        match status {
            InvoiceStatus::Accepted => filed.faults.clear(),
            InvoiceStatus::Errored => filed.faults = vec!["as scripted"],
            InvoiceStatus::Processing | InvoiceStatus::NotFound | InvoiceStatus::Other(_) => return,
        }
        filed.visible_at = filed.visible_at.min(now);
        filed.verdict_at = filed.verdict_at.min(now);
    }

    /// Takes a document in. One shipment has one invoice: another document is refused unless
    /// validation has refused the first.
    fn take(
        &mut self,
        id: &LifeId,
        file: &[u8],
        known: &Known,
        will_err: bool,
        now: Timestamp,
    ) -> Result<(), &'static str> {
        let document = Digest::of(file);
        let status = self.status_at(id, now);
        let before = self.filed.get(id);
        let has_failed = status == InvoiceStatus::Errored;
        if let Some(filed) = before.filter(|_| !has_failed) {
            if filed.document == document {
                return Ok(());
            }
            self.books.violations.push(format!("a second document for {id} while {status:?}"));
            return Err("an invoice was already submitted for this shipment");
        }
        let cnpjs = self.config.sellers.get(&id.seller).map(|it| it.cnpjs.as_slice());
        let (key, mut faults) = submission::faults(file, known, cnpjs.unwrap_or_default());
        if let Some(other) = key.as_ref().and_then(|it| self.keys.get(it)).filter(|it| *it != id) {
            self.books.violations.push(format!("the note of {other} submitted for {id}"));
            faults.push("the note belongs to another shipment");
        }
        if will_err {
            faults.push("as scripted");
        }
        let submissions = before.map_or(0, |it| it.submissions) + 1;
        if let Some(key) = key {
            self.keys.entry(key).or_insert_with(|| id.clone());
        }
        self.books.submissions += 1;
        let verdict_at = self.later(now, self.validation_of(id, submissions));
        let visible_at = self.later(now, self.propagation).min(verdict_at);
        let filed = Filed { document, submissions, faults, visible_at, verdict_at };
        self.filed.insert(id.clone(), filed);
        Ok(())
    }

    /// The configured time, a quarter more or less.
    fn validation_of(&self, id: &LifeId, submissions: u32) -> SignedDuration {
        let whole = u64::try_from(self.validation.as_millis()).unwrap_or(0);
        let half = whole / 2;
        let words = ["validation", id.seller.as_str(), id.shipment.as_str()];
        let drawn =
            self.chance.below(half + 1, &[&words[..], &[&submissions.to_string()]].concat());
        SignedDuration::from_millis(i64::try_from(whole - half / 2 + drawn).unwrap_or(0))
    }

    fn later(&self, now: Timestamp, by: SignedDuration) -> Timestamp {
        now.checked_add(by).unwrap_or(Timestamp::MAX)
    }

    /// Counts, asks the bucket, then the script.
    fn admit(
        &mut self,
        operation: Operation,
        id: &LifeId,
        script: &mut Script,
        now: Timestamp,
    ) -> Result<Behaviour, Outcome<Reply>> {
        *self.books.calls.entry(operation).or_default() += 1;
        if !self.config.sellers.contains_key(&id.seller) {
            return Err(self.error(operation, id, 403, "Unauthorized", "Access denied", now));
        }
        if !self.take_token(operation, &id.seller, now) {
            return Err(self.status(operation, id, 429, now));
        }
        Ok(script.next(operation, Subject::Shipment(&id.shipment), now))
    }

    fn take_token(&mut self, operation: Operation, seller: &SellerId, now: Timestamp) -> bool {
        let (rate, burst) = match operation {
            Operation::Tokens => (self.config.tokens_rate_per_s, self.config.tokens_burst),
            _ => (self.config.rate_per_s, self.config.burst),
        };
        let bucket = self
            .buckets
            .entry((seller.clone(), operation))
            .or_insert_with(|| TokenBucket::new(rate, burst, now));
        let granted = bucket.take(now);
        if !granted {
            *self.books.throttled.entry(operation).or_default() += 1;
        }
        granted
    }

    /// Behaviours that are the same for every operation.
    fn plain(
        &self,
        operation: Operation,
        id: &LifeId,
        said: &Behaviour,
        now: Timestamp,
    ) -> Option<Outcome<Reply>> {
        match said {
            Behaviour::Http(status) => Some(self.status(operation, id, *status, now)),
            Behaviour::Timeout => Some(Outcome::Silence),
            Behaviour::Unreachable => Some(Outcome::Unreachable),
            Behaviour::Garbage => Some(Outcome::Garbage),
            Behaviour::Ok
            | Behaviour::Lost
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
            | Behaviour::Taken => None,
        }
    }

    fn status(
        &self,
        operation: Operation,
        id: &LifeId,
        status: u16,
        now: Timestamp,
    ) -> Outcome<Reply> {
        Outcome::Answer(self.reply(operation, id, now).refusing(status))
    }

    fn error(
        &self,
        operation: Operation,
        id: &LifeId,
        status: u16,
        code: &str,
        details: &str,
        now: Timestamp,
    ) -> Outcome<Reply> {
        Outcome::Answer(self.reply(operation, id, now).saying(status, code, details))
    }

    fn reply(&self, operation: Operation, id: &LifeId, now: Timestamp) -> Reply {
        let now = now.to_string();
        let words = [operation.name(), id.seller.as_str(), id.shipment.as_str(), &now];
        Reply::new(self.chance.salt(&words), self.config.rate_per_s)
    }
}
