//! Alerts go out once, in one message, by mail and by webhook; who fails is tried again.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use fba_nfe::adapters::mail::Mailer;
use fba_nfe::adapters::tls::Roots;
use fba_nfe::adapters::webhook::Hook;
use fba_nfe::config::{Mail, MailTls, Webhook};
use fba_nfe::console::alerts::{Terms, round};
use fba_nfe::domain::hex;
use fba_nfe::ports::{Cases, Clock, Message, Messenger, MessengerError};
use fba_nfe::words::Lang;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::console::{Room, later};
use crate::schemas::departures;

const LIMIT: Duration = Duration::from_secs(20);

/// Keeps what it is given, unless it is told to fail.
#[derive(Default)]
struct Kept {
    sent: Mutex<Vec<Message>>,
    fails: Mutex<bool>,
}

impl Messenger for Kept {
    fn channel(&self) -> &'static str {
        "kept"
    }

    async fn send(&self, message: &Message) -> Result<(), MessengerError> {
        if *self.fails.lock().unwrap() {
            return Err(MessengerError { channel: "kept", reason: "out of paper".to_owned() });
        }
        self.sent.lock().unwrap().push(message.clone());
        Ok(())
    }
}

fn terms(lang: Lang) -> Terms {
    let base_url = Some("https://mesa.exemplo.com.br".to_owned());
    Terms { every_s: 900, lang, base_url }
}

#[tokio::test]
async fn what_is_new_is_told_once_in_one_message_and_a_failure_is_tried_again() {
    let room = Room::of(&["unknown-sku", "missing-cpf", "unreadable-event"], "").await;
    let kept = Kept::default();
    let terms = terms(Lang::PtBr);
    *kept.fails.lock().unwrap() = true;
    assert!(!round(&room.console, &kept, &terms).await.unwrap());
    *kept.fails.lock().unwrap() = false;
    assert!(!round(&room.console, &kept, &terms).await.unwrap(), "not sooner than every_s");
    later(&room.clock, 900);
    assert!(round(&room.console, &kept, &terms).await.unwrap());
    later(&room.clock, 3600);
    assert!(!round(&room.console, &kept, &terms).await.unwrap(), "all is told");

    let started = room.clock.now();
    room.store.beat("work", started, started, "test".to_owned()).await.unwrap();
    later(&room.clock, 301);
    assert!(round(&room.console, &kept, &terms).await.unwrap());
    let sent = kept.sent.lock().unwrap().clone();
    let [first, second] = sent.as_slice() else { panic!("{sent:#?}") };
    assert_eq!(first.subject, "Mesa de notas: avisos (3)");
    for part in [
        "Causa nova",
        "product.unknown",
        "buyer.document_missing",
        "event.unreadable",
        "1 caso, R$",
        "quem resolve: Cadastro",
        "https://mesa.exemplo.com.br/causa?stage=draft&code=product.unknown&field=",
        "https://mesa.exemplo.com.br/eventos",
    ] {
        assert!(first.text.contains(part), "{part}: {}", first.text);
    }
    assert_eq!(second.subject, "Mesa de notas: avisos (1)");
    assert!(second.text.contains("O trabalhador está calado"), "{}", second.text);
    for message in &sent {
        let json = serde_json::from_str(&message.json).unwrap();
        assert_eq!(departures("alerts.json", &json), Vec::<String>::new());
    }
}

/// What a mail server heard: all lines of one conversation.
fn mail_server(refuses: bool) -> (SocketAddr, Receiver<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let heard = converse(stream.unwrap(), refuses);
            if tell.send(heard).is_err() {
                return;
            }
        }
    });
    (address, told)
}

fn converse(stream: TcpStream, refuses: bool) -> Vec<String> {
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    let mut to = stream.try_clone().unwrap();
    let mut say = |line: &str| to.write_all(format!("{line}\r\n").as_bytes()).unwrap();
    say("220 mail.example");
    let (mut heard, mut in_letter) = (Vec::new(), false);
    for line in BufReader::new(stream).lines() {
        let Ok(line) = line else { break };
        heard.push(line.clone());
        match line.split(' ').next().unwrap() {
            "." => {
                in_letter = false;
                say("250 taken");
            }
            _ if in_letter => {}
            "EHLO" => say("250 mail.example"),
            "RCPT" if refuses => say("550 nobody of that name"),
            "MAIL" | "RCPT" | "RSET" => say("250 yes"),
            "DATA" => {
                in_letter = true;
                say("354 go on");
            }
            "QUIT" => {
                say("221 bye");
                break;
            }
            _ => say("500 what"),
        }
    }
    heard
}

fn mailer(address: SocketAddr) -> Mailer {
    Mailer::new(&Mail {
        host: "127.0.0.1".to_owned(),
        port: address.port(),
        tls: MailTls::None,
        login: None,
        from: "mesa@exemplo.com.br".to_owned(),
        to: vec!["fiscal@exemplo.com.br".to_owned(), "ti@exemplo.com.br".to_owned()],
    })
    .unwrap()
}

#[tokio::test]
async fn a_mail_server_gets_one_letter_for_all_receivers() {
    let room = Room::of(&["unknown-sku"], "").await;
    let (address, heard) = mail_server(false);
    assert!(round(&room.console, &mailer(address), &terms(Lang::En)).await.unwrap());
    let heard = tokio::task::spawn_blocking(move || heard.recv_timeout(LIMIT).unwrap());
    let heard = heard.await.unwrap();
    let has = |part: &str| heard.iter().any(|line| line.contains(part));
    for part in [
        "MAIL FROM:<mesa@exemplo.com.br>",
        "RCPT TO:<fiscal@exemplo.com.br>",
        "RCPT TO:<ti@exemplo.com.br>",
        "Subject: Review desk: news (1)",
        "Message-ID: <",
        "Content-Type: text/plain; charset=utf-8",
        "product.unknown",
    ] {
        assert!(has(part), "{part}: {heard:#?}");
    }
}

#[tokio::test]
async fn a_mail_server_that_refuses_or_is_not_there_is_an_error_and_no_more() {
    let room = Room::of(&["unknown-sku"], "").await;
    let (address, _heard) = mail_server(true);
    assert!(!round(&room.console, &mailer(address), &terms(Lang::En)).await.unwrap());
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    later(&room.clock, 900);
    assert!(!round(&room.console, &mailer(nobody), &terms(Lang::En)).await.unwrap());
}

/// The first request that comes, answered so.
fn web_server(status: &'static str) -> (SocketAddr, Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        let mut from = BufReader::new(stream.try_clone().unwrap());
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(from.read_line(&mut head).unwrap() > 0, "{head}");
        }
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-length").then(|| value.parse().unwrap())
        });
        let mut body = vec![0; length.unwrap()];
        from.read_exact(&mut body).unwrap();
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
        (&stream).write_all(answer.as_bytes()).unwrap();
        tell.send((head, body)).unwrap();
    });
    (address, told)
}

fn hook(address: SocketAddr) -> Hook {
    let url = format!("http://{address}/avisos").parse().unwrap();
    let webhook = Webhook { url, key: "a key of thirty-two bytes or more".to_owned().into() };
    Hook::new(&webhook, &Roots::system_and(&[]).unwrap()).unwrap()
}

#[tokio::test]
async fn a_webhook_gets_json_under_a_signature_and_refuses_by_its_status() {
    let room = Room::of(&["unknown-sku"], "").await;
    let (address, _heard) = web_server("302 Found");
    assert!(!round(&room.console, &hook(address), &terms(Lang::En)).await.unwrap());
    later(&room.clock, 900);
    let (address, heard) = web_server("204 No Content");
    assert!(round(&room.console, &hook(address), &terms(Lang::En)).await.unwrap());
    let heard = tokio::task::spawn_blocking(move || heard.recv_timeout(LIMIT).unwrap());
    let (head, body) = heard.await.unwrap();
    assert!(head.starts_with("POST /avisos HTTP/1.1"), "{head}");
    let mut mac = Hmac::<Sha256>::new_from_slice(b"a key of thirty-two bytes or more").unwrap();
    mac.update(&body);
    let signature = format!("x-fba-nfe-signature: sha256={}", hex(&mac.finalize().into_bytes()));
    assert!(head.contains(&signature), "{head}");
    let json = serde_json::from_slice(&body).unwrap();
    assert_eq!(departures("alerts.json", &json), Vec::<String>::new());
}
