//! Every way in which an invoice can stop has a story that shows it.

use std::collections::BTreeSet;
use std::fs;

use fba_nfe::domain::Code;
use fba_nfe::nfe::check::FAMILIES;

use crate::stories::{files, stories};

/// Codes that neither data nor the simulated world can cause, or whose story would be no story;
/// and where they are tested instead.
const WITHOUT_A_STORY: &[(Code, &str)] = &[
    (Code::ItemsTooMany, "a story of 991 items tells nothing; src/tax/lines.rs tests it"),
    (Code::TaxRateUnknown, "the table has every state; src/tax/icms.rs holds it to that"),
    (Code::CorrectionUnfit, "Amazon's answer would have to change; tests/it/stage.rs changes it"),
    (Code::SealCheckFailed, "a bug of ours; tests/it/nfe mutates documents"),
    (
        Code::SefazProtocolForeign,
        "the simulated SEFAZ is honest; tests/it/stage.rs has one that is not",
    ),
    (Code::LifeUnexpected, "a bug of ours, or a journal from the future; tests/it/lifecycle.rs"),
    (Code::BodyMissing, "nothing from outside loses a body; tests/it/stage.rs loses one"),
];

/// Codes in what stories expect: at the end, or on the way there.
fn told() -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    for story in stories() {
        let text = fs::read_to_string(story.join("story.toml")).unwrap();
        let table: toml::Table = text.parse().unwrap();
        for expected in table["expect"].as_table().unwrap().values() {
            let faults = expected.get("faults").and_then(toml::Value::as_array);
            told.extend(faults.into_iter().flatten().map(|it| it.as_str().unwrap().to_owned()));
        }
        for (name, bytes) in files(&story) {
            if !name.ends_with("/journal.jsonl") {
                continue;
            }
            for line in String::from_utf8(bytes).unwrap().lines() {
                codes(&serde_json::from_str(line).unwrap(), &mut told);
            }
        }
    }
    told
}

/// Every `code` anywhere in a journal line.
fn codes(value: &serde_json::Value, told: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(members) => {
            told.extend(members.get("code").and_then(|it| it.as_str()).map(str::to_owned));
            members.values().for_each(|it| codes(it, told));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|it| codes(it, told)),
        _ => {}
    }
}

#[test]
fn every_code_that_the_world_can_cause_has_a_story() {
    let told = told();
    for code in Code::ALL {
        let excused = WITHOUT_A_STORY.iter().find(|(it, _)| it == code);
        // What the check disputes has a bad twin in tests/it/nfe/rejections, and may have a story.
        let has_twin = FAMILIES.iter().any(|family| family.code == *code);
        match (told.contains(code.as_str()), excused) {
            (true, None) | (false, Some(_)) => {}
            (false, None) if has_twin => {}
            (false, None) => panic!("{code}: no story in samples/ expects it"),
            (true, Some((_, why))) => panic!("{code} has a story, and is excused: {why}"),
        }
    }
    let unknown: Vec<_> = told.iter().filter(|it| Code::parse(it).is_none()).collect();
    assert!(unknown.is_empty(), "stories expect codes that there are not: {unknown:?}");
}

#[test]
fn the_readme_of_the_samples_names_every_story() {
    let readme = fs::read_to_string(crate::tools::root("samples/README.md")).unwrap();
    for story in stories() {
        let name = story.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(story.join("story.toml")).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let title = table["title"].as_str().unwrap();
        let row = format!("| [{name}]({name}/story.toml) | {title} |");
        assert!(readme.contains(&row), "samples/README.md lacks:\n{row}");
    }
    assert_eq!(readme.matches("/story.toml) |").count(), stories().len());
}
