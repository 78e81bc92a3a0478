//! The form of `envEvento` and of the events in it (`leiauteEvento_v1.00`, `e110110_v1.00`,
//! `e110111_v1.00`), before anything is asked of the note.

use crate::domain::{AccessKey, Cnpj, Timestamp, Uf};

use super::super::xml::{self, Element, Node, XmlError};
use super::shape::{is_date_time, is_digits, is_t_string};
use super::{Rejection, ensure};

/// Larger messages are refused (214).
const MESSAGE_BYTES_MAX: usize = 500 * 1024;
/// `evento`, 1 to 20.
const EVENTS_MAX: usize = 20;
/// `nSeqEvento` of a carta de correção goes so far (594).
const LETTERS_MAX: u8 = 20;
/// Seconds that a clock may be ahead of ours (578): the tolerance of `dhEmi`.
const AHEAD_MAX_S: i64 = 5 * 60;

/// The condition that a carta de correção is written under: word for word, in either spelling.
const X_COND_USO: [&str; 2] = [
    "A Carta de Correcao e disciplinada pelo paragrafo 1o-A do art. 7o do Convenio S/N, de 15 de \
     dezembro de 1970 e pode ser utilizada para regularizacao de erro ocorrido na emissao de \
     documento fiscal, desde que o erro nao esteja relacionado com: I - as variaveis que \
     determinam o valor do imposto tais como: base de calculo, aliquota, diferenca de preco, \
     quantidade, valor da operacao ou da prestacao; II - a correcao de dados cadastrais que \
     implique mudanca do remetente ou do destinatario; III - a data de emissao ou de saida.",
    "A Carta de Correção é disciplinada pelo § 1º-A do art. 7º do Convênio S/N, de 15 de dezembro \
     de 1970 e pode ser utilizada para regularização de erro ocorrido na emissão de documento \
     fiscal, desde que o erro não esteja relacionado com: I - as variáveis que determinam o valor \
     do imposto tais como: base de cálculo, alíquota, diferença de preço, quantidade, valor da \
     operação ou da prestação; II - a correção de dados cadastrais que implique mudança do \
     remetente ou do destinatário; III - a data de emissão ou de saída.",
];

/// An event that this program's notes have. Others are refused (491): we send none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// 110111.
    Cancel,
    /// 110110.
    Correct,
}

impl Kind {
    /// `tpEvento`.
    pub fn code(self) -> u32 {
        match self {
            Kind::Cancel => 110_111,
            Kind::Correct => 110_110,
        }
    }

    /// `xEvento`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Cancel => "Cancelamento",
            Kind::Correct => "Carta de Correcao",
        }
    }
}

/// What an event says of itself, once it can be read.
#[derive(Clone, Debug)]
pub struct Evento<'a> {
    /// `evento`.
    pub element: &'a Element,
    /// `infEvento`.
    pub inf: &'a Element,
    /// `chNFe`, whose check digit may still be wrong (236).
    pub ch_nfe: String,
    /// `tpEvento`.
    pub tp_evento: String,
    /// `nSeqEvento`.
    pub n_seq: u8,
    /// `dhEvento`.
    pub at: Timestamp,
}

/// Reads the lot.
pub fn read(bytes: &[u8]) -> Result<Element, Rejection> {
    ensure(bytes.len() <= MESSAGE_BYTES_MAX, 214)?;
    let lot = xml::read(bytes).map_err(|error| match error {
        XmlError::Encoding => Rejection::new(402),
        XmlError::Malformed(_) => Rejection::new(243),
        XmlError::Unexpected(_) => Rejection::new(588),
    })?;
    ensure(lot.name == "envEvento", 215)?;
    plain(&lot, crate::nfe::NAMESPACE)?;
    ensure(lot.attribute("versao") == Some("1.00"), 239)?;
    let names: Vec<_> = lot.elements().map(|it| it.name.as_str()).collect();
    ensure(names.first() == Some(&"idLote") && is_digits(&lot.value(&["idLote"]), 1, 15), 215)?;
    let events = names.get(1..).unwrap_or_default();
    ensure((1..=EVENTS_MAX).contains(&events.len()), 215)?;
    ensure(events.iter().all(|it| *it == "evento"), 215)?;
    Ok(lot)
}

/// One namespace but for the signature's, no prefix, and nothing between tags but tags.
pub(super) fn plain(root: &Element, namespace: &str) -> Result<(), Rejection> {
    let mut worst = None;
    root.walk(&mut |it| {
        let has_elements = it.elements().next().is_some();
        let has_text = it.content.iter().any(|node| matches!(node, Node::Text(_)));
        let is_ours = it.namespace == namespace || it.namespace == super::super::seal::XMLDSIG;
        let found = match () {
            () if it.prefix.is_some() || it.declares_prefix => 404,
            () if !is_ours => 587,
            () if has_elements && has_text => 588,
            () => return,
        };
        worst.get_or_insert(found);
    });
    worst.map_or(Ok(()), |c_stat| Err(Rejection::new(c_stat)))
}

/// Reads an event of the lot, as far as the general layout goes: the whole lot is refused for it.
pub fn event(element: &Element) -> Result<Evento<'_>, Rejection> {
    let failed = |place: &str| Rejection::at(215, place);
    let ensure = |holds: bool, place: &str| if holds { Ok(()) } else { Err(failed(place)) };
    let attributes = |it: &Element| it.attributes.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
    let names = |it: &Element| it.elements().map(|it| it.name.clone()).collect::<Vec<_>>();
    ensure(attributes(element) == ["versao"], "evento")?;
    ensure(element.attribute("versao") == Some("1.00"), "versao")?;
    ensure(names(element) == ["infEvento", "Signature"], "evento")?;
    let inf = element.child("infEvento").ok_or_else(|| failed("infEvento"))?;
    ensure(attributes(inf) == ["Id"], "Id")?;
    let author = if inf.child("CPF").is_some() { "CPF" } else { "CNPJ" };
    let expected = [
        "cOrgao",
        "tpAmb",
        author,
        "chNFe",
        "dhEvento",
        "tpEvento",
        "nSeqEvento",
        "verEvento",
        "detEvento",
    ];
    ensure(names(inf) == expected, "infEvento")?;
    let value = |tag: &str| inf.value(&[tag]);
    ensure(is_digits(&value("cOrgao"), 2, 2), "cOrgao")?;
    ensure(["1", "2"].contains(&value("tpAmb").as_str()), "tpAmb")?;
    let ch_nfe = value("chNFe");
    ensure(is_key_shaped(&ch_nfe), "chNFe")?;
    ensure(is_date_time(&value("dhEvento")), "dhEvento")?;
    let at = value("dhEvento").parse().map_err(|_| failed("dhEvento"))?;
    ensure(is_digits(&value("tpEvento"), 6, 6), "tpEvento")?;
    let n_seq = value("nSeqEvento");
    ensure(is_digits(&n_seq, 1, 2) && !n_seq.starts_with('0'), "nSeqEvento")?;
    let n_seq = n_seq.parse().map_err(|_| failed("nSeqEvento"))?;
    Ok(Evento { element, inf, ch_nfe, tp_evento: value("tpEvento"), n_seq, at })
}

fn is_key_shaped(text: &str) -> bool {
    text.len() == 44
        && text.bytes().enumerate().all(|(at, b)| match at {
            6..=17 => b.is_ascii_digit() || b.is_ascii_uppercase(),
            _ => b.is_ascii_digit(),
        })
}

/// Judges what an event says, in the order of the MOC as far as it is known, before the note is
/// looked up.
pub fn judge(it: &Evento<'_>, tp_amb: u8, now: Timestamp) -> Result<(Kind, AccessKey), Rejection> {
    let value = |tag: &str| it.inf.value(&[tag]);
    ensure(value("tpAmb") == tp_amb.to_string(), 252)?;
    let key = AccessKey::parse(&it.ch_nfe).map_err(|_| Rejection::new(236))?;
    // 657: the organ is the state of the key; 91 (AN) is for events that we do not send.
    let is_uf = value("cOrgao").parse().ok().and_then(Uf::from_code).is_some();
    ensure(is_uf && key.as_str().starts_with(&value("cOrgao")), 657)?;
    let author = Cnpj::parse(&value("CNPJ")).map_err(|_| Rejection::new(489))?;
    ensure(author.as_str() == key.cnpj(), 574)?;
    let kind = [Kind::Cancel, Kind::Correct];
    let kind = kind.into_iter().find(|kind| kind.code().to_string() == it.tp_evento);
    let kind = kind.ok_or_else(|| Rejection::new(491))?;
    ensure(value("verEvento") == "1.00", 492)?;
    let det = it.inf.child("detEvento").ok_or_else(|| Rejection::new(493))?;
    detail(kind, det)?;
    let id = format!("ID{}{key}{:02}", kind.code(), it.n_seq);
    ensure(it.inf.attribute("Id") == Some(&id), 572)?;
    // MG asks for a higher number in a late cancellation; elsewhere there is one, and whether a
    // second number would be taken is not known.
    let is_mg = key.as_str().starts_with("31");
    let most = match kind {
        Kind::Cancel if !is_mg => 1,
        Kind::Cancel | Kind::Correct => LETTERS_MAX,
    };
    ensure(it.n_seq <= most, 594)?;
    ensure(it.at.as_second() - now.as_second() <= AHEAD_MAX_S, 578)?;
    Ok((kind, key))
}

/// `detEvento`, against the schema of its own event (493).
fn detail(kind: Kind, det: &Element) -> Result<(), Rejection> {
    let names: Vec<_> = det.elements().map(|it| it.name.as_str()).collect();
    let value = |tag: &str| det.value(&[tag]);
    let text = |tag: &str, least: usize, most: usize| {
        let text = value(tag);
        is_t_string(&text) && (least..=most).contains(&text.chars().count())
    };
    let n_prot = value("nProt");
    let holds = match kind {
        Kind::Cancel => {
            names == ["descEvento", "nProt", "xJust"]
                && value("descEvento") == "Cancelamento"
                && (is_digits(&n_prot, 15, 15) || is_digits(&n_prot, 17, 17))
                && text("xJust", 15, 255)
        }
        Kind::Correct => {
            names == ["descEvento", "xCorrecao", "xCondUso"]
                && ["Carta de Correcao", "Carta de Correção"]
                    .contains(&value("descEvento").as_str())
                && text("xCorrecao", 15, 1000)
                && X_COND_USO.contains(&value("xCondUso").as_str())
        }
    };
    ensure(holds && det.attribute("versao") == Some("1.00"), 493)
}
