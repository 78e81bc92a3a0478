//! `FBA_OUTBOUND_SHIPMENT_STATUS`, in both spellings of the envelope (spapi.md §2): Amazon writes
//! some types `NotificationType` and others `notificationType`.

use serde_json::{Map, Value};

use crate::domain::{LifeId, OrderId, SellerId, ShipmentId, Timestamp};

/// The type that this stage is for.
const OURS: &str = "FBA_OUTBOUND_SHIPMENT_STATUS";

/// What a delivery turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// An event of a shipment.
    Event(Notification),
    /// A notification of another type, by its name.
    Foreign(String),
}

/// One event of one shipment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Whose shipment.
    pub life: LifeId,
    /// `AmazonOrderId`.
    pub order: OrderId,
    /// `ShipmentStatus`.
    pub status: Status,
    /// `EventTime`; `None` when it cannot be read: it only bounds how long a 404 is believed to
    /// pass, so the shipment does not wait for it.
    pub event_time: Option<Timestamp>,
}

/// `ShipmentStatus`: free text in the schema, two words in practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// `Created`.
    Created,
    /// `Cancelled`.
    Cancelled,
    /// Anything else.
    Other(String),
}

/// Why a body is no notification: in one line, without its values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not JSON.
    #[error("not JSON: line {line}, column {column}")]
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// JSON, and no object.
    #[error("{0}: expected an object")]
    NotAnObject(&'static str),
    /// A name that must be there is not, or is no text.
    #[error("{0}: expected a text")]
    Missing(&'static str),
    /// An id that Amazon would not give.
    #[error("{0}: expected 1 to 64 of A-Z a-z 0-9 . _ -")]
    BadId(&'static str),
}

/// Reads one body.
pub fn read_notification(body: &[u8]) -> Result<Read, Unreadable> {
    // Some producers put a byte-order mark before JSON.
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| Unreadable::NotJson { line: error.line(), column: error.column() })?;
    let envelope = value.as_object().ok_or(Unreadable::NotAnObject("notification"))?;
    let kind = text(envelope, "NotificationType")?;
    if kind != OURS {
        return Ok(Read::Foreign(kind.chars().take(64).collect()));
    }
    let payload = object(envelope, "Payload")?;
    let event = object(payload, "FBAOutboundShipmentStatusNotification")?;
    let seller = SellerId::parse(text(event, "SellerId")?);
    let shipment = ShipmentId::parse(text(event, "AmazonShipmentId")?);
    let order = OrderId::parse(text(event, "AmazonOrderId")?);
    let status = match text(event, "ShipmentStatus")? {
        "Created" => Status::Created,
        "Cancelled" => Status::Cancelled,
        other => Status::Other(other.chars().take(64).collect()),
    };
    Ok(Read::Event(Notification {
        life: LifeId {
            seller: seller.map_err(|_| Unreadable::BadId("SellerId"))?,
            shipment: shipment.map_err(|_| Unreadable::BadId("AmazonShipmentId"))?,
        },
        order: order.map_err(|_| Unreadable::BadId("AmazonOrderId"))?,
        status,
        event_time: text(envelope, "EventTime").ok().and_then(|text| text.parse().ok()),
    }))
}

/// The member of this name, whatever the case of its letters.
fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object
        .get(name)
        .or_else(|| object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v))
}

fn text<'a>(object: &'a Map<String, Value>, name: &'static str) -> Result<&'a str, Unreadable> {
    member(object, name).and_then(Value::as_str).ok_or(Unreadable::Missing(name))
}

fn object<'a>(
    parent: &'a Map<String, Value>,
    name: &'static str,
) -> Result<&'a Map<String, Value>, Unreadable> {
    member(parent, name).and_then(Value::as_object).ok_or(Unreadable::NotAnObject(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PASCAL: &str = r#"{"NotificationVersion":"1.0",
        "NotificationType":"FBA_OUTBOUND_SHIPMENT_STATUS","PayloadVersion":"1.0",
        "EventTime":"2026-11-20T12:00:00.109Z","Extra":{"a":[1]},
        "Payload":{"FBAOutboundShipmentStatusNotification":{"SellerId":"A1",
        "AmazonOrderId":"113-2646096-4474645","AmazonShipmentId":"DrLqQwqvb",
        "ShipmentStatus":"Created","New":1}}}"#;

    fn event(body: &str) -> Notification {
        match read_notification(body.as_bytes()) {
            Ok(Read::Event(event)) => event,
            other => panic!("expected an event, got {other:?}"),
        }
    }

    #[test]
    fn both_spellings_say_the_same() {
        let camel = PASCAL
            .replace("\"NotificationType", "\"notificationType")
            .replace("\"EventTime", "\"eventTime")
            .replace("\"Payload\"", "\"payload\"")
            .replace("\"FBAOut", "\"fbaOut")
            .replace("\"SellerId", "\"sellerId")
            .replace("\"Amazon", "\"amazon")
            .replace("\"ShipmentStatus", "\"shipmentStatus");
        assert_eq!(event(PASCAL), event(&camel));
        assert_eq!(event(PASCAL), event(&format!("\u{feff}{PASCAL}")));
        assert_eq!(event(PASCAL).status, Status::Created);
        assert_eq!(event(PASCAL).life.to_string(), "A1/DrLqQwqvb");
    }

    #[test]
    fn what_is_wrong_is_named_and_its_values_are_not() {
        let check = |body: &str, expected: &str| {
            let problem = read_notification(body.as_bytes()).unwrap_err();
            assert_eq!(problem.to_string(), expected);
        };
        check("{", "not JSON: line 1, column 1");
        check("[]", "notification: expected an object");
        check("{}", "NotificationType: expected a text");
        check(&PASCAL.replace("\"Payload\":", "\"Load\":"), "Payload: expected an object");
        check(
            &PASCAL.replace("DrLqQwqvb", "../x"),
            "AmazonShipmentId: expected 1 to 64 of A-Z a-z 0-9 . _ -",
        );
        check(&PASCAL.replace("\"Created\"", "7"), "ShipmentStatus: expected a text");
    }

    #[test]
    fn what_may_be_odd_is_kept() {
        assert_eq!(
            event(&PASCAL.replace("Created", "Shipped")).status,
            Status::Other("Shipped".into())
        );
        assert_eq!(event(&PASCAL.replace("2026-11-20T12", "yesterday")).event_time, None);
        let foreign = PASCAL.replace(OURS, "ORDER_CHANGE");
        assert_eq!(read_notification(foreign.as_bytes()), Ok(Read::Foreign("ORDER_CHANGE".into())));
    }

    proptest! {
        #[test]
        fn garbage_never_panics(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_notification(&body);
        }
    }
}
