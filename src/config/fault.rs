//! What is wrong with the configuration: all of it at once, and never a secret.

use std::fmt;
use std::path::{Path, PathBuf};

/// One thing that is wrong: where, what was found, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFault {
    /// The file, as it was named.
    pub file: PathBuf,
    /// The key, as in `seller[0].serie`; for a CSV file `line 3, column ncm`; empty when the
    /// whole file is meant.
    pub key: String,
    /// What was found there, bounded; `None` when nothing was, or when it is nobody's business.
    pub value: Option<String>,
    /// What is wrong with it.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

/// Everything that is wrong; never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigFaults(pub Vec<ConfigFault>);

/// Longest value that a fault repeats, in characters.
const VALUE_MAX: usize = 80;

impl ConfigFault {
    /// A fault without a value.
    pub(super) fn new(file: &Path, key: &str, problem: impl fmt::Display, remedy: &str) -> Self {
        ConfigFault {
            file: file.to_owned(),
            key: key.to_owned(),
            value: None,
            problem: problem.to_string(),
            remedy: remedy.to_owned(),
        }
    }

    /// With what was found.
    pub(super) fn value(self, value: &str) -> Self {
        ConfigFault { value: Some(bounded(value)), ..self }
    }
}

/// A value short enough for one line, and without control characters.
pub(super) fn bounded(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(VALUE_MAX).collect();
    if text.chars().count() > VALUE_MAX {
        short.push('…');
    }
    short
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file.display())?;
        match (self.key.as_str(), &self.value) {
            ("", _) => {}
            (key, None) => write!(f, "{key}: ")?,
            (key, Some(value)) => write!(f, "{key} = {value}: ")?,
        }
        write!(f, "{}; {}", self.problem, self.remedy)
    }
}

impl fmt::Display for ConfigFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}
