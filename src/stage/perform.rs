//! One arm per command: ask the world, and put its answer into an event.

use super::events::Sent;
use super::policy::later;
use super::run::Performed;
use super::wire::{ShipmentError, read_shipment};
use super::{Outcome, Stage};
use crate::domain::shipment::Shipment;
use crate::domain::{Code, Digest, Fault, LifeId, Step, Timestamp};
use crate::lifecycle::{Command, Event, Lane, Life, Note, Wait};
use crate::ports::{
    Amazon, AmazonError, AmazonErrorKind, Answer, Body, InvoiceStatus, Store, StoreError, World,
};

/// Lives counted at most when the crowd before Amazon's status bucket is measured.
const CROWD_MAX: usize = 20_000;

/// Seconds between a submission without an answer and the first question: the request may still
/// be on its way.
const QUIET_S: i64 = 30;

/// Amazon's name of what a lane calls.
pub(super) fn operation(lane: Lane) -> Option<&'static str> {
    match lane {
        Lane::Fetch => Some("getShipmentDetails"),
        Lane::Submit => Some("submitInvoice"),
        Lane::AskAmazon => Some("getInvoiceStatus"),
        Lane::AskSefaz | Lane::Authorize | Lane::Register | Lane::Local => None,
    }
}

/// Whether the command is an ordinary status question, which leaves the reserve alone.
pub(super) fn status_bucket(command: &Command) -> bool {
    matches!(command, Command::AskAmazon { taken: true, .. })
}

impl<W: World> Stage<W> {
    pub(super) async fn perform(
        &self,
        life: &Life,
        command: Command,
    ) -> Result<Performed, StoreError> {
        let outcome = match command {
            Command::FetchShipment => self.fetch(life).await?,
            Command::Draft { shipment, number } => {
                return self.draft(life, &shipment, number).await;
            }
            Command::Seal(draft) => self.seal(life, &draft).await?,
            Command::Authorize(note) => self.authorize(life, &note).await?,
            Command::AskSefaz { note, absent, receipt } => {
                self.ask_sefaz(life, &note, absent, receipt.as_deref()).await?
            }
            Command::SealEvento { note, plan, since } => {
                self.seal_evento(life, &note, &plan, since).await?
            }
            Command::SendEvento { note, plan, evento } => {
                self.send_evento(life, &note, &plan, &evento).await?
            }
            Command::AskEvento { note, plan, evento, since, absent } => {
                let sent = Sent { evento: &evento, since, absent };
                self.ask_evento(life, &note, &plan, sent).await?
            }
            Command::Submit(note) => self.submit(life, &note).await?,
            Command::AskAmazon { note, since, .. } => self.ask_amazon(life, &note, since).await?,
        };
        Ok(Performed::Told(Box::new(outcome)))
    }

    /// A body that the journal names; a store without it is a fault for an engineer.
    pub(super) async fn body(
        &self,
        life: &Life,
        digest: &Digest,
        step: Step,
    ) -> Result<Result<Vec<u8>, Outcome>, StoreError> {
        let found = self.world.store().body(digest).await?;
        Ok(found.ok_or_else(|| {
            self.hold(life, vec![Fault::new(Code::BodyMissing, step, "sha256").value(digest)])
        }))
    }

    async fn fetch(&self, life: &Life) -> Result<Outcome, StoreError> {
        if !self.traders.contains_key(&life.id.seller) {
            let fault = Fault::new(Code::SellerUnknown, Step::Fetch, "SellerId");
            return Ok(self.hold(life, vec![fault.value(&life.id.seller)]));
        }
        let answer = match self.world.amazon().shipment_details(&life.id).await {
            Ok(answer) => answer,
            Err(error) => return self.fetch_failed(life, &error).await,
        };
        self.learn_rate(&life.id, "getShipmentDetails", &answer);
        let faults = match read_shipment(&answer.value) {
            Ok(shipment) => mismatches(life, &shipment),
            Err(error) => vec![unreadable(Step::Fetch, &error)],
        };
        let body = Body::new(answer.value);
        if faults.is_empty() {
            let event =
                Event::Fetched { shipment: body.digest.clone(), request_id: answer.request_id };
            return Ok(Outcome { event, bodies: vec![body] });
        }
        // What Amazon said is kept, even where it cannot be used.
        let mut held = self.hold(life, faults);
        held.bodies.push(body);
        Ok(held)
    }

    async fn fetch_failed(&self, life: &Life, error: &AmazonError) -> Result<Outcome, StoreError> {
        let now = self.now();
        let young = now < later(life.began, self.policy.shipment_grace_s);
        match error.kind {
            AmazonErrorKind::NotFound if young => {
                let due = self.policy.wait(&self.chance, life, now);
                Ok(Event::Waited { why: Wait::NotThereYet, due }.into())
            }
            AmazonErrorKind::NotFound => {
                Ok(self.hold(life, vec![spapi(Code::SpapiNotFound, Step::Fetch, error)]))
            }
            _ => self.amazon_failed(life, Step::Fetch, "getShipmentDetails", error).await,
        }
    }

    async fn submit(&self, life: &Life, note: &Note) -> Result<Outcome, StoreError> {
        let bytes = match self.body(life, &note.nfe_proc, Step::Submit).await? {
            Ok(bytes) => bytes,
            Err(held) => return Ok(held),
        };
        let now = self.now();
        match self.world.amazon().submit_invoice(&life.id, &bytes).await {
            Ok(answer) => {
                self.learn_rate(&life.id, "submitInvoice", &answer);
                let due = self.policy.poll(&self.chance, life, 0, self.now());
                Ok(Event::Submitted { due, request_id: answer.request_id }.into())
            }
            Err(error) => match error.kind {
                AmazonErrorKind::Throttled => {
                    self.drain(life, "submitInvoice").await?;
                    Ok(Event::NotSent { why: Wait::Throttled, due: now }.into())
                }
                AmazonErrorKind::Unreachable => {
                    let due = self.policy.wait(&self.chance, life, now);
                    Ok(Event::NotSent { why: Wait::Unreachable, due }.into())
                }
                AmazonErrorKind::Denied => Ok(self.alarmed(life, "submitInvoice", &error.message)),
                // Known to have had no effect: a person may send the same bytes again.
                AmazonErrorKind::Refused | AmazonErrorKind::NotFound => {
                    let code = match error.kind {
                        AmazonErrorKind::NotFound => Code::SpapiNotFound,
                        _ => Code::SpapiRefused,
                    };
                    Ok(self.hold_unsent(life, spapi(code, Step::Submit, &error)))
                }
                AmazonErrorKind::Unavailable
                | AmazonErrorKind::NoAnswer
                | AmazonErrorKind::Unreadable => {
                    let due = later(now, QUIET_S);
                    Ok(Event::Waited { why: Wait::OutcomeUnknown, due }.into())
                }
            },
        }
    }

    async fn ask_amazon(
        &self,
        life: &Life,
        note: &Note,
        since: Timestamp,
    ) -> Result<Outcome, StoreError> {
        let answer = match self.world.amazon().invoice_status(&life.id).await {
            Ok(answer) => answer,
            // The model declares 404 and `NotFound`; they say the same.
            Err(error) if error.kind == AmazonErrorKind::NotFound => Answer {
                value: InvoiceStatus::NotFound,
                request_id: error.request_id,
                rate_limit: None,
            },
            Err(error) => {
                return self.amazon_failed(life, Step::Ask, "getInvoiceStatus", &error).await;
            }
        };
        self.learn_rate(&life.id, "getInvoiceStatus", &answer);
        let now = self.now();
        let request_id = answer.request_id;
        let status = match answer.value {
            InvoiceStatus::Accepted => return Ok(Event::Accepted { request_id }.into()),
            InvoiceStatus::Errored => {
                let key = &note.sealed.draft.key;
                let fault = Fault::new(Code::AmazonErrored, Step::Ask, "InvoiceStatus").value(key);
                return Ok(Event::Errored { faults: vec![fault], request_id }.into());
            }
            InvoiceStatus::NotFound => {
                if now >= later(since, self.policy.not_found_grace_s) {
                    return Ok(self.lost(life, now));
                }
                "NotFound".to_owned()
            }
            InvoiceStatus::Processing => "Processing".to_owned(),
            InvoiceStatus::Other(word) => word,
        };
        if now >= later(since, self.policy.poll_deadline_s) {
            let fault =
                Fault::new(Code::AmazonNoDecision, Step::Ask, "InvoiceStatus").value(status);
            return Ok(self.hold(life, vec![fault]));
        }
        let store = self.world.store();
        let waiting = store.waiting(&life.id.seller, Lane::AskAmazon, CROWD_MAX).await?;
        let asked_now = Life { asked: life.asked + 1, ..life.clone() };
        let due = self.policy.poll(&self.chance, &asked_now, waiting, now);
        Ok(Event::Pending { status, due, request_id }.into())
    }

    /// `NotFound` past the bounded time: the submission is taken for lost, and the same bytes go
    /// again, a few times.
    fn lost(&self, life: &Life, now: Timestamp) -> Outcome {
        if life.submissions < self.policy.submissions_max {
            return Event::NotSent { why: Wait::NeverArrived, due: now }.into();
        }
        let fault = Fault::new(Code::AmazonLostInvoice, Step::Ask, "InvoiceStatus")
            .value(format!("NotFound, {} submissions", life.submissions));
        self.hold_unsent(life, fault)
    }

    /// What every call to Amazon may come to, where repeating it does no harm.
    async fn amazon_failed(
        &self,
        life: &Life,
        step: Step,
        operation: &'static str,
        error: &AmazonError,
    ) -> Result<Outcome, StoreError> {
        let code = match error.kind {
            AmazonErrorKind::Throttled => {
                self.drain(life, operation).await?;
                // The life keeps its place: what waits is the bucket.
                return Ok(Event::Waited { why: Wait::Throttled, due: life.due }.into());
            }
            AmazonErrorKind::Denied => {
                return Ok(self.alarm(life, operation, &error.message).into());
            }
            AmazonErrorKind::Refused => Code::SpapiRefused,
            AmazonErrorKind::NotFound => Code::SpapiNotFound,
            AmazonErrorKind::Unreadable => Code::SpapiUnreadable,
            AmazonErrorKind::Unavailable
            | AmazonErrorKind::Unreachable
            | AmazonErrorKind::NoAnswer => {
                let fault = spapi(Code::SpapiUnavailable, step, error);
                return Ok(match self.policy.retry(&self.chance, life, self.now()) {
                    Some(due) => Event::Failed { fault, due }.into(),
                    None => self.hold(life, vec![fault]),
                });
            }
        };
        Ok(self.hold(life, vec![spapi(code, step, error)]))
    }

    async fn drain(&self, life: &Life, operation: &'static str) -> Result<(), StoreError> {
        tracing::info!(
            seller.id = %life.id.seller,
            shipment.id = %life.id.shipment,
            amazon.operation = operation,
            "throttled: the bucket is taken for empty"
        );
        let bucket = self.bucket(&life.id.seller, operation);
        self.world.store().drain(&bucket, self.now()).await
    }

    /// Takes Amazon's own word for the rate, within reason.
    fn learn_rate<T>(&self, id: &LifeId, operation: &'static str, answer: &Answer<T>) {
        let Some(micro) = answer.rate_limit.filter(|it| (1_000..=1_000_000_000).contains(it))
        else {
            return;
        };
        // Rounded up: a token a fraction of a microsecond early is one too many.
        let interval = i64::try_from(1_000_000_000_000_u64.div_ceil(micro)).unwrap_or(i64::MAX);
        if let Ok(mut rates) = self.rates.lock() {
            rates.insert((id.seller.clone(), operation), interval.max(1));
        }
    }
}

/// The answer must be of the shipment that was asked for: everything else is a mix-up that no
/// invoice may come of.
fn mismatches(life: &Life, shipment: &Shipment) -> Vec<Fault> {
    let expected = [
        ("SellerId", life.id.seller.as_str(), &shipment.seller_id),
        ("AmazonShipmentId", life.id.shipment.as_str(), &shipment.amazon_shipment_id),
        ("AmazonOrderId", life.order.as_str(), &shipment.amazon_order_id),
    ];
    expected
        .into_iter()
        .filter_map(|(field, expected, found)| {
            let found = found.as_deref()?;
            (found != expected).then(|| {
                Fault::new(Code::ShipmentMismatch, Step::Fetch, field)
                    .value(found)
                    .detail(format!("expected {expected}"))
            })
        })
        .collect()
}

pub(super) fn unreadable(step: Step, error: &ShipmentError) -> Fault {
    Fault::new(Code::SpapiUnreadable, step, "getShipmentDetails").detail(error)
}

fn spapi(code: Code, step: Step, error: &AmazonError) -> Fault {
    let fault = Fault::new(code, step, "x-amzn-RequestId").detail(error);
    match &error.request_id {
        Some(request_id) => fault.value(request_id),
        None => fault,
    }
}
