//! The three operations, as Amazon names them.

use reqwest::{Method, Url};

use crate::domain::ShipmentId;

/// One operation of Shipment Invoicing v0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    /// `getShipmentDetails`.
    ShipmentDetails,
    /// `submitInvoice`.
    SubmitInvoice,
    /// `getInvoiceStatus`.
    InvoiceStatus,
}

impl Operation {
    /// Amazon's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Operation::ShipmentDetails => "getShipmentDetails",
            Operation::SubmitInvoice => "submitInvoice",
            Operation::InvoiceStatus => "getInvoiceStatus",
        }
    }

    /// Whether it wants a restricted data token (Tokens API use case guide).
    pub(super) fn is_restricted(self) -> bool {
        match self {
            Operation::ShipmentDetails => true,
            Operation::SubmitInvoice | Operation::InvoiceStatus => false,
        }
    }

    pub(super) fn method(self) -> Method {
        match self {
            Operation::ShipmentDetails | Operation::InvoiceStatus => Method::GET,
            Operation::SubmitInvoice => Method::POST,
        }
    }

    /// Where it is, below the base URL. Each segment is percent-encoded.
    pub(super) fn url(self, base: &Url, shipment: &ShipmentId) -> Url {
        let tail: &[&str] = match self {
            Operation::ShipmentDetails => &[],
            Operation::SubmitInvoice => &["invoice"],
            Operation::InvoiceStatus => &["invoice", "status"],
        };
        let mut url = base.clone();
        // A base URL is http or https, so it always has segments.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments
                .pop_if_empty()
                .extend(["fba", "outbound", "brazil", "v0", "shipments", shipment.as_str()])
                .extend(tail);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_stand_below_the_base() {
        let id = ShipmentId::parse("D1").unwrap();
        let base = Url::parse("https://host/prefix/").unwrap();
        assert_eq!(
            Operation::InvoiceStatus.url(&base, &id).as_str(),
            "https://host/prefix/fba/outbound/brazil/v0/shipments/D1/invoice/status"
        );
        let base = Url::parse("https://host").unwrap();
        assert_eq!(
            Operation::ShipmentDetails.url(&base, &id).as_str(),
            "https://host/fba/outbound/brazil/v0/shipments/D1"
        );
    }
}
