//! The memória de cálculo as one page: in Portuguese, no script, nothing from outside, made for A4.

use std::fmt::Write as _;

use quick_xml::escape::escape as escaped;

use super::text::told;
use super::told::{Explained, Group, Outcome};
use crate::domain::Fault;
use crate::domain::codes::TpAmb;
use crate::domain::invoice::Det;
use crate::domain::memoria::{Difference, Figure, How, INFORMED};
use crate::words::memoria::{self as words, Labels};
use crate::words::{self as catalogue, Lang};

const LANG: Lang = Lang::PtBr;

/// Black on white; widths that fit A4 in portrait; rows that no page breaks in two.
const STYLE: &str = "\
@page{size:A4;margin:14mm 12mm 16mm}\
*{box-sizing:border-box}\
body{font:14px/1.45 system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;color:#1b1b1b;\
background:#fff;margin:0 auto;padding:24px;max-width:1000px}\
h1{font-size:24px;margin:0 0 2px}h2{font-size:18px;margin:28px 0 8px;padding-top:10px;\
border-top:2px solid #1b1b1b;break-after:avoid}h3{font-size:14px;margin:18px 0 4px;\
break-after:avoid}\
p{margin:4px 0}.sub{color:#444;margin:0 0 14px}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0 0 12px}\
dt{color:#444}dd{margin:0;overflow-wrap:anywhere}\
table{border-collapse:collapse;width:100%;margin:4px 0 10px}\
caption{text-align:left;font-weight:600;padding:4px 0;break-after:avoid}\
.alone caption{font-size:0;padding:0}tbody tr:first-child{break-before:avoid}\
th,td{text-align:left;vertical-align:top;padding:5px 8px;border-bottom:1px solid #d4d4d4}\
thead{display:table-header-group}thead th{background:#f1f1f1;border-bottom:1px solid #8a8a8a;\
font-size:12px;-webkit-print-color-adjust:exact;print-color-adjust:exact}\
tbody th{font-weight:600}tr{break-inside:avoid}\
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}\
.steps{table-layout:fixed}.steps .c1{width:25%}.steps .c2{width:27%}.steps .c3{width:14%}\
code{font:12px ui-monospace,SFMono-Regular,Consolas,monospace;color:#444;overflow-wrap:anywhere}\
small{font-size:12px;color:#444;display:block}\
.diff{border:1px solid #9a5b00;border-left-width:5px;padding:2px 8px;margin-top:4px;\
display:inline-block}\
.bad{border-color:#a40000}.box{border:1px solid #8a8a8a;padding:8px 12px;margin:10px 0;\
break-inside:avoid}\
footer{margin-top:24px;border-top:1px solid #8a8a8a;padding-top:6px;color:#444;font-size:12px}\
@media print{body{padding:0;max-width:none;font-size:10.5px}h1{font-size:18px}h2{font-size:14px}\
h3{font-size:11.5px}small,code,thead th,footer{font-size:9px}th,td{padding:3px 5px}\
article+article{break-before:page}}\
@media(max-width:640px){body{padding:12px}table,.steps{table-layout:auto}\
.wide{overflow-x:auto}}";

/// The whole page.
pub(super) fn page(outcomes: &[Outcome], reveal: bool) -> String {
    let labels = words::labels(LANG);
    let mut out = String::from("<!DOCTYPE html>\n<html lang=\"pt-BR\">\n<head>\n");
    let mut title = labels.title.to_owned();
    if let [one] = outcomes
        && let Outcome::Explained(it) = one
        && let Some((serie, n_nf)) = it.number
    {
        title = format!("{title} · {} {serie}/{n_nf}", labels.note);
    }
    let _ = write!(
        out,
        "<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escaped(&title)
    );
    for outcome in outcomes {
        out.push_str("<article>\n");
        match outcome {
            Outcome::Explained(it) => Page { out: &mut out, it, labels }.note(reveal),
            Outcome::Refused { shipment, faults } => refused(&mut out, shipment, faults, labels),
        }
        out.push_str("</article>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn refused(out: &mut String, shipment: &str, faults: &[Fault], labels: &Labels) {
    let _ = writeln!(
        out,
        "<h1>{}</h1>\n<p class=\"sub\">{} {}</p>",
        labels.no_draft,
        labels.shipment,
        escaped(shipment)
    );
    for fault in faults {
        let it = catalogue::of_fault(fault, LANG);
        let message = escaped(catalogue::message(fault, LANG));
        let _ = writeln!(
            out,
            "<div class=\"box\"><p><strong>{message}</strong> <code>{}</code></p>\
             <p>{} {}</p><p>{}</p></div>",
            fault.code,
            escaped(it.what),
            escaped(it.why),
            escaped(it.todo)
        );
    }
}

struct Page<'a> {
    out: &'a mut String,
    it: &'a Explained,
    labels: &'static Labels,
}

impl Page<'_> {
    fn put(&mut self, html: &str) {
        self.out.push_str(html);
        self.out.push('\n');
    }

    fn note(&mut self, reveal: bool) {
        self.head(reveal);
        self.differences();
        for (n_item, det, groups) in self.it.items() {
            self.item(n_item, det, &groups);
        }
        self.put(&format!("<section>\n<h2>{}</h2>", self.labels.totals));
        for group in self.it.totals() {
            self.steps(&group, None);
        }
        self.put("</section>");
        let foot = match self.it.differences {
            Some(_) => self.labels.foot_retold,
            None => self.labels.foot,
        };
        self.put(&format!("<footer>{foot}</footer>"));
    }

    fn head(&mut self, reveal: bool) {
        let (it, labels) = (self.it, self.labels);
        self.put(&format!("<h1>{}</h1>", labels.title));
        let what = match it.number {
            Some((serie, n_nf)) => format!("{} · {}: {serie} / {n_nf}", labels.note, labels.number),
            None => labels.draft.to_owned(),
        };
        self.put(&format!("<p class=\"sub\">{what}</p>\n<dl>"));
        let emit = &it.invoice.emit;
        let mut facts = vec![
            (labels.key, it.key.as_ref().map(|it| it.to_string())),
            (labels.shipment, it.shipment.clone()),
            (labels.day, Some(words::date(it.dh_emi.date(), LANG))),
            (labels.contingency, it.contingency()),
            (labels.seller, Some(format!("{} · {}", emit.x_nome, emit.cnpj))),
            (labels.regime, Some(words::regime(emit.crt, LANG).to_owned())),
            (labels.way, Some(format!("{} → {}", emit.ender.uf, it.invoice.dest.ender.uf))),
        ];
        if reveal {
            facts.push((labels.buyer, Some(it.buyer().join(" · "))));
        }
        let v_nf = words::money(it.invoice.total.v_nf, LANG);
        facts.push((words::tag("total/vNF", LANG).unwrap_or("vNF"), Some(v_nf)));
        for (label, value) in facts {
            if let Some(value) = value {
                self.put(&format!("<dt>{label}</dt><dd>{}</dd>", escaped(&value)));
            }
        }
        self.put("</dl>");
        if it.invoice.tp_amb == TpAmb::Homologacao {
            self.put(&format!("<p class=\"box\"><strong>{}</strong></p>", labels.no_value));
        }
        for warning in &it.warnings {
            let message = escaped(catalogue::message(warning, LANG));
            self.put(&format!("<p class=\"box\">{}: {message}</p>", labels.warnings));
        }
    }

    fn differences(&mut self) {
        let (it, labels) = (self.it, self.labels);
        let Some(differences) = &it.differences else { return };
        self.put("<section class=\"box\">");
        if differences.is_empty() {
            self.put(&format!("<p>{}</p>", labels.no_differences));
        } else {
            self.put(&format!("<p><strong>{}</strong></p>\n<ul>", labels.differences));
            for difference in differences {
                let place = difference.n_item.map(|n| format!("{} {n}: ", labels.item));
                let name = words::tag(difference.tag, LANG).unwrap_or(difference.tag);
                let told = escaped(told(difference, labels, LANG));
                let place = place.unwrap_or_default();
                self.put(&format!(
                    "<li>{place}{name} <code>{}</code>: {told}</li>",
                    difference.tag
                ));
            }
            self.put("</ul>");
        }
        if !it.unread.is_empty() {
            let paths = escaped(it.unread.join(", "));
            self.put(&format!("<p>{}: <code>{paths}</code></p>", labels.unread));
        }
        self.put("</section>");
    }

    fn item(&mut self, n_item: usize, det: &Det, groups: &[Group<'_>]) {
        let labels = self.labels;
        self.put(&format!(
            "<section>\n<h2>{} {n_item} · {}</h2>\n<p class=\"sub\">{}: {}</p>",
            labels.item,
            escaped(&det.x_prod),
            labels.code,
            escaped(&det.c_prod)
        ));
        self.summary(n_item);
        for group in groups {
            self.steps(group, Some(n_item));
        }
        self.put("</section>");
    }

    fn summary(&mut self, n_item: usize) {
        let labels = self.labels;
        let taxes = self.it.summary(n_item);
        if taxes.is_empty() {
            return;
        }
        self.put(&format!(
            "<div class=\"wide\"><table>\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th>\
             <th scope=\"col\" class=\"n\">{}</th><th scope=\"col\" class=\"n\">{}</th>\
             <th scope=\"col\" class=\"n\">{}</th></tr></thead>\n<tbody>",
            labels.summary, labels.tax, labels.base, labels.rate, labels.value
        ));
        for tax in taxes {
            let name = words::tag(tax.tag, LANG).unwrap_or(tax.tag);
            let base = tax.base.map(|it| words::money(it, LANG)).unwrap_or_default();
            let rate = tax.rate.map(|it| words::rate(it, LANG)).unwrap_or_default();
            let value = words::money(tax.value, LANG);
            self.put(&format!(
                "<tr><th scope=\"row\">{name}</th><td class=\"n\">{base}</td>\
                 <td class=\"n\">{rate}</td><td class=\"n\">{value}</td></tr>"
            ));
        }
        self.put("</tbody></table></div>");
    }

    fn steps(&mut self, group: &Group<'_>, n_item: Option<usize>) {
        let labels = self.labels;
        // The totals have a heading above already.
        let alone = if n_item.is_none() { " alone" } else { "" };
        let heading = words::group(group.name, LANG);
        let place = n_item.map(|n| format!(" · {} {n}", labels.item)).unwrap_or_default();
        self.put(&format!(
            "<div class=\"wide\"><table class=\"steps{alone}\">\n<caption>{heading}{place}</caption>\n\
             <thead><tr><th scope=\"col\" class=\"c1\">{}</th><th scope=\"col\" class=\"c2\">{}</th>\
             <th scope=\"col\" class=\"c3 n\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>",
            labels.what, labels.how, labels.value, labels.why
        ));
        let mut above = None;
        for figure in group.worth_telling() {
            let difference = self.it.difference(figure);
            self.step(figure, above, difference);
            above = Some(figure);
        }
        self.put("</tbody></table></div>");
    }

    fn step(&mut self, figure: &Figure, above: Option<&Figure>, difference: Option<&Difference>) {
        let labels = self.labels;
        let name = words::tag(figure.tag, LANG).unwrap_or(figure.tag);
        let how = match &figure.how {
            How::Given => words::given(figure, LANG).to_owned(),
            how => format!(
                "{}<small>{}</small>",
                together(&escaped(words::formula(figure, LANG))),
                words::rounding(how.rounding(), LANG)
            ),
        };
        let same = above.is_some_and(|it| it.rule == figure.rule && it.source == figure.source);
        let mut why = if same { labels.same.to_owned() } else { self.why(figure) };
        if let Some(it) = difference {
            let class = if it.is_tolerated() { "diff" } else { "diff bad" };
            let told = escaped(told(it, labels, LANG));
            let _ = write!(why, "<span class=\"{class}\">{told}</span>");
        }
        let tag = escaped(figure.tag);
        let in_note = tag.contains('/') || !tag.contains(' ');
        let code =
            if in_note { format!("<small><code>{tag}</code></small>") } else { String::new() };
        self.put(&format!(
            "<tr><th scope=\"row\">{name}{code}</th><td>{how}</td><td class=\"n\">{}</td>\
             <td>{why}</td></tr>",
            escaped(words::value(&figure.value, LANG))
        ));
    }

    /// The rule's reason, the law, and where the rule's own figure is from.
    fn why(&self, figure: &Figure) -> String {
        let law = escaped(figure.rule.source());
        let mut why = format!("{}<small>{law}</small>", escaped(words::why(figure, LANG)));
        if !figure.source.is_empty() && figure.source != INFORMED {
            let source = escaped(&figure.source);
            let _ = write!(why, "<small>{}: {source}</small>", self.labels.source);
        }
        why
    }
}

/// No line ends between a figure and its sign, or before a result.
fn together(formula: &str) -> String {
    formula.replace(" %", "\u{a0}%").replace("= ", "=\u{a0}")
}
