//! How the broker is reached.

use std::net::{Shutdown, TcpStream};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lapin::tcp::OwnedTLSConfig;
use lapin::types::ShortString;
use lapin::uri::{AMQPScheme, AMQPUri};
use lapin::{AsyncTcpStream, Channel, Connection, ConnectionProperties};
use secrecy::{ExposeSecret, SecretString};

use super::{AmqpError, within};

/// Limit of a small exchange on an open connection: open a channel, declare, cancel, close.
pub(super) const STEP: Duration = Duration::from_secs(10);

/// What must be known of the broker.
#[derive(Clone, Debug)]
pub struct BrokerConfig {
    /// `amqp://user:password@host:port/vhost` or `amqps://…`. Without a path the virtual host is
    /// `/`; write it as `%2f` otherwise. A host name or an IPv4 address. Never printed.
    pub uri: SecretString,
    /// What the broker shows as the connection's name. It also spreads the back-off, so two
    /// workers want two names. At most 200 bytes.
    pub name: String,
    /// The management API, if it may be asked. With it `queue check` also sees bindings and
    /// policies, which AMQP cannot show.
    pub management: Option<Management>,
    /// PEM of the authorities that may sign the broker's certificate (`amqps`), in addition to
    /// the system's own.
    pub authorities: Option<String>,
    /// How many deliveries may be in hand, unacknowledged. Default 64: enough for the store to
    /// commit in groups, few enough that a crash repeats little.
    pub intake_prefetch: u16,
    /// How long to wait for a connection, TLS and login included. Default 10 s: a frozen broker
    /// accepts TCP and then says nothing.
    pub connect_timeout: Duration,
    /// How long to wait for the broker to confirm a publish. Default 30 s. After it the outcome
    /// is unknown, not a failure: under an alarm the broker may store it much later.
    pub confirm_timeout: Duration,
    /// Heartbeat, in whole seconds. Default 15 s: a dead peer is noticed after twice that.
    pub heartbeat: Duration,
}

/// Where the management API answers, and to whom. The user needs the tag `monitoring`.
#[derive(Clone, Debug)]
pub struct Management {
    /// `http://host:15672`, or `https://…`.
    pub url: String,
    /// The user.
    pub user: String,
    /// The user's password.
    pub password: SecretString,
}

impl BrokerConfig {
    /// A configuration with all defaults.
    pub fn new(uri: SecretString) -> BrokerConfig {
        BrokerConfig {
            uri,
            name: "fba-nfe".to_owned(),
            management: None,
            authorities: None,
            intake_prefetch: 64,
            connect_timeout: Duration::from_secs(10),
            confirm_timeout: Duration::from_secs(30),
            heartbeat: Duration::from_secs(15),
        }
    }

    /// Reads the URI, and refuses what lapin would quietly read as something else.
    pub(super) fn parse_uri(&self) -> Result<AMQPUri, AmqpError> {
        let text = self.uri.expose_secret();
        // lapin's own error quotes the text, so it goes no further.
        let mut uri: AMQPUri = text.parse().map_err(|_| {
            AmqpError::Uri("expected amqp://user:password@host:port/vhost or amqps://…")
        })?;
        // A password may hold a bracket, so only what follows it is looked at.
        if text.rsplit_once('@').map_or(text, |(_, host)| host).contains('[') {
            return Err(AmqpError::Uri("an IPv6 address is not understood here, give a host name"));
        }
        if uri.vhost.is_empty() {
            return Err(AmqpError::Uri(
                "it ends in '/', which names a virtual host without a name; leave the '/' out, or write '/%2f'",
            ));
        }
        if self.name.len() > 200 {
            return Err(AmqpError::Uri("the connection's name has more than 200 bytes"));
        }
        let seconds = self.heartbeat.as_secs().clamp(1, 600);
        uri.query.heartbeat = Some(u16::try_from(seconds).unwrap_or(600));
        let millis = u64::try_from(self.connect_timeout.as_millis()).unwrap_or(u64::MAX);
        uri.query.connection_timeout = Some(millis);
        Ok(uri)
    }
}

/// Opens one connection. It does not recover by itself: who holds it drops it and asks again.
pub async fn connect(config: &BrokerConfig) -> Result<Connection, AmqpError> {
    let uri = config.parse_uri()?;
    let properties =
        ConnectionProperties::default().with_connection_name(config.name.as_str().into());
    let tls = OwnedTLSConfig { identity: None, cert_chain: config.authorities.clone() };
    let runtime = lapin::runtime::default_runtime()?;
    let line = Arc::new(Line::default());
    let kept = Arc::clone(&line);
    // The closure is lapin's own way to connect, and keeps a handle besides.
    let connection = Connection::connector(
        uri,
        runtime,
        async move |uri: AMQPUri, runtime| {
            let host = uri.authority.host.clone();
            let addresses = runtime.to_socket_addrs((host, uri.authority.port));
            let stream = AsyncTcpStream::connect(&runtime, addresses).await?;
            if let AsyncTcpStream::Plain(socket) = &stream {
                kept.keep(socket.get_ref().as_fd().try_clone_to_owned()?)?;
            }
            Ok(match uri.scheme {
                AMQPScheme::AMQP => stream,
                AMQPScheme::AMQPS => stream.into_tls(&uri.authority.host, tls.as_ref()).await?,
            })
        },
        properties,
    );
    let connection = within(config.connect_timeout, "connect", connection).await;
    line.end(connection.is_err());
    connection
}

/// A second handle on the socket. lapin has a thread for each connection, and a broker that
/// accepts and says nothing would hold it for ever: giving up must also hang up.
#[derive(Default)]
struct Line(Mutex<LineState>);

#[derive(Default)]
struct LineState {
    socket: Option<TcpStream>,
    cut: bool,
}

impl Line {
    fn keep(&self, socket: OwnedFd) -> std::io::Result<()> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.cut {
            return Err(std::io::ErrorKind::TimedOut.into());
        }
        state.socket = Some(TcpStream::from(socket));
        Ok(())
    }

    /// Lets go of the handle, and hangs up when the attempt failed.
    fn end(&self, failed: bool) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.cut = failed;
        if let Some(socket) = state.socket.take().filter(|_| failed)
            && let Err(error) = socket.shutdown(Shutdown::Both)
        {
            tracing::debug!(error = %error, "the socket was gone already");
        }
    }
}

/// Opens a channel.
pub(super) async fn channel(connection: &Connection) -> Result<Channel, AmqpError> {
    within(STEP, "open a channel", connection.create_channel()).await
}

/// Says goodbye. What can go wrong here has no consequence: the connection ends either way.
pub async fn close(connection: &Connection) {
    if let Err(error) = within(STEP, "close", connection.close(200, "done".into())).await {
        tracing::debug!(error = %error, "the connection ended without a goodbye");
    }
}

/// lapin's short strings panic above 255 bytes; this one answers.
pub(super) fn short(text: &str) -> Option<ShortString> {
    ShortString::try_new(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(uri: &str) -> BrokerConfig {
        BrokerConfig::new(SecretString::from(uri.to_owned()))
    }

    #[test]
    fn the_virtual_host_is_what_the_uri_says() {
        for (uri, vhost) in
            [("amqp://h", "/"), ("amqp://u:p@h:5673/%2f", "/"), ("amqps://u:p@h/fiscal", "fiscal")]
        {
            assert_eq!(config(uri).parse_uri().unwrap().vhost, vhost, "{uri}");
        }
    }

    #[test]
    fn a_uri_that_would_be_misread_is_refused_and_never_quoted() {
        for uri in [
            "amqp://user:hunter2@host/",
            "amqp://user:hunter2@[2001:db8::1]/",
            "http://user:hunter2@host",
            "mailto:hunter2",
            "amqp://user:hunter2@host:port",
            "",
        ] {
            let error = config(uri).parse_uri().unwrap_err();
            assert!(matches!(error, AmqpError::Uri(_)), "{uri}");
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
        assert!(!format!("{:?}", config("amqp://user:hunter2@host")).contains("hunter2"));
    }
}
