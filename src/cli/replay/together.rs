//! Many inputs in one world: one store, one clock, and a stage with its own simulator for each
//! input, since each story has its own Amazon and SEFAZ.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::Context;
use futures_util::stream::{self, StreamExt};

use super::run::{Parts, Replayed};
use crate::domain::{LifeId, Timestamp};
use crate::lifecycle::Lane;
use crate::ports::{Clock, Store, StoreError};
use crate::stage::{Parked, Stage, later};

/// Lives and deliveries under way at once: the store commits them together.
const WIDTH: usize = 64;

/// Lives looked at for the next jump.
const LOOK: usize = 64;

/// No jump is longer.
const JUMP_MAX_S: i64 = 3600;

/// Nor do the jumps for one life take longer together: what waits for days is left to wait.
const JUMPS_MAX_S: i64 = 4 * 3600;

/// Later than anything is due.
const NEVER: Timestamp = Timestamp::MAX;

/// An input with the world around it.
pub(super) struct House {
    /// Its stage.
    pub stage: Stage<Replayed>,
    /// Its shipments.
    pub lives: BTreeSet<LifeId>,
    /// What comes, and when.
    pub arrivals: Vec<(Timestamp, Vec<u8>)>,
}

/// All inputs.
pub(super) struct Together {
    parts: Parts,
    /// Each stage, and whether no shipment of it has two events: then their order does not matter.
    houses: Vec<(Stage<Replayed>, bool)>,
    of: HashMap<LifeId, usize>,
    /// What is still to come, the latest first.
    arrivals: Vec<(Timestamp, usize, Vec<u8>)>,
    /// Lives whose lane is closed, until when.
    resting: BTreeMap<LifeId, Timestamp>,
    /// Lives that nobody is waiting for: they were under way when the desk opened.
    pub(super) waiting: BTreeSet<LifeId>,
    /// Seconds that were jumped for a life.
    jumped: BTreeMap<LifeId, i64>,
}

impl Together {
    /// Puts them together; no two have a shipment in common.
    pub(super) fn new(parts: Parts, houses: Vec<House>) -> Together {
        let mut it = Together {
            parts,
            houses: Vec::new(),
            of: HashMap::new(),
            arrivals: Vec::new(),
            resting: BTreeMap::new(),
            waiting: BTreeSet::new(),
            jumped: BTreeMap::new(),
        };
        for (place, house) in houses.into_iter().enumerate() {
            let is_single = house.lives.len() == house.arrivals.len();
            it.of.extend(house.lives.into_iter().map(|life| (life, place)));
            let arrivals = house.arrivals.into_iter();
            it.arrivals.extend(arrivals.map(|(at, body)| (at, place, body)));
            it.houses.push((house.stage, is_single));
        }
        // Stable, and taken from the end: what comes first stands last.
        it.arrivals.reverse();
        it.arrivals.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
        it
    }

    pub(super) fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    fn store(&self) -> &impl Store {
        self.parts.store.as_ref()
    }

    /// Whose simulator a life lives with; one that nobody brought, with the first.
    fn stage_of(&self, id: &LifeId) -> anyhow::Result<&Stage<Replayed>> {
        let place = self.of.get(id).copied().unwrap_or_default();
        let (stage, _) = self.houses.get(place).context("no input to play")?;
        Ok(stage)
    }

    /// Plays until this moment, as fast as it goes.
    pub(super) async fn play(&mut self, until: Timestamp) -> anyhow::Result<()> {
        loop {
            self.settle().await?;
            match self.next().await? {
                Some(next) if next <= until => self.parts.clock.advance_to(next),
                Some(_) | None => break,
            }
        }
        self.parts.clock.advance_to(until);
        self.settle().await?;
        // Nobody has asked for these yet.
        self.waiting = self.outstanding(usize::MAX).await?.into_iter().collect();
        Ok(())
    }

    /// A moment later: does what is due by then, and goes on to what a person's decision waits for.
    pub(super) async fn live(&mut self, passed_s: i64) -> anyhow::Result<()> {
        self.parts.clock.advance_to(later(self.now(), passed_s));
        self.settle().await?;
        self.jump().await?;
        self.settle().await
    }

    /// Does what is due, until nothing is.
    async fn settle(&mut self) -> anyhow::Result<()> {
        self.arrive().await?;
        loop {
            let now = self.now();
            self.resting.retain(|_, until| *until > now);
            let due = self.due(now).await?;
            if due.is_empty() {
                return Ok(());
            }
            let mut under_way = Vec::new();
            for id in due {
                let stage = self.stage_of(&id)?;
                under_way.push(async move {
                    let parked = stage.advance(&id).await;
                    (id, parked)
                });
            }
            let rested: Vec<(LifeId, Result<Parked, StoreError>)> =
                stream::iter(under_way).buffer_unordered(WIDTH).collect().await;
            for (id, parked) in rested {
                match parked? {
                    Parked::Done | Parked::Until(_) => {}
                    Parked::Closed { until, .. } => {
                        self.resting.insert(id, until);
                    }
                }
            }
        }
    }

    async fn arrive(&mut self) -> anyhow::Result<()> {
        let now = self.now();
        let mut come = Vec::new();
        while let Some(it) = self.arrivals.pop_if(|(at, ..)| *at <= now) {
            come.push(it);
        }
        let mut abreast = Vec::new();
        for (_, place, body) in come {
            let (stage, is_single) = self.houses.get(place).context("no input to play")?;
            if *is_single {
                abreast.push(stage.receive(body, None));
            } else {
                stage.receive(body, None).await?;
            }
        }
        let mut received = stream::iter(abreast).buffer_unordered(WIDTH);
        while let Some(receipt) = received.next().await {
            receipt?;
        }
        Ok(())
    }

    /// Lives that are due and not at rest, of every seller and lane.
    async fn due(&self, now: Timestamp) -> anyhow::Result<Vec<LifeId>> {
        let limit = WIDTH + self.resting.len();
        let mut due = Vec::new();
        for seller in self.store().busy_sellers().await? {
            for lane in Lane::ALL {
                let some = self.store().due(&seller, lane, now, limit).await?;
                due.extend(some.into_iter().filter(|id| !self.resting.contains_key(id)));
            }
        }
        Ok(due)
    }

    /// When something happens next.
    async fn next(&self) -> anyhow::Result<Option<Timestamp>> {
        let now = self.now();
        let mut next = self.arrivals.last().map(|(at, ..)| *at);
        let mut sooner = |it: Option<Timestamp>| {
            if let Some(it) = it.filter(|it| *it > now) {
                next = Some(next.map_or(it, |next| next.min(it)));
            }
        };
        sooner(self.resting.values().min().copied());
        for seller in self.store().busy_sellers().await? {
            for lane in Lane::ALL {
                sooner(self.store().next_due(&seller, lane).await?);
            }
        }
        Ok(next)
    }

    /// Lives with something outstanding, the earliest of each seller and lane first.
    async fn outstanding(&self, limit: usize) -> anyhow::Result<Vec<LifeId>> {
        let mut found = Vec::new();
        for seller in self.store().busy_sellers().await? {
            for lane in Lane::ALL {
                found.extend(self.store().due(&seller, lane, NEVER, limit).await?);
            }
        }
        Ok(found)
    }

    /// Moves the clock to the next thing that somebody waits for, so that nobody sits through a
    /// quarter of an hour.
    async fn jump(&mut self) -> anyhow::Result<()> {
        let now = self.now();
        let outstanding = self.outstanding(self.waiting.len() + LOOK).await?;
        let there: BTreeSet<&LifeId> = outstanding.iter().collect();
        self.waiting.retain(|id| there.contains(id));
        self.jumped.retain(|id, _| there.contains(id));
        let mut first: Option<(Timestamp, LifeId)> = None;
        for id in &outstanding {
            let jumped = self.jumped.get(id).copied().unwrap_or_default();
            if self.waiting.contains(id) || jumped >= JUMPS_MAX_S {
                continue;
            }
            let Some(life) = self.stage_of(id)?.life(id).await? else { continue };
            let due = self.resting.get(id).map_or(life.due, |until| life.due.max(*until));
            if first.as_ref().is_none_or(|(soonest, _)| due < *soonest) {
                first = Some((due, id.clone()));
            }
        }
        let Some((due, id)) = first.filter(|(due, _)| *due > now) else { return Ok(()) };
        let far = due.as_second().saturating_sub(now.as_second()).saturating_add(1);
        if far <= JUMP_MAX_S {
            self.parts.clock.advance_to(due);
            *self.jumped.entry(id).or_default() += far;
        }
        Ok(())
    }

    /// What the simulated worlds dispute.
    pub(super) fn violations(&self) -> Vec<String> {
        self.houses.iter().flat_map(|(it, _)| it.world().violations()).collect()
    }
}
