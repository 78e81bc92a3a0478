//! Tables that this program cannot ship, and a guard of the seller's own: a draft is held against
//! them before it takes a number.

use std::collections::BTreeSet;

use super::Money;
use super::codes::{Cest, Ncm};

/// What the seller's tables say. Where there is none, nothing is held against it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// `NCM` in force (rule 778).
    pub ncm: Option<BTreeSet<Ncm>>,
    /// `CEST` in force (rule 806).
    pub cest: Option<BTreeSet<Cest>>,
    /// The highest `vNF` that may leave (rule 628).
    pub v_nf_max: Option<Money>,
}
