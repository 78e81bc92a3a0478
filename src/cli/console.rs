//! `fba-nfe console`: the review desk, in the browser.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use tokio::sync::watch;

use super::{beside, opening, work};
use crate::config::Config;
use crate::console::{self, Console, Served, Settings};
use crate::ports::DeskStore;
use crate::stage::{Offline, Stage};

/// The review desk: what waits for a person, in the browser.
#[derive(Debug, Args)]
#[command(
    after_help = "It reads the store that `work` writes, and calls neither Amazon nor SEFAZ. It \
    listens on this machine alone unless [console] says otherwise.\n\nExamples:\n  \
    fba-nfe user add ana --full-name 'Ana Souza' --role administrador\n  \
    fba-nfe console --config fba-nfe.toml"
)]
pub struct ConsoleArgs {
    /// The configuration.
    #[arg(long, value_name = "FILE")]
    config: Option<std::path::PathBuf>,
    /// Where to listen, instead of what [console] says.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<std::net::SocketAddr>,
}

/// How long the whole stop may take.
const STOP_MAX: Duration = Duration::from_secs(20);

/// Runs the verb.
pub async fn run(args: ConsoleArgs) -> anyhow::Result<ExitCode> {
    let mut config = opening::config(args.config.as_deref())?;
    if let Some(listen) = args.listen {
        anyhow::ensure!(
            listen.ip().is_loopback() || config.console.tls.is_some(),
            "--listen {listen}: is open to others; [console] must name tls_certificate_file and \
             tls_key_file first"
        );
        config.console.listen = listen;
    }
    let store = Arc::new(opening::store(&config)?);
    let traders = Arc::new(opening::traders(&config)?);
    let stage = opening::desk_over(&config, Arc::clone(&store), traders);
    let (tell, told) = watch::channel(false);
    let served = open(stage, &config, told.clone()).await?;
    let beside = beside::begin(&config, &store, &told)?;
    println!("{}", url(&config, &served));
    work::stopped().await.context("the signals cannot be heard")?;
    // Whoever does not hear it has ended already.
    let _nobody = tell.send(true);
    let all = async {
        beside::end(beside).await;
        served.task.await
    };
    match tokio::time::timeout(STOP_MAX, all).await {
        Ok(closed) => closed.context("the desk died: a bug of ours")?,
        Err(_) => tracing::error!("the stop took too long: what is on record is safe"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens the desk over a stage that calls nobody.
pub(super) async fn open<S: DeskStore>(
    stage: Stage<Offline<S>>,
    config: &Config,
    told: watch::Receiver<bool>,
) -> anyhow::Result<Served> {
    let it = &config.console;
    let settings = Settings {
        idle_s: opening::seconds(it.idle),
        absolute_s: opening::seconds(it.absolute),
        secure: it.tls.is_some(),
        bulk_per_minute: it.bulk_per_minute,
        four_eyes: it.four_eyes.clone(),
    };
    let console = Arc::new(Console::new(stage, settings));
    console.settle().await.context("the rules of four eyes")?;
    let served = console::serve(console, it.listen, it.tls.as_ref(), told).await?;
    tracing::info!(address = %served.address, tls = it.tls.is_some(), "the desk is open");
    Ok(served)
}

/// What to type into the browser.
pub(super) fn url(config: &Config, served: &Served) -> String {
    let scheme = if config.console.tls.is_some() { "https" } else { "http" };
    format!("{scheme}://{}/", served.address)
}
