//! `fba-nfe replay … --console`: the review desk on sample input, with the simulator and the
//! worker going on, so that a newcomer mends a case and sees it accepted.
//!
//! All inputs live in one world, under one clock and the general configuration. Their own moments
//! are moved so that each one's last event comes some hours before the desk opens: sales are
//! young then, and what can be cancelled still can.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
use jiff::SignedDuration;
use ring::rand::{SecureRandom, SystemRandom};
use tokio::sync::watch;

use super::configs::Opened;
use super::generated;
use super::input::Input;
use super::run::{self, Parts};
use super::together::{House, Together};
use crate::adapters::clock::SystemClock;
use crate::adapters::store::SqliteStore;
use crate::cli::{console, opening, work};
use crate::console::password;
use crate::domain::{LifeId, Timestamp, hex};
use crate::ports::{Access, Cases, Catalogues, Clock, Deed, DeedKind, Origin, Role, User};
use crate::simulator::shipments::Folders;
use crate::simulator::{Simulator, VirtualClock};
use crate::stage::wire::{Read, read_notification};
use crate::stage::{Offline, Stage, later};

/// The last event of the first input comes so long before the desk opens; those of the others
/// each [`APART_S`] earlier.
const BEFORE_S: i64 = 3600;
const APART_S: i64 = 120;

/// Between two looks at what is due.
const TICK: Duration = Duration::from_millis(500);

/// Between two signs of life, as `work` gives them.
const BEAT_S: i64 = 15;

/// How long the desk may take to close.
const STOP_MAX: Duration = Duration::from_secs(5);

/// A session ends with the program: the clock of a replay jumps, and would end it at once.
const SESSION: Duration = Duration::from_secs(10 * 365 * 86_400);

/// Opens the desk, and plays on until told to stop.
pub(super) async fn run(
    opened: &Opened,
    inputs: Vec<Input>,
    listen: SocketAddr,
    cases: u32,
) -> anyhow::Result<ExitCode> {
    ensure!(listen.ip().is_loopback(), "--listen {listen}: a replay's desk is for this machine");
    let folder = tempfile::tempdir().context("a temporary folder")?;
    let path = folder.path().join("fba-nfe.sqlite");
    let stopped = work::stopped();
    let mut stopped = std::pin::pin!(stopped);

    let opens = middle(&inputs)?;
    let parts = parts(opened, &inputs, &path)?;
    let (clock, store) = (Arc::clone(&parts.clock), Arc::clone(&parts.store));
    let desk = desk(opened, &parts, &path)?;
    let mut together = Together::new(parts.clone(), houses(opened, inputs, &parts, opens, cases)?);
    tokio::select! {
        played = together.play(opens) => played?,
        asked = &mut stopped => {
            asked.context("the signals cannot be heard")?;
            return Ok(ExitCode::SUCCESS);
        }
    }

    let beat = Beat { store: Arc::clone(&store), clock: Arc::clone(&clock), started: clock.now() };
    beat.now().await?;
    let mut passwords = Vec::new();
    for (name, full_name, role) in [
        ("demo", "Pessoa de Teste", Role::Administrador),
        ("aprovador", "Segunda Pessoa", Role::Aprovador),
    ] {
        passwords.push((name, user(&store, name, full_name, role, clock.now()).await?));
    }
    let mut config = opened.config.clone();
    config.console.listen = listen;
    config.console.tls = None;
    (config.console.idle, config.console.absolute) = (SESSION, SESSION);
    let (tell, told) = watch::channel(false);
    let (served, _) = console::open(desk, &config, told).await?;
    println!("desk {}", console::url(&config, &served));
    for (name, password) in &passwords {
        println!("user {name} {password}");
    }
    println!(
        "Open the address in a browser and sign in as demo; aprovador is the second person. The \
         passwords and the cases end with this program (Ctrl-C)."
    );

    let lived = tokio::select! {
        lived = live(&mut together, &beat) => lived,
        asked = &mut stopped => asked.context("the signals cannot be heard"),
    };
    // Whoever does not hear it has ended already.
    let _nobody = tell.send(true);
    if tokio::time::timeout(STOP_MAX, served.task).await.is_err() {
        tracing::warn!("the desk took too long to close");
    }
    for violation in together.violations() {
        eprintln!("{violation}");
    }
    lived?;
    Ok(ExitCode::SUCCESS)
}

/// Does what is due, in step with the wall clock, and hurries where a person waits.
async fn live(together: &mut Together, beat: &Beat) -> anyhow::Result<()> {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut seen = SystemClock.now();
    let mut told = beat.clock.now();
    loop {
        ticks.tick().await;
        // Whole seconds: what is left of one counts in the next round.
        let passed_s = SystemClock.now().duration_since(seen).as_secs().max(0);
        seen = later(seen, passed_s);
        together.live(passed_s).await?;
        let now = beat.clock.now();
        if now.duration_since(told).as_secs() >= BEAT_S {
            beat.now().await?;
            told = now;
        }
    }
}

/// The sign of life of the worker that a replay is.
struct Beat {
    store: Arc<SqliteStore>,
    clock: Arc<VirtualClock>,
    started: Timestamp,
}

impl Beat {
    async fn now(&self) -> anyhow::Result<()> {
        let detail = format!("{} replay", env!("CARGO_PKG_VERSION"));
        Ok(self.store.beat("work", self.started, self.clock.now(), detail).await?)
    }
}

/// When the desk opens: where the middle one of the inputs begins, so that one that is set in
/// another year does not take the rest along.
fn middle(inputs: &[Input]) -> anyhow::Result<Timestamp> {
    let mut starts: Vec<Timestamp> = inputs.iter().map(|input| input.starts).collect();
    starts.sort();
    starts.get(starts.len() / 2).copied().context("nothing to replay")
}

fn parts(opened: &Opened, inputs: &[Input], path: &Path) -> anyhow::Result<Parts> {
    // Nothing begins before this.
    let spans = inputs.iter().filter_map(|it| {
        Some(it.events.last()?.at.as_second().saturating_sub(it.starts.as_second()))
    });
    let longest = spans.max().unwrap_or_default();
    let apart = APART_S.saturating_mul(i64::try_from(inputs.len()).unwrap_or(i64::MAX));
    let long = longest.saturating_add(apart).saturating_add(BEFORE_S);
    Ok(Parts {
        clock: Arc::new(VirtualClock::new(later(middle(inputs)?, long.saturating_neg()))),
        store: Arc::new(SqliteStore::open(path).context("the temporary store")?),
        catalogues: Arc::new(run::shelves(&opened.config)),
    })
}

/// The desk's own way to the same store, the same clock and the same product files.
fn desk(
    opened: &Opened,
    parts: &Parts,
    path: &Path,
) -> anyhow::Result<Stage<Offline<SqliteStore>>> {
    let Opened { config, traders } = opened;
    let store = SqliteStore::open(path).context("the temporary store")?;
    let clock: Arc<dyn Clock> = parts.clock.clone();
    let catalogues: Arc<dyn Catalogues> = parts.catalogues.clone();
    let world = Offline::new(Arc::new(store), clock, catalogues);
    let policy = opening::policy(config);
    let stage = Stage::new(world, Arc::clone(traders), policy, config.chance.clone());
    Ok(stage.with_lists(Arc::clone(&config.lists)))
}

/// Each input with its own simulator; one that cannot live with the others is told and left out.
fn houses(
    opened: &Opened,
    inputs: Vec<Input>,
    parts: &Parts,
    opens: Timestamp,
    cases: u32,
) -> anyhow::Result<Vec<House>> {
    let mut taken: BTreeSet<LifeId> = BTreeSet::new();
    let mut houses = Vec::new();
    for (input, before) in inputs.into_iter().zip((0..).map(|n| BEFORE_S + n * APART_S)) {
        let name = input.folder.display();
        if input.story.as_ref().is_some_and(|it| it.config.is_some()) {
            eprintln!("{name}: left out: it has a configuration of its own");
            continue;
        }
        let lives: BTreeSet<LifeId> =
            input.events.iter().filter_map(|it| life_of(&it.body)).collect();
        if let Some(id) = lives.iter().find(|id| taken.contains(*id)) {
            eprintln!("{name}: left out: {} is another input's too", id.shipment);
            continue;
        }
        taken.extend(lives.iter().cloned());
        houses.push(house(opened, input, lives, parts, later(opens, -before)));
    }
    if cases > 0 {
        houses.push(generated::house(opened, cases, parts, later(opens, -BEFORE_S))?);
    }
    Ok(houses)
}

pub(super) fn life_of(body: &[u8]) -> Option<LifeId> {
    match read_notification(body) {
        Ok(Read::Event(event)) => Some(event.life),
        Ok(Read::Foreign(_)) | Err(_) => None,
    }
}

/// An input, moved so that its last event comes at `last`.
fn house(
    opened: &Opened,
    input: Input,
    lives: BTreeSet<LifeId>,
    parts: &Parts,
    last: Timestamp,
) -> House {
    let came = input.events.last().map_or(input.starts, |it| it.at);
    let by = last.duration_since(came);
    let script = input.story.map(|it| it.script).unwrap_or_default().moved(by);
    let folders = Folders(vec![input.folder.join("shipments")]);
    let simulator = Simulator::new(&run::simulator(&opened.config), &script, Arc::new(folders));
    let moved = |it: Timestamp, by: SignedDuration| it.saturating_add(by).unwrap_or(it);
    let arrivals = input.events.into_iter().map(|it| (moved(it.at, by), it.body)).collect();
    let stage = run::stage(opened, simulator, parts, opening::policy(&opened.config));
    House { stage, lives, arrivals }
}

/// Makes a user, and gives the password: nobody has it before, and nobody after.
async fn user(
    store: &SqliteStore,
    name: &str,
    full_name: &str,
    role: Role,
    now: Timestamp,
) -> anyhow::Result<String> {
    let mut bytes = [0; 10];
    SystemRandom::new().fill(&mut bytes).ok().context("the system has no chance to give")?;
    let secret = hex(&bytes);
    let user = User {
        name: name.to_owned(),
        full_name: full_name.to_owned(),
        role,
        password: Some(password::hash(&secret)?),
        lang: "pt-BR".to_owned(),
        active: true,
    };
    let deed = Deed::new(now, "replay", Origin::command_line(), DeedKind::User);
    store.put_user(user, deed).await?;
    Ok(secret)
}

#[cfg(test)]
#[path = "console_tests.rs"]
mod tests;
