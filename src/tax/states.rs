//! The table of the states' rates.

use std::sync::OnceLock;

use jiff::civil::Date;

use crate::domain::codes::Orig;
use crate::domain::{Rate, Uf};

/// The states' rates: internal ICMS and the general poverty fund. A row without `valid_from` has
/// held for longer than the table looks back.
const TABLE: &str = include_str!("icms_uf.tsv");

/// One state's rates from one day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    uf: Uf,
    valid_from: Option<Date>,
    /// `pICMS` inside the state, `pICMSUFDest` into it.
    pub(super) p_icms: Rate,
    /// `pFCPUFDest` on ordinary goods: only RJ, AL and SE have one.
    pub(super) p_fcp: Rate,
    /// Whether DIFAL's base holds DIFAL.
    pub(super) gross_up: bool,
}

/// The rates of this state on this day, where the table knows them.
pub(super) fn internal(uf: Uf, day: Date) -> Option<State> {
    static ROWS: OnceLock<Vec<State>> = OnceLock::new();
    let rows = ROWS.get_or_init(|| TABLE.lines().skip(1).filter_map(row).collect());
    let of_day = rows.iter().filter(|it| it.uf == uf && it.valid_from.is_none_or(|it| it <= day));
    of_day.max_by_key(|it| it.valid_from).copied()
}

fn row(line: &str) -> Option<State> {
    let mut cells = line.split('\t');
    let (uf, p_icms, p_fcp, from) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let valid_from = if from.is_empty() { None } else { Some(from.parse().ok()?) };
    let (p_icms, p_fcp) = (Rate::parse(p_icms).ok()?, Rate::parse(p_fcp).ok()?);
    Some(State { uf: Uf::parse(uf)?, valid_from, p_icms, p_fcp, gross_up: false })
}

const FOUR: Rate = Rate::from_ten_thousandths(40_000);
const SEVEN: Rate = Rate::from_ten_thousandths(70_000);
const TWELVE: Rate = Rate::from_ten_thousandths(120_000);

/// The rate between two states: 4 % for imported goods (Resolução do Senado 13/2012; rules 663
/// and 697), else 7 % from the South and Southeast without ES to everybody else, else 12 %
/// (Resolução do Senado 22/1989; rules 693 and 698).
pub(super) fn interstate(from: Uf, to: Uf, orig: Orig) -> Rate {
    match (orig.is_imported(), is_south_or_southeast(from), is_south_or_southeast(to)) {
        (true, _, _) => FOUR,
        (false, true, false) => SEVEN,
        (false, true, true) | (false, false, _) => TWELVE,
    }
}

/// Without Espírito Santo, as the resolution says.
fn is_south_or_southeast(uf: Uf) -> bool {
    matches!(uf, Uf::Sp | Uf::Rj | Uf::Mg | Uf::Pr | Uf::Sc | Uf::Rs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn every_row_is_read_and_every_state_has_one() {
        assert_eq!(TABLE.lines().skip(1).filter_map(row).count(), TABLE.lines().count() - 1);
        for uf in Uf::ALL {
            let rates = internal(*uf, day("2026-11-21")).unwrap();
            assert!(rates.p_icms >= TWELVE, "{uf}");
        }
    }

    #[test]
    fn rates_have_their_day() {
        let rate = |uf, on: &str| internal(uf, day(on)).map(|it| it.p_icms.two_decimals());
        assert_eq!(rate(Uf::Al, "2026-03-31").as_deref(), Some("19.00"));
        assert_eq!(rate(Uf::Al, "2026-04-01").as_deref(), Some("20.50"));
        assert_eq!(rate(Uf::Sp, "2020-01-01").as_deref(), Some("18.00"));
        assert_eq!(rate(Uf::Ma, "2024-01-01"), None);
    }

    #[test]
    fn only_three_states_have_a_general_fund() {
        let with: Vec<&str> = Uf::ALL
            .iter()
            .filter(|uf| !internal(**uf, day("2026-11-21")).unwrap().p_fcp.is_zero())
            .map(|uf| uf.sigla())
            .collect();
        assert_eq!(with, ["AL", "RJ", "SE"]);
    }

    #[test]
    fn the_way_decides_between_states() {
        let rate = |from, to, orig: &str| interstate(from, to, Orig::parse(orig).unwrap());
        assert_eq!(rate(Uf::Sp, Uf::Rj, "0"), TWELVE);
        assert_eq!(rate(Uf::Sp, Uf::Ba, "0"), SEVEN);
        assert_eq!(rate(Uf::Sp, Uf::Es, "0"), SEVEN);
        assert_eq!(rate(Uf::Es, Uf::Sp, "0"), TWELVE);
        assert_eq!(rate(Uf::Ba, Uf::Sp, "5"), TWELVE);
        for orig in ["1", "2", "3", "8"] {
            assert_eq!(rate(Uf::Sp, Uf::Ba, orig), FOUR);
        }
    }
}
