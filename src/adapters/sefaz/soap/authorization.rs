//! NFeAutorizacao4 and NFeRetAutorizacao4: a note goes, and what became of it comes back, at once
//! or by receipt.

use super::{
    MOTIVO_MAX, NFE, Service, envelope, filled, inner, key_in, number, part, read, ret, said,
};
use crate::adapters::http::bounded;
use crate::adapters::sefaz::xml::Element;
use crate::domain::AccessKey;
use crate::domain::codes::TpAmb;
use crate::ports::{Protocol, Receipt, SefazAnswer};

/// `cStat` of a lot that was received and will be looked at.
const RECEIVED: u16 = 103;

/// `enviNFe`: one note, synchronous; the note's bytes stand in it as they were signed. `None` for
/// bytes that do not begin with the element itself (a declaration, a byte order mark).
pub(in crate::adapters::sefaz) fn authorize(key: &AccessKey, nfe: &[u8]) -> Option<Vec<u8>> {
    if !nfe.starts_with(b"<NFe ") {
        return None;
    }
    let lot = id_lote(key);
    // NT 2025.001: a lot of one note must be synchronous (452).
    let open = format!(
        "<enviNFe xmlns=\"{NFE}\" versao=\"4.00\"><idLote>{lot}</idLote><indSinc>1</indSinc>"
    );
    Some(envelope(Service::Autorizacao, &[open.as_bytes(), nfe, b"</enviNFe>"]))
}

/// `idLote`, 1 to 15 digits: serie, nNF and the key's last three. Derived, so that a repeated
/// request is the same to the last byte.
fn id_lote(key: &AccessKey) -> String {
    format!("{}{}", part(key, 22..34), part(key, 41..44))
}

/// `consReciNFe`. `None` for a receipt that is none: `nRec` has 15 digits (`TRec`).
pub(in crate::adapters::sefaz) fn receipt(tp_amb: TpAmb, n_rec: &str) -> Option<Vec<u8>> {
    if !is_receipt(n_rec) {
        return None;
    }
    let tp_amb = tp_amb.code();
    let body = format!(
        "<consReciNFe xmlns=\"{NFE}\" versao=\"4.00\"><tpAmb>{tp_amb}</tpAmb>\
         <nRec>{n_rec}</nRec></consReciNFe>"
    );
    Some(envelope(Service::RetAutorizacao, &[body.as_bytes()]))
}

fn is_receipt(text: &str) -> bool {
    text.len() == 15 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Reads `retEnviNFe`: of the note when its protocol is there (104), else of the lot.
pub(in crate::adapters::sefaz) fn read_authorize(
    body: &[u8],
    key: &AccessKey,
) -> Result<SefazAnswer, String> {
    let root = read(body)?;
    let ret = ret(&root, "retEnviNFe")?;
    let mut answer = of_lot(ret, "retEnviNFe", key, body)?;
    if answer.c_stat == RECEIVED {
        answer.receipt = Some(receipt_in(ret)?);
    }
    Ok(answer)
}

/// Reads `retConsReciNFe`: of the note when its protocol is there (104), else of the lot: 105
/// while SEFAZ is still at it, 106 when it knows no such receipt.
pub(in crate::adapters::sefaz) fn read_receipt(
    body: &[u8],
    key: &AccessKey,
) -> Result<SefazAnswer, String> {
    let root = read(body)?;
    of_lot(ret(&root, "retConsReciNFe")?, "retConsReciNFe", key, body)
}

fn of_lot(ret: &Element, name: &str, key: &AccessKey, body: &[u8]) -> Result<SefazAnswer, String> {
    let (c_stat, x_motivo) = said(ret, name)?;
    Ok(match protocol(ret, key, body)? {
        Some(protocol) => SefazAnswer {
            c_stat: protocol.c_stat,
            x_motivo: protocol.x_motivo.clone(),
            protocol: Some(protocol),
            ..SefazAnswer::default()
        },
        None => SefazAnswer { c_stat, x_motivo, ..SefazAnswer::default() },
    })
}

/// `infRec`. A 103 without a receipt says nothing that could be asked for: the note is unknown.
fn receipt_in(ret: &Element) -> Result<Receipt, String> {
    let info = inner(ret, "infRec")?;
    let n_rec = info.value("nRec").filter(|it| is_receipt(it));
    let n_rec = n_rec.ok_or("expected nRec of 15 digits in infRec")?;
    // `TMed`: 1 to 4 digits.
    let t_med_s = number(info, "tMed", 4)?.ok_or("expected tMed in infRec")?;
    Ok(Receipt { n_rec, t_med_s })
}

/// The `protNFe` of this note, or the only one there is; whose it is, the caller must look.
pub(super) fn protocol(
    ret: &Element,
    key: &AccessKey,
    body: &[u8],
) -> Result<Option<Protocol>, String> {
    let mut first = None;
    for prot in ret.children("protNFe") {
        let info = inner(prot, "infProt")?;
        let (c_stat, x_motivo) = said(info, "infProt")?;
        let protocol = Protocol {
            ch_nfe: key_in(info)?.ok_or("expected chNFe in infProt")?,
            n_prot: filled(info, "nProt"),
            dig_val: filled(info, "digVal"),
            c_stat,
            x_motivo,
            dh_recbto: filled(info, "dhRecbto").ok_or("expected dhRecbto in infProt")?,
            messages: messages(info),
            xml: prot.standing_in(NFE, body),
        };
        if &protocol.ch_nfe == key {
            return Ok(Some(protocol));
        }
        first.get_or_insert(protocol);
    }
    Ok(first)
}

/// Pairs of `cMsg` and `xMsg` beside an authorisation, at most five (PL_010e).
fn messages(info: &Element) -> Vec<(String, String)> {
    let text = |it: &Element| bounded(&it.text(), MOTIVO_MAX);
    info.children("cMsg")
        .zip(info.children("xMsg"))
        .take(5)
        .map(|(code, said)| (text(code), text(said)))
        .collect()
}
