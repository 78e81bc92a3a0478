//! Other people's programs judge our notes: nfelib reads and sums them, brazilfiscalreport prints
//! them, and other libraries judge our check digits. `tests/fetch-witness` installs them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fba_nfe::domain::codes::Ie;
use fba_nfe::domain::{Cnpj, Cpf, Uf};
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
    // nfelib's layout is older than the alerts beside an authorisation (cMsg, xMsg: PL_010e).
    let with_alert = |path: &PathBuf| std::fs::read_to_string(path).unwrap().contains("<cMsg>");
    let (alerts, stories): (Vec<_>, Vec<_>) = of_stories().into_iter().partition(with_alert);
    assert!(stories.len() >= 39 && alerts.len() <= 2, "{} stories, {alerts:?}", stories.len());
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

/// Of each state and number of digits how an IE begins; nothing: in any way.
const IE_SHAPES: [(Uf, usize, &[&str]); 32] = [
    (Uf::Ac, 13, &["01"]),
    (Uf::Al, 9, &["24"]),
    (Uf::Am, 9, &[]),
    (Uf::Ap, 9, &["03", "0301700", "0301902", "0301"]),
    (Uf::Ba, 8, &[]),
    (Uf::Ba, 9, &[]),
    (Uf::Ce, 9, &[]),
    (Uf::Df, 13, &["07", "08", ""]),
    (Uf::Es, 9, &[]),
    (Uf::Go, 9, &["10", "11", "15", "20", "21", "29", "1010310", "1011", "1011999", "1109440"]),
    (Uf::Ma, 9, &["12"]),
    (Uf::Mg, 13, &[]),
    (Uf::Ms, 9, &["28", "50"]),
    (Uf::Mt, 11, &[]),
    (Uf::Pa, 9, &["15", "75", "79"]),
    (Uf::Pb, 9, &[]),
    (Uf::Pe, 9, &[]),
    (Uf::Pe, 14, &[]),
    (Uf::Pi, 9, &[]),
    (Uf::Pr, 10, &[]),
    (Uf::Rj, 8, &[]),
    (Uf::Rn, 9, &["20"]),
    (Uf::Rn, 10, &["20"]),
    (Uf::Ro, 9, &[]),
    (Uf::Ro, 14, &[]),
    (Uf::Rr, 9, &["24"]),
    (Uf::Rs, 10, &[]),
    (Uf::Sc, 9, &[]),
    (Uf::Se, 9, &[]),
    (Uf::Sp, 12, &[]),
    (Uf::To, 9, &[]),
    (Uf::To, 11, &["2901", "2902", "2903", "2999"]),
];

/// What is an IE here and none for erpbrasil.base 2.5.1.
const IE_DIFFERENCES: [&str; 4] = [
    "GO: it knows the beginnings 10, 11 and 20; the state gives 15 and 21 to 29 too",
    "GO: the state gave 11094402 with either digit, 0 and 1",
    "PE: in the old register ten is written 0; it waits for a digit that is 10",
    "TO: it does not know the old register's 11 digits",
];

/// Where it is known to judge a right one otherwise.
fn known_difference(uf: Uf, ie: &str) -> Option<&'static str> {
    let at = match uf {
        Uf::Go if !["10", "11", "20"].contains(&&ie[..2]) => 0,
        Uf::Go if ie == "110944021" => 1,
        Uf::Pe if ie.len() == 14 && ie.ends_with('0') => 2,
        Uf::To if ie.len() == 11 => 3,
        _ => return None,
    };
    Some(IE_DIFFERENCES[at])
}

/// A number that begins so, with each of a hundred pairs of digits where the check digits stand.
fn ies(uf: Uf, length: usize, begins: &str, number: u64) -> impl Iterator<Item = String> {
    let mut digits = begins.as_bytes().to_vec();
    digits.extend(spelt(number, DIGITS, length - digits.len()).bytes());
    let places = if uf == Uf::Sp { [8, 11] } else { [length - 2, length - 1] };
    (0..100u8).map(move |check| {
        let mut digits = digits.clone();
        digits[places[0]] = b'0' + check / 10;
        digits[places[1]] = b'0' + check % 10;
        String::from_utf8(digits).unwrap()
    })
}

/// Of every state and length, some with a beginning that the state does not give.
#[test]
fn state_registrations_agree_with_another_library() {
    let (mut lines, mut right) = (String::new(), BTreeMap::new());
    let mut differ = BTreeMap::new();
    for (n, number) in numbers(1999).take(1_000).enumerate() {
        let (uf, length, begins) = IE_SHAPES[n % IE_SHAPES.len()];
        let round = n / IE_SHAPES.len();
        let any = begins.is_empty() || round % 8 == 7;
        let begins = if any { "" } else { begins[round % begins.len()] };
        for ie in ies(uf, length, begins, number) {
            let is_right = Ie::parse_of(uf, &ie).is_ok();
            *right.entry((uf, length)).or_insert(0) += u32::from(is_right);
            let known = known_difference(uf, &ie).filter(|_| is_right);
            if let Some(known) = known {
                *differ.entry(known).or_insert(0) += 1;
            }
            // What the other library is to say.
            let told = if is_right && known.is_none() { "right" } else { "wrong" };
            writeln!(lines, "{uf} {ie} {told}").unwrap();
        }
    }
    assert_eq!(right.len(), IE_SHAPES.len());
    assert!(right.values().all(|many| *many >= 25), "{right:?}");
    // Each is met: one that it does not have any more is to be taken out.
    assert!(differ.keys().eq(IE_DIFFERENCES.iter()), "{differ:?}");
    let told = witness("digits.py", &[], &lines).unwrap();
    assert_eq!(told.trim(), "100000");
}
