//! `cMun` wherever it stands: its check digit, and the UF that it begins with.

use crate::domain::Uf;

use super::super::read::Document;
use super::Disputes;

/// Where a municipality stands, where its UF stands, and the rules for digit and UF.
const PLACES: [(&str, &str, &str, &str); 5] = [
    ("ide/cMunFG", "emit/enderEmit/UF", "270", "271"),
    ("emit/enderEmit/cMun", "emit/enderEmit/UF", "272", "273"),
    ("dest/enderDest/cMun", "dest/enderDest/UF", "274", "275"),
    ("retirada/cMun", "retirada/UF", "276", "277"),
    ("entrega/cMun", "entrega/UF", "278", "279"),
];

/// Municipalities whose last digit is not the computed one: IBGE keeps them as they are.
const ODD: [&str; 9] = [
    "2201919", "2201988", "2202251", "2611533", "3117836", "3152131", "4305871", "5203939",
    "5203962",
];

pub(super) fn check(disputes: &mut Disputes, document: &Document) {
    for (path, uf, digit, state) in PLACES {
        // Whether the group must be there is another rule's.
        let Some(c_mun) = document.value(path) else { continue };
        let uf = Uf::parse(document.value(uf).unwrap_or_default());
        let code = uf.map(|it| it.code().to_string()).unwrap_or_default();
        // The place of a buyer is not told.
        disputes.holds(digit, path, "a municipality with its digit", has_digit(c_mun));
        disputes.holds(state, path, "a municipality of the UF", c_mun.get(..2) == Some(&*code));
    }
}

/// Weights 1 and 2 in turn, with the digits of each product added up.
pub(super) fn has_digit(c_mun: &str) -> bool {
    let digits: Option<Vec<u32>> = c_mun.chars().map(|c| c.to_digit(10)).collect();
    let Some([body @ .., check]) = digits.as_deref() else { return false };
    let weighed = body.iter().zip([1, 2].into_iter().cycle()).map(|(d, weight)| d * weight);
    let sum: u32 = weighed.map(|it| it / 10 + it % 10).sum();
    body.len() == 6 && (ODD.contains(&c_mun) || (10 - sum % 10) % 10 == *check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_municipality_checks_itself_but_for_nine() {
        for good in ["3550308", "3304557", "5300108", "5101837"].iter().chain(&ODD) {
            assert!(has_digit(good), "{good}");
        }
        for bad in ["3550309", "355030", "35503080", "", "355030X", "2201918"] {
            assert!(!has_digit(bad), "{bad}");
        }
    }
}
