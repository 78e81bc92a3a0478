//! The A1 certificate (e-CNPJ of ICP-Brasil): one key, its certificate, and those above it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openssl::pkey::{Id, PKey, Private};
use p12_keystore::error::Error as Pkcs12Error;
use p12_keystore::{Pkcs12Archive, PrivateKeyBag};
use secrecy::{ExposeSecret, SecretSlice};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::domain::{Cnpj, Timestamp};

use super::rsa;

/// An A1 file is a few kilobytes.
const PKCS12_BYTES_MAX: usize = 256 * 1024;
/// ICP-Brasil's chains have three or four links.
const CHAIN_MAX: usize = 8;
/// What an A1 key may be (ICP-Brasil DOC-ICP-01.01).
const KEY_BITS: [u32; 2] = [2048, 4096];
/// The CNPJ of the company, in `subjectAltName` (ICP-Brasil DOC-ICP-04).
const OID_CNPJ: &str = "2.16.76.1.3.3";
/// Characters of a CNPJ.
const CNPJ_LEN: usize = 14;
/// What a key signs to show whose it is.
const TRIAL: &[u8] = b"the certificate that verifies this is of the key that signed it";

/// Why a file is no certificate that can sign.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// Larger than any A1 file.
    #[error("a certificate file has at most {PKCS12_BYTES_MAX} bytes, this has {0}")]
    TooLarge(usize),
    /// The MAC does not fit: nearly always the password.
    #[error("the password does not open the certificate file")]
    Password,
    /// Not PKCS#12, or a cipher that is not known.
    #[error("not a PKCS#12 file that can be read: {0}")]
    Unreadable(String),
    /// No private key that is RSA.
    #[error("no RSA private key in the certificate file")]
    NoKey,
    /// A key of another size.
    #[error("an A1 key has 2048 or 4096 bits, this has {0}")]
    KeyBits(u32),
    /// A key, and no certificate of it.
    #[error("no certificate in the file belongs to its private key")]
    NoCertificate,
    /// A certificate that cannot be read.
    #[error("not an X.509 certificate that can be read: {0}")]
    X509(String),
}

/// What a certificate says, without its key.
#[derive(Clone, PartialEq, Eq)]
pub struct Facts {
    /// The certificate itself.
    pub der: Vec<u8>,
    /// The subject's distinguished name.
    pub subject: String,
    /// The company (292 when it is missing).
    pub cnpj: Option<Cnpj>,
    /// The first moment of its life.
    pub not_before: Timestamp,
    /// The last moment of its life (291).
    pub not_after: Timestamp,
}

/// A key that signs, with its certificate.
pub struct Certificate {
    facts: Facts,
    chain: Vec<Vec<u8>>,
    /// `X509Certificate`, as every note of it holds it.
    base64: String,
    /// Parsed once. OpenSSL overwrites it when it is dropped.
    key: PKey<Private>,
    pkcs8: SecretSlice<u8>,
}

impl Facts {
    /// Reads one X.509 certificate.
    pub fn of(der: &[u8]) -> Result<Facts, CertificateError> {
        let certificate = x509(der)?;
        let validity = certificate.validity();
        let moment = |seconds: i64| {
            Timestamp::from_second(seconds).map_err(|e| CertificateError::X509(e.to_string()))
        };
        Ok(Facts {
            der: der.to_vec(),
            subject: certificate.subject().to_string(),
            cnpj: cnpj_of(&certificate),
            not_before: moment(validity.not_before.timestamp())?,
            not_after: moment(validity.not_after.timestamp())?,
        })
    }

    /// Whether it lives at that moment.
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        self.not_before <= now && now <= self.not_after
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Facts({}, {} to {})", self.subject, self.not_before, self.not_after)
    }
}

impl Certificate {
    /// Opens a PKCS#12 file: AES, 3DES or RC2-40. The key is read once, here.
    pub fn open(pkcs12: &[u8], password: &str) -> Result<Certificate, CertificateError> {
        if pkcs12.len() > PKCS12_BYTES_MAX {
            return Err(CertificateError::TooLarge(pkcs12.len()));
        }
        let archive =
            Pkcs12Archive::from_pkcs12(pkcs12, password).map_err(|error| match error {
                Pkcs12Error::MacError(_) => CertificateError::Password,
                other => CertificateError::Unreadable(other.to_string()),
            })?;
        let ders: Vec<&[u8]> = archive.certs.iter().map(|bag| bag.cert.as_der()).collect();
        let mut reason = CertificateError::NoKey;
        for bag in &archive.keys {
            match pair(bag, &ders) {
                Ok(certificate) => return Ok(certificate),
                // Another key of the file may do; if none does, the last reason is told.
                Err(error) => reason = error,
            }
        }
        Err(reason)
    }

    /// What the certificate says.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The subject's distinguished name.
    pub fn subject(&self) -> &str {
        &self.facts.subject
    }

    /// The company that may sign with it (213).
    pub fn cnpj(&self) -> Option<&Cnpj> {
        self.facts.cnpj.as_ref()
    }

    /// The first moment of its life.
    pub fn not_before(&self) -> Timestamp {
        self.facts.not_before
    }

    /// The last moment of its life (291, 281).
    pub fn not_after(&self) -> Timestamp {
        self.facts.not_after
    }

    /// Whether it lives at that moment.
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        self.facts.is_valid_at(now)
    }

    /// The certificate, DER.
    pub fn der(&self) -> &[u8] {
        &self.facts.der
    }

    /// The certificates above it that the file holds, nearest first, DER.
    pub fn chain(&self) -> &[Vec<u8>] {
        &self.chain
    }

    /// The private key, PKCS#8 DER, for mutual TLS.
    ///
    /// **Secret.** Give it to the TLS configuration and to nothing else: never print, store or
    /// copy it about.
    pub fn pkcs8_der(&self) -> &[u8] {
        self.pkcs8.expose_secret()
    }

    /// The certificate, DER in Base64: `X509Certificate`.
    pub(super) fn base64(&self) -> &str {
        &self.base64
    }

    pub(super) fn key(&self) -> &PKey<Private> {
        &self.key
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Facts { subject, not_before, not_after, .. } = &self.facts;
        write!(f, "Certificate({subject}, {not_before} to {not_after})")
    }
}

/// A key with the certificate of it; with the youngest, when it was renewed on the same key.
fn pair(bag: &PrivateKeyBag, ders: &[&[u8]]) -> Result<Certificate, CertificateError> {
    let pkcs8 = bag.key.as_der();
    let key = PKey::private_key_from_pkcs8(pkcs8).map_err(|_| CertificateError::NoKey)?;
    if key.id() != Id::RSA {
        return Err(CertificateError::NoKey);
    }
    if !KEY_BITS.contains(&key.bits()) {
        return Err(CertificateError::KeyBits(key.bits()));
    }
    let trial = rsa::sign(&key, TRIAL).map_err(|_| CertificateError::NoKey)?;
    let mut leaf: Option<Facts> = None;
    for der in ders.iter().filter(|der| has_signed(der, TRIAL, &trial)) {
        let facts = Facts::of(der)?;
        if leaf.as_ref().is_none_or(|it| it.not_after < facts.not_after) {
            leaf = Some(facts);
        }
    }
    let facts = leaf.ok_or(CertificateError::NoCertificate)?;
    Ok(Certificate {
        chain: chain(&facts.der, ders),
        base64: STANDARD.encode(&facts.der),
        facts,
        key,
        pkcs8: SecretSlice::from(pkcs8.to_vec()),
    })
}

fn x509(der: &[u8]) -> Result<X509Certificate<'_>, CertificateError> {
    let (_, certificate) =
        X509Certificate::from_der(der).map_err(|e| CertificateError::X509(e.to_string()))?;
    Ok(certificate)
}

/// Whether these bytes were signed with the key of this certificate.
pub(super) fn has_signed(der: &[u8], bytes: &[u8], signature: &[u8]) -> bool {
    x509(der).is_ok_and(|certificate| {
        rsa::is_signed(&certificate.public_key().subject_public_key.data, bytes, signature)
    })
}

/// From the issuer of `leaf` upwards, as far as the file goes.
fn chain(leaf: &[u8], ders: &[&[u8]]) -> Vec<Vec<u8>> {
    let mut chain: Vec<Vec<u8>> = Vec::new();
    let mut below = leaf;
    while chain.len() < CHAIN_MAX {
        let Ok(child) = x509(below) else { break };
        let issuer = ders.iter().copied().find(|der| {
            let fresh = *der != leaf && !chain.iter().any(|it| it == der);
            fresh && x509(der).is_ok_and(|it| it.subject() == child.issuer())
        });
        let Some(issuer) = issuer else { break };
        chain.push(issuer.to_vec());
        below = issuer;
    }
    chain
}

/// From `otherName` 2.16.76.1.3.3, else from the end of the common name (`NAME:CNPJ`).
fn cnpj_of(certificate: &X509Certificate<'_>) -> Option<Cnpj> {
    let names = certificate.subject_alternative_name().ok().flatten();
    let other = names.into_iter().flat_map(|it| &it.value.general_names).find_map(|it| match it {
        // Authorities wrap the fourteen characters in string types of every kind; whichever it
        // is, they come last.
        GeneralName::OtherName(oid, value) if oid.to_id_string() == OID_CNPJ => {
            let from = value.len().checked_sub(CNPJ_LEN)?;
            Cnpj::parse(std::str::from_utf8(value.get(from..)?).ok()?).ok()
        }
        _ => None,
    });
    other.or_else(|| {
        let common = certificate.subject().iter_common_name().next()?.as_str().ok()?;
        Cnpj::parse(common.rsplit_once(':')?.1).ok()
    })
}
