//! What PATH is, by its content, and what there is to explain of it.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use indicatif::ProgressBar;

use super::ExplainArgs;
use super::told::{Explained, Outcome};
use crate::adapters::clock::SystemClock;
use crate::cli::opening;
use crate::cli::replay::configs::{self, Configs};
use crate::cli::replay::story::Story;
use crate::cli::replay::{self, input, run};
use crate::config::Config;
use crate::domain::{Emission, SellerId, Timestamp};
use crate::nfe::{self, NAMESPACE};
use crate::ports::Clock as _;
use crate::stage::wire::{Read as Delivery, read_notification, read_shipment};
use crate::tax;

/// Longest file that is read: a note ends at 1 MiB, an answer of 990 items is no longer.
const BYTES_MAX: u64 = 8 * 1024 * 1024;

/// Events beside a shipment that are looked at for its seller.
const EVENTS_MAX: usize = 1_000;

/// What there is to explain.
pub(super) async fn read(args: &ExplainArgs) -> anyhow::Result<Vec<Outcome>> {
    if args.path.is_dir() {
        ensure!(
            args.date.is_none() && args.seller.is_none(),
            "{}: a story says its own time and sellers; --date and --seller are for a shipment",
            args.path.display()
        );
        return replayed(args).await;
    }
    let bytes = file(&args.path)?;
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii_start();
    match bare.first() {
        Some(b'<') => Ok(vec![note(bare).with_context(|| format!("{}", args.path.display()))?]),
        Some(b'{') => Ok(vec![shipment(args, bare)?]),
        Some(_) | None => bail!(
            "{}: expected a note (XML) or a shipment (JSON), found neither",
            args.path.display()
        ),
    }
}

fn file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let context = || format!("{}", path.display());
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(path).with_context(context)?;
    opened.take(BYTES_MAX + 1).read_to_end(&mut bytes).with_context(context)?;
    ensure!(bytes.len() as u64 <= BYTES_MAX, "{}: longer than {BYTES_MAX} bytes", path.display());
    Ok(bytes)
}

/// Stories and folders go through the stage, so that corrections and the world's time count.
async fn replayed(args: &ExplainArgs) -> anyhow::Result<Vec<Outcome>> {
    let paths = [args.path.clone()];
    let inputs = input::find(&paths)?;
    let mut configs = Configs::new(args.config.as_deref(), &paths);
    let mut outcomes = Vec::new();
    for input in &inputs {
        let played = run::play(configs.of(input)?, input, &ProgressBar::hidden()).await;
        let stage = played.with_context(|| format!("{}", input.folder.display()))?;
        outcomes.extend(replay::outcomes(&stage).await?);
    }
    Ok(outcomes)
}

fn note(bytes: &[u8]) -> anyhow::Result<Outcome> {
    let document = match nfe::read(bytes) {
        // Before it is signed a note is no more than this.
        Err(nfe::read::ReadError::Root(root)) if root == "infNFe" => {
            let open = format!("<NFe xmlns=\"{NAMESPACE}\">");
            let text = std::str::from_utf8(bytes).context("expected UTF-8")?;
            let bare = match text.split_once("?>") {
                Some((declaration, rest)) if declaration.starts_with("<?xml") => rest,
                _ => text,
            };
            nfe::read(format!("{open}{bare}</NFe>").as_bytes())?
        }
        read => read?,
    };
    let back = nfe::read::invoice(&document)?;
    let key = document.key().ok();
    Ok(Outcome::Explained(Box::new(Explained::issued(back, key))))
}

fn shipment(args: &ExplainArgs, bytes: &[u8]) -> anyhow::Result<Outcome> {
    let context = || format!("{}", args.path.display());
    let shipment = read_shipment(bytes).with_context(context)?;
    let folder = story_folder(&args.path);
    let mut paths = vec![args.path.clone()];
    paths.extend(folder.clone());
    let story = story(folder.as_deref())?;
    let own = story.as_ref().and_then(|it| Some(folder.as_ref()?.join(it.config.as_ref()?)));
    let path = match (&args.config, own) {
        (None, Some(own)) => own,
        (given, _) => configs::general(given.as_deref(), &paths),
    };
    let config = opening::config(Some(&path))?;
    let name = shipment.amazon_shipment_id.clone().unwrap_or_else(|| {
        args.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    });
    let seller = seller(args, &config, folder.as_deref(), &name)?;
    let now = now(args, story.as_ref())?;
    let configured = config.sellers.iter().find(|it| it.seller.id == seller);
    let configured = configured.with_context(|| format!("{seller}: no seller of this name"))?;
    let law = tax::Law { rules: &config.tax.rules, tot_trib: &config.tax.ibpt };
    let (seller, catalogue) = (&configured.seller, &configured.catalogue);
    Ok(match tax::draft(&shipment, seller, catalogue, law, now, &Emission::Normal) {
        Ok(draft) => Outcome::Explained(Box::new(Explained::drafted(&name, draft, None))),
        Err(faults) => Outcome::Refused { shipment: name, faults },
    })
}

/// The folder with the events, where the shipment lies in its `shipments/`.
fn story_folder(path: &Path) -> Option<PathBuf> {
    let parent = path.parent().filter(|it| it.file_name().is_some_and(|it| it == "shipments"))?;
    let folder = parent.parent()?;
    Some(if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() })
}

/// `--seller`, else whom an event beside it names, else the only one.
fn seller(
    args: &ExplainArgs,
    config: &Config,
    folder: Option<&Path>,
    shipment: &str,
) -> anyhow::Result<SellerId> {
    if let Some(seller) = &args.seller {
        return SellerId::parse(seller).with_context(|| format!("--seller {seller}"));
    }
    if let Some(found) = folder.and_then(|folder| named_beside(folder, shipment)) {
        return Ok(found);
    }
    match config.sellers.as_slice() {
        [only] => Ok(only.seller.id.clone()),
        several => {
            let ids: Vec<&str> = several.iter().map(|it| it.seller.id.as_str()).collect();
            bail!("whose shipment is it? --seller with one of: {}", ids.join(", "))
        }
    }
}

fn named_beside(folder: &Path, shipment: &str) -> Option<SellerId> {
    let entries = std::fs::read_dir(folder).ok()?.take(EVENTS_MAX);
    let events = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let events = events.filter(|path| path.extension().is_some_and(|it| it == "json"));
    let mut named = events.filter_map(|path| match read_notification(&file(&path).ok()?) {
        Ok(Delivery::Event(event)) if event.life.shipment.as_str() == shipment => {
            Some(event.life.seller)
        }
        _ => None,
    });
    named.next()
}

/// The story that the shipment is of.
fn story(folder: Option<&Path>) -> anyhow::Result<Option<Story>> {
    let file = folder.map(|it| it.join("story.toml")).filter(|it| it.is_file());
    file.map(|it| Story::read(&it)).transpose()
}

/// `--date` (at noon in Brasília), else the story's time, else now.
fn now(args: &ExplainArgs, story: Option<&Story>) -> anyhow::Result<Timestamp> {
    if let Some(date) = args.date {
        let noon = date.at(15, 0, 0, 0).in_tz("UTC").context("--date")?;
        return Ok(noon.timestamp());
    }
    Ok(story.and_then(|it| it.now).unwrap_or_else(|| SystemClock.now()))
}
