//! The contracts in `schemas/` hold for what we read and write.

mod config;

use std::path::{Path, PathBuf};

use serde_json::Value;

/// A path of this repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A schema of ours.
pub(crate) fn schema(name: &str) -> Value {
    let text = std::fs::read_to_string(repository("schemas").join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Everything by which a document departs from a schema of ours.
pub(crate) fn departures(name: &str, document: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(&schema(name)).unwrap();
    validator.iter_errors(document).map(|it| format!("{}: {it}", it.instance_path())).collect()
}
