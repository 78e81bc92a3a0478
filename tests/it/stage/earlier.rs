//! Several signings of one shipment under one number, of which SEFAZ has an earlier one.

use fba_nfe::domain::Code;
use fba_nfe::lifecycle::{Event, Sealed};
use fba_nfe::ports::{Clock as _, Store as _};
use fba_nfe::stage::{Parked, Verb, later};

use super::{FOREIGN, Trial};

/// Rejected, and drafted anew in the same month, for the same server: the key is the same. What was
/// signed first, and the trial, at the resume.
async fn signed_twice(folder: &std::path::Path) -> (Trial, Sealed) {
    let rejects = "[[world.answer]]\nto = \"NFeAutorizacao4\"\nsay = [\"778\"]";
    let trial = Trial::begin(folder, false, rejects).await;
    trial.advance().await;
    assert_eq!(trial.faults().await[0].code, Code::SefazRejected);
    let life = trial.stage.life(&trial.id).await.unwrap().unwrap();
    let clock = &trial.stage.world().clock;
    clock.advance_to(later(clock.now(), 60));
    (trial, life.sent[0].clone())
}

#[tokio::test]
async fn an_earlier_signing_under_the_same_key_is_adopted() {
    let folder = tempfile::tempdir().unwrap();
    let (trial, first) = signed_twice(folder.path()).await;
    *trial.stage.world().sefaz.dig_val.lock().unwrap() = vec![first.digest_value.clone()];
    trial.act(Verb::Resume).await;
    assert!(matches!(trial.advance().await, Parked::Until(_)), "Amazon looks at it");
    let life = trial.stage.life(&trial.id).await.unwrap().unwrap();
    let note = life.state.note().unwrap();
    assert_eq!(note.sealed, first);
    assert_eq!(life.sent.len(), 2);
    assert_ne!(life.sent[1].xml, first.xml);
    assert_eq!(life.sent[1].draft.key, first.draft.key);
    let journal = trial.stage.world().store.journal(&trial.id).await.unwrap();
    assert!(journal.iter().any(|it| matches!(it.event, Event::EarlierNamed { .. })));
    let bytes = trial.stage.world().store.body(&note.nfe_proc).await.unwrap().unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains(&first.digest_value), "it is made of the bytes that were signed first");
}

/// Told to be the earlier one, and then of bytes that nobody signed: nothing is issued, and sent on
/// it only asks.
#[tokio::test]
async fn an_earlier_note_that_is_not_ours_is_held_and_no_other_is_issued() {
    let folder = tempfile::tempdir().unwrap();
    let (trial, first) = signed_twice(folder.path()).await;
    *trial.stage.world().sefaz.dig_val.lock().unwrap() =
        vec![first.digest_value.clone(), FOREIGN.to_owned()];
    for _ in 0..3 {
        trial.act(Verb::Resume).await;
        assert_eq!(trial.advance().await, Parked::Done);
        let faults = trial.faults().await;
        assert_eq!((faults[0].code, faults[0].field.as_str()), (Code::SefazEarlierNote, "chNFe"));
        assert_eq!(faults[0].value.as_deref(), Some(first.draft.key.as_str()));
    }
    let journal = trial.stage.world().store.journal(&trial.id).await.unwrap();
    let numbered = |it: &&fba_nfe::lifecycle::Entry| matches!(it.event, Event::Numbered { .. });
    assert_eq!(journal.iter().filter(numbered).count(), 2);
    assert!(!journal.iter().any(|it| matches!(it.event, Event::NumberGone { .. })));
    assert_eq!(trial.stage.world().amazon.simulator().sefaz_books().authorized, 1);
}
