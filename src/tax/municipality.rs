//! `cMun` by federative unit and name: Amazon sends a name as somebody typed it, the layout wants
//! IBGE's number.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::domain::Uf;
use crate::domain::codes::CMun;
use crate::domain::text::fold;

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

/// `cMun`, `UF`, official name: IBGE's division of the territory, 5,571 of them (with Boa
/// Esperança do Norte, MT, 5101837, of 2025).
const TABLE: &str = include_str!("municipios.tsv");

/// Names that are no longer, or never were, official: (UF, name, official name). The old names
/// are in IBGE's list of changed municipality names; in the Distrito Federal people write the
/// administrative region (Lei Orgânica do DF, art. 10), and Brasília is its only municipality.
const ALIASES: &[(Uf, &str, &str)] = &[
    (Uf::Df, "Águas Claras", "Brasília"),
    (Uf::Df, "Arniqueira", "Brasília"),
    (Uf::Df, "Brazlândia", "Brasília"),
    (Uf::Df, "Candangolândia", "Brasília"),
    (Uf::Df, "Ceilândia", "Brasília"),
    (Uf::Df, "Cruzeiro", "Brasília"),
    (Uf::Df, "Gama", "Brasília"),
    (Uf::Df, "Guará", "Brasília"),
    (Uf::Df, "Itapoã", "Brasília"),
    (Uf::Df, "Jardim Botânico", "Brasília"),
    (Uf::Df, "Lago Norte", "Brasília"),
    (Uf::Df, "Lago Sul", "Brasília"),
    (Uf::Df, "Núcleo Bandeirante", "Brasília"),
    (Uf::Df, "Paranoá", "Brasília"),
    (Uf::Df, "Park Way", "Brasília"),
    (Uf::Df, "Planaltina", "Brasília"),
    (Uf::Df, "Recanto das Emas", "Brasília"),
    (Uf::Df, "Riacho Fundo", "Brasília"),
    (Uf::Df, "Riacho Fundo II", "Brasília"),
    (Uf::Df, "Samambaia", "Brasília"),
    (Uf::Df, "Santa Maria", "Brasília"),
    (Uf::Df, "São Sebastião", "Brasília"),
    (Uf::Df, "Sobradinho", "Brasília"),
    (Uf::Df, "Sobradinho II", "Brasília"),
    (Uf::Df, "Sudoeste/Octogonal", "Brasília"),
    (Uf::Df, "Taguatinga", "Brasília"),
    (Uf::Df, "Vicente Pires", "Brasília"),
    (Uf::Mg, "Brasópolis", "Brazópolis"),
    (Uf::Mg, "Dona Eusébia", "Dona Euzébia"),
    (Uf::Mg, "São Thomé das Letras", "São Tomé das Letras"),
    (Uf::Mt, "Poxoréo", "Poxoréu"),
    (Uf::Mt, "Santo Antônio do Leverger", "Santo Antônio de Leverger"),
    (Uf::Pb, "Campo de Santana", "Tacima"),
    (Uf::Pb, "Santarém", "Joca Claudino"),
    (Uf::Pb, "Seridó", "São Vicente do Seridó"),
    (Uf::Pe, "Iguaraci", "Iguaracy"),
    (Uf::Pe, "Itamaracá", "Ilha de Itamaracá"),
    (Uf::Rj, "Búzios", "Armação dos Búzios"),
    (Uf::Rj, "Parati", "Paraty"),
    (Uf::Rj, "Trajano de Morais", "Trajano de Moraes"),
    (Uf::Rn, "Assú", "Açu"),
    (Uf::Rn, "Augusto Severo", "Campo Grande"),
    (Uf::Rn, "Boa Saúde", "Januário Cicco"),
    (Uf::Rn, "Presidente Juscelino", "Serra Caiada"),
    (Uf::Sc, "Piçarras", "Balneário Piçarras"),
    (Uf::Sc, "Presidente Castelo Branco", "Presidente Castello Branco"),
    (Uf::Se, "Gracho Cardoso", "Graccho Cardoso"),
    (Uf::Sp, "Embu", "Embu das Artes"),
    (Uf::Sp, "Florínia", "Florínea"),
    (Uf::Sp, "Moji das Cruzes", "Mogi das Cruzes"),
    (Uf::Sp, "Moji Guaçu", "Mogi Guaçu"),
    (Uf::Sp, "Moji Mirim", "Mogi Mirim"),
    (Uf::Sp, "São Luís do Paraitinga", "São Luiz do Paraitinga"),
    (Uf::To, "Fortaleza do Tabocão", "Tabocão"),
    (Uf::To, "São Valério da Natividade", "São Valério"),
];

/// Words between names that people leave out or swap (`D'Oeste`, `do Oeste`).
const PARTICLES: &[&str] = &["D", "DA", "DAS", "DE", "DO", "DOS", "E"];

/// What an abbreviated word may stand for.
const ABBREVIATIONS: &[(&str, &[&str])] = &[
    ("S", &["SAO", "SANTO", "SANTA"]),
    ("STA", &["SANTA"]),
    ("STO", &["SANTO"]),
    ("SRA", &["SENHORA"]),
    ("N", &["NOSSA", "NOVA", "NOVO"]),
    ("NSA", &["NOSSA"]),
    ("PRES", &["PRESIDENTE"]),
    ("GOV", &["GOVERNADOR"]),
    ("CEL", &["CORONEL"]),
    ("DR", &["DOUTOR"]),
    ("ENG", &["ENGENHEIRO"]),
    ("MAL", &["MARECHAL"]),
    ("FCO", &["FRANCISCO"]),
    ("PTA", &["PONTA"]),
];

struct Index {
    all: Vec<Municipality>,
    /// By unit and letters alone; then by unit and letters without particles.
    exact: HashMap<(Uf, String), usize>,
    loose: HashMap<(Uf, String), usize>,
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let all: Vec<Municipality> = TABLE.lines().skip(1).filter_map(row).collect();
        let mut exact = HashMap::new();
        let mut loose = HashMap::new();
        for (place, it) in all.iter().enumerate() {
            exact.insert((it.uf, letters(&words(it.x_mun))), place);
            loose.insert((it.uf, letters(&without_particles(&words(it.x_mun)))), place);
        }
        for (uf, alias, official) in ALIASES {
            let official = exact.get(&(*uf, letters(&words(official)))).copied();
            if let Some(place) = official {
                exact.entry((*uf, letters(&words(alias)))).or_insert(place);
            }
        }
        Index { all, exact, loose }
    })
}

fn row(line: &'static str) -> Option<Municipality> {
    let mut cells = line.split('\t');
    let (c_mun, uf, x_mun) = (cells.next()?, cells.next()?, cells.next()?);
    Some(Municipality { c_mun: CMun::parse(c_mun).ok()?, uf: Uf::parse(uf)?, x_mun })
}

/// Finds a municipality of this unit by a name as people write it: any case, without accents,
/// with or without apostrophes and hyphens, with `S.`, `Sta.`, `Sto.`, with the unit behind it.
pub fn find(uf: Uf, name: &str) -> Option<&'static Municipality> {
    // A city name is short; a hostile one must not cost a search.
    let mut words = words(name);
    if words.len() > 12 {
        return None;
    }
    if let Some(found) = find_words(uf, &words) {
        return Some(found);
    }
    let suffix = words.pop()?;
    if suffix == uf.sigla() { find_words(uf, &words) } else { None }
}

fn find_words(uf: Uf, words: &[String]) -> Option<&'static Municipality> {
    let index = index();
    let hits: BTreeSet<usize> = readings(words)
        .into_iter()
        .filter_map(|reading| {
            let loose = || index.loose.get(&(uf, letters(&without_particles(&reading))));
            index.exact.get(&(uf, letters(&reading))).or_else(loose).copied()
        })
        .collect();
    // An abbreviation that fits two municipalities names neither.
    match (hits.len(), hits.first()) {
        (1, Some(place)) => index.all.get(*place),
        _ => None,
    }
}

/// The closest official name of this unit, when one is close: for a person to judge.
pub fn guess(uf: Uf, name: &str) -> Option<&'static Municipality> {
    let sought: Vec<char> = letters(&words(name)).chars().take(80).collect();
    let near = index().all.iter().filter(|it| it.uf == uf).map(|it| {
        let official: Vec<char> = letters(&words(it.x_mun)).chars().collect();
        (distance(&sought, &official), it)
    });
    let (far, best) = near.min_by_key(|(far, it)| (*far, it.c_mun.clone()))?;
    (far * 3 <= sought.len()).then_some(best)
}

/// Every way to read the abbreviations: at most a few dozen, since names are short.
fn readings(words: &[String]) -> Vec<Vec<String>> {
    let mut readings = vec![Vec::new()];
    for word in words {
        let meanings = ABBREVIATIONS.iter().find(|(short, _)| short == word);
        let mut choices = vec![word.clone()];
        if readings.len() <= 16 {
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

fn words(name: &str) -> Vec<String> {
    let bounded: String = name.chars().take(200).collect();
    fold(&bounded)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn without_particles(words: &[String]) -> Vec<String> {
    let kept = words.iter().filter(|word| !PARTICLES.contains(&word.as_str()));
    kept.cloned().collect()
}

fn letters(words: &[String]) -> String {
    words.concat()
}

/// Levenshtein's distance.
fn distance(a: &[char], b: &[char]) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn c_mun(uf: Uf, name: &str) -> Option<&'static str> {
        find(uf, name).map(|it| it.x_mun)
    }

    #[test]
    fn people_write_names_in_many_ways() {
        for (uf, name, official) in [
            (Uf::Sp, "SAO PAULO", "São Paulo"),
            (Uf::Sp, " são  paulo ", "São Paulo"),
            (Uf::Sp, "S. Paulo", "São Paulo"),
            (Uf::Sp, "São Paulo - SP", "São Paulo"),
            (Uf::Sp, "São Paulo/SP", "São Paulo"),
            (Uf::Sp, "Santa Barbara D'Oeste", "Santa Bárbara d'Oeste"),
            (Uf::Sp, "Sta. Bárbara do Oeste", "Santa Bárbara d'Oeste"),
            (Uf::Sp, "SANTA BARBARA DOESTE", "Santa Bárbara d'Oeste"),
            (Uf::Sp, "Santa Bárbara d´Oeste", "Santa Bárbara d'Oeste"),
            (Uf::Sp, "Sto André", "Santo André"),
            (Uf::Sp, "S. André", "Santo André"),
            (Uf::Sp, "Biritiba-Mirim", "Biritiba Mirim"),
            (Uf::Sp, "Embu", "Embu das Artes"),
            (Uf::Rj, "Parati", "Paraty"),
            (Uf::Rj, "Armação de Búzios", "Armação dos Búzios"),
            (Uf::Ro, "Ji Parana", "Ji-Paraná"),
            (Uf::Rn, "Olho Dagua do Borges", "Olho d'Água do Borges"),
            (Uf::Rs, "Santana do Livramento", "Sant'Ana do Livramento"),
            (Uf::Df, "Taguatinga", "Brasília"),
            (Uf::Mt, "Boa Esperança do Norte", "Boa Esperança do Norte"),
        ] {
            assert_eq!(c_mun(uf, name), Some(official), "{uf} {name}");
        }
    }

    #[test]
    fn a_name_of_another_unit_or_of_nothing_is_unknown() {
        for (uf, name) in [(Uf::Rj, "São Paulo"), (Uf::Sp, "Xyz"), (Uf::Sp, ""), (Uf::Sp, "SP")] {
            assert_eq!(c_mun(uf, name), None, "{uf} {name}");
        }
        assert_eq!(c_mun(Uf::Sp, &"s. ".repeat(500)), None);
    }

    #[test]
    fn a_slip_of_the_pen_gives_a_guess() {
        assert_eq!(guess(Uf::Sp, "Campinass").map(|it| it.x_mun), Some("Campinas"));
        assert_eq!(guess(Uf::Sp, "Qwertyuiop"), None);
        assert_eq!(guess(Uf::Sp, ""), None);
    }

    #[test]
    fn the_whole_table_is_read_and_finds_itself() {
        let index = index();
        assert_eq!(index.all.len(), 5571);
        assert_eq!(index.loose.len(), 5571);
        for it in &index.all {
            assert_eq!(find(it.uf, it.x_mun), Some(it));
            assert_eq!(it.c_mun.as_str().get(..2), Some(it.uf.code().to_string().as_str()));
            assert!((2..=60).contains(&it.x_mun.chars().count()));
        }
        for (uf, alias, official) in ALIASES {
            assert_eq!(c_mun(*uf, alias), Some(*official), "{alias}");
        }
    }

    /// Weights 1 and 2 in turn, digits of the products summed; nine official numbers break it.
    #[test]
    fn numbers_check_themselves_but_for_nine() {
        let mut odd: Vec<&str> = Vec::new();
        for it in &index().all {
            let digits: Vec<u32> =
                it.c_mun.as_str().chars().map(|c| c.to_digit(10).unwrap()).collect();
            let sum: u32 = digits[..6]
                .iter()
                .zip([1, 2].iter().cycle())
                .map(|(digit, weight)| digit * weight / 10 + digit * weight % 10)
                .sum();
            if (10 - sum % 10) % 10 != digits[6] {
                odd.push(it.c_mun.as_str());
            }
        }
        let known = [
            "2201919", "2201988", "2202251", "2611533", "3117836", "3152131", "4305871", "5203939",
            "5203962",
        ];
        assert_eq!(odd, known);
    }
}
