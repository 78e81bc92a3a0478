//! `inutNFe`: what is written is valid, is what was signed, and names its range.

use fba_nfe::domain::codes::{Crt, TpAmb};
use fba_nfe::domain::{Cnpj, Uf};
use fba_nfe::nfe::inut::{Request, assemble, seal};

use super::certificate;
use crate::tools::xml;

fn cnpj(text: &str) -> Cnpj {
    Cnpj::parse(text).unwrap()
}

fn request(cnpj: &Cnpj) -> Request<'_> {
    Request {
        tp_amb: TpAmb::Producao,
        uf: Uf::Sp,
        ano: 26,
        cnpj,
        serie: 7,
        first: 41,
        last: 43,
        x_just: "Venda cancelada antes da emissão: \"gap\" & <salto>",
    }
}

/// As a server answers it, with the prefix that some use.
fn ret_inut_nfe() -> String {
    "<n:retInutNFe xmlns:n=\"http://www.portalfiscal.inf.br/nfe\" versao=\"4.00\"><n:infInut>\
     <n:tpAmb>1</n:tpAmb><n:verAplic>SIM_1</n:verAplic><n:cStat>102</n:cStat>\
     <n:xMotivo>Inutilizacao de numero homologado</n:xMotivo><n:cUF>35</n:cUF><n:ano>26</n:ano>\
     <n:CNPJ>11222333000181</n:CNPJ><n:mod>55</n:mod><n:serie>7</n:serie><n:nNFIni>41</n:nNFIni>\
     <n:nNFFin>43</n:nNFFin><n:dhRecbto>2026-11-21T10:05:03-03:00</n:dhRecbto>\
     <n:nProt>135260000000001</n:nProt></n:infInut></n:retInutNFe>"
        .to_owned()
}

#[test]
fn a_request_is_valid_signed_and_the_same_every_time() {
    let folder = tempfile::tempdir().unwrap();
    let cnpj = cnpj("11222333000181");
    for (place, (serie, first, last)) in
        [(7, 41, 43), (0, 1, 1), (889, 1, 10_000), (999, 999_999_999, 999_999_999)]
            .into_iter()
            .enumerate()
    {
        let request = Request { serie, first, last, ..request(&cnpj) };
        let sealed = seal(&request, certificate(Crt::Simples)).unwrap();
        assert_eq!(sealed, seal(&request, certificate(Crt::Simples)).unwrap());
        assert_eq!(sealed.id, format!("ID35261122233300018155{serie:03}{first:09}{last:09}"));
        assert_eq!(sealed.id.len(), 43);
        let file = folder.path().join(format!("{place}.xml"));
        std::fs::write(&file, &sealed.xml).unwrap();
        assert_eq!(xml::conforms("inutNFe_v4.00.xsd", &file), Ok(()));
        assert_eq!(xml::signature_of_holds("infInut", &file), Ok(()));
        let text = String::from_utf8(sealed.xml).unwrap();
        std::fs::write(&file, text.replace("<ano>26<", "<ano>25<")).unwrap();
        assert!(xml::signature_of_holds("infInut", &file).is_err(), "another year");
    }
}

/// The pinned schemas know digits alone; the pattern of NT 2025.001 is
/// `ID[0-9]{4}[0-9A-Z]{12}[0-9]{25}`.
#[test]
fn a_cnpj_may_hold_letters() {
    let cnpj = cnpj("12ABC34501DE35");
    let sealed = seal(&request(&cnpj), certificate(Crt::Simples)).unwrap();
    assert_eq!(sealed.id, "ID352612ABC34501DE3555007000000041000000043");
    let text = String::from_utf8(sealed.xml).unwrap();
    assert!(text.contains("<CNPJ>12ABC34501DE35</CNPJ>"), "{text}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("inut.xml");
    std::fs::write(&file, text).unwrap();
    assert_eq!(xml::signature_of_holds("infInut", &file), Ok(()));
}

#[test]
fn request_and_answer_make_one_document() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("proc.xml");
    let cnpj = cnpj("11222333000181");
    let sealed = seal(&request(&cnpj), certificate(Crt::Simples)).unwrap();
    let proc = assemble(&sealed.xml, ret_inut_nfe().as_bytes()).unwrap();
    assert!(proc.windows(sealed.xml.len()).any(|it| it == sealed.xml), "the sent bytes");
    std::fs::write(&file, &proc).unwrap();
    assert_eq!(xml::conforms("procInutNFe_v4.00.xsd", &file), Ok(()));
    assert_eq!(xml::signature_of_holds("infInut", &file), Ok(()));
    assert!(assemble(&sealed.xml, b"<retEnviNFe/>").is_err());
}

#[test]
fn a_sealed_request_prints_its_name_alone() {
    let cnpj = cnpj("11222333000181");
    let sealed = seal(&request(&cnpj), certificate(Crt::Simples)).unwrap();
    let text = format!("{sealed:?}");
    assert!(text.contains("ID3526") && !text.contains("salto"), "{text}");
}
