//! The signature of a note, an event or a request, verified anew: the digest of what is signed,
//! and the key of the certificate that stands beside it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, UnparsedPublicKey};
use sha1::{Digest as _, Sha1};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::xml::Element;

/// The namespace of `Signature`.
pub(super) const XMLDSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const C14N: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const RSA_SHA1: &str = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
/// The CNPJ of the company, in `subjectAltName` (ICP-Brasil DOC-ICP-04).
const OID_CNPJ: &str = "2.16.76.1.3.3";

/// What a good signature says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// `DigestValue`, equal to the digest of what is signed.
    pub digest_value: String,
    /// The CNPJ in the certificate (292 when there is none).
    pub cnpj: Option<String>,
    /// The first second of the certificate's life.
    pub not_before: i64,
    /// The last one (291).
    pub not_after: i64,
}

/// Why a signature does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Not in the shape that the schema fixes (298).
    #[error("the signature is not in the shape of the layout: {0}")]
    Shape(&'static str),
    /// `DigestValue` is not that of what is signed (297).
    #[error("DigestValue is not the digest of what is signed")]
    Digest,
    /// `SignatureValue` is not by that certificate (297).
    #[error("SignatureValue does not verify with the certificate")]
    Value,
    /// The certificate cannot be read (290).
    #[error("the certificate cannot be read")]
    Certificate,
}

/// Verifies the `Signature` that stands beside the element of this name: `infNFe`, `infEvento` or
/// `infInut`.
pub fn verify(parent: &Element, signed: &'static str) -> Result<Seal, SealError> {
    let inf = parent.child(signed).ok_or(SealError::Shape(signed))?;
    let signature = parent.child("Signature").ok_or(SealError::Shape("Signature"))?;
    let signed_info = signature.child("SignedInfo").ok_or(SealError::Shape("SignedInfo"))?;
    shape(signature, signed_info, inf.attribute("Id").unwrap_or_default())?;

    let digest_value = signed_info.value(&["Reference", "DigestValue"]);
    if digest_value != STANDARD.encode(Sha1::digest(inf.canonical())) {
        return Err(SealError::Digest);
    }

    let der = STANDARD
        .decode(squeezed(&signature.value(&["KeyInfo", "X509Data", "X509Certificate"])))
        .map_err(|_| SealError::Certificate)?;
    let (_, certificate) = X509Certificate::from_der(&der).map_err(|_| SealError::Certificate)?;
    let key = UnparsedPublicKey::new(
        &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
        &certificate.public_key().subject_public_key.data,
    );
    let value = STANDARD
        .decode(squeezed(&signature.value(&["SignatureValue"])))
        .map_err(|_| SealError::Value)?;
    key.verify(&signed_info.canonical(), &value).map_err(|_| SealError::Value)?;

    Ok(Seal {
        digest_value,
        cnpj: cnpj(&certificate),
        not_before: certificate.validity().not_before.timestamp(),
        not_after: certificate.validity().not_after.timestamp(),
    })
}

/// `xmldsig-core-schema_v1.01.xsd` fixes every algorithm, one reference, two transforms in order.
fn shape(signature: &Element, signed_info: &Element, id: &str) -> Result<(), SealError> {
    let ensure = |holds: bool, what: &'static str| {
        if holds { Ok(()) } else { Err(SealError::Shape(what)) }
    };
    let algorithm = |path: &[&str]| {
        signed_info.at(path).and_then(|it| it.attribute("Algorithm")).unwrap_or_default()
    };
    ensure(signature.namespace == XMLDSIG, "the namespace of Signature")?;
    let names: Vec<_> = signature.elements().map(|it| it.name.as_str()).collect();
    ensure(names == ["SignedInfo", "SignatureValue", "KeyInfo"], "the elements of Signature")?;
    let names: Vec<_> = signed_info.elements().map(|it| it.name.as_str()).collect();
    ensure(
        names == ["CanonicalizationMethod", "SignatureMethod", "Reference"],
        "the elements of SignedInfo",
    )?;
    ensure(algorithm(&["CanonicalizationMethod"]) == C14N, "CanonicalizationMethod")?;
    ensure(algorithm(&["SignatureMethod"]) == RSA_SHA1, "SignatureMethod")?;
    ensure(algorithm(&["Reference", "DigestMethod"]) == SHA1, "DigestMethod")?;
    let reference = signed_info.child("Reference").ok_or(SealError::Shape("Reference"))?;
    ensure(reference.attribute("URI") == Some(&format!("#{id}")), "the URI of Reference")?;
    let transforms: Vec<_> = reference
        .child("Transforms")
        .into_iter()
        .flat_map(Element::elements)
        .map(|it| it.attribute("Algorithm").unwrap_or_default())
        .collect();
    ensure(transforms == [ENVELOPED, C14N], "Transforms")?;
    let certificates = signature.at(&["KeyInfo", "X509Data"]).map_or(0, |it| it.elements().count());
    ensure(certificates == 1, "one X509Certificate")
}

fn squeezed(text: &str) -> String {
    text.split_ascii_whitespace().collect()
}

fn cnpj(certificate: &X509Certificate<'_>) -> Option<String> {
    let names = certificate.subject_alternative_name().ok().flatten()?;
    names.value.general_names.iter().find_map(|name| match name {
        // The fourteen characters come last, whatever string type wraps them.
        GeneralName::OtherName(oid, value) if oid.to_id_string() == OID_CNPJ => {
            let from = value.len().checked_sub(14)?;
            std::str::from_utf8(value.get(from..)?).ok().map(str::to_owned)
        }
        _ => None,
    })
}
