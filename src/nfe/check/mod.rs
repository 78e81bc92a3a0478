//! A second opinion on a note: what was written is read back and disputed, rule by rule, without
//! the writer. What passes here should not be rejected for its form, its sums or its seal.
//!
//! Twice: [`content`] disputes what a draft says before a number is taken for it, so that a draft
//! that SEFAZ would refuse burns nothing; [`check`] disputes the sealed note, where a hit is a bug
//! of ours. Rules are named by the cStat that they avoid, or by a word of ours where SEFAZ has
//! none, and belong to a [`Family`]. No dispute holds a name, an address, a CPF or any other text
//! of the note that tells who bought.

mod difal;
mod family;
mod form;
mod gtin;
mod icms;
mod ide;
mod items;
mod key;
mod layout;
mod pag;
mod parties;
mod place;
mod proc;
mod reform;
mod rest;
mod sale;
mod seal;
mod tables;
mod taxes;
mod totals;

use std::fmt::Display;

use crate::domain::{Money, Timestamp};

use super::certificate::Facts;
use super::element::{Element, ElementError};
use super::read::{Document, ReadError, read};
use super::write::Unsigned;
use sale::Sale;

pub use family::{FAMILIES, Family, Scope, Severity};
pub use form::DRAFT_BYTES_MAX;
pub use proc::{Kind, Verified, verify, verify_proc};
pub use tables::{NoTables, Tables};

/// One thing that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The cStat that SEFAZ would answer, or a word of ours.
    pub rule: &'static str,
    /// What it comes to.
    pub severity: Severity,
    /// Where: `total/ICMSTot/vNF`, `det[2]/prod/vProd`.
    pub field: String,
    /// What was expected there.
    pub expected: String,
    /// What was found there; never a personal value. [`OTHERWISE`] tells nothing.
    pub found: String,
}

impl Dispute {
    /// The family of its rule: a test holds that every rule has one.
    pub fn family(&self) -> Option<&'static Family> {
        Family::of(self.rule)
    }
}

/// What was found, where it is not told.
pub const OTHERWISE: &str = "otherwise";

/// A broken note breaks many rules; this many tell enough.
const DISPUTES_MAX: usize = 100;

/// Disputes what a draft says; its key, number and moment are not looked at. The draft is an
/// unsigned note under any number.
pub fn content(draft: &Unsigned, tables: &dyn Tables) -> Vec<Dispute> {
    let mut disputes = Disputes::default();
    form::size(&mut disputes, &draft.xml);
    match Document::of(draft) {
        Ok(document) => {
            layout::draft(&mut disputes, &document);
            says(&mut disputes, &document, tables);
        }
        // Larger than what is read is larger than what SEFAZ takes, and that is told.
        Err(ReadError::Element(ElementError::TooLarge(_))) => {}
        // What we cannot read back we must not seal.
        Err(error) => unreadable(&mut disputes, &error),
    }
    disputes.0
}

/// Disputes the sealed note (`NFe`, no XML declaration), issued at that moment with that
/// certificate. What it says is disputed again, without the tables of the day: they were asked
/// before the number was taken. Warnings are not repeated.
pub fn check(xml: &[u8], facts: &Facts, issued_at: Timestamp) -> Result<(), Vec<Dispute>> {
    let mut disputes = Disputes::default();
    form::bytes(&mut disputes, xml);
    match read(xml) {
        Err(error) => unreadable(&mut disputes, &error),
        Ok(document) => {
            layout::check(&mut disputes, &document);
            key::check(&mut disputes, &document, issued_at);
            seal::check(&mut disputes, &document);
            seal::canonical(&mut disputes, xml, &document);
            seal::certificate(&mut disputes, &document, facts, issued_at);
            says(&mut disputes, &document, &NoTables);
        }
    }
    disputes.into_result()
}

fn says(disputes: &mut Disputes, document: &Document, tables: &dyn Tables) {
    let sale = Sale::of(document);
    ide::check(disputes, document, &sale, tables);
    parties::check(disputes, document, &sale);
    place::check(disputes, document);
    items::check(disputes, document, &sale, tables);
    totals::check(disputes, document, tables);
    reform::totals(disputes, document);
    pag::check(disputes, document);
    rest::check(disputes, document, &sale);
}

/// Disputes the form of a note alone: its bytes, and whether every element, attribute and value is
/// as the layout wants it. Whatever the official schema refuses, this refuses; who signed, when,
/// and what the sums are is not looked at.
pub fn layout(xml: &[u8]) -> Result<(), Vec<Dispute>> {
    let mut disputes = Disputes::default();
    form::bytes(&mut disputes, xml);
    match read(xml) {
        Err(error) => unreadable(&mut disputes, &error),
        Ok(document) => {
            layout::check(&mut disputes, &document);
            seal::canonical(&mut disputes, xml, &document);
        }
    }
    disputes.into_result()
}

fn unreadable(disputes: &mut Disputes, error: &ReadError) {
    let rule = match error {
        ReadError::Element(ElementError::Encoding(_)) => "402",
        ReadError::Element(ElementError::TooLarge(_)) => "214",
        ReadError::Element(
            ElementError::TooDeep(_)
            | ElementError::DocType(_)
            | ElementError::Entity(_)
            | ElementError::Malformed { .. },
        )
        | ReadError::Root(_)
        | ReadError::Missing(_) => "225",
    };
    // The reader's message may quote the document; its kind tells enough.
    disputes.add(rule, "NFe", "a note that can be read", "one that cannot");
}

/// Disputes as they are found.
#[derive(Debug, Default)]
struct Disputes(Vec<Dispute>);

impl Disputes {
    fn add(
        &mut self,
        rule: &'static str,
        field: impl Into<String>,
        expected: impl Display,
        found: impl Display,
    ) {
        if self.0.len() < DISPUTES_MAX {
            self.0.push(Dispute {
                rule,
                severity: Severity::Refuse,
                field: field.into(),
                expected: bounded(expected),
                found: bounded(found),
            });
        }
    }

    /// Somebody should know; nothing is stopped.
    fn warn(
        &mut self,
        rule: &'static str,
        field: impl Into<String>,
        expected: impl Display,
        found: impl Display,
    ) {
        let before = self.0.len();
        self.add(rule, field, expected, found);
        for dispute in self.0.iter_mut().skip(before) {
            dispute.severity = Severity::Warn;
        }
    }

    /// Both print the same.
    fn same(
        &mut self,
        rule: &'static str,
        field: impl Into<String>,
        expected: impl Display,
        found: impl Display,
    ) {
        if expected.to_string() != found.to_string() {
            self.add(rule, field, expected, found);
        }
    }

    /// The rule is kept; if not, only what was expected is told.
    fn holds(&mut self, rule: &'static str, field: impl Into<String>, expected: &str, kept: bool) {
        if !kept {
            self.add(rule, field, expected, OTHERWISE);
        }
    }

    fn into_result(mut self) -> Result<(), Vec<Dispute>> {
        self.0.retain(|it| it.severity == Severity::Refuse);
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

fn bounded(text: impl Display) -> String {
    text.to_string().chars().take(120).collect()
}

/// The text at the end of a path, in which `*` is whatever element comes first.
fn value<'a>(element: &'a Element, path: &str) -> Option<&'a str> {
    let end = path.split('/').try_fold(element, |it, tag| match tag {
        "*" => it.elements().next(),
        tag => it.child(tag),
    });
    end.map(Element::text)
}

/// The amount at the end of a path; nothing when it is left out, or is none (`layout` says so).
fn money(element: &Element, path: &str) -> Money {
    value(element, path).and_then(|text| Money::parse(text).ok()).unwrap_or_default()
}
