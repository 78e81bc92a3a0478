//! What lies in the dead-letter queue: our own letters, which are marked as seen, and what came
//! there without us, which is put on record. Then both are acknowledged: nothing is dropped.
//!
//! The cases themselves stand in the store, never in this queue: with nobody here to read it, only
//! what the broker itself put aside goes unseen.

use lapin::message::Delivery;
use lapin::types::{AMQPValue, FieldTable};
use tokio::sync::watch;

use super::consumer::{self, Taker};
use super::intake::incoming;
use super::{BrokerConfig, DEAD_LETTERS};
use crate::ports::{StoreError, Strays};

/// Longest name of a queue or a reason that is repeated: AMQP's own bound.
const NAME_MAX: usize = 255;

/// Follows the queue until asked to stop. A lost broker, a wrong topology and a failing store are
/// waited out here.
pub async fn follow(config: &BrokerConfig, strays: &impl Strays, stop: watch::Receiver<bool>) {
    consumer::consume(config, &Follower(strays), stop).await;
}

struct Follower<'a, S>(&'a S);

impl<S: Strays> Taker for Follower<'_, S> {
    const QUEUE: &'static str = DEAD_LETTERS;

    async fn take(&self, delivery: &mut Delivery) -> Result<(), StoreError> {
        let problem = problem(delivery);
        let found = incoming(delivery);
        if let Some(id) = &found.message_id
            && self.0.letter_seen(id, &found.body).await?
        {
            return Ok(());
        }
        tracing::warn!(
            amqp.queue = DEAD_LETTERS,
            message.id = found.message_id.as_deref().unwrap_or_default(),
            problem,
            "what came into the dead-letter queue without us is on record"
        );
        self.0.stray(found, problem).await
    }
}

/// Why it lies there, as far as the broker says.
fn problem(delivery: &Delivery) -> String {
    let headers = delivery.properties.headers().as_ref();
    match headers.and_then(last_death) {
        Some(Death { queue, reason, count }) => {
            format!("put aside by the broker: queue {queue}, reason {reason}, {count} times")
        }
        None => format!(
            "no letter of ours in {DEAD_LETTERS}: published to exchange {} under key {}",
            named(delivery.exchange.as_str()),
            named(delivery.routing_key.as_str()),
        ),
    }
}

struct Death {
    queue: String,
    reason: String,
    count: i64,
}

/// `x-death`: one entry for each queue and reason, the newest first.
fn last_death(headers: &FieldTable) -> Option<Death> {
    let AMQPValue::FieldArray(deaths) = headers.inner().get("x-death")? else { return None };
    let AMQPValue::FieldTable(newest) = deaths.as_slice().first()? else { return None };
    let text = |name: &str| match newest.inner().get(name) {
        Some(AMQPValue::LongString(text)) => named(&text.to_string()),
        Some(AMQPValue::ShortString(text)) => named(text.as_str()),
        Some(_) | None => "unknown".to_owned(),
    };
    let count = newest.inner().get("count").and_then(AMQPValue::as_long_long_int).unwrap_or(1);
    Some(Death { queue: text("queue"), reason: text("reason"), count })
}

/// A name that somebody else chose, fit for one line.
fn named(text: &str) -> String {
    let fit: String = text.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    format!("{fit:?}")
}
