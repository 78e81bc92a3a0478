//! Everything this program asks of the world, a page for each of its parts.
//!
//! Production is `adapters`; replay and most tests are `simulator`, in virtual time. The stage
//! cannot tell them apart.

mod amazon;
mod broker;
mod desk;
mod ledger;
mod sefaz;
mod store;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::catalogue::{Catalogue, TaxProfile};
use crate::domain::{SellerId, Timestamp, Uf};
use crate::tax::TotTrib;
use crate::tax::rules::Rules;

pub use amazon::{Amazon, AmazonError, AmazonErrorKind, Answer, InvoiceStatus};
pub use broker::{Inbox, Incoming, Outbox, Strays};
pub use desk::*;
pub use ledger::{InutRequest, InutRow, Ledger, NumberRow, Range, Settled};
pub use sefaz::{
    EventAnswer, Inutilized, Protocol, Receipt, Registered, Registration, Route, Sefaz,
    SefazAnswer, SefazError, SefazErrorKind,
};
pub use store::{
    Admission, Body, Bucket, Change, Delivery, DeliveryKind, Filing, FilingKind, Letter, Row,
    Series, Store, StoreError,
};

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

    /// The tax profiles, by name: what a product that a person mends may be taxed by.
    fn profiles(&self) -> &BTreeMap<String, TaxProfile> {
        static NONE: BTreeMap<String, TaxProfile> = BTreeMap::new();
        &NONE
    }

    /// Each state's table of approximate taxes; without one `vTotTrib` is left out.
    fn tot_trib(&self) -> &BTreeMap<Uf, Arc<TotTrib>> {
        static NONE: BTreeMap<Uf, Arc<TotTrib>> = BTreeMap::new();
        &NONE
    }
}
