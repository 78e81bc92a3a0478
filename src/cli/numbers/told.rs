//! What is told of a series, for people and for programs.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::adapters::store::{Books, SeriesRow};
use crate::cli::opening::{environment, uf_of};
use crate::config::Config;
use crate::domain::{Timestamp, Uf};
use crate::ports::InutRow;
use crate::stage::{Gaps, Urgency, day, ranges};

/// Shipments named in one line.
const SHOWN_MAX: usize = 4;

/// One series of an establishment.
#[derive(Debug, Serialize)]
pub(super) struct Emitter {
    /// Whose, as far as the configuration knows it.
    pub(super) sellers: Vec<String>,
    /// `CNPJ`.
    pub(super) cnpj: String,
    uf: Option<&'static str>,
    environment: &'static str,
    serie: u16,
    /// Whether new notes are issued in it.
    configured: bool,
    first: Option<u32>,
    last: Option<u32>,
    next: u32,
    fates: BTreeMap<String, u64>,
    gaps: Vec<Gap>,
    requests: Vec<Asked>,
}

#[derive(Debug, Serialize)]
struct Gap {
    first: u32,
    last: u32,
    reason: String,
    shipments: Vec<String>,
    since: String,
    deadline: String,
    state: &'static str,
}

#[derive(Debug, Serialize)]
struct Asked {
    first: u32,
    last: u32,
    state: String,
    why: String,
    by: String,
    asked_at: String,
    c_stat: Option<u16>,
    n_prot: Option<String>,
    dh_recbto: Option<String>,
}

/// Every series that is configured or on record.
pub(super) fn all(config: &Config, books: &Books, now: Timestamp) -> Vec<Emitter> {
    let gaps = ranges(&books.gaps, |cnpj| uf_of(config, cnpj));
    let mut all: BTreeMap<(u8, String, u16), Emitter> = BTreeMap::new();
    for it in &config.sellers {
        for establishment in &it.seller.establishments {
            let cnpj = establishment.emit.cnpj.to_string();
            let key = (it.seller.tp_amb.code(), cnpj.clone(), establishment.serie);
            let one = all.entry(key).or_insert_with(|| Emitter {
                next: establishment.first_number,
                configured: true,
                ..bare(config, it.seller.tp_amb.code(), cnpj, establishment.serie)
            });
            one.sellers = vec![it.seller.id.to_string()];
        }
    }
    for row in &books.series {
        let SeriesRow { tp_amb, cnpj, serie, first, last, next, fates, .. } = row;
        let key = (*tp_amb, cnpj.clone(), *serie);
        let one = all.entry(key).or_insert_with(|| bare(config, *tp_amb, cnpj.clone(), *serie));
        (one.first, one.last, one.fates) = (Some(*first), Some(*last), fates.clone());
        // A first number above it moves the series on.
        one.next = one.next.max(*next);
    }
    for it in &gaps {
        if let Some(one) = all.get_mut(&(it.tp_amb, it.cnpj.clone(), it.serie)) {
            one.gaps.push(gap(it, day(now, uf_of(config, &it.cnpj))));
        }
    }
    for it in &books.requests {
        if let Some(one) = all.get_mut(&(it.tp_amb, it.cnpj.clone(), it.serie)) {
            one.requests.push(asked(it));
        }
    }
    all.into_values().collect()
}

/// A series that nothing is known of but its name.
fn bare(config: &Config, tp_amb: u8, cnpj: String, serie: u16) -> Emitter {
    let of_company = |it: &&crate::config::SellerConfig| it.seller.issuer(&cnpj).is_some();
    let sellers = config.sellers.iter().filter(of_company);
    let sellers = sellers.map(|it| it.seller.id.to_string()).collect();
    Emitter {
        sellers,
        uf: uf_of(config, &cnpj).map(Uf::sigla),
        cnpj,
        environment: environment(tp_amb),
        serie,
        configured: false,
        first: None,
        last: None,
        next: 1,
        fates: BTreeMap::new(),
        gaps: Vec::new(),
        requests: Vec::new(),
    }
}

fn gap(it: &Gaps, today: jiff::civil::Date) -> Gap {
    Gap {
        first: it.first,
        last: it.last,
        reason: it.reason.clone(),
        shipments: it.lives.iter().map(|life| life.shipment.to_string()).collect(),
        since: it.since.to_string(),
        deadline: it.deadline.to_string(),
        state: match it.urgency(today) {
            Urgency::Later => "later",
            Urgency::Soon => "soon",
            Urgency::Overdue => "overdue",
        },
    }
}

fn asked(it: &InutRow) -> Asked {
    Asked {
        first: it.first,
        last: it.last,
        state: it.state.clone(),
        why: it.x_just.clone(),
        by: it.by.clone(),
        asked_at: it.asked_at.to_string(),
        c_stat: it.c_stat,
        n_prot: it.n_prot.clone(),
        dh_recbto: it.dh_recbto.clone(),
    }
}

/// `41..43`, or `41`.
pub(super) fn numbers(first: u32, last: u32) -> String {
    if first == last { first.to_string() } else { format!("{first}..{last}") }
}

impl fmt::Display for Emitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Emitter { cnpj, serie, environment, next, .. } = self;
        let uf = self.uf.unwrap_or("??");
        write!(f, "{cnpj} {uf}  serie {serie}  {environment}  {}", self.sellers.join(" "))?;
        writeln!(f, "{}", if self.configured { "" } else { "  (not configured)" })?;
        match (self.first, self.last) {
            (Some(first), Some(last)) => {
                let fates: Vec<String> =
                    self.fates.iter().map(|(fate, count)| format!("{count} {fate}")).collect();
                writeln!(f, "  used {first} to {last}, next {next}: {}", fates.join(", "))?;
            }
            (None, _) | (_, None) => writeln!(f, "  nothing used yet, next {next}")?,
        }
        for gap in &self.gaps {
            writeln!(f, "  {gap}")?;
        }
        for it in &self.requests {
            writeln!(f, "  {it}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shipments = self.shipments.iter().map(String::as_str);
        let mut shown: Vec<&str> = shipments.by_ref().take(SHOWN_MAX).collect();
        if shipments.next().is_some() {
            shown.push("...");
        }
        let numbers = numbers(self.first, self.last);
        write!(f, "gap {numbers}  {}  {}  until {}", self.reason, shown.join(" "), self.deadline)?;
        match self.state {
            "overdue" => f.write_str("  OVERDUE"),
            "soon" => f.write_str("  soon"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = numbers(self.first, self.last);
        write!(f, "told {numbers}  {}  by {}", self.asked_at, self.by)?;
        match (self.state.as_str(), self.c_stat, &self.n_prot) {
            ("sending", _, _) => f.write_str("  no answer yet: the same command asks again"),
            (state, Some(c_stat), Some(n_prot)) => write!(f, "  {state} {c_stat}, nProt {n_prot}"),
            (state, Some(c_stat), None) => write!(f, "  {state} {c_stat}"),
            (state, None, _) => write!(f, "  {state}"),
        }
    }
}
