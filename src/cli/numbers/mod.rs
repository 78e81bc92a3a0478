//! `fba-nfe numbers`: how far each series is, its gaps, and telling SEFAZ of them.

mod inutilize;
mod told;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use self::told::Emitter;
use super::opening;
use crate::adapters::clock::SystemClock;
use crate::config::Config;
use crate::domain::{Cnpj, SellerId};
use crate::ports::Clock as _;

/// Each series: how far it is, its gaps with their deadlines, and what SEFAZ was told.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "A gap is a number that no authorised note has and none will have. SEFAZ must be \
    told of it by the 10th of the month after (Ajuste SINIEF 07/05).\n\nExamples:\n  \
    fba-nfe numbers\n  \
    fba-nfe numbers --cnpj 11222333000181 --json\n  \
    fba-nfe numbers inutilize 41..43 --serie 1 --by ana --why 'Envios cancelados antes da emissao'\n  \
    fba-nfe numbers inutilize 41..43 --serie 1 --by ana --why 'Envios cancelados antes da emissao' --yes"
)]
pub struct NumbersArgs {
    /// The configuration.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<std::path::PathBuf>,
    /// Only this seller's series.
    #[arg(long, value_name = "ID", global = true, value_parser = seller)]
    seller: Option<SellerId>,
    /// Only this establishment's series.
    #[arg(long, value_name = "CNPJ", global = true, value_parser = cnpj)]
    cnpj: Option<Cnpj>,
    /// Prints an array of series.
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    verb: Option<NumbersVerb>,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum NumbersVerb {
    /// Tells SEFAZ that gaps will never be used. Without --yes it only shows what would be sent.
    Inutilize(inutilize::InutilizeArgs),
}

fn seller(text: &str) -> Result<SellerId, String> {
    SellerId::parse(text).map_err(|error| error.to_string())
}

fn cnpj(text: &str) -> Result<Cnpj, String> {
    Cnpj::parse(text).map_err(|error| error.to_string())
}

/// Runs the verb.
pub async fn run(args: NumbersArgs) -> anyhow::Result<ExitCode> {
    let config = opening::config(args.config.as_deref())?;
    match args.verb {
        Some(NumbersVerb::Inutilize(wish)) => {
            inutilize::run(&config, args.seller, args.cnpj, wish).await
        }
        None => {
            list(&config, args.seller.as_ref(), args.cnpj.as_ref(), args.json).await?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn list(
    config: &Config,
    seller: Option<&SellerId>,
    cnpj: Option<&Cnpj>,
    json: bool,
) -> anyhow::Result<()> {
    let store = opening::store(config)?;
    let books = store.books().await?;
    store.close().await?;
    let mut all = told::all(config, &books, SystemClock.now());
    all.retain(|it: &Emitter| {
        seller.is_none_or(|id| it.sellers.iter().any(|it| it == id.as_str()))
            && cnpj.is_none_or(|cnpj| it.cnpj == cnpj.as_str())
    });
    if json {
        println!("{}", serde_json::to_string_pretty(&all)?);
        return Ok(());
    }
    for one in &all {
        print!("{one}");
    }
    if all.is_empty() {
        println!("no series of that name is configured or on record");
    }
    Ok(())
}
