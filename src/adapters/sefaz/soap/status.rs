//! NFeStatusServico4: whether the server is up.

use super::{NFE, Service, envelope, read, ret, said};
use crate::domain::Uf;
use crate::domain::codes::TpAmb;
use crate::ports::SefazAnswer;

/// `consStatServ`. `cUF` is the emitter's, whichever server is asked: an SVC is open by UF.
pub(in crate::adapters::sefaz) fn status(tp_amb: TpAmb, uf: Uf) -> Vec<u8> {
    let (tp_amb, uf) = (tp_amb.code(), uf.code());
    let body = format!(
        "<consStatServ xmlns=\"{NFE}\" versao=\"4.00\"><tpAmb>{tp_amb}</tpAmb>\
         <cUF>{uf}</cUF><xServ>STATUS</xServ></consStatServ>"
    );
    envelope(Service::StatusServico, &[body.as_bytes()])
}

/// Reads `retConsStatServ`.
pub(in crate::adapters::sefaz) fn read_status(body: &[u8]) -> Result<SefazAnswer, String> {
    let root = read(body)?;
    let (c_stat, x_motivo) = said(ret(&root, "retConsStatServ")?, "retConsStatServ")?;
    Ok(SefazAnswer { c_stat, x_motivo, ..SefazAnswer::default() })
}
