//! The words of a Brazilian address, folded: what begins a street, a complement, a district.

use crate::domain::text::fold;

// Each list is one text, its words between bars.

/// Words that begin a street's name and hardly anything else.
const STREETS: &str = "\
    ACESSO|AL|ALAMEDA|AV|AVE|AVEN|AVENIDA|BC|BECO|BR|CALCADA|CAMINHO|EST|ESTR|ESTRADA|LAD|\
    LADEIRA|LARGO|LD|LGO|PASSAGEM|PC|PCA|PRACA|PSG|R|ROD|RODOVIA|RUA|SERVIDAO|TRAV|TRAVESSA|\
    TV|VIADUTO|VIELA";

/// Words that begin a complement when a digit, a single letter or nothing follows.
const UNITS: &str = "\
    ALTOS|ANDAR|AP|APART|APARTAMENTO|APT|APTO|BAIXOS|BL|BLC|BLOCO|BOX|CASA|CHACARA|CJ|\
    COBERTURA|COND|CONDOMINIO|CONJ|CONJUNTO|CS|ED|EDF|EDIF|EDIFICIO|FDS|FUNDOS|GALPAO|KIT|\
    KITNET|LJ|LOJA|LOJAS|LOTE|LT|PAVIMENTO|PORTARIA|QD|QUADRA|QUIOSQUE|RES|SALA|SALAS|SL|\
    SOBRADO|SOBRELOJA|SUITE|TERREO|TORRE|TR|UNIDADE|VAGA";

/// Units that are a place of their own, where no street is named: a block of Brasília, a
/// condominium, a lot of a settlement.
const PLACES: &str = "\
    CHACARA|COND|CONDOMINIO|CONJ|CONJUNTO|ED|EDF|EDIF|EDIFICIO|LOTE|Q|QD|QUADRA|RES";

/// Units that may stand alone behind a street: `Rua das Flores fundos`.
const ALONE: &str = "\
    ALTOS|BAIXOS|COBERTURA|FDS|FUNDOS|PORTARIA|SOBRADO|SUITE|TERREO";

/// Other words that begin a complement: where it is, or what to do there.
const REMARKS: &str = "\
    A/C|AC|AO|AOS|C/|CENTRO|COM|DEIXAR|EM|ENTRADA|ENTRE|ENTREGAR|ESQ|ESQUINA|FRENTE|JUNTO|\
    LADO|LOTEAMENTO|NA|NO|PERTO|PONTO|PORTAO|PREDIO|PROX|PROXIMO|REF|REFERENCIA|RESIDENCIAL|\
    SHOPPING|TEL|TELEFONE|VILLAGE";

/// Words that begin a district's name.
const DISTRICTS: &str = "\
    CIDADE|DISTRITO|JARDIM|JD|JDIM|LOTEAMENTO|NUCLEO|PARQUE|POVOADO|PQ|PQE|SETOR|ST|VILA|VL";

/// Whole names of districts that no such word begins.
const WHOLE_DISTRICTS: &str = "\
    ASA NORTE|ASA SUL|CENTRO|CENTRO CIVICO|CENTRO HISTORICO|INTERIOR|LAGO NORTE|LAGO SUL|\
    ZONA RURAL|ZONA URBANA";

/// What people put where a district is asked for and they have none.
const NO_DISTRICTS: &str = "\
    N/A|N/D|NA|NAO CONSTA|NAO INFORMADO|NAO SEI|NAO TEM|NENHUM|NULL|S/B|S/N|SB|SN|SEM BAIRRO";

/// Roads whose number is their name; what stands behind them is no house.
const ROADS: &str = "\
    BR|EST|ESTR|ESTRADA|KM|ROD|RODOVIA";

/// Small words between names: no name ends in one.
const PARTICLES: &str = "\
    DA|DAS|DE|DO|DOS";

/// Whether a folded word is one of a list.
fn is_one_of(list: &str, word: &str) -> bool {
    list.split('|').any(|it| it == word)
}

/// Folded, without ordinal signs, dots, colons and commas.
pub(super) fn bare(token: &str) -> String {
    fold(token).chars().filter(|c| !matches!(c, 'º' | '°' | '.' | ':' | ',')).collect()
}

/// The letters that a token begins with, folded: `APTO` of `apto.54`.
fn head(token: &str) -> String {
    bare(token).chars().take_while(|c| c.is_alphabetic() || *c == '/').collect()
}

fn has_digit(token: &str) -> bool {
    token.chars().any(|c| c.is_ascii_digit())
}

/// Whether a text begins as a street does; `3ª Travessa` too.
pub(super) fn is_street(text: &str) -> bool {
    let mut tokens = text.split_whitespace();
    let first = tokens.next().unwrap_or_default();
    is_street_word(first) || (is_ordinal(first) && tokens.next().is_some_and(is_street_word))
}

/// `Rua`, `R.`, `R.das` and `BR-101`, but not `R5`.
pub(super) fn is_street_word(token: &str) -> bool {
    let first: &str = token.split(['.', '-']).next().unwrap_or_default();
    is_one_of(STREETS, &bare(first))
}

/// `Rua` and nothing behind it, `12 Rua`: no name.
pub(super) fn is_nameless(text: &str) -> bool {
    let (before, last) = text.rsplit_once(' ').unwrap_or(("", text));
    is_one_of(STREETS, &bare(last)) && !before.chars().any(char::is_alphabetic)
}

/// Whether a text can be a name: a letter, and more than one sign.
pub(super) fn has_name(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
        && text.chars().filter(|c| c.is_alphanumeric()).count() >= 2
}

/// `2a`, `3º`: first of its name, no house.
pub(super) fn is_ordinal(token: &str) -> bool {
    let digits = token.trim_end_matches(['ª', 'º', '°', 'a', 'o', 'A', 'O', '.']);
    digits.len() < token.trim_end_matches('.').len()
        && !digits.is_empty()
        && digits.chars().all(|c| c.is_ascii_digit())
}

/// Whether this token begins a complement, given the next: `Apto 32`, `ap32`, `Q. 5`.
pub(super) fn begins_unit(token: &str, next: &str) -> bool {
    let head = head(token);
    let glued = has_digit(token);
    if head == "Q" {
        return glued || next.starts_with(|c: char| c.is_ascii_digit());
    }
    let counted = glued || has_digit(next) || next.chars().count() == 1;
    is_one_of(UNITS, &head) && counted
}

/// Whether it is one of [`UNITS`] at all: no house number follows it.
pub(super) fn is_unit_word(token: &str) -> bool {
    let word = bare(token);
    word == "Q" || is_one_of(UNITS, &word)
}

/// Whether a token, as the last of a text, is a complement by itself.
pub(super) fn stands_alone(token: &str) -> bool {
    is_one_of(ALONE, &bare(token))
}

/// Whether a segment is a complement and nothing else: no street can be read from it.
pub(super) fn is_unit(text: &str) -> bool {
    let mut tokens = text.split_whitespace();
    let (first, next) = (tokens.next().unwrap_or_default(), tokens.next().unwrap_or_default());
    let known = begins_unit(first, next) || (next.is_empty() && is_unit_word(first));
    known && !is_one_of(PLACES, &head(first))
}

/// Whether a quadra is the street: `Setor Comercial Sul Quadra 2`, `Quadra 5`.
pub(super) fn is_sector(token: &str) -> bool {
    bare(token) == "SETOR"
}

/// Whether a token is a quadra: those of a sector belong to its name.
pub(super) fn is_quadra(token: &str) -> bool {
    matches!(head(token).as_str(), "Q" | "QD" | "QUADRA")
}

/// Whether what follows a number is no part of a street's name.
pub(super) fn begins_complement(rest: &str) -> bool {
    let first = rest.split_whitespace().next().unwrap_or_default();
    let word = bare(first);
    word.chars().count() <= 1
        || first.starts_with(['(', '"'])
        || first.starts_with(|c: char| c.is_ascii_digit())
        || is_one_of(UNITS, &head(first))
        || is_one_of(REMARKS, &word)
}

/// Whether a number is no house by what stands before it: `km 12`, `QI 15`, `Rod. SP 340`,
/// `Alameda 5`.
pub(super) fn no_house_follows(before: &[&str]) -> bool {
    let (Some((previous, earlier)), Some(first)) = (before.split_last(), before.first()) else {
        return true;
    };
    let word = bare(previous);
    let letters = word.chars().all(|c| c.is_ascii_uppercase());
    let block = (2..=4).contains(&word.len()) && word.starts_with('Q') && letters;
    // A unit's two letters name a road where a road's name stands, and not in Praca da Se.
    let numbered = earlier.is_empty() || (earlier.len() == 1 && is_road(first));
    let road = numbered && word.len() == 2 && crate::domain::Uf::parse(&word).is_some();
    // `Rua da Torre 5`: a tower in a name is none.
    let named = earlier.last().is_some_and(|it| is_particle(it));
    let counted = !named && (is_unit_word(previous) || is_street_word(previous));
    is_road(previous) || block || road || counted
}

fn is_road(token: &str) -> bool {
    is_one_of(ROADS, &bare(token))
}

/// Whether a name cannot end here: the next word belongs to it. `32 E` is a house with a letter.
pub(super) fn is_particle(token: &str) -> bool {
    is_one_of(PARTICLES, &bare(token))
}

/// The name behind `Bairro`, where the word is a label and not a part of the name.
pub(super) fn called_district(text: &str) -> Option<&str> {
    let (first, name) = text.split_once([' ', ':'])?;
    let name = name.trim_start_matches([' ', ':', '-']);
    let next = name.split(' ').next().unwrap_or_default();
    let whole = matches!(bare(next).as_str(), "ALTO" | "BAIXO" | "NOVO" | "PEIXOTO");
    let label = bare(first) == "BAIRRO" && !is_no_district(name);
    label.then_some(if whole || is_particle(next) { text } else { name })
}

/// Whether a text calls itself a district without the label.
pub(super) fn looks_like_district(text: &str) -> bool {
    let folded = bare(text);
    let mut tokens = text.split_whitespace();
    let first = tokens.next().map(bare).unwrap_or_default();
    let named = tokens.next().is_some_and(|it| it.chars().all(|c| c.is_alphabetic() || c == '.'));
    is_one_of(WHOLE_DISTRICTS, &folded) || (is_one_of(DISTRICTS, &first) && named)
}

/// Whether a text may be a district's name, for all we know: the guess that a person is given.
pub(super) fn may_be_district(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let word = bare(first);
    text.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !has_digit(text)
        && !is_unit_word(first)
        && !is_one_of(REMARKS, &word)
        && !is_street(text)
}

/// Whether a district says nothing: `N/A`, `-`, `x`, `0`.
pub(super) fn is_no_district(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    // One letter said again and again is none either.
    let said = text.chars().next().map(|c| c.to_lowercase().to_string());
    let one = said.is_some_and(|it| text.to_lowercase().replace(&it, "").is_empty());
    let digit = text.chars().any(|c| c.is_ascii_digit());
    one || (letters < 2 && !(digit && letters > 0)) || is_one_of(NO_DISTRICTS, &bare(text))
}

/// One spelling for comparing districts: `Jd. Paulista` is `Jardim Paulista`.
pub(super) fn district_key(text: &str) -> String {
    let named = called_district(text).unwrap_or(text);
    let full = |word: String| match word.as_str() {
        "JD" | "JDIM" => "JARDIM".to_owned(),
        "PQ" | "PQE" => "PARQUE".to_owned(),
        "ST" => "SETOR".to_owned(),
        "STA" => "SANTA".to_owned(),
        "STO" => "SANTO".to_owned(),
        "VL" => "VILA".to_owned(),
        _ => word,
    };
    named.split_whitespace().map(|it| full(bare(it))).collect::<Vec<_>>().join(" ")
}
