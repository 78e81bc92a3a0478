//! Until when the rules by date know the law.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::check::Check;
use crate::config::Config;
use crate::domain::Timestamp;
use crate::tax::rules::{Gap, Levy};

/// So many days before the rules end somebody must write the next ones.
const WARN_DAYS: i32 = 60;
const REMEDY: &str = "write the law that follows into tables of a folder, each row with its \
                      source, and name it in [tax] rules; or install the version that has it";

/// The rules, what the seller laid over them, and the first day that they do not know.
pub(super) fn checks(config: &Config, now: Timestamp) -> Vec<Check> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let mut checks = vec![rules(config, today)];
    for (uf, table) in &config.tax.ibpt {
        let (check, rows) = (format!("config.tax.ibpt.{uf}"), table.len());
        let sha: String = table.digest().as_str().chars().take(12).collect();
        checks.push(match table.until() {
            Some(until) if until >= today => {
                Check::ok(&check, format!("{rows} rows until {until} (SHA-256 {sha})"))
            }
            Some(until) => {
                let found = format!("{rows} rows, the last until {until}: vTotTrib is left out");
                Check::warn(&check, found, "fetch IBPT's table of these months")
            }
            None => Check::warn(&check, "no row of goods", "fetch IBPT's table again"),
        });
    }
    checks
}

fn rules(config: &Config, today: Date) -> Check {
    let rules = &config.tax.rules;
    let mut crts: Vec<u8> = config.sellers.iter().map(|it| it.seller.crt.code()).collect();
    crts.sort_unstable();
    crts.dedup();
    let profiles = || config.tax_profiles.values();
    let ipi = profiles().any(|it| it.ipi.is_some()).then_some(Levy::Ipi);
    let is = profiles().any(|it| it.is.is_some()).then_some(Levy::Is);
    let levies: Vec<Levy> = ipi.into_iter().chain(is).collect();
    let sha: String = rules.digest().as_str().chars().take(12).collect();
    let own = match &config.tax.rules_folder {
        Some(folder) => format!("{}: {} rows of its own", folder.display(), rules.own_rows()),
        None => "as they ship".to_owned(),
    };
    let known = format!("{own} (SHA-256 {sha})");
    until(&known, rules.gap(&crts, &levies, today), today)
}

fn until(known: &str, gap: Option<Gap>, today: Date) -> Check {
    let Some(gap) = gap else {
        return Check::ok("config.tax.rules", format!("{known}, no day without a rule"));
    };
    let days = today.until(gap.day).map_or(0, |it| it.get_days());
    let tables = gap.tables.join(", ");
    let found = format!("{known}, nothing known from {} on: {tables}", gap.day);
    match days {
        ..=0 => Check::fault("config.tax.rules", format!("{found}; every draft is held"), REMEDY),
        1..=WARN_DAYS => {
            let found = format!("{found}; from then on every draft is held");
            Check::warn("config.tax.rules", found, REMEDY)
        }
        _ => Check::ok("config.tax.rules", found),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::Status;
    use super::*;
    use crate::tax::rules::Rules;

    #[test]
    fn the_end_of_the_rules_is_told_sixty_days_before() {
        let of = |today: &str| {
            let today = today.parse().unwrap();
            until("as they ship", Rules::shipped().gap(&[1, 3], &[], today), today)
        };
        assert_eq!(of("2026-11-01").status, Status::Ok);
        let soon = of("2026-11-02");
        assert_eq!(soon.status, Status::Warn);
        assert!(soon.to_string().contains("nothing known from 2027-01-01 on"), "{soon}");
        assert!(soon.to_string().contains("contributions.tsv, ibs_cbs.tsv"), "{soon}");
        assert_eq!(of("2026-12-31").status, Status::Warn);
        assert_eq!(of("2027-01-01").status, Status::Fault);
        let today = "2027-01-01".parse().unwrap();
        assert_eq!(until("all", None, today).status, Status::Ok);
    }
}
