//! The loop over one life, and the choice of which life is next. `work` runs many at once on the
//! wall clock; `replay` one after the other in virtual time: both through here.

use std::collections::{BTreeMap, BTreeSet};

use super::perform::{operation, status_bucket};
use super::{Outcome, Stage};
use crate::domain::{LifeId, SellerId, Timestamp};
use crate::lifecycle::{Command, Event, Lane, Life, Next, Wait};
use crate::ports::{Admission, Bucket, Store, StoreError, World};

/// Where the loop over one life came to rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parked {
    /// Nothing is outstanding.
    Done,
    /// Nothing before this moment.
    Until(Timestamp),
    /// Its lane is closed until then: the life keeps its place.
    Closed {
        /// Which lane.
        lane: Lane,
        /// Until when.
        until: Timestamp,
    },
}

/// Lives to advance now, and when to look again if there are none.
#[derive(Clone, Debug, Default)]
pub struct Claim {
    /// In the order in which they should be taken.
    pub lives: Vec<LifeId>,
    /// The earliest moment at which something else is due.
    pub next: Option<Timestamp>,
}

/// Lanes that are closed, until when: (seller, lane).
pub type Closed = BTreeMap<(SellerId, Lane), Timestamp>;

/// Changes of one life by others that the loop meets before it leaves the life for later.
const CONFLICTS_MAX: u32 = 8;

impl<W: World> Stage<W> {
    /// Which lives may move now, at most `limit`, none of `busy`.
    pub async fn claim(
        &self,
        limit: usize,
        busy: &BTreeSet<LifeId>,
        closed: &Closed,
    ) -> Result<Claim, StoreError> {
        let store = self.world.store();
        let now = self.now();
        let mut claim = Claim::default();
        let sellers = store.busy_sellers().await?;
        for lane in Lane::ALL {
            for seller in &sellers {
                let shut = closed.get(&(seller.clone(), lane)).copied();
                let rest = self.paused_until(seller, now).filter(|_| lane != Lane::Local);
                let until = shut.max(rest).filter(|until| *until > now);
                let Some(first) = store.next_due(seller, lane).await? else { continue };
                let opens = until.map_or(first, |until| until.max(first));
                if opens > now {
                    claim.next = Some(claim.next.map_or(opens, |next| next.min(opens)));
                    continue;
                }
                let room = limit.saturating_sub(claim.lives.len());
                if room == 0 {
                    continue;
                }
                // Some of the first ones may be busy: ask for as many more.
                let due = store.due(seller, lane, now, room + busy.len()).await?;
                claim.lives.extend(due.into_iter().filter(|id| !busy.contains(id)).take(room));
            }
        }
        Ok(claim)
    }

    /// Walks one life from where it is to where it can go no further now.
    pub async fn advance(&self, id: &LifeId) -> Result<Parked, StoreError> {
        let Some(mut life) = self.life(id).await? else { return Ok(Parked::Done) };
        let mut conflicts = 0;
        loop {
            let command = match life.next(self.now()) {
                Next::Done => return Ok(Parked::Done),
                Next::Wait(until) => return Ok(Parked::Until(until)),
                Next::Do(command) => command,
            };
            if let Some(until) = self.closed_for(&life, &command).await? {
                return Ok(Parked::Closed { lane: command.lane(), until });
            }
            match self.step(&life, command).await {
                Ok(after) => life = after,
                Err(StoreError::Conflict) if conflicts < CONFLICTS_MAX => {
                    // Somebody told us something of this life meanwhile: begin from there.
                    conflicts += 1;
                    match self.life(id).await? {
                        Some(changed) => life = changed,
                        None => return Ok(Parked::Done),
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Until when this command must not be done: the seller rests, or Amazon's bucket is empty.
    async fn closed_for(
        &self,
        life: &Life,
        command: &Command,
    ) -> Result<Option<Timestamp>, StoreError> {
        let now = self.now();
        let lane = command.lane();
        if lane == Lane::Local {
            return Ok(None);
        }
        if let Some(until) = self.paused_until(&life.id.seller, now) {
            return Ok(Some(until));
        }
        let Some(operation) = operation(lane) else { return Ok(None) };
        let mut bucket = self.bucket(&life.id.seller, operation);
        if status_bucket(command) {
            // An ordinary question leaves a few tokens for unknown outcomes.
            bucket.reserve = self.policy.rate_reserve;
        }
        match self.world.store().admit(&bucket, now).await? {
            Admission::Now => Ok(None),
            Admission::At(until) => Ok(Some(until)),
        }
    }

    pub(super) fn bucket(&self, seller: &SellerId, operation: &'static str) -> Bucket {
        let told = self
            .rates
            .lock()
            .ok()
            .and_then(|rates| rates.get(&(seller.clone(), operation)).copied());
        Bucket {
            seller: seller.clone(),
            operation,
            interval_us: told.unwrap_or(self.policy.rate_interval_us),
            burst: self.policy.rate_burst,
            reserve: 0,
        }
    }

    /// One command: intent, act, record.
    async fn step(&self, life: &Life, command: Command) -> Result<Life, StoreError> {
        let intended = match command.intent() {
            Some(intent) => self.record(life, intent.into()).await?,
            None => life.clone(),
        };
        match self.perform(&intended, command).await? {
            Performed::Recorded(after) => Ok(*after),
            Performed::Told(outcome) => self.record_outcome(&intended, *outcome).await,
        }
    }

    /// Records what came of a command. Where somebody changed the life meanwhile but not where it
    /// stands (a cancellation heard while SEFAZ was answering), the outcome still holds; else it
    /// is let go, and the intent on record makes us ask.
    async fn record_outcome(&self, life: &Life, outcome: Outcome) -> Result<Life, StoreError> {
        let mut standing = life.clone();
        for _ in 0..CONFLICTS_MAX {
            let copy = Outcome { event: outcome.event.clone(), bodies: outcome.bodies.clone() };
            match self.record(&standing, copy).await {
                Err(StoreError::Conflict) => {}
                other => return other,
            }
            match self.life(&life.id).await? {
                Some(changed) if changed.state == life.state && holds(&changed, life, &outcome) => {
                    standing = changed;
                }
                Some(changed) => {
                    tracing::warn!(
                        shipment.id = %life.id.shipment,
                        life.event = outcome.event.name(),
                        life.state = changed.state.name(),
                        "the life moved while a command was under way: its outcome is asked again"
                    );
                    return Ok(changed);
                }
                None => return Err(StoreError::Conflict),
            }
        }
        Err(StoreError::Conflict)
    }

    /// The seller's credentials were refused: it rests, an engineer is called, no invoice is held.
    pub(super) fn alarm(&self, life: &Life, what: &str, detail: &str) -> Event {
        let until = super::later(self.now(), self.policy.seller_pause_s);
        self.pause(&life.id.seller, until);
        tracing::error!(
            seller.id = %life.id.seller,
            shipment.id = %life.id.shipment,
            refused.by = what,
            refused.detail = detail,
            paused.until = %until,
            "the seller is paused: credentials, role or certificate need an engineer"
        );
        Event::Waited { why: Wait::SellerPaused, due: until }
    }

    /// The same for what was meant to be sent and is known not to have been.
    pub(super) fn alarmed(&self, life: &Life, what: &str, detail: &str) -> Outcome {
        self.alarm(life, what, detail);
        let due = super::later(self.now(), self.policy.seller_pause_s);
        Event::NotSent { why: Wait::SellerPaused, due }.into()
    }
}

/// Whether an outcome still holds for a life that did not move, but heard something. What was
/// taken for lost so that the same bytes could go again is asked for once more when they will not
/// go any more: only a longer silence makes its number a gap.
fn holds(changed: &Life, life: &Life, outcome: &Outcome) -> bool {
    let lost = matches!(outcome.event, Event::NotSent { why: Wait::NeverArrived, .. });
    !lost || changed.cancelled == life.cancelled
}

/// What performing a command gave.
pub(super) enum Performed {
    /// An outcome to record.
    Told(Box<Outcome>),
    /// The command wrote its own record, in one transaction with a number.
    Recorded(Box<Life>),
}
