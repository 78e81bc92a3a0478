//! Each seller's A1 certificate: whose it is, and how long it lives.

use std::collections::BTreeMap;

use super::check::Check;
use crate::cli::opening;
use crate::config::Config;
use crate::domain::seller::Seller;
use crate::domain::{Cnpj, SellerId, Timestamp};
use crate::nfe::Certificate;
use crate::nfe::certificate::CertificateError;
use crate::stage::Trader;

/// Looks at every certificate. Those that open come back too, whatever else is wrong with them:
/// SEFAZ can be asked with them.
pub(super) fn checks(config: &Config, now: Timestamp) -> (BTreeMap<SellerId, Trader>, Vec<Check>) {
    let (mut traders, mut checks) = (BTreeMap::new(), Vec::new());
    for it in &config.sellers {
        let mut certificates = BTreeMap::new();
        for (establishment, ours) in it.seller.establishments.iter().zip(&it.establishments) {
            let cnpj = &establishment.emit.cnpj;
            let check = name(&it.seller, cnpj);
            match opening::opened(&ours.certificate) {
                Ok(certificate) => {
                    checks.push(opened(check, cnpj, &certificate, now));
                    certificates.insert(cnpj.clone(), certificate.into());
                }
                Err(error) => {
                    let found = format!("{}: {error}", ours.certificate.file.display());
                    checks.push(Check::fault(&check, found, remedy(&error)));
                }
            }
        }
        traders.insert(it.seller.id.clone(), opening::trader(it, certificates));
    }
    (traders, checks)
}

/// `certificate A1SELLER`; with the CNPJ where a seller has several establishments.
fn name(seller: &Seller, cnpj: &Cnpj) -> String {
    match seller.establishments.len() {
        0 | 1 => format!("certificate {}", seller.id),
        _ => format!("certificate {} {cnpj}", seller.id),
    }
}

fn opened(check: String, ours: &Cnpj, certificate: &Certificate, now: Timestamp) -> Check {
    let (from, to) = (certificate.not_before(), certificate.not_after());
    let days = opening::days_left(to, now);
    let cnpj = certificate.cnpj().map_or("none", Cnpj::as_str);
    let found = format!(
        "{}, CNPJ {cnpj}, valid from {} to {}",
        without_cpf(certificate.subject()),
        from.strftime("%Y-%m-%d"),
        to.strftime("%Y-%m-%d")
    );
    match certificate.cnpj() {
        None => {
            let found = format!("{found}: no company's certificate (292)");
            Check::fault(&check, found, "get an e-CNPJ A1 of this company, not an e-CPF")
        }
        Some(cnpj) if cnpj.root() != ours.root() => {
            let found = format!("{found}: not of the seller's CNPJ {ours} (213)");
            Check::fault(&check, found, "name this seller's own file in certificate_file")
        }
        Some(_) if now > to => {
            let found = format!("{found}: it has expired");
            Check::fault(&check, found, "renew it, and name the new file in certificate_file")
        }
        Some(_) if now < from => {
            let found = format!("{found}: it is not valid yet");
            Check::fault(&check, found, "set the machine's clock, or use the one before it")
        }
        Some(_) if days <= opening::RENEWAL_DAYS => {
            let found = format!("{found}, {days} days left");
            Check::warn(&check, found, "renew it now: nothing can be issued after its last day")
        }
        Some(_) => Check::ok(&check, format!("{found}, {days} days left")),
    }
}

fn remedy(error: &CertificateError) -> &'static str {
    match error {
        CertificateError::Password => "mend certificate_password_file or certificate_password_env",
        CertificateError::TooLarge(_)
        | CertificateError::Unreadable(_)
        | CertificateError::NoKey
        | CertificateError::NoCertificate
        | CertificateError::X509(_) => {
            "export the A1 with its private key as PKCS#12 (.pfx, .p12), and name that file"
        }
        CertificateError::KeyBits(_) => "get an A1 of ICP-Brasil",
    }
}

/// A sole trader's name may end in its owner's CPF, and an e-CPF's does: eleven digits on end are
/// not shown.
fn without_cpf(subject: &str) -> String {
    let mut shown = String::with_capacity(subject.len());
    let mut digits = String::new();
    for c in subject.chars().chain(std::iter::once('\n')) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        shown.push_str(if digits.len() == 11 { "(CPF)" } else { &digits });
        digits.clear();
        shown.push(c);
    }
    shown.pop();
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cpf_in_a_subject_is_not_shown() {
        for (subject, shown) in [
            ("CN=LOJA LTDA:11222333000181", "CN=LOJA LTDA:11222333000181"),
            ("CN=MARIA 12345678909:11222333000181", "CN=MARIA (CPF):11222333000181"),
            ("CN=MARIA:12345678909", "CN=MARIA:(CPF)"),
            ("", ""),
        ] {
            assert_eq!(without_cpf(subject), shown);
        }
    }

    #[test]
    fn a_certificate_is_good_for_its_days_only() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/fba-nfe.toml");
        let config = Config::read(&file, &|_| None).unwrap();
        for (now, word, part) in [
            ("2025-12-31T23:59:59Z", "FAULT", "not valid yet"),
            ("2026-11-21T12:00:00Z", "ok", "3327 days left"),
            ("2035-12-01T00:00:00Z", "ok", "31 days left"),
            ("2035-12-02T00:00:00Z", "warn", "30 days left"),
            ("2035-12-31T23:59:59Z", "warn", "0 days left"),
            ("2036-01-01T00:00:01Z", "FAULT", "has expired"),
        ] {
            let (traders, checks) = checks(&config, now.parse().unwrap());
            assert_eq!((traders.len(), checks.len()), (6, 8));
            for check in checks {
                let line = check.to_string();
                assert!(line.starts_with(word) && line.contains(part), "{now}: {line}");
            }
        }
    }
}
