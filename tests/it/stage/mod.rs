//! What the stage does in worlds that no story can tell: a SEFAZ that is not honest, an answer of
//! Amazon that changes, a store that lost a body.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::config::Config;
use fba_nfe::domain::catalogue::Catalogue;
use fba_nfe::domain::codes::Ncm;
use fba_nfe::domain::lists::Lists;
use fba_nfe::domain::{
    AccessKey, Cnpj, Code, Fault, LifeId, Mender, Money, SellerId, ShipmentId, Step, Timestamp, Uf,
};
use fba_nfe::lifecycle::{Event, Fate, Life, State};
use fba_nfe::nfe::Certificate;
use fba_nfe::ports::{
    Catalogues, EventAnswer, Inutilized, Origin, Registration, Route, Sefaz, SefazAnswer,
    SefazError, Store, World,
};
use fba_nfe::simulator::config::{RegisteredSeller, SimulatorConfig};
use fba_nfe::simulator::core::Simulator;
use fba_nfe::simulator::script::WorldScript;
use fba_nfe::simulator::shipments::Shipments;
use fba_nfe::simulator::world::{Simulated, VirtualClock};
use fba_nfe::stage::{Action, CancelTerms, Parked, Policy, Receipt, Stage, Trader, Verb};
use fba_nfe::tax::rules::Rules;
use secrecy::ExposeSecret;

use crate::tools::root;

mod earlier;
mod events;
mod register;

/// The only answer that Amazon has; it may change.
#[derive(Clone, Default)]
struct Answer(Arc<Mutex<Vec<u8>>>);

impl Shipments for Answer {
    fn body(&self, _: &ShipmentId) -> Option<Vec<u8>> {
        Some(self.0.lock().unwrap().clone())
    }
}

/// The digest of bytes that nobody signed.
const FOREIGN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// A SEFAZ whose protocol may be of other bytes than were sent, and whose events may have another
/// number.
struct Authority {
    honest: Simulated,
    /// The digests that its protocols tell, one each; the last one for ever.
    dig_val: Mutex<Vec<String>>,
    n_seq: Mutex<Option<u8>>,
}

impl Authority {
    fn forged(&self, mut answer: SefazAnswer) -> SefazAnswer {
        let mut told = self.dig_val.lock().unwrap();
        if let Some(protocol) = answer.protocol.as_mut().filter(|_| !told.is_empty()) {
            protocol.dig_val = Some(told[0].clone());
            if told.len() > 1 {
                told.remove(0);
            }
        }
        let n_seq = *self.n_seq.lock().unwrap();
        for (event, n_seq) in answer.registered.iter_mut().zip(n_seq.into_iter().cycle()) {
            event.n_seq = n_seq;
        }
        answer
    }
}

impl Sefaz for Authority {
    async fn authorize(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        nfe: &[u8],
    ) -> Result<SefazAnswer, SefazError> {
        self.honest.authorize(seller, key, nfe).await.map(|it| self.forged(it))
    }

    async fn consult(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        route: Route,
    ) -> Result<SefazAnswer, SefazError> {
        self.honest.consult(seller, key, route).await.map(|it| self.forged(it))
    }

    async fn receipt(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        n_rec: &str,
    ) -> Result<SefazAnswer, SefazError> {
        self.honest.receipt(seller, key, n_rec).await.map(|it| self.forged(it))
    }

    async fn register(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        evento: &[u8],
    ) -> Result<EventAnswer, SefazError> {
        self.honest.register(seller, key, evento).await
    }

    async fn inutilize(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
        inut_nfe: &[u8],
    ) -> Result<Inutilized, SefazError> {
        self.honest.inutilize(seller, cnpj, inut_nfe).await
    }

    async fn status(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
        route: Route,
    ) -> Result<SefazAnswer, SefazError> {
        self.honest.status(seller, cnpj, route).await
    }

    async fn registration(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
        uf: Uf,
        company: &Cnpj,
    ) -> Result<Registration, SefazError> {
        self.honest.registration(seller, cnpj, uf, company).await
    }
}

struct Shelves(BTreeMap<SellerId, Arc<Catalogue>>);

impl Catalogues for Shelves {
    fn catalogue(&self, seller: &SellerId) -> Option<Arc<Catalogue>> {
        self.0.get(seller).map(Arc::clone)
    }

    fn rules(&self) -> Arc<Rules> {
        Rules::shipped()
    }
}

struct Odd {
    amazon: Simulated,
    sefaz: Authority,
    clock: Arc<VirtualClock>,
    store: SqliteStore,
    shelves: Shelves,
}

impl World for Odd {
    type Clock = VirtualClock;
    type Amazon = Simulated;
    type Sefaz = Authority;
    type Store = SqliteStore;
    type Catalogues = Shelves;

    fn clock(&self) -> &VirtualClock {
        &self.clock
    }

    fn amazon(&self) -> &Simulated {
        &self.amazon
    }

    fn sefaz(&self) -> &Authority {
        &self.sefaz
    }

    fn store(&self) -> &SqliteStore {
        &self.store
    }

    fn catalogues(&self) -> &Shelves {
        &self.shelves
    }
}

const STARTS: &str = "2026-11-20T12:00:00Z";

/// A stage over a store in this folder; `cpf-in-state` is what it is told of.
struct Trial {
    stage: Stage<Odd>,
    answer: Answer,
    id: LifeId,
}

impl Trial {
    async fn begin(folder: &Path, forges: bool, world: &str) -> Trial {
        Trial::begin_as(folder, forges, world, |_| {}).await
    }

    /// With each trader changed, as by another configuration.
    async fn begin_as(
        folder: &Path,
        forges: bool,
        world: &str,
        change: impl Fn(&mut Trader),
    ) -> Trial {
        let config = Config::read(&root("samples/fba-nfe.toml"), &|_| None).unwrap();
        let traders = config.sellers.iter().map(|it| {
            let certificates = it.seller.establishments.iter().zip(&it.establishments);
            let certificates = certificates.map(|(establishment, ours)| {
                let (pfx, password) = (&ours.certificate.pfx, &ours.certificate.password);
                let opened = Certificate::open(pfx.expose_secret(), password.expose_secret());
                (establishment.emit.cnpj.clone(), Arc::new(opened.unwrap()).into())
            });
            let (seller, certificates) = (it.seller.clone(), certificates.collect());
            let mut trader = Trader {
                seller,
                certificates,
                cancel: CancelTerms::default(),
                asks_register: false,
            };
            change(&mut trader);
            (trader.seller.id.clone(), trader)
        });
        let traders: BTreeMap<_, _> = traders.collect();
        let sellers = traders.values().map(|it| {
            let cnpjs = it.seller.establishments.iter().map(|it| it.emit.cnpj.to_string());
            let registered = RegisteredSeller { cnpjs: cnpjs.collect(), refresh_token: None };
            (it.seller.id.clone(), registered)
        });
        let simulated =
            SimulatorConfig { sellers: sellers.collect(), ..SimulatorConfig::default() };
        let answer = Answer::default();
        let story = root("samples/cpf-in-state");
        answer.say(&std::fs::read_to_string(story.join("shipments/FBA15K0001.json")).unwrap());
        let script = WorldScript::parse(world).unwrap();
        let simulator = Simulator::new(&simulated, &script, Arc::new(answer.clone()));
        let clock = Arc::new(VirtualClock::new(STARTS.parse().unwrap()));
        let simulated = Simulated::new(Arc::new(simulator), Arc::clone(&clock));
        let shelves = config.sellers.iter();
        let shelves = shelves.map(|it| (it.seller.id.clone(), Arc::clone(&it.catalogue)));
        let world = Odd {
            amazon: simulated.clone(),
            sefaz: Authority {
                honest: simulated,
                dig_val: Mutex::new(forges.then(|| FOREIGN.to_owned()).into_iter().collect()),
                n_seq: Mutex::default(),
            },
            clock,
            store: SqliteStore::open(&folder.join("store.sqlite")).unwrap(),
            shelves: Shelves(shelves.collect()),
        };
        let stage = Stage::new(world, traders, Policy::default(), config.chance.clone());
        let event = std::fs::read(story.join("event.json")).unwrap();
        let id = match stage.receive(event, None).await.unwrap() {
            Receipt::Event(id) => id,
            // The store knows it from before.
            _ => LifeId {
                seller: SellerId::parse("A1SIMPLES0001").unwrap(),
                shipment: ShipmentId::parse("FBA15K0001").unwrap(),
            },
        };
        Trial { stage, answer, id }
    }

    /// The same, with other tables.
    fn with_lists(self, lists: Lists) -> Trial {
        Trial { stage: self.stage.with_lists(Arc::new(lists)), ..self }
    }

    async fn act(&self, verb: Verb) -> Life {
        let (by, why) = ("ana".to_owned(), "teste".to_owned());
        self.stage
            .act(&self.id, Action { by, why, version: None, origin: Origin::command_line(), verb })
            .await
            .unwrap()
    }

    async fn advance(&self) -> Parked {
        self.stage.advance(&self.id).await.unwrap()
    }

    async fn faults(&self) -> Vec<Fault> {
        match self.stage.life(&self.id).await.unwrap().unwrap().state {
            State::Held { faults, .. } => faults,
            other => panic!("expected a held life, found {}", other.name()),
        }
    }
}

impl Answer {
    fn say(&self, text: &str) {
        *self.0.lock().unwrap() = text.as_bytes().to_vec();
    }
}

#[tokio::test]
async fn a_protocol_of_other_bytes_is_never_adopted() {
    let folder = tempfile::tempdir().unwrap();
    let trial = Trial::begin(folder.path(), true, "").await;
    assert_eq!(trial.advance().await, Parked::Done);
    let faults = trial.faults().await;
    assert_eq!(faults[0].code, Code::SefazProtocolForeign);
    assert_eq!(faults[0].field, "digVal");
    let journal = trial.stage.world().store.journal(&trial.id).await.unwrap();
    assert!(matches!(journal.last().unwrap().event, Event::NumberGone { denied: false, .. }));
    assert!(!journal.iter().any(|it| matches!(it.event, Event::Authorized { .. })));
}

/// More than we read ourselves, not only more than SEFAZ takes: the same fault, and no number.
#[tokio::test]
async fn a_note_that_is_too_large_is_held_before_it_has_a_number() {
    let folder = tempfile::tempdir().unwrap();
    let trial = Trial::begin(folder.path(), false, "").await;
    let told = String::from_utf8(trial.answer.0.lock().unwrap().clone()).unwrap();
    let mut told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let payload = &mut told["payload"];
    payload["Payments"][0]["PaymentValue"]["Amount"] = "9999999.00".into();
    let mut item = payload["ShipmentItems"][0].clone();
    let serials: Vec<String> = (0..60).map(|n| format!("SN{n:08}")).collect();
    item["SerialNumbers"] = serials.into();
    payload["ShipmentItems"] = vec![item; 990].into();
    trial.answer.say(&told.to_string());
    assert_eq!(trial.advance().await, Parked::Done);
    let faults = trial.faults().await;
    assert_eq!(faults.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::NoteTooLarge]);
    let bytes: usize = faults[0].value.as_deref().unwrap().parse().unwrap();
    assert!(bytes > fba_nfe::nfe::element::BYTES_MAX, "{bytes}");
    let journal = trial.stage.world().store.journal(&trial.id).await.unwrap();
    assert!(!journal.iter().any(|it| matches!(it.event, Event::Numbered { .. })));
}

#[tokio::test]
async fn a_correction_that_no_longer_fits_is_held_and_not_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let trial = Trial::begin(folder.path(), false, "").await;
    let one = String::from_utf8(trial.answer.0.lock().unwrap().clone()).unwrap();
    let mut two: serde_json::Value = serde_json::from_str(&one).unwrap();
    let items = two["payload"]["ShipmentItems"].as_array_mut().unwrap();
    let mut second = items[0].clone();
    second["SellerSKU"] = "SKU-404".into();
    items.push(second);
    trial.answer.say(&two.to_string());
    assert_eq!(trial.advance().await, Parked::Done);
    assert_eq!(trial.faults().await[0].code, Code::ProductUnknown);

    let (field, value) = ("ShipmentItems[1].SellerSKU".to_owned(), "SKU-001".to_owned());
    trial.act(Verb::Correct { field, value }).await;
    trial.answer.say(&one);
    trial.act(Verb::Resume).await;
    assert_eq!(trial.advance().await, Parked::Done);
    let faults = trial.faults().await;
    assert_eq!(faults[0].code, Code::CorrectionUnfit);
    assert!(faults[0].detail.as_deref().unwrap().contains("ShipmentItems[1].SellerSKU"));
}

#[tokio::test]
async fn a_body_that_the_store_lost_is_no_reason_to_send_another() {
    let folder = tempfile::tempdir().unwrap();
    let down = "[[world.answer]]\nto = \"NFeAutorizacao4\"\nsay = [\"108\"]";
    let trial = Trial::begin(folder.path(), false, down).await;
    let Parked::Until(due) = trial.advance().await else { panic!("SEFAZ is down") };
    let beside = rusqlite::Connection::open(folder.path().join("store.sqlite")).unwrap();
    beside.execute("UPDATE bodies SET bytes = NULL", []).unwrap();
    trial.stage.world().clock.advance_to(due);
    assert_eq!(trial.advance().await, Parked::Done);
    assert_eq!(trial.faults().await[0].code, Code::BodyMissing);
    assert_eq!(trial.stage.world().amazon.simulator().sefaz_books().authorized, 0);
}

/// The warehouse went to another branch: the corrected note is that branch's, under a number of its
/// own, and the rejected one's number is a gap on record.
#[tokio::test]
async fn a_rejected_number_does_not_go_to_another_establishment() {
    let folder = tempfile::tempdir().unwrap();
    let rejects = "[[world.answer]]\nto = \"NFeAutorizacao4\"\nsay = [\"778\"]";
    let trial = Trial::begin(folder.path(), false, rejects).await;
    trial.advance().await;
    assert_eq!(trial.faults().await[0].code, Code::SefazRejected);
    drop(trial);

    let branch = Cnpj::parse("11222333000262").unwrap();
    let moved = |trader: &mut Trader| {
        let only = &mut trader.seller.establishments[0];
        if let Some(certificate) = trader.certificates.remove(&only.emit.cnpj)
            && only.emit.cnpj.root() == branch.root()
        {
            only.emit.cnpj = branch.clone();
            trader.certificates.insert(branch.clone(), certificate);
        }
    };
    let trial = Trial::begin_as(folder.path(), false, "", moved).await;
    trial.act(Verb::Resume).await;
    trial.advance().await;
    let life = trial.stage.life(&trial.id).await.unwrap().unwrap();
    let draft = life.state.draft().unwrap();
    assert_eq!((draft.number.cnpj.as_str(), draft.key.cnpj()), (branch.as_str(), branch.as_str()));
    let gaps = trial.stage.world().store.numbers(Fate::Gap, None, 9).await.unwrap();
    let gaps: Vec<_> = gaps.iter().map(|it| (it.cnpj.as_str(), it.n_nf)).collect();
    assert_eq!(gaps, [("11222333000181", 1)]);
}

#[tokio::test]
async fn a_number_whose_cnpj_nobody_signs_for_any_more_is_held() {
    let folder = tempfile::tempdir().unwrap();
    let trial =
        Trial::begin_as(folder.path(), false, "", |trader| trader.certificates.clear()).await;
    trial.advance().await;
    let faults = trial.faults().await;
    assert_eq!((faults[0].code, faults[0].field.as_str()), (Code::SellerUnknown, "emit.CNPJ"));
    assert_eq!(faults[0].value.as_deref(), Some("11222333000181"));
}

/// 108 again and again: the pauses grow, and the note is asked about less and less often.
#[tokio::test]
async fn a_sefaz_that_is_down_is_asked_less_and_less_often() {
    let folder = tempfile::tempdir().unwrap();
    let down = format!(
        "[[world.answer]]\nto = \"NFeAutorizacao4\"\nsay = [{}]",
        ["\"108\""; 20].join(", ")
    );
    let trial = Trial::begin(folder.path(), false, &down).await;
    let mut pauses = Vec::new();
    let mut now: Timestamp = STARTS.parse().unwrap();
    for _ in 0..12 {
        let Parked::Until(due) = trial.advance().await else { panic!("SEFAZ is down") };
        pauses.push(due.duration_since(now).as_secs());
        trial.stage.world().clock.advance_to(due);
        now = due;
    }
    let (first, last) = (pauses[0], pauses[11]);
    assert!((1..=3).contains(&first) && (810..=990).contains(&last), "{pauses:?}");
}

/// What SEFAZ would refuse is found before a number is taken: the first number is still free for
/// the mended draft.
#[tokio::test]
async fn a_draft_that_sefaz_would_refuse_burns_no_number() {
    let folder = tempfile::tempdir().unwrap();
    // A table without the product's NCM, and a guard below its price.
    let other = Ncm::parse("85044010").unwrap();
    let lists = Lists {
        ncm: Some([other].into()),
        v_nf_max: Money::parse("0.01").ok(),
        ..Lists::default()
    };
    let trial = Trial::begin(folder.path(), false, "").await.with_lists(lists);
    assert_eq!(trial.advance().await, Parked::Done);
    let faults = trial.faults().await;
    let told: Vec<_> = faults.iter().map(|it| (it.code, it.field.as_str())).collect();
    let expected =
        [(Code::ProductNcmUnknown, "det[1]/prod/NCM"), (Code::TotalTooHigh, "total/ICMSTot/vNF")];
    assert_eq!(told, expected);
    assert_eq!(faults[0].detail.as_deref(), Some("cStat 778: expected an NCM that there is"));
    assert_eq!((faults[0].stage, faults[0].mender), (Step::Draft, Mender::Cadastro));
    let beside = rusqlite::Connection::open(folder.path().join("store.sqlite")).unwrap();
    let many = |of: &str| {
        let sql = format!("SELECT count(*) FROM {of}");
        beside.query_row(&sql, [], |row| row.get::<_, u32>(0)).unwrap()
    };
    assert_eq!((many("numbers"), many("series")), (0, 0));

    let trial = trial.with_lists(Lists::default());
    trial.act(Verb::Resume).await;
    let _ = trial.advance().await;
    let life = trial.stage.life(&trial.id).await.unwrap().unwrap();
    assert_eq!(life.state.draft().map(|it| it.number.n_nf), Some(1));
    assert_eq!(many("numbers"), 1);
}
