//! The store: what every store must do ([`conformance`]), and what SQLite adds.

mod conformance;
mod crash;
mod desk;
mod fixtures;
mod model;
mod sqlite;
