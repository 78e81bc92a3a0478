//! `work --console`: the desk beside the worker, stopped with it; with a broker and without.

use std::fs;
use std::path::Path;
use std::time::Duration;

use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::ports::{Cases, Pulse};

use super::http::{get, post};
use crate::tools::broker::Broker;
use crate::tools::deadline::Deadline;
use crate::tools::program::{Running, fba_nfe};
use crate::tools::root;

const LIMIT: Duration = Duration::from_secs(90);

/// The samples' configuration, its store and its broker elsewhere.
fn configure(folder: &Path, broker: &str) -> String {
    for part in fs::read_dir(root("samples")).unwrap() {
        let part = part.unwrap();
        let name = part.file_name();
        if name != "secrets" && name != "fba-nfe.toml" {
            std::os::unix::fs::symlink(part.path(), folder.join(name)).unwrap();
        }
    }
    fs::create_dir(folder.join("secrets")).unwrap();
    for secret in fs::read_dir(root("samples/secrets")).unwrap() {
        let secret = secret.unwrap();
        fs::copy(secret.path(), folder.join("secrets").join(secret.file_name())).unwrap();
    }
    fs::write(folder.join("secrets/broker-uri"), broker).unwrap();
    let text = fs::read_to_string(root("samples/fba-nfe.toml")).unwrap();
    let text = text.replacen("# listen = \"127.0.0.1:8640\"", "listen = \"127.0.0.1:0\"", 1);
    fs::write(folder.join("fba-nfe.toml"), text).unwrap();
    folder.join("fba-nfe.toml").to_str().unwrap().to_owned()
}

fn pulse(folder: &Path) -> Pulse {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let store = SqliteStore::open(&folder.join("fba-nfe.sqlite")).unwrap();
    runtime.block_on(store.pulse("2026-11-22T00:00:00Z".parse().unwrap())).unwrap()
}

/// A worker with a desk, and somebody who signs in.
fn signed_in(config: &str) -> (Running, String, String) {
    let add = ["user", "add", "ana", "--full-name", "Ana Souza", "--role", "analista"];
    let mut user = Running::start(&mut fba_nfe(add.iter().chain(&["--config", config])));
    user.say("a long enough password\n");
    assert!(user.finish(LIMIT).status.success());
    let mut work = Running::start(&mut fba_nfe(["work", "--console", "--config", config]));
    let base = work.line_with("http://127.0.0.1:", LIMIT);
    let form = "user=ana&password=a+long+enough+password&next=/";
    let answer = post(&base, "/entrar", "", form);
    assert_eq!(answer.status, 303, "{answer:?}");
    let cookies = answer.cookies();
    (work, base, cookies)
}

#[test]
fn the_desk_is_open_beside_the_worker_and_shows_what_the_broker_put_aside() {
    let broker = Broker::shared();
    broker.ctl(&["add_vhost", "work-desk"]);
    broker.ctl(&["set_permissions", "-p", "work-desk", "guest", ".*", ".*", ".*"]);
    let folder = tempfile::tempdir().unwrap();
    let config = configure(folder.path(), &broker.uri().replace("%2f", "work-desk"));
    let applied = Running::start(&mut fba_nfe(["queue", "apply", "--config", &config]));
    assert!(applied.finish(LIMIT).status.success());
    let (work, base, cookies) = signed_in(&config);
    publish(&broker.uri().replace("%2f", "work-desk"));
    let shown = Deadline::after(LIMIT).poll(|| {
        let home = get(&base, "/", &cookies);
        assert_eq!(home.status, 200, "{home:?}");
        home.body.contains("event.unreadable").then_some(home.body)
    });
    assert!(shown.is_some(), "the stray is not on the desk");
    let pulse = pulse(folder.path());
    let [(name, .., detail)] = pulse.beats.as_slice() else { panic!("{pulse:?}") };
    assert!(name == "work" && detail.ends_with("32 hands"), "{pulse:?}");
    work.terminate();
    let ended = work.finish(LIMIT);
    assert!(ended.status.success(), "{ended:#?}");
}

/// What somebody else puts into the dead-letter queue.
fn publish(uri: &str) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        use fba_nfe::adapters::amqp::{BrokerConfig, DEAD_KEY, DEAD_LETTERS, Published, Publisher};
        let publisher = Publisher::new(BrokerConfig::new(uri.to_owned().into()));
        let body = b"nobody's letter";
        let published = publisher.publish(DEAD_LETTERS, DEAD_KEY, "n-1", body, "text/plain").await;
        assert_eq!(published, Published::Confirmed);
    });
}

#[test]
fn without_a_broker_the_desk_is_open_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let config = configure(folder.path(), "amqp://guest:guest@127.0.0.1:1/%2f");
    let (work, base, cookies) = signed_in(&config);
    assert_eq!(get(&base, "/", &cookies).status, 200);
    work.terminate();
    let ended = work.finish(LIMIT);
    assert!(ended.status.success(), "{ended:#?}");
}
