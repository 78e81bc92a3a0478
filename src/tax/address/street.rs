//! Street, number, complement and district out of Amazon's three address lines. Amazon has no
//! field for the first three, the layout wants each (nfe.md 3): people write the rest of the rules.

use super::number::{NO_NUMBER, complement_inside, glued, inside, is_lettered, leading, number};
use super::segment::{Known, Segment, parts};
use super::terms;

/// What the lines say, not yet cut to the layout's lengths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Street {
    /// `xLgr`; empty when there is none.
    pub(super) x_lgr: String,
    /// `nro`: `S/N` when the lines have none.
    pub(super) nro: String,
    /// Everything else, in the order in which it was written.
    pub(super) rest: Vec<String>,
    /// A district that calls itself one, where no other field has it.
    pub(super) district: Option<String>,
    /// What may be the district, or the street, for a person to judge.
    pub(super) guess: Option<String>,
}

/// Takes the lines apart. They are clean: Latin-1, single spaces.
pub(super) fn split(lines: &[String], known: &Known) -> Street {
    let all = parts(lines, known);
    let Some(place) = street_at(&all) else {
        let guess = all.iter().find(|it| terms::has_name(&it.text) && !is_number(&it.text));
        let guess = guess.map(|it| it.text.clone());
        let rest = all.into_iter().map(|it| it.text).collect();
        return Street { nro: NO_NUMBER.to_owned(), rest, guess, ..Street::default() };
    };
    let (before, from) = all.split_at_checked(place).unwrap_or((&[], &all));
    let Some((head, after)) = from.split_first() else { return Street::default() };
    let mut read = Reading { head: head.text.clone(), ..Reading::default() };
    let mut before = before.to_vec();
    let mut after = after.to_vec();
    read.number(head.line, &mut before, &mut after, known);
    let (line, before_city) = (head.line, head.before_city);
    let own =
        std::mem::take(&mut read.rest).into_iter().map(|text| Segment { line, text, before_city });
    let rest: Vec<Segment> = before.into_iter().chain(own).chain(after).collect();
    finish(read, rest, known)
}

/// Which part is the street: the first that begins as one, unless the first line is a whole
/// address already; else the first that is no number and no complement.
fn street_at(all: &[Segment]) -> Option<usize> {
    let first_line = || all.iter().filter(|it| all.first().is_some_and(|one| one.line == it.line));
    let numbered = first_line().any(|it| number(&it.text).is_some());
    let only_numbers = first_line().all(|it| is_number(&it.text));
    let strong = all.iter().position(|it| {
        let near = all.first().is_some_and(|one| one.line == it.line);
        (near || !numbered || only_numbers) && begins_street(&it.text)
    });
    strong.or_else(|| all.iter().position(|it| can_be_street(&it.text)))
}

/// Whether a text can be a street at all: it has a letter, and is no number and no complement.
pub(super) fn can_be_street(text: &str) -> bool {
    terms::has_name(text) && !is_number(text) && !terms::is_unit(text)
}

fn begins_street(text: &str) -> bool {
    terms::is_street(text) || leading(text).is_some()
}

/// Whether a text is a number and nothing else.
fn is_number(text: &str) -> bool {
    number(text).is_some_and(|it| it.rest.is_empty())
}

/// The street's own part, while it is taken apart.
#[derive(Default)]
struct Reading {
    head: String,
    nro: Option<String>,
    rest: Vec<String>,
}

impl Reading {
    /// Looks for the number where people write it, the surest place first.
    fn number(
        &mut self,
        line: usize,
        before: &mut Vec<Segment>,
        after: &mut Vec<Segment>,
        known: &Known,
    ) {
        // `Rua X nº 12`
        self.take_inside(true, known);
        // `700, Rua Augusta`
        if self.nro.is_none() && before.first().is_some_and(|it| is_number(&it.text)) {
            self.nro = number(&before.remove(0).text).map(|it| it.nro);
        }
        self.complement();
        // `Rua X, 12`
        self.take_from(after, |it| it.line == line);
        if self.nro.is_none()
            && let Some((nro, head)) = leading(&self.head)
        {
            (self.nro, self.head) = (Some(nro), head);
        }
        // `Rua X 12`
        if self.nro.is_none() && !is_lettered(&self.head, self.rest.first()) {
            self.take_inside(false, known);
        }
        if self.nro.is_none()
            && let Some((head, nro)) = glued(&self.head)
        {
            (self.nro, self.head) = (Some(nro), head);
        }
        // `Rua X` and on the next line `12`
        self.take_from(after, |it| {
            number(&it.text).is_some_and(|it| it.said || continues(&it.rest, known))
        });
    }

    fn take_inside(&mut self, said: bool, known: &Known) {
        let Some((before, found)) = inside(&self.head, said) else { return };
        (self.head, self.nro) = (before, Some(found.nro));
        if found.rest.is_empty() {
            return;
        }
        let district = known.repeats(&found.rest) || terms::looks_like_district(&found.rest);
        match self.rest.first_mut() {
            // `Rua X 12 Edf. Y apto 3`: what was taken off the end goes back to its place.
            Some(end) if !said && !district => *end = format!("{} {end}", found.rest),
            Some(_) | None => {
                self.rest.insert(0, found.rest);
                self.complement();
            }
        }
    }

    fn complement(&mut self) {
        if let Some((before, complement)) = complement_inside(&self.head) {
            self.head = before;
            self.rest.insert(0, complement);
        }
    }

    fn take_from(&mut self, after: &mut Vec<Segment>, fits: impl Fn(&Segment) -> bool) {
        if self.nro.is_some() {
            return;
        }
        let place = after.iter().position(|it| fits(it) && number(&it.text).is_some());
        let Some(place) = place else { return };
        let segment = after.remove(place);
        let Some(found) = number(&segment.text) else { return };
        self.nro = Some(found.nro);
        if !found.rest.is_empty() {
            after.insert(place, Segment { text: found.rest, ..segment });
        } else if segment.before_city
            && let Some(previous) = place.checked_sub(1).and_then(|it| after.get_mut(it))
        {
            previous.before_city = false;
        }
    }
}

/// Whether what stands behind a number on a line of its own shows that the number is a house's.
fn continues(rest: &str, known: &Known) -> bool {
    terms::begins_complement(rest) || terms::looks_like_district(rest) || known.repeats(rest)
}

/// The district out of what is left, and nothing twice.
fn finish(read: Reading, rest: Vec<Segment>, known: &Known) -> Street {
    let nro = read.nro.unwrap_or_else(|| NO_NUMBER.to_owned());
    let mut street = Street { x_lgr: read.head, nro, ..Street::default() };
    let mut rest = rest;
    if known.district.is_none() {
        street.district = take_district(&mut rest);
        let guess = rest.iter().rfind(|it| terms::may_be_district(&it.text));
        street.guess = guess.map(|it| it.text.clone());
    }
    let district = known.district.as_ref().or(street.district.as_ref());
    let same_district = |text: &str| {
        district.is_some_and(|it| terms::district_key(it) == terms::district_key(text))
    };
    let folded = |text: &str| crate::domain::text::fold(text);
    let mut said: Vec<String> = vec![folded(&street.x_lgr), folded(&street.nro)];
    for Segment { text, .. } in rest {
        let empty = !text.chars().any(char::is_alphanumeric);
        let told = same_district(&text) || known.repeats(&text) || said.contains(&folded(&text));
        if empty || told {
            continue;
        }
        said.push(folded(&text));
        street.rest.push(text);
    }
    street
}

/// A part that is labelled, that stands before the city, or that begins as districts do.
fn take_district(rest: &mut Vec<Segment>) -> Option<String> {
    let labelled = rest.iter().position(|it| terms::called_district(&it.text).is_some());
    let placed = || rest.iter().position(|it| it.before_city && terms::may_be_district(&it.text));
    let named = || rest.iter().rposition(|it| terms::looks_like_district(&it.text));
    let place = labelled.or_else(placed).or_else(named)?;
    let text = rest.remove(place).text;
    let name = terms::called_district(&text).unwrap_or(&text).to_owned();
    // `Jardim Paulista apto 3`
    let Some((name, complement)) = complement_inside(&name) else { return Some(name) };
    let segment = Segment { line: 0, text: complement, before_city: false };
    rest.insert(place, segment);
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], x_lgr: &str, nro: &str, rest: &str) {
        let lines: Vec<String> = lines.iter().map(|it| (*it).to_owned()).collect();
        let known = Known { district: Some("Qualquer".to_owned()), ..Known::default() };
        let street = split(&lines, &known);
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
        check(&["Quadra 3 Lote 5"], "Quadra 3", "S/N", "Lote 5");
        check(&["Rua da Torre 5"], "Rua da Torre", "5", "");
        check(&["Praça da Sé 100"], "Praça da Sé", "100", "");
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
        check(&[], "", "S/N", "");
        check(&["", " "], "", "S/N", "");
        check(&[",", "12"], "", "S/N", "12");
    }
}
