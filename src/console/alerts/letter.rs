//! The digest as a message: for a person, and for a program.

use serde_json::{Value, json};

use super::digest::{Digest, GapsEnd, News};
use crate::console::page::{href, title, who};
use crate::console::show::{day, moment, reais};
use crate::domain::{Code, Timestamp};
use crate::ports::{CauseRow, Message};
use crate::words::desk::alerts as words;
use crate::words::{self as catalogue, Lang};

/// The contract of the JSON.
const SCHEMA: &str = "fba-nfe.alerts/1";

/// One piece of news, in words and in parts.
struct Item {
    head: String,
    body: String,
    path: String,
    parts: Value,
}

/// The message.
pub(super) fn write(
    digest: &Digest,
    now: Timestamp,
    lang: Lang,
    base_url: Option<&str>,
) -> Message {
    let items: Vec<Item> = digest.news.iter().map(|it| item(it, lang)).collect();
    let link = |path: &str| base_url.map(|base| format!("{base}{path}"));
    let subject = format!("{} ({})", words::SUBJECT.say(lang), items.len());
    let mut text = String::new();
    let mut listed = Vec::new();
    for Item { head, body, path, mut parts } in items {
        let link = link(&path);
        text.push_str(&format!("* {head}\n  {body}\n"));
        if let Some(link) = &link {
            text.push_str(&format!("  {link}\n"));
        }
        text.push('\n');
        if let Some(parts) = parts.as_object_mut() {
            parts.insert("text".to_owned(), format!("{head}: {body}").into());
            parts.insert("url".to_owned(), link.into());
        }
        listed.push(parts);
    }
    text.push_str(words::ONCE.say(lang));
    text.push('\n');
    let json = json!({
        "schema": SCHEMA,
        "at": now,
        "lang": lang.tag(),
        "subject": subject,
        "text": text,
        "items": listed,
    });
    Message { subject, text, json: json.to_string() }
}

fn item(news: &News, lang: Lang) -> Item {
    match news {
        News::NewCause(it) => {
            let head = words::NEW_CAUSE.say(lang).to_owned();
            of_cause("new_cause", head, it, lang, json!({}))
        }
        News::Grown(it, before) => {
            let head = format!("{} {before}", words::GROWN.say(lang));
            of_cause("grown_cause", head, it, lang, json!({ "before": before }))
        }
        News::Unreadable(events, before) => unreadable(*events, *before, lang),
        News::CancelEnds(it, until) => {
            let till = format!("{} {}", words::UNTIL.say(lang), moment(*until, lang));
            let head = format!("{}, {till}", words::CANCEL_END.say(lang));
            of_cause("cancel_ends", head, it, lang, json!({ "until": until }))
        }
        News::GapsEnd(it) => gaps(it, lang),
        News::Certificate(name, until, days) => {
            let (head, word) = match days {
                ..0 => (words::CERTIFICATE_OVER, words::SINCE),
                _ => (words::CERTIFICATE, words::UNTIL),
            };
            Item {
                head: head.say(lang).to_owned(),
                body: format!("{name}, {} {}", word.say(lang), moment(*until, lang)),
                path: "/".to_owned(),
                parts: json!({
                    "kind": "certificate", "certificate": name, "until": until, "days": days,
                }),
            }
        }
        News::Silent(seen) => Item {
            head: words::SILENT.say(lang).to_owned(),
            body: format!("{} {}", words::SINCE.say(lang), moment(*seen, lang)),
            path: "/".to_owned(),
            parts: json!({ "kind": "worker_silent", "seen": seen }),
        },
    }
}

fn of_cause(kind: &str, head: String, it: &CauseRow, lang: Lang, more: Value) -> Item {
    let mut parts = json!({
        "kind": kind,
        "stage": it.stage,
        "code": it.code,
        "field": it.field,
        "mender": it.mender,
        "cases": it.cases,
        "worth_cents": it.worth_cents,
        "oldest": it.oldest,
    });
    if let (Some(parts), Value::Object(more)) = (parts.as_object_mut(), more) {
        parts.extend(more);
    }
    let title = title(&it.code, &it.field, lang);
    let (worth, who) = (reais(it.worth_cents, lang), who(&it.mender, lang));
    let cases = cases(it.cases, lang);
    let acts = words::WHO.say(lang);
    let body = format!("{title} ({}, {}): {cases}, {worth}, {acts} {who}", it.code, it.field);
    Item { head, body, path: href(&it.stage, &it.code, &it.field), parts }
}

fn unreadable(events: u64, before: Option<i64>, lang: Lang) -> Item {
    let code = Code::EventUnreadable;
    let head = match before {
        None => words::NEW_CAUSE.say(lang).to_owned(),
        Some(before) => format!("{} {before}", words::GROWN.say(lang)),
    };
    let title = catalogue::of(code, lang).title;
    Item {
        head,
        body: format!("{title} ({code}): {}", cases(events, lang)),
        path: "/eventos".to_owned(),
        parts: json!({
            "kind": if before.is_none() { "new_cause" } else { "grown_cause" },
            "code": code,
            "mender": code.mender(),
            "cases": events,
            "before": before,
        }),
    }
}

fn gaps(it: &GapsEnd, lang: Lang) -> Item {
    let head = if it.is_over { words::GAPS_OVER } else { words::GAPS_END };
    let (first, last) = it.range;
    let till = format!("{} {}", words::UNTIL.say(lang), day(it.until, lang));
    Item {
        head: head.say(lang).to_owned(),
        body: format!("CNPJ {}, {} / {first} – {last}, {till}", it.cnpj, it.serie),
        path: "/#gaps".to_owned(),
        parts: json!({
            "kind": "gaps_end",
            "cnpj": it.cnpj,
            "serie": it.serie,
            "first": first,
            "last": last,
            "until": it.until,
            "is_over": it.is_over,
        }),
    }
}

fn cases(count: u64, lang: Lang) -> String {
    let word = if count == 1 { words::CASE } else { words::CASES };
    format!("{count} {}", word.say(lang))
}
