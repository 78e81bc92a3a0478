//! Carries bulks out: a task beside the desk's server. Where it stands is in the store, so that
//! it goes on after a restart, and another desk over the same store goes on where this one ended.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::plan::{self, Turn};
use crate::console::{Console, Shared};
use crate::domain::Timestamp;
use crate::ports::{
    Bulk, BulkItem, BulkState, Deed, DeedKind, DeskStore, ItemState, Origin, StoreError,
};
use crate::stage::{Action, DeskError, Verb, later};

/// Between two turns.
const TICK: Duration = Duration::from_secs(1);

/// After the store failed.
const STORE_PAUSE: Duration = Duration::from_secs(5);

/// Longest turn: what it did is in the store, the rest is the next turn's.
const TURN_MAX: Duration = Duration::from_secs(60);

/// How long nobody else carries out what this one does.
const LEASE_S: i64 = 120;

/// The code of a bulk that the store refuses to carry out.
const REFUSED: &str = "store_refused";

/// Whoever carries out bulks; one of a store at a time, by their leases.
pub struct Runner<S> {
    console: Shared<S>,
    holder: String,
}

impl<S: DeskStore> Runner<S> {
    /// For this desk; `holder` tells it from all others.
    pub fn new(console: Shared<S>, holder: impl Into<String>) -> Runner<S> {
        Runner { console, holder: holder.into() }
    }

    /// Until told to stop: the item under way is finished, and the leases are given back.
    pub(in crate::console) async fn run(self, mut stop: watch::Receiver<bool>) {
        loop {
            if *stop.borrow() || stop.has_changed().is_err() {
                break;
            }
            let now = self.console.now();
            let nap = match tokio::time::timeout(TURN_MAX, self.step(now)).await {
                Ok(Ok(())) => TICK,
                Ok(Err(error)) => {
                    tracing::warn!(%error, "the store failed a bulk: it goes on later");
                    STORE_PAUSE
                }
                Err(_) => {
                    tracing::warn!("a turn of the bulks took too long");
                    STORE_PAUSE
                }
            };
            tokio::select! {
                () = tokio::time::sleep(nap) => {}
                _ = stop.changed() => {}
            }
        }
        let released = self.console.store().release_bulks(&self.holder);
        if tokio::time::timeout(STORE_PAUSE, released).await.is_err() {
            tracing::debug!("the leases of the bulks end by themselves");
        }
    }

    /// One turn of every bulk that runs.
    pub async fn step(&self, now: Timestamp) -> Result<(), StoreError> {
        let store = self.console.store();
        store.settle_items(now).await?;
        for bulk in store.lease_bulks(&self.holder, now, later(now, LEASE_S)).await? {
            self.turn(&bulk, now).await?;
        }
        Ok(())
    }

    async fn turn(&self, bulk: &Bulk, now: Timestamp) -> Result<(), StoreError> {
        let store = self.console.store();
        if !self.may(bulk).await? {
            return self.steer(bulk, BulkState::Stopped, "person_off", now).await;
        }
        let trail = store.bulk_trail(bulk.id).await?;
        let (items, next) = match plan::turn(bulk, &trail, now) {
            Turn::Go { items, next } => (items, next),
            Turn::Wait => return Ok(()),
            Turn::Pause(told) => return self.steer(bulk, BulkState::Paused, told, now).await,
            Turn::Stop(told) => return self.steer(bulk, BulkState::Stopped, &told, now).await,
            Turn::Done(told) => return self.steer(bulk, BulkState::Done, told, now).await,
        };
        match store.pace_bulk(bulk.id, &self.holder, next).await {
            Ok(()) => {}
            // Paused or ended meanwhile, or somebody else's now.
            Err(StoreError::Conflict) => return Ok(()),
            Err(error) => return Err(error),
        }
        let waiting = Some(ItemState::Waiting);
        for item in store.bulk_items(bulk.id, waiting, 0, items).await? {
            if !self.act(bulk, &item, now).await? {
                break;
            }
        }
        Ok(())
    }

    /// Whether who made it may still do such things.
    async fn may(&self, bulk: &Bulk) -> Result<bool, StoreError> {
        let user = self.console.store().user(&bulk.by).await?;
        Ok(user.is_some_and(|it| it.active && it.role >= super::ROLE))
    }

    /// One item, with the version that was chosen. `false`: the bulk does not run any more.
    async fn act(&self, bulk: &Bulk, item: &BulkItem, now: Timestamp) -> Result<bool, StoreError> {
        let store = self.console.store();
        let origin = Origin {
            place: bulk.origin.clone(),
            role: bulk.role.clone(),
            approval: bulk.approval,
            item: Some((bulk.id, item.place)),
            ..Origin::command_line()
        };
        let verb = if bulk.action == DeedKind::Discard { Verb::Discard } else { Verb::Resume };
        let action = Action {
            by: bulk.by.clone(),
            why: bulk.why.clone(),
            version: Some(item.version),
            origin,
            verb,
        };
        let told = match self.console.stage.act(&item.life, action).await {
            Ok(_) => return Ok(true),
            Err(DeskError::Store(StoreError::Refused(why))) => {
                let running = store.bulk(bulk.id).await?;
                if running.is_some_and(|it| it.state == BulkState::Running) {
                    tracing::error!(bulk.id = bulk.id, why, "the store refuses a bulk: it ends");
                    self.steer(bulk, BulkState::Stopped, REFUSED, now).await?;
                }
                return Ok(false);
            }
            Err(DeskError::Store(error)) => return Err(error),
            Err(error) => code(&error),
        };
        store.refuse_item(bulk.id, item.place, told, now).await?;
        Ok(true)
    }

    /// By itself: the audit says so under the program's own name.
    async fn steer(
        &self,
        bulk: &Bulk,
        to: BulkState,
        told: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        tracing::info!(bulk.id = bulk.id, bulk.state = to.as_str(), told, "a bulk came to rest");
        let deed = Deed::new(now, "fba-nfe", Origin::command_line(), DeedKind::BulkSteer);
        let steered = self.console.store().steer_bulk(bulk.id, to, told.to_owned(), deed).await;
        match steered {
            // A person was faster.
            Err(StoreError::Conflict) => Ok(()),
            other => other,
        }
    }
}

/// Why an item was not acted on.
fn code(error: &DeskError) -> &'static str {
    match error {
        DeskError::Unknown(_) => "unknown",
        DeskError::NotHeld { .. } => "not_held",
        DeskError::Sealed(_) => "sealed",
        DeskError::Cancelled(_) => "cancelled",
        DeskError::NoNote { .. } => "no_note",
        DeskError::UnderWay(_) => "under_way",
        DeskError::NotForReissue(_) => "not_for_reissue",
        DeskError::TooManyLetters(_) => "too_many_letters",
        DeskError::Unasked(_) => "unasked",
        DeskError::Stale(_) => "stale",
        DeskError::FiscalText(..) | DeskError::Text(..) | DeskError::Correction(_) => "unfit",
        DeskError::Store(_) => REFUSED,
    }
}

/// The task of a desk that is served.
pub(in crate::console) async fn beside<S: DeskStore>(
    console: Arc<Console<S>>,
    stop: watch::Receiver<bool>,
) {
    let holder = format!("{} {}", std::process::id(), console.now());
    Runner::new(console, holder).run(stop).await;
}
