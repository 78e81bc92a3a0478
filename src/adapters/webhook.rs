//! Messages as JSON to an address, signed: whoever takes them knows that they are ours.

use std::time::Duration;

use hmac::{Hmac, Mac};
use reqwest::{Client, Url};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use super::http::told;
use super::tls::{self, Limits, Offer, Roots};
use crate::config::Webhook;
use crate::domain::hex;
use crate::ports::{Message, Messenger, MessengerError};

/// What the channel is called.
const CHANNEL: &str = "webhook";

/// `sha256=` and the HMAC-SHA256 of the body under the key, in lower-case hexadecimal.
pub const SIGNATURE: &str = "x-fba-nfe-signature";

const LIMITS: Limits = Limits {
    total: Duration::from_secs(30),
    connect: Duration::from_secs(10),
    idle: Duration::from_secs(30),
};

/// An address that takes messages from us.
pub struct Hook {
    http: Client,
    url: Url,
    key: SecretString,
}

impl Hook {
    /// As the configuration has it; nothing is asked of the address yet.
    pub fn new(config: &Webhook, roots: &Roots) -> Result<Hook, MessengerError> {
        let http = tls::client(roots, None, Offer::Http2, LIMITS)
            .map_err(|error| failed(error.to_string()))?
            .build()
            .map_err(|error| failed(told(&error)))?;
        Ok(Hook { http, url: config.url.clone(), key: config.key.clone() })
    }

    fn signature(&self, body: &[u8]) -> Result<String, MessengerError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key.expose_secret().as_bytes())
            .map_err(|error| failed(error.to_string()))?;
        mac.update(body);
        Ok(format!("sha256={}", hex(&mac.finalize().into_bytes())))
    }
}

impl Messenger for Hook {
    fn channel(&self) -> &'static str {
        CHANNEL
    }

    async fn send(&self, message: &Message) -> Result<(), MessengerError> {
        let signature = self.signature(message.json.as_bytes())?;
        let request = self.http.post(self.url.clone());
        let request = request
            .header("content-type", "application/json")
            .header(SIGNATURE, signature)
            .body(message.json.clone());
        let answer = request.send().await.map_err(|error| failed(told(&error)))?;
        let status = answer.status();
        if status.is_success() { Ok(()) } else { Err(failed(format!("HTTP {}", status.as_u16()))) }
    }
}

fn failed(reason: String) -> MessengerError {
    MessengerError { channel: CHANNEL, reason }
}
