//! What becomes of an authorised note: cancelled, corrected, or sent to another server.

use fba_nfe::lifecycle::{Command, Event, Fate, Purpose, State};

use super::{at, cancelled, check, digest, draft, fault, folded, number, to_signed};

/// Created, and all the way to Amazon's `Errored`.
fn to_errored() -> Vec<Event> {
    let authorized = Event::Authorized {
        n_prot: "1".into(),
        c_stat: 100,
        dh_recbto: "2026-11-20T09:00:00-03:00".into(),
        nfe_proc: digest("proc", 0),
        messages: Vec::new(),
    };
    let errored = Event::Errored { faults: vec![fault()], request_id: None };
    [to_signed(), vec![Event::Authorizing, authorized, Event::Submitting, errored]].concat()
}

fn registered() -> Event {
    Event::EventoRegistered {
        c_stat: 135,
        n_prot: Some("2".into()),
        dh_reg_evento: None,
        proc_evento: Some(digest("proc_evento", 0)),
        n_seq: None,
    }
}

fn to_registered(decided: Event) -> Vec<Event> {
    let sealed = Event::EventoSealed { xml: digest("evento", 0), n_seq: 1 };
    vec![decided, sealed, Event::EventoSending, registered()]
}

fn cancel_decided(reissue: bool) -> Event {
    Event::CancelDecided { by: "ana".into(), why: "a mercadoria nao saiu".into(), reissue }
}

#[test]
fn a_cancelled_note_is_void_or_makes_room_for_another() {
    let void = folded(&[to_errored(), to_registered(cancel_decided(false))].concat());
    assert_eq!(void.state.name(), "voided");
    assert_eq!(void.state.number().unwrap().1, Fate::Cancelled);
    let anew = folded(&[to_errored(), to_registered(cancel_decided(true))].concat());
    assert_eq!(anew.state, State::Received { number: None });
    let asked_off = [to_registered(cancel_decided(true)), Vec::new()].concat();
    let (last, first) = asked_off.split_last().unwrap();
    let both = [&to_errored()[..], first, &[cancelled(), last.clone()]].concat();
    assert_eq!(folded(&both).state.name(), "voided", "Amazon cancelled meanwhile: no other note");
}

fn letter_decided() -> Event {
    Event::CorrectionDecided {
        by: "ana".into(),
        why: "transportadora".into(),
        text: digest("letter", 0),
    }
}

fn resumed() -> Event {
    Event::Resumed { by: "ana".into(), why: "x".into() }
}

#[test]
fn a_letter_leaves_the_life_as_it_was() {
    let held = folded(&to_errored());
    let events = [to_errored(), to_registered(letter_decided())].concat();
    let life = folded(&events);
    assert_eq!((&life.state, life.letters), (&held.state, 1));
    let again = folded(&[events, vec![letter_decided()]].concat());
    let State::Registering { plan, .. } = again.state else { panic!("{:?}", again.state) };
    assert_eq!(plan.purpose, Purpose::Correct { text: digest("letter", 0), n_seq: 2 });
    let sent_on = [to_errored(), vec![resumed()], to_registered(letter_decided())].concat();
    assert_eq!(folded(&sent_on).state.name(), "authorized");
}

#[test]
fn a_letter_of_an_ended_life_sends_nothing_to_amazon() {
    let ended = Event::Discarded { by: "ana".into(), why: "x".into() };
    let events = [to_errored(), vec![ended], to_registered(letter_decided())].concat();
    let life = folded(&events);
    assert_eq!((life.state.name(), life.command()), ("discarded", None));
}

#[test]
fn a_letter_that_is_held_does_not_keep_a_cancellation_waiting() {
    let held = Event::Held { faults: vec![fault()], private: None, nothing_sent: false };
    let stuck = [to_errored(), vec![letter_decided(), held.clone()]].concat();
    let life = folded(&[stuck, vec![cancelled()]].concat());
    assert_eq!(life.state.name(), "cancelling");
    // One that may be at SEFAZ is asked for first.
    let mut sent = to_registered(letter_decided());
    sent.pop();
    let life = folded(&[to_errored(), sent, vec![held, cancelled()]].concat());
    assert_eq!((life.state.name(), life.state.may_be_at_sefaz()), ("held", true));
}

#[test]
fn a_refused_cancellation_waits_for_a_person() {
    let refused = Event::EventoRefused { faults: vec![fault()] };
    let mut events = [to_errored(), to_registered(cancelled())].concat();
    events.pop();
    events.push(refused);
    let life = folded(&events);
    assert_eq!(life.state.name(), "held");
    let resumed = life.after(at(99), &resumed());
    assert!(matches!(resumed.command(), Some(Command::SealEvento { .. })));
}

/// Signed and sent once more, as after a redirection.
fn again(n: usize) -> Vec<Event> {
    vec![
        Event::Numbered { draft: draft(number(1), n), warnings: Vec::new() },
        Event::Signed { xml: digest("xml", n), digest_value: format!("dv{n}") },
        Event::Authorizing,
    ]
}

#[test]
fn an_earlier_note_that_sefaz_names_takes_the_place_of_the_latest() {
    let redirected = Event::Redirected { contingency: true, due: at(7) };
    let named = |n| Event::EarlierNamed { xml: digest("xml", n), due: at(9) };
    let events = [to_signed(), vec![Event::Authorizing, redirected], again(1)].concat();
    let life = folded(&[events.clone(), vec![named(0)]].concat());
    let Some(Command::AskSefaz { note, absent: None, receipt: None }) = life.command() else {
        panic!("{:?}", life.command())
    };
    assert_eq!((note.xml.clone(), life.gave_way(&note)), (digest("xml", 0), true));
    assert_eq!(life.sent.len(), 2);
    // Amazon cancels meanwhile: it is asked for all the same.
    let asked = folded(&[events.clone(), vec![named(0), cancelled()]].concat());
    assert_eq!(asked.state, life.state);
    // Held, it is asked for again; once SEFAZ said that it is not there, the latest is.
    let held = Event::Held { faults: vec![fault()], private: None, nothing_sent: false };
    let silent = folded(&[events.clone(), vec![named(0), held.clone(), resumed()]].concat());
    assert_eq!(silent.state.sealed().unwrap().xml, digest("xml", 0));
    let absent = Event::Absent { due: at(9) };
    let looked = [events.clone(), vec![named(0), absent, held, resumed()]].concat();
    let Some(Command::AskSefaz { note, absent: None, .. }) = folded(&looked).command() else {
        panic!("it asks for the latest, and sends nothing")
    };
    assert_eq!(note.xml, digest("xml", 1));
    // One that was never sent is nobody's.
    assert_eq!(folded(&[events, vec![named(5)]].concat()).state.name(), "held");
}

#[test]
fn a_note_goes_to_another_server_under_its_own_number() {
    let redirected = Event::Redirected { contingency: true, due: at(7) };
    let events = [to_signed(), vec![Event::Authorizing, redirected]].concat();
    let life = folded(&events);
    let Some(Command::Draft { number: Some(kept), .. }) = life.command() else {
        panic!("{:?}", life.command())
    };
    assert_eq!(kept, number(1));
    check(&[events, vec![cancelled()]].concat(), "dropped");
}
