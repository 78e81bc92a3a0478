//! Connections that can break on purpose, plain or with TLS and a client certificate.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio_rustls::TlsAcceptor;

use super::config::SimulatorConfig;

/// A handshake that takes longer is given up.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Connections that wait for the server to take them.
const WAITING_MAX: usize = 64;

/// A handle on a connection, for whoever answers on it.
#[derive(Clone, Debug, Default)]
pub(super) struct Wire(Arc<AtomicBool>);

impl Wire {
    /// Breaks the connection before another byte is written.
    pub(super) fn cut(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn check(&self) -> io::Result<()> {
        if self.0.load(Ordering::Acquire) {
            Err(io::ErrorKind::ConnectionReset.into())
        } else {
            Ok(())
        }
    }
}

impl Connected<IncomingStream<'_, Listener>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Listener>) -> Wire {
        stream.io().wire.clone()
    }
}

/// A stream in one of two kinds.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// A connection.
pub(super) struct Connection {
    stream: Box<dyn Stream>,
    wire: Wire,
}

impl Connection {
    fn new(stream: impl Stream + 'static) -> Connection {
        Connection { stream: Box::new(stream), wire: Wire::default() }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.wire.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.wire.check()?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Where connections come from.
pub(super) enum Listener {
    /// As they are.
    Plain(TcpListener),
    /// After their handshake, which must not keep others waiting.
    Tls(mpsc::Receiver<(Connection, SocketAddr)>, SocketAddr),
}

impl Listener {
    pub(super) fn plain(listener: TcpListener) -> Listener {
        Listener::Plain(listener)
    }

    pub(super) fn tls(
        listener: TcpListener,
        config: Arc<ServerConfig>,
        refuses: impl Fn() -> bool + Send + 'static,
        mut stop: watch::Receiver<bool>,
    ) -> Listener {
        let nowhere = SocketAddr::from(([0, 0, 0, 0], 0));
        let address = listener.local_addr().unwrap_or(nowhere);
        let (ready, connections) = mpsc::channel(WAITING_MAX);
        let acceptor = TlsAcceptor::from(config);
        tokio::spawn(async move {
            loop {
                let accepted = tokio::select! {
                    _ = stop.wait_for(|it| *it) => return,
                    accepted = accept(&listener) => accepted,
                };
                if refuses() {
                    // Dropped before a word of TLS: the caller's handshake fails.
                    drop(accepted);
                    continue;
                }
                tokio::spawn(shake(acceptor.clone(), accepted, ready.clone()));
            }
        });
        Listener::Tls(connections, address)
    }
}

async fn shake(
    acceptor: TlsAcceptor,
    (stream, from): (TcpStream, SocketAddr),
    ready: mpsc::Sender<(Connection, SocketAddr)>,
) {
    match tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => {
            let gone = ready.send((Connection::new(stream), from)).await.is_err();
            if gone {
                tracing::debug!("a connection came while the simulator stops");
            }
        }
        Ok(Err(error)) => tracing::info!(%error, "a TLS handshake was refused"),
        Err(_) => tracing::info!("a TLS handshake took too long"),
    }
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // Too many open files: others will close.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

impl axum::serve::Listener for Listener {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        match self {
            Listener::Plain(listener) => {
                let (stream, from) = accept(listener).await;
                (Connection::new(stream), from)
            }
            Listener::Tls(connections, _) => match connections.recv().await {
                Some(connection) => connection,
                // Stopped: no connection ever comes, and the server is told by its own signal.
                None => std::future::pending().await,
            },
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        match self {
            Listener::Plain(listener) => listener.local_addr(),
            Listener::Tls(_, address) => Ok(*address),
        }
    }
}

/// TLS 1.2 and later, with a certificate demanded of the client.
pub(super) fn tls(config: &SimulatorConfig) -> Result<Arc<ServerConfig>, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    for certificate in certificates(&config.client_ca)? {
        roots.add(certificate).map_err(|e| format!("{}: {e}", config.client_ca.display()))?;
    }
    let clients = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|e| format!("{}: {e}", config.client_ca.display()))?;
    let key = PrivateKeyDer::from_pem_file(&config.key)
        .map_err(|e| format!("{}: {e}", config.key.display()))?;
    let server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?
        .with_client_cert_verifier(clients)
        .with_single_cert(certificates(&config.certificate)?, key)
        .map_err(|e| format!("{}: {e}", config.certificate.display()))?;
    Ok(Arc::new(server))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(|e| format!("{}: {e}", path.display()))
}
