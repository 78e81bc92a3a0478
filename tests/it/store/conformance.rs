//! What every store must do, asked through the trait alone. A store is under test by calling
//! [`all`] with a way to make an empty one.

use std::sync::Arc;

use fba_nfe::domain::{Code, Digest, LifeId, Timestamp};
use fba_nfe::lifecycle::{Event, Lane, Life};
use fba_nfe::ports::{Admission, Bucket, DeliveryKind, Letter, Store, StoreError};

use super::fixtures::*;

/// Every case, each on a store of its own.
pub(crate) async fn all<S: Store + 'static>(fresh: impl Fn() -> S) {
    a_journal_is_read_as_it_was_written(&fresh()).await;
    a_body_is_found_by_its_name(&fresh()).await;
    the_second_of_two_changes_is_a_conflict(&fresh()).await;
    a_refused_change_leaves_nothing(&fresh()).await;
    a_delivery_counts_once(&fresh()).await;
    lives_are_due_earliest_first(&fresh()).await;
    due_is_never_before_its_nanosecond(&fresh()).await;
    numbers_are_taken_in_turn(&fresh()).await;
    a_first_number_moves_a_series_on(&fresh()).await;
    a_series_ends(&fresh()).await;
    a_number_must_be_on_record(&fresh()).await;
    a_second_live_note_is_refused(&fresh()).await;
    a_rejected_number_is_used_again(&fresh()).await;
    a_lost_number_makes_room_for_another(&fresh()).await;
    a_final_fate_stays(&fresh()).await;
    a_number_stays_with_its_shipment(&fresh()).await;
    many_takers_leave_no_gap(vec![Arc::new(fresh())]).await;
    a_bucket_is_spent_and_comes_back(&fresh()).await;
    a_drained_bucket_is_empty(&fresh()).await;
    super::after::all(fresh).await;
}

/// Writes these events, and gives the life that they make.
pub(crate) async fn live<S: Store>(store: &S, life: &LifeId, events: Vec<Event>) -> Life {
    for event in events {
        tell(store, life, event).await.unwrap();
    }
    fold(store, life).await.unwrap()
}

pub(crate) async fn fold<S: Store>(store: &S, life: &LifeId) -> Option<Life> {
    Life::fold(life, &store.journal(life).await.unwrap())
}

/// Reads the life and writes one event more.
pub(crate) async fn tell<S: Store>(
    store: &S,
    life: &LifeId,
    event: Event,
) -> Result<(), StoreError> {
    let before = fold(store, life).await;
    let when = at(before.as_ref().map_or(0, |life| i64::try_from(life.version).unwrap()));
    store.commit(change(life, before.as_ref(), event, when)).await
}

/// Takes a number for a life that is fetched.
pub(crate) async fn take<S: Store>(store: &S, life: &LifeId) -> Result<u32, StoreError> {
    let before = fold(store, life).await.unwrap();
    let (id, (said, heard)) = (life.clone(), std::sync::mpsc::channel());
    let make = Box::new(move |number| {
        said.send(number).unwrap();
        Some(change(&id, Some(&before), numbered(number), at(2)))
    });
    store.commit_numbered(series(), make).await.map(|taken| {
        assert!(taken);
        heard.recv().unwrap()
    })
}

async fn a_journal_is_read_as_it_was_written<S: Store>(store: &S) {
    let life = id("S1");
    assert!(store.journal(&life).await.unwrap().is_empty());
    let odd = Timestamp::from_nanosecond(1_800_000_000_123_456_789).unwrap();
    let first = change(&life, None, created(&life), odd);
    let folded = Life::begin(life.clone(), odd, &created(&life)).unwrap();
    let second = change(&life, Some(&folded), fetched(), odd);
    store.commit(first.clone()).await.unwrap();
    store.commit(second.clone()).await.unwrap();
    // To the nanosecond: the fold must not depend on what a column can hold.
    assert_eq!(store.journal(&life).await.unwrap(), vec![first.entry, second.entry]);
    assert!(store.journal(&id("S2")).await.unwrap().is_empty());
}

async fn a_body_is_found_by_its_name<S: Store>(store: &S) {
    let life = id("S1");
    let first = change(&life, None, created(&life), at(0));
    let body = first.bodies[0].clone();
    store.commit(first).await.unwrap();
    assert_eq!(store.body(&body.digest).await.unwrap(), Some(body.bytes));
    assert_eq!(store.body(&Digest::of(b"never written")).await.unwrap(), None);
}

async fn the_second_of_two_changes_is_a_conflict<S: Store>(store: &S) {
    let life = id("S1");
    let first = live(store, &life, vec![created(&life)]).await;
    let mine = change(&life, Some(&first), fetched(), at(1));
    let theirs = change(&life, Some(&first), held(Code::SpapiRefused), at(1));
    store.commit(mine).await.unwrap();
    assert!(matches!(store.commit(theirs).await, Err(StoreError::Conflict)));
    assert_eq!(store.journal(&life).await.unwrap().len(), 2);
    // A place further on is as wrong as one behind, and so is the first of what has begun.
    let mut ahead = change(&life, Some(&first), fetched(), at(1));
    ahead.entry.seq = 9;
    assert!(matches!(store.commit(ahead).await, Err(StoreError::Conflict)));
    let again = change(&life, None, created(&life), at(1));
    assert!(matches!(store.commit(again).await, Err(StoreError::Conflict)));
}

async fn a_refused_change_leaves_nothing<S: Store>(store: &S) {
    let life = id("S1");
    let mut first = change(&life, None, created(&life), at(0));
    first.row.state = "no such state";
    let body = first.bodies[0].digest.clone();
    assert!(matches!(store.commit(first).await, Err(StoreError::Refused(_))));
    assert!(store.journal(&life).await.unwrap().is_empty());
    assert_eq!(store.body(&body).await.unwrap(), None);
}

async fn a_delivery_counts_once<S: Store>(store: &S) {
    let life = id("S1");
    let first = change(&life, None, created(&life), at(0));
    let event = delivery("{\"S1\"}", DeliveryKind::Event);
    assert!(store.receive(event.clone(), Some(first.clone()), None).await.unwrap());
    assert!(store.body(&event.body.digest).await.unwrap().is_some());
    // Again: nothing is written, not even what would be a conflict.
    assert!(!store.receive(event, Some(first.clone()), None).await.unwrap());
    assert_eq!(store.journal(&life).await.unwrap().len(), 1);
    // Another body with a change that comes too late: neither of them is written.
    let other = delivery("{\"S1 again\"}", DeliveryKind::Event);
    let late = store.receive(other.clone(), Some(first), None).await;
    assert!(matches!(late, Err(StoreError::Conflict)));
    assert_eq!(store.body(&other.body.digest).await.unwrap(), None);
    assert!(store.receive(other, None, None).await.unwrap());
    let letter = Letter { id: "unreadable".to_owned(), body: b"{}".to_vec() };
    let broken = delivery("\u{0}", DeliveryKind::Unreadable);
    assert!(store.receive(broken, None, Some(letter)).await.unwrap());
}

async fn lives_are_due_earliest_first<S: Store>(store: &S) {
    let here = seller("A1SIMPLES0001");
    assert_eq!(store.next_due(&here, Lane::Fetch).await.unwrap(), None);
    for (name, due) in [("S2", 20), ("S1", 10), ("S3", 30)] {
        let life = id(name);
        store.commit(change(&life, None, created(&life), at(due))).await.unwrap();
    }
    live(store, &id("S3"), vec![held(Code::SpapiRefused)]).await;
    assert_eq!(store.next_due(&here, Lane::Fetch).await.unwrap(), Some(at(10)));
    assert!(store.due(&here, Lane::Fetch, at(9), 10).await.unwrap().is_empty());
    let due = store.due(&here, Lane::Fetch, at(99), 10).await.unwrap();
    assert_eq!(due, vec![id("S1"), id("S2")]);
    assert_eq!(store.due(&here, Lane::Fetch, at(99), 1).await.unwrap(), vec![id("S1")]);
    assert!(store.due(&here, Lane::Local, at(99), 10).await.unwrap().is_empty());
    assert!(store.due(&seller("A2"), Lane::Fetch, at(99), 10).await.unwrap().is_empty());
    for (most, waiting) in [(9, 2), (1, 1), (0, 0)] {
        assert_eq!(store.waiting(&here, Lane::Fetch, most).await.unwrap(), waiting);
    }
    assert_eq!(store.waiting(&here, Lane::Local, 9).await.unwrap(), 0);
    let other = LifeId { seller: seller("A2"), shipment: id("S1").shipment };
    store.commit(change(&other, None, created(&other), at(1))).await.unwrap();
    let busy = store.busy_sellers().await.unwrap();
    assert_eq!(busy, vec![here.clone(), seller("A2")]);
    live(store, &id("S1"), vec![held(Code::SpapiRefused)]).await;
    live(store, &id("S2"), vec![held(Code::SpapiRefused)]).await;
    assert_eq!(store.busy_sellers().await.unwrap(), vec![seller("A2")]);
    assert_eq!(store.next_due(&here, Lane::Fetch).await.unwrap(), None);
}

async fn due_is_never_before_its_nanosecond<S: Store>(store: &S) {
    let (life, here) = (id("S1"), seller("A1SIMPLES0001"));
    let odd = Timestamp::from_nanosecond(1_800_000_000_000_000_001).unwrap();
    store.commit(change(&life, None, created(&life), odd)).await.unwrap();
    let next = store.next_due(&here, Lane::Fetch).await.unwrap().unwrap();
    assert!(next >= odd);
    assert!(store.due(&here, Lane::Fetch, at(0), 1).await.unwrap().is_empty());
    assert_eq!(store.due(&here, Lane::Fetch, next, 1).await.unwrap(), vec![life]);
}

async fn numbers_are_taken_in_turn<S: Store>(store: &S) {
    for (name, number) in [("S1", 1), ("S2", 2)] {
        live(store, &id(name), vec![created(&id(name)), fetched()]).await;
        assert_eq!(take(store, &id(name)).await.unwrap(), number);
    }
    // Nothing is made of it: it is offered again.
    assert!(!store.commit_numbered(series(), Box::new(|_| None)).await.unwrap());
    live(store, &id("S3"), vec![created(&id("S3")), fetched()]).await;
    assert_eq!(take(store, &id("S3")).await.unwrap(), 3);
    // A conflict gives it back too.
    live(store, &id("S4"), vec![created(&id("S4")), fetched()]).await;
    let old = fold(store, &id("S4")).await.unwrap();
    live(store, &id("S4"), vec![held(Code::SpapiRefused), resumed(), fetched()]).await;
    let make = Box::new(move |n| Some(change(&id("S4"), Some(&old), numbered(n), at(9))));
    let late = store.commit_numbered(series(), make).await;
    assert!(matches!(late, Err(StoreError::Conflict)));
    assert_eq!(take(store, &id("S4")).await.unwrap(), 4);
}

async fn a_first_number_moves_a_series_on<S: Store>(store: &S) {
    for (name, first, number) in [("S1", 100, 100), ("S2", 50, 101), ("S3", 500, 500)] {
        let life = id(name);
        let before = live(store, &life, vec![created(&life), fetched()]).await;
        let make = Box::new(move |n| {
            assert_eq!(n, number);
            Some(change(&life, Some(&before), numbered(n), at(2)))
        });
        let series = fba_nfe::ports::Series { first, ..series() };
        assert!(store.commit_numbered(series, make).await.unwrap());
    }
}

async fn a_series_ends<S: Store>(store: &S) {
    for (name, ends) in [("S1", false), ("S2", true)] {
        let life = id(name);
        let before = live(store, &life, vec![created(&life), fetched()]).await;
        let make = Box::new(move |n| Some(change(&life, Some(&before), numbered(n), at(2))));
        let series = fba_nfe::ports::Series { first: 999_999_999, ..series() };
        let taken = store.commit_numbered(series, make).await;
        assert_eq!(matches!(taken, Err(StoreError::Refused(_))), ends, "{taken:?}");
    }
}

async fn a_number_must_be_on_record<S: Store>(store: &S) {
    let life = id("S1");
    let before = live(store, &life, vec![created(&life), fetched()]).await;
    let other = change(&life, Some(&before), numbered(7), at(2));
    let make = Box::new(move |_| Some(other));
    let taken = store.commit_numbered(series(), make).await;
    assert!(matches!(taken, Err(StoreError::Refused(_))));
    // Nor can one be made up.
    let invented = change(&life, Some(&before), numbered(7), at(2));
    assert!(matches!(store.commit(invented).await, Err(StoreError::Refused(_))));
    assert_eq!(take(store, &life).await.unwrap(), 1);
}

async fn a_second_live_note_is_refused<S: Store>(store: &S) {
    let life = id("S1");
    let before = live(store, &life, vec![created(&life), fetched()]).await;
    take(store, &life).await.unwrap();
    // A bug that still thinks it has no number, at the right place of the journal.
    let make = Box::new(move |n| {
        let mut second = change(&life, Some(&before), numbered(n), at(3));
        second.entry.seq = 4;
        Some(second)
    });
    match store.commit_numbered(series(), make).await {
        Err(StoreError::Refused(why)) => assert!(why.contains("one live note"), "{why}"),
        other => panic!("{other:?}"),
    }
}

async fn a_rejected_number_is_used_again<S: Store>(store: &S) {
    let life = id("S1");
    live(store, &life, vec![created(&life), fetched()]).await;
    let number = take(store, &life).await.unwrap();
    let again = vec![signed(), Event::Authorizing, rejected(), resumed(), fetched()];
    live(store, &life, again).await;
    let last = vec![numbered(number), signed(), Event::Authorizing, authorized()];
    assert_eq!(live(store, &life, last).await.state.name(), "authorized");
    live(store, &id("S2"), vec![created(&id("S2")), fetched()]).await;
    assert_eq!(take(store, &id("S2")).await.unwrap(), number + 1);
}

async fn a_lost_number_makes_room_for_another<S: Store>(store: &S) {
    for (name, denied, number) in [("S1", true, 1), ("S2", false, 3)] {
        let life = id(name);
        live(store, &life, vec![created(&life), fetched()]).await;
        assert_eq!(take(store, &life).await.unwrap(), number);
        let gone = vec![signed(), Event::Authorizing, gone(denied), resumed(), fetched()];
        live(store, &life, gone).await;
        assert_eq!(take(store, &life).await.unwrap(), number + 1);
    }
}

async fn a_final_fate_stays<S: Store>(store: &S) {
    let life = id("S1");
    live(store, &life, vec![created(&life), fetched()]).await;
    let number = take(store, &life).await.unwrap();
    let gone = vec![signed(), Event::Authorizing, gone(true), resumed(), fetched()];
    let before = live(store, &life, gone).await;
    let back = change(&life, Some(&before), numbered(number), at(9));
    match store.commit(back).await {
        Err(StoreError::Refused(why)) => assert!(why.contains("final"), "{why}"),
        other => panic!("{other:?}"),
    }
}

async fn a_number_stays_with_its_shipment<S: Store>(store: &S) {
    live(store, &id("S1"), vec![created(&id("S1")), fetched()]).await;
    let number = take(store, &id("S1")).await.unwrap();
    live(store, &id("S1"), vec![signed(), Event::Authorizing, rejected()]).await;
    let thief = id("S2");
    let before = live(store, &thief, vec![created(&thief), fetched()]).await;
    let mut stolen = change(&thief, Some(&before), numbered(number), at(9));
    stolen.row.key = None;
    match store.commit(stolen).await {
        Err(StoreError::Refused(why)) => assert!(why.contains("one shipment"), "{why}"),
        other => panic!("{other:?}"),
    }
}

/// Each of the handles may be another process.
pub(crate) async fn many_takers_leave_no_gap<S: Store + 'static>(handles: Vec<Arc<S>>) {
    const TAKERS: u32 = 60;
    let mut takers = tokio::task::JoinSet::new();
    for (taker, store) in (0..TAKERS).zip(handles.iter().cycle()) {
        let store = Arc::clone(store);
        takers.spawn(async move {
            let life = id(&format!("S{taker}"));
            live(&*store, &life, vec![created(&life), fetched()]).await;
            // Some find that they need none after all, and give it back.
            if taker.is_multiple_of(5) {
                assert!(!store.commit_numbered(series(), Box::new(|_| None)).await.unwrap());
            }
            take(&*store, &life).await.unwrap()
        });
    }
    let mut taken = takers.join_all().await;
    taken.sort_unstable();
    assert_eq!(taken, (1..=TAKERS).collect::<Vec<_>>());
}

fn bucket() -> Bucket {
    Bucket {
        seller: seller("A1SIMPLES0001"),
        operation: "getInvoiceStatus",
        interval_us: 1_000_000,
        burst: 3,
        reserve: 0,
    }
}

async fn a_bucket_is_spent_and_comes_back<S: Store>(store: &S) {
    for _ in 0..3 {
        assert_eq!(store.admit(&bucket(), at(0)).await.unwrap(), Admission::Now);
    }
    assert_eq!(store.admit(&bucket(), at(0)).await.unwrap(), Admission::At(at(1)));
    let other = Bucket { operation: "submitInvoice", ..bucket() };
    assert_eq!(store.admit(&other, at(0)).await.unwrap(), Admission::Now);
    assert_eq!(store.admit(&bucket(), at(1)).await.unwrap(), Admission::Now);
    assert_eq!(store.admit(&bucket(), at(1)).await.unwrap(), Admission::At(at(2)));
    // The clock is set back by years: one bucket's worth of waiting, not years.
    assert_eq!(
        store.admit(&bucket(), at(-99_999_999)).await.unwrap(),
        Admission::At(at(-99_999_998))
    );
    assert_eq!(store.admit(&bucket(), at(-99_999_998)).await.unwrap(), Admission::Now);
    let none = Bucket { burst: 0, ..bucket() };
    assert!(matches!(store.admit(&none, at(0)).await, Err(StoreError::Refused(_))));
}

async fn a_drained_bucket_is_empty<S: Store>(store: &S) {
    store.drain(&bucket(), at(0)).await.unwrap();
    assert_eq!(store.admit(&bucket(), at(0)).await.unwrap(), Admission::At(at(1)));
    assert_eq!(store.admit(&bucket(), at(1)).await.unwrap(), Admission::Now);
    assert_eq!(store.admit(&bucket(), at(1)).await.unwrap(), Admission::At(at(2)));
    for _ in 0..3 {
        assert_eq!(store.admit(&bucket(), at(9)).await.unwrap(), Admission::Now);
    }
}
