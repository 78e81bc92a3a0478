//! What is sold: the finance person's product file, read and right.

use std::collections::BTreeMap;

use super::codes::{CClassTrib, Cest, Cfop, Gtin, Ncm, Orig};
use super::invoice::Csosn;
use super::{Digest, Rate};

/// All products of one seller, by SKU, with the digest of the file they were read from.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// By `SellerSKU`.
    pub products: BTreeMap<String, Product>,
    /// SHA-256 of the file: recorded with every number taken.
    pub digest: Digest,
}

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// `SellerSKU`, `cProd`.
    pub sku: String,
    /// `xProd`, instead of Amazon's title.
    pub description: Option<String>,
    /// `NCM`.
    pub ncm: Ncm,
    /// `CEST`.
    pub cest: Option<Cest>,
    /// `orig`.
    pub orig: Orig,
    /// CFOP inside the UF: 5102.
    pub cfop_internal: Cfop,
    /// CFOP to another UF, buyer no contributor: 6108.
    pub cfop_interstate: Cfop,
    /// CFOP to another UF, buyer contributor: 6102.
    pub cfop_interstate_contributor: Cfop,
    /// `uCom`, 1 to 6.
    pub unit: String,
    /// `cEAN`.
    pub gtin: Option<Gtin>,
    /// How it is taxed.
    pub profile: TaxProfile,
}

/// How goods are taxed, under a name that the product file uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxProfile {
    /// Its name.
    pub name: String,
    /// `CSOSN`, for Simples (CRT 1); `None`: such a seller cannot sell it.
    pub csosn: Option<Csosn>,
    /// Whether CST 00 applies, for the normal regime (CRT 3); `false`: such a seller cannot
    /// sell it yet.
    pub cst_00: bool,
    /// `pPIS` with CST 01 (normal regime): 1.65 real, 0.65 presumido.
    pub p_pis: Rate,
    /// `pCOFINS` with CST 01 (normal regime): 7.60 real, 3.00 presumido.
    pub p_cofins: Rate,
    /// `cClassTrib` of IBS/CBS; 000001 is full taxation.
    pub c_class_trib: CClassTrib,
}
