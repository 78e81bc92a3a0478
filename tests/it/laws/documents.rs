//! What is drafted without fault is a document that the official schema takes.

use std::path::PathBuf;

use proptest::prelude::*;

use super::is_legal;
use super::sales::{Sale, all, sale};
use crate::nfe::certificate;
use crate::tools::xml;
use fba_nfe::nfe::{check, read, sign, write};

/// So many documents are put before the official schema, in each run.
const DOCUMENTS: usize = 2_000;

fn unsigned(sale: &Sale, n_nf: u32) -> (fba_nfe::nfe::Unsigned, fba_nfe::tax::Draft) {
    let draft = sale.drafted();
    (write(&draft.invoice, &sale.numbering(&draft, n_nf)), draft)
}

fn sealed(sale: &Sale, n_nf: u32) -> Vec<u8> {
    let (unsigned, draft) = unsigned(sale, n_nf);
    sign(&unsigned, certificate(draft.invoice.emit.crt)).unwrap().xml
}

/// The schema wants a signature and does not verify it: one is enough for all, with each note's
/// own reference.
fn dressed(sale: &Sale, n_nf: u32, signature: &str, key: &str) -> Vec<u8> {
    let (unsigned, _) = unsigned(sale, n_nf);
    let body = String::from_utf8(unsigned.xml).unwrap();
    let body = body.replacen(" xmlns=\"http://www.portalfiscal.inf.br/nfe\"", "", 1);
    let signature = signature.replace(key, unsigned.key.as_str());
    format!("<NFe xmlns=\"http://www.portalfiscal.inf.br/nfe\">{body}{signature}</NFe>")
        .into_bytes()
}

#[test]
fn two_thousand_documents_are_valid_by_the_official_schema() {
    let folder = tempfile::tempdir().unwrap();
    let first = all().next().unwrap();
    let note = String::from_utf8(sealed(&first, 1)).unwrap();
    let signature = &note[note.find("<Signature").unwrap()..note.find("</NFe>").unwrap()];
    let key = read(note.as_bytes()).unwrap().key().unwrap();
    let files: Vec<PathBuf> = (1u32..)
        .zip(all().take(DOCUMENTS))
        .map(|(n_nf, sale)| {
            let path = folder.path().join(format!("{n_nf}.xml"));
            std::fs::write(&path, dressed(&sale, n_nf, signature, key.as_str())).unwrap();
            path
        })
        .collect();
    assert_eq!(files.len(), DOCUMENTS);
    assert_eq!(xml::all_conform("nfe_v4.00.xsd", &files), Ok(()));
}

#[test]
fn signatures_of_any_sale_hold_for_xmlsec() {
    let folder = tempfile::tempdir().unwrap();
    for (n_nf, sale) in (1u32..).zip(all().take(8)) {
        let path = folder.path().join(format!("{n_nf}.xml"));
        std::fs::write(&path, sealed(&sale, n_nf)).unwrap();
        assert_eq!(xml::signature_holds(&path), Ok(()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn our_own_check_disputes_nothing(sale in sale()) {
        let draft = sale.drafted();
        let facts = certificate(draft.invoice.emit.crt).facts();
        prop_assert_eq!(check(&sealed(&sale, 7), facts, sale.at), Ok(()));
    }

    #[test]
    fn the_same_sale_gives_the_same_bytes(sale in sale()) {
        prop_assert_eq!(unsigned(&sale, 7).0, unsigned(&sale.clone(), 7).0);
    }

    #[test]
    fn the_key_is_made_of_the_notes_own_fields(sale in sale(), n_nf in 1u32..1_000_000_000) {
        let (unsigned, draft) = unsigned(&sale, n_nf);
        let numbering = sale.numbering(&draft, n_nf);
        let (year, month) = numbering.dh_emi.year_month();
        let emit = &draft.invoice.emit;
        let expected = format!(
            "{}{:02}{month:02}{}55001{n_nf:09}{}{:08}",
            emit.ender.uf.code(),
            year % 100,
            emit.cnpj.as_str(),
            sale.emission.tp_emis(),
            numbering.c_nf
        );
        prop_assert_eq!(&unsigned.key.as_str()[..43], expected.as_str());
        let id = format!("Id=\"NFe{}\"", unsigned.key);
        let text = String::from_utf8(unsigned.xml).unwrap();
        prop_assert!(text.contains(&id));
        let n_nf_tag = format!("<nNF>{n_nf}</nNF>");
        prop_assert!(text.contains(&n_nf_tag));
    }

    #[test]
    fn no_character_is_outside_the_schemas_alphabet(sale in sale()) {
        let text = String::from_utf8(unsigned(&sale, 1).0.xml).unwrap();
        prop_assert!(text.chars().all(is_legal));
        prop_assert!(!text.contains("> <") && !text.contains("></xProd"));
    }

    #[test]
    fn no_element_is_empty(sale in sale()) {
        let text = String::from_utf8(unsigned(&sale, 1).0.xml).unwrap();
        // An opening tag that is closed at once.
        for (at, _) in text.match_indices("></") {
            let opened = text[..at].rfind('<').unwrap();
            prop_assert_eq!(&text[opened..=opened + 1], "</", "{}", &text[opened..at]);
        }
    }
}
