//! What lasts: an outage, a mood, a contingency server that is open.

use std::collections::HashMap;

use jiff::SignedDuration;
use serde::Deserialize;

use crate::domain::{Chance, Timestamp};

use super::{Behaviour, Operation, ScriptError, Side, Subject};

/// Shares are of a thousand calls.
const THOUSAND: u16 = 1000;

/// From when to when; what is left out has no end on that side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// From then on.
    pub from: Option<Timestamp>,
    /// Until just before then.
    pub until: Option<Timestamp>,
}

impl Span {
    /// Whether this instant is in it.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|it| it <= now) && self.until.is_none_or(|it| now < it)
    }

    /// The same so much later, or earlier.
    pub(super) fn moved(self, by: SignedDuration) -> Span {
        let moved = |it: Timestamp| it.saturating_add(by).unwrap_or(it);
        Span { from: self.from.map(moved), until: self.until.map(moved) }
    }
}

/// `[world.svc]`: when SEFAZ's contingency servers take notes. Left out: never, as it is as long
/// as no state's own server has asked for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SvcScript {
    /// Whether it is open at all; left out: when `from` or `until` says so.
    open: Option<bool>,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl SvcScript {
    /// Whether notes are taken now.
    pub fn is_open(&self, now: Timestamp) -> bool {
        let open = self.open.unwrap_or(self.from.is_some() || self.until.is_some());
        open && Span { from: self.from, until: self.until }.holds(now)
    }

    /// The same so much later, or earlier.
    pub(super) fn moved(self, by: SignedDuration) -> SvcScript {
        let Span { from, until } = Span { from: self.from, until: self.until }.moved(by);
        SvcScript { from, until, ..self }
    }
}

/// `[[world.weather]]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Weather {
    /// What each service says in it.
    pub say: Vec<(Operation, Behaviour)>,
    /// In how many of a thousand calls.
    pub per_mille: u16,
    /// When.
    pub span: Span,
    /// Only on this server.
    pub server: Option<Side>,
    /// The word, which chance is derived from.
    word: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    say: String,
    #[serde(default)]
    to: Vec<Operation>,
    per_mille: Option<u16>,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    server: Option<Side>,
}

impl TryFrom<Written> for Weather {
    type Error = ScriptError;

    fn try_from(it: Written) -> Result<Weather, ScriptError> {
        let per_mille = it.per_mille.unwrap_or(THOUSAND);
        if per_mille > THOUSAND {
            return Err(ScriptError::Share(per_mille));
        }
        let parse = |to: Operation| Behaviour::parse(to, &it.say).map(|said| (to, said));
        let say: Vec<_> = if it.to.is_empty() {
            // Every service of SEFAZ that knows the word, and does not merely shrug at it.
            let known = Operation::ALL.into_iter().filter(|to| to.is_sefaz());
            known
                .filter_map(|to| parse(to).ok())
                .filter(|(to, said)| means(*to, said, &it.say))
                .collect()
        } else {
            it.to.iter().map(|to| parse(*to)).collect::<Result<_, _>>()?
        };
        if say.is_empty() {
            return Err(ScriptError::Word { operation: "SEFAZ", word: it.say });
        }
        let span = Span { from: it.from, until: it.until };
        Ok(Weather { say, per_mille, span, server: it.server, word: it.say })
    }
}

/// Words that only some services can mean, when nobody says which: a rejection and a receipt are a
/// note's, 105 is a receipt's, and what is lost must have been done.
fn means(to: Operation, said: &Behaviour, word: &str) -> bool {
    match said {
        _ if word.starts_with("cstat ") => to == Operation::Autorizacao,
        Behaviour::Service(103, _) => to == Operation::Autorizacao,
        Behaviour::Service(105 | 106, _) => to == Operation::RetAutorizacao,
        Behaviour::Lost => to.has_effect(),
        // The register of companies is a system of its own.
        Behaviour::Service(108 | 109, _) => to != Operation::Cadastro,
        _ => true,
    }
}

/// The weather, and how often each subject met it.
#[derive(Clone, Debug)]
pub(super) struct Sky {
    weather: Vec<Weather>,
    chance: Chance,
    met: HashMap<(Operation, String), u64>,
}

impl Default for Sky {
    fn default() -> Sky {
        Sky { weather: Vec::new(), chance: Chance::new(""), met: HashMap::new() }
    }
}

impl Sky {
    pub(super) fn new(weather: &[Weather], seed: &str) -> Sky {
        Sky { weather: weather.to_vec(), chance: Chance::new(seed), met: HashMap::new() }
    }

    /// What this call meets. Derived from what it is about and how often that was asked, so that
    /// many workers meet what one would, in whatever order they come.
    pub(super) fn over(
        &mut self,
        to: Operation,
        subject: Subject<'_>,
        now: Timestamp,
    ) -> Behaviour {
        if self.weather.is_empty() {
            return Behaviour::Ok;
        }
        let about = subject.about();
        let times = self.met.entry((to, about.clone())).or_default();
        *times += 1;
        let times = times.to_string();
        for (at, it) in self.weather.iter().enumerate() {
            let Some((_, said)) = it.say.iter().find(|(known, _)| *known == to) else { continue };
            if !it.span.holds(now) || !it.server.is_none_or(|side| subject.is_at(side)) {
                continue;
            }
            let words = ["weather", &at.to_string(), &it.word, to.name(), &about, &times];
            if self.chance.below(u64::from(THOUSAND), &words) < u64::from(it.per_mille) {
                return said.clone();
            }
        }
        Behaviour::Ok
    }
}
