//! Where values come from: the file, its folder, the environment; and where faults go.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::fault::ConfigFault;

/// The world as the reader of one file sees it.
pub(super) struct Source<'a> {
    file: &'a Path,
    env: &'a dyn Fn(&str) -> Option<String>,
    faults: RefCell<Vec<ConfigFault>>,
    count: Cell<usize>,
}

/// Most faults that are kept: a wrong file of products must not fill the memory.
const FAULTS_MAX: usize = 5_000;

impl<'a> Source<'a> {
    pub(super) fn new(file: &'a Path, env: &'a dyn Fn(&str) -> Option<String>) -> Source<'a> {
        Source { file, env, faults: RefCell::default(), count: Cell::new(0) }
    }

    pub(super) fn fault(&self, key: &str, problem: impl std::fmt::Display, remedy: &str) {
        self.push(ConfigFault::new(self.file, key, problem, remedy));
    }

    pub(super) fn fault_with(
        &self,
        key: &str,
        value: &str,
        problem: impl std::fmt::Display,
        remedy: &str,
    ) {
        self.push(ConfigFault::new(self.file, key, problem, remedy).value(value));
    }

    pub(super) fn push(&self, fault: ConfigFault) {
        self.count.set(self.count.get() + 1);
        if self.count.get() <= FAULTS_MAX {
            self.faults.borrow_mut().push(fault);
        }
    }

    /// How many faults there are by now.
    pub(super) fn count(&self) -> usize {
        self.count.get()
    }

    pub(super) fn into_faults(self) -> Vec<ConfigFault> {
        self.faults.into_inner()
    }

    pub(super) fn env(&self, name: &str) -> Option<String> {
        (self.env)(name)
    }

    /// A path of the file, seen from the folder that the file lies in.
    pub(super) fn resolve(&self, path: &str) -> PathBuf {
        self.file.parent().unwrap_or_else(|| Path::new("")).join(path)
    }

    /// The bytes of a file that a key names, up to `longest`.
    pub(super) fn bytes(&self, key: &str, path: &Path, longest: u64) -> Option<Vec<u8>> {
        let remedy = "name a file that this user may read, relative to the configuration file";
        match read_bounded(path, longest) {
            Ok(Some(bytes)) => return Some(bytes),
            Ok(None) => self.fault(key, format!("the file is longer than {longest} bytes"), remedy),
            Err(error) => self.fault(key, format!("the file cannot be read: {error}"), remedy),
        }
        None
    }
}

/// A whole file, or `None` when it is longer than that.
pub(super) fn read_bounded(path: &Path, longest: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(longest.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= longest).then_some(bytes))
}
