//! Cases: held lives and unreadable events, by what is wrong with them.

use jiff::civil::Date;

use super::Deed;
use crate::domain::{AccessKey, Cause, Digest, LifeId, Mender, SellerId, Timestamp};
use crate::ports::{Change, NumberRow, StoreError};

/// Cases, as the desk looks for them.
pub trait Cases: Send + Sync {
    /// Why lives wait for a person, one row per cause, the greatest sum first.
    fn causes(
        &self,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<CauseRow>, StoreError>> + Send;

    /// A page of lives, the longest waiting first.
    fn cases(
        &self,
        filter: CaseFilter,
    ) -> impl Future<Output = Result<Vec<CaseRow>, StoreError>> + Send;

    /// How many lives a filter finds, and what they are worth in cents.
    fn count_cases(
        &self,
        filter: CaseFilter,
    ) -> impl Future<Output = Result<(u64, i64), StoreError>> + Send;

    /// How the pipeline is, since the beginning of the day that is named.
    fn pulse(&self, since: Timestamp) -> impl Future<Output = Result<Pulse, StoreError>> + Send;

    /// The open unreadable events, the oldest first.
    fn open_unreadable(
        &self,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<UnreadableRow>, StoreError>> + Send;

    /// An event that could not be read, whatever became of it; `None` for one that could.
    fn unreadable_event(
        &self,
        digest: &Digest,
    ) -> impl Future<Output = Result<Option<UnreadableEvent>, StoreError>> + Send;

    /// Numbers that are gaps and that SEFAZ was not told of, by series, the lowest first.
    fn untold_gaps(&self) -> impl Future<Output = Result<Vec<NumberRow>, StoreError>> + Send;

    /// Settles an open unreadable event: read again, with what it changes, or put aside.
    /// [`StoreError::Conflict`] when it is not open any more.
    fn settle_unreadable(
        &self,
        digest: &Digest,
        reread: Option<Option<Change>>,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What people noted of a case.
    fn mark(&self, id: &LifeId) -> impl Future<Output = Result<Mark, StoreError>> + Send;

    /// Notes it anew; [`StoreError::Conflict`] when somebody else did since `mark.version`.
    fn put_mark(
        &self,
        id: &LifeId,
        mark: Mark,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What people said of a case, the oldest first.
    fn comments(
        &self,
        id: &LifeId,
    ) -> impl Future<Output = Result<Vec<Comment>, StoreError>> + Send;

    /// Says something of a case; the deed's moment and person are the comment's.
    fn comment(
        &self,
        id: &LifeId,
        text: String,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Tells that a program is at work.
    fn beat(
        &self,
        name: &'static str,
        started: Timestamp,
        now: Timestamp,
        detail: String,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// A cause of one life, with who mends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caused {
    /// What is wrong.
    pub cause: Cause,
    /// Who mends it.
    pub mender: Mender,
}

/// One cause, over all that wait for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseRow {
    /// Where it showed. Codes are texts here: a newer program may have written one that this one
    /// does not know.
    pub stage: String,
    /// What is wrong.
    pub code: String,
    /// The field without an item's place.
    pub field: String,
    /// Who mends it.
    pub mender: String,
    /// How many wait.
    pub cases: u64,
    /// What they are worth, in cents.
    pub worth_cents: i64,
    /// Since when the first of them waits.
    pub oldest: Timestamp,
    /// When the last of them came.
    pub newest: Timestamp,
    /// How many came in the last 24 hours, waiting still or not; counted by whole hours.
    pub day: u64,
    /// How many came in the 24 hours before.
    pub day_before: u64,
    /// When the last of those that wait no more was sent on or ended; `None`: there was none.
    pub closed: Option<Timestamp>,
}

/// Which lives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Only this seller's.
    pub seller: Option<SellerId>,
    /// Only in this state; `held` are the cases.
    pub state: Option<String>,
    /// Only with this code among their open causes.
    pub code: Option<String>,
    /// Only with a cause of this stage.
    pub stage: Option<String>,
    /// Only with a cause of this field.
    pub field: Option<String>,
    /// Only what this one mends.
    pub mender: Option<String>,
    /// Only what is given to this person; empty: to nobody.
    pub assignee: Option<String>,
    /// Only with this SKU.
    pub sku: Option<String>,
    /// Only of this buyer: the keyed hash of the document.
    pub document: Option<String>,
    /// Only with this `nNF`.
    pub n_nf: Option<u32>,
    /// Only whose shipment or order begins so, or whose access key it is.
    pub text: Option<String>,
    /// Only begun at this moment or later.
    pub from: Option<Timestamp>,
    /// Only begun before this moment.
    pub until: Option<Timestamp>,
    /// Only behind this place: the last row of the page before.
    pub after: Option<CasePlace>,
    /// At most so many.
    pub limit: usize,
}

/// A row's place in a list: the list may grow and shrink between two pages, and none is skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CasePlace {
    /// [`CaseRow::updated`].
    pub updated: Timestamp,
    /// [`CaseRow::id`].
    pub id: LifeId,
}

/// A life as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Whose.
    pub id: LifeId,
    /// `AmazonOrderId`.
    pub order: String,
    /// [`crate::lifecycle::State::name`].
    pub state: String,
    /// Entries in its journal.
    pub version: u64,
    /// Access key.
    pub key: Option<AccessKey>,
    /// `vNF`, or what the items cost, in cents.
    pub worth_cents: Option<i64>,
    /// The first fault's code, while held.
    pub fault: Option<String>,
    /// When its first entry was written.
    pub began: Timestamp,
    /// When its last entry was written.
    pub updated: Timestamp,
    /// Who has it in hand.
    pub assignee: Option<String>,
    /// When it is to be looked at again.
    pub follow_up: Option<Date>,
}

impl CaseRow {
    /// Its place in a list.
    pub fn place(&self) -> CasePlace {
        CasePlace { updated: self.updated, id: self.id.clone() }
    }
}

/// An open event that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableRow {
    /// Its body.
    pub digest: Digest,
    /// When it came.
    pub received: Timestamp,
    /// Why it cannot be read, in one line.
    pub problem: String,
}

/// An event that could not be read, and what people did with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableEvent {
    /// Its body, when it came, and why it cannot be read.
    pub row: UnreadableRow,
    /// `open`, `resumed` or `discarded`.
    pub state: String,
    /// AMQP `message_id`.
    pub message_id: Option<String>,
    /// What people did with it, the oldest first.
    pub acts: Vec<UnreadableAct>,
}

/// What a person did with an unreadable event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableAct {
    /// `resumed` or `discarded`.
    pub action: String,
    /// Who.
    pub by: String,
    /// Why.
    pub why: String,
    /// When.
    pub at: Timestamp,
}

/// How the pipeline is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pulse {
    /// Lives begun since then.
    pub received: u64,
    /// Lives accepted since then.
    pub accepted: u64,
    /// Lives with something outstanding, by lane.
    pub in_flight: Vec<(String, u64)>,
    /// Lives that wait for a person.
    pub held: u64,
    /// What these are worth, in cents.
    pub held_cents: i64,
    /// Open unreadable events.
    pub unreadable: u64,
    /// Letters that the broker has not confirmed.
    pub unsent: u64,
    /// Each program at work: name, since when, last seen, what it said.
    pub beats: Vec<(String, Timestamp, Timestamp, String)>,
}

/// What people noted of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Who has it in hand.
    pub assignee: Option<String>,
    /// When it is to be looked at again.
    pub follow_up: Option<Date>,
    /// How often it was noted; 0: never.
    pub version: u64,
}

/// What a person said of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// What.
    pub text: String,
}

/// What a case is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// What it is.
    pub kind: LookupKind,
    /// The SKU; of a document its keyed hash.
    pub term: String,
}

/// What a lookup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupKind {
    /// `SellerSKU`.
    Sku,
    /// The buyer's CPF or CNPJ, as a keyed hash.
    Document,
}

impl LookupKind {
    /// As the store writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            LookupKind::Sku => "sku",
            LookupKind::Document => "document",
        }
    }
}
