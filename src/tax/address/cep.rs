//! `CEP` and whose it is.

use std::sync::OnceLock;

use crate::domain::Uf;
use crate::domain::codes::Cep;

/// Ranges of postal codes by unit, each with its source: thirty of them, no two overlap, and
/// what lies in none is nobody's (below 01000-000, 78900-000 to 78999-999).
const RANGES: &str = include_str!("cep_uf.tsv");

struct Range {
    uf: Uf,
    from: String,
    to: String,
}

fn ranges() -> &'static [Range] {
    static ALL: OnceLock<Vec<Range>> = OnceLock::new();
    ALL.get_or_init(|| {
        let row = |line: &str| {
            let mut cells = line.split('\t');
            let uf = Uf::parse(cells.next()?)?;
            Some(Range { uf, from: cells.next()?.to_owned(), to: cells.next()?.to_owned() })
        };
        RANGES.lines().skip(1).filter_map(row).collect()
    })
}

/// The unit that a postal code belongs to. Eight digits compare as text.
pub(super) fn uf_of(cep: &str) -> Option<Uf> {
    let within = |it: &&Range| it.from.as_str() <= cep && cep <= it.to.as_str();
    ranges().iter().find(within).map(|it| it.uf)
}

/// Reads a postal code, with or without its name before it.
pub(super) fn parse(text: &str) -> Option<Cep> {
    let text = text.trim();
    let named = text.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("CEP"));
    let digits = if named { text.get(3..).unwrap_or_default() } else { text };
    Cep::parse(digits.trim_start_matches([':', '.', ' '])).ok()
}

/// What a postal code of seven digits was before a spreadsheet took its zero, if that is a code
/// of this unit.
pub(super) fn with_its_zero(text: &str, uf: Option<Uf>) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | '-' | ' ')).collect();
    let whole = Cep::parse(&format!("0{digits}")).ok()?;
    let found = uf_of(whole.as_str())?;
    uf.is_none_or(|it| it == found).then(|| whole.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_are_whole_and_do_not_overlap() {
        assert_eq!(ranges().len(), 30);
        assert_eq!(RANGES.lines().count(), 31);
        for it in ranges() {
            assert!(Cep::parse(&it.from).is_ok() && Cep::parse(&it.to).is_ok() && it.from < it.to);
        }
        let mut sorted: Vec<&Range> = ranges().iter().collect();
        sorted.sort_by_key(|it| &it.from);
        assert!(sorted.windows(2).all(|pair| pair[0].to < pair[1].from));
        for uf in Uf::ALL {
            assert!(ranges().iter().any(|it| it.uf == *uf), "{uf}");
        }
    }

    #[test]
    fn a_code_has_a_unit_or_none() {
        for (cep, uf) in [
            ("01000000", Some(Uf::Sp)),
            ("19999999", Some(Uf::Sp)),
            ("20000000", Some(Uf::Rj)),
            ("69300000", Some(Uf::Rr)),
            ("69400000", Some(Uf::Am)),
            ("72800000", Some(Uf::Go)),
            ("73000000", Some(Uf::Df)),
            ("73700000", Some(Uf::Go)),
            ("99999999", Some(Uf::Rs)),
            ("00999999", None),
            ("78900000", None),
            ("78999999", None),
        ] {
            assert_eq!(uf_of(cep), uf, "{cep}");
        }
    }

    #[test]
    fn people_write_it_in_many_ways() {
        for text in ["01310-100", "01310100", "01.310-100", "CEP 01310-100", "cep: 01310 100"] {
            assert_eq!(parse(text).unwrap().as_str(), "01310100", "{text}");
        }
        for text in ["", "CEP", "1310-100", "O1310-100", "013101000", "çç01310100"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(with_its_zero("1310-100", Some(Uf::Sp)).as_deref(), Some("01310100"));
        assert_eq!(with_its_zero("1310-100", Some(Uf::Rj)), None);
        assert_eq!(with_its_zero("x", None), None);
    }
}
