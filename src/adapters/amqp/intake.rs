//! From the intake queue to the inbox: record, then acknowledge.

use lapin::message::Delivery;
use tokio::sync::watch;

use super::consumer::{self, Taker};
use super::{BrokerConfig, INTAKE};
use crate::ports::{Inbox, Incoming, StoreError};

/// Consumes until asked to stop. A lost broker, a wrong topology and a failing inbox are waited
/// out here, so this returns for one reason only.
pub async fn consume(config: &BrokerConfig, inbox: &impl Inbox, stop: watch::Receiver<bool>) {
    consumer::consume(config, &Intake(inbox), stop).await;
}

struct Intake<'a, I>(&'a I);

impl<I: Inbox> Taker for Intake<'_, I> {
    const QUEUE: &'static str = INTAKE;

    async fn take(&self, delivery: &mut Delivery) -> Result<(), StoreError> {
        self.0.receive(incoming(delivery)).await
    }
}

/// A delivery in the words of the port; its bytes are taken out of it.
pub(super) fn incoming(raw: &mut Delivery) -> Incoming {
    Incoming {
        message_id: raw.properties.message_id().as_ref().map(|id| id.as_str().to_owned()),
        redelivered: raw.redelivered,
        routing_key: raw.routing_key.as_str().to_owned(),
        body: std::mem::take(&mut raw.data),
    }
}
