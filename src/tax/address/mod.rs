//! `enderDest` from Amazon's `ShippingAddress`.

use crate::domain::codes::Cep;
use crate::domain::invoice::Ender;
use crate::domain::shipment::{Address, Shipment};
use crate::domain::text::{fold, latin1};
use crate::domain::{Code, Fault, Step, Uf};

use super::municipality;

use street::Street;

mod street;

/// Longest `xLgr`, `nro`, `xCpl`, `xBairro` (layout, group E05).
const PART_MAX: usize = 60;
/// Shortest `xLgr` and `xBairro`.
const NAME_MIN: usize = 2;

/// What could be read of an address.
pub(super) struct Place {
    /// The unit: taxes need it even when the rest is wrong.
    pub(super) uf: Option<Uf>,
    /// All of it, when nothing is wrong.
    pub(super) ender: Option<Ender>,
}

/// Reads the address; every fault at once.
pub(super) fn read(shipment: &Shipment, faults: &mut Vec<Fault>) -> Place {
    let Some(address) = &shipment.shipping_address else {
        faults.push(Fault::new(Code::AddressMissing, Step::Draft, "ShippingAddress"));
        return Place { uf: None, ender: None };
    };
    let brazil = country(address, faults);
    let uf = state(address, faults);
    let city = uf.and_then(|uf| city(address, uf, faults));
    let cep = cep(address, faults);
    let district = district(shipment, address, faults);
    let street = lines(address, district.as_deref(), faults);
    let parts = (street, district, city, cep);
    let (Some((x_lgr, nro, x_cpl)), Some(x_bairro), Some(city), Some(cep)) = parts else {
        return Place { uf, ender: None };
    };
    let ender = Ender {
        x_lgr,
        nro,
        x_cpl,
        x_bairro,
        c_mun: city.c_mun.clone(),
        x_mun: city.x_mun.to_owned(),
        uf: city.uf,
        cep,
        fone: address.phone.as_deref().and_then(fone),
    };
    Place { uf, ender: brazil.then_some(ender) }
}

/// A fault of one address field, with what was found there: all of it is personal.
fn fault(code: Code, field: &str, found: Option<&str>) -> Fault {
    let fault = Fault::new(code, Step::Draft, format!("ShippingAddress.{field}"));
    match said(found) {
        Some(text) => fault.personal(text),
        None => fault,
    }
}

fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|it| !it.is_empty())
}

/// Absent counts as BR: every property of Amazon's model is optional, and what proves the country
/// is the municipality, which must stand in IBGE's table.
fn country(address: &Address, faults: &mut Vec<Fault>) -> bool {
    let code = said(address.country_code.as_deref());
    let brazil = code.is_none_or(|it| it.eq_ignore_ascii_case("BR"));
    if !brazil {
        faults.push(fault(Code::AddressCountry, "CountryCode", code));
    }
    brazil
}

fn state(address: &Address, faults: &mut Vec<Fault>) -> Option<Uf> {
    let found = address.state_or_region.as_deref();
    let uf = said(found).and_then(Uf::parse);
    if uf.is_none() {
        faults.push(fault(Code::AddressUfUnknown, "StateOrRegion", found));
    }
    uf
}

fn city(
    address: &Address,
    uf: Uf,
    faults: &mut Vec<Fault>,
) -> Option<&'static municipality::Municipality> {
    let found = address.city.as_deref();
    let name = said(found).unwrap_or_default();
    let city = municipality::find(uf, name);
    if city.is_none() {
        let fault = fault(Code::AddressCityUnknown, "City", found);
        faults.push(match municipality::guess(uf, name) {
            Some(near) => fault.detail(format!("{} {} {uf}", near.c_mun, near.x_mun)),
            None => fault,
        });
    }
    city
}

fn cep(address: &Address, faults: &mut Vec<Fault>) -> Option<Cep> {
    let found = address.postal_code.as_deref();
    let cep = said(found).and_then(|it| Cep::parse(it).ok());
    if cep.is_none() {
        faults.push(fault(Code::AddressCepBad, "PostalCode", found));
    }
    cep
}

/// `xBairro`: `District`, else `County`, else `BuyerCounty` (nfe.md 3), else a part of the lines
/// that calls itself one (`Bairro Centro`). Never invented.
fn district(shipment: &Shipment, address: &Address, faults: &mut Vec<Fault>) -> Option<String> {
    let fields = [&address.district, &address.county, &shipment.buyer_county];
    let named = fields.into_iter().flatten().map(|it| latin1(it, PART_MAX));
    let written = street::split(&raw_lines(address)).rest;
    let called = written.iter().filter_map(|it| called_district(it));
    let district = named.chain(called).find(|it| it.chars().count() >= NAME_MIN);
    if district.is_none() {
        let found = address.district.as_deref();
        faults.push(fault(Code::AddressDistrictMissing, "District", found));
    }
    district
}

fn called_district(part: &str) -> Option<String> {
    let (first, name) = part.split_once(' ')?;
    (fold(first).trim_end_matches(':') == "BAIRRO").then(|| latin1(name, PART_MAX))
}

fn raw_lines(address: &Address) -> [&str; 3] {
    [&address.line1, &address.line2, &address.line3].map(|it| it.as_deref().unwrap_or_default())
}

/// `xLgr`, `nro`, `xCpl`. What does not fit `xLgr` goes on in `xCpl`.
fn lines(
    address: &Address,
    district: Option<&str>,
    faults: &mut Vec<Fault>,
) -> Option<(String, String, Option<String>)> {
    let Street { x_lgr, nro, mut rest } = street::split(&raw_lines(address));
    let (x_lgr, more) = cut(&x_lgr);
    if x_lgr.chars().count() < NAME_MIN {
        let found = address.line1.as_deref();
        faults.push(fault(Code::AddressStreetMissing, "AddressLine1", found));
        return None;
    }
    // The district has its own tag: no need to say it twice.
    let said_already = |part: &String| {
        let called = called_district(part);
        district.is_some_and(|it| {
            fold(it) == fold(part) || called.is_some_and(|called| fold(&called) == fold(it))
        })
    };
    rest.retain(|part| !said_already(part));
    rest.splice(0..0, more);
    let x_cpl = latin1(&rest.join(", "), PART_MAX);
    Some((x_lgr, latin1(&nro, PART_MAX), Some(x_cpl).filter(|it| !it.is_empty())))
}

/// Cuts after a whole word where there is one, and gives back what is left over.
fn cut(x_lgr: &str) -> (String, Option<String>) {
    if x_lgr.chars().count() <= PART_MAX {
        return (x_lgr.to_owned(), None);
    }
    let mut kept = String::new();
    for word in x_lgr.split(' ') {
        let with = if kept.is_empty() { word.to_owned() } else { format!("{kept} {word}") };
        if with.chars().count() > PART_MAX {
            break;
        }
        kept = with;
    }
    if kept.chars().count() < NAME_MIN {
        kept = latin1(x_lgr, PART_MAX);
    }
    let more = x_lgr.strip_prefix(&kept).unwrap_or_default().trim().to_owned();
    (kept, Some(more))
}

/// `fone`: 6 to 14 digits, without `+55` (a plus is no digit; nfe.md 3). One that does not fit is
/// left out: the tag is optional, and a wrong number helps nobody.
fn fone(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let national = match digits.strip_prefix("55") {
        // Ten or eleven digits are an area code and a number; 55 is also Santa Maria's area code.
        Some(rest) if matches!(rest.len(), 10 | 11) || text.trim().starts_with("+55") => rest,
        Some(_) | None => digits.as_str(),
    };
    matches!(national.len(), 6..=14).then(|| national.to_owned())
}

#[cfg(test)]
mod tests {
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
        faulty(
            |it| it.state_or_region = Some("XX".into()),
            Code::AddressUfUnknown,
            "StateOrRegion",
        );
        faulty(|it| it.postal_code = Some("1302".into()), Code::AddressCepBad, "PostalCode");
        faulty(|it| it.country_code = Some("AR".into()), Code::AddressCountry, "CountryCode");
        faulty(|it| it.district = Some("x".into()), Code::AddressDistrictMissing, "District");
        faulty(
            |it| (it.line1, it.line2) = (None, None),
            Code::AddressStreetMissing,
            "AddressLine1",
        );
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
        assert_eq!(
            (ender.x_bairro.as_str(), ender.x_cpl.as_deref()),
            ("Vila Nova", Some("Casa 2"))
        );
    }

    #[test]
    fn a_long_street_goes_on_in_the_complement() {
        let long =
            "Avenida Engenheiro Antônio de Góes Rodrigues de Albuquerque Cavalcanti Neto, 12";
        let (ender, _) = read_one(|it| it.line1 = Some(long.into()));
        let ender = ender.unwrap();
        assert_eq!(ender.x_lgr, "Avenida Engenheiro Antônio de Góes Rodrigues de Albuquerque");
        assert_eq!(ender.x_cpl.as_deref(), Some("Cavalcanti Neto, Apto 32"));
        let (ender, _) = read_one(|it| it.line1 = Some("é".repeat(100)));
        assert_eq!(ender.unwrap().x_lgr.chars().count(), 60);
    }

    #[test]
    fn phones_are_bare_digits() {
        for (text, fone_) in [
            ("+55 (11) 98765-4321", Some("11987654321")),
            ("5511987654321", Some("11987654321")),
            ("55 3220-1234", Some("5532201234")),
            ("12345", None),
            ("123456789012345", None),
            ("", None),
        ] {
            assert_eq!(fone(text).as_deref(), fone_, "{text}");
        }
    }
}
