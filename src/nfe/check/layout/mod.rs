//! The layout of the note (leiaute 4.00, PL_010f v1.04), as far as a sale over a marketplace
//! reaches: which elements, in which order, how often, holding which values.
//!
//! Whatever the official schema refuses, this refuses (225, or 298 inside `Signature`); a test
//! holds it against libxml2. It refuses more: what SEFAZ minds beside the schema (404, 587, 588),
//! empty elements, and the groups of other trades (vehicles, medicines, weapons, fuels, imports,
//! exports, services, sugar cane, farming): nobody here could have meant them.
//!
//! One pass over the tree. Nothing is allocated for what is well.

mod grammar;
mod moment;
mod part;
mod simple;
#[cfg(test)]
mod tests;

use super::super::element::{Element, Node};
use super::super::read::Document;
use super::super::{NAMESPACE, SIGNATURE_NAMESPACE};
use super::Disputes;
use part::{Content, Part, Rule};
use simple::Simple;

/// A group that belongs to another trade.
const TRADE: &str = "trade";
/// An element that the schema lets be empty, and that is left out here.
const EMPTY: &str = "empty";
/// How many items a note holds at most, and one for counting from 1.
const PLACES: usize = 991;

/// Disputes whatever does not fit the layout.
pub(super) fn check(disputes: &mut Disputes, document: &Document) {
    let place = Place { above: None, name: "NFe", number: None };
    Walk { disputes }.element(document.nfe(), &grammar::NFE, &place);
    distinct(disputes, document);
}

/// The same for a draft, which has no `Signature` yet.
pub(super) fn draft(disputes: &mut Disputes, document: &Document) {
    let place = Place { above: None, name: "NFe", number: None };
    Walk { disputes }.element(document.nfe(), &grammar::DRAFT, &place);
    distinct(disputes, document);
}

/// `pk_nItem`: no two items of one number.
fn distinct(disputes: &mut Disputes, document: &Document) {
    let mut seen = [false; PLACES];
    for (place, det) in (1u32..).zip(document.det()) {
        let number = det.attribute("nItem").and_then(|it| it.parse::<usize>().ok());
        let Some(seen) = number.and_then(|it| seen.get_mut(it)) else { continue };
        if *seen {
            let field = format!("det[{place}]/@nItem");
            disputes.add("225", field, "a number of its own", "another item's");
        }
        *seen = true;
    }
}

/// Where an element stands. Kept on the stack, and spelt only for a dispute.
struct Place<'a> {
    above: Option<&'a Place<'a>>,
    name: &'a str,
    /// Which one it is, where there may be several.
    number: Option<u16>,
}

impl Place<'_> {
    fn field(&self) -> String {
        let mut out = String::new();
        self.push(&mut out);
        out
    }

    /// Paths begin below `infNFe`: `det[2]/prod/vProd`.
    fn push(&self, out: &mut String) {
        if let Some(above) = self.above.filter(|it| !matches!(it.name, "NFe" | "infNFe")) {
            above.push(out);
            out.push('/');
        }
        out.extend(self.name.chars().take(40));
        if let Some(number) = self.number {
            out.push_str(&format!("[{number}]"));
        }
    }

    /// 298 inside `Signature`, 225 elsewhere.
    fn rule(&self) -> &'static str {
        match self.above {
            _ if self.name == "Signature" => "298",
            Some(above) => above.rule(),
            None => "225",
        }
    }
}

/// What may still come, from the inside outwards.
struct Ahead<'a> {
    parts: &'static [Part],
    outer: Option<&'a Ahead<'a>>,
}

impl Ahead<'_> {
    fn names(&self, name: &str) -> bool {
        self.parts.iter().any(|it| it.names(name)) || self.outer.is_some_and(|it| it.names(name))
    }
}

/// The elements that are still to be looked at.
struct Children<'a>(&'a [Node]);

impl<'a> Children<'a> {
    fn peek(&mut self) -> Option<&'a Element> {
        while let Some((node, rest)) = self.0.split_first() {
            match node {
                Node::Element(element) => return Some(element),
                Node::Text(_) => self.0 = rest,
            }
        }
        None
    }

    fn next(&mut self) -> Option<&'a Element> {
        let element = self.peek();
        if let Some((_, rest)) = self.0.split_first() {
            self.0 = rest;
        }
        element
    }
}

/// The pass over the tree.
struct Walk<'d> {
    disputes: &'d mut Disputes,
}

impl Walk<'_> {
    fn element(&mut self, element: &Element, content: &'static Content, place: &Place<'_>) {
        self.names(element, place);
        match content {
            Content::Foreign => {
                self.disputes.add(TRADE, place.field(), "no group of another trade", "one");
            }
            Content::Value(simple) => {
                self.attributes(element, &[], place);
                if element.elements().next().is_some() {
                    self.disputes.add(place.rule(), place.field(), "a value", "elements");
                } else {
                    self.value(simple, element.text(), || place.field(), place.rule());
                }
            }
            Content::Group { attributes, parts } => {
                self.attributes(element, attributes, place);
                if element.content().iter().any(|node| matches!(node, Node::Text(_))) {
                    self.disputes.add("588", place.field(), "nothing between the tags", "text");
                }
                let mut children = Children(element.content());
                self.run(parts, &mut children, place, None);
                while let Some(child) = children.next() {
                    self.stray(child, place);
                }
            }
        }
    }

    /// No prefix (404), no namespace but the layout's own two (587).
    fn names(&mut self, element: &Element, place: &Place<'_>) {
        if element.name().contains(':') {
            self.disputes.add("404", place.field(), "no prefix", "a prefix");
        }
        let wanted = match place.name {
            "NFe" => Some(NAMESPACE),
            "Signature" => Some(SIGNATURE_NAMESPACE),
            _ => None,
        };
        let kept = element.attribute("xmlns") == wanted
            && !element.attributes().iter().any(|(name, _)| name.contains(':'));
        if !kept {
            let expected = "only the namespaces of the layout";
            self.disputes.add("587", place.field(), expected, "otherwise");
        }
    }

    fn attributes(
        &mut self,
        element: &Element,
        wanted: &'static [(&'static str, Simple)],
        place: &Place<'_>,
    ) {
        for (name, simple) in wanted {
            let field = || format!("{}/@{name}", place.field());
            match element.attribute(name) {
                Some(text) => self.value(simple, text, field, place.rule()),
                None => self.disputes.add(place.rule(), field(), simple.describe(), "none"),
            }
        }
        for (name, _) in element.attributes() {
            let known = name == "xmlns" || name.contains(':');
            if !known && !wanted.iter().any(|(it, _)| it == name) {
                let expected = "only the attributes of the layout";
                self.disputes.add(place.rule(), place.field(), expected, "another");
            }
        }
    }

    fn value(
        &mut self,
        simple: &Simple,
        text: &str,
        field: impl FnOnce() -> String,
        rule: &'static str,
    ) {
        if simple.fits(text) {
            return;
        }
        let rule = if text.is_empty() && simple.may_be_empty() { EMPTY } else { rule };
        // Never the value: it may tell who bought.
        let found = format!("{} characters, otherwise", text.chars().count());
        self.disputes.add(rule, field(), simple.describe(), found);
    }

    fn run(
        &mut self,
        parts: &'static [Part],
        children: &mut Children<'_>,
        place: &Place<'_>,
        outer: Option<&Ahead<'_>>,
    ) {
        let mut rest = parts;
        while let Some((part, parts)) = rest.split_first() {
            self.part(part, children, place, &Ahead { parts, outer });
            rest = parts;
        }
    }

    fn part(
        &mut self,
        part: &'static Part,
        children: &mut Children<'_>,
        place: &Place<'_>,
        ahead: &Ahead<'_>,
    ) {
        match part {
            Part::Element(rule) => self.elements(rule, part, children, place, ahead),
            Part::Run { needed, parts } => {
                let begins = |it: &Element| part.begins(it.local());
                if *needed || children.peek().is_some_and(begins) {
                    self.run(parts, children, place, Some(ahead));
                }
            }
            Part::Choice { needed, parts } => loop {
                let next = children.peek();
                let chosen = next.and_then(|it| parts.iter().find(|p| p.begins(it.local())));
                if let Some(chosen) = chosen {
                    return self.part(chosen, children, place, ahead);
                }
                if !needed {
                    return;
                }
                if !self.skipped(part, children, place, ahead) {
                    return self.missing(part, place);
                }
            },
        }
    }

    fn elements(
        &mut self,
        rule: &'static Rule,
        part: &'static Part,
        children: &mut Children<'_>,
        place: &Place<'_>,
        ahead: &Ahead<'_>,
    ) {
        let mut count = 0;
        loop {
            match children.peek() {
                Some(child) if count < rule.most && child.local() == rule.name => {
                    children.next();
                    count += 1;
                    let number = (1 < rule.most && rule.most < u16::MAX).then_some(count);
                    let place = Place { above: Some(place), name: rule.name, number };
                    self.element(child, &rule.content, &place);
                }
                Some(_) | None => {
                    if count >= rule.least {
                        return;
                    }
                    if !self.skipped(part, children, place, ahead) {
                        return self.missing(part, place);
                    }
                }
            }
        }
    }

    /// Passes over an element that has no place from here on, so that one stray does not hide
    /// what follows it.
    fn skipped(
        &mut self,
        part: &'static Part,
        children: &mut Children<'_>,
        place: &Place<'_>,
        ahead: &Ahead<'_>,
    ) -> bool {
        let Some(child) = children.peek() else { return false };
        if part.names(child.local()) || ahead.names(child.local()) {
            return false;
        }
        children.next();
        self.stray(child, place);
        true
    }

    fn stray(&mut self, child: &Element, place: &Place<'_>) {
        let at = Place { above: Some(place), name: child.local(), number: None };
        let expected = "the elements of the layout, in its order";
        self.disputes.add(place.rule(), at.field(), expected, "another");
        child.each(&mut |it| self.names(it, &at));
    }

    fn missing(&mut self, part: &'static Part, place: &Place<'_>) {
        let name = match part {
            Part::Element(rule) => rule.name,
            Part::Run { .. } | Part::Choice { .. } => {
                return self.disputes.add(place.rule(), place.field(), part.describe(), "none");
            }
        };
        let at = Place { above: Some(place), name, number: None };
        self.disputes.add(place.rule(), at.field(), "the element", "none");
    }
}
