//! SEFAZ: send, or ask by key, and do what the table of `cStat`s says (`domain::c_stat`).

use super::policy::later;
use super::said::{
    ASK_SOON_S, OF_ANOTHER, ask_soon, key_in, not_sent, number_gone, of_another, rejected,
    said_of_note, unlisted,
};
use super::{Outcome, Stage};
use crate::domain::c_stat::{Action, Service, action};
use crate::domain::{AccessKey, Code, Emission, Fault, Step, Timestamp};
use crate::lifecycle::{Event, Life, Sealed, Wait};
use crate::nfe;
use crate::ports::{
    Body, Protocol, Route, Sefaz, SefazAnswer, SefazError, SefazErrorKind, StoreError, World,
};

/// Seconds between two answers that a note is not there, where other bytes may follow: the
/// shipment is cancelled, or the note was for the contingency. Sending the same bytes again does no
/// harm where the first are still on their way; taking them for lost, and dropping the life or
/// drafting it anew under another key, does.
pub(super) const CANCELLED_APART_S: i64 = 300;

/// Services as closures and alarms name them.
pub(super) const AUTORIZACAO: &str = "NFeAutorizacao4";
/// See above.
pub(super) const CONSULTA: &str = "NFeConsultaProtocolo4";

/// Waits in a row, "no such note" among them, up to which the same bytes go again at once.
const SENT_AT_ONCE: u32 = 8;

/// Waits in a row after which a note that SEFAZ takes and does not know is a person's.
const SENT_FOR_NOTHING_MAX: u32 = 60;

/// Longest wait for a receipt that SEFAZ may ask of us by `tMed`, in seconds.
const RECEIPT_LONGEST_S: i64 = 300;

impl<W: World> Stage<W> {
    pub(super) async fn authorize(
        &self,
        life: &Life,
        note: &Sealed,
    ) -> Result<Outcome, StoreError> {
        let bytes = match self.body(life, &note.xml, Step::Authorize).await? {
            Ok(bytes) => bytes,
            Err(held) => return Ok(held),
        };
        let key = &note.draft.key;
        if let Some(until) = self.shut(key.cnpj(), AUTORIZACAO).await? {
            return Ok(not_sent(Wait::ServiceDown, until));
        }
        if let Some(redirected) = self.redirected(life, key).await {
            return Ok(redirected);
        }
        let answer = self.world.sefaz().authorize(&life.id.seller, key, &bytes).await;
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
                        self.alarmed(life, AUTORIZACAO, &error.message)
                    }
                });
            }
        };
        self.authorization_answered(life, note, &bytes, &answer).await
    }

    /// What SEFAZ's word about the note means.
    async fn authorization_answered(
        &self,
        life: &Life,
        note: &Sealed,
        bytes: &[u8],
        answer: &SefazAnswer,
    ) -> Result<Outcome, StoreError> {
        let key = &note.draft.key;
        let now = self.now();
        let waited = self.policy.wait(&self.chance, life, now);
        if of_another(answer, key) {
            return Ok(ask_soon(now));
        }
        let said = said_of_note(answer);
        let action = action(Service::Authorization, said.c_stat);
        self.heard(key, action);
        Ok(match action {
            Action::Adopt => self.adopt(life, note, bytes, answer.protocol.as_ref()),
            // The key is ours and known: whether the note behind it is, its digest tells.
            Action::DuplicateKey => Event::Waited { why: Wait::OutcomeUnknown, due: now }.into(),
            Action::NumberTaken => match key_in(said.x_motivo) {
                Some(other) if other == *key => {
                    Event::Waited { why: Wait::OutcomeUnknown, due: now }.into()
                }
                Some(_) | None => self.number_taken(life, note, &said),
            },
            Action::Queued => match &answer.receipt {
                Some(receipt) => {
                    let due = later(now, i64::from(receipt.t_med_s).clamp(1, RECEIPT_LONGEST_S));
                    Event::Queued { n_rec: receipt.n_rec.clone(), due }.into()
                }
                None => ask_soon(now),
            },
            Action::InProcessing | Action::LotProcessed | Action::ReceiptUnknown => {
                let due = later(now, ASK_SOON_S);
                Event::Waited { why: Wait::InProcessing, due }.into()
            }
            Action::SvcClosed if Route::of(key) == Route::Contingency => {
                Event::Redirected { contingency: false, due: waited }.into()
            }
            Action::ServiceDown | Action::SvcClosed => not_sent(Wait::ServiceDown, waited),
            Action::Abuse => {
                let until = self.shut_down(key.cnpj(), AUTORIZACAO).await?;
                not_sent(Wait::ServiceDown, until)
            }
            Action::Misconfigured => self.alarmed(life, AUTORIZACAO, said.x_motivo),
            Action::Denied => number_gone(Code::SefazDenied, &said),
            Action::Cancelled => number_gone(Code::SefazCancelledElsewhere, &said),
            Action::Reject | Action::OurBug => rejected(life, Code::SefazRejected, &said),
            // The bytes are spent: with another certificate the note is sealed anew.
            Action::SignatureRefused => {
                self.alarm(life, AUTORIZACAO, said.x_motivo);
                rejected(life, Code::SefazRejected, &said)
            }
            Action::Misdirected => rejected(life, Code::SefazMisdirected, &said),
            // Said of the note itself, and no protocol with it: it was refused.
            Action::Unlisted if answer.protocol.as_ref().is_some_and(|it| it.n_prot.is_none()) => {
                rejected(life, Code::SefazUnknownCode, &said)
            }
            // Where the note stands is not known: a person reads it, and resume asks by key.
            Action::Unlisted => self.hold(life, vec![unlisted(&said)]),
            // Words that say nothing certain of a note.
            Action::Absent
            | Action::ServiceUp
            | Action::EventRegistered
            | Action::EventDuplicate
            | Action::EventTooLate
            | Action::Inutilized
            | Action::InutilizedBefore
            | Action::InRegister
            | Action::NotInRegister
            | Action::Unknown => ask_soon(now),
        })
    }

    /// A note that is known not to be at SEFAZ goes where it can be authorised now: to the
    /// contingency while the home authorizer is down, and back once it is not.
    async fn redirected(&self, life: &Life, key: &AccessKey) -> Option<Outcome> {
        // Bytes that were taken for lost may still arrive where they were sent: no other key then.
        if life.astray {
            return None;
        }
        let route = Route::of(key);
        let contingency = match self.emission_of(&life.id.seller, key).await {
            Emission::Contingency { .. } => true,
            Emission::Normal => false,
        };
        if contingency == (route == Route::Contingency) {
            return None;
        }
        tracing::warn!(
            shipment.id = %life.id.shipment,
            nfe.key = %key,
            sefaz.contingency = contingency,
            "the note is drafted anew for another server"
        );
        Some(Event::Redirected { contingency, due: self.now() }.into())
    }

    pub(super) async fn ask_sefaz(
        &self,
        life: &Life,
        note: &Sealed,
        absent: Option<(u32, Timestamp)>,
        receipt: Option<&str>,
    ) -> Result<Outcome, StoreError> {
        let key = &note.draft.key;
        if let Some(until) = self.shut(key.cnpj(), CONSULTA).await? {
            return Ok(Event::Waited { why: Wait::ServiceDown, due: until }.into());
        }
        let answer = match self.ask_anyhow(life, note, receipt).await {
            Ok(answer) => answer,
            Err(error) if error.kind == SefazErrorKind::Misconfigured => {
                return Ok(self.alarm(life, CONSULTA, &error.message).into());
            }
            Err(error) => {
                self.home_failed(key);
                return Ok(self.sefaz_silent(life, note, Wait::Unreachable, &error.to_string()));
            }
        };
        let now = self.now();
        if of_another(&answer, key) {
            return Ok(self.sefaz_silent(life, note, Wait::OutcomeUnknown, OF_ANOTHER));
        }
        let said = said_of_note(&answer);
        let action = action(Service::Consult, said.c_stat);
        self.heard(key, action);
        Ok(match action {
            // Authorised, it says, and shows no protocol: that is none.
            Action::Adopt if answer.protocol.is_none() => {
                self.sefaz_silent(life, note, Wait::OutcomeUnknown, said.x_motivo)
            }
            Action::Adopt => {
                let bytes = match self.body(life, &note.xml, Step::Authorize).await? {
                    Ok(bytes) => bytes,
                    Err(held) => return Ok(held),
                };
                self.adopt(life, note, &bytes, answer.protocol.as_ref())
            }
            Action::Absent => self.absent(life, note, absent, now),
            Action::Denied => number_gone(Code::SefazDenied, &said),
            Action::Cancelled => number_gone(Code::SefazCancelledElsewhere, &said),
            Action::NumberTaken => self.number_taken(life, note, &said),
            Action::Misconfigured => self.alarm(life, CONSULTA, said.x_motivo).into(),
            Action::Abuse => {
                let until = self.shut_down(key.cnpj(), CONSULTA).await?;
                Event::Waited { why: Wait::ServiceDown, due: until }.into()
            }
            Action::Queued | Action::InProcessing | Action::LotProcessed => {
                self.sefaz_silent(life, note, Wait::InProcessing, said.x_motivo)
            }
            // What became of a lot that has been looked at is a word about the note.
            Action::Reject | Action::OurBug | Action::SignatureRefused
                if answer.protocol.is_some() =>
            {
                rejected(life, Code::SefazRejected, &said)
            }
            Action::Unlisted | Action::Misdirected => self.hold(life, vec![unlisted(&said)]),
            // A rejected question is no answer about the note.
            Action::ServiceDown
            | Action::SvcClosed
            | Action::ServiceUp
            | Action::ReceiptUnknown
            | Action::DuplicateKey
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
            | Action::Unknown => self.sefaz_silent(life, note, Wait::ServiceDown, said.x_motivo),
        })
    }

    /// By its receipt while it has one, else by its key; a note of the contingency, once that is
    /// closed or where home named it, at home, which is told of it. Home's "no such note" says
    /// nothing there: it may not have been told yet.
    async fn ask_anyhow(
        &self,
        life: &Life,
        note: &Sealed,
        receipt: Option<&str>,
    ) -> Result<SefazAnswer, SefazError> {
        let key = &note.draft.key;
        let (sefaz, seller) = (self.world.sefaz(), &life.id.seller);
        let of = |answer: &SefazAnswer| action(Service::Consult, said_of_note(answer).c_stat);
        if let Some(n_rec) = receipt {
            let answer = sefaz.receipt(seller, key, n_rec).await?;
            if leads_somewhere(&answer) && !of_another(&answer, key) {
                return Ok(answer);
            }
        }
        let route = Route::of(key);
        let answer = sefaz.consult(seller, key, route).await;
        let elsewhere = answer.as_ref().map_or(true, |it| {
            matches!(of(it), Action::SvcClosed | Action::ServiceDown)
                || of(it) == Action::Absent && life.gave_way(note)
        });
        if route == Route::Contingency && elsewhere {
            let home = sefaz.consult(seller, key, Route::Home).await?;
            // After a day the contingency has told home all it has.
            let draft = life.state.draft();
            let told = draft
                .is_some_and(|it| self.now() >= later(it.dh_emi, self.policy.sefaz_deadline_s));
            if told || of(&home) != Action::Absent {
                return Ok(home);
            }
        }
        answer
    }

    /// What an answer tells of the server itself.
    fn heard(&self, key: &AccessKey, action: Action) {
        match action {
            Action::ServiceDown | Action::SvcClosed => self.home_failed(key),
            Action::Unknown | Action::Unlisted => {}
            // Whatever it judges, it judges.
            Action::Adopt
            | Action::Cancelled
            | Action::Denied
            | Action::Absent
            | Action::Queued
            | Action::InProcessing
            | Action::LotProcessed
            | Action::ReceiptUnknown
            | Action::ServiceUp
            | Action::DuplicateKey
            | Action::NumberTaken
            | Action::Misconfigured
            | Action::SignatureRefused
            | Action::Misdirected
            | Action::Abuse
            | Action::EventRegistered
            | Action::EventDuplicate
            | Action::EventTooLate
            | Action::Inutilized
            | Action::InutilizedBefore
            | Action::InRegister
            | Action::NotInRegister
            | Action::OurBug
            | Action::Reject => self.home_works(key),
        }
    }

    /// Tells the log, once, that SEFAZ did not answer.
    pub(super) fn unanswered(&self, life: &Life, key: &AccessKey, error: &SefazError) {
        if error.kind != SefazErrorKind::Misconfigured {
            self.home_failed(key);
        }
        tracing::warn!(
            shipment.id = %life.id.shipment,
            nfe.key = %key,
            error = %error,
            "SEFAZ did not answer"
        );
    }

    /// Twice, and apart: it never arrived. The same bytes go again, unless they are not wanted any
    /// more; or, of a note of the contingency, others go home. An earlier note that SEFAZ named did
    /// arrive, whatever it says now.
    fn absent(
        &self,
        life: &Life,
        note: &Sealed,
        absent: Option<(u32, Timestamp)>,
        now: Timestamp,
    ) -> Outcome {
        let (key, gave_way) = (&note.draft.key, life.gave_way(note));
        let same_again = !life.cancelled && !gave_way && Route::of(key) == Route::Home;
        let least = if same_again { 0 } else { CANCELLED_APART_S };
        let apart = self.policy.absent_apart_s.max(least);
        match absent {
            Some((_, last)) if now >= later(last, apart) && gave_way => {
                self.earlier_unshown(life, key, "SEFAZ named it, and has no such note (217)")
            }
            Some((_, last)) if now >= later(last, apart) => {
                if life.waits >= SENT_FOR_NOTHING_MAX {
                    let fault = Fault::new(Code::SefazUnavailable, Step::Authorize, "cStat");
                    return self.hold(life, vec![fault.value(217).detail(key)]);
                }
                // At once for the first few times, ever later after them.
                let due = match life.waits {
                    0..SENT_AT_ONCE => now,
                    _ => self.policy.wait(&self.chance, life, now),
                };
                not_sent(Wait::NeverArrived, due)
            }
            Some(_) | None => Event::Absent { due: later(now, apart) }.into(),
        }
    }

    /// No word about the note yet: wait longer each time, and past the deadline ask a person.
    fn sefaz_silent(&self, life: &Life, note: &Sealed, why: Wait, detail: &str) -> Outcome {
        let now = self.now();
        tracing::warn!(
            shipment.id = %life.id.shipment,
            nfe.key = %note.draft.key,
            error = detail,
            "SEFAZ has no word about a note yet"
        );
        if now >= later(note.draft.dh_emi, self.policy.sefaz_deadline_s) {
            let fault =
                Fault::new(Code::SefazUnavailable, Step::Authorize, "NFeConsultaProtocolo4");
            return self.hold(life, vec![fault.value(&note.draft.key).detail(detail)]);
        }
        Event::Waited { why, due: self.policy.wait(&self.chance, life, now) }.into()
    }

    /// Takes a protocol for ours only when it names our digest; that it names our key was seen.
    fn adopt(
        &self,
        life: &Life,
        note: &Sealed,
        nfe: &[u8],
        protocol: Option<&Protocol>,
    ) -> Outcome {
        let unproven = || {
            let detail = "authorised by its own word, and no protocol that says so";
            self.sefaz_silent(life, note, Wait::OutcomeUnknown, detail)
        };
        let Some(protocol) = protocol else { return unproven() };
        let key = &note.draft.key;
        // A protocol that lacks what it must have, or that is of another key, tells nothing of whose
        // the note is: it may be ours, and no other may take its place.
        let (Some(n_prot), Some(dig_val)) = (protocol.n_prot.clone(), protocol.dig_val.as_deref())
        else {
            return unproven();
        };
        if protocol.ch_nfe != *key {
            return unproven();
        }
        if dig_val != note.digest_value {
            return self.of_other_bytes(life, note, dig_val);
        }
        for (code, text) in &protocol.messages {
            tracing::warn!(
                shipment.id = %life.id.shipment,
                nfe.key = %key,
                sefaz.c_msg = code,
                sefaz.x_msg = text,
                "SEFAZ authorised the note, with an alert"
            );
        }
        match nfe::proc::assemble(nfe, &protocol.xml) {
            Ok(nfe_proc) => {
                let body = Body::new(nfe_proc);
                let event = Event::Authorized {
                    n_prot,
                    c_stat: protocol.c_stat,
                    dh_recbto: protocol.dh_recbto.clone(),
                    nfe_proc: body.digest.clone(),
                    messages: protocol.messages.clone(),
                };
                Outcome { event, bodies: vec![body] }
            }
            Err(error) => {
                let fault = Fault::new(Code::SefazProtocolForeign, Step::Authorize, "protNFe");
                self.hold(life, vec![fault.detail(error)])
            }
        }
    }
}

/// Whether a question by receipt is answered: with the note's own protocol, or with a reason to
/// wait. 106, the lot is forgotten there; 204, its note came by an earlier one; 104 without a word
/// of ours; a question that is refused, today as tomorrow: the key is known all the same.
fn leads_somewhere(answer: &SefazAnswer) -> bool {
    match action(Service::Authorization, said_of_note(answer).c_stat) {
        Action::ReceiptUnknown | Action::DuplicateKey | Action::LotProcessed => false,
        Action::Queued | Action::InProcessing | Action::Misconfigured | Action::Abuse => true,
        Action::Adopt
        | Action::Cancelled
        | Action::Denied
        | Action::Absent
        | Action::ServiceUp
        | Action::ServiceDown
        | Action::SvcClosed
        | Action::NumberTaken
        | Action::SignatureRefused
        | Action::Misdirected
        | Action::EventRegistered
        | Action::EventDuplicate
        | Action::EventTooLate
        | Action::Inutilized
        | Action::InutilizedBefore
        | Action::InRegister
        | Action::NotInRegister
        | Action::OurBug
        | Action::Reject
        | Action::Unknown
        | Action::Unlisted => answer.protocol.is_some(),
    }
}
