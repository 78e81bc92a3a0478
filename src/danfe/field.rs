//! Boxes with a small title and a value, in rows, under a heading.

use super::face::{Face, Length, Points, size};
use super::sheet::{Align, Area, Page};
use super::text;

/// MOC Anexo II, 3.7: titles of fields have six points or more; where a column is too narrow
/// for its title, five, the least that the manual knows.
const TITLE: (Points, Points) = (60, 50);
/// Values have ten points, less where they would not fit.
const VALUE: (Points, Points) = (100, 65);
/// Two lines, for names and streets that no one line holds.
const TWO_LINES: (Points, Points) = (70, 55);
const HEADING: Points = 65;
/// Between a box and its letters.
pub(super) const PAD: Length = 60;
/// A row of boxes.
pub(super) const ROW: Length = 780;
/// The line of a heading.
pub(super) const HEADING_ROW: Length = 340;

/// A box.
#[derive(Clone, Debug)]
pub(super) struct Field {
    title: &'static str,
    value: String,
    /// None: a share of what the others leave.
    width: Option<Length>,
    align: Align,
    face: Face,
}

impl Field {
    pub(super) fn new(title: &'static str, value: impl Into<String>) -> Field {
        let (align, face) = (Align::Left, Face::Roman);
        Field { title, value: value.into(), width: None, align, face }
    }

    /// So wide, in millimetres.
    pub(super) fn wide(self, millimetres: Length) -> Field {
        Field { width: Some(millimetres * 100), ..self }
    }

    pub(super) fn align(self, align: Align) -> Field {
        Field { align, ..self }
    }

    pub(super) fn bold(self) -> Field {
        Field { face: Face::Bold, ..self }
    }

    /// Draws the box, its title and its value.
    pub(super) fn draw(&self, page: &mut Page, area: Area) {
        page.frame(area);
        let Area { x, y, w, h } = area;
        let (x, w) = (x + PAD, w - 2 * PAD);
        let (points, title) = text::fit_lines(self.title, Face::Roman, TITLE, w, 1);
        let title = title.first().map_or("", String::as_str);
        page.text(
            title,
            (Face::Roman, points),
            (x, y + 65 + size(points) * 7 / 10, w),
            Align::Left,
        );
        if self.value.is_empty() {
            return;
        }
        let bottom = y + h;
        if let Some(points) = text::fit(&self.value, self.face, VALUE, w) {
            page.text(&self.value, (self.face, points), (x, bottom - 120, w), self.align);
            return;
        }
        let (points, lines) = text::fit_lines(&self.value, self.face, TWO_LINES, w, 2);
        let step = size(points) * 105 / 100;
        for (at, line) in lines.iter().rev().zip(0..).map(|(line, at)| (at, line)) {
            page.text(line, (self.face, points), (x, bottom - 70 - at * step, w), self.align);
        }
    }
}

/// Rows of boxes under a heading, if there is one.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    heading: Option<&'static str>,
    rows: Vec<Vec<Field>>,
}

impl Block {
    pub(super) fn new(heading: &'static str) -> Block {
        Block { heading: Some(heading), rows: Vec::new() }
    }

    pub(super) fn bare() -> Block {
        Block::default()
    }

    /// Adds a row.
    pub(super) fn row(mut self, fields: impl Into<Vec<Field>>) -> Block {
        self.rows.push(fields.into());
        self
    }

    /// Adds a row of amounts.
    pub(super) fn amounts<const N: usize>(self, fields: [(&'static str, String); N]) -> Block {
        let field = |(title, value)| Field::new(title, value).align(Align::Right);
        self.row(fields.map(field))
    }

    /// A bare block shares its line with what stands above it, a headed one does not.
    pub(super) fn height(&self) -> Length {
        let rows = Length::try_from(self.rows.len()).unwrap_or_default();
        self.heading.map_or(0, |_| HEADING_ROW) + rows * ROW
    }

    /// Draws it; gives where the next thing begins.
    pub(super) fn draw(&self, page: &mut Page, x: Length, y: Length, width: Length) -> Length {
        let mut y = y;
        if let Some(heading) = self.heading {
            y = self::heading(page, heading, x, y, width);
        }
        for row in &self.rows {
            let mut left = x;
            for (field, w) in row.iter().zip(widths(row, width)) {
                field.draw(page, Area { x: left, y, w, h: ROW });
                left += w;
            }
            y += ROW;
        }
        y
    }
}

/// A heading; gives where its block begins.
pub(super) fn heading(page: &mut Page, text: &str, x: Length, y: Length, w: Length) -> Length {
    page.text(text, (Face::Bold, HEADING), (x + 20, y + 265, w), Align::Left);
    y + HEADING_ROW
}

/// What is left over goes to the last of those that share.
fn widths(row: &[Field], width: Length) -> Vec<Length> {
    let fixed: Length = row.iter().filter_map(|field| field.width).sum();
    let sharing = row.iter().filter(|field| field.width.is_none()).count();
    let sharing = Length::try_from(sharing).unwrap_or(1).max(1);
    let share = (width - fixed) / sharing;
    let mut left = sharing;
    let of = |field: &Field| {
        field.width.unwrap_or_else(|| {
            left -= 1;
            if left == 0 { width - fixed - share * (sharing - 1) } else { share }
        })
    };
    row.iter().map(of).collect()
}
