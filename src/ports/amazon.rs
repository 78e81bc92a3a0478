//! What we ask of Amazon.

use crate::domain::LifeId;

/// Shipment Invoicing v0. Tokens, headers and quick retries are the adapter's; rate limits are
/// asked of the store before a call is made.
pub trait Amazon: Send + Sync {
    /// `getShipmentDetails`: the answer's body, verbatim.
    fn shipment_details(
        &self,
        id: &LifeId,
    ) -> impl Future<Output = Result<Answer<Vec<u8>>, AmazonError>> + Send;

    /// `submitInvoice` with these file bytes.
    fn submit_invoice(
        &self,
        id: &LifeId,
        nfe_proc: &[u8],
    ) -> impl Future<Output = Result<Answer<()>, AmazonError>> + Send;

    /// `getInvoiceStatus`.
    fn invoice_status(
        &self,
        id: &LifeId,
    ) -> impl Future<Output = Result<Answer<InvoiceStatus>, AmazonError>> + Send;
}

/// What Amazon answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// The answer.
    pub value: T,
    /// `x-amzn-RequestId`: Amazon's support asks for it.
    pub request_id: Option<String>,
    /// `x-amzn-RateLimit-Limit`, in millionths of a request per second.
    pub rate_limit: Option<u64>,
}

/// `InvoiceStatus`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvoiceStatus {
    /// In validation.
    Processing,
    /// Taken.
    Accepted,
    /// Refused, without a reason.
    Errored,
    /// Amazon has no invoice for the shipment.
    NotFound,
    /// A word that the model does not know: treated as in validation.
    Other(String),
}

/// Why Amazon did not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {message}")]
pub struct AmazonError {
    /// What it means for us.
    pub kind: AmazonErrorKind,
    /// Amazon's code and message, or the connection's, without personal data and secrets.
    pub message: String,
    /// `x-amzn-RequestId`, when there was an answer.
    pub request_id: Option<String>,
}

/// What an error means for us. HTTP status first, code second (spapi.md §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmazonErrorKind {
    /// 429: the bucket is empty.
    #[error("throttled")]
    Throttled,
    /// 404.
    #[error("not found")]
    NotFound,
    /// 400, 413, 415 and others that no retry mends.
    #[error("refused")]
    Refused,
    /// 401 or 403 after a fresh token, or LWA refused: an operator must act; no invoice is held.
    #[error("denied")]
    Denied,
    /// 500 or 503: whether it took effect is not known.
    #[error("unavailable")]
    Unavailable,
    /// No connection: nothing was sent.
    #[error("unreachable")]
    Unreachable,
    /// Sent, and no answer: whether it took effect is not known.
    #[error("no answer")]
    NoAnswer,
    /// 200 with a body that is not the model's: for a submission, not known.
    #[error("unreadable answer")]
    Unreadable,
}
