//! The broker is killed: nothing that it confirmed is lost.

use std::collections::BTreeSet;
use std::time::Duration;

use fba_nfe::adapters::amqp::intake::consume;
use fba_nfe::adapters::amqp::{BrokerConfig, EVENT_KEY, EVENTS, INTAKE, Published, Publisher};
use futures_util::{StreamExt, stream};
use secrecy::SecretString;
use tokio::sync::watch;

use crate::tools::broker::Broker;

use super::{Memory, make, messages, reaches};

const MESSAGES: usize = 3_000;

/// The broker dies twice while we publish and consume. What was confirmed arrives; what was not
/// is sent again under its id until it is; and nobody restarts anything but the broker.
#[tokio::test(flavor = "multi_thread")]
async fn a_broker_killed_on_the_way_loses_nothing_that_it_confirmed() {
    let mut broker = tokio::task::spawn_blocking(Broker::start).await.unwrap();
    let mut config = BrokerConfig::new(SecretString::from(broker.uri()));
    config.confirm_timeout = Duration::from_secs(10);
    make(&config).await;

    let (inbox, publisher) = (Memory::new(), Publisher::new(config.clone()));
    let confirmed = watch::Sender::new(0);
    let (stop, asked) = watch::channel(false);
    let publishing = stream::iter(0..MESSAGES).for_each_concurrent(64, async |n| {
        let id = format!("m-{n}");
        loop {
            match publisher.publish(EVENTS, EVENT_KEY, &id, id.as_bytes(), "text/plain").await {
                Published::Confirmed => break,
                Published::Unknown(_)
                | Published::Unsent(_)
                | Published::Refused(_)
                | Published::Unroutable(_) => {}
            }
        }
        confirmed.send_modify(|confirmed| *confirmed += 1);
    });
    let ending = async {
        for share in [MESSAGES / 4, MESSAGES / 2] {
            reaches(&confirmed, share).await;
            // On a thread of its own: meanwhile both sides go on and find nobody.
            let kill = tokio::task::spawn_blocking(move || {
                broker.kill9();
                broker.restart();
                broker
            });
            broker = kill.await.unwrap();
        }
        reaches(&confirmed, MESSAGES).await;
        let all = |count: &usize| *count >= MESSAGES && distinct(&inbox).len() == MESSAGES;
        let mut count = inbox.count.subscribe();
        let arrived = tokio::time::timeout(super::LIMIT, count.wait_for(all)).await;
        assert!(arrived.is_ok(), "{} of {MESSAGES} arrived", distinct(&inbox).len());
        stop.send_replace(true);
        broker
    };
    let (_, (), _broker) = tokio::join!(publishing, consume(&config, &inbox, asked), ending);

    assert_eq!(distinct(&inbox).len(), MESSAGES);
    assert_eq!(messages(&config, INTAKE).await, 0);
}

fn distinct(inbox: &Memory) -> BTreeSet<String> {
    inbox.ids().into_iter().collect()
}
