//! An answer of SP-API: status, body and the headers that matter.

use super::config::PerSecond;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body, JSON.
    pub body: Vec<u8>,
    /// `x-amzn-RequestId`.
    pub request_id: String,
    /// `x-amzn-RateLimit-Limit`.
    pub rate_limit: Option<PerSecond>,
    /// `x-amzn-ErrorType`.
    pub error_type: Option<&'static str>,
}

impl Reply {
    /// Nothing yet.
    pub fn new(request_id: String, rate: PerSecond) -> Reply {
        Reply {
            status: 200,
            body: Vec::new(),
            request_id,
            rate_limit: Some(rate),
            error_type: None,
        }
    }

    /// With this body. The rate stands beside 20x, 400 and 404 only (spapi.md 1.2).
    pub fn with(mut self, status: u16, body: Vec<u8>) -> Reply {
        self.status = status;
        self.body = body;
        if !matches!(status, 200..=299 | 400 | 404) {
            self.rate_limit = None;
        }
        if status == 429 {
            self.error_type = Some("TooManyRequestsException");
        }
        self
    }

    /// An `ErrorList` of one.
    pub fn saying(self, status: u16, code: &str, details: &str) -> Reply {
        let message = message(status);
        let error = serde_json::json!({"code": code, "message": message, "details": details});
        let body = serde_json::json!({"errors": [error]}).to_string();
        self.with(status, body.into_bytes())
    }

    /// The usual `ErrorList` of a status.
    pub fn refusing(self, status: u16) -> Reply {
        let code = match status {
            400 => "InvalidInput",
            401 | 403 => "Unauthorized",
            404 => "NotFound",
            415 => "UnsupportedMediaType",
            429 => "QuotaExceeded",
            503 => "ServiceUnavailable",
            _ => "InternalFailure",
        };
        self.saying(status, code, "")
    }
}

fn message(status: u16) -> &'static str {
    match status {
        400 => "Request has missing or invalid parameters and cannot be parsed.",
        401 | 403 => "Access to requested resource is denied.",
        404 => "The requested resource does not exist.",
        413 => "The request size exceeded the maximum accepted size.",
        415 => "The request payload is in an unsupported format.",
        429 => "You exceeded your quota for the requested resource.",
        503 => "Temporary overloading or maintenance of the server.",
        _ => "We encountered an internal error. Please try again.",
    }
}
