//! What an answer that is no answer means: HTTP status first, code second.

use reqwest::StatusCode;

use super::wire;
use crate::adapters::http;
use crate::ports::{AmazonError, AmazonErrorKind};

/// What a status that is not 2xx means for a call.
pub(super) fn kind_of(status: StatusCode) -> AmazonErrorKind {
    match status.as_u16() {
        401 | 403 => AmazonErrorKind::Denied,
        404 => AmazonErrorKind::NotFound,
        // The other side gave up on us; whether it had read the request is not known.
        408 => AmazonErrorKind::Unavailable,
        429 => AmazonErrorKind::Throttled,
        400..=499 => AmazonErrorKind::Refused,
        500..=599 => AmazonErrorKind::Unavailable,
        // A redirect is not followed, and is no answer of Amazon's.
        _ => AmazonErrorKind::Unreadable,
    }
}

/// An error that Amazon answered: its code and message, bounded; never its details or body, which
/// may name a buyer.
pub(super) fn answered(
    kind: AmazonErrorKind,
    what: &str,
    status: StatusCode,
    body: &[u8],
    request_id: Option<String>,
) -> AmazonError {
    let status = status.as_u16();
    let message = match wire::first_error(body) {
        Some(said) => format!("{what}: HTTP {status}, {said}"),
        None => format!("{what}: HTTP {status}"),
    };
    AmazonError { kind, message: http::bounded(&message, http::TEXT_MAX), request_id }
}

/// An error of the connection in a call to Shipment Invoicing.
pub(super) fn unanswered(what: &str, error: &reqwest::Error) -> AmazonError {
    let kind = if error.is_connect() || error.is_builder() {
        AmazonErrorKind::Unreachable
    } else {
        AmazonErrorKind::NoAnswer
    };
    plain(kind, &format!("{what}: {}", http::told(error)))
}

/// An error in our own words.
pub(super) fn plain(kind: AmazonErrorKind, message: &str) -> AmazonError {
    AmazonError { kind, message: http::bounded(message, http::TEXT_MAX), request_id: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_decides() {
        use AmazonErrorKind as Kind;
        for (status, kind) in [
            (302, Kind::Unreadable),
            (400, Kind::Refused),
            (401, Kind::Denied),
            (403, Kind::Denied),
            (404, Kind::NotFound),
            (408, Kind::Unavailable),
            (413, Kind::Refused),
            (415, Kind::Refused),
            (429, Kind::Throttled),
            (500, Kind::Unavailable),
            (503, Kind::Unavailable),
        ] {
            assert_eq!(kind_of(StatusCode::from_u16(status).unwrap()), kind, "{status}");
        }
    }

    #[test]
    fn details_and_bodies_stay_out_of_the_message() {
        let body = br#"{"errors":[{"code":"InvalidInput","message":"Invalid","details":"Ana"}]}"#;
        let error = answered(AmazonErrorKind::Refused, "op", StatusCode::BAD_REQUEST, body, None);
        assert_eq!(error.message, "op: HTTP 400, InvalidInput: Invalid");
        let html = b"<html>Ana Souza</html>";
        let error = answered(AmazonErrorKind::Refused, "op", StatusCode::BAD_REQUEST, html, None);
        assert_eq!(error.message, "op: HTTP 400");
    }
}
