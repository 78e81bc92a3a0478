//! The three kinds of PKCS#12 file that are met, and what is no certificate at all.

use openssl::ec::{EcGroup, EcKey};
use openssl::nid::Nid;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::stack::Stack;
use openssl::x509::X509;

use fba_nfe::domain::Timestamp;
use fba_nfe::nfe::Certificate;
use fba_nfe::nfe::certificate::CertificateError;

use super::pfx;

#[test]
fn every_kind_of_file_opens() {
    for (file, cnpj) in [
        ("simples.pfx", "11222333000181"),
        ("normal.pfx", "44555666000181"),
        ("normal-3des.pfx", "44555666000181"),
    ] {
        let certificate = Certificate::open(&pfx(file), "1234").unwrap();
        assert_eq!(certificate.cnpj().unwrap().as_str(), cnpj, "{file}");
        assert_eq!(certificate.chain().len(), 1, "{file}");
        assert_eq!(certificate.not_before().to_string(), "2026-01-01T00:00:00Z");
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert!(certificate.is_valid_at(at("2026-11-21T12:00:00Z")));
        assert!(!certificate.is_valid_at(at("2025-12-31T23:59:59Z")));
        assert!(!certificate.is_valid_at(at("2036-01-01T00:00:01Z")));
        assert!(certificate.subject().contains("TESTE"));
    }
}

#[test]
fn both_files_of_one_company_hold_one_key() {
    let aes = Certificate::open(&pfx("normal.pfx"), "1234").unwrap();
    let three_des = Certificate::open(&pfx("normal-3des.pfx"), "1234").unwrap();
    assert_eq!(aes.der(), three_des.der());
    assert_eq!(aes.pkcs8_der(), three_des.pkcs8_der());
    // TLS is given the key of the certificate, and no other.
    let key = PKey::private_key_from_pkcs8(aes.pkcs8_der()).unwrap();
    let public = X509::from_der(aes.der()).unwrap().public_key().unwrap();
    assert!(key.public_eq(&public));
}

#[test]
fn another_password_or_another_file_is_told_apart() {
    for file in ["simples.pfx", "normal.pfx", "normal-3des.pfx"] {
        let error = Certificate::open(&pfx(file), "4321").unwrap_err();
        assert!(matches!(error, CertificateError::Password), "{file}: {error}");
    }
    let error = Certificate::open(&pfx("client-ca.pem"), "1234").unwrap_err();
    assert!(matches!(error, CertificateError::Unreadable(_)), "{error}");
    let mut cut = pfx("normal.pfx");
    cut.truncate(1000);
    assert!(Certificate::open(&cut, "1234").is_err());
    let error = Certificate::open(&vec![0; 256 * 1024 + 1], "1234").unwrap_err();
    assert!(matches!(error, CertificateError::TooLarge(_)), "{error}");
    let error = Certificate::open(&vec![0; 256 * 1024], "1234").unwrap_err();
    assert!(matches!(error, CertificateError::Unreadable(_)), "{error}");
}

/// A key, and a certificate of somebody else.
fn strangers(key: &PKey<Private>) -> Vec<u8> {
    let certificate = Certificate::open(&pfx("normal.pfx"), "1234").unwrap();
    let mut others = Stack::new().unwrap();
    others.push(X509::from_der(certificate.der()).unwrap()).unwrap();
    let mut file = Pkcs12::builder();
    file.pkey(key).ca(others);
    file.build2("1234").unwrap().to_der().unwrap()
}

#[test]
fn a_key_that_cannot_sign_notes_is_told_apart() {
    let open = |key: &PKey<Private>| Certificate::open(&strangers(key), "1234").unwrap_err();
    let rsa = |bits| PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap();
    let error = open(&rsa(2048));
    assert!(matches!(error, CertificateError::NoCertificate), "{error}");
    let error = open(&rsa(1024));
    assert!(matches!(error, CertificateError::KeyBits(1024)), "{error}");
    let curve = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let error = open(&PKey::from_ec_key(EcKey::generate(&curve).unwrap()).unwrap());
    assert!(matches!(error, CertificateError::NoKey), "{error}");
}

#[test]
fn a_certificate_prints_no_key() {
    let certificate = Certificate::open(&pfx("normal.pfx"), "1234").unwrap();
    let text = format!("{certificate:?} {:?}", certificate.facts());
    assert!(text.contains("2026-01-01"), "{text}");
    assert!(text.len() < 400, "{text}");
}
