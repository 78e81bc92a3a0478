//! In which order the figures of a note are told, and its taxes in short.

use super::group_of;
use crate::domain::memoria::{Figure, How, Memoria, Value};
use crate::domain::{Money, Rate};

/// Figures by tax, in the order of the layout; in each the code first, then as they were made.
pub fn groups(memoria: &Memoria, n_item: Option<usize>) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for figure in memoria.figures.iter().filter(|it| it.n_item == n_item) {
        let name = group_of(figure.tag);
        match groups.iter_mut().find(|it| it.name == name) {
            Some(group) => group.figures.push(figure),
            None => groups.push(Group { name, figures: vec![figure] }),
        }
    }
    for group in &mut groups {
        group.figures.sort_by_key(|it| !matches!(it.value, Value::Code(_)));
    }
    let place = |name: &str| ORDER.iter().position(|it| *it == name).unwrap_or(ORDER.len());
    groups.sort_by_key(|it| place(it.name));
    groups
}

/// Base, rate and value of every tax of an item.
pub fn summary(memoria: &Memoria, n_item: usize) -> Vec<Tax> {
    let of_item = || memoria.figures.iter().filter(move |it| it.n_item == Some(n_item));
    let last = |tag: &str| of_item().rfind(|it| it.tag == tag);
    let money = |tag: &str| match last(tag).map(|it| &it.value) {
        Some(Value::Money(it)) => Some(*it),
        _ => None,
    };
    // The rate that was used, where a formula used one: a reduced one stands beside the full.
    let used = |tag: &str| match last(tag).map(|it| &it.how) {
        Some(How::Percent(_, by)) => Some(by.value),
        _ => None,
    };
    let rate = |tag: &str| match last(tag).map(|it| &it.value) {
        Some(Value::Rate(it)) => Some(*it),
        _ => of_item().find_map(|it| input(&it.how, tag)),
    };
    let taxes = TAXES.iter().filter_map(|[base, by, tag]| {
        Some(Tax {
            base: money(base),
            rate: used(tag).or_else(|| rate(by)),
            value: money(tag)?,
            tag,
        })
    });
    taxes.collect()
}

/// The figures of one tax.
#[derive(Debug)]
pub struct Group<'a> {
    /// `ICMS`; empty for the item itself.
    pub name: &'a str,
    /// As they are told.
    pub figures: Vec<&'a Figure>,
}

impl Group<'_> {
    /// Those that are worth a line: freight, discount and the like only when there is any.
    pub fn worth_telling(&self) -> impl Iterator<Item = &Figure> {
        let nothing = |it: &Figure| {
            it.how == How::Given
                && it.value == Value::Money(Money::ZERO)
                && matches!(it.tag, "vFrete" | "vDesc" | "vOutro")
        };
        self.figures.iter().copied().filter(move |it| !nothing(it))
    }
}

/// One line of an item's summary.
#[derive(Debug)]
pub struct Tax {
    /// The tag of its value.
    pub tag: &'static str,
    /// Of what.
    pub base: Option<Money>,
    /// At which rate.
    pub rate: Option<Rate>,
    /// What is due.
    pub value: Money,
}

/// A rate that stands in a formula only.
fn input(how: &How, tag: &str) -> Option<Rate> {
    match how {
        How::Percent(_, by)
        | How::Less(_, by)
        | How::More(_, by)
        | How::GrossUp(_, by)
        | How::Inside(_, by) => (by.tag == tag).then_some(by.value),
        How::Given
        | How::Sum(_)
        | How::OfItems(_)
        | How::RateLess(..)
        | How::RateGap(..)
        | How::Each(..)
        | How::Times(..) => None,
    }
}

const ORDER: [&str; 9] =
    ["", "IPI", "ICMS", "ICMSUFDest", "PIS", "COFINS", "IS", "IBSCBS", "total"];

/// Base, rate and value of each tax.
const TAXES: [[&str; 3]; 15] = [
    ["ICMS/vBC", "ICMS/pICMS", "ICMS/vICMS"],
    ["ICMS/vBC", "ICMS/pFCP", "ICMS/vFCP"],
    ["ICMS/vBCST", "ICMS/pICMSST", "ICMS/vICMSST"],
    ["ICMS/vBCST", "ICMS/pFCPST", "ICMS/vFCPST"],
    ["ICMS/vBCSTRet", "ICMS/pST", "ICMS/vICMSSTRet"],
    ["vOper", "ICMS/pCredSN", "ICMS/vCredICMSSN"],
    ["ICMSUFDest/vBCUFDest", "ICMSUFDest/diferencial", "ICMSUFDest/vICMSUFDest"],
    ["ICMSUFDest/vBCUFDest", "ICMSUFDest/pFCPUFDest", "ICMSUFDest/vFCPUFDest"],
    ["IPI/vBC", "IPI/pIPI", "IPI/vIPI"],
    ["PIS/vBC", "PIS/pPIS", "PIS/vPIS"],
    ["COFINS/vBC", "COFINS/pCOFINS", "COFINS/vCOFINS"],
    ["IS/vBCIS", "IS/pIS", "IS/vIS"],
    ["IBSCBS/vBC", "IBSCBS/pIBSUF", "IBSCBS/vIBSUF"],
    ["IBSCBS/vBC", "IBSCBS/pIBSMun", "IBSCBS/vIBSMun"],
    ["IBSCBS/vBC", "IBSCBS/pCBS", "IBSCBS/vCBS"],
];
