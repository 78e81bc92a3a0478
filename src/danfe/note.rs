//! What the forms ask of a note: values by their path, and what several of them share.

use crate::domain::AccessKey;
use crate::nfe::{Document, Element};

use super::format;

/// A note to be printed.
pub(super) struct Note<'a> {
    document: &'a Document,
    key: AccessKey,
    preview: bool,
}

/// Day from which NT 2026.010 rules the sheet, by `dhEmi` as it was written.
const REFORM_SHEET: &str = "2026-12-01";

impl<'a> Note<'a> {
    pub(super) fn new(document: &'a Document, key: AccessKey, preview: bool) -> Note<'a> {
        Note { document, key, preview }
    }

    pub(super) fn key(&self) -> &str {
        self.key.as_str()
    }

    /// The text at the end of a path in `infNFe`; nothing when it is not there.
    pub(super) fn value(&self, path: &str) -> &'a str {
        self.document.value(path).unwrap_or_default()
    }

    pub(super) fn group(&self, path: &str) -> Option<&'a Element> {
        self.document.inf_nfe().at(path)
    }

    /// An amount, or nothing when it is not there.
    pub(super) fn money(&self, path: &str) -> String {
        format::money(self.value(path))
    }

    pub(super) fn det(&self) -> impl Iterator<Item = &'a Element> {
        self.document.det()
    }

    /// What is printed across the page of a note that is none, or of a trial.
    pub(super) fn mark(&self) -> Option<&'static str> {
        if self.preview {
            Some("SEM VALOR FISCAL - PRÉVIA")
        } else if self.document.tp_amb() != Some("1") {
            Some("SEM VALOR FISCAL")
        } else {
            None
        }
    }

    /// `nProt` and its moment.
    pub(super) fn protocol(&self) -> String {
        let value = |tag| self.document.prot_nfe().and_then(|it| it.child("infProt")?.value(tag));
        match (value("nProt"), value("dhRecbto")) {
            (Some(number), Some(moment)) => format!("{number} - {}", format::moment(moment)),
            (Some(number), None) => number.to_owned(),
            (None, _) => String::new(),
        }
    }

    pub(super) fn number(&self) -> String {
        format::number(self.value("ide/nNF"))
    }

    pub(super) fn serie(&self) -> &'a str {
        self.value("ide/serie")
    }

    /// CNPJ or CPF in a party, or a foreign identity as it is.
    pub(super) fn tax_id(&self, party: &str) -> String {
        let tags = ["CNPJ", "CPF", "idEstrangeiro"];
        let found = tags.iter().find_map(|tag| self.document.value(&format!("{party}/{tag}")));
        format::tax_id(found.unwrap_or_default())
    }

    /// Street, number and complement of an address.
    pub(super) fn street(&self, address: &str) -> String {
        let parts = ["xLgr", "nro", "xCpl"].map(|tag| self.value(&format!("{address}/{tag}")));
        joined(parts, ", ")
    }

    /// Whether the items carry a CSOSN (CRT 1 and 4) and not a CST.
    pub(super) fn is_simples(&self) -> bool {
        matches!(self.value("emit/CRT"), "1" | "4")
    }

    /// Whether the sheet follows NT 2026.010. The note's own day decides, so that it always
    /// gives the same sheet.
    pub(super) fn is_reform_sheet(&self) -> bool {
        self.value("ide/dhEmi").get(..10).is_some_and(|day| day >= REFORM_SHEET)
    }

    /// Everything that stands in "informações complementares".
    pub(super) fn more(&self) -> String {
        // In words too: a grey text across the page may be lost in a copy.
        let mut parts: Vec<String> = self.mark().map(str::to_owned).into_iter().collect();
        let references = self.group("ide").into_iter().flat_map(|ide| ide.children("NFref"));
        for key in references.filter_map(|it| it.value("refNFe")) {
            parts.push(format!("NF-e referenciada: {}", format::key(key)));
        }
        let since = self.value("ide/dhCont");
        if !since.is_empty() {
            let why = self.value("ide/xJust");
            parts.push(format!("Contingência desde {}: {why}", format::moment(since)));
        }
        for (title, path) in
            [("", "infAdic/infCpl"), ("Interesse do fisco: ", "infAdic/infAdFisco")]
        {
            let text = self.value(path);
            if !text.is_empty() {
                parts.push(format!("{title}{text}"));
            }
        }
        parts.join("\n")
    }
}

/// Those that are not empty, with something between them.
pub(super) fn joined<'a>(parts: impl IntoIterator<Item = &'a str>, between: &str) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(between)
}
