//! The values, type by type; the whole is held against libxml2 in `tests/it/nfe/differential`.

use super::part::Content;
use super::simple::*;

/// Whether the value is one of the type.
fn fits(content: &Content, text: &str) -> bool {
    match content {
        Content::Value(simple) => simple.fits(text),
        Content::Group { .. } | Content::Foreign => false,
    }
}

#[test]
fn numbers_are_written_as_their_type_wants() {
    for (content, good, bad) in [
        (
            DEC_1302,
            &["0", "0.00", "237", "9999999999999.99"][..],
            &[
                "",
                "0.0",
                "237.0",
                "0237.00",
                "00",
                "1,00",
                "-1",
                "+1",
                ".10",
                "1.",
                "10000000000000",
            ][..],
        ),
        (DEC_1302_OPC, &["0.01", "0.10", "1", "10.00"], &["0", "0.00", "0.1", "01.00"]),
        (DEC_0302A04, &["0", "12", "12.00", "100.0000", "0.0000"], &["12.0", "1000", "0.00000"]),
        (DEC_0302A04_OPC, &["0.00", "0.0000", "2.00"], &["0", "2.0"]),
        (DEC_1104V, &["0", "0.1", "1.0000", "99999999999"], &["1.00000", "1.", "100000000000"]),
        (DEC_1110V, &["53.9400000000", "0.0000000001"], &["0.00000000001"]),
        (DEC_1104, &["0", "1", "0.0000", "1.0000"], &["1.0", "1.000"]),
        (DEC_1104_OPC, &["1", "0.0001", "0.1000"], &["0", "0.0000", "0.1"]),
        (DEC_1203, &["0", "1.000"], &["1.0", "1.00"]),
        (DEC_1204, &["0.1", "0.1234", "1", "1.0000"], &["1.0", "1.00000"]),
        (DEC_0803V, &["0", "0.500", "1.5", "1.555"], &["0.5", "100000000"]),
        (DEC_0302_MAX100, &["0", "100", "100.00", "99.99"], &["100.01", "101", "100.0"]),
        (DEC_0302A04_MAX100, &["0.0000", "100.0000", "99.9999"], &["100.0001", "999", "1.0"]),
    ] {
        for text in good {
            assert!(fits(&content, text), "{text}");
        }
        for text in bad {
            assert!(!fits(&content, text), "{text}");
        }
    }
}

#[test]
fn codes_and_texts_have_their_shapes() {
    let key = format!("352611{}{}", "12ABC34501DE", "3".repeat(26));
    for (content, good, bad) in [
        (
            text(2, 4),
            &["ab", "a b", "\u{e9}\u{ff}", "a\u{a0}"][..],
            &["", "a", "abcde", " ab", "ab ", "a\u{100}"][..],
        ),
        (
            CNPJ,
            &["11222333000181", "12ABC34501DE35"],
            &["12abc34501de35", "1122233300018", "12ABC34501DEA5"],
        ),
        (CNPJ_OPC, &["11222333000181"], &["1"]),
        (IE, &["ISENTO", "12", "12345678901234"], &["isento", "1", "123456789012345"]),
        (SERIE, &["0", "1", "999"], &["00", "01", "1000"]),
        (N_NF, &["1", "999999999"], &["0", "01", "1000000000"]),
        (CH_NFE, &[key.as_str()], &["35", &key.to_lowercase()]),
        (
            DATE,
            &["2026-11-30", "2028-02-29"],
            &["2026-02-29", "2026-11-31", "1999-01-01", "2026-00-01"],
        ),
        (
            DATE_TIME,
            &["2026-11-21T23:59:59-03:00", "2026-11-21T00:00:00+12:00"],
            &[
                "2026-11-21T24:00:00-03:00",
                "2026-11-21T10:00:00Z",
                "2026-11-21T10:00:00-12:00",
                "2026-11-21T10:00:00,03:00",
                "2026-11-21T10:00:00+05:30",
                "2026-11-21T10:00:60-03:00",
            ],
        ),
        (MONTH, &["2025-01", "2026-12"], &["2024-12", "2026-13", "2026-1", "2026-11Z"]),
        (AAMM, &["2601", "2612"], &["2600", "2613", "261"]),
        (EAN, &["SEM GTIN", "12345678", "123456789012"], &["", "SEM", "123456789"]),
        (NCM, &["00", "96081000"], &["9608", "960810000"]),
        (NVE, &["AB1234"], &["ab1234", "AB123", "\u{e9}1234"]),
        (C_BENEF, &["SP123456", "SP12345678", "SEM CBENEF"], &["SP1", "SP1234567"]),
        (CFOP, &["5102", "7102"], &["4102", ",102", "51020"]),
        (
            GUID,
            &["B01F70AF-10BF-4B1F-848C-65FF57F616FE"],
            &["B01F70AF10BF4B1F848C65FF57F616FE", "----"],
        ),
        (PLACA, &["ABC1D23", "ABC1234", "AB1234", "ABC123"], &["abc1d23", "AB123", "ABC12345"]),
        (ID_ESTRANGEIRO, &["AB123"], &["AB12", "AB 123"]),
        (N_ITEM, &["1", "990"], &["0", "01", "991"]),
        (SHA1, &["AAAAAAAAAAAAAAAAAAAAAAAAAAA="], &["AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAB="]),
        (BASE64, &["AAAA"], &["", "AA AA", "AA"]),
    ] {
        for text in good {
            assert!(fits(&content, text), "{text}");
        }
        for text in bad {
            assert!(!fits(&content, text), "{text}");
        }
    }
}

#[test]
fn a_dispute_tells_where_and_what_and_never_the_value() {
    let note = "<NFe xmlns=\"http://www.portalfiscal.inf.br/nfe\"><infNFe Id=\"NFe1\" versao=\"4.00\">\
                <ide><cUF>35</cUF></ide><dest><CPF>MARIA</CPF><surprise>x</surprise></dest>\
                <det nItem=\"1\"/><det nItem=\"1\"><prod><vProd>1,00</vProd></prod></det></infNFe></NFe>";
    let disputes = super::super::layout(note.as_bytes()).unwrap_err();
    let said =
        |rule: &str, field: &str| disputes.iter().any(|it| it.rule == rule && it.field == field);
    for field in [
        "infNFe/@Id",
        "ide/cNF",
        "emit",
        "dest/CPF",
        "dest/surprise",
        "det[2]/prod/vProd",
        "det[2]/@nItem",
        "total",
        "Signature",
    ] {
        assert!(said("225", field), "{field}: {disputes:?}");
    }
    assert!(!format!("{disputes:?}").contains("MARIA"));
}

/// An empty value breaks the layout, except where the schema lets it be and only we mind.
#[test]
fn an_empty_value_is_told_by_its_own_rule() {
    let note = "<NFe xmlns=\"http://www.portalfiscal.inf.br/nfe\"><infNFe Id=\"NFe1\" versao=\"4.00\">\
                <ide><cUF></cUF></ide><det nItem=\"1\"><prod><cProd></cProd><cEAN></cEAN></prod></det>\
                </infNFe></NFe>";
    let disputes = super::super::layout(note.as_bytes()).unwrap_err();
    let rules = |field: &str| -> Vec<&str> {
        disputes.iter().filter(|it| it.field == field).map(|it| it.rule).collect()
    };
    assert_eq!(rules("ide/cUF"), ["225"], "{disputes:?}");
    assert_eq!(rules("det[1]/prod/cProd"), ["225"], "{disputes:?}");
    assert_eq!(rules("det[1]/prod/cEAN"), ["empty"], "{disputes:?}");
}
