//! What stands between the broker and the store.

use super::{Letter, StoreError};

/// A message as the broker handed it over. Nothing in it has been read yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The bytes, exactly as they came.
    pub body: Vec<u8>,
    /// AMQP `message_id`: the sender's name for it.
    pub message_id: Option<String>,
    /// The broker has handed it over before. A hint: a message with this mark may be new to us,
    /// and one without may be old.
    pub redelivered: bool,
    /// The key that it was published under.
    pub routing_key: String,
}

/// Where deliveries are put on record before they are acknowledged.
pub trait Inbox: Send + Sync {
    /// Returns once the delivery would survive a power cut. The same one may come any number of
    /// times. Dropped half way, what it did is whole or nothing.
    fn receive(&self, incoming: Incoming) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Letters that are on record and not yet known to be with the broker.
pub trait Outbox: Send + Sync {
    /// The oldest unsent letters, at most `limit`.
    fn unsent(&self, limit: usize) -> impl Future<Output = Result<Vec<Letter>, StoreError>> + Send;

    /// Marks a letter as sent: the broker has confirmed it. Marking twice changes nothing.
    fn sent(&self, id: &str) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Resolves when something new may be there, and in any case after a bounded wait. A letter
    /// recorded between [`Outbox::unsent`] and this is not slept over.
    fn notified(&self) -> impl Future<Output = ()> + Send;
}

/// What is found in the dead-letter queue.
pub trait Strays: Send + Sync {
    /// Marks our own letter as seen there. `false` when no letter with this id has these bytes:
    /// then it is not ours.
    fn letter_seen(
        &self,
        id: &str,
        body: &[u8],
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Puts what is no letter of ours on record, as an event that cannot be read, unless the same
    /// bytes are on record already. Returns once it would survive a power cut.
    fn stray(
        &self,
        found: Incoming,
        problem: String,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// A body does not print.
impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Incoming({} bytes, {:?})", self.body.len(), self.message_id)
    }
}
