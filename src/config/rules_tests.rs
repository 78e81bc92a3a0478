//! `[tax]`: a folder of rules, and IBPT's tables.

use super::*;
use crate::domain::codes::Ncm;
use crate::domain::{Rate, Uf};
use crate::tax::TotTrib;

const IBPT: &str = "codigo;ex;tipo;descricao;nacionalfederal;importadosfederal;estadual;municipal;\
                    vigenciainicio;vigenciafim;chave;versao;fonte\r\n\
                    85183000;;0;\"Fones; de ouvido\";13.45;20.57;18.00;0.00;20/08/2026;\
                    31/12/2026;A1B2C3;26.2.A;IBPT/empresometro.com.br\r\n\
                    85183000;01;0;Outros;10,00;12,00;18,00;0,00;20/08/2026;31/12/2026;A1B2C3;\
                    26.2.A;IBPT\r\n\
                    1012100;0;0;Cavalos;1.00;2.00;3.00;0.00;20/08/2026;31/12/2026;A1B2C3;26.2.A;\
                    IBPT\r\n\
                    101;;2;Servi\u{e7}os;13.45;15.45;0.00;2.00;20/08/2026;31/12/2026;A1B2C3;\
                    26.2.A;IBPT\r\n";

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|it| u8::try_from(u32::from(it)).unwrap()).collect()
}

#[test]
fn a_table_of_ibpt_is_read_as_it_is_downloaded() {
    for bytes in [latin(IBPT), IBPT.as_bytes().to_vec()] {
        let table = read_ibpt(TotTrib::default(), "SP.csv", &bytes).unwrap();
        assert_eq!(table.len(), 3);
        let on = |ncm, ex, day: &str| {
            table.on(&Ncm::parse(ncm).unwrap(), ex, day.parse().unwrap()).cloned()
        };
        let row = on("85183000", "", "2026-12-31").unwrap();
        let rate = |text| Rate::parse(text).unwrap();
        assert_eq!((row.rate(false), row.rate(true)), (rate("31.45"), rate("38.57")));
        assert_eq!(row.source, "IBPT/empresometro.com.br 26.2.A");
        assert_eq!(on("85183000", "1", "2026-11-22").unwrap().rate(false), rate("28"));
        assert!(on("01012100", "", "2026-11-22").is_some());
        assert_eq!(on("85183000", "", "2027-01-01"), None);
        assert_eq!(on("85183000", "", "2026-08-19"), None);
        assert_eq!(table.until(), Some("2026-12-31".parse().unwrap()));
    }
}

#[test]
fn a_wrong_table_of_ibpt_tells_every_fault() {
    let text = IBPT
        .replace("13.45;20.57", "130.45;x")
        .replace("1012100;0;0", "85183000;01;0")
        .replace("101;;2", "101;;9");
    let faults = read_ibpt(TotTrib::default(), "SP.csv", text.as_bytes()).unwrap_err();
    let told: Vec<String> = faults.iter().map(|it| format!("{} {}", it.line, it.column)).collect();
    assert_eq!(told, ["2 nacionalfederal", "2 importadosfederal", "4 codigo", "5 tipo"]);
}

fn installed(more: &str, tables: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let folder = tempfile::tempdir().unwrap();
    for name in ["certificates", "products.csv", "contributors.csv", "secrets"] {
        std::os::unix::fs::symlink(samples.join(name), folder.path().join(name)).unwrap();
    }
    std::fs::create_dir(folder.path().join("law")).unwrap();
    for (name, text) in tables {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let text = std::fs::read_to_string(samples.join("fba-nfe.toml")).unwrap();
    let file = folder.path().join("fba-nfe.toml");
    std::fs::write(&file, format!("{text}\n{more}")).unwrap();
    let read = Config::read(&file, &|_| None);
    let line = |it: &ConfigFault| format!("{}: {}", it.key, it.problem);
    read.map_err(|faults| faults.0.iter().map(line).collect())
}

const LEVIES: &str =
    "levy\tdue\tvalid_from\tvalid_to\tsource\tcertainty\nis\tno\t2027-01-01\t\tx\ty\n";

#[test]
fn own_tables_are_laid_over_those_that_ship() {
    let plain = installed("", &[]).unwrap();
    assert_eq!((plain.tax.rules.own_rows(), plain.tax.rules_folder), (0, None));
    let more = "[tax]\nrules = \"law\"\nibpt = \"law\"\n";
    let earlier = IBPT.replace("20/08/2026;31/12/2026", "01/07/2026;19/08/2026");
    let tables = [
        ("law/levies.tsv", LEVIES),
        ("law/TabelaIBPTaxSP26.2.A.csv", IBPT),
        ("law/TabelaIBPTaxSP26.1.F.csv", &earlier),
        ("law/TabelaIBPTaxAC26.2.A.csv", "not read"),
        ("law/README.md", "notes"),
    ];
    let config = installed(more, &tables).unwrap();
    assert_eq!(config.tax.rules.own_rows(), 1);
    assert_ne!(config.tax.rules.digest(), plain.tax.rules.digest());
    assert_eq!(config.tax.ibpt.keys().collect::<Vec<_>>(), [&Uf::Sp]);
    assert_eq!(config.tax.ibpt[&Uf::Sp].len(), 6);
}

#[test]
fn every_fault_of_the_folder_is_told_with_its_line() {
    let more = "[tax]\nrules = \"law\"\nibpt = \"law\"\nXX = \"a\"\n";
    let wrong = LEVIES.replace("\tno\t", "\tperhaps\t");
    let faults =
        installed(more, &[("law/levies.tsv", &wrong), ("law/levy.tsv", ""), ("law/SP.csv", IBPT)])
            .unwrap_err();
    let has = |text: &str| faults.iter().any(|it| it.starts_with(text));
    assert!(has("line 2, column due: is not one of them"), "{faults:?}");
    assert!(has("the file: is no table of rules"), "{faults:?}");
    assert!(has(": is named after no state"), "{faults:?}");
    assert!(has("tax.XX: is not a known key"), "{faults:?}");
    let faults = installed("[tax]\nrules = \"nowhere\"\n", &[]).unwrap_err();
    assert!(faults.iter().any(|it| it.starts_with("tax.rules: the folder")), "{faults:?}");
    let faults = installed("[tax]\nibpt = \"nowhere\"\n", &[]).unwrap_err();
    assert!(faults.iter().any(|it| it.starts_with("tax.ibpt: the folder")), "{faults:?}");
}
