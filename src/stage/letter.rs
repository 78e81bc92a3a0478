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

/// Longest notification that a held life's letter carries: Amazon's have one kilobyte.
const EVENT_BYTES_MAX: usize = 64 * 1024;

/// Entries of the journal that a letter tells, the last ones.
const HISTORY_MAX: usize = 50;

/// The id of a held life's letter: one per version, so that holding it again is news again.
pub fn letter_id(id: &LifeId, version: u64) -> String {
    format!("{id}/{version}")
}

/// The id of an unreadable delivery's letter.
pub fn unreadable_letter_id(digest: &Digest) -> String {
    format!("unreadable/{digest}")
}

/// Whether a life is held from now on: not when it was held before for the same reasons.
pub(super) fn is_due(before: Option<&Life>, after: &Life) -> bool {
    let State::Held { faults, .. } = &after.state else { return false };
    match before.map(|life| &life.state) {
        Some(State::Held { faults: known, .. }) => known != faults,
        Some(_) | None => true,
    }
}

/// The letter of a held life; none when it is not. `event` is the notification that began it,
/// `history` its journal, this entry included.
pub(super) fn held(after: &Life, event: Option<&[u8]>, history: &[Entry]) -> Option<Letter> {
    let State::Held { faults, .. } = &after.state else { return None };
    let at = history.last().map(|entry| entry.at);
    let id = letter_id(&after.id, after.version);
    let event: Option<Value> = event
        .filter(|event| event.len() <= EVENT_BYTES_MAX)
        .and_then(|event| serde_json::from_slice(event).ok());
    let from = history.len().saturating_sub(HISTORY_MAX);
    let history = history.iter().skip(from);
    let history: Vec<Value> = history
        .map(|entry| json!({ "seq": entry.seq, "at": entry.at, "event": entry.event.name() }))
        .collect();
    let draft = after.state.draft();
    let body = json!({
        "schema": SCHEMA,
        "letter_id": id,
        "kind": "held",
        "seller_id": after.id.seller,
        "shipment_id": after.id.shipment,
        "order_id": after.order,
        "at": at,
        "version": after.version,
        "access_key": draft.map(|draft| &draft.key),
        "number": draft.map(|draft| draft.number.n_nf.to_string()),
        "total": draft.map(|draft| draft.total.to_string()),
        "faults": faults.iter().map(fault).collect::<Vec<_>>(),
        "history": history,
        "event_sha256": after.delivery,
        "event": event,
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
        "detail": fault.detail.as_ref().filter(|_| !fault.personal),
        "title": sentences.title,
        "what": sentences.what,
        "why": sentences.why,
        "todo": sentences.todo,
    })
}
