//! `schemas/config.json` and the reader know the same keys.

use std::collections::BTreeSet;

use fba_nfe::config::{Config, ConfigFaults};
use serde_json::Value;
use toml::Table;

use super::{departures, repository, schema};

const IDS: [&str; 6] = [
    "A1SIMPLES0001",
    "A2NORMAL0001",
    "A3FILIAIS0001",
    "A4EXCESSO0001",
    "A5MEI0000001",
    "A6LITORAL0001",
];

fn sample() -> String {
    std::fs::read_to_string(repository("samples/fba-nfe.toml")).unwrap()
}

/// Reads a table as if it lay beside the samples.
fn read(table: &Table) -> Result<Config, ConfigFaults> {
    let folder = tempfile::tempdir().unwrap();
    let samples = repository("samples");
    for entry in std::fs::read_dir(&samples).unwrap() {
        let entry = entry.unwrap();
        std::os::unix::fs::symlink(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let file = folder.path().join("changed.toml");
    std::fs::write(&file, table.to_string()).unwrap();
    Config::read(&file, &|_| None)
}

/// Every object of the schema: where it is in the file, and its keys.
fn objects(schema: &Value, path: &str, found: &mut Vec<(String, BTreeSet<String>)>) {
    let Some(keys) = schema["properties"].as_object() else { return };
    found.push((path.to_owned(), keys.keys().cloned().collect()));
    for (key, inner) in keys {
        let join = |key: &str| if path.is_empty() { key.into() } else { format!("{path}.{key}") };
        objects(inner, &join(key), found);
        objects(&inner["items"], &join(&format!("{key}[0]")), found);
    }
}

/// The table at `seller[0].address`.
fn table_at<'a>(root: &'a mut Table, path: &str) -> &'a mut Table {
    path.split('.').filter(|it| !it.is_empty()).fold(root, |table, step| {
        let (key, in_list) = match step.strip_suffix("[0]") {
            Some(key) => (key, true),
            None => (step, false),
        };
        let table_or_list = |it| if in_list { toml::Value::Array(vec![it]) } else { it };
        let empty = || table_or_list(toml::Value::Table(Table::new()));
        let value = table.entry(key).or_insert_with(empty);
        let value = if in_list { &mut value.as_array_mut().unwrap()[0] } else { value };
        value.as_table_mut().unwrap()
    })
}

#[test]
fn the_sample_is_right() {
    let table: Table = sample().parse().unwrap();
    let document = serde_json::to_value(&table).unwrap();
    assert_eq!(departures("config.json", &document), Vec::<String>::new());
    let config = Config::read(&repository("samples/fba-nfe.toml"), &|_| None);
    let config = config.unwrap_or_else(|faults| panic!("{faults}"));
    let ids: Vec<&str> = config.sellers.iter().map(|it| it.seller.id.as_str()).collect();
    assert_eq!(ids, IDS);
    assert!(config.sellers[0].catalogue.products.contains_key("SKU-001"));
    assert!(config.sellers[0].catalogue.products["SKU-002"].orig.is_imported());
    assert_eq!(config.sellers[1].seller.contributors.len(), 4);
}

/// The reader names all keys that it knows when it meets one that it does not.
#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let mut all = Vec::new();
    objects(&schema("config.json"), "", &mut all);
    assert_eq!(all.len(), 29, "{all:?}");
    for (path, expected) in all {
        let mut table: Table = sample().parse().unwrap();
        table_at(&mut table, &path).insert("zzz".into(), true.into());
        let faults = read(&table).unwrap_err();
        let key = if path.is_empty() { "zzz".to_owned() } else { format!("{path}.zzz") };
        let fault = faults.0.iter().find(|it| it.key == key).unwrap_or_else(|| panic!("{key}"));
        let known = fault.remedy.strip_prefix("the keys here are: ").unwrap();
        let known: BTreeSet<String> = known.split(", ").map(str::to_owned).collect();
        assert_eq!(known, expected, "{path}");
        let document = serde_json::to_value(&table).unwrap();
        assert!(!departures("config.json", &document).is_empty(), "{path}");
    }
}

/// A value of a type that no key has is refused by both, key by key.
#[test]
fn the_schema_and_the_reader_refuse_the_same_types() {
    let mut all = Vec::new();
    objects(&schema("config.json"), "", &mut all);
    for (path, keys) in all {
        for key in keys {
            let mut table: Table = sample().parse().unwrap();
            let date: toml::value::Datetime = "2026-11-22".parse().unwrap();
            table_at(&mut table, &path).insert(key.clone(), date.into());
            let faults = read(&table).unwrap_err();
            let full = if path.is_empty() { key } else { format!("{path}.{key}") };
            assert!(faults.0.iter().any(|it| it.key == full), "{full}: {faults}");
        }
    }
}

/// The sample is the reference: no key is left unsaid there, set or commented out.
#[test]
fn the_sample_names_every_key() {
    let mut all = Vec::new();
    objects(&schema("config.json"), "", &mut all);
    let sample = sample();
    for (path, keys) in all.into_iter().filter(|(path, _)| !path.is_empty()) {
        for key in keys {
            let other = match key.strip_suffix("_env") {
                Some(stem) => format!("{stem}_file"),
                None => key.strip_suffix("_file").map_or(key.clone(), |it| format!("{it}_env")),
            };
            let said = sample.lines().any(|line| {
                let line = line.trim_start_matches(['#', ' ', '[']);
                let ends = |rest: &str| rest.starts_with(" = ") || rest.ends_with(']');
                let table = line.strip_prefix(&format!("{}.", path.replace("[0]", "")));
                [Some(line), table].into_iter().flatten().any(|line| {
                    [&key, &other].into_iter().any(|it| line.strip_prefix(it).is_some_and(ends))
                })
            });
            assert!(said, "samples/fba-nfe.toml does not speak of {path}.{key}");
        }
    }
}
