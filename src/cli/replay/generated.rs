//! Cases that are made, not read: a SKU that nobody knows, for trials of actions on many cases and
//! of the desk under load.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::Context;

use super::configs::Opened;
use super::console::life_of;
use super::run::{self, Parts, Replayed};
use super::together::House;
use crate::cli::opening;
use crate::domain::{ShipmentId, Timestamp};
use crate::simulator::Simulator;
use crate::simulator::config::{PerSecond, SimulatorConfig};
use crate::simulator::generate::Recipe;
use crate::simulator::script::WorldScript;
use crate::simulator::shipments::Shipments;
use crate::stage::{Policy, Stage, later};

/// Calls a second, and at once: under Amazon's limits a hundred thousand cases would take a day.
const RATE: u64 = 10_000;
const BURST: u32 = 10_000;

/// Events that come at one moment, and are written together.
const AT_ONCE: usize = 1024;

/// So many cases, the last of which come at `last`.
pub(super) fn house(
    opened: &Opened,
    cases: u32,
    parts: &Parts,
    last: Timestamp,
) -> anyhow::Result<House> {
    let config = &opened.config;
    let recipe = Recipe {
        seed: config.simulator.seed.clone(),
        // Others may have no warehouse of this name, which would be a second cause.
        sellers: config.sellers.iter().take(1).map(|it| it.seller.id.clone()).collect(),
        skus: vec!["SKU-001".to_owned()],
        starts: later(last, -i64::from(cases)),
        missing_document: 0,
        unknown_sku: 1000,
        unknown_city: 0,
    };
    let (mut lives, mut arrivals) = (BTreeSet::new(), Vec::new());
    for n in 0..cases {
        let made = recipe.make(n.into()).context("the configuration has no seller")?;
        lives.extend(life_of(&made.notification));
        arrivals.push((last, made.notification));
    }
    for (group, some) in arrivals.rchunks_mut(AT_ONCE).enumerate() {
        let before = i64::try_from(group).unwrap_or(i64::MAX);
        some.iter_mut().for_each(|(at, _)| *at = later(last, before.saturating_neg()));
    }
    Ok(House { stage: stage(opened, recipe, parts), lives, arrivals })
}

fn stage(opened: &Opened, recipe: Recipe, parts: &Parts) -> Stage<Replayed> {
    let settings = SimulatorConfig {
        rate_per_s: PerSecond(RATE * 1_000_000),
        burst: BURST,
        ..run::simulator(&opened.config)
    };
    let simulator = Simulator::new(&settings, &WorldScript::default(), Arc::new(Made(recipe)));
    let policy = Policy {
        rate_interval_us: i64::try_from(1_000_000 / RATE).unwrap_or(1),
        rate_burst: BURST,
        ..opening::policy(&opened.config)
    };
    run::stage(opened, simulator, parts, policy)
}

/// Shipments that are made when they are asked for.
struct Made(Recipe);

impl Shipments for Made {
    fn body(&self, id: &ShipmentId) -> Option<Vec<u8>> {
        let n = id.as_str().strip_prefix("SIM")?.parse().ok()?;
        self.0.make(n).filter(|it| it.id == *id).map(|it| it.shipment)
    }
}
