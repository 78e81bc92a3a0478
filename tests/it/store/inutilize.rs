//! `fba-nfe numbers inutilize`, the program itself, over SOAP and mutual TLS to the simulator: an
//! answer that is lost, the same bytes again, and what the books say then.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::lifecycle::Event;
use fba_nfe::ports::Store as _;

use super::conformance::{live, take, tell};
use super::fixtures::*;
use crate::tools::program::{Finished, Running, fba_nfe, run};
use crate::tools::root;

/// Its first answer is lost: SEFAZ has the numbers, and nobody heard.
const WORLD: &str = "[[world.answer]]\nto = \"NFeInutilizacao4\"\nsay = [\"lost\"]\n";

/// The samples' configuration in a folder of its own, with the simulator on free ports.
struct Office {
    folder: tempfile::TempDir,
    simulator: Running,
}

impl Office {
    fn open() -> Office {
        let folder = tempfile::tempdir().unwrap();
        let samples = root("samples");
        for part in ["certificates", "secrets"] {
            fs::create_dir(folder.path().join(part)).unwrap();
            for entry in fs::read_dir(samples.join(part)).unwrap() {
                let from = entry.unwrap().path();
                if from.is_file() {
                    let to = folder.path().join(part).join(from.file_name().unwrap());
                    fs::copy(from, to).unwrap();
                }
            }
        }
        for file in ["products.csv", "contributors.csv"] {
            fs::copy(samples.join(file), folder.path().join(file)).unwrap();
        }
        let config = folder.path().join("fba-nfe.toml");
        let text = fs::read_to_string(samples.join("fba-nfe.toml")).unwrap();
        let text = text
            .replace("# amazon_port = 8090", "amazon_port = 0")
            .replace("# sefaz_port = 8443", "sefaz_port = 0");
        fs::write(&config, &text).unwrap();
        let script = folder.path().join("world.toml");
        fs::write(&script, WORLD).unwrap();
        let args = ["simulate", "--config", path(&config), "--script", path(&script)];
        let mut simulator = Running::start(&mut fba_nfe(args));
        let line = simulator.line_with("sefaz https://127.0.0.1:", Duration::from_secs(30));
        let address = line.trim().trim_start_matches("sefaz ");
        fs::write(&config, text.replace("https://127.0.0.1:8443", address)).unwrap();
        Office { folder, simulator }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `numbers inutilize` of the whole range, with these arguments more.
    fn inutilize(&self, more: &[&str]) -> Finished {
        let config = self.file("fba-nfe.toml");
        let mut args = vec!["numbers", "inutilize", "1..3", "--serie", "1", "--by", "ana"];
        args.extend(["--cnpj", CNPJ, "--why", "Envios cancelados antes da emissao"]);
        args.extend(["--config", path(&config)]);
        args.extend(more);
        run(args)
    }

    fn beside<T: rusqlite::types::FromSql>(&self, sql: &str) -> Vec<T> {
        let beside = rusqlite::Connection::open(self.file("fba-nfe.sqlite")).unwrap();
        let mut asked = beside.prepare(sql).unwrap();
        let rows = asked.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Three shipments that Amazon cancelled before their notes were signed.
async fn three_gaps(store: &SqliteStore) {
    for shipment in ["S1", "S2", "S3"] {
        let life = id(shipment);
        live(store, &life, vec![created(&life), fetched()]).await;
        take(store, &life).await.unwrap();
        let Event::Created { order, event_time, delivery } = created(&life) else { panic!() };
        tell(store, &life, Event::Cancelled { order, event_time, delivery }).await.unwrap();
        assert_eq!(store.journal(&life).await.unwrap().len(), 4);
    }
}

#[test]
fn the_program_tells_sefaz_of_gaps_and_asks_again_with_the_same_bytes() {
    let office = Office::open();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let store = SqliteStore::open(&office.file("fba-nfe.sqlite")).unwrap();
    runtime.block_on(async {
        three_gaps(&store).await;
        store.close().await.unwrap();
    });
    let fates = || office.beside::<String>("SELECT fate FROM numbers ORDER BY n_nf");
    let sent = || office.beside::<String>("SELECT request FROM inutilizations");

    let shown = office.inutilize(&[]);
    assert!(shown.status.success() && shown.stdout.contains("nothing was sent"), "{shown:#?}");
    assert!(shown.stdout.contains("1..3  (3)") && sent().is_empty(), "{shown:#?}");

    let unheard = office.inutilize(&["--yes"]);
    assert_eq!(unheard.status.code(), Some(1), "{unheard:#?}");
    assert!(unheard.stdout.contains("the request stays open"), "{unheard:#?}");
    assert_eq!(fates(), ["gap", "gap", "gap"]);
    let request = sent();
    assert_eq!(request.len(), 1);

    let heard = office.inutilize(&["--yes"]);
    assert!(heard.status.success(), "{heard:#?}");
    assert!(heard.stdout.contains("SEFAZ had it already"), "{heard:#?}");
    assert_eq!((fates(), sent()), (vec!["inutilized".to_owned(); 3], request));

    // They are no gaps any more: nothing is sent, and the list tells what SEFAZ was told.
    let again = office.inutilize(&["--yes"]);
    assert!(!again.status.success(), "{again:#?}");
    let config = office.file("fba-nfe.toml");
    let listed = run(["numbers", "--cnpj", CNPJ, "--config", path(&config)]);
    assert!(listed.stdout.contains("1..3"), "{listed:#?}");
    office.simulator.terminate();
    let world = office.simulator.finish(Duration::from_secs(30));
    assert!(world.status.success(), "SEFAZ saw what must not be: {world:#?}");
    assert!(world.stdout.contains("numbers given up:  3"), "{world:#?}");
}
