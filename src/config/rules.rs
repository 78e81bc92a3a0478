//! `[tax]`: what the seller lays over the rules that ship, and the tables of approximate taxes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::fault::ConfigFault;
use super::ibpt::read_ibpt;
use super::section::Section;
use super::sheet::{BYTES_MAX, SheetFault};
use super::source::{Source, read_bounded};
use crate::domain::Uf;
use crate::tax::TotTrib;
use crate::tax::rules::{RuleFault, Rules};

/// `[tax]`.
#[derive(Clone, Debug)]
pub struct Tax {
    /// `rules`: the folder of the seller's own tables. Default: none, the shipped ones alone.
    pub rules_folder: Option<PathBuf>,
    /// The rules in force.
    pub rules: Arc<Rules>,
    /// `ibpt`: the folder of IBPT's tables, read for the states where sellers are. Default: none,
    /// no `vTotTrib`.
    pub ibpt: BTreeMap<Uf, Arc<TotTrib>>,
}

const FOLDER_REMEDY: &str =
    "name a folder that this user may read, relative to the configuration file";
/// Longest table of rules.
const TABLE_MAX: u64 = 4 * 1024 * 1024;
/// Most files of a folder that are looked at.
const FILES_MAX: usize = 200;

/// Reads `[tax]`; of IBPT's tables only those of these states, where sellers are.
pub(super) fn read(mut section: Section<'_>, states: &BTreeSet<Uf>) -> Option<Tax> {
    let source = section.source();
    let (folder, ibpt_folder) = (section.optional_path("rules"), section.optional_path("ibpt"));
    let rules = folder.clone().map(|folder| match &folder {
        Some(folder) => read_folder(source, &section.key("rules"), folder),
        None => Some(Rules::shipped()),
    });
    let key = section.key("ibpt");
    section.done();
    let ibpt = match ibpt_folder? {
        Some(folder) => read_ibpt_folder(source, &key, &folder, states),
        None => Some(BTreeMap::new()),
    };
    Some(Tax { rules_folder: folder?, rules: rules??, ibpt: ibpt? })
}

fn read_ibpt_folder(
    source: &Source<'_>,
    key: &str,
    folder: &Path,
    states: &BTreeSet<Uf>,
) -> Option<BTreeMap<Uf, Arc<TotTrib>>> {
    let files = match files_of(folder, "csv") {
        Ok(files) => files,
        Err(error) => {
            source.fault(key, format!("the folder cannot be read: {error}"), FOLDER_REMEDY);
            return None;
        }
    };
    let mut tables: BTreeMap<Uf, TotTrib> = BTreeMap::new();
    for path in files {
        let name = path.file_name().map(|it| it.to_string_lossy()).unwrap_or_default();
        let Some(uf) = state_of(&name) else {
            let remedy = "keep IBPT's own names: TabelaIBPTaxSP26.2.A.csv is of SP";
            source.push(ConfigFault::new(&path, "", "is named after no state", remedy));
            continue;
        };
        if !states.contains(&uf) {
            continue;
        }
        let Some(bytes) = source.bytes(key, &path, BYTES_MAX as u64) else { continue };
        let before = tables.remove(&uf).unwrap_or_default();
        match read_ibpt(before, &path.display().to_string(), &bytes) {
            Ok(table) => {
                tables.insert(uf, table);
            }
            Err(faults) => {
                faults.into_iter().for_each(|it| source.push(SheetFault::into_config_fault(it)));
            }
        }
    }
    Some(tables.into_iter().map(|(uf, table)| (uf, Arc::new(table))).collect())
}

/// `TabelaIBPTaxSP26.2.A.csv`: the rows do not say which state they are of.
fn state_of(name: &str) -> Option<Uf> {
    let letters = name.strip_prefix("TabelaIBPTax")?.get(..2)?;
    Uf::ALL.iter().copied().find(|it| it.sigla() == letters)
}

fn read_folder(source: &Source<'_>, key: &str, folder: &Path) -> Option<Arc<Rules>> {
    match read_rules(folder) {
        Ok(rules) => Some(Arc::new(rules)),
        Err(RulesError::Folder(error)) => {
            source.fault(key, format!("the folder cannot be read: {error}"), FOLDER_REMEDY);
            None
        }
        Err(RulesError::Tables(faults)) => {
            faults.into_iter().for_each(|it| source.push(told(it)));
            None
        }
    }
}

fn told(fault: RuleFault) -> ConfigFault {
    ConfigFault {
        key: fault.key(),
        file: fault.file.into(),
        value: fault.value.map(|it| format!("{it:?}")),
        problem: fault.problem,
        remedy: fault.remedy,
    }
}

/// Why a folder of rules cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// It cannot be read.
    #[error("the folder of rules cannot be read: {0}")]
    Folder(#[from] std::io::Error),
    /// Its tables have faults; never empty.
    #[error("the tables of rules have {} faults, the first: {}", .0.len(), first(.0))]
    Tables(Vec<RuleFault>),
}

fn first(faults: &[RuleFault]) -> String {
    faults.first().map(ToString::to_string).unwrap_or_default()
}

/// The tables of a folder: its files that end in `.tsv`, in the order of their names.
pub fn rule_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    files_of(folder, "tsv")
}

fn files_of(folder: &Path, extension: &str) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == extension) {
            files.push(path);
        }
        if files.len() > FILES_MAX {
            return Err(std::io::Error::other(format!("it has more than {FILES_MAX} tables")));
        }
    }
    files.sort();
    Ok(files)
}

/// Reads a folder of tables over the shipped ones: all of it, or everything that is wrong.
pub fn read_rules(folder: &Path) -> Result<Rules, RulesError> {
    let mut texts = Vec::new();
    for path in rule_files(folder)? {
        let name = path.display().to_string();
        let Some(bytes) = read_bounded(&path, TABLE_MAX)? else {
            let error = format!("{name} is longer than {TABLE_MAX} bytes");
            return Err(RulesError::Folder(std::io::Error::other(error)));
        };
        let text = String::from_utf8(bytes).map_err(|_| {
            std::io::Error::other(format!("{name} is not UTF-8 text: save it as UTF-8"))
        })?;
        texts.push((name, text));
    }
    let files: Vec<(&str, &str)> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Rules::with(&files).map_err(RulesError::Tables)
}
