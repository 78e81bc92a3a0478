//! `cMun` by federative unit and name: Amazon sends a name as somebody typed it, the layout wants
//! IBGE's number.
//!
//! A name is found, or it is not: what only looks or sounds like one is a guess, for a person.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::domain::Uf;
use crate::domain::codes::CMun;

use spelling::{distance, letters, readings, sound, without_particles, words};

mod spelling;

#[cfg(test)]
mod tests;

/// One municipality, by its official name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// `cMun`.
    pub c_mun: CMun,
    /// Its unit.
    pub uf: Uf,
    /// `xMun`.
    pub x_mun: &'static str,
}

/// `cMun`, `UF`, official name: IBGE's division of the territory, 5,571 of them (with
/// 5101837 in MT, which is of 2025).
const TABLE: &str = include_str!("municipios.tsv");

/// Names that are no longer, or never were, official; each with its source. Of the kinds, `old`,
/// `spelling` and `short` name one municipality for everybody who uses them. `region` is an
/// administrative region of the Distrito Federal, whose only municipality is its capital.
/// `district` is a place inside a municipality: it may be meant or not, so it is a guess.
const NAMES: &str = include_str!("names.tsv");

/// Most words in a name: a hostile one must not cost a search.
const WORDS_MAX: usize = 12;

struct Index {
    all: Vec<Municipality>,
    /// The letters of each name of `all`, in its order: for comparing.
    letters: Vec<Vec<char>>,
    /// By unit and letters alone, other names among them; then by letters without particles.
    exact: HashMap<(Uf, String), usize>,
    loose: HashMap<(Uf, String), usize>,
    /// By unit and sound: empty where two sound alike.
    sound: HashMap<(Uf, String), Option<usize>>,
    /// Places inside a municipality.
    districts: HashMap<(Uf, String), usize>,
    /// Names that an administrative region bears.
    regions: BTreeSet<(Uf, String)>,
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let all: Vec<Municipality> = TABLE.lines().skip(1).filter_map(row).collect();
        let mut index = Index {
            exact: HashMap::new(),
            loose: HashMap::new(),
            sound: HashMap::new(),
            districts: HashMap::new(),
            regions: BTreeSet::new(),
            letters: all.iter().map(|it| letters(&words(it.x_mun)).chars().collect()).collect(),
            all,
        };
        for (place, it) in index.all.iter().enumerate() {
            let words = words(it.x_mun);
            index.exact.insert((it.uf, letters(&words)), place);
            index.loose.insert((it.uf, letters(&without_particles(&words))), place);
            let heard = (it.uf, sound(&words));
            index.sound.entry(heard).and_modify(|it| *it = None).or_insert(Some(place));
        }
        for (uf, name, official, kind) in NAMES.lines().skip(1).filter_map(other_name) {
            let Some(place) = index.exact.get(&(uf, letters(&words(official)))).copied() else {
                continue;
            };
            let key = (uf, letters(&words(name)));
            if kind == "district" {
                index.districts.insert(key, place);
                continue;
            }
            if kind == "region" {
                index.regions.insert(key.clone());
            }
            index.exact.entry(key).or_insert(place);
        }
        index
    })
}

fn row(line: &'static str) -> Option<Municipality> {
    let mut cells = line.split('\t');
    let (c_mun, uf, x_mun) = (cells.next()?, cells.next()?, cells.next()?);
    Some(Municipality { c_mun: CMun::parse(c_mun).ok()?, uf: Uf::parse(uf)?, x_mun })
}

/// (unit, name, official name, kind)
fn other_name(line: &'static str) -> Option<(Uf, &'static str, &'static str, &'static str)> {
    let mut cells = line.split('\t');
    let (uf, name, official, kind) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    Some((Uf::parse(uf)?, name, official, kind))
}

/// Finds a municipality of this unit by a name as people write it: any case, without accents,
/// with or without apostrophes and hyphens, with `S.`, `Sta.`, `Gov.`, with the unit behind it,
/// by an old name.
pub fn find(uf: Uf, name: &str) -> Option<&'static Municipality> {
    let words = words(name);
    if words.len() > WORDS_MAX {
        return None;
    }
    find_words(uf, &words).or_else(|| find_words(uf, &dressed_down(uf, words)?))
}

/// Without what people put around a name: `Cidade de`, the unit, the country. `None` when nothing
/// of the kind is there.
fn dressed_down(uf: Uf, words: Vec<String>) -> Option<Vec<String>> {
    let before = words.len();
    let mut bare = words.as_slice();
    if let [first, particle, rest @ ..] = bare
        && matches!(first.as_str(), "CIDADE" | "MUNICIPIO")
        && matches!(particle.as_str(), "DE" | "DO" | "DA")
    {
        bare = rest;
    }
    let unit = spelling::words(uf.name());
    loop {
        if let Some(rest) = bare.strip_suffix(unit.as_slice())
            && !rest.is_empty()
        {
            bare = rest;
            continue;
        }
        match bare.split_last() {
            Some((last, rest))
                if last == uf.sigla()
                    || matches!(last.as_str(), "BRASIL" | "BRAZIL" | "CAPITAL") =>
            {
                bare = rest;
            }
            Some(_) | None => break,
        }
    }
    (bare.len() < before).then(|| bare.to_vec())
}

fn find_words(uf: Uf, words: &[String]) -> Option<&'static Municipality> {
    let index = index();
    let exact = |words: &[String]| index.exact.get(&(uf, letters(words))).copied();
    // What stands there word for word is meant, whatever it might abbreviate.
    if let Some(place) = exact(words) {
        return index.all.get(place);
    }
    let loose = |words: &[String]| index.loose.get(&(uf, letters(&without_particles(words))));
    let hits: BTreeSet<usize> = readings(words)
        .into_iter()
        .filter_map(|reading| exact(&reading).or_else(|| loose(&reading).copied()))
        .collect();
    // An abbreviation that fits two municipalities names neither.
    match (hits.len(), hits.first()) {
        (1, Some(place)) => index.all.get(*place),
        _ => None,
    }
}

/// The municipality of this unit that was probably meant, when one is near: for a person to judge.
/// A place inside it, a part of what was written, the same sound, or a slip or two of the pen.
pub fn guess(uf: Uf, name: &str) -> Option<&'static Municipality> {
    let index = index();
    let sought = words(name);
    if sought.is_empty() || sought.len() > WORDS_MAX {
        return None;
    }
    let inside = index.districts.get(&(uf, letters(&sought))).copied();
    let heard = || index.sound.get(&(uf, sound(&sought))).copied().flatten();
    if let Some(place) = inside.or_else(heard) {
        return index.all.get(place);
    }
    let parts = name.rsplit(['-', '/', ',', '(', ')']).take(WORDS_MAX);
    if let Some(found) = parts.filter(|it| *it != name).find_map(|part| find(uf, part)) {
        return Some(found);
    }
    let sought: Vec<char> = letters(&sought).chars().take(80).collect();
    let named = index.all.iter().zip(&index.letters).filter(|(it, _)| it.uf == uf);
    let near = named.map(|(it, official)| (distance(&sought, official), it));
    let (far, best) = near.min_by_key(|(far, it)| (*far, it.c_mun.clone()))?;
    (far * 3 <= sought.len()).then_some(best)
}

/// The only municipality of any unit that bears this name.
pub(super) fn of_any_unit(name: &str) -> Option<&'static Municipality> {
    let mut found = Uf::ALL.iter().filter_map(|uf| find(*uf, name));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Whether the name is that of an administrative region, which says more than the municipality.
pub(super) fn is_region(uf: Uf, name: &str) -> bool {
    index().regions.contains(&(uf, letters(&words(name))))
}
