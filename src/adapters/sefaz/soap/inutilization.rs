//! NFeInutilizacao4: numbers that will never be used.

use super::{NFE, Service, envelope, filled, inner, read, ret, said};
use crate::adapters::sefaz::xml::Element;
use crate::ports::Inutilized;

/// What the answer repeats of the question, when it repeats it.
const ECHOED: [&str; 6] = ["ano", "CNPJ", "mod", "serie", "nNFIni", "nNFFin"];

/// The signed `inutNFe` in its envelope. `None` for bytes that do not begin with the element
/// itself (a declaration, a byte order mark).
pub(in crate::adapters::sefaz) fn inutilize(inut_nfe: &[u8]) -> Option<Vec<u8>> {
    let right = inut_nfe.starts_with(b"<inutNFe ");
    right.then(|| envelope(Service::Inutilizacao, &[inut_nfe]))
}

/// Reads `retInutNFe`. An answer that names other numbers than ours is none.
pub(in crate::adapters::sefaz) fn read_inutilize(
    body: &[u8],
    inut_nfe: &[u8],
) -> Result<Inutilized, String> {
    let root = read(body)?;
    let ret = ret(&root, "retInutNFe")?;
    let info = inner(ret, "infInut")?;
    let (c_stat, x_motivo) = said(info, "infInut")?;
    let sent = read(inut_nfe)?;
    let asked = inner(&sent, "infInut")?;
    if let Some(name) = ECHOED.into_iter().find(|name| !same(asked, info, name)) {
        return Err(format!("expected the {name} that was asked for, found another"));
    }
    Ok(Inutilized {
        c_stat,
        x_motivo,
        n_prot: filled(info, "nProt"),
        dh_recbto: filled(info, "dhRecbto"),
        xml: ret.standing_in(NFE, body),
    })
}

/// Whether the answer says nothing of this field, or what we said; leading zeros say nothing.
fn same(asked: &Element, told: &Element, name: &str) -> bool {
    let value = |it: &Element| filled(it, name).map(|it| it.trim_start_matches('0').to_owned());
    value(told).is_none_or(|told| Some(told) == value(asked))
}
