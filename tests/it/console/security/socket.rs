//! The socket: TLS, the slow, the large, the end.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use fba_nfe::config::{Config, ConsoleTls};
use fba_nfe::console::{Patience, Served, serve_with};
use fba_nfe::ports::Role;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::watch;

use super::Desk;
use crate::tools::root;

const SOON: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(60);

/// A desk on a free port of loopback, and what closes it.
async fn open(desk: &Desk, tls: bool, patience: Patience) -> (Served, watch::Sender<bool>) {
    let (tell, told) = watch::channel(false);
    let tls = tls.then(|| ConsoleTls {
        certificate: root("samples/certificates/simulator.pem"),
        key: root("samples/certificates/simulator.key"),
    });
    let listen = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
    let served = serve_with(Arc::clone(&desk.console), listen, tls.as_ref(), told, patience).await;
    (served.unwrap(), tell)
}

/// Reads until the other end closes; `None` when it does not.
async fn to_the_end(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(LONG, stream.read_to_end(&mut bytes)).await.ok()?;
    // A reset is an end too.
    let _how = read.is_ok();
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

async fn said(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), text: &str) -> String {
    // It may have been closed while we still speak.
    let _heard = stream.write_all(text.as_bytes()).await.is_ok();
    to_the_end(stream).await.expect("the desk never closes")
}

const GET: &str = "GET /entrar HTTP/1.1\r\nhost: mesa\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn whoever_is_slow_is_not_waited_for() {
    let desk = Desk::new(false);
    let patience = Patience { head: SOON, connection: LONG };
    let (served, _tell) = open(&desk, false, patience).await;
    for begun in ["", "G", "GET /entrar HTTP/1.1\r\nhost: mesa\r\nx: "] {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        let answer = said(&mut stream, begun).await;
        assert!(!answer.contains("200 OK"), "{answer}");
    }
    // The body may be slow for as long as a connection lives.
    let patience = Patience { head: LONG, connection: SOON };
    let (served, _tell) = open(&desk, false, patience).await;
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    let begun = "POST /entrar HTTP/1.1\r\nhost: mesa\r\ncontent-length: 100\r\n\r\nuser=a";
    assert!(!said(&mut stream, begun).await.contains("200 OK"));
    // And TLS before a word is said.
    let patience = Patience { head: SOON, connection: LONG };
    let (served, _tell) = open(&desk, true, patience).await;
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    assert_eq!(said(&mut stream, "\u{16}").await, "");
}

#[tokio::test]
async fn heads_and_bodies_have_an_end() {
    let desk = Desk::new(false);
    let (served, _tell) = open(&desk, false, Patience::default()).await;
    let many: String = (0..200).map(|count| format!("x-{count}: y\r\n")).collect();
    for (request, status) in [
        (format!("GET /{} HTTP/1.1\r\nhost: mesa\r\n\r\n", "a".repeat(200_000)), "4"),
        (format!("GET / HTTP/1.1\r\nhost: mesa\r\nx: {}\r\n\r\n", "a".repeat(200_000)), "4"),
        (format!("GET / HTTP/1.1\r\nhost: mesa\r\n{many}\r\n"), "4"),
        ("GARBAGE\r\n\r\n".to_owned(), "4"),
        ("GET /\u{0} HTTP/1.1\r\nhost: mesa\r\n\r\n".to_owned(), "4"),
        (
            format!(
                "POST /entrar HTTP/1.1\r\nhost: mesa\r\nconnection: close\r\n\
                 content-length: 200000\r\n\r\n{}",
                "a".repeat(200_000)
            ),
            "4",
        ),
    ] {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        let answer = said(&mut stream, &request).await;
        let head = &request[..request.len().min(40)];
        // Closed without a word is an answer too.
        let refused = answer.is_empty() || answer.starts_with(&format!("HTTP/1.1 {status}"));
        assert!(refused, "{head}: {answer}");
    }
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    assert!(said(&mut stream, GET).await.starts_with("HTTP/1.1 200"), "it still answers");
}

#[tokio::test]
async fn two_requests_in_one_are_not_mistaken() {
    let desk = Desk::new(false);
    let (served, _tell) = open(&desk, false, Patience::default()).await;
    // Both lengths at once is how a request is smuggled past a proxy.
    let smuggled = "POST /entrar HTTP/1.1\r\nhost: mesa\r\ncontent-length: 6\r\n\
                    transfer-encoding: chunked\r\nconnection: close\r\n\r\n0\r\n\r\nG";
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    let answer = said(&mut stream, smuggled).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert!(answer.matches("HTTP/1.1").count() <= 1, "{answer}");
}

#[tokio::test]
async fn by_tls_the_cookie_is_bound_to_it() {
    let desk = Desk::new(true);
    desk.user("ana", Role::Leitor).await;
    let (served, _tell) = open(&desk, true, Patience::default()).await;
    let mut roots = rustls::RootCertStore::empty();
    let ca = CertificateDer::from_pem_file(root("samples/certificates/simulator-ca.pem")).unwrap();
    roots.add(ca).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    let stream = TcpStream::connect(served.address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = connector.connect(name, stream).await.unwrap();
    let form = "user=ana&password=correct+horse+battery";
    let request = format!(
        "POST /entrar HTTP/1.1\r\nhost: localhost\r\norigin: https://localhost\r\n\
         connection: close\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    );
    let answer = said(&mut stream, &request).await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let cookie = answer.lines().find(|it| it.starts_with("set-cookie: __Host-mesa=")).unwrap();
    assert!(cookie.contains("; Secure") && cookie.contains("; Path=/;"), "{cookie}");
    // Plain HTTP to the same port gets nothing.
    let mut plain = TcpStream::connect(served.address).await.unwrap();
    assert!(!said(&mut plain, GET).await.contains("200 OK"));
}

#[tokio::test]
async fn failures_are_counted_by_address() {
    let desk = Desk::new(false);
    desk.user("ana", Role::Leitor).await;
    let (served, _tell) = open(&desk, false, Patience::default()).await;
    let tried = async |from: [u8; 4], name: &str, password: &str| {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(IpAddr::from(from), 0)).unwrap();
        let mut stream = socket.connect(served.address).await.unwrap();
        let form = format!("user={name}&password={password}");
        let length = form.len();
        let request = format!(
            "POST /entrar HTTP/1.1\r\nhost: mesa\r\nx-forwarded-for: 10.0.0.{}\r\n\
             connection: close\r\ncontent-length: {length}\r\n\r\n{form}",
            name.len()
        );
        let answer = said(&mut stream, &request).await;
        answer.get(9..12).unwrap().to_owned()
    };
    for count in 0..30 {
        let status = tried([127, 0, 0, 2], &format!("guess{count}"), "wrong").await;
        assert_eq!(status, "401");
    }
    // Whatever a header says of where one comes from.
    assert_eq!(tried([127, 0, 0, 2], "ana", "correct+horse+battery").await, "429");
    assert_eq!(tried([127, 0, 0, 3], "ana", "correct+horse+battery").await, "303");
    let audit = desk.audit().await;
    assert_eq!((audit[0].origin.as_str(), audit[1].origin.as_str()), ("127.0.0.3", "127.0.0.2"));
}

#[tokio::test]
async fn a_desk_that_is_told_to_stop_stops() {
    let desk = Desk::new(false);
    let patience = Patience { head: SOON, connection: LONG };
    let (served, tell) = open(&desk, false, patience).await;
    // Somebody is there and says nothing.
    let _silent = TcpStream::connect(served.address).await.unwrap();
    tell.send(true).unwrap();
    tokio::time::timeout(LONG, served.task).await.expect("it goes on").unwrap();
    assert!(TcpStream::connect(served.address).await.is_err());
}

#[test]
fn a_public_address_needs_tls() {
    let text = std::fs::read_to_string(root("samples/fba-nfe.toml")).unwrap();
    let read = |console: &str| {
        let folder = tempfile::tempdir_in(root("samples")).unwrap();
        let path = folder.path().join("fba-nfe.toml");
        // The files of the configuration lie one folder above.
        let text = text.replace("[console]\n", &format!("[console]\n{console}\n"));
        std::fs::write(&path, text).unwrap();
        let faults = Config::read(&path, &|_| None).err().map(|it| it.to_string());
        faults.unwrap_or_default().lines().filter(|it| it.contains("console")).collect::<String>()
    };
    assert_eq!(read(""), "");
    for here in ["127.0.0.1:1", "127.8.8.8:1", "[::1]:1"] {
        assert_eq!(read(&format!("listen = \"{here}\"")), "", "{here}");
    }
    for open in ["0.0.0.0:8640", "[::]:8640", "192.168.0.9:1", "[::ffff:127.0.0.1]:1"] {
        assert!(read(&format!("listen = \"{open}\"")).contains("open to others"), "{open}");
        let tls = "tls_certificate_file = \"a.pem\"\ntls_key_file = \"a.key\"";
        assert_eq!(read(&format!("listen = \"{open}\"\n{tls}")), "", "{open}");
    }
    let half = read("tls_certificate_file = \"a.pem\"");
    assert!(half.contains("tls_key_file"), "{half}");
}
