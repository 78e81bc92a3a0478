//! `export`: a month for the accountant.

mod bundle;
mod summary;
mod workbook;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;

use self::bundle::Bundle;
use self::summary::Summary;
use super::opening;
use crate::adapters::archive::Archive;
use crate::adapters::store::{Archived, SqliteStore};
use crate::domain::{Cnpj, Digest};
use crate::ports::{FilingKind, Store};

/// Writes a month's documents and their summary into one zip, for the accountant.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fba-nfe export --month 2026-11 -o 2026-11.zip
  fba-nfe export --month 2026-11 --cnpj 11.222.333/0001-81 -o filial.zip

In it, by CNPJ: every authorised note whose key is of that month (nfeProc), its events
(procEventoNFe, whenever they came) and the month's inutilizations. Beside them resumo.csv (UTF-8,
semicolons, decimal comma) and resumo.xlsx: one line for each note, with its totals by tax and
whether it stands or was cancelled since. The buyer's CPF, name and address are not in the summary.

Each file is read from the archive and held against its SHA-256; one that is not on disk yet is
taken from the store. When one is missing or is not what it was, it is named, and no zip is left.
The same documents give the same bytes. A file that stands at OUT is replaced.

Status 0 when the zip is written, 1 when documents are missing or changed, else 2.")]
pub struct ExportArgs {
    /// The configuration.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The month of issue.
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    month: Month,
    /// One emitter's documents only.
    #[arg(long, value_name = "CNPJ", value_parser = cnpj)]
    cnpj: Option<Cnpj>,
    /// Takes every document from the store, where the archive's disk is lost.
    #[arg(long)]
    from_store: bool,
    /// Where the zip goes.
    #[arg(short, long, value_name = "OUT")]
    out: PathBuf,
}

/// Year and month.
#[derive(Clone, Copy, Debug)]
struct Month(i16, i8);

fn month(text: &str) -> Result<Month, String> {
    let wrong = || "expected a month as 2026-11".to_owned();
    let (year, month) = text.split_once('-').ok_or_else(wrong)?;
    if year.len() != 4 || month.len() != 2 {
        return Err(wrong());
    }
    let (year, month) = (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
    let legal = (2000..=2099).contains(&year) && (1..=12).contains(&month);
    if legal { Ok(Month(year, month)) } else { Err(wrong()) }
}

fn cnpj(text: &str) -> Result<Cnpj, String> {
    Cnpj::parse(text).map_err(|error| error.to_string())
}

/// Runs the verb.
pub async fn run(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let config = opening::config(args.config.as_deref())?;
    if !config.store.path.exists() {
        bail!("{}: no store there", config.store.path.display());
    }
    let store = opening::store(&config)?;
    let Month(year, month) = args.month;
    let cnpj = args.cnpj.as_ref().map(Cnpj::as_str);
    let listed = store.archived((year, month), cnpj).await?;
    if listed.is_empty() {
        bail!("no document of {year}-{month:02} is on record");
    }
    let archive = (!args.from_store).then(|| Archive::new(&config.archive.path));
    let mut bundle = Bundle::beside(&args.out)?;
    let mut summary = Summary::default();
    let mut missing = 0_usize;
    for document in &listed {
        match read(&store, archive.as_ref(), document).await? {
            Ok(bytes) => {
                let (cnpj, name) = (&document.filing.cnpj, &document.filing.name);
                bundle.add(&format!("{cnpj}/{name}.xml"), &bytes)?;
                let told = match document.filing.kind {
                    FilingKind::Note => summary.note(&bytes, document.cancelled),
                    FilingKind::Event => summary.event(&bytes),
                    FilingKind::Inutilization => Ok(()),
                };
                told.with_context(|| format!("{name}: the summary cannot be made"))?;
            }
            Err(why) => {
                missing += 1;
                eprintln!("fba-nfe: {why}");
            }
        }
    }
    if missing > 0 {
        eprintln!("fba-nfe: {missing} of {} documents failed: no zip is written", listed.len());
        return Ok(ExitCode::FAILURE);
    }
    bundle.add("resumo.csv", &summary.csv()?)?;
    bundle.add("resumo.xlsx", &workbook::write(&summary)?)?;
    bundle.finish(&args.out)?;
    store.close().await?;
    println!("{}: {} documents, {} notes", args.out.display(), listed.len(), summary.len());
    Ok(ExitCode::SUCCESS)
}

/// A document's bytes, or why they are not what was listed.
async fn read(
    store: &SqliteStore,
    archive: Option<&Archive>,
    document: &Archived,
) -> anyhow::Result<Result<Vec<u8>, String>> {
    let filing = &document.filing;
    let on_disk = match archive {
        Some(archive) => {
            let path = archive.path(filing);
            match archive.read(filing) {
                Err(error) => return Ok(Err(error.to_string())),
                Ok(None) if document.filed_at.is_some() => {
                    return Ok(Err(not_there(&path)));
                }
                Ok(Some(bytes)) if Digest::of(&bytes) != filing.digest => {
                    return Ok(Err(changed(&path)));
                }
                Ok(found) => found,
            }
        }
        None => None,
    };
    if let Some(bytes) = on_disk {
        return Ok(Ok(bytes));
    }
    // The store holds a body against its name itself.
    let gone = || format!("{}: neither on disk nor in the store", filing.name);
    Ok(store
        .body(&filing.digest)
        .await
        .map_err(|error| error.to_string())
        .and_then(|bytes| bytes.ok_or_else(gone)))
}

fn not_there(path: &Path) -> String {
    format!("{}: not there; bring it back from a backup, or take --from-store", path.display())
}

fn changed(path: &Path) -> String {
    format!(
        "{}: not the document that was filed (SHA-256); bring it back from a backup, or take \
         --from-store",
        path.display()
    )
}
