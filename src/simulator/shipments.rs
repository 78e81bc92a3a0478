//! Where the simulated Amazon has its shipments from: raw `getShipmentDetails` answers, read
//! when they are asked for, so that a hundred thousand of them take no memory.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::domain::{Money, ShipmentId};

/// Larger answers are no shipments.
const BODY_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Shipments by id.
pub trait Shipments: Send + Sync {
    /// The raw answer; `None` when there is no such shipment.
    fn body(&self, id: &ShipmentId) -> Option<Vec<u8>>;
}

/// Folders with `<AmazonShipmentId>.json` in them; the first that has it is asked.
#[derive(Clone, Debug, Default)]
pub struct Folders(pub Vec<PathBuf>);

impl Shipments for Folders {
    fn body(&self, id: &ShipmentId) -> Option<Vec<u8>> {
        let name = format!("{id}.json");
        self.0.iter().map(|folder| folder.join(&name)).find_map(|path| {
            let size = std::fs::metadata(&path).ok()?.len();
            (size <= BODY_BYTES_MAX).then(|| std::fs::read(&path).ok()).flatten()
        })
    }
}

impl Shipments for HashMap<ShipmentId, Vec<u8>> {
    fn body(&self, id: &ShipmentId) -> Option<Vec<u8>> {
        self.get(id).cloned()
    }
}

/// What Amazon itself knows of a shipment when it looks at an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// `AmazonOrderId`.
    pub order: Option<String>,
    /// What the buyer pays: items, shipping and gift wrap, less both discounts. `None` when an
    /// amount cannot be read.
    pub total_cents: Option<i64>,
}

/// Reads what is needed of a raw answer.
pub fn known(body: &[u8]) -> Known {
    let Ok(whole) = serde_json::from_slice::<serde_json::Value>(body) else {
        return Known { order: None, total_cents: None };
    };
    let payload = whole.get("payload").unwrap_or(&whole);
    let detail = payload.get("ShipmentDetail").unwrap_or(payload);
    let order = detail.get("AmazonOrderId").and_then(|it| it.as_str()).map(str::to_owned);
    Known { order, total_cents: total(detail) }
}

fn total(detail: &serde_json::Value) -> Option<i64> {
    let mut sum = 0i64;
    for item in detail.get("ShipmentItems")?.as_array()? {
        for (field, sign) in [
            ("ItemPrice", 1),
            ("ShippingPrice", 1),
            ("GiftWrapPrice", 1),
            ("ShippingDiscount", -1),
            ("PromotionDiscount", -1),
        ] {
            let Some(amount) = item.get(field).and_then(|it| it.get("Amount")) else { continue };
            let cents = Money::parse(amount.as_str()?).ok()?.cents();
            sum = sum.checked_add(sign * cents)?;
        }
    }
    Some(sum)
}
