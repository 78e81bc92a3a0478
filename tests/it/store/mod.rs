//! The store: what every store must do ([`conformance`]), and what SQLite adds.

mod after;
mod conformance;
mod crash;
mod desk;
pub(crate) mod fixtures;
mod inutilization;
mod inutilize;
mod model;
mod sqlite;
