//! A RabbitMQ of our own: own folder, ports, name service, cookie. It shares nothing with another one.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use super::deadline::Deadline;
use super::program::{Finished, Running, signal};

/// Debian's wrappers in /usr/sbin change the user and use the system's folders; the scripts here do not.
const PROGRAMS: &str = "/usr/lib/rabbitmq/bin";
const NODE: &str = "broker@localhost";
/// Starting takes 4 seconds on a quiet machine.
const START_LIMIT: Duration = Duration::from_secs(120);
const CTL_LIMIT: Duration = Duration::from_secs(60);

/// A running broker. With this value, or with the test program however that ends, it is killed and its folder removed.
pub(crate) struct Broker {
    folder: PathBuf,
    amqp: u16,
    management: u16,
    distribution: u16,
    names: u16,
    /// Erlang's name service, in the foreground, so that it ends with us. It leads the group of all that we start.
    epmd: Child,
    server: Child,
    guard: Child,
}

impl Broker {
    /// The one that tests share: each takes queues of its own names, and none stops it.
    #[track_caller]
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Broker> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// One of its own, for a test that kills it.
    #[track_caller]
    pub(crate) fn start() -> Self {
        assert!(
            Path::new(PROGRAMS).join("rabbitmq-server").exists(),
            "{PROGRAMS}/rabbitmq-server is missing: run ./test"
        );
        let folder = tempfile::Builder::new().prefix("fba-nfe-broker-").tempdir().unwrap().keep();
        let [amqp, management, distribution, names] = [(); 4].map(|()| free_port());
        write_configuration(&folder, amqp, management);
        let mut epmd = Command::new("epmd");
        epmd.args(["-address", "127.0.0.1", "-port", &names.to_string()]).process_group(0);
        let epmd = quiet(&mut epmd).spawn().unwrap_or_else(|e| panic!("epmd: {e}: run ./test"));
        let guard = guard(epmd.id(), &folder);
        let named =
            Deadline::after(CTL_LIMIT).poll(|| TcpStream::connect(("127.0.0.1", names)).ok());
        assert!(named.is_some(), "epmd does not listen on port {names}");
        let server = server(&folder, amqp, distribution, names, epmd.id());
        let mut broker =
            Self { folder, amqp, management, distribution, names, epmd, server, guard };
        broker.await_startup();
        broker
    }

    /// For an AMQP client.
    pub(crate) fn uri(&self) -> String {
        format!("amqp://guest:guest@127.0.0.1:{}/%2f", self.amqp)
    }

    /// For the management API, user and password `guest`.
    pub(crate) fn management_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.management)
    }

    /// What `rabbitmqctl` prints; it must succeed.
    #[track_caller]
    pub(crate) fn ctl(&self, args: &[&str]) -> String {
        let finished = self.try_ctl(args);
        assert!(finished.status.success(), "rabbitmqctl {args:?}: {finished:#?}");
        finished.stdout
    }

    /// To be called between declaring a quorum queue and [`Self::kill9`]: writes to disk which queues there are.
    ///
    /// Left alone, 3.10.8 does so some seconds later (its list of queues is a DETS table with delayed writes). Killed
    /// before, it comes back with an empty queue of that name that may not even answer, and what was confirmed is lost.
    pub(crate) fn settle(&self) {
        self.ctl(&["eval", "[ok = dets:sync(Table) || Table <- dets:all()]."]);
    }

    /// Dies at once, as in a power cut.
    pub(crate) fn kill9(&mut self) {
        let pid = fs::read_to_string(self.folder.join("pid")).unwrap();
        assert!(signal("KILL", pid.trim()), "no broker to kill");
        // The script that started it ends when it does.
        let ended = Deadline::after(CTL_LIMIT).poll(|| self.server.try_wait().unwrap());
        assert!(ended.is_some(), "the broker outlived kill -9");
    }

    /// Starts it again after [`Self::kill9`]: same ports, same folder.
    #[track_caller]
    pub(crate) fn restart(&mut self) {
        // The old one's pid would be taken for the new one's.
        let _ = fs::remove_file(self.folder.join("pid"));
        self.server =
            server(&self.folder, self.amqp, self.distribution, self.names, self.epmd.id());
        self.await_startup();
    }

    #[track_caller]
    fn await_startup(&mut self) {
        // The port opens shortly before the broker is ready. Until then rabbitmqctl would only fail, and costs much.
        let mut listens = false;
        let ready = Deadline::after(START_LIMIT).poll(|| {
            if let Some(status) = self.server.try_wait().unwrap() {
                return Some(Err(format!("the broker ended: {status}")));
            }
            listens = listens || TcpStream::connect(("127.0.0.1", self.amqp)).is_ok();
            let up =
                listens && self.try_ctl(&["await_startup", "--timeout", "60"]).status.success();
            up.then_some(Ok(()))
        });
        match ready.unwrap_or_else(|| Err(format!("the broker is not up after {START_LIMIT:?}"))) {
            Ok(()) => {}
            Err(why) => panic!("{why}; it said:\n{}", self.said()),
        }
    }

    fn try_ctl(&self, args: &[&str]) -> Finished {
        let mut ctl = Command::new(format!("{PROGRAMS}/rabbitmqctl"));
        environment(&mut ctl, &self.folder, self.names);
        Running::start(ctl.arg("--quiet").args(args)).finish(CTL_LIMIT * 2)
    }

    /// The end of its console and log.
    fn said(&self) -> String {
        let mut said = String::new();
        for entry in fs::read_dir(self.folder.join("log")).unwrap().flatten() {
            let text = fs::read(entry.path()).unwrap_or_default();
            let text = String::from_utf8_lossy(&text).into_owned();
            let lines: Vec<_> = text.lines().rev().take(30).collect();
            said += &format!("--- {}\n", entry.path().display());
            said.extend(lines.iter().rev().map(|line| format!("{line}\n")));
        }
        said
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let deadline = Deadline::after(CTL_LIMIT);
        // The dead are collected, so that none is left as a zombie.
        for child in [&mut self.guard, &mut self.server, &mut self.epmd] {
            if deadline.poll(|| child.try_wait().transpose()).is_none() {
                let _ = child.kill();
            }
        }
    }
}

/// Waits for the end of the test program, even by kill -9, as the end of a pipe; then ends the group and its folder.
/// A static is never dropped, and a stopped test run drops nothing: this is the only way that always works.
fn guard(group: u32, folder: &Path) -> Child {
    let script = r#"read nothing; kill -s KILL -- "-$1"
        for try in 1 2 3 4 5 6 7 8 9; do rm -rf -- "$2" && exit; sleep 0.2; done"#;
    let mut guard = Command::new("/bin/sh");
    guard.args(["-c", script, "guard", &group.to_string()]).arg(folder).process_group(0);
    quiet(&mut guard).stdin(Stdio::piped()).spawn().unwrap()
}

fn server(folder: &Path, amqp: u16, distribution: u16, names: u16, group: u32) -> Child {
    let mut server = Command::new(format!("{PROGRAMS}/rabbitmq-server"));
    environment(&mut server, folder, names);
    server
        .env("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1")
        .env("RABBITMQ_NODE_PORT", amqp.to_string())
        .env("RABBITMQ_DIST_PORT", distribution.to_string())
        .env("RABBITMQ_MNESIA_BASE", folder.join("db"))
        .env("RABBITMQ_LOG_BASE", folder.join("log"))
        .env("RABBITMQ_PID_FILE", folder.join("pid"))
        .env("RABBITMQ_CONFIG_FILE", folder.join("rabbitmq"))
        .env("RABBITMQ_ADVANCED_CONFIG_FILE", folder.join("advanced"))
        .env("RABBITMQ_ENABLED_PLUGINS_FILE", folder.join("enabled_plugins"))
        .env(
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
            "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
        )
        .process_group(group.try_into().unwrap());
    let console = fs::File::create(folder.join("log/console")).unwrap();
    let errors = console.try_clone().unwrap();
    quiet(&mut server).stdout(console).stderr(errors).spawn().unwrap()
}

/// What server and rabbitmqctl must agree on. HOME holds the cookie; a crash dumps where the program was started.
fn environment(command: &mut Command, folder: &Path, names: u16) {
    command
        .env_clear()
        .current_dir(folder)
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("LC_ALL", "C.UTF-8")
        .env("HOME", folder)
        .env("RABBITMQ_NODENAME", NODE)
        .env("RABBITMQ_CONF_ENV_FILE", folder.join("none"))
        .env("ERL_EPMD_ADDRESS", "127.0.0.1")
        .env("ERL_EPMD_PORT", names.to_string());
}

fn write_configuration(folder: &Path, amqp: u16, management: u16) {
    for below in ["db", "log"] {
        fs::create_dir(folder.join(below)).unwrap();
    }
    fs::write(folder.join("enabled_plugins"), "[rabbitmq_management].\n").unwrap();
    let conf = format!(
        "listeners.tcp.default = 127.0.0.1:{amqp}\n\
         management.tcp.ip = 127.0.0.1\n\
         management.tcp.port = {management}\n\
         log.console = false\n\
         log.file.level = info\n\
         disk_free_limit.absolute = 50MB\n"
    );
    fs::write(folder.join("rabbitmq.conf"), conf).unwrap();
}

fn quiet(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())
}

/// A port that nobody listens on. Below 32768, where Linux begins to give ports to outgoing connections,
/// so that none takes it before the broker does; another test program begins to look elsewhere.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let own = u16::try_from(std::process::id() % 600).unwrap() * 16;
    (0..10_000)
        .map(|_| 20_000 + (own + NEXT.fetch_add(1, Ordering::Relaxed)) % 10_000)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a free port between 20000 and 30000")
}

#[cfg(test)]
mod tests {
    use super::*;
    use lapin::options::{BasicGetOptions, BasicPublishOptions, QueueDeclareOptions};
    use lapin::types::FieldTable;
    use lapin::{BasicProperties, Connection, ConnectionProperties};

    #[test]
    fn a_broker_starts_and_answers() {
        let broker = Broker::shared();
        assert!(broker.ctl(&["status"]).contains("RabbitMQ version"));
        assert!(!broker.try_ctl(&["no_such_command"]).status.success());
        let address = broker.management_url().replace("http://", "");
        TcpStream::connect(address).unwrap();
    }

    #[tokio::test]
    async fn what_was_confirmed_outlives_kill_9_and_nothing_outlives_the_test() {
        let mut broker = Broker::start();
        let durable = QueueDeclareOptions { durable: true, ..Default::default() };
        let mut quorum = FieldTable::default();
        quorum.insert("x-queue-type".into(), lapin::types::AMQPValue::LongString("quorum".into()));

        let connection = connect(&broker).await;
        let channel = connection.create_channel().await.unwrap();
        channel.confirm_select(Default::default()).await.unwrap();
        channel.queue_declare("kept".into(), durable, quorum).await.unwrap();
        let confirm = channel
            .basic_publish(
                "".into(),
                "kept".into(),
                BasicPublishOptions { mandatory: true, ..Default::default() },
                b"one",
                BasicProperties::default().with_delivery_mode(2),
            )
            .await
            .unwrap();
        assert!(confirm.await.unwrap().is_ack());

        broker.settle();
        broker.kill9();
        broker.restart();

        let channel = connect(&broker).await.create_channel().await.unwrap();
        let got = channel.basic_get("kept".into(), BasicGetOptions { no_ack: true }).await.unwrap();
        assert_eq!(got.expect("the message is kept").delivery.data, b"one");

        // With its value it is gone, and its folder with it.
        let (folder, address) = (broker.folder.clone(), ("127.0.0.1", broker.amqp));
        assert!(folder.exists() && TcpStream::connect(address).is_ok());
        drop(broker);
        assert!(!folder.exists());
        // The system closes a killed program's sockets a moment after the kill.
        let closed = Deadline::after(CTL_LIMIT).poll(|| TcpStream::connect(address).err());
        assert!(closed.is_some(), "the broker outlived its test");
    }

    async fn connect(broker: &Broker) -> Connection {
        Connection::connect(&broker.uri(), ConnectionProperties::default()).await.unwrap()
    }
}
