//! How the rows of each table are read.

use std::fmt;

use super::rows::{
    CfopRow, Class, DifalBase, Due, IbsCbsBase, IbsCbsRates, Interstate, Levy, Needs, SCHEMA,
    Standing, State,
};
use super::table::{Cells, Kind};
use crate::domain::codes::CClassTrib;
use crate::domain::{Rate, Uf};

#[derive(Debug)]
pub(super) struct States;
#[derive(Debug)]
pub(super) struct Ways;
#[derive(Debug)]
pub(super) struct Cfops;
#[derive(Debug)]
pub(super) struct Contributions;
#[derive(Debug)]
pub(super) struct Levies;
#[derive(Debug)]
pub(super) struct IbsCbs;
#[derive(Debug)]
pub(super) struct Classes;

/// Column `standing`.
#[derive(Clone, Copy)]
enum Told {
    Never,
    May,
    Must,
}

/// Column `needs`.
#[derive(Clone, Copy)]
enum Shape {
    Full,
    Reduced,
    Deferred,
    Nothing,
    Mono,
    Other,
}

/// A state on the way to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way(pub(super) Uf, pub(super) Uf);

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.0, self.1)
    }
}

impl Kind for States {
    const FILE: &'static str = "icms_uf.tsv";
    const SHIPPED: &'static str = include_str!("data/icms_uf.tsv");
    const COLUMNS: &'static [&'static str] = &["uf", "p_icms", "p_fcp", "difal_base"];
    type Key = Uf;
    type Value = State;

    fn read(cells: &mut Cells<'_>) -> Option<(Uf, State)> {
        let uf = uf(cells, "uf");
        let (p_icms, p_fcp) = (rate(cells, "p_icms"), rate(cells, "p_fcp"));
        let bases = [
            ("operation_value", DifalBase::OperationValue),
            ("gross_up_internal", DifalBase::GrossUpInternal),
        ];
        let difal_base = one_of(cells, "difal_base", &bases);
        Some((uf?, State { p_icms: p_icms?, p_fcp: p_fcp?, difal_base: difal_base? }))
    }
}

impl Kind for Ways {
    const FILE: &'static str = "icms_interstate.tsv";
    const SHIPPED: &'static str = include_str!("data/icms_interstate.tsv");
    const COLUMNS: &'static [&'static str] = &["from", "to", "p_icms", "p_icms_imported"];
    type Key = Way;
    type Value = Interstate;

    fn read(cells: &mut Cells<'_>) -> Option<(Way, Interstate)> {
        let (from, to) = (uf(cells, "from"), uf(cells, "to"));
        let (p_icms, imported) = (rate(cells, "p_icms"), rate(cells, "p_icms_imported"));
        if from.is_some() && from == to {
            cells.fault("to", None, "is the state that it is from", "name another state");
            return None;
        }
        Some((Way(from?, to?), Interstate { p_icms: p_icms?, p_icms_imported: imported? }))
    }
}

impl Kind for Cfops {
    const FILE: &'static str = "cfop.tsv";
    const SHIPPED: &'static str = include_str!("data/cfop.tsv");
    const COLUMNS: &'static [&'static str] =
        &["cfop", "devol", "retor", "anula", "remes", "st", "use"];
    type Key = u16;
    type Value = CfopRow;

    fn read(cells: &mut Cells<'_>) -> Option<(u16, CfopRow)> {
        let code = cells.required("cfop", "write 4 digits", |text| match text.parse() {
            Ok(code @ 1000..=7999) => Ok(code),
            Ok(_) | Err(_) => Err("is no CFOP"),
        });
        let meaning = cells.optional("use", "write a few words", |it| Ok::<_, &str>(it.to_owned()));
        let [devol, retor, anula, remes, st] =
            ["devol", "retor", "anula", "remes", "st"].map(|it| flag(cells, it));
        let meaning = meaning?.unwrap_or_default();
        let row = CfopRow {
            devol: devol?,
            retor: retor?,
            anula: anula?,
            remes: remes?,
            st: st?,
            meaning,
        };
        Some((code?, row))
    }
}

const DUE: [(&str, Due); 2] = [("yes", Due::Yes), ("no", Due::No)];

impl Kind for Contributions {
    const FILE: &'static str = "contributions.tsv";
    const SHIPPED: &'static str = include_str!("data/contributions.tsv");
    const COLUMNS: &'static [&'static str] = &["crt", "due"];
    type Key = u8;
    type Value = Due;

    fn read(cells: &mut Cells<'_>) -> Option<(u8, Due)> {
        let (crt, due) = (crt(cells), one_of(cells, "due", &DUE));
        crt.zip(due)
    }
}

impl Kind for Levies {
    const FILE: &'static str = "levies.tsv";
    const SHIPPED: &'static str = include_str!("data/levies.tsv");
    const COLUMNS: &'static [&'static str] = &["levy", "due"];
    type Key = Levy;
    type Value = Due;

    fn read(cells: &mut Cells<'_>) -> Option<(Levy, Due)> {
        let levies = [Levy::Ipi, Levy::Is].map(|it| (it.as_str(), it));
        let (levy, due) = (one_of(cells, "levy", &levies), one_of(cells, "due", &DUE));
        levy.zip(due)
    }
}

impl Kind for IbsCbs {
    const FILE: &'static str = "ibs_cbs.tsv";
    const SHIPPED: &'static str = include_str!("data/ibs_cbs.tsv");
    const COLUMNS: &'static [&'static str] =
        &["crt", "standing", "p_ibs_uf", "p_ibs_mun", "p_cbs", "base", "schema"];
    type Key = u8;
    type Value = Standing;

    fn read(cells: &mut Cells<'_>) -> Option<(u8, Standing)> {
        let crt = crt(cells);
        let names = [("not_due", Told::Never), ("optional", Told::May), ("due", Told::Must)];
        let standing = one_of(cells, "standing", &names)?;
        let schema = cells.optional("schema", "name the package, as in PL_010f", package)?;
        let told = ["p_ibs_uf", "p_ibs_mun", "p_cbs"];
        let is = match (standing, schema) {
            (Told::Never, _) => Standing::NotDue,
            // Its rates are of groups that we do not know.
            (Told::May | Told::Must, Some(it)) if it != SCHEMA => Standing::NeedsSchema(it),
            (Told::May | Told::Must, None) => {
                let remedy = "name the schema package that these rates are written with";
                cells.fault("schema", None, "is empty", remedy);
                return None;
            }
            (Told::May | Told::Must, Some(_)) => {
                let [p_ibs_uf, p_ibs_mun, p_cbs] = told.map(|it| rate(cells, it));
                let bases = [
                    ("net_of_taxes", IbsCbsBase::NetOfTaxes),
                    ("operation_value", IbsCbsBase::OperationValue),
                ];
                let base = one_of(cells, "base", &bases);
                let (p_ibs_uf, p_ibs_mun, p_cbs) = (p_ibs_uf?, p_ibs_mun?, p_cbs?);
                let rates = IbsCbsRates { p_ibs_uf, p_ibs_mun, p_cbs, base: base? };
                match standing {
                    Told::Never => Standing::NotDue,
                    Told::May => Standing::Optional(rates),
                    Told::Must => Standing::Due(rates),
                }
            }
        };
        Some((crt?, is))
    }
}

impl Kind for Classes {
    const FILE: &'static str = "cclasstrib.tsv";
    const SHIPPED: &'static str = include_str!("data/cclasstrib.tsv");
    const COLUMNS: &'static [&'static str] =
        &["c_class_trib", "needs", "p_red_ibs", "p_red_cbs", "regular", "nfe"];
    type Key = String;
    type Value = Class;

    fn read(cells: &mut Cells<'_>) -> Option<(String, Class)> {
        let code = cells.required("c_class_trib", "write 6 digits", CClassTrib::parse);
        let names = [
            ("full", Shape::Full),
            ("reduced", Shape::Reduced),
            ("deferred", Shape::Deferred),
            ("nothing", Shape::Nothing),
            ("mono", Shape::Mono),
            ("other", Shape::Other),
        ];
        let needs = one_of(cells, "needs", &names);
        let (regular, nfe) = (flag(cells, "regular"), flag(cells, "nfe"));
        let red = ["p_red_ibs", "p_red_cbs"].map(|it| cells.optional(it, RATE_REMEDY, percent));
        let [p_red_ibs, p_red_cbs] = red;
        let reduction = p_red_ibs?.zip(p_red_cbs?);
        let needs = match (needs?, reduction) {
            (Shape::Full, _) => Needs::Full,
            (Shape::Reduced, Some((p_red_ibs, p_red_cbs))) => {
                Needs::Reduced { p_red_ibs, p_red_cbs }
            }
            (Shape::Reduced, None) => {
                cells.fault("p_red_ibs", None, "is empty, or p_red_cbs is", RATE_REMEDY);
                return None;
            }
            (Shape::Deferred, reduction) => Needs::Deferred { reduction },
            (Shape::Nothing, _) => Needs::Nothing,
            (Shape::Mono, _) => Needs::Mono,
            (Shape::Other, _) => Needs::Other,
        };
        let code = code?.as_str().to_owned();
        Some((code, Class { needs, regular: regular?, nfe: nfe? }))
    }
}

const RATE_REMEDY: &str = "write per cent with a point, as in 20.50";

fn rate(cells: &mut Cells<'_>, column: &str) -> Option<Rate> {
    cells.required(column, RATE_REMEDY, percent)
}

/// A decimal comma is read as a point: a spreadsheet may have put it there.
fn percent(text: &str) -> Result<Rate, String> {
    let rate = Rate::parse(&text.replacen(',', ".", 1)).map_err(|error| error.to_string())?;
    let whole = Rate::from_ten_thousandths(100 * 10_000);
    if rate > whole { Err("is more than a hundred per cent".to_owned()) } else { Ok(rate) }
}

fn uf(cells: &mut Cells<'_>, column: &str) -> Option<Uf> {
    cells.required(column, "write two letters, as in SP", |text| {
        let found = Uf::ALL.iter().copied().find(|it| it.sigla() == text);
        found.ok_or("is no federative unit")
    })
}

fn crt(cells: &mut Cells<'_>) -> Option<u8> {
    cells.required("crt", "write 1, 2, 3 or 4", |text| match text.parse() {
        Ok(crt @ 1..=4) => Ok(crt),
        Ok(_) | Err(_) => Err("is no CRT"),
    })
}

fn flag(cells: &mut Cells<'_>, column: &str) -> Option<bool> {
    one_of(cells, column, &[("1", true), ("0", false)])
}

fn package(text: &str) -> Result<String, &'static str> {
    let rest = text.strip_prefix("PL_").unwrap_or_default();
    let plain = (1..=12).contains(&rest.len())
        && rest.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b'.');
    if plain { Ok(text.to_owned()) } else { Err("is no schema package") }
}

fn one_of<T: Copy>(cells: &mut Cells<'_>, column: &str, names: &[(&str, T)]) -> Option<T> {
    let all: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    cells.required(column, &format!("write one of {}", all.join(", ")), |text| {
        let found = names.iter().find(|(name, _)| *name == text);
        found.map(|(_, value)| *value).ok_or("is not one of them")
    })
}
