//! A stage over a shared store, from the configuration of the samples.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::config::{Config, SellerConfig};
use fba_nfe::domain::SellerId;
use fba_nfe::nfe::Certificate;
use fba_nfe::simulator::config::{PerSecond, RegisteredSeller, SimulatorConfig};
use fba_nfe::simulator::{Simulated, Simulator, VirtualClock};
use fba_nfe::stage::{CancelTerms, Policy, Stage, Trader};
use secrecy::ExposeSecret as _;

use super::gate::Gate;
use super::plan::Plan;
use super::world::{Chaos, Shared};

pub(super) fn config() -> &'static Config {
    static CONFIG: OnceLock<Config> = OnceLock::new();
    CONFIG.get_or_init(|| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/fba-nfe.toml");
        Config::read(&file, &|_| None).unwrap()
    })
}

/// Opened once: that takes longer than a run.
fn traders() -> Arc<BTreeMap<SellerId, Trader>> {
    static OPEN: OnceLock<Arc<BTreeMap<SellerId, Trader>>> = OnceLock::new();
    let open = |it: &SellerConfig| {
        let certificates = it.seller.establishments.iter().zip(&it.establishments);
        let certificates = certificates.map(|(establishment, ours)| {
            let (pfx, password) = (&ours.certificate.pfx, &ours.certificate.password);
            let opened = Certificate::open(pfx.expose_secret(), password.expose_secret());
            (establishment.emit.cnpj.clone(), Arc::new(opened.unwrap()).into())
        });
        let (seller, certificates) = (it.seller.clone(), certificates.collect());
        (
            seller.id.clone(),
            Trader {
                seller,
                certificates,
                cancel: CancelTerms { automatic: true, ..CancelTerms::default() },
                asks_register: false,
            },
        )
    };
    Arc::clone(OPEN.get_or_init(|| Arc::new(config().sellers.iter().map(open).collect())))
}

/// What all processes of a run share.
pub(super) fn shared(plan: &Plan) -> Shared {
    let sellers = config().sellers.iter().map(|it| {
        let cnpjs = it.seller.establishments.iter().map(|it| it.emit.cnpj.to_string());
        let registered = RegisteredSeller { cnpjs: cnpjs.collect(), refresh_token: None };
        (it.seller.id.clone(), registered)
    });
    let settings = SimulatorConfig {
        rate_per_s: PerSecond::try_from(plan.rate.to_owned()).unwrap(),
        burst: plan.burst,
        sellers: sellers.collect(),
        ..SimulatorConfig::default()
    };
    let clock = Arc::new(VirtualClock::new(plan.starts));
    let simulator = Simulator::new(&settings, &plan.script, Arc::new(plan.shipments.clone()));
    let shelves = config().sellers.iter();
    Shared {
        gate: Gate::default(),
        simulated: Simulated::new(Arc::new(simulator), Arc::clone(&clock)),
        clock,
        store: Arc::new(SqliteStore::temporary().unwrap()),
        catalogues: Arc::new(
            shelves.map(|it| (it.seller.id.clone(), Arc::clone(&it.catalogue))).collect(),
        ),
        books: Arc::default(),
        is_strict: true,
    }
}

/// A process as it starts: nothing in memory.
pub(super) fn stage(shared: &Shared, plan: &Plan) -> Arc<Stage<Chaos>> {
    let millionths = PerSecond::try_from(plan.rate.to_owned()).unwrap().0;
    let policy = Policy {
        rate_interval_us: i64::try_from(1_000_000_000_000u64.div_ceil(millionths)).unwrap(),
        rate_burst: plan.burst,
        ..Policy::default()
    };
    Arc::new(Stage::new(Chaos(shared.clone()), traders(), policy, config().chance.clone()))
}
