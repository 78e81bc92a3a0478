//! Laws over any invoice; the official schemas, xmlsec1 and xmllint have the last word.

use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use fba_nfe::domain::Money;
use fba_nfe::domain::invoice::{IcmsGroup, Invoice, Numbering};
use fba_nfe::nfe::read::invoice as invoice_of;
use fba_nfe::nfe::{Document, check, read, write};

use super::invoices::numbered;
use super::{certificate, sealed};
use crate::tools::xml;

/// The same invoices each time, without end.
pub(super) fn all() -> impl Iterator<Item = (Invoice, Numbering)> {
    let mut runner = TestRunner::deterministic();
    let strategy = numbered();
    std::iter::repeat_with(move || strategy.new_tree(&mut runner).unwrap().current())
}

/// The first of them.
pub(super) fn some(many: usize) -> Vec<(Invoice, Numbering)> {
    all().take(many).collect()
}

/// Writes each to a file of its own.
pub(super) fn files(folder: &Path, notes: impl IntoIterator<Item = Vec<u8>>) -> Vec<PathBuf> {
    let file = |(place, bytes)| {
        let path = folder.join(format!("{place}.xml"));
        std::fs::write(&path, bytes).unwrap();
        path
    };
    notes.into_iter().enumerate().map(file).collect()
}

#[test]
fn every_note_is_valid_by_the_official_schema() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path(), some(64).iter().map(|it| sealed(it).xml));
    assert_eq!(xml::all_conform("nfe_v4.00.xsd", &files), Ok(()));
}

#[test]
fn every_signature_holds_for_xmlsec() {
    let folder = tempfile::tempdir().unwrap();
    for file in files(folder.path(), some(12).iter().map(|it| sealed(it).xml)) {
        assert_eq!(xml::signature_holds(&file), Ok(()));
    }
}

#[test]
fn what_is_written_is_its_own_canonical_form() {
    let folder = tempfile::tempdir().unwrap();
    let notes: Vec<Vec<u8>> = some(24).iter().map(|(i, n)| write(i, n).xml).collect();
    for (file, note) in files(folder.path(), notes.clone()).iter().zip(notes) {
        let output = Command::new("xmllint").arg("--c14n").arg(file).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), String::from_utf8(note).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_check_disputes_no_note_of_ours(numbered in numbered()) {
        let sealed = sealed(&numbered);
        let (invoice, numbering) = &numbered;
        let facts = certificate(invoice.emit.crt).facts();
        prop_assert_eq!(check(&sealed.xml, facts, numbering.dh_emi.timestamp()), Ok(()));
    }

    #[test]
    fn the_same_invoice_gives_the_same_bytes(numbered in numbered()) {
        prop_assert_eq!(sealed(&numbered), sealed(&numbered));
    }

    #[test]
    fn what_is_written_reads_back_equal(numbered in numbered()) {
        let sealed = sealed(&numbered);
        let document = read(&sealed.xml).unwrap();
        let (invoice, numbering) = &numbered;
        prop_assert_eq!(document.key(), Ok(sealed.key.clone()));
        prop_assert_eq!(document.digest_value(), Some(sealed.digest_value.as_str()));
        prop_assert_eq!(document.dh_emi(), Some(numbering.dh_emi.timestamp()));
        prop_assert_eq!(document.value("ide/nNF").unwrap(), numbering.n_nf.to_string());
        prop_assert_eq!(document.emit_cnpj(), Some(invoice.emit.cnpj.as_str()));
        prop_assert_eq!(document.dest_id(), Some(invoice.dest.id.clone()));
        prop_assert_eq!(document.total("vNF"), Some(invoice.total.v_nf));
        prop_assert_eq!(document.total("vProd"), Some(invoice.total.v_prod));
        prop_assert_eq!(document.value("natOp"), None);
        prop_assert_eq!(document.value("ide/natOp"), Some(invoice.nat_op.as_str()));
        let infos = document.value("infAdic/infCpl").unwrap_or_default();
        prop_assert_eq!(infos, &invoice.inf_cpl);
        let paid: Money = document.det_pag().map(|it| amount(it, "vPag")).sum();
        prop_assert_eq!(paid, invoice.total.v_nf);
        texts(&document, invoice)?;
        items(&document, invoice)?;
        // And all of it: but a secret of which only a hash is written.
        let back = invoice_of(&document).unwrap();
        let mut expected = invoice.clone();
        let hashed = expected.inf_resp_tec.as_mut().and_then(|it| it.csrt.take());
        prop_assert_eq!(&back.invoice, &expected);
        prop_assert_eq!(&back.numbering, numbering);
        let unread: &[&str] =
            if hashed.is_some() { &["infRespTec/idCSRT", "infRespTec/hashCSRT"] } else { &[] };
        prop_assert_eq!(&back.unread, unread);
    }
}

fn amount(element: &fba_nfe::nfe::Element, path: &str) -> Money {
    element.value(path).map_or(Money::ZERO, |it| Money::parse(it).unwrap())
}

/// Every character survives, whatever XML makes of it.
fn texts(document: &Document, invoice: &Invoice) -> Result<(), TestCaseError> {
    prop_assert_eq!(document.value("dest/xNome"), Some(invoice.dest.x_nome.as_str()));
    let street = document.value("dest/enderDest/xLgr");
    prop_assert_eq!(street, Some(invoice.dest.ender.x_lgr.as_str()));
    let adic = document.inf_nfe().child("infAdic");
    let notes: Vec<(String, String)> = adic
        .into_iter()
        .flat_map(|it| it.children("obsCont"))
        .map(|it| {
            let name = it.attribute("xCampo").unwrap().to_owned();
            (name, it.value("xTexto").unwrap().to_owned())
        })
        .collect();
    prop_assert_eq!(&notes, &invoice.obs_cont);
    Ok(())
}

fn items(document: &Document, invoice: &Invoice) -> Result<(), TestCaseError> {
    let read: Vec<_> = document.det().collect();
    prop_assert_eq!(read.len(), invoice.det.len());
    for (element, det) in read.into_iter().zip(&invoice.det) {
        prop_assert_eq!(element.value("prod/cProd"), Some(det.c_prod.as_str()));
        prop_assert_eq!(amount(element, "prod/vProd"), det.v_prod);
        prop_assert_eq!(amount(element, "prod/vFrete"), det.v_frete);
        prop_assert_eq!(amount(element, "prod/vDesc"), det.v_desc);
        prop_assert_eq!(amount(element, "prod/vOutro"), det.v_outro);
        prop_assert_eq!(element.at("prod/vDesc").is_some(), !det.v_desc.is_zero());
        if let IcmsGroup::Cst00(own) = &det.icms.group {
            prop_assert_eq!(amount(element, "imposto/ICMS/ICMS00/vICMS"), own.v_icms);
        }
        let difal = amount(element, "imposto/ICMSUFDest/vICMSUFDest");
        let expected = det.icms_uf_dest.as_ref().map_or(Money::ZERO, |it| it.v_icms_uf_dest);
        prop_assert_eq!(difal, expected);
    }
    Ok(())
}
