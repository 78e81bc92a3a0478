//! Moments that chance seldom meets, one by one: something happens while a call is under way.

use fba_nfe::ports::Clock as _;
use fba_nfe::stage::{DeskError, Parked, Verb, later};

use super::parts;
use super::scene::{Scene, codes, says};

#[tokio::test]
async fn cancelled_while_sefaz_is_answering() {
    for gate in ["before NFeAutorizacao4", "after NFeAutorizacao4"] {
        let mut scene = Scene::new("");
        scene.tell("Created").await;
        let task = scene.stopped_at(gate).await;
        scene.tell("Cancelled").await;
        scene.finish(task).await;
        let life = scene.rest().await;
        assert_eq!(life.state.name(), "voided", "{gate}");
        assert_eq!((scene.authorized(), scene.calls("submitInvoice")), (1, 0));
        scene.ends("voided").await;
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
    assert_eq!(life.state.name(), "voided");
    scene.ends("voided").await;
}

/// As above, and the cancellation is heard only when the bytes were taken for lost already, to be
/// sent again.
#[tokio::test]
async fn cancelled_after_the_bytes_on_the_wire_were_taken_for_lost() {
    for heard in ["while it is asked", "while they go again", "after they could not go again"] {
        let world = match heard {
            "while it is asked" => String::new(),
            _ => says("NFeAutorizacao4", "\"unreachable\""),
        };
        let mut scene = Scene::new(&world);
        scene.tell("Created").await;
        let wire = scene.stopped_at("before NFeAutorizacao4").await;
        scene.stage = parts::stage(&scene.shared, &scene.plan);
        let Parked::Until(again) = scene.through(scene.stage.advance(&scene.id)).await.unwrap()
        else {
            panic!("it is asked twice")
        };
        scene.shared.clock.advance_to(again);
        let gate = match heard {
            "while it is asked" => "after NFeConsultaProtocolo4",
            _ => "before NFeAutorizacao4",
        };
        let task = scene.stopped_at(gate).await;
        if heard == "after they could not go again" {
            scene.finish(task).await;
            assert_eq!(scene.life().await.state.name(), "signed");
            scene.tell("Cancelled").await;
        } else {
            scene.tell("Cancelled").await;
            scene.finish(task).await;
        }
        let arrives = later(scene.plan.starts, 60);
        while scene.shared.clock.now() < arrives {
            match scene.through(scene.stage.advance(&scene.id)).await.unwrap() {
                Parked::Until(then) | Parked::Closed { until: then, .. } => {
                    scene.shared.clock.advance_to(then.min(arrives));
                }
                Parked::Done => panic!("{heard}: lost too soon: {:?}", scene.life().await.state),
            }
        }
        scene.finish(wire).await;
        scene.rest().await;
        scene.ends("voided").await;
    }
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
        assert_eq!(is_there, life.state.name() == "voided", "{word}");
        scene.ends(if is_there { "voided" } else { "dropped" }).await;
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
