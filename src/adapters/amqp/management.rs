//! What AMQP cannot show: bindings, all arguments at once, and policies.
//!
//! `GET /api/queues/{vhost}/{name}` and `GET /api/bindings/{vhost}/e/{exchange}/q/{queue}`, the
//! same on 3.10 and 4.x.

use std::time::Duration;

use reqwest::{Client, StatusCode, redirect};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::AmqpError;
use super::connection::Management;
use super::definitions::{Argument, Definitions, QueueDefinition};
use super::topology::{Difference, Object, Report};

const LIMIT: Duration = Duration::from_secs(10);
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

#[derive(Deserialize)]
struct QueueAnswer {
    durable: bool,
    auto_delete: bool,
    arguments: Map<String, Value>,
    /// What all policies that match the queue come to. Absent until the broker has gathered it,
    /// five seconds behind; an empty map, on some versions an empty list, when there is none.
    effective_policy_definition: Option<Value>,
}

#[derive(Deserialize)]
struct BindingAnswer {
    routing_key: String,
}

/// Compares queues, bindings and policies. Exchanges are compared over AMQP.
pub(super) async fn compare(
    api: &Management,
    vhost: &str,
    ours: &Definitions,
) -> Result<Report, AmqpError> {
    let client = client()?;
    let vhost = segment(vhost);
    let Report { mut differences, mut unchecked } = Report::default();
    for queue in &ours.queues {
        let path = format!("api/queues/{vhost}/{}", segment(&queue.name));
        match get::<QueueAnswer>(&client, api, &path).await? {
            Some(answer) => {
                differences.extend(compare_queue(queue, &answer));
                if answer.effective_policy_definition.is_none() {
                    unchecked.push(format!(
                        "policies of queue {}: the broker has not gathered them yet, ask again",
                        queue.name
                    ));
                }
            }
            None => differences.push(Difference::Missing(Object::Queue(queue.name.clone()))),
        }
    }
    for binding in &ours.bindings {
        let (source, destination) = (segment(&binding.source), segment(&binding.destination));
        let path = format!("api/bindings/{vhost}/e/{source}/q/{destination}");
        let answer: Vec<BindingAnswer> = get(&client, api, &path).await?.unwrap_or_default();
        if !answer.iter().any(|found| found.routing_key == binding.routing_key) {
            differences.push(Difference::Missing(binding.object()));
        }
    }
    Ok(Report { differences, unchecked })
}

fn compare_queue(queue: &QueueDefinition, answer: &QueueAnswer) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut property = |name: &str, expected: String, found: String| {
        if expected != found {
            let object = Object::Queue(queue.name.clone());
            differences.push(Difference::Property { object, name: name.into(), expected, found });
        }
    };
    property("durable", queue.durable.to_string(), answer.durable.to_string());
    property("auto_delete", queue.auto_delete.to_string(), answer.auto_delete.to_string());
    for (name, expected) in &queue.arguments {
        let found = answer.arguments.get(name).map_or("none".to_owned(), shown);
        property(name, expected.to_string(), found);
    }
    for (name, found) in &answer.arguments {
        if !queue.arguments.contains_key(name) {
            property(name, "none".to_owned(), shown(found));
        }
    }
    if let Some(Value::Object(policy)) = &answer.effective_policy_definition {
        differences.extend(policy.iter().filter_map(|(key, found)| harm(queue, key, found)));
    }
    differences
}

/// Policy keys that lose or move messages. An argument of the queue wins over a policy, but of
/// two numbers the lower one holds, and a key without an argument holds as it is.
fn harm(queue: &QueueDefinition, key: &str, found: &Value) -> Option<Difference> {
    let own = queue.arguments.get(&format!("x-{key}"));
    let harmful = match key {
        "delivery-limit" | "max-length" | "max-length-bytes" | "message-ttl" | "expires" => {
            match (own, found.as_i64()) {
                (Some(Argument::Number(own)), Some(found)) => found < *own,
                (Some(Argument::Text(_)) | None, _) | (_, None) => true,
            }
        }
        "dead-letter-exchange"
        | "dead-letter-routing-key"
        | "dead-letter-strategy"
        | "overflow" => own.is_none(),
        // The rest (where the leader sits, how many members) loses nothing.
        _ => false,
    };
    harmful.then(|| Difference::Policy {
        object: Object::Queue(queue.name.clone()),
        key: key.to_owned(),
        expected: own.map_or("none".to_owned(), Argument::to_string),
        found: shown(found),
    })
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn client() -> Result<Client, AmqpError> {
    // reqwest takes the process's provider; a second call changes nothing.
    let _already = rustls::crypto::ring::default_provider().install_default().is_err();
    Client::builder()
        .timeout(LIMIT)
        .redirect(redirect::Policy::none())
        .build()
        .map_err(|error| AmqpError::Management(error.without_url().to_string()))
}

/// `None` when the broker has no such thing.
async fn get<T: DeserializeOwned>(
    client: &Client,
    api: &Management,
    path: &str,
) -> Result<Option<T>, AmqpError> {
    let failed = |why: String| AmqpError::Management(format!("GET /{path}: {why}"));
    let mut answer = client
        .get(format!("{}/{path}", api.url.trim_end_matches('/')))
        .basic_auth(&api.user, Some(api.password.expose_secret()))
        .send()
        .await
        .map_err(|error| failed(error.without_url().to_string()))?;
    match answer.status() {
        StatusCode::OK => {}
        StatusCode::NOT_FOUND => return Ok(None),
        other => return Err(failed(format!("expected status 200, found {other}"))),
    }
    let mut body = Vec::new();
    while let Some(part) =
        answer.chunk().await.map_err(|error| failed(error.without_url().to_string()))?
    {
        body.extend_from_slice(&part);
        if body.len() > LARGEST_ANSWER {
            return Err(failed(format!("the answer has more than {LARGEST_ANSWER} bytes")));
        }
    }
    serde_json::from_slice(&body).map(Some).map_err(|error| failed(error.to_string()))
}

/// A name as one segment of a path: `/` is `%2F`.
fn segment(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Vec<String> {
        let intake = Definitions::ours().unwrap().queues.remove(0);
        let answer: QueueAnswer = serde_json::from_str(text).unwrap();
        compare_queue(&intake, &answer).iter().map(|d| d.to_string()).collect()
    }

    const GOOD: &str = r#""x-queue-type":"quorum","x-delivery-limit":1000000,
        "x-dead-letter-exchange":"fba-nfe.dead-letters","x-dead-letter-routing-key":"dead",
        "x-dead-letter-strategy":"at-least-once","x-overflow":"reject-publish""#;

    #[test]
    fn an_equal_queue_has_no_difference() {
        for policy in ["[]", "{}", r#"{"queue-leader-locator":"balanced"}"#] {
            let text = format!(
                r#"{{"durable":true,"auto_delete":false,"arguments":{{{GOOD}}},"effective_policy_definition":{policy}}}"#
            );
            assert_eq!(answer(&text), Vec::<String>::new());
        }
    }

    #[test]
    fn a_policy_that_loses_messages_is_named() {
        let text = format!(
            r#"{{"durable":true,"auto_delete":false,"arguments":{{{GOOD}}},
               "effective_policy_definition":{{"delivery-limit":20,"max-length":5,"overflow":"drop-head"}}}}"#
        );
        let found = answer(&text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("delivery-limit: expected 1000000, found 20"), "{found:?}");
        assert!(found[1].contains("max-length: expected none, found 5"), "{found:?}");
    }

    #[test]
    fn every_argument_is_compared_both_ways() {
        let found = answer(
            r#"{"durable":false,"auto_delete":false,"arguments":{"x-queue-type":"classic","x-max-length":1}}"#,
        );
        // durable, six arguments that are missing or wrong, and one too many.
        assert_eq!(found.len(), 8, "{found:?}");
    }

    #[test]
    fn a_name_is_one_segment() {
        assert_eq!(segment("/"), "%2F");
        assert_eq!(segment("fba-nfe.intake"), "fba-nfe.intake");
    }
}
