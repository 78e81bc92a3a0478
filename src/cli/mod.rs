//! One file per verb.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line speaks to a person"
)]

pub mod dlq;
mod offline;
mod opening;
pub mod queue;
pub mod send;
mod unreadable;
