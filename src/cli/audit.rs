//! `fba-nfe audit`: who did what, and whether the record of it is whole.

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};

use super::opening;
use crate::ports::Audit;

/// The audit of people's decisions.
#[derive(Debug, Args)]
#[command(after_help = "Each row holds the hash of the row before it, so that a changed or \
    missing row shows. Rows cut off the end show when the head is kept elsewhere and compared.\n\n\
    Exit status: 0 when the chain holds, else 1.\n\nExamples:\n  \
    fba-nfe audit verify\n  \
    fba-nfe audit verify --head 3f6c...e1")]
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
}

/// Runs the verb.
pub async fn run(args: AuditArgs) -> anyhow::Result<ExitCode> {
    let config = opening::config(args.config.as_deref())?;
    let store = opening::store(&config)?;
    let AuditVerb::Verify { head: wanted } = args.verb;
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
