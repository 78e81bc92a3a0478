//! Which TLS we speak: rustls with the ring provider. Another backend is swapped in here and
//! nowhere else: the feature `native-tls` gives mutual TLS, which is SEFAZ's alone, to OpenSSL.

#[cfg(feature = "native-tls")]
mod native;

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use rustls::crypto::{CryptoProvider, ring};
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use secrecy::{ExposeSecret, SecretSlice};

/// Why TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// An extra file of authorities that cannot be used.
    #[error("ca_files[{at}]: expected PEM certificates of authorities, {problem}")]
    Authority {
        /// Its place in the list, from 0.
        at: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// A key or certificate that TLS does not take.
    #[error("the certificate cannot be used for TLS: {0}")]
    Identity(String),
    /// The backend itself.
    #[error("TLS cannot be set up: {0}")]
    Backend(String),
}

/// The authorities that we believe: the system's, and more from files.
#[derive(Clone)]
pub struct Roots {
    store: Arc<RootCertStore>,
    /// The files' PEM texts: the other backend reads the system's authorities by itself.
    #[cfg(feature = "native-tls")]
    pems: Arc<[Vec<u8>]>,
}

impl Roots {
    /// The system's authorities and those in these PEM texts. SEFAZ's servers need ICP-Brasil's,
    /// which a system does not have by itself.
    pub fn system_and(pems: &[Vec<u8>]) -> Result<Roots, TlsError> {
        let mut store = RootCertStore::empty();
        let native = rustls_native_certs::load_native_certs();
        for error in &native.errors {
            tracing::warn!(error = %error, "some of the system's authorities cannot be read");
        }
        let (taken, left) = store.add_parsable_certificates(native.certs);
        tracing::debug!(taken, left, "the system's authorities are read");
        for (at, pem) in pems.iter().enumerate() {
            add(&mut store, at, pem)?;
        }
        Ok(Roots {
            store: Arc::new(store),
            #[cfg(feature = "native-tls")]
            pems: pems.into(),
        })
    }

    /// Whether nobody at all is believed: then every https call would fail.
    pub fn is_empty(&self) -> bool {
        self.store.is_empty()
    }
}

impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Roots({})", self.store.len())
    }
}

fn add(store: &mut RootCertStore, at: usize, pem: &[u8]) -> Result<(), TlsError> {
    let fault = |problem: String| TlsError::Authority { at, problem };
    let mut found = false;
    for der in CertificateDer::pem_slice_iter(pem) {
        let der = der.map_err(|e| fault(e.to_string()))?;
        store.add(der).map_err(|e| fault(e.to_string()))?;
        found = true;
    }
    if found { Ok(()) } else { Err(fault("found none".to_owned())) }
}

/// Who we are in mutual TLS: a certificate, those above it, and its key.
#[derive(Clone)]
pub struct Identity {
    /// The certificate first, then those above it, DER.
    pub chain_der: Vec<Vec<u8>>,
    /// Its private key, PKCS#8 DER.
    pub key_pkcs8_der: SecretSlice<u8>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({} certificates, key set)", self.chain_der.len())
    }
}

/// Which HTTP to offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// HTTP/2 or 1.1.
    Http2,
    /// 1.1 alone: SEFAZ's older servers.
    Http1,
}

/// An HTTP client of this backend: TLS 1.2 or later, redirects off (a redirect must not carry a
/// token or a note elsewhere), no retry of its own.
pub(super) fn client(
    roots: &Roots,
    identity: Option<&Identity>,
    offer: Offer,
    limits: Limits,
) -> Result<ClientBuilder, TlsError> {
    let builder = reqwest::Client::builder();
    let builder = match offer {
        Offer::Http2 => builder,
        Offer::Http1 => builder.http1_only(),
    };
    let builder = builder
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .timeout(limits.total)
        .connect_timeout(limits.connect)
        .pool_idle_timeout(limits.idle);
    #[cfg(feature = "native-tls")]
    if let Some(identity) = identity {
        return native::spoken_by(builder, roots, identity);
    }
    Ok(builder.tls_backend_preconfigured(rustls_config(roots, identity, offer)?))
}

fn rustls_config(
    roots: &Roots,
    identity: Option<&Identity>,
    offer: Offer,
) -> Result<ClientConfig, TlsError> {
    let provider: Arc<CryptoProvider> = Arc::new(ring::default_provider());
    let backend = |e: rustls::Error| TlsError::Backend(e.to_string());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(backend)?
        .with_root_certificates(Arc::clone(&roots.store));
    let mut config = match identity {
        None => config.with_no_client_auth(),
        Some(identity) => {
            let chain = identity.chain_der.iter().cloned().map(CertificateDer::from).collect();
            let key = PrivatePkcs8KeyDer::from(identity.key_pkcs8_der.expose_secret().to_vec());
            config
                .with_client_auth_cert(chain, PrivateKeyDer::from(key))
                .map_err(|e| TlsError::Identity(e.to_string()))?
        }
    };
    match offer {
        Offer::Http2 => config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()],
        // No ALPN at all: servers of that age may not know it.
        Offer::Http1 => {}
    }
    Ok(config)
}

/// How long to wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// For the whole call.
    pub(super) total: Duration,
    /// For the connection.
    pub(super) connect: Duration,
    /// How long an unused connection is kept.
    pub(super) idle: Duration,
}

/// What the other side said when it refused our certificate, if that is what this cause of an
/// error tells: no request was read, and no retry mends it.
pub(super) fn refusal(cause: &(dyn Error + 'static)) -> Option<String> {
    if let Some(rustls::Error::AlertReceived(alert)) = cause.downcast_ref() {
        return refuses(u8::from(*alert)).then(|| format!("{alert:?}"));
    }
    #[cfg(feature = "native-tls")]
    if let Some(alert) = native::alert(cause) {
        return refuses(alert).then(|| cause.to_string());
    }
    None
}

/// Whether this alert (RFC 8446, 6.2; RFC 5246, 7.2.2) is about the certificate that we showed.
fn refuses(alert: u8) -> bool {
    use rustls::AlertDescription as Alert;
    matches!(
        Alert::from(alert),
        Alert::NoCertificate
            | Alert::BadCertificate
            | Alert::UnsupportedCertificate
            | Alert::CertificateRevoked
            | Alert::CertificateExpired
            | Alert::CertificateUnknown
            | Alert::UnknownCA
            | Alert::AccessDenied
            | Alert::CertificateRequired
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_certificates_is_named() {
        let error = Roots::system_and(&[Vec::new()]).unwrap_err();
        assert!(error.to_string().contains("ca_files[0]"), "{error}");
    }

    #[test]
    fn a_key_does_not_show() {
        let identity =
            Identity { chain_der: vec![vec![1]], key_pkcs8_der: b"SECRET".to_vec().into() };
        assert_eq!(format!("{identity:?}"), "Identity(1 certificates, key set)");
        let roots = Roots {
            store: Arc::new(RootCertStore::empty()),
            #[cfg(feature = "native-tls")]
            pems: Arc::default(),
        };
        let limits = Limits {
            total: Duration::from_secs(1),
            connect: Duration::from_secs(1),
            idle: Duration::from_secs(1),
        };
        let refused = client(&roots, Some(&identity), Offer::Http1, limits).unwrap_err();
        assert!(matches!(refused, TlsError::Identity(_)));
        assert!(!refused.to_string().contains("SECRET"));
    }
}
