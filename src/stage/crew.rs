//! Many lives at once, on the wall clock: what `work` runs. Bounded hands, bounded waits, and an
//! orderly stop: lives under way come to rest, nothing new is begun.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Stage;
use super::run::{Closed, Parked};
use crate::domain::{LifeId, SellerId, Timestamp};
use crate::lifecycle::Lane;
use crate::ports::{StoreError, World};

/// Longest nap: another process (`dlq`) may have changed the store without our hearing of it.
const NAP_MAX: Duration = Duration::from_secs(1);

/// Pause after the store failed, before it is asked again.
const STORE_PAUSE: Duration = Duration::from_secs(1);

/// How long lives under way may take to come to rest when the stage stops. What is cut off then
/// is asked about at the next start: its intent is on record.
const REST_MAX: Duration = Duration::from_secs(10);

type Rested = (LifeId, Result<Parked, StoreError>);

/// Moves lives until told to stop, at most `hands` at once.
pub async fn work<W: World>(
    stage: Arc<Stage<W>>,
    hands: usize,
    mut shutdown: watch::Receiver<bool>,
) {
    let mut under_way: JoinSet<Rested> = JoinSet::new();
    let mut busy: BTreeSet<LifeId> = BTreeSet::new();
    let mut closed: Closed = BTreeMap::new();
    while !*shutdown.borrow() {
        let nap = begin(&stage, hands, &mut under_way, &mut busy, &mut closed).await;
        tokio::select! {
            Some(rested) = under_way.join_next(), if !under_way.is_empty() => {
                settle(rested, &mut busy, &mut closed).await;
            }
            () = stage.woken(), if under_way.len() < hands => {}
            () = tokio::time::sleep(nap) => {}
            _ = shutdown.changed() => {}
        }
    }
    tracing::info!(lives.under_way = under_way.len(), "stopping: lives under way come to rest");
    let rest = async { while under_way.join_next().await.is_some() {} };
    if tokio::time::timeout(REST_MAX, rest).await.is_err() {
        tracing::warn!("lives still under way are cut off: their intents are on record");
    }
}

/// Begins as many lives as hands are free; says how long to nap when nothing else happens.
async fn begin<W: World>(
    stage: &Arc<Stage<W>>,
    hands: usize,
    under_way: &mut JoinSet<Rested>,
    busy: &mut BTreeSet<LifeId>,
    closed: &mut Closed,
) -> Duration {
    let now = stage.now();
    closed.retain(|_, until| *until > now);
    let free = hands.saturating_sub(under_way.len());
    if free == 0 {
        return NAP_MAX;
    }
    let claim = match stage.claim(free, busy, closed).await {
        Ok(claim) => claim,
        Err(error) => {
            tracing::error!(error = %error, "the store cannot be read");
            return STORE_PAUSE;
        }
    };
    for id in claim.lives {
        if !busy.insert(id.clone()) {
            continue;
        }
        let stage = Arc::clone(stage);
        under_way.spawn(async move {
            let parked = stage.advance(&id).await;
            (id, parked)
        });
    }
    claim.next.map_or(NAP_MAX, |next| until(now, next).min(NAP_MAX))
}

async fn settle(
    rested: Result<Rested, tokio::task::JoinError>,
    busy: &mut BTreeSet<LifeId>,
    closed: &mut Closed,
) {
    let (id, parked) = match rested {
        Ok(rested) => rested,
        Err(error) => {
            // Which life it was is lost with it. One taken up twice is kept apart by its version and
            // its intent on record.
            tracing::error!(error = %error, "a life's task died: a bug of ours");
            busy.clear();
            return;
        }
    };
    busy.remove(&id);
    match parked {
        Ok(Parked::Closed { lane, until }) => close(closed, &id.seller, lane, until),
        Ok(Parked::Done | Parked::Until(_)) => {}
        Err(error) => {
            tracing::error!(shipment.id = %id.shipment, error = %error, "the store failed a life");
            tokio::time::sleep(STORE_PAUSE).await;
        }
    }
}

fn close(closed: &mut Closed, seller: &SellerId, lane: Lane, until: Timestamp) {
    closed.insert((seller.clone(), lane), until);
}

fn until(now: Timestamp, due: Timestamp) -> Duration {
    Duration::try_from(due.duration_since(now)).unwrap_or(Duration::ZERO)
}
