//! The label for parcels: "DANFE Simplificado - Etiqueta" (NT 2020.004 v1.10), 100 by 150 mm.
//!
//! The note asks for fields and sizes of letters (six points or more, titles bold in capitals),
//! not for a layout.

use super::code128::Code128;
use super::face::{Face, Length, Points, size};
use super::format::{day, key};
use super::note::Note;
use super::sheet::{self, Align, Area, Page, Way};
use super::text;

const PAPER: (Length, Length) = (10_000, 15_000);
const MARGIN: Length = 300;
const PAD: Length = 120;
const BARS: Length = 1_600;
/// Two dots of a label printer of 203 dpi, three of one of 300 dpi.
const MODULE: Length = 25;
/// A key with letters needs 11.5 cm, which is wider than the paper: its bars run downwards at
/// the right edge, three dots of a label printer each.
const MODULE_DOWN: Length = 37;
const TITLE: Points = 70;
const VALUE: (Points, Points) = (110, 70);

/// A label of its own for each note.
pub(super) fn draw(note: &Note<'_>, total: bool) -> Vec<u8> {
    let mut page = Page::new(PAPER.0, PAPER.1);
    if let Some(mark) = note.mark() {
        page.across(mark);
    }
    let code = Code128::of(note.key());
    let upright = note.key().bytes().all(|b| b.is_ascii_digit());
    let whole = Area { x: MARGIN, y: MARGIN, w: PAPER.0 - 2 * MARGIN, h: PAPER.1 - 2 * MARGIN };
    let strip = if upright { 0 } else { BARS + 2 * PAD };
    let mut label = Label { page, x: whole.x, y: whole.y, w: whole.w - strip };
    label.band("DANFE SIMPLIFICADO - ETIQUETA");
    if let Some(mark) = note.mark() {
        label.band(mark);
    }
    if upright {
        let area = Area { x: label.x, y: label.y + 200, w: label.w, h: BARS };
        label.page.barcode(&code, area, MODULE, Way::Across);
        label.y += BARS + 400;
        label.rule();
    } else {
        let edge = whole.x + whole.w - strip;
        let area = Area { x: edge + PAD, w: BARS, ..whole };
        label.page.barcode(&code, area, MODULE_DOWN, Way::Down);
        label.page.line((edge, whole.y), (edge, whole.y + whole.h));
    }
    label.fields(note, total);
    label.page.frame(whole);
    sheet::bind(&format!("DANFE Simplificado - Etiqueta {}", note.key()), vec![label.page])
}

struct Label {
    page: Page,
    x: Length,
    y: Length,
    w: Length,
}

impl Label {
    fn fields(&mut self, note: &Note<'_>, total: bool) {
        self.row(&[("CHAVE DE ACESSO", &key(note.key()), 100, Face::Bold)]);
        let protocol = note.protocol();
        self.row(&[("PROTOCOLO DE AUTORIZAÇÃO DE USO", &protocol, 100, Face::Roman)]);
        let kind = match note.value("ide/tpNF") {
            "0" => "0 - ENTRADA",
            "1" => "1 - SAÍDA",
            other => other,
        };
        let issued = day(note.value("ide/dhEmi"));
        self.row(&[
            ("TIPO DE OPERAÇÃO", kind, 34, Face::Roman),
            ("NÚMERO", &note.number(), 30, Face::Bold),
            ("SÉRIE", note.serie(), 12, Face::Bold),
            ("EMISSÃO", &issued, 24, Face::Roman),
        ]);
        self.party("EMITENTE", note, "emit", "enderEmit");
        self.party("DESTINATÁRIO", note, "dest", "enderDest");
        if total {
            let worth = format!("R$ {}", note.money("total/ICMSTot/vNF"));
            self.row(&[("VALOR TOTAL DA NF-e", &worth, 100, Face::Bold)]);
        }
    }

    fn party(&mut self, title: &str, note: &Note<'_>, group: &str, address: &str) {
        self.band(title);
        let name = note.value(&format!("{group}/xNome"));
        self.row(&[("NOME / RAZÃO SOCIAL", name, 100, Face::Bold)]);
        let uf = note.value(&format!("{group}/{address}/UF"));
        let ie = note.value(&format!("{group}/IE"));
        self.row(&[
            ("CNPJ / CPF", &note.tax_id(group), 48, Face::Roman),
            ("INSCRIÇÃO ESTADUAL", ie, 38, Face::Roman),
            ("UF", uf, 14, Face::Roman),
        ]);
    }

    /// A heading across.
    fn band(&mut self, text: &str) {
        let points = text::fit(text, Face::Bold, (120, 60), self.w - 2 * PAD).unwrap_or(60);
        let tall = size(points);
        self.y += tall + 220;
        let place = (self.x, self.y - 150, self.w);
        self.page.text(text, (Face::Bold, points), place, Align::Center);
        self.rule();
    }

    fn rule(&mut self) {
        self.page.line((self.x, self.y), (self.x + self.w, self.y));
    }

    /// Titles and values side by side, each with its share of a hundred.
    fn row(&mut self, fields: &[(&str, &str, Length, Face)]) {
        let (top, mut x, mut bottom) = (self.y, self.x, self.y);
        let mut edges = Vec::new();
        for (title, value, share, face) in fields {
            let w = self.w * share / 100;
            let most = w - 2 * PAD;
            let small = text::fit(title, Face::Bold, (TITLE, 60), most).unwrap_or(60);
            let mut y = top + 100 + size(small);
            self.page.text(title, (Face::Bold, small), (x + PAD, y, most), Align::Left);
            let (points, lines) = text::fit_lines(value, *face, VALUE, most, 1);
            // One line where it fits; names may have three.
            let (points, lines) = if lines.iter().any(|line| line.ends_with("...")) {
                text::fit_lines(value, *face, (100, 60), most, 3)
            } else {
                (points, lines)
            };
            for line in &lines {
                y += size(points) * 115 / 100;
                self.page.text(line, (*face, points), (x + PAD, y, most), Align::Left);
            }
            if lines.is_empty() {
                y += size(VALUE.0) * 115 / 100;
            }
            bottom = bottom.max(y + 160);
            x += w;
            edges.push(x);
        }
        self.y = bottom;
        edges.pop();
        for edge in edges {
            self.page.line((edge, top), (edge, bottom));
        }
        self.rule();
    }
}
