//! `nfeProc`: the note and its protocol in one document. This is what is kept, and what Amazon
//! takes.

use super::NAMESPACE;
use super::element::{Element, ElementError};
use super::write::xml::Xml;

/// Why a note and a protocol make no `nfeProc`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProcError {
    /// The protocol cannot be read.
    #[error("the protocol cannot be read: {0}")]
    Unreadable(#[from] ElementError),
    /// It is another element.
    #[error("expected {expected}, found {found}")]
    Other {
        /// `protNFe`, `retEvento` or `retInutNFe`.
        expected: &'static str,
        /// The root's name.
        found: String,
    },
}

/// Puts the sealed note and SEFAZ's `protNFe` together.
///
/// The note's bytes go in untouched. `protNFe` comes out of somebody's SOAP answer: cut out
/// verbatim it may lean on a prefix or a namespace declared further out, and would not be valid
/// here (`procNFe_v4.00.xsd`). When it needs nothing from outside it is kept byte for byte;
/// else it is written anew without prefixes, every value as it was. A protocol that SEFAZ signed
/// keeps its bytes only in the first case; we know of none that is.
pub fn assemble(nfe: &[u8], prot_nfe: &[u8]) -> Result<Vec<u8>, ProcError> {
    join("nfeProc", "4.00", nfe, prot_nfe, "protNFe")
}

/// What was sent, untouched, and what SEFAZ answered, in one document.
pub(super) fn join(
    root: &str,
    versao: &str,
    sent: &[u8],
    answer: &[u8],
    expected: &'static str,
) -> Result<Vec<u8>, ProcError> {
    let element = Element::parse(answer)?;
    if element.local() != expected {
        let found = element.local().chars().take(40).collect();
        return Err(ProcError::Other { expected, found });
    }
    let mut proc = Vec::with_capacity(sent.len() + answer.len() + 160);
    proc.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    proc.extend_from_slice(
        format!("<{root} xmlns=\"{NAMESPACE}\" versao=\"{versao}\">").as_bytes(),
    );
    proc.extend_from_slice(sent);
    if stands_alone(&element) {
        proc.extend_from_slice(answer.get(element.span()).unwrap_or_default());
    } else {
        let mut xml = Xml::default();
        rewrite(&mut xml, &element);
        proc.extend_from_slice(&xml.into_bytes());
    }
    proc.extend_from_slice(format!("</{root}>").as_bytes());
    Ok(proc)
}

/// Whether every name in it is of the NF-e's own namespace when it stands in `nfeProc`.
fn stands_alone(element: &Element) -> bool {
    let mut alone = true;
    element.each(&mut |it| {
        let plain = it.attributes().iter().all(|(name, value)| match name.as_str() {
            "xmlns" => value == NAMESPACE,
            name => !name.contains(':'),
        });
        alone &= plain && !it.name().contains(':');
    });
    alone
}

/// The same elements, attributes and values, without prefixes or declarations.
fn rewrite(xml: &mut Xml, element: &Element) {
    let attributes: Vec<(&str, &str)> = element
        .attributes()
        .iter()
        .filter(|(name, _)| name != "xmlns" && !name.contains(':'))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    xml.group_with(element.local(), &attributes, |xml| {
        if element.elements().next().is_none() {
            xml.text(element.text());
        }
        for child in element.elements() {
            rewrite(xml, child);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const NFE: &[u8] = b"<NFe xmlns=\"http://www.portalfiscal.inf.br/nfe\"></NFe>";

    fn assembled(prot_nfe: &str) -> String {
        String::from_utf8(assemble(NFE, prot_nfe.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn a_protocol_that_stands_alone_is_kept_byte_for_byte() {
        for prot_nfe in [
            "<protNFe versao=\"4.00\"><infProt><cStat>100</cStat></infProt></protNFe>",
            "<protNFe xmlns=\"http://www.portalfiscal.inf.br/nfe\" versao='4.00'><infProt/></protNFe>",
        ] {
            let text = assembled(prot_nfe);
            assert!(text.ends_with(&format!("{prot_nfe}</nfeProc>")), "{text}");
            assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?><nfeProc xmlns="));
        }
    }

    #[test]
    fn a_protocol_that_leans_on_a_prefix_is_written_without() {
        let text = assembled(
            "<n:protNFe xmlns:n=\"http://www.portalfiscal.inf.br/nfe\" xmlns:x=\"urn:x\" \
             versao=\"4.00\"><n:infProt Id=\"ID1\"><n:xMotivo>a &amp; b</n:xMotivo></n:infProt></n:protNFe>",
        );
        assert!(
            text.ends_with(
                "<protNFe versao=\"4.00\"><infProt Id=\"ID1\"><xMotivo>a &amp; b</xMotivo>\
                 </infProt></protNFe></nfeProc>"
            ),
            "{text}"
        );
    }

    #[test]
    fn another_element_is_refused() {
        let error = assemble(NFE, b"<retEnviNFe/>").unwrap_err();
        assert_eq!(error, ProcError::Other { expected: "protNFe", found: "retEnviNFe".to_owned() });
        assert!(matches!(assemble(NFE, b"<protNFe>"), Err(ProcError::Unreadable(_))));
    }
}
