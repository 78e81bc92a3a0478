//! `verify`: whether documents are what was authorised.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;
use serde::Serialize;

use crate::nfe;
use crate::nfe::check::Kind;
use crate::nfe::element::BYTES_MAX;

/// Looks at documents with their protocols: layout, key, digest, signature, certificate.
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Examples:
  fba-nfe verify nfeProc.xml
  fba-nfe verify /var/lib/fba-nfe/archive
      Every .xml below a folder.
  fba-nfe verify --json archive | jq 'select(.disputes != [])'

Takes nfeProc, procEventoNFe and procInutNFe, ours or others'. Of each: its layout (4.00; of events
and inutilizations the outline), its key, the digest and the signature, that the certificate was of
the emitter and alive when it signed, and that the protocol is SEFAZ's yes to this very document.
Not looked at: what the note says, which SEFAZ judged; whether the certificate comes from ICP-Brasil;
whether SEFAZ still has the note as authorised, which only SEFAZ can tell. Groups of trades that are
no part of a sale over a marketplace (vehicles, fuels, medicines) are disputed.

One line for each file: ok, or every dispute with its cStat, where, what was expected and found. A
file over 1 MiB is disputed unread. Status 0 when all are well, 1 when one is not, 2 when a PATH
cannot be read or holds no document.")]
pub struct VerifyArgs {
    /// Files, or folders to be searched for .xml; `-` is standard input.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Prints one JSON object a line: {file, kind, id, disputes}.
    #[arg(long)]
    json: bool,
}

/// Deepest folder that is searched: an archive has three levels.
const DEPTH_MAX: usize = 16;

#[derive(Serialize)]
struct Line<'a> {
    file: String,
    kind: Option<&'static str>,
    id: &'a str,
    disputes: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Told<'a> {
    rule: &'a str,
    field: &'a str,
    expected: &'a str,
    found: &'a str,
}

/// Runs the verb.
pub fn run(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let (mut documents, mut bad) = (0_usize, 0_usize);
    for path in &args.paths {
        let mut found = false;
        walk(path, 0, &mut |file| {
            found = true;
            documents += 1;
            let bytes = input(file).with_context(|| format!("cannot read {}", file.display()))?;
            let verified = nfe::verify(&bytes);
            bad += usize::from(!verified.disputes.is_empty());
            print(file, &verified, args.json)
        })?;
        if !found {
            bail!("{}: no .xml there", path.display());
        }
    }
    if !args.json {
        println!("{documents} documents, {bad} not well");
    }
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print(file: &Path, verified: &nfe::Verified, json: bool) -> anyhow::Result<()> {
    let kind = verified.kind.map(Kind::as_str);
    if json {
        let told = verified.disputes.iter().map(|it| Told {
            rule: it.rule,
            field: &it.field,
            expected: &it.expected,
            found: &it.found,
        });
        let line = Line {
            file: file.display().to_string(),
            kind,
            id: &verified.id,
            disputes: told.collect(),
        };
        println!("{}", serde_json::to_string(&line)?);
        return Ok(());
    }
    let (name, kind) = (file.display(), kind.unwrap_or("unknown"));
    if verified.disputes.is_empty() {
        println!("ok    {name}: {kind} {}", verified.id);
        return Ok(());
    }
    println!("FAULT {name}: {kind} {}", verified.id);
    for it in &verified.disputes {
        println!("      {} {}: expected {}, found {}", it.rule, it.field, it.expected, it.found);
    }
    Ok(())
}

/// Every file that is named, and every `.xml` below a folder that is, in order of their names.
/// Links inside folders are not followed.
fn walk(
    path: &Path,
    depth: usize,
    each: &mut dyn FnMut(&Path) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if path == Path::new("-") || !path.is_dir() {
        return each(path);
    }
    if depth >= DEPTH_MAX {
        bail!("{}: deeper than {DEPTH_MAX} folders", path.display());
    }
    let context = || format!("cannot read {}", path.display());
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).with_context(context)? {
        let entry = entry.with_context(context)?;
        entries.push((entry.path(), entry.file_type().with_context(context)?));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    for (entry, kind) in entries {
        let hidden = entry.file_name().is_some_and(|it| it.as_encoded_bytes().starts_with(b"."));
        let xml = entry.extension().is_some_and(|it| it.eq_ignore_ascii_case("xml"));
        if kind.is_dir() || (kind.is_file() && xml && !hidden) {
            walk(&entry, depth + 1, each)?;
        }
    }
    Ok(())
}

fn input(file: &Path) -> anyhow::Result<Vec<u8>> {
    // One byte more than is read as a document, so that a longer file is seen to be one.
    let most = u64::try_from(BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(file)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
