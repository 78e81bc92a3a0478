//! Corrections that are kept for next time.

use super::Deed;
use crate::domain::correction::Subject;
use crate::domain::{SellerId, Timestamp};
use crate::ports::StoreError;

/// Kept corrections: each stands until somebody takes it away, and stays on record afterwards.
pub trait Kept: Send + Sync {
    /// Keeps a value for whatever it speaks of, over what was kept of it before: its number. The
    /// deed's moment, person and reason are the rule's.
    fn keep(
        &self,
        seller: &SellerId,
        subject: Subject,
        value: String,
        deed: Deed,
    ) -> impl Future<Output = Result<i64, StoreError>> + Send;

    /// Takes one away; [`StoreError::Conflict`] when it is not there any more.
    fn remove_kept(
        &self,
        id: i64,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Those that stand, by seller and name, behind this one.
    fn all_kept(
        &self,
        seller: Option<SellerId>,
        after: Option<KeptRule>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<KeptRule>, StoreError>> + Send;

    /// Those that stand and speak of one of these products, or of this city, in the order in which
    /// they were made.
    fn kept_for(
        &self,
        seller: &SellerId,
        skus: Vec<String>,
        city: Option<Subject>,
    ) -> impl Future<Output = Result<Vec<KeptRule>, StoreError>> + Send;

    /// Those of these numbers, whether they stand or were taken away, in their order.
    fn kept_of(
        &self,
        ids: &[i64],
    ) -> impl Future<Output = Result<Vec<KeptRule>, StoreError>> + Send;
}

/// A kept correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRule {
    /// Its number.
    pub id: i64,
    /// Whose.
    pub seller: SellerId,
    /// Of what.
    pub subject: Subject,
    /// What stands there.
    pub value: String,
    /// Who kept it.
    pub by: String,
    /// Why.
    pub why: String,
    /// When.
    pub made: Timestamp,
}
