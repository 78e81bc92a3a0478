//! The stories of `samples/`, replayed by the built program. Each is compared with what it
//! expects, byte by byte, by `replay` itself; `UPDATE=1` writes that anew. What is tested here is
//! what no story can say of itself: that the documents are valid, that a replay is exact, and
//! that a wrong expectation is noticed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value;

use crate::tools::program::{Finished, Running, fba_nfe};
use crate::tools::{root, xml};

/// All stories take ten seconds on a quiet machine.
const LIMIT: Duration = Duration::from_secs(300);

/// What a shipment may leave.
const NAMES: [&str; 6] =
    ["nfe.xml", "nfeProc.xml", "evento.xml", "journal.jsonl", "dead-letter.json", "memoria.txt"];

/// What one replay of all samples left.
pub(crate) struct Replayed {
    pub(crate) out: PathBuf,
    finished: Finished,
}

/// All samples, replayed once for all tests.
pub(crate) fn replayed() -> &'static Replayed {
    static ONCE: OnceLock<Replayed> = OnceLock::new();
    ONCE.get_or_init(|| {
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stories");
        let _ = fs::remove_dir_all(&out);
        let finished = replay(&[&root("samples")], &out, true);
        Replayed { out, finished }
    })
}

#[track_caller]
fn replay(paths: &[&Path], out: &Path, may_update: bool) -> Finished {
    let mut command = fba_nfe(["replay", "--config", "samples/fba-nfe.toml", "--out"]);
    command.arg(out).args(paths).env_remove("RUST_LOG");
    if !may_update {
        command.env_remove("UPDATE");
    }
    Running::start(&mut command).finish(LIMIT)
}

/// The folders of `samples/` that are stories.
pub(crate) fn stories() -> Vec<PathBuf> {
    let all = fs::read_dir(root("samples")).unwrap().map(|entry| entry.unwrap().path());
    let mut stories: Vec<_> = all.filter(|it| it.join("story.toml").is_file()).collect();
    stories.sort();
    stories
}

/// Every file below a folder, by its path from there.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut found, mut open) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(at) = open.pop() {
        for path in fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

fn report(out: &Path) -> Vec<Value> {
    serde_json::from_slice(&fs::read(out.join("report.json")).unwrap()).unwrap()
}

fn copy(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn every_story_comes_to_what_it_expects() {
    let Replayed { finished, out } = replayed();
    assert_eq!(finished.status.code(), Some(0), "{}", finished.stderr);
    let lines = report(out);
    let mut ids = BTreeSet::new();
    for story in stories() {
        let name = story.file_name().unwrap().to_string_lossy().into_owned();
        assert!(
            finished.stdout.contains(&format!("\n{name}: ")) || finished.stdout.starts_with(&name)
        );
        let table: toml::Table =
            fs::read_to_string(story.join("story.toml")).unwrap().parse().unwrap();
        let expected = table["expect"].as_table().unwrap();
        assert!(!expected.is_empty(), "{name} expects nothing");
        assert!(table.contains_key("now"), "{name}: a story says when it is");
        for id in expected.keys() {
            assert!(ids.insert(id.clone()), "{name}: {id} is another story's too");
            let told = lines.iter().any(|it| is_named(it, id));
            assert!(told, "{name}: {id} is not in the report");
        }
    }
    assert_eq!(ids.len(), lines.len(), "the report has what no story expects");
    assert!(ids.len() >= 14);
}

fn is_named(line: &Value, id: &str) -> bool {
    match line["shipment_id"].as_str() {
        Some(shipment) => shipment == id,
        None => line["failure"]["value"].as_str().unwrap().starts_with(id),
    }
}

/// The second opinions: SEFAZ's own schemas, and another program's reading of the signature.
#[test]
fn every_document_is_valid_and_its_signature_holds() {
    let out = &replayed().out;
    let of = |name: &str| -> Vec<PathBuf> {
        let found = files(out).into_keys().filter(|it| it.ends_with(&format!("/{name}")));
        found.map(|it| out.join(it)).collect()
    };
    let (notes, procs) = (of("nfe.xml"), of("nfeProc.xml"));
    assert!(procs.len() >= 30 && notes.len() > procs.len(), "{} {}", notes.len(), procs.len());
    assert_eq!(xml::all_conform("nfe_v4.00.xsd", &notes), Ok(()));
    assert_eq!(xml::all_conform("procNFe_v4.00.xsd", &procs), Ok(()));
    for note in &notes {
        assert_eq!(xml::signature_holds(note), Ok(()), "{}", note.display());
    }
    for path in &procs {
        let note = fs::read_to_string(path.with_file_name("nfe.xml")).unwrap();
        let note = note.strip_prefix(r#"<?xml version="1.0" encoding="UTF-8"?>"#).unwrap_or(&note);
        let whole = fs::read_to_string(path).unwrap();
        assert!(whole.contains(note), "{}: the note's bytes are not in it", path.display());
    }
}

/// Cancellations and letters of correction: each by SEFAZ's own schema of its kind, and by that
/// which takes every kind.
#[test]
fn every_event_is_valid_and_its_signature_holds() {
    let out = &replayed().out;
    let found = files(out).into_iter().filter(|(name, _)| name.ends_with("/evento.xml"));
    let (mut cancellations, mut letters) = (Vec::new(), Vec::new());
    for (name, bytes) in found {
        let text = String::from_utf8(bytes).unwrap();
        let note = fs::read_to_string(out.join(&name).with_file_name("nfeProc.xml")).unwrap();
        let (_, key) = note.split_once("<chNFe>").unwrap();
        // Reissued: the event is of the note before.
        let reissued = note.contains("<nNF>2</nNF>");
        assert!(text.contains(&format!("<chNFe>{}</chNFe>", &key[..44])) || reissued, "{name}");
        match text.contains("<tpEvento>110111</tpEvento>") {
            true => cancellations.push(out.join(name)),
            false => letters.push(out.join(name)),
        }
    }
    assert!(cancellations.len() >= 8 && letters.len() >= 2);
    let (cancel, letter) =
        ("evento_cancel/procEventoCancNFe_v1.00.xsd", "evento_cce/procCCeNFe_v1.00.xsd");
    assert_eq!(xml::all_conform(cancel, &cancellations), Ok(()));
    assert_eq!(xml::all_conform(letter, &letters), Ok(()));
    cancellations.append(&mut letters);
    let every_kind = "evento_generico/procEventoNFe_v1.00.xsd";
    assert_eq!(xml::all_conform(every_kind, &cancellations), Ok(()));
    for event in &cancellations {
        let holds = xml::signature_of_holds("infEvento", event);
        assert_eq!(holds, Ok(()), "{}", event.display());
    }
}

#[test]
fn a_second_replay_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let finished = replay(&[&root("samples")], folder.path(), false);
    assert_eq!(finished.status.code(), Some(0), "{}", finished.stderr);
    let (first, second) = (files(&replayed().out), files(folder.path()));
    assert!(first.keys().eq(second.keys()), "other files");
    for (name, bytes) in &first {
        assert!(second[name] == *bytes, "{name} differs");
    }
}

#[test]
fn out_holds_what_the_report_names_and_nothing_else() {
    let out = &replayed().out;
    let mut left: BTreeSet<String> = files(out).into_keys().collect();
    assert!(left.remove("report.json"));
    for line in report(out) {
        let Some(id) = line["shipment_id"].as_str() else {
            let sha256 = line["failure"]["value"].as_str().unwrap();
            assert!(left.remove(&format!("unreadable/{sha256}.json")), "{sha256}");
            continue;
        };
        assert!(left.remove(&format!("{id}/journal.jsonl")), "{id}");
        let had = |left: &mut BTreeSet<String>, name: &str| left.remove(&format!("{id}/{name}"));
        let (is_sealed, is_authorised) = (had(&mut left, NAMES[0]), had(&mut left, NAMES[1]));
        let has_event = had(&mut left, NAMES[2]);
        assert!(is_authorised || !has_event, "{id}: an event of no note");
        let was_held = had(&mut left, NAMES[4]);
        // Whoever had a number has the record of its figures.
        assert!(had(&mut left, NAMES[5]) || !is_sealed, "{id}: no record");
        match line["outcome"].as_str().unwrap() {
            "accepted" => assert!(is_sealed && is_authorised, "{id}"),
            "held" => assert!(was_held, "{id}: held, and no letter"),
            "dropped" => assert!(!is_authorised, "{id}"),
            // Its event is there too, unless another program sent it.
            "voided" => assert!(is_sealed && is_authorised, "{id}"),
            "discarded" => assert!(was_held, "{id}"),
            other => panic!("{id}: {other}"),
        }
    }
    assert_eq!(left, BTreeSet::new());
}

#[test]
fn the_report_has_the_keys_of_its_contract() {
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let set = |names: &str| names.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let line_keys =
        set("shipment_id order_id outcome access_key number total polls faults failure");
    let fault_keys = set("code stage field value mender message");
    for line in report(&replayed().out) {
        assert_eq!(keys(&line), line_keys);
        let faults = line["faults"].as_array().unwrap();
        assert_eq!(line["failure"], faults.first().cloned().unwrap_or_default());
        for fault in faults {
            assert_eq!(keys(fault), fault_keys);
            assert!(!fault["message"].as_str().unwrap().is_empty());
        }
        assert_eq!(
            ["accepted", "voided"].contains(&line["outcome"].as_str().unwrap()),
            faults.is_empty() && !line["total"].is_null() && line["outcome"] != "discarded",
            "{line}"
        );
        assert!(line["total"].is_null() || line["total"].is_string(), "money is text");
        assert!(line["polls"].is_u64());
    }
}

#[test]
fn json_prints_the_report() {
    let story = root("samples/cpf-in-state");
    let folder = tempfile::tempdir().unwrap();
    let mut command = fba_nfe(["replay", "--json", "--out"]);
    command.arg(folder.path()).arg(&story).env_remove("UPDATE");
    let finished = Running::start(&mut command).finish(LIMIT);
    assert_eq!(finished.status.code(), Some(0), "{}", finished.stderr);
    let printed: Vec<Value> = serde_json::from_str(&finished.stdout).unwrap();
    assert_eq!(printed, report(folder.path()));
    assert_eq!(printed[0]["outcome"], "accepted");
}

/// Each copy of a good story has one wrong expectation; each is told, and none hides another.
#[test]
fn a_wrong_expectation_is_told_with_the_difference() {
    let folder = tempfile::tempdir().unwrap();
    let spoil = |name: &str, spoil: &dyn Fn(&Path)| {
        let story = folder.path().join(name);
        copy(&root("samples/cpf-in-state"), &story);
        spoil(&story);
    };
    let edit = |file: PathBuf, from: &str, to: &str| {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{}: {from}", file.display());
        fs::write(file, text.replacen(from, to, 1)).unwrap();
    };
    spoil("outcome", &|it| edit(it.join("story.toml"), "\"accepted\"", "\"held\""));
    spoil("faults", &|it| {
        edit(it.join("story.toml"), "\"accepted\"", "\"accepted\"\nfaults = [\"product.unknown\"]");
    });
    spoil("polls", &|it| edit(it.join("story.toml"), "\"accepted\"", "\"accepted\"\npolls = 7"));
    spoil("another", &|it| {
        edit(it.join("story.toml"), "[expect.", "[expect.FBA404]\noutcome = \"held\"\n[expect.");
    });
    let expected = |it: &Path, name: &str| it.join("expected/FBA15K0001").join(name);
    spoil("journal", &|it| edit(expected(it, "journal.jsonl"), "\"pending\"", "\"waiting\""));
    spoil("document", &|it| edit(expected(it, "nfeProc.xml"), "<vNF>199.90<", "<vNF>199.91<"));
    spoil("unexpected", &|it| fs::remove_file(expected(it, "nfeProc.xml")).unwrap());
    let out = folder.path().join("out");
    let finished = replay(&[folder.path()], &out, false);
    assert_eq!(finished.status.code(), Some(1), "{finished:#?}");
    for told in [
        "expected held, came to accepted",
        "expected faults [\"product.unknown\"], found []",
        "expected Some(7) polls, made 2",
        "FBA404: expected, and nothing came of it",
        "journal.jsonl: line 9, column",
        "<vNF>199.91<",
        "nfeProc.xml: made, and not expected",
    ] {
        assert_eq!(finished.stderr.matches(told).count(), 1, "{told}\n{}", finished.stderr);
    }
}

/// Somebody's own files: one event per line, answers beside them, and no story.
#[test]
fn a_raw_folder_begins_at_its_earliest_event_and_replaces_what_an_earlier_replay_left() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, out) = (folder.path().join("raw"), folder.path().join("out"));
    fs::create_dir_all(raw.join("shipments")).unwrap();
    let mut lines = String::new();
    for (story, id) in [("pix", "FBA15K0010"), ("cpf-in-state", "FBA15K0001")] {
        let story = root("samples").join(story);
        let event = fs::read_to_string(story.join("event.json")).unwrap();
        lines += &event.replace('\n', " ");
        lines.push('\n');
        let answer = format!("shipments/{id}.json");
        fs::copy(story.join(&answer), raw.join(&answer)).unwrap();
    }
    fs::write(raw.join("events.jsonl"), lines).unwrap();

    // An earlier replay of something else, and a file that is nobody's.
    let before = replay(&[&root("samples/unreadable-event")], &out, false);
    assert_eq!(before.status.code(), Some(0), "{}", before.stderr);
    fs::write(out.join("notes.txt"), "mine").unwrap();
    let finished = replay(&[&raw], &out, false);
    assert_eq!(finished.status.code(), Some(0), "{}", finished.stderr);

    let found = files(&out);
    let names: Vec<&str> = found.keys().map(String::as_str).collect();
    let made = ["journal.jsonl", "memoria.txt", "nfe.xml", "nfeProc.xml"];
    let mut expected: Vec<String> = ["FBA15K0001", "FBA15K0010"]
        .iter()
        .flat_map(|id| made.iter().map(move |name| format!("{id}/{name}")))
        .collect();
    expected.extend(["notes.txt".to_owned(), "report.json".to_owned()]);
    assert_eq!(names, expected);
    assert!(!out.join("unreadable").exists());
    let begins = |id: &str| {
        let journal = String::from_utf8(found[&format!("{id}/journal.jsonl")].clone()).unwrap();
        let first: Value = serde_json::from_str(journal.lines().next().unwrap()).unwrap();
        assert_eq!(first["at"], first["event_time"]);
        first["at"].as_str().unwrap().to_owned()
    };
    // Both take their number from the same series, in the order of their events.
    assert_eq!(begins("FBA15K0001"), "2026-11-20T11:59:40.109Z");
    let numbers: Vec<Value> = report(&out).iter().map(|it| it["number"].clone()).collect();
    assert_eq!(numbers, ["1", "2"]);
    assert!(begins("FBA15K0010").starts_with("2026-11-26T13:09:40"));
}

/// A story under its own rules, beside one under everybody's: each keeps to its own, whatever
/// `--config` says, and a configuration that is not there is named.
#[test]
fn a_story_may_name_its_own_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let both = [root("samples/difal-simples"), root("samples/cpf-interstate-simples")];
    let finished = replay(&[&both[0], &both[1]], &out, false);
    assert_eq!(finished.status.code(), Some(0), "{}", finished.stderr);
    let note = |id: &str| fs::read_to_string(out.join(id).join("nfeProc.xml")).unwrap();
    assert!(note("FBA15K0471").contains("<vICMSUFDest>21.58</vICMSUFDest>"));
    assert!(!note("FBA15K0003").contains("ICMSUFDest"));

    let story = folder.path().join("samples/difal-simples");
    copy(&both[0], &story);
    let text = fs::read_to_string(story.join("story.toml")).unwrap();
    fs::write(story.join("story.toml"), text.replace("config.toml", "other.toml")).unwrap();
    let finished = replay(&[&story], &out, false);
    assert_ne!(finished.status.code(), Some(0));
    assert!(finished.stderr.contains("other.toml"), "{}", finished.stderr);
}

#[test]
fn without_out_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let config = root("samples/fba-nfe.toml");
    let mut command = fba_nfe(["replay", "--config"]);
    command.arg(config).arg(root("samples/cpf-in-state")).current_dir(folder.path());
    let finished = Running::start(command.env_remove("UPDATE")).finish(LIMIT);
    assert_eq!(finished.status.code(), Some(0), "{}", finished.stderr);
    assert_eq!(files(folder.path()).len(), 0);
    assert!(!root("samples/fba-nfe.sqlite").exists(), "the store is temporary");
}

#[test]
fn a_path_that_holds_nothing_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let finished = replay(&[folder.path()], &folder.path().join("out"), false);
    assert_ne!(finished.status.code(), Some(0));
    assert!(finished.stderr.contains("no event files"), "{}", finished.stderr);
}
