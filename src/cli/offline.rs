//! A world with a store and a clock, where nobody answers the telephone: what `dlq` acts in.
//! Decisions are written; the worker carries them out.

use std::sync::Arc;

use crate::adapters::clock::SystemClock;
use crate::adapters::store::SqliteStore;
use crate::domain::catalogue::Catalogue;
use crate::domain::{AccessKey, Cnpj, LifeId, SellerId, Uf};
use crate::ports::{
    Amazon, AmazonError, AmazonErrorKind, Answer, Catalogues, EventAnswer, Inutilized,
    InvoiceStatus, Registration, Route, Sefaz, SefazAnswer, SefazError, SefazErrorKind, World,
};
use crate::tax::rules::Rules;

/// The store, the clock, and nobody else.
pub(super) struct Offline {
    clock: SystemClock,
    store: SqliteStore,
    nobody: Nobody,
}

/// Whoever is asked here is out.
pub(super) struct Nobody;

impl Offline {
    /// Over this store.
    pub(super) fn new(store: SqliteStore) -> Offline {
        Offline { clock: SystemClock, store, nobody: Nobody }
    }
}

impl World for Offline {
    type Clock = SystemClock;
    type Amazon = Nobody;
    type Sefaz = Nobody;
    type Store = SqliteStore;
    type Catalogues = Nobody;

    fn clock(&self) -> &SystemClock {
        &self.clock
    }

    fn amazon(&self) -> &Nobody {
        &self.nobody
    }

    fn sefaz(&self) -> &Nobody {
        &self.nobody
    }

    fn store(&self) -> &SqliteStore {
        &self.store
    }

    fn catalogues(&self) -> &Nobody {
        &self.nobody
    }
}

impl Catalogues for Nobody {
    fn catalogue(&self, _seller: &SellerId) -> Option<Arc<Catalogue>> {
        None
    }

    fn rules(&self) -> Arc<Rules> {
        Rules::shipped()
    }
}

fn out<T>() -> Result<Answer<T>, AmazonError> {
    let (kind, message) = (AmazonErrorKind::Unreachable, "not called from here".to_owned());
    Err(AmazonError { kind, message, request_id: None })
}

impl Amazon for Nobody {
    async fn shipment_details(&self, _id: &LifeId) -> Result<Answer<Vec<u8>>, AmazonError> {
        out()
    }

    async fn submit_invoice(&self, _id: &LifeId, _xml: &[u8]) -> Result<Answer<()>, AmazonError> {
        out()
    }

    async fn invoice_status(&self, _id: &LifeId) -> Result<Answer<InvoiceStatus>, AmazonError> {
        out()
    }
}

impl Sefaz for Nobody {
    async fn authorize(
        &self,
        _seller: &SellerId,
        _key: &AccessKey,
        _nfe: &[u8],
    ) -> Result<SefazAnswer, SefazError> {
        uncalled()
    }

    async fn receipt(
        &self,
        _seller: &SellerId,
        _key: &AccessKey,
        _n_rec: &str,
    ) -> Result<SefazAnswer, SefazError> {
        uncalled()
    }

    async fn consult(
        &self,
        _seller: &SellerId,
        _key: &AccessKey,
        _route: Route,
    ) -> Result<SefazAnswer, SefazError> {
        uncalled()
    }

    async fn register(
        &self,
        _seller: &SellerId,
        _key: &AccessKey,
        _evento: &[u8],
    ) -> Result<EventAnswer, SefazError> {
        uncalled()
    }

    async fn inutilize(
        &self,
        _seller: &SellerId,
        _cnpj: &Cnpj,
        _inut_nfe: &[u8],
    ) -> Result<Inutilized, SefazError> {
        uncalled()
    }

    async fn status(
        &self,
        _seller: &SellerId,
        _cnpj: &Cnpj,
        _route: Route,
    ) -> Result<SefazAnswer, SefazError> {
        uncalled()
    }

    async fn registration(
        &self,
        _seller: &SellerId,
        _cnpj: &Cnpj,
        _uf: Uf,
        _company: &Cnpj,
    ) -> Result<Registration, SefazError> {
        uncalled()
    }
}

fn uncalled<T>() -> Result<T, SefazError> {
    let (kind, message) = (SefazErrorKind::Unreachable, "not called from here".to_owned());
    Err(SefazError { kind, message })
}
