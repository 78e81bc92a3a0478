//! What a publish comes to: confirmed, refused, unroutable, unknown.

use fba_nfe::adapters::amqp::send::{Sent, send};
use fba_nfe::adapters::amqp::{EVENT_KEY, EVENTS, INTAKE, LARGEST_MESSAGE, Published, Publisher};
use futures_util::future::join_all;

use super::{ctl, messages, ready};

const JSON: &str = "application/json";

#[tokio::test]
async fn what_no_queue_takes_is_not_a_success() {
    let config = ready("publisher-unroutable").await;
    let publisher = Publisher::new(config.clone());
    let lost = publisher.publish(EVENTS, "elsewhere", "m", b"{}", JSON).await;
    assert_eq!(lost, Published::Unroutable("312 NO_ROUTE".to_owned()));
    let nowhere = publisher.publish("no-such-exchange", EVENT_KEY, "m", b"{}", JSON).await;
    assert!(
        matches!(&nowhere, Published::Unroutable(why) if why.contains("404") || why.contains("NOT_FOUND")),
        "{nowhere:?}"
    );
    // Neither harms the next one.
    let good = publisher.publish(EVENTS, EVENT_KEY, "m", b"{}", JSON).await;
    assert_eq!(good, Published::Confirmed);
    assert_eq!(messages(&config, INTAKE).await, 1);
    publisher.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn among_many_at_once_each_hears_of_its_own() {
    let config = ready("publisher-mixed").await;
    let publisher = Publisher::new(config.clone());
    let keys: Vec<&str> = [EVENT_KEY, "elsewhere"].into_iter().cycle().take(400).collect();
    let fates =
        join_all(keys.iter().map(|key| publisher.publish(EVENTS, key, "m", b"{}", JSON))).await;
    for (key, fate) in keys.iter().zip(&fates) {
        assert_eq!(*key == EVENT_KEY, *fate == Published::Confirmed, "{key}: {fate:?}");
    }
    assert_eq!(messages(&config, INTAKE).await, 200);
}

#[tokio::test]
async fn a_full_queue_refuses_and_a_large_message_is_not_tried() {
    let config = ready("publisher-full").await;
    let publisher = Publisher::new(config.clone());
    let policy = r#"{"max-length":1}"#;
    ctl(&["set_policy", "-p", "publisher-full", "full", "intake", policy]).await;
    // A policy takes hold some moments after it was set.
    let is_refused = |s: &Sent| matches!(s.published, Published::Refused(_));
    let full = async {
        let mut sent: Vec<Sent> = Vec::new();
        while !sent.iter().any(is_refused) {
            sent.extend(send(&publisher, std::iter::repeat_n(b"{}".to_vec(), 20)).await);
        }
        sent
    };
    let sent = tokio::time::timeout(super::LIMIT, full).await.unwrap();
    let refused = sent.iter().filter(|s| is_refused(s)).count();
    let confirmed = sent.iter().filter(|s| s.published == Published::Confirmed).count();
    assert_eq!(refused + confirmed, sent.len(), "{sent:?}");
    assert_eq!(messages(&config, INTAKE).await, u32::try_from(confirmed).unwrap());

    let large = vec![b' '; LARGEST_MESSAGE + 1];
    let fate = publisher.publish(EVENTS, EVENT_KEY, "m", &large, JSON).await;
    assert!(matches!(fate, Published::Refused(_)));
    let fate = publisher.publish(EVENTS, EVENT_KEY, &"m".repeat(256), b"{}", JSON).await;
    assert!(matches!(fate, Published::Refused(_)));
}

#[tokio::test]
async fn without_a_broker_nothing_leaves_and_the_rest_is_not_tried() {
    let mut config = ready("publisher-gone").await;
    config.uri = secrecy::SecretString::from("amqp://guest:guest@127.0.0.1:1".to_owned());
    let publisher = Publisher::new(config);
    let sent = send(&publisher, std::iter::repeat_n(b"{}".to_vec(), 100)).await;
    assert_eq!(sent.len(), 100);
    assert!(sent.iter().all(|s| matches!(s.published, Published::Unsent(_))), "{sent:?}");
}
