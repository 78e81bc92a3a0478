//! From an Amazon FBA Onsite shipment to an authorised NF-e that Amazon accepts.

pub mod domain;
pub mod lifecycle;
pub mod nfe;
pub mod ports;
pub mod simulator;
