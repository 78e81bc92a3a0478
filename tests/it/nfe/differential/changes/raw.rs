//! What the tree cannot say: blanks, comments, entities, prefixes, broken tags.

use super::Place;

/// No document holds it: it stands for what comes there.
const MARK: &str = "MARK";

pub(super) fn all(place: &mut Place<'_>) {
    inside(place);
    tags(place);
    if place.steps.is_empty() {
        whole(place);
    }
}

fn inside(place: &mut Place<'_>) {
    for (kind, raw) in [
        ("a comment inside", "<!-- x -->"),
        ("an instruction inside", "<?x y?>"),
        ("CDATA inside", "<![CDATA[x]]>"),
        ("a blank inside", " "),
        ("a line inside", "\n"),
        ("a reference inside", "&#65;"),
        ("a reference to a blank inside", "&#32;"),
        ("an unknown entity inside", "&x;"),
        ("a lone ampersand inside", "& "),
        ("a control character inside", "\u{1}"),
        ("a reference to a control character inside", "&#1;"),
        ("a reference to nothing inside", "&#0;"),
        ("a prefixed stranger inside", "<x:y xmlns:x=\"urn:x\">1</x:y>"),
        ("an unclosed stranger inside", "<x>"),
        ("the end of CDATA inside", "]]>"),
    ] {
        place.try_any(kind, |place| {
            let text = place.with(|it| {
                if it.children.is_empty() {
                    it.text.push_str(MARK);
                } else {
                    it.text = MARK.to_owned();
                }
            });
            text.replace(MARK, raw)
        });
    }
}

fn tags(place: &mut Place<'_>) {
    let name = place.it().name.clone();
    for (kind, start, end) in [
        (
            "a prefix",
            format!("<x:{name} xmlns:x=\"http://www.portalfiscal.inf.br/nfe\""),
            format!("</x:{name}>"),
        ),
        ("an unbound prefix", format!("<x:{name}"), format!("</x:{name}>")),
        ("single quotes", format!("<{name} x='1'"), format!("</{name}>")),
        ("an attribute twice", format!("<{name} x=\"1\" x=\"1\""), format!("</{name}>")),
        ("an attribute without quotes", format!("<{name} x=1"), format!("</{name}>")),
        (
            "xsi:nil",
            format!(
                "<{name} xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\""
            ),
            format!("</{name}>"),
        ),
        (
            "xsi:type",
            format!(
                "<{name} xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"x\""
            ),
            format!("</{name}>"),
        ),
        ("a blank in the tag", format!("<{name} "), format!("</{name}>")),
        ("a blank in the end tag", format!("<{name}"), format!("</{name} >")),
        ("another end tag", format!("<{name}"), format!("</{name}X>")),
        ("no end tag", format!("<{name}"), String::new()),
        ("a blank before", format!(" <{name}"), format!("</{name}>")),
        ("a blank after", format!("<{name}"), format!("</{name}> ")),
        ("a text before", format!("x<{name}"), format!("</{name}>")),
    ] {
        place.try_any(kind, |place| {
            let text = place.with(|it| it.name = MARK.to_owned());
            text.replace(&format!("<{MARK}"), &start).replace(&format!("</{MARK}>"), &end)
        });
    }
}

fn whole(place: &mut Place<'_>) {
    let whole = place.document.write();
    for (kind, before, after) in [
        ("a byte order mark", "\u{feff}", ""),
        ("a declaration", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", ""),
        ("another version", "<?xml version=\"1.1\"?>", ""),
        ("a late declaration", " <?xml version=\"1.0\"?>", ""),
        ("a document type", "<!DOCTYPE NFe>", ""),
        ("an entity", "<!DOCTYPE NFe [<!ENTITY x \"y\">]>", ""),
        ("a comment before", "<!-- x -->", ""),
        ("a comment after", "", "<!-- x -->"),
        ("a line after", "", "\n"),
        ("a second root", "", "<NFe></NFe>"),
        ("an end too many", "", "</NFe>"),
    ] {
        place.must(kind, |_| format!("{before}{whole}{after}"));
    }
    let half = whole.chars().take(whole.chars().count() / 2).collect();
    place.must("cut in two", |_| half);
}
