//! Notifications into the events exchange, each with its confirm.

use futures_util::StreamExt;
use futures_util::stream;
use serde::Deserialize;

use crate::domain::Digest;

use super::publisher::{LANES, Published, Publisher};
use super::{EVENT_KEY, EVENTS};

/// What became of one notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Which one it was, counted from 1 in the order given.
    pub at: usize,
    /// The message id it went under.
    pub message_id: String,
    /// What the broker said.
    pub published: Published,
}

/// Publishes notification bodies as they are, many at a time, and tells the fate of each, in
/// the order given. After the first that could not leave, the rest is not tried.
pub async fn send(publisher: &Publisher, bodies: impl IntoIterator<Item = Vec<u8>>) -> Vec<Sent> {
    let cut = std::sync::atomic::AtomicBool::new(false);
    let one = async |at: usize, body: Vec<u8>| {
        let message_id = message_id(&body);
        if cut.load(std::sync::atomic::Ordering::Relaxed) {
            let published = Published::Unsent("one before it could not leave".to_owned());
            return Sent { at, message_id, published };
        }
        let published =
            publisher.publish(EVENTS, EVENT_KEY, &message_id, &body, "application/json").await;
        if matches!(published, Published::Unsent(_)) {
            cut.store(true, std::sync::atomic::Ordering::Relaxed);
        }
        Sent { at, message_id, published }
    };
    stream::iter(bodies.into_iter().zip(1..).map(|(body, at)| one(at, body)))
        .buffered(LANES)
        .collect()
        .await
}

/// The only part of a notification that matters here. Amazon's pages spell the envelope both
/// ways.
#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "NotificationMetadata", alias = "notificationMetadata")]
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(rename = "NotificationId", alias = "notificationId")]
    id: String,
}

/// Amazon's `NotificationId` when it can be read, else the SHA-256 of the body: the same bytes
/// have the same id either way.
pub fn message_id(body: &[u8]) -> String {
    serde_json::from_slice::<Envelope>(body)
        .ok()
        .map(|envelope| envelope.metadata.id)
        // Printable and short: it stands in logs, and AMQP's limit is 255 bytes.
        .filter(|id| (1..=128).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic()))
        .unwrap_or_else(|| Digest::of(body).as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_amazons_or_the_bodys_own_hash() {
        assert_eq!(message_id(br#"{"NotificationMetadata":{"NotificationId":"n-1"}}"#), "n-1");
        assert_eq!(message_id(br#"{"notificationMetadata":{"notificationId":"n-2"}}"#), "n-2");
        for body in [
            "not json".to_owned(),
            "{}".to_owned(),
            r#"{"NotificationMetadata":{"NotificationId":""}}"#.to_owned(),
            r#"{"NotificationMetadata":{"NotificationId":"a b"}}"#.to_owned(),
            format!(r#"{{"NotificationMetadata":{{"NotificationId":"{}"}}}}"#, "x".repeat(200)),
        ] {
            assert_eq!(message_id(body.as_bytes()), Digest::of(body.as_bytes()).as_str());
        }
    }
}
