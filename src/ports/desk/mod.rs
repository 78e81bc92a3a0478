//! What the review desk asks of the store, a page for each of its concerns.

mod access;
mod approvals;
mod audit;
mod cases;

pub use access::*;
pub use approvals::*;
pub use audit::*;
pub use cases::*;

use super::Store;

/// The store, as the desk needs it.
pub trait DeskStore: Store + Access + Approvals + Audit + Cases + 'static {}

impl<S> DeskStore for S where S: Store + Access + Approvals + Audit + Cases + 'static {}
