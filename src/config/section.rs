//! One table of the file, read key by key. A fault does not stop the reading: it is recorded,
//! the key comes back as `None`, and the next key is read.
//!
//! So the rule of every reader here: read all keys first, call [`Section::done`], and only then
//! use `?`.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use toml::{Table, Value};

use super::source::Source;

/// One table, what it is called, and which of its keys were asked for.
pub(super) struct Section<'a> {
    source: &'a Source<'a>,
    path: String,
    table: Table,
    known: Vec<String>,
}

const PATH_REMEDY: &str = "name a path, relative to this file";

impl<'a> Section<'a> {
    pub(super) fn new(source: &'a Source<'a>, path: String, table: Table) -> Section<'a> {
        Section { source, path, table, known: Vec::new() }
    }

    pub(super) fn source(&self) -> &'a Source<'a> {
        self.source
    }

    /// The full name of a key: `seller[0].serie`.
    pub(super) fn key(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// What the table is called: `seller[0]`.
    pub(super) fn name(&self) -> &str {
        &self.path
    }

    /// Whether the key is there, and still to be read.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        self.known.push(key.to_owned());
        self.table.remove(key)
    }

    fn wrong_type(&self, key: &str, expected: &str, found: &Value, remedy: &str) {
        let problem = format!("expected {expected}, found {}", kind(found));
        self.source.fault(&self.key(key), problem, remedy);
    }

    /// A text that may be missing: `Some(None)` is missing, `None` is wrong.
    pub(super) fn optional<T, E: Display>(
        &mut self,
        key: &str,
        remedy: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        match self.take(key) {
            None => Some(None),
            Some(Value::String(text)) => match parse(&text) {
                Ok(value) => Some(Some(value)),
                Err(error) => {
                    self.source.fault_with(&self.key(key), &format!("{text:?}"), error, remedy);
                    None
                }
            },
            Some(other) => {
                self.wrong_type(key, "text in quotes", &other, remedy);
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn required<T, E: Display>(
        &mut self,
        key: &str,
        remedy: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let found = self.optional(key, remedy, parse)?;
        if found.is_none() {
            self.missing(key, remedy);
        }
        found
    }

    /// Like [`Section::optional`], for what a fault must not repeat.
    pub(super) fn optional_hidden<T, E: Display>(
        &mut self,
        key: &str,
        remedy: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        match self.optional(key, remedy, |text| Ok::<_, String>(text.to_owned()))? {
            None => Some(None),
            Some(text) => match parse(&text) {
                Ok(value) => Some(Some(value)),
                Err(error) => {
                    self.source.fault(&self.key(key), error, remedy);
                    None
                }
            },
        }
    }

    /// Like [`Section::required`], for what a fault must not repeat.
    pub(super) fn required_hidden<T, E: Display>(
        &mut self,
        key: &str,
        remedy: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let found = self.optional_hidden(key, remedy, parse)?;
        if found.is_none() {
            self.missing(key, remedy);
        }
        found
    }

    pub(super) fn missing(&self, key: &str, remedy: &str) {
        self.source.fault(&self.key(key), "is missing", remedy);
    }

    /// A whole number between two others; `None` for the default: it must be there.
    pub(super) fn integer<T: TryFrom<i64> + TryInto<i64> + Copy + Display>(
        &mut self,
        key: &str,
        range: RangeInclusive<T>,
        default: Option<T>,
    ) -> Option<T> {
        let remedy = format!("write a whole number from {} to {}", range.start(), range.end());
        let (low, high) = (*range.start(), *range.end());
        match (self.take(key), default) {
            (None, Some(default)) => Some(default),
            (None, None) => {
                self.missing(key, &remedy);
                None
            }
            (Some(Value::Integer(number)), _) => {
                let inside = low.try_into().is_ok_and(|low: i64| number >= low)
                    && high.try_into().is_ok_and(|high: i64| number <= high);
                let value = inside.then(|| T::try_from(number).ok()).flatten();
                if value.is_none() {
                    let found = number.to_string();
                    self.source.fault_with(&self.key(key), &found, "is out of bounds", &remedy);
                }
                value
            }
            (Some(other), _) => {
                self.wrong_type(key, "a whole number", &other, &remedy);
                None
            }
        }
    }

    /// A whole number that may be missing: `Some(None)` is missing, `None` is wrong.
    pub(super) fn optional_integer<T: TryFrom<i64> + TryInto<i64> + Copy + Display>(
        &mut self,
        key: &str,
        range: RangeInclusive<T>,
    ) -> Option<Option<T>> {
        if self.has(key) {
            return self.integer(key, range, None).map(Some);
        }
        self.known.push(key.to_owned());
        Some(None)
    }

    /// A number of seconds, with its default.
    pub(super) fn seconds(
        &mut self,
        key: &str,
        range: RangeInclusive<i64>,
        default: i64,
    ) -> Option<Duration> {
        let seconds = self.integer(key, range, Some(default))?;
        Some(Duration::from_secs(seconds.unsigned_abs()))
    }

    /// `true` or `false`, with its default.
    pub(super) fn flag(&mut self, key: &str, default: bool) -> Option<bool> {
        match self.take(key) {
            None => Some(default),
            Some(Value::Boolean(flag)) => Some(flag),
            Some(other) => {
                self.wrong_type(key, "true or false", &other, "write true or false");
                None
            }
        }
    }

    /// A list of texts; nothing when it is missing.
    pub(super) fn texts(&mut self, key: &str, remedy: &str) -> Option<Vec<String>> {
        let list = match self.take(key) {
            None => return Some(Vec::new()),
            Some(Value::Array(list)) => list,
            Some(other) => {
                self.wrong_type(key, "a list of texts", &other, remedy);
                return None;
            }
        };
        let before = self.source.count();
        let mut texts = Vec::with_capacity(list.len());
        for (at, value) in list.into_iter().enumerate() {
            match value {
                Value::String(text) => texts.push(text),
                other => self.wrong_type(&format!("{key}[{at}]"), "text", &other, remedy),
            }
        }
        (self.source.count() == before).then_some(texts)
    }

    /// A path, seen from the file's folder; without a default it must be there.
    pub(super) fn path(&mut self, key: &str, default: Option<&str>) -> Option<PathBuf> {
        match (self.optional_path(key)?, default) {
            (Some(path), _) => Some(path),
            (None, Some(default)) => Some(self.source.resolve(default)),
            (None, None) => {
                self.missing(key, PATH_REMEDY);
                None
            }
        }
    }

    /// A path that may be missing: `Some(None)` is missing, `None` is wrong.
    pub(super) fn optional_path(&mut self, key: &str) -> Option<Option<PathBuf>> {
        let source = self.source;
        self.optional(key, PATH_REMEDY, |text| match text.trim() {
            "" => Err("is empty"),
            _ => Ok(source.resolve(text)),
        })
    }

    /// A table inside this one.
    pub(super) fn section(&mut self, key: &str) -> Option<Section<'a>> {
        let remedy = format!("begin it with [{}]", self.key(key));
        match self.take(key)? {
            Value::Table(table) => Some(Section::new(self.source, self.key(key), table)),
            other => {
                self.wrong_type(key, "a table", &other, &remedy);
                None
            }
        }
    }

    /// A table inside this one that must be there.
    pub(super) fn required_section(&mut self, key: &str) -> Option<Section<'a>> {
        if !self.table.contains_key(key) {
            self.missing(key, &format!("begin it with [{}]", self.key(key)));
        }
        self.section(key)
    }

    /// A table inside this one whose keys all have defaults.
    pub(super) fn section_or_empty(&mut self, key: &str) -> Option<Section<'a>> {
        if self.table.contains_key(key) {
            return self.section(key);
        }
        self.known.push(key.to_owned());
        Some(Section::new(self.source, self.key(key), Table::new()))
    }

    /// The tables of a list: `[[seller]]`.
    pub(super) fn sections(&mut self, key: &str) -> Vec<Section<'a>> {
        let remedy = format!("begin each with [[{}]]", self.key(key));
        let list = match self.take(key) {
            None => return Vec::new(),
            Some(Value::Array(list)) => list,
            Some(other) => {
                self.wrong_type(key, "a list of tables", &other, &remedy);
                return Vec::new();
            }
        };
        let mut sections = Vec::with_capacity(list.len());
        for (at, value) in list.into_iter().enumerate() {
            let name = format!("{key}[{at}]");
            match value {
                Value::Table(table) => {
                    sections.push(Section::new(self.source, self.key(&name), table));
                }
                other => self.wrong_type(&name, "a table", &other, &remedy),
            }
        }
        sections
    }

    /// Every key that is left is one that nobody knows. Its value is not repeated: it may be a
    /// secret under a wrong name.
    pub(super) fn done(mut self) {
        let table = std::mem::take(&mut self.table);
        self.known.sort();
        let remedy = format!("the keys here are: {}", self.known.join(", "));
        for (key, _) in table {
            let key = self.key(&super::fault::bounded(&key));
            self.source.fault(&key, "is not a known key", &remedy);
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "text",
        Value::Integer(_) => "a number",
        Value::Float(_) => "a number with a point",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date",
        Value::Array(_) => "a list",
        Value::Table(_) => "a table",
    }
}
