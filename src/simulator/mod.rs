//! The other world: Amazon and SEFAZ as they behave, on loopback and in process.
//!
//! One core of state machines, with time handed in, and two faces: [`world::Simulated`] in
//! process and virtual time, and servers on loopback. It is as strict as the real ones are known
//! to be: what it accepts they would. Where that knowledge ends, a comment says so.

pub mod amazon;
pub mod answers;
pub mod bucket;
pub mod config;
pub mod core;
pub mod generate;
mod gzip;
pub mod http;
pub mod motivo;
pub mod outcome;
pub mod reply;
pub mod rules;
pub mod script;
pub mod seal;
pub mod sefaz;
pub mod shipments;
mod soap;
pub mod submission;
pub mod tokens;
mod wire;
pub mod world;
pub mod xml;

pub use config::SimulatorConfig;
pub use core::Simulator;
pub use script::WorldScript;
pub use world::{Simulated, VirtualClock};

#[cfg(test)]
mod http_tests;
#[cfg(test)]
mod notes;
#[cfg(test)]
mod sefaz_tests;
