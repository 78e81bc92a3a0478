//! What names the note: the receipt stub of the first page, and the head of every page.

use super::{LEFT, WIDTH};
use crate::danfe::code128::Code128;
use crate::danfe::face::{Face, Length, size};
use crate::danfe::field::{Block, Field, PAD, ROW};
use crate::danfe::format::{cep, day, key, phone};
use crate::danfe::note::{Note, joined};
use crate::danfe::sheet::{Align, Area, Page, Way};
use crate::danfe::text;

/// Height of the stub with the line to cut along.
pub(super) const STUB: Length = STUB_TEXT + ROW + CUT;
const STUB_TEXT: Length = 900;
const STUB_NUMBER: Length = 3_600;
const CUT: Length = 300;
/// Height of the boxes of emitter, DANFE and key.
const HEAD: Length = 3_250;
const IDENTITY: Length = 3_500;
/// The key's box, and its bars with their quiet zones: at least 6 cm for digits (MOC Anexo II, 2),
/// and more where there is room; at least 11.5 cm where a key holds letters (NT Conjunta 2025.001).
const DIGITS: (Length, Length) = (8_800, 8_300);
const LETTERS: (Length, Length) = (12_000, 11_500);
const BARS: Length = 1_050;

/// How wide the key's box is, and how wide its bars must be at least.
fn code(note: &Note<'_>) -> (Length, Length) {
    if note.key().bytes().all(|b| b.is_ascii_digit()) { DIGITS } else { LETTERS }
}

/// Draws the stub that the buyer signs; gives where the page goes on.
pub(super) fn stub(page: &mut Page, note: &Note<'_>, y: Length) -> Length {
    let w = WIDTH - STUB_NUMBER;
    page.frame(Area { x: LEFT, y, w, h: STUB_TEXT });
    let buyer = joined(
        [
            note.value("dest/xNome"),
            note.street("dest/enderDest").as_str(),
            note.value("dest/enderDest/xBairro"),
            note.value("dest/enderDest/xMun"),
            note.value("dest/enderDest/UF"),
        ],
        ", ",
    );
    let words = format!(
        "RECEBEMOS DE {} OS PRODUTOS E/OU SERVIÇOS CONSTANTES DA NOTA FISCAL ELETRÔNICA INDICADA \
         ABAIXO. EMISSÃO: {} VALOR TOTAL: R$ {} DESTINATÁRIO: {buyer}",
        note.value("emit/xNome"),
        day(note.value("ide/dhEmi")),
        note.money("total/ICMSTot/vNF"),
    );
    let (points, lines) = text::fit_lines(&words, Face::Roman, (70, 55), w - 2 * PAD, 3);
    let mut line_y = y + 60 + size(points) * 8 / 10;
    for line in lines {
        page.text(&line, (Face::Roman, points), (LEFT + PAD, line_y, w), Align::Left);
        line_y += size(points) * 108 / 100;
    }
    let signed = Block::bare().row([
        Field::new("DATA DE RECEBIMENTO", "").wide(42),
        Field::new("IDENTIFICAÇÃO E ASSINATURA DO RECEBEDOR", ""),
    ]);
    signed.draw(page, LEFT, y + STUB_TEXT, w);

    let (x, h) = (LEFT + w, STUB_TEXT + ROW);
    page.frame(Area { x, y, w: STUB_NUMBER, h });
    let serie = format!("SÉRIE {}", note.serie());
    let number = format!("Nº {}", note.number());
    for (text, points, down) in [("NF-e", 140, 560), (&number, 110, 1_050), (&serie, 110, 1_500)] {
        page.text(text, (Face::Bold, points), (x, y + down, STUB_NUMBER), Align::Center);
    }
    let cut = y + h + CUT / 2;
    page.dashed_line((LEFT, cut), (LEFT + WIDTH, cut));
    y + STUB
}

/// How high the head is.
pub(super) fn height(note: &Note<'_>) -> Length {
    HEAD + below(note).height()
}

/// Draws the head; gives where the page goes on.
pub(super) fn head(page: &mut Page, note: &Note<'_>, y: Length, folio: &str) -> Length {
    let (width, _) = code(note);
    let w = WIDTH - IDENTITY - width;
    emitter(page, note, Area { x: LEFT, y, w, h: HEAD });
    identity(page, note, Area { x: LEFT + w, y, w: IDENTITY, h: HEAD }, folio);
    access(page, note, Area { x: LEFT + w + IDENTITY, y, w: width, h: HEAD });
    below(note).draw(page, LEFT, y + HEAD, WIDTH)
}

fn emitter(page: &mut Page, note: &Note<'_>, area: Area) {
    page.frame(area);
    let Area { x, y, w, h } = area;
    let title = "IDENTIFICAÇÃO DO EMITENTE";
    page.text(title, (Face::Roman, 60), (x, y + 190, w), Align::Center);
    let most = w - 4 * PAD;
    let (large, name) = text::fit_lines(note.value("emit/xNome"), Face::Bold, (130, 85), most, 3);
    let place = [note.value("emit/enderEmit/xMun"), note.value("emit/enderEmit/UF")];
    let postal = cep(note.value("emit/enderEmit/CEP"));
    let district = joined([note.value("emit/enderEmit/xBairro"), postal.as_str()], " - ");
    let call = phone(note.value("emit/enderEmit/fone"));
    let call = if call.is_empty() { call } else { format!("Fone: {call}") };
    let address = [note.street("emit/enderEmit"), district, joined(place, " - "), call];
    let mut lines: Vec<(String, Face, i32)> =
        name.into_iter().map(|line| (line, Face::Bold, large)).collect();
    for part in address.iter().filter(|part| !part.is_empty()) {
        let (points, broken) = text::fit_lines(part, Face::Roman, (85, 60), most, 2);
        lines.extend(broken.into_iter().map(|line| (line, Face::Roman, points)));
    }
    let tall: Length = lines.iter().map(|(_, _, points)| size(*points) * 115 / 100).sum();
    let mut line_y = y + 190 + (h - 190 - tall).max(0) / 2;
    for (line, face, points) in lines {
        let step = size(points) * 115 / 100;
        page.text(&line, (face, points), (x, line_y + step * 8 / 10, w), Align::Center);
        line_y += step;
    }
}

fn identity(page: &mut Page, note: &Note<'_>, area: Area, folio: &str) {
    page.frame(area);
    let Area { x, y, w, .. } = area;
    page.text("DANFE", (Face::Bold, 140), (x, y + 500, w), Align::Center);
    let what = ["DOCUMENTO AUXILIAR", "DA NOTA FISCAL", "ELETRÔNICA"];
    for (line, at) in what.iter().zip(0..) {
        page.text(line, (Face::Roman, 80), (x, y + 810 + at * 285, w), Align::Center);
    }
    let kinds = (Face::Roman, 80);
    page.text("0 - ENTRADA", kinds, (x + 250, y + 1_700, w), Align::Left);
    page.text("1 - SAÍDA", kinds, (x + 250, y + 1_990, w), Align::Left);
    let square = Area { x: x + w - 850, y: y + 1_480, w: 560, h: 560 };
    page.frame(square);
    let place = (square.x, square.y + 420, square.w);
    page.text(note.value("ide/tpNF"), (Face::Bold, 120), place, Align::Center);
    let number = format!("Nº {}", note.number());
    let serie = format!("SÉRIE {}", note.serie());
    let folio = format!("FOLHA {folio}");
    for (text, at) in [number, serie, folio].iter().zip(0..) {
        page.text(text, (Face::Bold, 100), (x, y + 2_370 + at * 365, w), Align::Center);
    }
}

fn access(page: &mut Page, note: &Note<'_>, area: Area) {
    page.frame(area);
    let Area { x, y, w, h } = area;
    let bars = Area { y: y + 120, h: BARS, ..area };
    let (_, least) = code(note);
    let bars_of = Code128::of(note.key());
    let module = (least + bars_of.with_quiet() - 1) / bars_of.with_quiet();
    page.barcode(&bars_of, bars, module, Way::Across);
    let below_bars = BARS + 240;
    let field = Field::new("CHAVE DE ACESSO", key(note.key())).bold().align(Align::Center);
    field.draw(page, Area { y: y + below_bars, h: ROW, ..area });
    let words = "Consulta de autenticidade no portal nacional da NF-e \
                 www.nfe.fazenda.gov.br/portal ou no site da Sefaz Autorizadora";
    let (points, lines) = text::fit_lines(words, Face::Roman, (90, 70), w - 4 * PAD, 2);
    let step = size(points) * 115 / 100;
    let tall = step * Length::try_from(lines.len()).unwrap_or(1);
    let top = below_bars + ROW;
    let mut line_y = y + top + (h - top - tall) / 2 + step * 8 / 10;
    for line in lines {
        page.text(&line, (Face::Roman, points), (x, line_y, w), Align::Center);
        line_y += step;
    }
}

/// The fields below the boxes.
fn below(note: &Note<'_>) -> Block {
    let code = code(note).0 / 100;
    let protocol = Field::new("PROTOCOLO DE AUTORIZAÇÃO DE USO", note.protocol())
        .wide(code)
        .bold()
        .align(Align::Center);
    let block = Block::bare()
        .row([Field::new("NATUREZA DA OPERAÇÃO", note.value("ide/natOp")), protocol])
        .row([
            Field::new("INSCRIÇÃO ESTADUAL", note.value("emit/IE")),
            Field::new("INSCRIÇÃO ESTADUAL DO SUBST. TRIBUTÁRIO", note.value("emit/IEST")),
            Field::new("CNPJ / CPF", note.tax_id("emit")),
        ]);
    if !note.is_reform_sheet() {
        return block;
    }
    let regime = match note.value("emit/CRT") {
        "1" => "1 - SIMPLES NACIONAL",
        "2" => "2 - SIMPLES NACIONAL - EXCESSO DE SUBLIMITE DE RECEITA BRUTA",
        "3" => "3 - REGIME NORMAL",
        "4" => "4 - MICROEMPREENDEDOR INDIVIDUAL - MEI",
        other => other,
    };
    // The second stays blank until a tag carries it.
    block.row([
        Field::new("CÓDIGO DO REGIME TRIBUTÁRIO", regime),
        Field::new("TIPO DE REGIME DE APURAÇÃO DO IBS E DA CBS", ""),
    ])
}
