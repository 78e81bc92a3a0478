//! How people spell the names of cities: abbreviations, particles, letters that sound alike.

use crate::domain::text::fold;

/// Words between names that people leave out or swap (`D'Oeste`, `do Oeste`).
const PARTICLES: &[&str] = &["D", "DA", "DAS", "DE", "DO", "DOS", "E"];

/// What an abbreviated word may stand for.
const ABBREVIATIONS: &[(&str, &[&str])] = &[
    ("ALM", &["ALMIRANTE"]),
    ("ANT", &["ANTONIO"]),
    ("B", &["BARAO", "BELO", "BELA", "BERNARDO", "BOM", "BOA"]),
    ("BAL", &["BALNEARIO"]),
    ("BALN", &["BALNEARIO"]),
    ("BRIG", &["BRIGADEIRO"]),
    ("C", &["CAETANO", "CAMPO", "CARLOS", "CRUZ"]),
    ("CACH", &["CACHOEIRA", "CACHOEIRO"]),
    ("CAP", &["CAPITAO"]),
    ("CEL", &["CORONEL"]),
    ("CONC", &["CONCEICAO"]),
    ("CONS", &["CONSELHEIRO"]),
    ("D", &["DOM", "DONA", "DUQUE"]),
    ("DEP", &["DEPUTADO"]),
    ("DES", &["DESEMBARGADOR"]),
    ("DQ", &["DUQUE"]),
    ("DR", &["DOUTOR"]),
    ("ENG", &["ENGENHEIRO"]),
    ("FCO", &["FRANCISCO"]),
    ("FRAN", &["FRANCISCO"]),
    ("GDE", &["GRANDE"]),
    ("GEN", &["GENERAL"]),
    ("GAL", &["GENERAL"]),
    ("GOV", &["GOVERNADOR"]),
    ("J", &["JOAO", "JOSE"]),
    ("MAJ", &["MAJOR"]),
    ("MAL", &["MARECHAL"]),
    ("MONS", &["MONSENHOR"]),
    ("N", &["NOSSA", "NOVA", "NOVO"]),
    ("NS", &["NOSSASENHORA"]),
    ("NSA", &["NOSSA"]),
    ("P", &["PORTO", "POUSO", "PASSO"]),
    ("PE", &["PADRE"]),
    ("PRES", &["PRESIDENTE"]),
    ("PROF", &["PROFESSOR"]),
    ("PTA", &["PONTA"]),
    ("PTO", &["PORTO"]),
    ("R", &["RIO", "RIBEIRAO"]),
    ("RIB", &["RIBEIRAO"]),
    ("S", &["SAO", "SANTO", "SANTA", "SENHORA"]),
    ("SEN", &["SENADOR"]),
    ("SR", &["SENHOR"]),
    ("SRA", &["SENHORA"]),
    ("STA", &["SANTA"]),
    ("STO", &["SANTO"]),
    ("TEN", &["TENENTE"]),
    ("V", &["VARZEA", "VILA", "VITORIA"]),
    ("VDE", &["VISCONDE"]),
    ("VISC", &["VISCONDE"]),
    ("VIT", &["VITORIA"]),
    ("VL", &["VILA"]),
];

/// Readings that are followed at once; past this many, a short word is only itself.
const READINGS_MAX: usize = 64;

/// The folded words of a name, without ordinal marks; bounded.
pub(super) fn words(name: &str) -> Vec<String> {
    let bounded: String = name.chars().take(200).filter(|c| !matches!(c, 'ª' | 'º')).collect();
    fold(&bounded)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Every way to read the abbreviations.
pub(super) fn readings(words: &[String]) -> Vec<Vec<String>> {
    let mut readings = vec![Vec::new()];
    for word in words {
        let meanings = ABBREVIATIONS.iter().find(|(short, _)| short == word);
        let mut choices = vec![word.clone()];
        if readings.len() <= READINGS_MAX {
            choices
                .extend(meanings.iter().flat_map(|(_, long)| long.iter().map(|it| (*it).into())));
        }
        readings = readings
            .iter()
            .flat_map(|so_far: &Vec<String>| {
                choices.iter().map(|it| [so_far.as_slice(), std::slice::from_ref(it)].concat())
            })
            .collect();
    }
    readings
}

pub(super) fn without_particles(words: &[String]) -> Vec<String> {
    let kept = words.iter().filter(|word| !PARTICLES.contains(&word.as_str()));
    kept.cloned().collect()
}

pub(super) fn letters(words: &[String]) -> String {
    words.concat()
}

/// Letters that a Brazilian ear does not tell apart, written one way: `Ozasco`, `Itapajé`.
pub(super) fn sound(words: &[String]) -> String {
    let mut text = letters(&without_particles(words));
    for (written, heard) in [
        ("PH", "F"),
        ("TH", "T"),
        ("CH", "X"),
        ("GE", "JE"),
        ("GI", "JI"),
        ("Y", "I"),
        ("W", "V"),
        ("Z", "S"),
        ("CE", "SE"),
        ("CI", "SI"),
        ("K", "C"),
        ("H", ""),
    ] {
        text = text.replace(written, heard);
    }
    let mut heard: Vec<char> = text.chars().collect();
    heard.dedup();
    heard.into_iter().collect()
}

/// Levenshtein's distance.
pub(super) fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (j, y) in b.iter().enumerate() {
            let Some(cell) = row.get_mut(j + 1) else { continue };
            let here = (diagonal + usize::from(x != y)).min(*cell + 1).min(left + 1);
            diagonal = *cell;
            *cell = here;
            left = here;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
