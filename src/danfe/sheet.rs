//! The paper: pages, lines, letters and bars, measured from the top left corner, put down as PDF.
//!
//! It holds no date and no identifier: the same note gives the same bytes.

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::code128::{Code128, QUIET};
use super::face::{self, Face, Length, Points};

const LINE: Length = 18;
const THIN_LINE: Length = 8;
/// zlib's middle way.
const DEFLATE: u8 = 6;
const REGULAR: Name<'static> = Name(b"F1");
const BOLD: Name<'static> = Name(b"F2");

/// A place on the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: Length,
    pub(super) y: Length,
    pub(super) w: Length,
    pub(super) h: Length,
}

/// Where a text stands in its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Center,
    Right,
}

/// Which way a barcode runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// As one reads.
    Across,
    /// From top to bottom.
    Down,
}

/// One page. Lengths are hundredths of a millimetre.
pub(super) struct Page {
    content: Content,
    width: Length,
    height: Length,
}

impl Page {
    pub(super) fn new(width: Length, height: Length) -> Page {
        let mut content = Content::new();
        // 72 points to 2540 hundredths of a millimetre.
        content.transform([0.028_346_457, 0.0, 0.0, 0.028_346_457, 0.0, 0.0]);
        content.set_line_width(whole(LINE).into());
        Page { content, width, height }
    }

    /// From the bottom, as PDF counts.
    fn up(&self, y: Length) -> i16 {
        whole(self.height - y)
    }

    pub(super) fn line(&mut self, (x1, y1): (Length, Length), (x2, y2): (Length, Length)) {
        let (y1, y2) = (self.up(y1), self.up(y2));
        self.content.move_to(whole(x1).into(), y1.into()).line_to(whole(x2).into(), y2.into());
        self.content.stroke();
    }

    /// Between the items of a table.
    pub(super) fn thin_line(&mut self, from: (Length, Length), to: (Length, Length)) {
        self.content.save_state().set_line_width(whole(THIN_LINE).into()).set_stroke_gray(0.6);
        self.line(from, to);
        self.content.restore_state();
    }

    /// Where one may cut.
    pub(super) fn dashed_line(&mut self, from: (Length, Length), to: (Length, Length)) {
        self.content.save_state().set_dash_pattern([100.0, 80.0], 0.0);
        self.line(from, to);
        self.content.restore_state();
    }

    pub(super) fn frame(&mut self, area: Area) {
        let Area { x, y, w, h } = area;
        let bottom = self.up(y + h);
        self.content.rect(whole(x).into(), bottom.into(), whole(w).into(), whole(h).into());
        self.content.stroke();
    }

    /// A line of text: `x` and `w` bound it, `y` is where its letters stand.
    pub(super) fn text(
        &mut self,
        text: &str,
        (face, points): (Face, Points),
        (x, y, w): (Length, Length, Length),
        align: Align,
    ) {
        if text.is_empty() {
            return;
        }
        let wide = face::width(text, face, points);
        let x = match align {
            Align::Left => x,
            Align::Center => x + (w - wide) / 2,
            Align::Right => x + w - wide,
        };
        let y = self.up(y);
        self.content.begin_text();
        self.content.set_font(named(face), whole(face::size(points)).into());
        self.content.set_text_matrix([1.0, 0.0, 0.0, 1.0, whole(x).into(), y.into()]);
        self.content.show(Str(&face::bytes(text)));
        self.content.end_text();
    }

    /// A grey text across the page, upwards. To be put down before what shall stand over it.
    pub(super) fn across(&mut self, text: &str) {
        // Up at 55 degrees: their cosine and sine.
        let (cos, sin) = (5736, 8192);
        let most = self.height * 8 / 10;
        let points = super::text::fit(text, Face::Bold, (1000, 100), most).unwrap_or(100);
        let (wide, tall) = (face::width(text, Face::Bold, points), face::size(points) * 66 / 100);
        let x = self.width / 2 - (wide * cos - tall * sin) / 20_000;
        let y = self.height / 2 - (wide * sin + tall * cos) / 20_000;
        self.content.save_state().set_fill_gray(0.85);
        self.content.begin_text();
        self.content.set_font(named(Face::Bold), whole(face::size(points)).into());
        let (x, y) = (whole(x).into(), whole(y).into());
        self.content.set_text_matrix([0.5736, 0.8192, -0.8192, 0.5736, x, y]);
        self.content.show(Str(&face::bytes(text)));
        self.content.end_text().restore_state();
    }

    /// Bars, each module so wide, centred in an area that must hold them with their quiet zones.
    pub(super) fn barcode(&mut self, code: &Code128, area: Area, module: Length, way: Way) {
        let room = match way {
            Way::Across => area.w,
            Way::Down => area.h,
        };
        let start = (room - code.with_quiet() * module) / 2 + QUIET * module;
        for bar in &code.bars {
            let (at, wide) = (start + bar.at * module, bar.wide * module);
            let Area { x, y, w, h } = match way {
                Way::Across => Area { x: area.x + at, w: wide, ..area },
                Way::Down => Area { y: area.y + at, h: wide, ..area },
            };
            let bottom = self.up(y + h);
            self.content.rect(whole(x).into(), bottom.into(), whole(w).into(), whole(h).into());
        }
        self.content.fill_nonzero();
    }
}

fn named(face: Face) -> Name<'static> {
    match face {
        Face::Roman => REGULAR,
        Face::Bold => BOLD,
    }
}

/// What PDF takes as a number. A page is at most 297 mm high, so that all places are whole here.
fn whole(length: Length) -> i16 {
    i16::try_from(length).unwrap_or(if length < 0 { i16::MIN } else { i16::MAX })
}

/// The pages as one PDF file.
pub(super) fn bind(title: &str, pages: Vec<Page>) -> Vec<u8> {
    let mut ids = (1..).map(Ref::new);
    let mut next = || ids.next().unwrap_or(Ref::new(i32::MAX));
    let (catalog, tree, info, regular, bold) = (next(), next(), next(), next(), next());
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree).lang(TextStr("pt-BR"));
    pdf.document_info(info).title(TextStr(title)).creator(TextStr("fba-nfe"));
    for (id, name) in [(regular, &b"Times-Roman"[..]), (bold, &b"Times-Bold"[..])] {
        let mut font = pdf.type1_font(id);
        font.base_font(Name(name)).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    let mut kids = Vec::with_capacity(pages.len());
    for page in pages {
        let (id, stream) = (next(), next());
        kids.push(id);
        let mut leaf = pdf.page(id);
        leaf.parent(tree).media_box(media_box(&page)).contents(stream);
        let mut resources = leaf.resources();
        resources.fonts().pair(REGULAR, regular).pair(BOLD, bold);
        resources.finish();
        leaf.finish();
        let content = compress_to_vec_zlib(&page.content.finish(), DEFLATE);
        pdf.stream(stream, &content).filter(Filter::FlateDecode);
    }
    let count = i32::try_from(kids.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(kids).count(count);
    pdf.finish()
}

/// In whole points, as printers know A4: 595 by 842.
fn media_box(page: &Page) -> Rect {
    let points = |length: Length| whole((length * 72 + 1270) / 2540);
    Rect::new(0.0, 0.0, points(page.width).into(), points(page.height).into())
}
