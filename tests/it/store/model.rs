//! Random lives against a model in memory: what was written is there, what was refused is not,
//! and the row says what the journal says.

use std::collections::BTreeMap;

use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::domain::{Code, Digest, LifeId, OrderId, Timestamp};
use fba_nfe::lifecycle::{Entry, Event, Fate, Life, Progress, State};
use fba_nfe::ports::{Change, Store, StoreError};
use proptest::prelude::*;

use super::fixtures::*;

/// One step: which life, what happens, and whether the one who decides looked too early.
#[derive(Clone, Debug)]
struct Step {
    life: usize,
    happens: usize,
    stale: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let stale = prop::bool::weighted(0.1);
    (0..3usize, 0..24usize, stale).prop_map(|(life, happens, stale)| Step { life, happens, stale })
}

/// Mostly what leads on, sometimes what does not belong.
fn event(life: &LifeId, state: Option<&State>, happens: usize) -> Event {
    match (happens, state) {
        (0, _) => held(Code::ProductUnknown),
        (1, _) => Event::Cancelled {
            order: OrderId::parse("order").unwrap(),
            event_time: at(0),
            delivery: Digest::of(b"cancelled"),
        },
        (2, _) => Event::Discarded { by: "Ana".to_owned(), why: "nothing to us".to_owned() },
        (3, _) => resumed(),
        (4, _) => rejected(),
        (5, _) => gone(true),
        (6, _) => gone(false),
        (_, None) => created(life),
        (_, Some(State::Received { .. })) => fetched(),
        (_, Some(State::Fetched { number, .. })) => {
            numbered(number.as_ref().map_or(0, |number| number.n_nf))
        }
        (_, Some(State::Numbered(_))) => signed(),
        (_, Some(State::Signed(_))) => Event::Authorizing,
        (7..=12, Some(State::Authorizing { .. })) => rejected(),
        (_, Some(State::Authorizing { .. })) => authorized(),
        (_, Some(State::Authorized(_))) => Event::Submitting,
        (_, Some(State::Submitting { .. } | State::Submitted { .. })) => {
            Event::Accepted { request_id: None }
        }
        (_, Some(State::Held { .. })) => resumed(),
        (7..=9, Some(State::Accepted(_))) => cancelled(happens == 7).remove(0),
        (_, Some(State::Registering { progress, .. })) => cancelled(false).remove(match progress {
            Progress::Planned { .. } => 1,
            Progress::Sealed(_) => 2,
            Progress::Sending { .. } => 3,
        }),
        (
            _,
            Some(
                State::Accepted(_)
                | State::Voided { .. }
                | State::Dropped { .. }
                | State::Discarded { .. },
            ),
        ) => created(life),
    }
}

#[derive(Default)]
struct Model {
    journals: BTreeMap<LifeId, Vec<Entry>>,
    numbers: BTreeMap<u32, (LifeId, Fate)>,
    next: u32,
}

impl Model {
    fn life(&self, id: &LifeId) -> Option<Life> {
        Life::fold(id, self.journals.get(id).map(Vec::as_slice).unwrap_or_default())
    }

    /// The numbers after a change; `None` when the law forbids it.
    fn fates(&self, change: &Change) -> Option<BTreeMap<u32, (LifeId, Fate)>> {
        let mut numbers = self.numbers.clone();
        for (number, fate) in &change.fates {
            let legal = match numbers.get(&number.n_nf) {
                Some((whose, old)) => {
                    whose == &change.id
                        && (old == fate
                            || *old == Fate::Taken
                            || (*old == Fate::Rejected && *fate != Fate::Authorized)
                            || (*old == Fate::Authorized && *fate == Fate::Cancelled))
                }
                None => *fate == Fate::Taken && number.n_nf <= self.next,
            };
            numbers.insert(number.n_nf, (change.id.clone(), *fate));
            let live = |it: &&(LifeId, Fate)| {
                it.0 == change.id && matches!(it.1, Fate::Taken | Fate::Authorized)
            };
            if !legal || numbers.values().filter(live).count() > 1 {
                return None;
            }
        }
        Some(numbers)
    }
}

async fn run(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let store = SqliteStore::temporary().unwrap();
    let mut model = Model::default();
    for (count, Step { life, happens, stale }) in steps.into_iter().enumerate() {
        let id = id(&format!("S{life}"));
        let now = model.life(&id);
        let mut happened = event(&id, now.as_ref().map(|life| &life.state), happens);
        let when = at(i64::try_from(count).unwrap());
        if Life::begin(id.clone(), when, &happened).is_none() && now.is_none() {
            continue;
        }
        let fresh = matches!(&happened, Event::Numbered { draft, .. } if draft.number.n_nf == 0);
        if fresh {
            happened = numbered(model.next + 1);
        }
        let mut change = change(&id, now.as_ref(), happened, when);
        if stale {
            change.entry.seq = change.entry.seq.saturating_sub(1);
        }
        let (entry, numbers) = (change.entry.clone(), {
            let next = model.next;
            model.next += u32::from(fresh);
            let numbers = model.fates(&change);
            model.next = next;
            numbers
        });
        let answer = if fresh {
            let make = Box::new(move |_| Some(change));
            store.commit_numbered(series(), make).await.map(|taken| assert!(taken))
        } else {
            store.commit(change).await
        };
        match (&answer, stale, numbers) {
            (Err(StoreError::Conflict), true, _) | (Err(StoreError::Refused(_)), false, None) => {}
            (Ok(()), false, Some(numbers)) => {
                model.numbers = numbers;
                model.next += u32::from(fresh);
                model.journals.entry(id.clone()).or_default().push(entry);
            }
            (_, _, numbers) => {
                return Err(TestCaseError::fail(format!("{answer:?} for {entry:?}, {numbers:?}")));
            }
        }
        agree(&store, &model, &id).await?;
    }
    prop_assert!(store.integrity().await.unwrap().is_empty());
    Ok(())
}

/// The store says of this life, and of every number, what the model says.
async fn agree(store: &SqliteStore, model: &Model, id: &LifeId) -> Result<(), TestCaseError> {
    let journal = store.journal(id).await.unwrap();
    prop_assert_eq!(journal, model.journals.get(id).cloned().unwrap_or_default());
    let row = store.life(id).await.unwrap();
    let life = model.life(id);
    prop_assert_eq!(
        row.map(|row| (row.version, row.state, row.lane)),
        life.map(|life| {
            let lane = life.command().map(|command| command.lane().as_str().to_owned());
            (life.version, life.state.name().to_owned(), lane)
        })
    );
    let all = [Fate::Taken, Fate::Authorized, Fate::Rejected, Fate::Denied, Fate::Lost, Fate::Gap];
    for fate in all {
        let found = store.numbers(fate, None, 1_000).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|row| (row.n_nf, row.life)).collect();
        let expected: Vec<_> = model
            .numbers
            .iter()
            .filter(|(_, (_, now))| *now == fate)
            .map(|(number, (whose, _))| (*number, whose.clone()))
            .collect();
        prop_assert_eq!(found, expected);
    }
    let due = store.next_due(&id.seller, fba_nfe::lifecycle::Lane::Fetch).await.unwrap();
    let first: Option<Timestamp> = model
        .journals
        .keys()
        .filter_map(|id| model.life(id))
        .filter(|life| matches!(life.state, State::Received { .. }))
        .map(|life| life.due)
        .min();
    prop_assert_eq!(due, first);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn the_store_agrees_with_a_model(steps in prop::collection::vec(step(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(run(steps))?;
    }
}
