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
        /// `nRec`, when SEFAZ took the lot to look at it later (103).
        receipt: Option<String>,
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
    /// An `evento` of the authorised note is outstanding at SEFAZ: its cancellation, or a carta
    /// de correção.
    Registering {
        /// Of which note.
        note: Note,
        /// What for.
        plan: Plan,
        /// How far it came.
        progress: Progress,
        /// Where the life stood, held or ended as it was, and stands again after a carta de
        /// correção.
        back: Box<State>,
    },
    /// The note is cancelled at SEFAZ. The end.
    Voided {
        /// Which note.
        note: Note,
        /// `procEventoNFe`, unless SEFAZ only told us that it is cancelled.
        proc_evento: Option<Digest>,
    },
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
    /// `dhCont`: since when the state's authorizer was down, for a note issued in contingency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dh_cont: Option<Timestamp>,
    /// The corrections kept for next time that it was drafted with, by their place in the store,
    /// where they stay when they are taken away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<i64>,
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
    /// `dhRecbto`, as SEFAZ wrote it: the window of cancellation begins here.
    pub dh_recbto: String,
    /// `nfeProc`: the exact bytes that Amazon gets.
    pub nfe_proc: Digest,
}

/// What an `evento` is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it does to the note.
    pub purpose: Purpose,
    /// Who decided it, and why; `None`: Amazon cancelled the shipment.
    pub decided: Option<Decided>,
}

/// What an `evento` does to its note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// 110111, Cancelamento.
    Cancel {
        /// Whether the shipment gets another note, under another number, afterwards.
        reissue: bool,
    },
    /// 110110, Carta de Correção.
    Correct {
        /// The body with `xCorrecao`: it may name the buyer.
        text: Digest,
        /// `nSeqEvento`, 1 to 20: each letter replaces those before it.
        n_seq: u8,
    },
}

/// A person's decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Who.
    pub by: String,
    /// Why; of a cancellation its `xJust`.
    pub why: String,
}

/// How far an `evento` came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// To be written and signed.
    Planned {
        /// Since when.
        since: Timestamp,
    },
    /// Signed: these bytes never change. Never sent, or known not to have arrived.
    Sealed(Evento),
    /// The intent to send it is on record; whether it arrived is not.
    Sending {
        /// What was to be sent.
        evento: Evento,
        /// Since when.
        since: Timestamp,
        /// How often SEFAZ said that the note has no such event, and when last.
        absent: Option<(u32, Timestamp)>,
    },
}

impl Progress {
    /// The same, as if it had come so far only now.
    pub(super) fn begun_anew(self, at: Timestamp) -> Progress {
        match self {
            Progress::Planned { .. } => Progress::Planned { since: at },
            Progress::Sealed(evento) => Progress::Sealed(evento),
            Progress::Sending { evento, absent, .. } => {
                Progress::Sending { evento, since: at, absent }
            }
        }
    }
}

/// A signed `evento`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evento {
    /// The exact bytes.
    pub xml: Digest,
    /// `nSeqEvento`.
    pub n_seq: u8,
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
    /// Authorised, and cancelled at SEFAZ since: the number stays used.
    Cancelled,
    /// A gap that SEFAZ was told of.
    Inutilized,
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
            Fate::Cancelled => "cancelled",
            Fate::Inutilized => "inutilized",
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
            State::Registering { plan: Plan { purpose: Purpose::Cancel { .. }, .. }, .. } => {
                "cancelling"
            }
            State::Registering { plan: Plan { purpose: Purpose::Correct { .. }, .. }, .. } => {
                "correcting"
            }
            State::Voided { .. } => "voided",
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
            | State::Accepted(note)
            | State::Registering { note, .. } => {
                Some((&note.sealed.draft.number, Fate::Authorized))
            }
            State::Voided { note, .. } => Some((&note.sealed.draft.number, Fate::Cancelled)),
            State::Held { resume, .. } => resume.number(),
            State::Dropped { number } => number.as_ref().map(|number| (number, Fate::Gap)),
            State::Discarded { from } => from.number().map(|(number, fate)| match fate {
                // A note that may have arrived is nobody's gap until SEFAZ was asked.
                Fate::Taken if from.may_be_at_sefaz() => (number, Fate::Taken),
                Fate::Taken | Fate::Rejected | Fate::Gap => (number, Fate::Gap),
                Fate::Authorized
                | Fate::Denied
                | Fate::Lost
                | Fate::Cancelled
                | Fate::Inutilized => (number, fate),
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
            | State::Accepted(_)
            | State::Registering { .. }
            | State::Voided { .. } => self.sealed().map(|it| &it.draft),
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
            | State::Accepted(_)
            | State::Registering { .. }
            | State::Voided { .. } => self.note().map(|it| &it.sealed),
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
            | State::Accepted(note)
            | State::Registering { note, .. }
            | State::Voided { note, .. } => Some(note),
            State::Held { resume, .. } => resume.note(),
            State::Discarded { from } => from.note(),
        }
    }

    /// Whether a note or an event of ours may be at SEFAZ without our knowing.
    pub fn may_be_at_sefaz(&self) -> bool {
        match self {
            State::Authorizing { .. }
            | State::Registering { progress: Progress::Sending { .. }, .. } => true,
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
            | State::Registering {
                progress: Progress::Planned { .. } | Progress::Sealed(_), ..
            }
            | State::Voided { .. }
            | State::Dropped { .. } => false,
        }
    }

    /// Where the authorised note stands, apart from being held, ended or changed at SEFAZ; `None`
    /// without such a note, or for one that is cancelled.
    pub fn standing(&self) -> Option<&State> {
        match self {
            State::Authorized(_)
            | State::Submitting { .. }
            | State::Submitted { .. }
            | State::Accepted(_) => Some(self),
            State::Registering { back, .. } => back.standing(),
            State::Held { resume, .. } => resume.standing(),
            State::Discarded { from } => from.standing(),
            State::Received { .. }
            | State::Fetched { .. }
            | State::Numbered(_)
            | State::Signed(_)
            | State::Authorizing { .. }
            | State::Voided { .. }
            | State::Dropped { .. } => None,
        }
    }
}
