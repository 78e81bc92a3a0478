//! The command line: one file per verb.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line speaks to a person"
)]

pub mod audit;
mod beside;
pub mod console;
pub mod danfe;
pub mod dlq;
pub mod doctor;
pub mod explain;
pub mod export;
mod live;
pub mod numbers;
mod opening;
pub mod queue;
pub mod replay;
pub mod send;
pub mod simulate;
mod unreadable;
mod upkeep;
pub mod user;
pub mod verify;
pub mod work;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use tracing_subscriber::EnvFilter;

use crate::adapters::amqp::LAPIN_DIRECTIVE;

/// From an Amazon FBA Onsite shipment to an authorised NF-e that Amazon accepts.
#[derive(Debug, Parser)]
#[command(name = "fba-nfe", version, about, max_term_width = 100)]
pub struct Cli {
    /// How log lines are written, to standard error. RUST_LOG says which.
    #[arg(long, value_enum, default_value_t = Log::Text, global = true)]
    log: Log,
    #[command(subcommand)]
    verb: VerbArgs,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Log {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum VerbArgs {
    Replay(replay::ReplayArgs),
    Explain(explain::ExplainArgs),
    Simulate(simulate::SimulateArgs),
    Work(work::WorkArgs),
    Send(send::SendArgs),
    Queue(queue::QueueArgs),
    Dlq(dlq::DlqArgs),
    Console(console::ConsoleArgs),
    User(user::UserArgs),
    Audit(audit::AuditArgs),
    Numbers(numbers::NumbersArgs),
    Doctor(doctor::DoctorArgs),
    Danfe(danfe::DanfeArgs),
    Export(export::ExportArgs),
    Verify(verify::VerifyArgs),
    /// Prints a completion script for a shell.
    #[command(after_help = "Example:\n  fba-nfe completions bash > /etc/bash_completion.d/fba-nfe")]
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
}

impl VerbArgs {
    /// What is logged when RUST_LOG does not say. A replay's world is invented: nobody must act on
    /// what goes wrong in it, and its table tells the rest.
    fn default_log(&self) -> &'static str {
        match self {
            VerbArgs::Replay(_) | VerbArgs::Explain(_) => "off",
            VerbArgs::Simulate(_)
            | VerbArgs::Work(_)
            | VerbArgs::Send(_)
            | VerbArgs::Queue(_)
            | VerbArgs::Dlq(_)
            | VerbArgs::Console(_)
            | VerbArgs::User(_)
            | VerbArgs::Audit(_)
            | VerbArgs::Numbers(_)
            | VerbArgs::Doctor(_)
            | VerbArgs::Danfe(_)
            | VerbArgs::Export(_)
            | VerbArgs::Verify(_)
            | VerbArgs::Completions { .. } => "info",
        }
    }
}

impl Cli {
    /// Reads the command line and does it. Exit status: 0 done, 1 not all went well, 2 not
    /// understood or not set up.
    pub fn start() -> ExitCode {
        let cli = Cli::parse();
        log(cli.log, cli.verb.default_log());
        let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => {
                eprintln!("fba-nfe: the runtime cannot start: {error}");
                return ExitCode::from(2);
            }
        };
        match runtime.block_on(run(cli.verb)) {
            Ok(code) => code,
            Err(error) => {
                eprintln!("fba-nfe: {error:#}");
                ExitCode::from(2)
            }
        }
    }
}

async fn run(verb: VerbArgs) -> anyhow::Result<ExitCode> {
    match verb {
        VerbArgs::Replay(args) => replay::run(args).await,
        VerbArgs::Explain(args) => explain::run(args).await,
        VerbArgs::Simulate(args) => simulate::run(args).await,
        VerbArgs::Work(args) => work::run(args).await,
        VerbArgs::Send(args) => {
            let config = opening::config(args.config.as_deref())?;
            send::run(&args, &live::broker(&config)?).await
        }
        VerbArgs::Queue(args) => {
            let config = opening::config(args.config.as_deref())?;
            queue::run(&args, &live::broker(&config)?).await
        }
        VerbArgs::Dlq(args) => dlq::run(args).await,
        VerbArgs::Console(args) => console::run(args).await,
        VerbArgs::User(args) => user::run(args).await,
        VerbArgs::Audit(args) => audit::run(args).await,
        VerbArgs::Numbers(args) => numbers::run(args).await,
        VerbArgs::Doctor(args) => doctor::run(args).await,
        VerbArgs::Danfe(args) => danfe::run(&args),
        VerbArgs::Export(args) => export::run(&args).await,
        VerbArgs::Verify(args) => verify::run(&args),
        VerbArgs::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "fba-nfe", &mut std::io::stdout());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Logs go to standard error: standard output is the verb's.
fn log(how: Log, default: &str) {
    // lapin writes whole bodies into its own log: nobody's address belongs there.
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    let filter = match LAPIN_DIRECTIVE.parse() {
        Ok(directive) => filter.add_directive(directive),
        Err(_) => filter,
    };
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match how {
        Log::Text => lines.init(),
        Log::Json => lines.json().init(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
