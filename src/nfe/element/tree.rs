//! The document while it is read: what is open, and what is done.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{DEPTH_MAX, Element, ElementError, Node};

/// A document being read.
pub(super) struct Tree {
    /// Bytes before the first that the reader sees: a byte order mark.
    offset: usize,
    open: Vec<Element>,
    root: Option<Element>,
}

impl Tree {
    /// Nothing read yet, after so many bytes that the reader will not see.
    pub(super) fn new(offset: usize) -> Tree {
        Tree { offset, open: Vec::new(), root: None }
    }

    /// Reads on to the end.
    pub(super) fn grow(mut self, text: &str) -> Result<Element, ElementError> {
        let mut reader = Reader::from_str(text);
        loop {
            let at = reader.buffer_position();
            let event = reader.read_event().map_err(|error| malformed(error, at))?;
            let end = self.byte(reader.buffer_position());
            match event {
                Event::Start(tag) => self.start(&tag, at)?,
                Event::Empty(tag) => {
                    self.start(&tag, at)?;
                    self.end(end);
                }
                Event::End(_) => self.end(end),
                Event::Text(text) => self.text(&text.xml10_content(), at)?,
                Event::CData(text) => self.text(&text.xml10_content(), at)?,
                Event::GeneralRef(name) => {
                    let resolved = name.resolve_char_ref().map_err(|e| malformed(e, at))?;
                    let text = match resolved {
                        Some(c) => c.to_string(),
                        None => resolve_predefined_entity(&name)
                            .ok_or(ElementError::Entity(at))?
                            .to_owned(),
                    };
                    self.text(&text, at)?;
                }
                Event::DocType(_) => return Err(ElementError::DocType(at)),
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        match self.root {
            Some(root) if self.open.is_empty() => Ok(root),
            Some(_) | None => Err(malformed("no root, or one that is not closed", 0)),
        }
    }

    fn byte(&self, position: u64) -> usize {
        // The position is within the text, which fits in memory.
        usize::try_from(position).unwrap_or(usize::MAX).saturating_add(self.offset)
    }

    fn start(&mut self, tag: &BytesStart<'_>, at: u64) -> Result<(), ElementError> {
        if self.open.len() == DEPTH_MAX {
            return Err(ElementError::TooDeep(at));
        }
        if self.root.is_some() {
            return Err(malformed("a second root", at));
        }
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| malformed(error, at))?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| malformed(error, at))?;
            attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        let name = tag.name().as_ref().to_owned();
        let from = self.byte(at);
        self.open.push(Element { name, attributes, content: Vec::new(), span: from..from });
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

    fn text(&mut self, text: &str, at: u64) -> Result<(), ElementError> {
        let Some(element) = self.open.last_mut() else {
            let blank = text.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
            return if blank { Ok(()) } else { Err(malformed("text outside the root", at)) };
        };
        match element.content.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            Some(Node::Element(_)) | None => element.content.push(Node::Text(text.to_owned())),
        }
        Ok(())
    }
}

fn malformed(what: impl ToString, at: u64) -> ElementError {
    // The reader's own message may quote the document: bounded, and it quotes names only.
    ElementError::Malformed { what: what.to_string().chars().take(200).collect(), at }
}
