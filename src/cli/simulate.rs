//! `simulate`: Amazon and SEFAZ as servers on loopback, and raw input for trials.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use secrecy::ExposeSecret;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::opening;
use crate::adapters::clock::SystemClock;
use crate::config::Config;
use crate::simulator::generate::Recipe;
use crate::simulator::http::{Addresses, serve};
use crate::simulator::script::Operation;
use crate::simulator::shipments::Folders;
use crate::simulator::{Simulator, SimulatorConfig, WorldScript};

/// The instant that generated shipments begin at when nobody says otherwise.
const STARTS: &str = "2026-11-20T12:00:00Z";

/// Run Amazon and SEFAZ as they behave, on loopback.
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Examples:
  fba-nfe simulate --config samples/fba-nfe.toml --shipments trial/shipments
      Serve these shipments until Ctrl-C, then print what happened.
  fba-nfe simulate --script samples/cpf-in-state/story.toml --shipments samples/cpf-in-state/shipments
      Answer as that story's [world] says.

Both servers speak to this machine only. Tokens and certificates are worthless anywhere else.")]
pub struct SimulateArgs {
    /// The configuration: sellers and `[simulator]`.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// A story, or any TOML file with a `[world]`: what is answered in turn.
    #[arg(long, value_name = "FILE")]
    pub script: Option<PathBuf>,
    /// A folder of raw `getShipmentDetails` answers, `<AmazonShipmentId>.json`; may be repeated.
    #[arg(long, value_name = "DIR")]
    pub shipments: Vec<PathBuf>,
    /// Write so many generated shipments and their events to --out, and stop.
    #[arg(long, value_name = "N", hide = true, requires = "out")]
    pub generate: Option<u64>,
    /// Where generated input goes.
    #[arg(long, value_name = "DIR", hide = true)]
    pub out: Option<PathBuf>,
    /// Of a thousand generated shipments, how many are broken in each of three ways.
    #[arg(long, value_name = "N", hide = true, default_value_t = 0)]
    pub broken: u64,
}

/// Serves until it is told to stop; or writes generated input.
pub async fn run(args: SimulateArgs) -> anyhow::Result<ExitCode> {
    let config = opening::config(args.config.as_deref())?;
    if let (Some(count), Some(out)) = (args.generate, &args.out) {
        return generate(&config, count, args.broken, out);
    }
    let world = match &args.script {
        None => WorldScript::default(),
        Some(path) => WorldScript::read(path)?,
    };
    let settings = settings(&config);
    let shipments = Arc::new(Folders(args.shipments));
    let simulator = Arc::new(Simulator::new(&settings, &world, shipments));
    let (stop, stopped) = watch::channel(false);
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT")?;
    let addresses =
        serve(&settings, Arc::clone(&simulator), Arc::new(SystemClock), stopped).await?;
    print_addresses(&settings, addresses);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    // Nobody may be listening any more: then it has stopped already.
    let _told = stop.send(true).is_ok();
    Ok(print_books(&simulator))
}

/// `[simulator]` and the sellers, as the servers want them.
fn settings(config: &Config) -> SimulatorConfig {
    let it = &config.simulator;
    let base = super::replay::run::simulator(config);
    let or =
        |path: &Option<PathBuf>, default: &Path| path.clone().unwrap_or_else(|| default.to_owned());
    // What the configuration calls a seller's refresh token is the one that is registered.
    let mut sellers = base.sellers.clone();
    for seller in &config.sellers {
        if let Some(it) = sellers.get_mut(&seller.seller.id) {
            it.refresh_token = Some(seller.refresh_token.expose_secret().to_owned());
        }
    }
    SimulatorConfig {
        sellers,
        amazon_port: it.amazon_port,
        sefaz_port: it.sefaz_port,
        certificate: or(&it.certificate_file, &base.certificate),
        key: or(&it.certificate_key_file, &base.key),
        client_ca: or(&it.client_ca_file, &base.client_ca),
        ..base
    }
}

fn print_addresses(settings: &SimulatorConfig, addresses: Addresses) {
    let Addresses { amazon, sefaz } = addresses;
    println!("amazon http://{amazon}");
    println!("sefaz https://{sefaz}");
    println!();
    println!("# In the configuration:");
    println!("[amazon]");
    println!("base_url = \"http://{amazon}\"");
    println!("lwa_url = \"http://{amazon}/auth/o2/token\"");
    println!("[sefaz]");
    println!("all_under = \"https://{sefaz}\"");
    println!();
    // The tokens themselves stay unsaid: a configuration may hold real ones.
    let sellers: Vec<&str> = settings.sellers.keys().map(|it| it.as_str()).collect();
    println!("# Takes the refresh tokens of that configuration: {}", sellers.join(", "));
}

fn print_books(simulator: &Simulator) -> ExitCode {
    let (amazon, sefaz) = (simulator.amazon_books(), simulator.sefaz_books());
    println!("calls:");
    for operation in Operation::ALL {
        let count = |it: &std::collections::HashMap<Operation, u64>| {
            it.get(&operation).copied().unwrap_or_default()
        };
        let calls = count(&amazon.calls) + count(&sefaz.calls);
        println!("  {:24}{calls:>8}  throttled {}", operation.name(), count(&amazon.throttled));
    }
    println!("submissions taken: {}", amazon.submissions);
    println!("notes authorised:  {}", sefaz.authorized);
    println!("notes cancelled:   {}", sefaz.cancelled);
    println!("letters:           {}", sefaz.corrected);
    println!("numbers given up:  {}", sefaz.unused);
    let mut rejected: Vec<_> = sefaz.rejected.iter().collect();
    rejected.sort();
    for (c_stat, count) in rejected {
        println!("notes rejected:    {count} with {c_stat}");
    }
    let violations = simulator.violations();
    for violation in &violations {
        println!("VIOLATION: {violation}");
    }
    if violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A plain folder of raw input, as `replay` and `send` take it.
fn generate(config: &Config, count: u64, broken: u64, out: &Path) -> anyhow::Result<ExitCode> {
    use std::io::Write as _;
    let folder = out.join("shipments");
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let recipe = Recipe {
        seed: config.simulator.seed.clone(),
        sellers: config.sellers.iter().map(|it| it.seller.id.clone()).collect(),
        skus: vec!["SKU-001".to_owned(), "SKU-002".to_owned()],
        starts: STARTS.parse().context("the instant that generated shipments begin at")?,
        missing_document: broken,
        unknown_sku: broken,
        unknown_city: broken,
    };
    let events = out.join("events.jsonl");
    let file = std::fs::File::create(&events).with_context(|| events.display().to_string())?;
    let mut file = std::io::BufWriter::new(file);
    for n in 0..count {
        let made = recipe.make(n).context("the configuration has no seller")?;
        let path = folder.join(format!("{}.json", made.id));
        std::fs::write(&path, made.shipment).with_context(|| path.display().to_string())?;
        file.write_all(&made.notification)?;
        file.write_all(b"\n")?;
    }
    file.flush()?;
    println!("{count} shipments in {}", out.display());
    Ok(ExitCode::SUCCESS)
}
