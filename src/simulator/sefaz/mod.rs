//! SEFAZ, one for every state and both contingency servers: what it has authorised, and what it
//! answers.
//!
//! What is not played, because nobody outside knows it: when a state finds consumption undue
//! (656) on its own, how long a note of the contingency takes to reach the state's own books
//! (here no time), and whose certificate a connection showed (the servers on loopback take any of
//! theirs; a signature is judged).

use std::collections::HashMap;

use jiff::SignedDuration;

use crate::domain::{AccessKey, Chance, Svc, Timestamp};

use super::answers::{Head, Proto};
use super::motivo::motivo;
use super::outcome::Outcome;
use super::rules::evento::Kind;
use super::rules::inut::Range;
use super::rules::{Rejection, ensure};
use super::script::{Behaviour, Company, Operation, Script, Side, Subject, SvcScript, WorldScript};
use super::seal::{self, Seal, SealError};
use super::xml::Element;

mod autorizacao;
mod cadastro;
mod consulta;
mod evento;
mod inut;
mod lot;

/// How long a service stays closed to whom it told 656: an hour after the last call (MOC 7.0;
/// NT 2014.002).
const REST: SignedDuration = SignedDuration::from_hours(1);

/// Which server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Server {
    /// The state's own.
    Home,
    /// Of the contingency.
    Svc(Svc),
}

impl Server {
    fn side(self) -> Side {
        match self {
            Server::Home => Side::Home,
            Server::Svc(_) => Side::Svc,
        }
    }
}

/// A note that was authorised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorized {
    /// `nProt`.
    pub n_prot: String,
    /// `digVal`.
    pub dig_val: String,
    /// `dhRecbto`.
    pub dh_recbto: String,
    /// 100 or 150.
    pub c_stat: u16,
    /// `cMsg` and `xMsg`.
    pub messages: Vec<(String, String)>,
    /// Who authorised it.
    pub server: Server,
    /// What was registered for it, in order.
    pub events: Vec<RegisteredEvent>,
    /// `dhEmi`.
    issued: Timestamp,
    /// `dhRecbto`, as an instant.
    at: Timestamp,
    /// Consults that will not find it yet.
    hidden: u32,
}

impl Authorized {
    /// Its cancellation, where there is one: 135 in time, 155 late.
    pub fn cancellation(&self) -> Option<&RegisteredEvent> {
        self.events.iter().find(|it| it.kind == Kind::Cancel)
    }
}

/// An event of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredEvent {
    /// What it is.
    pub kind: Kind,
    /// `nSeqEvento`.
    pub n_seq: u8,
    /// 135 or 155.
    pub c_stat: u16,
    /// `evento`, as it came; nothing when another program sent it.
    pub evento: Option<String>,
    /// `retEvento`.
    pub ret_evento: String,
    /// Consults that will not find it yet.
    hidden: u32,
}

/// Numbers that were inutilised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// Which.
    pub range: Range,
    /// `nProt`.
    pub n_prot: String,
}

/// How often something was asked and said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SefazBooks {
    /// Calls, by service.
    pub calls: HashMap<Operation, u64>,
    /// Notes authorised.
    pub authorized: u64,
    /// Notes cancelled, of those.
    pub cancelled: u64,
    /// Cartas de correção.
    pub corrected: u64,
    /// Numbers inutilised.
    pub unused: u64,
    /// Notes rejected, by `cStat`.
    pub rejected: HashMap<u16, u64>,
    /// Events and inutilizações refused, by `cStat`.
    pub refused: HashMap<u16, u64>,
    /// Calls of a service that had said 656 within the hour.
    pub impatient: u64,
    /// What must never happen: two authorised notes of one sale that both stand, an event that is
    /// registered and comes again with other bytes, a number both authorised and inutilised.
    pub violations: Vec<String>,
}

/// The authority.
#[derive(Debug)]
pub struct Sefaz {
    tp_amb: u8,
    chance: Chance,
    svc: SvcScript,
    companies: Vec<Company>,
    notes: HashMap<AccessKey, Authorized>,
    /// The note of each CNPJ, serie and nNF, whichever server took it.
    numbers: HashMap<(String, u16, u32), AccessKey>,
    /// The note of each sale that stands, as the note itself tells which sale it is.
    sales: HashMap<String, AccessKey>,
    /// What became of each lot that was answered with a receipt, by `nRec`.
    lots: HashMap<String, Proto>,
    unused: Vec<Unused>,
    /// Until when a service is closed to a CNPJ (656).
    closed: HashMap<(Operation, Side, String), Timestamp>,
    books: SefazBooks,
}

/// A call: which server, what it plays, and when.
pub struct Call<'a> {
    /// Which server.
    pub server: Server,
    /// What is said in turn.
    pub script: &'a mut Script,
    /// When.
    pub now: Timestamp,
}

impl Sefaz {
    /// An authority that has seen nothing.
    pub fn new(tp_amb: u8, seed: &str, world: &WorldScript) -> Sefaz {
        Sefaz {
            tp_amb,
            chance: Chance::new(seed),
            svc: world.svc,
            companies: world.company.clone(),
            notes: HashMap::new(),
            numbers: HashMap::new(),
            sales: HashMap::new(),
            lots: HashMap::new(),
            unused: Vec::new(),
            closed: HashMap::new(),
            books: SefazBooks::default(),
        }
    }

    /// The environment that it takes notes of.
    pub fn tp_amb(&self) -> u8 {
        self.tp_amb
    }

    /// What happened.
    pub fn books(&self) -> &SefazBooks {
        &self.books
    }

    /// A note that was authorised, and may have been cancelled since.
    pub fn authorized(&self, key: &AccessKey) -> Option<&Authorized> {
        self.notes.get(key)
    }

    /// Every note that was authorised.
    pub fn notes(&self) -> impl Iterator<Item = (&AccessKey, &Authorized)> {
        self.notes.iter()
    }

    /// Every run of numbers that was inutilised.
    pub fn unused(&self) -> &[Unused] {
        &self.unused
    }

    /// A request of one of its services, and what comes back; anything of Amazon's is not found
    /// here.
    pub fn answer(
        &mut self,
        service: Operation,
        request: &[u8],
        call: &mut Call<'_>,
    ) -> Outcome<String> {
        *self.books.calls.entry(service).or_default() += 1;
        match service {
            Operation::Autorizacao => self.autorizacao(request, call),
            Operation::RetAutorizacao => self.ret_autorizacao(request, call),
            Operation::Consulta => self.consulta(request, call),
            Operation::Status => self.status(request, call),
            Operation::Evento => self.evento(request, call),
            Operation::Inutilizacao => self.inutilizacao(request, call),
            Operation::Cadastro => self.cadastro(request, call),
            Operation::GetShipmentDetails
            | Operation::SubmitInvoice
            | Operation::GetInvoiceStatus
            | Operation::Lwa
            | Operation::Tokens => Outcome::Http(404),
        }
    }

    /// What this call of `cnpj` meets.
    fn met(
        &mut self,
        service: Operation,
        cnpj: &str,
        about: &str,
        note: Option<(u16, u32)>,
        call: &mut Call<'_>,
    ) -> Behaviour {
        let side = call.server.side();
        let door = (service, side, cnpj.to_owned());
        let opens = call.now.checked_add(REST).unwrap_or(Timestamp::MAX);
        if let Some(closed) = self.closed.get_mut(&door).filter(|it| call.now < **it) {
            *closed = opens;
            self.books.impatient += 1;
            return Behaviour::Service(656, motivo(656).to_owned());
        }
        let said = call.script.next(service, Subject::Sefaz { side, about, note }, call.now);
        if let Behaviour::Service(656, _) = said {
            self.closed.insert(door, opens);
        }
        said
    }

    /// Why a service of the contingency is not to be had: it is closed (114).
    fn shut(&self, call: &Call<'_>) -> Result<(), Rejection> {
        let Server::Svc(svc) = call.server else { return Ok(()) };
        if self.svc.is_open(call.now) {
            return Ok(());
        }
        let name = match svc {
            Svc::An => "SVC-AN",
            Svc::Rs => "SVC-RS",
        };
        Err(Rejection { c_stat: 114, x_motivo: format!("{name} {}", motivo(114)) })
    }

    fn head(&self, c_uf: &str, now: Timestamp) -> Head {
        Head::new(self.tp_amb, c_uf, now)
    }

    /// Fifteen digits: 1, the state, the year, ten derived from what it is for.
    fn n_prot(&self, c_uf: &str, what: &str, now: Timestamp) -> String {
        let year = now.to_zoned(jiff::tz::TimeZone::UTC).year().rem_euclid(100);
        format!("1{c_uf}{year:02}{:010}", self.chance.below(10_000_000_000, &["nProt", what]))
    }

    fn n_rec(&self, key: &AccessKey) -> String {
        let uf = c_uf(key);
        format!("{uf}1{:012}", self.chance.below(1_000_000_000_000, &["nRec", key.as_str()]))
    }
}

/// `cUF` of a key.
fn c_uf(key: &AccessKey) -> &str {
    key.as_str().get(..2).unwrap_or("35")
}

/// The signature beside `signed`, by a certificate that lives and belongs to this CNPJ's root.
fn sealed(
    parent: &Element,
    signed: &'static str,
    cnpj: &str,
    now: Timestamp,
) -> Result<Seal, Rejection> {
    let seal = seal::verify(parent, signed).map_err(|error| {
        let c_stat = match error {
            SealError::Shape(_) => 298,
            SealError::Digest | SealError::Value => 297,
            SealError::Certificate => 290,
        };
        Rejection::at(c_stat, &error.to_string())
    })?;
    ensure((seal.not_before..=seal.not_after).contains(&now.as_second()), 291)?;
    let root = |cnpj: &str| cnpj.get(..8).map(str::to_owned);
    let signer = seal.cnpj.as_ref().ok_or_else(|| Rejection::new(292))?;
    ensure(root(signer) == root(cnpj), 213)?;
    Ok(seal)
}

/// What comes instead of an answer, when nothing is done.
fn forestalled(said: &Behaviour) -> Option<Outcome<String>> {
    match said {
        Behaviour::Http(status) => Some(Outcome::Http(*status)),
        Behaviour::Timeout => Some(Outcome::Silence),
        Behaviour::Unreachable | Behaviour::Tls => Some(Outcome::Unreachable),
        Behaviour::Garbage => Some(Outcome::Garbage),
        Behaviour::Ok
        | Behaviour::Lost
        | Behaviour::Truncated
        | Behaviour::Slow
        | Behaviour::Gzip
        | Behaviour::Invoice(_)
        | Behaviour::Note(..)
        | Behaviour::Service(..)
        | Behaviour::Alert(_)
        | Behaviour::Late
        | Behaviour::Duplicate
        | Behaviour::Taken => None,
    }
}

/// How an answer travels, after what it tells of was done.
fn delivered(said: &Behaviour, answer: String) -> Outcome<String> {
    match said {
        Behaviour::Lost => Outcome::Cut,
        Behaviour::Late => Outcome::Silence,
        Behaviour::Truncated => Outcome::Truncated(answer),
        Behaviour::Slow => Outcome::Slow(answer),
        Behaviour::Gzip => Outcome::Gzip(answer),
        Behaviour::Ok
        | Behaviour::Http(_)
        | Behaviour::Timeout
        | Behaviour::Unreachable
        | Behaviour::Tls
        | Behaviour::Garbage
        | Behaviour::Invoice(_)
        | Behaviour::Note(..)
        | Behaviour::Service(..)
        | Behaviour::Alert(_)
        | Behaviour::Duplicate
        | Behaviour::Taken => Outcome::Answer(answer),
    }
}

fn proto(key: &AccessKey, note: &Authorized, tp_amb: u8) -> Proto {
    Proto {
        tp_amb,
        key: key.clone(),
        dh_recbto: note.dh_recbto.clone(),
        n_prot: Some(note.n_prot.clone()),
        dig_val: Some(note.dig_val.clone()),
        c_stat: note.c_stat,
        x_motivo: motivo(note.c_stat).to_owned(),
        messages: note.messages.clone(),
    }
}
