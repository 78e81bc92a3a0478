//! Who signs for an establishment, today.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::{Stage, Trader};
use crate::domain::{Cnpj, SellerId, Timestamp};
use crate::nfe::Certificate;
use crate::ports::World;

/// The A1 certificate of an establishment: it is renewed once a year, while notes are under way.
/// Whoever has taken it keeps what it took to the end.
#[derive(Debug)]
pub struct Signer(RwLock<Arc<Certificate>>);

/// Why a certificate does not take the place of another.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Of another company (213), or of none (292).
    #[error("expected a certificate of CNPJ {expected}'s company (rule 213), found {found}")]
    Company {
        /// The establishment's.
        expected: Cnpj,
        /// The certificate's CNPJ, or `none`.
        found: String,
    },
    /// Not alive now (291).
    #[error("expected a certificate that is valid at {now}, found one from {from} until {until}")]
    Dead {
        /// When it was looked at.
        now: Timestamp,
        /// Its first moment.
        from: Timestamp,
        /// Its last moment.
        until: Timestamp,
    },
    /// It ends before the one in use.
    #[error("expected one that lasts longer than until {kept}, found one until {until}")]
    Older {
        /// The last moment of the one in use.
        kept: Timestamp,
        /// Its last moment.
        until: Timestamp,
    },
}

impl Signer {
    /// Signs with this one.
    pub fn new(certificate: Arc<Certificate>) -> Signer {
        Signer(RwLock::new(certificate))
    }

    /// The one that signs now.
    pub fn certificate(&self) -> Arc<Certificate> {
        // Nobody panics while holding it; and what is in there is whole either way.
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Signs with this one from now on. Ask [`Signer::fits`] first.
    pub fn renew(&self, certificate: Arc<Certificate>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = certificate;
    }

    /// Whether a certificate may take this one's place for that establishment. `Ok(false)`: it is
    /// the one in use.
    pub fn fits(&self, ours: &Cnpj, new: &Certificate, now: Timestamp) -> Result<bool, Unfit> {
        let kept = self.certificate();
        if kept.der() == new.der() {
            return Ok(false);
        }
        if new.cnpj().map(Cnpj::root) != Some(ours.root()) {
            let found = new.cnpj().map_or_else(|| "none".to_owned(), Cnpj::to_string);
            return Err(Unfit::Company { expected: ours.clone(), found });
        }
        let (from, until) = (new.not_before(), new.not_after());
        if !new.is_valid_at(now) {
            return Err(Unfit::Dead { now, from, until });
        }
        if until < kept.not_after() {
            return Err(Unfit::Older { kept: kept.not_after(), until });
        }
        Ok(true)
    }
}

impl From<Arc<Certificate>> for Signer {
    fn from(certificate: Arc<Certificate>) -> Signer {
        Signer::new(certificate)
    }
}

impl<W: World> Stage<W> {
    /// The certificates that sign, by seller and CNPJ, each with its last moment.
    pub fn certificates(&self) -> Vec<(String, Timestamp)> {
        let of = |(seller, trader): (&SellerId, &Trader)| {
            let each = trader.certificates.iter();
            let each = each.map(|(cnpj, signer)| {
                (format!("{seller} {cnpj}"), signer.certificate().not_after())
            });
            each.collect::<Vec<_>>()
        };
        self.traders.iter().flat_map(of).collect()
    }

    /// The sellers, with those who sign for them.
    pub fn traders(&self) -> &BTreeMap<SellerId, Trader> {
        &self.traders
    }

    /// The same for another stage: a certificate that is renewed is renewed for both.
    pub fn shared_traders(&self) -> Arc<BTreeMap<SellerId, Trader>> {
        Arc::clone(&self.traders)
    }
}
