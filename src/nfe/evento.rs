//! `evento`: cancellation and carta de correção, in the generic envelope of NFeRecepcaoEvento4
//! (`leiauteEvento_v1.00.xsd`, with the key's pattern of NT 2025.001: letters in the CNPJ).

use super::proc::ProcError;
use super::sign::{SignError, signature};
use super::write::xml::Xml;
use super::{Certificate, NAMESPACE};
use crate::domain::AccessKey;
use crate::domain::codes::TpAmb;
use crate::domain::invoice::LocalTime;

/// `tpEvento` of a cancellation (`e110111_v1.00.xsd`).
pub const CANCELAMENTO: u32 = 110_111;
/// `tpEvento` of a carta de correção (`e110110_v1.00.xsd`).
pub const CARTA_DE_CORRECAO: u32 = 110_110;

/// What is asked of SEFAZ for a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// `chNFe`; `cOrgao` is its UF, and `CNPJ` the emitter's in it.
    pub key: &'a AccessKey,
    /// `tpAmb`.
    pub tp_amb: TpAmb,
    /// `dhEvento`, on the emitter's wall.
    pub at: LocalTime,
    /// `nSeqEvento`, 1 to 20.
    pub n_seq: u8,
    /// `detEvento`.
    pub detail: Detail<'a>,
}

/// `detEvento`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail<'a> {
    /// Cancelamento.
    Cancel {
        /// `nProt` of the authorisation.
        n_prot: &'a str,
        /// `xJust`, 15 to 255 characters.
        x_just: &'a str,
    },
    /// Carta de Correcao.
    Correct {
        /// `xCorrecao`, 15 to 1000 characters.
        x_correcao: &'a str,
    },
}

impl Detail<'_> {
    /// `tpEvento`.
    pub fn tp_evento(&self) -> u32 {
        match self {
            Detail::Cancel { .. } => CANCELAMENTO,
            Detail::Correct { .. } => CARTA_DE_CORRECAO,
        }
    }
}

/// A signed `evento`: these bytes never change again.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedEvento {
    /// `ID`, `tpEvento`, key and `nSeqEvento`.
    pub id: String,
    /// `<evento …>…</evento>` with its signature, without a declaration.
    pub xml: Vec<u8>,
}

/// `Id` of an event: 54 characters.
pub fn id(tp_evento: u32, key: &AccessKey, n_seq: u8) -> String {
    format!("ID{tp_evento}{key}{n_seq:02}")
}

/// `xCondUso`, word for word as the schema fixes it.
const X_COND_USO: &str = "A Carta de Correcao e disciplinada pelo paragrafo 1o-A do art. 7o do \
    Convenio S/N, de 15 de dezembro de 1970 e pode ser utilizada para regularizacao de erro \
    ocorrido na emissao de documento fiscal, desde que o erro nao esteja relacionado com: I - as \
    variaveis que determinam o valor do imposto tais como: base de calculo, aliquota, diferenca \
    de preco, quantidade, valor da operacao ou da prestacao; II - a correcao de dados cadastrais \
    que implique mudanca do remetente ou do destinatario; III - a data de emissao ou de saida.";

/// Writes and signs an event. The same request and certificate give the same bytes.
pub fn seal(request: &Request<'_>, certificate: &Certificate) -> Result<SealedEvento, SignError> {
    let Request { key, tp_amb, at, n_seq, detail } = request;
    let id = id(detail.tp_evento(), key, *n_seq);
    let mut xml = Xml::default();
    xml.group_with("infEvento", &[("xmlns", NAMESPACE), ("Id", &id)], |xml| {
        xml.field("cOrgao", key.as_str().get(..2).unwrap_or_default());
        xml.field("tpAmb", tp_amb.code());
        xml.field("CNPJ", key.cnpj());
        xml.field("chNFe", key);
        xml.field("dhEvento", at);
        xml.field("tpEvento", detail.tp_evento());
        xml.field("nSeqEvento", n_seq);
        xml.field("verEvento", "1.00");
        xml.group_with("detEvento", &[("versao", "1.00")], |xml| match detail {
            Detail::Cancel { n_prot, x_just } => {
                xml.field("descEvento", "Cancelamento");
                xml.field("nProt", n_prot);
                xml.field("xJust", x_just);
            }
            Detail::Correct { x_correcao } => {
                xml.field("descEvento", "Carta de Correcao");
                xml.field("xCorrecao", x_correcao);
                xml.field("xCondUso", X_COND_USO);
            }
        });
    });
    let canonical = xml.into_bytes();
    let declared = format!("<infEvento xmlns=\"{NAMESPACE}\"");
    let rest = canonical.strip_prefix(declared.as_bytes()).ok_or(SignError::NotCanonical)?;
    let signature = signature(&id, &canonical, certificate)?;
    let head = format!("<evento xmlns=\"{NAMESPACE}\" versao=\"1.00\"><infEvento");
    let xml = [head.as_bytes(), rest, signature.xml.as_bytes(), b"</evento>"].concat();
    Ok(SealedEvento { id, xml })
}

/// `procEventoNFe`: the event as it was sent, and SEFAZ's `retEvento`.
pub fn assemble(evento: &[u8], ret_evento: &[u8]) -> Result<Vec<u8>, ProcError> {
    super::proc::join("procEventoNFe", "1.00", evento, ret_evento, "retEvento")
}
