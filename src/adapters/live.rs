//! The real world, put together.

use super::catalogues::FileCatalogues;
use super::clock::SystemClock;
use super::sefaz::SefazClient;
use super::spapi::SpapiClient;
use super::store::SqliteStore;
use crate::ports::World;

/// Clock, Amazon, SEFAZ, store and product files as they are.
pub struct Live {
    /// The system's clock.
    pub clock: SystemClock,
    /// SP-API over HTTP.
    pub amazon: SpapiClient,
    /// SEFAZ over SOAP.
    pub sefaz: SefazClient,
    /// SQLite.
    pub store: SqliteStore,
    /// The product files.
    pub catalogues: FileCatalogues,
}

impl World for Live {
    type Clock = SystemClock;
    type Amazon = SpapiClient;
    type Sefaz = SefazClient;
    type Store = SqliteStore;
    type Catalogues = FileCatalogues;

    fn clock(&self) -> &SystemClock {
        &self.clock
    }

    fn amazon(&self) -> &SpapiClient {
        &self.amazon
    }

    fn sefaz(&self) -> &SefazClient {
        &self.sefaz
    }

    fn store(&self) -> &SqliteStore {
        &self.store
    }

    fn catalogues(&self) -> &FileCatalogues {
        &self.catalogues
    }
}
