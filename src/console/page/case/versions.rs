//! What changed between the versions of a note, field by field.

use maud::{Markup, html};

use super::head::MASK;
use super::papers::{Papers, Version};
use crate::console::show::moment;
use crate::nfe::{Document, Element};
use crate::words::Lang;
use crate::words::desk::case as words;
use crate::words::memoria as figures;

/// Changes that are shown of a pair.
const CHANGES_MAX: usize = 400;

pub(super) fn section(papers: &Papers, revealed: bool, lang: Lang) -> Markup {
    let pairs = papers.versions.iter().zip(papers.versions.iter().skip(1));
    html! { @if papers.versions.len() > 1 {
        section {
            h2 #versoes { (words::VERSIONS.say(lang)) }
            @for (old, new) in pairs { (pair(old, new, revealed, lang)) }
        }
    } }
}

fn pair(old: &Version, new: &Version, revealed: bool, lang: Lang) -> Markup {
    let (Some(before), Some(after)) = (&old.document, &new.document) else {
        return html! { p { (words::UNREAD_NOTE.say(lang)) } };
    };
    let changes = changes(before, after);
    let of = |it: &Version| html! { (words::VERSION.say(lang)) " " (it.seq) " (" (moment(it.at, lang)) ")" };
    html! {
        h3 { (of(old)) " → " (of(new)) }
        @if changes.is_empty() { p { (words::NO_CHANGE.say(lang)) } } @else {
            table.rows {
                caption.hidden { (words::VERSIONS.say(lang)) }
                thead { tr {
                    th scope="col" { (words::FIELD.say(lang)) }
                    th scope="col" { (words::BEFORE.say(lang)) }
                    th scope="col" { (words::AFTER.say(lang)) }
                } }
                tbody { @for it in changes.iter().take(CHANGES_MAX) { (row(it, revealed, lang)) } }
            }
        }
    }
}

fn row(it: &Change, revealed: bool, lang: Lang) -> Markup {
    let hidden = !revealed && is_personal(&it.path);
    let value = |value: &Option<String>| match value {
        None => "–".to_owned(),
        Some(_) if hidden => MASK.to_owned(),
        Some(value) => value.clone(),
    };
    html! {
        tr {
            th scope="row" { (name(&it.path, lang)) small { code { (it.path) } } }
            td data-label=(words::BEFORE.say(lang)) { (value(&it.before)) }
            td data-label=(words::AFTER.say(lang)) { (value(&it.after)) }
        }
    }
}

/// One field that is not what it was.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    path: String,
    before: Option<String>,
    after: Option<String>,
}

fn changes(before: &Document, after: &Document) -> Vec<Change> {
    let (old, new) = (fields(before), fields(after));
    let of = |all: &[(String, String)], path: &str| {
        all.iter().find(|(it, _)| it == path).map(|(_, value)| value.clone())
    };
    let mut found = Vec::new();
    for (path, value) in &new {
        let was = of(&old, path);
        if was.as_ref() != Some(value) {
            found.push(Change { path: path.clone(), before: was, after: Some(value.clone()) });
        }
    }
    for (path, value) in &old {
        if of(&new, path).is_none() {
            found.push(Change { path: path.clone(), before: Some(value.clone()), after: None });
        }
    }
    found
}

/// Every leaf of `infNFe` with its path; what is there several times is counted from 1.
fn fields(document: &Document) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(document.inf_nfe(), "", &mut found);
    found
}

fn walk(element: &Element, path: &str, found: &mut Vec<(String, String)>) {
    for child in element.elements() {
        let local = child.local();
        let mut step = local.to_owned();
        if element.children(local).count() > 1 || local == "det" {
            let above = element.children(local).take_while(|it| !std::ptr::eq(*it, child));
            step = format!("{local}[{}]", above.count() + 1);
        }
        let path = if path.is_empty() { step } else { format!("{path}/{step}") };
        if child.elements().next().is_none() {
            found.push((path, child.text().to_owned()));
        } else {
            walk(child, &path, found);
        }
    }
}

/// Whether it tells who bought, or where they live: all of the buyer but the state, and the free
/// text, which names whom a parcel goes to.
fn is_personal(path: &str) -> bool {
    let buyers = path.starts_with("dest/") || path.starts_with("entrega/");
    let open = matches!(path, "dest/enderDest/UF" | "dest/indIEDest" | "dest/enderDest/xPais");
    (buyers && !open) || path == "infAdic/infCpl"
}

/// `Item 1 · Valor do ICMS`.
fn name(path: &str, lang: Lang) -> String {
    let mut steps = path.split('/');
    let first = steps.next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let last = last.split('[').next().unwrap_or_default();
    let (part, place) = match first.split_once('[') {
        Some((part, rest)) => (part, rest.trim_end_matches(']')),
        None => (first, ""),
    };
    let group = match part {
        "total" => "total/",
        "det" => match (steps.next(), steps.next()) {
            (Some("imposto"), Some(group)) => {
                return named(part, place, &format!("{group}/{last}"), last, lang);
            }
            _ => "",
        },
        _ => return named(part, place, "", last, lang),
    };
    named(part, place, &format!("{group}{last}"), last, lang)
}

fn named(part: &str, place: &str, figure: &str, last: &str, lang: Lang) -> String {
    let field = figures::tag(figure, lang).or_else(|| words::tag(last).map(|it| it.say(lang)));
    let part = words::part(part).say(lang);
    let place = if place.is_empty() { String::new() } else { format!(" {place}") };
    match field {
        Some(field) => format!("{part}{place} · {field}"),
        None => format!("{part}{place}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        crate::nfe::read(format!("<NFe><infNFe Id=\"x\">{text}</infNFe></NFe>").as_bytes()).unwrap()
    }

    #[test]
    fn each_field_that_changed_is_told_once_with_its_place() {
        let old = "<ide><nNF>1</nNF></ide><det nItem=\"1\"><prod><NCM>1</NCM></prod></det>\
                   <dest><CPF>11144477735</CPF></dest>";
        let new = "<ide><nNF>1</nNF></ide><det nItem=\"1\"><prod><NCM>2</NCM></prod></det>\
                   <det nItem=\"2\"><prod><NCM>3</NCM></prod></det>";
        let found = changes(&document(old), &document(new));
        let told: Vec<_> = found
            .iter()
            .map(|it| (it.path.as_str(), it.before.as_deref(), it.after.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                ("det[1]/prod/NCM", Some("1"), Some("2")),
                ("det[2]/prod/NCM", None, Some("3")),
                ("dest/CPF", Some("11144477735"), None),
            ]
        );
        let shown = row(&found[2], false, Lang::PtBr).into_string();
        assert!(!shown.contains("11144477735") && shown.contains(MASK), "{shown}");
        assert!(row(&found[2], true, Lang::PtBr).into_string().contains("11144477735"));
    }

    #[test]
    fn a_path_has_a_word_beside_it() {
        for (path, told) in [
            ("det[2]/imposto/ICMS/ICMS00/vICMS", "Item 2 · Valor do ICMS"),
            ("det[1]/prod/NCM", "Item 1 · NCM"),
            ("total/ICMSTot/vNF", "Totais · Valor total da nota"),
            ("dest/enderDest/xMun", "Destinatário · Município"),
            ("ide/serie", "Identificação · Série"),
        ] {
            assert_eq!(name(path, Lang::PtBr), told);
        }
    }

    #[test]
    fn who_bought_is_personal_and_where_it_is_taxed_is_not() {
        for path in ["dest/xNome", "dest/CPF", "dest/enderDest/xLgr", "infAdic/infCpl"] {
            assert!(is_personal(path), "{path}");
        }
        for path in ["dest/enderDest/UF", "emit/CNPJ", "det[1]/prod/xProd", "total/ICMSTot/vNF"] {
            assert!(!is_personal(path), "{path}");
        }
    }
}
