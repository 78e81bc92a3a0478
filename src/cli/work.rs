//! `fba-nfe work`: the stage, in production.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use tokio::sync::watch;

use super::beside::{self, Tasks};
use super::{console, live, opening, upkeep};
use crate::adapters::amqp::{self, Publisher};
use crate::adapters::archive::{self, Archive};
use crate::adapters::live::Live;
use crate::config::Config;
use crate::ports::{Clock, Inbox, Incoming, Letter, Outbox, StoreError, World};
use crate::stage::{self, Stage};

/// RabbitMQ in, SEFAZ and Amazon out, until told to stop.
#[derive(Debug, Args)]
#[command(
    after_help = "SIGTERM or SIGINT stop it in seconds: nothing new is begun, what is under \
    way comes to rest, nothing is lost.\n\nExamples:\n  \
    fba-nfe queue apply --config fba-nfe.toml\n  \
    fba-nfe work --config fba-nfe.toml\n  \
    fba-nfe work --console                  # the review desk beside it, as [console] says\n  \
    RUST_LOG=fba_nfe=debug fba-nfe work --config fba-nfe.toml --log json"
)]
pub struct WorkArgs {
    /// The configuration.
    #[arg(long, value_name = "FILE")]
    config: Option<std::path::PathBuf>,
    /// Invoices under way at once.
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1024))]
    hands: u16,
    /// Opens the review desk too, as [console] says; it closes with the worker.
    #[arg(long)]
    console: bool,
}

/// How long the whole stop may take.
const STOP_MAX: Duration = Duration::from_secs(20);

/// Runs the verb.
pub async fn run(args: WorkArgs) -> anyhow::Result<ExitCode> {
    let config = opening::config(args.config.as_deref())?;
    let broker = live::broker(&config)?;
    let stage = Arc::new(live::stage(&config)?);
    let door = Door(Arc::clone(&stage));
    let publisher = Arc::new(Publisher::new(broker.clone()));
    let (tell, told) = watch::channel(false);
    tracing::info!(
        sellers = config.sellers.len(),
        store = %config.store.path.display(),
        archive = %config.archive.path.display(),
        hands = args.hands,
        "the stage is at work"
    );

    let desk = if args.console { desk(&config, &stage, &told).await? } else { Tasks::new() };
    let crew = tokio::spawn(stage::work(Arc::clone(&stage), args.hands.into(), told.clone()));
    let intake = {
        let (door, told) = (door.clone(), told.clone());
        tokio::spawn(async move { amqp::intake::consume(&broker, &door, told).await })
    };
    let letters = {
        let (door, publisher, told) = (door.clone(), Arc::clone(&publisher), told.clone());
        tokio::spawn(async move { amqp::outbox::drain(&publisher, &door, told).await })
    };
    let archive = {
        let (stage, told) = (Arc::clone(&stage), told.clone());
        let folder = Archive::new(&config.archive.path);
        tokio::spawn(async move {
            let world = stage.world();
            archive::work(&folder, world.store(), world.clock(), told).await;
        })
    };
    let beats = tokio::spawn(upkeep::beat(Arc::clone(&stage), args.hands, told.clone()));
    let upkeep = tokio::spawn(upkeep::keep(Arc::clone(&stage), config, told));

    stopped().await.context("the signals cannot be heard")?;
    tracing::info!("asked to stop");
    // Whoever does not hear it has ended already.
    let _nobody = tell.send(true);
    let all = async {
        let tasks = [
            ("intake", intake),
            ("crew", crew),
            ("letters", letters),
            ("upkeep", upkeep),
            ("archive", archive),
            ("beats", beats),
        ];
        beside::end(tasks.into_iter().chain(desk).collect()).await;
        publisher.close().await;
        stage.world().store().close().await
    };
    match tokio::time::timeout(STOP_MAX, all).await {
        Ok(closed) => closed.context("the store")?,
        Err(_) => tracing::error!("the stop took too long: what is on record is safe"),
    }
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Opens the desk on a store of its own over the same file: what people do waits for no invoice.
async fn desk(
    config: &Config,
    stage: &Stage<Live>,
    told: &watch::Receiver<bool>,
) -> anyhow::Result<Tasks> {
    let store = Arc::new(opening::store(config)?);
    let offline = opening::desk_over(config, Arc::clone(&store), stage.shared_traders());
    let served = console::open(offline, config, told.clone()).await?;
    println!("{}", console::url(config, &served));
    let mut tasks = beside::begin(config, &store, told)?;
    tasks.push(("desk", served.task));
    Ok(tasks)
}

/// Resolves at SIGTERM or SIGINT.
pub(super) async fn stopped() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

/// Between the broker and the stage.
#[derive(Clone)]
struct Door(Arc<Stage<Live>>);

impl Inbox for Door {
    async fn receive(&self, incoming: Incoming) -> Result<(), StoreError> {
        self.0.receive(incoming.body, incoming.message_id).await.map(|_| ())
    }
}

impl Outbox for Door {
    async fn unsent(&self, limit: usize) -> Result<Vec<Letter>, StoreError> {
        self.0.world().store().outbox_unsent(limit).await
    }

    async fn sent(&self, id: &str) -> Result<(), StoreError> {
        let now = self.0.world().clock().now();
        self.0.world().store().outbox_sent(id, now).await
    }

    async fn notified(&self) {
        self.0.world().store().letter_notified().await;
    }
}
