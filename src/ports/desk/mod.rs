//! What the review desk asks of the store, a page for each of its concerns.

mod access;
mod alerts;
mod approvals;
mod audit;
mod bulks;
mod cases;
mod kept;

pub use access::*;
pub use alerts::*;
pub use approvals::*;
pub use audit::*;
pub use bulks::*;
pub use cases::*;
pub use kept::*;

use super::Store;

/// The store, as the desk needs it.
pub trait DeskStore: Store + Access + Alerts + Approvals + Audit + Bulks + Cases + 'static {}

impl<S> DeskStore for S where
    S: Store + Access + Alerts + Approvals + Audit + Bulks + Cases + 'static
{
}
