//! What happened, as the journal keeps it. Its JSON is a contract (`schemas/journal.json`): names
//! are never changed, and what is new is optional.

use serde::{Deserialize, Serialize};

use super::state::Draft;
use crate::domain::{Digest, Fault, OrderId, Timestamp};

/// One line of a journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place, from 1, without gaps.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub event: Event,
}

/// What came of a command, what Amazon told us, or what a person decided.
///
/// Choices that depend on load or configuration (when to ask again, retry or hold) were made
/// before, and stand here: the fold only reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Amazon created the shipment.
    Created {
        /// `AmazonOrderId`.
        order: OrderId,
        /// `EventTime`.
        event_time: Timestamp,
        /// The delivery's body.
        delivery: Digest,
    },
    /// Amazon cancelled the shipment.
    Cancelled {
        /// `AmazonOrderId`.
        order: OrderId,
        /// `EventTime`.
        event_time: Timestamp,
        /// The delivery's body.
        delivery: Digest,
    },
    /// An event that only a person can place: a status or a seller that we do not know.
    Puzzled {
        /// `AmazonOrderId`.
        order: OrderId,
        /// `EventTime`.
        event_time: Timestamp,
        /// The delivery's body.
        delivery: Digest,
        /// What is unknown.
        faults: Vec<Fault>,
    },
    /// `getShipmentDetails` answered.
    Fetched {
        /// What it said, verbatim.
        shipment: Digest,
        /// `x-amzn-RequestId`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request_id: Option<String>,
    },
    /// The invoice was drafted and its number taken, in one transaction.
    Numbered {
        /// The draft.
        draft: Draft,
        /// What a person should know and need not mend.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        warnings: Vec<Fault>,
    },
    /// The note was signed and checked.
    Signed {
        /// `NFe`.
        xml: Digest,
        /// `DigestValue`.
        digest_value: String,
    },
    /// Intent: the note is about to be sent to SEFAZ.
    Authorizing,
    /// SEFAZ authorised it.
    Authorized {
        /// `nProt`.
        n_prot: String,
        /// `cStat`: 100 or 150.
        c_stat: u16,
        /// `dhRecbto`, as SEFAZ wrote it.
        dh_recbto: String,
        /// `nfeProc`.
        nfe_proc: Digest,
        /// `cMsg` and `xMsg`: what SEFAZ wants known of a note that it took.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        messages: Vec<(String, String)>,
    },
    /// SEFAZ took the lot and looks at it later (103).
    Queued {
        /// `nRec`.
        n_rec: String,
        /// When to ask.
        due: Timestamp,
    },
    /// Nothing was sent, and the note goes to another server: it is drafted anew, under its own
    /// number, for the state's contingency or back from it.
    Redirected {
        /// Whether to the contingency.
        contingency: bool,
        /// When to go on.
        due: Timestamp,
    },
    /// SEFAZ has this number under an earlier key of this very shipment (539), or an earlier
    /// signing of it: that note is asked for, in place of the latest.
    EarlierNamed {
        /// `NFe`: the exact bytes that were signed then.
        xml: Digest,
        /// When to ask.
        due: Timestamp,
    },
    /// SEFAZ has no note under this key (217).
    Absent {
        /// When to ask again.
        due: Timestamp,
    },
    /// SEFAZ rejected it: the number stays with this shipment.
    Rejected {
        /// What a person must know.
        faults: Vec<Fault>,
    },
    /// SEFAZ denied it, or the number is taken by a note that is not ours: the number is gone.
    NumberGone {
        /// Whether by denial.
        denied: bool,
        /// What a person must know.
        faults: Vec<Fault>,
    },
    /// Intent: the note is about to be submitted to Amazon.
    Submitting,
    /// `submitInvoice` was taken.
    Submitted {
        /// When to ask for the first time.
        due: Timestamp,
        /// `x-amzn-RequestId`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request_id: Option<String>,
    },
    /// `getInvoiceStatus` answered `Processing`, or `NotFound` within the bounded time.
    Pending {
        /// `Processing`, `NotFound`, or a word that we do not know.
        status: String,
        /// When to ask again.
        due: Timestamp,
        /// `x-amzn-RequestId`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request_id: Option<String>,
    },
    /// `getInvoiceStatus` answered `Accepted`.
    Accepted {
        /// `x-amzn-RequestId`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request_id: Option<String>,
    },
    /// `getInvoiceStatus` answered `Errored`.
    Errored {
        /// What a person must know.
        faults: Vec<Fault>,
        /// `x-amzn-RequestId`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request_id: Option<String>,
    },
    /// What was intended is known not to have happened: back to before the intent.
    NotSent {
        /// Why.
        why: Wait,
        /// When to go on.
        due: Timestamp,
    },
    /// Nothing is wrong; it is not the moment. Not a failure.
    Waited {
        /// Why.
        why: Wait,
        /// When to go on.
        due: Timestamp,
    },
    /// A command failed in a way that time may mend. Counted.
    Failed {
        /// What happened.
        fault: Fault,
        /// When to try again.
        due: Timestamp,
    },
    /// A command failed in a way that a person must mend.
    Held {
        /// What a person must know.
        faults: Vec<Fault>,
        /// The body with the personal values of those faults.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        private: Option<Digest>,
        /// Whether what was intended is known not to have happened (Amazon answered 400).
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        nothing_sent: bool,
    },
    /// A person mended an input. Amazon's own answer is never edited.
    Corrected {
        /// The field, in Amazon's words.
        field: String,
        /// The body with the value.
        value: Digest,
        /// Who.
        by: String,
        /// Why.
        why: String,
    },
    /// A person decided that the authorised note is to be cancelled at SEFAZ.
    CancelDecided {
        /// Who.
        by: String,
        /// Why: the `xJust` of the event.
        why: String,
        /// Whether the shipment gets another note, under another number, afterwards.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reissue: bool,
    },
    /// A person decided on a carta de correção.
    CorrectionDecided {
        /// Who.
        by: String,
        /// Why.
        why: String,
        /// The body with `xCorrecao`: it may name the buyer.
        text: Digest,
    },
    /// An `evento` of the note was written and signed.
    EventoSealed {
        /// The exact bytes.
        xml: Digest,
        /// `nSeqEvento`.
        n_seq: u8,
    },
    /// Intent: the `evento` is about to be sent.
    EventoSending,
    /// SEFAZ has the event.
    EventoRegistered {
        /// `cStat`: 135, 136 or 155; 101, 151 or 155 where a consulta told us.
        c_stat: u16,
        /// `nProt` of the event.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        n_prot: Option<String>,
        /// `dhRegEvento`, as SEFAZ wrote it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dh_reg_evento: Option<String>,
        /// `procEventoNFe`, when SEFAZ gave what it is made of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proc_evento: Option<Digest>,
        /// `nSeqEvento` in it, where that is not the number of the event that was sent: somebody
        /// else's cancellation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        n_seq: Option<u8>,
    },
    /// SEFAZ knows the note, and no such event of it.
    EventoAbsent {
        /// When to ask again.
        due: Timestamp,
    },
    /// SEFAZ refused the event.
    EventoRefused {
        /// What a person must know.
        faults: Vec<Fault>,
    },
    /// A person sent it on.
    Resumed {
        /// Who.
        by: String,
        /// Why.
        why: String,
    },
    /// A person ended it.
    Discarded {
        /// Who.
        by: String,
        /// Why.
        why: String,
    },
}

/// Why it is not the moment. Counted apart from failures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// 429.
    Throttled,
    /// Amazon does not know the shipment yet (404 in the first minutes).
    NotThereYet,
    /// The other side could not be reached: nothing was sent.
    Unreachable,
    /// The other side said that it is paused or down (SEFAZ 108, 109).
    ServiceDown,
    /// What came of it is not known: it will be asked.
    OutcomeUnknown,
    /// SEFAZ or Amazon said, twice and apart, that it has nothing: the same bytes go again.
    NeverArrived,
    /// The seller is paused: credentials or certificate need an engineer.
    SellerPaused,
    /// SEFAZ is still at it (105).
    InProcessing,
}

impl Event {
    /// Its name, as in the journal.
    pub fn name(&self) -> &'static str {
        match self {
            Event::Created { .. } => "created",
            Event::Cancelled { .. } => "cancelled",
            Event::Puzzled { .. } => "puzzled",
            Event::Fetched { .. } => "fetched",
            Event::Numbered { .. } => "numbered",
            Event::Signed { .. } => "signed",
            Event::Authorizing => "authorizing",
            Event::Authorized { .. } => "authorized",
            Event::Queued { .. } => "queued",
            Event::Redirected { .. } => "redirected",
            Event::EarlierNamed { .. } => "earlier_named",
            Event::Absent { .. } => "absent",
            Event::Rejected { .. } => "rejected",
            Event::NumberGone { .. } => "number_gone",
            Event::Submitting => "submitting",
            Event::Submitted { .. } => "submitted",
            Event::Pending { .. } => "pending",
            Event::Accepted { .. } => "accepted",
            Event::Errored { .. } => "errored",
            Event::NotSent { .. } => "not_sent",
            Event::Waited { .. } => "waited",
            Event::Failed { .. } => "failed",
            Event::Held { .. } => "held",
            Event::Corrected { .. } => "corrected",
            Event::CancelDecided { .. } => "cancel_decided",
            Event::CorrectionDecided { .. } => "correction_decided",
            Event::EventoSealed { .. } => "evento_sealed",
            Event::EventoSending => "evento_sending",
            Event::EventoRegistered { .. } => "evento_registered",
            Event::EventoAbsent { .. } => "evento_absent",
            Event::EventoRefused { .. } => "evento_refused",
            Event::Resumed { .. } => "resumed",
            Event::Discarded { .. } => "discarded",
        }
    }
}

/// A correction as the life remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionRef {
    /// The field, in Amazon's words.
    pub field: String,
    /// The body with the value.
    pub value: Digest,
}
