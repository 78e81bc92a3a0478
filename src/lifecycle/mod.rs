//! The life of one invoice, as data.
//!
//! Two pure questions hold the whole process:
//!
//! * [`Life::next`]: what must happen now?
//! * [`Life::after`]: what is true once it has happened?
//!
//! A crash is not a special case: fold the journal with `after`, ask `next`. There is no recovery
//! code.

mod after;
mod event;
mod registering;
mod state;

pub use event::{CorrectionRef, Entry, Event, Wait};
pub use registering::LETTERS_MAX;
pub use state::{
    Decided, Draft, Evento, Fate, Note, NoteNumber, Plan, Progress, Purpose, Sealed, State,
};

use crate::domain::{Digest, LifeId, OrderId, Timestamp};

/// One invoice: everything that its journal says, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// Whose shipment.
    pub id: LifeId,
    /// Of which order.
    pub order: OrderId,
    /// `EventTime` of the first event.
    pub began: Timestamp,
    /// The delivery that began it.
    pub delivery: Digest,
    /// The last thing known to be true.
    pub state: State,
    /// Nothing happens before this moment.
    pub due: Timestamp,
    /// Failures in a row.
    pub failures: u32,
    /// Waits in a row that were no failures: throttling and services that were down.
    pub waits: u32,
    /// Times that Amazon was asked for the status of the latest submission.
    pub asked: u32,
    /// Times that Amazon was asked for a status, in all.
    pub polls: u32,
    /// Times that the note was submitted since a person last had it.
    pub submissions: u32,
    /// What Amazon last said of the shipment.
    pub shipment: Option<Digest>,
    /// What people mended, oldest first.
    pub corrections: Vec<CorrectionRef>,
    /// Whether Amazon cancelled the shipment.
    pub cancelled: bool,
    /// Whether the note's bytes were taken for lost so that they could go again: they may still be
    /// on their way.
    pub astray: bool,
    /// Every note that was sent for the shipment, or meant to be, oldest first. A contingency, the
    /// way back from it and each correction of a rejected note make another: an earlier one may
    /// turn up at SEFAZ after all, and then it is this shipment's.
    pub sent: Vec<Sealed>,
    /// Cartas de correção that SEFAZ registered for the note.
    pub letters: u8,
    /// Entries folded: the version that a change must name.
    pub version: u64,
}

/// What must happen now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "one at a time, on the stack")]
pub enum Next {
    /// Do this, and tell [`Life::after`] what came of it.
    Do(Command),
    /// Nothing before this moment.
    Wait(Timestamp),
    /// Nothing, unless somebody tells us something new.
    Done,
}

/// The only things the stage can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Ask Amazon what was shipped.
    FetchShipment,
    /// Draft the invoice and take its number.
    Draft {
        /// What Amazon said.
        shipment: Digest,
        /// The number to use again.
        number: Option<NoteNumber>,
    },
    /// Sign the draft and check what was signed.
    Seal(Draft),
    /// Send the note to SEFAZ.
    Authorize(Sealed),
    /// Ask SEFAZ whether it has the note.
    AskSefaz {
        /// Which note.
        note: Sealed,
        /// How often it said that it has not, and when last.
        absent: Option<(u32, Timestamp)>,
        /// `nRec`, when it took the lot to look at it later.
        receipt: Option<String>,
    },
    /// Submit the authorised note to Amazon.
    Submit(Note),
    /// Ask Amazon what it thinks of it.
    AskAmazon {
        /// Which note.
        note: Note,
        /// Submitted, or meant to be, since when.
        since: Timestamp,
        /// Whether Amazon said that it has it.
        taken: bool,
    },
    /// Write and sign an `evento` of the note, if the law and the seller's settings allow it.
    SealEvento {
        /// Of which note.
        note: Note,
        /// What for.
        plan: Plan,
        /// Meant to be, since when.
        since: Timestamp,
    },
    /// Send the `evento` to SEFAZ.
    SendEvento {
        /// Of which note.
        note: Note,
        /// What for.
        plan: Plan,
        /// What.
        evento: Evento,
    },
    /// Ask SEFAZ whether the note has the event.
    AskEvento {
        /// Of which note.
        note: Note,
        /// What for.
        plan: Plan,
        /// What was sent, or meant to be.
        evento: Evento,
        /// Since when.
        since: Timestamp,
        /// How often it said that it has not, and when last.
        absent: Option<(u32, Timestamp)>,
    },
}

/// Which resource a command needs: lives wait in lanes, so that a full one stops no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    /// `getInvoiceStatus`.
    AskAmazon,
    /// NFeConsultaProtocolo4.
    AskSefaz,
    /// `submitInvoice`.
    Submit,
    /// NFeAutorizacao4.
    Authorize,
    /// NFeRecepcaoEvento4.
    Register,
    /// Only this machine.
    Local,
    /// `getShipmentDetails`.
    Fetch,
}

impl Lane {
    /// All of them, those nearest to the end first: what is begun is finished before more is
    /// begun.
    /// Cancellations go before new notes: the law gives them hours.
    pub const ALL: [Lane; 7] = [
        Lane::AskSefaz,
        Lane::Register,
        Lane::AskAmazon,
        Lane::Submit,
        Lane::Authorize,
        Lane::Local,
        Lane::Fetch,
    ];

    /// As the store writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Lane::AskAmazon => "ask_amazon",
            Lane::AskSefaz => "ask_sefaz",
            Lane::Submit => "submit",
            Lane::Authorize => "authorize",
            Lane::Register => "register",
            Lane::Local => "local",
            Lane::Fetch => "fetch",
        }
    }
}

impl Command {
    /// The resource it needs.
    pub fn lane(&self) -> Lane {
        match self {
            Command::FetchShipment => Lane::Fetch,
            Command::Draft { .. } | Command::Seal(_) | Command::SealEvento { .. } => Lane::Local,
            Command::Authorize(_) => Lane::Authorize,
            Command::AskSefaz { .. } | Command::AskEvento { .. } => Lane::AskSefaz,
            Command::SendEvento { .. } => Lane::Register,
            Command::Submit(_) => Lane::Submit,
            Command::AskAmazon { .. } => Lane::AskAmazon,
        }
    }

    /// What goes on record before it is done: only for effects that cannot be repeated blindly.
    pub fn intent(&self) -> Option<Event> {
        match self {
            Command::Authorize(_) => Some(Event::Authorizing),
            Command::Submit(_) => Some(Event::Submitting),
            Command::SendEvento { .. } => Some(Event::EventoSending),
            Command::FetchShipment
            | Command::Draft { .. }
            | Command::Seal(_)
            | Command::AskSefaz { .. }
            | Command::AskAmazon { .. }
            | Command::SealEvento { .. }
            | Command::AskEvento { .. } => None,
        }
    }
}

impl Life {
    /// Whether this note gave way to a later one of the same shipment.
    pub fn gave_way(&self, note: &Sealed) -> bool {
        self.sent.last().is_some_and(|latest| latest.xml != note.xml)
    }

    /// What must happen now. Every state has exactly one answer.
    pub fn next(&self, now: Timestamp) -> Next {
        match self.command() {
            None => Next::Done,
            Some(_) if now < self.due => Next::Wait(self.due),
            Some(command) => Next::Do(command),
        }
    }

    /// What is outstanding, whenever it is due.
    pub fn command(&self) -> Option<Command> {
        Some(match &self.state {
            State::Received { .. } => Command::FetchShipment,
            State::Fetched { shipment, number } => {
                Command::Draft { shipment: shipment.clone(), number: number.clone() }
            }
            State::Numbered(draft) => Command::Seal(draft.clone()),
            State::Signed(note) => Command::Authorize(note.clone()),
            State::Authorizing { note, absent, receipt } => {
                Command::AskSefaz { note: note.clone(), absent: *absent, receipt: receipt.clone() }
            }
            State::Authorized(note) => Command::Submit(note.clone()),
            State::Submitting { note, since } => {
                Command::AskAmazon { note: note.clone(), since: *since, taken: false }
            }
            State::Submitted { note, since } => {
                Command::AskAmazon { note: note.clone(), since: *since, taken: true }
            }
            State::Registering { note, plan, progress, .. } => {
                let (note, plan) = (note.clone(), plan.clone());
                match progress.clone() {
                    Progress::Planned { since } => Command::SealEvento { note, plan, since },
                    Progress::Sealed(evento) => Command::SendEvento { note, plan, evento },
                    Progress::Sending { evento, since, absent } => {
                        Command::AskEvento { note, plan, evento, since, absent }
                    }
                }
            }
            State::Accepted(_)
            | State::Voided { .. }
            | State::Held { .. }
            | State::Dropped { .. }
            | State::Discarded { .. } => return None,
        })
    }

    /// Folds a whole journal; `None` for an empty one or one that does not begin.
    pub fn fold(id: &LifeId, entries: &[Entry]) -> Option<Life> {
        let (first, rest) = entries.split_first()?;
        let life = Life::begin(id.clone(), first.at, &first.event)?;
        Some(rest.iter().fold(life, |life, entry| life.after(entry.at, &entry.event)))
    }
}
