//! The system's OpenSSL for mutual TLS. It speaks what rustls leaves out on purpose and an old
//! server may want: a renegotiation that asks for the certificate after the request's path is
//! known (IIS), and key exchange by RSA.

use std::error::Error;

use openssl::error::ErrorStack;
use openssl::pkey::PKey;
use openssl::x509::X509;
use reqwest::{Certificate, ClientBuilder, tls};
use secrecy::{ExposeSecret, SecretSlice};

use super::{Identity, Roots, TlsError};

/// OpenSSL gives the alert's number, plus this, as the reason (`SSL_AD_REASON_OFFSET`).
const ALERTS_FROM: i32 = 1000;

pub(super) fn spoken_by(
    builder: ClientBuilder,
    roots: &Roots,
    identity: &Identity,
) -> Result<ClientBuilder, TlsError> {
    let mut extra = Vec::new();
    for (at, pem) in roots.pems.iter().enumerate() {
        let fault = |e: reqwest::Error| TlsError::Authority { at, problem: e.to_string() };
        extra.extend(Certificate::from_pem_bundle(pem).map_err(fault)?);
    }
    Ok(builder
        .tls_backend_native()
        .tls_version_min(tls::Version::TLS_1_2)
        .tls_certs_merge(extra)
        .identity(shown(identity)?))
}

fn shown(identity: &Identity) -> Result<reqwest::Identity, TlsError> {
    let fault = |e: ErrorStack| TlsError::Identity(e.to_string());
    let mut chain = Vec::new();
    for der in &identity.chain_der {
        chain.extend(X509::from_der(der).and_then(|it| it.to_pem()).map_err(fault)?);
    }
    let key: SecretSlice<u8> = PKey::private_key_from_pkcs8(identity.key_pkcs8_der.expose_secret())
        .and_then(|it| it.private_key_to_pem_pkcs8())
        .map_err(fault)?
        .into();
    reqwest::Identity::from_pkcs8_pem(&chain, key.expose_secret())
        .map_err(|e| TlsError::Identity(e.to_string()))
}

/// The alert that the other side sent, if this cause tells of one.
pub(super) fn alert(cause: &(dyn Error + 'static)) -> Option<u8> {
    let stack = match cause.downcast_ref::<ErrorStack>() {
        Some(stack) => stack,
        None => cause.downcast_ref::<openssl::ssl::Error>()?.ssl_error()?,
    };
    stack.errors().iter().find_map(|it| u8::try_from(it.reason_code() - ALERTS_FROM).ok())
}
