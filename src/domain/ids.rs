//! Names that other people gave: kept as they came, bounded, and safe in a path or a log.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a text cannot name a seller, a shipment or an order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} must be 1 to 64 of A-Z a-z 0-9 . _ - and not begin with a dot, got {got:?}")]
pub struct IdError {
    what: &'static str,
    got: String,
}

/// Amazon's ids are opaque; ours is only the bound. It keeps a hostile id out of paths, URLs
/// and logs.
fn parse(what: &'static str, text: &str) -> Result<String, IdError> {
    let legal = (1..=64).contains(&text.len())
        && !text.starts_with('.')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    if legal {
        Ok(text.to_owned())
    } else {
        Err(IdError { what, got: text.chars().take(80).collect() })
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads an id: 1 to 64 characters of `A-Z a-z 0-9 . _ -`.
            pub fn parse(text: &str) -> Result<$name, IdError> {
                parse($what, text).map($name)
            }

            /// The id as Amazon wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<$name, IdError> {
                $name::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// Amazon's name for one seller (`SellerId`).
    SellerId, "a SellerId"
}
id! {
    /// Amazon's name for one shipment (`AmazonShipmentId`).
    ShipmentId, "an AmazonShipmentId"
}
id! {
    /// Amazon's name for one order (`AmazonOrderId`).
    OrderId, "an AmazonOrderId"
}

/// Whose shipment: the idempotency key of everything.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LifeId {
    /// The seller.
    pub seller: SellerId,
    /// The shipment.
    pub shipment: ShipmentId,
}

impl fmt::Display for LifeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.seller, self.shipment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_bounded_and_safe_in_a_path() {
        assert!(ShipmentId::parse("DrLqQwqvb").is_ok());
        assert!(OrderId::parse("113-2646096-4474645").is_ok());
        for bad in ["", "..", "../x", "a/b", "a b", "é", &"x".repeat(65)] {
            assert!(ShipmentId::parse(bad).is_err(), "{bad}");
        }
    }
}
