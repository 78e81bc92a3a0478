//! Each seller's product file, and the rules by date, read anew when they changed, so that what a
//! finance person mends is seen by the next draft.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use super::rulebook::FileRules;
use crate::config::{Config, SellerConfig, read_products};
use crate::domain::Digest;
use crate::domain::catalogue::{Catalogue, TaxProfile};
use crate::domain::{SellerId, Uf};
use crate::ports::Catalogues;
use crate::tax::TotTrib;
use crate::tax::rules::Rules;

/// Longest product file that is read.
const FILE_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Product files, by seller.
pub struct FileCatalogues {
    profiles: BTreeMap<String, TaxProfile>,
    shelves: BTreeMap<SellerId, Mutex<Shelf>>,
    rules: FileRules,
    tot_trib: BTreeMap<Uf, Arc<TotTrib>>,
}

/// One seller's file as it was last read.
struct Shelf {
    file: PathBuf,
    seen: Option<Stamp>,
    catalogue: Arc<Catalogue>,
}

/// What tells that a file changed without reading it.
type Stamp = (std::time::SystemTime, u64);

impl FileCatalogues {
    /// Begins with what the configuration read.
    pub fn new(config: &Config) -> FileCatalogues {
        let shelf = |it: &SellerConfig| Shelf {
            file: it.products_file.clone(),
            seen: None,
            catalogue: Arc::clone(&it.catalogue),
        };
        let shelves = config.sellers.iter();
        FileCatalogues {
            profiles: config.tax_profiles.clone(),
            shelves: shelves.map(|it| (it.seller.id.clone(), Mutex::new(shelf(it)))).collect(),
            rules: FileRules::new(&config.tax),
            tot_trib: config.tax.ibpt.clone(),
        }
    }
}

impl Catalogues for FileCatalogues {
    fn rules(&self) -> Arc<Rules> {
        self.rules.rules()
    }

    fn profiles(&self) -> &BTreeMap<String, TaxProfile> {
        &self.profiles
    }

    fn tot_trib(&self) -> &BTreeMap<Uf, Arc<TotTrib>> {
        &self.tot_trib
    }

    fn catalogue(&self, seller: &SellerId) -> Option<Arc<Catalogue>> {
        let mut shelf = self.shelves.get(seller)?.lock().ok()?;
        let stamp = std::fs::metadata(&shelf.file)
            .ok()
            .filter(|it| it.len() <= FILE_BYTES_MAX)
            .and_then(|it| Some((it.modified().ok()?, it.len())));
        if stamp.is_some() && stamp == shelf.seen {
            return Some(Arc::clone(&shelf.catalogue));
        }
        shelf.seen = stamp;
        let bytes = match std::fs::read(&shelf.file) {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::error!(seller.id = %seller, file = %shelf.file.display(), error = %error,
                    "the product file cannot be read: the last good one is used");
                return Some(Arc::clone(&shelf.catalogue));
            }
        };
        if Digest::of(&bytes) == shelf.catalogue.digest {
            return Some(Arc::clone(&shelf.catalogue));
        }
        let name = shelf.file.display().to_string();
        match read_products(&name, &bytes, &self.profiles) {
            Ok(catalogue) => {
                tracing::info!(seller.id = %seller, catalogue.sha256 = %catalogue.digest,
                    "the product file changed and was read anew");
                shelf.catalogue = Arc::new(catalogue);
            }
            Err(faults) => {
                let first = faults.first().map(ToString::to_string).unwrap_or_default();
                tracing::error!(seller.id = %seller, faults = faults.len(), first = first,
                    "the changed product file has faults: the last good one is used");
            }
        }
        Some(Arc::clone(&shelf.catalogue))
    }
}
