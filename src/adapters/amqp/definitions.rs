//! `queue/definitions.json`, RabbitMQ's own format, as far as we use it.
//!
//! The file says virtual host `/`, because the broker's own import demands one. Here that is
//! ignored: the connection's URI says where the topology lives.

use std::collections::BTreeMap;

use lapin::types::{AMQPValue, FieldTable};
use serde::Deserialize;

use super::AmqpError;
use super::connection::short;

const TEXT: &str = include_str!("../../../queue/definitions.json");

/// All that must be at the broker.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definitions {
    /// Exchanges, declared first.
    pub exchanges: Vec<ExchangeDefinition>,
    /// Queues.
    pub queues: Vec<QueueDefinition>,
    /// What leads from the ones to the others.
    pub bindings: Vec<BindingDefinition>,
}

/// One exchange.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeDefinition {
    /// Its name.
    pub name: String,
    /// Not used: see the module.
    pub vhost: String,
    /// `direct`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Outlives a restart of the broker.
    pub durable: bool,
    /// Goes away with its last binding.
    pub auto_delete: bool,
    /// Closed to publishers.
    pub internal: bool,
    /// Further arguments.
    pub arguments: Arguments,
}

/// One queue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueDefinition {
    /// Its name.
    pub name: String,
    /// Not used: see the module.
    pub vhost: String,
    /// Outlives a restart of the broker.
    pub durable: bool,
    /// Goes away with its last consumer.
    pub auto_delete: bool,
    /// `x-queue-type` and its like.
    pub arguments: Arguments,
}

/// One binding from an exchange to a queue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BindingDefinition {
    /// The exchange.
    pub source: String,
    /// Not used: see the module.
    pub vhost: String,
    /// The queue.
    pub destination: String,
    /// Always `queue`.
    pub destination_type: DestinationType,
    /// The key.
    pub routing_key: String,
    /// Further arguments.
    pub arguments: Arguments,
}

/// What a binding leads to. We bind queues only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DestinationType {
    /// A queue.
    Queue,
}

/// Named arguments.
pub type Arguments = BTreeMap<String, Argument>;

/// The value of an argument.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Argument {
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
}

impl std::fmt::Display for Argument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Argument::Number(number) => write!(f, "{number}"),
            Argument::Text(text) => f.write_str(text),
        }
    }
}

impl Definitions {
    /// The topology that this program was built with.
    pub fn ours() -> Result<Definitions, AmqpError> {
        Definitions::parse(TEXT)
    }

    /// Reads a definitions file.
    pub fn parse(text: &str) -> Result<Definitions, AmqpError> {
        serde_json::from_str(text).map_err(|error| AmqpError::Definitions(error.to_string()))
    }
}

/// The arguments as AMQP wants them.
pub(super) fn table(arguments: &Arguments) -> Result<FieldTable, AmqpError> {
    let mut table = FieldTable::default();
    for (name, value) in arguments {
        let Some(key) = short(name) else {
            return Err(AmqpError::Definitions(format!("the argument name {name} is too long")));
        };
        table.insert(
            key,
            match value {
                Argument::Number(number) => AMQPValue::LongLongInt(*number),
                Argument::Text(text) => AMQPValue::LongString(text.as_str().into()),
            },
        );
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::super::{DEAD_KEY, DEAD_LETTERS, EVENT_KEY, EVENTS, INTAKE};
    use super::*;

    fn arguments(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn shown(arguments: &Arguments) -> BTreeMap<String, String> {
        arguments.iter().map(|(name, value)| (name.clone(), value.to_string())).collect()
    }

    #[test]
    fn the_topology_is_the_one_that_loses_nothing() {
        let ours = Definitions::ours().unwrap();
        let exchanges: Vec<_> =
            ours.exchanges.iter().map(|e| (e.name.as_str(), e.kind.as_str(), e.durable)).collect();
        assert_eq!(exchanges, [(EVENTS, "direct", true), (DEAD_LETTERS, "direct", true)]);
        assert!(ours.exchanges.iter().all(|e| !e.auto_delete && !e.internal));

        let [intake, dead] = ours.queues.as_slice() else { panic!("two queues") };
        assert_eq!(
            (intake.name.as_str(), intake.durable, intake.auto_delete),
            (INTAKE, true, false)
        );
        assert_eq!(
            shown(&intake.arguments),
            arguments(&[
                ("x-queue-type", "quorum"),
                ("x-delivery-limit", "1000000"),
                ("x-dead-letter-exchange", DEAD_LETTERS),
                ("x-dead-letter-routing-key", DEAD_KEY),
                ("x-dead-letter-strategy", "at-least-once"),
                ("x-overflow", "reject-publish"),
            ])
        );
        assert_eq!(
            (dead.name.as_str(), dead.durable, dead.auto_delete),
            (DEAD_LETTERS, true, false)
        );
        // The end of the line: nothing here expires, overflows or moves on.
        assert_eq!(
            shown(&dead.arguments),
            arguments(&[("x-queue-type", "quorum"), ("x-delivery-limit", "1000000")])
        );

        let bindings: Vec<_> = ours
            .bindings
            .iter()
            .map(|b| (b.source.as_str(), b.routing_key.as_str(), b.destination.as_str()))
            .collect();
        assert_eq!(bindings, [(EVENTS, EVENT_KEY, INTAKE), (DEAD_LETTERS, DEAD_KEY, DEAD_LETTERS)]);
    }

    #[test]
    fn what_we_do_not_understand_is_an_error() {
        for text in [
            "",
            "{}",
            r#"{"exchanges":[],"queues":[],"bindings":[],"policies":[]}"#,
            r#"{"exchanges":[],"queues":[{"name":"q","vhost":"/","durable":true,"auto_delete":false,"arguments":{"x-a":1.5}}],"bindings":[]}"#,
            r#"{"exchanges":[],"queues":[],"bindings":[{"source":"a","vhost":"/","destination":"b","destination_type":"exchange","routing_key":"k","arguments":{}}]}"#,
        ] {
            assert!(matches!(Definitions::parse(text), Err(AmqpError::Definitions(_))), "{text}");
        }
    }
}
