//! SVC-AN and SVC-RS beside the state's own server.

use super::super::outcome::Outcome;
use super::super::script::Operation;
use super::super::sefaz::Server;
use super::*;
use crate::domain::Svc;

const OPEN: &str = "[world.svc]\nopen = true\n";
const TIMED: &str =
    "[world.svc]\nfrom = \"2026-11-20T12:10:00Z\"\nuntil = \"2026-11-20T12:20:00Z\"\n";

fn svc(number: u32, edit: impl Fn(String) -> String) -> Note {
    note(number, "FBA1", |it| {
        edit(it.replace("<tpEmis>1", "<tpEmis>6").replace(
            "</verProc>",
            "</verProc><dhCont>2026-11-20T08:50:00-03:00</dhCont>\
             <xJust>Servico da SEFAZ fora do ar</xJust>",
        ))
    })
}

fn status(world: &Simulated, route: Route) -> u16 {
    done(world.status(&seller(), &cnpj(), route)).unwrap().c_stat
}

#[test]
fn the_contingency_is_closed_unless_it_was_opened() {
    let world = simulated("");
    assert_eq!((status(&world, Route::Home), status(&world, Route::Contingency)), (107, 114));
    let answer = send(&world, &svc(1, |it| it)).unwrap();
    assert_eq!((answer.c_stat, answer.protocol), (114, None));
    assert!(answer.x_motivo.starts_with("SVC-AN "), "{}", answer.x_motivo);

    let world = simulated(TIMED);
    assert_eq!(status(&world, Route::Contingency), 114);
    after(&world, 600);
    assert_eq!(status(&world, Route::Contingency), 107);
    assert_eq!(send(&world, &svc(1, |it| it)).unwrap().c_stat, 100);
    after(&world, 600);
    assert_eq!(status(&world, Route::Contingency), 114);
    assert_eq!(send(&world, &svc(2, |it| it)).unwrap().c_stat, 114);
}

#[test]
fn both_servers_share_one_ledger() {
    let world = simulated(OPEN);
    let (home, away) = (note(1, "FBA1", |it| it), svc(1, |it| it));
    assert_eq!(send(&world, &away).unwrap().c_stat, 100);
    assert_eq!(consult(&world, &away).c_stat, 100);
    let answer = send(&world, &home).unwrap();
    assert_eq!(answer.c_stat, 539);
    assert!(answer.x_motivo.contains(&format!("[chNFe:{}]", away.key)), "{}", answer.x_motivo);

    let world = simulated(OPEN);
    send(&world, &home).unwrap();
    assert_eq!(send(&world, &away).unwrap().c_stat, 539);
    let at_svc = |note: &Note| done(world.consult(&seller(), &note.key, Route::Contingency));
    assert_eq!(at_svc(&home).unwrap().c_stat, 217);
    assert_eq!(world.simulator().violations(), Vec::<String>::new());
    // The same sale under another number is what must never be.
    send(&world, &svc(2, |it| it)).unwrap();
    assert_eq!(world.simulator().violations().len(), 1);
}

#[test]
fn a_note_says_since_when_and_why() {
    let code = |from: &'static str, to: &'static str| {
        let world = simulated(OPEN);
        let edit = |it: String| {
            assert!(it.contains(from), "{from}");
            it.replace(from, to)
        };
        send(&world, &svc(1, edit)).unwrap().c_stat
    };
    assert_eq!(code("<tpEmis>6", "<tpEmis>6"), 100);
    assert_eq!(code("<xJust>Servico da SEFAZ fora do ar</xJust>", ""), 557);
    assert_eq!(code("<dhCont>2026-11-20T08:50:00-03:00</dhCont>", ""), 557);
    assert_eq!(code("Servico da SEFAZ fora do ar", "curto"), 225);
    assert_eq!(code("T08:50:00", "T09:00:01"), 558);
    assert_eq!(code("2026-11-20T08:50:00", "2026-10-20T08:50:00"), 569);
    // Without tpEmis 6 or 7 it goes home, where there is nothing to explain.
    assert_eq!(code("<tpEmis>6", "<tpEmis>1"), 556);
    assert_eq!(code("<tpEmis>6", "<tpEmis>7"), 713);
    assert_eq!(code("<tpEmis>6", "<tpEmis>4"), 570);
}

#[test]
fn a_note_at_the_wrong_door_is_refused() {
    let world = simulated(OPEN);
    let at = |server, note: &Note| {
        let mut lot = format!(
            "<enviNFe xmlns=\"{}\" versao=\"4.00\"><idLote>1</idLote><indSinc>1</indSinc>",
            crate::nfe::NAMESPACE
        )
        .into_bytes();
        lot.extend_from_slice(&note.xml);
        lot.extend_from_slice(b"</enviNFe>");
        match world.simulator().sefaz(Operation::Autorizacao, server, &lot, now()) {
            Outcome::Answer(text) => text,
            other => panic!("{other:?}"),
        }
    };
    let home = note(1, "FBA1", |it| it);
    assert!(at(Server::Svc(Svc::An), &home).contains("<cStat>713<"));
    assert!(at(Server::Svc(Svc::Rs), &svc(1, |it| it)).contains("<cStat>582<"));
    assert!(at(Server::Home, &svc(1, |it| it)).contains("<cStat>570<"));
    let other = at(Server::Svc(Svc::An), &svc(1, |it| it));
    assert!(other.contains("<cStat>100<"), "{other}");
}

#[test]
fn an_outage_lasts_and_leaves_the_contingency_alone() {
    let outage = "[[world.weather]]\nsay = \"109\"\nserver = \"home\"\n\
                  until = \"2026-11-20T13:00:00Z\"\n";
    let world = simulated(&format!("{OPEN}{outage}"));
    let sent = note(1, "FBA1", |it| it);
    for _ in 0..5 {
        assert_eq!(send(&world, &sent).unwrap().c_stat, 109);
        assert_eq!(status(&world, Route::Home), 109);
    }
    assert_eq!(status(&world, Route::Contingency), 107);
    assert_eq!(send(&world, &svc(2, |it| it)).unwrap().c_stat, 100);
    after(&world, 3600);
    assert_eq!(status(&world, Route::Home), 107);
    assert_eq!(send(&world, &note(1, "FBA2", |it| it)).unwrap().c_stat, 100);
}
