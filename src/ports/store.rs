//! What we ask of the store.

use super::desk::{Caused, Deed, Kept, Lookup};
use super::sefaz::Registration;
use crate::domain::{AccessKey, Cnpj, Digest, LifeId, SellerId, Timestamp, Uf};
use crate::lifecycle::{Entry, Fate, Lane, NoteNumber};

/// Bytes under the name of their SHA-256. `Debug` shows the name alone: they may be personal.
#[derive(Clone, PartialEq, Eq)]
pub struct Body {
    /// Their name.
    pub digest: Digest,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Body {
    /// Names these bytes.
    pub fn new(bytes: Vec<u8>) -> Body {
        Body { digest: Digest::of(&bytes), bytes }
    }
}

/// The store. Every write returns once it would survive a power cut.
pub trait Store: Kept + Send + Sync {
    /// A journal, oldest first; empty when the life is unknown.
    fn journal(&self, id: &LifeId) -> impl Future<Output = Result<Vec<Entry>, StoreError>> + Send;

    /// A body.
    fn body(
        &self,
        digest: &Digest,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>> + Send;

    /// Writes a change of one life: all of it or nothing.
    fn commit(&self, change: Change) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Takes the next number of a series and writes the change that `make` makes of it, in one
    /// transaction. When `make` gives `None` nothing is written and no number is taken.
    fn commit_numbered(
        &self,
        series: Series,
        make: Box<dyn FnOnce(u32) -> Option<Change> + Send>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Writes a delivery with what it changes. `false` when this very body was written before:
    /// then nothing is.
    fn receive(
        &self,
        delivery: Delivery,
        change: Option<Change>,
        letter: Option<Letter>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Lives of this seller in this lane that are due, earliest first.
    fn due(
        &self,
        seller: &SellerId,
        lane: Lane,
        now: Timestamp,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<LifeId>, StoreError>> + Send;

    /// When the earliest life of this seller in this lane is due.
    fn next_due(
        &self,
        seller: &SellerId,
        lane: Lane,
    ) -> impl Future<Output = Result<Option<Timestamp>, StoreError>> + Send;

    /// How many lives of this seller wait in this lane, counted up to `most`.
    fn waiting(
        &self,
        seller: &SellerId,
        lane: Lane,
        most: usize,
    ) -> impl Future<Output = Result<usize, StoreError>> + Send;

    /// Sellers that have lives with something outstanding.
    fn busy_sellers(&self) -> impl Future<Output = Result<Vec<SellerId>, StoreError>> + Send;

    /// Asks for one token of this bucket (GCRA).
    fn admit(
        &self,
        bucket: &Bucket,
        now: Timestamp,
    ) -> impl Future<Output = Result<Admission, StoreError>> + Send;

    /// The other side answered 429: the bucket is known to be empty.
    fn drain(
        &self,
        bucket: &Bucket,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// SEFAZ closed this service for this `CNPJ` (656, consumo indevido) until then. A later
    /// moment stands, whoever wrote it; an earlier one changes nothing.
    fn close(
        &self,
        cnpj: &str,
        service: &'static str,
        until: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Until when this service is closed for this `CNPJ`; `None` when it is not.
    fn closed(
        &self,
        cnpj: &str,
        service: &'static str,
        now: Timestamp,
    ) -> impl Future<Output = Result<Option<Timestamp>, StoreError>> + Send;

    /// What CadConsultaCadastro4 last said of a company in a state, and when it was asked.
    fn registration(
        &self,
        company: &Cnpj,
        uf: Uf,
    ) -> impl Future<Output = Result<Option<(Timestamp, Registration)>, StoreError>> + Send;

    /// Keeps what CadConsultaCadastro4 said; an older answer changes nothing.
    fn keep_registration(
        &self,
        company: &Cnpj,
        uf: Uf,
        asked_at: Timestamp,
        found: Registration,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// One change of one life, to be written whole.
#[derive(Clone, Debug)]
pub struct Change {
    /// Whose.
    pub id: LifeId,
    /// The entry; its `seq` is one above the version that it was decided on. Another entry under
    /// that `seq` is a [`StoreError::Conflict`].
    pub entry: Entry,
    /// What the life's row says from now on.
    pub row: Row,
    /// Bodies that the entry names.
    pub bodies: Vec<Body>,
    /// What became of numbers.
    pub fates: Vec<(NoteNumber, Fate)>,
    /// The letter that tells the dead-letter queue, when the life is held from now on.
    pub letter: Option<Letter>,
    /// Documents that the archive must hold from now on.
    pub filings: Vec<Filing>,
    /// What the life is found by from now on, besides its ids.
    pub lookups: Vec<Lookup>,
    /// Who did it, when a person did: written to the audit with it, or neither is.
    pub deed: Option<Deed>,
}

/// A document for the archive: listed in the transaction that made it true, written to disk
/// afterwards, kept for 132 months unless configured longer (Ajuste SINIEF 2/2025).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// What it is.
    pub kind: FilingKind,
    /// `CNPJ` of the emitter, whose folder it goes to.
    pub cnpj: String,
    /// Year and month of the note (`AAMM` of its key), or of the request of an inutilização.
    pub year_month: (i16, i8),
    /// Its file's name without `.xml`: the key; `ID` of an event or an inutilização.
    pub name: String,
    /// Its bytes' SHA-256; they are a body.
    pub digest: Digest,
}

/// What is archived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FilingKind {
    /// `nfeProc`.
    Note,
    /// `procEventoNFe`.
    Event,
    /// `procInutNFe`.
    Inutilization,
}

impl FilingKind {
    /// As the store writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            FilingKind::Note => "nfe_proc",
            FilingKind::Event => "proc_evento",
            FilingKind::Inutilization => "proc_inut",
        }
    }

    /// From how the store writes it.
    pub fn parse(text: &str) -> Option<FilingKind> {
        [FilingKind::Note, FilingKind::Event, FilingKind::Inutilization]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// A life as the store finds it: an index over the journal, never the truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `AmazonOrderId`.
    pub order: String,
    /// [`crate::lifecycle::State::name`].
    pub state: &'static str,
    /// The lane it waits in; `None`: nothing is outstanding.
    pub lane: Option<Lane>,
    /// When it may move.
    pub due: Timestamp,
    /// Access key, once there is one.
    pub key: Option<AccessKey>,
    /// `vNF`, in cents.
    pub total_cents: Option<i64>,
    /// The first fault's code, while held.
    pub fault: Option<&'static str>,
    /// Why it waits for a person, while held.
    pub causes: Vec<Caused>,
    /// What it is worth, in cents: `vNF`, or what Amazon says that the items cost.
    pub worth_cents: Option<i64>,
}

/// Which sequence a number is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// `tpAmb`.
    pub tp_amb: crate::domain::codes::TpAmb,
    /// `CNPJ` of the emitter.
    pub cnpj: String,
    /// `serie`.
    pub serie: u16,
    /// The first number, when none was taken yet.
    pub first: u32,
}

/// A message as it came from the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its bytes.
    pub body: Body,
    /// When we had it.
    pub received_at: Timestamp,
    /// AMQP `message_id`.
    pub message_id: Option<String>,
    /// What it turned out to be.
    pub kind: DeliveryKind,
    /// The shipment it speaks of, when it can be read.
    pub life: Option<LifeId>,
    /// Why it cannot be read, in one line; for the unreadable.
    pub problem: Option<String>,
}

/// What a delivery turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryKind {
    /// An event of a shipment.
    Event,
    /// A notification of another type: recorded and counted.
    Foreign,
    /// Nothing that we can read: a case for a person.
    Unreadable,
}

impl DeliveryKind {
    /// As the store writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            DeliveryKind::Event => "event",
            DeliveryKind::Foreign => "foreign",
            DeliveryKind::Unreadable => "unreadable",
        }
    }
}

/// A message for the dead-letter queue, waiting in the outbox.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its id: the same letter never gets two.
    pub id: String,
    /// `schemas/dead-letter.json`.
    pub body: Vec<u8>,
}

/// One rate-limited bucket: per seller and operation, in the store, so that neither a crash nor a
/// second worker fills it again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bucket {
    /// Whose.
    pub seller: SellerId,
    /// Amazon's name of the operation.
    pub operation: &'static str,
    /// Microseconds for one token to come back.
    pub interval_us: i64,
    /// Tokens that a full bucket holds.
    pub burst: u32,
    /// Tokens of it that this caller must leave for others, who need them more.
    pub reserve: u32,
}

/// Whether a token was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It was, and is taken.
    Now,
    /// It was not; there will be one then.
    At(Timestamp),
}

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the life first: read it again.
    #[error("the life was changed by somebody else")]
    Conflict,
    /// A rule of the store itself forbids it: a second live note, a number taken twice.
    #[error("the store refused: {0}")]
    Refused(String),
    /// The disk, the file or the database.
    #[error("the store failed: {0}")]
    Failed(String),
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Body({}, {} bytes)", self.digest, self.bytes.len())
    }
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Letter({}, {} bytes)", self.id, self.body.len())
    }
}
