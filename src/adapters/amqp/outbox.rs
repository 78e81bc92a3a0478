//! From the outbox to the dead-letter queue: publish, have it confirmed, then mark.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::watch;

use crate::ports::{Letter, Outbox, StoreError};

use super::backoff::Backoff;
use super::publisher::{LANES, Published, Publisher};
use super::{DEAD_KEY, DEAD_LETTERS, stopped};

/// How many letters are taken at once.
const BATCH: usize = LANES * 2;

/// How long the store may take to answer.
const STORE: Duration = Duration::from_secs(60);

/// How long letters under way may take once the program is asked to stop. What is not confirmed
/// by then stays in the outbox, and goes out again under the same id.
const FAREWELL: Duration = Duration::from_secs(5);

/// Publishes letters until asked to stop. A letter is marked after its confirm and never before;
/// every other outcome leaves it where it is, and it is tried again.
pub async fn drain(publisher: &Publisher, outbox: &impl Outbox, mut stop: watch::Receiver<bool>) {
    let mut backoff = Backoff::new("outbox");
    while !*stop.borrow() {
        let round = {
            let mut asked = stop.clone();
            tokio::select! {
                round = round(publisher, outbox) => round,
                () = farewell(&mut asked) => break,
            }
        };
        let wait = match round {
            Ok(Round::Empty) => {
                backoff.reset();
                tokio::select! {
                    () = outbox.notified() => {}
                    () = stopped(&mut stop) => break,
                }
                continue;
            }
            Ok(Round::Sent) => {
                backoff.reset();
                continue;
            }
            Ok(Round::Stuck) => backoff.failed(),
            Err(error) => {
                tracing::error!(amqp.queue = DEAD_LETTERS, error = %error, "dead letters wait: the store does not answer");
                backoff.failed()
            }
        };
        tokio::select! {
            () = stopped(&mut stop) => break,
            () = tokio::time::sleep(wait) => {}
        }
    }
    tracing::info!(amqp.queue = DEAD_LETTERS, "the outbox has stopped");
}

/// Resolves some time after the stop was asked for.
async fn farewell(stop: &mut watch::Receiver<bool>) {
    stopped(stop).await;
    tokio::time::sleep(FAREWELL).await;
}

enum Round {
    /// Nothing to send.
    Empty,
    /// All that was taken is sent and marked.
    Sent,
    /// Some of it is not.
    Stuck,
}

async fn round(publisher: &Publisher, outbox: &impl Outbox) -> Result<Round, StoreError> {
    let letters = in_time(outbox.unsent(BATCH)).await?;
    if letters.is_empty() {
        return Ok(Round::Empty);
    }
    let mut under_way: FuturesUnordered<_> =
        letters.iter().map(|letter| post(publisher, outbox, letter)).collect();
    let mut round = Round::Sent;
    while let Some(outcome) = under_way.next().await {
        match outcome? {
            Published::Confirmed => {}
            Published::Unroutable(_)
            | Published::Refused(_)
            | Published::Unsent(_)
            | Published::Unknown(_) => round = Round::Stuck,
        }
    }
    Ok(round)
}

async fn post(
    publisher: &Publisher,
    outbox: &impl Outbox,
    letter: &Letter,
) -> Result<Published, StoreError> {
    let published = publisher
        .publish(DEAD_LETTERS, DEAD_KEY, &letter.id, &letter.body, "application/json")
        .await;
    match &published {
        Published::Confirmed => {
            in_time(outbox.sent(&letter.id)).await?;
            tracing::debug!(
                amqp.queue = DEAD_LETTERS,
                message.id = letter.id,
                "a dead letter is sent"
            );
        }
        Published::Unroutable(why) | Published::Refused(why) => tracing::error!(
            amqp.queue = DEAD_LETTERS,
            message.id = letter.id,
            why,
            "a dead letter cannot be published; see `queue check`"
        ),
        Published::Unsent(why) | Published::Unknown(why) => tracing::warn!(
            amqp.queue = DEAD_LETTERS,
            message.id = letter.id,
            why,
            "a dead letter is not confirmed and will be sent again"
        ),
    }
    Ok(published)
}

async fn in_time<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    tokio::time::timeout(STORE, work)
        .await
        .map_err(|_| StoreError::Failed(format!("no answer within {STORE:?}")))?
}
