//! Addresses as people type them, against what a person reads in them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::*;

/// Invented; the readings were written before the reader was. Rows 319 on are a second batch,
/// written when the reader stood and before it saw them: it had 75 of 81 right at first sight.
/// That, and not the whole corpus, says what to expect of addresses that nobody has listed.
const CORPUS: &str = include_str!("addresses.tsv");

/// The tags that a reading is measured by; `faults` and `guess` stand for those that are refused.
const MEASURED: [&str; 11] =
    ["xLgr", "nro", "xCpl", "xBairro", "cMun", "xMun", "UF", "CEP", "fone", "faults", "guess"];

/// Rows that are read whole, every field and every fault: all there are. Fewer is a regression.
const READ: usize = 399;

type Row = BTreeMap<&'static str, &'static str>;

fn rows() -> Vec<Row> {
    let mut lines = CORPUS.lines().filter(|it| !it.starts_with('#'));
    let head: Vec<&str> = lines.next().unwrap().split('\t').collect();
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), head.len(), "{line}");
            head.iter().copied().zip(cells).collect()
        })
        .collect()
}

fn shipment(row: &Row) -> Shipment {
    let cell = |name: &str| Some(row[name]).filter(|it| !it.is_empty()).map(str::to_owned);
    let address = Address {
        line1: cell("AddressLine1"),
        line2: cell("AddressLine2"),
        line3: cell("AddressLine3"),
        district: cell("District"),
        county: cell("County"),
        city: cell("City"),
        state_or_region: cell("StateOrRegion"),
        postal_code: cell("PostalCode"),
        phone: cell("Phone"),
        country_code: Some("BR".to_owned()),
        ..Address::default()
    };
    Shipment { shipping_address: Some(address), ..Shipment::default() }
}

fn reading(row: &Row) -> BTreeMap<&'static str, String> {
    let mut faults = Vec::new();
    let place = read(&shipment(row), &mut faults);
    assert_eq!(place.ender.is_some(), faults.is_empty(), "row {}", row["n"]);
    let codes: Vec<&str> = faults.iter().map(|it| it.code.as_str()).collect();
    let guess = faults.first().and_then(|it| it.detail.clone()).unwrap_or_default();
    let mut got = BTreeMap::from([("faults", codes.join(",")), ("guess", guess)]);
    let ender = place.ender;
    let mut tag = |name, value: Option<&str>| got.insert(name, value.unwrap_or("").to_owned());
    tag("xLgr", ender.as_ref().map(|it| it.x_lgr.as_str()));
    tag("nro", ender.as_ref().map(|it| it.nro.as_str()));
    tag("xCpl", ender.as_ref().and_then(|it| it.x_cpl.as_deref()));
    tag("xBairro", ender.as_ref().map(|it| it.x_bairro.as_str()));
    tag("cMun", ender.as_ref().map(|it| it.c_mun.as_str()));
    tag("xMun", ender.as_ref().map(|it| it.x_mun.as_str()));
    tag("UF", ender.as_ref().map(|it| it.uf.sigla()));
    tag("CEP", ender.as_ref().map(|it| it.cep.as_str()));
    tag("fone", ender.as_ref().and_then(|it| it.fone.as_deref()));
    got
}

/// `cargo test --lib address::corpus -- --nocapture` shows the figures.
#[test]
#[expect(clippy::print_stdout, reason = "a measurement is for the terminal")]
fn people_are_read_as_a_person_reads_them() {
    let rows = rows();
    assert!(rows.len() >= 300);
    let (mut right, mut of): (BTreeMap<&str, usize>, BTreeMap<&str, usize>) = Default::default();
    let (mut misses, mut whole, mut silent) = (String::new(), 0, 0);
    for row in &rows {
        let got = reading(row);
        let mut differs = Vec::new();
        for name in MEASURED {
            // A field counts where it is expected or given; the codes count everywhere.
            if name != "faults" && row[name].is_empty() && got[name].is_empty() {
                continue;
            }
            *of.entry(name).or_default() += 1;
            if got[name] == row[name] {
                *right.entry(name).or_default() += 1;
            } else {
                differs.push(format!("{name}: {:?}, expected {:?}", got[name], row[name]));
            }
        }
        whole += usize::from(differs.is_empty());
        silent += usize::from(!differs.is_empty() && got["faults"].is_empty());
        if !differs.is_empty() {
            writeln!(misses, "row {}: {}", row["n"], differs.join("; ")).unwrap();
        }
    }
    for name in MEASURED {
        println!("address {name}: {} of {}", right[name], of[name]);
    }
    println!("address whole: {whole} of {}; wrong and silent: {silent}", rows.len());
    assert!(whole >= READ, "{misses}");
}

#[test]
fn the_corpus_is_sound() {
    let rows = rows();
    for (place, row) in rows.iter().enumerate() {
        assert_eq!(row["n"], (place + 1).to_string());
        let refused = !row["faults"].is_empty();
        assert_eq!(row["xLgr"].is_empty(), refused, "row {}", row["n"]);
        assert!(refused || row["guess"].is_empty(), "row {}", row["n"]);
        for code in row["faults"].split(',').filter(|it| !it.is_empty()) {
            assert!(Code::parse(code).is_some(), "row {}: {code}", row["n"]);
        }
        for name in ["xLgr", "nro", "xCpl", "xBairro"] {
            assert!(row[name].chars().count() <= PART_MAX, "row {}: {name}", row["n"]);
        }
        let found = Uf::parse(row["UF"]).and_then(|uf| municipality::find(uf, row["xMun"]));
        assert_eq!(found.map_or("", |it| it.c_mun.as_str()), row["cMun"], "row {}", row["n"]);
    }
}
