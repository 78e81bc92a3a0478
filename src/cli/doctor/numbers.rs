//! The numbers: gaps that SEFAZ must be told of, requests without an answer, and whether the
//! configured first number still means something.

use super::check::Check;
use crate::adapters::store::{Books, SeriesRow};
use crate::cli::opening::uf_of;
use crate::config::Config;
use crate::domain::Timestamp;
use crate::domain::codes::TpAmb;
use crate::domain::seller::Establishment;
use crate::ports::InutRow;
use crate::stage::{Gaps, Urgency, day, ranges};

/// A request that has had no answer for so long is not under way any more.
const ANSWER_S: i64 = 300;

/// Ranges named in one line.
const SHOWN_MAX: usize = 5;

/// Everything about the numbers, by the ledger.
pub(super) fn checks(config: &Config, books: &Books, now: Timestamp) -> Vec<Check> {
    let mut checks = Vec::new();
    for it in &config.sellers {
        for establishment in &it.seller.establishments {
            let tp_amb = it.seller.tp_amb.code();
            let cnpj = establishment.emit.cnpj.as_str();
            let started = books.series.iter().find(|row| {
                (row.tp_amb, row.cnpj.as_str(), row.serie) == (tp_amb, cnpj, establishment.serie)
            });
            checks.push(first_number(establishment, started));
        }
    }
    checks.extend(deadlines(config, books, now));
    let unanswered = books.requests.iter().filter(|it| it.state == "sending");
    checks.extend(unanswered.filter_map(|it| open_request(it, now)));
    checks
}

fn name(cnpj: &str, serie: u16) -> String {
    format!("numbers {cnpj}/{serie}")
}

/// `first_number` counts once: when the series begins.
fn first_number(establishment: &Establishment, started: Option<&SeriesRow>) -> Check {
    let (cnpj, serie) = (establishment.emit.cnpj.as_str(), establishment.serie);
    let (check, first) = (name(cnpj, serie), establishment.first_number);
    match started {
        None => Check::ok(&check, format!("not begun: {first} will be its first number")),
        Some(row) if first > row.next => {
            let (next, before) = (row.next, first.saturating_sub(1));
            let found = format!(
                "first_number {first} is above the next number, {next}: the series will move on, \
                 and {next} to {before} will not be ours"
            );
            let remedy = "right if another program issued those; else write a lower first_number";
            Check::warn(&check, found, remedy)
        }
        Some(row) if first == row.next => Check::ok(&check, format!("goes on at {first}")),
        Some(row) => {
            let found =
                format!("goes on at {}; first_number {first} is ignored: it has begun", row.next);
            Check::ok(&check, found)
        }
    }
}

/// One line for each series with gaps. Only production's have a deadline.
fn deadlines(config: &Config, books: &Books, now: Timestamp) -> Vec<Check> {
    let mut all = ranges(&books.gaps, |cnpj| uf_of(config, cnpj));
    all.retain(|it| it.tp_amb == TpAmb::Producao.code());
    let mut checks = Vec::new();
    for series in all.chunk_by(|a, b| (&a.cnpj, a.serie) == (&b.cnpj, b.serie)) {
        let Some(first) = series.first() else { continue };
        let today = day(now, uf_of(config, &first.cnpj));
        let urgency = series.iter().map(|it| it.urgency(today)).max();
        let check = format!("gaps {}/{}", first.cnpj, first.serie);
        let found = told(series);
        let remedy = format!(
            "fba-nfe numbers inutilize FROM..TO --cnpj {} --serie {}",
            first.cnpj, first.serie
        );
        checks.push(match urgency {
            Some(Urgency::Overdue) => {
                Check::fault(&check, format!("{found}: overdue (Ajuste SINIEF 07/05)"), &remedy)
            }
            Some(Urgency::Soon) => Check::warn(&check, found, &remedy),
            Some(Urgency::Later) | None => Check::ok(&check, found),
        });
    }
    checks
}

fn told(series: &[Gaps]) -> String {
    let count: u64 = series.iter().map(Gaps::count).sum();
    let mut ranges: Vec<String> = series
        .iter()
        .take(SHOWN_MAX)
        .map(|it| match it.first == it.last {
            true => it.first.to_string(),
            false => format!("{}..{}", it.first, it.last),
        })
        .collect();
    if series.len() > SHOWN_MAX {
        ranges.push("...".to_owned());
    }
    let deadline = series.iter().map(|it| it.deadline).min();
    let deadline = deadline.map(|it| it.to_string()).unwrap_or_default();
    format!(
        "{count} numbers without a note ({}), SEFAZ is to be told until {deadline}",
        ranges.join(", ")
    )
}

fn open_request(it: &InutRow, now: Timestamp) -> Option<Check> {
    let InutRow { cnpj, serie, first, last, asked_at, .. } = it;
    if now.as_second() - asked_at.as_second() < ANSWER_S {
        return None;
    }
    let asked = asked_at.strftime("%Y-%m-%dT%H:%M:%SZ");
    let found = format!("SEFAZ was told of {first} to {last} at {asked}, and no answer came");
    let remedy = format!(
        "fba-nfe numbers inutilize {first}..{last} --cnpj {cnpj} --serie {serie}: the same bytes \
         are sent again"
    );
    Some(Check::warn(&name(cnpj, *serie), found, &remedy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LifeId, SellerId, ShipmentId};
    use crate::ports::NumberRow;
    use std::collections::BTreeMap;

    const CNPJ: &str = "11222333000181";

    fn config() -> Config {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/fba-nfe.toml");
        Config::read(&file, &|_| None).unwrap()
    }

    fn gap(tp_amb: u8, n_nf: u32) -> NumberRow {
        NumberRow {
            tp_amb,
            cnpj: CNPJ.to_owned(),
            serie: 1,
            n_nf,
            life: LifeId {
                seller: SellerId::parse("A1SIMPLES0001").unwrap(),
                shipment: ShipmentId::parse(&format!("FBA{n_nf}")).unwrap(),
            },
            fate: "gap".to_owned(),
            reason: "cancelled".to_owned(),
            seq: 4,
            at: "2026-10-20T12:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_deadline_is_told_in_time_and_once_a_series() {
        let config = config();
        let gaps = vec![gap(1, 3), gap(1, 4), gap(1, 9), gap(2, 5)];
        let books = Books { gaps, ..Books::default() };
        for (now, word) in [
            ("2026-10-20T12:00:00Z", "ok"),
            ("2026-11-04T12:00:00Z", "ok"),
            ("2026-11-05T12:00:00Z", "warn"),
            ("2026-11-11T02:59:00Z", "warn"),
            ("2026-11-11T03:00:00Z", "FAULT"),
        ] {
            let checks = deadlines(&config, &books, now.parse().unwrap());
            assert_eq!(checks.len(), 1);
            let line = checks[0].to_string();
            assert!(line.starts_with(word), "{now}: {line}");
            assert!(line.contains("3 numbers without a note (3..4, 9)"), "{line}");
            assert!(line.contains("until 2026-11-10"), "{line}");
        }
    }

    #[test]
    fn a_first_number_is_heard_once() {
        let config = config();
        let mut establishment = config.sellers[0].seller.establishments[0].clone();
        let row = |first, next| SeriesRow {
            tp_amb: 1,
            cnpj: CNPJ.to_owned(),
            serie: 1,
            first,
            last: next - 1,
            next,
            taken: 1,
            authorized: 1,
            gaps: 0,
            fates: BTreeMap::new(),
        };
        for (first, started, word, part) in [
            (100, None, "ok", "100 will be its first number"),
            (1, Some(row(1, 58)), "ok", "goes on at 58; first_number 1 is ignored"),
            (58, Some(row(1, 58)), "ok", "goes on at 58"),
            (50, Some(row(50, 58)), "ok", "first_number 50 is ignored: it has begun"),
            (70, Some(row(1, 58)), "warn", "58 to 69 will not be ours"),
        ] {
            establishment.first_number = first;
            let line = first_number(&establishment, started.as_ref()).to_string();
            assert!(line.starts_with(word) && line.contains(part), "{line}");
        }
    }

    #[test]
    fn a_request_without_an_answer_is_told_after_minutes() {
        let row = InutRow {
            id: 1,
            tp_amb: 1,
            cnpj: CNPJ.to_owned(),
            serie: 1,
            first: 3,
            last: 4,
            x_just: "sem uso, envio cancelado".to_owned(),
            by: "ana".to_owned(),
            request: crate::domain::Digest::of(b"x"),
            asked_at: "2026-11-20T12:00:00Z".parse().unwrap(),
            state: "sending".to_owned(),
            c_stat: None,
            n_prot: None,
            dh_recbto: None,
            proc: None,
        };
        assert!(open_request(&row, "2026-11-20T12:01:00Z".parse().unwrap()).is_none());
        let check = open_request(&row, "2026-11-20T12:06:00Z".parse().unwrap()).unwrap();
        let line = check.to_string();
        assert!(line.starts_with("warn") && line.contains("numbers inutilize 3..4"), "{line}");
    }
}
