//! A table of dated rows: what ships with the program, and over it what the seller adds.
//!
//! Tab-separated, one header line, columns by name in any order; lines that begin with `#` are
//! remarks. Every row says from when to when it holds (both days included, empty: open), where it
//! is from, and how sure that is.

use std::collections::BTreeMap;
use std::fmt::Display;

use jiff::civil::Date;

/// One thing that is wrong with a table of rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {}: {problem}; {remedy}", self.place())]
pub struct RuleFault {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1; 0 when the whole file is meant.
    pub line: usize,
    /// The column's name; empty when the whole line is meant.
    pub column: String,
    /// What was found, bounded.
    pub value: Option<String>,
    /// What is wrong with it.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl RuleFault {
    /// `line 3, column p_icms`.
    pub fn key(&self) -> String {
        match (self.line, self.column.as_str()) {
            (0, _) => "the file".to_owned(),
            (line, "") => format!("line {line}"),
            (line, column) => format!("line {line}, column {column}"),
        }
    }

    fn place(&self) -> String {
        match &self.value {
            Some(value) => format!("{} = {value:?}", self.key()),
            None => self.key(),
        }
    }

    pub(super) fn of_file(file: &str, problem: &str, remedy: &str) -> RuleFault {
        RuleFault {
            file: file.to_owned(),
            line: 0,
            column: String::new(),
            value: None,
            problem: problem.to_owned(),
            remedy: remedy.to_owned(),
        }
    }
}

/// What holds for a span of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<T> {
    /// The first day; `None`: for longer than the table looks back.
    pub valid_from: Option<Date>,
    /// The last day; `None`: until somebody writes another row.
    pub valid_to: Option<Date>,
    /// The law, the note or the table that it is from.
    pub source: String,
    /// How sure that is.
    pub certainty: String,
    /// Whether the seller wrote it.
    pub own: bool,
    /// What holds.
    pub is: T,
}

impl<T> Row<T> {
    fn holds(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    fn meets(&self, other: &Row<T>) -> bool {
        let before = |one: &Row<T>, two: &Row<T>| {
            one.valid_to.zip(two.valid_from).is_some_and(|(to, from)| to < from)
        };
        !before(self, other) && !before(other, self)
    }
}

/// What one table is about.
pub(super) trait Kind {
    /// Its file's name.
    const FILE: &'static str;
    /// What ships.
    const SHIPPED: &'static str;
    /// Its columns, beside those that every table has.
    const COLUMNS: &'static [&'static str];
    /// What tells one row from another on the same day.
    type Key: Ord + Display;
    /// What a row says.
    type Value;

    /// Reads the columns of one row, all of them before it gives up.
    fn read(cells: &mut Cells<'_>) -> Option<(Self::Key, Self::Value)>;
}

/// All rows of one kind: the seller's before ours, so that for the days that they cover they
/// stand in place of ours.
#[derive(Debug)]
pub(super) struct Table<K: Kind> {
    rows: BTreeMap<K::Key, Vec<Row<K::Value>>>,
}

const DATED: [&str; 4] = ["valid_from", "valid_to", "source", "certainty"];
/// A table of all that there is has a thousandth of that.
const BYTES_MAX: usize = 4 * 1024 * 1024;
const LINES_MAX: usize = 100_000;
const FAULTS_MAX: usize = 1_000;
const VALUE_MAX: usize = 80;

impl<K: Kind> Table<K> {
    /// Reads what ships and, over it, the seller's own file.
    pub(super) fn read(own: Option<(&str, &str)>, faults: &mut Vec<RuleFault>) -> Table<K> {
        let mut table = Table { rows: BTreeMap::new() };
        if let Some((file, text)) = own {
            table.layer(file, text, true, faults);
        }
        table.layer(K::FILE, K::SHIPPED, false, faults);
        table
    }

    /// The row of this key that holds on this day.
    pub(super) fn on(&self, key: &K::Key, day: Date) -> Option<&Row<K::Value>> {
        self.rows.get(key)?.iter().find(|it| it.holds(day))
    }

    /// How many rows the seller wrote.
    pub(super) fn own(&self) -> usize {
        self.rows.values().flatten().filter(|it| it.own).count()
    }

    fn layer(&mut self, file: &str, text: &str, own: bool, faults: &mut Vec<RuleFault>) {
        if text.len() > BYTES_MAX {
            let problem = format!("is longer than {BYTES_MAX} bytes");
            faults.push(RuleFault::of_file(file, &problem, "keep to the rows that differ"));
            return;
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.lines().enumerate().map(|(n, line)| (n + 1, line));
        let mut lines = lines.filter(|(_, it)| !it.trim().is_empty() && !it.starts_with('#'));
        let Some(columns) = header::<K>(file, lines.next(), faults) else { return };
        let mut at: BTreeMap<(String, usize), usize> = BTreeMap::new();
        for (line, text) in lines {
            if line > LINES_MAX || faults.len() >= FAULTS_MAX {
                let problem = format!("more than {LINES_MAX} lines or {FAULTS_MAX} faults");
                faults.push(RuleFault::of_file(file, &problem, "mend the first ones"));
                return;
            }
            let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
            let mut cells = Cells { file, line, columns: &columns, cells, faults };
            let Some((key, row)) = read_row::<K>(&mut cells, own) else { continue };
            let name = key.to_string();
            let same = self.rows.entry(key).or_default();
            let met = same.iter().position(|it| it.own == own && it.meets(&row));
            if let Some(met) = met {
                let first = at.get(&(name.clone(), met)).copied().unwrap_or_default();
                let problem = format!("{name} stands on line {first} too, for the same days");
                cells.fault("valid_from", None, problem, "let each day have one row");
                continue;
            }
            at.insert((name, same.len()), line);
            same.push(row);
        }
    }
}

/// Where each column stands, or every fault of the header.
fn header<'t, K: Kind>(
    file: &str,
    line: Option<(usize, &'t str)>,
    faults: &mut Vec<RuleFault>,
) -> Option<Vec<&'t str>> {
    let known = || K::COLUMNS.iter().chain(&DATED).copied();
    let all = known().collect::<Vec<_>>().join(", ");
    let remedy = format!("begin with a line of these columns, a tab between each: {all}");
    let Some((line, text)) = line else {
        faults.push(RuleFault::of_file(file, "is empty", &remedy));
        return None;
    };
    let columns: Vec<&str> = text.split('\t').map(str::trim).collect();
    let before = faults.len();
    let mut fault = |column: &str, problem: &str| {
        let column = bounded(column);
        let fault = RuleFault { line, column, ..RuleFault::of_file(file, problem, &remedy) };
        faults.push(fault);
    };
    for (n, column) in columns.iter().enumerate() {
        if !known().any(|it| it == *column) {
            fault(column, "is no known column");
        } else if columns.iter().take(n).any(|it| it == column) {
            fault(column, "stands twice");
        }
    }
    for column in known().filter(|it| !columns.contains(it)) {
        fault(column, "is missing");
    }
    (faults.len() == before).then_some(columns)
}

fn read_row<K: Kind>(cells: &mut Cells<'_>, own: bool) -> Option<(K::Key, Row<K::Value>)> {
    let (found, wanted) = (cells.cells.len(), cells.columns.len());
    if found != wanted {
        let problem = format!("has {found} cells, the header has {wanted}");
        cells.fault("", None, problem, "put one tab between each two cells, empty ones too");
        return None;
    }
    let read = K::read(cells);
    let valid_from = cells.optional("valid_from", DAY_REMEDY, day);
    let valid_to = cells.optional("valid_to", DAY_REMEDY, day);
    let source = cells.required("source", "name the law or the table", text);
    let certainty = cells.required("certainty", "say how sure it is", text);
    let (valid_from, valid_to) = (valid_from?, valid_to?);
    if let Some((from, to)) = valid_from.zip(valid_to).filter(|(from, to)| to < from) {
        let problem = format!("ends before it begins, on {from}");
        cells.fault("valid_to", Some(&to.to_string()), problem, "turn the days round");
        return None;
    }
    let (key, is) = read?;
    Some((key, Row { valid_from, valid_to, source: source?, certainty: certainty?, own, is }))
}

const DAY_REMEDY: &str = "write a day as in 2027-01-01, or nothing";

fn day(text: &str) -> Result<Date, &'static str> {
    let day = if text.len() == 10 { text.parse().ok() } else { None };
    day.ok_or("is no day")
}

#[expect(clippy::unnecessary_wraps, reason = "a parser of cells, as the others")]
fn text(text: &str) -> Result<String, &'static str> {
    Ok(bounded_to(text, 300))
}

/// One line, cell by cell.
pub(super) struct Cells<'a> {
    file: &'a str,
    line: usize,
    columns: &'a [&'a str],
    cells: Vec<&'a str>,
    faults: &'a mut Vec<RuleFault>,
}

impl Cells<'_> {
    fn cell(&self, column: &str) -> String {
        let place = self.columns.iter().position(|it| *it == column);
        place.and_then(|it| self.cells.get(it)).copied().unwrap_or_default().to_owned()
    }

    /// A cell that must not be empty.
    pub(super) fn required<T, E: Display>(
        &mut self,
        column: &str,
        remedy: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let found = self.optional(column, remedy, parse)?;
        if found.is_none() {
            self.fault(column, None, "is empty", remedy);
        }
        found
    }

    /// A cell that may be empty: `Some(None)` is empty, `None` is wrong.
    pub(super) fn optional<T, E: Display>(
        &mut self,
        column: &str,
        remedy: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        let text = self.cell(column);
        if text.is_empty() {
            return Some(None);
        }
        match parse(&text) {
            Ok(value) => Some(Some(value)),
            Err(error) => {
                self.fault(column, Some(&text), error, remedy);
                None
            }
        }
    }

    /// A fault of this line.
    pub(super) fn fault(
        &mut self,
        column: &str,
        value: Option<&str>,
        problem: impl Display,
        remedy: &str,
    ) {
        self.faults.push(RuleFault {
            file: self.file.to_owned(),
            line: self.line,
            column: column.to_owned(),
            value: value.map(bounded),
            problem: problem.to_string(),
            remedy: remedy.to_owned(),
        });
    }
}

fn bounded(text: &str) -> String {
    bounded_to(text, VALUE_MAX)
}

fn bounded_to(text: &str, longest: usize) -> String {
    text.chars().filter(|it| !it.is_control()).take(longest).collect()
}
