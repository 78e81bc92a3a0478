//! NFeConsultaProtocolo4: how a note stands, with the events that it has.

use super::authorization::protocol;
use super::event::registered;
use super::{NFE, Service, envelope, inner, read, ret, said};
use crate::domain::AccessKey;
use crate::domain::codes::TpAmb;
use crate::ports::SefazAnswer;

/// `consSitNFe`.
pub(in crate::adapters::sefaz) fn consult(tp_amb: TpAmb, key: &AccessKey) -> Vec<u8> {
    let tp_amb = tp_amb.code();
    let body = format!(
        "<consSitNFe xmlns=\"{NFE}\" versao=\"4.00\"><tpAmb>{tp_amb}</tpAmb>\
         <xServ>CONSULTAR</xServ><chNFe>{key}</chNFe></consSitNFe>"
    );
    envelope(Service::ConsultaProtocolo, &[body.as_bytes()])
}

/// Reads `retConsSitNFe`. Its own `cStat` says how the note stands now (101 for one that was
/// cancelled, while its protocol still says 100). An event that cannot be read fails the whole:
/// were it left out, a cancelled note might be taken for one that stands.
pub(in crate::adapters::sefaz) fn read_consult(
    body: &[u8],
    key: &AccessKey,
) -> Result<SefazAnswer, String> {
    let root = read(body)?;
    let ret = ret(&root, "retConsSitNFe")?;
    let (c_stat, x_motivo) = said(ret, "retConsSitNFe")?;
    let mut answer = SefazAnswer {
        c_stat,
        x_motivo,
        protocol: protocol(ret, key, body)?,
        ..SefazAnswer::default()
    };
    for proc in ret.children("procEventoNFe") {
        // `evento` is what was asked, `retEvento` what came of it: the second may be terse.
        let asked = proc.children("evento").next().and_then(|it| it.children("infEvento").next());
        let told = inner(proc, "retEvento")?;
        answer.registered.push(registered(told, asked, proc.standing_alone(NFE, body))?);
    }
    Ok(answer)
}
