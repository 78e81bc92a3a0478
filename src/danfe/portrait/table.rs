//! The table of the items: heads that are repeated on each page, and rows of any height.

use super::plan::Leaf;
use super::{LEFT, WIDTH, item};
use crate::danfe::face::{self, Face, Length, Points, size};
use crate::danfe::field::heading;
use crate::danfe::note::Note;
use crate::danfe::sheet::{Align, Area, Page};
use crate::danfe::text;

/// MOC Anexo II, 3.7: heads have five points or more, values six.
const TITLE: (Points, Points) = (50, 50);
const VALUE: Points = 65;
/// An amount that no column holds at six points is printed smaller rather than cut.
const TINY: Points = 35;
/// Height of the heads.
pub(super) const HEAD: Length = 330;
/// Between a column's edge and its letters.
const PAD: Length = 50;
const GAP: Length = 45;

/// A column: its head and how wide it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) title: &'static str,
    pub(super) width: Length,
}

/// What stands in one column of a row.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    Lines(Vec<String>, Align),
    /// Named values, in one stack or in two.
    Named(Vec<Named>, Vec<Named>),
}

/// A value and its name.
pub(super) type Named = (&'static str, String);

/// All items, ready to be drawn.
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    pub(super) fn new(note: &Note<'_>) -> Table {
        let columns = item::columns(note);
        let rows = note.det().map(|det| item::cells(note, det, &columns)).collect();
        Table { columns, rows }
    }

    pub(super) fn heights(&self) -> Vec<Length> {
        self.rows.iter().map(|row| height(row)).collect()
    }

    /// Draws the part of the table that is on this page; gives where the next thing begins.
    pub(super) fn draw(&self, page: &mut Page, y: Length, leaf: &Leaf) -> Length {
        let Some(bottom) = leaf.table_bottom else { return y };
        let top = heading(page, "DADOS DOS PRODUTOS / SERVIÇOS", LEFT, y, WIDTH);
        page.frame(Area { x: LEFT, y: top, w: WIDTH, h: HEAD });
        page.frame(Area { x: LEFT, y: top, w: WIDTH, h: bottom - top });
        let mut x = LEFT;
        for Column { title, width } in &self.columns {
            if x > LEFT {
                page.line((x, top), (x, bottom));
            }
            let (points, lines) = text::fit_lines(title, Face::Bold, TITLE, width - PAD, 1);
            let title = lines.first().map_or("", String::as_str);
            page.text(title, (Face::Bold, points), (x, top + 225, *width), Align::Center);
            x += width;
        }
        let mut y = top + HEAD;
        let shown = self.rows.get(leaf.rows.clone()).unwrap_or_default();
        for (at, row) in shown.iter().enumerate() {
            if at > 0 {
                page.thin_line((LEFT, y), (LEFT + WIDTH, y));
            }
            let mut x = LEFT;
            for (cell, column) in row.iter().zip(&self.columns) {
                cell.draw(page, Area { x, y, w: column.width, h: height(row) });
                x += column.width;
            }
            y += height(row);
        }
        bottom
    }
}

fn step() -> Length {
    size(VALUE) * 112 / 100
}

fn height(row: &[Cell]) -> Length {
    let lines = row.iter().map(Cell::lines).max().unwrap_or(1).max(1);
    Length::try_from(lines).unwrap_or(1) * step() + 2 * GAP
}

/// Broken into lines for a column.
pub(super) fn broken(text: &str, column: &Column) -> Vec<String> {
    text::lines(text, Face::Roman, VALUE, column.width - 2 * PAD)
}

impl Cell {
    fn lines(&self) -> usize {
        match self {
            Cell::Lines(lines, _) => lines.len(),
            Cell::Named(left, right) => left.len().max(right.len()),
        }
    }

    fn draw(&self, page: &mut Page, area: Area) {
        match self {
            Cell::Lines(lines, align) => {
                let mut y = first_line(area.y);
                for line in lines {
                    put(page, line, (area.x, y, area.w), *align);
                    y += step();
                }
            }
            Cell::Named(left, right) if right.is_empty() => stack(page, left, area),
            Cell::Named(left, right) => {
                // The names on the left are the longer ones.
                let w = area.w * 55 / 100;
                let middle = area.x + w;
                page.thin_line((middle, area.y), (middle, area.y + area.h));
                stack(page, left, Area { w, ..area });
                stack(page, right, Area { x: middle, w: area.w - w, ..area });
            }
        }
    }
}

fn first_line(top: Length) -> Length {
    top + GAP + size(VALUE) * 78 / 100
}

fn stack(page: &mut Page, values: &[Named], area: Area) {
    let mut y = first_line(area.y);
    for (name, value) in values {
        let named = face::width(name, Face::Roman, VALUE) + PAD;
        put(page, name, (area.x, y, area.w), Align::Left);
        put(page, value, (area.x + named, y, area.w - named), Align::Right);
        y += step();
    }
}

fn put(page: &mut Page, text: &str, (x, y, w): (Length, Length, Length), align: Align) {
    let w = w - 2 * PAD;
    let points = text::fit(text, Face::Roman, (VALUE, TINY), w).unwrap_or(TINY);
    page.text(text, (Face::Roman, points), (x + PAD, y, w), align);
}
