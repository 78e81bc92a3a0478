//! `fba-nfe work`: the stage, in production.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use tokio::sync::watch;

use super::{live, opening, upkeep};
use crate::adapters::amqp::{self, Publisher};
use crate::adapters::archive::{self, Archive};
use crate::adapters::live::Live;
use crate::ports::{Clock, Inbox, Incoming, Letter, Outbox, StoreError, World};
use crate::stage::{self, Stage};

/// RabbitMQ in, SEFAZ and Amazon out, until told to stop.
#[derive(Debug, Args)]
#[command(
    after_help = "SIGTERM or SIGINT stop it in seconds: nothing new is begun, what is under \
    way comes to rest, nothing is lost.\n\nExamples:\n  \
    fba-nfe queue apply --config fba-nfe.toml\n  \
    fba-nfe work --config fba-nfe.toml\n  \
    RUST_LOG=fba_nfe=debug fba-nfe work --config fba-nfe.toml --log json"
)]
pub struct WorkArgs {
    /// The configuration.
    #[arg(long, value_name = "FILE")]
    config: Option<std::path::PathBuf>,
    /// Invoices under way at once.
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1024))]
    hands: u16,
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
    let upkeep = tokio::spawn(upkeep::keep(Arc::clone(&stage), config, told));

    stopped().await.context("the signals cannot be heard")?;
    tracing::info!("asked to stop");
    // Whoever does not hear it has ended already.
    let _nobody = tell.send(true);
    let all = async {
        for (name, task) in [
            ("intake", intake),
            ("crew", crew),
            ("letters", letters),
            ("upkeep", upkeep),
            ("archive", archive),
        ] {
            if let Err(error) = task.await {
                tracing::error!(task = name, error = %error, "a task died: a bug of ours");
            }
        }
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
