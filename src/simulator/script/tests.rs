//! Scripts, right and wrong.

use super::*;
use crate::ports::InvoiceStatus;

fn parse(text: &str) -> WorldScript {
    WorldScript::parse(text).unwrap()
}

fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn refused(text: &str) -> String {
    WorldScript::parse(text).unwrap_err().to_string()
}

#[test]
fn a_story_is_played_in_order_and_then_the_world_is_healthy() {
    let world = parse(
        "now = \"2026-11-20T12:00:00Z\"\n[expect]\nx = 1\n[world]\nvalidation_s = 5\n\
         [[world.answer]]\nto = \"getShipmentDetails\"\nshipment = \"FBA1\"\nsay = [\"429\"]\n\
         [[world.answer]]\nto = \"getShipmentDetails\"\nsay = [\"timeout\", \"ok\", \"503\"]",
    );
    assert_eq!(world.validation_s, Some(5));
    let mut script = Script::new(&world, "seed");
    let (one, two) = (ShipmentId::parse("FBA1").unwrap(), ShipmentId::parse("FBA2").unwrap());
    let mut next = |id| script.next(Operation::GetShipmentDetails, Subject::Shipment(id), now());
    assert_eq!(next(&two), Behaviour::Timeout);
    assert_eq!(next(&one), Behaviour::Http(429));
    assert_eq!(next(&one), Behaviour::Ok);
    assert_eq!(next(&one), Behaviour::Http(503));
    assert_eq!(next(&one), Behaviour::Ok);
    assert_eq!(
        script.next(Operation::SubmitInvoice, Subject::Shipment(&one), now()),
        Behaviour::Ok
    );
}

#[test]
fn notes_are_picked_by_series_and_number() {
    let world = parse(
        "[[world.answer]]\nto = \"NFeAutorizacao4\"\nserie = 1\nnumber = 7\nsay = [\"lost\"]",
    );
    let mut script = Script::new(&world, "seed");
    let mut next = |serie, number| {
        let (side, about, note) = (Side::Home, "", Some((serie, number)));
        script.next(Operation::Autorizacao, Subject::Sefaz { side, about, note }, now())
    };
    assert_eq!(next(1, 6), Behaviour::Ok);
    assert_eq!(next(2, 7), Behaviour::Ok);
    assert_eq!(next(1, 7), Behaviour::Lost);
    assert_eq!(next(1, 7), Behaviour::Ok);
}

#[test]
fn every_word_has_one_meaning() {
    let status = |word| Behaviour::parse(Operation::GetInvoiceStatus, word).unwrap();
    assert_eq!(status("errored"), Behaviour::Invoice(InvoiceStatus::Errored));
    assert_eq!(status("Queued"), Behaviour::Invoice(InvoiceStatus::Other("Queued".into())));
    let note = |word| Behaviour::parse(Operation::Autorizacao, word).unwrap();
    let text = "Rejeição: Informado NCM inexistente";
    assert_eq!(note("cstat 778"), Behaviour::Note(778, text.into()));
    assert_eq!(note("cstat 404 prefixo"), Behaviour::Note(404, "prefixo".into()));
    assert_eq!(note("404"), Behaviour::Http(404));
    assert_eq!(note("108"), Behaviour::Service(108, motivo_of(108)));
    assert_eq!(note("service 503 x y"), Behaviour::Service(503, "x y".into()));
    let consult = Behaviour::parse(Operation::Consulta, "217").unwrap();
    assert_eq!(consult, Behaviour::Service(217, motivo_of(217)));
}

fn motivo_of(c_stat: u16) -> String {
    super::super::motivo::motivo(c_stat).to_owned()
}

#[test]
fn what_cannot_be_meant_is_refused_by_name() {
    for (operation, word) in [
        (Operation::GetShipmentDetails, "errored"),
        (Operation::GetShipmentDetails, "418"),
        (Operation::SubmitInvoice, "accepted"),
        (Operation::GetInvoiceStatus, "queued"),
        (Operation::Consulta, "late"),
        (Operation::Autorizacao, "cstat"),
        (Operation::Autorizacao, "cstat 99 x"),
        (Operation::Lwa, "108"),
        (Operation::Lwa, "tls"),
        (Operation::GetShipmentDetails, "gzip"),
        (Operation::Status, "late"),
        (Operation::Consulta, "duplicate"),
        (Operation::Inutilizacao, "late"),
        (Operation::Consulta, "alert 1 x"),
        (Operation::Autorizacao, "alert"),
        (Operation::Autorizacao, "alert x y"),
        (Operation::Autorizacao, "alert 12345 y"),
        (Operation::Autorizacao, "alert 1 a | 2 b | 3 c | 4 d | 5 e | 6 f"),
    ] {
        assert!(Behaviour::parse(operation, word).is_err(), "{word}");
    }
    let text = refused("[[world.answer]]\nto = \"submitInvoice\"\nsay = [\"accepted\"]");
    assert!(text.contains("submitInvoice cannot answer \"accepted\""), "{text}");
    let text = refused("[world]\nvalidation = 3");
    assert!(text.contains("unknown field `validation`"), "{text}");
    let text = refused("[[world.answer]]\nto = \"NFeAutorizacao4\"\nshipment = \"A\"\nsay = []");
    assert!(text.contains("shipment: NFeAutorizacao4 does not know it"), "{text}");
    let text = refused("[[world.answer]]\nto = \"getOrders\"\nsay = []");
    assert!(text.contains("unknown variant `getOrders`"), "{text}");
    let text = refused("[[world.answer]]\nto = \"lwa\"\nnumber = 1\nsay = []");
    assert!(text.contains("number: lwa does not know it"), "{text}");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("story.toml");
    assert!(WorldScript::read(&path).unwrap_err().to_string().contains("story.toml"));
    std::fs::write(&path, "[world]\nx = 1").unwrap();
    let text = WorldScript::read(&path).unwrap_err().to_string();
    assert!(text.contains("story.toml") && text.contains("unknown field `x`"), "{text}");
}

#[test]
fn weather_has_a_word_a_share_and_a_time() {
    let world = parse(
        "[[world.weather]]\nsay = \"109\"\nserver = \"home\"\nfrom = \"2026-11-20T12:00:00Z\"\n\
         until = \"2026-11-20T13:00:00Z\"",
    );
    let mut script = Script::new(&world, "seed");
    let mut at = |side, time: &str| {
        let subject = Subject::Sefaz { side, about: "", note: None };
        script.next(Operation::Status, subject, time.parse().unwrap())
    };
    let down = Behaviour::Service(109, motivo_of(109));
    assert_eq!(at(Side::Home, "2026-11-20T11:59:59Z"), Behaviour::Ok);
    assert_eq!(at(Side::Home, "2026-11-20T12:00:00Z"), down);
    assert_eq!(at(Side::Svc, "2026-11-20T12:00:00Z"), Behaviour::Ok);
    assert_eq!(at(Side::Home, "2026-11-20T12:59:59Z"), down);
    assert_eq!(at(Side::Home, "2026-11-20T13:00:00Z"), Behaviour::Ok);
    for (bad, why) in [
        ("say = \"109\"\nper_mille = 1001", "expected at most 1000, found 1001"),
        ("say = \"108 often\"", "cannot answer \"108 often\""),
        ("say = \"errored\"", "SEFAZ cannot answer"),
        ("say = \"late\"\nto = [\"NFeStatusServico4\"]", "NFeStatusServico4 cannot answer"),
        ("say = \"109\"\nserver = \"moon\"", "unknown variant `moon`"),
        ("say = \"109\"\nwhen = \"now\"", "unknown field `when`"),
    ] {
        let text = refused(&format!("[[world.weather]]\n{bad}"));
        assert!(text.contains(why), "{text}");
    }
}

#[test]
fn the_contingency_opens_and_closes() {
    let open = |text: &str, at: &str| {
        parse(&format!("[world.svc]\n{text}")).svc.is_open(at.parse().unwrap())
    };
    let (noon, one) = ("2026-11-20T12:00:00Z", "2026-11-20T13:00:00Z");
    assert!(!open("", noon) && open("open = true", noon));
    assert!(open("from = \"2026-11-20T12:00:00Z\"", noon));
    assert!(!open("until = \"2026-11-20T12:00:00Z\"", noon));
    assert!(!open("open = false\nuntil = \"2026-11-20T13:00:00Z\"", noon));
    assert!(!open("open = true\nuntil = \"2026-11-20T13:00:00Z\"", one));
    let text = refused("[[world.answer]]\nto = \"lwa\"\nserver = \"svc\"\nsay = []");
    assert!(text.contains("server: lwa does not know it"), "{text}");
    let text = refused("[[world.company]]\ncnpj = \"1\"\nuf = \"SP\"\nie = \"1\"");
    assert!(!text.is_empty());
}
