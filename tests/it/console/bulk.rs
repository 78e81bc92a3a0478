//! One action on many cases: exactly what was shown, at a pace, each case once.

use axum::http::StatusCode;
use fba_nfe::console::Runner;
use fba_nfe::domain::correction::Correction;
use fba_nfe::lifecycle::Event;
use fba_nfe::ports::{
    Audit, AuditFilter, Bulk, BulkState, Bulks, Clock, ItemState, Origin, Role, Store,
};
use fba_nfe::stage::{Action, Verb};

use super::{Answered, Person, Room, id, later};
use crate::tools::root;

const FILTER: &str = "state=held&stage=draft&code=product.unknown";

/// Sales of a product that nobody knows.
struct Sales {
    room: Room,
    names: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Sales {
    async fn held(many: usize) -> Sales {
        let read = |path: &str| std::fs::read_to_string(root(path)).unwrap();
        let shipment = read("samples/unknown-sku/shipments/FBA15K0024.json");
        let event = read("samples/unknown-sku/event.json");
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<String> = (1..=many).map(|n| format!("FBA15B{n:04}")).collect();
        let of = |text: &str, n: usize, name: &str| {
            text.replace("FBA15K0024", name)
                .replace("701-1000024-0000024", &format!("701-2{n:06}-{n:07}"))
                .replace("00000000-0000-4000-8000-000000000025", &format!("event {n}"))
        };
        for (n, name) in names.iter().enumerate() {
            let path = folder.path().join(format!("{name}.json"));
            std::fs::write(path, of(&shipment, n, name)).unwrap();
        }
        let room = Room::over(vec![folder.path().to_owned()], "");
        room.console.settle().await.unwrap();
        for (n, name) in names.iter().enumerate() {
            room.worker.receive(of(&event, n, name).into_bytes(), None).await.unwrap();
        }
        room.settle().await;
        later(&room.clock, 60);
        Sales { room, names, _folder: folder }
    }

    /// The product becomes known.
    async fn known(self) -> Sales {
        for (column, value) in
            [("ncm", "85183000"), ("origem", "0"), ("unidade", "UN"), ("perfil", "integral")]
        {
            let field = format!("Product[SKU-404].{column}");
            let fix = Correction { field, value: value.to_owned() };
            let seller = id("FBA1").seller;
            let who = ("ana", "produto novo");
            self.room.worker.keep(&seller, fix, who, Origin::command_line()).await.unwrap();
        }
        self
    }

    fn runner(&self, name: &str) -> Runner<fba_nfe::adapters::store::SqliteStore> {
        Runner::new(std::sync::Arc::clone(&self.room.console), name)
    }

    async fn bulk(&self, number: i64) -> Bulk {
        self.room.store.bulk(number).await.unwrap().unwrap()
    }

    /// Entries of this kind, over all sales.
    async fn resumed(&self, shipment: &str) -> usize {
        let journal = self.room.store.journal(&id(shipment)).await.unwrap();
        journal.iter().filter(|it| matches!(it.event, Event::Resumed { .. })).count()
    }

    async fn single(&self, shipment: &str, verb: Verb) -> bool {
        let (by, why) = ("rui".to_owned(), "um só".to_owned());
        let action = Action { by, why, version: None, origin: Origin::command_line(), verb };
        self.room.worker.act(&id(shipment), action).await.is_ok()
    }
}

/// What a dry run's page would send back.
fn as_of(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"as_of\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

async fn weigh(person: &Person, filter: &str, action: &str, pace: &str) -> Answered {
    let form =
        [("filter", filter), ("action", action), ("why", "produto novo"), ("per_minute", pace)];
    person.post("/lotes", &form).await
}

/// Dry run and confirmation: where it leads.
async fn make(person: &Person, filter: &str, action: &str, pace: &str) -> Answered {
    let page = weigh(person, filter, action, pace).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    confirm(person, filter, action, pace, &as_of(&page.text())).await
}

async fn confirm(person: &Person, filter: &str, action: &str, pace: &str, as_of: &str) -> Answered {
    let form = [
        ("filter", filter),
        ("action", action),
        ("why", "produto novo"),
        ("per_minute", pace),
        ("as_of", as_of),
        ("confirm", "1"),
    ];
    person.post("/lotes", &form).await
}

#[tokio::test]
async fn two_hundred_are_sent_on_at_a_pace_and_stopped() {
    let sales = Sales::held(200).await.known().await;
    let room = &sales.room;
    let ana = room.person("ana", Role::Analista).await;
    let rui = room.person("rui", Role::Aprovador).await;
    let page = weigh(&ana, FILTER, "resume", "30").await.text();
    for told in ["<dd>200</dd>", "R$ 11.980,00", "FBA15B0001", "FBA15B0020", "outra pessoa"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("FBA15B0021"));
    let made = make(&ana, FILTER, "resume", "30").await;
    assert_eq!(made.location(), "/lotes/1");
    let runner = sales.runner("one");
    runner.step(room.clock.now()).await.unwrap();
    assert_eq!(sales.bulk(1).await.state, BulkState::Asked);
    let yes = [("decision", "approve"), ("why", "conferido")];
    assert_eq!(rui.post("/aprovacoes/1", &yes).await.status, StatusCode::SEE_OTHER);

    let mut waves = Vec::new();
    for _ in 0..60 {
        runner.step(room.clock.now()).await.unwrap();
        let tally = sales.bulk(1).await.tally;
        let out = tally.sent + tally.good;
        let settled = tally.good;
        if waves.last().is_none_or(|(_, last)| *last != settled) {
            waves.push((out, settled));
        }
        if out >= 26 {
            break;
        }
        later(&room.clock, 2);
        if [1, 6].contains(&out) {
            room.settle().await;
        }
    }
    let tally = sales.bulk(1).await.tally;
    assert_eq!((tally.sent + tally.good, tally.again, tally.refused), (26, 0, 0), "{waves:?}");
    // Nothing goes out while the wave is not settled; then one each two seconds.
    later(&room.clock, 60);
    runner.step(room.clock.now()).await.unwrap();
    assert_eq!(sales.bulk(1).await.tally.waiting, 174);
    room.settle().await;
    for n in 1..=4 {
        later(&room.clock, 2);
        runner.step(room.clock.now()).await.unwrap();
        runner.step(room.clock.now()).await.unwrap();
        assert_eq!(sales.bulk(1).await.tally.waiting, 174 - n);
    }
    let running = ana.get("/lotes/1").await;
    assert_eq!(running.headers["refresh"], "5");
    assert!(running.text().contains("aria-live"), "{}", running.text());

    let stop = [("verb", "stop"), ("why", "já chega")];
    assert_eq!(ana.post("/lotes/1", &stop).await.location(), "/lotes/1");
    later(&room.clock, 600);
    runner.step(room.clock.now()).await.unwrap();
    room.settle().await;
    runner.step(room.clock.now()).await.unwrap();
    let bulk = sales.bulk(1).await;
    assert_eq!((bulk.state, bulk.told.as_str()), (BulkState::Stopped, "person"));
    assert_eq!((bulk.tally.waiting, bulk.tally.good, bulk.tally.sent), (170, 30, 0));
    let items = room.store.bulk_items(1, None, 0, 200).await.unwrap();
    for it in &items {
        let sent = usize::from(it.state == ItemState::Good);
        assert_eq!(sales.resumed(it.life.shipment.as_str()).await, sent);
    }
    let page = ana.get("/lotes/1").await;
    assert!(!page.headers.contains_key("refresh"));
    assert!(page.text().contains("resolvido") && page.text().contains("Por decisão"));
    assert_eq!(ana.post("/lotes/1", &stop).await.status, StatusCode::CONFLICT);
    assert!(room.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn it_stops_by_itself_when_the_same_failure_comes_again() {
    let sales = Sales::held(12).await;
    let ana = sales.room.person("ana", Role::Analista).await;
    make(&ana, FILTER, "resume", "30").await;
    let runner = sales.runner("one");
    for _ in 0..40 {
        later(&sales.room.clock, 2);
        runner.step(sales.room.clock.now()).await.unwrap();
        sales.room.settle().await;
    }
    let bulk = sales.bulk(1).await;
    assert_eq!(bulk.state, BulkState::Stopped);
    assert_eq!(bulk.told, "repeats draft product.unknown");
    assert_eq!((bulk.tally.again, bulk.tally.waiting), (3, 9));
    let page = ana.page("/lotes/1?state=again").await;
    assert!(page.contains("Parou sozinho") && page.contains("parou de novo"), "{page}");
    assert!(page.contains("FBA15B0001") && !page.contains("FBA15B0004"));
    let filter = AuditFilter { action: Some("bulk_steer".into()), limit: 9, ..Default::default() };
    let told = sales.room.store.audit(filter).await.unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].by, "fba-nfe");
}

#[tokio::test]
async fn beside_a_single_action_each_case_has_one_effect() {
    let sales = Sales::held(8).await.known().await;
    let ana = sales.room.person("ana", Role::Analista).await;
    let runner = sales.runner("one");
    let mut lost = 0;
    for (n, name) in sales.names.iter().enumerate() {
        let made = make(&ana, &format!("q={name}"), "resume", "6000").await;
        assert_eq!(made.location(), format!("/lotes/{}", n + 1));
        let now = sales.room.clock.now();
        let (stepped, _) = tokio::join!(runner.step(now), sales.single(name, Verb::Resume));
        stepped.unwrap();
        assert_eq!(sales.resumed(name).await, 1, "{name}");
        let items = sales.room.store.bulk_items(n as i64 + 1, None, 0, 9).await.unwrap();
        match items[0].state {
            ItemState::Sent => {}
            ItemState::Refused => {
                assert!(matches!(items[0].told.as_deref(), Some("stale" | "not_held")));
                lost += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    // A person who was faster by far.
    assert_eq!(make(&ana, "q=FBA15B0001", "resume", "30").await.location(), "/lotes/9");
    runner.step(sales.room.clock.now()).await.unwrap();
    let items = sales.room.store.bulk_items(9, None, 0, 9).await.unwrap();
    assert_eq!(items[0].told.as_deref(), Some("not_held"));
    assert!(lost <= 8);
    assert!(sales.room.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn a_restart_in_the_middle_repeats_nothing_and_leaves_nothing_out() {
    let sales = Sales::held(8).await.known().await;
    let room = &sales.room;
    let ana = room.person("ana", Role::Analista).await;
    make(&ana, FILTER, "resume", "60").await;
    let first = sales.runner("first");
    for _ in 0..4 {
        first.step(room.clock.now()).await.unwrap();
        room.settle().await;
        later(&room.clock, 1);
    }
    let before = sales.bulk(1).await.tally;
    assert!(before.waiting > 0 && before.waiting < 8, "{before:?}");
    drop(first);
    let second = sales.runner("second");
    second.step(room.clock.now()).await.unwrap();
    assert_eq!(sales.bulk(1).await.tally.waiting, before.waiting);
    later(&room.clock, 121);
    for _ in 0..20 {
        second.step(room.clock.now()).await.unwrap();
        room.settle().await;
        later(&room.clock, 1);
    }
    let bulk = sales.bulk(1).await;
    assert_eq!((bulk.state, bulk.tally.good), (BulkState::Done, 8), "{bulk:?}");
    for name in &sales.names {
        assert_eq!(sales.resumed(name).await, 1);
        assert_eq!(room.life(name).await.state.name(), "accepted");
    }
}

#[tokio::test]
async fn what_moved_since_it_was_shown_is_left_out() {
    let sales = Sales::held(3).await;
    let ana = sales.room.person("ana", Role::Analista).await;
    let page = weigh(&ana, FILTER, "resume", "30").await.text();
    assert!(page.contains("<dd>3</dd>"));
    later(&sales.room.clock, 5);
    assert!(sales.single("FBA15B0002", Verb::Resume).await);
    sales.room.settle().await;
    let made = confirm(&ana, FILTER, "resume", "30", &as_of(&page)).await;
    assert_eq!(made.location(), "/lotes/1");
    let items = sales.room.store.bulk_items(1, None, 0, 9).await.unwrap();
    let names: Vec<_> = items.iter().map(|it| it.life.shipment.to_string()).collect();
    assert_eq!(names, ["FBA15B0001", "FBA15B0003"]);
    // Nothing of what was shown is as it was.
    for name in names {
        assert!(sales.single(&name, Verb::Resume).await);
    }
    sales.room.settle().await;
    let made = confirm(&ana, FILTER, "resume", "30", &as_of(&page)).await;
    assert_eq!(made.status, StatusCode::CONFLICT);
    assert!(sales.room.store.bulk(2).await.unwrap().is_none());
}

#[tokio::test]
async fn many_are_ended_by_two_people_and_by_nobody_alone() {
    let sales = Sales::held(3).await;
    let room = &sales.room;
    let ana = room.person("ana", Role::Aprovador).await;
    let rui = room.person("rui", Role::Aprovador).await;
    let lia = room.person("lia", Role::Leitor).await;
    assert_eq!(weigh(&lia, FILTER, "resume", "30").await.status, StatusCode::FORBIDDEN);
    for (action, pace) in [("cancel", "30"), ("resume", "0"), ("resume", "6001"), ("resume", "x")] {
        assert_eq!(weigh(&ana, FILTER, action, pace).await.status, StatusCode::BAD_REQUEST);
    }
    assert_eq!(weigh(&ana, "q=NONE", "resume", "30").await.status, StatusCode::CONFLICT);

    make(&ana, FILTER, "discard", "6000").await;
    let yes = [("decision", "approve"), ("why", "sem venda")];
    assert_eq!(ana.post("/aprovacoes/1", &yes).await.status, StatusCode::CONFLICT);
    let go = [("verb", "go_on"), ("why", "eu mesma")];
    assert_eq!(ana.post("/lotes/1", &go).await.status, StatusCode::CONFLICT);
    let no = [("decision", "refuse"), ("why", "ainda não")];
    assert_eq!(rui.post("/aprovacoes/1", &no).await.status, StatusCode::SEE_OTHER);
    let bulk = sales.bulk(1).await;
    assert_eq!((bulk.state, bulk.told.as_str()), (BulkState::Stopped, "refused"));

    make(&ana, FILTER, "discard", "6000").await;
    assert_eq!(rui.post("/aprovacoes/2", &yes).await.status, StatusCode::SEE_OTHER);
    let runner = sales.runner("one");
    for _ in 0..6 {
        later(&room.clock, 1);
        runner.step(room.clock.now()).await.unwrap();
    }
    let bulk = sales.bulk(2).await;
    assert_eq!((bulk.state, bulk.tally.good), (BulkState::Done, 3), "{bulk:?}");
    for name in &sales.names {
        assert_eq!(room.life(name).await.state.name(), "discarded");
    }
    let filter = AuditFilter { action: Some("discard".into()), limit: 9, ..Default::default() };
    let told = room.store.audit(filter).await.unwrap();
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|it| it.by == "ana" && it.approval == Some(2)));
    assert!(room.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn it_pauses_goes_on_and_ends_with_who_made_it() {
    use fba_nfe::ports::{Access, Deed, DeedKind, UserChange};
    let sales = Sales::held(4).await.known().await;
    let room = &sales.room;
    let ana = room.person("ana", Role::Analista).await;
    let rui = room.person("rui", Role::Analista).await;
    make(&ana, FILTER, "resume", "60").await;
    let runner = sales.runner("one");
    let steer = async |verb| {
        let form = [("verb", verb), ("why", "um momento")];
        rui.post("/lotes/1", &form).await.status
    };
    assert_eq!(steer("go_on").await, StatusCode::CONFLICT);
    assert_eq!(steer("pause").await, StatusCode::SEE_OTHER);
    later(&room.clock, 30);
    runner.step(room.clock.now()).await.unwrap();
    assert_eq!(sales.bulk(1).await.tally.waiting, 4);
    assert_eq!(steer("go_on").await, StatusCode::SEE_OTHER);
    runner.step(room.clock.now()).await.unwrap();
    assert_eq!(sales.bulk(1).await.tally.waiting, 3);
    let now = room.clock.now();
    let deed = Deed::new(now, "root", Origin::command_line(), DeedKind::User);
    room.store.change_user("ana", UserChange::Active(false), deed).await.unwrap().unwrap();
    room.settle().await;
    later(&room.clock, 5);
    runner.step(room.clock.now()).await.unwrap();
    let bulk = sales.bulk(1).await;
    assert_eq!((bulk.state, bulk.told.as_str()), (BulkState::Stopped, "person_off"));
    assert_eq!((bulk.tally.good, bulk.tally.waiting), (1, 3));
}
