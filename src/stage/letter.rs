//! The letter that tells the dead-letter queue of a case: `schemas/dead-letter.json`.
//!
//! It carries codes, causes and what to do; nobody's name, document or address. The truth is the
//! store; a letter is news of it.

use serde_json::{Value, json};

use crate::domain::{Digest, Fault, LifeId};
use crate::lifecycle::{Entry, Life, State};
use crate::ports::{Body, Letter};
use crate::words::{self, Lang};

/// The letter's contract, as its `schema` member says it.
const SCHEMA: &str = "fba-nfe.dead-letter/1";

/// Longest unreadable body that its letter carries.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The id of a held life's letter: one per version, so that holding it again is news again.
pub fn letter_id(id: &LifeId, version: u64) -> String {
    format!("{id}/{version}")
}

/// The id of an unreadable delivery's letter.
pub fn unreadable_letter_id(digest: &Digest) -> String {
    format!("unreadable/{digest}")
}

/// The letter of a life that is held from this entry on; none when it was held before for the
/// same reasons, or is not.
pub(super) fn held(before: Option<&Life>, after: &Life, entry: &Entry) -> Option<Letter> {
    let State::Held { faults, .. } = &after.state else { return None };
    if let Some(State::Held { faults: known, .. }) = before.map(|life| &life.state)
        && known == faults
    {
        return None;
    }
    let id = letter_id(&after.id, after.version);
    let draft = after.state.draft();
    let body = json!({
        "schema": SCHEMA,
        "letter_id": id,
        "kind": "held",
        "seller_id": after.id.seller,
        "shipment_id": after.id.shipment,
        "order_id": after.order,
        "at": entry.at,
        "version": after.version,
        "access_key": draft.map(|draft| &draft.key),
        "number": draft.map(|draft| draft.number.n_nf.to_string()),
        "total": draft.map(|draft| draft.total.to_string()),
        "faults": faults.iter().map(fault).collect::<Vec<_>>(),
        "event_sha256": after.delivery,
        "review": format!("fba-nfe dlq show {}", after.id.shipment),
    });
    Some(Letter { id, body: body.to_string().into_bytes() })
}

/// The letter of a delivery that cannot be read, with its bytes.
pub(super) fn unreadable(body: &Body, problem: &str, at: jiff::Timestamp) -> Letter {
    use base64::Engine as _;
    let id = unreadable_letter_id(&body.digest);
    let fault_words = words::of(crate::domain::Code::EventUnreadable, Lang::PtBr);
    // A longer one stays in the store alone, under its SHA-256: no broker takes such a letter.
    let bytes = (body.bytes.len() <= BODY_BYTES_MAX)
        .then(|| base64::engine::general_purpose::STANDARD.encode(&body.bytes));
    let text = json!({
        "schema": SCHEMA,
        "letter_id": id,
        "kind": "unreadable",
        "at": at,
        "problem": problem,
        "title": fault_words.title,
        "todo": fault_words.todo,
        "body_sha256": body.digest,
        "body_bytes": body.bytes.len(),
        "body_base64": bytes,
        "review": format!("fba-nfe dlq show {}", body.digest),
    });
    Letter { id, body: text.to_string().into_bytes() }
}

fn fault(fault: &Fault) -> Value {
    let sentences = words::of_fault(fault, Lang::PtBr);
    json!({
        "code": fault.code,
        "stage": fault.stage,
        "field": fault.field,
        "value": fault.value.as_ref().filter(|_| !fault.personal),
        "mender": fault.mender,
        "detail": fault.detail,
        "title": sentences.title,
        "what": sentences.what,
        "why": sentences.why,
        "todo": sentences.todo,
    })
}
