//! What is only asked: NFeConsultaProtocolo4, NFeRetAutorizacao4, NFeStatusServico4.

use crate::domain::{AccessKey, Uf};

use super::super::answers;
use super::super::motivo::motivo;
use super::super::outcome::Outcome;
use super::super::rules::{Rejection, ensure};
use super::super::script::{Behaviour, Operation, number_of};
use super::super::xml;
use super::{Call, Sefaz, Server, c_uf, delivered, forestalled, proto};

impl Sefaz {
    /// `consSitNFe` to `retConsSitNFe`.
    ///
    /// A state's own server knows the notes of its contingency too; the contingency's knows its
    /// own, and tells of them when it is closed to new ones (not known to be so everywhere).
    pub(super) fn consulta(&mut self, request: &[u8], call: &mut Call<'_>) -> Outcome<String> {
        let key = match read_consult(request, self.tp_amb) {
            Ok(key) => key,
            Err(why) => {
                let head = self.head("35", call.now).saying(why.c_stat, &why.x_motivo);
                return Outcome::Answer(answers::ret_cons_sit_nfe(&head, None, None, &[]));
            }
        };
        let head = self.head(c_uf(&key), call.now);
        let about = number_of(&key);
        let cnpj = key.cnpj().to_owned();
        let said = self.met(Operation::Consulta, &cnpj, key.as_str(), Some(about), call);
        if let Some(outcome) = forestalled(&said) {
            return outcome;
        }
        if let Behaviour::Service(c_stat, x_motivo) = &said {
            let head = head.saying(*c_stat, x_motivo);
            return Outcome::Answer(answers::ret_cons_sit_nfe(&head, Some(&key), None, &[]));
        }
        let (c_stat, x_motivo) = self.standing(&key, call.server);
        let head = head.saying(c_stat, &x_motivo);
        let tp_amb = self.tp_amb;
        let answer = match self.notes.get_mut(&key) {
            // The protocol is that of the authorisation, also of a note that was cancelled.
            Some(note) if [100, 101, 150, 151].contains(&c_stat) => {
                let proto = proto(&key, note, tp_amb);
                let events = shown(note);
                answers::ret_cons_sit_nfe(&head, Some(&key), Some(&proto), &events)
            }
            Some(note) => {
                note.hidden = note.hidden.saturating_sub(1);
                answers::ret_cons_sit_nfe(&head, Some(&key), None, &[])
            }
            None => answers::ret_cons_sit_nfe(&head, Some(&key), None, &[]),
        };
        delivered(&said, answer)
    }

    /// How a note stands in the books of this server.
    fn standing(&self, key: &AccessKey, server: Server) -> (u16, String) {
        let said = |c_stat: u16| (c_stat, motivo(c_stat).to_owned());
        if let Some(note) = self.notes.get(key) {
            let is_its = server == Server::Home || note.server == server;
            if note.hidden > 0 || !is_its {
                return said(217);
            }
            return match note.cancellation().filter(|it| it.hidden == 0) {
                None => said(note.c_stat),
                // 151 of one that was cancelled late: MOC 7.0; some states say 101 of both.
                Some(it) => said(if it.c_stat == 155 { 151 } else { 101 }),
            };
        }
        let (serie, number) = number_of(key);
        let cnpj = key.cnpj();
        if let Some(other) = self.numbers.get(&(cnpj.to_owned(), serie, number)) {
            // Another key under this number: 562 when only cNF tells them apart, else 613.
            let is_code = other.as_str().get(..35) == key.as_str().get(..35);
            let c_stat = if is_code { 562 } else { 613 };
            return (c_stat, format!("{} [chNFe:{other}]", motivo(c_stat)));
        }
        match self.unused.iter().any(|it| it.range.holds(cnpj, serie, number)) {
            true => said(206),
            false => said(217),
        }
    }

    /// `consReciNFe` to `retConsReciNFe`. Whether the same CNPJ sent the lot (223) is not judged.
    pub(super) fn ret_autorizacao(
        &mut self,
        request: &[u8],
        call: &mut Call<'_>,
    ) -> Outcome<String> {
        let n_rec = match read_receipt(request, self.tp_amb) {
            Ok(n_rec) => n_rec,
            Err(why) => {
                let head = self.head("35", call.now).saying(why.c_stat, &why.x_motivo);
                return Outcome::Answer(answers::ret_cons_reci_nfe(&head, "", None));
            }
        };
        let proto = self.lots.get(&n_rec).cloned();
        let head = self.head(n_rec.get(..2).unwrap_or("35"), call.now);
        let cnpj = proto.as_ref().map(|it| it.key.cnpj().to_owned()).unwrap_or_default();
        let about = proto.as_ref().map(|it| number_of(&it.key));
        let said = self.met(Operation::RetAutorizacao, &cnpj, &n_rec, about, call);
        if let Some(outcome) = forestalled(&said) {
            return outcome;
        }
        if let Err(why) = self.shut(call) {
            let head = head.saying(why.c_stat, &why.x_motivo);
            return Outcome::Answer(answers::ret_cons_reci_nfe(&head, &n_rec, None));
        }
        // 104 is what a healthy one says: the lot was looked at.
        if let Behaviour::Service(c_stat, x_motivo) = &said
            && *c_stat != 104
        {
            let head = head.saying(*c_stat, x_motivo);
            return Outcome::Answer(answers::ret_cons_reci_nfe(&head, &n_rec, None));
        }
        let head = if proto.is_some() { head } else { head.saying(106, motivo(106)) };
        delivered(&said, answers::ret_cons_reci_nfe(&head, &n_rec, proto.as_ref()))
    }

    /// `consStatServ` to `retConsStatServ`.
    pub(super) fn status(&mut self, request: &[u8], call: &mut Call<'_>) -> Outcome<String> {
        let read = xml::read(request);
        let value = |tag: &str| read.as_ref().map(|it| it.value(&[tag])).unwrap_or_default();
        let c_uf = value("cUF");
        let uf = c_uf.parse().ok().and_then(Uf::from_code);
        let head = self.head(if uf.is_some() { &c_uf } else { "35" }, call.now);
        // Whose question it is the request does not tell: a state's status is everybody's.
        let said = self.met(Operation::Status, "", &c_uf, None, call);
        if let Some(outcome) = forestalled(&said) {
            return outcome;
        }
        let is_asked = value("xServ") == "STATUS";
        let found = match (&said, uf) {
            (Behaviour::Service(c_stat, text), _) => Err((*c_stat, text.clone())),
            (_, Some(uf)) if is_asked => self
                .status_for(uf, value("tpAmb") == self.tp_amb.to_string(), call)
                .map_err(|why| (why.c_stat, why.x_motivo)),
            _ => Err((215, motivo(215).to_owned())),
        };
        let (c_stat, x_motivo) = match found {
            Ok(()) => (107, motivo(107).to_owned()),
            Err(why) => why,
        };
        delivered(&said, answers::ret_cons_stat_serv(&head.saying(c_stat, &x_motivo)))
    }

    fn status_for(&self, uf: Uf, is_its: bool, call: &Call<'_>) -> Result<(), Rejection> {
        ensure(is_its, 252)?;
        match call.server {
            Server::Home => Ok(()),
            Server::Svc(svc) => {
                ensure(crate::domain::Svc::of(uf) == svc, 582)?;
                self.shut(call)
            }
        }
    }
}

/// The events that a consulta tells of, each whole; one that is not to be seen yet shows itself
/// the next time. An event of another program's is told without the bytes that nobody here has.
fn shown(note: &mut super::Authorized) -> Vec<String> {
    let mut shown = Vec::new();
    for event in &mut note.events {
        if event.hidden > 0 {
            event.hidden -= 1;
        } else if let Some(evento) = &event.evento {
            shown.push(answers::proc_evento_nfe(evento, &event.ret_evento));
        }
    }
    shown
}

fn read_consult(bytes: &[u8], tp_amb: u8) -> Result<AccessKey, Rejection> {
    let consult = xml::read(bytes).map_err(|_| Rejection::new(243))?;
    ensure(consult.name == "consSitNFe" && consult.namespace == crate::nfe::NAMESPACE, 215)?;
    ensure(consult.attribute("versao") == Some("4.00"), 239)?;
    let names: Vec<_> = consult.elements().map(|it| it.name.as_str()).collect();
    ensure(names == ["tpAmb", "xServ", "chNFe"], 215)?;
    ensure(consult.value(&["xServ"]) == "CONSULTAR", 215)?;
    ensure(consult.value(&["tpAmb"]) == tp_amb.to_string(), 252)?;
    AccessKey::parse(&consult.value(&["chNFe"])).map_err(|_| Rejection::new(236))
}

fn read_receipt(bytes: &[u8], tp_amb: u8) -> Result<String, Rejection> {
    let ask = xml::read(bytes).map_err(|_| Rejection::new(243))?;
    ensure(ask.name == "consReciNFe" && ask.namespace == crate::nfe::NAMESPACE, 215)?;
    ensure(ask.attribute("versao") == Some("4.00"), 239)?;
    let names: Vec<_> = ask.elements().map(|it| it.name.as_str()).collect();
    ensure(names == ["tpAmb", "nRec"], 215)?;
    ensure(ask.value(&["tpAmb"]) == tp_amb.to_string(), 252)?;
    let n_rec = ask.value(&["nRec"]);
    ensure(n_rec.len() == 15 && n_rec.bytes().all(|b| b.is_ascii_digit()), 215)?;
    Ok(n_rec)
}
