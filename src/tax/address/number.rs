//! A house number, as people write it.

use super::terms::{
    bare, begins_complement, begins_unit, is_ordinal, is_particle, is_quadra, is_sector,
    no_house_follows, stands_alone,
};

/// `nro` where there is none, as the layout's own text suggests.
pub(super) const NO_NUMBER: &str = "S/N";
/// Longest text taken for a number; a longer one is text.
const NUMBER_MAX: usize = 12;

/// A number at the beginning of a text, and what follows it.
pub(super) struct Number {
    pub(super) nro: String,
    pub(super) rest: String,
    /// Whether somebody said that it is one (`nº 12`, `s/n`).
    pub(super) said: bool,
}

/// The number that a text begins with.
pub(super) fn number(text: &str) -> Option<Number> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    number_of(&tokens)
}

fn number_of(tokens: &[&str]) -> Option<Number> {
    let (first, rest) = tokens.split_first()?;
    let second = rest.first().copied().unwrap_or_default();
    let found = |nro: &str, rest: &[&str], said| {
        let rest = rest.join(" ");
        let rest = rest.trim_start_matches(['-', ' ']).to_owned();
        Some(Number { nro: nro.to_owned(), rest, said })
    };
    let after_second = rest.split_first().map_or(rest, |(_, it)| it);
    match bare(first).as_str() {
        "S/N" | "SN" | "S/NO" | "S-N" | "S/NUMERO" => return found(NO_NUMBER, rest, true),
        "SEM" if matches!(bare(second).as_str(), "NUMERO" | "NRO" | "NUM" | "N") => {
            return found(NO_NUMBER, after_second, true);
        }
        "N" | "NO" | "NR" | "NRO" | "NUM" | "NUMERO" | "#" if digits(second).is_some() => {
            return found(digits(second)?, after_second, true);
        }
        _ => {}
    }
    let marked = first.trim_start_matches(['n', 'N']).trim_start_matches(['o', 'º', '°', '.', '#']);
    if marked.len() < first.len()
        && let Some(nro) = digits(marked)
    {
        return found(nro, rest, true);
    }
    // `7 de Setembro` is a name, `2 andar` a floor, `2a Travessa` the second of its name.
    let next = bare(second);
    let is_name = matches!(next.as_str(), "ANDAR" | "PAVIMENTO") || is_particle(second);
    let first_of = is_ordinal(first) && super::terms::is_street_word(second);
    let nro = digits(first).filter(|_| !is_name && !first_of)?;
    found(nro, rest, false)
}

/// `700`, `700A`, `12-B`, `12/14`, `1.234`: a house number as it is written. Not a postal code.
fn digits(token: &str) -> Option<&str> {
    let token = token.trim_end_matches(['.', '-']);
    let letters = token.chars().filter(char::is_ascii_alphabetic).count();
    let figures: Vec<usize> = token.split('-').map(str::len).collect();
    let postal =
        letters == 0 && (figures == [5, 3] || (figures == [8] && !token.contains(['.', '/'])));
    let legal = token.starts_with(|c: char| c.is_ascii_digit())
        && token.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-'))
        && letters <= 1
        && !postal
        && token.len() <= NUMBER_MAX;
    legal.then_some(token)
}

/// A number inside the street's own words: `Av. Paulista 1578 ap 12`. The first two words are
/// never it (`Rua 10`, `SQS 308`), unless somebody said so.
pub(super) fn inside(text: &str, said: bool) -> Option<(String, Number)> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    // `Quadra 12 CL 8`: blocks have names, and no house numbers.
    if !said && tokens.first().is_some_and(|it| is_quadra(it)) {
        return None;
    }
    let mut last = None;
    for place in 1..tokens.len() {
        let (before, after) = tokens.split_at_checked(place)?;
        let Some(found) = number_of(after).filter(|it| it.said == said) else { continue };
        if !said && (place < 2 || no_house_follows(before)) {
            continue;
        }
        let certain = said || begins_complement(&found.rest);
        last = Some((before.join(" "), found));
        if certain {
            break;
        }
    }
    last
}

/// `700 Rua Augusta`: the number came first.
pub(super) fn leading(text: &str) -> Option<(String, String)> {
    let (first, rest) = text.split_once(' ')?;
    let nro = digits(first).filter(|it| !is_ordinal(it))?;
    super::terms::is_street(rest).then(|| (nro.to_owned(), rest.to_owned()))
}

/// `Rua J 45 Qd. 98`: where quadras and lots number the houses, a letter and a number are a name.
pub(super) fn is_lettered(head: &str, complement: Option<&String>) -> bool {
    let tokens: Vec<&str> = head.split_whitespace().collect();
    let lettered = matches!(tokens.as_slice(), [_, letter, _] if letter.chars().count() == 1);
    let first = complement.and_then(|it| it.split_whitespace().next()).unwrap_or_default();
    lettered && is_quadra(first)
}

/// `Rua Augusta-2100`: a long word and a number with nothing but a hyphen between them. A short
/// one is the name of a road or a block: `BR-101`, `T-37`.
pub(super) fn glued(text: &str) -> Option<(String, String)> {
    let (before, after) = text.rsplit_once('-')?;
    let word = before.rsplit(' ').next().unwrap_or_default();
    let long = word.chars().count() >= 4 && word.chars().all(char::is_alphabetic);
    let nro = digits(after).filter(|_| long)?;
    Some((before.to_owned(), nro.to_owned()))
}

/// `Rua das Flores Casa 2`: the complement stands in the street's own words.
pub(super) fn complement_inside(text: &str) -> Option<(String, String)> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let sector = tokens.first().is_some_and(|it| is_sector(it));
    // `Q 12 C 5`: behind a quadra a letter is enough.
    let quadra = tokens.first().is_some_and(|it| is_quadra(it));
    (2..tokens.len()).find_map(|place| {
        let (before, after) = tokens.split_at_checked(place)?;
        let (first, rest) = after.split_first()?;
        let next = rest.first().copied().unwrap_or_default();
        // `Rua da Torre 5` is a name.
        if before.last().is_some_and(|it| is_particle(it)) || (sector && is_quadra(first)) {
            return None;
        }
        let letter = quadra
            && matches!(bare(first).as_str(), "C" | "L")
            && next.starts_with(|c: char| c.is_ascii_digit());
        let ends = rest.is_empty() && stands_alone(first);
        let unit = begins_unit(first, next) || letter || ends;
        unit.then(|| (before.join(" "), after.join(" ")))
    })
}
