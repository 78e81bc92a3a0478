//! The audit: who did what, when, why, from where. It only grows, and each row holds the hash of
//! the one before it.

use crate::domain::{LifeId, Timestamp};
use crate::ports::StoreError;

/// The audit's reading and writing, beside what stands in a [`crate::ports::Change`].
pub trait Audit: Send + Sync {
    /// Puts a deed that changes nothing else on record: a login, a reveal, a denial.
    fn note(&self, deed: Deed) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// A page of the audit, the newest first.
    fn audit(
        &self,
        filter: AuditFilter,
    ) -> impl Future<Output = Result<Vec<AuditRow>, StoreError>> + Send;

    /// Whether a row has this hash.
    fn audit_has(&self, hash: &str) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Reckons every hash anew: the head when all holds, or the first row that does not.
    fn verify_audit(&self)
    -> impl Future<Output = Result<Result<Head, Broken>, StoreError>> + Send;
}

/// Where an action came from, and under whose eyes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The address, or `cli`.
    pub place: String,
    /// The role of who acts; empty on the command line.
    pub role: String,
    /// The request that a second person approves with this.
    pub approval: Option<i64>,
    /// Who approves it, and why: the deed is theirs, the decision in the journal is of who asked.
    pub approver: Option<(String, String)>,
    /// The bulk and the item that this is done for.
    pub item: Option<(i64, u32)>,
}

impl Origin {
    /// The command line: whoever may open the store.
    pub fn command_line() -> Origin {
        Origin {
            place: "cli".to_owned(),
            role: String::new(),
            approval: None,
            approver: None,
            item: None,
        }
    }
}

/// Something that a person did, or was not let do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// When.
    pub at: Timestamp,
    /// Who: a user, or the name that the command line was given.
    pub by: String,
    /// From where.
    pub origin: Origin,
    /// What.
    pub kind: DeedKind,
    /// What came of it.
    pub outcome: DeedOutcome,
    /// To which case.
    pub life: Option<LifeId>,
    /// To what else: a user, a bulk, a delivery, a kept correction.
    pub subject: Option<String>,
    /// The entry of the journal that it made.
    pub version: Option<u64>,
    /// What the case is worth, in cents; decides whether a second person is needed.
    pub worth_cents: Option<i64>,
    /// How many cases.
    pub cases: u32,
    /// Why; empty where no reason is asked for.
    pub why: String,
    /// JSON: what was. Personal values stand here as digests of their bodies.
    pub before: Option<String>,
    /// JSON: what is.
    pub after: Option<String>,
}

impl Deed {
    /// A deed that changes no case.
    pub fn new(at: Timestamp, by: impl Into<String>, origin: Origin, kind: DeedKind) -> Deed {
        Deed {
            at,
            by: by.into(),
            origin,
            kind,
            outcome: DeedOutcome::Done,
            life: None,
            subject: None,
            version: None,
            worth_cents: None,
            cases: 0,
            why: String::new(),
            before: None,
            after: None,
        }
    }

    /// To this case.
    #[must_use]
    pub fn of(self, life: &LifeId) -> Deed {
        Deed { life: Some(life.clone()), cases: 1, ..self }
    }

    /// To this.
    #[must_use]
    pub fn to(self, subject: impl Into<String>) -> Deed {
        Deed { subject: Some(subject.into()), ..self }
    }

    /// For this reason.
    #[must_use]
    pub fn because(self, why: impl Into<String>) -> Deed {
        Deed { why: why.into(), ..self }
    }

    /// Not let do.
    #[must_use]
    pub fn denied(self) -> Deed {
        Deed { outcome: DeedOutcome::Denied, ..self }
    }
}

macro_rules! deeds {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What a person does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum DeedKind {
            $($(#[$doc])* $name,)*
        }

        impl DeedKind {
            /// All of them.
            pub const ALL: &[DeedKind] = &[$(DeedKind::$name,)*];

            /// As the store writes it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(DeedKind::$name => $text,)*
                }
            }
        }
    };
}

deeds! {
    /// A case is sent on.
    Resume = "resume",
    /// An input is mended.
    Correct = "correct",
    /// A case is ended.
    Discard = "discard",
    /// A note is cancelled at SEFAZ.
    Cancel = "cancel",
    /// A note is cancelled at SEFAZ and issued anew.
    Reissue = "cancel_reissue",
    /// A carta de correção.
    Letter = "letter",
    /// An unreadable event is read again, or put aside.
    Delivery = "delivery",
    /// A second person is asked for.
    Request = "request",
    /// A second person refuses, or the request is taken back.
    Refuse = "refuse",
    /// Many cases at once.
    Bulk = "bulk",
    /// A bulk is paused, goes on or is stopped.
    BulkSteer = "bulk_steer",
    /// A case is given to somebody.
    Assign = "assign",
    /// A case gets a day to be looked at.
    FollowUp = "follow_up",
    /// A comment.
    Comment = "comment",
    /// A correction is kept for next time.
    Keep = "keep",
    /// A kept correction is taken away.
    Unkeep = "unkeep",
    /// Personal data is shown.
    Reveal = "reveal",
    /// Data leaves the desk as a file.
    Export = "export",
    /// Somebody signs in.
    SignIn = "sign_in",
    /// Somebody signs out.
    SignOut = "sign_out",
    /// A user is made or changed.
    User = "user",
    /// Which actions need a second person.
    FourEyes = "four_eyes",
}

/// What came of a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeedOutcome {
    /// It is so.
    Done,
    /// Not allowed.
    Denied,
    /// Allowed, and not possible.
    Failed,
}

impl DeedOutcome {
    /// As the store writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            DeedOutcome::Done => "done",
            DeedOutcome::Denied => "denied",
            DeedOutcome::Failed => "failed",
        }
    }
}

/// Which rows of the audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only of this case.
    pub life: Option<LifeId>,
    /// Only of this shipment, whoever sells it.
    pub shipment: Option<String>,
    /// Only by this person.
    pub by: Option<String>,
    /// Only this action.
    pub action: Option<String>,
    /// Only from this moment on.
    pub from: Option<Timestamp>,
    /// Only before this moment.
    pub until: Option<Timestamp>,
    /// Only below this place: the last row of the page before.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: usize,
}

/// A row of the audit. Codes are texts here: a newer program may have written one that this one
/// does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Its place, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// In which role.
    pub role: String,
    /// From where.
    pub origin: String,
    /// What.
    pub action: String,
    /// What came of it.
    pub outcome: String,
    /// To which case: seller and shipment.
    pub life: Option<(String, String)>,
    /// To what else.
    pub subject: Option<String>,
    /// The entry of the journal.
    pub version: Option<i64>,
    /// The request that was approved.
    pub approval: Option<i64>,
    /// In cents.
    pub worth_cents: Option<i64>,
    /// How many cases.
    pub cases: i64,
    /// Why.
    pub why: String,
    /// What was.
    pub before: Option<String>,
    /// What is.
    pub after: Option<String>,
    /// The hash of the row before.
    pub previous: String,
    /// Its own.
    pub hash: String,
}

/// The newest row: kept elsewhere, it shows whether rows were cut off the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many rows.
    pub rows: i64,
    /// The last one's hash; empty where there is none.
    pub hash: String,
}

/// Where the chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The first row that is not what its hash, or its place, says.
    pub seq: i64,
}
