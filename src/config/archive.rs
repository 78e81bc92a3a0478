//! `[archive]`: the documents on disk.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use super::section::Section;

/// At least what Ajuste SINIEF 2/2025 wants; a century is longer than anybody's law.
const KEEP_MONTHS: RangeInclusive<u16> = 132..=1200;

/// `[archive]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    /// `path`: the folder of the documents, `CNPJ/AAAA/MM/key.xml`. Default: `archive` beside the
    /// store, whose backup then takes both.
    pub path: PathBuf,
    /// `keep_months`: how many months a document is kept, 132 to 1200. Default 132. Nothing is
    /// deleted by the program: `doctor` says what is older.
    pub keep_months: u16,
}

pub(super) fn read(mut section: Section<'_>, store: Option<&Path>) -> Option<Archive> {
    let beside = store.and_then(Path::parent).map(|folder| folder.join("archive"));
    let path = section.optional_path("path");
    let keep_months = section.integer("keep_months", KEEP_MONTHS, Some(132));
    section.done();
    Some(Archive { path: path?.or(beside)?, keep_months: keep_months? })
}
