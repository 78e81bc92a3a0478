//! The values that invoices are made of.

use proptest::prelude::*;
use proptest::sample::select;

use fba_nfe::domain::codes::{Gtin, Ie};
use fba_nfe::domain::{Cnpj, Cpf, Rate, Uf, text};

/// What XML and C14N treat in a way of their own, met often.
const LETTERS: [char; 28] = [
    '&', '<', '>', '"', '\'', ']', '!', ';', '#', ' ', ' ', ' ', 'ç', 'ã', 'º', '§', 'ÿ', 'À', 'a',
    'b', 'c', 'X', 'Y', 'Z', '0', '9', '-', '/',
];

/// Any `TString` of that length. Made of two numbers, because a strategy for each letter of a
/// whole note takes longer than to sign it.
pub(crate) fn t_string(least: usize, longest: usize) -> impl Strategy<Value = String> {
    (any::<u64>(), least..=longest).prop_map(move |(seed, many)| {
        // Knuth's MMIX generator; its high bits are the good ones.
        let next = |it: u64| it.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(seed | 1);
        let text: String = std::iter::successors(Some(next(seed)), |it| Some(next(*it)))
            .map(|it| LETTERS[usize::try_from(it >> 33).unwrap() % LETTERS.len()])
            .take(many)
            .collect();
        let safe = text::latin1(&text, longest);
        // Squeezing may have left too little.
        if safe.chars().count() < least { "x".repeat(least) } else { safe }
    })
}

pub(crate) fn uf() -> impl Strategy<Value = Uf> {
    select(Uf::ALL.to_vec())
}

pub(crate) fn digits(many: u32) -> impl Strategy<Value = String> {
    (0..10u64.pow(many)).prop_map(move |it| format!("{it:0width$}", width = many as usize))
}

/// Above zero, below 40 %.
pub(crate) fn rate() -> impl Strategy<Value = Rate> {
    (1i64..400_000).prop_map(Rate::from_ten_thousandths)
}

pub(crate) fn letters(many: u32) -> impl Strategy<Value = String> {
    (0..36u64.pow(many)).prop_map(move |mut it| {
        let digit = |_| {
            let digit = char::from_digit(u32::try_from(it % 36).unwrap(), 36).unwrap();
            it /= 36;
            digit.to_ascii_uppercase()
        };
        (0..many).map(digit).collect()
    })
}

/// With letters, as they are since 2026.
pub(crate) fn cnpj() -> impl Strategy<Value = Cnpj> {
    (letters(8), 1u32..10_000).prop_map(|(root, branch)| {
        let mut checks = (0..100).map(|check| format!("{root}{branch:04}{check:02}"));
        checks.find_map(|it| Cnpj::parse(&it).ok()).unwrap()
    })
}

pub(crate) fn cpf() -> impl Strategy<Value = Cpf> {
    (100_000_000u32..111_111_111).prop_map(|body| {
        let mut checks = (0..100).map(|check| format!("{body}{check:02}"));
        checks.find_map(|it| Cpf::parse(&it).ok()).unwrap()
    })
}

/// A GTIN-13 of Brazil.
pub(crate) fn with_gtin_digit(body: &str) -> String {
    (0..10).map(|it| format!("789{body}{it}")).find(|it| Gtin::parse(it).is_ok()).unwrap()
}

/// IBGE's: weights 1 and 2 in turn, the digits of each product added up.
pub(crate) fn with_c_mun_digit(body: &str) -> String {
    let digits = body.chars().map(|c| c.to_digit(10).unwrap());
    let weighed = digits.zip([1, 2].into_iter().cycle()).map(|(digit, weight)| digit * weight);
    let sum: u32 = weighed.map(|it| it / 10 + it % 10).sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// A registration of this state: a stem, and what digits it wants behind it.
pub(crate) fn ie(uf: Uf) -> Ie {
    let stem = match uf {
        Uf::Ac => "01004823001",
        Uf::Al | Uf::Rr => "24001755",
        Uf::Ap => "03012345",
        Uf::Am | Uf::Ce | Uf::Es | Uf::Pb | Uf::Pi | Uf::Se => "08123456",
        Uf::Ba => "123456",
        Uf::Df => "07300001001",
        Uf::Go => "10987654",
        Uf::Ma => "12000038",
        Uf::Mg => "06230790400",
        Uf::Ms => "28312345",
        Uf::Mt => "0013000001",
        Uf::Pa => "15999999",
        Uf::Pe => "0321418",
        Uf::Pr => "12345678",
        Uf::Rj => "8254567",
        Uf::Rn => "20040040",
        Uf::Ro => "0000000062521",
        Uf::Rs => "224365879",
        Uf::Sc => "25104085",
        Uf::Sp => "11004249011",
        Uf::To => "29022783",
    };
    let mut ends = (0..10).map(|n| format!("{n}")).chain((0..100).map(|n| format!("{n:02}")));
    ends.find_map(|end| Ie::parse_of(uf, &format!("{stem}{end}")).ok()).unwrap()
}
