//! One word of `say`: what the world does once.

use crate::ports::InvoiceStatus;

use super::super::motivo::motivo;
use super::{Operation, ScriptError};

/// `cMsg` and `xMsg` go with an authorisation at most so often (PL_010e).
const MESSAGES_MAX: usize = 5;

/// What the world does once, instead of what a healthy one does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// What a healthy world does.
    Ok,
    /// An HTTP status; nothing took effect.
    Http(u16),
    /// No answer; nothing took effect.
    Timeout,
    /// It took effect; the answer was lost.
    Lost,
    /// No connection.
    Unreachable,
    /// The handshake is refused.
    Tls,
    /// 200 and nothing that can be read; nothing took effect.
    Garbage,
    /// It took effect; half of the answer comes.
    Truncated,
    /// It took effect; the answer takes its time.
    Slow,
    /// It took effect; the answer is compressed.
    Gzip,
    /// `getInvoiceStatus` says this; a submission comes to this.
    Invoice(InvoiceStatus),
    /// The note, or the event, is rejected.
    Note(u16, String),
    /// The request gets this answer.
    Service(u16, String),
    /// The note is authorised, with these `cMsg` and `xMsg`.
    Alert(Vec<(String, String)>),
    /// It took effect, unanswered, and unknown to the first consult.
    Late,
    /// Done before, by a send that nobody heard of.
    Duplicate,
    /// Another program was there first.
    Taken,
}

impl Behaviour {
    /// Reads one word of `say`.
    pub fn parse(operation: Operation, word: &str) -> Result<Behaviour, ScriptError> {
        let is_status = operation == Operation::GetInvoiceStatus;
        let found = match word {
            "ok" => Some(Behaviour::Ok),
            "timeout" => Some(Behaviour::Timeout),
            "lost" => Some(Behaviour::Lost),
            "unreachable" => Some(Behaviour::Unreachable),
            "garbage" => Some(Behaviour::Garbage),
            "400" | "401" | "403" | "404" | "413" | "415" | "429" | "500" | "502" | "503"
            | "504" => word.parse().ok().map(Behaviour::Http),
            "errored" if is_status || operation == Operation::SubmitInvoice => {
                Some(Behaviour::Invoice(InvoiceStatus::Errored))
            }
            "processing" if is_status => Some(Behaviour::Invoice(InvoiceStatus::Processing)),
            "accepted" if is_status => Some(Behaviour::Invoice(InvoiceStatus::Accepted)),
            "not_found" if is_status => Some(Behaviour::Invoice(InvoiceStatus::NotFound)),
            other if operation.is_sefaz() => authority_word(operation, other),
            other if is_status && is_capital_word(other) => {
                Some(Behaviour::Invoice(InvoiceStatus::Other(other.to_owned())))
            }
            _ => None,
        };
        let (operation, word) = (operation.name(), word.to_owned());
        found.ok_or(ScriptError::Word { operation, word })
    }
}

/// A word that SEFAZ's services alone know.
fn authority_word(operation: Operation, word: &str) -> Option<Behaviour> {
    match word {
        "tls" => Some(Behaviour::Tls),
        "truncated" => Some(Behaviour::Truncated),
        "slow" => Some(Behaviour::Slow),
        "gzip" => Some(Behaviour::Gzip),
        "wrong environment" => numbered(operation, "cstat", "252"),
        "late" => Some(Behaviour::Late)
            .filter(|_| matches!(operation, Operation::Autorizacao | Operation::Evento)),
        "duplicate" => Some(Behaviour::Duplicate).filter(|_| operation.has_effect()),
        "taken" => Some(Behaviour::Taken).filter(|_| operation.has_effect()),
        word => match word.split_once(' ') {
            Some(("alert", said)) if operation == Operation::Autorizacao => alert(said),
            Some((kind @ ("cstat" | "service"), rest)) => numbered(operation, kind, rest),
            Some(_) => None,
            None => numbered(operation, "service", word),
        },
    }
}

/// `cstat N text`, `service N text`, or `N`.
fn numbered(operation: Operation, kind: &str, rest: &str) -> Option<Behaviour> {
    let (number, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let c_stat = number.parse().ok().filter(|it| (100..=9999).contains(it))?;
    let text = if text.is_empty() { motivo(c_stat) } else { text }.to_owned();
    match (kind, operation) {
        ("cstat", Operation::Autorizacao | Operation::Evento) => {
            Some(Behaviour::Note(c_stat, text))
        }
        _ => Some(Behaviour::Service(c_stat, text)),
    }
}

/// `N text`, and more of them after ` | `.
fn alert(said: &str) -> Option<Behaviour> {
    let messages: Option<Vec<_>> = said
        .split(" | ")
        .map(|it| {
            let (code, text) = it.split_once(' ')?;
            let is_code = (1..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
            (is_code && !text.trim().is_empty()).then(|| (code.to_owned(), text.to_owned()))
        })
        .collect();
    messages.filter(|it| it.len() <= MESSAGES_MAX).map(Behaviour::Alert)
}

fn is_capital_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric())
}
