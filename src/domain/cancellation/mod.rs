//! How long a note may be cancelled, by state (Ajuste SINIEF 07/05: 24 hours where the state has no
//! other rule; MOC 7.0, 2P12-14).

use std::collections::HashMap;
use std::sync::OnceLock;

use super::Uf;

/// `uf`, `plain_hours`, `late_hours` (empty: none; `any`: no end that we know), `late_n_seq`,
/// `after`, `valid_from`, `source`, `certainty`.
const TABLE: &str = include_str!("uf.tsv");

/// What a state takes, counted from the authorisation. A configuration may set other hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Hours in which a cancellation is registered without more ado.
    pub plain_hours: u32,
    /// What is taken after them by this service, if anything.
    pub late: Option<Late>,
    /// What is left when nothing is taken any more.
    pub after: After,
}

/// *Cancelamento extemporâneo* by event: a person decides, for it may cost a fine or want leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// Hours from the authorisation at which it ends too; none: no end that we know.
    pub hours: Option<u32>,
    /// `nSeqEvento` that the state wants: Minas Gerais takes a late one above 1 only.
    pub n_seq: u8,
}

/// What a state has in place of a cancellation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// NF-e de estorno, `finNFe` 3: the goods never left.
    Reversal,
    /// NF-e de devolução, `finNFe` 4.
    Return,
    /// No rule that we know: the state says.
    PerState,
}

/// The national rule.
const NATIONAL: Window = Window { plain_hours: 24, late: None, after: After::PerState };

/// What this state takes.
pub fn window(uf: Uf) -> Window {
    // Every state has its row, which a test holds; the national rule is what a state without one
    // would have.
    table().get(&uf).copied().unwrap_or(NATIONAL)
}

fn table() -> &'static HashMap<Uf, Window> {
    static ROWS: OnceLock<HashMap<Uf, Window>> = OnceLock::new();
    ROWS.get_or_init(|| TABLE.lines().skip(1).filter_map(row).collect())
}

fn row(line: &str) -> Option<(Uf, Window)> {
    let mut cells = line.split('\t');
    let uf = cells.next().and_then(Uf::parse)?;
    let plain_hours = cells.next()?.parse().ok()?;
    let late = match (cells.next()?, cells.next()?) {
        ("", "") => None,
        ("any", n_seq) => Some(Late { hours: None, n_seq: n_seq.parse().ok()? }),
        (hours, n_seq) => {
            Some(Late { hours: Some(hours.parse().ok()?), n_seq: n_seq.parse().ok()? })
        }
    };
    let after = match cells.next()? {
        "reversal" => After::Reversal,
        "return" => After::Return,
        "state" => After::PerState,
        _ => return None,
    };
    Some((uf, Window { plain_hours, late, after }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_state_stands_once_and_whole() {
        let mut seen = BTreeSet::new();
        for line in TABLE.lines().skip(1) {
            let (uf, window) = row(line).unwrap_or_else(|| panic!("not a row: {line}"));
            assert_eq!(line.split('\t').count(), 8, "{line}");
            assert!(line.split('\t').skip(6).all(|cell| !cell.is_empty()), "{line}");
            assert!(seen.insert(uf), "{uf} stands twice");
            assert!((1..=168).contains(&window.plain_hours), "{uf}");
            if let Some(late) = window.late {
                assert!((1..=20).contains(&late.n_seq), "{uf}");
                assert!(late.hours.is_none_or(|hours| hours > window.plain_hours), "{uf}");
            }
        }
        assert_eq!(seen.len(), Uf::ALL.len());
    }

    #[test]
    fn states_with_rules_of_their_own() {
        let late = |hours, n_seq| Some(Late { hours, n_seq });
        for (uf, plain_hours, late, after) in [
            (Uf::Sp, 24, late(Some(480), 1), After::Return),
            (Uf::Mg, 24, late(None, 2), After::PerState),
            (Uf::Rs, 168, None, After::Reversal),
            (Uf::Pr, 168, None, After::Reversal),
            (Uf::Pb, 24, None, After::Return),
            (Uf::Sc, 24, None, After::Return),
            (Uf::Mt, 2, None, After::PerState),
            (Uf::Ro, 24, None, After::PerState),
            (Uf::Pi, 24, None, After::PerState),
        ] {
            assert_eq!(window(uf), Window { plain_hours, late, after }, "{uf}");
        }
        let own = [Uf::Sp, Uf::Mg, Uf::Rs, Uf::Pr, Uf::Pb, Uf::Sc, Uf::Mt];
        for uf in Uf::ALL.iter().filter(|uf| !own.contains(uf)) {
            assert_eq!(window(*uf), NATIONAL, "{uf}");
        }
    }

    #[test]
    fn faulty_rows_are_no_rows() {
        for line in [
            "",
            "SP",
            "XX\t24\t\t\tstate",
            "SP\tx\t\t\tstate",
            "SP\t24\t480\t\tstate",
            "SP\t24\t\t1\tstate",
            "SP\t24\tlong\t1\tstate",
            "SP\t24\tany\tx\tstate",
            "SP\t24\t\t\tnothing",
            "SP\t24\t\t",
        ] {
            assert_eq!(row(line), None, "{line}");
        }
        let good = row("SP\t24\tany\t1\tstate").unwrap().1;
        assert_eq!(good.late, Some(Late { hours: None, n_seq: 1 }));
    }
}
