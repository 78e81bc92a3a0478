//! `[store]`, `[broker]` and `[chance]`: what this installation stands on.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};

use super::net;
use super::section::Section;
use crate::domain::Chance;

/// `[store]`.
#[derive(Clone, Debug)]
pub struct Store {
    /// `path`: the SQLite file of the journal, the numbers and the bodies. No default: a journal
    /// that is looked for in the wrong place begins anew, and then numbers are taken twice.
    pub path: PathBuf,
}

/// `[broker]`: RabbitMQ. Queue and exchange names are `queue/definitions.json`'s, not keys.
#[derive(Clone, Debug)]
pub struct Broker {
    /// `uri_env` or `uri_file`: `amqp://` or `amqps://user:password@host:port/vhost`. A secret,
    /// because of the password. No default.
    pub uri: SecretString,
    /// `management_url_env` or `management_url_file`: `https://user:password@host:15671`, for
    /// the differences that AMQP itself cannot name. Default: none, those are not looked for.
    pub management_url: Option<SecretString>,
    /// `prefetch`: deliveries held unacknowledged, 1 to 1000. Default 32: enough for one group
    /// commit, little to redeliver after a crash.
    pub prefetch: u16,
    /// `confirm_timeout_s`: seconds until a publish without a confirm counts as unknown, 1 to
    /// 600. Default 30: a quorum queue that elects a leader answers within.
    pub confirm_timeout: Duration,
    /// `connect_timeout_s`: seconds for one attempt to connect, 1 to 300. Default 10: the next
    /// attempt comes anyway.
    pub connect_timeout: Duration,
}

pub(super) fn read_store(mut section: Section<'_>) -> Option<Store> {
    let path = section.path("path", None);
    section.done();
    Some(Store { path: path? })
}

pub(super) fn read_broker(mut section: Section<'_>) -> Option<Broker> {
    let uri = section.secret("uri").filter(|uri| {
        let right = net::is_broker_address(uri.expose_secret());
        if !right {
            let problem = "the secret is no broker address";
            let remedy = "write amqp:// or amqps://user:password@host:port/vhost";
            section.source().fault(&section.key("uri"), problem, remedy);
        }
        right
    });
    let management_url = section.optional_secret("management_url").filter(|url| {
        let wrong = url.as_ref().and_then(|url| net::web_url(url.expose_secret()).err());
        if let Some(problem) = wrong {
            let remedy = "write https://user:password@host:port (http:// only for this machine)";
            section.source().fault(&section.key("management_url"), problem, remedy);
        }
        wrong.is_none()
    });
    let prefetch = section.integer("prefetch", 1..=1000, Some(32));
    let confirm_timeout = section.seconds("confirm_timeout_s", 1..=600, 30);
    let connect_timeout = section.seconds("connect_timeout_s", 1..=300, 10);
    section.done();
    Some(Broker {
        uri: uri?,
        management_url: management_url?,
        prefetch: prefetch?,
        confirm_timeout: confirm_timeout?,
        connect_timeout: connect_timeout?,
    })
}

/// Shorter keys can be guessed, and `cNF` with them.
const KEY_MIN: usize = 16;

/// `[chance]`: `key_env` or `key_file`, at least 16 bytes, the key of `cNF` and of jitter.
///
/// Made once per installation and kept for ever: with another key, a note that is sealed again
/// after a crash would get another `cNF`, and so another access key.
pub(super) fn read_chance(mut section: Section<'_>) -> Option<Chance> {
    let key = section.secret("key").filter(|key| {
        let right = key.expose_secret().len() >= KEY_MIN;
        if !right {
            let problem = format!("the secret is shorter than {KEY_MIN} bytes");
            let remedy = "make one with: openssl rand -hex 32";
            section.source().fault(&section.key("key"), problem, remedy);
        }
        right
    });
    section.done();
    Some(Chance::new(key?.expose_secret().as_bytes()))
}
