//! Letters are marked only once the broker has confirmed them.

use std::collections::BTreeMap;
use std::sync::Mutex;

use fba_nfe::adapters::amqp::outbox::drain;
use fba_nfe::adapters::amqp::{DEAD_KEY, DEAD_LETTERS, Publisher, connection};
use fba_nfe::ports::{Letter, Outbox, StoreError};
use lapin::options::{BasicGetOptions, QueueBindOptions};
use lapin::types::FieldTable;
use tokio::sync::{Notify, watch};

use super::{messages, reaches, ready};

/// Letters in memory, each with how often it was marked.
struct Letters {
    letters: Mutex<BTreeMap<String, usize>>,
    asked: watch::Sender<usize>,
    marked: watch::Sender<usize>,
    news: Notify,
}

impl Letters {
    fn new(ids: &[&str]) -> Letters {
        Letters {
            letters: Mutex::new(ids.iter().map(|id| ((*id).to_owned(), 0)).collect()),
            asked: watch::Sender::new(0),
            marked: watch::Sender::new(0),
            news: Notify::new(),
        }
    }

    fn marks(&self) -> Vec<usize> {
        self.letters.lock().unwrap().values().copied().collect()
    }
}

impl Outbox for Letters {
    async fn unsent(&self, limit: usize) -> Result<Vec<Letter>, StoreError> {
        self.asked.send_modify(|asked| *asked += 1);
        let letters = self.letters.lock().unwrap();
        let waiting = letters.iter().filter(|(_, marks)| **marks == 0).take(limit);
        let letter = |id: &String| Letter { id: id.clone(), body: b"{}".to_vec() };
        Ok(waiting.map(|(id, _)| letter(id)).collect())
    }

    async fn sent(&self, id: &str) -> Result<(), StoreError> {
        *self.letters.lock().unwrap().get_mut(id).unwrap() += 1;
        self.marked.send_modify(|marked| *marked += 1);
        Ok(())
    }

    async fn notified(&self) {
        self.news.notified().await;
    }
}

#[tokio::test]
async fn a_letter_is_marked_after_its_confirm_and_stays_until_then() {
    let config = ready("outbox").await;
    let connection = connection::connect(&config).await.unwrap();
    let channel = connection.create_channel().await.unwrap();
    let (queue, key, none) = (DEAD_LETTERS, DEAD_KEY, FieldTable::default);
    channel.queue_unbind(queue.into(), queue.into(), key.into(), none()).await.unwrap();

    let publisher = Publisher::new(config.clone());
    let outbox = Letters::new(&["one", "two"]);
    let (stop, asked) = watch::channel(false);
    tokio::join!(drain(&publisher, &outbox, asked), async {
        // Twice round, and twice the broker gave them back.
        reaches(&outbox.asked, 3).await;
        assert_eq!(outbox.marks(), [0, 0]);
        let options = QueueBindOptions::default();
        channel.queue_bind(queue.into(), queue.into(), key.into(), options, none()).await.unwrap();
        reaches(&outbox.marked, 2).await;
        // One that comes later is not slept over.
        outbox.letters.lock().unwrap().insert("three".to_owned(), 0);
        outbox.news.notify_one();
        reaches(&outbox.marked, 3).await;
        stop.send_replace(true);
    });
    assert_eq!(outbox.marks(), [1, 1, 1]);
    assert_eq!(messages(&config, DEAD_LETTERS).await, 3);
    let first = channel.basic_get(queue.into(), BasicGetOptions { no_ack: true }).await;
    let first = first.unwrap().expect("a letter").delivery;
    let id = first.properties.message_id().as_ref().unwrap();
    assert!(["one", "two"].contains(&id.as_str()), "{id}");
    assert_eq!(first.properties.delivery_mode(), &Some(2));
    assert_eq!(first.properties.content_type().as_ref().unwrap().as_str(), "application/json");
}
