//! What stands between those who answer for the numbers and the store.

use super::{Body, Filing, StoreError};
use crate::domain::codes::TpAmb;
use crate::domain::{Cnpj, Digest, LifeId, Timestamp};

/// The number ledger: what became of each number, and what SEFAZ was told of the gaps.
pub trait Ledger: Send + Sync {
    /// The numbers of this range that were ever taken, the lowest first.
    fn numbers_of(
        &self,
        range: &Range,
    ) -> impl Future<Output = Result<Vec<NumberRow>, StoreError>> + Send;

    /// Requests whose outcome is not known, of this series, the oldest first.
    fn open_requests(
        &self,
        tp_amb: TpAmb,
        cnpj: &str,
        serie: u16,
    ) -> impl Future<Output = Result<Vec<InutRow>, StoreError>> + Send;

    /// Puts a request on record before its bytes leave, with the bytes: its number in the store.
    /// [`StoreError::Refused`] when a number of the range is no gap any more, or another request
    /// of it is open.
    fn begin_request(
        &self,
        request: InutRequest,
    ) -> impl Future<Output = Result<i64, StoreError>> + Send;

    /// What became of it, with the fate of its numbers, in one transaction.
    /// [`StoreError::Conflict`] when somebody else settled it first.
    fn settle_request(
        &self,
        id: i64,
        settled: Settled,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Numbers of one series that follow on each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// `tpAmb`.
    pub tp_amb: TpAmb,
    /// `CNPJ` of the emitter.
    pub cnpj: Cnpj,
    /// `serie`.
    pub serie: u16,
    /// `nNFIni`.
    pub first: u32,
    /// `nNFFin`, from `first` on.
    pub last: u32,
}

impl Range {
    /// How many numbers.
    pub fn len(&self) -> u64 {
        u64::from(self.last.saturating_sub(self.first)) + 1
    }

    /// Never: a range has at least its first number.
    pub fn is_empty(&self) -> bool {
        false
    }
}

/// A number and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberRow {
    /// `tpAmb`: 1 or 2.
    pub tp_amb: u8,
    /// `CNPJ` of the emitter.
    pub cnpj: String,
    /// `serie`.
    pub serie: u16,
    /// `nNF`.
    pub n_nf: u32,
    /// Whose it is.
    pub life: LifeId,
    /// [`crate::lifecycle::Fate::as_str`].
    pub fate: String,
    /// The name of the event that made it so; of an inutilised number, of the event that made it
    /// a gap.
    pub reason: String,
    /// That event's place in the journal: who and why stand there.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
}

/// A request to SEFAZ that is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InutRequest {
    /// Which numbers.
    pub range: Range,
    /// `xJust`.
    pub x_just: String,
    /// Who decided it.
    pub by: String,
    /// The signed `inutNFe`: the exact bytes that go out.
    pub request: Body,
    /// When.
    pub asked_at: Timestamp,
}

/// A request as the store has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InutRow {
    /// Its number in the store.
    pub id: i64,
    /// `tpAmb`: 1 or 2.
    pub tp_amb: u8,
    /// `CNPJ` of the emitter.
    pub cnpj: String,
    /// `serie`.
    pub serie: u16,
    /// `nNFIni`.
    pub first: u32,
    /// `nNFFin`.
    pub last: u32,
    /// `xJust`.
    pub x_just: String,
    /// Who decided it.
    pub by: String,
    /// The signed `inutNFe`.
    pub request: Digest,
    /// When it was decided.
    pub asked_at: Timestamp,
    /// `sending`: the outcome is not known; `registered`, `refused`.
    pub state: String,
    /// `cStat` of the answer.
    pub c_stat: Option<u16>,
    /// `nProt`.
    pub n_prot: Option<String>,
    /// `dhRecbto`, as SEFAZ wrote it.
    pub dh_recbto: Option<String>,
    /// `procInutNFe`.
    pub proc: Option<Digest>,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// SEFAZ has it: its numbers are inutilised.
    Registered {
        /// `cStat`: 102, or 563 when it was there already.
        c_stat: u16,
        /// `nProt`, when it was told.
        n_prot: Option<String>,
        /// `dhRecbto`, as SEFAZ wrote it.
        dh_recbto: Option<String>,
        /// `procInutNFe`, and its place in the archive.
        proc: Option<Box<(Body, Filing)>>,
    },
    /// SEFAZ does not take it: its numbers stay gaps.
    Refused {
        /// `cStat`.
        c_stat: u16,
        /// `dhRecbto`, as SEFAZ wrote it.
        dh_recbto: Option<String>,
    },
}
