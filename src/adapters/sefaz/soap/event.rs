//! NFeRecepcaoEvento4: an event of a note, one in a lot.

use super::{NFE, Service, envelope, filled, inner, key_in, number, part, read, ret, said};
use crate::adapters::sefaz::xml::Element;
use crate::domain::AccessKey;
use crate::ports::{EventAnswer, Registered};

/// `cStat` of an event that SEFAZ has taken: 135, 136 where it knows no such note, 155 late.
const TAKEN: [u16; 3] = [135, 136, 155];

/// A signed `evento`, as far as its answer must be told from another's.
pub(in crate::adapters::sefaz) struct Sent {
    root: Element,
}

impl Sent {
    /// Reads our own bytes; `None` when they are no `evento` of this note (or have something
    /// before it: a declaration, a byte order mark).
    pub(in crate::adapters::sefaz) fn parse(key: &AccessKey, evento: &[u8]) -> Option<Sent> {
        let root = Element::parse(evento).ok().filter(|_| evento.starts_with(b"<evento "))?;
        let sent = Sent { root };
        let right = sent.info()?.value("chNFe")? == key.as_str() && sent.place().is_some();
        right.then_some(sent)
    }

    fn info(&self) -> Option<&Element> {
        self.root.children("infEvento").next()
    }

    /// `tpEvento` and `nSeqEvento`.
    fn place(&self) -> Option<(u32, u8)> {
        let info = self.info()?;
        Some((number(info, "tpEvento", 6).ok()??, number(info, "nSeqEvento", 2).ok()??))
    }
}

/// `envEvento`, in the generic envelope (`envEvento_v1.00.xsd`); the event's bytes stand in it as
/// they were signed.
pub(in crate::adapters::sefaz) fn register(key: &AccessKey, sent: &Sent, evento: &[u8]) -> Vec<u8> {
    let lot = id_lote(key, sent);
    let open = format!("<envEvento xmlns=\"{NFE}\" versao=\"1.00\"><idLote>{lot}</idLote>");
    envelope(Service::RecepcaoEvento, &[open.as_bytes(), evento, b"</envEvento>"])
}

/// `idLote`, 1 to 15 digits: nNF, `tpEvento`'s last four and `nSeqEvento`. Derived, so that a
/// repeated request is the same to the last byte.
fn id_lote(key: &AccessKey, sent: &Sent) -> String {
    let (tp_evento, n_seq) = sent.place().unwrap_or_default();
    format!("{}{:04}{n_seq:02}", part(key, 25..34), tp_evento % 10_000)
}

/// Reads `retEnvEvento`: of the event when it was looked at (128), else of the lot.
pub(in crate::adapters::sefaz) fn read_register(
    body: &[u8],
    key: &AccessKey,
    sent: &Sent,
) -> Result<EventAnswer, String> {
    let root = read(body)?;
    let ret = ret(&root, "retEnvEvento")?;
    let (c_stat, x_motivo) = said(ret, "retEnvEvento")?;
    let mut first = None;
    for told in ret.children("retEvento") {
        let registered = registered(told, sent.info(), told.standing_in(NFE, body))?;
        let place = (registered.tp_evento, registered.n_seq);
        let ours = registered.ch_nfe.as_ref() == Some(key) && sent.place() == Some(place);
        if ours || first.is_none() {
            first = Some(registered);
        }
        if ours {
            break;
        }
    }
    Ok(match first {
        Some(it) => {
            EventAnswer { c_stat: it.c_stat, x_motivo: it.x_motivo.clone(), registered: Some(it) }
        }
        None => EventAnswer { c_stat, x_motivo, registered: None },
    })
}

/// Reads `retEvento`. What a refusal leaves out (`tpEvento` and `nSeqEvento` are optional there)
/// is what was asked for.
pub(super) fn registered(
    told: &Element,
    asked: Option<&Element>,
    xml: Vec<u8>,
) -> Result<Registered, String> {
    let info = inner(told, "infEvento")?;
    let (c_stat, x_motivo) = said(info, "infEvento")?;
    let dh_reg_evento = match filled(info, "dhRegEvento") {
        Some(at) => at,
        // The schema wants it always. A refusal is believed without: it changes nothing.
        None if !TAKEN.contains(&c_stat) => String::new(),
        None => return Err("expected dhRegEvento in infEvento".to_owned()),
    };
    Ok(Registered {
        ch_nfe: key_in(info)?,
        tp_evento: told_or_asked(info, asked, "tpEvento", 6)?,
        n_seq: told_or_asked(info, asked, "nSeqEvento", 2)?,
        c_stat,
        x_motivo,
        n_prot: filled(info, "nProt"),
        dh_reg_evento,
        xml,
    })
}

fn told_or_asked<T: std::str::FromStr>(
    info: &Element,
    asked: Option<&Element>,
    name: &str,
    digits: usize,
) -> Result<T, String> {
    for place in [Some(info), asked].into_iter().flatten() {
        if let Some(number) = number(place, name, digits)? {
            return Ok(number);
        }
    }
    Err(format!("expected {name} in infEvento"))
}
