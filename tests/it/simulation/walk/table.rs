//! Every row of the table, as the answer of each service in the life of a note.

use std::collections::BTreeSet;

use fba_nfe::domain::c_stat::{Action, Service, action};
use fba_nfe::domain::{Code, Mender};
use fba_nfe::words;

use super::super::scene::says;
use super::course::{Course, End, Mend};
use super::{Case, all, walk};

const TABLE: &str = include_str!("../../../../src/domain/c_stat/c_stat.tsv");

/// Codes without a row.
const UNLISTED: [u16; 8] = [115, 199, 300, 413, 889, 998, 2000, 9999];

/// A pause of the whole seller, and of one service (`Policy`).
const SELLER_PAUSE_S: i64 = 300;
const ABUSE_PAUSE_S: i64 = 3600;

/// Where the answer is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// Of the note, by NFeAutorizacao4.
    Note,
    /// Of the request, by NFeAutorizacao4.
    Request,
    /// By the consulta after a send that nobody answered; whether the note is at SEFAZ.
    Consulta { there: bool },
    /// By NFeRetAutorizacao4, of a lot whose note was authorised.
    Receipt,
    /// Of the cancellation, by NFeRecepcaoEvento4.
    Evento,
    /// Of the request, by NFeRecepcaoEvento4.
    EventoRequest,
    /// By the consulta after a cancellation that nobody answered; whether it is at SEFAZ.
    EventoConsulta { there: bool },
}

const PLACES: [Place; 9] = [
    Place::Note,
    Place::Request,
    Place::Consulta { there: false },
    Place::Consulta { there: true },
    Place::Receipt,
    Place::Evento,
    Place::EventoRequest,
    Place::EventoConsulta { there: false },
    Place::EventoConsulta { there: true },
];

/// What an answer must lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// Nobody is asked, and it goes on at once or after a question.
    GoesOn,
    /// Nobody is asked, and it rests so long at least.
    Rests(i64),
    /// A person reads this; the note or event is drafted anew, or asked for, when sent on.
    Held(Code),
    /// As above, and whoever mends that `cStat` is called.
    Rejected(Code),
    /// As above, and the number is gone: what follows has another.
    Gone(Code),
    /// It contradicts what SEFAZ has: no world of ours plays it.
    Contradiction,
}

fn of_the_note(action: Action, is_bare: bool) -> Then {
    match action {
        Action::Reject | Action::OurBug | Action::SignatureRefused => {
            Then::Rejected(Code::SefazRejected)
        }
        Action::Misdirected => Then::Rejected(Code::SefazMisdirected),
        // Said of the note it is a refusal; said of the request, the note is asked for by key.
        Action::Unlisted if is_bare => Then::Held(Code::SefazUnknownCode),
        Action::Unlisted => Then::Rejected(Code::SefazUnknownCode),
        Action::NumberTaken => Then::Gone(Code::SefazNumberTaken),
        Action::Denied => Then::Gone(Code::SefazDenied),
        Action::Cancelled => Then::Gone(Code::SefazCancelledElsewhere),
        Action::Misconfigured => Then::Rests(SELLER_PAUSE_S),
        Action::Abuse => Then::Rests(ABUSE_PAUSE_S),
        Action::ServiceDown | Action::SvcClosed => Then::Rests(1),
        // Authorised, by its own word, and no protocol that says so: it is asked.
        Action::Adopt
        | Action::Absent
        | Action::Queued
        | Action::InProcessing
        | Action::LotProcessed
        | Action::ReceiptUnknown
        | Action::ServiceUp
        | Action::DuplicateKey
        | Action::EventRegistered
        | Action::EventDuplicate
        | Action::EventTooLate
        | Action::Inutilized
        | Action::InutilizedBefore
        | Action::InRegister
        | Action::NotInRegister
        | Action::Unknown => Then::GoesOn,
    }
}

fn of_the_consulta(action: Action, is_there: bool) -> Then {
    match action {
        Action::Denied | Action::Cancelled | Action::NumberTaken if is_there => Then::Contradiction,
        Action::Denied => Then::Gone(Code::SefazDenied),
        Action::Cancelled => Then::Gone(Code::SefazCancelledElsewhere),
        Action::NumberTaken => Then::Gone(Code::SefazNumberTaken),
        Action::Unlisted | Action::Misdirected => Then::Held(Code::SefazUnknownCode),
        Action::Misconfigured => Then::Rests(SELLER_PAUSE_S),
        Action::Abuse => Then::Rests(ABUSE_PAUSE_S),
        // A rejected question is no answer about the note.
        Action::Adopt
        | Action::Absent
        | Action::Queued
        | Action::InProcessing
        | Action::LotProcessed
        | Action::ReceiptUnknown
        | Action::ServiceUp
        | Action::ServiceDown
        | Action::SvcClosed
        | Action::DuplicateKey
        | Action::SignatureRefused
        | Action::EventRegistered
        | Action::EventDuplicate
        | Action::EventTooLate
        | Action::Inutilized
        | Action::InutilizedBefore
        | Action::InRegister
        | Action::NotInRegister
        | Action::OurBug
        | Action::Reject
        | Action::Unknown => Then::GoesOn,
    }
}

/// What is not said of the note is asked for by its key.
fn of_the_receipt(action: Action) -> Then {
    match action {
        Action::Misconfigured => Then::Rests(SELLER_PAUSE_S),
        Action::Abuse => Then::Rests(ABUSE_PAUSE_S),
        Action::Adopt
        | Action::Cancelled
        | Action::Denied
        | Action::Absent
        | Action::Queued
        | Action::InProcessing
        | Action::LotProcessed
        | Action::ReceiptUnknown
        | Action::ServiceUp
        | Action::ServiceDown
        | Action::SvcClosed
        | Action::DuplicateKey
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
        | Action::Unlisted => Then::GoesOn,
    }
}

fn of_the_event(action: Action, is_bare: bool) -> Then {
    match action {
        Action::Reject | Action::OurBug | Action::SignatureRefused | Action::Misdirected => {
            Then::Rejected(Code::CancelRefused)
        }
        Action::Unlisted if is_bare => Then::Held(Code::SefazUnknownCode),
        Action::Unlisted => Then::Rejected(Code::CancelRefused),
        Action::EventTooLate => Then::Held(Code::CancelTooLate),
        Action::Misconfigured => Then::Rests(SELLER_PAUSE_S),
        Action::Abuse => Then::Rests(ABUSE_PAUSE_S),
        Action::ServiceDown | Action::SvcClosed => Then::Rests(1),
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
        | Action::EventRegistered
        | Action::EventDuplicate
        | Action::Inutilized
        | Action::InutilizedBefore
        | Action::InRegister
        | Action::NotInRegister
        | Action::Unknown => Then::GoesOn,
    }
}

fn of_the_events_consulta(action: Action, is_there: bool) -> Then {
    match action {
        Action::Cancelled if !is_there => Then::Contradiction,
        Action::Unlisted | Action::Misdirected => Then::Held(Code::SefazUnknownCode),
        Action::Misconfigured => Then::Rests(SELLER_PAUSE_S),
        Action::Abuse => Then::Rests(ABUSE_PAUSE_S),
        Action::Adopt
        | Action::Cancelled
        | Action::Denied
        | Action::Absent
        | Action::Queued
        | Action::InProcessing
        | Action::LotProcessed
        | Action::ReceiptUnknown
        | Action::ServiceUp
        | Action::ServiceDown
        | Action::SvcClosed
        | Action::DuplicateKey
        | Action::NumberTaken
        | Action::SignatureRefused
        | Action::EventRegistered
        | Action::EventDuplicate
        | Action::EventTooLate
        | Action::Inutilized
        | Action::InutilizedBefore
        | Action::InRegister
        | Action::NotInRegister
        | Action::OurBug
        | Action::Reject
        | Action::Unknown => Then::GoesOn,
    }
}

impl Place {
    fn world(self, code: u16) -> String {
        let sent = |there: bool| if there { "\"lost\"" } else { "\"timeout\"" };
        let said = |to: &str, words: String| says(to, &words);
        let consulta = || said("NFeConsultaProtocolo4", format!("\"service {code}\""));
        match self {
            Place::Note => said("NFeAutorizacao4", format!("\"cstat {code}\"")),
            Place::Request => said("NFeAutorizacao4", format!("\"service {code}\"")),
            Place::Consulta { there } => says("NFeAutorizacao4", sent(there)) + &consulta(),
            Place::Receipt => {
                says("NFeAutorizacao4", "\"103\"")
                    + &said("NFeRetAutorizacao4", format!("\"service {code}\""))
            }
            Place::Evento => said("NFeRecepcaoEvento4", format!("\"cstat {code}\"")),
            Place::EventoRequest => said("NFeRecepcaoEvento4", format!("\"service {code}\"")),
            Place::EventoConsulta { there } => {
                says("NFeRecepcaoEvento4", sent(there)) + &consulta()
            }
        }
    }

    /// Whether it is of a cancellation.
    fn is_of_an_event(self) -> bool {
        match self {
            Place::Note | Place::Request | Place::Consulta { .. } | Place::Receipt => false,
            Place::Evento | Place::EventoRequest | Place::EventoConsulta { .. } => true,
        }
    }

    fn action(self, code: u16) -> Action {
        let service = match self {
            Place::Note | Place::Request | Place::Receipt => Service::Authorization,
            Place::Consulta { .. } | Place::EventoConsulta { .. } => Service::Consult,
            Place::Evento | Place::EventoRequest => Service::Event,
        };
        action(service, code)
    }

    fn then(self, code: u16) -> Then {
        let action = self.action(code);
        match self {
            Place::Note => of_the_note(action, false),
            Place::Request => of_the_note(action, true),
            Place::Consulta { there } => of_the_consulta(action, there),
            Place::Receipt => of_the_receipt(action),
            Place::Evento => of_the_event(action, false),
            Place::EventoRequest => of_the_event(action, true),
            Place::EventoConsulta { there } => of_the_events_consulta(action, there),
        }
    }
}

fn judge(then: Then, code: u16, is_event: bool, mend: Mend, end: &End) -> Result<(), String> {
    let discarded = mend == Mend::Discard;
    let (state, authorized) = match (is_event, discarded) {
        (_, true) => ("discarded", 0),
        (true, false) => ("voided", 1),
        (false, false) => ("accepted", 1),
    };
    let (held, mender) = match then {
        Then::Held(code) | Then::Gone(code) => (Some(code), Some(code.mender())),
        // What mostly passes by itself, and was refused here, is for the tax people.
        Then::Rejected(fault) => match words::c_stat_mender(code) {
            Mender::Time => (Some(fault), Some(Mender::Fiscal)),
            mender => (Some(fault), Some(mender)),
        },
        Then::GoesOn | Then::Rests(_) | Then::Contradiction => (None, None),
    };
    let told: Vec<(Code, Mender)> =
        end.held.iter().flatten().map(|it| (it.code, it.mender)).collect();
    let rest = match then {
        Then::Rests(seconds) => seconds,
        _ => 0,
    };
    // A number that is gone is a gap on record; the corrected note has the next one.
    let numbers = if matches!(then, Then::Gone(_)) && !discarded { 2 } else { 1 };
    let right = end.state == state
        && told == held.zip(mender).into_iter().collect::<Vec<_>>()
        && end.took_s >= rest
        && end.impatient == 0
        && end.numbers == numbers
        && (end.authorized, end.cancelled) == (authorized, u64::from(is_event));
    if right {
        Ok(())
    } else {
        Err(format!("expected {state} after {then:?}, {numbers} numbers; {end:?}"))
    }
}

/// Every code of the table, or the first of each row.
fn codes() -> BTreeSet<u16> {
    let rows = TABLE.lines().skip(1).map(|line| line.split('\t').next().unwrap());
    let mut codes: BTreeSet<u16> = UNLISTED.into();
    for row in rows {
        let (first, last) = row.split_once('-').unwrap_or((row, row));
        let (first, last): (u16, u16) = (first.parse().unwrap(), last.parse().unwrap());
        codes.extend(first..=if all() { last } else { first });
    }
    codes
}

fn case(place: Place, code: u16, mend: Mend) -> Case {
    let (then, is_event) = (place.then(code), place.is_of_an_event());
    Case {
        name: format!("{code} at {place:?}, {mend:?}"),
        course: Course { world: place.world(code), crash: None, cancelled: is_event, mend },
        judge: Box::new(move |end| judge(then, code, is_event, mend, end)),
    }
}

#[test]
fn every_row_of_the_table_ends_as_its_action_says() {
    let (mut cases, mut seen) = (Vec::new(), BTreeSet::new());
    for code in codes() {
        for place in PLACES {
            let then = place.then(code);
            if then == Then::Contradiction {
                continue;
            }
            // Of the note and of its cancellation every row; elsewhere one of each action.
            let is_new = seen.insert((place, place.action(code)));
            if is_new || matches!(place, Place::Note | Place::Evento) || all() {
                cases.push(case(place, code, Mend::Resume));
            }
            // And where people end it instead, there is no note at all.
            let may_end = matches!(then, Then::Rejected(_) | Then::Gone(_));
            if may_end && !place.is_of_an_event() && (is_new || all()) {
                cases.push(case(place, code, Mend::Discard));
            }
        }
    }
    assert!(cases.len() > 500, "{}", cases.len());
    walk(&cases);
}

/// An answer that never becomes a better one: asked ever less often, and past the deadline of a
/// day a person reads of it; nothing is sent twice meanwhile.
#[test]
fn what_says_nothing_for_days_is_held_and_not_hammered() {
    let lasts = |say: &str, to: &str, until: &str| {
        format!("[[world.weather]]\nsay = {say:?}\nto = [{to:?}]\nuntil = \"{until}\"\n")
    };
    let mut cases = Vec::new();
    for word in ["100", "105", "999", "timeout", "108", "215", "500"] {
        for (sent, is_event) in [("NFeAutorizacao4", false), ("NFeRecepcaoEvento4", true)] {
            let long = "2026-08-02T00:00:00Z";
            // Of a cancelled note the consulta's 100 says that it stands: then it is sent again.
            if word == "100" && is_event {
                continue;
            }
            let world = says(sent, "\"lost\"") + &lasts(word, "NFeConsultaProtocolo4", long);
            let course = Course { world, crash: None, cancelled: is_event, mend: Mend::Resume };
            let judge = move |end: &End| {
                let codes: BTreeSet<Code> = end.held.iter().flatten().map(|it| it.code).collect();
                let state = if is_event { "voided" } else { "accepted" };
                let right = end.state == state && codes == [Code::SefazUnavailable].into();
                if right { Ok(()) } else { Err(format!("{end:?}")) }
            };
            let name = format!("{word} for more than a day, after {sent}");
            cases.push(Case { name, course, judge: Box::new(judge) });
        }
    }
    for case in &cases {
        walk(std::slice::from_ref(case));
    }
}

/// Forgotten, or the question refused, for ever: the receipt leads nowhere, and the key does.
#[test]
fn a_receipt_that_leads_nowhere_is_left_for_the_key() {
    for word in ["106", "223", "215", "252", "553", "999", "586", "9999"] {
        let world = says("NFeAutorizacao4", "\"103\"")
            + &says("NFeRetAutorizacao4", &vec![format!("\"service {word}\""); 30].join(", "));
        let course = Course { world, crash: None, cancelled: false, mend: Mend::Resume };
        let judge = |end: &End| {
            let right = end.state == "accepted" && end.held.is_empty() && end.took_s < 300;
            if right { Ok(()) } else { Err(format!("{end:?}")) }
        };
        let name = format!("{word} for ever");
        walk(&[Case { name, course, judge: Box::new(judge) }]);
    }
}
