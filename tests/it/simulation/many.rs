//! Many notes of twenty sellers in a world that fails in every way that SEFAZ is known to fail,
//! and the archive of what came of it.
//!
//! `NOTES=10000 cargo test --test it many_notes -- --nocapture` plays so many and tells figures.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use fba_nfe::adapters::archive::{self, Archive};
use fba_nfe::adapters::store::Filter;
use fba_nfe::domain::{Cnpj, Digest, LifeId, SellerId, ShipmentId};
use fba_nfe::lifecycle::{Event, Fate, Life, State};
use fba_nfe::nfe::{self, Certificate};
use fba_nfe::ports::{Clock as _, FilingKind, Origin, Store as _};
use fba_nfe::simulator::WorldScript;
use fba_nfe::simulator::config::{RegisteredSeller, SimulatorConfig};
use fba_nfe::simulator::{Simulated, Simulator, VirtualClock};
use fba_nfe::stage::{Action, CancelTerms, Closed, Parked, Policy, Stage, Trader, Verb, later};
use secrecy::ExposeSecret as _;
use tokio::sync::watch;

use super::gate::{Gate, Ran};
use super::plan::{self, Plan};
use super::rng::Rng;
use super::world::{Chaos, Shared};
use super::{laws, parts};

const SELLERS: usize = 20;

/// As many as a debug build plays in seconds.
const NOTES: u64 = 300;

/// Shipments are told of within so many seconds for each hundred of them.
const SPREAD_S: u64 = 220;

/// The clock goes on by so much at least: many lives move at once.
const STEP_S: i64 = 5;

/// Times that people send on what is held.
const ROUNDS: u32 = 12;

/// Of a thousand calls, each; and whom it comes to.
const WEATHER: &[(&str, u16, &[&str])] = &[
    ("lost", 50, &["NFeAutorizacao4", "NFeRecepcaoEvento4"]),
    ("late", 50, &["NFeAutorizacao4", "NFeRecepcaoEvento4"]),
    ("duplicate", 50, &["NFeAutorizacao4", "NFeRecepcaoEvento4"]),
    ("cstat 302", 50, &["NFeAutorizacao4"]),
    ("103", 50, &["NFeAutorizacao4"]),
    ("105", 50, &["NFeRetAutorizacao4"]),
    ("106", 50, &["NFeRetAutorizacao4"]),
    ("timeout", 50, ALL),
    ("truncated", 50, ALL),
    ("garbage", 50, ALL),
    ("500", 50, ALL),
    ("unreachable", 50, ALL),
    ("tls", 50, ALL),
    ("108", 50, ALL),
    ("109", 50, ALL),
    ("999", 50, ALL),
    ("656", 1, ALL),
];
const ALL: &[&str] =
    &["NFeAutorizacao4", "NFeRetAutorizacao4", "NFeConsultaProtocolo4", "NFeRecepcaoEvento4"];

fn weather() -> WorldScript {
    let mut text = String::new();
    for (word, per_mille, to) in WEATHER {
        write!(text, "[[world.weather]]\nsay = {word:?}\nto = {to:?}\nper_mille = {per_mille}\n")
            .unwrap();
    }
    WorldScript::parse(&text).unwrap()
}

/// Ten branches of each of two companies, each branch a seller of its own with a series of its
/// own: a certificate signs for every branch of its company.
fn traders() -> BTreeMap<SellerId, Trader> {
    let mut traders = BTreeMap::new();
    for (company, it) in parts::config().sellers.iter().take(2).enumerate() {
        let ours = &it.establishments[0].certificate;
        let certificate =
            Certificate::open(ours.pfx.expose_secret(), ours.password.expose_secret()).unwrap();
        let certificate = Arc::new(certificate);
        for branch in 1..=SELLERS / 2 {
            let mut seller = it.seller.clone();
            seller.id = SellerId::parse(&format!("A{company}SELLER{branch:02}")).unwrap();
            seller.establishments.truncate(1);
            let establishment = &mut seller.establishments[0];
            let root = establishment.emit.cnpj.as_str()[..8].to_owned();
            let cnpj = (0..100)
                .find_map(|digits| Cnpj::parse(&format!("{root}{branch:04}{digits:02}")).ok());
            let cnpj = cnpj.unwrap();
            establishment.emit.cnpj = cnpj.clone();
            establishment.warehouses.clear();
            let certificates = [(cnpj, Arc::clone(&certificate).into())].into();
            let cancel = CancelTerms { automatic: true, ..CancelTerms::default() };
            traders.insert(
                seller.id.clone(),
                Trader { seller, certificates, cancel, asks_register: false },
            );
        }
    }
    traders
}

/// Who sells what, what is told of it and when: three of a hundred are cancelled.
fn plan(notes: u64, sellers: &[SellerId], rng: &mut Rng) -> Plan {
    let mut plan = Plan::quiet("2026-07-14T12:00:00Z");
    plan.script = weather();
    let within = notes * SPREAD_S / 100;
    for n in 1..=notes {
        let seller = rng.pick(sellers).as_str().to_owned();
        let id = ShipmentId::parse(&format!("FBA{n}")).unwrap();
        plan.shipments.insert(id, plan::plain_shipment(n, &seller));
        let created = later(plan.starts, i64::try_from(rng.below(within)).unwrap());
        plan.events.push((created, plan::event(n, &seller, "Created", false, created)));
        if rng.permille(30) {
            let after = if rng.permille(300) { rng.below(30) } else { rng.between(60, 14_400) };
            let at = later(created, i64::try_from(after).unwrap());
            plan.events.push((at, plan::event(n, &seller, "Cancelled", false, at)));
        }
    }
    plan.events.sort_by_key(|(at, _)| *at);
    plan
}

struct Many {
    plan: Plan,
    shared: Shared,
    stage: Arc<Stage<Chaos>>,
}

impl Many {
    fn new(notes: u64) -> Many {
        let traders = traders();
        let sellers: Vec<SellerId> = traders.keys().cloned().collect();
        let plan = plan(notes, &sellers, &mut Rng::new(20));
        let registered = traders.iter().map(|(id, it)| {
            let cnpjs = it.certificates.keys().map(|it| it.as_str().to_owned()).collect();
            (id.clone(), RegisteredSeller { cnpjs, refresh_token: None })
        });
        let settings =
            SimulatorConfig { sellers: registered.collect(), ..SimulatorConfig::default() };
        let clock = Arc::new(VirtualClock::new(plan.starts));
        let simulator = Simulator::new(&settings, &plan.script, Arc::new(plan.shipments.clone()));
        let shelf = |id: &SellerId| {
            let company = usize::from(id.as_str().starts_with("A1"));
            (id.clone(), Arc::clone(&parts::config().sellers[company].catalogue))
        };
        let shared = Shared {
            gate: Gate::default(),
            simulated: Simulated::new(Arc::new(simulator), Arc::clone(&clock)),
            clock,
            store: Arc::new(fba_nfe::adapters::store::SqliteStore::temporary().unwrap()),
            catalogues: Arc::new(sellers.iter().map(shelf).collect()),
            books: Arc::default(),
            is_strict: false,
        };
        let (world, chance) = (Chaos(shared.clone()), parts::config().chance.clone());
        let stage = Arc::new(Stage::new(world, traders, Policy::default(), chance));
        Many { plan, shared, stage }
    }

    /// Runs alone, to its end.
    async fn through<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = Box::pin(future);
        let mut is_new = true;
        loop {
            match self.shared.gate.run(&mut future, is_new).await {
                Ran::Done(value) => return value,
                Ran::AtGate(_) => is_new = false,
            }
        }
    }

    async fn play(&self) {
        let (mut told, mut rounds, mut closed) = (0, 0, Closed::new());
        loop {
            let now = self.shared.clock.now();
            closed.retain(|_, until| *until > now);
            while let Some((at, body)) = self.plan.events.get(told).filter(|it| it.0 <= now) {
                assert!(*at <= now);
                self.through(self.stage.receive(body.clone(), None)).await.unwrap();
                told += 1;
            }
            let claim = self.stage.claim(256, &BTreeSet::new(), &closed).await.unwrap();
            for id in &claim.lives {
                match self.through(self.stage.advance(id)).await.unwrap() {
                    Parked::Closed { lane, until } => {
                        closed.insert((id.seller.clone(), lane), until);
                    }
                    Parked::Done | Parked::Until(_) => {}
                }
            }
            // What was said of each call is long; the books of faults are kept.
            self.shared.books.lock().unwrap().trace.clear();
            if !claim.lives.is_empty() {
                continue;
            }
            let heard = self.plan.events.get(told).map(|it| it.0);
            match claim.next.into_iter().chain(heard).min() {
                Some(next) => self.shared.clock.advance_to(next.max(later(now, STEP_S))),
                None if rounds < ROUNDS && self.send_on().await => rounds += 1,
                None => return,
            }
        }
    }

    /// People mend what is held and send it on; some sales they give up.
    async fn send_on(&self) -> bool {
        let filter = Filter { limit: 10_000, ..Filter::default() };
        let held = self.shared.store.lives(filter).await.unwrap();
        let held: Vec<LifeId> =
            held.into_iter().filter(|it| it.state == "held").map(|it| it.id).collect();
        for (id, nth) in held.iter().zip(1..) {
            let verb = if nth % 10 == 0 { Verb::Discard } else { Verb::Resume };
            let act = |verb| {
                let (by, why) = ("ana".to_owned(), "cadastro do comprador acertado".to_owned());
                let origin = Origin::command_line();
                self.stage.act(id, Action { by, why, version: None, origin, verb })
            };
            if self.through(act(verb)).await.is_err() {
                self.through(act(Verb::Resume)).await.unwrap();
            }
        }
        !held.is_empty()
    }

    /// What became of them.
    async fn figures(&self) -> Figures {
        let mut found = Figures::default();
        for row in laws::lives(&self.shared).await {
            let journal = self.shared.store.journal(&row.id).await.unwrap();
            let life = Life::fold(&row.id, &journal).unwrap();
            *found.ends.entry(life.state.name()).or_default() += 1;
            for event in journal.iter().map(|it| &it.event) {
                let faults = match event {
                    Event::Held { faults, .. }
                    | Event::Rejected { faults }
                    | Event::NumberGone { faults, .. }
                    | Event::EventoRefused { faults } => faults,
                    _ => continue,
                };
                for fault in faults {
                    let c_stat = fault.value.as_deref().filter(|_| fault.field == "cStat");
                    let what = format!("{} {}", fault.code, c_stat.unwrap_or_default());
                    *found.held.entry(what.trim_end().to_owned()).or_default() += 1;
                }
            }
            if let State::Held { faults, .. } = &life.state {
                assert!(!faults.is_empty(), "{}: held without a reason", life.id);
            }
        }
        for fate in [Fate::Authorized, Fate::Cancelled, Fate::Gap, Fate::Lost, Fate::Rejected] {
            let rows = self.shared.store.numbers(fate, None, 10_000).await.unwrap();
            found.numbers.insert(format!("{fate:?}"), rows.len());
        }
        found
    }

    /// For who asked for many.
    #[expect(clippy::print_stderr, reason = "the figures of a large run are read by people")]
    async fn tell(&self, found: &Figures, kept: &BTreeMap<&'static str, u64>) {
        let (from, to) = (self.plan.starts, self.shared.clock.now());
        let series = self.shared.store.series().await.unwrap();
        let numbers: u32 = series.iter().map(|it| it.last).sum();
        let books = self.shared.simulated.simulator().sefaz_books();
        let world = self.shared.books.lock().unwrap();
        eprintln!(
            "from {from} to {to}\n{found:#?}\narchive, verified: {kept:?}\n\
             {numbers} numbers in {} series\ncalls: {:#?}\nanswers: {:#?}\n{books:#?}",
            series.len(),
            world.calls,
            world.answers
        );
    }

    /// Files what is listed, and reads it back: every hash, every signature, every protocol.
    async fn archived(&self, root: &Path) -> BTreeMap<&'static str, u64> {
        let (tell, told) = watch::channel(false);
        let (store, archive) = (Arc::clone(&self.shared.store), Archive::new(root));
        let clock = Arc::clone(&self.shared.clock);
        let filer =
            tokio::spawn(async move { archive::work(&archive, &store, &*clock, told).await });
        while !self.shared.store.unfiled(None, 1).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        tell.send(true).unwrap();
        filer.await.unwrap();
        let (archive, mut verified) = (Archive::new(root), BTreeMap::new());
        for month in 6..=9 {
            for it in self.shared.store.archived((2026, month), None).await.unwrap() {
                let bytes = archive.read(&it.filing).unwrap().unwrap();
                assert!(it.filed_at.is_some());
                assert_eq!(Digest::of(&bytes), it.filing.digest, "{}", it.filing.name);
                let disputes = nfe::verify(&bytes).disputes;
                assert!(disputes.is_empty(), "{}: {disputes:?}", it.filing.name);
                *verified.entry(it.filing.kind.as_str()).or_default() += 1;
            }
        }
        verified
    }
}

#[derive(Debug, Default)]
struct Figures {
    /// Lives, by where they ended.
    ends: BTreeMap<&'static str, u64>,
    /// Times that a person was asked, by code.
    held: BTreeMap<String, u64>,
    /// Numbers, by fate.
    numbers: BTreeMap<String, usize>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_notes_of_twenty_sellers_and_no_duplicate_no_loss_no_hole() {
    let notes = super::number("NOTES").unwrap_or(NOTES);
    let folder = tempfile::tempdir().unwrap();
    let many = Many::new(notes);
    many.play().await;
    // Violations, every law of a life, one note of each sale, gapless numbers, letters.
    let wrong = laws::audit(&many.shared, &many.plan).await;
    assert!(wrong.is_empty(), "{wrong:#?}");
    let found = many.figures().await;
    assert_eq!(found.ends.values().sum::<u64>(), notes, "{found:?}");
    let over = ["accepted", "voided", "dropped", "discarded"];
    assert!(found.ends.keys().all(|it| over.contains(it)), "{found:?}");
    let books = many.shared.simulated.simulator().sefaz_books();
    assert_eq!(books.impatient, 0);
    let kept = many.archived(&folder.path().join("archive")).await;
    assert_eq!(kept.get(FilingKind::Note.as_str()), Some(&books.authorized));
    assert_eq!(kept.get(FilingKind::Event.as_str()).copied().unwrap_or(0), books.cancelled);
    many.tell(&found, &kept).await;
}
