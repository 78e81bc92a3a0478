//! One line for each note: read out of its XML, never out of what we once computed.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};

use crate::domain::Money;
use crate::nfe::element::Element;
use crate::nfe::evento::CANCELAMENTO;
use crate::nfe::{self, Document};

/// Amounts of `ICMSTot` that every note has, or may leave out; then those of `IBSCBSTot`; then the
/// note's own.
const AMOUNTS: [(&str, bool); 13] = [
    ("ICMSTot/vProd", true),
    ("ICMSTot/vFrete", true),
    ("ICMSTot/vDesc", true),
    ("ICMSTot/vICMS", true),
    ("ICMSTot/vICMSUFDest", false),
    ("ICMSTot/vFCPUFDest", false),
    ("ICMSTot/vST", true),
    ("ICMSTot/vIPI", true),
    ("ICMSTot/vPIS", true),
    ("ICMSTot/vCOFINS", true),
    ("IBSCBSTot/gIBS/vIBS", false),
    ("IBSCBSTot/gCBS/vCBS", false),
    ("ICMSTot/vNF", true),
];

/// The columns, by the tags that they come from.
pub(super) const BEFORE: [&str; 7] = ["CNPJ", "tpAmb", "serie", "nNF", "chNFe", "dhEmi", "UF"];
pub(super) const AFTER: [&str; 4] = ["situacao", "cStat", "nProt", "nProtCanc"];

/// The names of the columns with amounts.
pub(super) fn amounts() -> impl Iterator<Item = &'static str> {
    AMOUNTS.iter().map(|(path, _)| path.rsplit_once('/').map_or(*path, |(_, tag)| tag))
}

/// One note.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// `emit/CNPJ`.
    pub(super) cnpj: String,
    /// `tpAmb`: 2 is a test.
    pub(super) tp_amb: u8,
    /// `serie`.
    pub(super) serie: u16,
    /// `nNF`.
    pub(super) n_nf: u32,
    /// `chNFe`.
    pub(super) key: String,
    /// `dhEmi`: year, month and day, as the emitter's clock had them.
    pub(super) date: (u16, u8, u8),
    /// `enderDest/UF`.
    pub(super) uf: String,
    /// As [`amounts`] names them; `None` where the note has no such group.
    pub(super) amounts: Vec<Option<Money>>,
    /// Whether it was cancelled since.
    pub(super) cancelled: bool,
    /// `cStat` of the protocol.
    pub(super) c_stat: String,
    /// `nProt` of the protocol.
    pub(super) n_prot: String,
    /// `nProt` of the cancellation, where its document is at hand.
    pub(super) n_prot_canc: Option<String>,
}

/// The month's notes, by key.
#[derive(Debug, Default)]
pub(super) struct Summary {
    lines: BTreeMap<String, Line>,
}

impl Summary {
    /// Adds a note.
    pub(super) fn note(&mut self, nfe_proc: &[u8], cancelled: bool) -> anyhow::Result<()> {
        let line = line(&nfe::read(nfe_proc)?, cancelled)?;
        self.lines.insert(line.key.clone(), line);
        Ok(())
    }

    /// An event: a cancellation marks its note. Notes come before events.
    pub(super) fn event(&mut self, proc_evento: &[u8]) -> anyhow::Result<()> {
        let root = Element::parse(proc_evento)?;
        let answer = root.at("retEvento/infEvento").context("retEvento: expected, found none")?;
        let text = |tag: &str| answer.value(tag).unwrap_or_default();
        let registered = matches!(text("cStat"), "135" | "136" | "155");
        if registered
            && text("tpEvento") == CANCELAMENTO.to_string()
            && let Some(line) = self.lines.get_mut(text("chNFe"))
        {
            line.cancelled = true;
            line.n_prot_canc = answer.value("nProt").map(str::to_owned);
        }
        Ok(())
    }

    /// How many notes.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The notes by emitter, environment, series and number.
    pub(super) fn lines(&self) -> Vec<&Line> {
        let mut lines: Vec<&Line> = self.lines.values().collect();
        lines.sort_by_key(|it| (&it.cnpj, it.tp_amb, it.serie, it.n_nf));
        lines
    }

    /// As a Brazilian spreadsheet reads it: UTF-8 with its mark, semicolons, a decimal comma.
    pub(super) fn csv(&self) -> anyhow::Result<Vec<u8>> {
        let mut csv = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer(b"\xef\xbb\xbf".to_vec());
        csv.write_record(BEFORE.into_iter().chain(amounts()).chain(AFTER))?;
        for line in self.lines() {
            let (year, month, day) = line.date;
            let before = [
                line.cnpj.clone(),
                line.tp_amb.to_string(),
                line.serie.to_string(),
                line.n_nf.to_string(),
                line.key.clone(),
                format!("{day:02}/{month:02}/{year:04}"),
                line.uf.clone(),
            ];
            let amounts = line.amounts.iter().map(|it| match it {
                Some(money) => money.to_string().replace('.', ","),
                None => String::new(),
            });
            let after = [
                line.status().to_owned(),
                line.c_stat.clone(),
                line.n_prot.clone(),
                line.n_prot_canc.clone().unwrap_or_default(),
            ];
            csv.write_record(before.into_iter().chain(amounts).chain(after))?;
        }
        csv.into_inner().map_err(|error| anyhow::anyhow!("resumo.csv: {error}"))
    }
}

impl Line {
    /// `autorizada` or `cancelada`.
    pub(super) fn status(&self) -> &'static str {
        if self.cancelled { "cancelada" } else { "autorizada" }
    }
}

fn line(document: &Document, cancelled: bool) -> anyhow::Result<Line> {
    let text =
        |path: &str| document.value(path).with_context(|| format!("{path}: expected, found none"));
    let number = |path: &str| {
        let number = text(path)?.parse::<u32>();
        number.with_context(|| format!("{path}: expected a number"))
    };
    let protocol = document.protocol().context("protNFe: expected, found none")?;
    ensure!(protocol.is_authorized(), "protNFe: expected an authorised note");
    let total = document.inf_nfe().child("total").context("total: expected, found none")?;
    let mut amounts = Vec::with_capacity(AMOUNTS.len());
    for (path, always) in AMOUNTS {
        let money = total.value(path).map(Money::parse).transpose();
        let money = money.with_context(|| format!("total/{path}: expected an amount"))?;
        ensure!(money.is_some() || !always, "total/{path}: expected, found none");
        amounts.push(money);
    }
    Ok(Line {
        cnpj: text("emit/CNPJ")?.to_owned(),
        tp_amb: u8::try_from(number("ide/tpAmb")?)?,
        serie: u16::try_from(number("ide/serie")?)?,
        n_nf: number("ide/nNF")?,
        key: document.key()?.to_string(),
        date: date(text("ide/dhEmi")?).context("ide/dhEmi: expected a date")?,
        uf: text("dest/enderDest/UF")?.to_owned(),
        amounts,
        cancelled,
        c_stat: protocol.c_stat.clone(),
        n_prot: protocol.n_prot.clone().unwrap_or_default(),
        n_prot_canc: None,
    })
}

/// The day, as the emitter's clock had it: the accountant's month ends at local midnight.
fn date(dh_emi: &str) -> Option<(u16, u8, u8)> {
    let part = |from, to| dh_emi.get(from..to);
    Some((part(0, 4)?.parse().ok()?, part(5, 7)?.parse().ok()?, part(8, 10)?.parse().ok()?))
}
