//! What the law says from one day to another: rates, classes, codes, and whether a tax is due.
//!
//! Every figure is a row of a table in `data/`, with the days on which it holds, its source and
//! how sure that is. A seller may lay tables of the same names over ours: for the days that a row
//! of theirs covers it stands in place of ours, and everything else stays. On a day that no row
//! covers nothing is known: the last row is never taken for the next.

mod kinds;
mod rows;
mod table;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

pub use rows::{
    CfopRow, Class, DifalBase, Due, IbsCbsBase, IbsCbsRates, Interstate, Levy, Needs, SCHEMA, State,
};
pub use table::{Row, RuleFault};

use crate::domain::codes::{CClassTrib, Cfop};
use crate::domain::{Digest, Uf};
use kinds::{Cfops, Classes, Contributions, IbsCbs, Levies, States, Way, Ways};
use rows::Standing;
use table::{Kind, Table};

/// All tables.
#[derive(Debug)]
pub struct Rules {
    states: Table<States>,
    ways: Table<Ways>,
    cfops: Table<Cfops>,
    contributions: Table<Contributions>,
    levies: Table<Levies>,
    ibs_cbs: Table<IbsCbs>,
    classes: Table<Classes>,
    digest: Digest,
}

/// Whether IBS and CBS are told, of one regime on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IbsCbsStanding<'a> {
    /// No row covers the day.
    Unknown,
    /// They are not.
    NotDue,
    /// They may be left out.
    Optional(&'a IbsCbsRates, &'a str),
    /// They are due; with the rates, their source.
    Due(&'a IbsCbsRates, &'a str),
    /// They are due in groups that only this schema package has.
    NeedsSchema(&'a str),
}

/// The first day that the rules do not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The day.
    pub day: Date,
    /// The tables that lack it.
    pub tables: Vec<&'static str>,
}

/// The files of all tables, and what ships in each.
const SHIPPED: [(&str, &str); 7] = [
    (States::FILE, States::SHIPPED),
    (Ways::FILE, Ways::SHIPPED),
    (Cfops::FILE, Cfops::SHIPPED),
    (Contributions::FILE, Contributions::SHIPPED),
    (Levies::FILE, Levies::SHIPPED),
    (IbsCbs::FILE, IbsCbs::SHIPPED),
    (Classes::FILE, Classes::SHIPPED),
];

impl Rules {
    /// The rules that ship with the program.
    pub fn shipped() -> Arc<Rules> {
        static RULES: OnceLock<Arc<Rules>> = OnceLock::new();
        // That what ships has no fault is a test.
        Arc::clone(RULES.get_or_init(|| Arc::new(read(&[], &mut Vec::new()))))
    }

    /// The same with a seller's own tables, each with its file's name, laid over them.
    pub fn with(files: &[(&str, &str)]) -> Result<Rules, Vec<RuleFault>> {
        let mut faults = Vec::new();
        for (n, (file, _)) in files.iter().enumerate() {
            let known = Rules::files().any(|it| it == base(file));
            let twice = files.iter().take(n).any(|(it, _)| base(it) == base(file));
            if !known || twice {
                let problem = if known { "is there twice" } else { "is no table of rules" };
                let all = Rules::files().collect::<Vec<_>>().join(", ");
                faults.push(RuleFault::of_file(file, problem, &format!("the tables are {all}")));
            }
        }
        let rules = read(files, &mut faults);
        if faults.is_empty() { Ok(rules) } else { Err(faults) }
    }

    /// The names of all tables.
    pub fn files() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(file, _)| *file)
    }

    /// SHA-256 of all tables, the seller's among them.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// How many rows the seller wrote.
    pub fn own_rows(&self) -> usize {
        self.states.own()
            + self.ways.own()
            + self.cfops.own()
            + self.contributions.own()
            + self.levies.own()
            + self.ibs_cbs.own()
            + self.classes.own()
    }

    /// One state's ICMS.
    pub fn internal(&self, uf: Uf, day: Date) -> Option<&Row<State>> {
        self.states.on(&uf, day)
    }

    /// The rates from one state to another.
    pub fn interstate(&self, from: Uf, to: Uf, day: Date) -> Option<&Row<Interstate>> {
        self.ways.on(&Way(from, to), day)
    }

    /// Whether PIS and COFINS are due, by `CRT`.
    pub fn contributions(&self, crt: u8, day: Date) -> Option<&Row<Due>> {
        self.contributions.on(&crt, day)
    }

    /// Whether IPI or IS is due at all.
    pub fn levy(&self, levy: Levy, day: Date) -> Option<&Row<Due>> {
        self.levies.on(&levy, day)
    }

    /// Whether IBS and CBS are told, by `CRT`, and at what rates.
    pub fn ibs_cbs(&self, crt: u8, day: Date) -> IbsCbsStanding<'_> {
        let Some(row) = self.ibs_cbs.on(&crt, day) else { return IbsCbsStanding::Unknown };
        match &row.is {
            Standing::NotDue => IbsCbsStanding::NotDue,
            Standing::Optional(rates) => IbsCbsStanding::Optional(rates, &row.source),
            Standing::Due(rates) => IbsCbsStanding::Due(rates, &row.source),
            Standing::NeedsSchema(schema) => IbsCbsStanding::NeedsSchema(schema),
        }
    }

    /// What a class of IBS and CBS is made of.
    pub fn class(&self, class: &CClassTrib, day: Date) -> Option<&Row<Class>> {
        self.classes.on(&class.as_str().to_owned(), day)
    }

    /// What a CFOP is for; `None`: there is none such on that day (rule 770).
    pub fn cfop(&self, cfop: Cfop, day: Date) -> Option<&Row<CfopRow>> {
        self.cfops.on(&cfop.to_string().parse().ok()?, day)
    }

    /// The first day from this one on that is unknown to sellers of these regimes who have these
    /// levies on their goods; `None`: there is none.
    pub fn gap(&self, crts: &[u8], levies: &[Levy], from: Date) -> Option<Gap> {
        let mut day = from;
        loop {
            let spans = self.spans(crts, levies, day);
            let mut tables: Vec<_> =
                spans.iter().filter(|(_, span)| span.is_none()).map(|(table, _)| *table).collect();
            tables.dedup();
            if !tables.is_empty() {
                return Some(Gap { day, tables });
            }
            let ends = spans.iter().filter_map(|(_, span)| (*span)?);
            day = ends.min()?.tomorrow().ok()?;
        }
    }

    /// Of everything that a sale on that day may need: its table, and, when it is known, until
    /// when the row holds.
    fn spans(&self, crts: &[u8], levies: &[Levy], day: Date) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for from in Uf::ALL {
            let state = self.states.on(from, day);
            spans.push((States::FILE, state.map(|it| it.valid_to)));
        }
        for (from, to) in Uf::ALL.iter().flat_map(|from| Uf::ALL.iter().map(move |to| (from, to))) {
            if from != to {
                let way = self.ways.on(&Way(*from, *to), day);
                spans.push((Ways::FILE, way.map(|it| it.valid_to)));
            }
        }
        for crt in crts {
            let due = self.contributions.on(crt, day);
            spans.push((Contributions::FILE, due.map(|it| it.valid_to)));
        }
        for levy in levies {
            spans.push((Levies::FILE, self.levies.on(levy, day).map(|it| it.valid_to)));
        }
        for crt in crts {
            // What needs another schema cannot be drafted any more than what is unknown.
            let row = self.ibs_cbs.on(crt, day);
            let row = row.filter(|it| !matches!(it.is, Standing::NeedsSchema(_)));
            spans.push((IbsCbs::FILE, row.map(|it| it.valid_to)));
        }
        spans
    }
}

/// A table, and until when a row of it holds: `None`: there is none, `Some(None)`: open.
type Span = (&'static str, Option<Option<Date>>);

fn read(files: &[(&str, &str)], faults: &mut Vec<RuleFault>) -> Rules {
    let own = |table: &str| files.iter().find(|(file, _)| base(file) == table).copied();
    let mut whole = String::new();
    for (file, text) in SHIPPED {
        // A line that no table can hold stands between them.
        let own = own(file).map_or("", |(_, text)| text);
        whole.extend([file, "\n\0\n", text, "\n\0\n", own, "\n\0\n"]);
    }
    Rules {
        states: Table::read(own(States::FILE), faults),
        ways: Table::read(own(Ways::FILE), faults),
        cfops: Table::read(own(Cfops::FILE), faults),
        contributions: Table::read(own(Contributions::FILE), faults),
        levies: Table::read(own(Levies::FILE), faults),
        ibs_cbs: Table::read(own(IbsCbs::FILE), faults),
        classes: Table::read(own(Classes::FILE), faults),
        digest: Digest::of(whole.as_bytes()),
    }
}

/// A file's name without its folder.
fn base(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}
