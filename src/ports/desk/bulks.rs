//! One action on many cases, at a pace.

use super::{CaseFilter, Deed, DeedKind};
use crate::domain::{LifeId, Timestamp};
use crate::ports::StoreError;

/// Bulks and their items. An item is acted on with the version that was chosen, in the transaction
/// that says so: see [`super::Origin::item`].
pub trait Bulks: Send + Sync {
    /// Makes a bulk of exactly what a filter showed: its number. `None` when nothing of it is as
    /// it was. One that needs a second person asks for it in the same transaction.
    fn make_bulk(
        &self,
        wanted: NewBulk,
        deed: Deed,
    ) -> impl Future<Output = Result<Option<i64>, StoreError>> + Send;

    /// Sets one running that waited for a second person; the deed is theirs, and names the
    /// request. [`StoreError::Conflict`] when it waits no more.
    fn approve_bulk(
        &self,
        id: i64,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Bulks, the newest first.
    fn bulks(&self, limit: usize) -> impl Future<Output = Result<Vec<Bulk>, StoreError>> + Send;

    /// One bulk.
    fn bulk(&self, id: i64) -> impl Future<Output = Result<Option<Bulk>, StoreError>> + Send;

    /// Its items behind this place, in their order; only those in this state where one is named.
    fn bulk_items(
        &self,
        id: i64,
        state: Option<ItemState>,
        after: u32,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<BulkItem>, StoreError>> + Send;

    /// Pauses it, lets it go on, ends it. [`StoreError::Conflict`] when that does not follow on
    /// what it is.
    fn steer_bulk(
        &self,
        id: i64,
        to: BulkState,
        told: String,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The running bulks that nobody else carries out, from now on this one's until that moment.
    fn lease_bulks(
        &self,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> impl Future<Output = Result<Vec<Bulk>, StoreError>> + Send;

    /// Lets others carry out what this one did.
    fn release_bulks(&self, holder: &str) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// When the next items of a leased bulk are due. [`StoreError::Conflict`] when it is not this
    /// one's any more, or does not run.
    fn pace_bulk(
        &self,
        id: i64,
        holder: &str,
        next: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// An item that cannot be acted on, and why as a code.
    fn refuse_item(
        &self,
        id: i64,
        place: u32,
        told: &'static str,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Settles every item whose life went beyond where it failed, ended, or is held again: how
    /// many.
    fn settle_items(&self, now: Timestamp) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// What came of the items that are settled.
    fn bulk_trail(&self, id: i64) -> impl Future<Output = Result<Trail, StoreError>> + Send;
}

/// A bulk that somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBulk {
    /// [`DeedKind::Resume`] or [`DeedKind::Discard`].
    pub action: DeedKind,
    /// What was shown; its place and its limit do not count.
    pub filter: CaseFilter,
    /// The same, as the address bar has it.
    pub shown: String,
    /// When it was shown: what moved since then is not in it.
    pub as_of: Timestamp,
    /// Items a minute.
    pub per_minute: u32,
    /// Whether a second person is needed.
    pub asks: bool,
    /// More cases than so many are refused.
    pub most: usize,
}

macro_rules! states {
    ($(#[$doc:meta])* $kind:ident { $($(#[$of:meta])* $name:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $kind {
            $($(#[$of])* $name,)*
        }

        impl $kind {
            /// All of them.
            pub const ALL: &[$kind] = &[$($kind::$name,)*];

            /// As the store writes it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($kind::$name => $text,)*
                }
            }

            /// From how the store writes it.
            pub fn parse(text: &str) -> Option<$kind> {
                $kind::ALL.iter().copied().find(|it| it.as_str() == text)
            }
        }
    };
}

states! {
    /// Where a bulk stands.
    BulkState {
        /// A second person is asked for.
        Asked = "asked",
        /// Its items are acted on.
        Running = "running",
        /// Nothing is done until somebody lets it go on.
        Paused = "paused",
        /// Ended before its items were all acted on.
        Stopped = "stopped",
        /// Ended.
        Done = "done",
    }
}

states! {
    /// Where an item stands.
    ItemState {
        /// Not acted on yet.
        Waiting = "waiting",
        /// Sent on; what comes of it is not known.
        Sent = "sent",
        /// Beyond where it failed, or ended as was wanted.
        Good = "good",
        /// Held again.
        Again = "again",
        /// Nothing was done with it.
        Refused = "refused",
    }
}

impl BulkState {
    /// Whether it is over.
    pub fn is_end(self) -> bool {
        match self {
            BulkState::Stopped | BulkState::Done => true,
            BulkState::Asked | BulkState::Running | BulkState::Paused => false,
        }
    }
}

/// A bulk as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulk {
    /// Its number.
    pub id: i64,
    /// What is done with each case.
    pub action: DeedKind,
    /// The filter, as the address bar had it.
    pub filter: String,
    /// Who made it.
    pub by: String,
    /// In which role.
    pub role: String,
    /// From where.
    pub origin: String,
    /// Why.
    pub why: String,
    /// Items a minute.
    pub per_minute: u32,
    /// When it was made.
    pub made: Timestamp,
    /// How many cases.
    pub cases: u64,
    /// What they are worth, in cents.
    pub worth_cents: i64,
    /// Where it stands.
    pub state: BulkState,
    /// Why it stands there, as a code; empty where there is nothing to say.
    pub told: String,
    /// Since when.
    pub since: Timestamp,
    /// When its next items are due.
    pub next: Timestamp,
    /// The request that a second person approved.
    pub approval: Option<i64>,
    /// What became of its items.
    pub tally: BulkTally,
}

/// How many items stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BulkTally {
    /// [`ItemState::Waiting`].
    pub waiting: u64,
    /// [`ItemState::Sent`].
    pub sent: u64,
    /// Of those, sent before the bulk was last let go on.
    pub sent_before: u64,
    /// When the first of those that are out was sent.
    pub oldest_sent: Option<Timestamp>,
    /// When the last of them was.
    pub newest_sent: Option<Timestamp>,
    /// [`ItemState::Good`].
    pub good: u64,
    /// [`ItemState::Again`].
    pub again: u64,
    /// [`ItemState::Refused`].
    pub refused: u64,
}

/// One case of a bulk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkItem {
    /// Its place, from 1.
    pub place: u32,
    /// Which.
    pub life: LifeId,
    /// The version that was chosen.
    pub version: u64,
    /// Where it had failed.
    pub stage: String,
    /// The cause that it was chosen for.
    pub code: String,
    /// Where it stands.
    pub state: ItemState,
    /// Why it was refused, or what it is held for again, as a code.
    pub told: Option<String>,
    /// When it came there.
    pub at: Option<Timestamp>,
}

/// What came of the settled items of a bulk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    /// The last three, the newest first: for what each is held again, if it is.
    pub last: Vec<Option<String>>,
    /// How many are settled.
    pub settled: u64,
    /// What most are held for again, and how many.
    pub most: Option<(String, u64)>,
}
