//! Messages by mail: SMTP, one connection for each.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message as Letter, Tokio1Executor};
use secrecy::ExposeSecret;

use super::http::{TEXT_MAX, bounded};
use crate::config::{Mail, MailTls};
use crate::domain::Digest;
use crate::ports::{Message, Messenger, MessengerError};

/// For each answer of the server.
const ANSWER_MAX: Duration = Duration::from_secs(20);

/// What the channel is called.
const CHANNEL: &str = "mail";

/// A mail server that takes messages from us.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
    to: Vec<Address>,
}

impl Mailer {
    /// As the configuration has it; nothing is asked of the server yet.
    pub fn new(config: &Mail) -> Result<Mailer, MessengerError> {
        type Smtp = AsyncSmtpTransport<Tokio1Executor>;
        let builder = match config.tls {
            MailTls::StartTls => Smtp::starttls_relay(&config.host).map_err(failed)?,
            MailTls::Tls => Smtp::relay(&config.host).map_err(failed)?,
            MailTls::None => Smtp::builder_dangerous(&config.host),
        };
        let mut builder = builder.port(config.port).timeout(Some(ANSWER_MAX));
        if let Some((user, password)) = &config.login {
            let password = password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        let to: Result<_, _> = config.to.iter().map(|it| it.parse()).collect();
        Ok(Mailer {
            transport: builder.build(),
            from: config.from.parse().map_err(failed)?,
            to: to.map_err(failed)?,
        })
    }

    fn letter(&self, message: &Message) -> Result<Letter, MessengerError> {
        // The same message has the same id: one that comes twice is seen to be one.
        let id = format!("<{}@fba-nfe>", Digest::of(message.json.as_bytes()));
        let mut letter = Letter::builder()
            .from(self.from.clone().into())
            .subject(&message.subject)
            .message_id(Some(id))
            .header(ContentType::TEXT_PLAIN);
        for to in &self.to {
            letter = letter.to(to.clone().into());
        }
        letter.body(message.text.clone()).map_err(failed)
    }
}

impl Messenger for Mailer {
    fn channel(&self) -> &'static str {
        CHANNEL
    }

    async fn send(&self, message: &Message) -> Result<(), MessengerError> {
        self.transport.send(self.letter(message)?).await.map_err(failed)?;
        Ok(())
    }
}

fn failed(error: impl std::error::Error) -> MessengerError {
    let mut reason = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        reason = format!("{reason}: {inner}");
        cause = inner.source();
    }
    MessengerError { channel: CHANNEL, reason: bounded(&reason, TEXT_MAX) }
}
