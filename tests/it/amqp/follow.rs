//! The dead-letter queue is followed: ours are marked, others are put on record, none is dropped.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use fba_nfe::adapters::amqp::follow::follow;
use fba_nfe::adapters::amqp::{BrokerConfig, DEAD_KEY, DEAD_LETTERS, EVENT_KEY, EVENTS, INTAKE};
use fba_nfe::adapters::amqp::{Published, Publisher, connection};
use fba_nfe::adapters::clock::SystemClock;
use fba_nfe::adapters::store::{Letterbox, SqliteStore};
use fba_nfe::domain::Digest;
use fba_nfe::ports::{
    Body, Cases, Delivery, DeliveryKind, Incoming, Letter, Store, StoreError, Strays,
};
use lapin::options::{BasicGetOptions, BasicNackOptions};
use tokio::sync::watch;

use super::{LIMIT, messages, reaches, ready};

/// Strays in memory, beside letters that are ours.
struct Found {
    ours: Vec<(&'static str, &'static [u8])>,
    /// What is in hand when the store fails comes again: marked twice is marked.
    seen: Mutex<BTreeSet<String>>,
    strays: Mutex<Vec<(Vec<u8>, String)>>,
    count: watch::Sender<usize>,
    failures: Mutex<usize>,
}

impl Found {
    fn new(ours: &[(&'static str, &'static [u8])], failures: usize) -> Found {
        Found {
            ours: ours.to_vec(),
            seen: Mutex::default(),
            strays: Mutex::default(),
            count: watch::Sender::new(0),
            failures: Mutex::new(failures),
        }
    }
}

impl Strays for Found {
    async fn letter_seen(&self, id: &str, body: &[u8]) -> Result<bool, StoreError> {
        let ours = self.ours.iter().any(|(it, bytes)| *it == id && *bytes == body);
        if ours && self.seen.lock().unwrap().insert(id.to_owned()) {
            self.count.send_modify(|count| *count += 1);
        }
        Ok(ours)
    }

    async fn stray(&self, found: Incoming, problem: String) -> Result<(), StoreError> {
        {
            let mut failures = self.failures.lock().unwrap();
            if let Some(left) = failures.checked_sub(1) {
                *failures = left;
                return Err(StoreError::Failed("the disk is full".to_owned()));
            }
        }
        self.strays.lock().unwrap().push((found.body, problem));
        self.count.send_modify(|count| *count += 1);
        Ok(())
    }
}

async fn publish(config: &BrokerConfig, to: (&str, &str), id: &str, body: &[u8]) {
    let publisher = Publisher::new(config.clone());
    let published = publisher.publish(to.0, to.1, id, body, "application/json").await;
    assert_eq!(published, Published::Confirmed);
}

/// Publishes a notification and lets the broker itself put it aside.
async fn put_aside(config: &BrokerConfig, id: &str, body: &[u8]) {
    publish(config, (EVENTS, EVENT_KEY), id, body).await;
    let connection = connection::connect(config).await.unwrap();
    let channel = connection.create_channel().await.unwrap();
    let got = async {
        loop {
            let got = channel.basic_get(INTAKE.into(), BasicGetOptions::default()).await.unwrap();
            if let Some(got) = got {
                return got;
            }
        }
    };
    let got = tokio::time::timeout(LIMIT, got).await.unwrap();
    let away = BasicNackOptions { requeue: false, multiple: false };
    assert!(got.delivery.acker.nack(away).await.unwrap());
    connection::close(&connection).await;
}

const DEAD: (&str, &str) = (DEAD_LETTERS, DEAD_KEY);

async fn followed(config: &BrokerConfig, found: &Found, count: usize) {
    let (stop, asked) = watch::channel(false);
    let both = async {
        tokio::join!(follow(config, found, asked), async {
            reaches(&found.count, count).await;
            stop.send_replace(true);
        })
    };
    tokio::time::timeout(LIMIT, both).await.expect("it stops");
}

#[tokio::test]
async fn ours_are_marked_and_what_the_broker_or_others_put_there_is_recorded_with_why() {
    let config = ready("follow").await;
    publish(&config, DEAD, "A1/FBA1/3", b"{\"ours\":1}").await;
    publish(&config, DEAD, "A1/FBA1/4", b"under our id, with other bytes").await;
    publish(&config, DEAD, "somebody-else", b"\xff not even text").await;
    put_aside(&config, "n-1", b"{\"an\":\"event\"}").await;

    // A store that fails once: what was not recorded comes again.
    let found = Found::new(&[("A1/FBA1/3", b"{\"ours\":1}")], 1);
    followed(&config, &found, 4).await;
    assert!(found.seen.lock().unwrap().iter().eq(["A1/FBA1/3"]));
    let strays = found.strays.lock().unwrap().clone();
    let problem = |body: &[u8]| {
        let mut all = strays.iter().filter(|(it, _)| it == body);
        let (_, problem) = all.next().unwrap_or_else(|| panic!("{strays:?}"));
        assert!(all.next().is_none(), "recorded twice");
        problem.clone()
    };
    assert_eq!(
        problem(b"{\"an\":\"event\"}"),
        "put aside by the broker: queue \"fba-nfe.intake\", reason \"rejected\", 1 times"
    );
    let foreign = "no letter of ours in fba-nfe.dead-letters: published to exchange \
                   \"fba-nfe.dead-letters\" under key \"dead\"";
    assert_eq!(problem(b"\xff not even text"), foreign);
    assert_eq!(problem(b"under our id, with other bytes"), foreign);
    assert_eq!(messages(&config, DEAD_LETTERS).await, 0);
}

#[tokio::test]
async fn the_store_keeps_each_stray_once_and_knows_its_letters() {
    let store = Arc::new(SqliteStore::temporary().unwrap());
    let letterbox = Letterbox::new(Arc::clone(&store), SystemClock);
    let body = Body::new(b"not an event".to_vec());
    let delivery = Delivery {
        body: body.clone(),
        received_at: "2026-11-22T12:00:00Z".parse().unwrap(),
        message_id: None,
        kind: DeliveryKind::Unreadable,
        life: None,
        problem: Some("expected JSON".to_owned()),
    };
    let letter = Letter { id: "unreadable/1".to_owned(), body: b"{}".to_vec() };
    assert!(store.receive(delivery, None, Some(letter)).await.unwrap());
    assert!(letterbox.letter_seen("unreadable/1", b"{}").await.unwrap());
    assert!(letterbox.letter_seen("unreadable/1", b"{}").await.unwrap(), "again is harmless");
    assert!(!letterbox.letter_seen("unreadable/1", b"{ }").await.unwrap());
    assert!(!letterbox.letter_seen("unreadable/2", b"{}").await.unwrap());

    let stray = |bytes: &[u8]| Incoming {
        body: bytes.to_vec(),
        message_id: Some("n-1".to_owned()),
        redelivered: false,
        routing_key: "dead".to_owned(),
    };
    for bytes in [&b"a stray"[..], b"a stray", b"not an event"] {
        letterbox.stray(stray(bytes), "put aside by the broker".to_owned()).await.unwrap();
    }
    let open = store.open_unreadable(10).await.unwrap();
    let open: Vec<_> = open.into_iter().map(|it| (it.digest, it.problem)).collect();
    assert_eq!(open.len(), 2);
    assert!(open.contains(&(body.digest, "expected JSON".to_owned())), "the first word stands");
    let a_stray = (Digest::of(b"a stray"), "put aside by the broker".to_owned());
    assert!(open.contains(&a_stray));
}

#[tokio::test]
async fn without_a_broker_it_waits_and_stops() {
    let config =
        BrokerConfig::new(secrecy::SecretString::from("amqp://guest:guest@127.0.0.1:1".to_owned()));
    let found = Found::new(&[], 0);
    let (stop, asked) = watch::channel(false);
    let both = async {
        tokio::join!(follow(&config, &found, asked), async {
            tokio::task::yield_now().await;
            stop.send_replace(true);
        })
    };
    tokio::time::timeout(LIMIT, both).await.expect("it stops");
}
