//! What people were told of by message, so that they are told once.

use crate::domain::Timestamp;
use crate::ports::StoreError;

/// The memory of alerts, each channel's its own.
pub trait Alerts: Send + Sync {
    /// What this channel has told.
    fn told(&self, channel: &str) -> impl Future<Output = Result<Vec<Told>, StoreError>> + Send;

    /// Remembers what it told, and forgets what is over: that is news when it comes back.
    fn tell(
        &self,
        channel: &str,
        told: Vec<Told>,
        over: Vec<String>,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Takes the channel's turn to send, unless somebody took it after `before`: of several desks
    /// over one store, one sends.
    fn take_turn(
        &self,
        channel: &str,
        before: Timestamp,
        now: Timestamp,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
}

/// Something that was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What of.
    pub subject: String,
    /// How far it had grown.
    pub level: i64,
}

/// Whoever carries messages to people.
pub trait Messenger: Send + Sync {
    /// By which way: a word without a slash.
    fn channel(&self) -> &'static str;

    /// Sends it, within a bounded time. An error may mean that it arrived nevertheless.
    fn send(&self, message: &Message) -> impl Future<Output = Result<(), MessengerError>> + Send;
}

/// One message that lists all news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// One line.
    pub subject: String,
    /// For a person.
    pub text: String,
    /// The same for a program: `schemas/alerts.json`.
    pub json: String,
}

/// Why a message may not have arrived. No secret stands in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {channel} did not take the message: {reason}")]
pub struct MessengerError {
    /// By which way.
    pub channel: &'static str,
    /// Why.
    pub reason: String,
}
