//! What a person may do with a case: correct an input, send it on, end it. Each is a
//! compare-and-swap change in the store: two clicks, two tabs, two people give one action.

use super::wire::read_shipment;
use super::{Outcome, Stage};
use crate::domain::LifeId;
use crate::domain::correction::{self, Correction};
use crate::lifecycle::{Event, Life, State};
use crate::ports::{Body, Store, StoreError, World};

/// An action, with who and why.
#[derive(Clone, Debug)]
pub struct Action {
    /// Who: 1 to 80 characters.
    pub by: String,
    /// Why: 1 to 500 characters.
    pub why: String,
    /// The version of the life that the person looked at; `None`: whatever it is now.
    pub version: Option<u64>,
    /// What.
    pub verb: Verb,
}

/// What a person decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Mend an input.
    Correct {
        /// In Amazon's words: `ShippingAddress.City`.
        field: String,
        /// The right value.
        value: String,
    },
    /// Send it on from where it stood.
    Resume,
    /// End it.
    Discard,
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
    #[error("{0} was cancelled by Amazon: cancel its note at SEFAZ, then discard the case")]
    Cancelled(LifeId),
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

impl<W: World> Stage<W> {
    /// Does it, once.
    pub async fn act(&self, id: &LifeId, action: Action) -> Result<Life, DeskError> {
        let (by, why) = signed(&action.by, &action.why)?;
        let life = self.life(id).await.map_err(DeskError::Store)?;
        let life = life.ok_or_else(|| DeskError::Unknown(id.clone()))?;
        if action.version.is_some_and(|version| version != life.version) {
            return Err(DeskError::Stale(id.clone()));
        }
        let State::Held { resume, .. } = &life.state else {
            return Err(DeskError::NotHeld { id: id.clone(), state: life.state.name() });
        };
        let outcome: Outcome = match action.verb {
            // Whether a note is at SEFAZ may still be asked; a cancelled sale is not submitted.
            Verb::Resume if life.cancelled && !resume.may_be_at_sefaz() => {
                return Err(DeskError::Cancelled(id.clone()));
            }
            Verb::Resume => Event::Resumed { by, why }.into(),
            Verb::Discard if resume.may_be_at_sefaz() => {
                return Err(DeskError::Unasked(id.clone()));
            }
            Verb::Discard => Event::Discarded { by, why }.into(),
            Verb::Correct { field, value } => {
                if !matches!(resume.as_ref(), State::Received { .. }) {
                    return Err(DeskError::Sealed(id.clone()));
                }
                self.try_correction(&life, &field, &value).await?;
                let body = self.correction_body(&life, &field, &value);
                let event = Event::Corrected { field, value: body.digest.clone(), by, why };
                Outcome { event, bodies: vec![body] }
            }
        };
        tracing::info!(
            shipment.id = %id.shipment,
            seller.id = %id.seller,
            life.event = outcome.event.name(),
            "a person acted on a case"
        );
        let after = self.record(&life, outcome).await.map_err(|error| match error {
            StoreError::Conflict => DeskError::Stale(id.clone()),
            error => DeskError::Store(error),
        })?;
        self.bell.notify_one();
        Ok(after)
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
        correction::apply(&shipment, &corrections)?;
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

/// The value in a correction's body.
pub(super) fn correction_value(body: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    value.get("value")?.as_str().map(str::to_owned)
}

/// Who and why, within bounds: no action goes without.
pub fn signed(by: &str, why: &str) -> Result<(String, String), DeskError> {
    Ok((bounded("by", by, 80)?, bounded("why", why, 500)?))
}

fn bounded(what: &'static str, text: &str, longest: usize) -> Result<String, DeskError> {
    let text = text.trim();
    match text.chars().count() {
        length if (1..=longest).contains(&length) => Ok(text.to_owned()),
        _ => Err(DeskError::Text(what, longest)),
    }
}
