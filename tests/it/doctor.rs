//! `fba-nfe doctor`, through the built program: every fault at once, in bounded time, and never a
//! secret.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::tools::broker::Broker;
use crate::tools::program::{Finished, Running, fba_nfe};
use crate::tools::root;

/// What the program says of itself: it takes a minute at most.
const LIMIT: Duration = Duration::from_secs(60);

/// What is told of a refused connection, wherever.
const REFUSED: &str = "refused";

/// No word of these may be seen. The certificates' password is `1234`, which other numbers hold
/// too, so another one is tried with a certificate that it does not open.
const SECRETS: &[(&str, &str)] = &[
    ("broker-uri", "amqp://doctor:SECRET-BROKER@127.0.0.1:1/%2f"),
    ("certificate-password", "1234"),
    ("chance-key", "SECRET-CHANCE-SECRET-CHANCE"),
    ("csrt-pr", "SECRET-CSRT"),
    ("lwa-client-secret", "SECRET-CLIENT"),
    ("refresh-token-coast", "Atzr|SECRET-COAST"),
    ("refresh-token-excess", "Atzr|SECRET-EXCESS"),
    ("refresh-token-filiais", "Atzr|SECRET-FILIAIS"),
    ("refresh-token-mei", "Atzr|SECRET-MEI"),
    ("refresh-token-normal", "Atzr|SECRET-NORMAL"),
    ("refresh-token-simples", "Atzr|SECRET-SIMPLES"),
];

/// Rules without an end, for all sellers.
const RULES: [(&str, &str); 3] = [
    (
        "contributions.tsv",
        "crt\tdue\tvalid_from\tvalid_to\tsource\tcertainty\n\
         1\tno\t2027-01-01\t\ta test\tinvented\n2\tno\t2027-01-01\t\ta test\tinvented\n\
         3\tno\t2027-01-01\t\ta test\tinvented\n4\tno\t2027-01-01\t\ta test\tinvented\n",
    ),
    (
        "ibs_cbs.tsv",
        "crt\tstanding\tp_ibs_uf\tp_ibs_mun\tp_cbs\tbase\tschema\tvalid_from\tvalid_to\tsource\t\
         certainty\n1\tnot_due\t\t\t\t\t\t2027-01-01\t\ta test\tinvented\n\
         2\tnot_due\t\t\t\t\t\t2027-01-01\t\ta test\tinvented\n\
         3\tnot_due\t\t\t\t\t\t2027-01-01\t\ta test\tinvented\n\
         4\tnot_due\t\t\t\t\t\t2027-01-01\t\ta test\tinvented\n",
    ),
    (
        "levies.tsv",
        "levy\tdue\tvalid_from\tvalid_to\tsource\tcertainty\n\
         ipi\tno\t2027-01-01\t\ta test\tinvented\nis\tno\t2027-01-01\t\ta test\tinvented\n",
    ),
];

/// The samples' configuration in a folder of its own, to be changed.
struct Installation {
    folder: TempDir,
    text: String,
}

impl Installation {
    fn new() -> Installation {
        let folder = tempfile::tempdir().unwrap();
        for name in ["certificates", "products.csv", "contributors.csv"] {
            symlink(root("samples").join(name), folder.path().join(name)).unwrap();
        }
        std::fs::create_dir(folder.path().join("secrets")).unwrap();
        let text = std::fs::read_to_string(root("samples/fba-nfe.toml")).unwrap();
        let it = Installation { folder, text };
        for (name, value) in SECRETS {
            it.secret(name, value);
        }
        // What the law is today must not decide what is said of all the rest.
        std::fs::create_dir(it.path("rules")).unwrap();
        for (name, text) in RULES {
            std::fs::write(it.path("rules").join(name), text).unwrap();
        }
        let it = it.with("# [tax]", "[tax]\nrules = \"rules\"");
        // Nobody listens on port 1.
        it.with("127.0.0.1:8090", "127.0.0.1:1").with("127.0.0.1:8443", "127.0.0.1:1")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn secret(&self, name: &str, value: &str) {
        std::fs::write(self.path("secrets").join(name), format!("{value}\n")).unwrap();
    }

    /// With every `old` of the file replaced.
    #[track_caller]
    fn with(mut self, old: &str, new: &str) -> Installation {
        assert!(self.text.contains(old), "{old} is not in the file");
        self.text = self.text.replace(old, new);
        self
    }

    fn config(&self) -> PathBuf {
        let file = self.path("fba-nfe.toml");
        std::fs::write(&file, &self.text).unwrap();
        file
    }

    fn run(&self, verb: &[&str]) -> Finished {
        let mut command = fba_nfe(verb);
        Running::start(command.arg("--config").arg(self.config())).finish(LIMIT)
    }

    /// What the doctor says: its lines, which hold no secret and no contact.
    #[track_caller]
    fn doctor(&self, more: &[&str]) -> Report {
        let Finished { status, stdout, stderr } = self.run(&[&["doctor"], more].concat());
        for secret in ["SECRET", "Atzr|", "Equipe Fiscal", "fiscal@exemplo"] {
            assert!(!stdout.contains(secret), "{secret}: {stdout}");
            assert!(!stderr.contains(secret), "{secret}: {stderr}");
        }
        Report { code: status.code().unwrap(), text: stdout }
    }
}

struct Report {
    code: i32,
    text: String,
}

impl Report {
    /// The lines of a part.
    fn lines(&self, check: &str) -> Vec<&str> {
        let of = |line: &&str| {
            let rest = line.get(7..).unwrap_or_default();
            rest.strip_prefix(check).is_some_and(|it| it.starts_with("  "))
        };
        self.text.lines().filter(of).collect()
    }

    /// The one line of a part begins with this word and holds these.
    #[track_caller]
    fn says(&self, check: &str, word: &str, parts: &[&str]) {
        let lines = self.lines(check);
        let [line] = lines.as_slice() else { panic!("{check}: {lines:?} in\n{}", self.text) };
        assert!(line.starts_with(word), "{word}: {line}");
        for part in parts {
            assert!(line.contains(part), "{part}: {line}");
        }
    }

    fn count(&self, word: &str) -> usize {
        self.text.lines().filter(|line| line.starts_with(&format!("{word} "))).count()
    }
}

#[test]
fn the_samples_are_sound_and_no_store_is_made() {
    let it = Installation::new();
    let report = it.doctor(&["--offline"]);
    assert_eq!((report.code, report.count("FAULT"), report.count("warn")), (0, 0, 3));
    report.says("store", "warn", &["not there yet: work creates it"]);
    report.says("config.checks", "warn", &["ncm none, cest none, v_nf_max none"]);
    report.says("offline", "warn", &["broker, Amazon and SEFAZ were not asked"]);
    assert!(!it.path("fba-nfe.sqlite").exists());

    report.says("config.broker", "ok", &["uri set", "management_url none"]);
    report.says("config.amazon", "ok", &["client_secret set", "burst 25"]);
    report.says("config.chance", "ok", &["key set"]);
    report.says("config.tax.rules", "ok", &["10 rows of its own", "no day without a rule"]);
    report.says("config.responsible", "ok", &["CNPJ 33014556AB0167, contact set, csrt set for PR"]);
    let seller = ["CNPJ 11222333000181", "producao", "serie 1 from number 1", "products (SHA-256"];
    report.says("seller A1SIMPLES0001", "ok", &seller);
    report.says("seller A2NORMAL0001", "ok", &["normal", "refresh_token set"]);
    let certificate = ["CN=LOJA NORMAL TESTE SA", "2026-01-01 to 2036-01-01", "days left"];
    report.says("certificate A2NORMAL0001", "ok", &certificate);
    report.says("seller A3FILIAIS0001", "ok", &["2 establishments", "normal"]);
    let branch = ["PR, serie 7 from number 501", "WH-CURITIBA, WH-SJP", "retirada", "1 autXML"];
    report.says("seller A3FILIAIS0001 7K5A1M9Z00PR12", "ok", &branch);
    report.says("certificate A3FILIAIS0001 7K5A1M9Z00PR12", "ok", &["CNPJ 7K5A1M9Z00PR12"]);
}

#[test]
fn a_state_that_wants_a_csrt_is_named() {
    let it = Installation::new()
        .with("[[responsible.csrt]]\nUF = \"PR\"", "[[responsible.csrt]]\nUF = \"SC\"");
    let report = it.doctor(&["--offline"]);
    let parts = ["csrt set for SC", "is in PR, which rejects without (975)", "remedy: "];
    report.says("config.responsible", "warn", &parts);
}

#[test]
fn json_is_an_array_of_checks() {
    let Finished { status, stdout, .. } =
        Installation::new().run(&["doctor", "--offline", "--json"]);
    assert!(status.success());
    let checks: Vec<Value> = serde_json::from_str(&stdout).unwrap();
    assert!(checks.len() > 10, "{stdout}");
    for check in &checks {
        let keys: Vec<&str> = check.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys.len(), 4, "{keys:?}");
        assert!(check["check"].is_string() && check["found"].is_string(), "{check}");
        assert!(["ok", "warn", "fault"].contains(&check["status"].as_str().unwrap()), "{check}");
        assert_eq!(check["remedy"].is_null(), check["status"] == "ok", "{check}");
    }
}

#[test]
fn a_broken_configuration_tells_all_its_faults() {
    let it = Installation::new()
        .with("serie = 1\n", "serie = 999\n")
        .with("11222333000181", "11222333000182")
        .with("[polling]", "[polling]\nfirst_seconds = 15\nfirst_s = 0");
    it.secret("chance-key", "SECRET");
    let report = it.doctor(&[]);
    assert_eq!(report.code, 1);
    let faults = report.lines("config");
    assert_eq!(faults.len(), report.text.lines().count() - 1, "{}", report.text);
    for part in [
        "seller[0].serie",
        "seller[1].serie",
        "seller[0].cnpj",
        "first_seconds",
        "polling.first_s",
        "chance.key",
    ] {
        let one = |line: &&str| line.contains(part) && line.contains("remedy: ");
        assert!(faults.iter().any(one), "{part}: {}", report.text);
    }
}

#[test]
fn a_foreign_certificate_and_a_wrong_password_are_faults_among_others() {
    let it = Installation::new().with("certificates/normal.pfx", "certificates/simples.pfx");
    let report = it.doctor(&["--offline"]);
    assert_eq!((report.code, report.count("FAULT")), (1, 1));
    let parts = ["not of the seller's CNPJ 44555666000181 (213)", "remedy: "];
    report.says("certificate A2NORMAL0001", "FAULT", &parts);
    report.says("certificate A1SIMPLES0001", "ok", &[]);

    it.secret("certificate-password", "SECRET-PASSWORD");
    let report = it.doctor(&[]);
    report.says("certificate A1SIMPLES0001", "FAULT", &["the password does not open"]);
    report.says("sefaz A1SIMPLES0001", "warn", &["not asked"]);
}

#[test]
fn when_nobody_answers_every_part_says_so() {
    let report = Installation::new().doctor(&[]);
    assert_eq!((report.code, report.count("FAULT")), (1, 15), "{}", report.text);
    report.says("broker", "FAULT", &[REFUSED, "remedy: start RabbitMQ"]);
    for seller in ["A1SIMPLES0001", "A2NORMAL0001"] {
        report.says(&format!("amazon {seller}"), "FAULT", &["LWA token", REFUSED, "remedy: "]);
        report.says(&format!("sefaz {seller}"), "FAULT", &["NFeStatusServico4", REFUSED]);
    }
    report.says("certificate A1SIMPLES0001", "ok", &[]);
}

#[test]
fn a_broker_that_accepts_and_says_nothing_costs_bounded_time() {
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let it = Installation::new().with("# connect_timeout_s = 10", "connect_timeout_s = 1");
    let address = mute.local_addr().unwrap();
    it.secret("broker-uri", &format!("amqp://doctor:SECRET-BROKER@{address}/%2f"));
    let report = it.doctor(&[]);
    assert_eq!(report.code, 1);
    report.says("broker", "FAULT", &["did not answer to connect within 1s", "remedy: "]);
}

#[test]
fn what_a_server_echoes_is_not_repeated() {
    let echo = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = echo.local_addr().unwrap();
    std::thread::spawn(move || echo.incoming().for_each(|it| refuse(it.unwrap())));
    let it = Installation::new().with("http://127.0.0.1:1/auth", &format!("http://{address}/auth"));
    let report = it.doctor(&[]);
    for seller in ["A1SIMPLES0001", "A2NORMAL0001"] {
        let parts = ["denied", "invalid_grant", "remedy: mend client_id"];
        report.says(&format!("amazon {seller}"), "FAULT", &parts);
    }
}

/// Answers as LWA does to a wrong refresh token, and repeats what it was sent.
fn refuse(mut stream: TcpStream) {
    let mut request = Vec::new();
    let mut part = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut part) {
        request.extend_from_slice(&part[..read]);
        if String::from_utf8_lossy(&request).contains("client_secret=SECRET-CLIENT") {
            break;
        }
    }
    let said = String::from_utf8_lossy(&request).escape_default().to_string();
    let body = serde_json::json!({"error": "invalid_grant", "error_description": said}).to_string();
    let head = "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close";
    // Who hung up has its answer.
    let _ = write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
}

#[test]
fn amazon_and_sefaz_of_the_simulator_are_well() {
    let it = Installation::new()
        .with("# amazon_port = 8090", "amazon_port = 0")
        .with("# sefaz_port = 8443", "sefaz_port = 0");
    let mut command = fba_nfe(["simulate"]);
    let mut simulator = Running::start(command.arg("--config").arg(it.config()));
    let address = |line: String| line.rsplit_once('/').unwrap().1.to_owned();
    let amazon = address(simulator.line_with("amazon http", LIMIT));
    let sefaz = address(simulator.line_with("sefaz https", LIMIT));
    let it = it
        .with("http://127.0.0.1:1", &format!("http://{amazon}"))
        .with("all_under = \"https://127.0.0.1:1\"", &format!("all_under = \"https://{sefaz}\""));
    let report = it.doctor(&[]);
    for seller in ["A1SIMPLES0001", "A2NORMAL0001"] {
        report.says(&format!("amazon {seller}"), "ok", &["both tokens"]);
        report.says(&format!("sefaz {seller}"), "ok", &["107"]);
    }
    for cnpj in ["7K5A1M9Z000194", "7K5A1M9Z00PR12"] {
        report.says(&format!("sefaz A3FILIAIS0001 {cnpj}"), "ok", &["107"]);
    }
    assert_eq!(report.count("FAULT"), 1, "the broker: {}", report.text);

    // One seller's wrong token spoils no other's.
    it.secret("refresh-token-normal", "Atzr|SECRET-OTHER");
    let report = it.doctor(&[]);
    report.says("amazon A2NORMAL0001", "FAULT", &["denied", "remedy: mend client_id"]);
    report.says("amazon A1SIMPLES0001", "ok", &[]);
}

#[test]
fn a_broker_without_topology_is_told_and_mended() {
    let broker = Broker::shared();
    broker.ctl(&["add_vhost", "doctor"]);
    broker.ctl(&["set_permissions", "-p", "doctor", "guest", ".*", ".*", ".*"]);
    let it = Installation::new();
    it.secret("broker-uri", &broker.uri().replace("%2f", "doctor"));
    let report = it.doctor(&[]);
    report.says("broker", "ok", &["reachable"]);
    let missing = report.lines("broker.topology");
    let named = |part: &str| missing.iter().any(|it| it.starts_with("FAULT") && it.contains(part));
    for part in ["queue fba-nfe.intake", "exchange fba-nfe.events", "queue fba-nfe.dead-letters"] {
        assert!(named(part), "{part}: {missing:?}");
    }
    assert!(missing.iter().any(|it| it.contains("remedy: `queue apply` makes it")), "{missing:?}");

    assert!(it.run(&["queue", "apply"]).status.success());
    let report = it.doctor(&[]);
    let lines = report.lines("broker.topology");
    assert!(lines.iter().any(|it| it.starts_with("ok")), "{lines:?}");
    assert!(
        lines.iter().any(|it| it.starts_with("warn") && it.contains("management")),
        "{lines:?}"
    );
    assert!(!lines.iter().any(|it| it.starts_with("FAULT")), "{lines:?}");

    // With the management API bindings are seen too; policies only once the broker gathered them.
    let with = it.with(
        "# management_url_env = \"RABBITMQ_MANAGEMENT_URL\"",
        "management_url_file = \"secrets/management\"",
    );
    with.secret("management", &broker.management_url().replace("//", "//guest:guest@"));
    let report = with.doctor(&[]);
    let lines = report.lines("broker.topology");
    assert!(lines.iter().any(|it| it.starts_with("ok")), "{lines:?}");
    assert!(!lines.iter().any(|it| it.contains("FAULT") || it.contains("binding ")), "{lines:?}");
}

#[test]
fn a_store_is_counted_and_a_file_that_is_none_is_a_fault() {
    let it = Installation::new();
    let store = it.path("fba-nfe.sqlite");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = fba_nfe::adapters::store::SqliteStore::open(&store).unwrap();
        store.close().await.unwrap();
    });
    let report = it.doctor(&["--offline"]);
    assert_eq!(report.code, 0, "{}", report.text);
    report.says("store", "ok", &["opens"]);
    report.says("store.integrity", "ok", &["sound"]);
    report.says("store.held", "ok", &["no case waits"]);
    report.says("store.outbox", "ok", &["0 letters unsent"]);
    report.says("store.deliveries", "ok", &["none"]);

    std::fs::write(&store, "no database at all, whatever its name says. ".repeat(50)).unwrap();
    let report = it.doctor(&["--offline"]);
    assert_eq!(report.code, 1);
    report.says("store", "FAULT", &["remedy: "]);
    report.says("clock", "ok", &[]);
}
