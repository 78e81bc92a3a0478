//! `fba-nfe replay`: sample input through the same stage as production, with the simulator in
//! process and virtual time.

pub(super) mod configs;
mod console;
mod generated;
pub(super) mod input;
mod out;
mod report;
pub(super) mod run;
pub(super) mod story;
mod together;

pub(super) use out::outcomes;

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use self::configs::{Configs, Opened};
use self::input::Input;
use self::report::Line;

/// Runs sample input through the stage: no broker, no network, no waiting.
#[derive(Debug, Args)]
#[command(
    after_help = "PATH is a story (a folder with story.toml), a folder of stories, or a folder \
    with notification files (*.json, *.jsonl) and shipments/<AmazonShipmentId>.json.\n\n\
    Exit status: 0 when everything came to an end (accepted, held, dropped, discarded, voided, \
    unreadable) and every story to the one that it expects; else 1.\n\nExamples:\n  \
    fba-nfe replay samples\n  \
    fba-nfe replay samples/cpf-in-state --out out\n  \
    fba-nfe replay my-shipments --config my.toml --out out --json\n  \
    fba-nfe replay samples --console        # the review desk on the samples\n  \
    UPDATE=1 fba-nfe replay samples        # writes what the stories expect anew"
)]
pub struct ReplayArgs {
    /// Stories, folders of stories, or raw folders.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The configuration; else fba-nfe.toml beside PATH, else ./samples/fba-nfe.toml. A story that
    /// names its own is replayed under that.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where documents, journals, letters and report.json go; nowhere when left out.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Prints the report as JSON instead of the table.
    #[arg(long)]
    json: bool,
    /// Opens the review desk on what waits for a person, with a one-time user and password, the
    /// simulator and the worker going on, until it is told to stop. What the stories' own people
    /// do is left to you.
    #[arg(long, conflicts_with_all = ["out", "json"])]
    console: bool,
    /// Where the desk listens, on this machine; port 0 lets the system choose.
    #[arg(long, value_name = "ADDRESS:PORT", requires = "console", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Adds so many generated cases with a SKU that nobody knows (SIM000000000 …): for trials of
    /// actions on many cases, and of the desk under load.
    #[arg(long, value_name = "N", requires = "console", default_value_t = 0)]
    #[arg(value_parser = clap::value_parser!(u32).range(0..=500_000))]
    cases: u32,
}

/// Inputs with more events than this get a progress bar.
const MANY: usize = 50;

/// Runs the verb.
pub async fn run(args: ReplayArgs) -> anyhow::Result<ExitCode> {
    let inputs = input::find(&args.paths)?;
    let mut configs = Configs::new(args.config.as_deref(), &args.paths);
    if args.console {
        return console::run(configs.general()?, inputs, args.listen, args.cases).await;
    }
    if let Some(out) = &args.out {
        out::clear(out)?;
    }
    let mut lines: Vec<Line> = Vec::new();
    let mut differences = Vec::new();
    for input in &inputs {
        let (some, differ) = one(configs.of(input)?, input, &args).await?;
        lines.extend(some);
        differences.extend(differ);
    }
    let report = serde_json::to_string_pretty(&lines)?;
    if let Some(out) = &args.out {
        let path = out.join("report.json");
        std::fs::write(&path, format!("{report}\n"))
            .with_context(|| format!("{}", path.display()))?;
    }
    if args.json {
        println!("{report}");
    } else {
        summary(&lines);
    }
    let open: Vec<&Line> = lines.iter().filter(|line| !line.has_ended()).collect();
    for line in &open {
        eprintln!("{}: came to no end: {}", line.name(), line.outcome);
    }
    for difference in &differences {
        eprintln!("{difference}");
    }
    let good = open.is_empty() && differences.is_empty();
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn one(
    opened: &Opened,
    input: &Input,
    args: &ReplayArgs,
) -> anyhow::Result<(Vec<Line>, Vec<String>)> {
    let bar = bar(input.events.len());
    let played = run::play(opened, input, &bar).await;
    bar.finish_and_clear();
    let stage = played.with_context(|| format!("{}", input.folder.display()))?;
    let (lines, mut differences) = out::collect(&stage, input, args.out.as_deref()).await?;
    for violation in stage.world().violations() {
        differences.push(format!("{}: {violation}", input.folder.display()));
    }
    if !args.json {
        let name = input.folder.file_name().unwrap_or_default().to_string_lossy();
        match &input.story {
            Some(story) => println!("{name}: {}", story.title),
            None => println!("{name}"),
        }
        for line in &lines {
            println!("{}", line.row());
        }
    }
    Ok((lines, differences))
}

fn bar(events: usize) -> ProgressBar {
    if events < MANY || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed}");
    let bar = ProgressBar::new(events as u64);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// How many came to which end.
fn summary(lines: &[Line]) {
    let mut counts = std::collections::BTreeMap::new();
    for line in lines {
        *counts.entry(line.outcome.as_str()).or_insert(0usize) += 1;
    }
    let counts: Vec<String> =
        counts.iter().map(|(outcome, count)| format!("{count} {outcome}")).collect();
    println!("\n{} in all: {}", lines.len(), counts.join(", "));
}
