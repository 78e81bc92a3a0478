//! The archive: whether documents can be written there, and what is older than it must be kept.

use std::path::Path;

use super::check::Check;
use crate::adapters::archive::{Archive as Folder, Room};
use crate::adapters::store::Tally;
use crate::config::Archive;
use crate::domain::Timestamp;

/// Whether the folder can be written. A file is made in it and taken away again.
pub(super) fn room(config: &Archive) -> Check {
    let (check, path) = ("archive.path", config.path.display());
    match Folder::new(&config.path).room() {
        Ok(Room::There) => Check::ok(check, format!("{path}: can be written")),
        Ok(Room::NotYet) if config.path.parent().is_some_and(Path::is_dir) => {
            Check::ok(check, format!("{path}: not there yet: work creates it"))
        }
        Ok(Room::NotYet) => {
            let found = format!("{path}: neither it nor the folder round it is there");
            Check::fault(check, found, "make the folder, or mend archive.path")
        }
        Err(error) => {
            let found = format!("{path}: cannot be written: {error}");
            let remedy = "mend its permissions, make room, or mend archive.path";
            Check::fault(check, found, remedy)
        }
    }
}

/// What is older than it must be kept. Nothing is deleted: a person may.
pub(super) fn kept(config: &Archive, tally: &Tally, now: Timestamp) -> Option<Check> {
    let (year, month) = tally.archive.oldest?;
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let months = |year: i16, month: i8| i32::from(year) * 12 + i32::from(month);
    let age = months(today.year(), today.month()) - months(year, month);
    let found = format!("the oldest document is of {year}-{month:02}");
    let keep = config.keep_months;
    // The month itself is not over on its first day.
    Some(match age > i32::from(keep) {
        true => {
            let found = format!("{found}: {age} months, and {keep} are to be kept");
            Check::ok("archive.keep_months", format!("{found}; whoever deletes it does it by hand"))
        }
        false => Check::ok("archive.keep_months", format!("{found}; {keep} months are kept")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::store::Filed;

    #[test]
    fn what_may_go_is_told() {
        let config = Archive { path: "nowhere".into(), keep_months: 132 };
        let now: Timestamp = "2037-02-01T00:00:00Z".parse().unwrap();
        for (oldest, said) in [
            (None, None),
            (Some((2037, 1)), Some("132 months are kept")),
            (Some((2026, 2)), Some("132 months are kept")),
            (Some((2026, 1)), Some("133 months, and 132 are to be kept")),
        ] {
            let tally = Tally {
                lives: Vec::new(),
                deliveries: Vec::new(),
                unsent: 0,
                oldest_unsent: None,
                archive: Filed { oldest, ..Filed::default() },
                newest: None,
            };
            let line = kept(&config, &tally, now).map(|it| it.to_string());
            assert_eq!(line.is_some(), said.is_some(), "{oldest:?}");
            assert!(line.zip(said).is_none_or(|(line, said)| line.contains(said)), "{oldest:?}");
        }
    }
}
