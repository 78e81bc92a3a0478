//! Foreign JSON, read once at the door: the notification and the shipment.
//!
//! Tolerant as Amazon's model demands: unknown fields are ignored, unknown words kept, and what
//! may be absent may be absent. The types of the wire stay in here.

mod notification;
mod shipment;

pub use notification::{Notification, Read, Status, Unreadable, read_notification};
pub use shipment::{ShipmentError, read_shipment};
