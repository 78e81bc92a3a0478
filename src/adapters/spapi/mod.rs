//! Shipment Invoicing v0 over HTTP: Amazon as `ports::Amazon`.
//!
//! One call, one answer. Waiting, repeating and the rate limit belong to the stage; only a token
//! that Amazon refuses is renewed here, once. Production, Amazon's sandbox and the simulator
//! differ by their URLs alone.

mod cache;
mod client;
mod content_md5;
mod lwa;
mod operation;
mod settings;
mod tokens;
mod trouble;
mod wire;

pub use client::SpapiClient;
pub use content_md5::content_md5;
pub use settings::{SpapiConfig, SpapiSetupError, user_agent};
