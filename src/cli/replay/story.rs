//! `story.toml`: what happens around the input, and what must come of it.
//!
//! ```toml
//! title = "Produto desconhecido, cadastrado e reenviado"
//! now = "2026-11-20T12:00:00Z"      # left out: the earliest EventTime of the input
//! config = "config.toml"             # the whole configuration of this story, by its path from here;
//!                                    # left out: that of all stories
//!
//! [[deliver]]                        # left out: every event file, by name, at its EventTime
//! file = "cancelled.json"
//! after_s = 60                       # since `now`
//!
//! [[person]]
//! after_s = 120
//! shipment = "FBA0009"
//! action = "correct"                 # or "resume", "discard", "cancel", "letter"
//! field = "ShippingAddress.City"     # with "correct"
//! value = "Osasco"
//! # reissue = true                   # with "cancel": another note afterwards; left out: none
//! # text = "..."                     # with "letter": xCorrecao
//! by = "ana"
//! why = "cidade conferida com o comprador"
//!
//! [expect.FBA0009]
//! outcome = "accepted"
//! faults = []                        # the codes that it is held with
//!
//! [world]                            # see simulator/script/mod.rs
//! ```
//!
//! Beside it: event files (`*.json`, `*.jsonl`), `shipments/<AmazonShipmentId>.json`, and
//! `expected/<AmazonShipmentId>/{journal.jsonl,nfeProc.xml,evento.xml,memoria.txt}`, compared
//! byte by byte; `UPDATE=1` writes them anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use serde::Deserialize;

use crate::domain::Timestamp;
use crate::simulator::script::WorldScript;

/// A story is written by hand.
const STORY_BYTES_MAX: u64 = 1024 * 1024;

/// What happens around the input, and what must come of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli) struct Story {
    /// What it shows, for the table.
    pub title: String,
    /// Where the clock starts.
    pub now: Option<Timestamp>,
    /// Its own configuration, by the path from its folder; it stands in place of everybody's.
    pub config: Option<PathBuf>,
    /// When which event comes.
    #[serde(default)]
    pub deliver: Vec<Deliver>,
    /// What people do.
    #[serde(default)]
    pub person: Vec<Person>,
    /// What must come of each shipment, or of each unreadable event by the first digits of its
    /// SHA-256.
    #[serde(default)]
    pub expect: BTreeMap<String, Expect>,
    /// Read by [`WorldScript`].
    #[serde(default, rename = "world")]
    _world: Option<toml::Value>,
    /// What the world answers.
    #[serde(skip)]
    pub script: WorldScript,
}

/// `[[deliver]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli) struct Deliver {
    /// The event file.
    pub file: String,
    /// Seconds after `now`.
    #[serde(default)]
    pub after_s: u32,
}

/// `[[person]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli) struct Person {
    /// Seconds after `now`.
    pub after_s: u32,
    /// Which shipment.
    pub shipment: String,
    /// What.
    pub action: PersonAction,
    /// With `correct`.
    pub field: Option<String>,
    /// With `correct`.
    pub value: Option<String>,
    /// With `cancel`: whether the shipment gets another note afterwards.
    pub reissue: Option<bool>,
    /// With `letter`: `xCorrecao`.
    pub text: Option<String>,
    /// Who.
    pub by: String,
    /// Why.
    pub why: String,
}

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli) enum PersonAction {
    /// Mends an input.
    Correct,
    /// Sends it on.
    Resume,
    /// Ends it.
    Discard,
    /// Cancels the authorised note at SEFAZ; `why` is its `xJust`.
    Cancel,
    /// Sends a carta de correção.
    Letter,
}

/// `[expect.…]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli) struct Expect {
    /// `accepted`, `held` …
    pub outcome: String,
    /// The codes that it is held with, in their order.
    #[serde(default)]
    pub faults: Vec<String>,
    /// How often Amazon was asked for a status.
    pub polls: Option<u32>,
}

impl Story {
    /// Reads `story.toml`.
    pub(in crate::cli) fn read(path: &Path) -> anyhow::Result<Story> {
        let size = std::fs::metadata(path).with_context(|| format!("{}", path.display()))?.len();
        ensure!(size <= STORY_BYTES_MAX, "{}: longer than a story", path.display());
        let text = std::fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
        let parsed: Result<Story, _> = toml::from_str(&text);
        let mut story = parsed.with_context(|| format!("{}", path.display()))?;
        story.script =
            WorldScript::parse(&text).with_context(|| format!("{}: world", path.display()))?;
        for person in &story.person {
            person.fits().with_context(|| format!("{}: person", path.display()))?;
        }
        Ok(story)
    }
}

impl Person {
    /// Each action has its own fields, and no others.
    fn fits(&self) -> anyhow::Result<()> {
        let is = |action: PersonAction| self.action == action;
        let corrects = is(PersonAction::Correct);
        ensure!(
            corrects == self.field.is_some() && corrects == self.value.is_some(),
            "field and value belong to \"correct\", and to nothing else"
        );
        ensure!(
            is(PersonAction::Letter) == self.text.is_some(),
            "text belongs to \"letter\", and to nothing else"
        );
        ensure!(
            is(PersonAction::Cancel) || self.reissue.is_none(),
            "reissue belongs to \"cancel\", and to nothing else"
        );
        Ok(())
    }
}
