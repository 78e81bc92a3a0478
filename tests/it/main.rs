//! All integration tests: one binary, so they link once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that panics is a test that fails"
)]

mod amqp;
mod archive;
mod console;
mod danfe;
mod doctor;
mod explain;
mod house;
mod laws;
mod lifecycle;
mod live;
mod nfe;
mod pipeline;
mod schemas;
mod sefaz;
mod simulation;
mod spapi;
mod stage;
mod store;
mod stories;
mod tools;
mod witness;
