//! `send`: notifications from files or standard input to the events exchange.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;

use crate::adapters::amqp::send::{Sent, send};
use crate::adapters::amqp::split::{LARGEST_INPUT, split};
use crate::adapters::amqp::{BrokerConfig, Published, Publisher};

/// Publish notifications to the events exchange, each with the broker's confirm.
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Examples:
  fba-nfe send event.json
      One notification, byte for byte.
  fba-nfe send day.jsonl more/*.json
      JSON lines, or an array of notifications: one message each.
  aws sqs receive-message --queue-url … --max-number-of-messages 10 | fba-nfe send -
      The bodies of what SQS handed over.
  fba-nfe send --raw broken.bin
      A file that is not JSON, as it is. It will end as an unreadable dead letter.

Status 0 when the broker has confirmed every message. Otherwise 1, and one line for each that it
has not; an outcome that is unknown may be sent again, since the message id stays the same.")]
pub struct SendArgs {
    /// Files to send; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The configuration.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Send each file as one message, whatever it holds.
    #[arg(long)]
    pub raw: bool,
}

/// Reads everything first, so that a bad file stops the run before anything is sent.
pub async fn run(args: &SendArgs, config: &BrokerConfig) -> anyhow::Result<ExitCode> {
    let mut bodies = Vec::new();
    for file in &args.files {
        let input = read(file).with_context(|| format!("cannot read {}", file.display()))?;
        if args.raw {
            bodies.push(input);
        } else {
            bodies.extend(
                split(&input).with_context(|| {
                    format!("{} (`--raw` sends a file as it is)", file.display())
                })?,
            );
        }
    }
    let publisher = Publisher::new(config.clone());
    let sent = send(&publisher, bodies).await;
    publisher.close().await;
    Ok(print(&sent))
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let most = u64::try_from(LARGEST_INPUT).unwrap_or(u64::MAX);
    let mut input = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().take(most + 1).read_to_end(&mut input)?;
    } else {
        std::fs::File::open(file)?.take(most + 1).read_to_end(&mut input)?;
    }
    if input.len() > LARGEST_INPUT {
        bail!("expected at most {most} bytes, found more; send it in parts");
    }
    Ok(input)
}

fn print(sent: &[Sent]) -> ExitCode {
    let mut confirmed = 0;
    for Sent { at, message_id, published } in sent {
        match published {
            Published::Confirmed => confirmed += 1,
            Published::Unroutable(why) => eprintln!("{at} {message_id}: no queue took it: {why}"),
            Published::Refused(why) => eprintln!("{at} {message_id}: refused: {why}"),
            Published::Unsent(why) => eprintln!("{at} {message_id}: not sent: {why}"),
            Published::Unknown(why) => {
                eprintln!("{at} {message_id}: unknown, it may have arrived: {why}");
            }
        }
    }
    println!("{confirmed} of {} confirmed", sent.len());
    if confirmed == sent.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
