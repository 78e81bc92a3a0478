//! Who sells, and from where: what the tax rules and the writer must know, already read and right.

use std::collections::BTreeMap;

use super::codes::{Crt, Ie, TpAmb};
use super::invoice::{Emit, InfRespTec};
use super::local::Local;
use super::{Cnpj, SellerId, TaxId, Uf};

/// One seller on Amazon: a company, with every establishment that it ships from.
#[derive(Clone, Debug)]
pub struct Seller {
    /// Amazon's name for it.
    pub id: SellerId,
    /// `tpAmb`.
    pub tp_amb: TpAmb,
    /// `CRT`, of the company and so of each establishment.
    pub crt: Crt,
    /// `idCadIntTran` when Amazon sends no `SellerDisplayName`.
    pub id_cad_int_tran: Option<String>,
    /// Whether ICMS is taken out of the base of PIS and COFINS (STF, Tema 69).
    pub icms_out_of_pis_cofins: bool,
    /// Whether `IBSCBS` is written: due for CRT 3 in 2026 (LC 214 art. 343), its absence is not
    /// rejected yet (NT 2025.002 v1.52, UB12-10).
    pub ibs_cbs: bool,
    /// Whether a seller in Simples, or a MEI, pays ICMS to the buyer's state all the same
    /// (`ICMSUFDest`); the other regimes always do.
    pub difal: bool,
    /// Buyers who are ICMS contributors.
    pub contributors: Contributors,
    /// Where it ships from; all of one company (the root of the CNPJ).
    pub establishments: Vec<Establishment>,
}

/// One establishment: what is the emitter's own.
#[derive(Clone, Debug)]
pub struct Establishment {
    /// `emit`.
    pub emit: Emit,
    /// `serie`, 0 to 889. No two establishments issue under the same (tpAmb, CNPJ, serie).
    pub serie: u16,
    /// First `nNF` of that series: an ERP may have issued the ones before.
    pub first_number: u32,
    /// `natOp`.
    pub nat_op: String,
    /// `modFrete`.
    pub mod_frete: u8,
    /// The `WarehouseId`s that belong to it; empty: all, and then it is the seller's only one.
    pub warehouses: Vec<String>,
    /// `retirada`: where the goods leave from, when that is not `emit`'s own address.
    pub retirada: Option<Local>,
    /// `autXML`: who else may fetch the note, at most 10.
    pub aut_xml: Vec<TaxId>,
    /// `infRespTec`, with the CSRT of this establishment's state.
    pub resp_tec: Option<InfRespTec>,
}

impl Seller {
    /// The establishment that goods in this warehouse are of.
    pub fn establishment(&self, warehouse: Option<&str>) -> Option<&Establishment> {
        let warehouse = warehouse.unwrap_or_default();
        self.establishments.iter().find(|it| it.owns_warehouse(warehouse))
    }

    /// The establishment that issues under this CNPJ, which a number on record names.
    pub fn issuer(&self, cnpj: &str) -> Option<&Establishment> {
        self.establishments.iter().find(|it| it.emit.cnpj.as_str() == cnpj)
    }

    /// Every `WarehouseId` that is known, in the configuration's order.
    pub fn warehouses(&self) -> impl Iterator<Item = &str> {
        self.establishments.iter().flat_map(|it| &it.warehouses).map(String::as_str)
    }
}

impl Establishment {
    /// Whether goods in this warehouse are this establishment's.
    pub fn owns_warehouse(&self, warehouse: &str) -> bool {
        self.warehouses.is_empty() || self.warehouses.iter().any(|it| it == warehouse)
    }

    /// The state that it is in, and whose SEFAZ authorises.
    pub fn uf(&self) -> Uf {
        self.emit.ender.uf
    }
}

/// Buyers who are ICMS contributors, each with its IE in each state: a company has one for each
/// state that it is registered in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contributors(BTreeMap<Cnpj, BTreeMap<Uf, Option<Ie>>>);

/// What is known of a buyer in the state that goods go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registration<'a> {
    /// A contributor there, with this IE: `indIEDest` 1.
    Contributor(&'a Ie),
    /// No contributor anywhere, or known to be none there: `indIEDest` 9.
    None,
    /// A contributor in these other states, and nothing is known of this one.
    Elsewhere(Vec<Uf>),
}

impl Contributors {
    /// Adds what is known of a company in a state: its IE, or that it has none there. `false`
    /// when something was known already; then nothing changes.
    pub fn insert(&mut self, cnpj: Cnpj, uf: Uf, ie: Option<Ie>) -> bool {
        let states = self.0.entry(cnpj).or_default();
        if states.contains_key(&uf) {
            return false;
        }
        states.insert(uf, ie);
        true
    }

    /// What is known of this company in this state.
    pub fn of(&self, cnpj: &Cnpj, uf: Uf) -> Registration<'_> {
        let Some(states) = self.0.get(cnpj) else { return Registration::None };
        match states.get(&uf) {
            Some(Some(ie)) => Registration::Contributor(ie),
            Some(None) => Registration::None,
            None => {
                let others = states.iter().filter(|(_, ie)| ie.is_some());
                let others: Vec<Uf> = others.map(|(uf, _)| *uf).collect();
                if others.is_empty() { Registration::None } else { Registration::Elsewhere(others) }
            }
        }
    }

    /// How many companies are known.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
