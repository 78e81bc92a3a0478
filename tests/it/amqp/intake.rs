//! The intake against a real broker.

use fba_nfe::adapters::amqp::intake::consume;
use fba_nfe::adapters::amqp::send::{message_id, send};
use fba_nfe::adapters::amqp::{INTAKE, Published, Publisher, connection};
use lapin::options::QueueDeleteOptions;
use tokio::sync::watch;

use super::{LIMIT, Memory, make, messages, reaches, ready};

async fn sends(publisher: &Publisher, bodies: Vec<Vec<u8>>) {
    for sent in send(publisher, bodies).await {
        assert_eq!(sent.published, Published::Confirmed, "{sent:?}");
    }
}

#[tokio::test]
async fn what_is_sent_arrives_byte_for_byte_and_leaves_the_queue() {
    let config = ready("intake-round").await;
    let publisher = Publisher::new(config.clone());
    let bodies: Vec<Vec<u8>> = vec![
        br#"{"NotificationMetadata":{"NotificationId":"n-1"}}"#.to_vec(),
        b"not json at all \xff\x00".to_vec(),
        Vec::new(),
        vec![b'x'; 300_000],
    ];
    sends(&publisher, bodies.clone()).await;

    let inbox = Memory::new();
    let (stop, asked) = watch::channel(false);
    tokio::join!(consume(&config, &inbox, asked), async {
        inbox.has(bodies.len()).await;
        stop.send_replace(true);
    });
    let mut got = inbox.got.lock().unwrap().clone();
    got.sort_by_key(|incoming| bodies.iter().position(|body| *body == incoming.body));
    assert_eq!(got.iter().map(|g| g.body.clone()).collect::<Vec<_>>(), bodies);
    for incoming in &got {
        assert_eq!(incoming.message_id.as_deref(), Some(message_id(&incoming.body).as_str()));
        assert_eq!(incoming.routing_key, "event");
        assert!(!incoming.redelivered);
    }
    assert_eq!(messages(&config, INTAKE).await, 0);
}

#[tokio::test]
async fn an_inbox_that_fails_gets_the_delivery_again() {
    let config = ready("intake-failing").await;
    let publisher = Publisher::new(config.clone());
    sends(&publisher, (0..5).map(|n| format!("{{\"n\":{n}}}").into_bytes()).collect()).await;

    let inbox = Memory::failing(2);
    let (stop, asked) = watch::channel(false);
    tokio::join!(consume(&config, &inbox, asked), async {
        inbox.has(5).await;
        stop.send_replace(true);
    });
    let distinct: std::collections::BTreeSet<_> = inbox.ids().into_iter().collect();
    assert_eq!(distinct.len(), 5);
    assert!(inbox.got.lock().unwrap().iter().any(|incoming| incoming.redelivered));
    assert_eq!(messages(&config, INTAKE).await, 0);
}

#[tokio::test]
async fn a_stop_finishes_what_is_in_hand_and_leaves_the_rest() {
    let mut config = ready("intake-stop").await;
    config.intake_prefetch = 3;
    let publisher = Publisher::new(config.clone());
    sends(&publisher, (0..5).map(|n| format!("{{\"n\":{n}}}").into_bytes()).collect()).await;

    let inbox = Memory::shut();
    let (stop, asked) = watch::channel(false);
    let consumed = tokio::time::timeout(LIMIT, consume(&config, &inbox, asked));
    let (consumed, ()) = tokio::join!(consumed, async {
        reaches(&inbox.begun, 3).await;
        stop.send_replace(true);
        inbox.gate.add_permits(100);
    });
    consumed.expect("it stops");
    assert_eq!(inbox.ids().len(), 3);
    assert_eq!(messages(&config, INTAKE).await, 2);
}

#[tokio::test]
async fn a_stop_before_the_broker_is_found_is_a_stop() {
    let mut config = ready("intake-nobody").await;
    config.uri = secrecy::SecretString::from("amqp://guest:guest@127.0.0.1:1".to_owned());
    let inbox = Memory::new();
    let (stop, asked) = watch::channel(false);
    let consumed = tokio::time::timeout(LIMIT, consume(&config, &inbox, asked));
    stop.send_replace(true);
    consumed.await.expect("it stops");
    // When nobody is left who could ask, that is a stop too.
    let (stop, asked) = watch::channel(false);
    drop(stop);
    tokio::time::timeout(LIMIT, consume(&config, &inbox, asked)).await.expect("it stops");
}

#[tokio::test]
async fn a_deleted_queue_is_waited_out_and_not_made_in_silence() {
    let config = ready("intake-deleted").await;
    let publisher = Publisher::new(config.clone());
    let inbox = Memory::new();
    let (stop, asked) = watch::channel(false);
    tokio::join!(consume(&config, &inbox, asked), async {
        sends(&publisher, vec![b"{\"n\":1}".to_vec()]).await;
        inbox.has(1).await;
        let connection = connection::connect(&config).await.unwrap();
        let channel = connection.create_channel().await.unwrap();
        channel.queue_delete(INTAKE.into(), QueueDeleteOptions::default()).await.unwrap();
        let lost = send(&publisher, [b"{\"n\":2}".to_vec()]).await;
        assert!(matches!(lost[0].published, Published::Unroutable(_)), "{lost:?}");
        make(&config).await;
        sends(&publisher, vec![b"{\"n\":3}".to_vec()]).await;
        inbox.has(2).await;
        stop.send_replace(true);
    });
}
