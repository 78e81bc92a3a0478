//! The store: whether it is sound, and what waits in it. It is looked at, never made or changed.

use std::fmt::Write as _;
use std::path::Path;

use super::check::Check;
use super::numbers;
use super::{WAIT, archive};
use crate::adapters::store::{DeliveryCount, Glance, GlanceError, OpenError, Tally};
use crate::config::Config;
use crate::domain::Timestamp;

/// A letter leaves within seconds when worker and broker are up.
const LETTER_AGE_MAX_S: i64 = 600;
/// Clocks are stepped by a little now and then.
const CLOCK_BACK_MAX_S: i64 = 60;

/// Everything about the store, and the clock by what was written last.
pub(super) async fn checks(config: &Config, now: Timestamp) -> Vec<Check> {
    let path = &config.store.path;
    let glance = match Glance::at(path).await {
        Ok(Some(glance)) => glance,
        Ok(None) => return vec![missing(path), clock(None, now)],
        Err(error) => {
            let found = format!("{}: {error}", path.display());
            return vec![Check::fault("store", found, remedy(&error)), clock(None, now)];
        }
    };
    if glance.version < glance.known {
        let (version, known) = (glance.version, glance.known);
        let found = format!("{}: of version {version}, not counted", path.display());
        let remedy = format!("none needed: work brings it up to version {known}");
        return vec![Check::warn("store", found, &remedy), clock(None, now)];
    }
    let mut checks = vec![readable_to(path)];
    match glance.tally(WAIT).await {
        Ok(tally) => {
            checks.extend([lives(&tally), held(&tally), deliveries(&tally), letters(&tally, now)]);
            checks.push(unfiled(&tally, now));
            checks.extend(archive::kept(&config.archive, &tally, now));
            checks.push(clock(tally.newest, now));
        }
        Err(error) => {
            checks.push(Check::fault("store.lives", error, "run it again when the disk is well"));
            checks.push(clock(None, now));
        }
    }
    match glance.books(WAIT).await {
        Ok(books) => checks.extend(numbers::checks(config, &books, now)),
        Err(error) => {
            checks.push(Check::fault("numbers", error, "run it again when the disk is well"));
        }
    }
    checks.push(sound(&glance).await);
    checks
}

fn missing(path: &Path) -> Check {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => {
            let found = format!("{}: its folder is not there", path.display());
            Check::fault("store", found, "make the folder, or mend store.path")
        }
        Some(_) | None => {
            let found = format!("{}: not there yet: work creates it", path.display());
            let remedy = "none for a new installation; else mend store.path, or numbers are \
                          taken twice";
            Check::warn("store", found, remedy)
        }
    }
}

/// The file holds personal data: its owner alone may read it.
fn readable_to(path: &Path) -> Check {
    #[cfg(unix)]
    if let Ok(metadata) = std::fs::metadata(path)
        && std::os::unix::fs::MetadataExt::mode(&metadata) & 0o077 != 0
    {
        let found = format!("{}: others than its owner may read it", path.display());
        return Check::warn("store", found, "chmod 600: it holds personal data");
    }
    Check::ok("store", format!("{}: opens", path.display()))
}

async fn sound(glance: &Glance) -> Check {
    let check = "store.integrity";
    match glance.integrity(WAIT).await {
        Ok(wrong) => match wrong.as_slice() {
            [] => Check::ok(check, "sound"),
            [first, ..] => {
                let found = format!("{} things are wrong, first: {first}", wrong.len());
                Check::fault(check, found, "stop work, keep a copy, bring the last backup back")
            }
        },
        Err(error) => Check::warn(
            check,
            format!("not known: {error}"),
            "look again when the disk is idle: the whole file is read",
        ),
    }
}

fn lives(tally: &Tally) -> Check {
    let mut states: Vec<(&str, u64)> = Vec::new();
    for it in &tally.lives {
        match states.last_mut() {
            // The rows come ordered by state; the held have one row for each cause.
            Some((state, lives)) if *state == it.state => *lives += it.lives,
            Some(_) | None => states.push((&it.state, it.lives)),
        }
    }
    Check::ok("store.lives", listed(states.into_iter().map(|(name, n)| (name.to_owned(), n))))
}

fn held(tally: &Tally) -> Check {
    let causes = tally.lives.iter().filter(|it| it.state == "held").map(|it| {
        let cause = it.fault.as_deref().unwrap_or("without a cause");
        (cause.to_owned(), it.lives)
    });
    let unreadable = tally.deliveries.iter().filter(|it| is_open(it));
    let unreadable = unreadable.map(|it| ("unreadable events".to_owned(), it.deliveries));
    let waiting: Vec<(String, u64)> = causes.chain(unreadable).collect();
    if waiting.is_empty() {
        return Check::ok("store.held", "no case waits for a person");
    }
    let cases: u64 = waiting.iter().map(|(_, n)| n).sum();
    let found = format!("{cases} cases wait for a person: {}", listed(waiting));
    Check::warn("store.held", found, "fba-nfe dlq list")
}

fn is_open(it: &DeliveryCount) -> bool {
    it.kind == "unreadable" && it.state.as_deref() == Some("open")
}

fn deliveries(tally: &Tally) -> Check {
    let counts = tally.deliveries.iter().map(|it| {
        let state = it.state.as_deref().map(|it| format!(" ({it})")).unwrap_or_default();
        (format!("{}{state}", it.kind), it.deliveries)
    });
    Check::ok("store.deliveries", listed(counts))
}

fn letters(tally: &Tally, now: Timestamp) -> Check {
    let check = "store.outbox";
    match tally.oldest_unsent {
        Some(oldest) if now.as_second() - oldest.as_second() > LETTER_AGE_MAX_S => {
            let found =
                format!("{} letters unsent, the oldest since {}", tally.unsent, moment(oldest));
            Check::warn(check, found, "see that work runs, and that it reaches the broker")
        }
        Some(_) | None => Check::ok(check, format!("{} letters unsent", tally.unsent)),
    }
}

/// A document is on disk within seconds of its authorisation.
fn unfiled(tally: &Tally, now: Timestamp) -> Check {
    let (check, count) = ("archive.unfiled", tally.archive.unfiled);
    match tally.archive.oldest_unfiled {
        Some(oldest) if now.as_second() - oldest.as_second() > LETTER_AGE_MAX_S => {
            let found =
                format!("{count} documents not on disk, the oldest since {}", moment(oldest));
            let remedy = "see that work runs, that archive.path has room, and what the log says";
            Check::warn(check, found, remedy)
        }
        Some(_) | None => Check::ok(check, format!("{count} documents not on disk yet")),
    }
}

/// Amazon and SEFAZ refuse what is dated wrongly (SEFAZ: 703, 228).
fn clock(newest: Option<Timestamp>, now: Timestamp) -> Check {
    let told = moment(now);
    match newest {
        Some(newest) if newest.as_second() - now.as_second() > CLOCK_BACK_MAX_S => {
            let found = format!("{told}, and the store was written at {}", moment(newest));
            Check::fault("clock", found, "set the machine's clock (chrony, systemd-timesyncd)")
        }
        Some(_) => Check::ok("clock", format!("{told}, after all that is on record")),
        None => Check::ok("clock", format!("{told}, with nothing to compare it with")),
    }
}

fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn listed(counts: impl IntoIterator<Item = (String, u64)>) -> String {
    let mut text = String::new();
    for (name, count) in counts {
        let comma = if text.is_empty() { "" } else { ", " };
        // Writing to a text does not fail.
        let _written = write!(text, "{comma}{count} {name}");
    }
    if text.is_empty() { "none".to_owned() } else { text }
}

fn remedy(error: &GlanceError) -> &'static str {
    match error {
        GlanceError::Open(OpenError::File { .. }) => "mend store.path, or its permissions",
        GlanceError::Open(OpenError::Newer { .. } | OpenError::OldSqlite { .. }) => {
            "use the program that wrote it, or a newer one"
        }
        GlanceError::Open(OpenError::Foreign) => "mend store.path: this is another's file",
        GlanceError::Open(OpenError::NoWal { .. }) => "put the store on a local disk",
        GlanceError::Open(
            OpenError::Sqlite(_) | OpenError::Thread(_) | OpenError::Orphans { .. },
        )
        | GlanceError::Read(_) => {
            "see that store.path is a store on a local disk that this user may read and write"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::store::Filed;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_clock_that_went_back_is_a_fault() {
        let now = at("2026-11-21T12:00:00Z");
        for (newest, word) in [
            (None, "ok"),
            (Some("2026-11-21T11:59:00Z"), "ok"),
            (Some("2026-11-21T12:00:59Z"), "ok"),
            (Some("2026-11-21T12:01:01Z"), "FAULT"),
        ] {
            let line = clock(newest.map(at), now).to_string();
            assert!(line.starts_with(word), "{line}");
        }
    }

    #[test]
    fn letters_and_documents_may_wait_for_minutes() {
        let now = at("2026-11-21T12:00:00Z");
        for (unsent, oldest, word) in [
            (0, None, "ok"),
            (3, Some("2026-11-21T11:59:00Z"), "ok"),
            (3, Some("2026-11-21T11:00:00Z"), "warn"),
        ] {
            let tally = Tally {
                lives: Vec::new(),
                deliveries: Vec::new(),
                unsent,
                oldest_unsent: oldest.map(at),
                archive: Filed { unfiled: unsent, oldest_unfiled: oldest.map(at), oldest: None },
                newest: None,
            };
            for line in [letters(&tally, now).to_string(), unfiled(&tally, now).to_string()] {
                assert!(line.starts_with(word), "{line}");
            }
        }
    }
}
