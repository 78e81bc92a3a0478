//! Cancellation and carta de correção.

use super::*;
use crate::domain::AccessKey;
use crate::domain::codes::TpAmb;
use crate::domain::invoice::LocalTime;
use crate::nfe::evento::{self, Detail, Request};

const WHY: &str = "Pedido cancelado pelo comprador";

fn register(world: &Simulated, key: &AccessKey, evento: &[u8]) -> EventAnswer {
    done(world.register(&seller(), key, evento)).unwrap()
}

fn request<'a>(
    world: &Simulated,
    key: &'a AccessKey,
    n_seq: u8,
    detail: Detail<'a>,
) -> Request<'a> {
    let at = LocalTime::new(world.now(), -3);
    Request { key, tp_amb: TpAmb::Producao, at, n_seq, detail }
}

fn cancel(world: &Simulated, note: &Note, n_prot: &str, n_seq: u8) -> Vec<u8> {
    let request = request(world, &note.key, n_seq, Detail::Cancel { n_prot, x_just: WHY });
    evento::seal(&request, &certificate()).unwrap().xml
}

fn correct(world: &Simulated, note: &Note, n_seq: u8) -> Vec<u8> {
    let detail = Detail::Correct { x_correcao: "O bairro do destinatario e CENTRO" };
    evento::seal(&request(world, &note.key, n_seq, detail), &certificate()).unwrap().xml
}

/// A cancellation, edited before it is signed.
fn edited(world: &Simulated, number: u32, edit: impl Fn(String) -> String) -> u16 {
    let (note, n_prot) = authorized(world, number);
    let key = &note.key;
    let text = edit(format!(
        "ID110111{key}01\u{0}<cOrgao>35</cOrgao><tpAmb>1</tpAmb><CNPJ>{CNPJ}</CNPJ>\
         <chNFe>{key}</chNFe><dhEvento>2026-11-20T09:00:00-03:00</dhEvento>\
         <tpEvento>110111</tpEvento><nSeqEvento>1</nSeqEvento><verEvento>1.00</verEvento>\
         <detEvento versao=\"1.00\"><descEvento>Cancelamento</descEvento><nProt>{n_prot}</nProt>\
         <xJust>{WHY}</xJust></detEvento>"
    ));
    let (id, content) = text.split_once('\u{0}').unwrap();
    let evento = sealed("evento", "1.00", "infEvento", id, content);
    register(world, key, &evento).c_stat
}

#[test]
fn a_note_is_cancelled_and_the_consulta_tells_how() {
    let world = simulated("");
    let (note, n_prot) = authorized(&world, 1);
    after(&world, 60);
    let evento = cancel(&world, &note, &n_prot, 1);
    let answer = register(&world, &note.key, &evento);
    assert_eq!(answer.c_stat, 135, "{}", answer.x_motivo);
    let registered = answer.registered.unwrap();
    assert_eq!((registered.tp_evento, registered.n_seq), (110_111, 1));
    assert_eq!(registered.ch_nfe.as_ref(), Some(&note.key));
    assert_eq!(registered.n_prot.as_ref().unwrap().len(), 15);
    assert_eq!(registered.dh_reg_evento, "2026-11-20T09:01:00-03:00");
    let whole = evento::assemble(&evento, &registered.xml).unwrap();
    assert!(String::from_utf8(whole).unwrap().ends_with("</retEvento></procEventoNFe>"));

    let told = consult(&world, &note);
    assert_eq!(told.c_stat, 101);
    assert_eq!(told.protocol.unwrap().c_stat, 100);
    let [event] = told.registered.as_slice() else { panic!("{:?}", told.registered) };
    assert_eq!((event.c_stat, &event.n_prot), (135, &registered.n_prot));
    let text = String::from_utf8(event.xml.clone()).unwrap();
    assert!(text.contains(std::str::from_utf8(&evento).unwrap()), "{text}");

    // The same bytes again find themselves; the number stays taken, and the sale is free.
    assert_eq!(register(&world, &note.key, &evento).c_stat, 573);
    assert_eq!(send(&world, &note).unwrap().c_stat, 218);
    authorized(&world, 2);
    let books = world.simulator().sefaz_books();
    assert_eq!((books.authorized, books.cancelled), (2, 1));
    assert_eq!(world.simulator().violations(), Vec::<String>::new());
}

#[test]
fn an_event_that_is_registered_never_comes_again_with_other_bytes() {
    let world = simulated("");
    let (note, n_prot) = authorized(&world, 1);
    register(&world, &note.key, &cancel(&world, &note, &n_prot, 1));
    after(&world, 1);
    assert_eq!(register(&world, &note.key, &cancel(&world, &note, &n_prot, 1)).c_stat, 573);
    assert_eq!(world.simulator().violations().len(), 1);
    assert_eq!(register(&world, &note.key, &correct(&world, &note, 1)).c_stat, 580);
}

#[test]
fn what_is_wrong_with_an_event_has_its_code() {
    let spoilt: [(u16, &str, &str); 20] = [
        (135, "</detEvento>", "</detEvento>"),
        (215, "<verEvento>1.00</verEvento>", ""),
        (215, "<cOrgao>35</cOrgao><tpAmb>1</tpAmb>", "<tpAmb>1</tpAmb><cOrgao>35</cOrgao>"),
        (215, "<nSeqEvento>1<", "<nSeqEvento>01<"),
        (215, "T09:00:00-03:00", "T12:00:00Z"),
        (588, "<detEvento versao=\"1.00\">", "<detEvento versao=\"1.00\"> "),
        (252, "<tpAmb>1<", "<tpAmb>2<"),
        (657, "<cOrgao>35<", "<cOrgao>33<"),
        (489, "<CNPJ>11222333000181<", "<CNPJ>11222333000182<"),
        (574, "<CNPJ>11222333000181<", "<CNPJ>44555666000181<"),
        (491, "<tpEvento>110111<", "<tpEvento>110112<"),
        (492, "<verEvento>1.00<", "<verEvento>2.00<"),
        (493, "<detEvento versao=\"1.00\">", "<detEvento versao=\"1.01\">"),
        (493, ">Cancelamento<", ">Cancelado<"),
        (493, WHY, "curto demais."),
        (493, WHY, " Pedido cancelado pelo comprador"),
        (572, "ID110111", "ID110110"),
        (594, "<nSeqEvento>1<", "<nSeqEvento>2<"),
        (578, "T09:00:00", "T09:06:00"),
        (577, "2026-11-20T09:00:00", "2026-11-20T08:59:59"),
    ];
    let mut wrong = Vec::new();
    for (expected, from, to) in spoilt {
        let found = edited(&simulated(""), 1, |text| {
            assert!(text.contains(from), "{from}");
            // nSeqEvento stands in the Id too.
            let text = if expected == 594 { text.replacen("01\u{0}", "02\u{0}", 1) } else { text };
            text.replacen(from, to, 1)
        });
        if found != expected {
            wrong.push((expected, found, from, to));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    let long = edited(&simulated(""), 1, |it| it.replace(WHY, &"x".repeat(256)));
    let full = edited(&simulated(""), 1, |it| it.replace(WHY, &"x".repeat(255)));
    assert_eq!((long, full), (493, 135));
}

#[test]
fn the_note_must_be_there_with_that_protocol() {
    let world = simulated("");
    let absent = note(9, "FBA2", |it| it);
    let evento = cancel(&world, &absent, "135260000000001", 1);
    assert_eq!(register(&world, &absent.key, &evento).c_stat, 494);
    let (note, n_prot) = authorized(&world, 1);
    let evento = cancel(&world, &note, "135260000000001", 1);
    assert_eq!(register(&world, &note.key, &evento).c_stat, 222);
    let spoilt = String::from_utf8(cancel(&world, &note, &n_prot, 1)).unwrap();
    let spoilt = spoilt.replace("comprador", "vendedor!");
    assert_eq!(register(&world, &note.key, spoilt.as_bytes()).c_stat, 297);
    // Issued some minutes before it was authorised: the event lies between.
    let world = simulated("");
    after(&world, 600);
    assert_eq!(edited(&world, 2, |it| it), 579);
    assert_eq!(consult(&world, &note).registered, []);
}

#[test]
fn a_late_cancellation_is_taken_where_the_state_takes_it() {
    for (hours, expected) in [(24, 135), (25, 155), (480, 155), (481, 501)] {
        let world = simulated("");
        let (note, n_prot) = authorized(&world, 1);
        after(&world, hours * 3600);
        let answer = register(&world, &note.key, &cancel(&world, &note, &n_prot, 1));
        assert_eq!(answer.c_stat, expected, "{hours}");
        let stands = match expected {
            135 => 101,
            155 => 151,
            _ => 100,
        };
        assert_eq!(consult(&world, &note).c_stat, stands, "{hours}");
    }
}

#[test]
fn letters_have_growing_numbers_and_end() {
    let world = simulated("");
    let (note, n_prot) = authorized(&world, 1);
    let letter = |n_seq| register(&world, &note.key, &correct(&world, &note, n_seq)).c_stat;
    assert_eq!((letter(2), letter(1), letter(3), letter(2)), (594, 135, 594, 135));
    for n_seq in 3..=20 {
        assert_eq!(letter(n_seq), 135, "{n_seq}");
    }
    assert_eq!(letter(21), 594);
    let told = consult(&world, &note);
    assert_eq!((told.c_stat, told.registered.len()), (100, 20));
    // A note with letters can be cancelled.
    assert_eq!(register(&world, &note.key, &cancel(&world, &note, &n_prot, 1)).c_stat, 135);
    let world = simulated("");
    let (note, _) = authorized(&world, 1);
    after(&world, 720 * 3600 + 1);
    assert_eq!(register(&world, &note.key, &correct(&world, &note, 1)).c_stat, 501);
}

#[test]
fn the_condition_of_a_letter_is_word_for_word() {
    let world = simulated("");
    let (note, _) = authorized(&world, 1);
    let key = &note.key;
    let letter = |x_correcao: &str, x_cond_uso: &str| {
        let content = format!(
            "<cOrgao>35</cOrgao><tpAmb>1</tpAmb><CNPJ>{CNPJ}</CNPJ><chNFe>{key}</chNFe>\
             <dhEvento>2026-11-20T09:00:00-03:00</dhEvento><tpEvento>110110</tpEvento>\
             <nSeqEvento>1</nSeqEvento><verEvento>1.00</verEvento><detEvento versao=\"1.00\">\
             <descEvento>Carta de Correcao</descEvento><xCorrecao>{x_correcao}</xCorrecao>\
             <xCondUso>{x_cond_uso}</xCondUso></detEvento>"
        );
        let id = format!("ID110110{key}01");
        register(&world, key, &sealed("evento", "1.00", "infEvento", &id, &content)).c_stat
    };
    let whole = String::from_utf8(correct(&world, &note, 1)).unwrap();
    let (_, rest) = whole.split_once("<xCondUso>").unwrap();
    let (condition, _) = rest.split_once("</xCondUso>").unwrap();
    assert_eq!(letter("O bairro e outro", &condition.replace("Carta", "carta")), 493);
    assert_eq!(letter("curto demais.", condition), 493);
    assert_eq!(letter(&"x".repeat(1001), condition), 493);
    assert_eq!(letter(&"x".repeat(1000), condition), 135);
}

#[test]
fn events_meet_what_the_script_says() {
    let script = say(
        "NFeRecepcaoEvento4",
        "\"108\", \"cstat 219 Rejeição: Circulação\", \"timeout\", \"late\"",
    );
    let world = simulated(&script);
    let (note, n_prot) = authorized(&world, 1);
    let evento = cancel(&world, &note, &n_prot, 1);
    let answer = register(&world, &note.key, &evento);
    assert_eq!((answer.c_stat, answer.registered), (108, None));
    let answer = register(&world, &note.key, &evento);
    assert_eq!((answer.c_stat, answer.registered.unwrap().n_prot), (219, None));
    for _ in 0..2 {
        let error = done(world.register(&seller(), &note.key, &evento)).unwrap_err();
        assert_eq!(error.kind, SefazErrorKind::NoAnswer);
    }
    // Registered, and not seen at first.
    assert_eq!(consult(&world, &note).c_stat, 100);
    let told = consult(&world, &note);
    assert_eq!((told.c_stat, told.registered.len()), (101, 1));

    let world = simulated(&say("NFeRecepcaoEvento4", "\"duplicate\""));
    let (note, n_prot) = authorized(&world, 1);
    let answer = register(&world, &note.key, &cancel(&world, &note, &n_prot, 1));
    assert_eq!(answer.c_stat, 573);
    assert_eq!(consult(&world, &note).registered.len(), 1);

    let world = simulated(&say("NFeRecepcaoEvento4", "\"taken\""));
    let (note, n_prot) = authorized(&world, 1);
    let answer = register(&world, &note.key, &cancel(&world, &note, &n_prot, 1));
    assert_eq!(answer.c_stat, 573);
    let told = consult(&world, &note);
    assert_eq!((told.c_stat, told.registered.len()), (101, 0));
    assert_eq!(world.simulator().violations(), Vec::<String>::new());
}
