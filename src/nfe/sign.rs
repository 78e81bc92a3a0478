//! XMLDSig as the NF-e fixes it (`xmldsig-core-schema_v1.01.xsd`): RSA with SHA-1 over inclusive
//! C14N. SHA-256 is refused (225).
//!
//! Every element signed here is already in canonical form, so the digest is taken of the bytes as
//! they are. In the final document the element stands in `NFe`, which declares the namespace, and
//! does not repeat the declaration; C14N adds it again for whoever verifies. `SignedInfo` and
//! `Signature` stand to each other in the same way.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::Pkcs1v15Sign;
use rsa::rand_core::{CryptoRng, Error as RandomError, RngCore, impls};
use sha1::{Digest as _, Sha1};

use crate::domain::{AccessKey, Chance};

use super::write::Unsigned;
use super::{Certificate, NAMESPACE, SIGNATURE_NAMESPACE};

/// Why a note could not be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// What is to be sealed is not what the writer writes.
    #[error("expected infNFe in canonical form, beginning with its namespace")]
    NotCanonical,
    /// The key refuses, which a sound key never does.
    #[error("the key cannot sign: {0}")]
    Key(rsa::Error),
}

/// `NFe`, signed. These bytes never change again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// What names it.
    pub key: AccessKey,
    /// `<NFe xmlns="…"><infNFe …>…</infNFe><Signature …>…</Signature></NFe>`, UTF-8, without an
    /// XML declaration: it goes into `enviNFe` and `nfeProc` as it is.
    pub xml: Vec<u8>,
    /// `DigestValue`: SEFAZ's `digVal` must be the same.
    pub digest_value: String,
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
    let mut xml = Vec::with_capacity(unsigned.xml.len() + signature.xml.len() + 64);
    xml.extend_from_slice(format!("<NFe xmlns=\"{NAMESPACE}\"><infNFe").as_bytes());
    xml.extend_from_slice(rest);
    xml.extend_from_slice(signature.xml.as_bytes());
    xml.extend_from_slice(b"</NFe>");
    Ok(Sealed { key: unsigned.key.clone(), xml, digest_value: signature.digest_value })
}

/// Signs the element with this `Id`: `infNFe`, `infEvento` or `infInut`, in canonical form.
pub fn signature(
    id: &str,
    canonical: &[u8],
    certificate: &Certificate,
) -> Result<Signature, SignError> {
    let digest_value = STANDARD.encode(Sha1::digest(canonical));
    let content = signed_info(id, &digest_value);
    let hashed = Sha1::digest(
        format!("<SignedInfo xmlns=\"{SIGNATURE_NAMESPACE}\">{content}</SignedInfo>").as_bytes(),
    );
    let mut blinding = Blinding::new(certificate.blinding(), &digest_value);
    let value = certificate
        .key()
        .sign_with_rng(&mut blinding, Pkcs1v15Sign::new::<Sha1>(), &hashed)
        .map_err(SignError::Key)?;
    let xml = format!(
        "<Signature xmlns=\"{SIGNATURE_NAMESPACE}\"><SignedInfo>{content}</SignedInfo>\
         <SignatureValue>{}</SignatureValue><KeyInfo><X509Data><X509Certificate>{}\
         </X509Certificate></X509Data></KeyInfo></Signature>",
        STANDARD.encode(value),
        STANDARD.encode(certificate.der()),
    );
    Ok(Signature { xml, digest_value })
}

/// What `SignedInfo` holds. The schema fixes every algorithm, and the two transforms in this
/// order (298).
fn signed_info(id: &str, digest_value: &str) -> String {
    let algorithm =
        |tag: &str, algorithm: &str| format!("<{tag} Algorithm=\"{algorithm}\"></{tag}>");
    [
        algorithm("CanonicalizationMethod", C14N).as_str(),
        &algorithm("SignatureMethod", RSA_SHA1),
        &format!("<Reference URI=\"#{id}\"><Transforms>"),
        &algorithm("Transform", ENVELOPED),
        &algorithm("Transform", C14N),
        "</Transforms>",
        &algorithm("DigestMethod", SHA1),
        &format!("<DigestValue>{digest_value}</DigestValue></Reference>"),
    ]
    .concat()
}

const C14N: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const RSA_SHA1: &str = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";

/// Blinds the private operation, so that its time tells nothing of the key (RUSTSEC-2023-0071).
/// Derived from the key and the message: unknown to everybody else, and a replay is exact. The
/// signature does not depend on it.
struct Blinding<'a> {
    chance: &'a Chance,
    message: &'a str,
    drawn: u64,
}

impl<'a> Blinding<'a> {
    fn new(chance: &'a Chance, message: &'a str) -> Blinding<'a> {
        Blinding { chance, message, drawn: 0 }
    }
}

impl RngCore for Blinding<'_> {
    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        self.drawn += 1;
        self.chance.number(&["blinding", self.message, &self.drawn.to_string()])
    }

    fn fill_bytes(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(8) {
            let bytes = self.next_u64().to_le_bytes();
            for (to, from) in chunk.iter_mut().zip(bytes) {
                *to = from;
            }
        }
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        self.fill_bytes(out);
        Ok(())
    }
}

impl CryptoRng for Blinding<'_> {}
