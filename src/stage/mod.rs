//! The hands: does what [`crate::lifecycle`] decides, and nothing else.
//!
//! The one law of the loop: *decide, record the intent where there is one, act, record what came
//! of it, decide again.* It ends when the life must wait, is done, or finds its lane closed. A
//! crash at any point is followed by the same loop over the same journal.

mod authorization;
mod closure;
mod contingency;
mod crew;
mod desk;
mod dispute;
mod draft;
mod earlier;
mod events;
mod gaps;
mod index;
mod intake;
mod inutilization;
mod letter;
mod offline;
mod perform;
mod policy;
mod preview;
mod register;
mod run;
mod said;
mod signer;
mod stock;
mod window;
pub mod wire;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub use crew::work;
pub use desk::{Action, DeskError, Hindered, Verb, hindrance, signed};
pub use gaps::{Gaps, Urgency, day, ranges};
pub use intake::Receipt;
pub use inutilization::{Hindrance, InutilizationError, NUMBERS_MAX, Planned, Told, Wish};
pub use letter::{letter_id, unreadable_letter_id};
pub use offline::{AnyCatalogues, AnyClock, Nobody, Offline};
pub use policy::{Policy, later};
pub use preview::Preview;
pub use run::{Claim, Closed, Parked};
pub use signer::{Signer, Unfit};
pub use window::CancelUntil;

use crate::domain::lists::Lists;
use crate::domain::seller::Seller;
use crate::domain::{AccessKey, Chance, Cnpj, Digest, Fault, LifeId, SellerId, Timestamp};
use crate::lifecycle::{Entry, Event, Life, Progress, Purpose, State};
use crate::nfe::{self, Certificate};
use crate::ports::{
    Body, Change, Clock, Deed, Filing, FilingKind, Letter, Store, StoreError, World,
};

/// One seller as the stage knows it.
#[derive(Debug)]
pub struct Trader {
    /// What the tax rules must know.
    pub seller: Seller,
    /// The A1 certificates that sign, by the CNPJ of the establishment; several may share one.
    pub certificates: BTreeMap<Cnpj, Signer>,
    /// How notes of cancelled shipments are cancelled.
    pub cancel: CancelTerms,
    /// Whether the register of the buyer's state is asked for the IE of a company that the
    /// contributors file does not know.
    pub asks_register: bool,
}

/// How a seller's notes are cancelled at SEFAZ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelTerms {
    /// Whether Amazon's `Cancelled` is enough inside the plain window. The law wants that the
    /// goods have not left, which only the seller's own way of working can promise.
    pub automatic: bool,
    /// Hours of the plain window, where the seller knows better than the table.
    pub window_h: Option<u32>,
    /// `xJust` of a cancellation that Amazon's word began, 15 to 255 characters.
    pub x_just: String,
}

impl Default for CancelTerms {
    fn default() -> CancelTerms {
        let x_just = "Pedido cancelado na Amazon antes da saida da mercadoria".to_owned();
        CancelTerms { automatic: false, window_h: None, x_just }
    }
}

impl Trader {
    /// Who signs a note that was numbered under this CNPJ: the record says which, whatever the
    /// shipment or the configuration say today.
    fn signer(&self, cnpj: &str) -> Option<Arc<Certificate>> {
        let found = self.certificates.iter().find(|(it, _)| it.as_str() == cnpj);
        found.map(|(_, signer)| signer.certificate())
    }
}

/// The stage.
pub struct Stage<W> {
    world: W,
    traders: Arc<BTreeMap<SellerId, Trader>>,
    policy: Policy,
    chance: Chance,
    lists: Arc<Lists>,
    /// Sellers who rest, until when: in memory, because asking once more after a restart is how
    /// one finds out that it is mended.
    pauses: Mutex<BTreeMap<SellerId, Timestamp>>,
    /// What is known of the states' servers.
    watch: contingency::Watch,
    /// Rung when a life changed, so that the crew looks at once.
    bell: tokio::sync::Notify,
    /// What Amazon said of its rates: (seller, operation) → microseconds a token.
    rates: Mutex<BTreeMap<(SellerId, &'static str), i64>>,
}

/// What a command came to.
#[derive(Debug)]
struct Outcome {
    event: Event,
    bodies: Vec<Body>,
}

impl From<Event> for Outcome {
    fn from(event: Event) -> Outcome {
        Outcome { event, bodies: Vec::new() }
    }
}

impl<W: World> Stage<W> {
    /// Puts the stage together. Several stages may share their traders: opening a certificate is
    /// slow on purpose.
    pub fn new(
        world: W,
        traders: impl Into<Arc<BTreeMap<SellerId, Trader>>>,
        policy: Policy,
        chance: Chance,
    ) -> Stage<W> {
        let traders = traders.into();
        let (pauses, rates) = (Mutex::default(), Mutex::default());
        let bell = tokio::sync::Notify::new();
        let lists = Arc::default();
        let watch = contingency::Watch::default();
        Stage { world, traders, policy, chance, lists, pauses, watch, bell, rates }
    }

    /// With the tables that every draft is held against, besides the rules by date.
    #[must_use]
    pub fn with_lists(self, lists: Arc<Lists>) -> Stage<W> {
        Stage { lists, ..self }
    }

    /// The world it acts in.
    pub fn world(&self) -> &W {
        &self.world
    }

    /// The sellers that it knows.
    pub fn sellers(&self) -> impl Iterator<Item = &SellerId> {
        self.traders.keys()
    }

    fn now(&self) -> Timestamp {
        self.world.clock().now()
    }

    /// Resolves when a delivery or a person changed a life.
    pub(crate) async fn woken(&self) {
        self.bell.notified().await;
    }

    /// A life as its journal has it now.
    pub async fn life(&self, id: &LifeId) -> Result<Option<Life>, StoreError> {
        let entries = self.world.store().journal(id).await?;
        Ok(Life::fold(id, &entries))
    }

    /// The change that an event makes, with the letter that it calls for. `bodies` may hold the
    /// delivery itself when it is not in the store yet.
    async fn change_to(
        &self,
        before: Option<&Life>,
        after: &Life,
        at: Timestamp,
        event: Event,
        bodies: Vec<Body>,
    ) -> Result<Change, StoreError> {
        let fates = Life::fates(before, after, &event);
        let entry = Entry { seq: after.version, at, event };
        let letter = match letter::is_due(before, after) {
            true => self.letter(after, &entry, &bodies).await?,
            false => None,
        };
        let filings = filings(before, &entry.event);
        let (row, lookups) = self.indexed(after, &entry.event, &bodies).await?;
        let id = after.id.clone();
        Ok(Change { id, row, entry, bodies, fates, letter, filings, lookups, deed: None })
    }

    async fn letter(
        &self,
        after: &Life,
        entry: &Entry,
        bodies: &[Body],
    ) -> Result<Option<Letter>, StoreError> {
        let store = self.world.store();
        let delivered = match bodies.iter().find(|body| body.digest == after.delivery) {
            Some(body) => Some(body.bytes.clone()),
            None => store.body(&after.delivery).await?,
        };
        let mut history = store.journal(&after.id).await?;
        history.truncate(usize::try_from(entry.seq).unwrap_or(usize::MAX).saturating_sub(1));
        history.push(entry.clone());
        Ok(letter::held(after, delivered.as_deref(), &history))
    }

    /// Writes what came of a command, and gives the life as it is then.
    async fn record(&self, life: &Life, outcome: Outcome) -> Result<Life, StoreError> {
        let at = self.now();
        self.record_deed(life, outcome, at, |_| None).await
    }

    /// Writes what came of a command or of a person's decision, with the deed that is made of the
    /// life as it is then.
    async fn record_deed(
        &self,
        life: &Life,
        outcome: Outcome,
        at: Timestamp,
        deed: impl FnOnce(&Change) -> Option<Deed>,
    ) -> Result<Life, StoreError> {
        let name = outcome.event.name();
        let Outcome { event, bodies } = outcome;
        let after = life.clone().after(at, &event);
        let mut change = self.change_to(Some(life), &after, at, event, bodies).await?;
        change.deed = deed(&change);
        self.world.store().commit(change).await?;
        tracing::debug!(
            shipment.id = %after.id.shipment,
            seller.id = %after.id.seller,
            life.event = name,
            life.state = after.state.name(),
            life.version = after.version,
            "recorded"
        );
        Ok(after)
    }

    /// Holds a life for a person: the personal values of its faults go to a body of their own.
    fn hold(&self, life: &Life, faults: Vec<Fault>) -> Outcome {
        let (faults, private) = self.without_personal_values(life, faults);
        let digest = private.as_ref().map(|body| body.digest.clone());
        for fault in &faults {
            tracing::warn!(
                shipment.id = %life.id.shipment,
                seller.id = %life.id.seller,
                fault.code = %fault.code,
                fault.field = %fault.field,
                fault.mender = %fault.mender,
                "held for a person"
            );
        }
        let event = Event::Held { faults, private: digest, nothing_sent: false };
        Outcome { event, bodies: private.into_iter().collect() }
    }

    /// Holds a life whose intent is known to have come to nothing.
    fn hold_unsent(&self, life: &Life, fault: Fault) -> Outcome {
        let mut outcome = self.hold(life, vec![fault]);
        if let Event::Held { nothing_sent, .. } = &mut outcome.event {
            *nothing_sent = true;
        }
        outcome
    }

    /// Takes personal values, and the guesses beside them, out of faults (law 10). The body lists
    /// them in the faults' order, with a salt: a document alone could be guessed from its hash.
    fn without_personal_values(
        &self,
        life: &Life,
        mut faults: Vec<Fault>,
    ) -> (Vec<Fault>, Option<Body>) {
        let (mut values, mut details) = (Vec::new(), Vec::new());
        for fault in &mut faults {
            values.push(if fault.personal { fault.value.take() } else { None });
            details.push(if fault.personal { fault.detail.take() } else { None });
        }
        let guessed = details.iter().any(Option::is_some);
        if !guessed && values.iter().all(Option::is_none) {
            return (faults, None);
        }
        let version = life.version.to_string();
        let words = ["private", life.id.seller.as_str(), life.id.shipment.as_str(), &version];
        let mut text = serde_json::json!({ "salt": self.chance.salt(&words), "values": values });
        if let Some(text) = text.as_object_mut().filter(|_| guessed) {
            text.insert("details".to_owned(), details.into());
        }
        (faults, Some(Body::new(text.to_string().into_bytes())))
    }

    fn pause(&self, seller: &SellerId, until: Timestamp) {
        if let Ok(mut pauses) = self.pauses.lock() {
            pauses.insert(seller.clone(), until);
        }
    }

    /// Until when this seller rests.
    fn paused_until(&self, seller: &SellerId, now: Timestamp) -> Option<Timestamp> {
        let pauses = self.pauses.lock().ok()?;
        pauses.get(seller).copied().filter(|until| *until > now)
    }
}

/// The value that a correction's body holds.
pub fn correction_value(body: &[u8]) -> Option<String> {
    desk::correction_of(body).map(|it| it.value)
}

/// Puts the personal values back into a held life's faults, for a person who may see them.
pub fn reveal(faults: &[Fault], private: &[u8]) -> Vec<Fault> {
    #[derive(Default, serde::Deserialize)]
    struct Private {
        values: Vec<Option<String>>,
        /// Absent where no fault had a guess.
        #[serde(default)]
        details: Vec<Option<String>>,
    }
    let Private { values, details } = serde_json::from_slice(private).unwrap_or_default();
    let (mut values, mut details) = (values.into_iter(), details.into_iter());
    faults
        .iter()
        .map(|fault| Fault {
            value: fault.value.clone().or(values.next().flatten()),
            detail: fault.detail.clone().or(details.next().flatten()),
            ..fault.clone()
        })
        .collect()
}

/// What the archive must hold from this event on.
fn filings(before: Option<&Life>, event: &Event) -> Vec<Filing> {
    let filing = |kind, key: &AccessKey, name: String, digest: &Digest| Filing {
        kind,
        cnpj: key.cnpj().to_owned(),
        year_month: key.year_month(),
        name,
        digest: digest.clone(),
    };
    let Some(state) = before.map(|life| &life.state) else { return Vec::new() };
    match (event, state) {
        (Event::Authorized { nfe_proc, .. }, State::Authorizing { note, .. }) => {
            let key = &note.draft.key;
            vec![filing(FilingKind::Note, key, key.to_string(), nfe_proc)]
        }
        (
            Event::EventoRegistered { proc_evento: Some(digest), n_seq, .. },
            State::Registering { note, plan, progress: Progress::Sending { evento, .. }, .. },
        ) => {
            let key = &note.sealed.draft.key;
            let tp_evento = match plan.purpose {
                Purpose::Cancel { .. } => nfe::evento::CANCELAMENTO,
                Purpose::Correct { .. } => nfe::evento::CARTA_DE_CORRECAO,
            };
            // As the document says itself: it may be an event of somebody else's.
            let name = nfe::evento::id(tp_evento, key, n_seq.unwrap_or(evento.n_seq));
            vec![filing(FilingKind::Event, key, name, digest)]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Code, Step};

    #[test]
    fn a_guess_comes_back_with_its_value_and_old_bodies_are_read() {
        let bare = Fault::new(Code::AddressCityUnknown, Step::Draft, "ShippingAddress.City");
        let faults =
            [bare.clone(), bare.personal(""), Fault::new(Code::MoneyBad, Step::Draft, "x")];
        let faults = faults.map(|it| Fault { value: None, ..it });
        let body = br#"{"salt":"s","values":[null,"Ozasco",null],"details":[null,"Osasco",null]}"#;
        let shown = reveal(&faults, body);
        assert_eq!(shown[1].value.as_deref(), Some("Ozasco"));
        assert_eq!(shown[1].detail.as_deref(), Some("Osasco"));
        assert!(shown[0].detail.is_none() && shown[2].value.is_none());
        let old = reveal(&faults, br#"{"salt":"s","values":[null,"Ozasco",null]}"#);
        assert_eq!((old[1].value.as_deref(), old[1].detail.as_deref()), (Some("Ozasco"), None));
    }
}
