//! Amazon's JSON, read tolerantly: unknown fields and words are let be, and `Shipments` is an
//! object (the model) or an array (its ancestor).

use std::collections::BTreeMap;

use secrecy::SecretString;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::adapters::http::bounded;
use crate::domain::ShipmentId;
use crate::ports::InvoiceStatus;

/// Longest status word that is kept.
const WORD_MAX: usize = 64;
/// Longest code of an error that is kept.
const CODE_MAX: usize = 80;

/// `SubmitInvoiceRequest`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SubmitInvoice<'a> {
    pub(super) invoice_content: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) marketplace_id: Option<&'a str>,
    #[serde(rename = "ContentMD5Value")]
    pub(super) content_md5: &'a str,
}

/// `CreateRestrictedDataTokenRequest`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RestrictedDataTokenRequest<'a> {
    pub(super) restricted_resources: [RestrictedResource<'a>; 1],
}

/// `RestrictedResource`.
#[derive(Serialize)]
pub(super) struct RestrictedResource<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
}

/// A token and its seconds to live.
pub(super) struct Granted {
    pub(super) token: SecretString,
    pub(super) seconds: i64,
}

/// LWA's answer.
pub(super) fn access_token(body: &[u8]) -> Option<Granted> {
    #[derive(Deserialize)]
    struct Answer {
        access_token: String,
        expires_in: i64,
    }
    let answer: Answer = serde_json::from_slice(body).ok()?;
    Some(Granted { token: answer.access_token.into(), seconds: answer.expires_in })
}

/// `CreateRestrictedDataTokenResponse`: bare in the model, inside `payload` in an old guide.
pub(super) fn restricted_data_token(body: &[u8]) -> Option<Granted> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Bare {
        restricted_data_token: String,
        expires_in: i64,
    }
    #[derive(Deserialize)]
    struct Wrapped {
        payload: Bare,
    }
    let bare = serde_json::from_slice::<Bare>(body)
        .or_else(|_| serde_json::from_slice::<Wrapped>(body).map(|it| it.payload))
        .ok()?;
    Some(Granted { token: bare.restricted_data_token.into(), seconds: bare.expires_in })
}

/// LWA's `error`: a word of OAuth, or nothing.
pub(super) fn lwa_error(body: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let word = answer.get("error")?.as_str()?;
    let legal = word.len() <= WORD_MAX && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    legal.then(|| word.to_owned())
}

/// Code and message of the first error: beside `payload`, or an `ErrorList` of its own.
pub(super) fn first_error(body: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let list = answer.get("errors")?;
    let list = list.get("errors").unwrap_or(list);
    let error = list.as_array()?.first()?;
    let text = |key: &str| error.get(key).and_then(Value::as_str).unwrap_or_default();
    Some(format!("{}: {}", bounded(text("code"), CODE_MAX), text("message")))
}

/// Whether a shipment's details are there at all; what they say is read elsewhere.
pub(super) fn has_payload(body: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Answer {
        payload: BTreeMap<String, IgnoredAny>,
    }
    serde_json::from_slice::<Answer>(body).is_ok_and(|it| !it.payload.is_empty())
}

/// Whether a submission was answered with an object that names no error.
pub(super) fn is_taken(body: &[u8]) -> bool {
    match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(answer)) => match answer.get("errors") {
            None | Some(Value::Null) => true,
            Some(errors) => errors.as_array().is_some_and(Vec::is_empty),
        },
        Ok(_) | Err(_) => false,
    }
}

/// The status of this shipment; `None` when the answer does not say it.
pub(super) fn invoice_status(body: &[u8], shipment: &ShipmentId) -> Option<InvoiceStatus> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let shipments = answer.get("payload")?.get("Shipments")?;
    let one = std::slice::from_ref(shipments);
    let list = shipments.as_array().map_or(one, Vec::as_slice);
    let named = |it: &&Value| {
        // An answer without an id can only mean the shipment that was asked for.
        let id = it.get("AmazonShipmentId").and_then(Value::as_str);
        id.map_or(list.len() == 1, |id| id == shipment.as_str())
    };
    let word = list.iter().find(named)?.get("InvoiceStatus")?.as_str()?;
    Some(match word {
        "Processing" => InvoiceStatus::Processing,
        "Accepted" => InvoiceStatus::Accepted,
        "Errored" => InvoiceStatus::Errored,
        "NotFound" => InvoiceStatus::NotFound,
        other => InvoiceStatus::Other(bounded(other, WORD_MAX)),
    })
}

/// `x-amzn-RateLimit-Limit` in millionths of a request per second; nothing for what is no number.
pub(super) fn rate_limit(text: &str) -> Option<u64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) {
        return None;
    }
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    whole.parse::<u64>().ok()?.checked_mul(1_000_000)?.checked_add(part.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn a_rate_is_read_without_floats() {
        for (text, expected) in [
            ("1.133", Some(1_133_000)),
            ("0.0167", Some(16_700)),
            (" 5 ", Some(5_000_000)),
            ("0.00000199", Some(1)),
            ("", None),
            (".5", None),
            ("1,5", None),
            ("-1", None),
            ("1e3", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(rate_limit(text), expected, "{text}");
        }
    }

    #[test]
    fn a_status_is_an_object_or_an_array_and_of_this_shipment() {
        let id = ShipmentId::parse("D1").unwrap();
        let read = |body: &str| invoice_status(body.as_bytes(), &id);
        let accepted = Some(InvoiceStatus::Accepted);
        for body in [
            r#"{"payload":{"Shipments":{"AmazonShipmentId":"D1","InvoiceStatus":"Accepted","x":1}}}"#,
            r#"{"payload":{"Shipments":[{"AmazonShipmentId":"D0","InvoiceStatus":"Errored"},
                {"AmazonShipmentId":"D1","InvoiceStatus":"Accepted"}]}}"#,
            r#"{"payload":{"Shipments":{"InvoiceStatus":"Accepted"}}}"#,
        ] {
            assert_eq!(read(body), accepted, "{body}");
        }
        let unknown = read(r#"{"payload":{"Shipments":[{"InvoiceStatus":"Resting"}]}}"#);
        assert_eq!(unknown, Some(InvoiceStatus::Other("Resting".to_owned())));
        for body in [
            "{}",
            "[]",
            "<html>",
            r#"{"payload":{"Shipments":[]}}"#,
            r#"{"payload":{"Shipments":["D1","Accepted"]}}"#,
            r#"{"payload":{"Shipments":{"AmazonShipmentId":"D2","InvoiceStatus":"Accepted"}}}"#,
            r#"{"payload":{"Shipments":[{"InvoiceStatus":"Errored"},{"InvoiceStatus":"Accepted"}]}}"#,
            r#"{"payload":{"Shipments":{"AmazonShipmentId":"D1"}}}"#,
        ] {
            assert_eq!(read(body), None, "{body}");
        }
    }

    #[test]
    fn a_token_is_bare_or_wrapped_and_nothing_else() {
        let bare = br#"{"restrictedDataToken":"Atz.sprdt|1","expiresIn":3600}"#;
        let wrapped = br#"{"payload":{"restrictedDataToken":"Atz.sprdt|1","expiresIn":3600}}"#;
        for body in [&bare[..], &wrapped[..]] {
            let granted = restricted_data_token(body).unwrap();
            assert_eq!(granted.token.expose_secret(), "Atz.sprdt|1");
            assert_eq!(granted.seconds, 3600);
        }
        assert!(restricted_data_token(b"{}").is_none());
        assert!(access_token(br#"{"access_token":"Atza|1"}"#).is_none());
    }

    #[test]
    fn a_submission_is_taken_only_without_errors() {
        for (body, expected) in [
            ("{}", true),
            (r#"{"errors":null}"#, true),
            (r#"{"errors":[]}"#, true),
            (r#"{"errors":[{"code":"x"}]}"#, false),
            ("[]", false),
            ("", false),
            ("<html/>", false),
        ] {
            assert_eq!(is_taken(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn an_lwa_error_is_one_word() {
        assert_eq!(lwa_error(br#"{"error":"invalid_grant"}"#).as_deref(), Some("invalid_grant"));
        assert_eq!(lwa_error(br#"{"error":"Atzr|secret"}"#), None);
    }
}
