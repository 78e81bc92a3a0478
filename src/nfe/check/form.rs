//! Bytes: what SEFAZ refuses before it reads an element.

use super::super::NAMESPACE;
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

/// The largest draft that has room for its seal.
pub const DRAFT_BYTES_MAX: usize = BYTES_MAX - SEAL_BYTES_MAX;

/// Whether there is room for the draft and its seal.
pub(super) fn size(disputes: &mut Disputes, draft: &[u8]) {
    if draft.len() > DRAFT_BYTES_MAX {
        disputes.add("214", "NFe", format!("at most {DRAFT_BYTES_MAX} bytes"), draft.len());
    }
}
