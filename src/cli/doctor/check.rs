//! One thing that was looked at, and what was found.

use std::fmt;

use serde::Serialize;

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    /// As it should be.
    Ok,
    /// The program works; a person should know.
    Warn,
    /// Something does not work until somebody mends it.
    Fault,
}

/// One line of the doctor's report. It never holds a secret or a buyer's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    /// The part: `broker`, `certificate A1SIMPLES0001`.
    check: String,
    /// How it stands.
    pub(super) status: Status,
    /// What was found.
    found: String,
    /// What to do.
    remedy: Option<String>,
}

/// Longest text of a line: an error of a library may be long.
const TEXT_MAX: usize = 600;

impl Check {
    pub(super) fn ok(check: &str, found: impl fmt::Display) -> Check {
        Check::new(check, Status::Ok, &found, None)
    }

    pub(super) fn warn(check: &str, found: impl fmt::Display, remedy: &str) -> Check {
        Check::new(check, Status::Warn, &found, Some(remedy))
    }

    pub(super) fn fault(check: &str, found: impl fmt::Display, remedy: &str) -> Check {
        Check::new(check, Status::Fault, &found, Some(remedy))
    }

    fn new(check: &str, status: Status, found: &dyn fmt::Display, remedy: Option<&str>) -> Check {
        let (found, remedy) = (line(&found.to_string()), remedy.map(line));
        Check { check: check.to_owned(), status, found, remedy }
    }
}

/// One line, bounded, whatever a server or a file wrote.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(TEXT_MAX).collect()
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = match self.status {
            Status::Ok => "ok",
            Status::Warn => "warn",
            Status::Fault => "FAULT",
        };
        write!(f, "{status:<5}  {:<26}  {}", self.check, self.found)?;
        match &self.remedy {
            Some(remedy) => write!(f, "; remedy: {remedy}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_one_line_and_one_object() {
        let check = Check::fault("broker", "no\nconnection", "start it");
        assert_eq!(
            check.to_string(),
            "FAULT  broker                      no connection; remedy: start it"
        );
        let json = serde_json::to_string(&Check::ok("store", "sound")).unwrap();
        assert_eq!(json, r#"{"check":"store","status":"ok","found":"sound","remedy":null}"#);
        let long = Check::ok("store", "x".repeat(5000)).to_string();
        assert!(long.len() < 700);
    }
}
