//! RabbitMQ: intake and dead letters, and nothing else. Delays, retries and cases live in the
//! store, so no message is ever held, nacked or sent round a dead-letter cycle in order to wait.
//!
//! ```text
//! send ──► fba-nfe.events ──event──► fba-nfe.intake ──► Inbox::receive, then ack
//! Outbox ──► fba-nfe.dead-letters ──dead──► fba-nfe.dead-letters ──► Strays, then ack
//! ```
//!
//! What holds here:
//! - A delivery is acknowledged after it is on record; a message counts as published after the
//!   broker confirmed it and did not hand it back. A time-out is *unknown*, never *failed*.
//! - Every wait has a limit, and one supervisor loop is the only way back after a loss.
//! - The topology is data (`queue/definitions.json`); nothing is redeclared on the way.
//! - lapin's own log lines would hold message bodies: [`LAPIN_DIRECTIVE`] belongs into every
//!   log filter.

mod backoff;
pub mod connection;
mod consumer;
pub mod definitions;
pub mod follow;
pub mod intake;
mod management;
pub mod outbox;
pub mod publisher;
pub mod send;
pub mod split;
pub mod topology;

use std::time::Duration;

use lapin::ErrorKind;
use tokio::sync::watch;

pub use connection::{BrokerConfig, Management};
pub use publisher::{Published, Publisher};

/// Where notifications are published.
pub const EVENTS: &str = "fba-nfe.events";
/// The routing key of a notification.
pub const EVENT_KEY: &str = "event";
/// The queue that the intake consumes.
pub const INTAKE: &str = "fba-nfe.intake";
/// The exchange and the queue of dead letters: they share the name.
pub const DEAD_LETTERS: &str = "fba-nfe.dead-letters";
/// The routing key of a dead letter.
pub const DEAD_KEY: &str = "dead";

/// The directive for every log filter. lapin prints a returned message whole at `warn`, and calls
/// an `error` what is our way of asking (a 404 to a passive declare). All that matters comes to
/// us as a value, and is told here once.
pub const LAPIN_DIRECTIVE: &str = "lapin=off";

/// The largest message that we publish. RabbitMQ 4 takes 16 MiB, 3.x took 128 MiB; a
/// notification has 1 KiB.
pub const LARGEST_MESSAGE: usize = 8 * 1024 * 1024;

/// Why something asked of the broker did not happen, or may not have happened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmqpError {
    /// The URI cannot be used. Its text is left out: it may hold a password.
    #[error("the broker's URI cannot be used: {0}")]
    Uri(&'static str),
    /// The broker answered with a code of its own.
    #[error("the broker says {code}: {text}")]
    Broker {
        /// AMQP's reply code: 404 not found, 406 precondition failed, 403 refused.
        code: u16,
        /// The broker's words.
        text: String,
    },
    /// No connection, or no longer one.
    #[error("no connection to the broker: {0}")]
    Lost(String),
    /// The time limit passed.
    #[error("the broker did not answer to {what} within {limit:?}")]
    Slow {
        /// What we waited for.
        what: &'static str,
        /// How long.
        limit: Duration,
    },
    /// The consumer was cancelled by the broker: the queue was deleted, or it moved.
    #[error("the broker ended the consumer of {0}")]
    Cancelled(String),
    /// The topology is not as `queue/definitions.json` wants it.
    #[error("{0} differences between the broker and queue/definitions.json")]
    Topology(usize),
    /// The inbox failed. Its message will be delivered again.
    #[error("the delivery is not on record: {0}")]
    Inbox(String),
    /// The management API could not be asked.
    #[error("the management API: {0}")]
    Management(String),
    /// `queue/definitions.json` cannot be read. It is compiled in, so a test holds it.
    #[error("queue/definitions.json: {0}")]
    Definitions(String),
}

impl From<lapin::Error> for AmqpError {
    fn from(error: lapin::Error) -> AmqpError {
        match error.kind() {
            ErrorKind::ProtocolError(answer) => AmqpError::Broker {
                code: answer.get_id(),
                text: answer.get_message().as_str().to_owned(),
            },
            // lapin declares its list open; all the rest means that the connection or the
            // channel is of no use any more.
            _ => AmqpError::Lost(error.to_string()),
        }
    }
}

/// Waits for a lapin future, for so long and no longer.
async fn within<T>(
    limit: Duration,
    what: &'static str,
    work: impl Future<Output = lapin::Result<T>>,
) -> Result<T, AmqpError> {
    match tokio::time::timeout(limit, work).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(AmqpError::Slow { what, limit }),
    }
}

/// Resolves when the program is asked to stop, also when the asker has gone.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error means that the sender is gone: nobody can ask any more, so that is a stop too.
    let _gone = stop.wait_for(|stop| *stop).await.is_err();
}
