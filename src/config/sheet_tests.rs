//! The product and contributor files, broken in every way that a spreadsheet knows.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::catalogue::Catalogue;
use crate::domain::catalogue::{ReformRule, SimplesRule};
use crate::domain::codes::{CClassTrib, Ie};
use crate::domain::invoice::Csosn;
use crate::domain::seller::Registration;
use crate::domain::{Cnpj, Uf};

const HEADER: &str = "sku;descricao;ncm;cest;origem;cfop_interno;cfop_interestadual;\
                      cfop_interestadual_contribuinte;unidade;gtin;perfil";

fn profiles() -> BTreeMap<String, TaxProfile> {
    let profile = TaxProfile {
        name: "integral".to_owned(),
        simples: Some(SimplesRule::Plain(Csosn::C102)),
        normal: None,
        states: Vec::new(),
        contributions: None,
        ipi: None,
        c_class_trib: CClassTrib::parse("000001").unwrap(),
        reform: ReformRule::default(),
        is: None,
    };
    BTreeMap::from([(profile.name.clone(), profile)])
}

fn read(bytes: &[u8]) -> Result<Catalogue, Vec<SheetFault>> {
    read_products("p.csv", bytes, &profiles())
}

fn rows(rows: &str) -> Result<Catalogue, Vec<SheetFault>> {
    read(format!("{HEADER}\n{rows}").as_bytes())
}

/// The faults, each as it is told, less the remedy.
#[track_caller]
fn faults(found: Result<Catalogue, Vec<SheetFault>>) -> Vec<String> {
    let told = |it: &SheetFault| it.to_string().split_once("; ").unwrap().0.to_owned();
    found.unwrap_err().iter().map(told).collect()
}

#[test]
fn every_habit_of_a_spreadsheet_is_read() {
    let row = "S1;\"Café; 500 g\";=\"0901.21.00\";;0;;;;UN;SEM GTIN;integral";
    let plain = rows(row).unwrap();
    let product = &plain.products["S1"];
    assert_eq!(product.description.as_deref(), Some("Café; 500 g"));
    assert_eq!((product.ncm.as_str(), product.gtin.is_none()), ("09012100", true));
    assert_eq!(product.cfop_internal.to_string(), "5102");
    assert_eq!(product.cfop_interstate_contributor.to_string(), "6102");
    let with_bom = format!("\u{feff}{HEADER};;\r\n{row};;\r\n;;;;;;;;;;;;\r\n\r\n");
    assert_eq!(read(with_bom.as_bytes()).unwrap().products, plain.products);
    let commas = format!(
        "{}\nS1,\"Café; 500 g\",\"=\"\"09012100\"\"\",,0,,,,UN,,integral",
        HEADER.replace(';', ",").replace("descricao", "Descrição").replace("cfop_int", "CFOP int")
    );
    assert_eq!(read(commas.as_bytes()).unwrap().products, plain.products);
}

#[test]
fn columns_stand_in_any_order_but_all_stand() {
    let found = faults(read(b"ncm;sku;cor;sku\n"));
    assert_eq!(found.len(), 2 + 9, "{found:?}");
    assert_eq!(found[0], "p.csv: line 1, column cor: is no known column");
    assert_eq!(found[1], "p.csv: line 1, column sku: stands twice");
    assert_eq!(found[2], "p.csv: line 1, column descricao: is missing");
    assert_eq!(faults(read(b"")), ["p.csv: the file: is empty"]);
}

#[test]
fn what_a_spreadsheet_breaks_is_named_as_such() {
    let found =
        faults(rows("S1;;8,52E+07;;0;;;;UN;7,89E+12;integral\nS2;;9012100;;0;;;;UN;;integral"));
    assert_eq!(
        found,
        [
            "p.csv: line 2, column ncm = \"8,52E+07\": a spreadsheet made a number of it",
            "p.csv: line 2, column gtin = \"7,89E+12\": a spreadsheet made a number of it",
            "p.csv: line 3, column ncm = \"9012100\": has 7 digits: a spreadsheet dropped the \
             leading zero",
        ]
    );
    let latin1 = [HEADER.as_bytes(), b"\nS1;Caf\xe9;85183000;;0;;;;UN;;integral\n"].concat();
    let found = read(&latin1).unwrap_err();
    assert_eq!((found[0].line, found.len()), (2, 1));
    assert_eq!(found[0].remedy, "in the spreadsheet choose: save as, CSV UTF-8");
    assert!(read(b"\xff\xfes\x00k\x00u\x00").is_err());
}

#[test]
fn every_bad_cell_of_every_line_is_named() {
    let long = "x".repeat(121);
    let found = faults(rows(&format!(
        "S1;{long};;123;9;6102;5102;x;UNIDADE;7891234500015;nenhum\n;;85183000;;0;;;;UN;;integral\n\
         S3;;85183000;;0;;;;UN;;integral\nS3;;85183000;;0;;;;UN;;integral"
    )));
    assert_eq!(
        found,
        [
            &format!(
                "p.csv: line 2, column descricao = \"{}…\": is longer than 120 characters",
                "x".repeat(80)
            ),
            "p.csv: line 2, column ncm: is empty",
            "p.csv: line 2, column cest = \"123\": CEST: expected 7 digits",
            "p.csv: line 2, column origem = \"9\": orig: expected one digit, 0 to 8",
            "p.csv: line 2, column cfop_interno = \"6102\": is of the other direction",
            "p.csv: line 2, column cfop_interestadual = \"5102\": is of the other direction",
            "p.csv: line 2, column cfop_interestadual_contribuinte = \"x\": CFOP: expected 4 \
             digits, 5xxx or 6xxx",
            "p.csv: line 2, column unidade = \"UNIDADE\": expected 1 to 6 characters, found 7",
            "p.csv: line 2, column gtin = \"7891234500015\": cEAN: expected 8, 12, 13 or 14 \
             digits, the last a check digit",
            "p.csv: line 2, column perfil = \"nenhum\": is no tax profile",
            "p.csv: line 3, column sku: is empty",
            "p.csv: line 5, column sku = \"S3\": stands on line 4 too",
        ]
    );
}

#[test]
fn a_line_has_one_cell_for_each_column() {
    let found = faults(rows("S1;a;b\nS2;;85183000;;0;;;;UN;;integral;more\nS3;\"open;\n;;\n"));
    assert_eq!(
        found,
        [
            "p.csv: line 2: has 3 cells, the header has 11",
            "p.csv: line 3: has 12 cells, the header has 11",
            "p.csv: line 4: has 2 cells, the header has 11",
        ]
    );
}

#[test]
fn a_file_that_is_all_wrong_is_bounded() {
    let found = rows(&"S1;;;;;;;;;;\n".repeat(2_000)).unwrap_err();
    assert_eq!(found.len(), 1_001);
    assert_eq!(found.last().unwrap().problem, "more than 1000 faults");
}

#[test]
fn contributors_are_read_and_a_cpf_among_them_is_not_repeated() {
    let good = "ie;UF;cnpj\n110.042.490.114;SP;12.ABC.345/01DE-35\n;RJ;12ABC34501DE35\n";
    let good = read_contributors("c.csv", good.as_bytes()).unwrap();
    let company = Cnpj::parse("12ABC34501DE35").unwrap();
    let ie = Ie::parse("110042490114").unwrap();
    assert_eq!(good.of(&company, Uf::Sp), Registration::Contributor(&ie));
    assert_eq!(good.of(&company, Uf::Rj), Registration::None);
    assert_eq!(good.of(&company, Uf::Mg), Registration::Elsewhere(vec![Uf::Sp]));
    let text = "cnpj;uf;ie\n98765432100;SP;110042490114\n1222333000181;SP;1\n\
                11222333000181;SP;110042490114\n11222333000181;SP;110042490114\n";
    let found = read_contributors("c.csv", text.as_bytes()).unwrap_err();
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(!format!("{found:?}{told:?}").contains("98765432100"), "{told:?}");
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told[1].starts_with("c.csv: line 3, column cnpj: has 13 digits: a spreadsheet"));
}

proptest! {
    /// Whatever lies there, it is read or refused.
    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let _ = read_contributors("c.csv", &bytes);
    }

    /// Nor does anything that looks like CSV, under a right header.
    #[test]
    fn no_rows_stop_the_reader(text in "[\"=;,\n\rEe+0-9a-zé ]{0,200}") {
        let _ = rows(&text);
        let _ = read_contributors("c.csv", format!("cnpj;ie\n{text}").as_bytes());
    }
}
