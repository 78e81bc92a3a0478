//! Lives made of real events, so that what is stored folds.

use fba_nfe::domain::codes::TpAmb;
use fba_nfe::domain::{
    AccessKey, Cnpj, Code, Digest, Fault, LifeId, Money, OrderId, SellerId, ShipmentId, Step,
    Timestamp, Uf,
};
use fba_nfe::lifecycle::{Draft, Entry, Event, Life, NoteNumber};
use fba_nfe::ports::{
    Body, Change, Delivery, DeliveryKind, Filing, FilingKind, Letter, Row, Series,
};

pub(crate) const CNPJ: &str = "11222333000181";

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

pub(crate) fn seller(name: &str) -> SellerId {
    SellerId::parse(name).unwrap()
}

pub(crate) fn id(shipment: &str) -> LifeId {
    LifeId { seller: seller("A1SIMPLES0001"), shipment: ShipmentId::parse(shipment).unwrap() }
}

pub(crate) fn series() -> Series {
    Series { tp_amb: TpAmb::Producao, cnpj: CNPJ.to_owned(), serie: 1, first: 1 }
}

pub(crate) fn created(life: &LifeId) -> Event {
    Event::Created {
        order: OrderId::parse(&format!("order-{}", life.shipment)).unwrap(),
        event_time: at(0),
        delivery: Digest::of(life.shipment.as_str().as_bytes()),
    }
}

pub(crate) fn fetched() -> Event {
    Event::Fetched { shipment: Digest::of(b"shipment"), request_id: Some("r-1".to_owned()) }
}

pub(crate) fn draft(n_nf: u32) -> Draft {
    let number =
        NoteNumber { tp_amb: TpAmb::Producao, cnpj: CNPJ.to_owned(), serie: 1, n_nf, c_nf: 7 };
    let key = AccessKey::compose(&fba_nfe::domain::access_key::KeyParts {
        uf: Uf::Sp,
        year_month: (2027, 1),
        cnpj: &Cnpj::parse(CNPJ).unwrap(),
        model: 55,
        serie: 1,
        number: n_nf,
        tp_emis: 1,
        code: 7,
    });
    Draft {
        number,
        key,
        dh_emi: at(1),
        total: Money::from_cents(12_990),
        unsigned: Digest::of(b"unsigned"),
        shipment: Digest::of(b"shipment"),
        catalogue: Digest::of(b"catalogue"),
        dh_cont: None,
        kept: Vec::new(),
    }
}

pub(crate) fn numbered(n_nf: u32) -> Event {
    Event::Numbered { draft: draft(n_nf), warnings: Vec::new() }
}

pub(crate) fn signed() -> Event {
    Event::Signed { xml: Digest::of(b"xml"), digest_value: "dv".to_owned() }
}

pub(crate) fn authorized() -> Event {
    Event::Authorized {
        n_prot: "135".to_owned(),
        c_stat: 100,
        dh_recbto: "2027-01-15T08:00:00-03:00".to_owned(),
        nfe_proc: Digest::of(b"nfeProc"),
        messages: Vec::new(),
    }
}

/// All that happens to a note that a person cancels.
pub(crate) fn cancelled(reissue: bool) -> Vec<Event> {
    let (by, why) = ("Ana".to_owned(), "the buyer asked for another CPF".to_owned());
    vec![
        Event::CancelDecided { by, why, reissue },
        Event::EventoSealed { xml: Digest::of(b"evento"), n_seq: 1 },
        Event::EventoSending,
        Event::EventoRegistered {
            c_stat: 135,
            n_prot: Some("136".to_owned()),
            dh_reg_evento: Some("2027-01-15T09:00:00-03:00".to_owned()),
            proc_evento: Some(Digest::of(b"procEventoNFe")),
            n_seq: None,
        },
    ]
}

pub(crate) fn rejected() -> Event {
    Event::Rejected { faults: vec![Fault::new(Code::SefazRejected, Step::Authorize, "cStat")] }
}

pub(crate) fn gone(denied: bool) -> Event {
    Event::NumberGone {
        denied,
        faults: vec![Fault::new(Code::SefazDenied, Step::Authorize, "cStat")],
    }
}

pub(crate) fn resumed() -> Event {
    Event::Resumed { by: "Ana".to_owned(), why: "mended".to_owned() }
}

pub(crate) fn held(code: Code) -> Event {
    Event::Held {
        faults: vec![Fault::new(code, Step::Draft, "field")],
        private: None,
        nothing_sent: false,
    }
}

/// The change that `event` makes of a life, as the stage would make it.
pub(crate) fn change(
    life: &LifeId,
    before: Option<&Life>,
    event: Event,
    when: Timestamp,
) -> Change {
    let after = match before {
        Some(life) => life.clone().after(when, &event),
        None => Life::begin(life.clone(), when, &event).unwrap(),
    };
    let row = row(&after);
    let letter = row.fault.map(|code| Letter {
        id: format!("{life}/{}", after.version),
        body: format!("{{\"code\":\"{code}\"}}").into_bytes(),
    });
    Change {
        id: life.clone(),
        entry: Entry { seq: after.version, at: when, event: event.clone() },
        row,
        bodies: vec![Body::new(format!("{life} {}", after.version).into_bytes())],
        fates: Life::fates(before, &after, &event),
        letter,
        filings: Vec::new(),
        lookups: Vec::new(),
        deed: None,
    }
}

/// A note of January 2027 for the archive, with the body that it names.
pub(crate) fn filing(n_nf: u32, text: &str) -> (Filing, Body) {
    let (key, body) = (draft(n_nf).key, Body::new(text.as_bytes().to_vec()));
    let filing = Filing {
        kind: FilingKind::Note,
        cnpj: key.cnpj().to_owned(),
        year_month: key.year_month(),
        name: key.to_string(),
        digest: body.digest.clone(),
    };
    (filing, body)
}

fn row(life: &Life) -> Row {
    let fault = match &life.state {
        fba_nfe::lifecycle::State::Held { faults, .. } => {
            faults.first().map(|fault| fault.code.as_str())
        }
        _ => None,
    };
    Row {
        order: life.order.to_string(),
        state: life.state.name(),
        lane: life.command().map(|command| command.lane()),
        due: life.due,
        key: life.state.draft().map(|draft| draft.key.clone()),
        total_cents: life.state.draft().map(|draft| draft.total.cents()),
        fault,
        causes: Vec::new(),
        worth_cents: None,
    }
}

pub(crate) fn delivery(text: &str, kind: DeliveryKind) -> Delivery {
    Delivery {
        body: Body::new(text.as_bytes().to_vec()),
        received_at: at(0),
        message_id: Some("m-1".to_owned()),
        kind,
        life: None,
        problem: (kind == DeliveryKind::Unreadable).then(|| "not JSON".to_owned()),
    }
}
