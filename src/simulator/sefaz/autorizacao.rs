//! NFeAutorizacao4: a note is judged, and authorised when nothing stands against it.

use crate::domain::{AccessKey, Timestamp};

use super::super::answers::{self, Proto};
use super::super::motivo::motivo;
use super::super::outcome::Outcome;
use super::super::rules::{self, Rejection};
use super::super::script::{Behaviour, Operation};
use super::lot::{self, Submitted, sale};
use super::{Authorized, Call, Sefaz, Server, c_uf, delivered, forestalled, proto, sealed};

impl Sefaz {
    /// `enviNFe` to `retEnviNFe`.
    pub(super) fn autorizacao(&mut self, request: &[u8], call: &mut Call<'_>) -> Outcome<String> {
        let read = lot::read(request);
        let note = match read.as_ref().map_err(Clone::clone).and_then(lot::submitted) {
            Ok(note) => note,
            Err(rejection) => return self.answer_lot(&rejection, "35", call),
        };
        let cnpj = note.number.0.clone();
        let about = (note.number.1, note.number.2);
        let said = self.met(Operation::Autorizacao, &cnpj, note.key.as_str(), Some(about), call);
        if let Some(outcome) = forestalled(&said) {
            return outcome;
        }
        if let Err(rejection) = self.shut(call) {
            return self.answer_lot(&rejection, c_uf(&note.key), call);
        }
        // A note that is authorised already is not rejected, and its number is its own (204).
        let is_known = self.notes.contains_key(&note.key);
        let proto = match &said {
            Behaviour::Note(c_stat, x_motivo) if !is_known => {
                let why = Rejection { c_stat: *c_stat, x_motivo: x_motivo.clone() };
                self.rejection(&note, &why, call.now)
            }
            Behaviour::Service(c_stat, x_motivo) => {
                let head = self.head(c_uf(&note.key), call.now).saying(*c_stat, x_motivo);
                // The lot is judged now, and what became of it is told when somebody asks.
                let n_rec = [103, 105].contains(c_stat).then(|| self.take_in(&note, call));
                return Outcome::Answer(answers::ret_envi_nfe_bare(&head, n_rec.as_deref()));
            }
            Behaviour::Duplicate => {
                self.decide(&note, &[], call);
                self.decide(&note, &[], call)
            }
            Behaviour::Taken if !is_known => {
                self.take_number(&note, call.now);
                self.decide(&note, &[], call)
            }
            Behaviour::Alert(messages) => self.decide(&note, messages, call),
            Behaviour::Ok
            | Behaviour::Lost
            | Behaviour::Late
            | Behaviour::Truncated
            | Behaviour::Slow
            | Behaviour::Gzip
            | Behaviour::Invoice(_)
            | Behaviour::Note(..)
            | Behaviour::Taken
            | Behaviour::Http(_)
            | Behaviour::Timeout
            | Behaviour::Unreachable
            | Behaviour::Tls
            | Behaviour::Garbage => self.decide(&note, &[], call),
        };
        if said == Behaviour::Late
            && let Some(it) = self.notes.get_mut(&note.key)
        {
            it.hidden = 1;
        }
        let head = self.head(c_uf(&note.key), call.now);
        delivered(&said, answers::ret_envi_nfe(&head, &proto))
    }

    fn answer_lot(&self, why: &Rejection, c_uf: &str, call: &Call<'_>) -> Outcome<String> {
        let head = self.head(c_uf, call.now).saying(why.c_stat, &why.x_motivo);
        Outcome::Answer(answers::ret_envi_nfe_bare(&head, None))
    }

    /// A lot that is answered with a receipt: `nRec`.
    fn take_in(&mut self, note: &Submitted<'_>, call: &Call<'_>) -> String {
        let n_rec = self.n_rec(&note.key);
        let proto = self.decide(note, &[], call);
        // The same bytes in a second lot are a duplicate of the first; its receipt still tells
        // what became of the note.
        match proto.c_stat {
            204 if self.lots.contains_key(&n_rec) => {}
            _ => {
                self.lots.insert(n_rec.clone(), proto);
            }
        }
        n_rec
    }

    /// Judges the note, and authorises it when nothing stands against it.
    fn decide(
        &mut self,
        note: &Submitted<'_>,
        messages: &[(String, String)],
        call: &Call<'_>,
    ) -> Proto {
        let now = call.now;
        let (dig_val, issued) = match self.judge(note, call) {
            Ok(found) => found,
            Err(rejection) => return self.rejection(note, &rejection, now),
        };
        let c_stat = if rules::parties::is_late(note.inf_nfe, now) { 150 } else { 100 };
        let authorized = Authorized {
            n_prot: self.n_prot(c_uf(&note.key), note.key.as_str(), now),
            dig_val,
            dh_recbto: self.head(c_uf(&note.key), now).dh_recbto,
            c_stat,
            messages: messages.to_vec(),
            server: call.server,
            events: Vec::new(),
            issued,
            at: now,
            hidden: 0,
        };
        let proto = proto(&note.key, &authorized, self.tp_amb);
        self.notes.insert(note.key.clone(), authorized);
        self.numbers.insert(note.number.clone(), note.key.clone());
        self.books.authorized += 1;
        if let Some(first) = self.sales.insert(sale(note.inf_nfe), note.key.clone()) {
            let second = &note.key;
            self.books
                .violations
                .push(format!("one sale, two authorised notes: {first}, {second}"));
        }
        self.check_unused(&note.number.0, note.number.1, note.number.2);
        proto
    }

    /// `digVal` and `dhEmi` of a note that may be authorised.
    fn judge(
        &self,
        note: &Submitted<'_>,
        call: &Call<'_>,
    ) -> Result<(String, Timestamp), Rejection> {
        rules::emission::judge(note.inf_nfe, call.server, call.now)?;
        // 204 and 539 come before the content: the same bytes again must find themselves.
        if let Some(other) = self.numbers.get(&note.number) {
            return Err(self.duplicate(note, other));
        }
        let (cnpj, serie, number) = &note.number;
        if self.unused.iter().any(|it| it.range.holds(cnpj, *serie, *number)) {
            return Err(Rejection::new(206));
        }
        let seal = sealed(note.nfe, "infNFe", cnpj, call.now)?;
        rules::judge(note.inf_nfe, self.tp_amb, call.now)?;
        let issued = note.inf_nfe.value(&["ide", "dhEmi"]).parse();
        Ok((seal.digest_value, issued.map_err(|_| Rejection::new(225))?))
    }

    /// The number has a note already: this one (204), another (539), or one that was cancelled
    /// (218; which words a state adds there is not known).
    fn duplicate(&self, note: &Submitted<'_>, other: &AccessKey) -> Rejection {
        let is_cancelled = self.notes.get(other).is_some_and(|it| it.cancellation().is_some());
        let n_rec = self.n_rec(other);
        let (c_stat, tail) = match other == &note.key {
            _ if is_cancelled => (218, format!("[chNFe:{other}]")),
            true => (204, format!("[nRec:{n_rec}]")),
            false => (539, format!("[chNFe:{other}][nRec:{n_rec}]")),
        };
        Rejection { c_stat, x_motivo: format!("{} {tail}", motivo(c_stat)) }
    }

    fn rejection(&mut self, note: &Submitted<'_>, why: &Rejection, now: Timestamp) -> Proto {
        *self.books.rejected.entry(why.c_stat).or_default() += 1;
        // A duplicate is told with the digest of the note that is there.
        let dig_val = match self.notes.get(&note.key) {
            Some(it) => it.dig_val.clone(),
            None => note.nfe.value(&["Signature", "SignedInfo", "Reference", "DigestValue"]),
        };
        Proto {
            tp_amb: self.tp_amb,
            key: note.key.clone(),
            dh_recbto: self.head(c_uf(&note.key), now).dh_recbto,
            n_prot: None,
            dig_val: Some(dig_val).filter(|it| !it.is_empty()),
            c_stat: why.c_stat,
            x_motivo: why.x_motivo.clone(),
            messages: Vec::new(),
        }
    }

    /// Another program issues under this number, with another code.
    fn take_number(&mut self, note: &Submitted<'_>, now: Timestamp) {
        let body = note.key.as_str().get(..35).unwrap_or_default();
        let other = (0..100u32).find_map(|code| {
            let digits = (0..10).map(|digit| format!("{body}{:08}{digit}", 30_405_060 + code));
            digits.filter(|it| it != note.key.as_str()).find_map(|it| AccessKey::parse(&it).ok())
        });
        let Some(other) = other else { return };
        let foreign = Authorized {
            n_prot: self.n_prot(c_uf(&other), other.as_str(), now),
            dig_val: "AAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned(),
            dh_recbto: self.head(c_uf(&other), now).dh_recbto,
            c_stat: 100,
            messages: Vec::new(),
            server: Server::Home,
            events: Vec::new(),
            issued: now,
            at: now,
            hidden: 0,
        };
        self.notes.insert(other.clone(), foreign);
        self.numbers.insert(note.number.clone(), other);
    }
}
