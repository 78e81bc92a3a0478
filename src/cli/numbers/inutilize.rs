//! `fba-nfe numbers inutilize`.

use std::process::ExitCode;

use clap::Args;

use super::told::numbers;
use crate::cli::live;
use crate::cli::opening::environment;
use crate::config::Config;
use crate::domain::{Cnpj, SellerId};
use crate::ports::World as _;
use crate::stage::{Planned, Told, Wish};
use crate::words::{self, Lang};

/// Which numbers, who, and why.
#[derive(Debug, Args)]
#[command(after_help = "Every number of the range must be a gap on record. The request is on \
    record before it is sent. When no answer comes, the same command sends the same bytes again: \
    SEFAZ takes them once. Status 0 when SEFAZ has it, or when nothing was to be sent; else 1.")]
pub(super) struct InutilizeArgs {
    /// One number, or FROM..TO.
    #[arg(value_name = "FROM..TO", value_parser = range)]
    range: (u32, u32),
    /// The series.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=999))]
    serie: u16,
    /// The reason that SEFAZ is given (xJust): 15 to 255 characters.
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// Who decides.
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Sends it. It cannot be taken back.
    #[arg(long)]
    yes: bool,
}

fn range(text: &str) -> Result<(u32, u32), String> {
    let expected = || format!("expected a number or FROM..TO, found {text:?}");
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let number = |text: &str| text.trim().parse::<u32>().map_err(|_| expected());
    Ok((number(first)?, number(last)?))
}

/// Runs the verb.
pub(super) async fn run(
    config: &Config,
    seller: Option<SellerId>,
    cnpj: Option<Cnpj>,
    args: InutilizeArgs,
) -> anyhow::Result<ExitCode> {
    let (first, last) = args.range;
    let InutilizeArgs { serie, why, by, yes, .. } = args;
    let wish = Wish { seller, cnpj, serie, first, last, why, by };
    let stage = live::stage(config)?;
    let planned = stage.plan_inutilization(&wish).await?;
    show(&planned);
    let code = if yes {
        let range = numbers(first, last);
        let told = stage.inutilize(planned).await?;
        print(&range, &told)
    } else {
        println!("nothing was sent: --yes sends it, and it cannot be taken back");
        ExitCode::SUCCESS
    };
    stage.world().store().close().await?;
    Ok(code)
}

fn show(planned: &Planned) {
    let Planned { seller, uf, range, x_just, by, numbers: gaps, open } = planned;
    let environment = environment(range.tp_amb.code());
    println!("seller   {seller}");
    println!("CNPJ     {} {uf}, {environment}", range.cnpj);
    println!("serie    {}", range.serie);
    println!("numbers  {}  ({})", numbers(range.first, range.last), range.len());
    println!("xJust    {x_just}");
    println!("by       {by}");
    if let Some(open) = open {
        println!("begun    {}: no answer yet, the same bytes are sent again", open.asked_at);
    }
    for it in gaps {
        println!("  {:>9}  {}  {}", it.n_nf, it.reason, it.life.shipment);
    }
}

fn print(range: &str, told: &Told) -> ExitCode {
    match told {
        Told::Registered { c_stat, n_prot, dh_recbto } => {
            let protocol = n_prot.as_ref().map(|it| format!(", nProt {it}")).unwrap_or_default();
            let at = dh_recbto.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
            let before = if *c_stat == 563 { " (SEFAZ had it already)" } else { "" };
            println!("{range}: inutilised, {c_stat}{protocol}{at}{before}");
            ExitCode::SUCCESS
        }
        Told::Refused { c_stat, x_motivo } => {
            println!("{range}: SEFAZ refused it, {c_stat} {x_motivo}");
            if let Some(sentences) = words::c_stat(*c_stat, Lang::PtBr) {
                println!("  {}", sentences.why);
                println!("  {}", sentences.todo);
            }
            println!("the numbers stay gaps");
            ExitCode::FAILURE
        }
        Told::Open { why } => {
            println!("{range}: {why}");
            println!("the request stays open: the same command sends the same bytes again");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_one_number_or_two() {
        assert_eq!(range("41"), Ok((41, 41)));
        assert_eq!(range("41..43"), Ok((41, 43)));
        assert_eq!(range(" 41 .. 43 "), Ok((41, 43)));
        for wrong in ["", "41..", "..43", "41...43", "a", "-1", "41..43..45", "99999999999"] {
            assert!(range(wrong).is_err(), "{wrong}");
        }
    }
}
