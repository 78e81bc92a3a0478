//! What the desk, the command line and `doctor` ask of SQLite beyond the trait.

use fba_nfe::adapters::store::{DeliveryAct, DeliveryAction, Filter, SqliteStore};
use fba_nfe::domain::{Code, Digest};
use fba_nfe::lifecycle::{Event, Fate};
use fba_nfe::ports::{DeliveryKind, Letter, Store, StoreError};

use super::conformance::{live, take, tell};
use super::fixtures::*;

/// S0 to S9, held: the even ones for a product, the odd ones for a document. S10 is not held.
async fn ten_cases() -> SqliteStore {
    let store = SqliteStore::temporary().unwrap();
    for count in 0..=10 {
        let life = id(&format!("S{count}"));
        let events = vec![created(&life), fetched()];
        live(&store, &life, events).await;
        let code = if count % 2 == 0 { Code::ProductUnknown } else { Code::BuyerDocumentMissing };
        if count < 10 {
            live(&store, &life, vec![held(code)]).await;
        }
    }
    store
}

#[tokio::test]
async fn cases_are_listed_page_by_page_and_none_is_skipped() {
    let store = ten_cases().await;
    let held = Filter { state: Some("held".to_owned()), limit: 3, ..Filter::default() };
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = store.lives(Filter { after, ..held.clone() }).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.place());
        seen.extend(page.into_iter().map(|row| row.id.shipment.to_string()));
    }
    seen.sort();
    assert_eq!(seen, (0..10).map(|count| format!("S{count}")).collect::<Vec<_>>());

    let fault = Some("product.unknown".to_owned());
    let by_fault = Filter { fault, limit: 99, ..Filter::default() };
    let found = store.lives(by_fault.clone()).await.unwrap();
    assert_eq!(found.len(), 5);
    assert!(found.iter().all(|row| row.fault.as_deref() == Some("product.unknown")));
    let seller = Some(seller("A2"));
    assert!(store.lives(Filter { seller, ..by_fault }).await.unwrap().is_empty());
    let all = store.lives(Filter { limit: 99, ..Filter::default() }).await.unwrap();
    assert_eq!(all.len(), 11);
}

#[tokio::test]
async fn a_life_is_found_by_shipment_order_or_key() {
    let store = ten_cases().await;
    take(&store, &id("S10")).await.unwrap();
    let row = store.life(&id("S10")).await.unwrap().unwrap();
    assert_eq!((row.state.as_str(), row.lane.as_deref()), ("numbered", Some("local")));
    assert_eq!((row.version, row.total_cents), (3, Some(12_990)));
    assert_eq!((row.began, row.updated, row.due), (at(0), at(2), at(2)));
    assert_eq!(store.life(&id("S99")).await.unwrap(), None);
    let key = row.key.clone().unwrap();
    for text in ["S10", " S10 ", "order-S10", key.as_str()] {
        assert_eq!(store.find(text, 9).await.unwrap(), vec![row.clone()], "{text}");
    }
    // Too short to begin something, and so no shipment; long enough, and all of them.
    assert!(store.find("S", 9).await.unwrap().is_empty());
    assert_eq!(store.find("order-", 99).await.unwrap().len(), 11);
    assert_eq!(store.find("order-S1", 99).await.unwrap().len(), 2);
    for text in ["", "   ", "%", "order-S1%", &key.as_str()[..43]] {
        assert!(store.find(text, 9).await.unwrap().is_empty(), "{text}");
    }
}

#[tokio::test]
async fn counts_are_by_state_and_cause() {
    let store = ten_cases().await;
    let counts = store.counts().await.unwrap();
    let short: Vec<_> = counts
        .iter()
        .map(|it| (it.state.as_str(), it.fault.as_deref(), it.lives, it.total_cents))
        .collect();
    let expected = [
        ("fetched", None, 1, 0),
        ("held", Some("buyer.document_missing"), 5, 0),
        ("held", Some("product.unknown"), 5, 0),
    ];
    assert_eq!(short, expected);
}

#[tokio::test]
async fn an_unreadable_delivery_is_acted_on_once() {
    let store = SqliteStore::temporary().unwrap();
    let bodies = ["one", "two"].map(|text| delivery(text, DeliveryKind::Unreadable));
    for it in &bodies {
        let letter = Letter { id: it.body.digest.to_string(), body: b"{}".to_vec() };
        assert!(store.receive(it.clone(), None, Some(letter)).await.unwrap());
    }
    assert!(store.receive(delivery("{}", DeliveryKind::Foreign), None, None).await.unwrap());
    let open = store.unreadable("open", None, 9).await.unwrap();
    assert_eq!(open.len(), 2);
    assert_eq!(open[0].problem.as_deref(), Some("not JSON"));
    let next = Some((open[0].received_at, open[0].digest.clone()));
    assert_eq!(store.unreadable("open", next, 9).await.unwrap(), open[1..]);

    let digest = bodies[0].body.digest.clone();
    let short = &digest.as_str()[..8];
    assert_eq!(store.deliveries(short).await.unwrap()[0].digest, digest);
    assert!(store.deliveries(&digest.as_str()[..7]).await.unwrap().is_empty());

    let act = DeliveryAct {
        digest: digest.clone(),
        action: DeliveryAction::Resumed,
        by: "Ana".to_owned(),
        why: "the sender sent it again".to_owned(),
        at: at(7),
        change: Some(change(&id("S1"), None, created(&id("S1")), at(7))),
    };
    let nobody = DeliveryAct { by: " ".to_owned(), ..act.clone() };
    assert!(matches!(store.act_on_delivery(nobody).await, Err(StoreError::Refused(_))));
    store.act_on_delivery(act.clone()).await.unwrap();
    assert_eq!(store.journal(&id("S1")).await.unwrap().len(), 1);
    let discard = DeliveryAct { action: DeliveryAction::Discarded, change: None, ..act.clone() };
    assert!(matches!(store.act_on_delivery(discard).await, Err(StoreError::Conflict)));
    let other = DeliveryAct { digest: Digest::of(b"never came"), ..act.clone() };
    assert!(matches!(store.act_on_delivery(other).await, Err(StoreError::Refused(_))));
    // Its change comes too late: then the delivery stays open.
    let late = DeliveryAct { digest: bodies[1].body.digest.clone(), ..act };
    assert!(matches!(store.act_on_delivery(late).await, Err(StoreError::Conflict)));

    let acts = store.delivery_acts(&digest).await.unwrap();
    assert_eq!(acts.len(), 1);
    assert_eq!((acts[0].action.as_str(), acts[0].by.as_str()), ("resumed", "Ana"));
    let counts = store.delivery_counts().await.unwrap();
    let short: Vec<_> =
        counts.iter().map(|it| (it.kind.as_str(), it.state.as_deref(), it.deliveries)).collect();
    let expected =
        [("foreign", None, 1), ("unreadable", Some("open"), 1), ("unreadable", Some("resumed"), 1)];
    assert_eq!(short, expected);
}

#[tokio::test]
async fn every_number_is_accounted_for() {
    let store = SqliteStore::temporary().unwrap();
    for name in ["S1", "S2", "S3"] {
        live(&store, &id(name), vec![created(&id(name)), fetched()]).await;
        take(&store, &id(name)).await.unwrap();
    }
    live(&store, &id("S1"), vec![signed(), Event::Authorizing, authorized()]).await;
    let gone = Event::Cancelled {
        order: fba_nfe::domain::OrderId::parse("order-S2").unwrap(),
        event_time: at(5),
        delivery: Digest::of(b"cancelled"),
    };
    tell(&store, &id("S2"), gone).await.unwrap();
    let series = store.series().await.unwrap();
    assert_eq!(series.len(), 1);
    let it = &series[0];
    assert_eq!((it.first, it.last, it.next), (1, 3, 4));
    assert_eq!((it.taken, it.authorized, it.gaps), (3, 1, 1));
    let gaps = store.numbers(Fate::Gap, None, 9).await.unwrap();
    assert_eq!(gaps.len(), 1);
    assert_eq!((gaps[0].n_nf, gaps[0].reason.as_str(), gaps[0].seq), (2, "cancelled", 4));
    assert_eq!(gaps[0].life, id("S2"));
    let place = Some((1, CNPJ.to_owned(), 1, 2));
    assert!(store.numbers(Fate::Gap, place, 9).await.unwrap().is_empty());
    assert!(store.integrity().await.unwrap().is_empty());
}
