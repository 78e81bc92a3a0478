//! What a filter shows, as files for a spreadsheet. Each is on record in the audit.

use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use maud::html;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::filter::Asked;
use super::{count_of, list};
use crate::console::Shared;
use crate::console::access::Visitor;
use crate::console::page::{Place, page};
use crate::console::refusal::Refusal;
use crate::console::show::{comma, moment, wall};
use crate::domain::text::no_formula;
use crate::domain::{Money, Timestamp};
use crate::ports::{CaseFilter, CaseRow, DeedKind, DeskStore, Role};
use crate::words::Lang;
use crate::words::desk::{Label, search as words};

/// Rows of a file.
const ROWS_MAX: usize = 100_000;

/// Rows that are asked for at one time.
const READ_MAX: usize = 5_000;

/// The columns, in both kinds of file.
const COLUMNS: [Label; 12] = [
    words::SHIPMENT,
    words::ORDER,
    words::SELLER,
    words::STATE,
    words::CAUSE,
    words::CODE,
    words::KEY,
    words::WORTH,
    words::BEGAN,
    words::SINCE,
    words::ASSIGNEE,
    words::FOLLOW_UP,
];

pub(in crate::console) async fn csv<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    uri: Uri,
) -> Result<Response, Refusal> {
    let rows = match rows(&console, &visitor, &uri, "casos.csv").await? {
        Ok(rows) => rows,
        Err(told) => return Ok(told),
    };
    let text = table(&rows, visitor.lang).ok_or(Refusal::Store)?;
    Ok(file("text/csv; charset=utf-8", "casos.csv", text))
}

pub(in crate::console) async fn xlsx<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    uri: Uri,
) -> Result<Response, Refusal> {
    let rows = match rows(&console, &visitor, &uri, "casos.xlsx").await? {
        Ok(rows) => rows,
        Err(told) => return Ok(told),
    };
    let lang = visitor.lang;
    // A workbook of a hundred thousand rows takes a second: others are served meanwhile.
    let written = tokio::task::spawn_blocking(move || workbook(&rows, lang)).await;
    let bytes = written.map_err(|_| Refusal::Store)?.map_err(|error| {
        tracing::error!(%error, "a workbook could not be written");
        Refusal::Store
    })?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(kind, "casos.xlsx", bytes))
}

fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let named = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, named)], bytes)
        .into_response()
}

/// All that the filter finds, once the audit says who took it; or the page that says why not.
async fn rows<S: DeskStore>(
    console: &Shared<S>,
    visitor: &Visitor,
    uri: &Uri,
    name: &str,
) -> Result<Result<Vec<CaseRow>, Response>, Refusal> {
    let asked = Asked::parse(uri.query().unwrap_or_default())?;
    let (now, whole) = (console.now(), count_of(&asked));
    let subject = format!("{name}?{}", asked.query());
    let mut deed = visitor.deed(now, DeedKind::Export).to(subject);
    visitor.need(Role::Analista, console, deed.clone()).await?;
    let (count, cents) = console.store().count_cases(whole.clone()).await?;
    if count > u64::try_from(ROWS_MAX).unwrap_or(u64::MAX) {
        return Ok(Err(too_many(visitor)));
    }
    let mut found: Vec<CaseRow> = Vec::new();
    loop {
        let after = found.last().map(CaseRow::place);
        let filter = CaseFilter { after, limit: READ_MAX, ..whole.clone() };
        let read = console.store().cases(filter).await?;
        let full = read.len() == READ_MAX;
        found.extend(read);
        // What moves while it is read comes again at the end: once is enough.
        if !full || found.len() >= ROWS_MAX {
            break;
        }
    }
    found.truncate(ROWS_MAX);
    deed.cases = u32::try_from(found.len()).unwrap_or(u32::MAX);
    deed.worth_cents = Some(cents);
    console.store().note(deed).await?;
    Ok(Ok(found))
}

fn too_many(visitor: &Visitor) -> Response {
    let content = html! { p.alert role="alert" { (words::TOO_MANY.say(visitor.lang)) } };
    let page = page(visitor, Place::Search, words::TITLE.say(visitor.lang), &content);
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// UTF-8 with its mark, semicolons, a decimal comma, dates as `dd/mm/aaaa`: what a spreadsheet in
/// Portuguese reads without a question.
fn table(rows: &[CaseRow], lang: Lang) -> Option<Vec<u8>> {
    let mut out = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::from(b"\xef\xbb\xbf"));
    out.write_record(COLUMNS.map(|it| it.say(lang))).ok()?;
    for row in rows {
        out.write_record([
            no_formula(row.id.shipment.as_str()),
            no_formula(&row.order),
            no_formula(row.id.seller.as_str()),
            words::state(&row.state).say(lang).to_owned(),
            no_formula(&list::cause(row, lang)),
            no_formula(row.fault.as_deref().unwrap_or_default()),
            row.key.as_ref().map(|it| fours(it.as_str())).unwrap_or_default(),
            row.worth_cents.map(comma).unwrap_or_default(),
            moment(row.began, Lang::PtBr),
            moment(row.updated, Lang::PtBr),
            no_formula(row.assignee.as_deref().unwrap_or_default()),
            row.follow_up.map(|it| it.strftime("%d/%m/%Y").to_string()).unwrap_or_default(),
        ])
        .ok()?;
    }
    out.into_inner().ok()
}

/// A key as the DANFE prints it, by fours: a spreadsheet would round 44 digits in a row.
fn fours(key: &str) -> String {
    let mut out = String::new();
    for (at, letter) in key.chars().enumerate() {
        if at > 0 && at.is_multiple_of(4) {
            out.push(' ');
        }
        out.push(letter);
    }
    out
}

/// Cells with their types: a text is never read as a formula, an amount and a day can be reckoned
/// with.
fn workbook(rows: &[CaseRow], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(words::SHEET.say(lang))?;
    let head = Format::new().set_bold();
    for (column, label) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(column, if column == 6 { 48 } else { 20 })?;
        sheet.write_string_with_format(0, column, label.say(lang), &head)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let formats = Formats {
        money: Format::new().set_num_format("#,##0.00"),
        moment: Format::new().set_num_format("dd/mm/yyyy hh:mm"),
        day: Format::new().set_num_format("dd/mm/yyyy"),
    };
    for (place, row) in (1_u32..).zip(rows) {
        line(sheet, place, row, &formats, lang)?;
    }
    workbook.save_to_buffer()
}

struct Formats {
    money: Format,
    moment: Format,
    day: Format,
}

fn line(
    sheet: &mut Worksheet,
    place: u32,
    row: &CaseRow,
    formats: &Formats,
    lang: Lang,
) -> Result<(), XlsxError> {
    let key = row.key.as_ref().map(ToString::to_string).unwrap_or_default();
    let cause = list::cause(row, lang);
    let texts = [
        row.id.shipment.as_str(),
        &row.order,
        row.id.seller.as_str(),
        words::state(&row.state).say(lang),
        &cause,
        row.fault.as_deref().unwrap_or_default(),
        &key,
    ];
    for (column, text) in (0_u16..).zip(texts) {
        sheet.write_string(place, column, text)?;
    }
    // A sheet holds binary numbers: the one nearest to the cents shows the cents that were written.
    let cents = row.worth_cents.map(|it| Money::from_cents(it).to_string());
    let number: Option<serde_json::Number> = cents.and_then(|it| it.parse().ok());
    if let Some(nearest) = number.and_then(|it| it.as_f64()) {
        sheet.write_number_with_format(place, 7, nearest, &formats.money)?;
    }
    for (column, at) in [(8, row.began), (9, row.updated)] {
        sheet.write_datetime_with_format(place, column, &excel(at)?, &formats.moment)?;
    }
    sheet.write_string(place, 10, row.assignee.as_deref().unwrap_or_default())?;
    if let Some(day) = row.follow_up {
        let year = u16::try_from(day.year()).unwrap_or(1900);
        let month = u8::try_from(day.month()).unwrap_or(1);
        let date = ExcelDateTime::from_ymd(year, month, u8::try_from(day.day()).unwrap_or(1))?;
        sheet.write_datetime_with_format(place, 11, &date, &formats.day)?;
    }
    Ok(())
}

/// The wall clock at São Paulo, as a sheet has it: to the second, without a zone.
fn excel(at: Timestamp) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::parse_from_str(&wall(at).strftime("%Y-%m-%dT%H:%M:%S").to_string())
}
