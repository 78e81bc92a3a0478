//! One consumer of one queue: record, then acknowledge.
//!
//! One loop is the only way back after any loss: drop everything, wait, connect, check, consume.
//! Nothing is nacked: what was not acknowledged comes again by itself once the channel is gone.

use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use lapin::message::Delivery;
use lapin::options::{BasicAckOptions, BasicCancelOptions, BasicConsumeOptions, BasicQosOptions};
use lapin::types::{FieldTable, ShortString};
use lapin::{Channel, Connection, Consumer};
use tokio::sync::watch;

use crate::ports::StoreError;

use super::backoff::Backoff;
use super::connection::{STEP, channel, close, connect};
use super::topology::check;
use super::{AmqpError, BrokerConfig, stopped, within};

/// How long the store may take over one delivery. The broker's own patience is 30 minutes.
const TAKE: Duration = Duration::from_secs(60);

/// How long deliveries in hand may take once the program is asked to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// A session that lived this long was a good one: after it the back-off starts anew.
const STEADY: Duration = Duration::from_secs(30);

/// Who takes what a queue holds.
pub(super) trait Taker: Sync {
    /// Which queue.
    const QUEUE: &'static str;

    /// Returns once what was delivered would survive a power cut. The same may come again.
    fn take(&self, delivery: &mut Delivery) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Consumes until asked to stop. A lost broker, a wrong topology and a failing inbox are waited
/// out here, so this returns for one reason only.
pub(super) async fn consume<T: Taker>(
    config: &BrokerConfig,
    taker: &T,
    mut stop: watch::Receiver<bool>,
) {
    let mut backoff = Backoff::new(&config.name);
    while !*stop.borrow() {
        let Err(loss) = session(config, taker, &mut stop, &mut backoff).await else { break };
        let wait = backoff.failed();
        told(T::QUEUE, &loss, wait);
        tokio::select! {
            () = stopped(&mut stop) => break,
            () = tokio::time::sleep(wait) => {}
        }
    }
    tracing::info!(amqp.queue = T::QUEUE, "the consumer has stopped");
}

/// A broker that went away comes back by itself; the rest needs a person.
fn told(queue: &str, loss: &AmqpError, wait: Duration) {
    let wait = format!("{wait:?}");
    match loss {
        AmqpError::Lost(_)
        | AmqpError::Slow { .. }
        | AmqpError::Cancelled(_)
        | AmqpError::Broker { .. } => tracing::warn!(
            amqp.queue = queue,
            error = %loss,
            wait,
            "the consumer has lost the broker and will connect again"
        ),
        AmqpError::Inbox(_) => tracing::error!(
            amqp.queue = queue,
            error = %loss,
            wait,
            "the store takes no delivery; the consumer lets go and will try again"
        ),
        AmqpError::Topology(_)
        | AmqpError::Uri(_)
        | AmqpError::Management(_)
        | AmqpError::Definitions(_) => tracing::error!(
            amqp.queue = queue,
            error = %loss,
            wait,
            "the consumer cannot begin; it will look again"
        ),
    }
}

/// One connection's life. `Ok` means that the program was asked to stop.
async fn session<T: Taker>(
    config: &BrokerConfig,
    taker: &T,
    stop: &mut watch::Receiver<bool>,
    backoff: &mut Backoff,
) -> Result<(), AmqpError> {
    let connection = tokio::select! {
        () = stopped(stop) => return Ok(()),
        connection = connect(config) => connection?,
    };
    let outcome = async {
        let (channel, consumer) = tokio::select! {
            () = stopped(stop) => return Ok(()),
            opened = open(config, &connection, T::QUEUE) => opened?,
        };
        tracing::info!(amqp.queue = T::QUEUE, "the queue is consumed");
        receive(config, taker, stop, backoff, &channel, consumer).await
    }
    .await;
    // Closing tells the broker at once that what we hold unacknowledged is free again.
    close(&connection).await;
    outcome
}

async fn open(
    config: &BrokerConfig,
    connection: &Connection,
    queue: &'static str,
) -> Result<(Channel, Consumer), AmqpError> {
    let report = check(connection, config).await?;
    for difference in &report.differences {
        tracing::error!(difference = %difference, "the broker is not as queue/definitions.json wants it");
    }
    if !report.differences.is_empty() {
        return Err(AmqpError::Topology(report.differences.len()));
    }
    let channel = channel(connection).await?;
    let prefetch = config.intake_prefetch.max(1);
    within(STEP, "qos", channel.basic_qos(prefetch, BasicQosOptions::default())).await?;
    let consumer = channel.basic_consume(
        queue.into(),
        ShortString::default(),
        BasicConsumeOptions::default(),
        FieldTable::default(),
    );
    let consumer = within(STEP, "consume", consumer).await?;
    Ok((channel, consumer))
}

/// Several deliveries are in hand at once, so that the store can commit them together; each is
/// acknowledged for itself, after its own record.
async fn receive<T: Taker>(
    config: &BrokerConfig,
    taker: &T,
    stop: &mut watch::Receiver<bool>,
    backoff: &mut Backoff,
    channel: &Channel,
    mut consumer: Consumer,
) -> Result<(), AmqpError> {
    let prefetch = usize::from(config.intake_prefetch.max(1));
    let mut in_hand = FuturesUnordered::new();
    let mut steady = pin!(tokio::time::sleep(STEADY));
    loop {
        tokio::select! {
            biased;
            () = stopped(stop) => break,
            Some(done) = in_hand.next(), if !in_hand.is_empty() => {
                done?;
                backoff.reset();
            }
            next = consumer.next(), if in_hand.len() < prefetch => {
                // `None` comes without an error when the queue is deleted or the broker cancels.
                let delivery = next.ok_or_else(|| AmqpError::Cancelled(T::QUEUE.to_owned()))??;
                in_hand.push(record(taker, delivery));
            }
            () = &mut steady, if !steady.is_elapsed() => backoff.reset(),
        }
    }
    let cancel = channel.basic_cancel(consumer.tag(), BasicCancelOptions::default());
    within(STEP, "cancel", cancel).await?;
    let rest = async {
        while let Some(done) = in_hand.next().await {
            done?;
        }
        Ok::<(), AmqpError>(())
    };
    match tokio::time::timeout(FAREWELL, rest).await {
        Ok(outcome) => outcome?,
        Err(_) => tracing::warn!(
            amqp.queue = T::QUEUE,
            deliveries = in_hand.len(),
            "stopped with deliveries in hand; the broker will deliver them again"
        ),
    }
    within(STEP, "close the channel", channel.close(200, "done".into())).await
}

/// Puts one delivery on record, then acknowledges it. Both again is harmless, neither is too.
async fn record(taker: &impl Taker, mut raw: Delivery) -> Result<(), AmqpError> {
    match tokio::time::timeout(TAKE, taker.take(&mut raw)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => return Err(AmqpError::Inbox(error.to_string())),
        Err(_) => return Err(AmqpError::Inbox(format!("no answer within {TAKE:?}"))),
    }
    let acked = within(STEP, "ack", raw.acker.ack(BasicAckOptions::default())).await?;
    // `true` proves nothing (the broker may never see it), but `false` means that the channel is
    // dead, and lapin gives no error for it.
    if acked { Ok(()) } else { Err(AmqpError::Lost("the channel was gone before the ack".into())) }
}
