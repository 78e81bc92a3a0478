//! NFeRecepcaoEvento4: cancellation and carta de correção.

use crate::domain::{AccessKey, Timestamp, Uf};

use super::super::answers::{self, RetEvento};
use super::super::motivo::motivo;
use super::super::outcome::Outcome;
use super::super::rules::evento::{self as form, Evento, Kind};
use super::super::rules::window::{Window, window};
use super::super::rules::{Rejection, ensure};
use super::super::script::{Behaviour, Operation, number_of};
use super::{Call, RegisteredEvent, Sefaz, Server, c_uf, delivered, forestalled, sealed};

/// Seconds after its authorisation in which a note can be corrected: 720 hours (MOC 7.0, CC-e).
const LETTER_MAX_S: i64 = 720 * 3600;

impl Sefaz {
    /// `envEvento` to `retEnvEvento`.
    pub(super) fn evento(&mut self, request: &[u8], call: &mut Call<'_>) -> Outcome<String> {
        let read = form::read(request);
        let lot = match &read {
            Ok(lot) => lot,
            Err(why) => return self.refuse_events(why, call),
        };
        let events: Result<Vec<Evento<'_>>, Rejection> =
            lot.all("evento").map(form::event).collect();
        let events = match events {
            Ok(events) => events,
            Err(why) => return self.refuse_events(&why, call),
        };
        let ch_nfe = events.first().map(|it| it.ch_nfe.clone()).unwrap_or_default();
        let about = AccessKey::parse(&ch_nfe).ok().map(|key| number_of(&key));
        let cnpj = ch_nfe.get(6..20).unwrap_or_default().to_owned();
        let said = self.met(Operation::Evento, &cnpj, &ch_nfe, about, call);
        if let Some(outcome) = forestalled(&said) {
            return outcome;
        }
        if let Err(why) = self.shut(call) {
            return self.refuse_events(&why, call);
        }
        if let Behaviour::Service(c_stat, x_motivo) = &said {
            let why = Rejection { c_stat: *c_stat, x_motivo: x_motivo.clone() };
            return self.refuse_events(&why, call);
        }
        let told: Vec<String> = events
            .iter()
            .map(|it| {
                let (from, to) = it.element.span;
                let bytes = request.get(from..to).unwrap_or_default();
                self.receive(it, &String::from_utf8_lossy(bytes), &said, call)
            })
            .collect();
        let id_lote = lot.value(&["idLote"]);
        let head = self.head(ch_nfe.get(..2).unwrap_or("35"), call.now).saying(128, motivo(128));
        delivered(&said, answers::ret_env_evento(&head, &id_lote, &told))
    }

    fn refuse_events(&self, why: &Rejection, call: &Call<'_>) -> Outcome<String> {
        let head = self.head("35", call.now).saying(why.c_stat, &why.x_motivo);
        Outcome::Answer(answers::ret_env_evento(&head, "1", &[]))
    }

    /// One event: `retEvento`.
    fn receive(
        &mut self,
        it: &Evento<'_>,
        bytes: &str,
        said: &Behaviour,
        call: &Call<'_>,
    ) -> String {
        let is_known = self.registered(it).is_some();
        if said == &Behaviour::Duplicate {
            self.register(it, bytes, call);
        }
        if said == &Behaviour::Taken && !is_known {
            self.cancel_elsewhere(it, call.now);
        }
        // An event that is registered already is not refused for another reason.
        let ret = if let Behaviour::Note(c_stat, x_motivo) = said
            && !is_known
        {
            let why = Rejection { c_stat: *c_stat, x_motivo: x_motivo.clone() };
            self.refusal(it, &why, call)
        } else {
            self.register(it, bytes, call)
        };
        if said == &Behaviour::Late
            && let Some(event) = self.registered_mut(it)
        {
            event.hidden = 1;
        }
        ret
    }

    fn registered(&self, it: &Evento<'_>) -> Option<&RegisteredEvent> {
        let note = self.notes.get(&AccessKey::parse(&it.ch_nfe).ok()?)?;
        let is_it = |event: &&RegisteredEvent| {
            event.kind.code().to_string() == it.tp_evento && event.n_seq == it.n_seq
        };
        note.events.iter().find(is_it)
    }

    fn registered_mut(&mut self, it: &Evento<'_>) -> Option<&mut RegisteredEvent> {
        let note = self.notes.get_mut(&AccessKey::parse(&it.ch_nfe).ok()?)?;
        let is_it = |event: &&mut RegisteredEvent| {
            event.kind.code().to_string() == it.tp_evento && event.n_seq == it.n_seq
        };
        note.events.iter_mut().find(is_it)
    }

    /// Judges an event and registers it when nothing stands against it.
    fn register(&mut self, it: &Evento<'_>, bytes: &str, call: &Call<'_>) -> String {
        let (kind, key, c_stat) = match self.judge_event(it, call) {
            Ok(found) => found,
            Err(why) => {
                self.suspect(it, bytes, &why);
                return self.refusal(it, &why, call);
            }
        };
        let id = format!("{}{key}{:02}", kind.code(), it.n_seq);
        let n_prot = self.n_prot(c_uf(&key), &id, call.now);
        let ret = self.ret(it, c_stat, motivo(c_stat), Some((kind, n_prot)), call);
        let event = RegisteredEvent {
            kind,
            n_seq: it.n_seq,
            c_stat,
            evento: Some(bytes.to_owned()),
            ret_evento: ret.clone(),
            hidden: 0,
        };
        if let Some(note) = self.notes.get_mut(&key) {
            note.events.push(event);
        }
        match kind {
            Kind::Cancel => {
                self.books.cancelled += 1;
                // The sale may have another note now.
                self.sales.retain(|_, standing| *standing != key);
            }
            Kind::Correct => self.books.corrected += 1,
        }
        ret
    }

    /// The kind, the note, and 135 or 155.
    fn judge_event(
        &self,
        it: &Evento<'_>,
        call: &Call<'_>,
    ) -> Result<(Kind, AccessKey, u16), Rejection> {
        let author = it.ch_nfe.get(6..20).unwrap_or_default();
        sealed(it.element, "infEvento", author, call.now)?;
        let (kind, key) = form::judge(it, self.tp_amb, call.now)?;
        if let Server::Svc(svc) = call.server {
            let uf = c_uf(&key).parse().ok().and_then(Uf::from_code);
            ensure(uf.is_some_and(|uf| crate::domain::Svc::of(uf) == svc), 582)?;
            // NT 2013.007: of the events, the contingency takes the cancellation of its own notes.
            ensure(kind == Kind::Cancel, 586)?;
        }
        let note = self.notes.get(&key).ok_or_else(|| Rejection::new(494))?;
        ensure(call.server == Server::Home || note.server == call.server, 494)?;
        ensure(it.at >= note.issued, 577)?;
        // Seconds, as both are written.
        ensure(it.at.as_second() >= note.at.as_second(), 579)?;
        ensure(self.registered(it).is_none(), 573)?;
        let age_s = call.now.as_second() - note.at.as_second();
        match kind {
            Kind::Cancel => {
                ensure(note.cancellation().is_none(), 218)?;
                ensure(it.inf.value(&["detEvento", "nProt"]) == note.n_prot, 222)?;
                let uf = c_uf(&key).parse().ok().and_then(Uf::from_code);
                let uf = uf.ok_or_else(|| Rejection::new(657))?;
                match window(uf, age_s, it.n_seq) {
                    Window::Plain => Ok((kind, key, 135)),
                    Window::Late => Ok((kind, key, 155)),
                    Window::Over => Err(Rejection::new(501)),
                }
            }
            Kind::Correct => {
                ensure(note.cancellation().is_none(), 580)?;
                // Each letter holds all that was corrected before, and has the next number. What
                // a state says of a number that was left out is not known.
                let last = note.events.iter().filter(|it| it.kind == kind).map(|it| it.n_seq).max();
                ensure(it.n_seq == last.unwrap_or_default() + 1, 594)?;
                // The code for a letter that comes too late is not in the list that we have.
                ensure(age_s <= LETTER_MAX_S, 501)?;
                Ok((kind, key, 135))
            }
        }
    }

    /// An event that is registered already comes again: with the same bytes because nobody heard
    /// the answer, and never with others.
    fn suspect(&mut self, it: &Evento<'_>, bytes: &str, why: &Rejection) {
        let is_ours = |event: &&RegisteredEvent| event.evento.is_some();
        let key = AccessKey::parse(&it.ch_nfe).ok();
        let note = key.and_then(|key| self.notes.get(&key));
        let earlier = match why.c_stat {
            573 => self.registered(it).filter(is_ours),
            218 => note.and_then(super::Authorized::cancellation).filter(is_ours),
            _ => None,
        };
        if earlier.is_some_and(|event| event.evento.as_deref() != Some(bytes)) {
            let Evento { tp_evento, ch_nfe, n_seq, .. } = it;
            let text = format!("registered, and sent again anew: {tp_evento} {n_seq} of {ch_nfe}");
            self.books.violations.push(text);
        }
    }

    fn refusal(&mut self, it: &Evento<'_>, why: &Rejection, call: &Call<'_>) -> String {
        *self.books.refused.entry(why.c_stat).or_default() += 1;
        self.ret(it, why.c_stat, &why.x_motivo, None, call)
    }

    fn ret(
        &self,
        it: &Evento<'_>,
        c_stat: u16,
        x_motivo: &str,
        registered: Option<(Kind, String)>,
        call: &Call<'_>,
    ) -> String {
        let head = self.head(it.ch_nfe.get(..2).unwrap_or("35"), call.now);
        RetEvento {
            head: head.saying(c_stat, x_motivo),
            ch_nfe: &it.ch_nfe,
            tp_evento: &it.tp_evento,
            n_seq: it.n_seq,
            x_evento: registered.as_ref().map(|(kind, _)| kind.name()),
            n_prot: registered.as_ref().map(|(_, n_prot)| n_prot.as_str()),
        }
        .xml()
    }

    /// Another program cancelled the note, and nobody here has its event.
    fn cancel_elsewhere(&mut self, it: &Evento<'_>, now: Timestamp) {
        let head = self.head(it.ch_nfe.get(..2).unwrap_or("35"), now);
        let Ok(key) = AccessKey::parse(&it.ch_nfe) else { return };
        let n_prot = self.n_prot(c_uf(&key), &format!("elsewhere {key}"), now);
        let ret_evento = RetEvento {
            head: head.saying(135, motivo(135)),
            ch_nfe: &it.ch_nfe,
            tp_evento: "110111",
            n_seq: 1,
            x_evento: Some(Kind::Cancel.name()),
            n_prot: Some(&n_prot),
        }
        .xml();
        if let Some(note) = self.notes.get_mut(&key).filter(|it| it.cancellation().is_none()) {
            let (kind, evento) = (Kind::Cancel, None);
            let (n_seq, c_stat, hidden) = (1, 135, 0);
            note.events.push(RegisteredEvent { kind, n_seq, c_stat, evento, ret_evento, hidden });
            self.books.cancelled += 1;
            self.sales.retain(|_, standing| *standing != key);
        }
    }
}
