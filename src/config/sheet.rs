//! A CSV file that a person keeps in a spreadsheet: columns by name in any order, every cell
//! that is wrong named by line and column, and the damage that spreadsheets do named as such.

use std::fmt::Display;

use csv::StringRecord;

use super::fault::{ConfigFault, bounded};
use crate::domain::text::fold;

/// One thing that is wrong with a CSV file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {}: {problem}; {remedy}", self.place())]
pub struct SheetFault {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1; 0 when the whole file is meant.
    pub line: u64,
    /// The column's name; empty when the whole line is meant.
    pub column: String,
    /// What was found, bounded; `None` when nothing was, or when it must not be repeated.
    pub value: Option<String>,
    /// What is wrong with it.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl SheetFault {
    /// `line 3, column ncm = "8518300"`.
    fn place(&self) -> String {
        let mut place = self.key();
        if let Some(value) = &self.value {
            place.push_str(&format!(" = {value:?}"));
        }
        place
    }

    fn key(&self) -> String {
        match (self.line, self.column.as_str()) {
            (0, _) => "the file".to_owned(),
            (line, "") => format!("line {line}"),
            (line, column) => format!("line {line}, column {column}"),
        }
    }

    pub(super) fn into_config_fault(self) -> ConfigFault {
        ConfigFault {
            file: self.file.clone().into(),
            key: self.key(),
            value: self.value.map(|it| format!("{it:?}")),
            problem: self.problem,
            remedy: self.remedy,
        }
    }
}

/// Largest file, and most lines: fifty times the catalogue of a large seller.
pub(super) const BYTES_MAX: usize = 32 * 1024 * 1024;
const LINES_MAX: usize = 500_000;
/// Most faults that are told: who has more has one cause.
const FAULTS_MAX: usize = 1_000;

/// What can be said about a file while it is read.
pub(super) struct Sheet<'a> {
    file: &'a str,
    columns: &'static [&'static str],
    /// Columns that the header need not have.
    optional: &'static [&'static str],
    faults: Vec<SheetFault>,
}

/// One line, cell by cell.
pub(super) struct Row<'s, 'a> {
    sheet: &'s mut Sheet<'a>,
    places: &'s [Option<usize>],
    cells: &'s StringRecord,
    pub(super) line: u64,
}

impl<'a> Sheet<'a> {
    /// Reads all lines; `read` sees each, and its faults do not stop the next.
    pub(super) fn read(
        file: &'a str,
        bytes: &[u8],
        columns: &'static [&'static str],
        read: impl FnMut(&mut Row<'_, 'a>),
    ) -> Result<(), Vec<SheetFault>> {
        Sheet::read_optional(file, bytes, columns, &[], read)
    }

    /// Like [`Sheet::read`], with columns that the header need not have: their cells are then
    /// empty.
    pub(super) fn read_optional(
        file: &'a str,
        bytes: &[u8],
        columns: &'static [&'static str],
        optional: &'static [&'static str],
        mut read: impl FnMut(&mut Row<'_, 'a>),
    ) -> Result<(), Vec<SheetFault>> {
        let mut sheet = Sheet { file, columns, optional, faults: Vec::new() };
        if let Some(text) = sheet.text(bytes) {
            // Of a line that ends in CR LF the reader below counts the next one's number short.
            sheet.lines(&text.replace("\r\n", "\n"), &mut read);
        }
        if sheet.faults.is_empty() { Ok(()) } else { Err(sheet.faults) }
    }

    fn fault(&mut self, line: u64, column: &str, value: Option<&str>, what: (String, &str)) {
        if self.faults.len() == FAULTS_MAX {
            let what = (format!("more than {FAULTS_MAX} faults"), "mend these first");
            self.faults.push(self.made(0, "", None, what));
        }
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(self.made(line, column, value, what));
        }
    }

    fn made(
        &self,
        line: u64,
        column: &str,
        value: Option<&str>,
        (problem, remedy): (String, &str),
    ) -> SheetFault {
        SheetFault {
            file: self.file.to_owned(),
            line,
            column: column.to_owned(),
            value: value.map(bounded),
            problem,
            remedy: remedy.to_owned(),
        }
    }

    fn text<'b>(&mut self, bytes: &'b [u8]) -> Option<&'b str> {
        if bytes.len() > BYTES_MAX {
            let problem = format!("is longer than {BYTES_MAX} bytes");
            self.fault(0, "", None, (problem, "split the catalogue by seller"));
            return None;
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(text),
            Err(error) => {
                let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = 1 + good.iter().filter(|byte| **byte == b'\n').count() as u64;
                let remedy = "in the spreadsheet choose: save as, CSV UTF-8";
                let problem = "is not UTF-8 text (Latin-1, Windows-1252 or UTF-16?)".to_owned();
                self.fault(line, "", None, (problem, remedy));
                None
            }
        }
    }

    fn lines(&mut self, text: &str, read: &mut impl FnMut(&mut Row<'_, 'a>)) {
        let header = text.lines().next().unwrap_or_default();
        let semicolons = header.matches(';').count();
        let delimiter = if semicolons >= header.matches(',').count() { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        let mut places: Option<(Vec<Option<usize>>, usize)> = None;
        let mut count = 0;
        loop {
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    let what = (format!("is not CSV: {error}"), "save it as CSV UTF-8 again");
                    return self.fault(0, "", None, what);
                }
            }
            let line = record.position().map_or(0, csv::Position::line);
            // A spreadsheet keeps empty rows as ;;;;;
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let Some((places, width)) = &places else {
                let Some(found) = self.header(line, &record) else { return };
                places = Some((found, record.len()));
                continue;
            };
            count += 1;
            if count > LINES_MAX {
                let what = (format!("more than {LINES_MAX} lines"), "split it by seller");
                return self.fault(line, "", None, what);
            }
            if self.is_whole(line, &record, *width) {
                read(&mut Row { sheet: self, places, cells: &record, line });
            }
        }
        if places.is_none() {
            let remedy = format!("begin it with the line: {}", self.columns.join(";"));
            self.fault(0, "", None, ("is empty".to_owned(), &remedy));
        }
    }

    /// All columns, those that need not be there last.
    fn all(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.columns.iter().chain(self.optional).copied()
    }

    /// Where each column stands, or every fault of the header.
    fn header(&mut self, line: u64, record: &StringRecord) -> Option<Vec<Option<usize>>> {
        let mut all = format!("the columns are: {}", self.columns.join(";"));
        if !self.optional.is_empty() {
            all.push_str(&format!(" (and, if wanted, {})", self.optional.join(";")));
        }
        let before = self.faults.len();
        let names: Vec<String> =
            record.iter().map(|cell| fold(cell).to_lowercase().replace(' ', "_")).collect();
        for (at, name) in names.iter().enumerate() {
            let known = self.all().any(|it| it == name);
            let twice = names.iter().take(at).any(|it| it == name);
            match (known, twice) {
                // A header that ends in ; has an empty last column.
                _ if name.is_empty() => {}
                (true, false) => {}
                (true, true) => {
                    self.fault(line, &bounded(name), None, ("stands twice".to_owned(), &all));
                }
                (false, _) => {
                    let what = ("is no known column".to_owned(), all.as_str());
                    self.fault(line, &bounded(name), None, what);
                }
            }
        }
        let places: Vec<Option<usize>> =
            self.all().map(|column| names.iter().position(|name| name == column)).collect();
        for (column, place) in self.columns.iter().zip(&places) {
            if place.is_none() {
                self.fault(line, column, None, ("is missing".to_owned(), &all));
            }
        }
        (self.faults.len() == before).then_some(places)
    }

    /// Whether a line has a cell for each column, and no cell is two lines.
    fn is_whole(&mut self, line: u64, record: &StringRecord, width: usize) -> bool {
        let spare = record.iter().skip(width).any(|cell| !cell.trim().is_empty());
        if record.len() < width || spare {
            let problem = format!("has {} cells, the header has {width}", record.len());
            let remedy = "put a text that holds ; or , between double quotes";
            self.fault(line, "", None, (problem, remedy));
            return false;
        }
        if record.iter().any(|cell| cell.contains(['\n', '\r'])) {
            let problem = "a cell goes over the end of the line".to_owned();
            let remedy = "close the double quotes, or take the line break out of the cell";
            self.fault(line, "", None, (problem, remedy));
            return false;
        }
        true
    }
}

impl Row<'_, '_> {
    /// The text of a cell, without edges and without the `="…"` that keeps zeros in Excel.
    fn cell(&self, column: &str) -> &str {
        let place = self.sheet.all().position(|it| it == column);
        let place = place.and_then(|at| self.places.get(at).copied().flatten());
        let cell = place.and_then(|at| self.cells.get(at)).unwrap_or_default().trim();
        let inner = cell.strip_prefix("=\"").and_then(|it| it.strip_suffix('"'));
        inner.unwrap_or(cell).trim()
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
        let text = self.cell(column).to_owned();
        if text.is_empty() {
            return Some(None);
        }
        if is_scientific(&text) {
            let remedy = "format the column as text and write the code again";
            self.fault(column, Some(&text), "a spreadsheet made a number of it", remedy);
            return None;
        }
        match parse(&text) {
            Ok(value) => Some(Some(value)),
            Err(error) => {
                self.fault(column, Some(&text), error, remedy);
                None
            }
        }
    }

    /// A code of so many digits: one fewer is a leading zero that a spreadsheet dropped.
    pub(super) fn code<T, E: Display>(
        &mut self,
        column: &str,
        digits: usize,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        self.optional(column, &format!("write its {digits} digits"), |text| {
            parse(text).map_err(|error| {
                let found = text.bytes().filter(u8::is_ascii_digit).count();
                if found + 1 == digits {
                    format!("has {found} digits: a spreadsheet dropped the leading zero")
                } else {
                    error.to_string()
                }
            })
        })
    }

    /// A fault of this line.
    pub(super) fn fault(
        &mut self,
        column: &str,
        value: Option<&str>,
        problem: impl Display,
        remedy: &str,
    ) {
        let what = (problem.to_string(), remedy);
        self.sheet.fault(self.line, column, value, what);
    }
}

/// `8,52E+07`: what a spreadsheet makes of a long code.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let Some(exponent) = exponent.strip_prefix('+') else { return false };
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit());
    digits(exponent) && digits(&mantissa.replace([',', '.'], ""))
}
