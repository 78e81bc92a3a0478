//! Restricted data tokens (Tokens API 2021-03-01): what `getShipmentDetails` demands instead of
//! the access token. One per seller on the generic path serves for an hour; one per shipment
//! would exhaust the Tokens API's own quota.

use super::trouble;
use super::wire::{self, Granted, RestrictedDataTokenRequest, RestrictedResource};
use crate::ports::{AmazonError, AmazonErrorKind};

use reqwest::{StatusCode, Url};

pub(super) const WHAT: &str = "createRestrictedDataToken";

/// The generic path, braces and all: the token then holds for every shipment of the seller.
const RESOURCE: RestrictedResource<'static> =
    RestrictedResource { method: "GET", path: "/fba/outbound/brazil/v0/shipments/{shipmentId}" };

/// Where tokens are made, below the base URL.
pub(super) fn url(base: &Url) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(["tokens", "2021-03-01", "restrictedDataToken"]);
    }
    url
}

/// The request's body.
pub(super) fn request() -> Vec<u8> {
    let request = RestrictedDataTokenRequest { restricted_resources: [RESOURCE] };
    // A struct of strings always has a JSON form.
    serde_json::to_vec(&request).unwrap_or_default()
}

/// Reads the answer. As with LWA, nothing was said to Shipment Invoicing yet: what time can mend
/// is unreachable, everything else an operator must see (a 400 is nearly always a missing role).
pub(super) fn read(
    status: StatusCode,
    body: &[u8],
    request_id: Option<String>,
) -> Result<Granted, AmazonError> {
    let kind = match trouble::kind_of(status) {
        _ if status.is_success() => {
            let granted = wire::restricted_data_token(body).filter(|it| it.seconds > 0);
            return granted.ok_or_else(|| AmazonError {
                kind: AmazonErrorKind::Unreachable,
                message: format!("{WHAT}: expected a token, found none in the answer"),
                request_id,
            });
        }
        AmazonErrorKind::Throttled => AmazonErrorKind::Throttled,
        AmazonErrorKind::Denied | AmazonErrorKind::Refused | AmazonErrorKind::NotFound => {
            AmazonErrorKind::Denied
        }
        AmazonErrorKind::Unavailable
        | AmazonErrorKind::Unreachable
        | AmazonErrorKind::NoAnswer
        | AmazonErrorKind::Unreadable => AmazonErrorKind::Unreachable,
    };
    Err(trouble::answered(kind, WHAT, status, body, request_id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generic_path_keeps_its_braces() {
        assert_eq!(
            String::from_utf8(request()).unwrap(),
            r#"{"restrictedResources":[{"method":"GET","path":"/fba/outbound/brazil/v0/shipments/{shipmentId}"}]}"#
        );
        let base = Url::parse("http://[::1]:1").unwrap();
        assert_eq!(url(&base).path(), "/tokens/2021-03-01/restrictedDataToken");
    }

    #[test]
    fn a_failed_token_is_never_an_unknown_outcome() {
        for (status, kind) in [
            (400, AmazonErrorKind::Denied),
            (403, AmazonErrorKind::Denied),
            (429, AmazonErrorKind::Throttled),
            (500, AmazonErrorKind::Unreachable),
            (200, AmazonErrorKind::Unreachable),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(read(status, b"{}", None).err().map(|e| e.kind), Some(kind), "{status}");
        }
    }
}
