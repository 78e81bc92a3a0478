//! IBPT's table of approximate taxes, as it is downloaded: `TabelaIBPTaxSP26.2.A.csv`.
//!
//! `;` between cells, Windows-1252 or UTF-8, days as in 31/12/2026. Only rows of `tipo` 0 are
//! goods; services (1, 2) are passed over.

use jiff::civil::Date;

use super::net::decimal_point;
use super::sheet::{Row, Sheet, SheetFault};
use crate::domain::codes::Ncm;
use crate::domain::{Digest, Rate};
use crate::tax::{Approximate, TotTrib};

const COLUMNS: &[&str] = &[
    "codigo",
    "ex",
    "tipo",
    "descricao",
    "nacionalfederal",
    "importadosfederal",
    "estadual",
    "municipal",
    "vigenciainicio",
    "vigenciafim",
    "chave",
    "versao",
    "fonte",
];

const WHOLE: Rate = Rate::from_ten_thousandths(100 * 10_000);

/// Reads one more file of one state's table: all of it, or everything that is wrong with it.
pub fn read_ibpt(
    mut table: TotTrib,
    file_name: &str,
    bytes: &[u8],
) -> Result<TotTrib, Vec<SheetFault>> {
    table.read_from(&Digest::of(bytes));
    let text = readable(bytes);
    Sheet::read(file_name, text.as_bytes(), COLUMNS, |row| {
        let kind = row.required("tipo", "write 0, 1 or 2", |it| match it {
            "0" => Ok(true),
            "1" | "2" => Ok(false),
            _ => Err("is no kind of goods or services"),
        });
        if kind == Some(true) {
            goods(row, &mut table);
        }
    })?;
    Ok(table)
}

fn goods(row: &mut Row<'_, '_>, table: &mut TotTrib) {
    let ncm = row.required("codigo", "write the 8 digits of the NCM", padded);
    let ex = row.optional("ex", "write up to 3 digits, or nothing", |text| {
        let digits = text.len() <= 3 && text.bytes().all(|it| it.is_ascii_digit());
        if digits { Ok(text.to_owned()) } else { Err("is no exception of TIPI") }
    });
    let mut rate = |column| row.required(column, "write per cent, as in 13.45", percent);
    let (national, imported) = (rate("nacionalfederal"), rate("importadosfederal"));
    let (state, municipal) = (rate("estadual"), rate("municipal"));
    let mut day = |column| row.required(column, "write a day as in 31/12/2026", day);
    let (valid_from, valid_to) = (day("vigenciainicio"), day("vigenciafim"));
    let mut text = |column| row.optional(column, "", |it| Ok::<_, &str>(short(it)));
    let (fonte, versao) = (text("fonte").flatten(), text("versao").flatten());
    let source = [fonte, versao].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let (Some(ncm), Some(ex)) = (ncm, ex) else { return };
    let (Some(valid_from), Some(valid_to)) = (valid_from, valid_to) else { return };
    let ((Some(national), Some(imported)), (Some(state), Some(municipal))) =
        ((national, imported), (state, municipal))
    else {
        return;
    };
    let found = Approximate { valid_from, valid_to, national, imported, state, municipal, source };
    if !table.add(&ncm, &ex.unwrap_or_default(), found) {
        let problem = "stands twice for the same days";
        row.fault("codigo", Some(ncm.as_str()), problem, "keep one row");
    }
}

/// A spreadsheet, or IBPT itself, may have dropped leading zeros.
fn padded(text: &str) -> Result<Ncm, String> {
    let text = if text.len() < 8 { format!("{text:0>8}") } else { text.to_owned() };
    Ncm::parse(&text).map_err(|error| error.to_string())
}

fn percent(text: &str) -> Result<Rate, String> {
    let rate = Rate::parse(&decimal_point(text)).map_err(|error| error.to_string())?;
    if rate > WHOLE { Err("is more than a hundred per cent".to_owned()) } else { Ok(rate) }
}

fn day(text: &str) -> Result<Date, &'static str> {
    let mut parts = text.split('/').map(str::parse);
    let (Some(Ok(day)), Some(Ok(month)), Some(Ok(year)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err("is no day");
    };
    let (day, month): (i16, i16) = (day, month);
    let (Ok(day), Ok(month)) = (i8::try_from(day), i8::try_from(month)) else {
        return Err("is no day");
    };
    // Two digits of a year are no year.
    if year < 2000 {
        return Err("is no day of these years");
    }
    Date::new(year, month, day).map_err(|_| "is no day")
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// UTF-8, or else byte by byte: what is read of a row is plain ASCII in both.
fn readable(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}
