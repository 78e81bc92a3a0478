//! XML as the simulated authorities read it: a tree of elements, and its canonical form.
//!
//! This is not the reader that the note's writer is checked with. A fault of the writer must not
//! be blessed by its twin.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements within elements; the layout needs about ten.
const DEPTH_MAX: usize = 32;

/// Why bytes are no XML that we take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// Not UTF-8 (402).
    #[error("expected UTF-8 without a byte order mark")]
    Encoding,
    /// Not well formed (243).
    #[error("expected well-formed XML: {0}")]
    Malformed(String),
    /// A comment, a processing instruction, CDATA or a document type.
    #[error("expected elements and text only, found {0}")]
    Unexpected(&'static str),
}

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// The prefix, when there is one (404).
    pub prefix: Option<String>,
    /// The name without its prefix.
    pub name: String,
    /// The namespace it stands in.
    pub namespace: String,
    /// Its attributes, without declarations of namespaces.
    pub attributes: Vec<(String, String)>,
    /// Whether it declares a namespace prefix.
    pub declares_prefix: bool,
    /// What it holds.
    pub content: Vec<Node>,
    /// Where it begins and ends in what was read.
    pub span: (usize, usize),
}

/// A piece of an element's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text, its entities resolved.
    Text(String),
}

impl Element {
    /// Elements in it, in order.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.content.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of this name in it.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|it| it.name == name)
    }

    /// All elements of this name in it.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |it| it.name == name)
    }

    /// An element further in, step by step.
    pub fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The text of an element further in; empty when there is none.
    pub fn value(&self, path: &[&str]) -> String {
        self.at(path).map(Element::text).unwrap_or_default()
    }

    /// Its own text.
    pub fn text(&self) -> String {
        self.content
            .iter()
            .map(|node| match node {
                Node::Text(text) => text.as_str(),
                Node::Element(_) => "",
            })
            .collect()
    }

    /// The first element of this name, here or anywhere within.
    pub fn find(&self, name: &str) -> Option<&Element> {
        if self.name == name {
            return Some(self);
        }
        self.elements().find_map(|it| it.find(name))
    }

    /// An attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    /// Itself and all within, outermost first.
    pub fn walk(&self, visit: &mut impl FnMut(&Element)) {
        visit(self);
        for element in self.elements() {
            element.walk(visit);
        }
    }

    /// Canonical XML 1.0 of this element on its own: the namespace that it inherits is declared.
    /// Right for elements without prefixes, which the caller has to see to (404).
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = String::new();
        self.write_canonical("", &mut out);
        out.into_bytes()
    }

    fn write_canonical(&self, declared: &str, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        if self.namespace != declared {
            out.push_str(&format!(" xmlns=\"{}\"", self.namespace));
        }
        let mut attributes: Vec<_> = self.attributes.iter().collect();
        attributes.sort();
        for (name, value) in attributes {
            let value = value
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('"', "&quot;")
                .replace('\t', "&#x9;")
                .replace('\n', "&#xA;")
                .replace('\r', "&#xD;");
            out.push_str(&format!(" {name}=\"{value}\""));
        }
        out.push('>');
        for node in &self.content {
            match node {
                Node::Element(element) => element.write_canonical(&self.namespace, out),
                Node::Text(text) => out.push_str(
                    &text
                        .replace('&', "&amp;")
                        .replace('<', "&lt;")
                        .replace('>', "&gt;")
                        .replace('\r', "&#xD;"),
                ),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

/// Text made fit to stand in an element.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Reads a document into its root element.
pub fn read(bytes: &[u8]) -> Result<Element, XmlError> {
    let text = std::str::from_utf8(bytes).map_err(|_| XmlError::Encoding)?;
    if text.starts_with('\u{feff}') {
        return Err(XmlError::Encoding);
    }
    let mut reader = Reader::from_str(text);
    let mut tree = Tree::default();
    loop {
        let from = position(&reader);
        let event = reader.read_event().map_err(|e| XmlError::Malformed(e.to_string()))?;
        let to = position(&reader);
        match event {
            Event::Start(start) => tree.open(&start, from)?,
            Event::Empty(start) => {
                tree.open(&start, from)?;
                tree.close(to)?;
            }
            Event::End(_) => tree.close(to)?,
            Event::Text(it) => tree.text(&it.xml10_content())?,
            Event::GeneralRef(it) => {
                let resolved =
                    it.resolve_char_ref().map_err(|e| XmlError::Malformed(e.to_string()))?;
                tree.text(&match resolved {
                    Some(c) => c.to_string(),
                    None => named_entity(&it.xml10_content())?.to_owned(),
                })?;
            }
            Event::Decl(_) if tree.is_fresh() => {}
            Event::Decl(_) => return Err(XmlError::Unexpected("a declaration")),
            Event::CData(_) => return Err(XmlError::Unexpected("CDATA")),
            Event::Comment(_) => return Err(XmlError::Unexpected("a comment")),
            Event::PI(_) => return Err(XmlError::Unexpected("a processing instruction")),
            Event::DocType(_) => return Err(XmlError::Unexpected("a document type")),
            Event::Eof => return tree.finish(),
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn named_entity(name: &str) -> Result<&'static str, XmlError> {
    match name {
        "amp" => Ok("&"),
        "lt" => Ok("<"),
        "gt" => Ok(">"),
        "quot" => Ok("\""),
        "apos" => Ok("'"),
        _ => Err(XmlError::Malformed("an entity that XML does not have".to_owned())),
    }
}

/// What has been read so far.
#[derive(Default)]
struct Tree {
    open: Vec<(Element, Scope)>,
    root: Option<Element>,
}

/// Namespaces in force: the default one and those with prefixes.
#[derive(Clone, Default)]
struct Scope {
    default: String,
    prefixes: Vec<(String, String)>,
}

impl Tree {
    fn is_fresh(&self) -> bool {
        self.open.is_empty() && self.root.is_none()
    }

    fn open(&mut self, start: &BytesStart<'_>, from: usize) -> Result<(), XmlError> {
        if self.root.is_some() || self.open.len() >= DEPTH_MAX {
            return Err(XmlError::Malformed("one root, and few levels".to_owned()));
        }
        let mut scope = self.open.last().map(|(_, scope)| scope.clone()).unwrap_or_default();
        let mut element = Element { span: (from, from), ..Element::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|e| XmlError::Malformed(e.to_string()))?;
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|e| XmlError::Malformed(e.to_string()))?;
            let key = text_of(attribute.key.as_ref())?;
            if key == "xmlns" {
                scope.default = value.into_owned();
            } else if let Some(prefix) = key.strip_prefix("xmlns:") {
                element.declares_prefix = true;
                scope.prefixes.push((prefix.to_owned(), value.into_owned()));
            } else {
                element.attributes.push((key, value.into_owned()));
            }
        }
        let name = text_of(start.name().as_ref())?;
        match name.split_once(':') {
            None => {
                element.namespace.clone_from(&scope.default);
                element.name = name;
            }
            Some((prefix, local)) => {
                let declared = scope.prefixes.iter().rev().find(|(it, _)| it == prefix);
                let Some((_, namespace)) = declared else {
                    return Err(XmlError::Malformed("a prefix that is not declared".to_owned()));
                };
                element.namespace.clone_from(namespace);
                element.prefix = Some(prefix.to_owned());
                element.name = local.to_owned();
            }
        }
        self.open.push((element, scope));
        Ok(())
    }

    fn close(&mut self, to: usize) -> Result<(), XmlError> {
        let Some((mut element, _)) = self.open.pop() else {
            return Err(XmlError::Malformed("an end without a beginning".to_owned()));
        };
        element.span.1 = to;
        match self.open.last_mut() {
            Some((parent, _)) => parent.content.push(Node::Element(element)),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), XmlError> {
        match self.open.last_mut() {
            Some((parent, _)) => {
                if let Some(Node::Text(before)) = parent.content.last_mut() {
                    before.push_str(text);
                } else {
                    parent.content.push(Node::Text(text.to_owned()));
                }
                Ok(())
            }
            None if text.trim().is_empty() => Ok(()),
            None => Err(XmlError::Malformed("text outside the root".to_owned())),
        }
    }

    fn finish(self) -> Result<Element, XmlError> {
        match self.root {
            Some(root) if self.open.is_empty() => Ok(root),
            _ => Err(XmlError::Malformed("one whole root element".to_owned())),
        }
    }
}

fn text_of(name: impl AsRef<[u8]>) -> Result<String, XmlError> {
    String::from_utf8(name.as_ref().to_vec()).map_err(|_| XmlError::Encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_form_declares_sorts_and_escapes() {
        let root = read(b"<a xmlns='n'><b z='1' Id=\"&quot;\">&#233; &amp; &quot;&gt;</b><c/></a>")
            .unwrap();
        let b = root.child("b").unwrap();
        assert_eq!(
            String::from_utf8(b.canonical()).unwrap(),
            "<b xmlns=\"n\" Id=\"&quot;\" z=\"1\">é &amp; \"&gt;</b>"
        );
        assert_eq!(root.child("c").unwrap().canonical(), b"<c xmlns=\"n\"></c>");
        assert_eq!(root.value(&["b"]), "é & \">");
    }

    #[test]
    fn spans_give_the_verbatim_element() {
        let text = b"<s:E xmlns:s='x'><a  b='1'>t</a></s:E>";
        let root = read(text).unwrap();
        let (from, to) = root.find("a").unwrap().span;
        assert_eq!(&text[from..to], b"<a  b='1'>t</a>");
        assert_eq!(root.prefix.as_deref(), Some("s"));
    }

    #[test]
    fn what_is_no_plain_xml_is_refused() {
        for bad in ["", "<a>", "<a></b>", "<a/><b/>", "<a>&nope;</a>", "<x:a/>", "t<a/>"] {
            assert!(read(bad.as_bytes()).is_err(), "{bad}");
        }
        assert_eq!(read(b"<a><!-- --></a>"), Err(XmlError::Unexpected("a comment")));
        assert_eq!(read(b"\xff"), Err(XmlError::Encoding));
        assert_eq!(read("\u{feff}<a/>".as_bytes()), Err(XmlError::Encoding));
    }
}
