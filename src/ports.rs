//! Everything this program asks of the world, on one page.
//!
//! Production is `adapters`; replay and most tests are `simulator`, in virtual time. The stage
//! cannot tell them apart.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::catalogue::Catalogue;
use crate::domain::{AccessKey, Digest, LifeId, SellerId, Timestamp, Uf};
use crate::lifecycle::{Entry, Fate, Lane, NoteNumber};
use crate::tax::TotTrib;
use crate::tax::rules::Rules;

/// The world, as the stage is handed it.
pub trait World: Send + Sync + 'static {
    /// The clock.
    type Clock: Clock;
    /// Amazon.
    type Amazon: Amazon;
    /// SEFAZ.
    type Sefaz: Sefaz;
    /// The store.
    type Store: Store;
    /// The product files.
    type Catalogues: Catalogues;

    /// The clock.
    fn clock(&self) -> &Self::Clock;
    /// Amazon.
    fn amazon(&self) -> &Self::Amazon;
    /// SEFAZ.
    fn sefaz(&self) -> &Self::Sefaz;
    /// The store.
    fn store(&self) -> &Self::Store;
    /// The product files.
    fn catalogues(&self) -> &Self::Catalogues;
}

/// What time it is.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Each seller's product file, as it is today.
pub trait Catalogues: Send + Sync {
    /// The catalogue; read anew when the file changed. `None` for a seller without one.
    fn catalogue(&self, seller: &SellerId) -> Option<Arc<Catalogue>>;

    /// The tax rules by date; read anew when the seller's own tables changed.
    fn rules(&self) -> Arc<Rules>;

    /// Each state's table of approximate taxes; without one `vTotTrib` is left out.
    fn tot_trib(&self) -> &BTreeMap<Uf, Arc<TotTrib>> {
        static NONE: BTreeMap<Uf, Arc<TotTrib>> = BTreeMap::new();
        &NONE
    }
}

/// Shipment Invoicing v0. Tokens, headers and quick retries are the adapter's; rate limits are
/// asked of the store before a call is made.
pub trait Amazon: Send + Sync {
    /// `getShipmentDetails`: the answer's body, verbatim.
    fn shipment_details(
        &self,
        id: &LifeId,
    ) -> impl Future<Output = Result<Answer<Vec<u8>>, AmazonError>> + Send;

    /// `submitInvoice` with these file bytes.
    fn submit_invoice(
        &self,
        id: &LifeId,
        nfe_proc: &[u8],
    ) -> impl Future<Output = Result<Answer<()>, AmazonError>> + Send;

    /// `getInvoiceStatus`.
    fn invoice_status(
        &self,
        id: &LifeId,
    ) -> impl Future<Output = Result<Answer<InvoiceStatus>, AmazonError>> + Send;
}

/// What Amazon answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// The answer.
    pub value: T,
    /// `x-amzn-RequestId`: Amazon's support asks for it.
    pub request_id: Option<String>,
    /// `x-amzn-RateLimit-Limit`, in millionths of a request per second.
    pub rate_limit: Option<u64>,
}

/// `InvoiceStatus`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvoiceStatus {
    /// In validation.
    Processing,
    /// Taken.
    Accepted,
    /// Refused, without a reason.
    Errored,
    /// Amazon has no invoice for the shipment.
    NotFound,
    /// A word that the model does not know: treated as in validation.
    Other(String),
}

/// Why Amazon did not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {message}")]
pub struct AmazonError {
    /// What it means for us.
    pub kind: AmazonErrorKind,
    /// Amazon's code and message, or the connection's, without personal data and secrets.
    pub message: String,
    /// `x-amzn-RequestId`, when there was an answer.
    pub request_id: Option<String>,
}

/// What an error means for us. HTTP status first, code second (spapi.md §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmazonErrorKind {
    /// 429: the bucket is empty.
    #[error("throttled")]
    Throttled,
    /// 404.
    #[error("not found")]
    NotFound,
    /// 400, 413, 415 and others that no retry mends.
    #[error("refused")]
    Refused,
    /// 401 or 403 after a fresh token, or LWA refused: an operator must act; no invoice is held.
    #[error("denied")]
    Denied,
    /// 500 or 503: whether it took effect is not known.
    #[error("unavailable")]
    Unavailable,
    /// No connection: nothing was sent.
    #[error("unreachable")]
    Unreachable,
    /// Sent, and no answer: whether it took effect is not known.
    #[error("no answer")]
    NoAnswer,
    /// 200 with a body that is not the model's: for a submission, not known.
    #[error("unreadable answer")]
    Unreadable,
}

/// The state's tax authority (MOC 7.0; layout 4.00).
pub trait Sefaz: Send + Sync {
    /// NFeAutorizacao4, one note, synchronous.
    fn authorize(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        nfe: &[u8],
    ) -> impl Future<Output = Result<SefazAnswer, SefazError>> + Send;

    /// NFeConsultaProtocolo4.
    fn consult(
        &self,
        seller: &SellerId,
        key: &AccessKey,
    ) -> impl Future<Output = Result<SefazAnswer, SefazError>> + Send;
}

/// What SEFAZ answered: of the note when it says something of the note, else of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SefazAnswer {
    /// `cStat`.
    pub c_stat: u16,
    /// `xMotivo`, verbatim.
    pub x_motivo: String,
    /// The protocol, when there is one.
    pub protocol: Option<Protocol>,
}

/// `protNFe`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol {
    /// `chNFe`.
    pub ch_nfe: AccessKey,
    /// `nProt`: absent in a rejection.
    pub n_prot: Option<String>,
    /// `digVal`.
    pub dig_val: Option<String>,
    /// `cStat` of the note.
    pub c_stat: u16,
    /// `xMotivo` of the note.
    pub x_motivo: String,
    /// `dhRecbto`, as SEFAZ wrote it.
    pub dh_recbto: String,
    /// The element, verbatim.
    pub xml: Vec<u8>,
}

/// Why SEFAZ did not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {message}")]
pub struct SefazError {
    /// What it means for us.
    pub kind: SefazErrorKind,
    /// What the connection said, without personal data and secrets.
    pub message: String,
}

/// What it means for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SefazErrorKind {
    /// No connection, or TLS refused before anything was sent.
    #[error("unreachable")]
    Unreachable,
    /// Sent, and no answer, a 5xx, or garbage: the note's state is unknown.
    #[error("no answer")]
    NoAnswer,
    /// Our own side: no endpoint, certificate unfit. An operator must act.
    #[error("misconfigured")]
    Misconfigured,
}

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
pub trait Store: Send + Sync {
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

/// A message as the broker handed it over. Nothing in it has been read yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The bytes, exactly as they came.
    pub body: Vec<u8>,
    /// AMQP `message_id`: the sender's name for it.
    pub message_id: Option<String>,
    /// The broker has handed it over before. A hint: a message with this mark may be new to us,
    /// and one without may be old.
    pub redelivered: bool,
    /// The key that it was published under.
    pub routing_key: String,
}

/// Where deliveries are put on record before they are acknowledged.
pub trait Inbox: Send + Sync {
    /// Returns once the delivery would survive a power cut. The same one may come any number of
    /// times. Dropped half way, what it did is whole or nothing.
    fn receive(&self, incoming: Incoming) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Letters that are on record and not yet known to be with the broker.
pub trait Outbox: Send + Sync {
    /// The oldest unsent letters, at most `limit`.
    fn unsent(&self, limit: usize) -> impl Future<Output = Result<Vec<Letter>, StoreError>> + Send;

    /// Marks a letter as sent: the broker has confirmed it. Marking twice changes nothing.
    fn sent(&self, id: &str) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Resolves when something new may be there, and in any case after a bounded wait. A letter
    /// recorded between [`Outbox::unsent`] and this is not slept over.
    fn notified(&self) -> impl Future<Output = ()> + Send;
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

/// A body does not print.
impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Incoming({} bytes, {:?})", self.body.len(), self.message_id)
    }
}
