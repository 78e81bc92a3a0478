//! What a note cannot know of itself: codes that exist, rates of the day, ceilings.

use jiff::civil::{Date, date};

use crate::domain::{Money, Rate};

/// What the law and the seller know. `None` is "there is no such table here": then the rule is
/// not judged, and `doctor` says so.
pub trait Tables {
    /// Whether there is such a `CFOP` on that day (770).
    fn cfop(&self, _cfop: &str, _day: Date) -> Option<bool> {
        None
    }

    /// Whether there is such an `NCM` (778): a table that we may not ship.
    fn ncm(&self, _ncm: &str) -> Option<bool> {
        None
    }

    /// Whether there is such a `CEST` (806): a table that we may not ship.
    fn cest(&self, _cest: &str) -> Option<bool> {
        None
    }

    /// Whether an NF-e may have such a `cClassTrib` on that day.
    fn class(&self, _class: &str, _day: Date) -> Option<bool> {
        None
    }

    /// `pIBSUF`, `pIBSMun` and `pCBS` of that day (1026, 1036, 1037).
    fn ibs_cbs(&self, day: Date) -> Option<[Rate; 3]> {
        rates_2026(day)
    }

    /// The highest `vNF` that may leave (628): the state's, or the seller's own guard.
    fn v_nf_max(&self) -> Option<Money> {
        None
    }

    /// `tpAmb` of the SEFAZ that the note goes to (252).
    fn tp_amb(&self) -> Option<u8> {
        None
    }
}

/// Nothing but what the note itself says.
#[derive(Clone, Copy, Debug)]
pub struct NoTables;

impl Tables for NoTables {
    fn ibs_cbs(&self, _day: Date) -> Option<[Rate; 3]> {
        None
    }
}

/// LC 214/2025 arts. 343 and 346 (rules UB18-10, UB37-10, UB56-10): the year of the test.
fn rates_2026(day: Date) -> Option<[Rate; 3]> {
    let of_2026 = date(2026, 1, 1) <= day && day < date(2027, 1, 1);
    let rates = [1_000, 0, 9_000].map(Rate::from_ten_thousandths);
    of_2026.then_some(rates)
}
