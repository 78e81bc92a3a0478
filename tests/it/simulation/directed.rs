//! Moments that chance seldom meets, one by one: something happens while a call is under way.

use std::pin::Pin;
use std::sync::Arc;

use fba_nfe::domain::{LifeId, SellerId, ShipmentId};
use fba_nfe::lifecycle::{Life, State};
use fba_nfe::ports::{Clock as _, StoreError};
use fba_nfe::simulator::WorldScript;
use fba_nfe::stage::{Action, DeskError, Parked, Stage, Verb, later};

use super::gate::Ran;
use super::plan::{self, Plan};
use super::world::{Chaos, Shared};
use super::{laws, parts};

type Advance = Pin<Box<dyn Future<Output = Result<Parked, StoreError>>>>;

/// One shipment, one process, and a hand on everything.
struct Scene {
    plan: Plan,
    shared: Shared,
    stage: Arc<Stage<Chaos>>,
    id: LifeId,
    told: i64,
}

impl Scene {
    fn new(world: &str) -> Scene {
        let mut plan = Plan::quiet("2026-07-31T23:00:00Z");
        plan.script = WorldScript::parse(world).unwrap();
        let shipment = ShipmentId::parse("FBA1").unwrap();
        let seller = SellerId::parse("A1SIMPLES0001").unwrap();
        plan.shipments.insert(shipment.clone(), plan::plain_shipment(1, seller.as_str()));
        let shared = parts::shared(&plan);
        let stage = parts::stage(&shared, &plan);
        Scene { plan, shared, stage, id: LifeId { seller, shipment }, told: 0 }
    }

    /// Runs alone, to its end.
    async fn through<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = Box::pin(future);
        let mut is_new = true;
        loop {
            match self.shared.gate.run(&mut future, is_new).await {
                Ran::Done(value) => return value,
                Ran::AtGate(_) => is_new = false,
            }
        }
    }

    async fn tell(&mut self, status: &str) {
        self.told += 1;
        let at = later(self.plan.starts, self.told);
        let body = plan::event(1, self.id.seller.as_str(), status, false, at);
        self.through(self.stage.receive(body, None)).await.unwrap();
    }

    /// Begins to move the life, and stops before or after this call.
    async fn stopped_at(&self, gate: &str) -> Advance {
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
    async fn finish(&self, mut task: Advance) {
        while let Ran::AtGate(_) = self.shared.gate.run(&mut task, false).await {}
    }

    /// Moves the life until nothing is outstanding, through all its waits.
    async fn rest(&self) -> Life {
        for _ in 0..500 {
            let then = match self.through(self.stage.advance(&self.id)).await.unwrap() {
                Parked::Done => return self.life().await,
                Parked::Until(then) | Parked::Closed { until: then, .. } => then,
            };
            self.shared.clock.advance_to(then);
        }
        panic!("it never rests");
    }

    async fn life(&self) -> Life {
        self.stage.life(&self.id).await.unwrap().unwrap()
    }

    async fn act(&self, verb: Verb, version: Option<u64>) -> Result<Life, DeskError> {
        let action = Action { by: "ana".into(), why: "teste".into(), version, verb };
        self.through(self.stage.act(&self.id, action)).await
    }

    fn calls(&self, name: &str) -> u64 {
        self.shared.books.lock().unwrap().calls.get(name).copied().unwrap_or(0)
    }

    fn authorized(&self) -> u64 {
        self.shared.simulated.simulator().sefaz_books().authorized
    }

    async fn ends(&self, state: &str) {
        let life = self.life().await;
        let wrong = laws::audit(&self.shared, &self.plan).await;
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert_eq!(life.state.name(), state, "{:?}", life.state);
    }
}

fn says(to: &str, words: &str) -> String {
    format!("[[world.answer]]\nto = \"{to}\"\nsay = [{words}]\n")
}

fn codes(life: &Life) -> Vec<&'static str> {
    match &life.state {
        State::Held { faults, .. } => faults.iter().map(|it| it.code.as_str()).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn cancelled_while_sefaz_is_answering() {
    for gate in ["before NFeAutorizacao4", "after NFeAutorizacao4"] {
        let mut scene = Scene::new("");
        scene.tell("Created").await;
        let task = scene.stopped_at(gate).await;
        scene.tell("Cancelled").await;
        scene.finish(task).await;
        let life = scene.rest().await;
        assert_eq!(codes(&life), ["sefaz.cancel_by_hand"], "{gate}");
        assert_eq!((scene.authorized(), scene.calls("submitInvoice")), (1, 0));
        scene.ends("held").await;
    }
}

#[tokio::test]
async fn cancelled_while_sefaz_cannot_be_reached() {
    let mut scene = Scene::new(&says("NFeAutorizacao4", "\"unreachable\""));
    scene.tell("Created").await;
    let task = scene.stopped_at("before NFeAutorizacao4").await;
    scene.tell("Cancelled").await;
    scene.finish(task).await;
    scene.rest().await;
    assert_eq!(scene.authorized(), 0);
    scene.ends("dropped").await;
}

/// The process is killed while its bytes are on the wire: they arrive a minute later, when the
/// next process was told of the cancellation and has asked once already.
#[tokio::test]
async fn cancelled_while_the_bytes_are_on_the_wire() {
    let mut scene = Scene::new("");
    scene.tell("Created").await;
    let wire = scene.stopped_at("before NFeAutorizacao4").await;
    scene.stage = parts::stage(&scene.shared, &scene.plan);
    scene.tell("Cancelled").await;
    let arrives = later(scene.plan.starts, 60);
    while scene.shared.clock.now() < arrives {
        match scene.through(scene.stage.advance(&scene.id)).await.unwrap() {
            Parked::Until(then) | Parked::Closed { until: then, .. } => {
                scene.shared.clock.advance_to(then.min(arrives));
            }
            Parked::Done => panic!("taken for lost too soon: {:?}", scene.life().await.state),
        }
    }
    scene.finish(wire).await;
    let life = scene.rest().await;
    assert_eq!(codes(&life), ["sefaz.cancel_by_hand"]);
    scene.ends("held").await;
}

/// The process dies between the answer and its record; the shipment is cancelled meanwhile.
#[tokio::test]
async fn cancelled_before_a_lost_answer_is_asked_for() {
    for word in ["ok", "lost", "late", "timeout"] {
        let mut scene = Scene::new(&says("NFeAutorizacao4", &format!("{word:?}")));
        scene.tell("Created").await;
        drop(scene.stopped_at("after NFeAutorizacao4").await);
        scene.stage = parts::stage(&scene.shared, &scene.plan);
        scene.tell("Cancelled").await;
        let life = scene.rest().await;
        let is_there = scene.authorized() == 1;
        assert_eq!(is_there, codes(&life) == ["sefaz.cancel_by_hand"], "{word}");
        scene.ends(if is_there { "held" } else { "dropped" }).await;
    }
}

#[tokio::test]
async fn cancelled_and_resumed_while_amazon_is_answering() {
    for gate in ["before submitInvoice", "after submitInvoice", "after getInvoiceStatus"] {
        let mut scene = Scene::new("validation_s = 0");
        scene.tell("Created").await;
        let task = if gate.ends_with("Status") {
            let first = scene.stopped_at("after submitInvoice").await;
            drop(first);
            scene.stopped_at(gate).await
        } else {
            scene.stopped_at(gate).await
        };
        scene.tell("Returned").await;
        assert_eq!(codes(&scene.life().await), ["event.unknown_status"]);
        scene.act(Verb::Resume, None).await.unwrap();
        scene.finish(task).await;
        scene.rest().await;
        assert_eq!(scene.calls("submitInvoice"), 1, "{gate}");
        scene.ends("accepted").await;
    }
}

#[tokio::test]
async fn one_of_two_who_act_on_the_same_version_is_told_to_look_again() {
    let mut scene = Scene::new(&says("NFeAutorizacao4", "\"cstat 778\""));
    scene.tell("Created").await;
    let version = Some(scene.rest().await.version);
    let correct = |value: &str| Verb::Correct {
        field: "ShipmentItems[0].SellerSKU".into(),
        value: value.into(),
    };
    scene.act(correct("SKU-002"), version).await.unwrap();
    for verb in [correct("SKU-003"), Verb::Resume, Verb::Discard] {
        let late = scene.act(verb, version).await;
        assert!(matches!(late, Err(DeskError::Stale(_))), "{late:?}");
    }
    scene.act(Verb::Resume, None).await.unwrap();
    let again = scene.act(Verb::Resume, None).await;
    assert!(matches!(again, Err(DeskError::NotHeld { .. })), "{again:?}");
    scene.rest().await;
    scene.ends("accepted").await;
}

/// Rejected in July, mended in August: another key, the same number, one note.
#[tokio::test]
async fn a_rejected_number_is_used_again_in_another_month() {
    let mut scene = Scene::new(&says("NFeAutorizacao4", "\"cstat 778\""));
    scene.tell("Created").await;
    let rejected = scene.rest().await;
    let number = rejected.state.number().map(|(number, _)| number.clone());
    let journal = fba_nfe::ports::Store::journal(&*scene.shared.store, &scene.id).await.unwrap();
    let first = journal.iter().find_map(|entry| match &entry.event {
        fba_nfe::lifecycle::Event::Numbered { draft, .. } => Some(draft.key.clone()),
        _ => None,
    });
    let next_month = later(scene.shared.clock.now(), 20 * 24 * 3600);
    scene.shared.clock.advance_to(next_month);
    scene.act(Verb::Resume, None).await.unwrap();
    let life = scene.rest().await;
    assert_eq!(life.state.number().map(|(number, _)| number.clone()), number);
    assert_ne!(life.state.draft().map(|it| it.key.clone()), first);
    scene.ends("accepted").await;
}

/// A note that was numbered long ago, and never sent, is refused for its age (228) and mended.
#[tokio::test]
async fn what_was_signed_too_long_ago_is_drafted_anew_under_its_number() {
    let mut scene = Scene::new("");
    scene.tell("Created").await;
    drop(scene.stopped_at("before NFeAutorizacao4").await);
    scene.shared.clock.advance_to(later(scene.plan.starts, 40 * 24 * 3600));
    let life = scene.rest().await;
    assert_eq!(codes(&life), ["sefaz.rejected"]);
    scene.act(Verb::Resume, None).await.unwrap();
    let life = scene.rest().await;
    assert_eq!(life.state.number().map(|(number, _)| number.n_nf), Some(1));
    scene.ends("accepted").await;
}

/// SEFAZ is down for a day: it is asked ever less often, and nobody is bothered.
#[tokio::test]
async fn a_service_that_is_down_is_not_hammered() {
    let down = vec!["\"108\""; 20].join(", ");
    let mut scene = Scene::new(&says("NFeAutorizacao4", &down));
    scene.tell("Created").await;
    scene.rest().await;
    let took = scene.shared.clock.now().duration_since(scene.plan.starts).as_secs();
    assert!(took > 2 * 3600, "21 calls in {took} s");
    scene.ends("accepted").await;
}

/// Throttled, denied and cut off before anything was sent: none of it is a submission that
/// Amazon lost.
#[tokio::test]
async fn waits_do_not_use_up_submissions() {
    let submit = says("submitInvoice", "\"429\", \"403\", \"unreachable\", \"429\", \"timeout\"");
    let mut scene = Scene::new(&submit);
    scene.tell("Created").await;
    let life = scene.rest().await;
    assert_eq!(codes(&life), Vec::<&str>::new());
    scene.ends("accepted").await;
}
