//! A note that somebody touched is disputed, whatever they touched.

use proptest::prelude::*;

use fba_nfe::domain::codes::{Crt, TpAmb};
use fba_nfe::domain::invoice::{Invoice, Numbering};
use fba_nfe::nfe::{Dispute, check, sign, write};

use super::invoices::numbered;
use super::laws::all;
use super::{certificate, sealed};

/// The rules that dispute these bytes.
fn rules(numbered: &(Invoice, Numbering), xml: &[u8]) -> Vec<&'static str> {
    let (invoice, numbering) = numbered;
    let facts = certificate(invoice.emit.crt).facts();
    let disputes = check(xml, facts, numbering.dh_emi.timestamp()).err().unwrap_or_default();
    disputes.iter().map(|it: &Dispute| it.rule).collect()
}

/// An invoice in production, of a seller in the regime.
fn one(crt: Crt) -> (Invoice, Numbering) {
    all()
        .take(1000)
        .find(|(it, _)| {
            it.tp_amb == TpAmb::Producao
                && it.emit.crt == crt
                && it.dest.ie.is_none()
                && (crt == Crt::Simples || it.total.ibs_cbs.is_some() && it.total.difal.is_some())
        })
        .unwrap()
}

/// Written with the change, and signed again: only the rule itself can find it.
fn resigned(numbered: &(Invoice, Numbering), from: &str, to: &str) -> Vec<&'static str> {
    let (invoice, numbering) = numbered;
    let mut unsigned = write(invoice, numbering);
    let text = String::from_utf8(unsigned.xml).unwrap();
    assert!(text.contains(from), "{from} is not there");
    unsigned.xml = text.replace(from, to).into_bytes();
    rules(numbered, &sign(&unsigned, certificate(invoice.emit.crt)).unwrap().xml)
}

fn with(numbered: &(Invoice, Numbering), change: impl FnOnce(&mut Invoice)) -> Vec<&'static str> {
    let (mut invoice, numbering) = numbered.clone();
    change(&mut invoice);
    let changed = (invoice, numbering);
    rules(&changed, &sealed(&changed).xml)
}

#[test]
fn each_total_has_its_rule() {
    use fba_nfe::domain::Money;
    let cent = Money::from_cents(1);
    let normal = one(Crt::Normal);
    for (rule, change) in [
        ("531", (|it, cent| it.total.v_bc += cent) as fn(&mut Invoice, Money)),
        ("532", |it, cent| it.total.v_icms += cent),
        ("535", |it, cent| it.total.v_frete += cent),
        ("537", |it, cent| it.total.v_desc += cent),
        ("564", |it, cent| it.total.v_prod += cent),
        ("602", |it, cent| it.total.v_pis += cent),
        ("603", |it, cent| it.total.v_cofins += cent),
        ("604", |it, cent| it.total.v_outro += cent),
        ("610", |it, cent| it.total.v_nf += cent),
        ("798", |it, cent| it.total.difal.as_mut().unwrap().0 += cent),
        ("799", |it, cent| it.total.difal.as_mut().unwrap().1 += cent),
        ("1080", |it, cent| it.total.ibs_cbs.as_mut().unwrap().v_cbs += cent),
        ("865", |it, cent| it.det_pag[0].v_pag = it.det_pag[0].v_pag - cent),
        ("866", |it, cent| it.det_pag[0].v_pag += cent),
        ("629", |it, cent| it.det[0].v_prod += cent + cent),
    ] {
        let found = with(&normal, |it| change(it, cent));
        assert!(found.contains(&rule), "{rule}: {found:?}");
    }
}

#[test]
fn each_field_has_its_rule() {
    let simples = one(Crt::Simples);
    let normal = one(Crt::Normal);
    let id = simples.0.dest.id.as_str();
    let last = id.chars().last().and_then(|it| it.to_digit(10)).unwrap();
    let twisted = format!("{}{}", &id[..id.len() - 1], (last + 1) % 10);
    for (rule, from, to) in [
        ("502", "<cNF>", "<cNF>1"),
        ("225", "<cNF>", "<cNF>1"),
        ("439", "<indIntermed>1<", "<indIntermed>0<"),
        ("696", "<indFinal>1<", "<indFinal>0<"),
        ("927", "nItem=\"1\"", "nItem=\"2\""),
        ("588", "<emit>", "\n<emit>"),
        ("588", "<emit>", "<!-- x --><emit>"),
        ("404", "<transp><modFrete>", "<transp><x:a>b</x:a><modFrete>"),
        ("587", "<transp>", "<transp xmlns=\"urn:x\">"),
        ("225", "<natOp>", "<natOp> "),
        ("225", "<natOp>", "<natOp>\u{2013}"),
        ("225", "<natOp>", "<xCpl></xCpl><natOp>"),
        ("591", "<CRT>1<", "<CRT>3<"),
        ("748", "COFINS", "COFINX"),
        ("247", "<cUF>", "<cUF>9"),
        ("canonical", "<natOp>", "<natOp>&#65;"),
    ] {
        let found = resigned(&simples, from, to);
        assert!(found.contains(&rule), "{rule}: {from} -> {to}: {found:?}");
    }
    let kind = if id.len() == 11 { ("237", "CPF") } else { ("208", "CNPJ") };
    let (from, to) = (format!("<{}>{id}<", kind.1), format!("<{}>{twisted}<", kind.1));
    let found = resigned(&simples, &from, &to);
    assert!(found.contains(&kind.0), "{found:?}");
    for (rule, from, to) in [
        ("699", "<pICMSInterPart>100.0000<", "<pICMSInterPart>80.0000<"),
        ("1094", "<vNFTot>", "<vNFTot>1"),
        ("VB01-10", "<vItem>", "<vItem>1"),
        ("590", "<CRT>3<", "<CRT>1<"),
        ("733", "<CFOP>6", "<CFOP>5"),
        ("773", "<idDest>2<", "<idDest>1<"),
    ] {
        let found = resigned(&normal, from, to);
        assert!(found.contains(&rule), "{rule}: {found:?}");
    }
}

#[test]
fn a_sale_in_homologacao_is_disputed() {
    for (crt, field) in [(Crt::Simples, "598"), (Crt::Normal, "373")] {
        let found = with(&one(crt), |it| it.tp_amb = TpAmb::Homologacao);
        assert!(found.contains(&field), "{field}: {found:?}");
    }
}

#[test]
fn another_certificate_is_disputed() {
    let note = one(Crt::Simples);
    let other = sign(&write(&note.0, &note.1), certificate(Crt::Normal)).unwrap();
    let found = rules(&note, &other.xml);
    assert_eq!(found, ["298"], "the seal holds, but is not of the certificate that we meant");
    let at = note.1.dh_emi.timestamp();
    let facts = certificate(Crt::Normal).facts();
    let disputes = check(&other.xml, facts, at).unwrap_err();
    assert_eq!(disputes.iter().map(|it| it.rule).collect::<Vec<_>>(), ["213"]);
    let expired = "2040-01-01T00:00:00Z".parse().unwrap();
    let disputes =
        check(&sealed(&note).xml, certificate(Crt::Simples).facts(), expired).unwrap_err();
    assert_eq!(disputes.iter().map(|it| it.rule).collect::<Vec<_>>(), ["228", "291"]);
}

#[test]
fn no_dispute_tells_who_bought() {
    let note = one(Crt::Simples);
    let (invoice, numbering) = &note;
    let text = String::from_utf8(sealed(&note).xml).unwrap();
    let twisted = text.replace(&format!("<{}", "xNome>"), "<xNome>\u{2013}");
    let facts = certificate(invoice.emit.crt).facts();
    let disputes = check(twisted.as_bytes(), facts, numbering.dh_emi.timestamp()).unwrap_err();
    let said = format!("{disputes:?}");
    let secrets = [invoice.dest.id.as_str(), &invoice.dest.x_nome, &invoice.dest.ender.x_lgr];
    for secret in secrets.into_iter().filter(|it| it.len() > 4) {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn no_bytes_make_the_check_panic() {
    let facts = certificate(Crt::Simples).facts();
    let now = "2026-11-21T00:00:00Z".parse().unwrap();
    for bytes in [&b""[..], b"\xef\xbb\xbf", b"<NFe/>", b"<NFe><infNFe/></NFe>", b"\xff", b"<a"] {
        assert!(check(bytes, facts, now).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// One byte, anywhere: digit, letter, key, signature or certificate.
    #[test]
    fn one_byte_is_enough(numbered in numbered(), places in proptest::collection::vec(any::<prop::sample::Index>(), 12)) {
        let xml = sealed(&numbered).xml;
        for place in places {
            let at = place.index(xml.len());
            let mut touched = xml.clone();
            touched[at] = match touched[at] {
                b'0' => b'1',
                b'A' => b'B',
                digit if digit.is_ascii_digit() => b'0',
                _ => b'A',
            };
            prop_assert!(!rules(&numbered, &touched).is_empty(), "byte {} of {}", at, xml.len());
        }
    }
}
