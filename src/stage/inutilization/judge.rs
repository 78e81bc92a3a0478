//! What may be inutilised, and what SEFAZ's answers mean: pure.

use std::ops::RangeInclusive;

use super::{InutilizationError, Told, Wish};
use crate::domain::c_stat::{Action, Service, action};
use crate::domain::text::latin1;
use crate::lifecycle::Fate;
use crate::nfe::Element;
use crate::ports::{Inutilized, NumberRow, Range};
use crate::stage::{DeskError, signed};

/// Characters of `xJust` (`TJust`).
const X_JUST: RangeInclusive<usize> = 15..=255;

/// Hindrances named in one line.
const SHOWN_MAX: usize = 5;

/// Numbers that cannot be inutilised, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hindrance {
    /// From.
    pub first: u32,
    /// To.
    pub last: u32,
    /// What became of them: a fate, or `never taken`.
    pub fate: String,
    /// Of which shipment, when it is one number.
    pub shipment: Option<String>,
}

pub(super) fn shown(hindrances: &[Hindrance]) -> String {
    let mut told: Vec<String> = hindrances
        .iter()
        .take(SHOWN_MAX)
        .map(|it| {
            let numbers = match it.first == it.last {
                true => it.first.to_string(),
                false => format!("{} to {}", it.first, it.last),
            };
            let of = it.shipment.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
            format!("{numbers} {}{of}", it.fate)
        })
        .collect();
    if let Some(more) = hindrances.len().checked_sub(SHOWN_MAX).filter(|more| *more > 0) {
        told.push(format!("and {more} more"));
    }
    told.join(", ")
}

/// What stands between a range and its inutilização: every number of it must be a gap on record.
pub(super) fn hindrances(first: u32, last: u32, rows: &[NumberRow]) -> Vec<Hindrance> {
    let mut found: Vec<Hindrance> = Vec::new();
    let mut expected = first;
    let missing = |from: u32, to: u32, found: &mut Vec<Hindrance>| {
        let fate = "never taken".to_owned();
        found.push(Hindrance { first: from, last: to, fate, shipment: None });
    };
    for row in rows.iter().filter(|row| (first..=last).contains(&row.n_nf)) {
        if row.n_nf > expected {
            missing(expected, row.n_nf - 1, &mut found);
        }
        expected = row.n_nf.saturating_add(1);
        if row.fate != Fate::Gap.as_str() {
            found.push(Hindrance {
                first: row.n_nf,
                last: row.n_nf,
                fate: row.fate.clone(),
                shipment: Some(row.life.to_string()),
            });
        }
    }
    if expected <= last {
        missing(expected, last, &mut found);
    }
    found
}

/// What an answer means, by the table of `cStat`s. Whatever does not speak of the numbers settles
/// nothing: the request stays open, and the same bytes may go again.
pub(super) fn verdict(answer: &Inutilized) -> Told {
    let Inutilized { c_stat, x_motivo, n_prot, dh_recbto, .. } = answer;
    match action(Service::Inutilization, *c_stat) {
        // Made void before (563): by ours of an earlier try, or by hand, and void either way.
        Action::Inutilized | Action::InutilizedBefore => Told::Registered {
            c_stat: *c_stat,
            n_prot: n_prot.clone(),
            dh_recbto: dh_recbto.clone(),
        },
        Action::Denied
        | Action::NumberTaken
        | Action::SignatureRefused
        | Action::Misdirected
        | Action::OurBug
        | Action::Reject
        | Action::Unlisted => Told::Refused { c_stat: *c_stat, x_motivo: x_motivo.clone() },
        Action::Adopt
        | Action::Cancelled
        | Action::Absent
        | Action::Queued
        | Action::InProcessing
        | Action::LotProcessed
        | Action::ReceiptUnknown
        | Action::ServiceUp
        | Action::ServiceDown
        | Action::SvcClosed
        | Action::DuplicateKey
        | Action::Misconfigured
        | Action::Abuse
        | Action::EventRegistered
        | Action::EventDuplicate
        | Action::EventTooLate
        | Action::InRegister
        | Action::NotInRegister
        | Action::Unknown => Told::Open { why: format!("{c_stat} {x_motivo}") },
    }
}

/// Who and why, within SEFAZ's bounds.
pub(super) fn words(wish: &Wish) -> Result<(String, String), InutilizationError> {
    let person = |error: DeskError| InutilizationError::Person(error.to_string());
    let x_just = latin1(&wish.why, usize::MAX);
    let length = x_just.chars().count();
    if !X_JUST.contains(&length) {
        return Err(InutilizationError::XJust(length));
    }
    let (by, _) = signed(&wish.by, &x_just).map_err(person)?;
    Ok((by, x_just))
}

/// An answer that names other numbers than ours answers another request.
pub(super) fn of_another(xml: &[u8], range: &Range) -> Option<String> {
    let element = Element::parse(xml).ok()?;
    let inf_inut = element.child("infInut")?;
    let cnpj = range.cnpj.to_string();
    let (serie, first, last) =
        (range.serie.to_string(), range.first.to_string(), range.last.to_string());
    for (tag, ours) in [("CNPJ", &cnpj), ("serie", &serie), ("nNFIni", &first), ("nNFFin", &last)] {
        let Some(found) = inf_inut.child(tag) else { continue };
        // Some servers pad numbers with zeros.
        if found.text().trim().trim_start_matches('0') != ours.trim_start_matches('0') {
            return Some(format!("the answer is of another request: expected {tag} {ours}"));
        }
    }
    None
}
