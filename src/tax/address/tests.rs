//! One address, one change at a time.

use super::*;

fn address() -> Address {
    let some = |text: &str| Some(text.to_owned());
    Address {
        line1: some("Rua da Consolação, 700"),
        line2: some("Apto 32, Centro"),
        city: some("São Paulo"),
        district: some("Centro"),
        state_or_region: some("SP"),
        postal_code: some("01302-000"),
        country_code: some("BR"),
        phone: some("+55 11 3000-0000"),
        ..Address::default()
    }
}

fn read_one(change: impl FnOnce(&mut Address)) -> (Option<Ender>, Vec<Fault>) {
    let mut address = address();
    change(&mut address);
    let shipment = Shipment { shipping_address: Some(address), ..Shipment::default() };
    let mut faults = Vec::new();
    let place = read(&shipment, &mut faults);
    assert_eq!(place.ender.is_some(), faults.is_empty());
    (place.ender, faults)
}

#[track_caller]
fn faulty(change: impl FnOnce(&mut Address), code: Code, field: &str) {
    let (_, faults) = read_one(change);
    let got: Vec<_> = faults.iter().map(|it| (it.code, it.field.as_str())).collect();
    assert_eq!(got, [(code, format!("ShippingAddress.{field}").as_str())]);
    assert!(faults.iter().all(|it| it.personal || it.value.is_none()));
}

#[test]
fn an_address_is_read() {
    let ender = read_one(|_| ()).0.unwrap();
    assert_eq!((ender.x_lgr.as_str(), ender.nro.as_str()), ("Rua da Consolação", "700"));
    assert_eq!(ender.x_cpl.as_deref(), Some("Apto 32"));
    assert_eq!((ender.c_mun.as_str(), ender.x_mun.as_str()), ("3550308", "São Paulo"));
    assert_eq!(ender.cep.as_str(), "01302000");
    assert_eq!(ender.fone.as_deref(), Some("1130000000"));
}

#[test]
fn each_part_has_its_fault() {
    faulty(|it| it.city = Some("Sao Pualo".into()), Code::AddressCityUnknown, "City");
    faulty(|it| it.city = None, Code::AddressCityUnknown, "City");
    faulty(|it| it.state_or_region = Some("XX".into()), Code::AddressUfUnknown, "StateOrRegion");
    faulty(|it| it.postal_code = Some("1302".into()), Code::AddressCepBad, "PostalCode");
    faulty(|it| it.country_code = Some("AR".into()), Code::AddressCountry, "CountryCode");
    faulty(
        |it| (it.district, it.line2) = (Some("x".into()), None),
        Code::AddressDistrictMissing,
        "District",
    );
    faulty(|it| (it.line1, it.line2) = (None, None), Code::AddressStreetMissing, "AddressLine1");
    let (_, faults) = read_one(|it| it.city = Some("Campinnas".into()));
    assert_eq!(faults[0].detail.as_deref(), Some("3509502 Campinas SP"));
}

#[test]
fn a_district_may_stand_in_the_lines() {
    let (ender, _) = read_one(|it| {
        it.district = None;
        it.line2 = Some("Casa 2, Bairro Vila Nova".into());
    });
    let ender = ender.unwrap();
    assert_eq!((ender.x_bairro.as_str(), ender.x_cpl.as_deref()), ("Vila Nova", Some("Casa 2")));
}

/// Digits alone name nothing; beside a letter they may, as `Q5` does.
#[test]
fn some_texts_name_no_district() {
    for text in ["", "-", "0", "12", "x", "XX", "N/A"] {
        assert!(terms::is_no_district(text), "{text}");
    }
    for text in ["Q5", "Sé", "Centro"] {
        assert!(!terms::is_no_district(text), "{text}");
    }
}

/// Only what stands before the city may be a district: what stands before the district is none.
#[test]
fn a_part_knows_whether_the_city_follows() {
    let known = Known {
        cities: vec!["São Paulo".into()],
        district: Some("Jardim Paulista".into()),
        ..Known::default()
    };
    for (line, before_city) in [
        ("Rua A, 12, Fundos", false),
        ("Rua A, 12, Fundos, Jardim Paulista", false),
        ("Rua A, 12, Fundos, São Paulo", true),
    ] {
        let last = segment::parts(&[line.to_owned()], &known).pop().unwrap();
        assert_eq!((last.text.as_str(), last.before_city), ("Fundos", before_city), "{line}");
    }
}

/// `SP 340` is a road where a road's name stands; `Praça da Sé 12` is a house.
#[test]
fn the_letters_of_a_unit_name_a_road() {
    for road in [&["SP"][..], &["Rod.", "SP"], &["Rod."], &["QI"]] {
        assert!(terms::no_house_follows(road), "{road:?}");
    }
    for street in [&["Praça", "da", "Sé"][..], &["Rua", "Augusta"], &["Rua", "SP"]] {
        assert!(!terms::no_house_follows(street), "{street:?}");
    }
}

#[test]
fn a_long_street_goes_on_in_the_complement() {
    let long = "Avenida Engenheiro Antônio de Góes Rodrigues de Albuquerque Cavalcanti Neto, 12";
    let (ender, _) = read_one(|it| it.line1 = Some(long.into()));
    let ender = ender.unwrap();
    assert_eq!(ender.x_lgr, "Avenida Engenheiro Antônio de Góes Rodrigues de Albuquerque");
    assert_eq!(ender.x_cpl.as_deref(), Some("Cavalcanti Neto, Apto 32"));
    let (ender, _) = read_one(|it| it.line1 = Some("é".repeat(100)));
    assert_eq!(ender.unwrap().x_lgr.chars().count(), 60);
}
