//! Whatever people, tabs, second persons and the worker do among each other: each decision has one
//! effect, the journal and the audit agree, and the chain holds.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use fba_nfe::domain::Timestamp;
use fba_nfe::lifecycle::Event;
use fba_nfe::ports::{Approvals, Audit, AuditFilter, CaseFilter, Cases, Clock, Role, Store};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{Person, Room, id, later};

const SHIPMENT: &str = "FBA15K0024";
const CASE: &str = "/caso/A1SIMPLES0001/FBA15K0024";

/// One move of somebody.
#[derive(Clone, Debug)]
enum Move {
    /// Somebody looks, and remembers the version.
    Look { who: usize },
    /// Somebody sends the form of what they looked at last.
    Act { who: usize, action: &'static str },
    /// A second person, or the same one, decides on a request.
    Decide { who: usize, decision: &'static str },
    /// The worker takes one step.
    Work,
    /// The worker does all there is to do.
    Settle,
    /// Time goes by.
    Wait { s: i64 },
}

const ACTIONS: [&str; 6] = ["enviar", "descartar", "corrigir", "reemitir", "cancelar", "carta"];

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let who = 0..3usize;
    let one = prop_oneof![
        3 => who.clone().prop_map(|who| Move::Look { who }),
        6 => (who.clone(), prop::sample::select(&ACTIONS[..]))
            .prop_map(|(who, action)| Move::Act { who, action }),
        3 => (who, prop::sample::select(&["approve", "refuse", "withdraw"][..]))
            .prop_map(|(who, decision)| Move::Decide { who, decision }),
        3 => Just(Move::Work),
        1 => Just(Move::Settle),
        1 => (1..100_000i64).prop_map(|s| Move::Wait { s }),
    ];
    prop::collection::vec(one, 1..24)
}

async fn act(person: &Person, action: &str, version: &str) -> StatusCode {
    let form = [
        ("version", version),
        ("why", "motivo bastante para a SEFAZ"),
        ("reason", "outro"),
        ("text", "carta com texto bastante"),
        ("f:ShipmentItems[0].SellerSKU", "SKU-001"),
        ("step", "save"),
    ];
    person.post(&format!("{CASE}/{action}"), &form).await.status
}

/// What a person's decisions are in the journal.
fn is_a_persons(event: &Event) -> bool {
    matches!(
        event,
        Event::Corrected { .. }
            | Event::Resumed { .. }
            | Event::Discarded { .. }
            | Event::CancelDecided { .. }
            | Event::CorrectionDecided { .. }
    )
}

/// What is counted as it changes is what counting anew finds.
async fn counted(room: &Room) {
    let anew = Some(Timestamp::MIN);
    let held = CaseFilter { state: Some("held".to_owned()), ..CaseFilter::default() };
    let recount = CaseFilter { from: anew, ..held.clone() };
    let count = |filter| room.store.count_cases(filter);
    assert_eq!(count(held.clone()).await.unwrap(), count(recount).await.unwrap());
    let mut cases = 0;
    for row in room.store.causes(room.clock.now()).await.unwrap() {
        let of = CaseFilter {
            stage: Some(row.stage),
            code: Some(row.code),
            field: Some(row.field),
            ..held.clone()
        };
        let recount = CaseFilter { from: anew, ..of.clone() };
        let (sums, anew) = (count(of).await.unwrap(), count(recount).await.unwrap());
        assert_eq!(sums.0, anew.0);
        assert_eq!((row.cases, row.worth_cents), sums);
        cases += row.cases;
    }
    assert!(cases >= count(held).await.unwrap().0);
}

async fn holds(room: &Room) {
    counted(room).await;
    assert!(room.store.verify_audit().await.unwrap().is_ok());
    let journal = room.store.journal(&id(SHIPMENT)).await.unwrap();
    let decided: Vec<u64> =
        journal.iter().filter(|it| is_a_persons(&it.event)).map(|it| it.seq).collect();
    let filter = AuditFilter { limit: 10_000, ..AuditFilter::default() };
    let rows = room.store.audit(filter).await.unwrap();
    let done = rows.iter().filter(|it| it.outcome == "done" && it.version.is_some());
    let mut told: Vec<u64> = done.map(|it| it.version.unwrap().unsigned_abs()).collect();
    told.sort_unstable();
    assert_eq!(decided, told, "each decision has its row in the audit, and none has two");
    // What needs a second person was approved by another than who asked.
    let asked: BTreeMap<i64, _> =
        room.store.approvals(1_000).await.unwrap().into_iter().map(|it| (it.id, it)).collect();
    for row in rows.iter().filter(|it| ["discard", "cancel_reissue"].contains(&it.action.as_str()))
    {
        if row.outcome == "done" {
            let request = &asked[&row.approval.expect("an approval")];
            assert_eq!(request.state, "approved");
            assert_ne!(request.decided_by.as_deref(), Some(request.by.as_str()));
        }
    }
    let simulator = room.worker.world().simulated.simulator();
    assert!(simulator.violations().is_empty(), "{:?}", simulator.violations());
    let books = simulator.sefaz_books();
    assert!(books.authorized - books.cancelled <= 1, "one live note at most");
}

#[test]
fn whatever_the_order_each_decision_has_one_effect() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&moves(), |moves| {
            runtime.block_on(play(&moves));
            Ok(())
        })
        .unwrap();
}

async fn play(moves: &[Move]) {
    let world = "[[world.answer]]\nto = \"getInvoiceStatus\"\nsay = [\"errored\"]\n";
    let room = Room::of(&["unknown-sku"], world).await;
    let people = [
        room.person("ana", Role::Analista).await,
        room.person("rui", Role::Aprovador).await,
        room.person("eva", Role::Administrador).await,
    ];
    let mut seen = [1u64; 3];
    for it in moves {
        match it {
            Move::Look { who } => seen[*who] = room.life(SHIPMENT).await.version,
            Move::Act { who, action } => {
                let status = act(&people[*who], action, &seen[*who].to_string()).await;
                assert!(!status.is_server_error(), "{it:?}: {status}");
                // The very same form again never does it twice.
                let again = act(&people[*who], action, &seen[*who].to_string()).await;
                assert_ne!(again, StatusCode::SEE_OTHER, "{it:?} after {status}");
            }
            Move::Decide { who, decision } => {
                let open = room.store.approvals(1).await.unwrap();
                if let Some(request) = open.first() {
                    let path = format!("/aprovacoes/{}", request.id);
                    let form = [("decision", *decision), ("why", "conferido")];
                    let status = people[*who].post(&path, &form).await.status;
                    assert!(!status.is_server_error(), "{it:?}: {status}");
                    let own = request.by == ["ana", "rui", "eva"][*who];
                    assert!(!(own && *decision == "approve" && status == StatusCode::SEE_OTHER));
                }
            }
            Move::Work => {
                let claim =
                    room.worker.claim(1, &Default::default(), &Default::default()).await.unwrap();
                for id in &claim.lives {
                    room.worker.advance(id).await.unwrap();
                }
            }
            Move::Settle => room.settle().await,
            Move::Wait { s } => later(&room.clock, *s),
        }
    }
    room.settle().await;
    holds(&room).await;
}

/// Two people, ten tabs each, and the worker, at the same moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_at_the_same_moment_one_is_first() {
    let room = Room::of(&["unknown-sku"], "").await;
    let (ana, rui) =
        (room.person("ana", Role::Analista).await, room.person("rui", Role::Aprovador).await);
    let version = room.life(SHIPMENT).await.version.to_string();
    let mut tabs = tokio::task::JoinSet::new();
    for tab in 0..20 {
        let (person, version) =
            (if tab % 2 == 0 { ana.clone() } else { rui.clone() }, version.clone());
        let action = if tab % 3 == 0 { "corrigir" } else { "enviar" };
        tabs.spawn(async move { act(&person, action, &version).await });
    }
    let answers = tabs.join_all().await;
    let done = answers.iter().filter(|it| **it == StatusCode::SEE_OTHER).count();
    assert_eq!(done, 1, "{answers:?}");
    assert!(answers.iter().all(|it| [StatusCode::SEE_OTHER, StatusCode::CONFLICT].contains(it)));
    room.settle().await;
    holds(&room).await;
}
