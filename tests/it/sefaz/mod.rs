//! The SEFAZ client against a TLS server that demands a client certificate.

mod answers;
mod hostile;
mod identity;
mod requests;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use axum::serve::Listener;
use fba_nfe::adapters::sefaz::{Endpoints, SefazClient, SefazConfig, SefazEmitter};
use fba_nfe::adapters::tls::{Identity, Roots};
use fba_nfe::domain::codes::TpAmb;
use fba_nfe::domain::invoice::LocalTime;
use fba_nfe::domain::{AccessKey, Cnpj, SellerId, Uf};
use fba_nfe::nfe::certificate::Certificate;
use fba_nfe::nfe::evento::{self, Detail};
use fba_nfe::ports::{Route, Sefaz, SefazAnswer, SefazError};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

const KEY: &str = "35261111222333000181550010000000021730192647";
/// The same note in contingency: `tpEmis` 6, SVC-AN.
const SVC_KEY: &str = "35261111222333000181550010000000026730192648";
const NFE: &str = "<NFe xmlns=\"http://www.portalfiscal.inf.br/nfe\"><infNFe Id=\"x\">d'Água &amp; \"cia\"</infNFe></NFe>";

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/certificates").join(name)
}

/// Connections whose client has shown a certificate that we know.
struct Tls {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl Tls {
    async fn bind() -> Tls {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(file("client-ca.pem")).unwrap()).unwrap();
        let known =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
                .build()
                .unwrap();
        let chain = vec![CertificateDer::from_pem_file(file("simulator.pem")).unwrap()];
        let key = PrivateKeyDer::from_pem_file(file("simulator.key")).unwrap();
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(known)
            .with_single_cert(chain, key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Tls { listener, acceptor: TlsAcceptor::from(Arc::new(config)) }
    }
}

impl Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        loop {
            let (stream, address) = self.listener.accept().await.unwrap();
            match self.acceptor.accept(stream).into_fallible().await {
                Ok(stream) => return (stream, address),
                // The rest is read, so that the alert is not lost to a reset.
                Err((_, mut stream)) => {
                    tokio::spawn(async move {
                        let _ = stream.shutdown().await;
                        let _ = stream.read_to_end(&mut Vec::new()).await;
                    });
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

#[derive(Default)]
struct Seen {
    path: String,
    content_type: String,
    accept_encoding: String,
    body: Vec<u8>,
}

/// A request has arrived; its answer may leave.
struct Gate {
    arrived: Semaphore,
    leave: Semaphore,
}

struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Answers everything with this; `None`: never.
    async fn start(reply: Option<(u16, Vec<u8>)>) -> Server {
        Server::start_behind(reply, None).await
    }

    /// As [`Server::start`]; each answer waits at the gate.
    async fn start_behind(reply: Option<(u16, Vec<u8>)>, gate: Option<Arc<Gate>>) -> Server {
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let log = Arc::clone(&seen);
        let router = Router::new().fallback(move |request: Request| {
            let (log, reply, gate) = (Arc::clone(&log), reply.clone(), gate.clone());
            async move {
                let (head, body) = request.into_parts();
                let path = head.uri.path().to_owned();
                let header = |name| head.headers[name].to_str().unwrap().to_owned();
                let (content_type, accept_encoding) =
                    (header("content-type"), header("accept-encoding"));
                let body = to_bytes(body, 8 << 20).await.unwrap().to_vec();
                log.lock().unwrap().push(Seen { path, content_type, accept_encoding, body });
                if let Some(gate) = gate {
                    gate.arrived.add_permits(1);
                    gate.leave.acquire().await.unwrap().forget();
                }
                match reply {
                    Some((status, body)) => {
                        Response::builder().status(status).body(Body::from(body)).unwrap()
                    }
                    None => std::future::pending().await,
                }
            }
        });
        let listener = Tls::bind().await;
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Server { address, seen }
    }

    /// What was asked for, in order.
    fn paths(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().map(|it| it.path.clone()).collect()
    }
}

fn certificate() -> &'static Certificate {
    // Its password is stretched on purpose; once is enough.
    static OPENED: OnceLock<Certificate> = OnceLock::new();
    let pfx = || std::fs::read(file("simples.pfx")).unwrap();
    OPENED.get_or_init(|| Certificate::open(&pfx(), "1234").unwrap())
}

/// A certificate that the server's authority has signed.
fn company() -> Identity {
    let certificate = certificate();
    let mut chain_der = vec![certificate.der().to_vec()];
    chain_der.extend(certificate.chain().iter().cloned());
    Identity { chain_der, key_pkcs8_der: certificate.pkcs8_der().to_vec().into() }
}

/// One that it has not.
fn stranger() -> Identity {
    Identity {
        chain_der: vec![CertificateDer::from_pem_file(file("simulator.pem")).unwrap().to_vec()],
        key_pkcs8_der: PrivateKeyDer::from_pem_file(file("simulator.key"))
            .unwrap()
            .secret_der()
            .to_vec()
            .into(),
    }
}

fn seller() -> SellerId {
    SellerId::parse("A1SIMPLES0001").unwrap()
}

fn cnpj() -> Cnpj {
    Cnpj::parse(key().cnpj()).unwrap()
}

fn key() -> AccessKey {
    AccessKey::parse(KEY).unwrap()
}

fn config(address: SocketAddr, ca: &[PathBuf]) -> SefazConfig {
    let pems: Vec<Vec<u8>> = ca.iter().map(|it| std::fs::read(it).unwrap()).collect();
    with_roots(address, Roots::system_and(&pems).unwrap())
}

fn with_roots(address: SocketAddr, roots: Roots) -> SefazConfig {
    SefazConfig {
        endpoints: Endpoints::all_under(&format!("https://{address}")).unwrap(),
        roots,
        timeout: Duration::from_secs(20),
        connect_timeout: Duration::from_secs(10),
        body_max: 64 * 1024,
    }
}

fn client(config: SefazConfig, identity: Identity) -> SefazClient {
    let known = SefazEmitter {
        seller: seller(),
        cnpj: cnpj(),
        uf: Uf::Sp,
        tp_amb: TpAmb::Producao,
        identity,
    };
    SefazClient::new(config, [known]).unwrap()
}

fn ours(address: SocketAddr) -> SefazClient {
    // The system's authorities are many, and read once.
    static ROOTS: OnceLock<Roots> = OnceLock::new();
    let pem = || std::fs::read(file("simulator-ca.pem")).unwrap();
    let roots = ROOTS.get_or_init(|| Roots::system_and(&[pem()]).unwrap()).clone();
    client(with_roots(address, roots), company())
}

fn envelope(service: &str, answer: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\"><soap:Body><nfeResultMsg xmlns=\"http://www.portalfiscal.inf.br/nfe/wsdl/{service}\">{answer}</nfeResultMsg></soap:Body></soap:Envelope>"
    )
}

fn prot_nfe(c_stat: u16, x_motivo: &str, n_prot: &str) -> String {
    format!(
        "<protNFe versao=\"4.00\"><infProt><tpAmb>1</tpAmb><verAplic>T1</verAplic><chNFe>{KEY}</chNFe><dhRecbto>2026-11-21T10:05:03-03:00</dhRecbto>{n_prot}<digVal>krFCSRo5tdoETN5ti4tDR+l5aNA=</digVal><cStat>{c_stat}</cStat><xMotivo>{x_motivo}</xMotivo></infProt></protNFe>"
    )
}

fn lot(c_stat: u16, x_motivo: &str, protocol: &str) -> String {
    let ret = format!(
        "<retEnviNFe xmlns=\"http://www.portalfiscal.inf.br/nfe\" versao=\"4.00\"><tpAmb>1</tpAmb><cStat>{c_stat}</cStat><xMotivo>{x_motivo}</xMotivo>{protocol}</retEnviNFe>"
    );
    envelope("NFeAutorizacao4", &ret)
}

fn consulted(c_stat: u16, x_motivo: &str, rest: &str) -> String {
    let ret = format!(
        "<retConsSitNFe xmlns=\"http://www.portalfiscal.inf.br/nfe\" versao=\"4.00\"><tpAmb>1</tpAmb><cStat>{c_stat}</cStat><xMotivo>{x_motivo}</xMotivo><chNFe>{KEY}</chNFe>{rest}</retConsSitNFe>"
    );
    envelope("NFeConsultaProtocolo4", &ret)
}

/// Our own `evento` of this note, as it is sent.
fn evento(key: &AccessKey, detail: Detail<'_>) -> Vec<u8> {
    let request = evento::Request {
        key,
        tp_amb: TpAmb::Producao,
        at: LocalTime::new("2026-11-21T15:00:00Z".parse().unwrap(), -3),
        n_seq: 1,
        detail,
    };
    evento::seal(&request, certificate()).unwrap().xml
}

fn cancel(key: &AccessKey) -> Vec<u8> {
    let x_just = "Pedido cancelado antes da entrega";
    evento(key, Detail::Cancel { n_prot: "135260000000001", x_just })
}

async fn authorized(status: u16, answer: &str) -> Result<SefazAnswer, SefazError> {
    let server = Server::start(Some((status, answer.as_bytes().to_vec()))).await;
    ours(server.address).authorize(&seller(), &key(), NFE.as_bytes()).await
}

async fn asked(answer: &str) -> Result<SefazAnswer, SefazError> {
    let server = Server::start(Some((200, answer.as_bytes().to_vec()))).await;
    ours(server.address).consult(&seller(), &key(), Route::Home).await
}
