//! The rules by date, read anew when a table of the seller's changed, so that a rule that is
//! written today holds for the next draft.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use crate::config::{Tax, read_rules, rule_files};
use crate::tax::rules::Rules;

/// The rules as they were last read.
pub struct FileRules {
    folder: Option<PathBuf>,
    last: Mutex<Last>,
}

struct Last {
    seen: Option<Vec<Stamp>>,
    rules: Arc<Rules>,
}

/// What tells that a file changed without reading it.
type Stamp = (PathBuf, Option<SystemTime>, u64);

impl FileRules {
    /// Begins with what the configuration read.
    pub fn new(tax: &Tax) -> FileRules {
        let last = Last { seen: None, rules: Arc::clone(&tax.rules) };
        FileRules { folder: tax.rules_folder.clone(), last: Mutex::new(last) }
    }

    /// The rules as the files have them now; the last good ones while the files have faults.
    pub fn rules(&self) -> Arc<Rules> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(folder) = &self.folder else { return Arc::clone(&last.rules) };
        let stamps = stamps(folder).ok();
        if stamps.is_some() && stamps == last.seen {
            return Arc::clone(&last.rules);
        }
        last.seen = stamps;
        match read_rules(folder) {
            Ok(rules) if rules.digest() == last.rules.digest() => {}
            Ok(rules) => {
                tracing::info!(rules.sha256 = %rules.digest(), rules.own = rules.own_rows(),
                    "the tables of rules changed and were read anew");
                last.rules = Arc::new(rules);
            }
            Err(error) => {
                tracing::error!(folder = %folder.display(), error = %error,
                    "the tables of rules cannot be used: the last good ones are");
            }
        }
        Arc::clone(&last.rules)
    }
}

fn stamps(folder: &Path) -> std::io::Result<Vec<Stamp>> {
    let stamp = |path: PathBuf| {
        let meta = std::fs::metadata(&path)?;
        Ok((path, meta.modified().ok(), meta.len()))
    };
    rule_files(folder)?.into_iter().map(stamp).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "levy\tdue\tvalid_from\tvalid_to\tsource\tcertainty\n\
                       is\tno\t2027-01-01\t\tx\ty\n";

    #[test]
    fn a_table_that_is_written_later_is_read_and_a_wrong_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let tax = Tax {
            rules_folder: Some(folder.path().to_owned()),
            rules: Rules::shipped(),
            ibpt: std::collections::BTreeMap::new(),
        };
        let rules = FileRules::new(&tax);
        assert_eq!(rules.rules().own_rows(), 0);
        let write = |text: &str| std::fs::write(folder.path().join("levies.tsv"), text).unwrap();
        write(ROW);
        let first = rules.rules();
        assert_eq!(first.own_rows(), 1);
        assert!(Arc::ptr_eq(&first, &rules.rules()));
        write("levy\n");
        assert!(Arc::ptr_eq(&first, &rules.rules()));
        write(&ROW.replace("2027-01-01", "2027-01-15"));
        assert_ne!(rules.rules().digest(), first.digest());
        std::fs::remove_file(folder.path().join("levies.tsv")).unwrap();
        assert_eq!(rules.rules().own_rows(), 0);
    }
}
