//! The sheet: A4, upright, as many as the note needs.

mod blocks;
mod front;
mod item;
mod plan;
mod table;

use super::face::{Face, Length, Points, size};
use super::field::{HEADING_ROW, PAD, heading};
use super::note::Note;
use super::sheet::{self, Align, Area, Page};
use plan::Leaf;
use table::Table;

const PAPER: (Length, Length) = (21_000, 29_700);
const LEFT: Length = 500;
const WIDTH: Length = PAPER.0 - 2 * LEFT;
const TOP: Length = 500;
const BOTTOM: Length = PAPER.1 - 500;
/// The lines of "informações complementares".
const MORE: Points = 70;
/// The box that MOC Anexo II reserves beside them.
const FISCO: Length = 6_000;
/// What stands in their box above the first line.
const MORE_TITLE: Length = 300;

/// Draws every page of a note.
pub(super) fn draw(note: &Note<'_>) -> Vec<u8> {
    let table = Table::new(note);
    let blocks = blocks::of(note);
    let more = joined_more(note, blocks.more);
    let front: Length = blocks.shown.iter().map(|block| block.height()).sum();
    let first = TOP + front::STUB + front::height(note) + front;
    let next = TOP + front::height(note);
    let leaves = plan::plan(first, next, &table.heights(), &more);

    let many = leaves.len();
    let mut pages = Vec::with_capacity(many);
    for (at, leaf) in leaves.iter().enumerate() {
        let mut page = Page::new(PAPER.0, PAPER.1);
        if let Some(mark) = note.mark() {
            page.across(mark);
        }
        let mut y = TOP;
        if at == 0 {
            y = front::stub(&mut page, note, y);
        }
        y = front::head(&mut page, note, y, &format!("{}/{many}", at + 1));
        if at == 0 {
            for block in &blocks.shown {
                y = block.draw(&mut page, LEFT, y, WIDTH);
            }
        }
        y = table.draw(&mut page, y, leaf);
        additional(&mut page, y, leaf, at == 0);
        pages.push(page);
    }
    sheet::bind(&format!("DANFE {}", note.key()), pages)
}

fn joined_more(note: &Note<'_>, first: String) -> String {
    super::note::joined([first.as_str(), note.more().as_str()], "\n")
}

/// Height of a line of "informações complementares".
fn more_step() -> Length {
    size(MORE) * 112 / 100
}

/// "Dados adicionais" on the first page, their continuation on the others.
fn additional(page: &mut Page, y: Length, leaf: &Leaf, first: bool) {
    if leaf.more.is_empty() && !first {
        return;
    }
    let title = if first { "DADOS ADICIONAIS" } else { "DADOS ADICIONAIS (CONTINUAÇÃO)" };
    let y = heading(page, title, LEFT, y, WIDTH);
    let w = if first { WIDTH - FISCO } else { WIDTH };
    let h = BOTTOM - y;
    page.frame(Area { x: LEFT, y, w, h });
    let label = (Face::Roman, 60);
    page.text("INFORMAÇÕES COMPLEMENTARES", label, (LEFT + PAD, y + 220, w), Align::Left);
    if first {
        let x = LEFT + w;
        page.frame(Area { x, y, w: FISCO, h });
        page.text("RESERVADO AO FISCO", label, (x + PAD, y + 220, FISCO), Align::Left);
    }
    let mut line_y = y + MORE_TITLE + size(MORE) * 3 / 4;
    for line in &leaf.more {
        page.text(line, (Face::Roman, MORE), (LEFT + PAD, line_y, w), Align::Left);
        line_y += more_step();
    }
}

/// How many lines a box of "informações complementares" of this height holds.
fn more_lines(height: Length) -> usize {
    usize::try_from((height - HEADING_ROW - MORE_TITLE - 60) / more_step()).unwrap_or_default()
}
