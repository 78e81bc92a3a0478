//! Several notes, one shipment, one number: the home authorizer's key and the contingency's differ
//! in `tpEmis`, and a corrected note may bear the key of the rejected one. Where SEFAZ turns out to
//! have an earlier one of them, that one is the shipment's: a second would be one too many.

use super::said::{Said, is_void, key_in, number_gone};
use super::{Outcome, Stage};
use crate::domain::{AccessKey, Code, Fault, Step};
use crate::lifecycle::{Event, Life, Sealed};
use crate::ports::World;

impl<W: World> Stage<W> {
    /// 539 and its like: whose the note is that has the number. An earlier one of this shipment is
    /// asked for in this one's place; the number of a stranger's is gone.
    pub(super) fn number_taken(&self, life: &Life, note: &Sealed, said: &Said<'_>) -> Outcome {
        let named = key_in(said.x_motivo);
        let mut others = life.sent.iter().rev().filter(|it| it.xml != note.xml);
        let earlier = others.find(|it| match &named {
            Some(key) => it.draft.key == *key,
            // It does not say which: the latest under this number that is not this key.
            None => it.draft.number == note.draft.number && it.draft.key != note.draft.key,
        });
        match earlier.filter(|_| !is_void(said.c_stat)) {
            // Asked for one that was named, and sent on to another: SEFAZ goes round in circles.
            Some(other) if life.gave_way(note) => {
                self.earlier_unshown(life, &other.draft.key, said.x_motivo)
            }
            Some(earlier) => {
                tracing::warn!(
                    shipment.id = %life.id.shipment,
                    nfe.key = %note.draft.key,
                    nfe.earlier_key = %earlier.draft.key,
                    sefaz.c_stat = said.c_stat,
                    "SEFAZ names an earlier note of this shipment: it is asked for"
                );
                Event::EarlierNamed { xml: earlier.xml.clone(), due: self.now() }.into()
            }
            None => number_gone(Code::SefazNumberTaken, said),
        }
    }

    /// A protocol of our key and of other bytes than the note's: of ours, where we signed them too
    /// (a note drafted anew in the same month, for the same server, has the same key).
    pub(super) fn of_other_bytes(&self, life: &Life, note: &Sealed, dig_val: &str) -> Outcome {
        let key = &note.draft.key;
        let ours = |it: &&Sealed| it.draft.key == *key && it.digest_value == dig_val;
        if let Some(earlier) = life.sent.iter().find(ours) {
            return Event::EarlierNamed { xml: earlier.xml.clone(), due: self.now() }.into();
        }
        let detail = format!("expected {} of {key}, found {dig_val}", note.digest_value);
        if life.gave_way(note) {
            return self.earlier_unshown(life, key, &detail);
        }
        let fault =
            Fault::new(Code::SefazProtocolForeign, Step::Authorize, "digVal").value(dig_val);
        let detail = format!("expected {} of {key}", note.digest_value);
        Event::NumberGone { denied: false, faults: vec![fault.detail(detail)] }.into()
    }

    /// SEFAZ names an earlier note and does not show it as ours. It may be there: the life stays
    /// where it asks for that note, and nothing else is issued before a person has looked.
    pub(super) fn earlier_unshown(&self, life: &Life, key: &AccessKey, detail: &str) -> Outcome {
        let fault = Fault::new(Code::SefazEarlierNote, Step::Authorize, "chNFe");
        self.hold(life, vec![fault.value(key).detail(detail)])
    }
}
