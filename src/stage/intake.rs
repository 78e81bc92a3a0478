//! The door: every delivery is on record before it is acknowledged, whatever it is.

use super::Stage;
use super::letter;
use super::wire::{Notification, Read, Status, read_notification};
use crate::domain::{Code, Fault, LifeId, Step, Timestamp};
use crate::lifecycle::{Event, Life};
use crate::ports::{Body, Change, Delivery, DeliveryKind, Store, StoreError, World};

/// What a delivery turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// An event of this shipment.
    Event(LifeId),
    /// This very body was on record already.
    Duplicate,
    /// A notification of another type: recorded and counted.
    Foreign,
    /// Nothing that we can read: recorded, and a letter on its way.
    Unreadable,
}

/// Changes of one life by others that the door meets before it lets the queue deliver again.
const CONFLICTS_MAX: u32 = 16;

impl<W: World> Stage<W> {
    /// Puts a delivery on record. Returns once it would survive a power cut: then it may be
    /// acknowledged.
    pub async fn receive(
        &self,
        body: Vec<u8>,
        message_id: Option<String>,
    ) -> Result<Receipt, StoreError> {
        let at = self.now();
        let body = Body::new(body);
        let delivery = |kind, life, problem| Delivery {
            body: body.clone(),
            received_at: at,
            message_id: message_id.clone(),
            kind,
            life,
            problem,
        };
        let store = self.world.store();
        let event = match read_notification(&body.bytes) {
            Ok(Read::Event(event)) => event,
            Ok(Read::Foreign(kind)) => {
                tracing::info!(notification.kind = kind, "a foreign notification is on record");
                let new = store.receive(delivery(DeliveryKind::Foreign, None, None), None, None);
                return Ok(if new.await? { Receipt::Foreign } else { Receipt::Duplicate });
            }
            Err(problem) => {
                tracing::warn!(
                    event.sha256 = %body.digest,
                    fault.code = %Code::EventUnreadable,
                    problem = %problem,
                    "an event cannot be read: it waits for a person"
                );
                let problem = problem.to_string();
                let letter = letter::unreadable(&body, &problem, at);
                let delivery = delivery(DeliveryKind::Unreadable, None, Some(problem));
                let new = store.receive(delivery, None, Some(letter)).await?;
                return Ok(if new { Receipt::Unreadable } else { Receipt::Duplicate });
            }
        };
        for _ in 0..CONFLICTS_MAX {
            let change = self.change_by(&event, &body, at).await?;
            let known = delivery(DeliveryKind::Event, Some(event.life.clone()), None);
            match store.receive(known, change, None).await {
                Ok(true) => {
                    self.bell.notify_one();
                    return Ok(Receipt::Event(event.life));
                }
                Ok(false) => return Ok(Receipt::Duplicate),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Conflict)
    }

    /// Reads an unreadable body again, as a newer program may: what it changes, or `None` when it
    /// still says nothing to us.
    pub async fn reread(&self, body: Vec<u8>) -> Result<Option<Option<Change>>, StoreError> {
        let body = Body::new(body);
        match read_notification(&body.bytes) {
            Ok(Read::Event(event)) => Ok(Some(self.change_by(&event, &body, self.now()).await?)),
            Ok(Read::Foreign(_)) => Ok(Some(None)),
            Err(_) => Ok(None),
        }
    }

    /// What an event changes; nothing when the life has heard it before.
    async fn change_by(
        &self,
        notification: &Notification,
        body: &Body,
        at: Timestamp,
    ) -> Result<Option<Change>, StoreError> {
        let known = self.life(&notification.life).await?;
        let event = self.event_of(notification, body, at);
        if let Some(life) = &known {
            let heard = match &event {
                Event::Created { .. } => true,
                Event::Cancelled { .. } => life.cancelled,
                _ => false,
            };
            if heard {
                return Ok(None);
            }
        }
        let after = match &known {
            Some(life) => Some(life.clone().after(at, &event)),
            None => Life::begin(notification.life.clone(), at, &event),
        };
        let Some(after) = after else { return Ok(None) };
        let delivered = vec![body.clone()];
        Ok(Some(self.change_to(known.as_ref(), &after, at, event, delivered).await?))
    }

    fn event_of(&self, notification: &Notification, body: &Body, at: Timestamp) -> Event {
        let order = notification.order.clone();
        let event_time = notification.event_time.unwrap_or(at);
        let delivery = body.digest.clone();
        let puzzled = |fault| Event::Puzzled {
            order: order.clone(),
            event_time,
            delivery: delivery.clone(),
            faults: vec![fault],
        };
        let seller = &notification.life.seller;
        match &notification.status {
            Status::Other(word) => puzzled(
                Fault::new(Code::EventUnknownStatus, Step::Intake, "ShipmentStatus").value(word),
            ),
            Status::Created if !self.traders.contains_key(seller) => {
                puzzled(Fault::new(Code::SellerUnknown, Step::Intake, "SellerId").value(seller))
            }
            Status::Created => Event::Created { order, event_time, delivery },
            Status::Cancelled => Event::Cancelled { order, event_time, delivery },
        }
    }
}
