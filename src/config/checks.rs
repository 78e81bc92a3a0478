//! `[checks]`: tables that this program may not ship, and a guard of the seller's own. Every draft
//! is held against them before it takes a number.

use std::collections::BTreeSet;
use std::path::Path;

use super::section::Section;
use super::source::Source;
use crate::domain::Money;
use crate::domain::codes::{Cest, CodeError, Ncm};
use crate::domain::lists::Lists;

/// Largest table: the whole of the NCM has some 10,500 codes.
const TABLE_MAX: u64 = 4 * 1024 * 1024;

/// Reads the section. Keys:
///
/// - `ncm`, `cest`: files with one code in each line, the first cell of a `;` or tab table; a first
///   line without a code is its heading. Default: none, and then no such code is disputed.
/// - `v_nf_max`: reais, as text. Default: none.
pub(super) fn read(mut section: Section<'_>) -> Option<Lists> {
    let ncm = table(&mut section, "ncm", Ncm::parse);
    let cest = table(&mut section, "cest", Cest::parse);
    let remedy = "write reais in quotes, as in \"50000.00\"";
    let v_nf_max = section.optional("v_nf_max", remedy, Money::parse);
    section.done();
    Some(Lists { ncm: ncm?, cest: cest?, v_nf_max: v_nf_max? })
}

fn table<T: Ord>(
    section: &mut Section<'_>,
    key: &str,
    parse: fn(&str) -> Result<T, CodeError>,
) -> Option<Option<BTreeSet<T>>> {
    let Some(path) = section.optional_path(key)? else { return Some(None) };
    let (source, key) = (section.source(), section.key(key));
    rows(source, &key, &path, parse).map(Some)
}

fn rows<T: Ord>(
    source: &Source<'_>,
    key: &str,
    path: &Path,
    parse: fn(&str) -> Result<T, CodeError>,
) -> Option<BTreeSet<T>> {
    let bytes = source.bytes(key, path, TABLE_MAX)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut codes = BTreeSet::new();
    for (n, line) in (1u32..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let cell = line.split([';', '\t']).next().unwrap_or_default().trim().trim_matches('"');
        match parse(cell) {
            Ok(code) => {
                codes.insert(code);
            }
            Err(_) if n == 1 || cell.is_empty() => {}
            Err(error) => {
                let place = format!("{}, line {n}", path.display());
                source.fault_with(key, &place, error, "write one code in each line");
                return None;
            }
        }
    }
    if codes.is_empty() {
        source.fault(key, "holds no code: every product would be refused", "name another file");
        return None;
    }
    Some(codes)
}
