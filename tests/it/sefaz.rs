//! The SEFAZ client against a TLS server that demands a client certificate.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use axum::serve::Listener;
use fba_nfe::adapters::sefaz::{Endpoints, SefazClient, SefazConfig, SefazEmitter};
use fba_nfe::adapters::tls::{Identity, Roots};
use fba_nfe::domain::codes::TpAmb;
use fba_nfe::domain::{AccessKey, Cnpj, SellerId, Uf};
use fba_nfe::nfe::certificate::Certificate;
use fba_nfe::ports::{Sefaz, SefazAnswer, SefazError, SefazErrorKind as Kind};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

const KEY: &str = "35261111222333000181550010000000021730192647";
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
    body: Vec<u8>,
}

struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Answers everything with this; `None`: never.
    async fn start(reply: Option<(u16, Vec<u8>)>) -> Server {
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let log = Arc::clone(&seen);
        let router = Router::new().fallback(move |request: Request| {
            let (log, reply) = (Arc::clone(&log), reply.clone());
            async move {
                let path = request.uri().path().to_owned();
                let content_type = request.headers()["content-type"].to_str().unwrap().to_owned();
                let body = to_bytes(request.into_body(), 8 << 20).await.unwrap().to_vec();
                log.lock().unwrap().push(Seen { path, content_type, body });
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
}

fn company() -> Identity {
    let pfx = std::fs::read(file("simples.pfx")).unwrap();
    let certificate = Certificate::open(&pfx, "1234").unwrap();
    let mut chain_der = vec![certificate.der().to_vec()];
    chain_der.extend(certificate.chain().iter().cloned());
    Identity { chain_der, key_pkcs8_der: certificate.pkcs8_der().to_vec().into() }
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
    SefazConfig {
        endpoints: Endpoints::all_under(&format!("https://{address}")).unwrap(),
        roots: {
            let pems: Vec<Vec<u8>> = ca.iter().map(|it| std::fs::read(it).unwrap()).collect();
            Roots::system_and(&pems).unwrap()
        },
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
    client(config(address, &[file("simulator-ca.pem")]), company())
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

async fn authorized(status: u16, answer: &str) -> Result<SefazAnswer, SefazError> {
    let server = Server::start(Some((status, answer.as_bytes().to_vec()))).await;
    ours(server.address).authorize(&seller(), &key(), NFE.as_bytes()).await
}

async fn asked(answer: &str) -> Result<SefazAnswer, SefazError> {
    let server = Server::start(Some((200, answer.as_bytes().to_vec()))).await;
    ours(server.address).consult(&seller(), &key()).await
}

#[tokio::test]
async fn a_note_is_authorised_and_its_bytes_arrive_untouched() {
    let protocol = prot_nfe(100, "Autorizado o uso da NF-e", "<nProt>135260000000001</nProt>");
    let answer = lot(104, "Lote processado", &protocol);
    let server = Server::start(Some((200, answer.into_bytes()))).await;
    let client = ours(server.address);
    let answer = client.authorize(&seller(), &key(), NFE.as_bytes()).await.unwrap();
    assert_eq!((answer.c_stat, answer.x_motivo.as_str()), (100, "Autorizado o uso da NF-e"));
    let found = answer.protocol.unwrap();
    assert_eq!(found.xml, protocol.as_bytes());
    assert_eq!(found.n_prot.as_deref(), Some("135260000000001"));
    assert_eq!(found.dig_val.as_deref(), Some("krFCSRo5tdoETN5ti4tDR+l5aNA="));
    assert_eq!(found.dh_recbto, "2026-11-21T10:05:03-03:00");
    assert_eq!(found.ch_nfe, key());

    let seen = server.seen.lock().unwrap();
    let [request] = &seen[..] else { panic!("one request") };
    assert_eq!(request.path, "/NFeAutorizacao4");
    assert!(request.content_type.ends_with("NFeAutorizacao4/nfeAutorizacaoLote\""));
    let body = std::str::from_utf8(&request.body).unwrap();
    assert!(body.contains(&format!("<indSinc>1</indSinc>{NFE}</enviNFe>")), "{body}");
    assert!(!body.contains("<?xml"));
}

#[tokio::test]
async fn what_sefaz_says_of_the_note_outranks_what_it_says_of_the_lot() {
    for (c_stat, motivo) in [
        (539, "Rejeicao: Duplicidade de NF-e, com diferenca na Chave de Acesso [chNFe:1][nRec:2]"),
        (204, "Rejeicao: Duplicidade de NF-e [nRec:351000000000001]"),
        (778, "Rejeicao: Informado NCM inexistente"),
    ] {
        let answer = lot(104, "Lote processado", &prot_nfe(c_stat, motivo, ""));
        let answer = authorized(200, &answer).await.unwrap();
        assert_eq!((answer.c_stat, answer.x_motivo.as_str()), (c_stat, motivo));
        assert_eq!(answer.protocol.unwrap().n_prot, None);
    }
    let answer = authorized(200, &lot(108, "Servico Paralisado", "")).await.unwrap();
    assert_eq!((answer.c_stat, answer.protocol), (108, None));
}

#[tokio::test]
async fn a_consulted_note_stands_as_sefaz_says_now() {
    let answer = asked(&consulted(217, "NF-e nao consta", "")).await.unwrap();
    assert_eq!((answer.c_stat, answer.protocol), (217, None));
    let protocol = prot_nfe(100, "Autorizado", "<nProt>135260000000001</nProt>");
    let answer = asked(&consulted(101, "Cancelamento homologado", &protocol)).await.unwrap();
    assert_eq!(answer.c_stat, 101);
    assert_eq!(answer.protocol.unwrap().c_stat, 100);
}

#[tokio::test]
async fn a_prefixed_answer_gives_the_same_protocol() {
    let protocol = prot_nfe(100, "Autorizado", "<nProt>135260000000001</nProt>");
    let prefixed = protocol.replace("</", "</n:").replace('<', "<n:").replace("<n:/n:", "</n:");
    let answer = format!(
        "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:n=\"http://www.portalfiscal.inf.br/nfe\"><e:Body><w:r xmlns:w=\"urn:w\"><n:retEnviNFe><n:cStat>104</n:cStat><n:xMotivo>Lote</n:xMotivo>{prefixed}</n:retEnviNFe></w:r></e:Body></e:Envelope>"
    );
    let answer = authorized(200, &answer).await.unwrap();
    assert_eq!(String::from_utf8(answer.protocol.unwrap().xml).unwrap(), protocol);
}

#[tokio::test]
async fn what_is_no_answer_leaves_the_note_unknown() {
    let fault = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><s:Fault><s:Reason><s:Text>Server was unable to read request: Ana</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>";
    let whole = lot(104, "Lote processado", &prot_nfe(100, "ok", ""));
    let dtd = format!("<!DOCTYPE a [<!ENTITY e \"x\">]>{}", lot(108, "&e;", ""));
    let broken = lot(104, "Lote", "<protNFe><infProt><cStat>100</cStat></infProt></protNFe>");
    let large = "x".repeat(65 * 1024);
    for (status, answer) in [
        (200, fault),
        (500, fault),
        (503, "<html>"),
        (200, "<html><body>Service Unavailable"),
        (200, ""),
        (200, &whole[..whole.len() / 2]),
        (200, &dtd),
        (200, &broken),
        (200, &large),
        (200, &lot(104, "Lote", "").replace("104", "")),
    ] {
        let error = authorized(status, answer).await.unwrap_err();
        assert_eq!(error.kind, Kind::NoAnswer, "{status} {error}");
        assert!(!error.message.contains("Ana"), "{error}");
    }
    assert_eq!(
        authorized(500, fault).await.unwrap_err().message,
        "NFeAutorizacao4: HTTP 500, SOAP fault: Server was unable to read request"
    );
    for status in [302, 403, 404] {
        assert_eq!(authorized(status, "").await.unwrap_err().kind, Kind::Misconfigured);
    }
}

#[tokio::test]
async fn silence_is_no_answer_and_no_connection_is_unreachable() {
    let server = Server::start(None).await;
    let mut settings = config(server.address, &[file("simulator-ca.pem")]);
    settings.timeout = Duration::from_secs(1);
    let error = client(settings.clone(), company()).consult(&seller(), &key()).await.unwrap_err();
    assert_eq!(error.kind, Kind::NoAnswer);

    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = gone.local_addr().unwrap();
    drop(gone);
    let error = ours(address).consult(&seller(), &key()).await.unwrap_err();
    assert_eq!(error.kind, Kind::Unreachable, "{error}");

    // Nobody vouches for the server: TLS ends before a byte of the request.
    let wary = client(config(server.address, &[]), company());
    let error = wary.authorize(&seller(), &key(), NFE.as_bytes()).await.unwrap_err();
    assert_eq!(error.kind, Kind::Unreachable, "{error}");
}

#[tokio::test]
async fn a_certificate_that_sefaz_does_not_know_is_an_operators_matter() {
    let server = Server::start(None).await;
    let stranger = Identity {
        chain_der: vec![CertificateDer::from_pem_file(file("simulator.pem")).unwrap().to_vec()],
        key_pkcs8_der: PrivateKeyDer::from_pem_file(file("simulator.key"))
            .unwrap()
            .secret_der()
            .to_vec()
            .into(),
    };
    let settings = config(server.address, &[file("simulator-ca.pem")]);
    let error = client(settings, stranger).consult(&seller(), &key()).await.unwrap_err();
    assert_eq!(error.kind, Kind::Misconfigured, "{error}");
    assert!(server.seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn the_doctor_hears_whether_sefaz_is_up() {
    let ret = "<retConsStatServ xmlns=\"http://www.portalfiscal.inf.br/nfe\"><cStat>107</cStat><xMotivo>Servico em Operacao</xMotivo></retConsStatServ>";
    let answer = envelope("NFeStatusServico4", ret);
    let server = Server::start(Some((200, answer.into_bytes()))).await;
    let client = ours(server.address);
    assert_eq!(client.status(&seller(), &cnpj()).await.unwrap().c_stat, 107);
    let body = String::from_utf8(server.seen.lock().unwrap()[0].body.clone()).unwrap();
    assert!(body.contains("<tpAmb>1</tpAmb><cUF>35</cUF><xServ>STATUS</xServ>"), "{body}");
    let other = SellerId::parse("A9").unwrap();
    assert_eq!(client.status(&other, &cnpj()).await.unwrap_err().kind, Kind::Misconfigured);
    assert_eq!(
        format!("{client:?}"),
        "SefazClient { emitters: [(SellerId(\"A1SIMPLES0001\"), \"11222333000181\")], .. }"
    );
}
