//! What a replay leaves: per shipment its documents, journal and letter; and the comparison with
//! what a story expects.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::input::Input;
use super::report::{self, Line};
use super::run::Replayed;
use crate::adapters::store::Filter;
use crate::cli::explain::{self, Explained, Outcome};
use crate::domain::Digest;
use crate::lifecycle::{Event, Life, State};
use crate::ports::{Clock, Store, World};
use crate::stage::{Stage, reveal};
use crate::words::Lang;

/// Everything that came of one shipment or unreadable event, by file name.
type Files = BTreeMap<&'static str, Vec<u8>>;

/// The files of one shipment, all that there may be.
const NAMES: [&str; 6] =
    ["nfe.xml", "nfeProc.xml", "evento.xml", "journal.jsonl", "dead-letter.json", "memoria.txt"];

/// Those that a story keeps.
const KEPT: [&str; 4] = ["journal.jsonl", "nfeProc.xml", "evento.xml", "memoria.txt"];

/// Lives read at once.
const PAGE: usize = 200;

/// Takes an earlier replay's files away, as its own report names them, and nothing else.
pub(super) fn clear(out: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(out).with_context(|| format!("{}", out.display()))?;
    let report = out.join("report.json");
    let Ok(text) = fs::read(&report) else { return Ok(()) };
    let lines: Vec<serde_json::Value> = serde_json::from_slice(&text).unwrap_or_default();
    for line in lines {
        let named = |name: &str| line.get(name).and_then(serde_json::Value::as_str);
        if let Some(id) =
            named("shipment_id").and_then(|id| crate::domain::ShipmentId::parse(id).ok())
        {
            let folder = out.join(id.as_str());
            for name in NAMES {
                gone(&folder.join(name))?;
            }
            // Kept when somebody put something else into it.
            let _left = fs::remove_dir(&folder);
        }
        let unreadable = line.pointer("/failure/value").filter(|_| named("shipment_id").is_none());
        if let Some(digest) = unreadable.and_then(|it| Digest::parse(it.as_str()?).ok()) {
            gone(&out.join("unreadable").join(format!("{digest}.json")))?;
            let _left = fs::remove_dir(out.join("unreadable"));
        }
    }
    gone(&report)
}

fn gone(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Reads what came of an input, writes it to `out`, and compares it with what the story expects.
/// Gives the report's lines and the differences.
pub(super) async fn collect(
    stage: &Stage<Replayed>,
    input: &Input,
    out: Option<&Path>,
) -> anyhow::Result<(Vec<Line>, Vec<String>)> {
    let mut lines = Vec::new();
    let mut differences = Vec::new();
    let letters = Letters::read(stage).await?;
    let store = stage.world().store();
    let mut after = None;
    loop {
        let page = store.lives(Filter { after, limit: PAGE, ..Filter::default() }).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.place());
        for row in &page {
            let Some(life) = stage.life(&row.id).await? else { continue };
            let mut files = files(stage, &life).await?;
            if let Some(letter) = letters.held.get(life.id.shipment.as_str()) {
                files.insert("dead-letter.json", letter.clone());
            }
            let line = Line::of(&life, &faults(stage, &life).await?);
            if let Some(out) = out {
                write(&out.join(life.id.shipment.as_str()), &files)?;
            }
            compare(input, &line, Some(&files), &mut differences)?;
            lines.push(line);
        }
    }
    for (sha256, (problem, letter)) in &letters.unreadable {
        let line = Line::unreadable(sha256, problem);
        if let Some(out) = out {
            let folder = out.join("unreadable");
            fs::create_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
            put(&folder.join(format!("{sha256}.json")), letter)?;
        }
        compare(input, &line, None, &mut differences)?;
        lines.push(line);
    }
    lines.sort_by(|one, other| one.name().cmp(other.name()));
    missing(input, &lines, &mut differences);
    Ok((lines, differences))
}

/// The letters that were made, the last of each.
#[derive(Default)]
struct Letters {
    held: BTreeMap<String, Vec<u8>>,
    unreadable: BTreeMap<String, (String, Vec<u8>)>,
}

impl Letters {
    async fn read(stage: &Stage<Replayed>) -> anyhow::Result<Letters> {
        let store = stage.world().store();
        let now = stage.world().clock().now();
        let mut letters = Letters::default();
        loop {
            let page = store.outbox_unsent(PAGE).await?;
            if page.is_empty() {
                return Ok(letters);
            }
            for letter in page {
                let value: serde_json::Value = serde_json::from_slice(&letter.body)?;
                let text = |name: &str| {
                    value.get(name).and_then(|it| it.as_str()).unwrap_or_default().to_owned()
                };
                if text("kind") == "unreadable" {
                    let found = (text("problem"), letter.body);
                    letters.unreadable.insert(text("body_sha256"), found);
                } else {
                    letters.held.insert(text("shipment_id"), letter.body);
                }
                store.outbox_sent(&letter.id, now).await?;
            }
        }
    }
}

async fn files(stage: &Stage<Replayed>, life: &Life) -> anyhow::Result<Files> {
    let store = stage.world().store();
    let entries = store.journal(&life.id).await?;
    let mut files = Files::new();
    let mut journal = Vec::new();
    for entry in &entries {
        serde_json::to_writer(&mut journal, entry)?;
        journal.push(b'\n');
        let (name, digest) = match &entry.event {
            // An earlier one that SEFAZ has takes the place of the latest.
            Event::Signed { xml, .. } | Event::EarlierNamed { xml, .. } => ("nfe.xml", xml),
            Event::Authorized { nfe_proc, .. } => ("nfeProc.xml", nfe_proc),
            // The last of them, as the documents are the last note's.
            Event::EventoRegistered { proc_evento: Some(proc), .. } => ("evento.xml", proc),
            // A corrected note takes the place of the rejected one.
            Event::Numbered { .. } => {
                files.remove("nfe.xml");
                continue;
            }
            _ => continue,
        };
        let body = store.body(digest).await?.context("a body is missing")?;
        files.insert(name, body);
    }
    files.insert("journal.jsonl", journal);
    if let Some(explained) = explained(stage, life).await? {
        let text = explain::text(&explained, Lang::PtBr, false);
        files.insert("memoria.txt", text.into_bytes());
    }
    Ok(files)
}

/// The figures of the last note that a life came to, if it came to one.
async fn explained(stage: &Stage<Replayed>, life: &Life) -> anyhow::Result<Option<Explained>> {
    let entries = stage.world().store().journal(&life.id).await?;
    let drafted = entries.iter().rev().find_map(|entry| match &entry.event {
        Event::Numbered { draft, .. } => Some(draft),
        _ => None,
    });
    let Some(draft) = life.state.draft().or(drafted) else { return Ok(None) };
    let again = stage.redraft(life, draft).await?;
    Ok(again.map(|again| Explained::drafted(life.id.shipment.as_str(), again, Some(draft))))
}

/// What there is to explain of each life: its figures, or why it has none.
pub(in crate::cli) async fn outcomes(stage: &Stage<Replayed>) -> anyhow::Result<Vec<Outcome>> {
    let (mut outcomes, mut after) = (Vec::new(), None);
    loop {
        let filter = Filter { after, limit: PAGE, ..Filter::default() };
        let page = stage.world().store().lives(filter).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.place());
        for row in &page {
            let Some(life) = stage.life(&row.id).await? else { continue };
            let shipment = life.id.shipment.to_string();
            outcomes.push(match explained(stage, &life).await? {
                Some(explained) => Outcome::Explained(Box::new(explained)),
                None => Outcome::Refused { shipment, faults: faults(stage, &life).await? },
            });
        }
    }
    outcomes.sort_by_key(Outcome::shipment);
    Ok(outcomes)
}

/// The faults of a held life with their personal values: the samples are the user's own.
async fn faults(stage: &Stage<Replayed>, life: &Life) -> anyhow::Result<Vec<crate::domain::Fault>> {
    let faults = report::faults(&life.state);
    if let State::Held { private: Some(private), .. } = &life.state
        && let Some(body) = stage.world().store().body(private).await?
    {
        return Ok(reveal(faults, &body));
    }
    Ok(faults.to_vec())
}

fn write(folder: &Path, files: &Files) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
    for name in NAMES {
        match files.get(name) {
            Some(bytes) => put(&folder.join(name), bytes)?,
            None => gone(&folder.join(name))?,
        }
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("{}", path.display()))
}

/// Compares one line and its files with what the story expects; `UPDATE=1` writes the files anew.
fn compare(
    input: &Input,
    line: &Line,
    files: Option<&Files>,
    differences: &mut Vec<String>,
) -> anyhow::Result<()> {
    let Some(story) = &input.story else { return Ok(()) };
    let name = line.name();
    let expected = story
        .expect
        .iter()
        .find(|(key, _)| *key == name || (line.sha256.is_some() && name.starts_with(key.as_str())));
    let mut differ = |what: String| differences.push(format!("{}: {name}: {what}", story.title));
    match expected {
        None => differ("the story does not say what is expected of it".to_owned()),
        Some((_, expected)) => {
            if expected.outcome != line.outcome {
                differ(format!("expected {}, came to {}", expected.outcome, line.outcome));
            }
            if expected.faults != line.codes() {
                differ(format!("expected faults {:?}, found {:?}", expected.faults, line.codes()));
            }
            if expected.polls.is_some_and(|polls| polls != line.polls) {
                differ(format!("expected {:?} polls, made {}", expected.polls, line.polls));
            }
        }
    }
    let Some(files) = files else { return Ok(()) };
    let folder = input.folder.join("expected").join(name);
    let update = std::env::var_os("UPDATE").is_some_and(|it| it == "1");
    for kept in KEPT {
        let path: PathBuf = folder.join(kept);
        let found = files.get(kept);
        if update {
            match found {
                Some(bytes) => {
                    fs::create_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
                    put(&path, bytes)?;
                }
                None => gone(&path)?,
            }
            continue;
        }
        match (fs::read(&path).ok(), found) {
            (Some(expected), Some(found)) if expected == *found => {}
            (None, None) => {}
            (Some(expected), Some(found)) => {
                differ(format!("{kept}: {}", first_difference(&expected, found)));
            }
            (Some(_), None) => differ(format!("{kept}: expected, and not made")),
            (None, Some(_)) => {
                differ(format!("{kept}: made, and not expected (UPDATE=1 writes it)"));
            }
        }
    }
    Ok(())
}

/// What the story expects and nothing came of.
fn missing(input: &Input, lines: &[Line], differences: &mut Vec<String>) {
    let Some(story) = &input.story else { return };
    for key in story.expect.keys() {
        if !lines.iter().any(|line| line.name().starts_with(key.as_str())) {
            differences.push(format!("{}: {key}: expected, and nothing came of it", story.title));
        }
    }
}

/// The first line that differs, cut to what a person can compare.
fn first_difference(expected: &[u8], found: &[u8]) -> String {
    let (expected, found) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(found));
    let lines = expected.lines().zip(found.lines()).enumerate();
    for (n, (one, other)) in lines {
        if one != other {
            let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
            let from = same.saturating_sub(30);
            let part = |text: &str| text.chars().skip(from).take(120).collect::<String>();
            return format!(
                "line {}, column {}:\n    expected …{}\n    found    …{}",
                n + 1,
                same + 1,
                part(one),
                part(other)
            );
        }
    }
    format!("expected {} lines, found {}", expected.lines().count(), found.lines().count())
}
