//! SEFAZ's answers as a small tree with namespaces. Servers choose their own prefixes, so names
//! are asked for by their local part. No DTD, so no entity of anybody's making.

use std::ops::Range;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

/// Deepest nesting that is read; an answer has about eight levels.
const DEPTH_MAX: usize = 32;
/// Most elements that are read; an answer has some dozens.
const ELEMENTS_MAX: usize = 20_000;

/// Why an answer is no XML that is read here. Never quotes the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum XmlError {
    #[error("expected UTF-8")]
    Encoding,
    #[error("expected well-formed XML, found a fault near byte {0}")]
    Malformed(u64),
    #[error("expected no document type, found one")]
    DocType,
    #[error("expected only the entities of XML, found another")]
    Entity,
    #[error("expected at most {DEPTH_MAX} levels and {ELEMENTS_MAX} elements, found more")]
    TooLarge,
    #[error("expected a whole answer, found it cut off")]
    CutOff,
}

/// One element.
#[derive(Default)]
pub(super) struct Element {
    prefixed: bool,
    local: String,
    space: String,
    attributes: Vec<(String, String)>,
    content: Vec<Node>,
    span: Range<usize>,
}

enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Reads a document: its root.
    pub(super) fn parse(bytes: &[u8]) -> Result<Element, XmlError> {
        let text = std::str::from_utf8(bytes).map_err(|_| XmlError::Encoding)?;
        // A byte order mark would shift every place by three.
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        Tree { offset: text.len() - bare.len(), ..Tree::default() }.grow(bare)
    }

    fn elements(&self) -> impl Iterator<Item = &Element> {
        self.content.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Its children of this name.
    pub(super) fn children<'a>(&'a self, local: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |it| it.local == local)
    }

    /// The text of its child of this name, without white space at the edges.
    pub(super) fn value(&self, local: &str) -> Option<String> {
        self.children(local).next().map(Element::text)
    }

    /// The value of its attribute of this name, which stands in no namespace.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    /// The first element of this name, itself included, in document order.
    pub(super) fn find(&self, local: &str) -> Option<&Element> {
        if self.local == local {
            return Some(self);
        }
        self.elements().find_map(|it| it.find(local))
    }

    /// Its own text, without white space at the edges.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for node in &self.content {
            match node {
                Node::Text(part) => text.push_str(part),
                Node::Element(_) => {}
            }
        }
        text.trim().to_owned()
    }

    /// The element for a place where `space` is the default namespace: its own bytes out of
    /// `document` when they say the same there, else written anew.
    pub(super) fn standing_in(&self, space: &str, document: &[u8]) -> Vec<u8> {
        if self.space == space && !self.has_prefixes() {
            return document.get(self.span.clone()).unwrap_or_default().to_vec();
        }
        let mut out = String::new();
        self.write(&mut out, &self.space, space, space);
        out.into_bytes()
    }

    /// The element for a document of its own: as [`standing_in`](Self::standing_in), and it says
    /// itself that `space` is its namespace. What was signed in it without prefixes keeps its digest.
    pub(super) fn standing_alone(&self, space: &str, document: &[u8]) -> Vec<u8> {
        let bytes = self.standing_in(space, document);
        let verbatim = !self.has_prefixes() && self.space == space;
        if verbatim && self.attribute("xmlns").is_some() {
            return bytes;
        }
        let (open, rest) = bytes.split_at((1 + self.local.len()).min(bytes.len()));
        [open, b" xmlns=\"", space.as_bytes(), b"\"", rest].concat()
    }

    /// Whether it or anything in it leans on a prefix, which may be declared further out.
    fn has_prefixes(&self) -> bool {
        self.prefixed
            || self.attributes.iter().any(|(name, _)| name.contains(':') && !is_xml(name))
            || self.elements().any(Element::has_prefixes)
    }

    /// Writes it without prefixes; what was in `from` is in `to`. Prefixed attributes are hints of
    /// the server's toolkit (xsi): the layout has none.
    fn write(&self, out: &mut String, from: &str, to: &str, around: &str) {
        let here = if self.space == from { to } else { self.space.as_str() };
        out.push('<');
        out.push_str(&self.local);
        if here != around {
            push(out, &[" xmlns=\"", &escaped(here), "\""]);
        }
        for (name, value) in &self.attributes {
            if name != "xmlns" && (!name.contains(':') || is_xml(name)) {
                push(out, &[" ", name, "=\"", &escaped(value), "\""]);
            }
        }
        out.push('>');
        for node in &self.content {
            match node {
                Node::Element(element) => element.write(out, from, to, here),
                Node::Text(text) => out.push_str(&escaped(text)),
            }
        }
        push(out, &["</", &self.local, ">"]);
    }
}

fn is_xml(name: &str) -> bool {
    name.starts_with("xml:")
}

fn push(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[derive(Default)]
struct Tree {
    offset: usize,
    count: usize,
    open: Vec<Element>,
    root: Option<Element>,
}

impl Tree {
    fn grow(mut self, text: &str) -> Result<Element, XmlError> {
        let mut reader = NsReader::from_str(text);
        loop {
            let at = reader.buffer_position();
            let bad = || XmlError::Malformed(at);
            let event = reader.read_event().map_err(|_| bad())?;
            let end = self.byte(reader.buffer_position());
            match event {
                Event::Start(tag) => self.start(&reader, &tag, at)?,
                Event::Empty(tag) => {
                    self.start(&reader, &tag, at)?;
                    self.end(end);
                }
                Event::End(_) => self.end(end),
                Event::Text(text) => self.text(&text.xml10_content(), at)?,
                Event::CData(text) => self.text(&text.xml10_content(), at)?,
                Event::GeneralRef(name) => match name.resolve_char_ref().map_err(|_| bad())? {
                    Some(c) => self.text(&c.to_string(), at)?,
                    None => {
                        let text = resolve_predefined_entity(&name).ok_or(XmlError::Entity)?;
                        self.text(text, at)?;
                    }
                },
                Event::DocType(_) => return Err(XmlError::DocType),
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        self.root.filter(|_| self.open.is_empty()).ok_or(XmlError::CutOff)
    }

    fn byte(&self, position: u64) -> usize {
        // The position lies within the text, which fits in memory.
        usize::try_from(position).unwrap_or(usize::MAX).saturating_add(self.offset)
    }

    fn start(
        &mut self,
        reader: &NsReader<&[u8]>,
        tag: &BytesStart<'_>,
        at: u64,
    ) -> Result<(), XmlError> {
        self.count += 1;
        if self.open.len() == DEPTH_MAX || self.count > ELEMENTS_MAX {
            return Err(XmlError::TooLarge);
        }
        let bad = XmlError::Malformed(at);
        if self.root.is_some() {
            return Err(bad);
        }
        let space = match reader.resolver().resolve_element(tag.name()).0 {
            ResolveResult::Bound(Namespace(space)) => space.to_owned(),
            ResolveResult::Unbound => String::new(),
            ResolveResult::Unknown(_) => return Err(bad),
        };
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| bad)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| bad)?;
            attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        let (local, prefix) = tag.name().decompose();
        let local = local.as_ref().to_owned();
        let from = self.byte(at);
        let prefixed = prefix.is_some();
        let element =
            Element { prefixed, local, space, attributes, content: Vec::new(), span: from..from };
        self.open.push(element);
        Ok(())
    }

    fn end(&mut self, end: usize) {
        let Some(mut element) = self.open.pop() else { return };
        element.span.end = end;
        match self.open.last_mut() {
            Some(parent) => parent.content.push(Node::Element(element)),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str, at: u64) -> Result<(), XmlError> {
        match self.open.last_mut() {
            Some(element) => element.content.push(Node::Text(text.to_owned())),
            None if text.trim().is_empty() => {}
            None => return Err(XmlError::Malformed(at)),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SPACE: &str = "urn:n";

    fn taken(document: &str) -> String {
        let root = Element::parse(document.as_bytes()).unwrap();
        let element = root.find("p").unwrap();
        String::from_utf8(element.standing_in(SPACE, document.as_bytes())).unwrap()
    }

    #[test]
    fn an_element_is_taken_verbatim_where_it_can_be() {
        let p = r#"<p  versao='4.00'><a>1 &amp; 2</a><b/></p>"#;
        assert_eq!(taken(&format!("\u{feff}<r xmlns=\"urn:n\">{p}</r>")), p);
        let own = r#"<p xmlns="urn:n"><a/></p>"#;
        assert_eq!(taken(&format!("<r>{own}</r>")), own);
    }

    #[test]
    fn an_element_that_leans_on_its_surroundings_is_written_anew() {
        let plain = r#"<p v="1"><a>x &amp; y</a></p>"#;
        for document in [
            r#"<n:r xmlns:n="urn:n"><n:p v="1"><n:a>x &amp; y</n:a></n:p></n:r>"#,
            r#"<r><p v="1"><a>x &amp; y</a></p></r>"#,
            r#"<r xmlns="urn:w"><p v="1"><a>x <![CDATA[&]]> y</a></p></r>"#,
            r#"<r xmlns="urn:n" xmlns:i="urn:i"><p i:type="t" v="1"><a>x &amp; y</a></p></r>"#,
        ] {
            assert_eq!(taken(document), plain, "{document}");
        }
        assert_eq!(
            taken(r#"<r xmlns:n="urn:n" xmlns:d="urn:d"><n:p><d:s><d:t/></d:s></n:p></r>"#),
            r#"<p><s xmlns="urn:d"><t></t></s></p>"#
        );
    }

    #[test]
    fn an_element_that_leaves_its_document_takes_its_namespace_along() {
        let alone = |document: &str| {
            let root = Element::parse(document.as_bytes()).unwrap();
            let element = root.find("p").unwrap();
            String::from_utf8(element.standing_alone(SPACE, document.as_bytes())).unwrap()
        };
        let own = r#"<p v='1' xmlns="urn:n"><a/></p>"#;
        assert_eq!(alone(&format!("<r>{own}</r>")), own);
        for document in [
            r#"<r xmlns="urn:n"><p v="1"><a>x</a></p></r>"#,
            r#"<n:r xmlns:n="urn:n"><n:p v="1"><n:a>x</n:a></n:p></n:r>"#,
            r#"<n:p xmlns:n="urn:n" xmlns="urn:o" v="1"><n:a>x</n:a></n:p>"#,
            r#"<r><p v="1"><a>x</a></p></r>"#,
        ] {
            assert_eq!(alone(document), r#"<p xmlns="urn:n" v="1"><a>x</a></p>"#, "{document}");
        }
    }

    #[test]
    fn what_is_not_read_is_refused() {
        let error = |text: &str| Element::parse(text.as_bytes()).err();
        assert_eq!(error("<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>"), Some(XmlError::DocType));
        assert_eq!(error("<a>&e;</a>"), Some(XmlError::Entity));
        assert_eq!(error("<a><b>"), Some(XmlError::CutOff));
        assert_eq!(error(""), Some(XmlError::CutOff));
        assert_eq!(error(&"<a>".repeat(40)), Some(XmlError::TooLarge));
        let wide = |many: usize| format!("<a>{}</a>", "<b/>".repeat(many - 1));
        assert_eq!(error(&wide(ELEMENTS_MAX)), None);
        assert_eq!(error(&wide(ELEMENTS_MAX + 1)), Some(XmlError::TooLarge));
        assert!(matches!(error("<a></b>"), Some(XmlError::Malformed(_))));
        assert!(matches!(error("<x:a/>"), Some(XmlError::Malformed(_))));
        assert_eq!(Element::parse(&[b'<', 0xff]).err(), Some(XmlError::Encoding));
    }

    proptest! {
        /// Whatever comes, reading ends with a tree or an error.
        #[test]
        fn foreign_bytes_never_break_the_reader(text in "[<>/a:=\"&;! \\[\\]-]{0,80}") {
            let _ = Element::parse(text.as_bytes());
        }
    }
}
