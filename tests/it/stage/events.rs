//! Events of an authorised note, where the certificate or SEFAZ is not as it should be.

use fba_nfe::domain::Code;
use fba_nfe::lifecycle::{Event, State};
use fba_nfe::ports::{Clock as _, Origin, Store as _};
use fba_nfe::stage::{Parked, Verb, later};

use super::Trial;

/// Moves it until nothing is outstanding; the seconds that it took.
async fn rest(trial: &Trial) -> i64 {
    let clock = &trial.stage.world().clock;
    let began = clock.now();
    for _ in 0..400 {
        match trial.advance().await {
            Parked::Done => return clock.now().duration_since(began).as_secs(),
            Parked::Until(until) | Parked::Closed { until, .. } => clock.advance_to(until),
        }
    }
    panic!("it never rests");
}

async fn state(trial: &Trial) -> State {
    trial.stage.life(&trial.id).await.unwrap().unwrap().state
}

/// A letter whose certificate has ended: an engineer is called at once, and a person is asked after
/// a day; sent on, it waits for another day.
#[tokio::test]
async fn a_letter_that_nobody_can_sign_is_held_after_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let trial = Trial::begin(folder.path(), false, "").await;
    rest(&trial).await;
    assert_eq!(state(&trial).await.name(), "accepted");
    let clock = &trial.stage.world().clock;
    clock.advance_to("2036-02-01T12:00:00Z".parse().unwrap());
    let text = "Complemento do endereco: bloco B, apartamento 71.".to_owned();
    trial.act(Verb::Letter { text }).await;
    for round in 1..=2 {
        let took = rest(&trial).await;
        let faults = trial.faults().await;
        assert_eq!((faults[0].code, faults.len()), (Code::CertificateUnfit, 1));
        assert!((86_400..90_000).contains(&took), "{round}: {took}");
        let then = later(clock.now(), 7200);
        clock.advance_to(then);
        trial.act(Verb::Resume).await;
    }
    // Nothing was sent of it: it may still be ended, and the note stands.
    assert!(state(&trial).await.standing().is_some());
}

/// Another program cancelled the note, under another number than ours would have had.
#[tokio::test]
async fn an_adopted_cancellation_is_filed_under_its_own_number() {
    let folder = tempfile::tempdir().unwrap();
    let lost = "[[world.answer]]\nto = \"NFeRecepcaoEvento4\"\nsay = [\"lost\"]";
    let trial = Trial::begin(folder.path(), false, lost).await;
    rest(&trial).await;
    *trial.stage.world().sefaz.n_seq.lock().unwrap() = Some(2);
    let why = "Mercadoria nao saiu do deposito".to_owned();
    let verb = Verb::Cancel { reissue: false };
    let origin = Origin::command_line();
    let action = fba_nfe::stage::Action { by: "ana".into(), why, version: None, origin, verb };
    trial.stage.act(&trial.id, action).await.unwrap();
    rest(&trial).await;
    let State::Voided { note, proc_evento: Some(_) } = state(&trial).await else {
        panic!("it is adopted")
    };
    let journal = trial.stage.world().store.journal(&trial.id).await.unwrap();
    let told = |event: &Event| match event {
        Event::EventoRegistered { n_seq, .. } => *n_seq,
        _ => None,
    };
    assert_eq!(journal.iter().find_map(|it| told(&it.event)), Some(2));
    let beside = rusqlite::Connection::open(folder.path().join("store.sqlite")).unwrap();
    let sql = "SELECT name FROM archive WHERE kind = 'proc_evento'";
    let name: String = beside.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(name, format!("ID110111{}02", note.sealed.draft.key));
}
