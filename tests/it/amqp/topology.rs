//! The topology is checked and applied; every difference has its name.

use fba_nfe::adapters::amqp::topology::{Difference, Object, apply, check};
use fba_nfe::adapters::amqp::{AmqpError, BrokerConfig, DEAD_LETTERS, EVENTS, INTAKE, connection};
use lapin::options::{ExchangeDeclareOptions, QueueDeclareOptions};
use lapin::types::{AMQPValue, FieldTable};
use lapin::{Connection, ExchangeKind};
use secrecy::SecretString;
use tokio::io::AsyncReadExt;

use super::{ctl, empty};

async fn differences(connection: &Connection, config: &BrokerConfig) -> Vec<String> {
    let report = check(connection, config).await.unwrap();
    report.differences.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn what_is_missing_is_named_then_made_then_clean() {
    let config = empty("topology-made").await;
    let without = BrokerConfig { management: None, ..config.clone() };
    let connection = connection::connect(&config).await.unwrap();

    let missing = check(&connection, &config).await.unwrap();
    assert_eq!(missing.differences.len(), 6, "{missing:?}");
    assert!(missing.differences.iter().all(|d| matches!(d, Difference::Missing(_))));
    // To look is not to make.
    assert_eq!(check(&connection, &config).await.unwrap(), missing);

    let applied = apply(&connection, &config).await.unwrap();
    assert_eq!((applied.created.len(), applied.bound.len()), (4, 2));
    assert_eq!(applied.report.differences, []);

    let again = apply(&connection, &config).await.unwrap();
    assert_eq!((again.created.len(), again.bound.len()), (0, 2));

    let blind = check(&connection, &without).await.unwrap();
    assert_eq!(blind.differences, []);
    assert_eq!(blind.unchecked.len(), 3, "two bindings and the policies: {blind:?}");
    assert!(blind.unchecked[0].contains("not checked without the management API"));
}

#[tokio::test]
async fn the_brokers_own_import_makes_the_same() {
    let config = empty("topology-imported").await;
    let file = crate::tools::root("queue/definitions.json");
    let text = std::fs::read_to_string(file).unwrap().replace("\"/\"", "\"topology-imported\"");
    let copy = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(copy.path(), text).unwrap();
    ctl(&["import_definitions", copy.path().to_str().unwrap()]).await;
    let connection = connection::connect(&config).await.unwrap();
    assert_eq!(differences(&connection, &config).await, Vec::<String>::new());
}

#[tokio::test]
async fn each_difference_is_named_and_none_is_mended_in_silence() {
    let config = empty("topology-differs").await;
    let without = BrokerConfig { management: None, ..config.clone() };
    let connection = connection::connect(&config).await.unwrap();
    let channel = connection.create_channel().await.unwrap();
    let durable = ExchangeDeclareOptions { durable: true, ..Default::default() };
    let none = FieldTable::default;
    channel.exchange_declare(EVENTS.into(), ExchangeKind::Fanout, durable, none()).await.unwrap();
    let mut arguments = FieldTable::default();
    arguments.insert("x-queue-type".into(), AMQPValue::LongString("quorum".into()));
    arguments.insert("x-delivery-limit".into(), AMQPValue::LongInt(20));
    channel
        .queue_declare(DEAD_LETTERS.into(), QueueDeclareOptions::durable(), arguments)
        .await
        .unwrap();

    let over_amqp = differences(&connection, &without).await;
    assert_eq!(over_amqp.len(), 4, "{over_amqp:?}");
    assert!(over_amqp[0].starts_with("exchange fba-nfe.events: ") && over_amqp[0].contains("type"));
    assert!(over_amqp[1].starts_with("exchange fba-nfe.dead-letters: expected to exist"));
    assert!(over_amqp[2].starts_with("queue fba-nfe.intake: expected to exist"));
    assert!(over_amqp[3].contains("'1000000' but current is '20'"), "{over_amqp:?}");

    let applied = apply(&connection, &config).await.unwrap();
    assert_eq!(
        applied.created,
        [Object::Exchange(DEAD_LETTERS.to_owned()), Object::Queue(INTAKE.to_owned())]
    );
    let left: Vec<String> = applied.report.differences.iter().map(ToString::to_string).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(left[1].contains("x-delivery-limit: expected 1000000, found 20"), "{left:?}");
    assert!(left[1].contains("drain it, delete it, then `queue apply`"), "{left:?}");
}

#[tokio::test]
async fn a_policy_that_loses_messages_and_a_missing_binding_are_named() {
    let config = super::ready("topology-policy").await;
    let connection = connection::connect(&config).await.unwrap();
    let policy = r#"{"delivery-limit":3,"message-ttl":1000}"#;
    ctl(&["set_policy", "-p", "topology-policy", "short", "^fba-nfe", policy]).await;
    let channel = connection.create_channel().await.unwrap();
    channel
        .queue_unbind(INTAKE.into(), EVENTS.into(), "event".into(), FieldTable::default())
        .await
        .unwrap();

    // The broker gathers policies every five seconds, queue by queue, and leaves them out before.
    let gathered = async {
        loop {
            let found = differences(&connection, &config).await;
            if found.len() >= 5 {
                break found;
            }
        }
    };
    let found = tokio::time::timeout(super::LIMIT, gathered).await.unwrap();
    assert_eq!(found.len(), 5, "{found:?}");
    assert!(
        found[0].starts_with(
            "queue fba-nfe.intake: policy key delivery-limit: expected 1000000, found 3"
        )
    );
    assert!(found[1].contains("policy key message-ttl: expected none, found 1000"));
    assert!(found[4].starts_with("binding fba-nfe.events --event--> fba-nfe.intake: expected"));
}

#[tokio::test]
async fn a_management_api_that_does_not_answer_is_said_and_is_no_difference() {
    let mut config = super::ready("topology-no-api").await;
    let connection = connection::connect(&config).await.unwrap();
    let api = config.management.as_mut().unwrap();
    api.password = SecretString::from("hunter2".to_owned());
    let report = check(&connection, &config).await.unwrap();
    assert_eq!(report.differences, []);
    assert_eq!(report.unchecked.len(), 1);
    assert!(report.unchecked[0].contains("found 401"), "{report:?}");
    assert!(!report.unchecked[0].contains("hunter2"));
}

#[tokio::test]
async fn a_broker_that_says_nothing_is_given_up() {
    // It accepts and is silent, as a frozen broker does.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = silent.local_addr().unwrap();
    let mut config = BrokerConfig::new(SecretString::from(format!("amqp://u:hunter2@{address}")));
    config.connect_timeout = std::time::Duration::from_millis(50);
    let error = connection::connect(&config).await.unwrap_err();
    assert!(matches!(error, AmqpError::Slow { what: "connect", .. }), "{error}");
    // And hung up on: what is left open would keep a thread for as long as the broker is silent.
    let (mut accepted, _) = silent.accept().await.unwrap();
    let mut heard = Vec::new();
    let end = tokio::time::timeout(super::LIMIT, accepted.read_to_end(&mut heard)).await;
    assert!(end.is_ok() && heard.starts_with(b"AMQP"), "{heard:?}");
}

#[tokio::test]
async fn a_wrong_password_is_named_and_not_printed() {
    let config = empty("topology-password").await;
    let uri = secrecy::ExposeSecret::expose_secret(&config.uri).replace("guest@", "hunter2@");
    let config = BrokerConfig { uri: SecretString::from(uri), ..config };
    let error = connection::connect(&config).await.unwrap_err();
    assert!(matches!(error, AmqpError::Broker { code: 403, .. }), "{error}");
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
}
