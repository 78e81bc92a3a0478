//! Street, number and complement out of Amazon's three address lines. Amazon has no field for
//! them, the layout wants each (nfe.md 3): people write the rest of the rules.

use crate::domain::text::{fold, latin1};

/// What the lines say, not yet cut to the layout's lengths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Street {
    /// `xLgr`; empty when there is none.
    pub(super) x_lgr: String,
    /// `nro`: `S/N` when the lines have none.
    pub(super) nro: String,
    /// Everything else, in the order in which it was written.
    pub(super) rest: Vec<String>,
}

/// `nro` where there is none, as the layout's own text suggests.
pub(super) const NO_NUMBER: &str = "S/N";

/// Longest line that is looked at: Amazon's are below 200.
const LINE_MAX: usize = 300;
/// Longest text taken for a number; a longer one is text.
const NUMBER_MAX: usize = 12;

/// Words that begin a complement when a digit, a letter or nothing follows.
const UNITS: &[&str] = &[
    "AP",
    "APT",
    "APTO",
    "APARTAMENTO",
    "ANDAR",
    "BL",
    "BLOCO",
    "BOX",
    "CASA",
    "CJ",
    "CONJ",
    "CONJUNTO",
    "COND",
    "CONDOMINIO",
    "CS",
    "ED",
    "EDIFICIO",
    "FDS",
    "FUNDOS",
    "GALPAO",
    "KITNET",
    "LJ",
    "LOJA",
    "LOTE",
    "LT",
    "PORTARIA",
    "QD",
    "QUADRA",
    "SALA",
    "SL",
    "SOBRADO",
    "SOBRELOJA",
    "TERREO",
    "TORRE",
    "UNIDADE",
];
/// Words before a number that is no house's: `km 12`, `BR 101`, `lote 5`.
const NOT_A_HOUSE: &[&str] = &["KM", "BR", "RODOVIA", "ROD"];

/// A number at the beginning of a text, and what follows it.
struct Number {
    nro: String,
    rest: String,
    /// Whether somebody said that it is one (`nº 12`, `s/n`).
    said: bool,
}

/// Takes the lines apart.
pub(super) fn split(lines: &[&str]) -> Street {
    let clean = lines.iter().map(|line| latin1(line, LINE_MAX));
    let mut lines = clean.filter(|line| !line.is_empty());
    let Some(first) = lines.next() else { return Street::default() };
    let mut street = first_line(&first);
    for segment in lines.flat_map(|line| segments(&line)) {
        match number(&segment).filter(|_| street.nro.is_empty()) {
            Some(found) if found.said || begins_complement(&found.rest) => {
                street.nro = found.nro;
                push(&mut street.rest, &found.rest);
            }
            Some(_) | None => push(&mut street.rest, &segment),
        }
    }
    if street.nro.is_empty() {
        street.nro = NO_NUMBER.to_owned();
    }
    street
}

fn first_line(line: &str) -> Street {
    let mut parts = segments(line).into_iter();
    let mut head = parts.next().unwrap_or_default();
    let mut tail: Vec<String> = parts.collect();
    let mut street = Street::default();
    // `700, Rua Augusta`: the number came first.
    if let (Some(found), Some(next)) = (number(&head), tail.first())
        && found.rest.is_empty()
        && number(next).is_none()
    {
        street.nro = found.nro;
        head = tail.remove(0);
    }
    if street.nro.is_empty()
        && let Some(found) = inside(&head, true)
    {
        take(&mut street, &mut head, found);
    }
    if street.nro.is_empty()
        && let Some(place) = tail.iter().position(|it| number(it).is_some())
    {
        let found = number(&tail.remove(place));
        let (nro, rest) = found.map(|it| (it.nro, it.rest)).unwrap_or_default();
        street.nro = nro;
        if !rest.is_empty() {
            tail.insert(place, rest);
        }
    }
    if street.nro.is_empty()
        && let Some(found) = inside(&head, false)
    {
        take(&mut street, &mut head, found);
    }
    if let Some((before, complement)) = complement_inside(&head) {
        head = before;
        street.rest.push(complement);
    }
    street.x_lgr = head;
    tail.iter().for_each(|it| push(&mut street.rest, it));
    street
}

fn take(street: &mut Street, head: &mut String, (before, found): (String, Number)) {
    *head = before;
    street.nro = found.nro;
    push(&mut street.rest, &found.rest);
}

fn push(rest: &mut Vec<String>, text: &str) {
    if !text.is_empty() {
        rest.push(text.to_owned());
    }
}

/// Parts between commas, semicolons and free-standing hyphens.
fn segments(line: &str) -> Vec<String> {
    line.replace(" - ", ",")
        .split([',', ';'])
        .map(|it| it.trim().trim_start_matches("- ").trim_end_matches(" -").trim().to_owned())
        .filter(|it| !it.is_empty() && it != "-")
        .collect()
}

/// The number that a text begins with.
fn number(text: &str) -> Option<Number> {
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
        "SEM" if bare(second) == "NUMERO" => return found(NO_NUMBER, after_second, true),
        "N" | "NO" | "NR" | "NUM" | "NUMERO" if digits(second).is_some() => {
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
    // `7 de Setembro` is a name, `2 andar` a floor.
    let next = bare(second);
    let is_name = matches!(next.as_str(), "DE" | "DA" | "DO" | "DAS" | "DOS" | "ANDAR");
    let nro = digits(first).filter(|_| !is_name)?;
    found(nro, rest, false)
}

/// `700`, `700A`, `12-B`, `12/14`, `1.234`: a house number as it is written.
fn digits(token: &str) -> Option<&str> {
    let token = token.trim_end_matches(['.', '-']);
    let letters = token.chars().filter(char::is_ascii_alphabetic).count();
    let legal = token.starts_with(|c: char| c.is_ascii_digit())
        && token.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-'))
        && letters <= 1
        && token.len() <= NUMBER_MAX;
    legal.then_some(token)
}

/// A number inside the street's own words: `Av. Paulista 1578 ap 12`. The first two words are
/// never it (`Rua 10`, `SQS 308`), unless somebody said so.
fn inside(text: &str, said: bool) -> Option<(String, Number)> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let mut last = None;
    for place in 1..tokens.len() {
        let (before, after) = tokens.split_at_checked(place)?;
        let Some(found) = number_of(after).filter(|it| it.said == said) else { continue };
        let previous = before.last().copied().map(bare).unwrap_or_default();
        let of_the_name = NOT_A_HOUSE.contains(&previous.as_str())
            || UNITS.contains(&previous.as_str())
            || is_uf(&previous);
        if !said && (place < 2 || of_the_name) {
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

/// `SP 340` is a road.
fn is_uf(word: &str) -> bool {
    word.len() == 2 && crate::domain::Uf::parse(word).is_some()
}

/// Whether nothing follows a number, or what follows is no part of a street's name.
fn begins_complement(rest: &str) -> bool {
    let first = bare(rest.split_whitespace().next().unwrap_or_default());
    first.chars().count() <= 1 || UNITS.contains(&first.as_str())
}

/// `Rua das Flores Casa 2`: the complement stands in the street's own words.
fn complement_inside(text: &str) -> Option<(String, String)> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    // `Quadra 3 Lote 5` is all the street there is.
    if tokens.first().is_some_and(|it| UNITS.contains(&bare(it).as_str())) {
        return None;
    }
    (2..tokens.len()).find_map(|place| {
        let (before, after) = tokens.split_at_checked(place)?;
        let (first, rest) = after.split_first()?;
        let next = rest.first().copied().unwrap_or_default();
        let counted = next.chars().any(|c| c.is_ascii_digit()) || next.chars().count() == 1;
        let ends = rest.is_empty() && matches!(bare(first).as_str(), "FUNDOS" | "FDS" | "TERREO");
        let unit = UNITS.contains(&bare(first).as_str());
        (unit && (counted || ends)).then(|| (before.join(" "), after.join(" ")))
    })
}

fn bare(token: &str) -> String {
    fold(token).chars().filter(|c| !matches!(c, 'º' | '°' | '.' | ':' | ',')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], x_lgr: &str, nro: &str, rest: &str) {
        let street = split(lines);
        let got = (street.x_lgr.as_str(), street.nro.as_str(), street.rest.join(", "));
        assert_eq!(got, (x_lgr, nro, rest.to_owned()), "{lines:?}");
    }

    #[test]
    fn one_line_holds_all() {
        check(&["Rua da Consolação, 700"], "Rua da Consolação", "700", "");
        check(&["Rua da Consolação,700"], "Rua da Consolação", "700", "");
        check(&["Av. Paulista 1578 ap 12"], "Av. Paulista", "1578", "ap 12");
        check(&["Av. Paulista 1578, apto 12"], "Av. Paulista", "1578", "apto 12");
        check(&["Rua X, nº 12 - Fundos"], "Rua X", "12", "Fundos");
        check(&["Rua X nº 12 fundos"], "Rua X", "12", "fundos");
        check(&["Rua X, n.12"], "Rua X", "12", "");
        check(&["Rua X, número 12"], "Rua X", "12", "");
        check(&["Rua Augusta 100 A"], "Rua Augusta", "100", "A");
        check(&["Rua Augusta, 100-A"], "Rua Augusta", "100-A", "");
        check(&["700, Rua Augusta"], "Rua Augusta", "700", "");
        check(&["Rua X, Quadra 10, Lote 5, 120"], "Rua X", "120", "Quadra 10, Lote 5");
        check(&["Rua Augusta 500, 2 andar"], "Rua Augusta", "500", "2 andar");
        check(&["Avenida Kennedy 1500 Boqueirão"], "Avenida Kennedy", "1500", "Boqueirão");
    }

    #[test]
    fn a_street_may_be_called_by_a_number() {
        check(&["R. 7 de Setembro, 45"], "R. 7 de Setembro", "45", "");
        check(&["Rua 25 de Março 1000"], "Rua 25 de Março", "1000", "");
        check(&["Rua 15 de Novembro"], "Rua 15 de Novembro", "S/N", "");
        check(&["Rua 10"], "Rua 10", "S/N", "");
        check(&["Rua 10, 25"], "Rua 10", "25", "");
        check(&["Rua 3 Quadra 5 Lote 6"], "Rua 3", "S/N", "Quadra 5 Lote 6");
        check(&["Quadra 3 Lote 5"], "Quadra 3 Lote 5", "S/N", "");
        check(&["SQS 308 Bloco C Apto 101"], "SQS 308", "S/N", "Bloco C Apto 101");
        check(&["Rod. BR-101 km 12, s/n"], "Rod. BR-101 km 12", "S/N", "");
        check(&["Rodovia BR 101 km 12"], "Rodovia BR 101 km 12", "S/N", "");
        check(&["Rodovia SP 340 S/Nº Galpão 2"], "Rodovia SP 340", "S/N", "Galpão 2");
        check(&["Rua da Torre"], "Rua da Torre", "S/N", "");
        check(&["Rua Casa Branca 12"], "Rua Casa Branca", "12", "");
        check(&["Rua das Flores, Casa 2"], "Rua das Flores", "S/N", "Casa 2");
    }

    #[test]
    fn other_lines_may_hold_the_number() {
        check(&["Rua Augusta", "700"], "Rua Augusta", "700", "");
        check(&["Rua Augusta", "nº 700, Apto 32"], "Rua Augusta", "700", "Apto 32");
        check(&["Rua Augusta", "700 apto 32", "Torre B"], "Rua Augusta", "700", "apto 32, Torre B");
        check(&["Rua Augusta, 700", "32"], "Rua Augusta", "700", "32");
        check(&["", "Rua Augusta, 700"], "Rua Augusta", "700", "");
        check(&["Rua Augusta, sem número", "Casa 1"], "Rua Augusta", "S/N", "Casa 1");
        check(&["Rua Augusta, s/n", "12"], "Rua Augusta", "S/N", "12");
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(split(&[]), Street::default());
        assert_eq!(split(&["", " ", "🎉"]), Street::default());
        check(&[",", "12"], "", "12", "");
    }
}
