//! Code 128 (ISO/IEC 15417) of an access key.
//!
//! A key of digits stands in subset C, two digits a symbol (MOC Anexo II, 2). Since the
//! alphanumeric CNPJ a key may hold capitals: there it changes to subset A and back (NT Conjunta
//! 2025.001, as other open programs tell it; the note itself was not at hand).

/// Modules of white on either side.
pub(super) const QUIET: i32 = 10;

/// To subset C, from A. Each switch is named in the subset that is left.
const TO_C: u8 = 99;
const TO_A: u8 = 101;
const START_A: u8 = 103;
const START_C: u8 = 105;
const STOP: usize = 106;

/// A bar: how many modules from the left edge of the first, and how many wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) at: i32,
    pub(super) wide: i32,
}

/// A barcode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code128 {
    pub(super) bars: Vec<Bar>,
    /// Without the quiet zones.
    pub(super) modules: i32,
}

impl Code128 {
    /// With its quiet zones.
    pub(super) fn with_quiet(&self) -> i32 {
        self.modules + 2 * QUIET
    }

    /// Of digits and capitals; what is neither is left out, and an access key holds none.
    pub(super) fn of(text: &str) -> Code128 {
        let symbols = symbols(text);
        let (mut bars, mut at) = (Vec::new(), 0);
        let patterns = symbols.iter().map(|symbol| usize::from(*symbol)).chain([STOP]);
        for pattern in patterns.filter_map(|symbol| PATTERNS.get(symbol)) {
            for (place, wide) in pattern.bytes().map(|digit| i32::from(digit - b'0')).enumerate() {
                if place.is_multiple_of(2) {
                    bars.push(Bar { at, wide });
                }
                at += wide;
            }
        }
        Code128 { bars, modules: at }
    }
}

/// Start, data and check symbol.
fn symbols(text: &str) -> Vec<u8> {
    let text: Vec<u8> =
        text.bytes().filter(|b| b.is_ascii_digit() || b.is_ascii_uppercase()).collect();
    let mut rest = text.as_slice();
    let mut in_c = digits(rest) >= 4;
    let mut found = vec![if in_c { START_C } else { START_A }];
    while let [first, after @ ..] = rest {
        match (in_c, rest) {
            (true, [a, b, after @ ..]) if a.is_ascii_digit() && b.is_ascii_digit() => {
                found.push((a - b'0') * 10 + (b - b'0'));
                rest = after;
            }
            (true, _) => {
                found.push(TO_A);
                in_c = false;
            }
            (false, _) if pays_in_c(rest) => {
                found.push(TO_C);
                in_c = true;
            }
            (false, _) => {
                // Subset A counts from the space.
                found.push(first - b' ');
                rest = after;
            }
        }
    }
    let weighed = found.iter().zip([1].into_iter().chain(1u32..));
    let sum: u32 = weighed.map(|(symbol, weight)| u32::from(*symbol) * weight).sum();
    found.extend(u8::try_from(sum % 103));
    found
}

/// Pairs of digits ahead that make a change worth its symbols: four digits at an end, else six;
/// an odd one goes first, in subset A.
fn pays_in_c(rest: &[u8]) -> bool {
    let digits = digits(rest);
    let least = if digits == rest.len() { 4 } else { 6 };
    digits >= least && digits.is_multiple_of(2)
}

/// Digits ahead.
fn digits(rest: &[u8]) -> usize {
    rest.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// Bars and spaces in turn, in modules; the last is the stop symbol.
const PATTERNS: [&str; 107] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NUMERIC: &str = "35261111222333000181550010000000021730192647";
    const LETTERED: &str = "35261112ABC34501DE35550031234567891908172631";

    #[test]
    fn the_table_is_whole() {
        let width = |pattern: &str| pattern.bytes().map(|b| u32::from(b - b'0')).sum::<u32>();
        assert!(PATTERNS[..106].iter().all(|pattern| width(pattern) == 11 && pattern.len() == 6));
        assert_eq!(width(PATTERNS[106]), 13);
        let mut unlike = PATTERNS.to_vec();
        unlike.sort_unstable();
        unlike.dedup();
        assert_eq!(unlike.len(), 107);
    }

    #[test]
    fn digits_stand_in_c() {
        let found = symbols(NUMERIC);
        assert_eq!(found.len(), 1 + 22 + 1);
        assert_eq!(&found[..4], [START_C, 35, 26, 11]);
        assert_eq!(Code128::of(NUMERIC).modules, 277);
    }

    #[test]
    fn letters_stand_in_a_and_the_rest_in_c() {
        let found = symbols(LETTERED);
        // 35 26 11 12, then A B C 3 4 5 0 1 D E, then 35 55 …
        let expected =
            [START_C, 35, 26, 11, 12, TO_A, 33, 34, 35, 19, 20, 21, 16, 17, 36, 37, TO_C];
        assert_eq!(&found[..17], expected);
        assert_eq!(found[17], 35);
    }

    #[test]
    fn an_odd_digit_goes_before_the_change() {
        // After the letter five digits: one alone, then two pairs.
        assert_eq!(&symbols("A12345")[..5], [START_A, 33, 17, TO_C, 23]);
        assert_eq!(&symbols("1")[..2], [START_A, 17]);
    }

    #[test]
    fn the_check_symbol_is_weighed() {
        // ISO/IEC 15417 by hand: 105 + 1×12 + 2×34 = 185, and 185 mod 103 = 82.
        assert_eq!(symbols("1234"), [START_C, 12, 34, 82]);
    }

    /// As a reader would, without the check symbol.
    fn read_back(symbols: &[u8]) -> String {
        let mut in_c = symbols[0] == START_C;
        let mut text = String::new();
        for symbol in &symbols[1..symbols.len() - 1] {
            match (in_c, *symbol) {
                (true, TO_A) => in_c = false,
                (false, TO_C) => in_c = true,
                (true, pair) => text.push_str(&format!("{pair:02}")),
                (false, letter) => text.push(char::from(letter + b' ')),
            }
        }
        text
    }

    proptest! {
        #[test]
        fn any_key_reads_back_and_fits_its_paper(key in "[0-9]{6}[0-9A-Z]{12}[0-9]{26}") {
            prop_assert_eq!(read_back(&symbols(&key)), key.clone());
            // What the forms reckon with: twelve letters at most, one at least.
            let modules = Code128::of(&key).with_quiet();
            let letters = key.bytes().any(|b| !b.is_ascii_digit());
            let expected = if letters { 330..=385 } else { 297..=297 };
            prop_assert!(expected.contains(&modules), "{}", modules);
        }

        #[test]
        fn mostly_digits_read_back_too(key in "[0-9]{6}[0-9A]{12}[0-9]{26}", short in "[0-9A]{1,9}") {
            prop_assert_eq!(read_back(&symbols(&key)), key);
            prop_assert_eq!(read_back(&symbols(&short)), short);
        }
    }
}
