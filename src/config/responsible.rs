//! `[responsible]`: who answers for the program (`infRespTec`).

use std::collections::BTreeMap;

use secrecy::ExposeSecret;

use super::section::Section;
use super::words;
use crate::domain::invoice::InfRespTec;
use crate::domain::local::Csrt;
use crate::domain::{Cnpj, Uf};

/// `[responsible]`.
#[derive(Clone, Debug)]
pub struct Responsible {
    /// `CNPJ`, `xContato`, `email`, `fone`: mandatory once the table is there.
    pub inf_resp_tec: InfRespTec,
    /// `[[responsible.csrt]]`: `UF`, `id` (`idCSRT`, two digits) and `secret_env` or
    /// `secret_file`, as that state's tax office gave them. Default none; PR rejects a note
    /// without one (975).
    pub csrt: BTreeMap<Uf, Csrt>,
}

impl Responsible {
    /// `infRespTec` of a note that this state authorises.
    pub fn of(&self, uf: Uf) -> InfRespTec {
        InfRespTec { csrt: self.csrt.get(&uf).cloned(), ..self.inf_resp_tec.clone() }
    }
}

pub(super) fn read(mut section: Section<'_>) -> Option<Responsible> {
    let cnpj = section.required("CNPJ", "write its 14 characters in quotes", Cnpj::parse);
    let x_contato = section
        .required_hidden("xContato", "write 2 to 60 characters", |text| words::exact(text, 2, 60));
    let email = section.required_hidden("email", "write name@host, 6 to 60", words::email);
    let fone = section.required_hidden("fone", "write 6 to 14 digits", words::fone);
    let mut csrt = BTreeMap::new();
    for one in section.sections("csrt") {
        let (source, key) = (one.source(), one.key("UF"));
        let Some((uf, found)) = read_csrt(one) else { continue };
        if csrt.insert(uf, found).is_some() {
            let remedy = "keep one [[responsible.csrt]] for each UF";
            source.fault_with(&key, uf.sigla(), "is given twice", remedy);
        }
    }
    section.done();
    Some(Responsible {
        inf_resp_tec: InfRespTec {
            cnpj: cnpj?,
            x_contato: x_contato?,
            email: email?,
            fone: fone?,
            csrt: None,
        },
        csrt,
    })
}

fn read_csrt(mut section: Section<'_>) -> Option<(Uf, Csrt)> {
    let uf = section.required("UF", "write two letters, as in PR", |text| {
        Uf::parse(text).ok_or("is no federative unit")
    });
    let id = section.required("id", "write the 2 digits of idCSRT in quotes", |text| {
        Csrt::new(text, "").map(|it| it.id().to_owned())
    });
    let secret = section.secret("secret");
    section.done();
    let (uf, id, secret) = (uf?, id?, secret?);
    Some((uf, Csrt::new(&id, secret.expose_secret()).ok()?))
}
