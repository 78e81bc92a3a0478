//! The two faces a DANFE is set in, and how wide their letters are.
//!
//! MOC Anexo II wants Times New Roman or Courier New. Times is one of the fourteen fonts that
//! every PDF reader brings, so nothing is embedded; the widths are those of Adobe's AFM files.

/// A face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    /// Times-Roman.
    Roman,
    /// Times-Bold.
    Bold,
}

/// A length in hundredths of a millimetre: fine enough for a bar, and whole numbers only.
pub(super) type Length = i32;

/// A size of letters, in tenths of a point.
pub(super) type Points = i32;

/// A size of letters as a length; rounded up, since the forms name smallest sizes.
pub(super) fn size(points: Points) -> Length {
    // 1 pt = 25.4 / 72 mm.
    (points * 2540 + 719) / 720
}

/// How wide a text is.
pub(super) fn width(text: &str, face: Face, points: Points) -> Length {
    text.chars().map(|c| advance(c, face, points)).sum::<i32>() / 1000
}

/// How wide a letter is, in thousandths of a [`Length`].
pub(super) fn advance(letter: char, face: Face, points: Points) -> i32 {
    let widths = match face {
        Face::Roman => &ROMAN,
        Face::Bold => &BOLD,
    };
    let at = usize::from(code(letter));
    // The table leaves out 0x7F to 0x9F, which no letter of ours becomes.
    let at = if at >= 0xA0 { at - 0xA0 + 95 } else { at.saturating_sub(0x20) };
    i32::from(widths.get(at).copied().unwrap_or(500)) * size(points)
}

/// The text in WinAnsiEncoding, which is Latin-1 for all that the NF-e may hold (TString).
pub(super) fn bytes(text: &str) -> Vec<u8> {
    text.chars().map(code).collect()
}

fn code(letter: char) -> u8 {
    match u8::try_from(u32::from(letter)) {
        Ok(code @ (0x20..=0x7E | 0xA0..=0xFF)) => code,
        // Tabs and line ends; and controls, which the schema lets through.
        Ok(_) => b' ',
        Err(_) => b'?',
    }
}

/// From the space to the tilde, then from the no-break space to y with diaeresis.
const ROMAN: [u16; 191] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
    250, 333, 500, 500, 500, 500, 200, 500, 333, 760, 276, 500, 564, 333, 760, 333, 400, 564, 300,
    300, 333, 500, 453, 250, 333, 300, 310, 500, 750, 750, 750, 444, 722, 722, 722, 722, 722, 722,
    889, 667, 611, 611, 611, 611, 333, 333, 333, 333, 722, 722, 722, 722, 722, 722, 722, 564, 722,
    722, 722, 722, 722, 722, 556, 500, 444, 444, 444, 444, 444, 444, 667, 444, 444, 444, 444, 444,
    278, 278, 278, 278, 500, 500, 500, 500, 500, 500, 500, 564, 500, 500, 500, 500, 500, 500, 500,
    500,
];

const BOLD: [u16; 191] = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667,
    611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722,
    722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556,
    278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
    250, 333, 500, 500, 500, 500, 220, 500, 333, 747, 300, 500, 570, 333, 747, 333, 400, 570, 300,
    300, 333, 556, 540, 250, 333, 300, 330, 500, 750, 750, 750, 500, 722, 722, 722, 722, 722, 722,
    1000, 722, 667, 667, 667, 667, 389, 389, 389, 389, 722, 722, 778, 778, 778, 778, 778, 570, 778,
    722, 722, 722, 722, 722, 611, 556, 500, 500, 500, 500, 500, 500, 722, 444, 444, 444, 444, 444,
    278, 278, 278, 278, 500, 556, 500, 500, 500, 500, 500, 570, 500, 556, 556, 556, 556, 500, 556,
    500,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_afm_files() {
        // Ten points of Times: a digit is half an em.
        assert_eq!(size(100), 353);
        assert_eq!(width("0000", Face::Roman, 100), 4 * 353 / 2);
        assert_eq!(advance('A', Face::Roman, 100), 722 * 353);
        assert_eq!(advance('ç', Face::Roman, 100), 444 * 353);
        assert_eq!(advance('ÿ', Face::Bold, 100), 500 * 353);
        assert_eq!(advance('\u{a0}', Face::Bold, 100), 250 * 353);
        assert_eq!(advance('~', Face::Roman, 100), 541 * 353);
    }

    #[test]
    fn what_latin_1_does_not_hold_is_a_question_mark() {
        assert_eq!(bytes("é€\t\u{85}"), [0xE9, b'?', b' ', b' ']);
    }
}
