//! What a seed makes of the world: shipments, what is told of them and when, and how badly the
//! world answers before it is healthy again.

use std::collections::HashMap;

use fba_nfe::domain::{ShipmentId, Timestamp};
use fba_nfe::simulator::WorldScript;
use fba_nfe::simulator::script::{Behaviour, Operation, ScriptedAnswer};
use fba_nfe::stage::later;

use super::rng::Rng;

pub(super) const SELLERS: [&str; 2] = ["A1SIMPLES0001", "A2NORMAL0001"];

/// One run.
pub(super) struct Plan {
    pub(super) starts: Timestamp,
    pub(super) shipments: HashMap<ShipmentId, Vec<u8>>,
    /// When, and what; the same body may come again.
    pub(super) events: Vec<(Timestamp, Vec<u8>)>,
    pub(super) script: WorldScript,
    /// When somebody does something, to whatever is there.
    pub(super) people: Vec<Timestamp>,
    pub(super) workers: usize,
    pub(super) crashes: u32,
    pub(super) jumps: u32,
    /// Whether time passes while calls are under way.
    pub(super) latency: bool,
    pub(super) burst: u32,
    pub(super) rate: &'static str,
}

impl Plan {
    pub(super) fn new(rng: &mut Rng) -> Plan {
        // Some begin a few hours before a month ends: the key of a later draft differs.
        let starts =
            rng.word(&["2026-06-20T12:00:00Z", "2026-07-01T02:30:00Z", "2026-07-31T23:00:00Z"]);
        let starts: Timestamp = starts.parse().unwrap();
        let mut plan = Plan {
            starts,
            shipments: HashMap::new(),
            events: Vec::new(),
            script: script(rng, starts),
            people: Vec::new(),
            workers: if rng.permille(250) { 2 } else { 1 },
            crashes: u32::try_from(rng.below(7)).unwrap(),
            jumps: u32::try_from(rng.below(3)).unwrap(),
            latency: rng.permille(500),
            burst: u32::try_from(*rng.pick(&[2, 3, 7, 25])).unwrap(),
            rate: rng.word(&["0.05", "0.5", "1.133", "7.9"]),
        };
        for n in 1..=rng.between(1, 6) {
            plan.ship(n, rng);
        }
        for n in 0..rng.below(3) {
            let at = plan.at(rng, 600);
            plan.events.push((at, stray(n, rng)));
        }
        for _ in 0..rng.below(8) {
            let at = plan.at(rng, 4000);
            plan.people.push(at);
        }
        plan.events.sort_by_key(|(at, _)| *at);
        plan.people.sort();
        plan
    }

    /// A world in which nothing is told and nothing goes wrong.
    pub(super) fn quiet(starts: &str) -> Plan {
        Plan {
            starts: starts.parse().unwrap(),
            shipments: HashMap::new(),
            events: Vec::new(),
            script: WorldScript::default(),
            people: Vec::new(),
            workers: 1,
            crashes: 0,
            jumps: 0,
            latency: false,
            burst: 25,
            rate: "1.133",
        }
    }

    fn at(&self, rng: &mut Rng, within_s: u64) -> Timestamp {
        fba_nfe::stage::later(self.starts, i64::try_from(rng.below(within_s)).unwrap())
    }

    fn ship(&mut self, n: u64, rng: &mut Rng) {
        let seller = if rng.permille(30) { "A9NOBODY" } else { rng.word(&SELLERS) };
        if !rng.permille(40) {
            let id = ShipmentId::parse(&format!("FBA{n}")).unwrap();
            self.shipments.insert(id, shipment(n, seller, rng));
        }
        let created = self.at(rng, 900);
        let told = |status: &str, camel: bool, at: Timestamp| event(n, seller, status, camel, at);
        let camel = rng.permille(300);
        let first = told("Created", camel, created);
        self.events.push((created, first.clone()));
        if rng.permille(300) {
            let again = self.at(rng, 3000);
            self.events.push((again, first));
        }
        if rng.permille(200) {
            let again = self.at(rng, 3000);
            self.events.push((again, told("Created", !camel, again)));
        }
        for _ in 0..2 {
            if rng.permille(200) {
                let at = match rng.below(3) {
                    // At the very beginning, soon after it, or when all is over.
                    0 => self.at(rng, 1000),
                    1 => fba_nfe::stage::later(created, i64::try_from(rng.below(60)).unwrap()),
                    _ => self.at(rng, 90_000),
                };
                self.events.push((at, told("Cancelled", rng.permille(500), at)));
            }
        }
        if rng.permille(60) {
            let at = self.at(rng, 2000);
            self.events.push((at, told("Returned", false, at)));
        }
    }
}

pub(super) fn event(n: u64, seller: &str, status: &str, camel: bool, at: Timestamp) -> Vec<u8> {
    let text = format!(
        r#"{{"NotificationType":"FBA_OUTBOUND_SHIPMENT_STATUS","EventTime":"{at}","Payload":{{
"FBAOutboundShipmentStatusNotification":{{"SellerId":"{seller}",
"AmazonOrderId":"701-{n:07}-{n:07}","AmazonShipmentId":"FBA{n}","ShipmentStatus":"{status}"}}}}}}"#
    );
    let text = if camel {
        text.replace("\"NotificationType", "\"notificationType")
            .replace("\"Payload", "\"payload")
            .replace("\"EventTime", "\"eventTime")
            .replace("\"SellerId", "\"sellerId")
            .replace("\"Amazon", "\"amazon")
    } else {
        text
    };
    text.into_bytes()
}

fn stray(n: u64, rng: &mut Rng) -> Vec<u8> {
    match rng.below(3) {
        0 => format!("{{\"NotificationType\":\"ORDER_CHANGE\",\"n\":{n}}}").into_bytes(),
        1 => format!("not JSON {n}").into_bytes(),
        _ => vec![0xff, 0xfe, u8::try_from(n).unwrap()],
    }
}

/// A raw answer, some of them with what a person must mend.
fn shipment(n: u64, seller: &str, rng: &mut Rng) -> Vec<u8> {
    let price = format!("{}.{:02}", rng.between(1, 900), rng.below(100));
    let good = ["SKU-001", "SKU-002", "SKU-003"];
    let sku = if rng.permille(120) { "SKU-404" } else { rng.word(&good) };
    let cpf = if rng.permille(120) { "" } else { "98765432100" };
    String::from_utf8(plain_shipment(n, seller))
        .unwrap()
        .replace("199.90", &price)
        .replace("SKU-001", sku)
        .replace("98765432100", cpf)
        .into_bytes()
}

/// A raw answer that nothing is wrong with.
pub(super) fn plain_shipment(n: u64, seller: &str) -> Vec<u8> {
    include_str!("../../../samples/cpf-in-state/shipments/FBA15K0001.json")
        .replace("701-1000001-0000001", &format!("701-{n:07}-{n:07}"))
        .replace("FBA15K0001", &format!("FBA{n}"))
        .replace("A1SIMPLES0001", seller)
        .into_bytes()
}

const WORDS: &[(Operation, &[&str])] = &[
    (
        Operation::GetShipmentDetails,
        &[
            "ok",
            "429",
            "500",
            "503",
            "timeout",
            "lost",
            "unreachable",
            "garbage",
            "404",
            "400",
            "403",
        ],
    ),
    (
        Operation::SubmitInvoice,
        &[
            "ok",
            "429",
            "500",
            "503",
            "timeout",
            "lost",
            "lost",
            "unreachable",
            "garbage",
            "400",
            "403",
            "errored",
            "415",
        ],
    ),
    (
        Operation::GetInvoiceStatus,
        &[
            "ok",
            "429",
            "500",
            "timeout",
            "lost",
            "unreachable",
            "garbage",
            "processing",
            "errored",
            "not_found",
            "Queued",
            "403",
            "404",
            "503",
        ],
    ),
    (Operation::Lwa, &["ok", "ok", "401", "500", "timeout"]),
    (Operation::Tokens, &["ok", "403", "500"]),
    (
        Operation::Autorizacao,
        &[
            "ok",
            "timeout",
            "lost",
            "lost",
            "late",
            "late",
            "unreachable",
            "garbage",
            "duplicate",
            "taken",
            "cstat 778",
            "cstat 232",
            "cstat 301",
            "cstat 999",
            "108",
            "109",
            "656",
            "999",
            "103",
            "105",
            "280",
            "500",
        ],
    ),
    (
        Operation::Consulta,
        &[
            "ok",
            "timeout",
            "unreachable",
            "garbage",
            "lost",
            "108",
            "656",
            "999",
            "500",
            "105",
            "215",
            "280",
        ],
    ),
    (
        Operation::RetAutorizacao,
        &["ok", "timeout", "unreachable", "garbage", "105", "105", "106", "108", "500", "656"],
    ),
    (
        Operation::Evento,
        &[
            "ok",
            "timeout",
            "lost",
            "lost",
            "late",
            "unreachable",
            "garbage",
            "duplicate",
            "taken",
            "cstat 219",
            "108",
            "656",
            "999",
            "280",
            "500",
        ],
    ),
    (Operation::Status, &["ok", "108", "109", "timeout", "unreachable", "garbage"]),
];

/// Now and then the state's own authorizer is down for hours, with its contingency open or not.
fn outage(rng: &mut Rng, starts: Timestamp) -> WorldScript {
    if rng.permille(600) {
        return WorldScript::default();
    }
    let from = later(starts, i64::try_from(rng.below(1200)).unwrap());
    let until = later(from, i64::try_from(rng.between(600, 20_000)).unwrap());
    let (open, word) = (rng.permille(700), rng.word(&["108", "109", "unreachable", "timeout"]));
    let text = format!(
        "svc = {{ open = {open} }}\n[[weather]]\nserver = \"home\"\nsay = {word:?}\n\
         from = \"{from}\"\nuntil = \"{until}\""
    );
    toml::from_str(&text).unwrap()
}

fn script(rng: &mut Rng, starts: Timestamp) -> WorldScript {
    let mut answer = Vec::new();
    for (to, words) in WORDS {
        if rng.permille(350) {
            continue;
        }
        let say = (0..rng.between(1, 6)).map(|_| Behaviour::parse(*to, rng.word(words)).unwrap());
        let say = say.collect();
        answer.push(ScriptedAnswer {
            to: *to,
            shipment: None,
            serie: None,
            number: None,
            server: None,
            say,
        });
    }
    WorldScript {
        validation_s: Some(u32::try_from(*rng.pick(&[0, 5, 20, 300, 9000])).unwrap()),
        propagation_s: Some(u32::try_from(*rng.pick(&[0, 2, 60, 700])).unwrap()),
        answer,
        ..outage(rng, starts)
    }
}
