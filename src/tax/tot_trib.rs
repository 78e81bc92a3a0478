//! `vTotTrib`: about how much of a price is tax, by the seller's own table (Lei 12.741/2012).
//!
//! The table is IBPT's, one for each state, and not ours to ship. Without it the note says
//! nothing of the kind.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::codes::Ncm;
use crate::domain::{Digest, Rate};

/// One state's table.
#[derive(Clone, Debug, Default)]
pub struct TotTrib {
    rows: BTreeMap<(String, String), Vec<Approximate>>,
    /// Of each file that it was read from.
    digests: Vec<Digest>,
}

/// One row: per cent of the price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approximate {
    /// The first day.
    pub valid_from: Date,
    /// The last day.
    pub valid_to: Date,
    /// Federal taxes on goods made here.
    pub national: Rate,
    /// Federal taxes on imported goods.
    pub imported: Rate,
    /// ICMS.
    pub state: Rate,
    /// ISS: nothing, on goods.
    pub municipal: Rate,
    /// Who made the table, and which version it is.
    pub source: String,
}

impl TotTrib {
    /// Remembers a file that rows are read from.
    pub fn read_from(&mut self, digest: &Digest) {
        self.digests.push(digest.clone());
    }

    /// Adds a row; `false` when another of the same goods holds on one of its days.
    pub fn add(&mut self, ncm: &Ncm, ex: &str, row: Approximate) -> bool {
        let same = self.rows.entry((ncm.as_str().to_owned(), exception(ex))).or_default();
        let met =
            same.iter().any(|it| it.valid_from <= row.valid_to && row.valid_from <= it.valid_to);
        if !met {
            same.push(row);
        }
        !met
    }

    /// The row of such goods on this day; `ex` is `EXTIPI`, empty for none.
    pub fn on(&self, ncm: &Ncm, ex: &str, day: Date) -> Option<&Approximate> {
        let rows = self.rows.get(&(ncm.as_str().to_owned(), exception(ex)))?;
        rows.iter().find(|it| it.valid_from <= day && day <= it.valid_to)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.values().map(Vec::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The last day of which it knows anything.
    pub fn until(&self) -> Option<Date> {
        self.rows.values().flatten().map(|it| it.valid_to).max()
    }

    /// SHA-256 of the file; of several, of their digests in the order of reading.
    pub fn digest(&self) -> Digest {
        match self.digests.as_slice() {
            [one] => one.clone(),
            all => Digest::of(all.iter().map(Digest::as_str).collect::<String>().as_bytes()),
        }
    }
}

impl Approximate {
    /// All of it, in per cent.
    pub fn rate(&self, imported: bool) -> Rate {
        let federal = if imported { self.imported } else { self.national };
        federal.plus(self.state).plus(self.municipal)
    }
}

/// `01` and `1` are one exception; `0` and nothing are none.
fn exception(text: &str) -> String {
    text.trim().trim_start_matches('0').to_owned()
}
