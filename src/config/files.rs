//! The CSV files that sellers name: each is read once, however many name it, and its faults are
//! told once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::contributors::read_contributors;
use super::products::read_products;
use super::sheet::{BYTES_MAX, SheetFault};
use super::source::Source;
use crate::domain::catalogue::{Catalogue, TaxProfile};
use crate::domain::seller::Contributors;

/// What was read so far; `None`: it is faulty, and was told.
pub(super) struct Files<'a> {
    source: &'a Source<'a>,
    profiles: &'a BTreeMap<String, TaxProfile>,
    products: BTreeMap<PathBuf, Option<Arc<Catalogue>>>,
    contributors: BTreeMap<PathBuf, Option<Contributors>>,
}

impl<'a> Files<'a> {
    pub(super) fn new(
        source: &'a Source<'a>,
        profiles: &'a BTreeMap<String, TaxProfile>,
    ) -> Files<'a> {
        Files { source, profiles, products: BTreeMap::new(), contributors: BTreeMap::new() }
    }

    pub(super) fn products(&mut self, key: &str, path: &Path) -> Option<Arc<Catalogue>> {
        if let Some(found) = self.products.get(path) {
            return found.clone();
        }
        let profiles = self.profiles;
        let found = self.read(key, path, |name, bytes| read_products(name, bytes, profiles));
        let found = found.map(Arc::new);
        self.products.insert(path.to_owned(), found.clone());
        found
    }

    pub(super) fn contributors(&mut self, key: &str, path: &Path) -> Option<Contributors> {
        if let Some(found) = self.contributors.get(path) {
            return found.clone();
        }
        let found = self.read(key, path, read_contributors);
        self.contributors.insert(path.to_owned(), found.clone());
        found
    }

    fn read<T>(
        &self,
        key: &str,
        path: &Path,
        read: impl FnOnce(&str, &[u8]) -> Result<T, Vec<SheetFault>>,
    ) -> Option<T> {
        let bytes = self.source.bytes(key, path, BYTES_MAX as u64)?;
        match read(&path.display().to_string(), &bytes) {
            Ok(value) => Some(value),
            Err(faults) => {
                for fault in faults {
                    self.source.push(fault.into_config_fault());
                }
                None
            }
        }
    }
}
