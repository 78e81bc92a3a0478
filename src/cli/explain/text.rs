//! The memória de cálculo as text, for a terminal and for a review line by line.

use std::fmt::Write as _;

use super::told::{Explained, Group, Outcome};
use crate::domain::Fault;
use crate::domain::codes::TpAmb;
use crate::domain::memoria::{Difference, Figure, How, INFORMED, Rule};
use crate::words::memoria::{self as words, Labels};
use crate::words::{self as catalogue, Lang};

const WIDTH: usize = 100;

/// Everything, one after the other.
pub(super) fn all(outcomes: &[Outcome], lang: Lang, reveal: bool) -> String {
    let each = outcomes.iter().map(|outcome| match outcome {
        Outcome::Explained(it) => one(it, lang, reveal),
        Outcome::Refused { shipment, faults } => refused(shipment, faults, lang),
    });
    each.collect::<Vec<_>>().join("\n")
}

/// One note.
pub(in crate::cli) fn one(explained: &Explained, lang: Lang, reveal: bool) -> String {
    let mut page = Page { out: String::new(), lang, labels: words::labels(lang), told: Vec::new() };
    page.head(explained, reveal);
    for (n_item, det, groups) in explained.items() {
        page.line(&format!("\n{} {n_item} · {} · {}", page.labels.item, det.c_prod, det.x_prod));
        page.summary(explained, n_item);
        page.groups(explained, &groups);
    }
    page.groups(explained, &explained.totals());
    page.differences(explained);
    page.out
}

fn refused(shipment: &str, faults: &[Fault], lang: Lang) -> String {
    let labels = words::labels(lang);
    let mut out = format!("{}: {} {shipment}\n", labels.no_draft, labels.shipment);
    for fault in faults {
        let sentences = catalogue::of_fault(fault, lang);
        let _ = writeln!(out, "  {}  {}", fault.code, catalogue::message(fault, lang));
        let _ = writeln!(out, "      {} {}", sentences.why, sentences.todo);
    }
    out
}

struct Page {
    out: String,
    lang: Lang,
    labels: &'static Labels,
    /// Rules whose reason stands above already.
    told: Vec<Rule>,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// Words under each other from a column on.
    fn wrapped(&mut self, indent: usize, text: &str) {
        let mut line = " ".repeat(indent);
        for word in text.split(' ') {
            let long = line.chars().count() + 1 + word.chars().count() > WIDTH;
            if long && !line.trim().is_empty() {
                self.line(&line);
                line = " ".repeat(indent);
            }
            if !line.trim().is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(&line);
    }

    fn head(&mut self, it: &Explained, reveal: bool) {
        let (labels, lang) = (self.labels, self.lang);
        let invoice = &it.invoice;
        self.line(&labels.title.to_uppercase());
        match it.number {
            Some((serie, n_nf)) => {
                self.line(&format!("{} · {}: {serie} / {n_nf}", labels.note, labels.number));
            }
            None => self.line(labels.draft),
        }
        if invoice.tp_amb == TpAmb::Homologacao {
            self.line(labels.no_value);
        }
        let mut field = |label: &str, value: &str| self.line(&format!("{label}: {value}"));
        if let Some(key) = &it.key {
            field(labels.key, key.as_str());
        }
        if let Some(shipment) = &it.shipment {
            field(labels.shipment, shipment);
        }
        field(labels.day, &words::date(it.dh_emi.date(), lang));
        if let Some(contingency) = it.contingency() {
            field(labels.contingency, &contingency);
        }
        field(labels.seller, &format!("{} · {}", invoice.emit.x_nome, invoice.emit.cnpj));
        field(labels.regime, words::regime(invoice.emit.crt, lang));
        field(labels.way, &format!("{} → {}", invoice.emit.ender.uf, invoice.dest.ender.uf));
        if reveal {
            for line in it.buyer() {
                field(labels.buyer, &line);
            }
        } else {
            field(labels.buyer, labels.buyer_hidden);
        }
        for warning in &it.warnings {
            field(labels.warnings, &catalogue::message(warning, lang));
        }
    }

    fn summary(&mut self, it: &Explained, n_item: usize) {
        let (labels, lang) = (self.labels, self.lang);
        let taxes = it.summary(n_item);
        if taxes.is_empty() {
            return;
        }
        let row = |name: &str, base: &str, rate: &str, value: &str| {
            format!("  {name:<40} {base:>16} {rate:>12} {value:>16}")
        };
        self.line(&row(labels.summary, labels.base, labels.rate, labels.value));
        for tax in taxes {
            let name = words::tag(tax.tag, lang).unwrap_or(tax.tag);
            let base = tax.base.map(|it| words::amount(it, lang)).unwrap_or_default();
            let rate = tax.rate.map(|it| words::rate(it, lang)).unwrap_or_default();
            self.line(&row(name, &base, &rate, &words::amount(tax.value, lang)));
        }
    }

    fn groups(&mut self, it: &Explained, groups: &[Group<'_>]) {
        for group in groups {
            self.line(&format!("\n  {}", words::group(group.name, self.lang)));
            let mut above = None;
            for figure in group.worth_telling() {
                self.figure(figure, above, it.difference(figure));
                above = Some(figure);
            }
        }
    }

    fn figure(&mut self, figure: &Figure, above: Option<&Figure>, difference: Option<&Difference>) {
        let (labels, lang) = (self.labels, self.lang);
        let name = words::tag(figure.tag, lang).unwrap_or(figure.tag);
        let value = words::value(&figure.value, lang);
        self.line(&format!("    {name:<52} {value:>43}"));
        let how = match &figure.how {
            How::Given => words::given(figure, lang).to_owned(),
            how => {
                let rounding = words::rounding(how.rounding(), lang);
                format!("{}  ({rounding})", words::formula(figure, lang))
            }
        };
        self.wrapped(6, &how);
        if !above.is_some_and(|it| it.rule == figure.rule && it.source == figure.source) {
            let why = self.why(figure);
            self.wrapped(6, &why);
        }
        if let Some(difference) = difference {
            self.wrapped(6, &format!("!! {}", told(difference, labels, lang)));
        }
    }

    /// The rule, with its reason where that is not told yet, and its source.
    fn why(&mut self, figure: &Figure) -> String {
        let told = self.told.contains(&figure.rule) && figure.source != INFORMED;
        let mut why = match told {
            true => words::rule(figure.rule, self.lang).title.to_owned(),
            false => words::why(figure, self.lang),
        };
        self.told.push(figure.rule);
        let _ = write!(why, " [{}]", figure.rule.source());
        if !figure.source.is_empty() && figure.source != INFORMED {
            let _ = write!(why, " {}: {}", self.labels.source, figure.source);
        }
        why
    }

    fn differences(&mut self, it: &Explained) {
        let (labels, lang) = (self.labels, self.lang);
        let Some(differences) = &it.differences else {
            self.line(&format!("\n{}", labels.foot));
            return;
        };
        self.line("");
        if differences.is_empty() {
            self.line(labels.no_differences);
        } else {
            self.line(&format!("{}:", labels.differences));
        }
        for difference in differences {
            let place = difference.n_item.map(|n| format!("{} {n} · ", labels.item));
            let place = place.unwrap_or_default();
            let told = told(difference, labels, lang);
            self.wrapped(2, &format!("{place}{}: {told}", difference.tag));
        }
        if !it.unread.is_empty() {
            self.wrapped(0, &format!("{}: {}", labels.unread, it.unread.join(", ")));
        }
        self.line(labels.foot_retold);
    }
}

/// A difference in one sentence.
pub(super) fn told(difference: &Difference, labels: &Labels, lang: Lang) -> String {
    let how = if difference.is_tolerated() { labels.tolerated } else { labels.differs };
    let (ours, theirs) = (&difference.reckoned, &difference.document);
    format!(
        "{how} ({} {}, {} {})",
        labels.in_document,
        words::value(theirs, lang),
        labels.reckoned,
        words::value(ours, lang)
    )
}
