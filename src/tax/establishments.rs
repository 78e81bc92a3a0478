//! Which establishment issues, and what a buyer is in the state that goods go to.

use super::sample::*;
use super::*;
use crate::domain::codes::{CMun, Crt, Ie};
use crate::domain::seller::{Contributors, Seller};
use crate::domain::{Cnpj, Code, Uf};

/// The fictitious seller with a second establishment in Acre, two hours behind.
fn two() -> Seller {
    let mut seller = seller(Crt::Normal);
    let mut branch = establishment(Crt::Normal);
    branch.emit.cnpj = Cnpj::parse("12ABC34501DE35").unwrap();
    branch.emit.ender.uf = Uf::Ac;
    branch.emit.ender.c_mun = CMun::parse("1200401").unwrap();
    (branch.serie, branch.first_number, branch.mod_frete) = (7, 501, 1);
    branch.warehouses = vec!["WH02".into(), "WH03".into()];
    seller.establishments.push(branch);
    seller
}

fn from(warehouse: &str) -> Shipment {
    Shipment { warehouse_id: text(warehouse), ..shipment() }
}

#[test]
fn the_warehouse_chooses_emitter_series_route_and_clock() {
    let drafted =
        draft(&from("WH01"), &two(), &catalogue(), law(), now(), &Emission::Normal).unwrap();
    assert_eq!((drafted.serie, drafted.invoice.id_dest), (1, 1));
    assert_eq!(drafted.dh_emi.to_string(), "2026-11-21T10:00:00-03:00");
    let drafted =
        draft(&from("WH03"), &two(), &catalogue(), law(), now(), &Emission::Normal).unwrap();
    let invoice = &drafted.invoice;
    assert_eq!((drafted.serie, drafted.first_number), (7, 501));
    assert_eq!((invoice.emit.cnpj.as_str(), invoice.mod_frete), ("12ABC34501DE35", 1));
    assert_eq!((invoice.id_dest, invoice.det[0].cfop.to_string()), (2, "6108".to_owned()));
    assert_eq!(drafted.dh_emi.to_string(), "2026-11-21T08:00:00-05:00");
}

#[test]
fn an_unknown_warehouse_names_those_that_are_known_and_hides_no_other_fault() {
    let mut sale = from("WH09");
    sale.buyer_tax_info = None;
    sale.items[0].seller_sku = text("X");
    let faults = draft(&sale, &two(), &catalogue(), law(), now(), &Emission::Normal).unwrap_err();
    let codes: Vec<Code> = faults.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::WarehouseUnknown, Code::BuyerDocumentMissing, Code::ProductUnknown]);
    assert_eq!(faults[0].detail.as_deref(), Some("known: WH01, WH02, WH03"));
    let mut nobody = two();
    nobody.establishments.clear();
    assert_eq!(
        draft(&sale, &nobody, &catalogue(), law(), now(), &Emission::Normal).unwrap_err()[0].code,
        Code::WarehouseUnknown
    );
}

#[test]
fn an_ie_is_of_the_state_that_goods_go_to() {
    let company = Cnpj::parse("33014556AB0167").unwrap();
    let mut contributors = Contributors::default();
    let ie = Ie::parse_of(Uf::Sp, "110042490114").unwrap();
    contributors.insert(company.clone(), Uf::Sp, Some(ie.clone()));
    contributors.insert(company, Uf::Rj, None);
    // Of one company, two states are known.
    assert_eq!(contributors.len(), 1);
    contributors.insert(Cnpj::parse("12ABC34501DE35").unwrap(), Uf::Sp, None);
    assert_eq!(contributors.len(), 2);
    let seller = Seller { contributors, ..two() };
    let sale = |uf: &str, city: &str| {
        let mut sale = to(from("WH01"), uf, city);
        sale.buyer_tax_info = documents(&[("CNPJ", "33.014.556/AB01-67")]);
        sale
    };
    let inside =
        draft(&sale("SP", "Sao Paulo"), &seller, &catalogue(), law(), now(), &Emission::Normal)
            .unwrap()
            .invoice;
    assert_eq!((inside.dest.ie, inside.dest.id.as_str()), (Some(ie), "33014556AB0167"));
    let elsewhere = draft(
        &sale("MG", "Belo Horizonte"),
        &seller,
        &catalogue(),
        law(),
        now(),
        &Emission::Normal,
    )
    .unwrap_err();
    assert!(elsewhere.iter().any(|it| {
        it.code == Code::BuyerIeOfOtherUf && it.detail.as_deref() == Some("SP") && it.personal
    }));
    let known = draft(
        &sale("RJ", "Rio de Janeiro"),
        &seller,
        &catalogue(),
        law(),
        now(),
        &Emission::Normal,
    );
    let codes: Vec<Code> = known.err().into_iter().flatten().map(|it| it.code).collect();
    assert!(!codes.contains(&Code::BuyerIeOfOtherUf), "{codes:?}");
}
