//! The broker: whether it answers, and whether it holds what `queue/definitions.json` says.

use super::WAIT;
use super::check::Check;
use crate::adapters::amqp::topology::{self, Report};
use crate::adapters::amqp::{AmqpError, BrokerConfig, connection};
use crate::cli::live;
use crate::config::Config;

/// Reaches it and compares, in [`WAIT`] at most.
pub(super) async fn checks(config: &Config) -> Vec<Check> {
    let config = match live::broker(config) {
        Ok(config) => config,
        Err(error) => {
            let remedy = "mend broker.management_url";
            return vec![Check::fault("broker", format!("{error:#}"), remedy)];
        }
    };
    match tokio::time::timeout(WAIT, ask(&config)).await {
        Ok(checks) => checks,
        Err(_) => {
            let found = format!("it did not answer within {} s", WAIT.as_secs());
            vec![Check::fault("broker", found, "see rabbitmqctl status, and its log")]
        }
    }
}

async fn ask(config: &BrokerConfig) -> Vec<Check> {
    let connection = match connection::connect(config).await {
        Ok(connection) => connection,
        Err(error) => return vec![Check::fault("broker", &error, remedy(&error))],
    };
    let mut checks = vec![Check::ok("broker", "reachable, the login is taken")];
    match topology::check(&connection, config).await {
        Ok(report) => checks.extend(compared(&report, config.management.is_some())),
        Err(error) => checks.push(Check::fault("broker.topology", &error, remedy(&error))),
    }
    connection::close(&connection).await;
    checks
}

fn compared(report: &Report, managed: bool) -> Vec<Check> {
    let check = "broker.topology";
    let mut checks: Vec<Check> = report
        .differences
        .iter()
        .map(|it| {
            let text = it.to_string();
            // A difference ends in its own remedy.
            let (found, remedy) =
                text.rsplit_once("; ").unwrap_or((&text, "see fba-nfe queue check"));
            Check::fault(check, found, remedy)
        })
        .collect();
    if checks.is_empty() {
        checks.push(Check::ok(check, "as in queue/definitions.json, where it could be looked at"));
    }
    if let [first, ..] = report.unchecked.as_slice() {
        let found = format!("{} things not looked at, first: {first}", report.unchecked.len());
        let remedy = match managed {
            true => "ask again in a minute; else see broker.management_url and its user's tags",
            false => "set broker.management_url_env, with a user of the tag monitoring",
        };
        checks.push(Check::warn(check, found, remedy));
    }
    checks
}

fn remedy(error: &AmqpError) -> &'static str {
    match error {
        AmqpError::Uri(_) => "mend what broker.uri_env or broker.uri_file holds",
        AmqpError::Broker { .. } => {
            "mend user, password and virtual host in the broker's URI, or the user's permissions"
        }
        AmqpError::Lost(_) | AmqpError::Slow { .. } => {
            "start RabbitMQ, or mend host, port, user and password in the broker's URI"
        }
        AmqpError::Cancelled(_) | AmqpError::Topology(_) => "fba-nfe queue check",
        AmqpError::Management(_) => "mend what broker.management_url holds",
        AmqpError::Inbox(_) | AmqpError::Definitions(_) => "this is a bug: report it",
    }
}
