//! Text into lines: broken at spaces, or made smaller until it fits.

use super::face::{Face, Length, Points, advance, width};

/// What comes after a text that had to be cut.
const CUT: &str = "...";

/// The next line of a text, no wider than this, and what is left of it.
///
/// Breaks at a space or a line end, or within a word that is wider than the line. At least one
/// letter is taken, so that a caller who goes on comes to an end.
pub(super) fn next_line(text: &str, face: Face, points: Points, most: Length) -> (&str, &str) {
    let text = text.trim_start_matches(' ');
    let mut wide = 0;
    let mut space = None;
    for (at, letter) in text.char_indices() {
        if letter == '\n' {
            return cut(text, at, at + 1);
        }
        if letter == ' ' {
            space = Some(at);
        }
        wide += advance(letter, face, points);
        if wide > most * 1000 && at > 0 {
            return match space {
                Some(space) if space > 0 => cut(text, space, space + 1),
                Some(_) | None => cut(text, at, at),
            };
        }
    }
    (text.trim_end(), "")
}

fn cut(text: &str, end: usize, next: usize) -> (&str, &str) {
    let line = text.get(..end).unwrap_or(text);
    (line.trim_end(), text.get(next..).unwrap_or_default())
}

/// A text in lines.
pub(super) fn lines(text: &str, face: Face, points: Points, most: Length) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.trim().is_empty() {
        let (line, after) = next_line(rest, face, points, most);
        found.push(line.to_owned());
        rest = after;
    }
    found
}

/// The largest size, down in half points, at which a text is no wider than this.
pub(super) fn fit(
    text: &str,
    face: Face,
    (largest, smallest): (Points, Points),
    most: Length,
) -> Option<Points> {
    let mut points = largest;
    while points >= smallest {
        if width(text, face, points) <= most {
            return Some(points);
        }
        points -= 5;
    }
    None
}

/// The largest size at which a text takes no more than so many lines; else the smallest size,
/// and the last line ends in dots.
pub(super) fn fit_lines(
    text: &str,
    face: Face,
    (largest, smallest): (Points, Points),
    most: Length,
    many: usize,
) -> (Points, Vec<String>) {
    let mut points = largest;
    loop {
        let mut found = lines(text, face, points, most);
        if found.len() <= many {
            return (points, found);
        }
        if points - 5 < smallest {
            found.truncate(many);
            if let Some(last) = found.last_mut() {
                while !last.is_empty()
                    && width(last, face, points) + width(CUT, face, points) > most
                {
                    last.pop();
                }
                last.push_str(CUT);
            }
            return (points, found);
        }
        points -= 5;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_at_spaces_and_within_long_words() {
        // At ten points a digit is 1.76 mm wide.
        let broken = |text| lines(text, Face::Roman, 100, 800);
        assert_eq!(broken("0000 11 2222"), ["0000", "11", "2222"]);
        assert_eq!(broken("00000000"), ["0000", "0000"]);
        assert_eq!(broken("00\n11"), ["00", "11"]);
        assert_eq!(broken("  "), Vec::<String>::new());
    }

    #[test]
    fn what_does_not_fit_is_made_smaller_then_cut() {
        assert_eq!(fit("0000", Face::Roman, (100, 60), 800), Some(100));
        assert_eq!(fit("0000", Face::Roman, (100, 60), 600), Some(85));
        assert_eq!(fit("0000", Face::Roman, (100, 60), 100), None);
        assert_eq!(fit_lines("0000 0000", Face::Roman, (100, 60), 800, 2).0, 100);
        let (points, found) = fit_lines("0000 0000 0000", Face::Roman, (100, 60), 500, 2);
        assert_eq!((points, found.last().unwrap().as_str()), (60, "000..."));
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_and_no_line_too_wide(text in "[ -~\u{a0}-ÿ]{0,80}", most in 300..3000i32) {
            let broken = lines(&text, Face::Roman, 70, most);
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&broken.concat()), bare(&text));
            prop_assert!(broken.iter().all(|line| width(line, Face::Roman, 70) <= most));
        }
    }
}
