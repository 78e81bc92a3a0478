//! `queue check` and `queue apply`: the broker's topology, looked at and made on purpose.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};

use crate::adapters::amqp::topology::{Report, apply, check};
use crate::adapters::amqp::{BrokerConfig, connection};

/// Compare the broker with queue/definitions.json, or make what is missing.
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Examples:
  fba-nfe queue check
      One line for each difference. Status 0 when there is none, else 1.
  fba-nfe queue apply
      Makes what is missing and binds it. Deletes nothing and changes nothing that is there:
      a queue with other arguments stays, and is named with its remedy.

AMQP cannot show bindings and policies. With the management API in the configuration they are
compared too; without it they are named as not checked.")]
pub struct QueueArgs {
    /// The configuration.
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<std::path::PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub verb: QueueVerb,
}

/// What to do with the topology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum QueueVerb {
    /// Compare, and change nothing.
    Check,
    /// Make what is missing.
    Apply,
}

/// Runs the verb. Status 1 when a difference is left.
pub async fn run(args: &QueueArgs, config: &BrokerConfig) -> anyhow::Result<ExitCode> {
    let connection = connection::connect(config).await.context("cannot reach the broker")?;
    let outcome = match args.verb {
        QueueVerb::Check => check(&connection, config).await,
        QueueVerb::Apply => apply(&connection, config).await.map(|applied| {
            for object in &applied.created {
                println!("created   {object}");
            }
            for object in &applied.bound {
                println!("bound     {object}");
            }
            applied.report
        }),
    };
    connection::close(&connection).await;
    Ok(print(&outcome.context("cannot compare the topology")?))
}

fn print(report: &Report) -> ExitCode {
    for difference in &report.differences {
        println!("differs   {difference}");
    }
    for unchecked in &report.unchecked {
        println!("unknown   {unchecked}");
    }
    if report.differences.is_empty() {
        println!("the broker holds what queue/definitions.json says");
        ExitCode::SUCCESS
    } else {
        println!("{} differences", report.differences.len());
        ExitCode::FAILURE
    }
}
