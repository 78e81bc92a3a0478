//! A world with a store, a clock and the product files, where nobody answers the telephone: what
//! people's decisions are made in. They are written; the worker carries them out.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::catalogue::{Catalogue, TaxProfile};
use crate::domain::{AccessKey, Cnpj, LifeId, SellerId, Timestamp, Uf};
use crate::ports::{
    Amazon, AmazonError, AmazonErrorKind, Answer, Catalogues, Clock, EventAnswer, Inutilized,
    InvoiceStatus, Registration, Route, Sefaz, SefazAnswer, SefazError, SefazErrorKind, Store,
    World,
};
use crate::tax::TotTrib;
use crate::tax::rules::Rules;

/// The store, the clock, the product files, and nobody else.
pub struct Offline<S> {
    clock: AnyClock,
    store: Arc<S>,
    catalogues: AnyCatalogues,
    nobody: Nobody,
}

/// Whoever is asked here is out.
pub struct Nobody;

/// Whichever clock.
pub struct AnyClock(Arc<dyn Clock>);

/// Whichever product files.
pub struct AnyCatalogues(Arc<dyn Catalogues>);

impl<S> Offline<S> {
    /// Over this store.
    pub fn new(
        store: Arc<S>,
        clock: Arc<dyn Clock>,
        catalogues: Arc<dyn Catalogues>,
    ) -> Offline<S> {
        let (clock, catalogues) = (AnyClock(clock), AnyCatalogues(catalogues));
        Offline { clock, store, catalogues, nobody: Nobody }
    }
}

impl<S: Store + 'static> World for Offline<S> {
    type Clock = AnyClock;
    type Amazon = Nobody;
    type Sefaz = Nobody;
    type Store = S;
    type Catalogues = AnyCatalogues;

    fn clock(&self) -> &AnyClock {
        &self.clock
    }

    fn amazon(&self) -> &Nobody {
        &self.nobody
    }

    fn sefaz(&self) -> &Nobody {
        &self.nobody
    }

    fn store(&self) -> &S {
        &self.store
    }

    fn catalogues(&self) -> &AnyCatalogues {
        &self.catalogues
    }
}

impl Clock for AnyClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

impl Catalogues for AnyCatalogues {
    fn catalogue(&self, seller: &SellerId) -> Option<Arc<Catalogue>> {
        self.0.catalogue(seller)
    }

    fn rules(&self) -> Arc<Rules> {
        self.0.rules()
    }

    fn profiles(&self) -> &BTreeMap<String, TaxProfile> {
        self.0.profiles()
    }

    fn tot_trib(&self) -> &BTreeMap<Uf, Arc<TotTrib>> {
        self.0.tot_trib()
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
