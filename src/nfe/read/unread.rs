//! What a note holds and the invoice that was read of it does not: whatever comes out otherwise,
//! or not at all, when that invoice is written again.

use std::collections::BTreeMap;

use crate::domain::invoice::{Invoice, Numbering};
use crate::nfe::{Element, write};

/// Paths told at most: a note of another trade holds hundreds.
const PATHS_MAX: usize = 100;

/// The paths of leaves that did not come back, in the document's order.
pub(super) fn unread(inf_nfe: &Element, invoice: &Invoice, numbering: &Numbering) -> Vec<String> {
    let again = Element::parse(&write(invoice, numbering).xml);
    let mut ours = BTreeMap::new();
    if let Ok(again) = &again {
        leaves(again, "", &mut |path, text| {
            ours.insert(path, text.to_owned());
        });
    }
    let mut missed = Vec::new();
    leaves(inf_nfe, "", &mut |path, text| {
        if ours.get(&path).map(String::as_str) != Some(text) && missed.len() < PATHS_MAX {
            missed.push(path);
        }
    });
    missed
}

/// Every element without elements, with its path: `det[2]/prod/vSeg`.
fn leaves<'a>(element: &'a Element, path: &str, visit: &mut impl FnMut(String, &'a str)) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for child in element.elements() {
        let count = counts.entry(child.local()).or_insert(0);
        *count += 1;
        let slash = if path.is_empty() { "" } else { "/" };
        let place = if *count > 1 { format!("[{count}]") } else { String::new() };
        let path = format!("{path}{slash}{}{place}", child.local());
        if child.elements().next().is_none() {
            visit(path.clone(), child.text());
        }
        leaves(child, &path, visit);
    }
}
