//! What the stories write and read keeps to the contracts: journal lines, dead letters, events.

use std::collections::BTreeSet;
use std::fs;

use fba_nfe::lifecycle::Entry;
use serde_json::{Value, json};

use super::{schema, validator};
use crate::stories::{files, replayed, stories};

/// Every file of this name that the replay of all stories left, with its path.
fn left(ending: &str) -> Vec<(String, Vec<u8>)> {
    files(&replayed().out).into_iter().filter(|(name, _)| name.ends_with(ending)).collect()
}

fn journal_lines() -> Vec<Value> {
    let journals = left("/journal.jsonl");
    assert!(journals.len() > 60);
    let lines = journals.iter().flat_map(|(_, bytes)| bytes.split(|b| *b == b'\n'));
    let lines = lines.filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

fn letters() -> Vec<(String, Value)> {
    let mut letters = left("/dead-letter.json");
    letters.extend(left(".json").into_iter().filter(|(name, _)| name.starts_with("unreadable/")));
    let read = |(name, bytes): (String, Vec<u8>)| (name, serde_json::from_slice(&bytes).unwrap());
    letters.into_iter().map(read).collect()
}

/// Takes each member out in turn, at any depth, and puts in one that there is not.
fn spoilt(value: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    if let Value::Object(members) = value {
        let mut more = members.clone();
        more.insert("zzz".into(), json!(1));
        all.push(("zzz".to_owned(), Value::Object(more)));
        for (name, member) in members {
            let mut fewer = members.clone();
            fewer.remove(name);
            all.push((name.clone(), Value::Object(fewer)));
            for (inner, changed) in spoilt(member) {
                let mut other = members.clone();
                other.insert(name.clone(), changed);
                all.push((format!("{name}.{inner}"), Value::Object(other)));
            }
        }
    }
    all
}

#[test]
fn every_journal_line_keeps_to_its_schema() {
    let validator = validator("journal.json");
    let mut events = BTreeSet::new();
    for line in journal_lines() {
        assert!(validator.is_valid(&line), "{line}");
        let entry: Entry = serde_json::from_value(line.clone()).unwrap();
        assert_eq!(serde_json::to_value(&entry).unwrap(), line, "it reads back");
        assert_eq!(line["event"], entry.event.name());
        events.insert(entry.event.name());
    }
    let named = schema("journal.json")["oneOf"].as_array().unwrap().len();
    assert_eq!(events.len(), named, "the stories show every event: {events:?}");
}

/// The schema and the reader want the same: what one can do without, so can the other.
#[test]
fn a_journal_line_that_lacks_something_is_refused_by_schema_and_reader_alike() {
    let validator = validator("journal.json");
    let mut seen = BTreeSet::new();
    for line in journal_lines() {
        if !seen.insert(line["event"].to_string()) {
            continue;
        }
        for (what, changed) in spoilt(&line) {
            let reads = serde_json::from_value::<Entry>(changed.clone()).is_ok();
            let is_alien = what.ends_with("zzz");
            // The reader is tolerant of what is new; the schema says what there is.
            assert_eq!(validator.is_valid(&changed), reads && !is_alien, "{what}: {changed}");
        }
    }
}

#[test]
fn every_letter_keeps_to_its_schema() {
    let validator = validator("dead-letter.json");
    let letters = letters();
    assert!(letters.len() > 30);
    let mut ids = BTreeSet::new();
    for (name, letter) in &letters {
        let told: Vec<_> = validator.iter_errors(letter).map(|it| it.to_string()).collect();
        assert!(validator.is_valid(letter), "{name}: {told:?}");
        assert!(ids.insert(letter["letter_id"].to_string()), "{name}: not the only one");
        if letter["kind"] == "held" {
            let event = &letter["event"];
            assert!(event.is_object(), "{name}: the original event");
            let history = letter["history"].as_array().unwrap();
            assert_eq!(history.last().unwrap()["seq"], letter["version"], "{name}");
        }
    }
    for (_, letter) in letters.iter().take(3).chain(letters.last()) {
        for (what, changed) in spoilt(letter) {
            // What stands in the event is Amazon's.
            assert_eq!(validator.is_valid(&changed), what.starts_with("event."), "{what}");
        }
    }
}

/// Names, documents and addresses stay out of letters and journals.
#[test]
fn no_letter_and_no_journal_tells_who_the_buyer_is() {
    for story in stories() {
        let shipments = story.join("shipments");
        if !shipments.is_dir() {
            continue;
        }
        for (file, bytes) in files(&shipments) {
            let Ok(answer) = serde_json::from_slice::<Value>(&bytes) else { continue };
            let id = file.trim_end_matches(".json");
            let payload = &answer["payload"];
            let address = &payload["ShippingAddress"];
            let personal = [
                &address["Name"],
                &address["AddressLine1"],
                &address["City"],
                &payload["BuyerName"],
                &payload["BuyerTaxInfo"]["TaxClassifications"][0]["Value"],
            ];
            for name in ["journal.jsonl", "dead-letter.json"] {
                let Ok(text) = fs::read_to_string(replayed().out.join(id).join(name)) else {
                    continue;
                };
                for value in personal.iter().filter_map(|it| it.as_str()) {
                    // The seller's own CNPJ is no buyer's; it stands with each number.
                    let says = value.chars().count() > 2 && text.contains(value);
                    assert!(!says || value == "11222333000181", "{id}/{name}: {value}");
                }
            }
        }
    }
}

#[test]
fn the_event_schema_takes_what_the_stage_takes() {
    let validator = validator("event.json");
    let mut taken = 0;
    for story in stories() {
        let unreadable = story.ends_with("unreadable-event");
        for entry in fs::read_dir(&story).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.extension().is_none_or(|it| it != "json") {
                continue;
            }
            let read: Result<Value, _> = serde_json::from_slice(&fs::read(&entry).unwrap());
            let foreign = entry.ends_with("order-change.json");
            let valid = read.is_ok_and(|event| validator.is_valid(&event));
            assert_eq!(valid, !unreadable && !foreign, "{}", entry.display());
            taken += usize::from(valid);
        }
    }
    assert!(taken > 70, "{taken}");
}

#[test]
fn an_event_may_be_spelt_both_ways_and_say_more() {
    let validator = validator("event.json");
    let camel = fs::read(crate::tools::root("samples/both-spellings/camel.json")).unwrap();
    let camel: Value = serde_json::from_slice(&camel).unwrap();
    assert!(camel["payload"].is_object() && validator.is_valid(&camel));
    let pascal = fs::read(crate::tools::root("samples/both-spellings/pascal.json")).unwrap();
    let pascal: Value = serde_json::from_slice(&pascal).unwrap();
    let optional =
        ["EventTime", "NotificationVersion", "PayloadVersion", "NotificationMetadata", "zzz"];
    for (what, changed) in spoilt(&pascal) {
        let may_be = optional.iter().any(|it| what.starts_with(it)) || what.ends_with("zzz");
        assert_eq!(validator.is_valid(&changed), may_be, "{what}");
    }
}
