//! What the review desk asks of the store, a page for each of its concerns.

mod access;
mod audit;
mod cases;

pub use access::{Access, Barred, Role, Session, Tried, User, UserChange};
pub use audit::{Audit, AuditFilter, AuditRow, Broken, Deed, DeedKind, DeedOutcome, Head, Origin};
pub use cases::{
    CaseFilter, CasePlace, CaseRow, Cases, CauseRow, Caused, Comment, Lookup, LookupKind, Mark,
    Pulse, UnreadableRow,
};

use super::Store;

/// The store, as the desk needs it.
pub trait DeskStore: Store + Access + Audit + Cases + 'static {}

impl<S: Store + Access + Audit + Cases + 'static> DeskStore for S {}
