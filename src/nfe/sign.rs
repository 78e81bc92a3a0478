//! XMLDSig as the NF-e fixes it (`xmldsig-core-schema_v1.01.xsd`): RSA with SHA-1 over inclusive
//! C14N. SHA-256 is refused (225). What makes the signature: `rsa.rs`.
//!
//! Every element signed here is already in canonical form, so the digest is taken of the bytes as
//! they are. In the final document the element stands in `NFe`, which declares the namespace, and
//! does not repeat the declaration; C14N adds it again for whoever verifies. `SignedInfo` and
//! `Signature` stand to each other in the same way.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openssl::error::ErrorStack;

use crate::domain::AccessKey;

use super::write::Unsigned;
use super::{Certificate, NAMESPACE, SIGNATURE_NAMESPACE, rsa};

/// Why a note could not be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// What is to be sealed is not what the writer writes.
    #[error("expected infNFe in canonical form, beginning with its namespace")]
    NotCanonical,
    /// OpenSSL refuses, which it never does for a key that was opened.
    #[error("OpenSSL cannot sign: {0}")]
    Refused(ErrorStack),
}

/// `NFe`, signed. These bytes never change again. `Debug` shows its key and digest only.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// What names it.
    pub key: AccessKey,
    /// `<NFe xmlns="…"><infNFe …>…</infNFe><Signature …>…</Signature></NFe>`, UTF-8, without an
    /// XML declaration: it goes into `enviNFe` and `nfeProc` as it is.
    pub xml: Vec<u8>,
    /// `DigestValue`: SEFAZ's `digVal` must be the same.
    pub digest_value: String,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({}, {})", self.key, self.digest_value)
    }
}

/// A `Signature` element, and the digest in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// `<Signature xmlns="…">…</Signature>`.
    pub xml: String,
    /// `DigestValue`.
    pub digest_value: String,
}

/// Seals a note. The same note and certificate give the same bytes.
pub fn sign(unsigned: &Unsigned, certificate: &Certificate) -> Result<Sealed, SignError> {
    let declared = format!("<infNFe xmlns=\"{NAMESPACE}\"");
    let rest = unsigned.xml.strip_prefix(declared.as_bytes()).ok_or(SignError::NotCanonical)?;
    let signature = signature(&format!("NFe{}", unsigned.key), &unsigned.xml, certificate)?;
    let head = format!("<NFe xmlns=\"{NAMESPACE}\"><infNFe");
    let xml = [head.as_bytes(), rest, signature.xml.as_bytes(), b"</NFe>"].concat();
    Ok(Sealed { key: unsigned.key.clone(), xml, digest_value: signature.digest_value })
}

/// Signs the element with this `Id`: `infNFe`, `infEvento` or `infInut`, in canonical form.
pub fn signature(
    id: &str,
    canonical: &[u8],
    certificate: &Certificate,
) -> Result<Signature, SignError> {
    let digest_value = STANDARD.encode(rsa::sha1(canonical).map_err(SignError::Refused)?);
    let content = signed_info(id, &digest_value);
    let signed_info = format!("<SignedInfo xmlns=\"{SIGNATURE_NAMESPACE}\">{content}</SignedInfo>");
    let value = rsa::sign(certificate.key(), signed_info.as_bytes()).map_err(SignError::Refused)?;
    let xml = format!(
        "<Signature xmlns=\"{SIGNATURE_NAMESPACE}\"><SignedInfo>{content}</SignedInfo>\
         <SignatureValue>{}</SignatureValue><KeyInfo><X509Data><X509Certificate>{}\
         </X509Certificate></X509Data></KeyInfo></Signature>",
        STANDARD.encode(value),
        certificate.base64(),
    );
    Ok(Signature { xml, digest_value })
}

/// What `SignedInfo` holds, in canonical form. The schema fixes every algorithm, and the two
/// transforms in this order (298).
fn signed_info(id: &str, digest_value: &str) -> String {
    format!(
        "<CanonicalizationMethod Algorithm=\"{C14N}\"></CanonicalizationMethod>\
         <SignatureMethod Algorithm=\"{RSA_SHA1}\"></SignatureMethod>\
         <Reference URI=\"#{id}\"><Transforms>\
         <Transform Algorithm=\"{ENVELOPED}\"></Transform>\
         <Transform Algorithm=\"{C14N}\"></Transform></Transforms>\
         <DigestMethod Algorithm=\"{SHA1}\"></DigestMethod>\
         <DigestValue>{digest_value}</DigestValue></Reference>"
    )
}

const C14N: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const RSA_SHA1: &str = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
