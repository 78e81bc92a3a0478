//! One shipment at a time, one process, and a hand on everything.

use std::pin::Pin;
use std::sync::Arc;

use fba_nfe::domain::{LifeId, SellerId, ShipmentId};
use fba_nfe::lifecycle::{Life, State};
use fba_nfe::ports::{Origin, StoreError};
use fba_nfe::simulator::WorldScript;
use fba_nfe::stage::{Action, DeskError, Parked, Stage, Verb, later};

use super::gate::Ran;
use super::plan::{self, Plan};
use super::world::{Chaos, Shared};
use super::{laws, parts};

pub(super) type Advance = Pin<Box<dyn Future<Output = Result<Parked, StoreError>>>>;

/// The world, one process, and the shipment that is looked at.
pub(super) struct Scene {
    pub(super) plan: Plan,
    pub(super) shared: Shared,
    pub(super) stage: Arc<Stage<Chaos>>,
    pub(super) id: LifeId,
    n: u64,
    told: i64,
}

impl Scene {
    pub(super) fn new(world: &str) -> Scene {
        Scene::of(1, world)
    }

    /// With so many shipments, of which the first is looked at.
    pub(super) fn of(shipments: u64, world: &str) -> Scene {
        let mut plan = Plan::quiet("2026-07-31T23:00:00Z");
        plan.script = WorldScript::parse(world).unwrap();
        let seller = SellerId::parse("A1SIMPLES0001").unwrap();
        for n in 1..=shipments {
            plan.shipments.insert(shipment(n), plan::plain_shipment(n, seller.as_str()));
        }
        let shared = Shared { is_strict: shipments == 1, ..parts::shared(&plan) };
        let stage = parts::stage(&shared, &plan);
        Scene { plan, shared, stage, id: LifeId { seller, shipment: shipment(1) }, n: 1, told: 0 }
    }

    /// Looks at another shipment, in another world.
    pub(super) fn turn_to(&mut self, n: u64, world: &str) {
        self.n = n;
        self.id.shipment = shipment(n);
        self.shared.simulated.simulator().play(&WorldScript::parse(world).unwrap());
    }

    /// Runs alone, to its end.
    pub(super) async fn through<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = Box::pin(future);
        let mut is_new = true;
        loop {
            match self.shared.gate.run(&mut future, is_new).await {
                Ran::Done(value) => return value,
                Ran::AtGate(_) => is_new = false,
            }
        }
    }

    pub(super) async fn tell(&mut self, status: &str) {
        self.told += 1;
        let at = later(self.plan.starts, self.told);
        let body = plan::event(self.n, self.id.seller.as_str(), status, false, at);
        self.through(self.stage.receive(body, None)).await.unwrap();
    }

    /// Begins to move the life, and stops before or after this call.
    pub(super) async fn stopped_at(&self, gate: &str) -> Advance {
        let (stage, id) = (Arc::clone(&self.stage), self.id.clone());
        let mut task: Advance = Box::pin(async move { stage.advance(&id).await });
        let mut is_new = true;
        loop {
            match self.shared.gate.run(&mut task, is_new).await {
                Ran::Done(parked) => panic!("it never came to {gate}: {parked:?}"),
                Ran::AtGate(place) if place == gate => return task,
                Ran::AtGate(_) => is_new = false,
            }
        }
    }

    /// Lets a stopped task go on to its end.
    pub(super) async fn finish(&self, mut task: Advance) {
        while let Ran::AtGate(_) = self.shared.gate.run(&mut task, false).await {}
    }

    /// Moves the life until nothing is outstanding, through all its waits.
    pub(super) async fn rest(&self) -> Life {
        for _ in 0..500 {
            let then = match self.through(self.stage.advance(&self.id)).await.unwrap() {
                Parked::Done => return self.life().await,
                Parked::Until(then) | Parked::Closed { until: then, .. } => then,
            };
            self.shared.clock.advance_to(then);
        }
        panic!("it never rests");
    }

    pub(super) async fn life(&self) -> Life {
        self.stage.life(&self.id).await.unwrap().unwrap()
    }

    pub(super) async fn act(&self, verb: Verb, version: Option<u64>) -> Result<Life, DeskError> {
        let (by, why, origin) = ("ana".into(), "teste".into(), Origin::command_line());
        let action = Action { by, why, version, origin, verb };
        self.through(self.stage.act(&self.id, action)).await
    }

    pub(super) fn calls(&self, name: &str) -> u64 {
        self.shared.books.lock().unwrap().calls.get(name).copied().unwrap_or(0)
    }

    pub(super) fn authorized(&self) -> u64 {
        self.shared.simulated.simulator().sefaz_books().authorized
    }

    pub(super) async fn ends(&self, state: &str) {
        let life = self.life().await;
        let wrong = laws::audit(&self.shared, &self.plan).await;
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert_eq!(life.state.name(), state, "{:?}", life.state);
    }
}

fn shipment(n: u64) -> ShipmentId {
    ShipmentId::parse(&format!("FBA{n}")).unwrap()
}

pub(super) fn says(to: &str, words: &str) -> String {
    format!("[[world.answer]]\nto = \"{to}\"\nsay = [{words}]\n")
}

pub(super) fn codes(life: &Life) -> Vec<&'static str> {
    match &life.state {
        State::Held { faults, .. } => faults.iter().map(|it| it.code.as_str()).collect(),
        _ => Vec::new(),
    }
}
