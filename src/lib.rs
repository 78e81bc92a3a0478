//! From an Amazon FBA Onsite shipment to an authorised NF-e that Amazon accepts.

pub mod adapters;
pub mod cli;
pub mod config;
pub mod console;
pub mod danfe;
pub mod domain;
pub mod lifecycle;
pub mod nfe;
pub mod ports;
pub mod simulator;
pub mod stage;
pub mod tax;
pub mod words;
