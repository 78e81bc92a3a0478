//! As little of a browser as a test needs.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// For one answer.
const LIMIT: Duration = Duration::from_secs(30);

/// An answer, whole.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Page {
    /// `name=value` of the cookies that it sets.
    pub(super) fn cookies(&self) -> String {
        let set = self.head.lines().filter_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next().unwrap())
        });
        set.collect::<Vec<_>>().join("; ")
    }
}

/// Asks for a page.
#[track_caller]
pub(super) fn get(base: &str, path: &str, cookies: &str) -> Page {
    ask(base, &format!("GET {path} HTTP/1.1\r\n"), cookies, "")
}

/// Sends a form.
#[track_caller]
pub(super) fn post(base: &str, path: &str, cookies: &str, form: &str) -> Page {
    let head = format!(
        "POST {path} HTTP/1.1\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\n",
        form.len()
    );
    ask(base, &head, cookies, form)
}

#[track_caller]
fn ask(base: &str, head: &str, cookies: &str, body: &str) -> Page {
    let host = base.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    let whole =
        format!("{head}host: {host}\r\nconnection: close\r\ncookie: {cookies}\r\n\r\n{body}");
    stream.write_all(whole.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Page { status, head: head.to_owned(), body: body.to_owned() }
}
