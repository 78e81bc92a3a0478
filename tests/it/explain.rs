//! `fba-nfe explain` of stories, shipments, drafts and notes, by the built program.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::house::source::sources;
use crate::schemas::departures;
use crate::stories::{files, replayed, stories};
use crate::tools::program::{Finished, run};
use crate::tools::root;

const NOTE: &str = "samples/cpf-interstate/expected/FBA15K0002/nfeProc.xml";
const SHIPMENT: &str = "samples/cpf-interstate/shipments/FBA15K0002.json";

fn explain(path: &str, more: &[&str]) -> Finished {
    run(["explain", path].iter().chain(more))
}

#[track_caller]
fn told(path: &str, more: &[&str]) -> String {
    let finished = explain(path, more);
    assert_eq!(finished.status.code(), Some(0), "{path}: {}", finished.stderr);
    finished.stdout
}

#[track_caller]
fn json(finished: &Finished) -> Value {
    let value: Value = serde_json::from_str(&finished.stdout).unwrap();
    assert_eq!(departures("explain.json", &value), Vec::<String>::new());
    value
}

/// A copy of the note with one text changed.
fn changed(from: &str, to: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(root(NOTE)).unwrap();
    assert!(text.contains(from), "{from}");
    let path = folder.path().join("note.xml");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn a_story_is_told_in_figures_and_in_words() {
    let text = told("samples/cpf-interstate", &[]);
    for line in [
        "MEMÓRIA DE CÁLCULO",
        "Chave de acesso: 35261144555666000181550010000000011767772976",
        "vBC 269,80 × 12,00 % = 32,38  (arredondado ao centavo, meio para cima)",
        "valor da operação 269,80 − vICMS 32,38 = 237,42  (exato)",
        "20,00 % − 12,00 % = 8,00 %  (exato)",
        "[Resolução do Senado 22/1989;",
        "[LC 87/1996, art. 13, X e § 7º; Convênio ICMS 236/2021]",
        "soma de vItem dos itens = 269,80",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let english = told("samples/cpf-interstate", &["--lang", "en"]);
    assert!(english.contains("vBC 269.80 × 12.00 % = 32.38  (rounded to the cent, half up)"));
}

/// A shipment, the story that it is of, and the note that came of it have the same figures.
#[test]
fn a_shipment_its_story_and_its_note_agree() {
    let figures = |finished: &Finished| -> Vec<(String, String)> {
        let json = json(finished);
        let totals = json[0]["totals"].as_array().unwrap().clone();
        let text = |it: &Value, name: &str| it[name].as_str().unwrap().to_owned();
        totals.iter().map(|it| (text(it, "tag"), text(it, "value"))).collect()
    };
    let story = explain("samples/cpf-interstate", &["--json"]);
    let shipment = explain(SHIPMENT, &["--json"]);
    let note = explain(NOTE, &["--json"]);
    for finished in [&story, &shipment, &note] {
        assert_eq!(finished.status.code(), Some(0), "{}", finished.stderr);
    }
    assert_eq!(figures(&story), figures(&shipment));
    assert_eq!(figures(&story), figures(&note));
    assert_eq!(json(&story)[0]["kind"], "draft");
    assert_eq!(json(&note)[0]["kind"], "note");
    assert_eq!(json(&note)[0]["differences"], Value::Array(Vec::new()));
    assert_eq!(json(&note)[0]["unread"], Value::Array(Vec::new()));
    assert_eq!(json(&shipment)[0]["number"], Value::Null);
}

#[test]
fn the_seller_and_the_day_can_be_said() {
    let day = |date| {
        let finished = explain(SHIPMENT, &["--seller", "A1SIMPLES0001", "--date", date, "--json"]);
        assert_eq!(finished.status.code(), Some(0), "{}", finished.stderr);
        json(&finished)[0].clone()
    };
    let told = day("2026-03-31");
    assert_eq!((&told["seller"]["crt"], &told["issued"]), (&"1".into(), &"2026-03-31".into()));
    let wrong = explain(SHIPMENT, &["--seller", "NOBODY"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(wrong.stderr.contains("NOBODY: no seller of this name"), "{}", wrong.stderr);
    let folder = tempfile::tempdir().unwrap();
    let alone = folder.path().join("shipment.json");
    fs::copy(root(SHIPMENT), &alone).unwrap();
    let alone = alone.to_str().unwrap();
    let whose = explain(alone, &[]);
    assert_eq!(whose.status.code(), Some(2));
    assert!(whose.stderr.contains("--seller with one of: A1SIMPLES0001, A2NORMAL0001"));
    let next_year = explain(alone, &["--seller", "A2NORMAL0001", "--date", "2027-01-01", "--json"]);
    assert_eq!(next_year.status.code(), Some(1), "{}", next_year.stderr);
    assert_eq!(json(&next_year)[0]["faults"][0]["code"], "tax.rules_unknown");
}

#[test]
fn every_fault_is_told_with_what_to_do() {
    let finished = explain("samples/many-faults-at-once", &[]);
    assert_eq!(finished.status.code(), Some(1));
    for part in ["Não há rascunho", "warehouse.unknown", "money.currency", "dlq resume"] {
        assert!(finished.stdout.contains(part), "{part}\n{}", finished.stdout);
    }
    let all = json(&explain("samples/many-faults-at-once", &["--json"]));
    assert!(all[0]["faults"].as_array().unwrap().len() > 10);
    let html = explain("samples/many-faults-at-once", &["--html"]).stdout;
    assert!(html.contains("Depósito sem estabelecimento"), "{html}");
}

#[test]
fn a_figure_that_differs_is_told() {
    let (_kept, cent) = changed("<vPIS>3.92</vPIS>", "<vPIS>3.93</vPIS>");
    let tolerated = explain(&cent, &["--json"]);
    // The totals are of the note's items, so the total is a cent off too.
    assert_eq!(tolerated.status.code(), Some(0), "{}", tolerated.stdout);
    let all = json(&tolerated)[0]["differences"].as_array().unwrap().clone();
    assert!(!all.is_empty() && all.iter().all(|it| it["tolerated"] == true), "{all:?}");

    let (_kept, more) = changed("<vICMS>32.38</vICMS>", "<vICMS>32.98</vICMS>");
    let finished = explain(&more, &[]);
    assert_eq!(finished.status.code(), Some(1));
    let expected = "!! difere (no documento R$ 32,98, recalculado R$ 32,38)";
    assert!(finished.stdout.contains(expected), "{}", finished.stdout);
    let html = explain(&more, &["--html"]).stdout;
    assert!(html.contains("difere (no documento R$ 32,98, recalculado R$ 32,38)"));
}

#[test]
fn what_is_not_read_of_a_note_is_named() {
    let (_kept, path) = changed("</vProd><cEANTrib>", "</vProd><cEANTrib>0");
    let finished = explain(&path, &["--json"]);
    let unread = json(&finished)[0]["unread"].clone();
    assert_eq!(unread, serde_json::json!(["det/prod/cEANTrib"]));
    let (_kept, path) = changed("<infIntermed>", "<infOther>");
    assert_eq!(explain(&path, &[]).status.code(), Some(2));
    let (_kept, path) = changed("<CFOP>6108</CFOP>", "<CFOP>1202</CFOP>");
    let finished = explain(&path, &[]);
    assert_eq!(finished.status.code(), Some(2));
    let expected = "det[1]/prod/CFOP: expected 5xxx or 6xxx";
    assert!(finished.stderr.contains(expected), "{}", finished.stderr);
}

#[test]
fn a_contingency_is_told() {
    let told_so = "</verProc><dhCont>2026-11-18T09:31:15-03:00</dhCont>\
                   <xJust>SEFAZ de origem fora do ar</xJust>";
    let (_folder, path) = changed("</verProc>", told_so);
    // Nothing of it is ours while tpEmis says that the note is a plain one.
    assert!(!told(&path, &[]).contains("SVC-AN"));
    let note = std::fs::read_to_string(&path).unwrap().replace("<tpEmis>1", "<tpEmis>6");
    std::fs::write(&path, note).unwrap();
    let line = "SVC-AN · 2026-11-18T09:31:15-03:00 · SEFAZ de origem fora do ar";
    assert!(told(&path, &[]).contains(&format!("Contingência: {line}")));
    assert!(told(&path, &["--html"]).contains(&format!("<dt>Contingência</dt><dd>{line}</dd>")));
    assert_eq!(json(&explain(&path, &["--json"]))[0]["contingency"], line);
}

#[test]
fn a_note_that_is_not_signed_yet_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(root(NOTE)).unwrap();
    let from = text.find("<infNFe").unwrap();
    let end = text.find("</infNFe>").unwrap() + "</infNFe>".len();
    let path = folder.path().join("draft.xml");
    fs::write(&path, &text[from..end]).unwrap();
    assert!(told(path.to_str().unwrap(), &[]).contains("recalculados e conferem"));
    for (name, bytes) in
        [("empty", ""), ("word", "hello"), ("html", "<html></html>"), ("json", "{}")]
    {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let finished = explain(path.to_str().unwrap(), &["--seller", "A2NORMAL0001"]);
        assert_eq!(finished.status.code(), Some(2), "{name}: {}", finished.stdout);
    }
    assert_eq!(explain("/no/such/file", &[]).status.code(), Some(2));
}

/// Name, document and address of who bought are shown to who asks for them, and to nobody else.
#[test]
fn who_bought_is_shown_only_when_asked_for() {
    let text = fs::read_to_string(root(NOTE)).unwrap();
    let between = |open: &str, close: &str| {
        let from = text.split_once("<dest>").unwrap().1.split_once(open).unwrap().1;
        from.split_once(close).unwrap().0.to_owned()
    };
    let personal =
        [between("<xNome>", "</xNome>"), between("<CPF>", "</CPF>"), between("<xLgr>", "</xLgr>")];
    for path in [NOTE, SHIPMENT, "samples/cpf-interstate"] {
        for form in ["--json", "--html", "--lang=pt-BR"] {
            let (hidden, shown) = (told(path, &[form]), told(path, &[form, "--reveal"]));
            for value in &personal {
                assert!(!hidden.contains(value), "{path} {form}: {value}");
                assert!(shown.contains(value), "{path} {form}: {value}");
            }
        }
    }
}

#[test]
fn the_page_stands_alone_and_is_well_formed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memoria.html");
    let file = path.to_str().unwrap();
    for input in ["samples/several-items", "samples/names-with-quotes", NOTE] {
        assert_eq!(told(input, &["--html", "-o", file]), "");
        let html = fs::read_to_string(&path).unwrap();
        for outside in ["http", "<script", "<link", "<img", "@import", "url("] {
            assert!(!html.contains(outside), "{input}: {outside}");
        }
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"pt-BR\">"));
        // Each table says what it is, and each column.
        let tables = html.matches("<table").count();
        assert!(tables > 3 && html.matches("<caption>").count() == tables);
        assert!(html.matches("<thead><tr><th scope=\"col\"").count() == tables);
        // Void elements apart it is XML: every element is closed, every character escaped.
        let bare = html.replace("<!DOCTYPE html>\n", "");
        let bare = bare.replace("\"utf-8\">", "\"utf-8\"/>").replace("-scale=1\">", "-scale=1\"/>");
        let read = fba_nfe::nfe::Element::parse(bare.as_bytes());
        assert!(read.is_ok(), "{input}: {:?}", read.err());
    }
}

/// No figure that the tax rules write down goes without a name.
#[test]
fn every_tag_of_the_tax_rules_has_a_name() {
    use fba_nfe::words::{Lang, memoria};
    let groups = ["ICMS/", "ICMSUFDest/", "IPI/", "PIS/", "COFINS/", "IS/", "IBSCBS/", "total/"];
    let mut seen = 0;
    for source in sources(&["src/tax"]) {
        for (line, literal) in &source.literals {
            let tag = literal.trim_matches('"');
            let is_tag = groups.iter().any(|it| tag.starts_with(it)) && !tag.contains(' ');
            if !is_tag || source.is_test(*line) {
                continue;
            }
            seen += 1;
            for lang in [Lang::PtBr, Lang::En] {
                let named = memoria::tag(tag, lang).is_some();
                assert!(
                    named,
                    "{}:{line}: {tag}: no name in src/words/memoria/tags.rs",
                    source.path
                );
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

/// Of every note that the stories come to: the record is kept, names every figure, and the note
/// told again agrees with it.
#[test]
fn every_note_of_the_stories_is_explained_and_agrees() {
    let out = &replayed().out;
    let named: Vec<PathBuf> = files(out)
        .into_keys()
        .filter(|it| it.ends_with("/nfeProc.xml"))
        .map(|it| out.join(it))
        .collect();
    assert!(named.len() >= 30);
    for note in &named {
        let text = told(note.to_str().unwrap(), &[]);
        assert!(text.contains("recalculados e conferem"), "{}\n{text}", note.display());
        assert!(!text.contains("campos que não entram"), "{}\n{text}", note.display());
        let record = fs::read_to_string(note.with_file_name("memoria.txt")).unwrap();
        let total = |text: &str| {
            let line = text.lines().find(|it| it.trim_start().starts_with("Valor total da nota"));
            line.unwrap().split_whitespace().last().unwrap().to_owned()
        };
        assert_eq!(total(&record), total(&text), "{}", note.display());
    }
}

/// A story keeps the record of each note that it keeps.
#[test]
fn stories_keep_a_record_beside_each_note() {
    for story in stories() {
        let kept = |name: &str| -> Vec<String> {
            let found = files(&story).into_keys().filter(|it| it.ends_with(name));
            found.map(|it| Path::new(&it).parent().unwrap().display().to_string()).collect()
        };
        let (notes, records) = (kept("/nfeProc.xml"), kept("/memoria.txt"));
        assert!(notes.iter().all(|it| records.contains(it)), "{}", story.display());
    }
}
