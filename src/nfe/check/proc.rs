//! What is kept for years, looked at by itself: is it whole, who signed it, did SEFAZ take it?
//!
//! Nothing of ours is needed for it, so another's documents are looked at in the same way. What
//! the note says (sums, rates) SEFAZ judged when it took it. Whether the certificate comes from
//! ICP-Brasil is not looked at: SEFAZ did, and its roots change.

use crate::domain::{AccessKey, Timestamp};

use super::super::certificate::Facts;
use super::super::element::Element;
use super::super::read::{Document, ReadError, read};
use super::{Dispute, Disputes, key, layout, seal, unreadable};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `nfeProc`.
    Note,
    /// `procEventoNFe`.
    Event,
    /// `procInutNFe`.
    Inutilization,
}

impl Kind {
    /// The name of its root.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Note => "nfeProc",
            Kind::Event => "procEventoNFe",
            Kind::Inutilization => "procInutNFe",
        }
    }
}

/// A document with all that was found against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What it is; `None` when it is nothing that is kept.
    pub kind: Option<Kind>,
    /// `Id` of what was signed, as it stands there.
    pub id: String,
    /// Everything that is not as it must be.
    pub disputes: Vec<Dispute>,
}

/// Looks at a note, an event or an inutilização with its protocol: layout, key, digest,
/// signature, certificate at the moment of issue, and that the protocol is of this document.
pub fn verify(bytes: &[u8]) -> Verified {
    let mut disputes = Disputes::default();
    let (kind, id) = match Element::parse(bytes) {
        Err(error) => {
            unreadable(&mut disputes, &ReadError::Element(error));
            (None, String::new())
        }
        Ok(root) => match root.local() {
            "nfeProc" => (Some(Kind::Note), note(&mut disputes, bytes, &root)),
            "procEventoNFe" => (Some(Kind::Event), event(&mut disputes, &root)),
            // The schema's root is ProcInutNFe, its type TProcInutNFe; both are met.
            "ProcInutNFe" | "procInutNFe" => {
                (Some(Kind::Inutilization), inutilization(&mut disputes, &root))
            }
            _ => {
                let expected = "nfeProc, procEventoNFe or procInutNFe";
                disputes.add("225", "/", expected, "another document");
                (None, String::new())
            }
        },
    };
    let id = id.chars().take(60).collect();
    Verified { kind, id, disputes: disputes.into_result().err().unwrap_or_default() }
}

/// [`verify`], of a note.
pub fn verify_proc(nfe_proc: &[u8]) -> Result<(), Vec<Dispute>> {
    let mut verified = verify(nfe_proc);
    if verified.kind != Some(Kind::Note) && verified.disputes.is_empty() {
        let mut disputes = Disputes::default();
        disputes.add("225", "/", "nfeProc", "another document");
        verified.disputes = disputes.0;
    }
    if verified.disputes.is_empty() { Ok(()) } else { Err(verified.disputes) }
}

fn note(disputes: &mut Disputes, bytes: &[u8], root: &Element) -> String {
    let document = match read(bytes) {
        Ok(document) => document,
        Err(error) => {
            unreadable(disputes, &error);
            return String::new();
        }
    };
    holds_only(disputes, root, &["NFe", "protNFe"]);
    disputes.same("225", "nfeProc/@versao", "4.00", root.attribute("versao").unwrap_or_default());
    layout::check(disputes, &document);
    key::key(disputes, &document);
    seal::check(disputes, &document);
    let emit = ("emit/CNPJ", document.emit_cnpj().unwrap_or_default());
    signer(disputes, document.nfe(), emit, document.dh_emi());
    protocol(disputes, &document);
    document.id().to_owned()
}

fn protocol(disputes: &mut Disputes, document: &Document) {
    let Some(protocol) = document.protocol() else {
        return disputes.add("protNFe", "protNFe", "a protocol", "none that can be read");
    };
    let id = document.id().strip_prefix("NFe").unwrap_or_default();
    disputes.same("protNFe", "protNFe/infProt/chNFe", id, &protocol.ch_nfe);
    let digest = document.digest_value().unwrap_or_default();
    let dig_val = protocol.dig_val.as_deref().unwrap_or_default();
    disputes.same("protNFe", "protNFe/infProt/digVal", digest, dig_val);
    let tp_amb = document.tp_amb().unwrap_or_default();
    disputes.same("protNFe", "protNFe/infProt/tpAmb", tp_amb, &protocol.tp_amb);
    if !protocol.is_authorized() {
        let found = format!("{} nProt {}", protocol.c_stat, protocol.n_prot.is_some());
        disputes.add("protNFe", "protNFe/infProt/cStat", "100 or 150, with nProt", found);
    }
}

/// The certificate in the signature: this company's, and alive at that moment.
fn signer(disputes: &mut Disputes, holder: &Element, cnpj: (&str, &str), at: Option<Timestamp>) {
    let facts = seal::certificate_der(holder).and_then(|der| Facts::of(&der).ok());
    match (facts, at) {
        (Some(facts), Some(at)) => seal::holder(disputes, &facts, cnpj, at),
        (None, _) => disputes.holds("298", seal::CERTIFICATE, "a certificate", false),
        // The layout disputes a moment that cannot be read.
        (Some(_), None) => {}
    }
}

/// `infEvento` (leiauteEvento_v1.00.xsd), in this order.
const INF_EVENTO: [&str; 9] = [
    "cOrgao",
    "tpAmb",
    "CNPJ",
    "chNFe",
    "dhEvento",
    "tpEvento",
    "nSeqEvento",
    "verEvento",
    "detEvento",
];

fn event(disputes: &mut Disputes, root: &Element) -> String {
    let Some((evento, inf)) = sent(disputes, root, ["evento", "infEvento", "retEvento"]) else {
        return String::new();
    };
    holds_only(disputes, inf, &INF_EVENTO);
    let text = |tag: &str| inf.value(tag).unwrap_or_default();
    let key = AccessKey::parse(text("chNFe"));
    disputes.holds("225", "infEvento/chNFe", "an access key", key.is_ok());
    if let Ok(key) = &key {
        // The emitter's own events: others (the buyer's, SEFAZ's) are not kept here.
        disputes.same("225", "infEvento/CNPJ", key.cnpj(), text("CNPJ"));
    }
    let number = format!("{:0>2}", text("nSeqEvento"));
    let id = format!("ID{}{}{number}", text("tpEvento"), text("chNFe"));
    let found = inf.attribute("Id").unwrap_or_default();
    disputes.same("225", "infEvento/@Id", id, found);
    let at: Option<Timestamp> = text("dhEvento").parse().ok();
    disputes.holds("225", "infEvento/dhEvento", "a moment with its offset", at.is_some());
    seal::signed(disputes, evento, inf);
    signer(disputes, evento, ("infEvento/CNPJ", text("CNPJ")), at);
    // 135 and 136: registered, linked to the note or not; 155: a late cancellation.
    let same = ["tpAmb", "chNFe", "tpEvento", "nSeqEvento"];
    answered(disputes, root.at("retEvento/infEvento"), inf, &same, &["135", "136", "155"]);
    found.to_owned()
}

/// `infInut` (leiauteInutNFe_v4.00.xsd), in this order.
const INF_INUT: [&str; 10] =
    ["tpAmb", "xServ", "cUF", "ano", "CNPJ", "mod", "serie", "nNFIni", "nNFFin", "xJust"];

fn inutilization(disputes: &mut Disputes, root: &Element) -> String {
    let Some((inut, inf)) = sent(disputes, root, ["inutNFe", "infInut", "retInutNFe"]) else {
        return String::new();
    };
    holds_only(disputes, inf, &INF_INUT);
    let text = |tag: &str| inf.value(tag).unwrap_or_default();
    let id = format!(
        "ID{}{}{}{}{:0>3}{:0>9}{:0>9}",
        text("cUF"),
        text("ano"),
        text("CNPJ"),
        text("mod"),
        text("serie"),
        text("nNFIni"),
        text("nNFFin")
    );
    let found = inf.attribute("Id").unwrap_or_default();
    disputes.same("225", "infInut/@Id", id, found);
    seal::signed(disputes, inut, inf);
    // A request says no moment of its own: SEFAZ's answer does.
    let answer = root.at("retInutNFe/infInut");
    let at = answer.and_then(|it| it.value("dhRecbto")).and_then(|it| it.parse().ok());
    signer(disputes, inut, ("infInut/CNPJ", text("CNPJ")), at);
    let same = ["tpAmb", "cUF", "ano", "CNPJ", "mod", "serie", "nNFIni", "nNFFin"];
    answered(disputes, answer, inf, &same, &["102"]);
    found.to_owned()
}

/// What was sent, and the signed part of it.
fn sent<'a>(
    disputes: &mut Disputes,
    root: &'a Element,
    [sent, inf, answer]: [&'static str; 3],
) -> Option<(&'a Element, &'a Element)> {
    holds_only(disputes, root, &[sent, answer]);
    let holder = root.child(sent)?;
    holds_only(disputes, holder, &[inf, "Signature"]);
    Some((holder, holder.child(inf)?))
}

/// These elements, each once, in this order.
fn holds_only(disputes: &mut Disputes, element: &Element, expected: &[&str]) {
    let kept = element.elements().map(Element::local).eq(expected.iter().copied());
    if !kept {
        disputes.add("225", element.local(), expected.join(", "), super::OTHERWISE);
    }
}

/// The answer is to what was sent, and says that it was taken.
fn answered(
    disputes: &mut Disputes,
    answer: Option<&Element>,
    inf: &Element,
    same: &[&str],
    taken: &[&str],
) {
    let Some(answer) = answer else {
        return disputes.add("protNFe", inf.local(), "SEFAZ's answer", "none that can be read");
    };
    let text = |element: &Element, tag: &str| element.value(tag).unwrap_or_default().to_owned();
    for tag in same {
        let field = format!("{}/{tag}", answer.local());
        disputes.same("protNFe", field, text(inf, tag), text(answer, tag));
    }
    let (c_stat, n_prot) = (text(answer, "cStat"), text(answer, "nProt"));
    if !taken.contains(&c_stat.as_str()) || n_prot.is_empty() {
        let found = format!("{c_stat} nProt {}", !n_prot.is_empty());
        let expected = format!("{}, with nProt", taken.join(" or "));
        disputes.add("protNFe", format!("{}/cStat", answer.local()), expected, found);
    }
}
