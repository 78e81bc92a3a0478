//! The broker adapter against a real RabbitMQ. Each test has a virtual host of its own, since
//! the names of queues are fixed.

mod follow;
mod intake;
mod loss;
mod outbox;
mod publisher;
mod topology;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fba_nfe::adapters::amqp::topology::apply;
use fba_nfe::adapters::amqp::{BrokerConfig, Management, connection};
use fba_nfe::ports::{Inbox, Incoming, StoreError};
use lapin::options::QueueDeclareOptions;
use lapin::types::FieldTable;
use secrecy::SecretString;
use tokio::sync::{Semaphore, watch};

use crate::tools::broker::Broker;

/// Longer than anything here takes; shorter than a person's patience.
const LIMIT: Duration = Duration::from_secs(60);

/// An empty virtual host on the shared broker, and how to reach it.
async fn empty(vhost: &'static str) -> BrokerConfig {
    tokio::task::spawn_blocking(move || {
        let broker = Broker::shared();
        broker.ctl(&["add_vhost", vhost]);
        broker.ctl(&["set_permissions", "-p", vhost, "guest", ".*", ".*", ".*"]);
        let uri = broker.uri().replace("%2f", vhost);
        let mut config = BrokerConfig::new(SecretString::from(uri));
        config.name = format!("test-{vhost}");
        config.management = Some(Management {
            url: broker.management_url(),
            user: "guest".to_owned(),
            password: SecretString::from("guest".to_owned()),
        });
        config
    })
    .await
    .unwrap()
}

/// The same with our topology in it.
async fn ready(vhost: &'static str) -> BrokerConfig {
    let config = empty(vhost).await;
    make(&config).await;
    config
}

async fn make(config: &BrokerConfig) {
    let connection = connection::connect(config).await.unwrap();
    assert_eq!(apply(&connection, config).await.unwrap().report.differences, []);
    connection::close(&connection).await;
}

/// `rabbitmqctl`, off the runtime's threads.
async fn ctl(args: &[&str]) -> String {
    let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
    tokio::task::spawn_blocking(move || {
        Broker::shared().ctl(&args.iter().map(String::as_str).collect::<Vec<_>>())
    })
    .await
    .unwrap()
}

/// How many messages wait in a queue. `rabbitmqctl` and the management API are seconds behind.
async fn messages(config: &BrokerConfig, queue: &str) -> u32 {
    let connection = connection::connect(config).await.unwrap();
    let channel = connection.create_channel().await.unwrap();
    let passive = QueueDeclareOptions::default().passive();
    let queue = channel.queue_declare(queue.into(), passive, FieldTable::default()).await.unwrap();
    connection::close(&connection).await;
    queue.message_count()
}

/// An inbox in memory, which can be made to fail or to wait.
struct Memory {
    got: Mutex<Vec<Incoming>>,
    count: watch::Sender<usize>,
    failures: AtomicUsize,
    begun: watch::Sender<usize>,
    gate: Semaphore,
}

impl Memory {
    fn new() -> Memory {
        Memory {
            got: Mutex::default(),
            count: watch::Sender::new(0),
            failures: AtomicUsize::new(0),
            begun: watch::Sender::new(0),
            gate: Semaphore::new(Semaphore::MAX_PERMITS),
        }
    }

    fn failing(times: usize) -> Memory {
        Memory { failures: AtomicUsize::new(times), ..Memory::new() }
    }

    fn shut() -> Memory {
        Memory { gate: Semaphore::new(0), ..Memory::new() }
    }

    fn ids(&self) -> Vec<String> {
        let got = self.got.lock().unwrap();
        got.iter().map(|incoming| incoming.message_id.clone().unwrap()).collect()
    }

    async fn has(&self, count: usize) {
        reaches(&self.count, count).await;
    }
}

async fn reaches(counter: &watch::Sender<usize>, count: usize) {
    let mut seen = counter.subscribe();
    let outcome = tokio::time::timeout(LIMIT, seen.wait_for(|now| *now >= count)).await;
    assert!(outcome.is_ok(), "{count} expected, {} found", *counter.borrow());
}

impl Inbox for Memory {
    async fn receive(&self, incoming: Incoming) -> Result<(), StoreError> {
        self.begun.send_modify(|begun| *begun += 1);
        self.gate.acquire().await.unwrap().forget();
        let left = |left: usize| left.checked_sub(1);
        if self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, left).is_ok() {
            return Err(StoreError::Failed("the disk is full".to_owned()));
        }
        self.got.lock().unwrap().push(incoming);
        self.count.send_modify(|count| *count += 1);
        Ok(())
    }
}
