//! Other people's programs judge our notes: nfelib reads and sums them, brazilfiscalreport prints
//! them, and other libraries judge our check digits. `tests/fetch-witness` installs them.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fba_nfe::domain::{Cnpj, Cpf};
use fba_nfe::nfe::{sign, write};

use crate::laws::sales::all;
use crate::nfe::certificate;
use crate::tools::root;

/// Runs one of `tests/witness/*.py` and gives its standard output.
fn witness(script: &str, arguments: &[PathBuf], input: &str) -> Result<String, String> {
    let site = root("cache/witness");
    if !site.is_dir() {
        return Err(format!("{} is missing: run ./test", site.display()));
    }
    let mut child = Command::new("python3")
        .arg(root("tests/witness").join(script))
        .args(arguments)
        .env("PYTHONPATH", site)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("python3: {error}"))?;
    let (mut stdin, input) = (child.stdin.take().unwrap(), input.to_owned());
    let feed = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    // A script that reads nothing closes its input early.
    let _ = feed.join();
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Every `nfeProc.xml` that a story expects.
fn of_stories() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root("samples")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|it| it == "nfeProc.xml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// So many sales, sealed, each in a file; and its `vNF`.
fn of_sales(folder: &Path, many: usize) -> Vec<(PathBuf, String)> {
    let sealed = all().take(many).enumerate().map(|(n, sale)| {
        let draft = sale.drafted();
        let n_nf = u32::try_from(n).unwrap() + 1;
        let unsigned = write(&draft.invoice, &sale.numbering(&draft, n_nf));
        let xml = sign(&unsigned, certificate(draft.invoice.emit.crt)).unwrap().xml;
        let path = folder.join(format!("{n_nf}.xml"));
        std::fs::write(&path, xml).unwrap();
        (path, draft.invoice.total.v_nf.to_string())
    });
    sealed.collect()
}

#[test]
fn nfelib_reads_every_note_and_its_sums_agree() {
    let folder = tempfile::tempdir().unwrap();
    let sales = of_sales(folder.path(), 200);
    let stories = of_stories();
    assert!(stories.len() >= 39, "{} stories", stories.len());
    let files: Vec<PathBuf> =
        sales.iter().map(|(path, _)| path.clone()).chain(stories.iter().cloned()).collect();
    let told = witness("sums.py", &files, "").unwrap();
    assert_eq!(told.lines().count(), files.len());
    for ((path, v_nf), line) in sales.iter().zip(told.lines()) {
        assert!(line.starts_with(&path.display().to_string()), "{line}");
        assert!(line.contains(&format!(" vNF={v_nf} ")), "{v_nf}: {line}");
    }
}

#[test]
fn nfelib_disputes_a_wrong_total() {
    let folder = tempfile::tempdir().unwrap();
    let (path, v_nf) = of_sales(folder.path(), 1).remove(0);
    let note = std::fs::read_to_string(&path).unwrap();
    let wrong = note.replace(&format!("<vNF>{v_nf}</vNF>"), "<vNF>0.01</vNF>");
    std::fs::write(&path, wrong).unwrap();
    let told = witness("sums.py", &[path], "").unwrap_err();
    assert!(told.contains("vNF is 0.01"), "{told}");
}

#[test]
fn brazilfiscalreport_prints_our_notes() {
    let mut files = of_stories();
    files.truncate(6);
    let told = witness("danfe.py", &files, "").unwrap();
    assert_eq!(told.lines().count(), files.len());
    for line in told.lines() {
        let size: usize = line.rsplit(' ').next().unwrap().parse().unwrap();
        assert!(size > 2_000, "{line}");
    }
}

/// Knuth's MMIX generator; its high bits are the good ones.
fn numbers(seed: u64) -> impl Iterator<Item = u64> {
    let next = |it: &u64| {
        Some(it.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407))
    };
    std::iter::successors(Some(seed), next).map(|it| it >> 20)
}

fn spelt(mut number: u64, alphabet: &[u8], many: usize) -> String {
    let base = alphabet.len() as u64;
    let letter = |_| {
        let at = usize::try_from(number % base).unwrap();
        number /= base;
        char::from(alphabet[at])
    };
    (0..many).map(letter).collect()
}

const DIGITS: &[u8] = b"0123456789";
const LETTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// A body with each of a hundred endings: one is right, the others are wrong.
fn with_digits(kind: &str, body: &str, is_right: impl Fn(&str) -> bool, lines: &mut String) {
    for check in 0..100 {
        let text = format!("{body}{check:02}");
        let told = if is_right(&text) { "right" } else { "wrong" };
        writeln!(lines, "{kind} {text} {told}").unwrap();
    }
}

#[test]
fn check_digits_agree_with_another_library() {
    let mut lines = String::new();
    for (n, number) in numbers(2026).take(1_000).enumerate() {
        match n % 2 {
            0 => {
                let body = spelt(number, DIGITS, 9);
                with_digits("cpf", &body, |it| Cpf::parse(it).is_ok(), &mut lines);
            }
            _ => {
                let alphabet = if n % 4 == 1 { DIGITS } else { LETTERS };
                let body = format!("{}0001", spelt(number, alphabet, 8));
                with_digits("cnpj", &body, |it| Cnpj::parse(it).is_ok(), &mut lines);
            }
        }
    }
    assert!(lines.matches(" right\n").count() >= 990);
    let told = witness("digits.py", &[], &lines).unwrap();
    assert_eq!(told.trim(), "100000");
}
