//! CadConsultaCadastro4: whether a company is registered in a state.

use crate::domain::{Cnpj, Uf};

use super::super::answers;
use super::super::motivo::motivo;
use super::super::outcome::Outcome;
use super::super::rules::{Rejection, ensure};
use super::super::script::{Behaviour, Company, Operation};
use super::super::xml;
use super::{Call, Sefaz, Server, delivered, forestalled};

impl Sefaz {
    /// `ConsCad` to `retConsCad`. A state tells of its own companies; who may ask is not judged.
    pub(super) fn cadastro(&mut self, request: &[u8], call: &mut Call<'_>) -> Outcome<String> {
        let (uf, cnpj) = match read(request) {
            Ok(asked) => asked,
            Err(why) => {
                let head = self.head("35", call.now).saying(why.c_stat, &why.x_motivo);
                return Outcome::Answer(answers::ret_cons_cad(&head, Uf::Sp, "", &[]));
            }
        };
        let about = format!("{} {cnpj}", uf.sigla());
        let said = self.met(Operation::Cadastro, "", &about, None, call);
        if let Some(outcome) = forestalled(&said) {
            return outcome;
        }
        let found: Vec<&Company> =
            self.companies.iter().filter(|it| it.uf == uf && it.cnpj.as_str() == cnpj).collect();
        let (c_stat, x_motivo) = match (&said, found.len()) {
            (Behaviour::Service(c_stat, text), _) => (*c_stat, text.clone()),
            _ if call.server != Server::Home => (586, motivo(586).to_owned()),
            _ if Cnpj::parse(&cnpj).is_err() => (258, motivo(258).to_owned()),
            (_, 0) => (259, motivo(259).to_owned()),
            (_, 1) => (111, motivo(111).to_owned()),
            (_, _) => (112, motivo(112).to_owned()),
        };
        let found = if [111, 112].contains(&c_stat) { found } else { Vec::new() };
        let head = self.head(&uf.code().to_string(), call.now).saying(c_stat, &x_motivo);
        delivered(&said, answers::ret_cons_cad(&head, uf, &cnpj, &found))
    }
}

fn read(bytes: &[u8]) -> Result<(Uf, String), Rejection> {
    let ask = xml::read(bytes).map_err(|_| Rejection::new(243))?;
    ensure(ask.name == "ConsCad" && ask.namespace == crate::nfe::NAMESPACE, 215)?;
    ensure(ask.attribute("versao") == Some("2.00"), 239)?;
    let inf = ask.child("infCons").ok_or_else(|| Rejection::new(215))?;
    let names: Vec<_> = inf.elements().map(|it| it.name.as_str()).collect();
    // An IE or a CPF may be asked for too; this program does not.
    ensure(names == ["xServ", "UF", "CNPJ"] && inf.value(&["xServ"]) == "CONS-CAD", 215)?;
    let sigla = inf.value(&["UF"]);
    let uf = Uf::ALL.iter().find(|it| it.sigla() == sigla);
    Ok((*uf.ok_or_else(|| Rejection::new(215))?, inf.value(&["CNPJ"])))
}
