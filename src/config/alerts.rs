//! `[console.alerts]`: who is told by message, and how.

use std::time::Duration;

use reqwest::Url;
use secrecy::SecretString;

use super::net::{WEB_REMEDY, web_address, web_url};
use super::section::Section;
use crate::words::Lang;

/// `[console.alerts]`: at least one of mail and webhook.
#[derive(Clone, Debug)]
pub struct Alerts {
    /// `every_s`: not more than one message in so long. Default 900.
    pub every: Duration,
    /// `lang`: `pt-BR` or `en`. Default `pt-BR`.
    pub lang: Lang,
    /// `base_url`: what people type to reach the desk; links begin with it. Default none: no links.
    pub base_url: Option<String>,
    /// `smtp_host` and what belongs to it.
    pub mail: Option<Mail>,
    /// `webhook_url` and its key.
    pub webhook: Option<Webhook>,
}

/// How messages are mailed.
#[derive(Clone, Debug)]
pub struct Mail {
    /// `smtp_host`.
    pub host: String,
    /// `smtp_port`. Default 587, 465 with `tls`, 25 with `none`.
    pub port: u16,
    /// `smtp_tls`: `starttls`, `tls`, or `none`, which is for this machine only. Default `starttls`.
    pub tls: MailTls,
    /// `smtp_user` and `smtp_password_env` or `smtp_password_file`. Default none.
    pub login: Option<(String, SecretString)>,
    /// `mail_from`: an address.
    pub from: String,
    /// `mail_to`: addresses.
    pub to: Vec<String>,
}

/// How the connection to the mail server is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailTls {
    /// It begins in the clear, and must become TLS.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// Not at all: on this machine.
    None,
}

/// Where messages are posted as JSON.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// `webhook_url`.
    pub url: Url,
    /// `webhook_key_env` or `webhook_key_file`: the body's HMAC-SHA256 under it goes along.
    pub key: SecretString,
}

/// Receivers of one message.
const TO_MAX: usize = 50;

const MAIL_REMEDY: &str = "write an address: fiscal@exemplo.com.br";

pub(super) fn read(mut section: Section<'_>) -> Option<Alerts> {
    let every = section.seconds("every_s", 60..=86_400, 900);
    let lang = section
        .optional("lang", "write pt-BR or en", |it| Lang::parse(it).ok_or("expected pt-BR or en"));
    let base_url = section.optional("base_url", WEB_REMEDY, web_address);
    let mail = read_mail(&mut section);
    let url = section.optional_hidden("webhook_url", WEB_REMEDY, web_url);
    let key = section.optional_secret("webhook_key");
    let webhook = match (url, key) {
        (Some(Some(url)), Some(Some(key))) => Some(Some(Webhook { url, key })),
        (Some(None), Some(None)) => Some(None),
        (Some(Some(_)), Some(None)) => {
            section.missing("webhook_key_env", "a message is signed: openssl rand -hex 32");
            None
        }
        (Some(None), Some(Some(_))) => {
            section.missing("webhook_url", "name where messages go, or no key");
            None
        }
        (None, _) | (_, None) => None,
    };
    if let (Some(None), Some(None)) = (&mail, &webhook) {
        section.missing("smtp_host", "name smtp_host, webhook_url, or both; else no alerts");
    }
    section.done();
    Some(Alerts {
        every: every?,
        lang: lang?.unwrap_or(Lang::PtBr),
        base_url: base_url?,
        mail: mail?,
        webhook: webhook?,
    })
}

/// `Some(None)` is none, `None` is wrong.
fn read_mail(section: &mut Section<'_>) -> Option<Option<Mail>> {
    let host = section.optional("smtp_host", "write the mail server's name", host);
    let tls = section.optional("smtp_tls", "write starttls, tls or none", |it| match it {
        "starttls" => Ok(MailTls::StartTls),
        "tls" => Ok(MailTls::Tls),
        "none" => Ok(MailTls::None),
        _ => Err("expected starttls, tls or none"),
    });
    let port = section.optional_integer("smtp_port", 1..=u16::MAX);
    let user = section.optional("smtp_user", "write the user's name", |it| line(it, 320));
    let password = section.optional_secret("smtp_password");
    let from = section.optional("mail_from", MAIL_REMEDY, address);
    let to = section.texts("mail_to", MAIL_REMEDY);
    let (user, password, from, to) = (user?, password?, from?, to?);
    let (host, tls, port) = (host?, tls?.unwrap_or(MailTls::StartTls), port?);
    let Some(host) = host else {
        let others = user.is_some() || password.is_some() || from.is_some() || !to.is_empty();
        if others {
            section.missing("smtp_host", "name the mail server, or none of its keys");
        }
        return if others { None } else { Some(None) };
    };
    let mut right = true;
    let mut wrong = |key: &str, problem: &str, remedy: &str| {
        section.source().fault(&section.key(key), problem, remedy);
        right = false;
    };
    if tls == MailTls::None && !matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1") {
        wrong("smtp_tls", "none is for this machine only", "write starttls or tls");
    }
    if from.is_none() {
        wrong("mail_from", "is missing", MAIL_REMEDY);
    }
    if !(1..=TO_MAX).contains(&to.len()) || to.iter().any(|it| address(it).is_err()) {
        wrong("mail_to", "expected 1 to 50 addresses", MAIL_REMEDY);
    }
    let login = match (user, password) {
        (Some(user), Some(password)) => Some((user, password)),
        (None, None) => None,
        (Some(_), None) => {
            wrong("smtp_password_env", "is missing", "name user and password, or neither");
            None
        }
        (None, Some(_)) => {
            wrong("smtp_user", "is missing", "name user and password, or neither");
            None
        }
    };
    let default = match tls {
        MailTls::StartTls => 587,
        MailTls::Tls => 465,
        MailTls::None => 25,
    };
    let port = port.unwrap_or(default);
    from.filter(|_| right).map(|from| Some(Mail { host, port, tls, login, from, to }))
}

fn line(text: &str, most: usize) -> Result<String, &'static str> {
    let fits = !text.is_empty() && text.len() <= most && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err("is empty, too long, or has control characters") }
}

fn host(text: &str) -> Result<String, &'static str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-.:".contains(&b);
    if text.is_empty() || text.len() > 253 || !text.bytes().all(plain) {
        return Err("is no name of a server");
    }
    Ok(text.to_owned())
}

/// Shape alone: the mail server knows the rest.
fn address(text: &str) -> Result<String, &'static str> {
    let plain = |b: u8| b.is_ascii_graphic() && !b"<>,;:\"()[]\\".contains(&b);
    let Some((user, domain)) = text.split_once('@') else { return Err("is no address") };
    if user.is_empty() || domain.contains('@') || text.len() > 254 || !text.bytes().all(plain) {
        return Err("is no address");
    }
    host(domain).map_err(|_| "is no address")?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_address() {
        for good in ["a@b", "fiscal+nfe@exemplo.com.br", "o'neil@x.org"] {
            assert!(address(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nRCPT TO:<x@y>", "<a@b>", "á@b"]
        {
            assert!(address(bad).is_err(), "{bad:?}");
        }
    }
}
