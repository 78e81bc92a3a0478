//! The memória de cálculo of the note: each figure with its formula, its rule and its source.

use maud::{Markup, html};

use crate::domain::invoice::Invoice;
use crate::domain::memoria::{Figure, How, INFORMED, Memoria};
use crate::words::Lang;
use crate::words::desk::case as words;
use crate::words::memoria::order::{Group, groups, summary};
use crate::words::memoria::{self as figures, Labels};

pub(super) fn details(memoria: &Memoria, invoice: &Invoice, lang: Lang) -> Markup {
    let labels = figures::labels(lang);
    html! {
        details.memoria {
            summary { (words::MEMORIA.say(lang)) }
            @for (n, det) in (1..).zip(&invoice.det) {
                h3 { (labels.item) " " (n) " · " (det.x_prod) }
                (in_short(memoria, n, labels, lang))
                @for group in groups(memoria, Some(n)) { (steps(&group, Some(n), labels, lang)) }
            }
            h3 { (labels.totals) }
            @for group in groups(memoria, None) { (steps(&group, None, labels, lang)) }
            p.sub { (labels.foot) }
        }
    }
}

fn in_short(memoria: &Memoria, n: usize, labels: &Labels, lang: Lang) -> Markup {
    html! {
        table.rows {
            caption { (labels.summary) }
            thead { tr {
                th scope="col" { (labels.tax) }
                th.n scope="col" { (labels.base) }
                th.n scope="col" { (labels.rate) }
                th.n scope="col" { (labels.value) }
            } }
            tbody { @for tax in summary(memoria, n) { tr {
                th scope="row" { (figures::tag(tax.tag, lang).unwrap_or(tax.tag)) }
                td.n data-label=(labels.base) {
                    @if let Some(base) = tax.base { (figures::money(base, lang)) }
                }
                td.n data-label=(labels.rate) {
                    @if let Some(rate) = tax.rate { (figures::rate(rate, lang)) }
                }
                td.n data-label=(labels.value) { (figures::money(tax.value, lang)) }
            } } }
        }
    }
}

fn steps(group: &Group<'_>, n: Option<usize>, labels: &Labels, lang: Lang) -> Markup {
    html! {
        table.rows {
            caption {
                (figures::group(group.name, lang))
                @if let Some(n) = n { " · " (labels.item) " " (n) }
            }
            thead { tr {
                th scope="col" { (labels.what) }
                th scope="col" { (labels.how) }
                th.n scope="col" { (labels.value) }
                th scope="col" { (labels.why) }
            } }
            tbody { @for it in group.worth_telling() { (step(it, labels, lang)) } }
        }
    }
}

fn step(it: &Figure, labels: &Labels, lang: Lang) -> Markup {
    // A step of ours has a name in words and stands in no note.
    let in_note = it.tag.contains('/') || !it.tag.contains(' ');
    let source = Some(it.source.as_str()).filter(|it| !it.is_empty() && *it != INFORMED);
    html! {
        tr {
            th scope="row" {
                (figures::tag(it.tag, lang).unwrap_or(it.tag))
                @if in_note { small { code { (it.tag) } } }
            }
            td data-label=(labels.how) {
                @match &it.how {
                    How::Given => (figures::given(it, lang)),
                    how => {
                        (figures::formula(it, lang))
                        small { (figures::rounding(how.rounding(), lang)) }
                    }
                }
            }
            td.n data-label=(labels.value) { (figures::value(&it.value, lang)) }
            td data-label=(labels.why) {
                (figures::why(it, lang))
                small { (it.rule.source()) }
                @if let Some(source) = source { small { (labels.source) ": " (source) } }
            }
        }
    }
}
