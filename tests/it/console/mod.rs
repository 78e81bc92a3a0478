//! The review desk over a store that the worker filled from samples: pages are asked for as a
//! browser asks, and a person's session is put into the store instead of typed in.

mod actions;
mod bulk;
mod interleaving;
mod kept;
mod pages;
mod people;
mod security;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use fba_nfe::adapters::catalogues::FileCatalogues;
use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::config::Config;
use fba_nfe::console::{Console, Settings, routes};
use fba_nfe::domain::{Cnpj, Digest, LifeId, SellerId, ShipmentId, Timestamp};
use fba_nfe::lifecycle::Life;
use fba_nfe::nfe::Certificate;
use fba_nfe::ports::{Access, Clock, Deed, DeedKind, Origin, Role, Session, User, World};
use fba_nfe::simulator::config::{RegisteredSeller, SimulatorConfig};
use fba_nfe::simulator::core::Simulator;
use fba_nfe::simulator::script::WorldScript;
use fba_nfe::simulator::shipments::Folders;
use fba_nfe::simulator::world::{Simulated, VirtualClock};
use fba_nfe::stage::{CancelTerms, Closed, Offline, Parked, Policy, Stage, Trader};
use secrecy::ExposeSecret;
use tower::ServiceExt;

use crate::tools::root;

/// Every room begins here.
pub(crate) const STARTS: &str = "2026-11-20T12:00:00Z";

/// The worker's world.
pub(crate) struct Outside {
    pub(crate) simulated: Simulated,
    clock: Arc<VirtualClock>,
    store: SqliteStore,
    catalogues: FileCatalogues,
}

impl World for Outside {
    type Clock = VirtualClock;
    type Amazon = Simulated;
    type Sefaz = Simulated;
    type Store = SqliteStore;
    type Catalogues = FileCatalogues;

    fn clock(&self) -> &VirtualClock {
        &self.clock
    }

    fn amazon(&self) -> &Simulated {
        &self.simulated
    }

    fn sefaz(&self) -> &Simulated {
        &self.simulated
    }

    fn store(&self) -> &SqliteStore {
        &self.store
    }

    fn catalogues(&self) -> &FileCatalogues {
        &self.catalogues
    }
}

/// A worker and a desk over one store, each with its own connection to it.
pub(crate) struct Room {
    pub(crate) worker: Stage<Outside>,
    pub(crate) console: Arc<Console<SqliteStore>>,
    pub(crate) store: Arc<SqliteStore>,
    pub(crate) clock: Arc<VirtualClock>,
    router: Router,
    _folder: tempfile::TempDir,
}

impl Room {
    /// The sales of these stories, received and taken as far as they go by themselves; `world` is
    /// the simulated world's script.
    pub(crate) async fn of(stories: &[&str], world: &str) -> Room {
        let room = Room::empty(stories, world);
        room.console.settle().await.unwrap();
        for story in stories {
            let mut files: Vec<_> = std::fs::read_dir(root(&format!("samples/{story}")))
                .unwrap()
                .map(|it| it.unwrap().path())
                .filter(|it| it.extension().is_some_and(|it| it == "json"))
                .collect();
            files.sort();
            for file in files {
                room.worker.receive(std::fs::read(file).unwrap(), None).await.unwrap();
            }
        }
        room.settle().await;
        room
    }

    /// Nothing received; the stories' shipments are there to be asked for.
    pub(crate) fn empty(stories: &[&str], world: &str) -> Room {
        Room::over(
            stories.iter().map(|it| root(&format!("samples/{it}/shipments"))).collect(),
            world,
        )
    }

    /// Nothing received; the shipments in these folders are there to be asked for.
    pub(crate) fn over(folders: Vec<PathBuf>, world: &str) -> Room {
        let config = Config::read(&root("samples/fba-nfe.toml"), &|_| None).unwrap();
        let traders: Arc<BTreeMap<_, _>> = Arc::new(traders(&config));
        let script = WorldScript::parse(world).unwrap();
        let simulator = Simulator::new(&simulator(&traders), &script, Arc::new(Folders(folders)));
        let clock = Arc::new(VirtualClock::new(STARTS.parse().unwrap()));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        let policy = Policy::default();
        let outside = Outside {
            simulated: Simulated::new(Arc::new(simulator), Arc::clone(&clock)),
            clock: Arc::clone(&clock),
            store: SqliteStore::open(&path).unwrap(),
            catalogues: FileCatalogues::new(&config),
        };
        let chance = config.chance.clone();
        let worker = Stage::new(outside, Arc::clone(&traders), policy, chance.clone());
        let store = Arc::new(SqliteStore::open(&path).unwrap());
        let offline = Offline::new(
            Arc::clone(&store),
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(FileCatalogues::new(&config)),
        );
        let stage = Stage::new(offline, traders, Policy::default(), chance);
        let settings = Settings {
            // Nobody is signed out while the worker's time flies.
            idle_s: 1_000_000_000,
            absolute_s: 1_000_000_000,
            secure: false,
            bulk_per_minute: 30,
            four_eyes: config.console.four_eyes.clone(),
        };
        let console = Arc::new(Console::new(stage, settings));
        let router = routes(Arc::clone(&console));
        Room { worker, console, store, clock, router, _folder: folder }
    }

    /// The worker does all there is to do, time going on as fast as it can, until only people are
    /// waited for.
    pub(crate) async fn settle(&self) {
        let mut closed = Closed::new();
        for _ in 0..10_000 {
            let now = self.clock.now();
            closed.retain(|_, until| *until > now);
            let claim = self.worker.claim(64, &Default::default(), &closed).await.unwrap();
            for id in &claim.lives {
                if let Parked::Closed { lane, until } = self.worker.advance(id).await.unwrap() {
                    closed.insert((id.seller.clone(), lane), until);
                }
            }
            match claim.next {
                Some(next) if claim.lives.is_empty() => self.clock.advance_to(next),
                None if claim.lives.is_empty() => return,
                _ => {}
            }
        }
        panic!("it never rests");
    }

    /// A life as it is.
    pub(crate) async fn life(&self, shipment: &str) -> Life {
        self.worker.life(&id(shipment)).await.unwrap().unwrap()
    }

    /// Somebody of this role, signed in. Each name is one person.
    pub(crate) async fn person(&self, name: &str, role: Role) -> Person {
        self.person_in(name, role, "pt-BR").await
    }

    pub(crate) async fn person_in(&self, name: &str, role: Role, lang: &str) -> Person {
        let now = self.clock.now();
        let user = User {
            name: name.to_owned(),
            full_name: format!("{name} da Silva"),
            role,
            password: None,
            lang: lang.to_owned(),
            active: true,
        };
        let deed = |kind| Deed::new(now, name, Origin::command_line(), kind);
        self.store.put_user(user, deed(DeedKind::User)).await.unwrap();
        let secret = format!("secret-of-{name}-{}", role.as_str());
        let session = Session {
            id: Digest::of(secret.as_bytes()).to_string(),
            user: name.to_owned(),
            csrf: format!("csrf-of-{name}"),
            created: now,
            seen: now,
        };
        let csrf = session.csrf.clone();
        self.store.open_session(session, deed(DeedKind::SignIn)).await.unwrap();
        Person { router: self.router.clone(), cookie: Some(format!("mesa={secret}")), csrf }
    }

    /// Somebody who is not signed in.
    pub(crate) fn stranger(&self) -> Person {
        Person { router: self.router.clone(), cookie: None, csrf: String::new() }
    }
}

/// A browser with somebody before it.
#[derive(Clone)]
pub(crate) struct Person {
    router: Router,
    pub(crate) cookie: Option<String>,
    pub(crate) csrf: String,
}

/// What the desk answered.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answered {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    /// Where it leads.
    pub(crate) fn location(&self) -> &str {
        self.headers[header::LOCATION].to_str().unwrap()
    }
}

impl Person {
    pub(crate) async fn get(&self, path: &str) -> Answered {
        self.send(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    /// A form of our own page, with this session's token.
    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answered {
        let mut fields = vec![("csrf", self.csrf.as_str())];
        fields.extend(form);
        let body = serde_urlencoded::to_string(&fields).unwrap();
        let kind = "application/x-www-form-urlencoded";
        let request = self.request("POST", path).header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// A page that is there.
    pub(crate) async fn page(&self, path: &str) -> String {
        let answered = self.get(path).await;
        assert_eq!(answered.status, StatusCode::OK, "{path}: {}", answered.text());
        answered.text()
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path);
        match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answered {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap().to_vec();
        Answered { status, headers, bytes }
    }
}

/// A shipment of the samples' first seller.
pub(crate) fn id(shipment: &str) -> LifeId {
    LifeId {
        seller: SellerId::parse("A1SIMPLES0001").unwrap(),
        shipment: ShipmentId::parse(shipment).unwrap(),
    }
}

/// Some seconds later.
pub(crate) fn later(clock: &VirtualClock, seconds: i64) {
    let now: Timestamp = clock.now();
    clock.advance_to(fba_nfe::stage::later(now, seconds));
}

fn traders(config: &Config) -> BTreeMap<SellerId, Trader> {
    let trader = |it: &fba_nfe::config::SellerConfig| {
        let certificates = it.seller.establishments.iter().zip(&it.establishments);
        let certificates = certificates.map(|(establishment, ours)| {
            let (pfx, password) = (&ours.certificate.pfx, &ours.certificate.password);
            let opened = Certificate::open(pfx.expose_secret(), password.expose_secret());
            (establishment.emit.cnpj.clone(), Arc::new(opened.unwrap()).into())
        });
        let certificates: BTreeMap<Cnpj, _> = certificates.collect();
        let cancel = CancelTerms::default();
        Trader { seller: it.seller.clone(), certificates, cancel, asks_register: false }
    };
    config.sellers.iter().map(|it| (it.seller.id.clone(), trader(it))).collect()
}

fn simulator(traders: &BTreeMap<SellerId, Trader>) -> SimulatorConfig {
    let sellers = traders.values().map(|it| {
        let cnpjs = it.seller.establishments.iter().map(|it| it.emit.cnpj.to_string());
        let registered = RegisteredSeller { cnpjs: cnpjs.collect(), refresh_token: None };
        (it.seller.id.clone(), registered)
    });
    SimulatorConfig { sellers: sellers.collect(), ..SimulatorConfig::default() }
}
