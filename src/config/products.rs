//! `products.csv`: what is sold, kept by a finance person in a spreadsheet.
//!
//! UTF-8 with or without BOM, `;` or `,` between cells, one header line, columns in any order:
//!
//! | column | |
//! | --- | --- |
//! | `sku` | `SellerSKU`, 1 to 60; `cProd` |
//! | `descricao` | `xProd`, up to 120; empty: Amazon's title |
//! | `ncm` | 8 digits |
//! | `cest` | 7 digits; may be empty |
//! | `origem` | `orig`, 0 to 8 |
//! | `cfop_interno` | 5xxx; empty: 5102, sale of bought goods |
//! | `cfop_interestadual` | 6xxx, buyer no contributor; empty: 6108 |
//! | `cfop_interestadual_contribuinte` | 6xxx, buyer contributor; empty: 6102 |
//! | `unidade` | `uCom`, 1 to 6 |
//! | `gtin` | 8, 12, 13 or 14 digits; empty or `SEM GTIN`: none |
//! | `perfil` | the name of a `[[tax_profile]]` |
//!
//! and, where somebody needs them:
//!
//! | column | |
//! | --- | --- |
//! | `nfci` | `nFCI`, the record of imported content: a GUID |
//! | `vbcstret` | substitution withheld before (CST 60, CSOSN 500): its base, reais for one unit |
//! | `pst` | the consumer's rate, with the fund in it, per cent |
//! | `vicmssubstituto` | the substitute's own tax, for one unit; may be empty |
//! | `vicmsstret` | the tax withheld, for one unit |

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::net::decimal_point;
use super::sheet::{Row, Sheet, SheetFault};
use crate::domain::catalogue::{Catalogue, Product, TaxProfile, WithheldUnit};
use crate::domain::codes::{Cest, Cfop, NFci, Ncm, Orig};
use crate::domain::product::{self, CFOP_DEFAULTS};
use crate::domain::{Digest, Rate, UnitPrice};

const COLUMNS: &[&str] = &[
    "sku",
    "descricao",
    "ncm",
    "cest",
    "origem",
    "cfop_interno",
    "cfop_interestadual",
    "cfop_interestadual_contribuinte",
    "unidade",
    "gtin",
    "perfil",
];

const OPTIONAL: &[&str] = &["nfci", "vbcstret", "pst", "vicmssubstituto", "vicmsstret"];

/// Reads the product file: all of it, or everything that is wrong with it.
pub fn read_products(
    file_name: &str,
    bytes: &[u8],
    profiles: &BTreeMap<String, TaxProfile>,
) -> Result<Catalogue, Vec<SheetFault>> {
    let mut products: BTreeMap<String, (u64, Option<Product>)> = BTreeMap::new();
    Sheet::read_optional(file_name, bytes, COLUMNS, OPTIONAL, |row| {
        let sku = row.required("sku", "write the SellerSKU, 1 to 60 characters", product::sku);
        let product = read_product(row, sku.clone(), profiles);
        let Some(sku) = sku else { return };
        match products.entry(sku.clone()) {
            Entry::Vacant(place) => {
                place.insert((row.line, product));
            }
            Entry::Occupied(first) => {
                let problem = format!("stands on line {} too", first.get().0);
                row.fault("sku", Some(&sku), problem, "keep one line for each SKU");
            }
        }
    })?;
    let products =
        products.into_iter().filter_map(|(sku, (_, product))| Some((sku, product?))).collect();
    Ok(Catalogue { products, digest: Digest::of(bytes) })
}

/// Reads every cell before it gives up on the line.
fn read_product(
    row: &mut Row<'_, '_>,
    sku: Option<String>,
    profiles: &BTreeMap<String, TaxProfile>,
) -> Option<Product> {
    let description = row.optional("descricao", "write 1 to 120 characters", product::description);
    let ncm = filled(row, "ncm", |row| row.code("ncm", 8, Ncm::parse));
    let cest = row.code("cest", 7, Cest::parse);
    let orig = row.required("origem", "write one digit, 0 to 8", Orig::parse);
    let (internal, interstate, contributor) = CFOP_DEFAULTS;
    let cfop_internal = cfop(row, "cfop_interno", 1, internal);
    let cfop_interstate = cfop(row, "cfop_interestadual", 2, interstate);
    let cfop_interstate_contributor = cfop(row, "cfop_interestadual_contribuinte", 2, contributor);
    let unit = row.required("unidade", "write 1 to 6 characters, as in UN", product::unit);
    let gtin = row.optional("gtin", "write its 8, 12, 13 or 14 digits, or nothing", product::gtin);
    let names: Vec<&str> = profiles.keys().map(String::as_str).collect();
    let remedy = format!("write one of {}, or add a [[tax_profile]]", names.join(", "));
    let profile = row.required("perfil", &remedy, |text| product::profile(profiles, text));
    let n_fci = row.optional("nfci", "write the GUID, 8-4-4-4-12, or nothing", NFci::parse);
    let withheld = read_withheld(row);
    Some(Product {
        sku: sku?,
        description: description?,
        ncm: ncm?,
        cest: cest?,
        orig: orig?,
        cfop_internal: cfop_internal?,
        cfop_interstate: cfop_interstate?,
        cfop_interstate_contributor: cfop_interstate_contributor?,
        unit: unit?,
        gtin: gtin?.flatten(),
        n_fci: n_fci?,
        withheld: withheld?,
        profile: profile?,
    })
}

/// What was withheld of one unit: three cells or none, and a fourth.
fn read_withheld(row: &mut Row<'_, '_>) -> Option<Option<WithheldUnit>> {
    let remedy = "write reais for one unit, as in 12,34, or nothing";
    let mut each =
        |column| row.optional(column, remedy, |text| UnitPrice::parse(&decimal_point(text)));
    let v_bc_st_ret = each("vbcstret");
    let v_icms_substituto = each("vicmssubstituto");
    let v_icms_st_ret = each("vicmsstret");
    let remedy = "write per cent, as in 18, or nothing";
    let p_st = row.optional("pst", remedy, |text| Rate::parse(&decimal_point(text)));
    match (v_bc_st_ret?, p_st?, v_icms_st_ret?, v_icms_substituto?) {
        (Some(v_bc_st_ret), Some(p_st), Some(v_icms_st_ret), v_icms_substituto) => {
            Some(Some(WithheldUnit { v_bc_st_ret, p_st, v_icms_substituto, v_icms_st_ret }))
        }
        (None, None, None, None) => Some(None),
        (v_bc_st_ret, p_st, v_icms_st_ret, _) => {
            let cells = [
                ("vbcstret", v_bc_st_ret.is_some()),
                ("pst", p_st.is_some()),
                ("vicmsstret", v_icms_st_ret.is_some()),
            ];
            for (column, there) in cells {
                if !there {
                    let remedy = "write vbcstret, pst and vicmsstret, or none of them";
                    row.fault(column, None, "is empty", remedy);
                }
            }
            None
        }
    }
}

/// A cell that must not be empty.
pub(super) fn filled<T>(
    row: &mut Row<'_, '_>,
    column: &str,
    read: impl FnOnce(&mut Row<'_, '_>) -> Option<Option<T>>,
) -> Option<T> {
    let found = read(row)?;
    if found.is_none() {
        row.fault(column, None, "is empty", "write it");
    }
    found
}

fn cfop(row: &mut Row<'_, '_>, column: &str, id_dest: u8, default: &str) -> Option<Cfop> {
    let remedy = format!("write {} digits beginning with {}", 4, if id_dest == 1 { 5 } else { 6 });
    let found = row.optional(column, &remedy, |text| product::cfop(id_dest, text))?;
    found.or_else(|| Cfop::parse(default).ok())
}
