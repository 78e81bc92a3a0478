//! What one person asks for and another decides.

use super::{Deed, DeedKind};
use crate::domain::{LifeId, Timestamp};
use crate::ports::{Body, StoreError};

/// Requests for a second person. An approval itself is written with what it allows: see
/// [`super::Origin::approval`].
pub trait Approvals: Send + Sync {
    /// Asks for a second person, and says so in the audit: the request's number.
    /// [`StoreError::Refused`] when one is open for this case.
    fn ask(
        &self,
        wanted: Wanted,
        deed: Deed,
    ) -> impl Future<Output = Result<i64, StoreError>> + Send;

    /// Requests, the open ones first, the newest first.
    fn approvals(
        &self,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<ApprovalRow>, StoreError>> + Send;

    /// One request.
    fn approval(
        &self,
        id: i64,
    ) -> impl Future<Output = Result<Option<ApprovalRow>, StoreError>> + Send;

    /// The open request of a case.
    fn approval_of(
        &self,
        life: &LifeId,
    ) -> impl Future<Output = Result<Option<ApprovalRow>, StoreError>> + Send;

    /// Ends an open request without doing what it asks for: refused by another, taken back by who
    /// asked, or too old. [`StoreError::Conflict`] when it is not open any more.
    fn refuse(
        &self,
        id: i64,
        ending: Ending,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Which actions need a second person from now on; changes nothing, and says nothing in the
    /// audit, when they are these already.
    fn need_four_eyes(
        &self,
        rules: Vec<FourEyesRule>,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What is to be done.
    pub kind: DeedKind,
    /// With which case, and at which version of it; `None` for a bulk.
    pub life: Option<(LifeId, u64)>,
    /// With which bulk.
    pub bulk: Option<i64>,
    /// JSON: how. Personal values stand in the body.
    pub payload: String,
    /// The body that the payload names.
    pub body: Option<Body>,
    /// What it is worth, in cents.
    pub worth_cents: Option<i64>,
    /// How many cases.
    pub cases: u32,
}

/// How a request ends without being approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Another person said no.
    Refused,
    /// It was taken back.
    Void,
    /// Nobody decided in time.
    Expired,
}

impl Ending {
    /// As the store writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Ending::Refused => "refused",
            Ending::Void => "void",
            Ending::Expired => "expired",
        }
    }
}

/// A request as the store has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalRow {
    /// Its number.
    pub id: i64,
    /// [`DeedKind::as_str`].
    pub action: String,
    /// With which case.
    pub life: Option<LifeId>,
    /// At which version of it.
    pub version: Option<u64>,
    /// With which bulk.
    pub bulk: Option<i64>,
    /// JSON: how.
    pub payload: String,
    /// Why it was asked for.
    pub why: String,
    /// What it is worth, in cents.
    pub worth_cents: Option<i64>,
    /// How many cases.
    pub cases: u64,
    /// Who asked.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// `open`, `approved`, `refused`, `expired`, `void`.
    pub state: String,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Why.
    pub decided_why: Option<String>,
}

/// An action that needs a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FourEyesRule {
    /// Which.
    pub kind: DeedKind,
    /// For what is worth more, in cents; below zero: whatever it is worth.
    pub above_cents: i64,
    /// For more cases than so many.
    pub above_cases: u32,
}
