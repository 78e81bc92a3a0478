//! `tpEmis`, `dhCont` and `xJust`: which server a note belongs to (MOC 7.0; NT 2013.007).

use crate::domain::{Svc, Timestamp, Uf};

use super::super::sefaz::Server;
use super::super::xml::Element;
use super::{Rejection, ensure};

/// Seconds that the contingency may have begun before the note arrives (569): thirty days, as for
/// `dhEmi`; the hours of each state are not known.
const BEHIND_MAX_S: i64 = 30 * 86_400;

/// Judges how the note was issued, on this server.
///
/// Of the other emissions, 2 and 5 (security paper) need a number of their paper and 4 (EPEC) an
/// event that came before. This program issues none of them, and none is taken (570).
pub fn judge(inf_nfe: &Element, server: Server, now: Timestamp) -> Result<(), Rejection> {
    let ide = |tag: &str| inf_nfe.value(&["ide", tag]);
    let tp_emis = ide("tpEmis");
    match server {
        Server::Home => ensure(tp_emis == "1", 570)?,
        Server::Svc(svc) => {
            let uf = ide("cUF").parse().ok().and_then(Uf::from_code);
            ensure(uf.is_some_and(|uf| Svc::of(uf) == svc), 582)?;
            ensure(tp_emis == svc.tp_emis().to_string(), 713)?;
        }
    }
    let (dh_cont, x_just) = (ide("dhCont"), ide("xJust"));
    if tp_emis == "1" {
        return ensure(dh_cont.is_empty() && x_just.is_empty(), 556);
    }
    ensure(!dh_cont.is_empty() && !x_just.is_empty(), 557)?;
    let moment = |text: &str| text.parse::<Timestamp>().map_err(|_| Rejection::new(225));
    let (began, issued) = (moment(&dh_cont)?, moment(&ide("dhEmi"))?);
    ensure(began <= issued, 558)?;
    ensure(now.as_second() - began.as_second() <= BEHIND_MAX_S, 569)
}
