//! Publishing that knows what became of each message.
//!
//! Each publish in flight has a channel of its own. lapin hands a returned message to whichever
//! confirm of the same channel resolves next, so with two messages on one channel the unroutable
//! one could pass for confirmed. With one, the answer on the channel is the message's own.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use lapin::options::{BasicPublishOptions, ConfirmSelectOptions};
use lapin::types::ShortString;
use lapin::{BasicProperties, Channel, Confirmation, Connection};
use tokio::sync::{Mutex, Semaphore};

use super::backoff::Backoff;
use super::connection::{STEP, channel, close, connect, short};
use super::{AmqpError, BrokerConfig, LARGEST_MESSAGE, within};

/// How many publishes may be in flight at once. More callers wait their turn.
pub const LANES: usize = 32;

/// AMQP's mark for a message that is written to disk.
const PERSISTENT: u8 = 2;

/// What became of a publish. Only the first is success.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// The broker holds it, in a queue, safe from a power cut.
    Confirmed,
    /// No queue wanted it: the exchange or the binding is missing. It is nowhere.
    Unroutable(String),
    /// The broker said no (the queue is full), or we did (too large). It is nowhere.
    Refused(String),
    /// It did not leave: there is no connection, or the broker blocks publishers.
    Unsent(String),
    /// Nobody knows: no answer came. It may be stored, now or later. To send it again under the
    /// same message id is right, since readers tell a repeat by it.
    Unknown(String),
}

/// A connection to publish over. Share it; it connects when first used and again when lost.
#[derive(Debug)]
pub struct Publisher {
    config: BrokerConfig,
    permits: Semaphore,
    /// Counts attempts to connect, so that those who waited for one share its outcome.
    attempts: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    connection: Option<Connection>,
    idle: Vec<Channel>,
    backoff: Backoff,
    wait: Option<Duration>,
    last: String,
}

/// A channel in confirm mode, taken out of the pool for one publish.
struct Lane {
    channel: Channel,
    status: lapin::ConnectionStatus,
}

impl Publisher {
    /// A publisher that has not connected yet.
    pub fn new(config: BrokerConfig) -> Publisher {
        let backoff = Backoff::new(&config.name);
        Publisher {
            config,
            permits: Semaphore::new(LANES),
            attempts: AtomicU64::new(0),
            state: Mutex::new(State {
                connection: None,
                idle: Vec::new(),
                backoff,
                wait: None,
                last: String::new(),
            }),
        }
    }

    /// Publishes one message, persistent and mandatory, and waits for the broker's word. Many
    /// may be awaited at once.
    ///
    /// Dropped half way, the outcome is unknown.
    pub async fn publish(
        &self,
        exchange: &str,
        routing_key: &str,
        message_id: &str,
        body: &[u8],
        content_type: &str,
    ) -> Published {
        if body.len() > LARGEST_MESSAGE {
            let (is, most) = (body.len(), LARGEST_MESSAGE);
            return Published::Refused(format!("it has {is} bytes, at most {most} are sent"));
        }
        let words = [exchange, routing_key, message_id, content_type].map(short);
        let [Some(exchange), Some(routing_key), Some(message_id), Some(content_type)] = words
        else {
            return Published::Refused(
                "a name in it has more than 255 bytes, which AMQP cannot hold".to_owned(),
            );
        };
        // The semaphore is never closed; the arm is here so that nothing can panic.
        let Ok(_permit) = self.permits.acquire().await else {
            return Published::Unsent("the publisher is closed".to_owned());
        };
        let lane = match self.lane().await {
            Ok(lane) => lane,
            Err(error) => return Published::Unsent(error.to_string()),
        };
        if lane.status.blocked() {
            let blocked = "the broker blocks publishers (memory or disk alarm)".to_owned();
            self.put_back(lane).await;
            return Published::Unsent(blocked);
        }
        let properties = BasicProperties::default()
            .with_delivery_mode(PERSISTENT)
            .with_message_id(message_id)
            .with_content_type(content_type);
        let answer = self.send(&lane.channel, exchange, routing_key, body, properties).await;
        let published = told(answer, &lane);
        match published {
            Published::Confirmed | Published::Unroutable(_) | Published::Refused(_) => {
                self.put_back(lane).await;
            }
            // The lane may still owe an answer: it ends here, and with it the doubt.
            Published::Unknown(_) | Published::Unsent(_) => drop(lane),
        }
        published
    }

    /// Says goodbye. A later publish connects again.
    pub async fn close(&self) {
        let mut state = self.state.lock().await;
        state.idle.clear();
        if let Some(connection) = state.connection.take() {
            close(&connection).await;
        }
    }

    async fn send(
        &self,
        channel: &Channel,
        exchange: ShortString,
        routing_key: ShortString,
        body: &[u8],
        properties: BasicProperties,
    ) -> Result<Confirmation, AmqpError> {
        let options = BasicPublishOptions { mandatory: true, immediate: false };
        within(self.config.confirm_timeout, "publish", async {
            channel.basic_publish(exchange, routing_key, options, body, properties).await?.await
        })
        .await
    }

    /// An idle channel, or a new one, on a connection that lives.
    async fn lane(&self) -> Result<Lane, AmqpError> {
        let seen = self.attempts.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        let alive = state.connection.as_ref().is_some_and(|c| c.status().connected());
        if !alive {
            state.idle.clear();
            state.connection = None;
            // Another caller has tried while we waited for the lock: its failure is ours.
            if self.attempts.load(Ordering::Acquire) != seen && state.wait.is_some() {
                return Err(AmqpError::Lost(state.last.clone()));
            }
            self.reconnect(&mut state).await?;
        }
        state.idle.retain(|channel| channel.status().connected());
        let idle = state.idle.pop();
        let Some(connection) = &state.connection else {
            return Err(AmqpError::Lost("no connection".to_owned()));
        };
        let status = connection.status().clone();
        let channel = match idle {
            Some(channel) => channel,
            None => {
                let fresh = channel(connection).await?;
                let select = fresh.confirm_select(ConfirmSelectOptions::default());
                within(STEP, "ask for confirms", select).await?;
                fresh
            }
        };
        Ok(Lane { channel, status })
    }

    async fn reconnect(&self, state: &mut State) -> Result<(), AmqpError> {
        if let Some(wait) = state.wait {
            tokio::time::sleep(wait).await;
        }
        let outcome = connect(&self.config).await;
        self.attempts.fetch_add(1, Ordering::AcqRel);
        match outcome {
            Ok(connection) => {
                tracing::info!("the publisher is connected");
                state.backoff.reset();
                state.wait = None;
                state.connection = Some(connection);
                Ok(())
            }
            Err(error) => {
                state.wait = Some(state.backoff.failed());
                state.last = error.to_string();
                Err(error)
            }
        }
    }

    async fn put_back(&self, lane: Lane) {
        if lane.channel.status().connected() {
            self.state.lock().await.idle.push(lane.channel);
        }
    }
}

/// Reads the broker's answer.
fn told(answer: Result<Confirmation, AmqpError>, lane: &Lane) -> Published {
    match answer {
        Ok(Confirmation::Ack(None)) => Published::Confirmed,
        // Acknowledged and handed back: `is_ack` would call this a success.
        Ok(Confirmation::Ack(Some(back)) | Confirmation::Nack(Some(back))) => {
            Published::Unroutable(format!("{} {}", back.reply_code, back.reply_text))
        }
        Ok(Confirmation::Nack(None)) => {
            Published::Refused("the broker did not take it: the queue is full or ill".to_owned())
        }
        Ok(Confirmation::NotRequested) => {
            Published::Unknown("the channel gives no confirms".to_owned())
        }
        // The exchange does not exist.
        Err(AmqpError::Broker { code: 404, text }) => Published::Unroutable(text),
        // Not allowed, or larger than the broker takes: the channel ended over this message.
        Err(AmqpError::Broker { code: 403 | 406, text }) => Published::Refused(text),
        Err(error) if lane.status.blocked() => {
            Published::Unknown(format!("{error}; the broker blocks publishers"))
        }
        Err(error) => Published::Unknown(error.to_string()),
    }
}
