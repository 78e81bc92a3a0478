//! The configuration that each input is replayed under, with its certificates opened.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::input::Input;
use super::run::Traders;
use crate::cli::opening;
use crate::config::Config;

/// A configuration with its certificates opened.
#[derive(Debug)]
pub(in crate::cli) struct Opened {
    /// As it was read.
    pub config: Config,
    /// Its sellers.
    pub traders: Traders,
}

/// Each configuration that an input needs, read when the first one needs it.
#[derive(Debug)]
pub(in crate::cli) struct Configs {
    /// For whoever names none.
    general: PathBuf,
    opened: BTreeMap<PathBuf, Opened>,
}

impl Configs {
    /// The general one is `--config`, else the one that lies at these paths ([`general`]).
    pub(in crate::cli) fn new(given: Option<&Path>, paths: &[PathBuf]) -> Configs {
        Configs { general: general(given, paths), opened: BTreeMap::new() }
    }

    /// The configuration of this input: its story's own, since what the story expects hangs on it,
    /// else the general one.
    pub(in crate::cli) fn of(&mut self, input: &Input) -> anyhow::Result<&Opened> {
        let own = input.story.as_ref().and_then(|it| it.config.as_deref());
        self.at(own.map_or_else(|| self.general.clone(), |it| input.folder.join(it)))
    }

    /// The one for whoever names none.
    pub(super) fn general(&mut self) -> anyhow::Result<&Opened> {
        self.at(self.general.clone())
    }

    fn at(&mut self, path: PathBuf) -> anyhow::Result<&Opened> {
        if !self.opened.contains_key(&path) {
            let config = opening::config(Some(&path))?;
            let traders = Traders::from(opening::traders(&config)?);
            self.opened.insert(path.clone(), Opened { config, traders });
        }
        self.opened.get(&path).with_context(|| format!("{}: not opened", path.display()))
    }
}

/// Where the configuration lies: `--config`, else `fba-nfe.toml` beside a path, else
/// `./samples/fba-nfe.toml`.
pub(in crate::cli) fn general(given: Option<&Path>, paths: &[PathBuf]) -> PathBuf {
    if let Some(path) = given {
        return path.to_owned();
    }
    let beside = paths.iter().flat_map(|path| {
        let parent = path.parent().map(Path::to_owned);
        [Some(path.clone()), parent].into_iter().flatten()
    });
    let found = beside.map(|folder| folder.join("fba-nfe.toml")).find(|it| it.is_file());
    found.unwrap_or_else(|| PathBuf::from("samples/fba-nfe.toml"))
}
