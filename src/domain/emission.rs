//! How a note is issued: by the state's own server, or in contingency (MOC 7.0, NT 2013.007).

use super::{Timestamp, Uf};

/// `tpEmis`, `dhCont` and `xJust`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Emission {
    /// `tpEmis` 1: the state's own authorizer.
    #[default]
    Normal,
    /// `tpEmis` 6 or 7: the state's authorizer is down and its SVC is open.
    Contingency {
        /// Which one.
        svc: Svc,
        /// `dhCont`: since when.
        since: Timestamp,
        /// `xJust`, 15 to 256 characters.
        why: String,
    },
}

/// SEFAZ Virtual de Contingência.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Svc {
    /// SVC-AN, `tpEmis` 6.
    An,
    /// SVC-RS, `tpEmis` 7.
    Rs,
}

impl Svc {
    /// Who stands in for a state: SVC-RS for AM, BA, GO, MA, MS, MT, PE and PR, SVC-AN for all
    /// others (NT 2013.007; the portal's list of contingencies).
    pub fn of(uf: Uf) -> Svc {
        match uf {
            Uf::Am | Uf::Ba | Uf::Go | Uf::Ma | Uf::Ms | Uf::Mt | Uf::Pe | Uf::Pr => Svc::Rs,
            Uf::Ac
            | Uf::Al
            | Uf::Ap
            | Uf::Ce
            | Uf::Df
            | Uf::Es
            | Uf::Mg
            | Uf::Pa
            | Uf::Pb
            | Uf::Pi
            | Uf::Rj
            | Uf::Rn
            | Uf::Ro
            | Uf::Rr
            | Uf::Rs
            | Uf::Sc
            | Uf::Se
            | Uf::Sp
            | Uf::To => Svc::An,
        }
    }

    /// `tpEmis`.
    pub fn tp_emis(self) -> u8 {
        match self {
            Svc::An => 6,
            Svc::Rs => 7,
        }
    }
}

impl Emission {
    /// `tpEmis`.
    pub fn tp_emis(&self) -> u8 {
        match self {
            Emission::Normal => 1,
            Emission::Contingency { svc, .. } => svc.tp_emis(),
        }
    }
}
