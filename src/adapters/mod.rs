//! The world: one folder for each part of it. Wire types stay private to their folder.

pub mod amqp;
pub mod archive;
pub mod catalogues;
pub mod clock;
mod http;
pub mod live;
pub mod mail;
pub mod metrics;
pub mod rulebook;
pub mod sefaz;
pub mod spapi;
pub mod store;
pub mod tls;
pub mod webhook;
