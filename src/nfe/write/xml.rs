//! Elements put down in their canonical form, so that what is signed is what is written.
//!
//! quick-xml's own writer turns `"` and `'` in text into entities. That is legal XML, but C14N
//! turns them back, and a digest taken over the written bytes is then of another text (297).

use std::fmt::{self, Display, Write as _};

/// A growing run of elements, always in canonical form (C14N 1.0).
#[derive(Debug, Default)]
pub(crate) struct Xml(String);

impl Xml {
    /// Nothing yet, with room for so many bytes.
    pub(crate) fn with_room(bytes: usize) -> Xml {
        Xml(String::with_capacity(bytes))
    }

    /// An element that holds elements.
    pub(crate) fn group(&mut self, tag: &str, content: impl FnOnce(&mut Xml)) {
        self.group_with(tag, &[], content);
    }

    /// An element with attributes, already in C14N's order: `xmlns` first, then by name.
    pub(crate) fn group_with(
        &mut self,
        tag: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Xml),
    ) {
        self.0.push('<');
        self.0.push_str(tag);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            push_attribute(&mut self.0, value);
            self.0.push('"');
        }
        self.0.push('>');
        content(self);
        // C14N knows no empty-element tag: always a pair.
        self.0.push_str("</");
        self.0.push_str(tag);
        self.0.push('>');
    }

    /// An element that holds a value.
    pub(crate) fn field(&mut self, tag: &str, value: impl Display) {
        // A String takes everything, and no value of ours refuses to be displayed.
        self.group(tag, |xml| {
            let _ = write!(Text(&mut xml.0), "{value}");
        });
    }

    /// What an element holds that holds no element.
    pub(crate) fn text(&mut self, text: &str) {
        push_text(&mut self.0, text);
    }

    /// An element that is left out when there is nothing: an empty one is refused (225).
    pub(crate) fn maybe(&mut self, tag: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.field(tag, value);
        }
    }

    /// The bytes, UTF-8 (402).
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// The content of an element, escaped on its way in.
struct Text<'a>(&'a mut String);

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        push_text(self.0, text);
        Ok(())
    }
}

/// Text as C14N 1.0 section 2.3 has it: quotes stay as they are.
pub(crate) fn push_text(out: &mut String, text: &str) {
    push_escaped(out, text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '\r' => Some("&#xD;"),
        _ => None,
    });
}

/// An attribute's value as C14N 1.0 section 2.3 has it: here it is `>` that stays as it is.
pub(crate) fn push_attribute(out: &mut String, value: &str) {
    push_escaped(out, value, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '"' => Some("&quot;"),
        '\t' => Some("&#x9;"),
        '\n' => Some("&#xA;"),
        '\r' => Some("&#xD;"),
        _ => None,
    });
}

/// Most texts hold nothing to escape, and are copied whole.
fn push_escaped(out: &mut String, text: &str, entity: impl Fn(char) -> Option<&'static str>) {
    // What is escaped is ASCII, and no byte of another character is.
    if text.bytes().all(|byte| entity(char::from(byte)).is_none()) {
        return out.push_str(text);
    }
    for c in text.chars() {
        match entity(c) {
            Some(entity) => out.push_str(entity),
            None => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_escape_differently() {
        let mut xml = Xml::default();
        xml.group_with("obsCont", &[("xCampo", "a<b>\"c\"&'d'")], |xml| {
            xml.field("xTexto", "a<b>\"c\"&'d' ção");
        });
        assert_eq!(
            String::from_utf8(xml.into_bytes()).unwrap(),
            "<obsCont xCampo=\"a&lt;b>&quot;c&quot;&amp;'d'\">\
             <xTexto>a&lt;b&gt;\"c\"&amp;'d' ção</xTexto></obsCont>"
        );
    }

    /// A reader would take white space of an attribute for a space (XML 1.0, 3.3.3), and the seal
    /// would not hold.
    #[test]
    fn white_space_of_an_attribute_is_escaped() {
        let mut xml = Xml::default();
        xml.group_with("obsCont", &[("xCampo", "a\tb\nc\rd e")], |_| {});
        let text = String::from_utf8(xml.into_bytes()).unwrap();
        assert_eq!(text, "<obsCont xCampo=\"a&#x9;b&#xA;c&#xD;d e\"></obsCont>");
    }

    #[test]
    fn nothing_writes_nothing_and_empty_is_a_pair() {
        let mut xml = Xml::default();
        xml.maybe("xCpl", None::<&str>);
        xml.group("gIBS", |_| {});
        assert_eq!(xml.into_bytes(), b"<gIBS></gIBS>");
    }
}
