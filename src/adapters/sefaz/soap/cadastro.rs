//! CadConsultaCadastro4: a company's registrations in a state (layout 2.00).

use super::{NFE, Service, envelope, filled, inner, read, ret, said};
use crate::domain::{Cnpj, Uf};
use crate::ports::Registration;

/// Most registrations that are read of one company: the layout sets no bound, a state's largest
/// chains have some hundreds of shops, each under a CNPJ of its own.
const ENTRIES_MAX: usize = 500;

/// `ConsCad`, by CNPJ.
pub(in crate::adapters::sefaz) fn registration(uf: Uf, company: &Cnpj) -> Vec<u8> {
    let cons_cad = format!(
        "<ConsCad xmlns=\"{NFE}\" versao=\"2.00\"><infCons><xServ>CONS-CAD</xServ><UF>{uf}</UF>\
         <CNPJ>{company}</CNPJ></infCons></ConsCad>"
    );
    let parts: &[&[u8]] = match uf {
        // MT's server looks for the message one step further in than the MOC has it.
        Uf::Mt => &[b"<nfeDadosMsg>", cons_cad.as_bytes(), b"</nfeDadosMsg>"],
        _ => &[cons_cad.as_bytes()],
    };
    envelope(Service::ConsultaCadastro, parts)
}

/// Reads `retConsCad`.
pub(in crate::adapters::sefaz) fn read_registration(body: &[u8]) -> Result<Registration, String> {
    let root = read(body)?;
    let info = inner(ret(&root, "retConsCad")?, "infCons")?;
    let (c_stat, x_motivo) = said(info, "infCons")?;
    let mut entries = Vec::new();
    for cad in info.children("infCad").take(ENTRIES_MAX) {
        let ie = filled(cad, "IE").ok_or("expected IE in infCad")?;
        // 0: não habilitado, 1: habilitado.
        let open = match cad.value("cSit").as_deref() {
            Some("1") => true,
            Some("0") => false,
            _ => return Err("expected cSit of 0 or 1 in infCad".to_owned()),
        };
        entries.push((ie, open));
    }
    Ok(Registration { c_stat, x_motivo, entries })
}
