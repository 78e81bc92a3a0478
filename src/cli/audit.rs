//! `fba-nfe audit`: who did what, and whether the record of it is whole.

use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};

use super::opening;
use crate::console::audit_sheet;
use crate::ports::{Audit, AuditFilter};
use crate::words::Lang;

/// The audit of people's decisions.
#[derive(Debug, Args)]
#[command(after_help = "Each row holds the hash of the row before it, so that a changed or \
    missing row shows. Rows cut off the end show when the head is kept elsewhere and compared.\n\n\
    Exit status: 0 when the chain holds, else 1.\n\nExamples:\n  \
    fba-nfe audit verify\n  \
    fba-nfe audit verify --head 3f6c...e1\n  \
    fba-nfe audit export --format json > audit.jsonl")]
pub struct AuditArgs {
    /// The configuration.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<std::path::PathBuf>,
    #[command(subcommand)]
    verb: AuditVerb,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum AuditVerb {
    /// Reckons every hash anew.
    Verify {
        /// The head that was printed before: it must still be in the chain.
        #[arg(long)]
        head: Option<String>,
    },
    /// Writes every row to standard output, the newest first.
    Export {
        /// csv, for a spreadsheet; json, a line each, with what the hashes are reckoned from.
        #[arg(long, value_enum, default_value_t = Format::Csv)]
        format: Format,
        /// Only of this shipment.
        #[arg(long)]
        shipment: Option<String>,
        /// Only by this person.
        #[arg(long)]
        by: Option<String>,
    },
}

/// What a row is written as.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Csv,
    Json,
}

/// Rows that are read at one time.
const PIECE: usize = 1000;

/// Runs the verb.
pub async fn run(args: AuditArgs) -> anyhow::Result<ExitCode> {
    let config = opening::config(args.config.as_deref())?;
    let store = opening::store(&config)?;
    let wanted = match args.verb {
        AuditVerb::Verify { head } => head,
        AuditVerb::Export { format, shipment, by } => {
            let filter = AuditFilter { shipment, by, limit: PIECE, ..AuditFilter::default() };
            return export(&store, filter, format).await;
        }
    };
    match store.verify_audit().await? {
        Ok(head) => {
            if let Some(wanted) = wanted
                && !store.audit_has(&wanted).await?
            {
                bail!(
                    "{wanted}: no row of this hash; rows were cut off, or it is of another store"
                );
            }
            println!("{} rows, whole; head {}", head.rows, head.hash);
            Ok(ExitCode::SUCCESS)
        }
        Err(broken) => {
            println!("row {} is not what was written, or its neighbour is missing", broken.seq);
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn export(
    store: &impl Audit,
    filter: AuditFilter,
    format: Format,
) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let (mut filter, mut first) = (filter, true);
    loop {
        let rows = store.audit(filter.clone()).await?;
        let text = match format {
            Format::Csv => audit_sheet::csv(&rows, first, Lang::PtBr),
            Format::Json => rows.iter().map(audit_sheet::json).collect(),
        };
        match out.write_all(text.as_bytes()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
            written => written.context("standard output")?,
        }
        first = false;
        match rows.last() {
            Some(last) if rows.len() == PIECE => filter.before = Some(last.seq),
            _ => return Ok(ExitCode::SUCCESS),
        }
    }
}
