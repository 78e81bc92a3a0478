//! The words that the grammar is written in.

use super::simple::Simple;

/// A step in what an element holds, in order.
pub(super) enum Part {
    /// Elements of one name.
    Element(Rule),
    /// Steps that come together, or, where they are not needed, not at all.
    Run {
        /// Whether they must come.
        needed: bool,
        /// The steps.
        parts: &'static [Part],
    },
    /// One of several steps.
    Choice {
        /// Whether one must come.
        needed: bool,
        /// The steps.
        parts: &'static [Part],
    },
}

/// Elements of one name: how many, and what each holds.
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) least: u16,
    pub(super) most: u16,
    pub(super) content: Content,
}

/// What an element holds.
pub(super) enum Content {
    /// A value.
    Value(Simple),
    /// Elements, under attributes that must all be there.
    Group { attributes: &'static [(&'static str, Simple)], parts: &'static [Part] },
    /// Whatever it is, it has no place in this trade.
    Foreign,
}

/// Exactly one.
pub(super) const fn one(name: &'static str, content: Content) -> Part {
    Part::Element(Rule { name, least: 1, most: 1, content })
}

/// One, or none.
pub(super) const fn maybe(name: &'static str, content: Content) -> Part {
    Part::Element(Rule { name, least: 0, most: 1, content })
}

/// From so many to so many.
pub(super) const fn many(name: &'static str, least: u16, most: u16, content: Content) -> Part {
    Part::Element(Rule { name, least, most, content })
}

/// None, for it belongs to another trade; the schema has a place for it.
pub(super) const fn foreign(name: &'static str) -> Part {
    Part::Element(Rule { name, least: 0, most: u16::MAX, content: Content::Foreign })
}

/// All of these, in order.
pub(super) const fn run(parts: &'static [Part]) -> Part {
    Part::Run { needed: true, parts }
}

/// All of these, in order, or none.
pub(super) const fn all_or_none(parts: &'static [Part]) -> Part {
    Part::Run { needed: false, parts }
}

/// One of these.
pub(super) const fn either(parts: &'static [Part]) -> Part {
    Part::Choice { needed: true, parts }
}

/// One of these, or none.
pub(super) const fn at_most_one(parts: &'static [Part]) -> Part {
    Part::Choice { needed: false, parts }
}

/// An element that holds elements.
pub(super) const fn group(parts: &'static [Part]) -> Content {
    Content::Group { attributes: &[], parts }
}

/// An element that holds elements, under attributes.
pub(super) const fn group_with(
    attributes: &'static [(&'static str, Simple)],
    parts: &'static [Part],
) -> Content {
    Content::Group { attributes, parts }
}

impl Part {
    /// Whether it may begin with an element of this name.
    pub(super) fn begins(&self, name: &str) -> bool {
        match self {
            Part::Element(rule) => rule.name == name,
            Part::Run { parts, .. } => {
                for part in *parts {
                    if part.begins(name) {
                        return true;
                    }
                    if !part.may_be_absent() {
                        return false;
                    }
                }
                false
            }
            Part::Choice { parts, .. } => parts.iter().any(|it| it.begins(name)),
        }
    }

    /// Whether nothing at all satisfies it.
    fn may_be_absent(&self) -> bool {
        match self {
            Part::Element(rule) => rule.least == 0,
            Part::Run { needed, parts } => !needed || parts.iter().all(Part::may_be_absent),
            Part::Choice { needed, parts } => !needed || parts.iter().any(Part::may_be_absent),
        }
    }

    /// Whether an element of this name has a place anywhere in it.
    pub(super) fn names(&self, name: &str) -> bool {
        match self {
            Part::Element(rule) => rule.name == name,
            Part::Run { parts, .. } | Part::Choice { parts, .. } => {
                parts.iter().any(|it| it.names(name))
            }
        }
    }

    /// What it is, for somebody who misses it.
    pub(super) fn describe(&self) -> String {
        match self {
            Part::Element(rule) => rule.name.to_owned(),
            Part::Run { parts, .. } => parts.first().map(Part::describe).unwrap_or_default(),
            Part::Choice { parts, .. } => {
                let names: Vec<String> = parts.iter().map(Part::describe).collect();
                format!("one of {}", names.join(", "))
            }
        }
    }
}
