//! `nfe::verify`, on both sides: what is well has no dispute, and each thing that is not has its
//! own.

use fba_nfe::nfe::check::Kind;
use fba_nfe::nfe::{Verified, verify, verify_proc};

use super::documents::{NOTES, cancellation, inutilization, key, sample};
use crate::tools::program::run;
use crate::tools::root;

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn rules(verified: &Verified) -> Vec<&'static str> {
    let mut rules: Vec<_> = verified.disputes.iter().map(|it| it.rule).collect();
    rules.dedup();
    rules
}

/// Each change of a good document is disputed under one of these rules.
#[track_caller]
fn disputed(good: &str, changes: &[(&str, &str, &str)]) {
    for (from, to, rule) in changes {
        assert!(good.contains(from), "{from}");
        let verified = verify(good.replacen(from, to, 1).as_bytes());
        assert!(rules(&verified).contains(rule), "{from} -> {to}: {:?}", verified.disputes);
    }
}

#[test]
fn a_note_is_what_was_authorised_or_disputed() {
    for path in NOTES {
        let note = text(sample(path));
        let verified = verify(note.as_bytes());
        assert_eq!(verified.kind, Some(Kind::Note));
        assert_eq!(verified.disputes, vec![], "{path}");
        assert_eq!(verified.id, format!("NFe{}", key(note.as_bytes())));
        disputed(
            &note,
            &[
                ("<vNF>", "<vNF>1", "297"),
                ("<xNome>", "<xNome>A", "297"),
                ("<SignatureValue>", "<SignatureValue>AAAA", "297"),
                ("<digVal>", "<digVal>A", "protNFe"),
                ("<chNFe>35", "<chNFe>41", "protNFe"),
                ("</natOp>", "</natOp><novo>1</novo>", "225"),
                ("<cStat>100<", "<cStat>110<", "protNFe"),
                ("Id=\"NFe35", "Id=\"NFe41", "502"),
                ("rsa-sha1", "rsa-sha256", "298"),
                ("</NFe>", "</NFe><more/>", "225"),
                ("<nfeProc ", "<nfeProx ", "225"),
            ],
        );
        // A note that was issued after its certificate's life, signed or not.
        let later = note.replacen("<dhEmi>2026", "<dhEmi>2066", 1);
        assert!(rules(&verify(later.as_bytes())).contains(&"291"), "{path}");
        // Without its protocol it is no document of the archive.
        let nfe = &note[note.find("<NFe").unwrap()..note.find("<protNFe").unwrap()];
        assert_eq!(verify(nfe.as_bytes()).kind, None);
        assert!(verify_proc(nfe.as_bytes()).is_err());
    }
    // Another company's certificate signed a note that is otherwise well: cut and pasted.
    let (a, b) = (text(sample(NOTES[0])), text(sample(NOTES[2])));
    let certificate = |xml: &str| {
        let from = xml.find("<X509Certificate>").unwrap();
        xml[from..xml.find("</X509Certificate>").unwrap()].to_owned()
    };
    let pasted = a.replacen(&certificate(&a), &certificate(&b), 1);
    let rules = rules(&verify(pasted.as_bytes()));
    assert!(rules.contains(&"213") && rules.contains(&"297"), "{rules:?}");
}

#[test]
fn what_another_program_wrote_in_its_own_way_is_the_same_document() {
    // Attributes in another order, a line break between elements that were not signed.
    let note = text(sample(NOTES[0]));
    let from = note.find("<infNFe ").unwrap();
    let head = &note[from..from + note[from..].find('>').unwrap()];
    let parts: Vec<&str> = head.split(' ').collect();
    assert_eq!(parts.len(), 3, "{head}");
    let turned = note.replacen(head, &format!("{} {} {}", parts[0], parts[2], parts[1]), 1);
    assert_ne!(turned, note);
    assert_eq!(verify(turned.as_bytes()).disputes, vec![]);
    let spaced = note.replacen("<protNFe", "\n  <protNFe", 1);
    assert_eq!(verify(spaced.as_bytes()).disputes, vec![]);
}

#[test]
fn an_event_is_what_was_registered_or_disputed() {
    let note = sample(NOTES[0]);
    for c_stat in [135, 136, 155] {
        let event = text(cancellation(&note, c_stat));
        let verified = verify(event.as_bytes());
        assert_eq!((verified.kind, verified.disputes), (Some(Kind::Event), vec![]));
        assert_eq!(verified.id, format!("ID110111{}01", key(&note)));
    }
    assert!(verify_proc(&cancellation(&note, 135)).is_err(), "well, and no note");
    let event = text(cancellation(&note, 135));
    disputed(
        &event,
        &[
            ("<xJust>", "<xJust>A", "297"),
            ("<SignatureValue>", "<SignatureValue>AAAA", "297"),
            ("<nSeqEvento>1<", "<nSeqEvento>2<", "225"),
            ("<chNFe>35", "<chNFe>36", "225"),
            ("<cStat>135<", "<cStat>573<", "protNFe"),
            ("<nProt>135260000000777</nProt>", "", "protNFe"),
            ("<dhEvento>2026", "<dhEvento>2066", "291"),
            ("<verEvento>1.00</verEvento>", "", "225"),
            ("</evento>", "</evento><evento/>", "225"),
        ],
    );
    // The answer to another event.
    let at = event.find("<retEvento").unwrap();
    let other = format!("{}{}", &event[..at], event[at..].replace("<chNFe>35", "<chNFe>36"));
    assert_eq!(rules(&verify(other.as_bytes())), ["protNFe"]);
}

#[test]
fn an_inutilization_is_what_was_registered_or_disputed() {
    let cnpj = key(&sample(NOTES[0])).cnpj().to_owned();
    let (id, inut) = inutilization(&cnpj, 3, 5);
    let verified = verify(&inut);
    assert_eq!((verified.kind, verified.disputes), (Some(Kind::Inutilization), vec![]));
    assert_eq!(verified.id, id);
    // The schema's own name of the root is met too.
    let other = text(inut.clone()).replace("procInutNFe", "ProcInutNFe");
    assert_eq!(verify(other.as_bytes()).disputes, vec![]);
    disputed(
        &text(inut),
        &[
            ("<nNFFin>5<", "<nNFFin>6<", "297"),
            ("<nNFIni>3<", "<nNFIni>4<", "225"),
            ("<cStat>102<", "<cStat>241<", "protNFe"),
            ("<nProt>135260000000888</nProt>", "", "protNFe"),
            ("<dhRecbto>2026", "<dhRecbto>2066", "291"),
        ],
    );
}

#[test]
fn anything_may_come_and_nothing_panics() {
    let garbage: [&[u8]; 6] = [
        b"",
        b"<",
        b"<nfeProc/>",
        b"<procEventoNFe/>",
        b"<ProcInutNFe><inutNFe/><retInutNFe/></ProcInutNFe>",
        b"\xff\xfe<a/>",
    ];
    for bytes in garbage {
        assert!(!verify(bytes).disputes.is_empty(), "{bytes:?}");
    }
    assert!(!verify(&vec![b' '; 2 * 1024 * 1024]).disputes.is_empty());
    let note = sample(NOTES[0]);
    for at in (0..note.len()).step_by(97) {
        let cut = &note[..at];
        assert!(!verify(cut).disputes.is_empty(), "cut at {at}");
    }
}

#[test]
fn the_verb_says_a_line_for_each_and_fails_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let month = folder.path().join("11222333000181/2026/11");
    std::fs::create_dir_all(&month).unwrap();
    for (at, path) in NOTES.iter().enumerate() {
        std::fs::copy(root(path), month.join(format!("{at}.xml"))).unwrap();
    }
    std::fs::write(month.join(".half.xml.part"), b"<").unwrap();
    std::fs::write(month.join("notes.txt"), b"not looked at").unwrap();
    let path = folder.path().to_str().unwrap();
    let well = run(["verify", path]);
    assert!(well.status.success(), "{well:?}");
    assert!(well.stdout.ends_with("3 documents, 0 not well\n"), "{}", well.stdout);
    assert_eq!(well.stdout.lines().filter(|line| line.starts_with("ok    ")).count(), 3);

    let touched = text(sample(NOTES[0])).replacen("<vNF>", "<vNF>1", 1);
    std::fs::write(month.join("1.xml"), touched).unwrap();
    let bad = run(["verify", path]);
    assert_eq!(bad.status.code(), Some(1), "{bad:?}");
    assert!(bad.stdout.contains("FAULT") && bad.stdout.contains("297"), "{}", bad.stdout);
    let bad = run(["verify", "--json", path]);
    assert_eq!(bad.status.code(), Some(1));
    let lines: Vec<serde_json::Value> =
        bad.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let faults: Vec<bool> =
        lines.iter().map(|it| !it["disputes"].as_array().unwrap().is_empty()).collect();
    assert_eq!(faults, [false, true, false]);

    let none = run(["verify", "/no/such/file.xml"]);
    assert_eq!(none.status.code(), Some(2), "{none:?}");
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(run(["verify", empty.path().to_str().unwrap()]).status.code(), Some(2));
    let large = empty.path().join("large.xml");
    std::fs::write(&large, vec![b'a'; 3 * 1024 * 1024]).unwrap();
    let large = run(["verify", large.to_str().unwrap()]);
    assert!(large.status.code() == Some(1) && large.stdout.contains("214"), "{large:?}");
}

/// The samples' notes are all what their simulator authorised.
#[test]
fn every_note_of_the_samples_is_well() {
    let mut paths = Vec::new();
    for story in std::fs::read_dir(root("samples")).unwrap() {
        let expected = story.unwrap().path().join("expected");
        let Ok(shipments) = std::fs::read_dir(expected) else { continue };
        let notes = shipments.map(|it| it.unwrap().path().join("nfeProc.xml"));
        paths.extend(notes.filter(|it| it.is_file()));
    }
    assert!(paths.len() > 100, "{}", paths.len());
    for path in paths {
        let verified = verify(&std::fs::read(&path).unwrap());
        assert_eq!(verified.disputes, vec![], "{}", path.display());
    }
}
