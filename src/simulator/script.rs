//! What the world answers in turn, before it is healthy again: the `[world]` of a story, and of
//! `simulate --script`.
//!
//! ```toml
//! [world]
//! validation_s = 20                 # how long Amazon says Processing
//! propagation_s = 2                 # how long after a submission it still says NotFound
//!
//! [[world.answer]]
//! to = "getShipmentDetails"         # see below
//! shipment = "FBA0001"              # Amazon's operations only; left out: any shipment
//! say = ["429", "503", "timeout"]   # one answer each, in this order
//!
//! [[world.answer]]
//! to = "NFeAutorizacao4"
//! number = 7                        # nNF, and serie: SEFAZ's services only; left out: any note
//! say = ["lost"]
//! ```
//!
//! Entries are tried in order; the first that fits and has something left is used.
//!
//! | `to` | who |
//! | --- | --- |
//! | `getShipmentDetails`, `submitInvoice`, `getInvoiceStatus` | Shipment Invoicing v0 |
//! | `lwa`, `tokens` | the access token, the restricted data token |
//! | `NFeAutorizacao4`, `NFeConsultaProtocolo4`, `NFeStatusServico4` | SEFAZ |
//!
//! | `say` | where | what happens |
//! | --- | --- | --- |
//! | `ok` | all | what a healthy world does |
//! | `400` `401` `403` `404` `413` `415` `429` `500` `502` `503` `504` | all | that HTTP status; nothing took effect |
//! | `timeout` | all | no answer; nothing took effect |
//! | `lost` | all | it took effect, and the answer was lost |
//! | `unreachable` | all | no connection; nothing was sent |
//! | `garbage` | all | 200 with bytes that nobody can read; nothing took effect |
//! | `processing` `accepted` `errored` `not_found`, or any word with a capital | `getInvoiceStatus` | that status; `accepted` and `errored` stay |
//! | `errored` | `submitInvoice` | taken, and found faulty in validation; the next submission is judged anew |
//! | `cstat N text` | `NFeAutorizacao4` | the note is rejected with that `cStat` |
//! | `cstat N text` | the other services | the answer has that `cStat` |
//! | `service N text`, or `N` alone | SEFAZ | the request gets that `cStat` (108, 109, 656); with 103 and 105 the note took effect |
//! | `late` | `NFeAutorizacao4` | no answer, and the first consult does not know the note yet (217); it is authorised all the same |
//! | `duplicate` | `NFeAutorizacao4` | the note was authorised by an earlier send that nobody heard of: 204 |
//! | `taken` | `NFeAutorizacao4` | another program used the number: 539 |

use std::collections::VecDeque;
use std::path::Path;

use serde::Deserialize;

use crate::domain::ShipmentId;
use crate::ports::InvoiceStatus;

use super::motivo::motivo;

/// A script is written by hand.
const SCRIPT_BYTES_MAX: u64 = 1024 * 1024;

/// Whom an answer is scripted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum Operation {
    /// `getShipmentDetails`.
    #[serde(rename = "getShipmentDetails")]
    GetShipmentDetails,
    /// `submitInvoice`.
    #[serde(rename = "submitInvoice")]
    SubmitInvoice,
    /// `getInvoiceStatus`.
    #[serde(rename = "getInvoiceStatus")]
    GetInvoiceStatus,
    /// Login with Amazon: access tokens.
    #[serde(rename = "lwa")]
    Lwa,
    /// Tokens API: restricted data tokens.
    #[serde(rename = "tokens")]
    Tokens,
    /// NFeAutorizacao4.
    #[serde(rename = "NFeAutorizacao4")]
    Autorizacao,
    /// NFeConsultaProtocolo4.
    #[serde(rename = "NFeConsultaProtocolo4")]
    Consulta,
    /// NFeStatusServico4.
    #[serde(rename = "NFeStatusServico4")]
    Status,
}

impl Operation {
    /// All of them.
    pub const ALL: [Operation; 8] = [
        Operation::GetShipmentDetails,
        Operation::SubmitInvoice,
        Operation::GetInvoiceStatus,
        Operation::Lwa,
        Operation::Tokens,
        Operation::Autorizacao,
        Operation::Consulta,
        Operation::Status,
    ];

    /// As its owner calls it.
    pub fn name(self) -> &'static str {
        match self {
            Operation::GetShipmentDetails => "getShipmentDetails",
            Operation::SubmitInvoice => "submitInvoice",
            Operation::GetInvoiceStatus => "getInvoiceStatus",
            Operation::Lwa => "lwa",
            Operation::Tokens => "tokens",
            Operation::Autorizacao => "NFeAutorizacao4",
            Operation::Consulta => "NFeConsultaProtocolo4",
            Operation::Status => "NFeStatusServico4",
        }
    }

    fn is_sefaz(self) -> bool {
        matches!(self, Operation::Autorizacao | Operation::Consulta | Operation::Status)
    }

    fn is_of_a_shipment(self) -> bool {
        matches!(
            self,
            Operation::GetShipmentDetails | Operation::SubmitInvoice | Operation::GetInvoiceStatus
        )
    }
}

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
    /// 200 and nothing that can be read; nothing took effect.
    Garbage,
    /// `getInvoiceStatus` says this; a submission comes to this.
    Invoice(InvoiceStatus),
    /// The note is rejected.
    Note(u16, String),
    /// The request gets this answer.
    Service(u16, String),
    /// Authorised, unanswered, and unknown to the first consult.
    Late,
    /// Authorised before, by a send that nobody heard of.
    Duplicate,
    /// The number belongs to another program's note.
    Taken,
}

/// Why a script cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum ScriptError {
    /// The file cannot be had.
    #[error("{path}: {reason}")]
    File {
        /// Which.
        path: String,
        /// Why not.
        reason: String,
    },
    /// A word that has no meaning there.
    #[error("say: {operation} cannot answer {word:?}")]
    Word {
        /// Whom it was scripted for.
        operation: &'static str,
        /// The word.
        word: String,
    },
    /// A selector that the operation does not know.
    #[error("{field}: {operation} does not know it")]
    Selector {
        /// Which.
        field: &'static str,
        /// Whom it was scripted for.
        operation: &'static str,
    },
}

/// `[world]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldScript {
    /// How long Amazon says Processing, in seconds; left out: as configured.
    pub validation_s: Option<u32>,
    /// How long Amazon says NotFound after a submission, in seconds; left out: as configured.
    pub propagation_s: Option<u32>,
    /// What is answered in turn.
    #[serde(default)]
    pub answer: Vec<ScriptedAnswer>,
}

/// `[[world.answer]]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct ScriptedAnswer {
    /// Who answers.
    pub to: Operation,
    /// Only for this shipment.
    pub shipment: Option<ShipmentId>,
    /// Only for notes of this `serie`.
    pub serie: Option<u16>,
    /// Only for notes with this `nNF`.
    pub number: Option<u32>,
    /// One answer each.
    pub say: Vec<Behaviour>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    to: Operation,
    shipment: Option<ShipmentId>,
    serie: Option<u16>,
    number: Option<u32>,
    say: Vec<String>,
}

/// A story or a script of its own: of both, only `[world]` is read here.
#[derive(Deserialize)]
struct Whole {
    #[serde(default)]
    world: WorldScript,
}

impl TryFrom<Written> for ScriptedAnswer {
    type Error = ScriptError;

    fn try_from(it: Written) -> Result<ScriptedAnswer, ScriptError> {
        let operation = it.to.name();
        let alien = |field| Err(ScriptError::Selector { field, operation });
        if it.shipment.is_some() && !it.to.is_of_a_shipment() {
            return alien("shipment");
        }
        if it.serie.is_some() && !matches!(it.to, Operation::Autorizacao | Operation::Consulta) {
            return alien("serie");
        }
        if it.number.is_some() && !matches!(it.to, Operation::Autorizacao | Operation::Consulta) {
            return alien("number");
        }
        let say = it.say.iter().map(|word| Behaviour::parse(it.to, word)).collect::<Result<_, _>>();
        Ok(ScriptedAnswer {
            to: it.to,
            shipment: it.shipment,
            serie: it.serie,
            number: it.number,
            say: say?,
        })
    }
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
            "late" if operation == Operation::Autorizacao => Some(Behaviour::Late),
            "duplicate" if operation == Operation::Autorizacao => Some(Behaviour::Duplicate),
            "taken" if operation == Operation::Autorizacao => Some(Behaviour::Taken),
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

/// `cstat N text`, `service N text`, or `N`.
fn authority_word(operation: Operation, word: &str) -> Option<Behaviour> {
    let (kind, rest) = match word.split_once(' ') {
        Some((kind @ ("cstat" | "service"), rest)) => (kind, rest),
        Some(_) => return None,
        None => ("service", word),
    };
    let (number, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let c_stat = number.parse().ok().filter(|it| (100..=9999).contains(it))?;
    let text = if text.is_empty() { motivo(c_stat) } else { text }.to_owned();
    match (kind, operation) {
        ("cstat", Operation::Autorizacao) => Some(Behaviour::Note(c_stat, text)),
        _ => Some(Behaviour::Service(c_stat, text)),
    }
}

fn is_capital_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric())
}

impl WorldScript {
    /// Reads `[world]` out of a story's text.
    pub fn parse(text: &str) -> Result<WorldScript, toml::de::Error> {
        toml::from_str::<Whole>(text).map(|whole| whole.world)
    }

    /// Reads `[world]` out of a story's file.
    pub fn read(path: &Path) -> Result<WorldScript, ScriptError> {
        let failed =
            |reason: String| ScriptError::File { path: path.display().to_string(), reason };
        let size = std::fs::metadata(path).map_err(|e| failed(e.to_string()))?.len();
        if size > SCRIPT_BYTES_MAX {
            return Err(failed(format!("at most {SCRIPT_BYTES_MAX} bytes, this has {size}")));
        }
        let text = std::fs::read_to_string(path).map_err(|e| failed(e.to_string()))?;
        WorldScript::parse(&text).map_err(|e| failed(e.to_string()))
    }
}

/// Whom a call speaks of.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// Nobody: tokens, the state of the service.
    Nobody,
    /// A shipment.
    Shipment(&'a ShipmentId),
    /// A note, by `serie` and `nNF`.
    Note(u16, u32),
}

/// A script being played.
#[derive(Clone, Debug, Default)]
pub struct Script(Vec<(ScriptedAnswer, VecDeque<Behaviour>)>);

impl Script {
    /// Begins.
    pub fn new(world: &WorldScript) -> Script {
        Script(
            world.answer.iter().map(|it| (it.clone(), it.say.iter().cloned().collect())).collect(),
        )
    }

    /// What this call meets.
    pub fn next(&mut self, operation: Operation, subject: Subject<'_>) -> Behaviour {
        self.0
            .iter_mut()
            .find(|(answer, left)| !left.is_empty() && answer.fits(operation, subject))
            .and_then(|(_, left)| left.pop_front())
            .unwrap_or(Behaviour::Ok)
    }
}

impl ScriptedAnswer {
    fn fits(&self, operation: Operation, subject: Subject<'_>) -> bool {
        self.to == operation
            && match subject {
                Subject::Nobody => true,
                Subject::Shipment(id) => self.shipment.as_ref().is_none_or(|it| it == id),
                Subject::Note(serie, number) => {
                    self.serie.is_none_or(|it| it == serie)
                        && self.number.is_none_or(|it| it == number)
                }
            }
    }
}
