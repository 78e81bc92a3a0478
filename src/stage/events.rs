//! Events of an authorised note at SEFAZ: its cancellation, a carta de correção. As with the note
//! itself: signed bytes first, then the intent, then the sending, and a question wherever the
//! outcome is not known.

use super::authorization::{CANCELLED_APART_S, CONSULTA};
use super::policy::later;
use super::said::{
    OF_ANOTHER, Said, ask_soon, mender, not_sent, of_another, sefaz_fault, unlisted,
};
use super::window::{authorized_at, permitted, plain_until};
use super::{Outcome, Stage};
use crate::domain::c_stat::{Action, Service, action};
use crate::domain::invoice::LocalTime;
use crate::domain::{AccessKey, Code, Fault, Step, Timestamp};
use crate::lifecycle::{Event, Evento, Life, Note, Plan, Purpose, Wait};
use crate::nfe::{self, evento};
use crate::ports::{
    Body, EventAnswer, Registered, Route, Sefaz, SefazAnswer, SefazErrorKind, StoreError, World,
};
use crate::words::{self, Lang};

/// Waits in a row after which an event that SEFAZ has and does not tell of is a person's: every
/// round of them takes ten minutes, and the law gives hours.
const SENT_FOR_NOTHING_MAX: u32 = 12;

/// How long the state's own server may say that it has no such note (217, 494), before a person
/// is told that an event of it waits. The contingency that authorised the note passes it on once
/// that server is back, and it is back when it answers: a matter of minutes. An hour is ample for
/// them, and leaves the other half of the shortest window of cancellation, the two hours of MT, to
/// whoever must look, call SEFAZ or decide otherwise.
const UNTOLD_MAX_S: i64 = 3600;

/// NFeRecepcaoEvento4, as closures and alarms name it.
pub(super) const RECEPCAO_EVENTO: &str = "NFeRecepcaoEvento4";

impl<W: World> Stage<W> {
    /// Writes and signs the event, where law and settings allow it now.
    pub(super) async fn seal_evento(
        &self,
        life: &Life,
        note: &Note,
        plan: &Plan,
        since: Timestamp,
    ) -> Result<Outcome, StoreError> {
        let step = step(plan);
        let key = &note.sealed.draft.key;
        let Some(trader) = self.traders.get(&life.id.seller) else {
            let fault = Fault::new(Code::SellerUnknown, step, "SellerId");
            return Ok(self.hold(life, vec![fault.value(&life.id.seller)]));
        };
        let (Some(uf), Some(certificate)) = (key.uf(), trader.signer(key.cnpj())) else {
            let fault = Fault::new(Code::SellerUnknown, step, "emit.CNPJ");
            return Ok(self.hold(life, vec![fault.value(key.cnpj())]));
        };
        let now = self.now();
        let n_seq = match &plan.purpose {
            Purpose::Cancel { .. } => {
                let authorized = authorized_at(note);
                let elapsed = now.as_second().saturating_sub(authorized.as_second());
                match permitted(&trader.cancel, uf, plan.decided.is_some(), elapsed) {
                    Ok(n_seq) => n_seq,
                    Err(code) => {
                        let fault = Fault::new(code, Step::Cancel, "chNFe").value(key);
                        let fault = fault.detail(match code {
                            Code::CancelUndecided => words::until(
                                plain_until(&trader.cancel, uf, authorized),
                                uf,
                                Lang::PtBr,
                            ),
                            _ => words::after_window(uf, Lang::PtBr).to_owned(),
                        });
                        return Ok(self.hold(life, vec![fault]));
                    }
                }
            }
            Purpose::Correct { n_seq, .. } => *n_seq,
        };
        if !certificate.is_valid_at(now) {
            return Ok(self.unsigned(life, step, &certificate, since));
        }
        let letter = match &plan.purpose {
            Purpose::Correct { text, .. } => match self.body(life, text, step).await? {
                Ok(body) => super::correction_value(&body).unwrap_or_default(),
                Err(held) => return Ok(held),
            },
            Purpose::Cancel { .. } => String::new(),
        };
        let decided = plan.decided.as_ref().map(|it| it.why.as_str());
        let x_just = decided.unwrap_or(&trader.cancel.x_just);
        let detail = match &plan.purpose {
            Purpose::Cancel { .. } => evento::Detail::Cancel { n_prot: &note.n_prot, x_just },
            Purpose::Correct { .. } => evento::Detail::Correct { x_correcao: &letter },
        };
        // An event may not be older than the note that it is of (rule 577): our clock may run
        // behind SEFAZ's by a little.
        let at = now.max(authorized_at(note));
        let request = evento::Request {
            key,
            tp_amb: note.sealed.draft.number.tp_amb,
            at: LocalTime::new(at, uf.offset_hours()),
            n_seq,
            detail,
        };
        match evento::seal(&request, &certificate) {
            Ok(sealed) => {
                let body = Body::new(sealed.xml);
                let event = Event::EventoSealed { xml: body.digest.clone(), n_seq };
                Ok(Outcome { event, bodies: vec![body] })
            }
            Err(error) => {
                let fault = Fault::new(Code::SealCheckFailed, step, "Signature");
                Ok(self.hold(life, vec![fault.detail(error)]))
            }
        }
    }

    /// Sends the event. Its intent is on record.
    pub(super) async fn send_evento(
        &self,
        life: &Life,
        note: &Note,
        plan: &Plan,
        evento: &Evento,
    ) -> Result<Outcome, StoreError> {
        let bytes = match self.body(life, &evento.xml, step(plan)).await? {
            Ok(bytes) => bytes,
            Err(held) => return Ok(held),
        };
        let key = &note.sealed.draft.key;
        if let Some(until) = self.shut(key.cnpj(), RECEPCAO_EVENTO).await? {
            return Ok(not_sent(Wait::ServiceDown, until));
        }
        let answer = self.world.sefaz().register(&life.id.seller, key, &bytes).await;
        let now = self.now();
        let waited = self.policy.wait(&self.chance, life, now);
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                self.unanswered(life, key, &error);
                return Ok(match error.kind {
                    SefazErrorKind::Unreachable => not_sent(Wait::Unreachable, waited),
                    SefazErrorKind::NoAnswer => ask_soon(now),
                    SefazErrorKind::Misconfigured => {
                        self.alarmed(life, RECEPCAO_EVENTO, &error.message)
                    }
                });
            }
        };
        self.evento_answered(life, key, plan, evento, &bytes, &answer).await
    }

    /// What SEFAZ's word about the event means.
    async fn evento_answered(
        &self,
        life: &Life,
        key: &AccessKey,
        plan: &Plan,
        evento: &Evento,
        bytes: &[u8],
        answer: &EventAnswer,
    ) -> Result<Outcome, StoreError> {
        let now = self.now();
        let waited = self.policy.wait(&self.chance, life, now);
        // An answer about another note's event says nothing of ours.
        if answer.registered.as_ref().is_some_and(|it| !names(it, key)) {
            return Ok(ask_soon(now));
        }
        let said = Said { c_stat: answer.c_stat, x_motivo: &answer.x_motivo };
        Ok(match action(Service::Event, said.c_stat) {
            Action::EventRegistered => match ours(answer, key, plan, evento) {
                Some(registered) => registered_now(bytes, evento, registered),
                // Registered, by its own words, and not named: the consulta names it.
                None => ask_soon(now),
            },
            // It is there already, or the note is cancelled: asked, and adopted from there.
            Action::EventDuplicate | Action::Cancelled | Action::DuplicateKey => {
                Event::Waited { why: Wait::OutcomeUnknown, due: now }.into()
            }
            Action::ServiceDown | Action::SvcClosed => not_sent(Wait::ServiceDown, waited),
            Action::Abuse => {
                let until = self.shut_down(key.cnpj(), RECEPCAO_EVENTO).await?;
                not_sent(Wait::ServiceDown, until)
            }
            Action::Misconfigured => self.alarmed(life, RECEPCAO_EVENTO, said.x_motivo),
            Action::EventTooLate => {
                let uf_wants = key.uf().map(|uf| words::after_window(uf, Lang::PtBr));
                let said = said.x_motivo.trim_end_matches('.');
                let fault = Fault::new(Code::CancelTooLate, step(plan), "chNFe").value(key);
                let fault = fault.detail(format!("{said}. {}", uf_wants.unwrap_or_default()));
                Event::EventoRefused { faults: vec![fault] }.into()
            }
            Action::SignatureRefused => {
                self.alarm(life, RECEPCAO_EVENTO, said.x_motivo);
                Event::EventoRefused { faults: vec![refused(plan, &said)] }.into()
            }
            // Not said of the event itself: where it stands is not known, and resume asks.
            Action::Unlisted if answer.registered.is_none() => {
                self.hold(life, vec![unlisted(&said)])
            }
            Action::Reject | Action::OurBug | Action::Unlisted | Action::Misdirected => {
                Event::EventoRefused { faults: vec![refused(plan, &said)] }.into()
            }
            // Words that say nothing certain of an event.
            Action::Adopt
            | Action::Denied
            | Action::Absent
            | Action::Queued
            | Action::InProcessing
            | Action::LotProcessed
            | Action::ReceiptUnknown
            | Action::ServiceUp
            | Action::NumberTaken
            | Action::Inutilized
            | Action::InutilizedBefore
            | Action::InRegister
            | Action::NotInRegister
            | Action::Unknown => ask_soon(now),
        })
    }

    /// Whether SEFAZ has the event: its consulta of the note tells of it.
    pub(super) async fn ask_evento(
        &self,
        life: &Life,
        note: &Note,
        plan: &Plan,
        sent: Sent<'_>,
    ) -> Result<Outcome, StoreError> {
        let key = &note.sealed.draft.key;
        if let Some(until) = self.shut(key.cnpj(), CONSULTA).await? {
            return Ok(Event::Waited { why: Wait::ServiceDown, due: until }.into());
        }
        // Events are the state's own authorizer's, wherever the note was authorised.
        let answer = self.world.sefaz().consult(&life.id.seller, key, Route::Home).await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) if error.kind == SefazErrorKind::Misconfigured => {
                return Ok(self.alarm(life, CONSULTA, &error.message).into());
            }
            Err(error) => {
                self.unanswered(life, key, &error);
                return Ok(self.evento_silent(life, plan, &sent, &error.to_string()));
            }
        };
        self.evento_told(life, key, plan, &sent, &answer).await
    }

    /// What the consulta tells of the event.
    async fn evento_told(
        &self,
        life: &Life,
        key: &AccessKey,
        plan: &Plan,
        sent: &Sent<'_>,
        answer: &SefazAnswer,
    ) -> Result<Outcome, StoreError> {
        if of_another(answer, key) {
            return Ok(self.evento_silent(life, plan, sent, OF_ANOTHER));
        }
        if let Some(registered) = known(answer, key, plan, sent.evento) {
            return self.registered_before(life, plan, sent.evento, registered).await;
        }
        let now = self.now();
        let cancel = matches!(plan.purpose, Purpose::Cancel { .. });
        let said = Said { c_stat: answer.c_stat, x_motivo: &answer.x_motivo };
        Ok(match action(Service::Consult, said.c_stat) {
            // Cancelled, and the event itself is not told: the word is enough.
            Action::Cancelled if cancel => Event::EventoRegistered {
                c_stat: said.c_stat,
                n_prot: None,
                dh_reg_evento: None,
                proc_evento: None,
                n_seq: None,
            }
            .into(),
            Action::Cancelled => {
                let fault = sefaz_fault(Code::SefazCancelledElsewhere, &said);
                Event::EventoRefused { faults: vec![fault] }.into()
            }
            // The note stands, and no such event of it: twice, and apart, it never arrived.
            Action::Adopt => {
                let apart = self.policy.absent_apart_s.max(CANCELLED_APART_S);
                match sent.absent {
                    Some((_, last)) if now >= later(last, apart) => {
                        if life.waits >= SENT_FOR_NOTHING_MAX {
                            let fault = Fault::new(Code::SefazUnavailable, step(plan), "tpEvento");
                            let fault = fault.value(tp_evento(plan));
                            return Ok(self.hold(life, vec![fault.detail(said.x_motivo)]));
                        }
                        not_sent(Wait::NeverArrived, now)
                    }
                    Some(_) | None => Event::EventoAbsent { due: later(now, apart) }.into(),
                }
            }
            Action::Absent => self.untold(life, key, plan, sent, said.x_motivo),
            Action::Misconfigured => self.alarm(life, CONSULTA, said.x_motivo).into(),
            Action::Abuse => {
                let until = self.shut_down(key.cnpj(), CONSULTA).await?;
                Event::Waited { why: Wait::ServiceDown, due: until }.into()
            }
            Action::Unlisted | Action::Misdirected => self.hold(life, vec![unlisted(&said)]),
            Action::Denied
            | Action::Queued
            | Action::InProcessing
            | Action::LotProcessed
            | Action::ReceiptUnknown
            | Action::ServiceUp
            | Action::ServiceDown
            | Action::SvcClosed
            | Action::DuplicateKey
            | Action::NumberTaken
            | Action::EventRegistered
            | Action::EventDuplicate
            | Action::EventTooLate
            | Action::Inutilized
            | Action::InutilizedBefore
            | Action::InRegister
            | Action::NotInRegister
            | Action::OurBug
            | Action::SignatureRefused
            | Action::Reject
            | Action::Unknown => self.evento_silent(life, plan, sent, said.x_motivo),
        })
    }

    /// The consulta tells of the event. A cancellation is one whoever sent it; a letter is ours
    /// only by its digest, for its text is what counts.
    async fn registered_before(
        &self,
        life: &Life,
        plan: &Plan,
        evento: &Evento,
        registered: &Registered,
    ) -> Result<Outcome, StoreError> {
        if let Purpose::Correct { n_seq, .. } = plan.purpose {
            let bytes = match self.body(life, &evento.xml, step(plan)).await? {
                Ok(bytes) => bytes,
                Err(held) => return Ok(held),
            };
            if digest_value(&bytes).is_none_or(|it| digest_value(&registered.xml) != Some(it)) {
                let fault = Fault::new(Code::CorrectionRefused, step(plan), "nSeqEvento");
                let detail = "this letter is another program's".to_owned();
                return Ok(Event::EventoRefused {
                    faults: vec![fault.value(n_seq).detail(detail)],
                }
                .into());
            }
        }
        Ok(told(registered, evento, Some(Body::new(registered.xml.clone()))))
    }

    /// The note is authorised, and the state's own server has not heard of it: nothing can become
    /// of the event before it has.
    fn untold(
        &self,
        life: &Life,
        key: &AccessKey,
        plan: &Plan,
        sent: &Sent<'_>,
        detail: &str,
    ) -> Outcome {
        let (now, by) = (self.now(), later(sent.since, UNTOLD_MAX_S));
        if now >= by {
            let fault = Fault::new(Code::SefazNoteUntold, step(plan), "chNFe").value(key);
            return self.hold(life, vec![fault.detail(detail)]);
        }
        let due = self.policy.wait(&self.chance, life, now).min(by);
        Event::Waited { why: Wait::OutcomeUnknown, due }.into()
    }

    /// No word about the event yet: wait longer each time, and past the deadline ask a person.
    fn evento_silent(&self, life: &Life, plan: &Plan, sent: &Sent<'_>, detail: &str) -> Outcome {
        let now = self.now();
        if now >= later(sent.since, self.policy.sefaz_deadline_s) {
            let fault = Fault::new(Code::SefazUnavailable, step(plan), "NFeConsultaProtocolo4");
            return self.hold(life, vec![fault.detail(detail)]);
        }
        let due = self.policy.wait(&self.chance, life, now);
        Event::Waited { why: Wait::OutcomeUnknown, due }.into()
    }
}

/// What was sent, or meant to be.
pub(super) struct Sent<'a> {
    /// The event.
    pub(super) evento: &'a Evento,
    /// Since when.
    pub(super) since: Timestamp,
    /// How often SEFAZ said that it has it not, and when last.
    pub(super) absent: Option<(u32, Timestamp)>,
}

fn step(plan: &Plan) -> Step {
    match plan.purpose {
        Purpose::Cancel { .. } => Step::Cancel,
        Purpose::Correct { .. } => Step::Authorize,
    }
}

fn tp_evento(plan: &Plan) -> u32 {
    match plan.purpose {
        Purpose::Cancel { .. } => evento::CANCELAMENTO,
        Purpose::Correct { .. } => evento::CARTA_DE_CORRECAO,
    }
}

fn refused(plan: &Plan, said: &Said<'_>) -> Fault {
    let code = match plan.purpose {
        Purpose::Cancel { .. } => Code::CancelRefused,
        Purpose::Correct { .. } => Code::CorrectionRefused,
    };
    let fault = Fault::new(code, step(plan), "cStat").value(said.c_stat).detail(said.x_motivo);
    fault.mended_by(mender(said.c_stat))
}

/// The `retEvento` of this very event, with the protocol that proves it.
fn ours<'a>(
    answer: &'a EventAnswer,
    key: &AccessKey,
    plan: &Plan,
    evento: &Evento,
) -> Option<&'a Registered> {
    answer.registered.as_ref().filter(|it| {
        names(it, key)
            && it.tp_evento == tp_evento(plan)
            && it.n_seq == evento.n_seq
            && it.n_prot.is_some()
    })
}

/// Whether it is of this note, as far as it says.
fn names(registered: &Registered, key: &AccessKey) -> bool {
    registered.ch_nfe.as_ref().is_none_or(|named| named == key)
}

/// The event in a consulta's list: a cancellation under any `nSeqEvento`, a letter under its own.
fn known<'a>(
    answer: &'a SefazAnswer,
    key: &AccessKey,
    plan: &Plan,
    evento: &Evento,
) -> Option<&'a Registered> {
    answer.registered.iter().filter(|it| names(it, key)).find(|it| {
        let same = match plan.purpose {
            Purpose::Cancel { .. } => true,
            Purpose::Correct { .. } => it.n_seq == evento.n_seq,
        };
        let taken = action(Service::Event, it.c_stat) == Action::EventRegistered;
        same && taken && it.tp_evento == tp_evento(plan)
    })
}

fn registered_now(bytes: &[u8], evento: &Evento, registered: &Registered) -> Outcome {
    let proc = match nfe::evento::assemble(bytes, &registered.xml) {
        Ok(proc) => Some(Body::new(proc)),
        Err(error) => {
            tracing::error!(error = %error, "an event is registered, and its proof cannot be read");
            None
        }
    };
    told(registered, evento, proc)
}

/// `DigestValue` of the first signature in these bytes: the event's own.
fn digest_value(xml: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(xml).ok()?;
    Some(text.split_once("DigestValue>")?.1.split_once("</")?.0.trim())
}

fn told(registered: &Registered, evento: &Evento, proc: Option<Body>) -> Outcome {
    let event = Event::EventoRegistered {
        c_stat: registered.c_stat,
        n_prot: registered.n_prot.clone(),
        dh_reg_evento: Some(registered.dh_reg_evento.clone()),
        proc_evento: proc.as_ref().map(|body| body.digest.clone()),
        n_seq: Some(registered.n_seq).filter(|n_seq| *n_seq != evento.n_seq),
    };
    Outcome { event, bodies: proc.into_iter().collect() }
}
