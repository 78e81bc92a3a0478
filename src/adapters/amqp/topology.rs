//! Does the broker hold what `queue/definitions.json` says, and if not, what differs?
//!
//! AMQP shows whether a thing exists (a passive declare) and whether it is equal (a declare,
//! whose 406 names the first difference). It cannot show a binding, nor a policy: to bind is to
//! make one, and to probe with a message would put the probe before the intake. So these are
//! compared over the management API where it is configured, and otherwise named as not checked.
//! A mandatory publish finds a missing binding in any case, by coming back.

use std::fmt;

use lapin::options::{ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions};
use lapin::types::ShortString;
use lapin::{Connection, ExchangeKind};

use super::connection::{BrokerConfig, STEP, channel, short};
use super::definitions::{
    BindingDefinition, Definitions, ExchangeDefinition, QueueDefinition, table,
};
use super::{AmqpError, management, within};

/// A thing at the broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Object {
    /// An exchange, by name.
    Exchange(String),
    /// A queue, by name.
    Queue(String),
    /// A binding.
    Binding {
        /// From this exchange,
        source: String,
        /// under this key,
        routing_key: String,
        /// to this queue.
        destination: String,
    },
}

/// One way in which the broker is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It is not there.
    Missing(Object),
    /// It is there and not equal; the broker names the first difference only.
    Unequal {
        /// What.
        object: Object,
        /// The broker's words.
        broker: String,
    },
    /// One property, as the management API shows it.
    Property {
        /// What.
        object: Object,
        /// The property or argument.
        name: String,
        /// What `queue/definitions.json` says.
        expected: String,
        /// What the broker says.
        found: String,
    },
    /// A policy that makes the queue lose or move messages.
    Policy {
        /// What.
        object: Object,
        /// The policy's key.
        key: String,
        /// What holds without the policy.
        expected: String,
        /// What the policy says.
        found: String,
    },
}

/// What a check has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What differs.
    pub differences: Vec<Difference>,
    /// What could not be looked at, and why, in words.
    pub unchecked: Vec<String>,
}

/// What an apply has done, and what it left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// What was missing and is there now.
    pub created: Vec<Object>,
    /// What is there now in any case, since binding twice is binding once.
    pub bound: Vec<Object>,
    /// What differs still.
    pub report: Report,
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Object::Exchange(name) => write!(f, "exchange {name}"),
            Object::Queue(name) => write!(f, "queue {name}"),
            Object::Binding { source, routing_key, destination } => {
                write!(f, "binding {source} --{routing_key}--> {destination}")
            }
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Difference::Missing(object) => {
                write!(f, "{object}: expected to exist, found none; `queue apply` makes it")
            }
            Difference::Unequal { object, broker } => write!(
                f,
                "{object}: expected as in queue/definitions.json, found otherwise ({broker}); {}",
                remedy(object)
            ),
            Difference::Property { object, name, expected, found } => {
                write!(
                    f,
                    "{object}: {name}: expected {expected}, found {found}; {}",
                    remedy(object)
                )
            }
            Difference::Policy { object, key, expected, found } => write!(
                f,
                "{object}: policy key {key}: expected {expected}, found {found}; \
                 change the policy, it loses or moves messages"
            ),
        }
    }
}

fn remedy(object: &Object) -> &'static str {
    match object {
        Object::Queue(_) => "drain it, delete it, then `queue apply`",
        Object::Exchange(_) => "delete it, then `queue apply`",
        Object::Binding { .. } => "unbind it, then `queue apply`",
    }
}

impl BindingDefinition {
    pub(super) fn object(&self) -> Object {
        Object::Binding {
            source: self.source.clone(),
            routing_key: self.routing_key.clone(),
            destination: self.destination.clone(),
        }
    }
}

/// Compares, and changes nothing.
pub async fn check(connection: &Connection, config: &BrokerConfig) -> Result<Report, AmqpError> {
    let ours = Definitions::ours()?;
    let mut report = Report::default();
    for exchange in &ours.exchanges {
        report.differences.extend(check_exchange(connection, exchange).await?);
    }
    for queue in &ours.queues {
        report.differences.extend(check_queue(connection, queue).await?);
    }
    let Some(api) = &config.management else {
        report.unchecked = ours
            .bindings
            .iter()
            .map(|binding| format!("{}: not checked without the management API", binding.object()))
            .collect();
        report.unchecked.push("policies: not checked without the management API".to_owned());
        return Ok(report);
    };
    let vhost = connection.status().vhost();
    match management::compare(api, vhost.as_str(), &ours).await {
        // It says all that AMQP's 406 says, and more: a queue reported here is not told twice.
        Ok(found) => {
            let told: Vec<Object> = found.differences.iter().map(|d| d.object().clone()).collect();
            report.differences.retain(|d| !told.contains(d.object()));
            report.differences.extend(found.differences);
            report.unchecked.extend(found.unchecked);
        }
        // Being unable to look is not a difference, and not silence either.
        Err(error) => report.unchecked.push(format!("bindings and policies: {error}")),
    }
    Ok(report)
}

/// Makes what is missing. It deletes nothing and changes nothing that is there: what is there
/// and differs stays in the report.
pub async fn apply(connection: &Connection, config: &BrokerConfig) -> Result<Applied, AmqpError> {
    let ours = Definitions::ours()?;
    let mut applied = Applied::default();
    for exchange in &ours.exchanges {
        if !exists(declare_exchange(connection, exchange, true).await)? {
            declare_exchange(connection, exchange, false).await?;
            applied.created.push(Object::Exchange(exchange.name.clone()));
        }
    }
    for queue in &ours.queues {
        if !exists(declare_queue(connection, queue, true).await)? {
            declare_queue(connection, queue, false).await?;
            applied.created.push(Object::Queue(queue.name.clone()));
        }
    }
    let channel = channel(connection).await?;
    for binding in &ours.bindings {
        let bind = channel.queue_bind(
            name(&binding.destination)?,
            name(&binding.source)?,
            name(&binding.routing_key)?,
            QueueBindOptions::default(),
            table(&binding.arguments)?,
        );
        within(STEP, "bind", bind).await?;
        applied.bound.push(binding.object());
    }
    applied.report = check(connection, config).await?;
    Ok(applied)
}

async fn check_exchange(
    connection: &Connection,
    exchange: &ExchangeDefinition,
) -> Result<Option<Difference>, AmqpError> {
    let object = Object::Exchange(exchange.name.clone());
    // Passive first: an equal declare of something missing would make it.
    if !exists(declare_exchange(connection, exchange, true).await)? {
        return Ok(Some(Difference::Missing(object)));
    }
    unequal(object, declare_exchange(connection, exchange, false).await)
}

async fn check_queue(
    connection: &Connection,
    queue: &QueueDefinition,
) -> Result<Option<Difference>, AmqpError> {
    let object = Object::Queue(queue.name.clone());
    if !exists(declare_queue(connection, queue, true).await)? {
        return Ok(Some(Difference::Missing(object)));
    }
    unequal(object, declare_queue(connection, queue, false).await)
}

/// A 404 or a 406 ends the channel it came on, so each question has a channel of its own.
async fn declare_exchange(
    connection: &Connection,
    exchange: &ExchangeDefinition,
    passive: bool,
) -> Result<(), AmqpError> {
    let options = ExchangeDeclareOptions {
        passive,
        durable: exchange.durable,
        auto_delete: exchange.auto_delete,
        internal: exchange.internal,
        nowait: false,
    };
    let kind = match exchange.kind.as_str() {
        "direct" => ExchangeKind::Direct,
        other => ExchangeKind::Custom(other.to_owned()),
    };
    let channel = channel(connection).await?;
    let (name, arguments) = (name(&exchange.name)?, table(&exchange.arguments)?);
    let answer = channel.exchange_declare(name, kind, options, arguments);
    within(STEP, "declare an exchange", answer).await
}

async fn declare_queue(
    connection: &Connection,
    queue: &QueueDefinition,
    passive: bool,
) -> Result<(), AmqpError> {
    let options = QueueDeclareOptions {
        passive,
        durable: queue.durable,
        exclusive: false,
        auto_delete: queue.auto_delete,
        nowait: false,
    };
    let channel = channel(connection).await?;
    let (name, arguments) = (name(&queue.name)?, table(&queue.arguments)?);
    let answer = channel.queue_declare(name, options, arguments);
    within(STEP, "declare a queue", answer).await.map(|_queue| ())
}

fn exists(answer: Result<(), AmqpError>) -> Result<bool, AmqpError> {
    match answer {
        Ok(()) => Ok(true),
        Err(AmqpError::Broker { code: 404, .. }) => Ok(false),
        Err(other) => Err(other),
    }
}

fn unequal(object: Object, answer: Result<(), AmqpError>) -> Result<Option<Difference>, AmqpError> {
    match answer {
        Ok(()) => Ok(None),
        Err(AmqpError::Broker { code: 406, text }) => {
            Ok(Some(Difference::Unequal { object, broker: text }))
        }
        Err(other) => Err(other),
    }
}

fn name(text: &str) -> Result<ShortString, AmqpError> {
    short(text).ok_or_else(|| AmqpError::Definitions(format!("the name {text} is too long")))
}

impl Difference {
    /// What differs.
    pub fn object(&self) -> &Object {
        match self {
            Difference::Missing(object)
            | Difference::Unequal { object, .. }
            | Difference::Property { object, .. }
            | Difference::Policy { object, .. } => object,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_the_object_and_both_sides() {
        let queue = Object::Queue("q".to_owned());
        let property = Difference::Property {
            object: queue.clone(),
            name: "x-delivery-limit".to_owned(),
            expected: "1000000".to_owned(),
            found: "20".to_owned(),
        };
        assert_eq!(
            property.to_string(),
            "queue q: x-delivery-limit: expected 1000000, found 20; \
             drain it, delete it, then `queue apply`"
        );
        assert_eq!(
            Difference::Missing(queue).to_string(),
            "queue q: expected to exist, found none; `queue apply` makes it"
        );
    }

    #[test]
    fn only_a_404_means_missing_and_only_a_406_means_unequal() {
        let broker = |code| Err(AmqpError::Broker { code, text: "x".to_owned() });
        assert_eq!(exists(Ok(())), Ok(true));
        assert_eq!(exists(broker(404)), Ok(false));
        assert!(exists(broker(403)).is_err());
        let queue = || Object::Queue("q".to_owned());
        assert!(unequal(queue(), broker(406)).is_ok_and(|d| d.is_some()));
        assert!(unequal(queue(), broker(404)).is_err());
        assert!(unequal(queue(), Err(AmqpError::Lost("x".to_owned()))).is_err());
    }
}
