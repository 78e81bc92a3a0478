//! A product's cells and a city's name: mended for one case, or kept for all that come.

use axum::http::StatusCode;
use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::domain::correction::Correction;
use fba_nfe::lifecycle::{Draft, Event, State};
use fba_nfe::ports::{Audit, AuditFilter, Deed, DeedKind, Kept, Origin, Role, Store, StoreError};
use fba_nfe::stage::{Action, DeskError, Verb};

use super::{Room, id};
use crate::schemas::departures;

/// What a new entry must have.
const CELLS: [(&str, &str); 4] = [
    ("Product[SKU-404].ncm", "8518.30.00"),
    ("Product[SKU-404].origem", "0"),
    ("Product[SKU-404].unidade", "UN"),
    ("Product[SKU-404].perfil", "integral"),
];

const UNKNOWN: &str = "FBA15K0024";
const TOWN: &str = "FBA15K0029";

async fn act(room: &Room, shipment: &str, verb: Verb) -> Result<(), DeskError> {
    let (by, why) = ("ana".to_owned(), "cadastro incompleto".to_owned());
    let action = Action { by, why, version: None, origin: Origin::command_line(), verb };
    room.worker.act(&id(shipment), action).await.map(|_| ())
}

async fn correct(
    room: &Room,
    shipment: &str,
    (field, value): (&str, &str),
) -> Result<(), DeskError> {
    let (field, value) = (field.to_owned(), value.to_owned());
    act(room, shipment, Verb::Correct { field, value }).await
}

async fn keep(room: &Room, (field, value): (&str, &str)) -> Result<i64, DeskError> {
    let fix = Correction { field: field.to_owned(), value: value.to_owned() };
    let seller = id(UNKNOWN).seller;
    room.worker.keep(&seller, fix, ("ana", "vale para todos"), Origin::command_line()).await
}

async fn unkeep(store: &SqliteStore, rule: i64) -> Result<(), StoreError> {
    let at = super::STARTS.parse().unwrap();
    let deed = Deed::new(at, "ana", Origin::command_line(), DeedKind::Unkeep);
    store.remove_kept(rule, deed.because("engano")).await
}

/// Sent on and settled: the draft that came of it.
async fn resumed(room: &Room, shipment: &str) -> Draft {
    act(room, shipment, Verb::Resume).await.unwrap();
    room.settle().await;
    let life = room.life(shipment).await;
    let State::Accepted(note) = &life.state else { panic!("{}", life.state.name()) };
    let draft = note.sealed.draft.clone();
    assert!(room.worker.redraft(&life, &draft).await.unwrap().is_some());
    draft
}

async fn detail(room: &Room, shipment: &str) -> String {
    match room.life(shipment).await.state {
        State::Held { faults, .. } => {
            format!("{} {}", faults[0].code, faults[0].detail.clone().unwrap_or_default())
        }
        other => panic!("{}", other.name()),
    }
}

#[tokio::test]
async fn a_product_kept_for_next_time_is_the_same_as_one_corrected() {
    let mended = Room::of(&["unknown-sku"], "").await;
    for (at, cell) in CELLS.into_iter().enumerate() {
        correct(&mended, UNKNOWN, cell).await.unwrap();
        if at == 1 {
            act(&mended, UNKNOWN, Verb::Resume).await.unwrap();
            mended.settle().await;
            assert_eq!(detail(&mended, UNKNOWN).await, "product.incomplete unidade, perfil");
        }
    }
    let own = resumed(&mended, UNKNOWN).await;
    assert!(own.kept.is_empty());

    let kept = Room::of(&["unknown-sku"], "").await;
    let mut rules = Vec::new();
    for (at, cell) in CELLS.into_iter().enumerate() {
        rules.push(keep(&kept, cell).await.unwrap());
        if at == 1 {
            act(&kept, UNKNOWN, Verb::Resume).await.unwrap();
            kept.settle().await;
        }
    }
    let by_rule = resumed(&kept, UNKNOWN).await;
    assert_eq!(by_rule.kept, rules);
    assert_eq!(Draft { kept: Vec::new(), ..by_rule.clone() }, own);
    for entry in kept.store.journal(&id(UNKNOWN)).await.unwrap() {
        let departures = departures("journal.json", &serde_json::to_value(&entry).unwrap());
        assert!(departures.is_empty(), "{departures:?}");
    }

    // Taken away, it does not change what was: the rule is still on record.
    unkeep(&kept.store, rules[0]).await.unwrap();
    let life = kept.life(UNKNOWN).await;
    assert!(kept.worker.redraft(&life, &by_rule).await.unwrap().is_some());
}

#[tokio::test]
async fn a_city_that_is_kept_is_the_same_as_one_corrected_and_stands_in_no_journal() {
    let field = "City[Campinas do Sul/SP]";
    let mended = Room::of(&["bad-municipality"], "").await;
    correct(&mended, TOWN, (field, "Campinas")).await.unwrap();
    let own = resumed(&mended, TOWN).await;
    let journal = mended.store.journal(&id(TOWN)).await.unwrap();
    let fields: Vec<&str> = journal
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::Corrected { field, .. } => Some(field.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(fields, ["City"]);
    assert!(!serde_json::to_string(&journal).unwrap().to_uppercase().contains("CAMPINAS"));

    let kept = Room::of(&["bad-municipality"], "").await;
    keep(&kept, (field, " campinas ")).await.unwrap();
    let by_rule = resumed(&kept, TOWN).await;
    assert_eq!(Draft { kept: Vec::new(), ..by_rule }, own);
}

#[tokio::test]
async fn a_rule_that_was_taken_away_is_not_there_for_the_next() {
    let room = Room::of(&["unknown-sku"], "").await;
    let before = detail(&room, UNKNOWN).await;
    let mut rules = Vec::new();
    for cell in CELLS {
        rules.push(keep(&room, cell).await.unwrap());
    }
    for rule in &rules {
        unkeep(&room.store, *rule).await.unwrap();
        assert!(matches!(unkeep(&room.store, *rule).await, Err(StoreError::Conflict)));
    }
    act(&room, UNKNOWN, Verb::Resume).await.unwrap();
    room.settle().await;
    assert_eq!(detail(&room, UNKNOWN).await, before);
    assert!(room.store.all_kept(None, None, 99).await.unwrap().is_empty());
    assert_eq!(room.store.kept_of(&rules).await.unwrap().len(), 4);
}

#[tokio::test]
async fn the_later_rule_stands_and_both_are_in_the_audit() {
    let room = Room::empty(&["unknown-sku"], "");
    let first = keep(&room, ("Product[SKU-404].ncm", "85183000")).await.unwrap();
    let second = keep(&room, ("Product[SKU-404].ncm", "85044010")).await.unwrap();
    keep(&room, ("City[Ozasco/SP]", "Osasco")).await.unwrap();
    let all = room.store.all_kept(None, None, 99).await.unwrap();
    let short: Vec<_> = all.iter().map(|it| (it.subject.field(), it.value.as_str())).collect();
    let expected = [("City[OZASCO/SP]", "Osasco"), ("Product[SKU-404].ncm", "85044010")];
    assert_eq!(short, expected.map(|(field, value)| (field.to_owned(), value)));
    let next = room.store.all_kept(None, Some(all[0].clone()), 99).await.unwrap();
    assert_eq!(next, all[1..]);
    assert!(matches!(unkeep(&room.store, first).await, Err(StoreError::Conflict)));
    unkeep(&room.store, second).await.unwrap();
    let filter = AuditFilter { action: Some("keep".to_owned()), limit: 9, ..Default::default() };
    let told = room.store.audit(filter).await.unwrap();
    let told: Vec<_> = told.iter().map(|it| (it.before.is_some(), it.after.is_some())).collect();
    assert_eq!(told, [(false, true), (true, true), (false, true)]);
    assert!(room.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn what_cannot_stand_is_refused_before_it_is_on_record() {
    let room = Room::of(&["unknown-sku"], "").await;
    let version = room.life(UNKNOWN).await.version;
    for (fix, expected) in [
        (("Product[SKU-404].ncm", "851830"), "expected 8 digits"),
        (("Product[SKU-404].perfil", "nenhum"), "one of the tax profiles"),
        (("Product[SKU-001].ncm", "85183000"), "the shipment has no such thing"),
        (("Product[SKU-404].sku", "x"), "cannot be corrected"),
        (("City[Ozasco/SP]", "Osasco"), "the shipment has no such thing"),
    ] {
        let error = correct(&room, UNKNOWN, fix).await.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    assert_eq!(room.life(UNKNOWN).await.version, version);
    for (fix, expected) in [
        (("Product[SKU-404].ncm", ""), "expected 8 digits"),
        (("City[Osasco/SP]", "Barueri"), "by itself"),
        (("City[Ozasco/SP]", "Niterói"), "municipality of SP"),
        (("BuyerName", "Fulana"), "can be kept"),
    ] {
        let error = keep(&room, fix).await.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    assert!(room.store.all_kept(None, None, 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn rules_are_seen_and_taken_away_with_a_reason() {
    let room = Room::empty(&["unknown-sku"], "");
    let rule = keep(&room, ("Product[SKU-404].ncm", "85183000")).await.unwrap();
    let lia = room.person("lia", Role::Leitor).await;
    let ana = room.person("ana", Role::Analista).await;
    assert!(lia.page("/regras").await.contains("85183000"));
    let path = format!("/regras/{rule}");
    let why = [("why", "NCM errado")];
    assert_eq!(lia.post(&path, &why).await.status, StatusCode::FORBIDDEN);
    assert_eq!(ana.post(&path, &[("why", " ")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(ana.post(&path, &why).await.location(), "/regras");
    assert_eq!(ana.post(&path, &why).await.status, StatusCode::CONFLICT);
    assert!(!ana.page("/regras").await.contains("85183000"));
    let filter = AuditFilter { action: Some("unkeep".to_owned()), limit: 9, ..Default::default() };
    let told = room.store.audit(filter).await.unwrap();
    let told: Vec<_> = told.iter().map(|it| (it.outcome.as_str(), it.why.as_str())).collect();
    assert_eq!(told, [("done", "NCM errado"), ("denied", "")]);
}
