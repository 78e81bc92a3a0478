//! Laws of what people put over the product file and Amazon's city.

use proptest::prelude::*;

use super::sample::*;
use super::stock::{Profiles, Stock, city, fits, is_of};
use super::*;
use crate::domain::codes::Crt;
use crate::domain::correction::{CorrectionError, Subject};
use crate::domain::product::Column;
use crate::domain::{Code, Uf};

/// What a new entry must have, and two cells that it may have.
const CELLS: [(Column, &str); 6] = [
    (Column::Ncm, "85183000"),
    (Column::Origem, "0"),
    (Column::Unidade, "UN"),
    (Column::Perfil, "full"),
    (Column::Cest, "2105300"),
    (Column::Descricao, "Fone de ouvido sem fio"),
];

fn profiles() -> Profiles {
    let profile = product("x", "0").profile;
    [(profile.name.clone(), profile)].into()
}

fn cell(sku: &str, column: Column, value: &str) -> (Subject, String) {
    (Subject::Product { sku: sku.to_owned(), column }, value.to_owned())
}

fn drafted(stock: &Stock<'_>) -> Result<Draft, Vec<Fault>> {
    let seller = seller(Crt::Normal);
    let found = draft(&stock.shipment, &seller, &stock.catalogue, law(), now(), &Emission::Normal);
    found.map_err(|faults| stock.told(faults))
}

#[test]
fn nothing_over_the_file_is_the_file() {
    let (sale, catalogue) = (shipment(), catalogue());
    let stock = Stock::of(&sale, &catalogue, &profiles(), &[]).unwrap();
    assert!(matches!(stock.catalogue, std::borrow::Cow::Borrowed(_)));
    assert!(matches!(stock.shipment, std::borrow::Cow::Borrowed(_)));
    // Of others nothing is changed either.
    let others = [
        cell("SKU-B", Column::Ncm, "85044010"),
        (Subject::city("Ozasco", Uf::Sp), "Osasco".to_owned()),
    ];
    let stock = Stock::of(&sale, &catalogue, &profiles(), &others).unwrap();
    assert!(matches!(stock.catalogue, std::borrow::Cow::Borrowed(_)));
    assert_eq!(*stock.shipment, sale);
}

#[test]
fn a_city_is_sent_where_somebody_said_it_is() {
    let sale = to(shipment(), "SP", "Ozásco ");
    let here = city(&sale).unwrap();
    assert_eq!(here, Subject::parse("City[OZASCO/SP]").unwrap());
    let fixes = [(here.clone(), "osasco".to_owned())];
    let catalogue = catalogue();
    let stock = Stock::of(&sale, &catalogue, &profiles(), &fixes).unwrap();
    let told = stock.shipment.shipping_address.as_ref().unwrap().city.as_deref();
    assert_eq!(told, Some("Osasco"));
    assert_eq!(drafted(&stock).unwrap().invoice.dest.ender.c_mun.as_str(), "3534401");
    assert!(is_of(&sale, &here).is_ok());
    let there = Subject::city("Ozasco", Uf::Rj);
    assert_eq!(is_of(&sale, &there), Err(CorrectionError::NotOfThis("City")));
}

#[test]
fn what_cannot_stand_is_told_without_the_value() {
    let profiles = profiles();
    let told = |field: &str, value: &str| {
        let subject = Subject::parse(field).unwrap();
        fits(&subject, value, &profiles).unwrap_err().to_string()
    };
    assert_eq!(told("Product[A].ncm", "8518"), "Product[A].ncm: expected 8 digits");
    assert_eq!(
        told("Product[A].perfil", "fuller"),
        "Product[A].perfil: expected one of the tax profiles: full"
    );
    assert_eq!(
        told("City[Ozasco/SP]", "Niterói"),
        "City: expected the name of a municipality of SP"
    );
    // A town of its own is never sent to another.
    let other = Subject::city("Osasco", Uf::Sp);
    assert_eq!(fits(&other, "Barueri", &profiles), Err(CorrectionError::CityKnown));
    assert!(fits(&Subject::city("Ozasco", Uf::Sp), "Osasco", &profiles).is_ok());
}

#[test]
fn of_a_product_in_the_file_one_cell_is_changed_and_no_other() {
    let (sale, catalogue) = (shipment(), catalogue());
    let fixes = [cell("SKU-A", Column::Ncm, "85044010"), cell("SKU-A", Column::Ncm, "9617.00.10")];
    let stock = Stock::of(&sale, &catalogue, &profiles(), &fixes).unwrap();
    let mut expected = product("SKU-A", "0");
    expected.ncm = crate::domain::codes::Ncm::parse("96170010").unwrap();
    assert_eq!(stock.catalogue.products["SKU-A"], expected);
    assert_eq!(stock.catalogue.digest, catalogue.digest);
    // Three cells of what was withheld, or none.
    let fixes = [cell("SKU-A", Column::Pst, "18")];
    let stock = Stock::of(&sale, &catalogue, &profiles(), &fixes).unwrap();
    let faults = drafted(&stock).unwrap_err();
    assert_eq!(faults[0].code, Code::ProductIncomplete);
    assert_eq!(faults[0].detail.as_deref(), Some("vbcstret, vicmsstret"));
}

proptest! {
    /// Written cell by cell in any order, an entry is a product once it lacks nothing, and says
    /// until then what it lacks.
    #[test]
    fn a_new_product_counts_once_it_is_whole(
        cells in Just(CELLS.to_vec()).prop_shuffle(),
        many in 1usize..=6,
    ) {
        let mut sale = shipment();
        sale.items[0].seller_sku = text("SKU-NEW");
        let fixes: Vec<_> =
            cells.iter().take(many).map(|(column, value)| cell("SKU-NEW", *column, value)).collect();
        let catalogue = catalogue();
        let stock = Stock::of(&sale, &catalogue, &profiles(), &fixes).unwrap();
        let written = |column: &Column| cells.iter().take(many).any(|(it, _)| it == column);
        let mandatory = Column::ALL.iter().filter(|it| it.is_mandatory());
        let lacking: Vec<&str> =
            mandatory.filter(|it| !written(it)).map(|it| it.as_str()).collect();
        match drafted(&stock) {
            Ok(draft) => {
                prop_assert!(lacking.is_empty());
                prop_assert_eq!(draft.invoice.det[0].ncm.as_str(), "85183000");
            }
            Err(faults) => {
                prop_assert_eq!(faults.len(), 1);
                prop_assert_eq!(faults[0].code, Code::ProductIncomplete);
                prop_assert_eq!(faults[0].detail.clone().unwrap(), lacking.join(", "));
            }
        }
    }

    /// What the file says already may be said again.
    #[test]
    fn the_files_own_cell_changes_nothing(which in 0usize..3) {
        let (sale, catalogue) = (shipment(), catalogue());
        let (column, value) =
            [(Column::Ncm, "85183000"), (Column::Origem, "0"), (Column::Perfil, "full")][which];
        let fixes = [cell("SKU-A", column, value)];
        let stock = Stock::of(&sale, &catalogue, &profiles(), &fixes).unwrap();
        let plain = Stock::of(&sale, &catalogue, &profiles(), &[]).unwrap();
        prop_assert_eq!(drafted(&stock).unwrap(), drafted(&plain).unwrap());
    }
}
