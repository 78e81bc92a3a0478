//! `nfeProc`: the note and its protocol.

use fba_nfe::nfe::proc::assemble;
use fba_nfe::nfe::{Sealed, read, verify_proc};

use super::laws::{files, some};
use super::sealed;
use crate::tools::xml;

fn prot_nfe(sealed: &Sealed, tp_amb: &str) -> String {
    format!(
        "<protNFe versao=\"4.00\"><infProt Id=\"ID135260000000001\"><tpAmb>{tp_amb}</tpAmb>\
         <verAplic>SIM_1</verAplic><chNFe>{}</chNFe><dhRecbto>2026-11-21T10:05:03-03:00</dhRecbto>\
         <nProt>135260000000001</nProt><digVal>{}</digVal><cStat>100</cStat>\
         <xMotivo>Autorizado o uso da NF-e</xMotivo></infProt></protNFe>",
        sealed.key, sealed.digest_value
    )
}

/// The same, as a server that likes prefixes answers it.
fn prefixed(prot_nfe: &str) -> String {
    prot_nfe.replace("</", "\u{1}").replace('<', "<nfe:").replace('\u{1}', "</nfe:").replacen(
        "protNFe",
        "protNFe xmlns:nfe=\"http://www.portalfiscal.inf.br/nfe\"",
        1,
    )
}

#[test]
fn whatever_form_the_protocol_came_in_the_whole_is_valid() {
    let folder = tempfile::tempdir().unwrap();
    let notes: Vec<Sealed> = some(6).iter().map(sealed).collect();
    let mut procs = Vec::new();
    for note in &notes {
        let tp_amb = read(&note.xml).unwrap().tp_amb().unwrap().to_owned();
        let plain = prot_nfe(note, &tp_amb);
        let own =
            plain.replacen("protNFe", "protNFe xmlns=\"http://www.portalfiscal.inf.br/nfe\"", 1);
        for prot_nfe in [plain.clone(), own, prefixed(&plain)] {
            let proc = assemble(&note.xml, prot_nfe.as_bytes()).unwrap();
            assert_eq!(verify_proc(&proc), Ok(()));
            let document = read(&proc).unwrap();
            // The note's own bytes, untouched.
            assert_eq!(&proc[document.nfe().span()], note.xml.as_slice());
            let protocol = document.protocol().unwrap();
            assert!(protocol.is_authorized());
            assert_eq!(protocol.ch_nfe, note.key.as_str());
            assert_eq!(protocol.n_prot.as_deref(), Some("135260000000001"));
            procs.push(proc);
        }
    }
    let files = files(folder.path(), procs);
    assert_eq!(xml::all_conform("procNFe_v4.00.xsd", &files), Ok(()));
}

#[test]
fn a_protocol_of_another_note_is_disputed() {
    let notes: Vec<Sealed> = some(2).iter().map(sealed).collect();
    let tp_amb = read(&notes[0].xml).unwrap().tp_amb().unwrap().to_owned();
    let right = prot_nfe(&notes[0], &tp_amb);
    for wrong in [
        prot_nfe(&notes[1], &tp_amb),
        right.replace("<digVal>", "<digVal>A"),
        right.replace("<cStat>100<", "<cStat>101<"),
        right.replace("<nProt>135260000000001</nProt>", ""),
        right.replace("<tpAmb>", "<tpAmb>3"),
        right.replace("chNFe", "chNFx"),
    ] {
        let proc = assemble(&notes[0].xml, wrong.as_bytes()).unwrap();
        let disputes = verify_proc(&proc).unwrap_err();
        assert!(disputes.iter().all(|it| it.rule == "protNFe"), "{disputes:?}");
    }
    assert!(verify_proc(&notes[0].xml).is_err(), "no protocol at all");
    assert!(verify_proc(b"<nfeProc/>").is_err());
    let mut touched = assemble(&notes[0].xml, right.as_bytes()).unwrap();
    let at = touched.windows(6).position(|it| it == b"<vNF>1" || it.starts_with(b"<vNF>")).unwrap();
    touched[at + 5] = if touched[at + 5] == b'1' { b'2' } else { b'1' };
    assert!(verify_proc(&touched).is_err(), "another amount");
}
