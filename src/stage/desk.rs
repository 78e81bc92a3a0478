//! What a person may do with a case: correct an input, send it on, end it. Each is a
//! compare-and-swap change in the store: two clicks, two tabs, two people give one action.

use super::wire::read_shipment;
use super::{Outcome, Stage};
use crate::domain::LifeId;
use crate::domain::correction::{self, Correction, Subject};
use crate::domain::text::latin1;
use crate::lifecycle::{Event, LETTERS_MAX, Life, State};
use crate::ports::{Body, Catalogues, Change, Deed, DeedKind, Origin, Store, StoreError, World};
use crate::tax::stock;

/// An action, with who and why.
#[derive(Clone, Debug)]
pub struct Action {
    /// Who: 1 to 80 characters.
    pub by: String,
    /// Why: 1 to 500 characters.
    pub why: String,
    /// The version of the life that the person looked at; `None`: whatever it is now.
    pub version: Option<u64>,
    /// From where, in which role, under whose eyes.
    pub origin: Origin,
    /// What.
    pub verb: Verb,
}

/// What a person decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Mend an input.
    Correct {
        /// In Amazon's words: `ShippingAddress.City`; or that of a [`Subject`].
        field: String,
        /// The right value.
        value: String,
    },
    /// Send it on from where it stood.
    Resume,
    /// End it.
    Discard,
    /// Cancel the authorised note at SEFAZ; `why` is its `xJust`, 15 to 255 characters.
    Cancel {
        /// Whether the shipment gets another note, under another number, afterwards.
        reissue: bool,
    },
    /// Send a carta de correção of the authorised note.
    Letter {
        /// `xCorrecao`, 15 to 1000 characters: all that is corrected, for each letter replaces
        /// those before it.
        text: String,
    },
}

impl Verb {
    /// What the audit calls it.
    pub fn deed(&self) -> DeedKind {
        match self {
            Verb::Correct { .. } => DeedKind::Correct,
            Verb::Resume => DeedKind::Resume,
            Verb::Discard => DeedKind::Discard,
            Verb::Cancel { reissue: false } => DeedKind::Cancel,
            Verb::Cancel { reissue: true } => DeedKind::Reissue,
            Verb::Letter { .. } => DeedKind::Letter,
        }
    }
}

/// Why an action was not done.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// No such life.
    #[error("no shipment {0} is on record")]
    Unknown(LifeId),
    /// Only a held life takes actions.
    #[error("{id} is {state}, not held: nothing is waiting for a person")]
    NotHeld {
        /// Which.
        id: LifeId,
        /// Where it is.
        state: &'static str,
    },
    /// The note is signed: its bytes never change.
    #[error("{0} is signed already: its input cannot be corrected, only sent on or discarded")]
    Sealed(LifeId),
    /// Amazon cancelled it: nothing is sent any more.
    #[error("{0} was cancelled by Amazon: nothing of it is sent any more")]
    Cancelled(LifeId),
    /// There is no authorised note that stands.
    #[error("{id} is {state}: there is no authorised note to cancel or correct")]
    NoNote {
        /// Which.
        id: LifeId,
        /// Where it is.
        state: &'static str,
    },
    /// Something of it is under way at SEFAZ.
    #[error("{0}: something of its note is under way at SEFAZ; wait for its outcome")]
    UnderWay(LifeId),
    /// Another note is for one that Amazon refused.
    #[error("{0}: only a note that Amazon refused can be issued anew; cancel without it")]
    NotForReissue(LifeId),
    /// Twenty letters are all there are (e110110).
    #[error("{0}: a note has at most 20 letters of correction")]
    TooManyLetters(LifeId),
    /// What SEFAZ reads must fit its layout.
    #[error("{0}: expected {1} to {2} characters that SEFAZ's layout takes")]
    FiscalText(&'static str, usize, usize),
    /// A note may be at SEFAZ without our knowing: nobody may end what may be authorised.
    #[error("{0}: whether SEFAZ has the note is not known; resume asks it by key, then discard")]
    Unasked(LifeId),
    /// A field that cannot be corrected, or a value that does not fit it.
    #[error(transparent)]
    Correction(#[from] correction::CorrectionError),
    /// `by` or `why` is missing or too long.
    #[error("{0}: expected 1 to {1} characters")]
    Text(&'static str, usize),
    /// Somebody was faster: look again.
    #[error("{0} was changed by somebody else meanwhile: look again")]
    Stale(LifeId),
    /// The store.
    #[error(transparent)]
    Store(StoreError),
}

/// Why an action is not possible now, whoever asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindered {
    /// Nothing waits for a person.
    NotHeld,
    /// The note is signed: its bytes never change.
    Sealed,
    /// Amazon cancelled it: nothing of it is sent any more.
    Cancelled,
    /// There is no authorised note that stands.
    NoNote,
    /// Something of it is under way at SEFAZ.
    UnderWay,
    /// Only a note that Amazon refused is issued anew.
    NotForReissue,
    /// Twenty letters are all there are.
    TooManyLetters,
    /// Whether SEFAZ has the note is not known.
    Unasked,
}

/// Why this cannot be done with the life as it is; `None`: it can.
pub fn hindrance(life: &Life, kind: DeedKind) -> Option<Hindered> {
    let resume = match &life.state {
        State::Held { resume, .. } => Some(resume.as_ref()),
        _ => None,
    };
    match kind {
        DeedKind::Resume | DeedKind::Discard | DeedKind::Correct => {
            let Some(resume) = resume else { return Some(Hindered::NotHeld) };
            let at_sefaz = resume.may_be_at_sefaz();
            let event_at_sefaz = matches!(resume, State::Registering { .. });
            let fresh = matches!(resume, State::Received { .. });
            match kind {
                // What is at SEFAZ, or is to go there, may go on; a cancelled sale is not submitted.
                DeedKind::Resume if life.cancelled && !at_sefaz && !event_at_sefaz => {
                    Some(Hindered::Cancelled)
                }
                DeedKind::Discard if at_sefaz => Some(Hindered::Unasked),
                DeedKind::Correct if !fresh => Some(Hindered::Sealed),
                _ => None,
            }
        }
        DeedKind::Cancel | DeedKind::Reissue | DeedKind::Letter => {
            let Some(standing) = life.state.standing() else { return Some(Hindered::NoNote) };
            let under_way = match &life.state {
                State::Registering { .. } => true,
                state => state.may_be_at_sefaz(),
            };
            // What Amazon has, or may have, is the sale's document: only one that it refused is
            // replaced.
            let refused = matches!(standing, State::Authorized(_)) && resume.is_some();
            match kind {
                _ if under_way => Some(Hindered::UnderWay),
                DeedKind::Reissue if !refused || life.cancelled => Some(Hindered::NotForReissue),
                DeedKind::Letter if life.cancelled => Some(Hindered::Cancelled),
                DeedKind::Letter if life.letters >= LETTERS_MAX => Some(Hindered::TooManyLetters),
                _ => None,
            }
        }
        // Beside the life: nothing in it stands in their way.
        _ => None,
    }
}

impl DeskError {
    fn of(hindered: Hindered, life: &Life) -> DeskError {
        let (id, state) = (life.id.clone(), life.state.name());
        match hindered {
            Hindered::NotHeld => DeskError::NotHeld { id, state },
            Hindered::Sealed => DeskError::Sealed(id),
            Hindered::Cancelled => DeskError::Cancelled(id),
            Hindered::NoNote => DeskError::NoNote { id, state },
            Hindered::UnderWay => DeskError::UnderWay(id),
            Hindered::NotForReissue => DeskError::NotForReissue(id),
            Hindered::TooManyLetters => DeskError::TooManyLetters(id),
            Hindered::Unasked => DeskError::Unasked(id),
        }
    }
}

impl<W: World> Stage<W> {
    /// Does it, once.
    pub async fn act(&self, id: &LifeId, action: Action) -> Result<Life, DeskError> {
        let (by, why) = signed(&action.by, &action.why)?;
        let life = self.life(id).await.map_err(DeskError::Store)?;
        let life = life.ok_or_else(|| DeskError::Unknown(id.clone()))?;
        if action.version.is_some_and(|version| version != life.version) {
            return Err(DeskError::Stale(id.clone()));
        }
        let kind = action.verb.deed();
        if let Some(hindrance) = hindrance(&life, kind) {
            return Err(DeskError::of(hindrance, &life));
        }
        let asked = || (by.clone(), why.clone());
        let (who, because) = action.origin.approver.clone().unwrap_or_else(asked);
        let mut deed = Deed::new(self.now(), who, action.origin, kind).of(id);
        deed.why = because;
        deed.before = Some(serde_json::json!({ "state": life.state.name() }).to_string());
        let outcome = self.decided(&life, by, why, action.verb).await?;
        tracing::info!(
            shipment.id = %id.shipment,
            seller.id = %id.seller,
            life.event = outcome.event.name(),
            "a person acted on a case"
        );
        let at = deed.at;
        let deed = |change: &Change| Some(told(deed, change));
        let after =
            self.record_deed(&life, outcome, at, deed).await.map_err(|error| match error {
                StoreError::Conflict => DeskError::Stale(id.clone()),
                error => DeskError::Store(error),
            })?;
        self.bell.notify_one();
        Ok(after)
    }

    /// The event that a decision makes.
    async fn decided(
        &self,
        life: &Life,
        by: String,
        why: String,
        verb: Verb,
    ) -> Result<Outcome, DeskError> {
        Ok(match verb {
            Verb::Resume => Event::Resumed { by, why }.into(),
            Verb::Discard => Event::Discarded { by, why }.into(),
            Verb::Cancel { reissue } => {
                let why = fiscal_text("why", &why, 15, 255)?;
                Event::CancelDecided { by, why, reissue }.into()
            }
            Verb::Correct { field, value } => {
                self.try_correction(life, &field, &value).await?;
                let body = self.correction_body(life, &field, &value);
                let field = correction::journalled(&field).to_owned();
                let event = Event::Corrected { field, value: body.digest.clone(), by, why };
                Outcome { event, bodies: vec![body] }
            }
            Verb::Letter { text } => {
                let text = fiscal_text("text", &text, 15, 1000)?;
                let body = self.correction_body(life, "xCorrecao", &text);
                let event = Event::CorrectionDecided { by, why, text: body.digest.clone() };
                Outcome { event, bodies: vec![body] }
            }
        })
    }

    /// Whether a correction can stand, after those on record.
    pub async fn fits(
        &self,
        life: &Life,
        wanted: &Correction,
    ) -> Result<Result<(), correction::CorrectionError>, StoreError> {
        match self.try_correction(life, &wanted.field, &wanted.value).await {
            Ok(()) => Ok(Ok(())),
            Err(DeskError::Correction(error)) => Ok(Err(error)),
            Err(DeskError::Store(error)) => Err(error),
            Err(error) => Err(StoreError::Failed(error.to_string())),
        }
    }

    /// A correction that does not fit what Amazon said is refused before it is on record.
    async fn try_correction(&self, life: &Life, field: &str, value: &str) -> Result<(), DeskError> {
        let store = self.world.store();
        let body = match &life.shipment {
            Some(digest) => store.body(digest).await.map_err(DeskError::Store)?,
            None => None,
        };
        let shipment = body.and_then(|body| read_shipment(&body).ok()).unwrap_or_default();
        let mut corrections = self.corrections(life).await.map_err(DeskError::Store)?;
        corrections.push(Correction { field: field.to_owned(), value: value.to_owned() });
        let mended = correction::apply(&shipment, &corrections)?;
        if let Some(subject) = Subject::parse(field) {
            stock::is_of(&mended, &subject)?;
            stock::fits(&subject, value, self.world.catalogues().profiles())?;
        }
        Ok(())
    }

    /// The value stays with the bodies, salted: a document alone could be guessed from its hash.
    fn correction_body(&self, life: &Life, field: &str, value: &str) -> Body {
        let version = life.version.to_string();
        let words = ["correction", life.id.seller.as_str(), life.id.shipment.as_str(), &version];
        let text = serde_json::json!({
            "salt": self.chance.salt(&words),
            "field": field,
            "value": value,
        });
        Body::new(text.to_string().into_bytes())
    }
}

/// The deed, with what it made: the journal's own words, whose personal values are digests.
fn told(deed: Deed, change: &Change) -> Deed {
    let event = serde_json::to_value(&change.entry.event).unwrap_or_default();
    let after = serde_json::json!({ "state": change.row.state, "entry": event });
    Deed {
        version: Some(change.entry.seq),
        worth_cents: change.row.worth_cents,
        after: Some(after.to_string()),
        ..deed
    }
}

/// The correction in its body: all of the field stands there, and the value.
pub(super) fn correction_of(body: &[u8]) -> Option<Correction> {
    serde_json::from_slice(body).ok()
}

/// Who and why, within bounds: no action goes without.
pub fn signed(by: &str, why: &str) -> Result<(String, String), DeskError> {
    Ok((bounded("by", by, 80)?, bounded("why", why, 500)?))
}

/// A text as SEFAZ's layout takes it, nothing of it lost but typography.
fn fiscal_text(
    what: &'static str,
    text: &str,
    shortest: usize,
    longest: usize,
) -> Result<String, DeskError> {
    let fits = latin1(text, longest + 1);
    match fits.chars().count() {
        length if (shortest..=longest).contains(&length) => Ok(fits),
        _ => Err(DeskError::FiscalText(what, shortest, longest)),
    }
}

fn bounded(what: &'static str, text: &str, longest: usize) -> Result<String, DeskError> {
    let text = text.trim();
    match text.chars().count() {
        length if (1..=longest).contains(&length) => Ok(text.to_owned()),
        _ => Err(DeskError::Text(what, longest)),
    }
}
