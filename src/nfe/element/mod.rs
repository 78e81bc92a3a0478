//! A plain tree of somebody else's XML: names, attributes, text, and where each stood.
//!
//! Bounded in size and depth. No DTD, so no entity of anybody's making. Names are kept as they
//! were written and asked for by their local part, because SEFAZ's servers choose their own
//! prefixes.

mod tree;

use std::fmt;
use std::ops::Range;

use super::write::xml::{push_attribute, push_text};
use tree::Tree;

/// Longest document that is read: twice what SEFAZ takes (214).
pub const BYTES_MAX: usize = 1024 * 1024;
/// Deepest nesting that is read: a note in its envelope has about a dozen levels.
pub const DEPTH_MAX: usize = 32;

/// Why bytes are no document that is read here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ElementError {
    /// Longer than the bound.
    #[error("expected at most {BYTES_MAX} bytes, found {0}")]
    TooLarge(usize),
    /// Not UTF-8 (402).
    #[error("expected UTF-8, found another byte at {0}")]
    Encoding(usize),
    /// Nested deeper than the bound.
    #[error("expected at most {DEPTH_MAX} levels, found more at byte {0}")]
    TooDeep(u64),
    /// A DTD.
    #[error("expected no document type, found one at byte {0}")]
    DocType(u64),
    /// An entity that XML itself does not define.
    #[error("expected only the five entities of XML, found another at byte {0}")]
    Entity(u64),
    /// Not well-formed.
    #[error("expected well-formed XML: {what} at byte {at}")]
    Malformed {
        /// What is wrong.
        what: String,
        /// Where.
        at: u64,
    },
}

/// One element. `Debug` shows its name and place, never its text: a note tells who bought.
#[derive(Clone, PartialEq, Eq)]
pub struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    content: Vec<Node>,
    span: Range<usize>,
}

/// What an element holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Node {
    /// Another element.
    Element(Element),
    /// Text, with its references resolved. Two never stand side by side.
    Text(String),
}

impl Element {
    /// Reads a whole document: its root.
    pub fn parse(bytes: &[u8]) -> Result<Element, ElementError> {
        if bytes.len() > BYTES_MAX {
            return Err(ElementError::TooLarge(bytes.len()));
        }
        let text = std::str::from_utf8(bytes)
            .map_err(|error| ElementError::Encoding(error.valid_up_to()))?;
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        Tree::new(text.len() - bare.len()).grow(bare)
    }

    /// The name as it was written, with its prefix.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name without its prefix.
    pub fn local(&self) -> &str {
        self.name.rsplit_once(':').map_or(self.name.as_str(), |(_, local)| local)
    }

    /// The attributes as they were written, namespace declarations among them.
    pub fn attributes(&self) -> &[(String, String)] {
        &self.attributes
    }

    /// The attribute with this name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    /// Everything it holds, in order.
    pub fn content(&self) -> &[Node] {
        &self.content
    }

    /// Where it stood in the document's bytes, from `<` to `>`.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The elements it holds.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.content.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements it holds with this local name.
    pub fn children<'a>(&'a self, local: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |it| it.local() == local)
    }

    /// The first element it holds with this local name.
    pub fn child(&self, local: &str) -> Option<&Element> {
        self.elements().find(|it| it.local() == local)
    }

    /// Follows local names downwards: `ide/cUF`.
    pub fn at(&self, path: &str) -> Option<&Element> {
        path.split('/').try_fold(self, |element, local| element.child(local))
    }

    /// The text at the end of a path.
    pub fn value(&self, path: &str) -> Option<&str> {
        self.at(path).map(Element::text)
    }

    /// The first element with this local name, itself included, wherever it is.
    pub fn find(&self, local: &str) -> Option<&Element> {
        if self.local() == local {
            return Some(self);
        }
        self.elements().find_map(|it| it.find(local))
    }

    /// Its text; nothing when it holds elements only.
    pub fn text(&self) -> &str {
        self.content
            .iter()
            .find_map(|node| match node {
                Node::Text(text) => Some(text.as_str()),
                Node::Element(_) => None,
            })
            .unwrap_or_default()
    }

    /// Every element, itself included, in document order.
    pub fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Element)) {
        visit(self);
        for element in self.elements() {
            element.each(visit);
        }
    }

    /// C14N 1.0, inclusive, without comments, as if it stood where `inherited` is the default
    /// namespace. Only for documents without prefixes, which is all that the NF-e allows (404).
    pub fn canonical(&self, inherited: &str) -> String {
        let mut out = String::new();
        self.canonical_into(&mut out, inherited, "");
        out
    }

    /// `here`: the default namespace in force; `written`: the one that the output has declared.
    fn canonical_into(&self, out: &mut String, here: &str, written: &str) {
        let here = self.attribute("xmlns").unwrap_or(here);
        out.push('<');
        out.push_str(&self.name);
        if here != written {
            out.push_str(" xmlns=\"");
            push_attribute(out, here);
            out.push('"');
        }
        let mut attributes: Vec<_> = self.attributes.iter().filter(|(n, _)| n != "xmlns").collect();
        attributes.sort();
        for (name, value) in attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            push_attribute(out, value);
            out.push('"');
        }
        out.push('>');
        for node in &self.content {
            match node {
                Node::Element(element) => element.canonical_into(out, here, here),
                Node::Text(text) => push_text(out, text),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Element({} at {:?})", self.name, self.span)
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Element(element) => element.fmt(f),
            Node::Text(text) => write!(f, "Text(*** {} bytes)", text.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_foreign_answer_is_read_by_local_name() {
        let text = "\u{feff}<?xml version=\"1.0\"?>\n<s:Body xmlns:s=\"urn:s\"><!-- hi -->\
                    <a:ret a:v=\"1\"><cStat>100</cStat><xMotivo>a &amp; b &#233; <![CDATA[<c>]]>\
                    </xMotivo></a:ret></s:Body>";
        let root = Element::parse(text.as_bytes()).unwrap();
        assert_eq!((root.name(), root.local()), ("s:Body", "Body"));
        assert_eq!(root.value("ret/cStat"), Some("100"));
        assert_eq!(root.find("xMotivo").unwrap().text(), "a & b é <c>");
        assert_eq!(root.at("ret").unwrap().attribute("a:v"), Some("1"));
        assert_eq!(text.get(root.find("cStat").unwrap().span()), Some("<cStat>100</cStat>"));
        assert_eq!(root.value("ret/absent"), None);
    }

    #[test]
    fn what_is_hostile_or_broken_is_refused() {
        let deep = "<a>".repeat(DEPTH_MAX + 1);
        let parse = |text: &str| Element::parse(text.as_bytes()).unwrap_err();
        assert!(matches!(parse(&deep), ElementError::TooDeep(_)));
        assert!(matches!(
            parse("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"),
            ElementError::DocType(0)
        ));
        assert!(matches!(parse("<a>&b;</a>"), ElementError::Entity(3)));
        assert!(matches!(parse("<a b=\"&c;\"/>"), ElementError::Malformed { .. }));
        for bad in [
            "",
            " ",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>x",
            "x<a/>",
            "<a b=1/>",
            "</a>",
            "<a b='1' b='2'/>",
        ] {
            assert!(Element::parse(bad.as_bytes()).is_err(), "{bad:?}");
        }
        assert!(matches!(Element::parse(b"<a>\xe9</a>"), Err(ElementError::Encoding(3))));
        let long = vec![b' '; BYTES_MAX + 1];
        assert!(matches!(Element::parse(&long), Err(ElementError::TooLarge(_))));
    }

    #[test]
    fn canonical_form_is_as_c14n_says() {
        let text = "<NFe xmlns=\"urn:a\"><infNFe versao='4.00' Id = \"x>&quot;\"><b/>\
                    <c>&#13;&gt;&quot;'\n</c><S xmlns=\"urn:b\"><d/></S></infNFe></NFe>";
        let root = Element::parse(text.as_bytes()).unwrap();
        assert_eq!(
            root.child("infNFe").unwrap().canonical("urn:a"),
            "<infNFe xmlns=\"urn:a\" Id=\"x>&quot;\" versao=\"4.00\"><b></b>\
             <c>&#xD;&gt;\"'\n</c><S xmlns=\"urn:b\"><d></d></S></infNFe>"
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>(), text in "[<>/a-c&;#! '\"=\\[\\]-]{0,60}") {
            let _ = Element::parse(&bytes);
            if let Ok(root) = Element::parse(text.as_bytes()) {
                // Canonical form is a fixed point.
                let once = root.canonical("");
                let again = Element::parse(once.as_bytes()).map(|it| it.canonical(""));
                prop_assert_eq!(again, Ok(once));
            }
        }
    }
}
