//! Where an invoice is. Each state holds what is on record by then, and nothing that is not.

use serde::{Deserialize, Serialize};

use crate::domain::codes::TpAmb;
use crate::domain::{AccessKey, Digest, Fault, Money, Timestamp};

/// The last thing known to be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Amazon told us of the shipment. A number is there only when SEFAZ rejected an earlier
    /// draft: it is used again, for this shipment and no other.
    Received {
        /// The number to use again.
        number: Option<NoteNumber>,
    },
    /// The shipment's details are on record.
    Fetched {
        /// What Amazon said, verbatim.
        shipment: Digest,
        /// The number to use again.
        number: Option<NoteNumber>,
    },
    /// A number is taken, and what will be signed is on record.
    Numbered(Draft),
    /// Signed and checked: these bytes never change again. Never sent, or known not to have
    /// arrived.
    Signed(Sealed),
    /// The intent to send to SEFAZ is on record; whether it arrived is not.
    Authorizing {
        /// What was to be sent.
        note: Sealed,
        /// How often SEFAZ said that it has no such note (217), and when last.
        absent: Option<(u32, Timestamp)>,
    },
    /// SEFAZ authorised it. Not submitted, or known not to have arrived.
    Authorized(Note),
    /// The intent to submit to Amazon is on record; whether it arrived is not.
    Submitting {
        /// What was to be submitted.
        note: Note,
        /// Since when.
        since: Timestamp,
    },
    /// Amazon has it and is checking it.
    Submitted {
        /// What was submitted.
        note: Note,
        /// Since when.
        since: Timestamp,
    },
    /// Amazon took it. The end, unless the shipment is cancelled.
    Accepted(Note),
    /// Waiting for a person.
    Held {
        /// What a person must know.
        faults: Vec<Fault>,
        /// The body with the personal values of those faults.
        private: Option<Digest>,
        /// Where `Resumed` leads.
        resume: Box<State>,
    },
    /// Amazon cancelled the shipment before a note was authorised.
    Dropped {
        /// The number that is now a gap, if one was taken.
        number: Option<NoteNumber>,
    },
    /// A person ended it.
    Discarded {
        /// Where it stood.
        from: Box<State>,
    },
}

/// One row of the number ledger: never used twice.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NoteNumber {
    /// `tpAmb`.
    pub tp_amb: TpAmb,
    /// `CNPJ` of the emitter.
    pub cnpj: String,
    /// `serie`.
    pub serie: u16,
    /// `nNF`.
    pub n_nf: u32,
    /// `cNF`.
    pub c_nf: u32,
}

/// A note with its number, not yet signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its number.
    pub number: NoteNumber,
    /// Its access key.
    pub key: AccessKey,
    /// `dhEmi`.
    pub dh_emi: Timestamp,
    /// `vNF`.
    pub total: Money,
    /// `infNFe`, to be signed.
    pub unsigned: Digest,
    /// The shipment it was drafted from.
    pub shipment: Digest,
    /// The product file it was drafted with.
    pub catalogue: Digest,
}

/// A signed note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// What was signed.
    pub draft: Draft,
    /// `NFe`: the exact bytes.
    pub xml: Digest,
    /// `DigestValue`: what SEFAZ returns as `digVal`.
    pub digest_value: String,
}

/// An authorised note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What was authorised.
    pub sealed: Sealed,
    /// `nProt`.
    pub n_prot: String,
    /// `nfeProc`: the exact bytes that Amazon gets.
    pub nfe_proc: Digest,
}

/// What became of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// In use; no answer yet.
    Taken,
    /// Authorised.
    Authorized,
    /// Rejected: kept for the corrected note of the same shipment.
    Rejected,
    /// Burnt by a denial.
    Denied,
    /// Taken by a note that is not ours.
    Lost,
    /// Never authorised and never will be: to be inutilised.
    Gap,
}

impl Fate {
    /// As the store writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Fate::Taken => "taken",
            Fate::Authorized => "authorized",
            Fate::Rejected => "rejected",
            Fate::Denied => "denied",
            Fate::Lost => "lost",
            Fate::Gap => "gap",
        }
    }
}

impl State {
    /// Its name, for columns, logs and pages.
    pub fn name(&self) -> &'static str {
        match self {
            State::Received { .. } => "received",
            State::Fetched { .. } => "fetched",
            State::Numbered(_) => "numbered",
            State::Signed(_) => "signed",
            State::Authorizing { .. } => "authorizing",
            State::Authorized(_) => "authorized",
            State::Submitting { .. } => "submitting",
            State::Submitted { .. } => "submitted",
            State::Accepted(_) => "accepted",
            State::Held { .. } => "held",
            State::Dropped { .. } => "dropped",
            State::Discarded { .. } => "discarded",
        }
    }

    /// The number it holds, and what became of it.
    pub fn number(&self) -> Option<(&NoteNumber, Fate)> {
        match self {
            State::Received { number } | State::Fetched { number, .. } => {
                number.as_ref().map(|number| (number, Fate::Rejected))
            }
            State::Numbered(draft) => Some((&draft.number, Fate::Taken)),
            State::Signed(note) | State::Authorizing { note, .. } => {
                Some((&note.draft.number, Fate::Taken))
            }
            State::Authorized(note)
            | State::Submitting { note, .. }
            | State::Submitted { note, .. }
            | State::Accepted(note) => Some((&note.sealed.draft.number, Fate::Authorized)),
            State::Held { resume, .. } => resume.number(),
            State::Dropped { number } => number.as_ref().map(|number| (number, Fate::Gap)),
            State::Discarded { from } => from.number().map(|(number, fate)| match fate {
                // A note that may have arrived is nobody's gap until SEFAZ was asked.
                Fate::Taken if from.may_be_at_sefaz() => (number, Fate::Taken),
                Fate::Taken | Fate::Rejected | Fate::Gap => (number, Fate::Gap),
                Fate::Authorized | Fate::Denied | Fate::Lost => (number, fate),
            }),
        }
    }

    /// The draft it holds: key, date and total.
    pub fn draft(&self) -> Option<&Draft> {
        match self {
            State::Received { .. } | State::Fetched { .. } | State::Dropped { .. } => None,
            State::Numbered(draft) => Some(draft),
            State::Signed(_) | State::Authorizing { .. } => self.sealed().map(|it| &it.draft),
            State::Authorized(_)
            | State::Submitting { .. }
            | State::Submitted { .. }
            | State::Accepted(_) => self.sealed().map(|it| &it.draft),
            State::Held { resume, .. } => resume.draft(),
            State::Discarded { from } => from.draft(),
        }
    }

    /// The signed note it holds.
    pub fn sealed(&self) -> Option<&Sealed> {
        match self {
            State::Received { .. }
            | State::Fetched { .. }
            | State::Numbered(_)
            | State::Dropped { .. } => None,
            State::Signed(note) | State::Authorizing { note, .. } => Some(note),
            State::Authorized(_)
            | State::Submitting { .. }
            | State::Submitted { .. }
            | State::Accepted(_) => self.note().map(|it| &it.sealed),
            State::Held { resume, .. } => resume.sealed(),
            State::Discarded { from } => from.sealed(),
        }
    }

    /// The authorised note it holds.
    pub fn note(&self) -> Option<&Note> {
        match self {
            State::Received { .. }
            | State::Fetched { .. }
            | State::Numbered(_)
            | State::Signed(_)
            | State::Authorizing { .. }
            | State::Dropped { .. } => None,
            State::Authorized(note)
            | State::Submitting { note, .. }
            | State::Submitted { note, .. }
            | State::Accepted(note) => Some(note),
            State::Held { resume, .. } => resume.note(),
            State::Discarded { from } => from.note(),
        }
    }

    /// Whether a note of ours may be at SEFAZ without our knowing.
    pub fn may_be_at_sefaz(&self) -> bool {
        match self {
            State::Authorizing { .. } => true,
            State::Held { resume, .. } => resume.may_be_at_sefaz(),
            State::Discarded { from } => from.may_be_at_sefaz(),
            State::Received { .. }
            | State::Fetched { .. }
            | State::Numbered(_)
            | State::Signed(_)
            | State::Authorized(_)
            | State::Submitting { .. }
            | State::Submitted { .. }
            | State::Accepted(_)
            | State::Dropped { .. } => false,
        }
    }
}
