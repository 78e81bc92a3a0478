//! `fba-nfe explain`: the memória de cálculo of a shipment, a story, a draft or an issued note.

mod html;
mod input;
mod json;
mod text;
mod told;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};

use crate::words::Lang;

pub(super) use text::one as text;
pub(super) use told::{Explained, Outcome};

/// Tells how each figure of an invoice comes to be: base, rate, rounding, rule and source.
#[derive(Debug, Args)]
#[command(
    after_help = "PATH is a shipment (Amazon's getShipmentDetails answer, JSON), a story or a folder \
    of shipments as `replay` takes it, or a note (NFe or nfeProc, XML; infNFe for one that is not \
    signed yet). What it is is told by its content.\n\n\
    A shipment and a story are drafted, and the figures are the draft's own. A note is reckoned again \
    by its own situations and rates, and what differs is told.\n\n\
    Exit status: 0 when everything is explained and agrees; 1 when there is no draft, or a figure \
    differs by more than a cent; 2 when PATH is not understood.\n\nExamples:\n  \
    fba-nfe explain samples/cpf-interstate\n  \
    fba-nfe explain nfeProc.xml --html -o memoria.html\n  \
    fba-nfe explain shipment.json --config my.toml --seller A1SELLER --date 2026-11-21 --json"
)]
pub struct ExplainArgs {
    /// What to explain.
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// The configuration, for a shipment or a story; else fba-nfe.toml beside PATH, else
    /// ./samples/fba-nfe.toml. A story that names its own is drafted under that; its shipment alone
    /// too, when this is left out.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Whose shipment it is; else whoever an event beside it names, else the only seller.
    #[arg(long, value_name = "SELLER")]
    seller: Option<String>,
    /// The day of the draft (AAAA-MM-DD), for a shipment; else its story's, else today.
    #[arg(long, value_name = "DATE")]
    date: Option<jiff::civil::Date>,
    /// Prints JSON (schemas/explain.json).
    #[arg(long, conflicts_with = "html")]
    json: bool,
    /// Prints one page of HTML, in Portuguese, fit to be printed.
    #[arg(long)]
    html: bool,
    /// Shows who bought: name, CPF or CNPJ, address.
    #[arg(long)]
    reveal: bool,
    /// The language of the text.
    #[arg(long, value_enum, default_value_t = Language::PtBr)]
    lang: Language,
    /// Writes to a file.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The language of the text.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    /// Brazilian Portuguese.
    #[value(name = "pt-BR")]
    PtBr,
    /// English.
    #[value(name = "en")]
    En,
}

impl Language {
    fn words(self) -> Lang {
        match self {
            Language::PtBr => Lang::PtBr,
            Language::En => Lang::En,
        }
    }
}

/// Runs the verb.
pub async fn run(args: ExplainArgs) -> anyhow::Result<ExitCode> {
    let outcomes = input::read(&args).await?;
    let printed = if args.json {
        json::all(&outcomes, args.reveal)?
    } else if args.html {
        html::page(&outcomes, args.reveal)
    } else {
        text::all(&outcomes, args.lang.words(), args.reveal)
    };
    match &args.output {
        Some(path) => {
            std::fs::write(path, &printed).with_context(|| format!("{}", path.display()))?;
        }
        None => print!("{printed}"),
    }
    let good = outcomes.iter().all(Outcome::is_good);
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
