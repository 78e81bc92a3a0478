//! What there is to replay: stories, folders of stories, or raw folders.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

use super::story::Story;
use crate::domain::Timestamp;

/// One thing to replay, alone: a story or a raw folder.
#[derive(Debug)]
pub(in crate::cli) struct Input {
    /// Its folder.
    pub folder: PathBuf,
    /// What happens around it; none for a raw folder.
    pub story: Option<Story>,
    /// Its events, in the order and at the moments at which they come.
    pub events: Vec<Arrival>,
    /// Where its clock starts.
    pub starts: Timestamp,
}

/// One event and when it comes.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Arrival {
    /// The bytes.
    pub body: Vec<u8>,
    /// When.
    pub at: Timestamp,
}

/// Events longer than this are not events: SQS ends at 1 MiB.
const EVENT_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// Events in one folder, at most.
const EVENTS_MAX: usize = 1_000_000;

/// Everything below these paths, in the order of their names.
pub(in crate::cli) fn find(paths: &[PathBuf]) -> anyhow::Result<Vec<Input>> {
    let mut inputs = Vec::new();
    for path in paths {
        ensure!(
            path.is_dir(),
            "{}: not a folder; give a story, a folder of stories, or a folder \
            with notification files and shipments/",
            path.display()
        );
        let before = inputs.len();
        if path.join("story.toml").is_file() {
            inputs.push(read(path)?);
            continue;
        }
        for folder in folders(path)? {
            if folder.join("story.toml").is_file() {
                inputs.push(read(&folder)?);
            }
        }
        if inputs.len() == before {
            inputs.push(read(path)?);
        }
    }
    Ok(inputs)
}

fn folders(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(path).with_context(|| format!("{}", path.display()))? {
        let entry = entry?.path();
        if entry.is_dir() {
            folders.push(entry);
        }
    }
    folders.sort();
    Ok(folders)
}

fn read(folder: &Path) -> anyhow::Result<Input> {
    let story_file = folder.join("story.toml");
    let story = if story_file.is_file() { Some(Story::read(&story_file)?) } else { None };
    let mut bodies: Vec<(String, Vec<u8>)> = Vec::new();
    for file in event_files(folder)? {
        read_events(&file, &mut bodies)?;
        ensure!(bodies.len() <= EVENTS_MAX, "{}: over {EVENTS_MAX} events", folder.display());
    }
    ensure!(!bodies.is_empty(), "{}: no event files (*.json, *.jsonl)", folder.display());
    let first = bodies.iter().filter_map(|(_, body)| event_time(body)).min();
    let starts = story.as_ref().and_then(|it| it.now).or(first).with_context(|| {
        format!(
            "{}: no event has an EventTime; a story with `now` says when it is",
            folder.display()
        )
    })?;
    let events = arrivals(folder, story.as_ref(), bodies, starts)?;
    Ok(Input { folder: folder.to_owned(), story, events, starts })
}

/// The order and the moments in which events come.
fn arrivals(
    folder: &Path,
    story: Option<&Story>,
    bodies: Vec<(String, Vec<u8>)>,
    starts: Timestamp,
) -> anyhow::Result<Vec<Arrival>> {
    let mut arrivals = Vec::new();
    match story.filter(|story| !story.deliver.is_empty()) {
        Some(story) => {
            for deliver in &story.deliver {
                let at = crate::stage::later(starts, i64::from(deliver.after_s));
                let before = arrivals.len();
                for (_, body) in bodies.iter().filter(|(file, _)| *file == deliver.file) {
                    arrivals.push(Arrival { body: body.clone(), at });
                }
                if arrivals.len() == before {
                    bail!("{}: deliver: no event file {:?}", folder.display(), deliver.file);
                }
            }
        }
        None => {
            for (_, body) in bodies {
                let at = event_time(&body).unwrap_or(starts).max(starts);
                arrivals.push(Arrival { body, at });
            }
        }
    }
    // Stable: what comes at the same moment comes in the order of the files.
    arrivals.sort_by_key(|arrival| arrival.at);
    Ok(arrivals)
}

fn event_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let path = entry?.path();
        let is_event = path.extension().is_some_and(|it| it == "json" || it == "jsonl");
        if is_event && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read_events(file: &Path, bodies: &mut Vec<(String, Vec<u8>)>) -> anyhow::Result<()> {
    let context = || format!("{}", file.display());
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let opened = std::fs::File::open(file).with_context(context)?;
    if file.extension().is_some_and(|it| it == "jsonl") {
        for line in BufReader::new(opened).split(b'\n') {
            let mut line = line.with_context(context)?;
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            if !line.iter().all(u8::is_ascii_whitespace) {
                bodies.push((name.clone(), line));
            }
        }
        return Ok(());
    }
    let mut body = Vec::new();
    opened.take(EVENT_BYTES_MAX + 1).read_to_end(&mut body).with_context(context)?;
    ensure!(body.len() as u64 <= EVENT_BYTES_MAX, "{}: longer than an event", file.display());
    bodies.push((name, body));
    Ok(())
}

/// `EventTime`, only to place the event in time: the stage reads it for itself.
fn event_time(body: &[u8]) -> Option<Timestamp> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    let time = value.get("EventTime").or_else(|| value.get("eventTime"))?;
    time.as_str()?.parse().ok()
}
