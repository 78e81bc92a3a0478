//! What a newcomer does at the desk, without the browser.

use std::path::PathBuf;

use super::super::{configs, input};
use super::*;
use crate::domain::ShipmentId;
use crate::lifecycle::State;
use crate::ports::World;
use crate::stage::{Action, Verb};

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

struct Trial {
    together: Together,
    desk: Stage<Offline<SqliteStore>>,
    _folder: tempfile::TempDir,
}

async fn trial(names: &[&str], cases: u32) -> Trial {
    let paths: Vec<PathBuf> = names.iter().map(|name| sample(name)).collect();
    let inputs = input::find(&paths).unwrap();
    let mut configs = configs::Configs::new(Some(&sample("fba-nfe.toml")), &paths);
    let opened = configs.general().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fba-nfe.sqlite");
    let opens = middle(&inputs).unwrap();
    let parts = parts(opened, &inputs, &path).unwrap();
    let desk = desk(opened, &parts, &path).unwrap();
    let houses = houses(opened, inputs, &parts, opens, cases).unwrap();
    let mut together = Together::new(parts, houses);
    together.play(opens).await.unwrap();
    Trial { together, desk, _folder: folder }
}

impl Trial {
    async fn act(&self, id: &LifeId, verb: Verb) {
        let (by, why) = ("demo".to_owned(), "conferido com o cadastro".to_owned());
        let origin = Origin::command_line();
        self.desk.act(id, Action { by, why, version: None, origin, verb }).await.unwrap();
    }

    async fn state(&self, id: &LifeId) -> &'static str {
        self.desk.life(id).await.unwrap().unwrap().state.name()
    }

    /// So many looks, none of which waits.
    async fn looks(&mut self, times: usize) {
        for _ in 0..times {
            self.together.live(0).await.unwrap();
        }
    }
}

fn life(shipment: &str) -> LifeId {
    let seller = crate::domain::SellerId::parse("A1SIMPLES0001").unwrap();
    LifeId { seller, shipment: ShipmentId::parse(shipment).unwrap() }
}

#[tokio::test]
async fn a_mended_case_is_accepted_within_seconds_and_what_waits_for_days_goes_on_waiting() {
    let names = ["unknown-sku-corrected", "no-decision", "errored-then-resumed", "cpf-in-state"];
    let mut trial = trial(&names, 2).await;
    let held = life("FBA15K0025");
    assert_eq!(trial.state(&held).await, "held", "the story's own person did nothing");
    assert_eq!(trial.together.waiting.len(), 1, "Amazon has not decided one");
    let before = trial.together.now();
    trial.looks(3).await;
    assert_eq!(trial.together.now(), before, "nobody waits: the clock stands");

    let field = "ShipmentItems[0].SellerSKU".to_owned();
    trial.act(&held, Verb::Correct { field, value: "SKU-003".to_owned() }).await;
    trial.act(&held, Verb::Resume).await;
    trial.looks(6).await;
    assert_eq!(trial.state(&held).await, "accepted");
    let took = trial.together.now().duration_since(before).as_secs();
    assert!((1..600).contains(&took), "{took} s");
    assert_eq!(trial.together.waiting.len(), 1, "and that one is waiting still");
    assert_eq!(trial.together.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn made_cases_are_held_for_a_sku_that_nobody_knows() {
    let trial = trial(&["cpf-in-state"], 300).await;
    let causes = trial.desk.world().store().causes(trial.together.now()).await.unwrap();
    let [cause] = causes.as_slice() else { panic!("{causes:#?}") };
    assert_eq!((cause.code.as_str(), cause.cases), ("product.unknown", 300));
    assert!(cause.worth_cents > 0);
    let any = trial.desk.life(&life("SIM000000000")).await.unwrap();
    assert!(any.is_none_or(|it| matches!(it.state, State::Held { .. })));
}
