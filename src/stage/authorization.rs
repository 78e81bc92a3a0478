//! SEFAZ: send, or ask by key, and read what its `cStat` means for the note (nfe.md 4.4, with
//! nfe-verified.md: 302 and 303 are rejections now).

use super::policy::later;
use super::{Outcome, Stage};
use crate::domain::{AccessKey, Code, Fault, Mender, Step, Timestamp};
use crate::lifecycle::{Event, Life, Sealed, Wait};
use crate::nfe;
use crate::ports::{Body, Protocol, Sefaz, SefazAnswer, SefazErrorKind, StoreError, World};
use crate::words;

/// Seconds between a send without an answer and the first question.
const ASK_SOON_S: i64 = 2;

/// Seconds between two answers that a cancelled shipment's note is not there. Sending the same
/// bytes again does no harm where the first are still on their way; taking them for lost, and
/// dropping the life, does.
const CANCELLED_APART_S: i64 = 300;

/// What a `cStat` means for a note of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// 100, 150: authorised.
    Authorized,
    /// 110, 205, 301: denied; the number is burnt.
    Denied,
    /// 101, 151, 155: it was authorised and is cancelled.
    Cancelled,
    /// 217: SEFAZ has no such note.
    Absent,
    /// 103 to 105: still at it.
    InProcessing,
    /// 108, 109, 113, 114: the service is down.
    ServiceDown,
    /// 656: too many requests.
    Abuse,
    /// 204: this very key is known already.
    DuplicateKey,
    /// 206, 539, 562, 613: the number is another note's.
    NumberTaken,
    /// 280 to 286, 252: the connection's certificate or environment: an engineer must act.
    Misconfigured,
    /// 999: SEFAZ's own failure: not known.
    Unknown,
    /// Everything else above 200.
    Rejected,
}

fn meaning(c_stat: u16) -> Meaning {
    match c_stat {
        100 | 150 => Meaning::Authorized,
        110 | 205 | 301 => Meaning::Denied,
        101 | 151 | 155 => Meaning::Cancelled,
        217 => Meaning::Absent,
        103..=105 => Meaning::InProcessing,
        108 | 109 | 113 | 114 => Meaning::ServiceDown,
        656 => Meaning::Abuse,
        204 => Meaning::DuplicateKey,
        206 | 539 | 562 | 613 => Meaning::NumberTaken,
        252 | 280..=286 => Meaning::Misconfigured,
        999 => Meaning::Unknown,
        201.. => Meaning::Rejected,
        // A code below 201 that we do not know says nothing certain of the note.
        0..=200 => Meaning::Unknown,
    }
}

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
        let answer = self.world.sefaz().authorize(&life.id.seller, key, &bytes).await;
        let now = self.now();
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                tracing::warn!(
                    shipment.id = %life.id.shipment,
                    nfe.key = %key,
                    error = %error,
                    "SEFAZ did not answer"
                );
                let waited = self.policy.wait(&self.chance, life, now);
                return Ok(match error.kind {
                    SefazErrorKind::Unreachable => not_sent(Wait::Unreachable, waited),
                    SefazErrorKind::NoAnswer => ask_soon(now),
                    SefazErrorKind::Misconfigured => {
                        self.alarm(life, "NFeAutorizacao4", &error.message);
                        let due = later(now, self.policy.seller_pause_s);
                        not_sent(Wait::SellerPaused, due)
                    }
                });
            }
        };
        let said = said_of_note(&answer);
        Ok(match meaning(said.c_stat) {
            Meaning::Authorized => self.adopt(life, note, &bytes, answer.protocol.as_ref()),
            // The key is ours and known: whether the note behind it is, its digest tells.
            Meaning::DuplicateKey => Event::Waited { why: Wait::OutcomeUnknown, due: now }.into(),
            Meaning::NumberTaken => match key_in(said.x_motivo) {
                Some(other) if other == *key => {
                    Event::Waited { why: Wait::OutcomeUnknown, due: now }.into()
                }
                Some(_) | None => number_gone(Code::SefazNumberTaken, &said),
            },
            Meaning::InProcessing => {
                let due = later(now, ASK_SOON_S);
                Event::Waited { why: Wait::InProcessing, due }.into()
            }
            Meaning::ServiceDown => {
                let due = self.policy.wait(&self.chance, life, now);
                not_sent(Wait::ServiceDown, due)
            }
            Meaning::Abuse => {
                let due = later(now, self.policy.abuse_pause_s);
                not_sent(Wait::ServiceDown, due)
            }
            Meaning::Misconfigured => {
                self.alarm(life, "NFeAutorizacao4", said.x_motivo);
                let due = later(now, self.policy.seller_pause_s);
                not_sent(Wait::SellerPaused, due)
            }
            Meaning::Denied => number_gone(Code::SefazDenied, &said),
            Meaning::Cancelled => number_gone(Code::SefazCancelledElsewhere, &said),
            Meaning::Rejected => rejected(life, &said),
            Meaning::Absent | Meaning::Unknown => ask_soon(now),
        })
    }

    pub(super) async fn ask_sefaz(
        &self,
        life: &Life,
        note: &Sealed,
        absent: Option<(u32, Timestamp)>,
    ) -> Result<Outcome, StoreError> {
        let key = &note.draft.key;
        let answer = self.world.sefaz().consult(&life.id.seller, key).await;
        let now = self.now();
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) if error.kind == SefazErrorKind::Misconfigured => {
                return Ok(self.alarm(life, "NFeConsultaProtocolo4", &error.message).into());
            }
            Err(error) => {
                return Ok(self.sefaz_silent(life, note, Wait::Unreachable, &error.to_string()));
            }
        };
        let said = said_of_note(&answer);
        Ok(match meaning(said.c_stat) {
            Meaning::Authorized => {
                let bytes = match self.body(life, &note.xml, Step::Authorize).await? {
                    Ok(bytes) => bytes,
                    Err(held) => return Ok(held),
                };
                self.adopt(life, note, &bytes, answer.protocol.as_ref())
            }
            Meaning::Absent => self.absent(life, absent, now),
            Meaning::Denied => number_gone(Code::SefazDenied, &said),
            Meaning::Cancelled => number_gone(Code::SefazCancelledElsewhere, &said),
            Meaning::NumberTaken => number_gone(Code::SefazNumberTaken, &said),
            Meaning::Misconfigured => {
                self.alarm(life, "NFeConsultaProtocolo4", said.x_motivo).into()
            }
            Meaning::Abuse => {
                let due = later(now, self.policy.abuse_pause_s);
                Event::Waited { why: Wait::ServiceDown, due }.into()
            }
            Meaning::InProcessing => {
                self.sefaz_silent(life, note, Wait::InProcessing, said.x_motivo)
            }
            // A rejected question is no answer about the note.
            Meaning::ServiceDown | Meaning::DuplicateKey | Meaning::Unknown | Meaning::Rejected => {
                self.sefaz_silent(life, note, Wait::ServiceDown, said.x_motivo)
            }
        })
    }

    /// Twice, and apart: it never arrived. The same bytes go again, unless they are not wanted any
    /// more.
    fn absent(&self, life: &Life, absent: Option<(u32, Timestamp)>, now: Timestamp) -> Outcome {
        let least = if life.cancelled { CANCELLED_APART_S } else { 0 };
        let apart = self.policy.absent_apart_s.max(least);
        match absent {
            Some((_, last)) if now >= later(last, apart) => not_sent(Wait::NeverArrived, now),
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

    /// Takes a protocol for ours only when it names our key and our digest.
    fn adopt(
        &self,
        life: &Life,
        note: &Sealed,
        nfe: &[u8],
        protocol: Option<&Protocol>,
    ) -> Outcome {
        let Some(protocol) = protocol else { return ask_soon(self.now()) };
        let key = &note.draft.key;
        let ours = protocol.ch_nfe == *key
            && protocol.dig_val.as_deref() == Some(note.digest_value.as_str());
        let Some(n_prot) = protocol.n_prot.clone().filter(|_| ours) else {
            let fault = Fault::new(Code::SefazProtocolForeign, Step::Authorize, "digVal")
                .value(protocol.dig_val.as_deref().unwrap_or_default())
                .detail(format!("expected {} of {key}", note.digest_value));
            return Event::NumberGone { denied: false, faults: vec![fault] }.into();
        };
        match nfe::proc::assemble(nfe, &protocol.xml) {
            Ok(nfe_proc) => {
                let body = Body::new(nfe_proc);
                let event = Event::Authorized {
                    n_prot,
                    c_stat: protocol.c_stat,
                    dh_recbto: protocol.dh_recbto.clone(),
                    nfe_proc: body.digest.clone(),
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

/// What was said of the note: its own protocol where there is one (a lot's 104 only says that it
/// was looked at), else the answer itself.
struct Said<'a> {
    c_stat: u16,
    x_motivo: &'a str,
}

fn said_of_note(answer: &SefazAnswer) -> Said<'_> {
    match &answer.protocol {
        // A cancelled note's consulta says 101 and still carries the protocol of its
        // authorisation: there the answer itself is the word.
        Some(protocol) if matches!(answer.c_stat, 100 | 104 | 150) => {
            Said { c_stat: protocol.c_stat, x_motivo: &protocol.x_motivo }
        }
        Some(_) | None => Said { c_stat: answer.c_stat, x_motivo: &answer.x_motivo },
    }
}

/// Nothing was sent: the note stays as it was.
fn not_sent(why: Wait, due: Timestamp) -> Outcome {
    Event::NotSent { why, due }.into()
}

fn ask_soon(now: Timestamp) -> Outcome {
    Event::Waited { why: Wait::OutcomeUnknown, due: later(now, ASK_SOON_S) }.into()
}

fn sefaz_fault(code: Code, said: &Said<'_>) -> Fault {
    Fault::new(code, Step::Authorize, "cStat").value(said.c_stat).detail(said.x_motivo)
}

fn number_gone(code: Code, said: &Said<'_>) -> Outcome {
    let denied = code == Code::SefazDenied;
    Event::NumberGone { denied, faults: vec![sefaz_fault(code, said)] }.into()
}

fn rejected(life: &Life, said: &Said<'_>) -> Outcome {
    let mender: Mender = words::c_stat_mender(said.c_stat);
    tracing::warn!(
        shipment.id = %life.id.shipment,
        sefaz.c_stat = said.c_stat,
        fault.mender = %mender,
        "SEFAZ rejected the note"
    );
    let fault = sefaz_fault(Code::SefazRejected, said).mended_by(mender);
    Event::Rejected { faults: vec![fault] }.into()
}

/// The key that a 539 carries: `[chNFe:3526…]`.
fn key_in(x_motivo: &str) -> Option<AccessKey> {
    let (_, rest) = x_motivo.split_once("chNFe:")?;
    let key: String = rest.trim_start().chars().take_while(char::is_ascii_alphanumeric).collect();
    AccessKey::parse(&key).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_meaning() {
        for (c_stat, expected) in [
            (100, Meaning::Authorized),
            (150, Meaning::Authorized),
            (110, Meaning::Denied),
            (302, Meaning::Rejected),
            (204, Meaning::DuplicateKey),
            (539, Meaning::NumberTaken),
            (217, Meaning::Absent),
            (999, Meaning::Unknown),
            (0, Meaning::Unknown),
            (778, Meaning::Rejected),
            (1115, Meaning::Rejected),
        ] {
            assert_eq!(meaning(c_stat), expected, "{c_stat}");
        }
    }

    #[test]
    fn the_key_in_a_539_is_found() {
        let text = "Duplicidade de NF-e [chNFe:35261111222333000181550010000000021730192647]";
        assert!(key_in(text).is_some());
        assert!(key_in("Duplicidade de NF-e [chNFe:3526]").is_none());
        assert!(key_in("Duplicidade").is_none());
    }
}
