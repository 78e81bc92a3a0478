//! The states' registers of contributors: whether a company that buys has an IE where its goods
//! go to (CadConsultaCadastro4). Optional, and kept for a month: Amazon tells no IE.

use std::borrow::Cow;

use super::policy::later;
use super::{Outcome, Stage, Trader};
use crate::domain::c_stat::{Action, Service, action};
use crate::domain::codes::Ie;
use crate::domain::seller::{Registration as Known, Seller};
use crate::domain::shipment::Shipment;
use crate::domain::{Cnpj, Timestamp, Uf};
use crate::lifecycle::{Event, Life, Wait};
use crate::ports::{Registration, Sefaz, SefazErrorKind, Store, StoreError, World};
use crate::tax;

/// The service, as closures name it.
const CADASTRO: &str = "CadConsultaCadastro4";

/// How long an answer is good, in seconds: registrations change by the month.
const FRESH_S: i64 = 30 * 24 * 3600;

impl<W: World> Stage<W> {
    /// The seller, with what the register of the buyer's state says of the buyer. While that
    /// register is out of reach the draft waits, for a day at most; a state without one is no
    /// obstacle.
    pub(super) async fn acquainted<'a>(
        &self,
        life: &Life,
        trader: &'a Trader,
        shipment: &Shipment,
    ) -> Result<Result<Cow<'a, Seller>, Outcome>, StoreError> {
        let seller = &trader.seller;
        let unknown = tax::company(shipment).filter(|(company, uf)| {
            trader.asks_register && matches!(seller.contributors.of(company, *uf), Known::None)
        });
        let issuer = seller.establishment(shipment.warehouse_id.as_deref());
        let (Some((company, uf)), Some(issuer)) = (unknown, issuer) else {
            return Ok(Ok(Cow::Borrowed(seller)));
        };
        let now = self.now();
        let found = match self.register_says(life, &issuer.emit.cnpj, uf, &company, now).await? {
            Some(found) => found,
            None if now < later(life.began, self.policy.sefaz_deadline_s) => {
                let due = self.policy.wait(&self.chance, life, now);
                return Ok(Err(Event::Waited { why: Wait::ServiceDown, due }.into()));
            }
            None => {
                tracing::warn!(
                    shipment.id = %life.id.shipment,
                    sefaz.uf = uf.sigla(),
                    "the state's register stays out of reach: drafted without it"
                );
                return Ok(Ok(Cow::Borrowed(seller)));
            }
        };
        let Some(ie) = only_ie(&found) else { return Ok(Ok(Cow::Borrowed(seller))) };
        let mut seller = seller.clone();
        seller.contributors.insert(company, uf, Some(ie));
        Ok(Ok(Cow::Owned(seller)))
    }

    /// What the register says, today or within the month; `None` while it does not answer.
    async fn register_says(
        &self,
        life: &Life,
        issuer: &Cnpj,
        uf: Uf,
        company: &Cnpj,
        now: Timestamp,
    ) -> Result<Option<Registration>, StoreError> {
        let store = self.world.store();
        if let Some((asked, found)) = store.registration(company, uf).await?
            && now < later(asked, FRESH_S)
        {
            return Ok(Some(found));
        }
        if self.shut(issuer.as_str(), CADASTRO).await?.is_some() {
            return Ok(None);
        }
        let asked = self.world.sefaz().registration(&life.id.seller, issuer, uf, company).await;
        let found = match asked {
            Ok(found) => found,
            // A state that offers no such service, or not to this certificate: no register.
            Err(error) if error.kind == SefazErrorKind::Misconfigured => {
                tracing::info!(sefaz.uf = uf.sigla(), error = %error, "no register is asked");
                return Ok(Some(nobody()));
            }
            Err(error) => {
                tracing::warn!(sefaz.uf = uf.sigla(), error = %error, "the register is silent");
                return Ok(None);
            }
        };
        match action(Service::Registration, found.c_stat) {
            Action::InRegister | Action::NotInRegister => {
                store.keep_registration(company, uf, now, found.clone()).await?;
                Ok(Some(found))
            }
            Action::Abuse => {
                self.shut_down(issuer.as_str(), CADASTRO).await?;
                Ok(None)
            }
            Action::ServiceDown | Action::SvcClosed | Action::Unknown | Action::InProcessing => {
                Ok(None)
            }
            // A question that the state refuses will be refused again.
            Action::Adopt
            | Action::Cancelled
            | Action::Denied
            | Action::Absent
            | Action::Queued
            | Action::LotProcessed
            | Action::ReceiptUnknown
            | Action::ServiceUp
            | Action::DuplicateKey
            | Action::NumberTaken
            | Action::Misconfigured
            | Action::SignatureRefused
            | Action::Misdirected
            | Action::EventRegistered
            | Action::EventDuplicate
            | Action::EventTooLate
            | Action::Inutilized
            | Action::InutilizedBefore
            | Action::OurBug
            | Action::Reject
            | Action::Unlisted => {
                tracing::warn!(
                    sefaz.uf = uf.sigla(),
                    sefaz.c_stat = found.c_stat,
                    "the register refused the question: drafted without it"
                );
                Ok(Some(nobody()))
            }
        }
    }
}

fn nobody() -> Registration {
    Registration { c_stat: 0, x_motivo: String::new(), entries: Vec::new() }
}

/// The one active IE; with several only a person can say which, in the contributors file.
fn only_ie(found: &Registration) -> Option<Ie> {
    let mut active = found.entries.iter().filter(|(_, active)| *active);
    let (ie, _) = active.next()?;
    if active.next().is_some() {
        return None;
    }
    Ie::parse(ie).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(entries: &[(&str, bool)]) -> Registration {
        let entries = entries.iter().map(|(ie, active)| ((*ie).to_owned(), *active)).collect();
        Registration { entries, ..nobody() }
    }

    #[test]
    fn one_active_registration_is_the_buyers() {
        let ie = |entries: &[_]| only_ie(&found(entries)).map(|it| it.to_string());
        assert_eq!(ie(&[("110042490114", true)]).as_deref(), Some("110042490114"));
        assert_eq!(ie(&[("1", false), ("110042490114", true)]).as_deref(), Some("110042490114"));
        assert_eq!(ie(&[("110042490114", false)]), None);
        assert_eq!(ie(&[("110042490114", true), ("110042490115", true)]), None);
        assert_eq!(ie(&[]), None);
    }
}
