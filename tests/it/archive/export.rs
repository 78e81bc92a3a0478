//! `fba-nfe export`: what is in the zip is what was archived, and another library finds the same
//! sums in the workbook as stand in the XMLs.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use calamine::{Data, DataType, Reader, Xlsx};
use fba_nfe::adapters::archive::Archive;
use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::domain::Money;
use fba_nfe::nfe::read;
use fba_nfe::ports::{Body, Filing, FilingKind};
use tempfile::TempDir;

use super::documents::{NOTES, cancellation, filing, inutilization, key, note, sample};
use super::filer::{file_all, list};
use crate::tools::program::{Finished, run};
use crate::tools::root;

struct Installation {
    folder: TempDir,
    documents: Vec<(Filing, Body)>,
}

/// Notes, a cancellation and an inutilização, filed where the configuration says.
async fn installation() -> Installation {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(root("samples")).unwrap() {
        let entry = entry.unwrap();
        if !entry.file_name().to_string_lossy().contains("sqlite") {
            symlink(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
    }
    let store = Arc::new(SqliteStore::open(&folder.path().join("fba-nfe.sqlite")).unwrap());
    let mut documents: Vec<_> = NOTES.iter().map(|path| note(sample(path))).collect();
    let first = documents[0].clone();
    let (cnpj, month) = (first.0.cnpj.as_str(), first.0.year_month);
    let event = cancellation(&first.1.bytes, 135);
    let name = format!("ID110111{}01", first.0.name);
    documents.push(filing(FilingKind::Event, cnpj, month, name, event));
    let (id, inut) = inutilization(cnpj, 900, 901);
    documents.push(filing(FilingKind::Inutilization, cnpj, month, id, inut));
    list(&store, documents.clone()).await;
    file_all(&store, &folder.path().join("archive")).await;
    store.close().await.unwrap();
    Installation { folder, documents }
}

impl Installation {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn export(&self, more: &[&str]) -> Finished {
        let (config, out) = (self.path("fba-nfe.toml"), self.path("out/month.zip"));
        std::fs::create_dir_all(self.path("out")).unwrap();
        let (year, month) = self.documents[0].0.year_month;
        let month = format!("{year}-{month:02}");
        let (config, out) = (config.to_str().unwrap(), out.to_str().unwrap());
        let own = ["export", "--month", &month, "--config", config, "-o", out];
        run(own.iter().chain(more).copied())
    }

    fn zip(&self) -> BTreeMap<String, Vec<u8>> {
        let bytes = std::fs::read(self.path("out/month.zip")).unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut files = BTreeMap::new();
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            files.insert(file.name().unwrap().into_owned(), bytes);
        }
        files
    }

    fn archived(&self, at: usize) -> PathBuf {
        Archive::new(&self.path("archive")).path(&self.documents[at].0)
    }

    fn nothing_was_written(&self) {
        let names: Vec<_> = std::fs::read_dir(self.path("out")).unwrap().collect();
        assert!(names.is_empty(), "{names:?}");
    }
}

fn sheet(xlsx: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(xlsx.to_vec())).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// The cents of a cell; nothing for an empty one.
fn cents(cell: &Data) -> i64 {
    // The shortest decimal that is this number: more than two places would not be money.
    let text = cell.as_f64().map_or_else(|| "0".to_owned(), |number| number.to_string());
    Money::parse(&text).unwrap().cents()
}

fn column(head: &[Data], name: &str) -> usize {
    head.iter().position(|it| it.as_string().as_deref() == Some(name)).unwrap()
}

const ICMS_TOT: [&str; 11] = [
    "vProd",
    "vFrete",
    "vDesc",
    "vICMS",
    "vICMSUFDest",
    "vFCPUFDest",
    "vST",
    "vIPI",
    "vPIS",
    "vCOFINS",
    "vNF",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_month_is_read_back_by_others_and_its_sums_are_the_xmls() {
    let it = installation().await;
    let done = it.export(&[]);
    assert!(done.status.success(), "{done:?}");
    let files = it.zip();
    assert_eq!(files.len(), it.documents.len() + 2);
    for (filing, body) in &it.documents {
        let name = format!("{}/{}.xml", filing.cnpj, filing.name);
        assert_eq!(files[&name], body.bytes, "{name}");
    }

    let notes = &it.documents[..NOTES.len()];
    let rows = sheet(&files["resumo.xlsx"], "notas");
    let (head, rows) = rows.split_first().unwrap();
    assert_eq!(rows.len(), notes.len());
    let of = |row: &[Data], name: &str| row[column(head, name)].clone();
    for tag in ICMS_TOT {
        let in_sheet: i64 = rows.iter().map(|row| cents(&of(row, tag))).sum();
        let in_xml: Money =
            notes.iter().filter_map(|(_, body)| read(&body.bytes).unwrap().total(tag)).sum();
        assert_eq!(in_sheet, in_xml.cents(), "{tag}");
    }
    for (tag, path) in [("vIBS", "gIBS/vIBS"), ("vCBS", "gCBS/vCBS")] {
        let in_sheet: i64 = rows.iter().map(|row| cents(&of(row, tag))).sum();
        let in_xml: Money = notes
            .iter()
            .filter_map(|(_, body)| {
                let document = read(&body.bytes).unwrap();
                let text = document.value(&format!("total/IBSCBSTot/{path}"))?.to_owned();
                Some(Money::parse(&text).unwrap())
            })
            .sum();
        assert_eq!(in_sheet, in_xml.cents(), "{tag}");
    }
    for (filing, body) in notes {
        let document = read(&body.bytes).unwrap();
        let text = |row: &[Data], name: &str| of(row, name).as_string().unwrap_or_default();
        let row = rows.iter().find(|row| text(row, "chNFe") == filing.name).unwrap();
        assert_eq!(text(row, "UF"), document.value("dest/enderDest/UF").unwrap());
        assert_eq!(text(row, "nNF"), document.value("ide/nNF").unwrap());
        assert_eq!(text(row, "CNPJ"), filing.cnpj);
        assert_eq!(text(row, "nProt"), document.protocol().unwrap().n_prot.unwrap());
        let day = &document.value("ide/dhEmi").unwrap()[..10];
        // A spreadsheet counts days from here.
        let Data::DateTime(cell) = of(row, "dhEmi") else { panic!("{row:?}") };
        let days = cell.as_f64() as i64;
        let first = jiff::civil::date(1899, 12, 30);
        assert_eq!(first.saturating_add(jiff::Span::new().days(days)).to_string(), day);
        let cancelled = filing.name == notes[0].0.name;
        assert_eq!(text(row, "situacao"), if cancelled { "cancelada" } else { "autorizada" });
        assert_eq!(text(row, "nProtCanc").is_empty(), !cancelled);
    }
    // The totals sheet adds up to the same.
    let totals = sheet(&files["resumo.xlsx"], "totais");
    let v_nf = column(&totals[0], "vNF");
    let all: i64 = totals[1..].iter().map(|row| cents(&row[v_nf])).sum();
    assert_eq!(all, rows.iter().map(|row| cents(&of(row, "vNF"))).sum::<i64>());
    csv_says_the_same(&files["resumo.csv"], head, rows, notes);
}

fn csv_says_the_same(csv: &[u8], head: &[Data], rows: &[Vec<Data>], notes: &[(Filing, Body)]) {
    let text = std::str::from_utf8(csv).unwrap().strip_prefix('\u{feff}').unwrap();
    let mut lines = text.split("\r\n");
    let names: Vec<&str> = lines.next().unwrap().split(';').collect();
    let in_sheet: Vec<String> = head.iter().map(|it| it.as_string().unwrap()).collect();
    assert_eq!(names, in_sheet);
    let v_nf = names.iter().position(|it| *it == "vNF").unwrap();
    for (line, row) in lines.filter(|it| !it.is_empty()).zip(rows) {
        let fields: Vec<&str> = line.split(';').collect();
        assert_eq!(fields.len(), names.len(), "{line}");
        assert!(fields[v_nf].contains(',') && !fields[v_nf].contains('.'), "{line}");
        let money = Money::parse(&fields[v_nf].replace(',', ".")).unwrap();
        assert_eq!(money.cents(), cents(&row[v_nf]));
    }
    // The buyers' papers stay in the XMLs.
    for (_, body) in notes {
        let document = read(&body.bytes).unwrap();
        for path in ["dest/CPF", "dest/xNome", "dest/enderDest/xLgr"] {
            let Some(value) = document.value(path) else { continue };
            assert!(!text.contains(value), "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_month_gives_the_same_bytes_and_one_cnpj_its_own() {
    let it = installation().await;
    let zip = it.path("out/month.zip");
    assert!(it.export(&[]).status.success());
    let first = std::fs::read(&zip).unwrap();
    assert!(it.export(&[]).status.success());
    assert_eq!(first, std::fs::read(&zip).unwrap());
    // The store holds the same bytes as the disk.
    assert!(it.export(&["--from-store"]).status.success());
    assert_eq!(first, std::fs::read(&zip).unwrap());

    let cnpj = it.documents[2].0.cnpj.as_str();
    assert!(it.documents[0].0.cnpj != cnpj);
    assert!(it.export(&["--cnpj", cnpj]).status.success());
    let files = it.zip();
    assert_eq!(files.len(), 3, "{:?}", files.keys());
    assert!(files.contains_key(&format!("{cnpj}/{}.xml", key(&it.documents[2].1.bytes))));
}

fn writable(path: &Path) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o640)).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_missing_or_changed_is_named_and_leaves_no_zip() {
    let it = installation().await;
    let (gone, changed) = (it.archived(0), it.archived(1));
    std::fs::remove_file(&gone).unwrap();
    writable(&changed);
    std::fs::write(&changed, b"<nfeProc/>").unwrap();
    let failed = it.export(&[]);
    assert_eq!(failed.status.code(), Some(1), "{failed:?}");
    for path in [&gone, &changed] {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(failed.stderr.contains(name), "{}", failed.stderr);
    }
    assert!(failed.stderr.contains("2 of 5 documents"), "{}", failed.stderr);
    it.nothing_was_written();
    assert!(it.export(&["--from-store"]).status.success());

    let out = it.path("out/month.zip");
    std::fs::remove_file(&out).unwrap();
    let wrong = it.export(&["--cnpj", "59.594.315/0001-57"]);
    assert_eq!(wrong.status.code(), Some(2), "{wrong:?}");
    for bad in ["2026-13", "26-11", "2026", "november"] {
        let config = it.path("fba-nfe.toml");
        let args = ["export", "--month", bad, "--config", config.to_str().unwrap(), "-o", "x.zip"];
        assert_eq!(run(args).status.code(), Some(2), "{bad}");
    }
    it.nothing_was_written();
}
