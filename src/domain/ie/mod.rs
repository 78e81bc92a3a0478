//! `IE` by state: twenty-seven lengths, prefixes and check digits, as Sintegra publishes them
//! (rules 209 and 210).
//!
//! Rural producers' `P…` of SP is not here: `TIe` holds digits alone.

#[cfg(test)]
mod tests;

use super::Uf;
use super::codes::Ie;

/// Why a text is no IE of that state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IeError {
    /// A character that is no digit.
    #[error("an IE is digits alone")]
    Alphabet,
    /// Another number of digits.
    #[error("an IE of {uf} has {expected} digits, this has {found}")]
    Length {
        /// The state.
        uf: Uf,
        /// What it should have.
        expected: &'static str,
        /// What it has.
        found: usize,
    },
    /// A beginning that the state never gives.
    #[error("an IE of {uf} begins with {expected}")]
    Prefix {
        /// The state.
        uf: Uf,
        /// How it should begin.
        expected: &'static str,
    },
    /// The check digits do not agree with the rest.
    #[error("the check digits of this IE are not those of {0}")]
    CheckDigits(Uf),
    /// Zeros alone: passes the arithmetic of most states, is never given.
    #[error("zeros alone are no IE")]
    Zeros,
}

/// What an IE of one state looks like.
struct Shape {
    lengths: &'static [usize],
    /// The lengths in words.
    told: &'static str,
    /// First and last beginning of each range that is given; none: any.
    prefixes: &'static [(u32, u32)],
    /// The prefixes in words.
    begins: &'static str,
    rule: Rule,
}

/// How check digits come about.
#[derive(Clone, Copy)]
enum Rule {
    /// So many digits at the end, modulo 11 with weights from 2 up to this and around again; ten
    /// and eleven count as zero.
    Mod11 { digits: usize, top: u32 },
    /// Amapá: the sum begins with an offset that depends on the number.
    Ap,
    /// Bahia: the last digit first, modulo 10 or 11 by one of the number's digits.
    Ba,
    /// Goiás: ten counts as one in an old range.
    Go,
    /// Minas Gerais: a sum of digits, then modulo 11.
    Mg,
    /// Pernambuco: two digits, or the one of the old register.
    Pe,
    /// Rondônia: ten and eleven lose their ten; the old register leaves three digits out.
    Ro,
    /// Roraima: modulo 9, weights rising from the left.
    Rr,
    /// São Paulo: the ninth and the twelfth digit, the remainder's last digit.
    Sp,
    /// Tocantins: the old register leaves the third and fourth digit out.
    To,
}

const ONE: Rule = Rule::Mod11 { digits: 1, top: 9 };
const TWO: Rule = Rule::Mod11 { digits: 2, top: 9 };

const fn shape(
    lengths: &'static [usize],
    told: &'static str,
    prefixes: &'static [(u32, u32)],
    begins: &'static str,
    rule: Rule,
) -> Shape {
    Shape { lengths, told, prefixes, begins, rule }
}

const fn nine(prefixes: &'static [(u32, u32)], begins: &'static str, rule: Rule) -> Shape {
    shape(&[9], "9", prefixes, begins, rule)
}

fn shape_of(uf: Uf) -> Shape {
    match uf {
        Uf::Ac => shape(&[13], "13", &[(1, 1)], "01", TWO),
        Uf::Al => nine(&[(24, 24)], "24", ONE),
        Uf::Am | Uf::Ce | Uf::Es | Uf::Pb | Uf::Pi | Uf::Sc | Uf::Se => nine(&[], "", ONE),
        Uf::Ap => nine(&[(3, 3)], "03", Rule::Ap),
        Uf::Ba => shape(&[8, 9], "8 or 9", &[], "", Rule::Ba),
        Uf::Df => shape(&[13], "13", &[], "", TWO),
        Uf::Go => nine(&[(10, 11), (15, 15), (20, 29)], "10, 11, 15 or 20 to 29", Rule::Go),
        Uf::Ma => nine(&[(12, 12)], "12", ONE),
        Uf::Mg => shape(&[13], "13", &[], "", Rule::Mg),
        Uf::Ms => nine(&[(28, 28), (50, 50)], "28 or 50", ONE),
        Uf::Mt => shape(&[11], "11", &[], "", ONE),
        Uf::Pa => nine(&[(15, 15), (75, 79)], "15 or 75 to 79", ONE),
        Uf::Pe => shape(&[9, 14], "9, or 14 of the old register,", &[], "", Rule::Pe),
        Uf::Pr => shape(&[10], "10", &[], "", Rule::Mod11 { digits: 2, top: 7 }),
        Uf::Rj => shape(&[8], "8", &[], "", Rule::Mod11 { digits: 1, top: 7 }),
        Uf::Rn => shape(&[9, 10], "9 or 10", &[(20, 20)], "20", Rule::Mod11 { digits: 1, top: 10 }),
        Uf::Ro => shape(&[14, 9], "14, or 9 of the old register,", &[], "", Rule::Ro),
        Uf::Rr => nine(&[(24, 24)], "24", Rule::Rr),
        Uf::Rs => shape(&[10], "10", &[], "", ONE),
        Uf::Sp => shape(&[12], "12", &[], "", Rule::Sp),
        Uf::To => shape(&[9, 11], "9, or 11 of the old register,", &[], "", Rule::To),
    }
}

impl Ie {
    /// Reads an IE of this state, with or without `.`, `/`, `-` and spaces; leading zeros are
    /// part of it.
    pub fn parse_of(uf: Uf, text: &str) -> Result<Ie, IeError> {
        let marks = |c: &char| !matches!(c, '.' | '/' | '-' | ' ');
        let bare: String = text.chars().filter(marks).collect();
        let digits: Option<Vec<u32>> = bare.chars().map(|c| c.to_digit(10)).collect();
        let digits = digits.ok_or(IeError::Alphabet)?;
        let shape = shape_of(uf);
        if !shape.lengths.contains(&digits.len()) {
            return Err(IeError::Length { uf, expected: shape.told, found: digits.len() });
        }
        let begins = number(digits.get(..2).unwrap_or_default());
        let given = |(low, high): &(u32, u32)| (*low..=*high).contains(&begins);
        if !(shape.prefixes.is_empty() || shape.prefixes.iter().any(given)) {
            return Err(IeError::Prefix { uf, expected: shape.begins });
        }
        if digits.iter().all(|digit| *digit == 0) {
            return Err(IeError::Zeros);
        }
        if !holds(shape.rule, &digits) {
            return Err(IeError::CheckDigits(uf));
        }
        Ie::parse(&bare).map_err(|_| IeError::Alphabet)
    }
}

/// Digits as the number that they write.
fn number(digits: &[u32]) -> u32 {
    digits.iter().fold(0, |sum, digit| sum * 10 + digit)
}

/// Weights from the right: 2, 3 … `top`, 2, 3 …
fn weighted(body: &[u32], top: u32) -> u32 {
    body.iter().rev().zip((2..=top).cycle()).map(|(digit, weight)| digit * weight).sum()
}

/// What is missing to a multiple of eleven; ten and eleven count as zero.
fn eleven(sum: u32) -> u32 {
    match sum % 11 {
        0 | 1 => 0,
        remainder => 11 - remainder,
    }
}

/// The same; ten and eleven lose their ten.
fn eleven_less_ten(sum: u32) -> u32 {
    (11 - sum % 11) % 10
}

/// What is missing to a multiple of ten.
fn ten(sum: u32) -> u32 {
    (10 - sum % 10) % 10
}

fn holds(rule: Rule, digits: &[u32]) -> bool {
    let Some((last, body)) = digits.split_last() else { return false };
    match rule {
        Rule::Mod11 { digits: count, top } => ends(digits, count, top),
        Rule::Ap => *last == ap(body),
        Rule::Ba => ba(digits),
        Rule::Go => go(body, *last),
        Rule::Mg => mg(digits),
        Rule::Pe if digits.len() == 9 => ends(digits, 2, 9),
        // 2 to 9, then 1, then 2 again.
        Rule::Pe => {
            let weights = (2..=9).chain([1]).cycle();
            let sum = body.iter().rev().zip(weights).map(|(digit, weight)| digit * weight).sum();
            *last == eleven_less_ten(sum)
        }
        Rule::Ro if digits.len() == 14 => *last == eleven_less_ten(weighted(body, 9)),
        Rule::Ro => *last == eleven_less_ten(weighted(body.get(3..).unwrap_or_default(), 9)),
        Rule::Rr => {
            let sum: u32 = body.iter().zip(1..).map(|(digit, weight)| digit * weight).sum();
            *last == sum % 9
        }
        Rule::Sp => sp(digits),
        Rule::To if digits.len() == 11 => {
            let Some((head, rest)) = body.split_at_checked(2) else { return false };
            let Some((kind, rest)) = rest.split_at_checked(2) else { return false };
            // Rural producers, trade and industry, small firms, those suspended.
            let known = matches!(number(kind), 1 | 2 | 3 | 99);
            known && *last == eleven(weighted(&[head, rest].concat(), 9))
        }
        Rule::To => ends(digits, 1, 9),
    }
}

/// Whether each of the last `count` digits is what those before it call for.
fn ends(digits: &[u32], count: usize, top: u32) -> bool {
    let first = digits.len().saturating_sub(count);
    (first..digits.len()).all(|at| {
        let body = digits.get(..at).unwrap_or_default();
        digits.get(at) == Some(&eleven(weighted(body, top)))
    })
}

fn ap(body: &[u32]) -> u32 {
    let (offset, eleventh) = match number(body) {
        ..=3_017_000 => (5, 0),
        3_017_001..=3_019_022 => (9, 1),
        _ => (0, 0),
    };
    match 11 - (offset + weighted(body, 9)) % 11 {
        10 => 0,
        11 => eleventh,
        digit => digit,
    }
}

fn ba(digits: &[u32]) -> bool {
    let at = digits.len().saturating_sub(2);
    let Some((body, check)) = digits.split_at_checked(at) else { return false };
    // The first of eight digits, the second of nine.
    let by_ten = match digits.get(digits.len().saturating_sub(8)) {
        Some(0..=5 | 8) => true,
        Some(_) | None => false,
    };
    let digit = |sum| if by_ten { ten(sum) } else { eleven(sum) };
    let second = digit(weighted(body, 9));
    let first = digit(weighted(&[body, &[second]].concat(), 9));
    check == [first, second]
}

fn go(body: &[u32], last: u32) -> bool {
    let number = number(body);
    match weighted(body, 9) % 11 {
        // One number was given with both.
        _ if number == 11_094_402 => last < 2,
        0 => last == 0,
        1 => last == u32::from((10_103_105..=10_119_997).contains(&number)),
        remainder => last == 11 - remainder,
    }
}

fn mg(digits: &[u32]) -> bool {
    let at = digits.len().saturating_sub(2);
    let Some((body, check)) = digits.split_at_checked(at) else { return false };
    let Some((head, rest)) = body.split_at_checked(3) else { return false };
    let spread = [head, &[0], rest].concat();
    let sum = spread.iter().zip([1, 2].into_iter().cycle()).map(|(digit, weight)| {
        let product = digit * weight;
        product / 10 + product % 10
    });
    let first = ten(sum.sum());
    let second = eleven(weighted(&[body, &[first]].concat(), 11));
    check == [first, second]
}

fn sp(digits: &[u32]) -> bool {
    let weights = [1, 3, 4, 5, 6, 7, 8, 10];
    let ninth: u32 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    let twelfth = weighted(digits.get(..11).unwrap_or_default(), 10);
    digits.get(8) == Some(&(ninth % 11 % 10)) && digits.get(11) == Some(&(twelfth % 11 % 10))
}
