//! How long the desk's pages take over a hundred thousand cases: from the request to the last
//! byte, in this process, without a socket. Prints the median and the slowest of each page.
//!
//! `cargo bench --bench desk`; with CASES=1000 over fewer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench prints, asks the clock, and ends when something is wrong"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use fba_nfe::adapters::catalogues::FileCatalogues;
use fba_nfe::adapters::clock::SystemClock;
use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::config::Config;
use fba_nfe::console::{Console, Settings, routes};
use fba_nfe::domain::Digest;
use fba_nfe::ports::{Access, Clock, Deed, DeedKind, Origin, Role, Session, User};
use fba_nfe::stage::{Offline, Policy, Stage};
use tower::ServiceExt;

/// Requests of each page.
const ROUNDS: usize = 40;

/// Held lives of forty causes, an accepted one beside each third, as they lie in the store.
const FILL: &str = "
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :cases)
INSERT INTO lives (seller, shipment, order_id, state, due_us, version, worth_cents, fault, began_us,
                   updated_us)
SELECT 'A1SIMPLES0001', printf('FBAX%08d', i), printf('701-%07d-%07d', i / 7, i), 'held', 0, 2,
       1000 + i % 90000, 'product.unknown', :now - i * 1000000, :now - i * 1000000 FROM n;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :cases)
INSERT INTO causes (seller, shipment, opened_seq, stage, code, field, mender, opened_us, worth_cents)
SELECT 'A1SIMPLES0001', printf('FBAX%08d', i), 2, 'draft', 'product.unknown',
       'ShipmentItems[].Field' || (i % 40), 'cadastro', :now - i * 1000000, 1000 + i % 90000 FROM n;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :cases)
INSERT INTO lookups (kind, term, seller, shipment)
SELECT 'sku', 'SKU-' || (i % 500), 'A1SIMPLES0001', printf('FBAX%08d', i) FROM n;
";

const EVENT: &str = "samples/unknown-sku/event.json";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let cases: u64 = std::env::var("CASES").ok().map_or(100_000, |it| it.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let config = Config::read("samples/fba-nfe.toml".as_ref(), &|_| None).unwrap();
    let store = Arc::new(SqliteStore::open(&path).unwrap());
    let catalogues = Arc::new(FileCatalogues::new(&config));
    let offline = Offline::new(Arc::clone(&store), Arc::new(SystemClock), catalogues);
    let traders = std::collections::BTreeMap::new();
    let stage = Stage::new(offline, traders, Policy::default(), config.chance.clone());
    // One life with a journal: a seller that this stage does not know is held at once.
    stage.receive(std::fs::read(EVENT).unwrap(), None).await.unwrap();
    fill(&path, cases);
    let settings = Settings {
        idle_s: 86_400,
        absolute_s: 86_400,
        secure: false,
        bulk_per_minute: 30,
        four_eyes: config.console.four_eyes.clone(),
    };
    let console = Arc::new(Console::new(stage, settings));
    let cookie = sign_in(&store).await;
    let desk = routes(console);
    println!("{cases} cases, {ROUNDS} requests of each page");
    for (name, path) in [
        ("home", "/"),
        ("cause", "/causa?stage=draft&code=product.unknown&field=ShipmentItems%5B%5D.Field7"),
        ("case", "/caso/A1SIMPLES0001/FBA15K0024"),
        ("search, all held", "/casos?state=held"),
        ("search, a shipment", "/casos?q=FBAX00004711"),
        ("search, a SKU", "/casos?sku=SKU-77"),
        ("approvals", "/aprovacoes"),
        ("audit", "/auditoria"),
    ] {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            times.push(ask(&desk, path, &cookie).await);
        }
        times.sort();
        let (median, slowest) = (times.get(ROUNDS / 2).unwrap(), times.last().unwrap());
        println!("{name:20} median {median:>9.1?}  slowest {slowest:>9.1?}");
    }
}

fn fill(path: &std::path::Path, cases: u64) {
    let conn = rusqlite::Connection::open(path).unwrap();
    let now = SystemClock.now().as_microsecond();
    let sql = FILL.replace(":cases", &cases.to_string()).replace(":now", &now.to_string());
    conn.execute_batch(&format!("BEGIN; {sql} COMMIT; ANALYZE;")).unwrap();
}

async fn sign_in(store: &SqliteStore) -> String {
    let now = SystemClock.now();
    let deed = |kind| Deed::new(now, "ana", Origin::command_line(), kind);
    let user = User {
        name: "ana".to_owned(),
        full_name: "Ana".to_owned(),
        role: Role::Administrador,
        password: None,
        lang: "pt-BR".to_owned(),
        active: true,
    };
    store.put_user(user, deed(DeedKind::User)).await.unwrap();
    let session = Session {
        id: Digest::of(b"secret").to_string(),
        user: "ana".to_owned(),
        csrf: "csrf".to_owned(),
        created: now,
        seen: now,
    };
    store.open_session(session, deed(DeedKind::SignIn)).await.unwrap();
    "mesa=secret".to_owned()
}

async fn ask(desk: &Router, path: &str, cookie: &str) -> Duration {
    let request = Request::builder().uri(path).header(header::COOKIE, cookie);
    let begun = Instant::now();
    let answer = desk.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    let bytes = axum::body::to_bytes(answer.into_body(), 64 << 20).await.unwrap();
    assert!(!bytes.is_empty());
    begun.elapsed()
}
