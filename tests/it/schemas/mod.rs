//! The contracts in `schemas/` hold for what we read and write.

mod config;
mod stories;

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

/// The reader of a schema of ours.
pub(crate) fn validator(name: &str) -> jsonschema::Validator {
    let schema = schema(name);
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    jsonschema::validator_for(&schema).unwrap()
}

/// Everything by which a document departs from a schema of ours.
pub(crate) fn departures(name: &str, document: &Value) -> Vec<String> {
    let validator = validator(name);
    validator.iter_errors(document).map(|it| format!("{}: {it}", it.instance_path())).collect()
}

/// A contract is read by people: each property says what it is.
#[test]
fn every_property_is_described() {
    fn each(value: &Value, path: &str, faults: &mut Vec<String>) {
        for (name, property) in value["properties"].as_object().into_iter().flatten() {
            if property["description"].as_str().is_none() && property["$ref"].as_str().is_none() {
                faults.push(format!("{path}.{name}"));
            }
        }
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, it)| each(it, &format!("{path}.{name}"), faults));
            }
            Value::Array(items) => items.iter().for_each(|it| each(it, path, faults)),
            _ => {}
        }
    }
    let mut faults = Vec::new();
    for name in ["alerts.json", "config.json", "dead-letter.json", "event.json", "journal.json"] {
        each(&schema(name), name, &mut faults);
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
