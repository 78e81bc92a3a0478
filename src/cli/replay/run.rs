//! One input through the stage, in virtual time: a sequential loop that always does what is due
//! first. No broker, no network, no waiting.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context, bail};
use indicatif::ProgressBar;

use super::configs::Opened;
use super::input::Input;
use super::story::{Person, PersonAction};
use crate::adapters::store::SqliteStore;
use crate::config::Config;
use crate::domain::catalogue::{Catalogue, TaxProfile};
use crate::domain::{LifeId, SellerId, Timestamp, Uf};
use crate::ports::{Catalogues, Origin, World};
use crate::simulator::config::{PerSecond, RegisteredSeller, SimulatorConfig};
use crate::simulator::core::Simulator;
use crate::simulator::script::WorldScript;
use crate::simulator::shipments::Folders;
use crate::simulator::world::{Simulated, VirtualClock};
use crate::stage::{Action, Closed, Parked, Policy, Stage, Trader, Verb, later};
use crate::tax::TotTrib;
use crate::tax::rules::Rules;

/// A replay that is not over after so long in its own time never will be.
const VIRTUAL_S_MAX: i64 = 60 * 24 * 3600;

/// Lives taken up at once; each is walked before the next.
const BATCH: usize = 64;

/// The sellers with their certificates, opened once for all inputs.
pub(in crate::cli) type Traders = Arc<BTreeMap<SellerId, Trader>>;

/// The simulated world with a store of its own.
pub(in crate::cli) struct Replayed {
    simulated: Simulated,
    clock: Arc<VirtualClock>,
    store: Arc<SqliteStore>,
    catalogues: Arc<Shelves>,
}

/// The product files and the rules as the configuration read them.
pub(in crate::cli) struct Shelves {
    catalogues: BTreeMap<SellerId, Arc<Catalogue>>,
    rules: Arc<Rules>,
    profiles: BTreeMap<String, TaxProfile>,
    tot_trib: BTreeMap<Uf, Arc<TotTrib>>,
}

impl Catalogues for Shelves {
    fn catalogue(&self, seller: &SellerId) -> Option<Arc<Catalogue>> {
        self.catalogues.get(seller).map(Arc::clone)
    }

    fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.rules)
    }

    fn profiles(&self) -> &BTreeMap<String, TaxProfile> {
        &self.profiles
    }

    fn tot_trib(&self) -> &BTreeMap<Uf, Arc<TotTrib>> {
        &self.tot_trib
    }
}

impl World for Replayed {
    type Clock = VirtualClock;
    type Amazon = Simulated;
    type Sefaz = Simulated;
    type Store = SqliteStore;
    type Catalogues = Shelves;

    fn clock(&self) -> &VirtualClock {
        &self.clock
    }

    fn amazon(&self) -> &Simulated {
        &self.simulated
    }

    fn sefaz(&self) -> &Simulated {
        &self.simulated
    }

    fn store(&self) -> &SqliteStore {
        &self.store
    }

    fn catalogues(&self) -> &Shelves {
        &self.catalogues
    }
}

impl Replayed {
    /// What the simulated world disputes: a second note for a shipment, a second document.
    pub(in crate::cli) fn violations(&self) -> Vec<String> {
        self.simulated.simulator().violations()
    }
}

/// Plays one input to its end.
pub(in crate::cli) async fn play(
    opened: &Opened,
    input: &Input,
    bar: &ProgressBar,
) -> anyhow::Result<Stage<Replayed>> {
    let stage = set_up(opened, input)?;
    let ends = later(input.starts, VIRTUAL_S_MAX);
    let mut arrivals = input.events.iter().peekable();
    let mut people = people(input);
    let mut closed = Closed::new();
    loop {
        let now = crate::ports::Clock::now(stage.world().clock());
        while let Some(arrival) = arrivals.next_if(|it| it.at <= now) {
            stage.receive(arrival.body.clone(), None).await?;
        }
        while let Some((_, person)) = people.pop_if(|(at, _)| *at <= now) {
            act(&stage, input, &person).await?;
        }
        closed.retain(|_, until| *until > now);
        let claim = stage.claim(BATCH, &BTreeSet::new(), &closed).await?;
        for id in &claim.lives {
            match stage.advance(id).await? {
                Parked::Done => bar.inc(1),
                Parked::Until(_) => {}
                Parked::Closed { lane, until } => {
                    closed.insert((id.seller.clone(), lane), until);
                }
            }
        }
        if !claim.lives.is_empty() {
            continue;
        }
        let next = [arrivals.peek().map(|it| it.at), people.last().map(|(at, _)| *at), claim.next];
        match next.into_iter().flatten().min() {
            // Who is not at an end by then is told in the report.
            Some(next) if next <= ends => stage.world().clock.advance_to(next),
            Some(_) | None => return Ok(stage),
        }
    }
}

/// What people do, the latest first.
fn people(input: &Input) -> Vec<(Timestamp, Person)> {
    let story = input.story.as_ref();
    let mut people: Vec<(Timestamp, Person)> = story
        .map(|story| story.person.as_slice())
        .unwrap_or_default()
        .iter()
        .map(|person| (later(input.starts, i64::from(person.after_s)), person.clone()))
        .collect();
    people.sort_by_key(|(at, _)| *at);
    people.reverse();
    people
}

async fn act(stage: &Stage<Replayed>, input: &Input, person: &Person) -> anyhow::Result<()> {
    let folder = input.folder.display();
    let context = || format!("{folder}: person: {}", person.shipment);
    let found = stage.world().store.find(&person.shipment, 2).await?;
    let id: LifeId = match found.as_slice() {
        [row] => row.id.clone(),
        _ => bail!("{}: no such shipment at that moment", context()),
    };
    let verb = match person.action {
        PersonAction::Resume => Verb::Resume,
        PersonAction::Discard => Verb::Discard,
        PersonAction::Correct => Verb::Correct {
            field: person.field.clone().unwrap_or_default(),
            value: person.value.clone().unwrap_or_default(),
        },
        PersonAction::Cancel => Verb::Cancel { reissue: person.reissue.unwrap_or_default() },
        PersonAction::Letter => Verb::Letter { text: person.text.clone().unwrap_or_default() },
    };
    let (by, why) = (person.by.clone(), person.why.clone());
    let origin = Origin::command_line();
    let action = Action { by, why, version: None, origin, verb };
    stage.act(&id, action).await.with_context(context)?;
    Ok(())
}

fn set_up(opened: &Opened, input: &Input) -> anyhow::Result<Stage<Replayed>> {
    let nothing = WorldScript::default();
    let script = input.story.as_ref().map_or(&nothing, |story| &story.script);
    let folders = Folders(vec![input.folder.join("shipments")]);
    let simulator = Simulator::new(&simulator(&opened.config), script, Arc::new(folders));
    let store = SqliteStore::temporary().context("the temporary store")?;
    let parts = Parts {
        clock: Arc::new(VirtualClock::new(input.starts)),
        store: Arc::new(store),
        catalogues: Arc::new(shelves(&opened.config)),
    };
    Ok(stage(opened, simulator, &parts, crate::cli::opening::policy(&opened.config)))
}

/// What several stages of one replay may share.
#[derive(Clone)]
pub(super) struct Parts {
    /// The time.
    pub clock: Arc<VirtualClock>,
    /// The journal.
    pub store: Arc<SqliteStore>,
    /// The product files.
    pub catalogues: Arc<Shelves>,
}

/// A stage in this simulated world.
pub(super) fn stage(
    opened: &Opened,
    simulator: Simulator,
    parts: &Parts,
    policy: Policy,
) -> Stage<Replayed> {
    let Opened { config, traders } = opened;
    let clock = Arc::clone(&parts.clock);
    let world = Replayed {
        simulated: Simulated::new(Arc::new(simulator), Arc::clone(&clock)),
        clock,
        store: Arc::clone(&parts.store),
        catalogues: Arc::clone(&parts.catalogues),
    };
    let stage = Stage::new(world, Arc::clone(traders), policy, config.chance.clone());
    stage.with_lists(Arc::clone(&config.lists))
}

/// The product files and the rules of a configuration.
pub(super) fn shelves(config: &Config) -> Shelves {
    let sellers = config.sellers.iter();
    Shelves {
        catalogues: sellers.map(|it| (it.seller.id.clone(), Arc::clone(&it.catalogue))).collect(),
        rules: Arc::clone(&config.tax.rules),
        profiles: config.tax_profiles.clone(),
        tot_trib: config.tax.ibpt.clone(),
    }
}

/// The simulator as `[simulator]` has it, with the sellers registered under their CNPJs.
pub(in crate::cli) fn simulator(config: &Config) -> SimulatorConfig {
    let it = &config.simulator;
    let sellers = config.sellers.iter().map(|seller| {
        let seller = &seller.seller;
        let cnpjs = seller.establishments.iter().map(|it| it.emit.cnpj.to_string()).collect();
        (seller.id.clone(), RegisteredSeller { cnpjs, refresh_token: None })
    });
    let seconds = |it: std::time::Duration| u32::try_from(it.as_secs()).unwrap_or(u32::MAX);
    SimulatorConfig {
        rate_per_s: PerSecond(it.rate.millionths()),
        burst: it.burst,
        validation_s: seconds(it.validation),
        propagation_s: seconds(it.propagation),
        seed: it.seed.clone(),
        sellers: sellers.collect(),
        ..SimulatorConfig::default()
    }
}
