//! What the review desk asks of the store, a page for each of its concerns.

mod access;
mod audit;
mod cases;
mod kept;

pub use access::{Access, Role, Session, User};
pub use audit::{Audit, AuditFilter, AuditRow, Broken, Deed, DeedKind, DeedOutcome, Head, Origin};
pub use cases::{
    CaseFilter, CasePlace, CaseRow, Cases, CauseRow, Caused, Comment, Lookup, LookupKind, Mark,
    Pulse, UnreadableRow,
};
pub use kept::{Kept, KeptRule};

use super::Store;

/// The store, as the desk needs it.
pub trait DeskStore: Store + Access + Audit + Cases + 'static {}

impl<S: Store + Access + Audit + Cases + 'static> DeskStore for S {}
