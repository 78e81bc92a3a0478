//! What is sold: the finance person's product file, read and right.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::codes::{CBenef, CClassTrib, CEnq, Cest, Cfop, Gtin, NFci, Ncm, Orig};
use super::invoice::{Csosn, Exempt, StSn};
use super::{Digest, Rate, Uf, UnitPrice};

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
    /// `nFCI`.
    pub n_fci: Option<NFci>,
    /// What was withheld of each unit, for goods under substitution (CST 60, CSOSN 500).
    pub withheld: Option<WithheldUnit>,
    /// How it is taxed.
    pub profile: TaxProfile,
}

/// Substitution withheld of one unit, as the purchase notes say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithheldUnit {
    /// `vBCSTRet`.
    pub v_bc_st_ret: UnitPrice,
    /// `pST`.
    pub p_st: Rate,
    /// `vICMSSubstituto`.
    pub v_icms_substituto: Option<UnitPrice>,
    /// `vICMSSTRet`.
    pub v_icms_st_ret: UnitPrice,
}

/// How goods are taxed, under a name that the product file uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxProfile {
    /// Its name.
    pub name: String,
    /// `CSOSN` and what goes with it, for CRT 1 and 4; `None`: such a seller cannot sell it.
    pub simples: Option<SimplesRule>,
    /// `CST` and what goes with it, for CRT 2 and 3; `None`: such a seller cannot sell it.
    pub normal: Option<NormalRule>,
    /// What differs from state to state.
    pub states: Vec<StateRule>,
    /// `PIS` and `COFINS` of CRT 2 and 3, for as long as they are due; CRT 1 and 4 say CST 49.
    pub contributions: Option<ContributionRule>,
    /// `IPI`, of who makes the goods or brought them into the country.
    pub ipi: Option<IpiRule>,
    /// `cClassTrib` of IBS/CBS; 000001 is full taxation.
    pub c_class_trib: CClassTrib,
    /// What a class needs beside the table: deferral and monophase.
    pub reform: ReformRule,
    /// `IS`.
    pub is: Option<IsRule>,
}

/// What `CSOSN` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SimplesRule {
    /// 101, for contributors; others get 102 (rule 600).
    Credit {
        /// `pCredSN`.
        p_cred_sn: Rate,
    },
    /// 102, 103, 300, 400.
    Plain(Csosn),
    /// 201, for contributors; others get 102.
    CreditSt {
        /// `pCredSN`.
        p_cred_sn: Rate,
        /// The substitution.
        st: StRule,
    },
    /// 202 and 203, for contributors; others get 102 and 103.
    PlainSt {
        /// `CSOSN`.
        csosn: StSn,
        /// The substitution.
        st: StRule,
    },
    /// 500.
    Withheld {
        /// `pRedBCEfet`, where `vBCEfet` and what goes with it is told.
        efet: Option<Rate>,
    },
    /// 900.
    Other {
        /// Whether the operation's own tax is told.
        taxed: bool,
        /// `pRedBC`.
        p_red_bc: Option<Rate>,
        /// `pCredSN`, for contributors.
        p_cred_sn: Option<Rate>,
    },
}

/// What `CST` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NormalRule {
    /// 00.
    Taxed,
    /// 10, for contributors; others get 00.
    TaxedSt(StRule),
    /// 20.
    Reduced {
        /// `pRedBC`.
        p_red_bc: Rate,
        /// Whether and why the tax not taken is told.
        deson: Option<DesonRule>,
    },
    /// 40, 41, 50.
    Exempt {
        /// `CST`.
        cst: Exempt,
        /// Whether and why the tax not taken is told.
        deson: Option<DesonRule>,
    },
    /// 51.
    Deferred {
        /// `pRedBC`.
        p_red_bc: Option<Rate>,
        /// `pDif`.
        p_dif: Rate,
    },
    /// 60.
    Withheld {
        /// `pRedBCEfet`, where `vBCEfet` and what goes with it is told.
        efet: Option<Rate>,
    },
    /// 70, for contributors; others get 20.
    ReducedSt {
        /// `pRedBC`.
        p_red_bc: Rate,
        /// The substitution.
        st: StRule,
        /// Whether and why the tax not taken is told.
        deson: Option<DesonRule>,
    },
    /// 90.
    Other {
        /// Whether the operation's own tax is told.
        taxed: bool,
        /// `pRedBC`.
        p_red_bc: Option<Rate>,
        /// Whether and why the tax not taken is told.
        deson: Option<DesonRule>,
    },
}

/// How the base of the substitution is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StRule {
    /// `pMVAST`; none: the value of the operation.
    pub p_mva_st: Option<Rate>,
    /// `pRedBCST`.
    pub p_red_bc_st: Option<Rate>,
}

/// `motDesICMS` and `indDeduzDeson`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DesonRule {
    /// `motDesICMS`.
    pub mot_des_icms: u8,
    /// `indDeduzDeson`.
    pub deducted: bool,
}

/// What one state wants of such goods, over the table of all goods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateRule {
    /// The state.
    pub uf: Uf,
    /// From that day on; `None`: since ever.
    pub valid_from: Option<Date>,
    /// Until that day, itself included.
    pub valid_to: Option<Date>,
    /// `pICMS` inside it, `pICMSUFDest` into it.
    pub p_icms: Option<Rate>,
    /// `pFCP`, `pFCPUFDest`, `pFCPST`.
    pub p_fcp: Option<Rate>,
    /// `pMVAST` into it.
    pub p_mva_st: Option<Rate>,
    /// `cBenef`, for a seller who sits there.
    pub c_benef: Option<CBenef>,
}

/// `PIS` and `COFINS`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContributionRule {
    /// `CST` of PIS, and its rate.
    pub pis: (ContributionCst, Rate),
    /// `CST` of COFINS, and its rate.
    pub cofins: (ContributionCst, Rate),
}

/// `CST` of PIS and COFINS that a sale may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContributionCst {
    /// 01, 02: by rate.
    Aliq(&'static str),
    /// 04 to 09: none due.
    Nt(&'static str),
    /// 49, 99: other.
    Outr(&'static str),
}

impl ContributionCst {
    /// Reads the two digits.
    pub fn parse(text: &str) -> Option<ContributionCst> {
        let of = |all: &[&'static str]| all.iter().copied().find(|it| *it == text.trim());
        let aliq = of(&["01", "02"]).map(ContributionCst::Aliq);
        let nt = of(&["04", "05", "06", "07", "08", "09"]).map(ContributionCst::Nt);
        aliq.or(nt).or(of(&["49", "99"]).map(ContributionCst::Outr))
    }

    /// The two digits.
    pub fn as_str(self) -> &'static str {
        match self {
            ContributionCst::Aliq(cst) | ContributionCst::Nt(cst) | ContributionCst::Outr(cst) => {
                cst
            }
        }
    }
}

/// `IPI`. Its value is inside Amazon's price: the buyer pays nothing on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IpiRule {
    /// `cEnq`.
    pub c_enq: CEnq,
    /// `CST`, with `pIPI` where it is taxed.
    pub tax: IpiCst,
}

/// `CST` of IPI for goods that leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IpiCst {
    /// 50, 99: taxed.
    Trib(&'static str, Rate),
    /// 51 to 55: not taxed.
    Nt(&'static str),
}

/// What a class of IBS/CBS needs beside the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReformRule {
    /// `pDif` of a class with deferral.
    pub p_dif: Option<Rate>,
    /// `adRemIBS` and `adRemCBS` of a monophase class, reais for each unit.
    pub ad_rem: Option<(Rate, Rate)>,
    /// `cClassTribReg` of a class under a condition.
    pub regular: Option<CClassTrib>,
}

/// `IS`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IsRule {
    /// `cClassTribIS`.
    pub c_class_trib_is: CClassTrib,
    /// `pIS`; none: nothing is due.
    pub p_is: Option<Rate>,
}

impl TaxProfile {
    /// What this state wants on this day; a later `valid_from` over an earlier.
    pub fn state(&self, uf: Uf, day: Date) -> Option<&StateRule> {
        let holds = |it: &&StateRule| {
            it.uf == uf
                && it.valid_from.is_none_or(|from| from <= day)
                && it.valid_to.is_none_or(|to| day <= to)
        };
        self.states.iter().filter(holds).max_by_key(|it| it.valid_from)
    }
}
