//! Bytes, names and texts: what SEFAZ refuses before it reads a value.

use super::super::element::{Element, Node};
use super::super::read::Document;
use super::super::{NAMESPACE, SIGNATURE_NAMESPACE};
use super::Disputes;

/// The largest message that SEFAZ takes (214), less some room for the envelope round the note.
const BYTES_MAX: usize = 500 * 1024 - 2048;

pub(super) fn bytes(disputes: &mut Disputes, xml: &[u8]) {
    if xml.starts_with(b"\xef\xbb\xbf") {
        disputes.add("402", "NFe", "no byte order mark", "one");
    }
    if xml.len() > BYTES_MAX {
        disputes.add("214", "NFe", format!("at most {BYTES_MAX} bytes"), xml.len());
    }
    let root = format!("<NFe xmlns=\"{NAMESPACE}\"><infNFe Id=\"");
    let begins = xml.starts_with(root.as_bytes());
    disputes.holds("588", "NFe", "NFe, its namespace, and infNFe at once", begins);
    disputes.holds("588", "NFe", "nothing after NFe", xml.ends_with(b"</NFe>"));
    let marked = xml.windows(2).any(|pair| matches!(pair, b"<!" | b"<?"));
    disputes.holds("588", "NFe", "no comment, CDATA, instruction or declaration", !marked);
}

/// What the seal adds to a note, its certificate in the first place.
const SEAL_BYTES_MAX: usize = 8 * 1024;

/// Whether there is room for the draft and its seal.
pub(super) fn size(disputes: &mut Disputes, document: &Document) {
    let most = BYTES_MAX - SEAL_BYTES_MAX;
    let length = document.inf_nfe().span().len();
    if length > most {
        disputes.add("214", "NFe", format!("at most {most} bytes"), length);
    }
}

pub(super) fn elements(disputes: &mut Disputes, document: &Document) {
    names(disputes, document.nfe());
    texts(disputes, document.nfe(), "");
}

fn names(disputes: &mut Disputes, nfe: &Element) {
    nfe.each(&mut |element| {
        if element.name().contains(':') {
            disputes.add("404", element.local(), "no prefix", "a prefix");
        }
        let wanted = match element.local() {
            "NFe" => Some(NAMESPACE),
            "Signature" => Some(SIGNATURE_NAMESPACE),
            _ => None,
        };
        let kept = element.attribute("xmlns") == wanted
            && !element.attributes().iter().any(|(name, _)| name.contains(':'));
        disputes.holds("587", element.local(), "only the namespaces of the layout", kept);
    });
}

/// A leaf has a text that fits `TString`; everything else has none at all (588).
fn texts(disputes: &mut Disputes, element: &Element, path: &str) {
    let mut places: Vec<(&str, usize)> = Vec::new();
    for child in element.elements() {
        let place = match places.iter_mut().find(|(name, _)| *name == child.local()) {
            Some((_, place)) => {
                *place += 1;
                *place
            }
            None => {
                places.push((child.local(), 1));
                1
            }
        };
        let name = match child.local() {
            "det" | "detPag" | "obsCont" => format!("{}[{place}]", child.local()),
            other => other.to_owned(),
        };
        let path = if path.is_empty() { name } else { format!("{path}/{name}") };
        texts(disputes, child, &path);
    }
    let mixed = element.elements().next().is_some()
        && element.content().iter().any(|node| matches!(node, Node::Text(_)));
    disputes.holds("588", path, "nothing between the tags", !mixed);
    let bare = element.elements().next().is_none();
    // The algorithms of a signature are elements of attributes alone.
    if bare && element.attribute("Algorithm").is_none() {
        t_string(disputes, path, element.text());
    }
    for (name, value) in element.attributes() {
        t_string(disputes, &format!("{path}/@{name}"), value);
    }
}

/// `[!-ÿ]([ -ÿ]*[!-ÿ])?`.
fn t_string(disputes: &mut Disputes, path: &str, text: &str) {
    let fits = text.chars().all(|c| (' '..='\u{ff}').contains(&c))
        && !text.is_empty()
        && !text.starts_with(' ')
        && !text.ends_with(' ');
    disputes.holds("225", path, "Latin-1 text, not empty, no space at its edges", fits);
}
