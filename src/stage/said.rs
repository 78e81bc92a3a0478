//! What SEFAZ said, and the events that it makes.

use super::Outcome;
use super::policy::later;
use crate::domain::{AccessKey, Code, Fault, Mender, Step, Timestamp};
use crate::lifecycle::{Event, Life, Wait};
use crate::ports::SefazAnswer;
use crate::words;

/// Seconds between a send without an answer and the first question.
pub(super) const ASK_SOON_S: i64 = 2;

/// Why an answer counts as none.
pub(super) const OF_ANOTHER: &str = "the answer shows the protocol of another note";

/// Whether an answer shows the protocol of another note: a mix-up at SEFAZ, or on the way there. It
/// says nothing of ours.
pub(super) fn of_another(answer: &SefazAnswer, key: &AccessKey) -> bool {
    let other = answer.protocol.as_ref().is_some_and(|it| it.ch_nfe != *key);
    if other {
        tracing::error!(nfe.key = %key, sefaz.c_stat = answer.c_stat, "{OF_ANOTHER}");
    }
    other
}

/// What was said of the note: its own protocol where there is one (a lot's 104 only says that it
/// was looked at), else the answer itself.
pub(super) struct Said<'a> {
    pub(super) c_stat: u16,
    pub(super) x_motivo: &'a str,
}

pub(super) fn said_of_note(answer: &SefazAnswer) -> Said<'_> {
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
pub(super) fn not_sent(why: Wait, due: Timestamp) -> Outcome {
    Event::NotSent { why, due }.into()
}

pub(super) fn ask_soon(now: Timestamp) -> Outcome {
    Event::Waited { why: Wait::OutcomeUnknown, due: later(now, ASK_SOON_S) }.into()
}

pub(super) fn sefaz_fault(code: Code, said: &Said<'_>) -> Fault {
    Fault::new(code, Step::Authorize, "cStat").value(said.c_stat).detail(said.x_motivo)
}

pub(super) fn number_gone(code: Code, said: &Said<'_>) -> Outcome {
    let denied = code == Code::SefazDenied;
    Event::NumberGone { denied, faults: vec![sefaz_fault(code, said)] }.into()
}

/// An answer that no table knows, or one for another server: a person reads SEFAZ's own text.
pub(super) fn unlisted(said: &Said<'_>) -> Fault {
    sefaz_fault(Code::SefazUnknownCode, said)
}

/// Who mends what a `cStat` refused: what usually passes by itself was refused all the same, and is
/// for whoever can read SEFAZ's text.
pub(super) fn mender(c_stat: u16) -> Mender {
    match words::c_stat_mender(c_stat) {
        Mender::Time => Mender::Fiscal,
        named @ (Mender::Fiscal | Mender::Cadastro | Mender::Ti | Mender::Amazon) => named,
    }
}

pub(super) fn rejected(life: &Life, code: Code, said: &Said<'_>) -> Outcome {
    let mender = mender(said.c_stat);
    tracing::warn!(
        shipment.id = %life.id.shipment,
        sefaz.c_stat = said.c_stat,
        fault.mender = %mender,
        "SEFAZ rejected the note"
    );
    let fault = sefaz_fault(code, said).mended_by(mender);
    Event::Rejected { faults: vec![fault] }.into()
}

/// Whether a number that is taken is nobody's: made void by an inutilização.
pub(super) fn is_void(c_stat: u16) -> bool {
    matches!(c_stat, 102 | 206)
}

/// The key that a 539 carries: `[chNFe:3526…]`.
pub(super) fn key_in(x_motivo: &str) -> Option<AccessKey> {
    let (_, rest) = x_motivo.split_once("chNFe:")?;
    let key: String = rest.trim_start().chars().take_while(char::is_ascii_alphanumeric).collect();
    AccessKey::parse(&key).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_in_a_539_is_found() {
        let text = "Duplicidade de NF-e [chNFe:35261111222333000181550010000000021730192647]";
        assert!(key_in(text).is_some());
        assert!(key_in("Duplicidade de NF-e [chNFe:3526]").is_none());
        assert!(key_in("Duplicidade").is_none());
    }
}
