//! The audit as a file: CSV as spreadsheets in Brazil open it, and lines of JSON for programs.

use crate::console::show::{comma, wall};
use crate::domain::text::no_formula;
use crate::ports::AuditRow;
use crate::words::Lang;
use crate::words::desk::{access as roles, audit as words};

/// Marks UTF-8 for spreadsheets that would guess otherwise.
const BOM: &str = "\u{feff}";

/// Rows as CSV: `;` between cells, a decimal comma, UTF-8 with its mark; the head before the first.
pub fn csv(rows: &[AuditRow], first: bool, lang: Lang) -> String {
    let mut text = String::new();
    if first {
        text.push_str(BOM);
        line(&mut text, &heads(lang).map(str::to_owned));
    }
    for row in rows {
        line(&mut text, &cells(row, lang));
    }
    text
}

/// A row as one line of JSON: the codes as they are stored, so that whoever has the file can reckon
/// the chain again.
pub fn json(row: &AuditRow) -> String {
    let told = serde_json::json!({
        "seq": row.seq,
        "at_us": row.at.as_microsecond(),
        "by": row.by,
        "role": row.role,
        "origin": row.origin,
        "action": row.action,
        "outcome": row.outcome,
        "seller": row.life.as_ref().map(|(seller, _)| seller),
        "shipment": row.life.as_ref().map(|(_, shipment)| shipment),
        "subject": row.subject,
        "version": row.version,
        "approval": row.approval,
        "worth_cents": row.worth_cents,
        "cases": row.cases,
        "why": row.why,
        "before": row.before,
        "after": row.after,
        "previous": row.previous,
        "hash": row.hash,
    });
    format!("{told}\n")
}

fn heads(lang: Lang) -> [&'static str; 18] {
    [
        words::ROW,
        words::WHEN,
        words::PERSON,
        words::ROLE,
        words::WHENCE,
        words::ACTION,
        words::OUTCOME,
        words::SELLER,
        words::CASE,
        words::SUBJECT,
        words::VERSION,
        words::APPROVAL,
        words::WORTH,
        words::CASES,
        words::WHY,
        words::BEFORE,
        words::AFTER,
        words::HASH,
    ]
    .map(|it| it.say(lang))
}

fn cells(row: &AuditRow, lang: Lang) -> [String; 18] {
    let number = |it: Option<i64>| it.map(|it| it.to_string()).unwrap_or_default();
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let (seller, shipment) = row.life.clone().unwrap_or_default();
    let pattern = match lang {
        Lang::PtBr => "%d/%m/%Y %H:%M:%S",
        Lang::En => "%Y-%m-%d %H:%M:%S",
    };
    let role = match row.role.as_str() {
        "" => String::new(),
        role => roles::role(role).say(lang).to_owned(),
    };
    [
        row.seq.to_string(),
        wall(row.at).strftime(pattern).to_string(),
        row.by.clone(),
        role,
        row.origin.clone(),
        words::deed(&row.action).say(lang).to_owned(),
        words::outcome(&row.outcome).say(lang).to_owned(),
        seller,
        shipment,
        text(&row.subject),
        number(row.version),
        number(row.approval),
        row.worth_cents.map(comma).unwrap_or_default(),
        row.cases.to_string(),
        row.why.clone(),
        text(&row.before),
        text(&row.after),
        row.hash.clone(),
    ]
}

/// `1234,56`.
fn line(text: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push(';');
        }
        text.push('"');
        text.push_str(&harmless(cell).replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

/// Our own amounts may be below zero: they stay numbers.
fn harmless(cell: &str) -> String {
    let number = |it: &str| it.chars().all(|c| c.is_ascii_digit() || c == ',');
    match cell.strip_prefix('-') {
        Some(rest) if number(rest) => cell.to_owned(),
        _ => no_formula(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(why: &str) -> AuditRow {
        AuditRow {
            seq: 7,
            at: "2026-11-22T01:05:59.123456Z".parse().unwrap(),
            by: "ana".to_owned(),
            role: "analista".to_owned(),
            origin: "10.0.0.1".to_owned(),
            action: "discard".to_owned(),
            outcome: "done".to_owned(),
            life: Some(("A1".to_owned(), "FBA1".to_owned())),
            subject: None,
            version: Some(3),
            approval: None,
            worth_cents: Some(123_456),
            cases: 1,
            why: why.to_owned(),
            before: None,
            after: Some("{\"a\":1}".to_owned()),
            previous: "p".to_owned(),
            hash: "h".to_owned(),
        }
    }

    #[test]
    fn a_spreadsheet_reads_it_and_runs_nothing() {
        let text = csv(&[row("=HYPERLINK(\"http://x\";\"y\")\n")], true, Lang::PtBr);
        let (head, rest) = text.split_once("\r\n").unwrap();
        assert!(head.starts_with("\u{feff}\"Linha\";\"Quando\";"), "{head}");
        assert_eq!(
            rest,
            "\"7\";\"21/11/2026 22:05:59\";\"ana\";\"analista\";\"10.0.0.1\";\"descartou o caso\";\
             \"feito\";\"A1\";\"FBA1\";\"\";\"3\";\"\";\"1234,56\";\"1\";\
             \"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\n\";\"\";\"{\"\"a\"\":1}\";\"h\"\r\n"
        );
        for cell in ["=1", "+1", "-1+2", "@A1", "\t=1", "\r=1", "-"] {
            assert_eq!(
                harmless(cell),
                if cell == "-" { "-".to_owned() } else { format!("'{cell}") }
            );
        }
        for cell in ["-5,00", "a=1", "", "10"] {
            assert_eq!(harmless(cell), cell);
        }
        assert_eq!((comma(-5), comma(100)), ("-0,05".to_owned(), "1,00".to_owned()));
    }

    #[test]
    fn a_program_reads_the_codes() {
        let told: serde_json::Value = serde_json::from_str(&json(&row("so"))).unwrap();
        assert_eq!(told["at_us"], 1_795_309_559_123_456_i64);
        assert_eq!((&told["action"], &told["shipment"]), (&"discard".into(), &"FBA1".into()));
        assert!(json(&row("a\nb")).ends_with("}\n") && json(&row("a\nb")).lines().count() == 1);
    }
}
