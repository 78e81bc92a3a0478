//! What the review desk asks: cases by cause, people, the audit.

mod access;
mod alerts;
mod approvals;
mod audit;
mod bulk_items;
mod bulks;
mod cases;
mod causes;
mod kept;
mod pulse;

pub(super) use approvals::{approve, void_older};
pub(super) use audit::{write as write_deed, write_of as write_deed_of};
pub(super) use causes::{look_up, reopen};
