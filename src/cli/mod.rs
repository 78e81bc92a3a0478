//! One file per verb.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line speaks to a person"
)]

pub mod queue;
pub mod send;
