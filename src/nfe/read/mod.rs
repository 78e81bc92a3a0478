//! A note read back: a plain tree, with the questions that are asked of it.

mod group;
mod imposto;
mod invoice;
mod total;
mod unread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::domain::access_key::AccessKeyError;
use crate::domain::{AccessKey, Money, TaxId, Timestamp};

use super::NAMESPACE;
use super::element::{Element, ElementError};
use super::write::Unsigned;

pub use invoice::{InvoiceError, ReadBack, invoice};

/// Why bytes are no note.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Not a document that is read here.
    #[error(transparent)]
    Element(#[from] ElementError),
    /// Another root.
    #[error("expected NFe or nfeProc, found {0}")]
    Root(String),
    /// The root does not hold what it must.
    #[error("expected {0}, found none")]
    Missing(&'static str),
}

/// `NFe`, or `nfeProc` with its protocol.
#[derive(Clone, Debug)]
pub struct Document {
    nfe: Element,
    inf_nfe: Element,
    protocol: Option<Element>,
}

/// `protNFe`: what SEFAZ said of one note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol {
    /// `tpAmb`.
    pub tp_amb: String,
    /// `chNFe`.
    pub ch_nfe: String,
    /// `dhRecbto`.
    pub dh_recbto: Option<Timestamp>,
    /// `nProt`: 15 or 17 digits, when the note was taken.
    pub n_prot: Option<String>,
    /// `digVal`: the note's `DigestValue`.
    pub dig_val: Option<String>,
    /// `cStat`: three or four digits.
    pub c_stat: String,
    /// `xMotivo`, verbatim.
    pub x_motivo: String,
}

/// Reads a note or a note with its protocol: at most 1 MiB, no DTD, no entities.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let mut root = Element::parse(bytes)?;
    let protocol = match root.local() {
        "NFe" => None,
        "nfeProc" => {
            let protocol = root.child("protNFe").cloned();
            root = root.child("NFe").cloned().ok_or(ReadError::Missing("nfeProc/NFe"))?;
            protocol
        }
        other => return Err(ReadError::Root(other.chars().take(40).collect())),
    };
    let inf_nfe = root.child("infNFe").cloned().ok_or(ReadError::Missing("NFe/infNFe"))?;
    Ok(Document { nfe: root, inf_nfe, protocol })
}

impl Document {
    /// A draft as it would stand in `NFe`, without a seal.
    pub fn of(unsigned: &Unsigned) -> Result<Document, ReadError> {
        let open = format!("<NFe xmlns=\"{NAMESPACE}\">");
        // What inherits a namespace does not repeat it.
        let own = format!("<infNFe xmlns=\"{NAMESPACE}\"");
        let rest = unsigned.xml.strip_prefix(own.as_bytes());
        let rest = rest.ok_or(ReadError::Missing("NFe/infNFe"))?;
        read(&[open.as_bytes(), b"<infNFe", rest, b"</NFe>"].concat())
    }

    /// `NFe`. Its `span` says where it stands in the bytes.
    pub fn nfe(&self) -> &Element {
        &self.nfe
    }

    /// `infNFe`.
    pub fn inf_nfe(&self) -> &Element {
        &self.inf_nfe
    }

    /// `Signature`.
    pub fn signature(&self) -> Option<&Element> {
        self.nfe.child("Signature")
    }

    /// `Id`, `NFe` and the key.
    pub fn id(&self) -> &str {
        self.inf_nfe.attribute("Id").unwrap_or_default()
    }

    /// The key in `Id`.
    pub fn key(&self) -> Result<AccessKey, AccessKeyError> {
        AccessKey::parse(self.id().strip_prefix("NFe").unwrap_or_default())
    }

    /// The text at the end of a path in `infNFe`: `ide/cUF`.
    pub fn value(&self, path: &str) -> Option<&str> {
        self.inf_nfe.value(path)
    }

    /// `tpAmb`: `1` or `2`.
    pub fn tp_amb(&self) -> Option<&str> {
        self.value("ide/tpAmb")
    }

    /// `dhEmi`.
    pub fn dh_emi(&self) -> Option<Timestamp> {
        self.value("ide/dhEmi")?.parse().ok()
    }

    /// `emit/CNPJ`.
    pub fn emit_cnpj(&self) -> Option<&str> {
        self.value("emit/CNPJ")
    }

    /// `dest/CPF` or `dest/CNPJ`.
    pub fn dest_id(&self) -> Option<TaxId> {
        let text = self.value("dest/CPF").or_else(|| self.value("dest/CNPJ"))?;
        TaxId::parse(text).ok()
    }

    /// `det`, in order.
    pub fn det(&self) -> impl Iterator<Item = &Element> {
        self.inf_nfe.children("det")
    }

    /// An amount in `total/ICMSTot`.
    pub fn total(&self, tag: &str) -> Option<Money> {
        let total = self.inf_nfe.at("total/ICMSTot")?;
        Money::parse(total.value(tag)?).ok()
    }

    /// `pag/detPag`, in order.
    pub fn det_pag(&self) -> impl Iterator<Item = &Element> {
        self.inf_nfe.child("pag").into_iter().flat_map(|pag| pag.children("detPag"))
    }

    /// `DigestValue`, as it was written.
    pub fn digest_value(&self) -> Option<&str> {
        self.signature()?.value("SignedInfo/Reference/DigestValue")
    }

    /// `SignatureValue`, decoded.
    pub fn signature_value(&self) -> Option<Vec<u8>> {
        base64(self.signature()?.value("SignatureValue")?)
    }

    /// `X509Certificate`, DER.
    pub fn certificate_der(&self) -> Option<Vec<u8>> {
        base64(self.signature()?.value("KeyInfo/X509Data/X509Certificate")?)
    }

    /// `protNFe` as it stands in `nfeProc`.
    pub fn prot_nfe(&self) -> Option<&Element> {
        self.protocol.as_ref()
    }

    /// `protNFe`, when there is one that can be read.
    pub fn protocol(&self) -> Option<Protocol> {
        Protocol::of(self.protocol.as_ref()?)
    }
}

impl Protocol {
    /// Reads `protNFe`, from `nfeProc` or from an answer; `None` when it lacks what the schema
    /// wants of it.
    pub fn of(prot_nfe: &Element) -> Option<Protocol> {
        let inf_prot = prot_nfe.child("infProt")?;
        let text = |tag| inf_prot.value(tag).map(str::to_owned);
        Some(Protocol {
            tp_amb: text("tpAmb")?,
            ch_nfe: text("chNFe")?,
            dh_recbto: inf_prot.value("dhRecbto").and_then(|it| it.parse().ok()),
            n_prot: text("nProt"),
            dig_val: text("digVal"),
            c_stat: text("cStat")?,
            x_motivo: text("xMotivo")?,
        })
    }

    /// Whether the note may be used: 100, or 150 for a late one.
    pub fn is_authorized(&self) -> bool {
        matches!(self.c_stat.as_str(), "100" | "150") && self.n_prot.is_some()
    }
}

/// Other programs break Base64 into lines.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let bare: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    STANDARD.decode(bare).ok()
}
