//! What a correction may speak of that outlives one shipment: an entry of the product file, a
//! city as people write it.

use crate::domain::Uf;
use crate::domain::product::{self, Column};
use crate::domain::text::fold;

/// Something that a correction of one case mends, or a kept one for all that come.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// `Product[SKU].column`: a cell of the product file.
    Product {
        /// `SellerSKU`.
        sku: String,
        /// Which cell.
        column: Column,
    },
    /// `City[as Amazon wrote it/UF]`: the official name of a municipality.
    City {
        /// In capitals, without accents: as names are compared.
        text: String,
        /// Its unit.
        uf: Uf,
    },
}

/// Longest text of a city: Amazon's are below it.
const CITY_MAX: usize = 120;

impl Subject {
    /// Reads a correction's field; `None` for one of the shipment alone.
    pub fn parse(field: &str) -> Option<Subject> {
        if let Some(rest) = field.strip_prefix("Product[") {
            // A SKU may hold brackets; a column does not.
            let (sku, column) = rest.rsplit_once("].")?;
            return Some(Subject::Product {
                sku: product::sku(sku).ok()?,
                column: Column::parse(column)?,
            });
        }
        let (text, uf) = field.strip_prefix("City[")?.strip_suffix(']')?.rsplit_once('/')?;
        let plain = (1..=CITY_MAX).contains(&text.trim().chars().count());
        let uf = Uf::ALL.iter().copied().find(|it| it.sigla() == uf).filter(|_| plain)?;
        Some(Subject::city(text, uf))
    }

    /// A city as it was written.
    pub fn city(text: &str, uf: Uf) -> Subject {
        Subject::City { text: fold(text), uf }
    }

    /// The field that means it.
    pub fn field(&self) -> String {
        match self {
            Subject::Product { sku, column } => format!("Product[{sku}].{}", column.as_str()),
            Subject::City { text, uf } => format!("City[{text}/{}]", uf.sigla()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_subject_is_read_from_its_field() {
        for field in ["Product[SKU-001].ncm", "Product[A].[x]].perfil", "City[OZASCO/SP]"] {
            assert_eq!(Subject::parse(field).unwrap().field(), field);
        }
        assert_eq!(Subject::parse("City[ Ozásco /SP]"), Subject::parse("City[OZASCO/SP]"));
        for field in [
            "Product[].ncm",
            "Product[SKU].sku",
            "Product[SKU].NCM",
            "Product[SKU]",
            "Product[ SKU].ncm",
            "City[Ozasco]",
            "City[Ozasco/XX]",
            "City[Ozasco/sp]",
            "City[/SP]",
            "City[Ozasco/SP].x",
            "ShippingAddress.City",
        ] {
            assert_eq!(Subject::parse(field), None, "{field}");
        }
        assert_eq!(Subject::parse(&format!("Product[{}].ncm", "x".repeat(61))), None);
        assert_eq!(Subject::parse(&format!("City[{}/SP]", "x".repeat(121))), None);
    }

    proptest! {
        #[test]
        fn every_field_that_is_read_is_written_the_same(text in "[ -~]{0,40}") {
            for field in [format!("Product[{text}].ncm"), format!("City[{text}/SP]")] {
                if let Some(subject) = Subject::parse(&field) {
                    prop_assert_eq!(Subject::parse(&subject.field()), Some(subject));
                }
            }
        }
    }
}
