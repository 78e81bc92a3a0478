//! `resumo.xlsx`: the notes, and what they come to.

use anyhow::Context as _;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};

use super::summary::{AFTER, BEFORE, Line, Summary, amounts};
use crate::domain::Money;

/// Sheet rows besides the heading (Excel: 1,048,576).
const ROWS_MAX: usize = 1_000_000;

struct Formats {
    head: Format,
    money: Format,
    date: Format,
}

/// Writes it. The same notes give the same bytes.
pub(super) fn write(summary: &Summary) -> anyhow::Result<Vec<u8>> {
    anyhow::ensure!(
        summary.len() <= ROWS_MAX,
        "resumo.xlsx: {} notes, and a sheet holds {ROWS_MAX}: export each CNPJ by itself",
        summary.len()
    );
    let formats = Formats {
        head: Format::new().set_bold().set_align(FormatAlign::Center),
        money: Format::new().set_num_format("#,##0.00"),
        date: Format::new().set_num_format("dd/mm/yyyy"),
    };
    let mut workbook = Workbook::new();
    // A day of its own, not the day of the export: the same notes give the same bytes.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let program = concat!("fba-nfe ", env!("CARGO_PKG_VERSION"));
    workbook
        .set_properties(&DocProperties::new().set_author(program).set_creation_datetime(&created));
    notes(workbook.add_worksheet(), summary, &formats).context("resumo.xlsx: notas")?;
    totals(workbook.add_worksheet(), summary, &formats).context("resumo.xlsx: totais")?;
    workbook.save_to_buffer().context("resumo.xlsx")
}

fn notes(sheet: &mut Worksheet, summary: &Summary, formats: &Formats) -> anyhow::Result<()> {
    sheet.set_name("notas")?;
    one_page_wide(sheet)?;
    let heads: Vec<&str> = BEFORE.into_iter().chain(amounts()).chain(AFTER).collect();
    for (column, head) in (0_u16..).zip(&heads) {
        sheet.write_string_with_format(0, column, *head, &formats.head)?;
        sheet.set_column_width(column, width(head))?;
    }
    let lines = summary.lines();
    for (row, line) in (1_u32..).zip(&lines) {
        note(sheet, row, line, formats)?;
    }
    let last = u16::try_from(heads.len().saturating_sub(1))?;
    sheet.autofilter(0, 0, u32::try_from(lines.len())?, last)?;
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn note(sheet: &mut Worksheet, row: u32, line: &Line, formats: &Formats) -> anyhow::Result<()> {
    // Digits that are no quantity stay text: a spreadsheet would round a key.
    sheet.write_string(row, 0, &line.cnpj)?;
    sheet.write_number(row, 1, line.tp_amb)?;
    sheet.write_number(row, 2, line.serie)?;
    sheet.write_number(row, 3, line.n_nf)?;
    sheet.write_string(row, 4, &line.key)?;
    let (year, month, day) = line.date;
    let date = ExcelDateTime::from_ymd(year, month, day)?;
    sheet.write_datetime_with_format(row, 5, &date, &formats.date)?;
    sheet.write_string(row, 6, &line.uf)?;
    let first = u16::try_from(BEFORE.len())?;
    for (column, amount) in (first..).zip(&line.amounts) {
        if let Some(amount) = amount {
            money(sheet, (row, column), *amount, formats)?;
        }
    }
    let after = first.saturating_add(u16::try_from(line.amounts.len())?);
    let texts = [line.status(), &line.c_stat, &line.n_prot];
    let texts = texts.into_iter().chain(line.n_prot_canc.as_deref());
    for (column, text) in (after..).zip(texts) {
        sheet.write_string(row, column, text)?;
    }
    Ok(())
}

/// By emitter and environment: what stands, and what was cancelled.
fn totals(sheet: &mut Worksheet, summary: &Summary, formats: &Formats) -> anyhow::Result<()> {
    sheet.set_name("totais")?;
    one_page_wide(sheet)?;
    let heads = ["CNPJ", "tpAmb", "situacao", "notas"].into_iter().chain(amounts());
    for (column, head) in (0_u16..).zip(heads) {
        sheet.write_string_with_format(0, column, head, &formats.head)?;
        sheet.set_column_width(column, width(head))?;
    }
    let mut groups: Vec<(&str, u8, &str)> = Vec::new();
    let of = |line: &Line| (line.tp_amb, line.status());
    let lines = summary.lines();
    for line in &lines {
        groups.push((&line.cnpj, of(line).0, of(line).1));
    }
    groups.sort_unstable();
    groups.dedup();
    for (row, group) in (1_u32..).zip(groups) {
        let (cnpj, tp_amb, status) = group;
        let own = || lines.iter().filter(|it| (it.cnpj.as_str(), it.tp_amb, it.status()) == group);
        sheet.write_string(row, 0, cnpj)?;
        sheet.write_number(row, 1, tp_amb)?;
        sheet.write_string(row, 2, status)?;
        sheet.write_number(row, 3, u32::try_from(own().count())?)?;
        for (at, column) in (4_u16..).enumerate().take(amounts().count()) {
            let sum: Money = own().filter_map(|it| it.amounts.get(at).copied().flatten()).sum();
            money(sheet, (row, column), sum, formats)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// A cell of a sheet holds a binary number. The decimal is read into the one nearest to it, and
/// every spreadsheet shows the cents that were written; nothing is computed with it here.
fn money(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    amount: Money,
    formats: &Formats,
) -> anyhow::Result<()> {
    let number: serde_json::Number = amount.to_string().parse()?;
    let nearest = number.as_f64().context("an amount that is no number")?;
    sheet.write_number_with_format(row, column, nearest, &formats.money)?;
    Ok(())
}

/// Printed, a line stays one line, under its heading on every page.
fn one_page_wide(sheet: &mut Worksheet) -> anyhow::Result<()> {
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_paper_size(A4);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// A4, by the number that the format has for it.
const A4: u8 = 9;

/// In characters.
fn width(head: &str) -> u8 {
    match head {
        "chNFe" => 48,
        "CNPJ" | "nProt" | "nProtCanc" => 18,
        "tpAmb" | "serie" | "UF" | "cStat" => 8,
        _ => 12,
    }
}
