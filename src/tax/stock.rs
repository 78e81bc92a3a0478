//! What a draft is made of beside the law: Amazon's words and the product file, with what people
//! put over both. First what was kept for next time, then what was said of this very case.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::domain::catalogue::{Catalogue, TaxProfile};
use crate::domain::correction::{CorrectionError, Subject, journalled};
use crate::domain::product::{Column, Entry};
use crate::domain::shipment::Shipment;
use crate::domain::text::fold;
use crate::domain::{Code, Fault, Uf};

use super::{address, municipality};

/// Tax profiles, by name.
pub type Profiles = BTreeMap<String, TaxProfile>;

/// The goods and the words of one draft.
#[derive(Clone, Debug)]
pub struct Stock<'a> {
    /// What Amazon said, mended.
    pub shipment: Cow<'a, Shipment>,
    /// The product file; of one that is mended, what this shipment needs of it.
    pub catalogue: Cow<'a, Catalogue>,
    /// By SKU: what a product lacks that somebody began to write.
    pub lacking: BTreeMap<String, Vec<Column>>,
}

impl<'a> Stock<'a> {
    /// With these corrections made, the later over the earlier. Those that speak of another
    /// product or city than the shipment does change nothing.
    pub fn of(
        shipment: &'a Shipment,
        catalogue: &'a Catalogue,
        profiles: &Profiles,
        fixes: &[(Subject, String)],
    ) -> Result<Stock<'a>, CorrectionError> {
        let skus = skus(shipment);
        let mut entries: BTreeMap<&str, Entry> = BTreeMap::new();
        let mut mended = Cow::Borrowed(shipment);
        let here = city(shipment);
        for (subject, value) in fixes {
            match subject {
                Subject::Product { sku, column } if skus.contains(&sku.as_str()) => {
                    let known = || catalogue.products.get(sku).map(Entry::of).unwrap_or_default();
                    let entry = entries.entry(sku).or_insert_with(known);
                    set(entry, subject, *column, value, profiles)?;
                }
                Subject::City { uf, .. } if here.as_ref() == Some(subject) => {
                    let found = named(*uf, value)?;
                    let address = &mut mended.to_mut().shipping_address;
                    address.get_or_insert_default().city = Some(found.to_owned());
                }
                Subject::Product { .. } | Subject::City { .. } => {}
            }
        }
        let mut stock = Stock {
            shipment: mended,
            catalogue: Cow::Borrowed(catalogue),
            lacking: BTreeMap::new(),
        };
        if !entries.is_empty() {
            stock.fill(catalogue, &skus, entries);
        }
        Ok(stock)
    }

    /// The products of this shipment alone: a file of half a million lines is not copied for one.
    fn fill(&mut self, catalogue: &Catalogue, skus: &[&str], entries: BTreeMap<&str, Entry>) {
        let of_file = skus.iter().filter_map(|sku| catalogue.products.get_key_value(*sku));
        let mut products: BTreeMap<_, _> =
            of_file.map(|(sku, it)| (sku.clone(), it.clone())).collect();
        for (sku, entry) in entries {
            match entry.finish(sku) {
                Ok(product) => {
                    products.insert(sku.to_owned(), product);
                }
                Err(lacking) => {
                    products.remove(sku);
                    self.lacking.insert(sku.to_owned(), lacking);
                }
            }
        }
        self.catalogue = Cow::Owned(Catalogue { products, digest: catalogue.digest.clone() });
    }

    /// The faults of a draft: a product that somebody began to write is not unknown, it lacks
    /// something.
    pub fn told(&self, faults: Vec<Fault>) -> Vec<Fault> {
        let lacks = |fault: &Fault| {
            let sku = fault.value.as_deref().filter(|_| fault.code == Code::ProductUnknown)?;
            let names: Vec<&str> = self.lacking.get(sku)?.iter().map(|it| it.as_str()).collect();
            let known = Fault::new(Code::ProductIncomplete, fault.stage, &fault.field);
            Some(known.value(sku).detail(names.join(", ")))
        };
        faults.into_iter().map(|fault| lacks(&fault).unwrap_or(fault)).collect()
    }
}

/// Every SKU of a shipment, as the product file is looked up by it.
pub fn skus(shipment: &Shipment) -> Vec<&str> {
    let all = shipment.items.iter().filter_map(|item| item.seller_sku.as_deref());
    let mut all: Vec<&str> = all.map(str::trim).filter(|it| !it.is_empty()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The city that a shipment goes to, as it was written; `None` where it or its unit cannot be
/// read.
pub fn city(shipment: &Shipment) -> Option<Subject> {
    let text = shipment.shipping_address.as_ref()?.city.as_deref()?;
    // Faults are the draft's to tell.
    let uf = address::read(shipment, &mut Vec::new()).uf?;
    Some(Subject::city(text, uf)).filter(|_| !fold(text).is_empty())
}

/// Whether a value can stand there, whatever the shipment.
pub fn fits(subject: &Subject, value: &str, profiles: &Profiles) -> Result<(), CorrectionError> {
    match subject {
        Subject::Product { column, .. } => {
            set(&mut Entry::default(), subject, *column, value, profiles)
        }
        Subject::City { text, uf } => {
            if municipality::find(*uf, text).is_some() {
                return Err(CorrectionError::CityKnown);
            }
            named(*uf, value).map(|_| ())
        }
    }
}

/// Whether the shipment speaks of it.
pub fn is_of(shipment: &Shipment, subject: &Subject) -> Result<(), CorrectionError> {
    let (there, what) = match subject {
        Subject::Product { sku, .. } => (skus(shipment).contains(&sku.as_str()), "Product"),
        Subject::City { .. } => (city(shipment).as_ref() == Some(subject), "City"),
    };
    if there { Ok(()) } else { Err(CorrectionError::NotOfThis(what)) }
}

fn set(
    entry: &mut Entry,
    subject: &Subject,
    column: Column,
    value: &str,
    profiles: &Profiles,
) -> Result<(), CorrectionError> {
    entry.set(column, value, profiles).map_err(|expected| bad(subject, expected))
}

/// The official name.
fn named(uf: Uf, value: &str) -> Result<&'static str, CorrectionError> {
    let found = municipality::find(uf, value).map(|it| it.x_mun);
    found.ok_or_else(|| CorrectionError::BadValue {
        field: "City".to_owned(),
        expected: format!("the name of a municipality of {}", uf.sigla()).into(),
    })
}

fn bad(subject: &Subject, expected: Cow<'static, str>) -> CorrectionError {
    CorrectionError::BadValue { field: journalled(&subject.field()).to_owned(), expected }
}
