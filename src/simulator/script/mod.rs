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
//! server = "home"                   # or "svc", the contingency's; left out: both
//! say = ["lost"]
//!
//! [[world.weather]]                 # what lasts: an outage, or a mood
//! say = "109"                       # one word
//! to = ["NFeAutorizacao4"]          # left out: every service of SEFAZ that can mean the word
//! server = "home"                   # left out: both
//! from = "2026-11-20T12:00:00Z"     # left out: from the beginning
//! until = "2026-11-20T13:00:00Z"    # left out: for ever
//! per_mille = 50                    # of a thousand calls; left out: all
//!
//! [world.svc]                       # SVC-AN and SVC-RS; left out: closed (114)
//! open = true                       # left out: in that time, when one is given
//! from = "2026-11-20T12:20:00Z"
//! until = "2026-11-20T13:10:00Z"
//!
//! [[world.company]]                 # who is registered; left out: nobody (259)
//! cnpj = "11222333000181"
//! uf = "SP"
//! ie = "110042490114"
//! enabled = true                    # cSit; left out: true
//! ```
//!
//! Answers are tried in order; the first that fits and has something left is used, and then the
//! weather, in order. Chance is derived from the simulator's seed, the service, what the call is
//! about and how often that was asked.
//!
//! | `to` | who |
//! | --- | --- |
//! | `getShipmentDetails`, `submitInvoice`, `getInvoiceStatus` | Shipment Invoicing v0 |
//! | `lwa`, `tokens` | the access token, the restricted data token |
//! | `NFeAutorizacao4`, `NFeRetAutorizacao4`, `NFeConsultaProtocolo4`, `NFeStatusServico4`, `NFeRecepcaoEvento4`, `NFeInutilizacao4`, `CadConsultaCadastro4` | SEFAZ |
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
//! | `tls` | SEFAZ | the handshake is refused; in process, where there is none, and on a connection that stands already: as `unreachable` |
//! | `truncated` | SEFAZ | it took effect, and half of the answer comes |
//! | `slow` | SEFAZ | it took effect, and the answer takes `slow_s` of the simulator; in process: `ok` |
//! | `gzip` | SEFAZ | it took effect, and the answer is compressed; in process: `ok` |
//! | `cstat N text` | `NFeAutorizacao4`, `NFeRecepcaoEvento4` | the note, or the event, is rejected with that `cStat` (302, 303: what denial became) |
//! | `cstat N text` | the other services | the answer has that `cStat` |
//! | `wrong environment` | SEFAZ | as `cstat 252` |
//! | `service N text`, or `N` alone | SEFAZ | the request gets that `cStat` (108, 109); with 103 and 105 the note took effect, and the receipt tells |
//! | `656` | SEFAZ | that, and to everything of that CNPJ on that service for an hour after it last asked |
//! | `105`, `104` | `NFeRetAutorizacao4` | not yet; what became of the lot, as `ok` |
//! | `alert N text`, more after a bar | `NFeAutorizacao4` | authorised, with that `cMsg` and `xMsg` |
//! | `late` | `NFeAutorizacao4`, `NFeRecepcaoEvento4` | no answer, and the first consult does not know of it yet; it took effect all the same |
//! | `duplicate` | `NFeAutorizacao4`, `NFeRecepcaoEvento4`, `NFeInutilizacao4` | done by an earlier send that nobody heard of: 204, 573, 563 |
//! | `taken` | the same | another program used the number (539), cancelled the note (573), inutilised the number (256) |

use std::collections::VecDeque;
use std::path::Path;

use jiff::SignedDuration;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::domain::{AccessKey, Cnpj, ShipmentId, Timestamp, Uf};

mod behaviour;
mod operation;
#[cfg(test)]
mod tests;
mod weather;

pub use behaviour::Behaviour;
pub use operation::Operation;
pub use weather::{Span, SvcScript, Weather};

/// A script is written by hand.
const SCRIPT_BYTES_MAX: u64 = 1024 * 1024;

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
    /// More calls than there are.
    #[error("per_mille: expected at most 1000, found {0}")]
    Share(u16),
}

/// Which of SEFAZ's servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// A state's own.
    Home,
    /// The contingency's.
    Svc,
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
    /// What lasts.
    #[serde(default)]
    pub weather: Vec<Weather>,
    /// When the contingency servers are open.
    #[serde(default)]
    pub svc: SvcScript,
    /// Who is registered in the states.
    #[serde(default)]
    pub company: Vec<Company>,
}

/// `[[world.company]]`: what CadConsultaCadastro4 tells of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// `CNPJ`.
    #[serde(deserialize_with = "cnpj")]
    pub cnpj: Cnpj,
    /// `UF`.
    #[serde(deserialize_with = "uf")]
    pub uf: Uf,
    /// `IE`.
    pub ie: String,
    /// `cSit` 1, *habilitado*; left out: yes.
    #[serde(default = "yes")]
    pub enabled: bool,
}

fn cnpj<'de, D: Deserializer<'de>>(from: D) -> Result<Cnpj, D::Error> {
    Cnpj::parse(&String::deserialize(from)?).map_err(D::Error::custom)
}

fn uf<'de, D: Deserializer<'de>>(from: D) -> Result<Uf, D::Error> {
    Uf::parse(&String::deserialize(from)?).ok_or_else(|| D::Error::custom("expected a UF"))
}

fn yes() -> bool {
    true
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
    /// Only on this server of SEFAZ.
    pub server: Option<Side>,
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
    server: Option<Side>,
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
        if it.serie.is_some() && !it.to.is_of_a_note() {
            return alien("serie");
        }
        if it.number.is_some() && !it.to.is_of_a_note() {
            return alien("number");
        }
        if it.server.is_some() && !it.to.is_sefaz() {
            return alien("server");
        }
        let say = it.say.iter().map(|word| Behaviour::parse(it.to, word)).collect::<Result<_, _>>();
        Ok(ScriptedAnswer {
            to: it.to,
            shipment: it.shipment,
            serie: it.serie,
            number: it.number,
            server: it.server,
            say: say?,
        })
    }
}

impl WorldScript {
    /// Reads `[world]` out of a story's text.
    pub fn parse(text: &str) -> Result<WorldScript, toml::de::Error> {
        toml::from_str::<Whole>(text).map(|whole| whole.world)
    }

    /// The same world so much later, or earlier.
    #[must_use]
    pub fn moved(mut self, by: SignedDuration) -> WorldScript {
        for it in &mut self.weather {
            it.span = it.span.moved(by);
        }
        self.svc = self.svc.moved(by);
        self
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
    /// Nobody: tokens.
    Nobody,
    /// A shipment.
    Shipment(&'a ShipmentId),
    /// Something at one of SEFAZ's servers: a note by `serie` and `nNF`, where it is about one.
    Sefaz {
        /// Which server.
        side: Side,
        /// Whose it is, and what: a key, a range, a company.
        about: &'a str,
        /// `serie` and `nNF`.
        note: Option<(u16, u32)>,
    },
}

impl Subject<'_> {
    fn about(self) -> String {
        match self {
            Subject::Nobody => String::new(),
            Subject::Shipment(id) => id.to_string(),
            Subject::Sefaz { about, .. } => about.to_owned(),
        }
    }

    fn is_at(self, server: Side) -> bool {
        match self {
            Subject::Sefaz { side, .. } => side == server,
            Subject::Nobody | Subject::Shipment(_) => false,
        }
    }
}

/// `serie` and `nNF` in a key.
pub(super) fn number_of(key: &AccessKey) -> (u16, u32) {
    let part = |range: std::ops::Range<usize>| key.as_str().get(range).unwrap_or_default();
    (part(22..25).parse().unwrap_or_default(), part(25..34).parse().unwrap_or_default())
}

/// A script being played.
#[derive(Clone, Debug, Default)]
pub struct Script {
    answers: Vec<(ScriptedAnswer, VecDeque<Behaviour>)>,
    sky: weather::Sky,
}

impl Script {
    /// Begins; chance is derived from the seed.
    pub fn new(world: &WorldScript, seed: &str) -> Script {
        let answers = world.answer.iter();
        Script {
            answers: answers.map(|it| (it.clone(), it.say.iter().cloned().collect())).collect(),
            sky: weather::Sky::new(&world.weather, seed),
        }
    }

    /// What this call meets.
    pub fn next(
        &mut self,
        operation: Operation,
        subject: Subject<'_>,
        now: Timestamp,
    ) -> Behaviour {
        let scripted = self
            .answers
            .iter_mut()
            .find(|(answer, left)| !left.is_empty() && answer.fits(operation, subject))
            .and_then(|(_, left)| left.pop_front());
        match scripted {
            Some(said) => said,
            None => self.sky.over(operation, subject, now),
        }
    }

    /// Whether a new connection to SEFAZ is refused, because that is what comes next for one of
    /// its services. Whose call it will be is not known before the handshake is over.
    pub fn refuses_handshake(&mut self) -> bool {
        let next = self.answers.iter_mut().find(|(_, left)| left.front() == Some(&Behaviour::Tls));
        next.and_then(|(_, left)| left.pop_front()).is_some()
    }
}

impl ScriptedAnswer {
    fn fits(&self, operation: Operation, subject: Subject<'_>) -> bool {
        self.to == operation
            && match subject {
                Subject::Nobody => true,
                Subject::Shipment(id) => self.shipment.as_ref().is_none_or(|it| it == id),
                Subject::Sefaz { side, note, .. } => {
                    self.server.is_none_or(|it| it == side)
                        && self.serie.is_none_or(|it| note.is_some_and(|note| note.0 == it))
                        && self.number.is_none_or(|it| note.is_some_and(|note| note.1 == it))
                }
            }
    }
}
