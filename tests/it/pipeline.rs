//! The headline promise, with the real parts: a real RabbitMQ, the real binary, HTTP and mutual
//! TLS to the simulator. 500 events, some twice, some broken, some that Amazon refuses; the worker
//! is killed three times and the broker once. Everything ends, and the books agree.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fba_nfe::adapters::amqp::DEAD_LETTERS;
use fba_nfe::adapters::store::{Filter, LifeRow, SqliteStore};
use fba_nfe::domain::{Digest, SellerId};
use fba_nfe::simulator::generate::{Blemish, Recipe};
use fba_nfe::stage::{letter_id, unreadable_letter_id};

use crate::tools::broker::Broker;
use crate::tools::deadline::Deadline;
use crate::tools::program::{Running, fba_nfe, run};
use crate::tools::root;

const SHIPMENTS: u64 = 460;
const TWICE: usize = 25;
const BROKEN: usize = 15;
const ERRORED: usize = 8;

/// For everything to come to its end, killed and started again on the way.
const ALL_END: Duration = Duration::from_secs(420);

/// A trial in a folder of its own: configuration, shipments, events.
struct Trial {
    folder: tempfile::TempDir,
    events: Vec<Vec<u8>>,
    broken: Vec<Digest>,
    blemished: usize,
}

impl Trial {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn config(&self) -> PathBuf {
        self.path("fba-nfe.toml")
    }

    fn verb(&self, verb: &[&str]) -> std::process::Command {
        let mut args: Vec<&str> = verb.to_vec();
        let config = self.config();
        let config = config.to_str().unwrap().to_owned();
        args.extend(["--config", &config]);
        fba_nfe(args)
    }

    fn work(&self) -> Running {
        Running::start(&mut self.verb(&["work"]))
    }

    fn send(&self, name: &str, events: &[Vec<u8>]) {
        for (n, event) in events.iter().enumerate() {
            fs::write(self.path(&format!("{name}-{n}.json")), event).unwrap();
        }
        let files: Vec<String> = (0..events.len())
            .map(|n| self.path(&format!("{name}-{n}.json")).to_str().unwrap().to_owned())
            .collect();
        let mut args = vec!["send", "--raw"];
        args.extend(files.iter().map(String::as_str));
        let sent = Running::start(&mut self.verb(&args)).finish(Duration::from_secs(60));
        assert!(sent.status.success(), "{sent:#?}");
    }
}

/// The samples' configuration, with its own addresses, and a world faster than Amazon's.
fn trial(broker: &Broker) -> Trial {
    let folder = tempfile::tempdir().unwrap();
    let samples = root("samples");
    for part in ["certificates", "secrets"] {
        copy(&samples.join(part), &folder.path().join(part));
    }
    for file in ["products.csv", "contributors.csv"] {
        fs::copy(samples.join(file), folder.path().join(file)).unwrap();
    }
    fs::write(folder.path().join("secrets/broker-uri"), broker.uri()).unwrap();
    let [amazon, sefaz] = [(); 2].map(|()| free_port().to_string());
    let text = fs::read_to_string(samples.join("fba-nfe.toml")).unwrap();
    let text = text.replace("8090", &amazon).replace("8443", &sefaz);
    let (before, simulator) = text.split_once("[simulator]").unwrap();
    let fast = "rate_per_s = \"200\"\nburst = 200";
    // A worker killed between intent and submission: Amazon says NotFound, and for so long it is
    // taken for delay before the same bytes go again.
    let before = before
        .replacen("# rate_per_s = \"1.133\"\n# burst = 25", fast, 1)
        .replacen("# first_s = 15", "first_s = 1", 1)
        .replacen("# not_found_grace_s = 600", "not_found_grace_s = 10", 1);
    let simulator = simulator
        .replace("# rate_per_s = \"1.133\"\n# burst = 25", fast)
        .replace("# propagation_s = 2\n# validation_s = 20", "propagation_s = 0\nvalidation_s = 1")
        .replace("# amazon_port", "amazon_port")
        .replace("# sefaz_port", "sefaz_port");
    let moved = !before.contains(fast)
        || !before.contains("\nnot_found_grace_s = 10")
        || !simulator.contains(fast);
    assert!(!moved, "the sample's comments moved");
    fs::write(folder.path().join("fba-nfe.toml"), format!("{before}[simulator]{simulator}"))
        .unwrap();
    input(folder)
}

/// Shipments and events; a script in which Amazon refuses some.
fn input(folder: tempfile::TempDir) -> Trial {
    let recipe = Recipe {
        seed: "pipeline".into(),
        sellers: ["A1SIMPLES0001", "A2NORMAL0001"].map(|id| SellerId::parse(id).unwrap()).into(),
        skus: vec!["SKU-001".into(), "SKU-002".into()],
        starts: "2026-11-20T12:00:00Z".parse().unwrap(),
        missing_document: 20,
        unknown_sku: 20,
        unknown_city: 20,
    };
    let shipments = folder.path().join("shipments");
    fs::create_dir(&shipments).unwrap();
    let mut script = String::from("[world]\n");
    let (mut events, mut blemished, mut errored) = (Vec::new(), 0, 0);
    for n in 0..SHIPMENTS {
        let made = recipe.make(n).unwrap();
        fs::write(shipments.join(format!("{}.json", made.id)), &made.shipment).unwrap();
        if made.blemish != Blemish::None {
            blemished += 1;
        } else if errored < ERRORED {
            errored += 1;
            script.push_str(&format!(
                "[[world.answer]]\nto = \"submitInvoice\"\nshipment = \"{}\"\nsay = [\"errored\"]\n",
                made.id
            ));
        }
        events.push(made.notification);
    }
    fs::write(folder.path().join("world.toml"), script).unwrap();
    // The same bytes again: a redelivery. Then bytes that are no event.
    let twice: Vec<Vec<u8>> = events.iter().step_by(17).take(TWICE).cloned().collect();
    assert_eq!(twice.len(), TWICE);
    let garbage: Vec<Vec<u8>> = (0..BROKEN).map(|n| format!("{{broken {n}").into_bytes()).collect();
    let broken = garbage.iter().map(|body| Digest::of(body)).collect();
    events.extend(twice);
    events.extend(garbage);
    Trial { folder, events, broken, blemished }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What the store says, read beside the worker.
struct Books(SqliteStore, tokio::runtime::Runtime);

impl Books {
    fn count(&self, states: &[&str]) -> u64 {
        let counts = self.1.block_on(self.0.counts()).unwrap();
        counts.iter().filter(|it| states.contains(&it.state.as_str())).map(|it| it.lives).sum()
    }

    #[track_caller]
    fn wait(&self, what: &str, mut reached: impl FnMut(&Books) -> bool) {
        let seen = Deadline::after(ALL_END).poll(|| reached(self).then_some(()));
        assert!(seen.is_some(), "{what}: {:#?}", self.1.block_on(self.0.counts()).unwrap());
    }

    fn lives(&self, state: &str) -> Vec<LifeRow> {
        let filter = Filter { state: Some(state.to_owned()), limit: 10_000, ..Filter::default() };
        self.1.block_on(self.0.lives(filter)).unwrap()
    }
}

#[test]
fn five_hundred_events_all_end_though_the_worker_and_the_broker_are_killed() {
    let mut broker = Broker::start();
    let trial = trial(&broker);
    let mut simulator = Running::start(&mut trial.verb(&[
        "simulate",
        "--script",
        trial.path("world.toml").to_str().unwrap(),
        "--shipments",
        trial.path("shipments").to_str().unwrap(),
    ]));
    simulator.line_with("sefaz https://", Duration::from_secs(30));
    let applied = Running::start(&mut trial.verb(&["queue", "apply"]));
    assert!(applied.finish(Duration::from_secs(30)).status.success());
    broker.settle();

    let (first, second) = trial.events.split_at(300);
    trial.send("first", first);
    let mut worker = trial.work();
    let store = trial.path("fba-nfe.sqlite");
    Deadline::after(ALL_END).poll(|| store.exists().then_some(())).unwrap();
    let books = Books(
        SqliteStore::open(&store).unwrap(),
        tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap(),
    );

    books.wait("the first 40", |it| it.count(&["accepted"]) >= 40);
    worker.kill9();
    let mut worker = trial.work();
    books.wait("the first 100", |it| it.count(&["accepted"]) >= 100);
    broker.kill9();
    broker.restart();
    trial.send("second", second);
    books.wait("the first 200", |it| it.count(&["accepted"]) >= 200);
    worker.kill9();
    let mut worker = trial.work();
    books.wait("the first 320", |it| it.count(&["accepted"]) >= 320);
    worker.kill9();
    let worker = trial.work();

    books.wait("every shipment", |it| it.count(&["accepted", "held"]) == SHIPMENTS);
    let unsent = |it: &Books| it.1.block_on(it.0.outbox_unsent(1)).unwrap().len();
    books.wait("every letter", |it| unsent(it) == 0);
    worker.terminate();
    let ended = worker.finish(Duration::from_secs(30));
    assert!(ended.status.success(), "{ended:#?}");

    assert_each_end(&trial, &books);
    assert_numbers(&books);
    assert_letters(&trial, &books, &broker);
    simulator.terminate();
    let world = simulator.finish(Duration::from_secs(30));
    assert!(world.status.success(), "Amazon or SEFAZ saw what must not be: {world:#?}");
}

/// Accepted once, or held with its cause.
fn assert_each_end(trial: &Trial, books: &Books) {
    let held = books.lives("held");
    let errored = held.iter().filter(|it| it.fault.as_deref() == Some("amazon.errored")).count();
    assert_eq!(errored, ERRORED);
    assert_eq!(held.len(), ERRORED + trial.blemished, "{held:#?}");
    assert_eq!(books.count(&["accepted"]) as usize, SHIPMENTS as usize - held.len());
    let unreadable = books.1.block_on(books.0.unreadable("open", None, 1000)).unwrap();
    let unreadable: BTreeSet<Digest> = unreadable.into_iter().map(|it| it.digest).collect();
    assert_eq!(unreadable, trial.broken.iter().cloned().collect());
}

/// Every series begins at its first number and has no hole, and each number is authorised.
fn assert_numbers(books: &Books) {
    let series = books.1.block_on(books.0.series()).unwrap();
    assert_eq!(series.len(), 2);
    for it in series {
        assert_eq!(it.first, 1);
        assert_eq!(u64::from(it.last), it.taken, "numbers are missing on record");
        assert_eq!((it.authorized, it.gaps), (it.taken, 0));
    }
}

/// The dead-letter queue holds a letter for each case, and none for anything else.
fn assert_letters(trial: &Trial, books: &Books, broker: &Broker) {
    let held = books.lives("held").into_iter().map(|it| letter_id(&it.id, it.version));
    let broken = trial.broken.iter().map(unreadable_letter_id);
    let expected: BTreeSet<String> = held.chain(broken).collect();
    let found = books.1.block_on(async {
        let connection =
            lapin::Connection::connect(&broker.uri(), lapin::ConnectionProperties::default())
                .await
                .unwrap();
        let channel = connection.create_channel().await.unwrap();
        let mut found = BTreeSet::new();
        let options = lapin::options::BasicGetOptions { no_ack: true };
        while let Some(letter) = channel.basic_get(DEAD_LETTERS.into(), options).await.unwrap() {
            let letter: serde_json::Value = serde_json::from_slice(&letter.data).unwrap();
            found.insert(letter["letter_id"].as_str().unwrap().to_owned());
        }
        found
    });
    assert_eq!(found, expected);
    let listed = run(["dlq", "list", "--config", trial.config().to_str().unwrap()]);
    assert!(listed.status.success(), "{listed:#?}");
    let cases: BTreeSet<&str> =
        listed.stdout.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(cases.len(), expected.len(), "{}", listed.stdout);
}
