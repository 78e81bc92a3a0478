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

#[cfg(test)]
mod tests {
    use super::super::sample::{catalogue, law, now, seller, shipment};
    use super::super::{Law, draft};
    use super::*;
    use crate::domain::Emission;
    use crate::domain::Uf;
    use crate::domain::codes::Crt;
    use std::sync::Arc;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn row(from: &str, to: &str) -> Approximate {
        let rate = |text| Rate::parse(text).unwrap();
        Approximate {
            valid_from: day(from),
            valid_to: day(to),
            national: rate("13.45"),
            imported: rate("20"),
            state: rate("18"),
            municipal: Rate::ZERO,
            source: "IBPT, 26.2.A".to_owned(),
        }
    }

    fn ncm() -> Ncm {
        Ncm::parse("85183000").unwrap()
    }

    #[test]
    fn goods_have_one_row_on_one_day() {
        let mut table = TotTrib::default();
        assert!((table.is_empty(), table.len(), table.until()) == (true, 0, None));
        assert!(table.add(&ncm(), "", row("2026-07-01", "2026-12-31")));
        // On its last day, on its first, around it: met. The day after: not. An exception: not.
        for (from, to) in [
            ("2026-12-31", "2027-06-30"),
            ("2026-01-01", "2026-07-01"),
            ("2026-01-01", "2027-12-31"),
        ] {
            assert!(!table.add(&ncm(), "0", row(from, to)), "{from} {to}");
        }
        assert!(table.add(&ncm(), "", row("2027-01-01", "2027-06-30")));
        assert!(table.add(&ncm(), "01", row("2026-07-01", "2026-12-31")));
        assert!(!table.add(&ncm(), "1", row("2026-07-01", "2026-12-31")));
        assert_eq!((table.is_empty(), table.len()), (false, 3));
        assert_eq!(table.until(), Some(day("2027-06-30")));
        let known = |on| table.on(&ncm(), "", day(on)).map(|it| it.valid_to);
        assert_eq!(known("2026-06-30"), None);
        assert_eq!(known("2026-07-01"), Some(day("2026-12-31")));
        assert_eq!(known("2026-12-31"), Some(day("2026-12-31")));
        assert_eq!(known("2027-01-01"), Some(day("2027-06-30")));
        assert_eq!(known("2027-07-01"), None);
        assert_eq!(table.on(&Ncm::parse("85444200").unwrap(), "", day("2026-12-31")), None);
    }

    #[test]
    fn a_table_of_several_files_is_named_by_all_of_them() {
        let (one, other) = (Digest::of(b"one"), Digest::of(b"other"));
        let of = |files: &[&Digest]| {
            let mut table = TotTrib::default();
            files.iter().for_each(|it| table.read_from(it));
            table.digest()
        };
        assert_eq!(of(&[&one]), one);
        assert_ne!(of(&[&one, &other]), of(&[&other, &one]));
        assert_ne!(of(&[&one, &other]), of(&[]));
    }

    /// 13.45 % and 18 % of 100.00; 20 % and 18 % when imported; nothing without a table.
    #[test]
    fn a_note_tells_it_where_there_is_a_table() {
        let told = |tables: &BTreeMap<Uf, Arc<TotTrib>>, sku: &str| {
            let mut sale = shipment();
            sale.items[0].seller_sku = Some(sku.to_owned());
            let law = Law { tot_trib: tables, ..law() };
            let invoice =
                draft(&sale, &seller(Crt::Simples), &catalogue(), law, now(), &Emission::Normal)
                    .unwrap()
                    .invoice;
            assert_eq!(invoice.total.v_tot_trib, invoice.det[0].v_tot_trib);
            invoice.det[0].v_tot_trib.map(|it| it.to_string())
        };
        let mut table = TotTrib::default();
        assert!(table.add(&ncm(), "", row("2026-07-01", "2026-12-31")));
        let tables = |uf| BTreeMap::from([(uf, Arc::new(table.clone()))]);
        assert_eq!(told(&BTreeMap::new(), "SKU-A"), None);
        assert_eq!(told(&tables(Uf::Rj), "SKU-A"), None);
        assert_eq!(told(&tables(Uf::Sp), "SKU-A").as_deref(), Some("31.45"));
        assert_eq!(told(&tables(Uf::Sp), "SKU-B").as_deref(), Some("38.00"));
    }
}
