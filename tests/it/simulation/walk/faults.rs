//! Every word of the simulator, at every service of a note's life, with a process that is killed
//! before, between and after.

use fba_nfe::domain::Code;
use fba_nfe::simulator::script::{Behaviour, Operation};

use super::super::scene::says;
use super::course::{Course, End, Mend};
use super::{Case, all, walk};

/// Every word of `say` that SEFAZ knows (script/mod.rs).
const WORDS: [&str; 34] = [
    // Before it is sent.
    "unreachable",
    "tls",
    // Sent, and nothing taken: an answer that says so, or none that can be read.
    "108",
    "109",
    "113",
    "656",
    "999",
    "timeout",
    "garbage",
    "400",
    "401",
    "403",
    "404",
    "413",
    "415",
    "429",
    "500",
    "502",
    "503",
    "504",
    "wrong environment",
    // Taken, and nobody hears of it, or later, or otherwise.
    "lost",
    "late",
    "truncated",
    "slow",
    "gzip",
    "103",
    "105",
    "106",
    "alert 501 Atencao",
    "duplicate",
    // Another program was there first.
    "taken",
    // And a world that is well.
    "ok",
    "104",
];

/// Words after which nobody knows what became of it, and the one that all goes well with.
const UNKNOWN: [&str; 6] = ["ok", "timeout", "lost", "late", "103", "duplicate"];

/// How a service of the note's life comes to be asked: what is said before.
const STEPS: [(Operation, &[(&str, &str)]); 5] = [
    (Operation::Autorizacao, &[]),
    (Operation::Consulta, &[("NFeAutorizacao4", "\"lost\"")]),
    (Operation::Consulta, &[("NFeAutorizacao4", "\"timeout\"")]),
    (Operation::RetAutorizacao, &[("NFeAutorizacao4", "\"103\"")]),
    (Operation::Evento, &[]),
];

/// The consulta of a cancellation that nobody answered.
const EVENT_ASKED: [(Operation, &[(&str, &str)]); 2] = [
    (Operation::Consulta, &[("NFeRecepcaoEvento4", "\"lost\"")]),
    (Operation::Consulta, &[("NFeRecepcaoEvento4", "\"timeout\"")]),
];

/// Where the process is killed: before the call, between answer and record, after the record.
fn crashes(to: Operation) -> [Option<&'static str>; 4] {
    let [before, after] = match to {
        Operation::Autorizacao => ["before NFeAutorizacao4", "after NFeAutorizacao4"],
        Operation::Consulta => ["before NFeConsultaProtocolo4", "after NFeConsultaProtocolo4"],
        Operation::RetAutorizacao => ["before NFeRetAutorizacao4", "after NFeRetAutorizacao4"],
        Operation::Evento => ["before NFeRecepcaoEvento4", "after NFeRecepcaoEvento4"],
        other => panic!("{other:?} is not of a note's life"),
    };
    [None, Some(before), Some(after), Some("before submitInvoice")]
}

fn judge(is_event: bool, held: Option<Code>, mend: Mend, end: &End) -> Result<(), String> {
    let told: Vec<Code> = end.held.iter().flatten().map(|it| it.code).collect();
    let (state, authorized) = match (is_event, held.is_some() && mend == Mend::Discard) {
        (true, _) => ("voided", 1),
        (false, true) => ("discarded", 0),
        (false, false) => ("accepted", 1),
    };
    // A killed process may not have heard what a person would have had to mend.
    let as_told = told == held.into_iter().collect::<Vec<_>>() || end.crashed && told.is_empty();
    let right = end.state == state
        && as_told
        // Killed before it was on record that the service must rest, it asks once more.
        && end.impatient <= u64::from(end.crashed)
        && (end.authorized, end.cancelled) == (authorized, u64::from(is_event));
    if right { Ok(()) } else { Err(format!("expected {state}, held for {held:?}; {end:?}")) }
}

/// What a person must know of it.
fn held(to: Operation, word: &str, is_event: bool) -> Option<Code> {
    match (to, word) {
        (Operation::Autorizacao, "wrong environment") => Some(Code::SefazMisdirected),
        (Operation::Evento, "wrong environment") => Some(Code::CancelRefused),
        // A question by receipt that is refused is asked by key.
        (Operation::RetAutorizacao, "wrong environment") => None,
        (_, "wrong environment") => Some(Code::SefazUnknownCode),
        (Operation::Autorizacao, "taken") if !is_event => Some(Code::SefazNumberTaken),
        _ => None,
    }
}

fn cases() -> Vec<Case> {
    let steps = STEPS.iter().map(|it| (it, it.0 == Operation::Evento));
    let steps = steps.chain(EVENT_ASKED.iter().map(|it| (it, true)));
    let mut cases = Vec::new();
    for ((to, before), is_event) in steps {
        for word in WORDS {
            if Behaviour::parse(*to, word).is_err() {
                continue;
            }
            for crash in crashes(*to) {
                // Killed where the outcome is least known; elsewhere only when asked for.
                if crash.is_some() && !UNKNOWN.contains(&word) && !all() {
                    continue;
                }
                let mut world: String = before.iter().map(|(to, say)| says(to, say)).collect();
                world += &says(to.name(), &format!("{word:?}"));
                let held = held(*to, word, is_event);
                let mend = Mend::Resume;
                let name = format!("{} says {word} after {before:?}, killed {crash:?}", to.name());
                cases.push(Case {
                    name,
                    course: Course { world, crash, cancelled: is_event, mend },
                    judge: Box::new(move |end| judge(is_event, held, mend, end)),
                });
            }
        }
    }
    cases
}

#[test]
fn every_fault_at_every_step_ends_in_one_note() {
    let cases = cases();
    assert!(cases.len() > 250, "{}", cases.len());
    walk(&cases);
}
