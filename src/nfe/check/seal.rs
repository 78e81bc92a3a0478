//! `Signature`: is it of this note, made as the layout wants, by a certificate that may?

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest as _, Sha1};

use crate::domain::Timestamp;

use super::super::certificate::{Facts, has_signed};
use super::super::element::Element;
use super::super::read::{Document, base64};
use super::super::{NAMESPACE, SIGNATURE_NAMESPACE};
use super::Disputes;

const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(super) const CERTIFICATE: &str = "Signature/KeyInfo/X509Data/X509Certificate";
const C14N: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";

pub(super) fn check(disputes: &mut Disputes, document: &Document) {
    signed(disputes, document.nfe(), document.inf_nfe());
}

/// Disputes the `Signature` beside what it is of: in `NFe`, `evento` or `inutNFe`.
pub(super) fn signed(disputes: &mut Disputes, holder: &Element, content: &Element) {
    let Some(signature) = holder.child("Signature") else {
        return disputes.add("298", "Signature", "a signature", "none");
    };
    let Some(signed_info) = signature.child("SignedInfo") else {
        return disputes.add("298", "Signature", "a signature", "none");
    };
    standard(disputes, content.attribute("Id").unwrap_or_default(), signature, signed_info);

    let canonical = content.canonical(NAMESPACE);
    let digest = STANDARD.encode(Sha1::digest(canonical.as_bytes()));
    let found = signed_info.value("Reference/DigestValue").unwrap_or_default();
    disputes.same("297", "Signature/SignedInfo/Reference/DigestValue", digest, found);
    let canonical = signed_info.canonical(SIGNATURE_NAMESPACE);
    let value = signature.value("SignatureValue").and_then(base64);
    let valid = certificate_der(holder)
        .zip(value)
        .is_some_and(|(der, value)| has_signed(&der, canonical.as_bytes(), &value));
    disputes.holds("297", "Signature/SignatureValue", "made with the certificate's key", valid);
}

/// `X509Certificate` of the signature in it, DER.
pub(super) fn certificate_der(holder: &Element) -> Option<Vec<u8>> {
    base64(holder.value("Signature/KeyInfo/X509Data/X509Certificate")?)
}

/// What is sent is what was signed: only the inherited namespace may be missing.
pub(super) fn canonical(disputes: &mut Disputes, bytes: &[u8], document: &Document) {
    let canonical = document.inf_nfe().canonical(NAMESPACE);
    let written = bytes.get(document.inf_nfe().span()).unwrap_or_default();
    let inherits = format!("<infNFe xmlns=\"{NAMESPACE}\"");
    let rest = canonical.as_bytes().strip_prefix(inherits.as_bytes());
    let same = rest.is_some() && rest == written.strip_prefix(b"<infNFe");
    disputes.holds("canonical", "infNFe", "bytes in canonical form", same);
    // Other programs write it otherwise; ours never does, and nothing odd can hide in it.
    if let Some(signature) = document.signature() {
        let written = bytes.get(signature.span()).unwrap_or_default();
        let same = signature.canonical(NAMESPACE).as_bytes() == written;
        disputes.holds("canonical", "Signature", "bytes in canonical form", same);
    }
}

/// The one form that `xmldsig-core-schema_v1.01.xsd` allows.
fn standard(disputes: &mut Disputes, id: &str, signature: &Element, signed_info: &Element) {
    let algorithms: Vec<String> = {
        let mut found = Vec::new();
        signed_info.each(&mut |it| {
            if let Some(algorithm) = it.attribute("Algorithm") {
                found.push(format!("{} {algorithm}", it.local()));
            }
        });
        found
    };
    let expected = [
        format!("CanonicalizationMethod {C14N}"),
        format!("SignatureMethod {DSIG}rsa-sha1"),
        format!("Transform {DSIG}enveloped-signature"),
        format!("Transform {C14N}"),
        format!("DigestMethod {DSIG}sha1"),
    ];
    let kept = algorithms == expected;
    disputes.holds("298", "Signature/SignedInfo", "the algorithms of the layout", kept);
    let uri = signed_info.child("Reference").and_then(|it| it.attribute("URI"));
    let field = "Signature/SignedInfo/Reference/@URI";
    disputes.same("298", field, format!("#{id}"), uri.unwrap_or_default());
    let one = signature.at("KeyInfo/X509Data");
    let one = one.is_some_and(|it| it.elements().count() == 1);
    disputes.holds("298", "Signature/KeyInfo/X509Data", "one certificate, nothing else", one);
}

pub(super) fn certificate(
    disputes: &mut Disputes,
    document: &Document,
    facts: &Facts,
    issued_at: Timestamp,
) {
    let ours = document.certificate_der().is_some_and(|der| der == facts.der);
    disputes.holds("298", CERTIFICATE, "the certificate that signed", ours);
    let emit = document.emit_cnpj().unwrap_or_default();
    holder(disputes, facts, ("emit/CNPJ", emit), issued_at);
}

/// Whether the certificate was this company's, and lived then.
pub(super) fn holder(
    disputes: &mut Disputes,
    facts: &Facts,
    (field, cnpj): (&str, &str),
    at: Timestamp,
) {
    match &facts.cnpj {
        None => disputes.add("292", CERTIFICATE, "a CNPJ", "none"),
        Some(own) => disputes.same("213", field, own.root(), cnpj.get(..8).unwrap_or_default()),
    }
    if !facts.is_valid_at(at) {
        let life = format!("{} to {}", facts.not_before, facts.not_after);
        disputes.add("291", CERTIFICATE, life, at);
    }
}
