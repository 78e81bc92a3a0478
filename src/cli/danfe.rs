//! `danfe`: an authorised note on paper, as PDF.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;

use crate::danfe::{DanfeError, Form, Print, print};
use crate::nfe::element::BYTES_MAX;
use crate::nfe::read;

/// Prints an authorised NF-e as PDF: the DANFE, on A4 or as a label for a parcel.
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Examples:
  fba-nfe danfe nfeProc.xml -o danfe.pdf
      A4 sheets, as many as the note needs.
  fba-nfe danfe nfeProc.xml -o label.pdf --simplificado --sem-valor
      The label for the parcel, 100 by 150 mm, without what the goods are worth.
  fba-nfe danfe - -o - < nfeProc.xml | lp
      From standard input to a printer.
  fba-nfe danfe nfe.xml -o look.pdf --previa
      A note that is not authorised yet, marked across the page.

A file that stands at OUT is replaced. The same note gives the same bytes. What is printed is what
the XML says: a note that was cancelled later is printed too, since its XML does not know.

Status 0 when the PDF is written, else 2.")]
pub struct DanfeArgs {
    /// The note with its protocol (nfeProc); `-` is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where the PDF goes; `-` is standard output.
    #[arg(short, long, value_name = "OUT")]
    out: PathBuf,
    /// The label for parcels (DANFE Simplificado - Etiqueta) instead of A4 sheets.
    #[arg(long)]
    simplificado: bool,
    /// The label does not tell what the note is worth (NT 2020.004 v1.10 allows that).
    #[arg(long, requires = "simplificado")]
    sem_valor: bool,
    /// A look at a note that SEFAZ has not authorised: marked as without fiscal value.
    #[arg(long)]
    previa: bool,
}

/// Runs the verb.
pub fn run(args: &DanfeArgs) -> anyhow::Result<ExitCode> {
    let name = args.file.display();
    let bytes = input(&args.file).with_context(|| format!("cannot read {name}"))?;
    let note = read(&bytes).with_context(|| format!("{name} is not an NF-e"))?;
    let form = match args.simplificado {
        true => Form::Label { total: !args.sem_valor },
        false => Form::Portrait,
    };
    let pdf = print(&note, Print { form, preview: args.previa })
        .map_err(|error| anyhow::anyhow!("{name}: {error}{}", remedy(&error)))?;
    output(&args.out, &pdf).with_context(|| format!("cannot write {}", args.out.display()))?;
    Ok(ExitCode::SUCCESS)
}

fn remedy(error: &DanfeError) -> &'static str {
    match error {
        DanfeError::NotAuthorized(_) => {
            "; give the nfeProc that SEFAZ authorised, or look at the note with --previa"
        }
        DanfeError::OtherNote | DanfeError::OtherBytes => {
            "; give the note and the protocol that belong together, as they were stored"
        }
        DanfeError::Key(_) => "; give the XML as it was signed",
        DanfeError::Model(_) => "; only a DANFE of an NF-e is printed here",
    }
}

fn input(file: &Path) -> anyhow::Result<Vec<u8>> {
    let most = u64::try_from(BYTES_MAX).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().take(most + 1).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(file)?.take(most + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() > BYTES_MAX {
        bail!("expected at most {most} bytes, found more");
    }
    Ok(bytes)
}

fn output(out: &Path, pdf: &[u8]) -> anyhow::Result<()> {
    if out == Path::new("-") {
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(pdf)?;
        return Ok(stdout.flush()?);
    }
    Ok(std::fs::write(out, pdf)?)
}
