//! The table of municipalities, and how people write it.

use std::collections::BTreeSet;

use crate::domain::text::fold;

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
        // By its own name, in capitals, and without accents.
        let plain = fold(it.x_mun);
        for name in [it.x_mun, &it.x_mun.to_uppercase(), &plain, &plain.to_lowercase()] {
            assert_eq!(find(it.uf, name), Some(it), "{name}");
        }
        assert_eq!(it.c_mun.as_str().get(..2), Some(it.uf.code().to_string().as_str()));
        assert!((2..=60).contains(&it.x_mun.chars().count()));
    }
}

#[test]
fn every_other_name_has_a_source_and_hides_no_real_one() {
    let mut seen = BTreeSet::new();
    for line in NAMES.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, name, official, kind, source, certainty] = cells.as_slice() else {
            panic!("six columns: {line}");
        };
        let uf = other_name(line).unwrap().0;
        assert!(!source.is_empty(), "{line}");
        assert!(["confirmed", "tables agree", "one source"].contains(certainty), "{line}");
        assert!(["old", "spelling", "short", "region", "district"].contains(kind), "{line}");
        assert!(seen.insert((uf, letters(&words(name)))), "twice: {line}");
        let is_real = index()
            .all
            .iter()
            .any(|it| it.uf == uf && fold(it.x_mun) == fold(name) && it.x_mun != *official);
        assert!(!is_real, "the name of another municipality: {line}");
        if *kind == "district" {
            assert_eq!(c_mun(uf, name), None, "{line}");
            assert_eq!(guess(uf, name).map(|it| it.x_mun), Some(*official), "{line}");
        } else {
            assert_eq!(c_mun(uf, name), Some(*official), "{line}");
        }
    }
}

#[test]
fn what_stands_around_a_name_is_taken_off() {
    for (uf, name, official) in [
        (Uf::Sp, "Cidade de Campinas", Some("Campinas")),
        (Uf::Sp, "Campinas, São Paulo, Brasil", Some("Campinas")),
        (Uf::Rj, "Rio de Janeiro - Rio de Janeiro - Capital", Some("Rio de Janeiro")),
        (Uf::Go, "Cidade Ocidental", Some("Cidade Ocidental")),
        (Uf::Sp, "SP - Brasil", None),
        (Uf::Sp, "Brasil Capital", None),
    ] {
        assert_eq!(c_mun(uf, name), official, "{name}");
    }
    assert!(is_region(Uf::Df, "Ceilandia") && !is_region(Uf::Df, "Brasília"));
    assert_eq!(of_any_unit("Curitiba").map(|it| it.uf), Some(Uf::Pr));
    assert_eq!(of_any_unit("Bom Jesus"), None);
}

/// Weights 1 and 2 in turn, digits of the products summed; nine official numbers break it.
#[test]
fn numbers_check_themselves_but_for_nine() {
    let mut odd: Vec<&str> = Vec::new();
    for it in &index().all {
        let digits: Vec<u32> = it.c_mun.as_str().chars().map(|c| c.to_digit(10).unwrap()).collect();
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
