//! `contributors.csv`: buyers who are ICMS contributors, as a finance person found them in the
//! register.
//!
//! | column | |
//! | --- | --- |
//! | `cnpj` | the buyer's |
//! | `uf` | the state of the registration: two letters |
//! | `ie` | the IE there; empty: no contributor there, whatever it is elsewhere |

use std::collections::BTreeMap;

use super::products::filled;
use super::sheet::{Sheet, SheetFault};
use super::words;
use crate::domain::seller::Contributors;
use crate::domain::{Cnpj, Uf};

const COLUMNS: &[&str] = &["cnpj", "uf", "ie"];

/// Reads the file: all of it, or everything that is wrong with it. Who is not in it is
/// `indIEDest` 9. The same CNPJ may stand there once for each state.
///
/// A fault repeats no value: a CPF may stand in the wrong place.
pub fn read_contributors(file_name: &str, bytes: &[u8]) -> Result<Contributors, Vec<SheetFault>> {
    let mut contributors = Contributors::default();
    let mut lines: BTreeMap<(Cnpj, Uf), u64> = BTreeMap::new();
    let read = Sheet::read(file_name, bytes, COLUMNS, |row| {
        let cnpj = filled(row, "cnpj", |row| row.code("cnpj", 14, Cnpj::parse));
        let uf = row.required("uf", "write two letters, as in SP", |text| {
            Uf::parse(text).ok_or("is no federative unit")
        });
        let remedy = "write the IE of that state, or nothing for no contributor there";
        let ie = row.optional("ie", remedy, |text| words::ie(uf, text));
        let (Some(cnpj), Some(uf)) = (cnpj, uf) else { return };
        if let Some(first) = lines.get(&(cnpj.clone(), uf)) {
            let problem = format!("stands on line {first} too, for {uf}");
            row.fault("cnpj", None, problem, "keep one line for each CNPJ and UF");
            return;
        }
        lines.insert((cnpj.clone(), uf), row.line);
        contributors.insert(cnpj, uf, ie.flatten());
    });
    match read {
        Ok(()) => Ok(contributors),
        Err(faults) => Err(faults.into_iter().map(|it| SheetFault { value: None, ..it }).collect()),
    }
}
