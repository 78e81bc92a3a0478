//! When a note may be cancelled: by the state's window, the seller's terms and a person's word.

use super::policy::later;
use super::{CancelTerms, Stage};
use crate::domain::cancellation::{self, Window};
use crate::domain::invoice::LocalTime;
use crate::domain::{Code, Timestamp, Uf};
use crate::lifecycle::{Life, Note};
use crate::ports::World;

/// Whether a note may be cancelled so long after its authorisation, and under which `nSeqEvento`.
///
/// A person's decision opens the late window too: it may cost a fine (RICMS/SP art. 527 IV z1), so
/// no setting does it alone.
pub(super) fn permitted(
    terms: &CancelTerms,
    uf: Uf,
    decided: bool,
    elapsed_s: i64,
) -> Result<u8, Code> {
    let Window { plain_hours, late, .. } = cancellation::window(uf);
    let within = |hours: u32| elapsed_s <= i64::from(hours).saturating_mul(3600);
    if within(terms.window_h.unwrap_or(plain_hours)) {
        return if decided || terms.automatic { Ok(1) } else { Err(Code::CancelUndecided) };
    }
    match late.filter(|late| late.hours.is_none_or(within)) {
        Some(late) if decided => Ok(late.n_seq),
        Some(_) => Err(Code::CancelLate),
        None => Err(Code::CancelTooLate),
    }
}

/// When the plain window ends, on the state's clock.
pub(super) fn plain_until(terms: &CancelTerms, uf: Uf, since: Timestamp) -> LocalTime {
    let hours = terms.window_h.unwrap_or(cancellation::window(uf).plain_hours);
    LocalTime::new(later(since, i64::from(hours).saturating_mul(3600)), uf.offset_hours())
}

/// `dhRecbto`; where SEFAZ wrote something else, `dhEmi`, which is earlier and so the safe side.
pub(super) fn authorized_at(note: &Note) -> Timestamp {
    note.dh_recbto.parse().unwrap_or(note.sealed.draft.dh_emi)
}

/// Until when the note of a life may be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelUntil {
    /// Whose rule it is.
    pub uf: Uf,
    /// The end of the plain window.
    pub plain: Timestamp,
    /// The end of the late one, where the state has one and we know its end.
    pub late: Option<Timestamp>,
}

impl<W: World> Stage<W> {
    /// When the window of the authorised note that this life holds ends; `None` without such a
    /// note, or of one that is cancelled.
    pub fn cancel_until(&self, life: &Life) -> Option<CancelUntil> {
        let note = life.state.standing()?.note()?;
        let uf = note.sealed.draft.key.uf()?;
        let since = authorized_at(note);
        let terms = self.traders.get(&life.id.seller).map(|it| it.cancel.clone());
        let plain = plain_until(&terms.unwrap_or_default(), uf, since).timestamp();
        let late = cancellation::window(uf).late.and_then(|it| it.hours);
        let late = late.map(|hours| later(since, i64::from(hours).saturating_mul(3600)));
        Some(CancelUntil { uf, plain, late: late.filter(|it| *it > plain) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3600;

    fn terms(automatic: bool) -> CancelTerms {
        CancelTerms { automatic, ..CancelTerms::default() }
    }

    #[test]
    fn inside_the_window_the_setting_or_a_person_decides() {
        assert_eq!(permitted(&terms(true), Uf::Rj, false, 24 * HOUR), Ok(1));
        assert_eq!(permitted(&terms(false), Uf::Rj, true, 24 * HOUR), Ok(1));
        assert_eq!(permitted(&terms(false), Uf::Rj, false, 0), Err(Code::CancelUndecided));
    }

    #[test]
    fn past_the_window_the_state_decides() {
        assert_eq!(permitted(&terms(true), Uf::Rj, true, 24 * HOUR + 1), Err(Code::CancelTooLate));
        assert_eq!(permitted(&terms(true), Uf::Mt, true, 3 * HOUR), Err(Code::CancelTooLate));
        assert_eq!(permitted(&terms(true), Uf::Rs, false, 168 * HOUR), Ok(1));
        assert_eq!(permitted(&terms(true), Uf::Pb, true, 25 * HOUR), Err(Code::CancelTooLate));
    }

    #[test]
    fn a_late_cancellation_is_a_persons_alone() {
        assert_eq!(permitted(&terms(true), Uf::Sp, false, 25 * HOUR), Err(Code::CancelLate));
        assert_eq!(permitted(&terms(true), Uf::Sp, true, 480 * HOUR), Ok(1));
        assert_eq!(permitted(&terms(true), Uf::Sp, true, 481 * HOUR), Err(Code::CancelTooLate));
        assert_eq!(permitted(&terms(false), Uf::Mg, true, 25 * HOUR), Ok(2));
    }

    #[test]
    fn a_seller_may_know_its_window_better() {
        let longer = CancelTerms { window_h: Some(720), ..terms(true) };
        assert_eq!(permitted(&longer, Uf::Ro, false, 700 * HOUR), Ok(1));
    }
}
