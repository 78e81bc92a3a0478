//! The DANFE, read back as others would: its bars by a barcode reader, its words by pdftotext.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use fba_nfe::danfe::{DanfeError, Form, Print, print};
use fba_nfe::nfe::read;

use crate::tools::program::{fba_nfe, run};
use crate::tools::root;

const PORTRAIT: Form = Form::Portrait;
const LABEL: Form = Form::Label { total: true };

/// The normal regime, interstate: DIFAL, IBS and CBS.
const INTERSTATE: &str = "samples/cpf-interstate/expected/FBA15K0002/nfeProc.xml";
const SIMPLES: &str = "samples/cpf-interstate-simples/expected/FBA15K0003/nfeProc.xml";
const QUOTES: &str = "samples/names-with-quotes/expected/FBA15K0013/nfeProc.xml";
/// A key of the domain's own tests, of an emitter with letters in its CNPJ.
const LETTERED: &str = "35261112ABC34501DE35550031234567891908172631";

fn sample(path: &str) -> String {
    fs::read_to_string(root(path)).unwrap()
}

#[track_caller]
fn pdf(xml: &str, form: Form) -> Vec<u8> {
    print(&read(xml.as_bytes()).unwrap(), Print { form, preview: false }).unwrap()
}

fn refused(xml: &str) -> DanfeError {
    let ask = Print { form: PORTRAIT, preview: false };
    print(&read(xml.as_bytes()).unwrap(), ask).unwrap_err()
}

/// Runs one of poppler's or zbar's tools over a PDF or a picture; what it printed.
#[track_caller]
fn tool(name: &str, args: &[&str], file: &Path) -> Output {
    let output = Command::new(name).args(args).arg(file).output();
    let output = output.unwrap_or_else(|error| panic!("{name}: {error}: run ./test"));
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// What a barcode reader finds on one page, at the resolution of a label printer.
fn bars(pdf: &[u8], page: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (file, picture) = (folder.path().join("a.pdf"), folder.path().join("a.pgm"));
    fs::write(&file, pdf).unwrap();
    let page = page.to_string();
    let args = ["-r", "203", "-gray", "-singlefile", "-f", &page, "-l", &page];
    fs::write(&picture, tool("pdftoppm", &args, &file).stdout).unwrap();
    let found = tool("zbarimg", &["-q", "--raw"], &picture).stdout;
    String::from_utf8(found).unwrap().trim().to_owned()
}

/// The words of all pages or of one, every space alike.
fn words(pdf: &[u8], page: Option<usize>) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    fs::write(&file, pdf).unwrap();
    let page = page.map(|page| page.to_string());
    let mut args = vec!["-layout"];
    args.extend(page.iter().flat_map(|page| ["-f", page, "-l", page]));
    let output = Command::new("pdftotext").args(&args).arg(&file).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "expected {part:?} in: {text}");
    }
}

/// The note with so many times its one item.
fn with_items(xml: &str, many: usize) -> String {
    let (from, to) = (xml.find("<det ").unwrap(), xml.find("</det>").unwrap() + "</det>".len());
    let item = &xml[from..to];
    let items = (1..=many).map(|n| item.replace("nItem=\"1\"", &format!("nItem=\"{n}\"")));
    format!("{}{}{}", &xml[..from], items.collect::<String>(), &xml[to..])
}

#[test]
fn every_authorised_sample_can_be_printed() {
    let mut seen = BTreeSet::new();
    for story in crate::stories::stories() {
        for (path, bytes) in crate::stories::files(&story) {
            if path.ends_with("nfeProc.xml") {
                let document = read(&bytes).unwrap();
                for form in [PORTRAIT, LABEL] {
                    let pdf = print(&document, Print { form, preview: false });
                    seen.insert(pdf.unwrap_or_else(|error| panic!("{path}: {error}")));
                }
            }
        }
    }
    assert!(seen.len() > 50, "{}", seen.len());
}

#[test]
fn the_sheet_tells_what_the_note_says() {
    let pdf = pdf(&sample(INTERSTATE), PORTRAIT);
    assert_eq!(bars(&pdf, 1), "35261144555666000181550010000000011767772976");
    says(
        &words(&pdf, None),
        &[
            "Nº 000.000.001",
            "SÉRIE 1",
            "FOLHA 1/1",
            "3526 1144 5556 6600 0181 5500 1000 0000 0117 6777 2976",
            "135267760587044 - 18/11/2026 10:14:00",
            "VENDA DE MERCADORIA",
            "44.555.666/0001-81",
            "Carlos Eduardo Teixeira",
            "173.205.080-52",
            "Rua Visconde de Pirajá, 414, Apto 802",
            "269,80",
            "VALOR DO IBS VALOR DA CBS",
            "21,58",
            "SKU-001 Fone de ouvido Bluetooth com estojo de carga, preto",
            "85183000 000 6108 UN 1 249,90",
            "Pedido Amazon 701-1000002-0000002",
        ],
    );
}

/// MOC Anexo II: when and why the contingency began stands in the informações complementares; the
/// SVC authorises, so the sheet is the plain one.
#[test]
fn a_contingency_is_told_on_the_sheet() {
    let told = "</verProc><dhCont>2026-11-18T09:31:15-03:00</dhCont>\
                <xJust>SEFAZ de origem fora do ar</xJust>";
    let xml = sample(INTERSTATE).replace("<tpEmis>1", "<tpEmis>6").replace("</verProc>", told);
    let words_of = |xml: &str| words(&pdf(xml, PORTRAIT), None);
    let line = "Contingência desde 18/11/2026 09:31:15: SEFAZ de origem fora do ar";
    says(&words_of(&xml), &[line, "PROTOCOLO DE AUTORIZAÇÃO DE USO"]);
    assert!(!words_of(&sample(INTERSTATE)).contains("Contingência"));
}

#[test]
fn the_label_tells_what_nt_2020_004_asks_for() {
    let xml = sample(QUOTES);
    let key = "35261144555666000181550010000000011767772976";
    let labelled = pdf(&xml, LABEL);
    assert_eq!(bars(&labelled, 1), key);
    let common = [
        "DANFE SIMPLIFICADO - ETIQUETA",
        "3526 1144 5556 6600 0181 5500 1000 0000 0117 6777 2976",
        "135267760587044 - 17/11/2026",
        "1 - SAÍDA 000.000.001 1 17/11/2026",
        "LOJA NORMAL TESTE SA",
        "44.555.666/0001-81 143888218111 SP",
        "D'Ávila & Filhos \"Sant'Anna\"",
        "223.606.797-67 RJ",
    ];
    says(&words(&labelled, None), &common);
    says(&words(&labelled, None), &["R$ 75,00"]);
    let silent = words(&pdf(&xml, Form::Label { total: false }), None);
    says(&silent, &common);
    assert!(!silent.contains("75,00"), "{silent}");
}

#[test]
fn a_key_with_letters_is_read_back_from_both_forms() {
    let xml = sample(INTERSTATE)
        .replace("35261144555666000181550010000000011767772976", LETTERED)
        .replace("<CNPJ>44555666000181</CNPJ>", "<CNPJ>12ABC34501DE35</CNPJ>");
    for form in [PORTRAIT, LABEL] {
        let pdf = pdf(&xml, form);
        assert_eq!(bars(&pdf, 1), LETTERED);
        let parts =
            ["3526 1112 ABC3 4501 DE35 5500 3123 4567 8919 0817 2631", "12.ABC.345/01DE-35"];
        says(&words(&pdf, None), &parts);
    }
}

#[test]
fn a_note_of_990_items_has_all_of_them() {
    let pdf = pdf(&with_items(&sample(SIMPLES), 990), PORTRAIT);
    let text = words(&pdf, None);
    let pages: usize = text.matches("CHAVE DE ACESSO").count();
    assert!(pages > 10, "{pages}");
    says(&text, &[&format!("FOLHA 1/{pages}"), &format!("FOLHA {pages}/{pages}")]);
    assert_eq!(text.matches("SKU-").count(), 990);
    assert_eq!(text.matches("DESCRIÇÃO DO PRODUTO").count(), pages, "the heads are repeated");
    assert_eq!(bars(&pdf, 1), bars(&pdf, pages));
}

#[test]
fn a_long_text_goes_on_where_there_is_room() {
    let long = (0..800).map(|n| format!("p{n}")).collect::<Vec<_>>().join(" ");
    let xml = sample(INTERSTATE);
    let (from, to) = (xml.find("<infCpl>").unwrap() + 8, xml.find("</infCpl>").unwrap());
    let xml = format!("{}{long}{}", &xml[..from], &xml[to..]);
    for many in [1, 40] {
        let text = words(&pdf(&with_items(&xml, many), PORTRAIT), None);
        let missing: Vec<_> = long.split(' ').filter(|p| !text.contains(*p)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert_eq!(text.contains("(CONTINUAÇÃO)"), many > 1);
    }
}

#[test]
fn what_has_no_fiscal_value_says_so() {
    let homologacao = sample(INTERSTATE).replace("<tpAmb>1</tpAmb>", "<tpAmb>2</tpAmb>");
    for form in [PORTRAIT, LABEL] {
        let marked = pdf(&homologacao, form);
        says(&words(&marked, None), &["SEM VALOR FISCAL"]);
        let plain = pdf(&sample(INTERSTATE), form);
        assert!(!words(&plain, None).contains("SEM VALOR FISCAL"));
        // And in grey across the page.
        assert!(grey(&marked) > 2 * grey(&plain), "{} {}", grey(&marked), grey(&plain));
        // Grey must not keep a reader from the bars.
        assert_eq!(bars(&marked, 1), bars(&plain, 1));
    }
}

/// Dots of the grey that stands across a marked page.
fn grey(pdf: &[u8]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    fs::write(&file, pdf).unwrap();
    let picture = tool("pdftoppm", &["-r", "50", "-gray", "-singlefile"], &file).stdout;
    picture.iter().filter(|dot| (214..=220).contains(*dot)).count()
}

#[test]
fn from_december_2026_the_sheet_follows_nt_2026_010() {
    let november = words(&pdf(&sample(INTERSTATE), PORTRAIT), None);
    let december = sample(INTERSTATE).replace("<dhEmi>2026-11-18", "<dhEmi>2026-12-01");
    let december = words(&pdf(&december, PORTRAIT), None);
    says(&november, &["CÁLCULO DO IMPOSTO", "V. ICMS UF DEST.", "BC ICMS"]);
    says(
        &december,
        &[
            "3 - REGIME NORMAL",
            "TOTAL DOS PRODUTOS E TOTAL DA NOTA",
            "VALOR DO DIFAL NA UF DE DESTINO",
            "TOTAL DO IBS / CBS / IS",
            "VALOR DO IBS MUNICÍPIO",
            "BASES DE CÁLCULO ALÍQUOTAS VALOR DOS TRIBUTOS",
            "[NCM 85183000] [cClassTrib 000001]",
        ],
    );
    assert!(!december.contains("CÁLCULO DO IMPOSTO"));
}

#[test]
fn the_same_note_gives_the_same_bytes() {
    let xml = sample(INTERSTATE);
    for form in [PORTRAIT, LABEL] {
        assert_eq!(pdf(&xml, form), pdf(&xml, form));
    }
}

#[test]
fn only_what_sefaz_has_taken_is_printed() {
    let xml = sample(INTERSTATE);
    let (from, to) = (xml.find("<protNFe").unwrap(), xml.find("</protNFe>").unwrap() + 10);
    let bare = format!("{}{}", &xml[..from], &xml[to..]);
    assert_eq!(refused(&bare), DanfeError::NotAuthorized("no protocol".to_owned()));
    let denied = xml.replace("<cStat>100</cStat>", "<cStat>302</cStat>");
    assert_eq!(refused(&denied), DanfeError::NotAuthorized("302".to_owned()));
    let late = xml.replace("<cStat>100</cStat>", "<cStat>150</cStat>");
    assert!(!pdf(&late, PORTRAIT).is_empty());
    let of_another = xml.replace("<chNFe>3526", "<chNFe>3527");
    assert_eq!(refused(&of_another), DanfeError::OtherNote);
    let other_bytes = xml.replace("<digVal>", "<digVal>A");
    assert_eq!(refused(&other_bytes), DanfeError::OtherBytes);
    let consumer = xml.replace("<mod>55</mod>", "<mod>65</mod>");
    assert_eq!(refused(&consumer), DanfeError::Model("65".to_owned()));
}

#[test]
fn the_verb_writes_a_file_or_says_why_not() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.pdf");
    let done = run(["danfe", INTERSTATE, "-o", out.to_str().unwrap()]);
    assert!(done.status.success(), "{done:?}");
    assert_eq!(fs::read(&out).unwrap(), pdf(&sample(INTERSTATE), PORTRAIT));
    let piped = fba_nfe(["danfe", INTERSTATE, "-o", "-", "--simplificado"]).output().unwrap();
    assert_eq!(piped.stdout, pdf(&sample(INTERSTATE), LABEL));

    let draft = folder.path().join("nfe.xml");
    let xml = sample(INTERSTATE);
    let (from, to) = (xml.find("<NFe ").unwrap(), xml.find("</NFe>").unwrap() + 6);
    fs::write(&draft, &xml[from..to]).unwrap();
    let (draft, out) = (draft.to_str().unwrap(), out.to_str().unwrap());
    let refused = run(["danfe", draft, "-o", out]);
    assert_eq!(refused.status.code(), Some(2));
    says(&refused.stderr, &["nfe.xml", "protNFe/infProt/cStat", "no protocol", "--previa"]);
    assert!(run(["danfe", draft, "-o", out, "--previa"]).status.success());
    says(&words(&fs::read(out).unwrap(), None), &["SEM VALOR FISCAL - PRÉVIA"]);

    let other = run(["danfe", "README.md", "-o", out]);
    assert_eq!(other.status.code(), Some(2));
    says(&other.stderr, &["README.md is not an NF-e"]);
    assert_eq!(run(["danfe", "absent.xml", "-o", out]).status.code(), Some(2));
    // What the goods are worth is on the sheet anyway.
    assert_eq!(run(["danfe", INTERSTATE, "-o", out, "--sem-valor"]).status.code(), Some(2));
}
