//! Published numbers, and laws over generated ones.

use proptest::prelude::*;

use super::*;

/// Examples that the states publish with their rules, and numbers in use.
const KNOWN: &[(Uf, &str)] = &[
    (Uf::Ac, "01.004.823/001-12"),
    (Uf::Al, "240000048"),
    (Uf::Ap, "030123459"),
    (Uf::Ba, "123456-63"),
    (Uf::Ba, "612345-57"),
    (Uf::Ba, "1000003-06"),
    (Uf::Ce, "06000001-5"),
    (Uf::Df, "07300001001-09"),
    (Uf::Go, "10.987.654-7"),
    (Uf::Go, "110944020"),
    (Uf::Go, "110944021"),
    (Uf::Ma, "12000038-5"),
    (Uf::Mg, "062.307.904/0081"),
    (Uf::Mt, "0013000001-9"),
    (Uf::Pa, "15-999999-5"),
    (Uf::Pb, "06000001-5"),
    (Uf::Pe, "0321418-40"),
    (Uf::Pe, "18.1.001.0000004-9"),
    (Uf::Pi, "012345679"),
    (Uf::Pr, "123.45678-50"),
    (Uf::Rn, "20.040.040-1"),
    (Uf::Rn, "20.0.040.040-0"),
    (Uf::Ro, "101.62521-3"),
    (Uf::Ro, "0000000062521-3"),
    (Uf::Ro, "1200000062521-9"),
    (Uf::Rr, "24006628-1"),
    (Uf::Rr, "24001755-6"),
    (Uf::Rr, "24008266-8"),
    (Uf::Rs, "224/3658792"),
    (Uf::Sc, "251.040.852"),
    (Uf::Se, "27123456-3"),
    (Uf::Sp, "110.042.490.114"),
    (Uf::To, "29.01.022783-6"),
];

#[test]
fn published_numbers_are_read_and_no_digit_of_them_may_change() {
    for (uf, text) in KNOWN {
        let ie = Ie::parse_of(*uf, text).unwrap_or_else(|error| panic!("{uf} {text}: {error}"));
        let last: char = ie.as_str().chars().last().unwrap();
        for other in ('0'..='9').filter(|it| *it != last) {
            let mut wrong = ie.as_str().to_owned();
            wrong.pop();
            wrong.push(other);
            let twice = *uf == Uf::Go && wrong.starts_with("11094402");
            let refused = Ie::parse_of(*uf, &wrong).is_err();
            assert!(refused || twice && matches!(other, '0' | '1'), "{uf} {wrong}");
        }
    }
    for at in 0..12 {
        for digit in '0'..='9' {
            let mut wrong: Vec<char> = "110042490114".chars().collect();
            if wrong[at] != digit && at != 9 && at != 10 {
                wrong[at] = digit;
                let wrong: String = wrong.into_iter().collect();
                // A remainder of ten and one of none look alike in SP.
                assert!(Ie::parse_of(Uf::Sp, &wrong).is_err() || at < 8, "{wrong}");
            }
        }
    }
}

#[test]
fn every_way_to_be_wrong_has_its_name() {
    let told = |uf, text| Ie::parse_of(uf, text).unwrap_err().to_string();
    assert_eq!(told(Uf::Sp, "ISENTO"), "an IE is digits alone");
    assert_eq!(told(Uf::Sp, "P011004243002"), "an IE is digits alone");
    assert_eq!(told(Uf::Sp, "11004249011"), "an IE of SP has 12 digits, this has 11");
    assert_eq!(
        told(Uf::Ro, "1"),
        "an IE of RO has 14, or 9 of the old register, digits, this has 1"
    );
    assert_eq!(told(Uf::Ma, "130000385"), "an IE of MA begins with 12");
    assert_eq!(told(Uf::Sp, "110042490115"), "the check digits of this IE are not those of SP");
    assert_eq!(told(Uf::Am, "000000000"), "zeros alone are no IE");
    assert_eq!(told(Uf::Am, ""), "an IE of AM has 9 digits, this has 0");
}

/// Numbers of a state with this body: every ending that is right.
fn with_endings(uf: Uf, length: usize, body: &str) -> Vec<String> {
    let shape = shape_of(uf);
    let count = match shape.rule {
        Rule::Mod11 { digits, .. } => digits,
        Rule::Ba | Rule::Mg => 2,
        Rule::Pe if length == 9 => 2,
        // The ninth and the last.
        Rule::Sp => 2,
        Rule::Ap | Rule::Go | Rule::Pe | Rule::Ro | Rule::Rr | Rule::To => 1,
    };
    let prefix = shape.prefixes.first().map_or(String::new(), |(low, _)| format!("{low:02}"));
    let body: String = format!("{prefix}{body}").chars().take(length - count).collect();
    let body = match (shape.rule, length) {
        // The third and fourth digit are of a short list.
        (Rule::To, 11) => {
            let (head, rest) = body.split_at(2);
            format!("{head}02{}", rest.split_at(2).1)
        }
        _ => body,
    };
    let endings = 0..10u32.pow(u32::try_from(count).unwrap());
    let whole = endings.map(|ending| match shape.rule {
        Rule::Sp => {
            let (head, tail) = body.split_at(8);
            format!("{head}{}{tail}{}", ending / 10, ending % 10)
        }
        _ => format!("{body}{ending:0count$}"),
    });
    whole.filter(|it| Ie::parse_of(uf, it).is_ok()).collect()
}

proptest! {
    /// Each body has one right ending, in each state and length; a changed digit is noticed
    /// wherever the state's arithmetic can.
    #[test]
    fn each_body_has_one_ending(body in "[1-9][0-9]{13}", at in 0usize..8, by in 1u8..10) {
        let (mut tried, mut noticed) = (0, 0);
        for uf in Uf::ALL {
            for length in shape_of(*uf).lengths {
                let right = with_endings(*uf, *length, &body);
                prop_assert_eq!(right.len(), 1, "{} {} {:?}", uf, length, right);
                let mut changed = right[0].clone().into_bytes();
                changed[at] = b'0' + (changed[at] - b'0' + by) % 10;
                tried += 1;
                let changed = String::from_utf8(changed).unwrap();
                noticed += i32::from(Ie::parse_of(*uf, &changed).is_err());
            }
        }
        // TO and RO leave digits out; zero stands for two or three remainders.
        prop_assert!(noticed * 10 >= tried * 6, "{noticed} of {tried}");
    }

    /// Whatever is written there, it is read or refused.
    #[test]
    fn no_text_stops_the_reader(text in any::<String>(), digits in "[0-9./ -]{0,20}") {
        for uf in Uf::ALL {
            let _ = Ie::parse_of(*uf, &text);
            if let Ok(ie) = Ie::parse_of(*uf, &digits) {
                prop_assert_eq!(Ie::parse_of(*uf, ie.as_str()), Ok(ie));
            }
        }
    }
}
