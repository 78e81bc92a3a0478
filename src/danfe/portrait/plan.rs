//! Which page holds what: pure arithmetic, so that "folha 1/3" is known before the first line.

use std::ops::Range;

use super::table::HEAD;
use super::{BOTTOM, FISCO, HEADING_ROW, MORE, PAD, WIDTH, more_lines, more_step};
use crate::danfe::face::{Face, Length};
use crate::danfe::text::next_line;

/// "Dados adicionais" have at least this on the first page (MOC Anexo II).
const ADDITIONAL: Length = 2_900;
/// A continuation goes below the last items when there is at least this.
const WORTH_IT: Length = 1_500;

/// One page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The items it holds; with none there is no table, unless it is the first page.
    pub(super) rows: Range<usize>,
    /// Where the table ends, if there is one.
    pub(super) table_bottom: Option<Length>,
    /// Lines of "informações complementares".
    pub(super) more: Vec<String>,
}

/// Lays out items of these heights and a text, on a first page that has room from `first` down,
/// and on others that have it from `next` down.
pub(super) fn plan(first: Length, next: Length, heights: &[Length], more: &str) -> Vec<Leaf> {
    let mut rest = more;
    let room = BOTTOM - ADDITIONAL - first - HEADING_ROW - HEAD;
    let (mut done, used) = take(heights, 0, room);
    let mut bottom = BOTTOM - ADDITIONAL;
    if done == heights.len() {
        // Nothing follows the items: the text may have what they leave.
        let needed = lines_of(rest, text_width(true)) - more_lines_i32(ADDITIONAL);
        bottom -= (needed * more_step()).clamp(0, (room - used).max(0));
    }
    let lines = take_lines(&mut rest, text_width(true), more_lines(BOTTOM - bottom));
    let mut leaves = vec![Leaf { rows: 0..done, table_bottom: Some(bottom), more: lines }];
    while done < heights.len() || !rest.trim().is_empty() {
        let mut leaf = Leaf { rows: done..done, ..Leaf::default() };
        let mut free = BOTTOM - next;
        if done < heights.len() {
            let room = free - HEADING_ROW - HEAD;
            let (to, used) = take(heights, done, room);
            // An item as high as a page must not stop the rest.
            let to = to.max(done + 1);
            (leaf.rows, done) = (done..to, to);
            let left = room - used;
            let shared = done == heights.len() && !rest.trim().is_empty() && left >= WORTH_IT;
            free = if shared { left } else { 0 };
            leaf.table_bottom = Some(BOTTOM - free);
        }
        leaf.more = take_lines(&mut rest, text_width(false), more_lines(free));
        leaves.push(leaf);
    }
    leaves
}

fn text_width(first: bool) -> Length {
    if first { WIDTH - FISCO - 2 * PAD } else { WIDTH - 2 * PAD }
}

/// As many items from here as there is room for: up to which, and how high they are.
fn take(heights: &[Length], from: usize, room: Length) -> (usize, Length) {
    let (mut to, mut used) = (from, 0);
    for height in heights.iter().skip(from) {
        if used + height > room {
            break;
        }
        used += height;
        to += 1;
    }
    (to, used)
}

fn take_lines(rest: &mut &str, width: Length, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    while lines.len() < most && !rest.trim().is_empty() {
        let (line, after) = next_line(rest, Face::Roman, MORE, width);
        lines.push(line.to_owned());
        *rest = after;
    }
    lines
}

fn lines_of(text: &str, width: Length) -> i32 {
    let mut rest = text;
    i32::try_from(take_lines(&mut rest, width, usize::MAX).len()).unwrap_or(i32::MAX)
}

fn more_lines_i32(height: Length) -> i32 {
    i32::try_from(more_lines(height)).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn every_item_and_every_word_stands_once(
            heights in proptest::collection::vec(300..4_000i32, 0..200),
            words in proptest::collection::vec("[a-z]{1,40}", 0..500),
        ) {
            let more = words.join(" ");
            let leaves = plan(15_000, 5_000, &heights, &more);
            let mut expected = 0;
            for leaf in &leaves {
                prop_assert_eq!(leaf.rows.start, expected);
                expected = leaf.rows.end;
                let used: Length = heights[leaf.rows.clone()].iter().sum();
                prop_assert!(used <= BOTTOM - 5_000);
                prop_assert!(leaf.table_bottom.is_none_or(|bottom| bottom <= BOTTOM));
            }
            prop_assert_eq!(expected, heights.len());
            let said: Vec<String> = leaves.iter().flat_map(|leaf| leaf.more.clone()).collect();
            prop_assert_eq!(said.join(" "), more);
            // No page is for nothing.
            prop_assert!(leaves.iter().skip(1).all(|l| !l.rows.is_empty() || !l.more.is_empty()));
        }
    }
}
