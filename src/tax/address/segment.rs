//! The lines in parts, and the parts that only repeat what has a tag of its own.

use crate::domain::Uf;
use crate::domain::text::{fold, latin1};

use super::number::number;
use super::terms;

/// One part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// Which line it stands in.
    pub(super) line: usize,
    /// As it was written.
    pub(super) text: String,
    /// Whether the city, the unit or the postal code followed: where a district stands.
    pub(super) before_city: bool,
}

/// What the address says in other fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The city, as it was typed and by its official name.
    pub(super) cities: Vec<String>,
    /// The unit.
    pub(super) uf: Option<Uf>,
    /// The digits of the postal code.
    pub(super) cep: String,
    /// The district.
    pub(super) district: Option<String>,
}

/// Parts between commas, semicolons, bars and hyphens with space beside them.
pub(super) fn segments(line: &str) -> Vec<String> {
    let tokens: Vec<&str> = line.split_inclusive([',', ';', '|']).collect();
    let mut parts: Vec<String> = Vec::new();
    let mut open = String::new();
    for (place, token) in tokens.iter().enumerate() {
        open.push_str(token);
        let next = tokens.get(place + 1).copied().unwrap_or_default();
        if !is_decimal(&open, next) {
            parts.push(std::mem::take(&mut open));
        }
    }
    parts
        .iter()
        .flat_map(|it| {
            it.trim_end_matches([',', ';', '|'])
                .replace("- ", " - ")
                .replace(" -", " - ")
                .split(" - ")
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .map(|it| it.trim_matches(['-', ' ']).to_owned())
        .map(|it| latin1(&it, usize::MAX))
        .filter(|it| it.chars().any(char::is_alphanumeric))
        .collect()
}

/// `km 12,5`: that comma parts nothing.
fn is_decimal(open: &str, next: &str) -> bool {
    let before = fold(open.trim_end_matches(','));
    let number = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    open.ends_with(',')
        && number.len() < before.len()
        && number.trim_end().ends_with("KM")
        && next.starts_with(|c: char| c.is_ascii_digit())
}

/// All parts of all lines, without those that only repeat another field.
pub(super) fn parts(lines: &[String], known: &Known) -> Vec<Segment> {
    let all = lines.iter().enumerate().flat_map(|(line, text)| {
        segments(text).into_iter().map(move |text| Segment { line, text, before_city: false })
    });
    let mut kept: Vec<Segment> = Vec::new();
    for segment in all {
        // The first part is the street, even where it is called as the city; a number is a number,
        // even where the district is called as one.
        let house = number(&segment.text).is_some_and(|it| it.rest.is_empty());
        if !kept.is_empty() && !house && known.repeats(&segment.text) {
            if let Some(last) = kept.last_mut() {
                last.before_city |= !known.is_district(&segment.text);
            }
            continue;
        }
        kept.push(segment);
    }
    kept
}

impl Known {
    /// Whether every word of a text stands in another field already.
    pub(super) fn repeats(&self, text: &str) -> bool {
        let mut words = words(text);
        let mut phrases: Vec<Vec<String>> = self.cities.iter().map(|it| self::words(it)).collect();
        phrases.extend(self.district.iter().map(|it| self::words(it)));
        phrases
            .extend(self.uf.iter().flat_map(|uf| [words_of(uf.sigla()), self::words(uf.name())]));
        phrases.extend(["CEP", "BRASIL", "BRAZIL", "BAIRRO"].map(words_of));
        phrases.retain(|it| !it.is_empty());
        let any = !words.is_empty();
        while !words.is_empty() {
            let rest = phrases.iter().find_map(|it| words.strip_prefix(it.as_slice()));
            let rest = rest.or_else(|| self.without_cep(&words));
            let Some(rest) = rest else { return false };
            words = rest.to_vec();
        }
        any
    }

    fn without_cep<'a>(&self, words: &'a [String]) -> Option<&'a [String]> {
        let (first, rest) = words.split_first()?;
        if self.cep.is_empty() {
            return None;
        }
        if *first == self.cep {
            return Some(rest);
        }
        let (second, rest) = rest.split_first()?;
        (self.cep == format!("{first}{second}")).then_some(rest)
    }

    fn is_district(&self, text: &str) -> bool {
        let same = |it: &String| terms::district_key(it) == terms::district_key(text);
        self.district.as_ref().is_some_and(same)
    }
}

fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty());
    words.map(str::to_owned).collect()
}

fn words_of(word: &str) -> Vec<String> {
    vec![word.to_owned()]
}
