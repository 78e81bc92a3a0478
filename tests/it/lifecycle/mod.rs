//! Laws of the life cycle, over random lives: whatever the world answers and people do, in
//! whatever order.

use fba_nfe::domain::codes::TpAmb;
use fba_nfe::domain::{
    AccessKey, Code, Digest, Fault, LifeId, Money, OrderId, SellerId, ShipmentId, Step, Timestamp,
};
use fba_nfe::lifecycle::{
    Command, Draft, Entry, Event, Fate, Life, Next, NoteNumber, Progress, State, Wait,
};
use proptest::prelude::*;

mod events;

fn id() -> LifeId {
    LifeId {
        seller: SellerId::parse("A1SIMPLES0001").unwrap(),
        shipment: ShipmentId::parse("FBA0001").unwrap(),
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn digest(name: &str, n: usize) -> Digest {
    Digest::of(format!("{name}{n}").as_bytes())
}

fn number(n_nf: u32) -> NoteNumber {
    let cnpj = "11222333000181".to_owned();
    NoteNumber { tp_amb: TpAmb::Producao, cnpj, serie: 1, n_nf, c_nf: 7 }
}

fn draft(number: NoteNumber, n: usize) -> Draft {
    Draft {
        number,
        key: AccessKey::parse("35261111222333000181550010000000021730192647").unwrap(),
        dh_emi: at(0),
        total: Money::from_cents(1000),
        unsigned: digest("unsigned", n),
        shipment: digest("shipment", 0),
        catalogue: digest("catalogue", 0),
        dh_cont: None,
        kept: Vec::new(),
    }
}

fn fault() -> Fault {
    Fault::new(Code::ProductUnknown, Step::Draft, "ShipmentItems[0].SellerSKU").value("X")
}

fn created() -> Event {
    let order = OrderId::parse("1-2-3").unwrap();
    Event::Created { order, event_time: at(0), delivery: digest("event", 0) }
}

fn cancelled() -> Event {
    let order = OrderId::parse("1-2-3").unwrap();
    Event::Cancelled { order, event_time: at(0), delivery: digest("event", 1) }
}

/// What a person may decide, as the desk allows it; nothing where it allows nothing.
fn by_person(life: &Life, choice: u8) -> Option<Event> {
    let (by, why) = ("ana".to_owned(), "teste de cancelamento".to_owned());
    let held = matches!(life.state, State::Held { .. });
    let under_way = matches!(life.state, State::Registering { .. });
    let at_sefaz = life.state.may_be_at_sefaz();
    let stands = life.state.standing().is_some() && !under_way && !at_sefaz;
    match choice % 8 {
        0 if held && !at_sefaz => Some(Event::Discarded { by, why }),
        1 | 2 if stands => {
            let reissue = choice % 8 == 1 && held && !life.cancelled;
            Some(Event::CancelDecided { by, why, reissue })
        }
        3 if stands && !life.cancelled => {
            Some(Event::CorrectionDecided { by, why, text: digest("letter", 0) })
        }
        _ if held => Some(Event::Resumed { by, why }),
        _ => None,
    }
}

/// What the world may answer to a command, by chance.
fn answer(command: &Command, choice: u8, n: usize, next_number: &mut u32) -> Event {
    let due = at(n as i64);
    let failed = Event::Failed { fault: fault(), due };
    let held = Event::Held { faults: vec![fault()], private: None, nothing_sent: false };
    let waited = Event::Waited { why: Wait::Throttled, due };
    let not_sent = Event::NotSent { why: Wait::NeverArrived, due };
    match (command, choice % 8) {
        (_, 0) => held,
        (_, 1) => waited,
        (Command::FetchShipment, 2) => failed,
        (Command::FetchShipment, _) => {
            Event::Fetched { shipment: digest("shipment", n), request_id: None }
        }
        (Command::Draft { number: reused, .. }, _) => {
            let number = reused.clone().unwrap_or_else(|| {
                *next_number += 1;
                number(*next_number)
            });
            Event::Numbered { draft: draft(number, n), warnings: Vec::new() }
        }
        (Command::Seal(_), _) => {
            Event::Signed { xml: digest("xml", n), digest_value: format!("digest{n}") }
        }
        (Command::Authorize(_) | Command::AskSefaz { .. }, 2) => not_sent,
        (Command::Authorize(_) | Command::AskSefaz { .. }, 3) => {
            Event::Rejected { faults: vec![fault()] }
        }
        (Command::Authorize(_) | Command::AskSefaz { .. }, 4) => {
            Event::NumberGone { denied: choice > 127, faults: vec![fault()] }
        }
        (Command::AskSefaz { .. }, 5) => Event::Absent { due },
        (Command::AskSefaz { note, .. }, 6) => Event::EarlierNamed { xml: note.xml.clone(), due },
        (Command::Authorize(_), 5) => Event::Queued { n_rec: "351000000000001".into(), due },
        (Command::Authorize(_), 6) => Event::Redirected { contingency: choice > 127, due },
        (Command::Authorize(_) | Command::AskSefaz { .. }, _) => Event::Authorized {
            n_prot: "135260000000001".into(),
            c_stat: 100,
            dh_recbto: "2026-11-20T09:00:00-03:00".into(),
            nfe_proc: digest("proc", n),
            messages: Vec::new(),
        },
        (Command::SealEvento { .. }, _) => {
            Event::EventoSealed { xml: digest("evento", n), n_seq: 1 }
        }
        (Command::SendEvento { .. } | Command::AskEvento { .. }, 2) => not_sent,
        (Command::SendEvento { .. }, 3) => Event::EventoRefused { faults: vec![fault()] },
        (Command::AskEvento { .. }, 3) => Event::EventoAbsent { due },
        (Command::SendEvento { .. } | Command::AskEvento { .. }, _) => Event::EventoRegistered {
            c_stat: 135,
            n_prot: None,
            dh_reg_evento: None,
            proc_evento: Some(digest("proc_evento", n)),
            n_seq: None,
        },
        (Command::Submit(_), 2) => not_sent,
        (Command::Submit(_), _) => Event::Submitted { due, request_id: None },
        (Command::AskAmazon { .. }, 2) => not_sent,
        (Command::AskAmazon { .. }, 3) => {
            Event::Errored { faults: vec![fault()], request_id: None }
        }
        (Command::AskAmazon { .. }, 4 | 5) => Event::Accepted { request_id: None },
        (Command::AskAmazon { .. }, _) => {
            Event::Pending { status: "Processing".into(), due, request_id: None }
        }
    }
}

/// Lives a life by chance: each pair says who acts and what they answer.
fn live(choices: &[(u8, u8)], mut each: impl FnMut(&Life, &Event, &Life)) -> (Vec<Entry>, Life) {
    let mut entries = Vec::new();
    let mut next_number = 0;
    let first = created();
    let mut life = Life::begin(id(), at(0), &first).unwrap();
    entries.push(Entry { seq: 1, at: at(0), event: first });
    for (n, (who, choice)) in choices.iter().enumerate() {
        let mut now = at(n as i64);
        let mut events = Vec::new();
        match who % 16 {
            0 => events.push(cancelled()),
            1 => events.push(created()),
            2 | 3 => match by_person(&life, *choice) {
                Some(event) => events.push(event),
                None => continue,
            },
            _ => {
                let command = match life.next(now) {
                    Next::Done => continue,
                    Next::Wait(until) => {
                        now = until;
                        life.command().unwrap()
                    }
                    Next::Do(command) => command,
                };
                events.extend(command.intent());
                // One in eight crashes after the intent: the outcome is never written.
                if events.is_empty() || who % 8 != 4 {
                    events.push(answer(&command, *choice, n, &mut next_number));
                }
            }
        }
        for event in events {
            let after = life.clone().after(now, &event);
            each(&life, &event, &after);
            entries.push(Entry { seq: after.version, at: now, event });
            life = after;
        }
    }
    (entries, life)
}

fn choices() -> impl Strategy<Value = Vec<(u8, u8)>> {
    proptest::collection::vec(any::<(u8, u8)>(), 0..60)
}

proptest! {
    #[test]
    fn a_life_is_the_fold_of_its_journal(choices in choices()) {
        let (entries, life) = live(&choices, |_, _, _| {});
        prop_assert_eq!(Life::fold(&id(), &entries), Some(life));
        for (n, entry) in entries.iter().enumerate() {
            prop_assert_eq!(entry.seq, n as u64 + 1);
            let line = serde_json::to_string(entry).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Entry>(&line).unwrap(), entry);
        }
    }

    /// No answer that the stage can give is unknown to the state it comes in.
    #[test]
    fn nothing_is_unexpected(choices in choices()) {
        live(&choices, |before, event, after| {
            if let State::Held { faults, .. } = &after.state {
                assert!(
                    faults.iter().all(|it| it.code != Code::LifeUnexpected),
                    "{} on {:?}", event.name(), before.state
                );
            }
        });
    }

    /// After an intent the other side is asked, or told that nothing was sent, before anything is
    /// sent again; and what is sent again are the same bytes.
    #[test]
    fn an_intent_is_followed_by_a_question(choices in choices()) {
        let mut sealed = None;
        live(&choices, |before, event, after| {
            if *event == Event::Authorizing {
                let asks = matches!(after.command(), Some(Command::AskSefaz { .. }));
                assert!(asks, "{:?}", after.command());
                sealed = after.state.sealed().cloned();
            }
            if let (State::Authorizing { .. }, Event::NotSent { .. }) = (&before.state, event)
                && let Some(Command::Authorize(again)) = after.command()
            {
                assert_eq!(Some(again), sealed.clone());
            }
            if *event == Event::Submitting {
                assert!(matches!(after.command(), Some(Command::AskAmazon { .. })));
            }
            if *event == Event::EventoSending {
                assert!(matches!(after.command(), Some(Command::AskEvento { .. })));
            }
            if let (
                State::Registering { progress: Progress::Sending { evento, .. }, .. },
                Event::NotSent { .. },
            ) = (&before.state, event)
            {
                let Some(Command::SendEvento { evento: again, .. }) = after.command() else {
                    panic!("{:?}", after.command())
                };
                assert_eq!(&again, evento);
            }
        });
    }

    /// Signed bytes and the protocol's bytes change only where SEFAZ said that the note is none.
    #[test]
    fn signed_bytes_never_change(choices in choices()) {
        live(&choices, |before, event, after| {
            if let (Some(old), Some(new)) = (before.state.sealed(), after.state.sealed()) {
                assert_eq!(old, new, "{event:?}");
            }
            if let (Some(old), Some(new)) = (before.state.note(), after.state.note()) {
                assert_eq!(old, new, "{event:?}");
            }
            let reissued = matches!(after.state, State::Received { number: None });
            if before.state.note().is_some() && !reissued {
                assert!(after.state.note().is_some(), "an authorised note was forgotten: {event:?}");
            }
        });
    }

    /// A number is let go only when it is gone; else it stays, or ends on record.
    #[test]
    fn a_number_is_never_forgotten(choices in choices()) {
        let mut numbers = std::collections::BTreeMap::new();
        live(&choices, |before, event, after| {
            for (number, fate) in Life::fates(Some(before), after, event) {
                let last = numbers.insert(number.n_nf, fate);
                let ended = matches!(last, Some(Fate::Denied | Fate::Lost | Fate::Cancelled));
                assert!(!ended || last == Some(fate), "{last:?} became {fate:?}");
            }
            if let Some((number, _)) = before.state.number() {
                let kept = after.state.number().is_some_and(|(after, _)| after == number);
                let gone =
                    matches!(event, Event::NumberGone { .. } | Event::EventoRegistered { .. });
                assert!(kept || gone, "{number:?} forgotten by {event:?}");
            }
        });
        let live_now = numbers.values().filter(|it| matches!(it, Fate::Taken | Fate::Authorized));
        prop_assert!(live_now.count() <= 1, "{:?}", numbers);
    }

    /// Waiting is not failing, and what has ended stays ended unless Amazon says something new.
    #[test]
    fn waits_are_no_failures_and_ends_are_ends(choices in choices()) {
        live(&choices, |before, event, after| {
            if matches!(event, Event::Waited { .. }) {
                assert_eq!(before.failures, after.failures);
            }
            let ended = matches!(
                before.state,
                State::Accepted(_) | State::Dropped { .. } | State::Voided { .. }
            );
            let told = matches!(
                event,
                Event::Cancelled { .. }
                    | Event::CancelDecided { .. }
                    | Event::CorrectionDecided { .. }
            );
            if ended && !told {
                assert_eq!(before.state, after.state);
            }
        });
    }

    /// Once Amazon cancelled, nothing of the shipment is submitted or numbered any more; a note
    /// that stands is on its way to be cancelled, waits for a person, or was ended by one.
    #[test]
    fn a_cancelled_shipment_goes_nowhere_but_out(choices in choices()) {
        live(&choices, |before, event, after| {
            if before.cancelled {
                let forbidden = matches!(event, Event::Submitting | Event::Numbered { .. });
                assert!(!forbidden, "{event:?} of a cancelled shipment in {:?}", before.state);
            }
            if after.cancelled && after.state.standing().is_some() {
                let out = matches!(
                    after.state,
                    State::Registering { .. } | State::Held { .. } | State::Discarded { .. }
                );
                assert!(out, "{:?} after {event:?}", after.state);
            }
        });
    }

    /// A note is given up only where SEFAZ said that it is cancelled.
    #[test]
    fn a_note_is_void_by_sefaz_alone(choices in choices()) {
        live(&choices, |before, event, after| {
            if matches!(after.state, State::Voided { .. })
                && !matches!(before.state, State::Voided { .. })
            {
                assert!(matches!(event, Event::EventoRegistered { .. }), "{event:?}");
            }
        });
    }
}

#[track_caller]
fn check(events: &[Event], expected: &str) {
    let (first, rest) = events.split_first().unwrap();
    let mut life = Life::begin(id(), at(0), first).unwrap();
    for (n, event) in rest.iter().enumerate() {
        life = life.after(at(n as i64), event);
    }
    assert_eq!(life.state.name(), expected);
}

#[test]
fn cancelled_before_created_is_remembered() {
    check(&[cancelled(), created()], "dropped");
}

#[test]
fn cancelled_before_the_number_costs_none() {
    let fetched = Event::Fetched { shipment: digest("shipment", 0), request_id: None };
    check(&[created(), fetched, cancelled()], "dropped");
}

#[test]
fn a_cancelled_shipment_with_an_unknown_note_is_asked_about_first() {
    let fetched = Event::Fetched { shipment: digest("shipment", 0), request_id: None };
    let numbered = Event::Numbered { draft: draft(number(1), 0), warnings: Vec::new() };
    let signed = Event::Signed { xml: digest("xml", 0), digest_value: "d".into() };
    let sent = [created(), fetched, numbered, signed, Event::Authorizing, cancelled()];
    check(&sent, "authorizing");
    let authorized = Event::Authorized {
        n_prot: "1".into(),
        c_stat: 100,
        dh_recbto: String::new(),
        nfe_proc: digest("proc", 0),
        messages: Vec::new(),
    };
    check(&[&sent[..], &[authorized]].concat(), "cancelling");
    let never = Event::NotSent { why: Wait::NeverArrived, due: at(9) };
    check(&[&sent[..], &[never]].concat(), "dropped");
}

/// Created, and all the way to a note that is signed.
fn to_signed() -> Vec<Event> {
    let fetched = Event::Fetched { shipment: digest("shipment", 0), request_id: None };
    let numbered = Event::Numbered { draft: draft(number(1), 0), warnings: Vec::new() };
    let signed = Event::Signed { xml: digest("xml", 0), digest_value: "d".into() };
    vec![created(), fetched, numbered, signed]
}

fn folded(events: &[Event]) -> Life {
    let (first, rest) = events.split_first().unwrap();
    let life = Life::begin(id(), at(0), first).unwrap();
    rest.iter().zip(1..).fold(life, |life, (event, n)| life.after(at(n), event))
}

#[test]
fn a_service_that_stays_down_is_counted_across_intents() {
    let down = |why| Event::NotSent { why, due: at(1) };
    let mut events = to_signed();
    for _ in 0..5 {
        events.extend([Event::Authorizing, down(Wait::ServiceDown)]);
    }
    let life = folded(&events);
    assert_eq!((life.waits, life.failures), (5, 0));
    let authorized = Event::Authorized {
        n_prot: "1".into(),
        c_stat: 100,
        dh_recbto: String::new(),
        nfe_proc: digest("proc", 0),
        messages: Vec::new(),
    };
    events.extend([Event::Authorizing, authorized]);
    assert_eq!(folded(&events).waits, 0);
    for _ in 0..3 {
        events.extend([Event::Submitting, down(Wait::Unreachable)]);
    }
    assert_eq!(folded(&events).waits, 3);
}

#[test]
fn only_what_amazon_lost_counts_as_a_submission() {
    let mut events = to_signed();
    let authorized = Event::Authorized {
        n_prot: "1".into(),
        c_stat: 100,
        dh_recbto: String::new(),
        nfe_proc: digest("proc", 0),
        messages: Vec::new(),
    };
    events.extend([Event::Authorizing, authorized]);
    for why in [Wait::Throttled, Wait::Unreachable, Wait::SellerPaused] {
        events.extend([Event::Submitting, Event::NotSent { why, due: at(1) }]);
    }
    assert_eq!(folded(&events).submissions, 0);
    let lost = Event::NotSent { why: Wait::NeverArrived, due: at(1) };
    events.extend([Event::Submitting, lost]);
    assert_eq!(folded(&events).submissions, 1);
}

#[test]
fn a_puzzle_hides_no_earlier_fault() {
    let order = OrderId::parse("1-2-3").unwrap();
    let strange = Fault::new(Code::EventUnknownStatus, Step::Intake, "ShipmentStatus");
    let puzzled = Event::Puzzled {
        order,
        event_time: at(0),
        delivery: digest("event", 2),
        faults: vec![strange.clone()],
    };
    let private = Some(digest("private", 0));
    let held = Event::Held { faults: vec![fault()], private, nothing_sent: false };
    let life = folded(&[created(), held.clone(), puzzled.clone(), puzzled]);
    let State::Held { faults, private, .. } = life.state else { panic!("{:?}", life.state) };
    assert_eq!(faults, vec![fault(), strange]);
    assert_eq!(private, Some(digest("private", 0)));
}

#[test]
fn what_cannot_begin_a_life_does_not() {
    assert_eq!(Life::begin(id(), at(0), &Event::Authorizing), None);
    assert_eq!(Life::fold(&id(), &[]), None);
}
