//! Who sells: what the tax rules and the writer must know of a seller, already read and right.

use std::collections::BTreeMap;

use super::codes::{Ie, TpAmb};
use super::invoice::{Emit, InfRespTec};
use super::{Cnpj, SellerId};

/// One seller and its one establishment.
#[derive(Clone, Debug)]
pub struct Seller {
    /// Amazon's name for it.
    pub id: SellerId,
    /// `tpAmb`.
    pub tp_amb: TpAmb,
    /// `emit`.
    pub emit: Emit,
    /// `serie`, 0 to 889.
    pub serie: u16,
    /// First `nNF` of that series: an ERP may have issued the ones before.
    pub first_number: u32,
    /// `natOp`.
    pub nat_op: String,
    /// `modFrete`.
    pub mod_frete: u8,
    /// The `WarehouseId`s that belong to this establishment; empty: all.
    pub warehouses: Vec<String>,
    /// `idCadIntTran` when Amazon sends no `SellerDisplayName`.
    pub id_cad_int_tran: Option<String>,
    /// Whether ICMS is taken out of the base of PIS and COFINS (STF, Tema 69).
    pub icms_out_of_pis_cofins: bool,
    /// Whether `IBSCBS` is written: due for CRT 3 in 2026 (LC 214 art. 343), its absence is not
    /// rejected yet (NT 2025.002 v1.52, UB12-10).
    pub ibs_cbs: bool,
    /// Buyers who are ICMS contributors: CNPJ → IE. Everybody else is `indIEDest` 9.
    pub contributors: BTreeMap<Cnpj, Ie>,
    /// `infRespTec`.
    pub resp_tec: Option<InfRespTec>,
}

impl Seller {
    /// Whether goods in this warehouse are this establishment's.
    pub fn owns_warehouse(&self, warehouse: &str) -> bool {
        self.warehouses.is_empty() || self.warehouses.iter().any(|it| it == warehouse)
    }
}
