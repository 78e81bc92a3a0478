//! One entry of the product file, cell by cell: what may stand in each column, and what an entry
//! lacks. The file's reader and a person's correction read a cell by the same functions.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::catalogue::{Product, TaxProfile, WithheldUnit};
use super::codes::{Cest, Cfop, CodeError, Gtin, NFci, Ncm, Orig};
use super::text::{decimal_point, exact, latin1};
use super::{Rate, UnitPrice};

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $expected:literal;)*) => {
        /// A column of the product file, besides `sku`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Column {
            $($(#[$doc])* $name,)*
        }

        impl Column {
            /// All of them, in the file's order.
            pub const ALL: &[Column] = &[$(Column::$name,)*];

            /// As the file's header writes it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Column::$name => $text,)*
                }
            }

            fn expected(self) -> &'static str {
                match self {
                    $(Column::$name => $expected,)*
                }
            }
        }
    };
}

columns! {
    /// `xProd`.
    Descricao = "descricao", "1 to 120 characters, or nothing for Amazon's title";
    /// `NCM`.
    Ncm = "ncm", "8 digits";
    /// `CEST`.
    Cest = "cest", "7 digits, or nothing";
    /// `orig`.
    Origem = "origem", "one digit, 0 to 8";
    /// CFOP inside the UF.
    CfopInterno = "cfop_interno", "4 digits beginning with 5, or nothing for 5102";
    /// CFOP to another UF, buyer no contributor.
    CfopInterestadual = "cfop_interestadual", "4 digits beginning with 6, or nothing for 6108";
    /// CFOP to another UF, buyer contributor.
    CfopInterestadualContribuinte = "cfop_interestadual_contribuinte",
        "4 digits beginning with 6, or nothing for 6102";
    /// `uCom`.
    Unidade = "unidade", "1 to 6 characters, as in UN";
    /// `cEAN`.
    Gtin = "gtin", "8, 12, 13 or 14 digits with a right check digit, or nothing";
    /// The tax profile's name.
    Perfil = "perfil", "the name of a tax profile";
    /// `nFCI`.
    Nfci = "nfci", "a GUID, 8-4-4-4-12 hexadecimal digits, or nothing";
    /// `vBCSTRet` of one unit.
    Vbcstret = "vbcstret", "reais for one unit, as in 12,34, or nothing";
    /// `pST`.
    Pst = "pst", "per cent, as in 18, or nothing";
    /// `vICMSSubstituto` of one unit.
    Vicmssubstituto = "vicmssubstituto", "reais for one unit, as in 12,34, or nothing";
    /// `vICMSSTRet` of one unit.
    Vicmsstret = "vicmsstret", "reais for one unit, as in 12,34, or nothing";
}

impl Column {
    /// From how the header writes it.
    pub fn parse(text: &str) -> Option<Column> {
        Column::ALL.iter().copied().find(|it| it.as_str() == text)
    }

    /// Whether an entry without it is no product.
    pub fn is_mandatory(self) -> bool {
        matches!(self, Column::Ncm | Column::Origem | Column::Unidade | Column::Perfil)
    }
}

/// Sale of goods bought from others: inside the UF, to another UF for final consumers without
/// registration, to another UF for contributors (nfe.md 1.15).
pub const CFOP_DEFAULTS: (&str, &str, &str) = ("5102", "6108", "6102");

/// `SellerSKU`, 1 to 60.
pub fn sku(text: &str) -> Result<String, String> {
    exact(text, 1, 60)
}

/// `xProd`, made to fit.
pub fn description(text: &str) -> Result<String, &'static str> {
    match (text.chars().count(), latin1(text, 120)) {
        (121.., _) => Err("is longer than 120 characters"),
        (_, fit) if fit.is_empty() => Err("has no character that an NF-e can hold"),
        (_, fit) => Ok(fit),
    }
}

/// A CFOP of this `idDest`.
pub fn cfop(id_dest: u8, text: &str) -> Result<Cfop, String> {
    match Cfop::parse(text) {
        Ok(cfop) if cfop.id_dest() == id_dest => Ok(cfop),
        Ok(_) => Err("is of the other direction".to_owned()),
        Err(error) => Err(CodeError::to_string(&error)),
    }
}

/// `uCom`.
pub fn unit(text: &str) -> Result<String, String> {
    exact(text, 1, 6)
}

/// `cEAN`; `SEM GTIN` is none.
pub fn gtin(text: &str) -> Result<Option<Gtin>, CodeError> {
    if text == "SEM GTIN" { Ok(None) } else { Gtin::parse(text).map(Some) }
}

/// The tax profile of this name.
pub fn profile(
    profiles: &BTreeMap<String, TaxProfile>,
    name: &str,
) -> Result<TaxProfile, &'static str> {
    profiles.get(name).cloned().ok_or("is no tax profile")
}

/// An entry that is being put together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    description: Option<String>,
    ncm: Option<Ncm>,
    cest: Option<Cest>,
    orig: Option<Orig>,
    cfop_internal: Option<Cfop>,
    cfop_interstate: Option<Cfop>,
    cfop_interstate_contributor: Option<Cfop>,
    unit: Option<String>,
    gtin: Option<Gtin>,
    n_fci: Option<NFci>,
    v_bc_st_ret: Option<UnitPrice>,
    p_st: Option<Rate>,
    v_icms_substituto: Option<UnitPrice>,
    v_icms_st_ret: Option<UnitPrice>,
    profile: Option<TaxProfile>,
}

impl Entry {
    /// What the file says.
    pub fn of(product: &Product) -> Entry {
        let it = product.clone();
        let withheld = it.withheld;
        Entry {
            description: it.description,
            ncm: Some(it.ncm),
            cest: it.cest,
            orig: Some(it.orig),
            cfop_internal: Some(it.cfop_internal),
            cfop_interstate: Some(it.cfop_interstate),
            cfop_interstate_contributor: Some(it.cfop_interstate_contributor),
            unit: Some(it.unit),
            gtin: it.gtin,
            n_fci: it.n_fci,
            v_bc_st_ret: withheld.as_ref().map(|it| it.v_bc_st_ret),
            p_st: withheld.as_ref().map(|it| it.p_st),
            v_icms_substituto: withheld.as_ref().and_then(|it| it.v_icms_substituto),
            v_icms_st_ret: withheld.map(|it| it.v_icms_st_ret),
            profile: Some(it.profile),
        }
    }

    /// Writes a cell; an empty one takes out what stood there. The error says what was expected.
    pub fn set(
        &mut self,
        column: Column,
        text: &str,
        profiles: &BTreeMap<String, TaxProfile>,
    ) -> Result<(), Cow<'static, str>> {
        let text = text.trim();
        let expected = || -> Cow<'static, str> {
            match column {
                Column::Perfil => {
                    let names: Vec<&str> = profiles.keys().map(String::as_str).collect();
                    format!("one of the tax profiles: {}", names.join(", ")).into()
                }
                other => other.expected().into(),
            }
        };
        if text.is_empty() && column.is_mandatory() {
            return Err(expected());
        }
        let said = (!text.is_empty()).then_some(text);
        self.write(column, said, profiles).ok_or_else(expected)
    }

    fn write(
        &mut self,
        column: Column,
        said: Option<&str>,
        profiles: &BTreeMap<String, TaxProfile>,
    ) -> Option<()> {
        let price = || read(said, |text| UnitPrice::parse(&decimal_point(text)));
        match column {
            Column::Descricao => self.description = read(said, description)?,
            Column::Ncm => self.ncm = read(said, Ncm::parse)?,
            Column::Cest => self.cest = read(said, Cest::parse)?,
            Column::Origem => self.orig = read(said, Orig::parse)?,
            Column::CfopInterno => self.cfop_internal = read(said, |text| cfop(1, text))?,
            Column::CfopInterestadual => self.cfop_interstate = read(said, |text| cfop(2, text))?,
            Column::CfopInterestadualContribuinte => {
                self.cfop_interstate_contributor = read(said, |text| cfop(2, text))?;
            }
            Column::Unidade => self.unit = read(said, unit)?,
            Column::Gtin => self.gtin = read(said, gtin)?.flatten(),
            Column::Perfil => self.profile = read(said, |text| profile(profiles, text))?,
            Column::Nfci => self.n_fci = read(said, NFci::parse)?,
            Column::Vbcstret => self.v_bc_st_ret = price()?,
            Column::Pst => self.p_st = read(said, |text| Rate::parse(&decimal_point(text)))?,
            Column::Vicmssubstituto => self.v_icms_substituto = price()?,
            Column::Vicmsstret => self.v_icms_st_ret = price()?,
        }
        Some(())
    }

    /// The product, or the columns that it lacks.
    pub fn finish(self, sku: &str) -> Result<Product, Vec<Column>> {
        let withheld = [
            (Column::Vbcstret, self.v_bc_st_ret.is_some()),
            (Column::Pst, self.p_st.is_some()),
            (Column::Vicmsstret, self.v_icms_st_ret.is_some()),
        ];
        let some = self.v_icms_substituto.is_some() || withheld.iter().any(|(_, there)| *there);
        let lacking: Vec<Column> = [
            (Column::Ncm, self.ncm.is_some()),
            (Column::Origem, self.orig.is_some()),
            (Column::Unidade, self.unit.is_some()),
            (Column::Perfil, self.profile.is_some()),
        ]
        .into_iter()
        // Three cells or none.
        .chain(withheld.into_iter().filter(|_| some))
        .filter_map(|(column, there)| (!there).then_some(column))
        .collect();
        self.whole(sku).filter(|_| lacking.is_empty()).ok_or(lacking)
    }

    fn whole(self, sku: &str) -> Option<Product> {
        let (internal, interstate, contributor) = CFOP_DEFAULTS;
        let or = |cfop: Option<Cfop>, default| cfop.or_else(|| Cfop::parse(default).ok());
        let withheld = match (self.v_bc_st_ret, self.p_st, self.v_icms_st_ret) {
            (Some(v_bc_st_ret), Some(p_st), Some(v_icms_st_ret)) => Some(WithheldUnit {
                v_bc_st_ret,
                p_st,
                v_icms_substituto: self.v_icms_substituto,
                v_icms_st_ret,
            }),
            _ => None,
        };
        Some(Product {
            sku: sku.to_owned(),
            description: self.description,
            ncm: self.ncm?,
            cest: self.cest,
            orig: self.orig?,
            cfop_internal: or(self.cfop_internal, internal)?,
            cfop_interstate: or(self.cfop_interstate, interstate)?,
            cfop_interstate_contributor: or(self.cfop_interstate_contributor, contributor)?,
            unit: self.unit?,
            gtin: self.gtin,
            n_fci: self.n_fci,
            withheld,
            profile: self.profile?,
        })
    }
}

/// `Some(None)` is empty, `None` is wrong.
fn read<T, E>(said: Option<&str>, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<Option<T>> {
    match said.map(parse) {
        None => Some(None),
        Some(Ok(value)) => Some(Some(value)),
        Some(Err(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(entry: &mut Entry, column: &str, text: &str) -> Result<(), Cow<'static, str>> {
        entry.set(Column::parse(column).unwrap(), text, &BTreeMap::new())
    }

    #[test]
    fn a_new_entry_lacks_what_is_mandatory_until_it_is_there() {
        let mut entry = Entry::default();
        let lacking = |entry: &Entry| {
            let lacking = entry.clone().finish("S").unwrap_err();
            lacking.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(lacking(&entry), "ncm origem unidade perfil");
        set(&mut entry, "ncm", "8518.30.00").unwrap();
        set(&mut entry, "unidade", "UN").unwrap();
        assert_eq!(lacking(&entry), "origem perfil");
        set(&mut entry, "pst", "18").unwrap();
        assert_eq!(lacking(&entry), "origem perfil vbcstret vicmsstret");
        set(&mut entry, "pst", " ").unwrap();
        assert_eq!(lacking(&entry), "origem perfil");
    }

    #[test]
    fn what_cannot_stand_is_refused_and_leaves_what_stood_there() {
        let mut entry = Entry::default();
        set(&mut entry, "ncm", "85183000").unwrap();
        let before = entry.clone();
        for (column, text, expected) in [
            ("ncm", "851830", "8 digits"),
            ("ncm", "", "8 digits"),
            ("origem", "9", "one digit, 0 to 8"),
            ("cfop_interno", "6108", "4 digits beginning with 5, or nothing for 5102"),
            ("cfop_interestadual", "5102", "4 digits beginning with 6, or nothing for 6108"),
            ("unidade", "UNIDADE", "1 to 6 characters, as in UN"),
            ("vbcstret", "1.234,56", "reais for one unit, as in 12,34, or nothing"),
            ("perfil", "integral", "one of the tax profiles: "),
        ] {
            assert_eq!(set(&mut entry, column, text).unwrap_err(), expected, "{column}");
        }
        assert!(set(&mut entry, "gtin", "789").unwrap_err().contains("check digit"));
        assert_eq!(entry, before);
        assert_eq!(Column::parse("sku"), None);
    }
}
