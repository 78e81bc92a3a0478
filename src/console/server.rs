//! The socket: TLS where it is configured, few connections, no patience with slow ones.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Extension;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;

use super::{Shared, bulk, routes};
use crate::config::ConsoleTls;
use crate::ports::DeskStore;

/// Connections at one time.
const CONNECTIONS_MAX: u32 = 512;

/// How long those that are left may take when the desk closes.
const PARTING_MAX: Duration = Duration::from_secs(5);

/// How long a browser is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// To say hello, and to send the head of a request.
    pub head: Duration,
    /// With a connection: no request takes nearly as long.
    pub connection: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience { head: Duration::from_secs(10), connection: Duration::from_secs(300) }
    }
}

/// Why the desk is not served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port cannot be had.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The certificate or its key.
    #[error("{0}")]
    Tls(String),
}

/// A desk that is open.
#[derive(Debug)]
pub struct Served {
    /// Where.
    pub address: SocketAddr,
    /// Ends when the desk was told to stop.
    pub task: tokio::task::JoinHandle<()>,
}

/// Who is at the other end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) SocketAddr);

/// Opens the desk; it closes once `stop` says true, or its sender is gone.
pub async fn serve<S: DeskStore>(
    console: Shared<S>,
    listen: SocketAddr,
    tls: Option<&ConsoleTls>,
    stop: watch::Receiver<bool>,
) -> Result<Served, ServeError> {
    serve_with(console, listen, tls, stop, Patience::default()).await
}

/// [`serve`], for those who wait longer or shorter.
pub async fn serve_with<S: DeskStore>(
    console: Shared<S>,
    listen: SocketAddr,
    tls: Option<&ConsoleTls>,
    stop: watch::Receiver<bool>,
    patience: Patience,
) -> Result<Served, ServeError> {
    let acceptor = tls.map(acceptor).transpose()?;
    let listener = TcpListener::bind(listen).await;
    let listener = listener.map_err(|error| ServeError::Listen(listen, error))?;
    let address = listener.local_addr().map_err(|error| ServeError::Listen(listen, error))?;
    let bulks = bulk::beside(Arc::clone(&console), stop.clone());
    let served = accept(listener, acceptor, routes(console), stop, patience);
    let task = tokio::spawn(async move {
        tokio::join!(served, bulks);
    });
    Ok(Served { address, task })
}

fn acceptor(tls: &ConsoleTls) -> Result<TlsAcceptor, ServeError> {
    let wrong = |file: &std::path::Path, error: &dyn std::fmt::Display| {
        ServeError::Tls(format!("{}: {error}", file.display()))
    };
    let chain: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(&tls.certificate).and_then(Iterator::collect);
    let chain = chain.map_err(|error| wrong(&tls.certificate, &error))?;
    let key = PrivateKeyDer::from_pem_file(&tls.key).map_err(|error| wrong(&tls.key, &error))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| wrong(&tls.certificate, &error))?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| wrong(&tls.certificate, &error))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

async fn accept(
    listener: TcpListener,
    acceptor: Option<TlsAcceptor>,
    routes: Router,
    stop: watch::Receiver<bool>,
    patience: Patience,
) {
    let turns = Arc::new(Semaphore::new(CONNECTIONS_MAX as usize));
    let mut heard = stop.clone();
    loop {
        let accepted = async {
            let turn = Arc::clone(&turns).acquire_owned().await;
            (listener.accept().await, turn)
        };
        let (accepted, turn) = tokio::select! {
            (accepted, Ok(turn)) = accepted => (accepted, turn),
            () = stopped(&mut heard) => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // No file descriptor left, mostly: others must go first.
                tracing::warn!(%error, "the desk could not take a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let routes = routes.clone().layer(Extension(Peer(peer)));
        let (acceptor, stop) = (acceptor.clone(), stop.clone());
        tokio::spawn(async move {
            match acceptor {
                None => converse(stream, routes, stop, patience).await,
                Some(acceptor) => {
                    let greeted =
                        tokio::time::timeout(patience.head, acceptor.accept(stream)).await;
                    if let Ok(Ok(stream)) = greeted {
                        converse(stream, routes, stop, patience).await;
                    }
                }
            }
            drop(turn);
        });
    }
    drop(listener);
    // Requests that are under way are answered first; who dawdles is not waited for.
    let all = tokio::time::timeout(PARTING_MAX, turns.acquire_many(CONNECTIONS_MAX));
    if all.await.is_err() {
        tracing::info!("the desk closes while a browser still reads");
    }
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error means that nobody is left to say it: that is a stop too.
    let _ended = stop.wait_for(|it| *it).await.is_err();
}

async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    routes: Router,
    mut stop: watch::Receiver<bool>,
    patience: Patience,
) {
    let service = TowerToHyperService::new(routes);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let served = async {
        tokio::select! {
            served = connection.as_mut() => served,
            () = stopped(&mut stop) => {
                connection.as_mut().graceful_shutdown();
                connection.as_mut().await
            }
        }
    };
    match tokio::time::timeout(patience.connection, served).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "a connection to the desk ended early"),
        Err(_) => tracing::debug!("a connection to the desk took too long"),
    }
}
