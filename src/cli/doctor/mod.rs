//! `fba-nfe doctor`: everything that is wrong with an installation, at once.

mod archive;
mod broker;
mod certificate;
mod check;
mod numbers;
mod remote;
mod rules;
mod store;
mod summary;

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use futures_util::future::join;

use self::check::{Check, Status};
use super::opening;
use crate::adapters::clock::SystemClock;
use crate::config::{Config, ConfigFaults};
use crate::domain::Timestamp;
use crate::ports::Clock as _;

/// Looks at configuration, certificates, store, broker, tokens and SEFAZ, and names every fault.
#[derive(Debug, Args)]
#[command(after_help = "One line for each thing: ok, warn or FAULT, what was found, and the \
    remedy. Nothing is changed, no store is made, no secret is shown. Status 0 when nothing is a \
    FAULT, else 1. It takes a minute at most.\n\nExamples:\n  \
    fba-nfe doctor --config fba-nfe.toml\n  \
    fba-nfe doctor --offline --config samples/fba-nfe.toml\n  \
    fba-nfe doctor --json | jq '.[] | select(.status != \"ok\")'")]
pub struct DoctorArgs {
    /// The configuration.
    #[arg(long, value_name = "FILE")]
    config: Option<std::path::PathBuf>,
    /// Calls nobody: leaves out broker, Amazon and SEFAZ.
    #[arg(long)]
    offline: bool,
    /// Prints an array of {check, status, found, remedy}.
    #[arg(long)]
    json: bool,
}

/// For one check, whatever time limits the configuration allows. All run at once, so this bounds
/// the whole.
const WAIT: Duration = Duration::from_secs(45);

/// Runs the verb.
pub async fn run(args: DoctorArgs) -> anyhow::Result<ExitCode> {
    let now = SystemClock.now();
    let checks = match opening::config(args.config.as_deref()) {
        Ok(config) => look(&config, args.offline, now).await,
        Err(error) => unreadable(&error),
    };
    print(&checks, args.json)?;
    let sound = checks.iter().all(|it| it.status != Status::Fault);
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What is wrong with a configuration that cannot be used: nothing else can be looked at.
fn unreadable(error: &anyhow::Error) -> Vec<Check> {
    match error.downcast_ref::<ConfigFaults>() {
        Some(faults) => faults.0.iter().map(summary::fault).collect(),
        None => vec![Check::fault("config", format!("{error:#}"), "mend the file")],
    }
}

async fn look(config: &Config, offline: bool, now: Timestamp) -> Vec<Check> {
    let mut checks = summary::checks(config);
    checks.extend(rules::checks(config, now));
    let (traders, certificates) = certificate::checks(config, now);
    checks.extend(certificates);
    let others = async {
        if offline {
            let found = "broker, Amazon and SEFAZ were not asked";
            return vec![Check::warn("offline", found, "run it without --offline")];
        }
        let (mut checks, remote) =
            join(broker::checks(config), remote::checks(config, traders)).await;
        checks.extend(remote);
        checks
    };
    let (kept, others) = join(store::checks(config, now), others).await;
    checks.extend(kept);
    checks.push(archive::room(&config.archive));
    checks.extend(others);
    checks
}

fn print(checks: &[Check], json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string_pretty(checks)?);
        return Ok(());
    }
    for check in checks {
        println!("{check}");
    }
    let count = |status| checks.iter().filter(|it| it.status == status).count();
    let (faults, warnings) = (count(Status::Fault), count(Status::Warn));
    println!("{} checks, {faults} faults, {warnings} warnings", checks.len());
    Ok(())
}
