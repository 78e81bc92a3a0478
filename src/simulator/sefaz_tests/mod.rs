//! SEFAZ in process, service by service: what is good is taken, what is bad is refused, each by
//! its own code.

use futures_util::FutureExt as _;

use super::notes::*;
use super::world::Simulated;
use crate::domain::{Cnpj, SellerId, Timestamp};
use crate::ports::{
    Clock as _, EventAnswer, Route, Sefaz, SefazAnswer, SefazError, SefazErrorKind,
};

mod contingency;
mod events;
mod numbers;
mod weather;

fn done<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().unwrap()
}

fn seller() -> SellerId {
    SellerId::parse(SELLER).unwrap()
}

fn cnpj() -> Cnpj {
    Cnpj::parse(CNPJ).unwrap()
}

fn send(world: &Simulated, note: &Note) -> Result<SefazAnswer, SefazError> {
    done(world.authorize(&seller(), &note.key, &note.xml))
}

fn consult(world: &Simulated, note: &Note) -> SefazAnswer {
    done(world.consult(&seller(), &note.key, Route::Home)).unwrap()
}

fn after(world: &Simulated, seconds: i64) {
    let then = world.now().checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap();
    world.clock().advance_to(then);
}

fn say(to: &str, words: &str) -> String {
    format!("[[world.answer]]\nto = \"{to}\"\nsay = [{words}]\n")
}

/// A note that was authorised, and its `nProt`.
fn authorized(world: &Simulated, number: u32) -> (Note, String) {
    let note = note(number, "FBA1", |it| it);
    let answer = send(world, &note).unwrap();
    assert_eq!(answer.c_stat, 100, "{}", answer.x_motivo);
    (note, answer.protocol.unwrap().n_prot.unwrap())
}

#[test]
fn a_lot_with_a_receipt_is_told_of_when_it_was_looked_at() {
    let script = say("NFeAutorizacao4", "\"103\"") + &say("NFeRetAutorizacao4", "\"105\", \"104\"");
    let (world, sent) = (simulated(&script), note(1, "FBA1", |it| it));
    let answer = send(&world, &sent).unwrap();
    assert_eq!((answer.c_stat, &answer.protocol), (103, &None));
    let receipt = answer.receipt.unwrap();
    assert_eq!((receipt.n_rec.len(), receipt.t_med_s), (15, 1));
    let ask = |n_rec: &str| done(world.receipt(&seller(), &sent.key, n_rec)).unwrap();
    assert_eq!(ask(&receipt.n_rec).c_stat, 105);
    let told = ask(&receipt.n_rec);
    assert_eq!(told.c_stat, 100, "{}", told.x_motivo);
    assert_eq!(told.protocol, consult(&world, &sent).protocol);
    assert_eq!(ask(&receipt.n_rec), told);
    assert_eq!(ask("351000000000000").c_stat, 106);
    assert_eq!(ask("x").c_stat, 215);
}

#[test]
fn a_receipt_may_tell_of_a_rejection() {
    let world = simulated(&say("NFeAutorizacao4", "\"103\""));
    let sent = note(1, "FBA1", |it| it.replace("<CPF>12345678909", "<CPF>12345678900"));
    let receipt = send(&world, &sent).unwrap().receipt.unwrap();
    let told = done(world.receipt(&seller(), &sent.key, &receipt.n_rec)).unwrap();
    assert_eq!((told.c_stat, told.protocol.unwrap().n_prot), (237, None));
    assert_eq!(consult(&world, &sent).c_stat, 217);
}

#[test]
fn an_authorisation_may_come_with_warnings_and_keeps_them() {
    let world = simulated(&say("NFeAutorizacao4", "\"alert 12 Atenção & cuidado | 7 Outra\""));
    let sent = note(1, "FBA1", |it| it);
    let protocol = send(&world, &sent).unwrap().protocol.unwrap();
    let pair = |code: &str, text: &str| (code.to_owned(), text.to_owned());
    assert_eq!(protocol.messages, [pair("12", "Atenção & cuidado"), pair("7", "Outra")]);
    assert_eq!(consult(&world, &sent).protocol, Some(protocol));
}

#[test]
fn answers_break_on_their_way_after_what_they_tell_of_was_done() {
    let script = say("NFeAutorizacao4", "\"tls\", \"truncated\", \"slow\", \"gzip\"");
    let (world, sent) = (simulated(&script), note(1, "FBA1", |it| it));
    assert_eq!(send(&world, &sent).unwrap_err().kind, SefazErrorKind::Unreachable);
    assert_eq!(consult(&world, &sent).c_stat, 217);
    assert_eq!(send(&world, &sent).unwrap_err().kind, SefazErrorKind::NoAnswer);
    assert_eq!(consult(&world, &sent).c_stat, 100);
    assert_eq!(send(&world, &sent).unwrap().c_stat, 204);
    assert_eq!(send(&world, &sent).unwrap().c_stat, 204);
}

#[test]
fn rejections_by_script() {
    let script = say("NFeAutorizacao4", "\"cstat 302\", \"cstat 303\", \"wrong environment\"");
    let (world, sent) = (simulated(&script), note(1, "FBA1", |it| it));
    for expected in [302, 303, 252] {
        let answer = send(&world, &sent).unwrap();
        assert_eq!(answer.c_stat, expected);
        assert!(answer.x_motivo.starts_with("Rejeição"), "{}", answer.x_motivo);
        assert_eq!(answer.protocol.unwrap().n_prot, None);
    }
    assert_eq!(send(&world, &sent).unwrap().c_stat, 100);
    let world = simulated(&say("NFeConsultaProtocolo4", "\"wrong environment\""));
    assert_eq!(consult(&world, &sent).c_stat, 252);
}

#[test]
fn undue_consumption_closes_a_service_until_it_was_left_alone_for_an_hour() {
    let (world, sent) = (simulated(&say("NFeAutorizacao4", "\"656\"")), note(1, "FBA1", |it| it));
    assert_eq!(send(&world, &sent).unwrap().c_stat, 656);
    after(&world, 3599);
    assert_eq!(send(&world, &sent).unwrap().c_stat, 656);
    assert_eq!(world.simulator().sefaz_books().impatient, 1);
    assert_eq!(consult(&world, &sent).c_stat, 217);
    after(&world, 3599);
    assert_eq!(send(&world, &sent).unwrap().c_stat, 656);
    after(&world, 3600);
    // Its dhEmi is some hours old by now, and still good.
    assert_eq!(send(&world, &sent).unwrap().c_stat, 100);
}

#[test]
fn a_state_tells_of_its_companies() {
    let company = |uf: &str, ie: &str, enabled: bool| {
        format!(
            "[[world.company]]\ncnpj = \"{CNPJ}\"\nuf = \"{uf}\"\nie = \"{ie}\"\n\
             enabled = {enabled}\n"
        )
    };
    let script = company("SP", "110042490114", true)
        + &company("RJ", "12345678", true)
        + &company("RJ", "87654321", false);
    let world = simulated(&script);
    let ask =
        |uf, company: &Cnpj| done(world.registration(&seller(), &cnpj(), uf, company)).unwrap();
    let one = ask(crate::domain::Uf::Sp, &cnpj());
    assert_eq!((one.c_stat, one.entries), (111, vec![("110042490114".to_owned(), true)]));
    let two = ask(crate::domain::Uf::Rj, &cnpj());
    assert_eq!((two.c_stat, two.entries.len(), two.entries[1].1), (112, 2, false));
    let none = ask(crate::domain::Uf::Mg, &cnpj());
    assert_eq!((none.c_stat, none.entries.len()), (259, 0));
}
