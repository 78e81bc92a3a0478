//! The note as it is drafted or issued.

use maud::{Markup, html};

use super::head::MASK;
use super::papers::{Paper, Papers};
use super::{CaseView, href, memoria};
use crate::console::access::Visitor;
use crate::domain::invoice::{Dest, Invoice};
use crate::nfe::Document;
use crate::ports::Role;
use crate::words::Lang;
use crate::words::desk::{access as roles, case as words};
use crate::words::memoria as figures;

pub(super) fn section(view: &CaseView, papers: &Papers, visitor: &Visitor) -> Markup {
    let lang = visitor.lang;
    html! {
        section {
            h2 #nota { (words::NOTE.say(lang)) }
            @match &papers.note {
                None => p { (words::NO_NOTE.say(lang)) },
                Some(paper) => {
                    @if paper.old { p { (words::OLD_DRAFT.say(lang)) } }
                    (files(view, paper, visitor))
                    @match (&paper.invoice, &paper.document) {
                        (Some(invoice), Some(document)) => {
                            (dest(invoice, view.revealed, lang))
                            (items(invoice, lang))
                            (totals(document, lang))
                            (payments(document, lang))
                        }
                        _ => p { (words::UNREAD_NOTE.say(lang)) },
                    }
                    @if let (Some(memoria), Some(invoice)) = (&paper.memoria, &paper.invoice) {
                        (memoria::details(memoria, invoice, lang))
                    }
                }
            }
        }
    }
}

/// The files of a signed note: they are given to those who may see who bought.
fn files(view: &CaseView, paper: &Paper, visitor: &Visitor) -> Markup {
    let (lang, path) = (visitor.lang, href(&view.life.id));
    html! { @if paper.signed {
        @if visitor.may(Role::Analista) {
            p.buttons {
                a.button href=(format!("{path}/xml")) { (words::XML.say(lang)) }
                a.button href=(format!("{path}/danfe.pdf")) { (words::DANFE.say(lang)) }
            }
            p.sub { (words::FILES_WHY.say(lang)) }
        } @else {
            p.buttons {
                button disabled aria-describedby="files-off" { (words::XML.say(lang)) }
                button disabled aria-describedby="files-off" { (words::DANFE.say(lang)) }
            }
            p.sub #files-off {
                (words::NEEDS.say(lang)) " " (roles::role(Role::Analista.as_str()).say(lang)) "."
            }
        }
    } }
}

fn dest(invoice: &Invoice, revealed: bool, lang: Lang) -> Markup {
    let Dest { id, x_nome, ender, .. } = &invoice.dest;
    html! {
        dl.facts {
            div { dt { (words::NATURE.say(lang)) } dd { (invoice.nat_op) } }
            div { dt { (figures::labels(lang).way) } dd {
                (invoice.emit.ender.uf) " → " (ender.uf)
            } }
            div { dt { (words::DEST.say(lang)) } dd {
                @if revealed {
                    (x_nome) br; (id.as_str()) br;
                    (ender.x_lgr) ", " (ender.nro)
                    @if let Some(more) = &ender.x_cpl { ", " (more) }
                    br; (ender.x_bairro) " · " (ender.x_mun) " · " (ender.uf) " · " (ender.cep)
                } @else { (MASK) }
            } }
        }
    }
}

fn items(invoice: &Invoice, lang: Lang) -> Markup {
    html! {
        h3 { (words::ITEMS.say(lang)) }
        table.rows {
            caption.hidden { (words::ITEMS.say(lang)) }
            thead { tr {
                th scope="col" { "SKU" }
                th scope="col" { (words::TITLE.say(lang)) }
                th scope="col" { "NCM" }
                th scope="col" { "CFOP" }
                th.n scope="col" { (words::QUANTITY.say(lang)) }
                th.n scope="col" { (words::UNIT.say(lang)) }
                th.n scope="col" { (words::AMOUNT.say(lang)) }
            } }
            tbody { @for (n, it) in invoice.det.iter().enumerate() { tr {
                th scope="row" { (n + 1) ". " (it.c_prod) }
                td data-label=(words::TITLE.say(lang)) { (it.x_prod) }
                td data-label="NCM" { (it.ncm) }
                td data-label="CFOP" { (it.cfop) }
                td.n data-label=(words::QUANTITY.say(lang)) { (figures::quantity(it.q_com, lang)) }
                td.n data-label=(words::UNIT.say(lang)) { (figures::unit_price(it.v_un_com, lang)) }
                td.n data-label=(words::AMOUNT.say(lang)) { (figures::money(it.v_prod, lang)) }
            } } }
        }
    }
}

/// Every total that is not nothing.
fn totals(document: &Document, lang: Lang) -> Markup {
    let total = document.inf_nfe().at("total/ICMSTot");
    let each = total.into_iter().flat_map(|it| it.elements());
    let worth = each.filter(|it| it.text().chars().any(|c| matches!(c, '1'..='9')));
    html! {
        h3 { (words::TOTALS.say(lang)) }
        table.rows.figures {
            caption.hidden { (words::TOTALS.say(lang)) }
            tbody { @for it in worth { tr {
                th scope="row" {
                    @match figures::tag(&format!("total/{}", it.local()), lang) {
                        Some(name) => { (name) " " small { code { (it.local()) } } }
                        None => code { (it.local()) },
                    }
                }
                td.n { "R$ " (figures::local(it.text(), lang)) }
            } } }
        }
    }
}

fn payments(document: &Document, lang: Lang) -> Markup {
    html! {
        h3 { (words::PAYMENTS.say(lang)) }
        table.rows.figures {
            caption.hidden { (words::PAYMENTS.say(lang)) }
            tbody { @for it in document.det_pag() { tr {
                th scope="row" {
                    (words::METHOD.say(lang)) " " code { "tPag " (it.value("tPag").unwrap_or_default()) }
                    @if let Some(text) = it.value("xPag") { " " (text) }
                }
                td.n { "R$ " (figures::local(it.value("vPag").unwrap_or_default(), lang)) }
            } } }
        }
    }
}
