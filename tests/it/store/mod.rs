//! The store: what every store must do ([`conformance`]), and what SQLite adds.

mod conformance;
mod fixtures;
mod sqlite;
