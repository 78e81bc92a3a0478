//! `enderDest` from Amazon's `ShippingAddress`.
//!
//! What can be read is read; what cannot is a fault, with the best guess beside it for a person.
//! Nothing is invented, nothing is cut in silence: a field is right, or somebody looks at it.

use crate::domain::codes::Cep;
use crate::domain::invoice::Ender;
use crate::domain::shipment::{Address, Shipment};
use crate::domain::text::{fold, latin1};
use crate::domain::{Code, Fault, Step, Uf};

use super::municipality::{self, Municipality};

use segment::{Known, segments};
use street::Street;

mod cep;
mod number;
mod phone;
mod segment;
mod street;
mod terms;

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;

/// Longest `xLgr`, `nro`, `xCpl`, `xBairro` (layout, group E05).
const PART_MAX: usize = 60;
/// Shortest `xLgr` and `xBairro`.
const NAME_MIN: usize = 2;
/// Longest line that is looked at: Amazon's are below 200.
const LINE_MAX: usize = 300;

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
    let before = faults.len();
    country(address, faults);
    let code = said(address.postal_code.as_deref()).and_then(cep::parse);
    let theirs = code.as_ref().and_then(|it| cep::uf_of(it.as_str()));
    let uf = state(address, theirs, faults);
    let city = uf.and_then(|uf| city(address, uf, theirs, faults));
    let code = postal_code(address, code, uf, faults);
    let known = known(shipment, address, uf, city, code.as_ref());
    let lines = lines(address, faults);
    let street = lines.as_ref().map(|lines| street::split(lines, &known));
    let region = region(address, uf);
    let x_bairro = district(address, known.district, street.as_ref(), region, faults);
    let parts = street.and_then(|it| parts(address, it, faults));
    let whole = (parts, x_bairro, city, code);
    let (Some((x_lgr, nro, x_cpl)), Some(x_bairro), Some(city), Some(cep)) = whole else {
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
        fone: address.phone.as_deref().and_then(phone::fone),
    };
    Place { uf, ender: (faults.len() == before).then_some(ender) }
}

/// A fault of one address field, with what was found there: all of it is personal.
fn fault(code: Code, field: &str, found: Option<&str>) -> Fault {
    let fault = Fault::new(code, Step::Draft, format!("ShippingAddress.{field}"));
    match said(found) {
        Some(text) => fault.personal(text),
        None => fault,
    }
}

/// With the best guess, which tells where somebody lives as the value does.
fn guessing(fault: Fault, guess: Option<impl std::fmt::Display>) -> Fault {
    match guess {
        Some(guess) => Fault { personal: true, ..fault.detail(guess) },
        None => fault,
    }
}

fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|it| !it.is_empty())
}

/// Absent counts as BR: every property of Amazon's model is optional, and what proves the country
/// is the municipality, which must stand in IBGE's table.
fn country(address: &Address, faults: &mut Vec<Fault>) {
    let code = said(address.country_code.as_deref());
    if !code.is_none_or(|it| it.eq_ignore_ascii_case("BR")) {
        faults.push(fault(Code::AddressCountry, "CountryCode", code));
    }
}

fn state(address: &Address, theirs: Option<Uf>, faults: &mut Vec<Fault>) -> Option<Uf> {
    let found = address.state_or_region.as_deref();
    let uf = said(found).and_then(unit);
    if uf.is_none() {
        faults.push(guessing(fault(Code::AddressUfUnknown, "StateOrRegion", found), theirs));
    }
    uf
}

/// `SP`, `S.P.`, `Estado de SP` by its name, `SP - ` and its name, with the country behind it.
fn unit(text: &str) -> Option<Uf> {
    let one = |text: &str| {
        let folded = fold(text).replace('.', "");
        let bare = ["ESTADO DE ", "ESTADO DO ", "ESTADO DA "]
            .iter()
            .find_map(|it| folded.strip_prefix(it))
            .unwrap_or(&folded);
        Uf::parse(bare)
    };
    one(text).or_else(|| {
        let parts = text.split(['-', ',', '/', '(', ')']).map(str::trim);
        let mut parts = parts.filter(|it| {
            !it.is_empty() && !matches!(fold(it).as_str(), "BR" | "BRASIL" | "BRAZIL")
        });
        let first = one(parts.next()?)?;
        parts.all(|it| one(it) == Some(first)).then_some(first)
    })
}

fn city(
    address: &Address,
    uf: Uf,
    theirs: Option<Uf>,
    faults: &mut Vec<Fault>,
) -> Option<&'static Municipality> {
    let found = address.city.as_deref();
    let name = said(found).unwrap_or_default();
    let city = municipality::find(uf, name);
    if city.is_none() {
        // Of the unit that the postal code names, of this unit by a slip, of any other.
        let guess = theirs
            .and_then(|uf| municipality::find(uf, name))
            .or_else(|| municipality::guess(uf, name))
            .or_else(|| municipality::of_any_unit(name));
        let guess = guess.map(|it| format!("{} {} {}", it.c_mun, it.x_mun, it.uf));
        faults.push(guessing(fault(Code::AddressCityUnknown, "City", found), guess));
    }
    city
}

/// `CEP`: one that some unit has, and that is this address's.
fn postal_code(
    address: &Address,
    code: Option<Cep>,
    uf: Option<Uf>,
    faults: &mut Vec<Fault>,
) -> Option<Cep> {
    let found = address.postal_code.as_deref();
    let Some((code, theirs)) = code.and_then(|it| cep::uf_of(it.as_str()).map(|uf| (it, uf)))
    else {
        let guess = said(found).and_then(|it| cep::with_its_zero(it, uf));
        faults.push(guessing(fault(Code::AddressCepBad, "PostalCode", found), guess));
        return None;
    };
    if uf.is_some_and(|it| it != theirs) {
        let fault = fault(Code::AddressCepOfOtherUf, "PostalCode", found);
        faults.push(guessing(fault, Some(theirs)));
        return None;
    }
    Some(code)
}

/// What other fields say, so that the lines need not say it again.
fn known(
    shipment: &Shipment,
    address: &Address,
    uf: Option<Uf>,
    city: Option<&Municipality>,
    code: Option<&Cep>,
) -> Known {
    let typed = said(address.city.as_deref()).map(|it| latin1(it, LINE_MAX));
    let mut known = Known {
        cities: typed.into_iter().chain(city.map(|it| it.x_mun.to_owned())).collect(),
        uf,
        cep: code.map(|it| it.as_str().to_owned()).unwrap_or_default(),
        district: None,
    };
    let fields = [&address.district, &address.county, &shipment.buyer_county];
    known.district = fields.into_iter().flatten().find_map(|it| named_district(it, &known));
    known
}

/// A district as a field has it: without its label, without the city behind it, and not the city
/// or the unit alone.
fn named_district(text: &str, known: &Known) -> Option<String> {
    let parts = segments(&latin1(text, LINE_MAX));
    let kept: Vec<String> = parts.into_iter().filter(|it| !known.repeats(it)).collect();
    let name = kept.join(", ");
    let label = name.get(..7).is_some_and(|it| it.eq_ignore_ascii_case("bairro:"));
    let name = if label { name.get(7..).unwrap_or_default().trim() } else { name.as_str() };
    (!terms::is_no_district(name)).then(|| name.to_owned())
}

/// In the Distrito Federal people write the administrative region for the city: where nothing else
/// names a district, that is it.
fn region(address: &Address, uf: Option<Uf>) -> Option<String> {
    let name = said(address.city.as_deref())?;
    municipality::is_region(uf?, name).then(|| latin1(name, LINE_MAX))
}

/// The three lines, clean. One that is too long to be looked at is a fault.
fn lines(address: &Address, faults: &mut Vec<Fault>) -> Option<Vec<String>> {
    let fields = [&address.line1, &address.line2, &address.line3];
    let names = ["AddressLine1", "AddressLine2", "AddressLine3"];
    let before = faults.len();
    let mut lines = Vec::new();
    for (field, name) in fields.into_iter().zip(names) {
        let text = latin1(field.as_deref().unwrap_or_default(), LINE_MAX + 1);
        if text.chars().count() > LINE_MAX {
            faults.push(fault(Code::AddressTooLong, name, Some(&text)));
        }
        lines.push(text);
    }
    (faults.len() == before).then_some(lines)
}

/// `xBairro`: `District`, else `County`, else `BuyerCounty` (nfe.md 3), else what calls itself one
/// in the lines. Never invented.
fn district(
    address: &Address,
    named: Option<String>,
    street: Option<&Street>,
    region: Option<String>,
    faults: &mut Vec<Fault>,
) -> Option<String> {
    let written = || street.and_then(|it| it.district.clone());
    let found = address.district.as_deref();
    let Some(district) = named.or_else(written).or(region) else {
        // The city again, where a district was asked for: it may be the name of both.
        let again = [&address.district, &address.county].into_iter().flatten();
        let mut again = again.filter(|it| !terms::is_no_district(it) && it.trim().len() > 2);
        let guess = street.and_then(|it| it.guess.as_ref()).or_else(|| again.next());
        faults.push(guessing(fault(Code::AddressDistrictMissing, "District", found), guess));
        return None;
    };
    let (kept, more) = cut(&district);
    if more.is_some() {
        let found = Some(district.as_str());
        faults.push(guessing(fault(Code::AddressTooLong, "District", found), Some(kept)));
        return None;
    }
    if kept.chars().count() < NAME_MIN {
        faults.push(fault(Code::AddressDistrictMissing, "District", found));
        return None;
    }
    Some(kept)
}

/// `xLgr`, `nro`, `xCpl`. What does not fit `xLgr` goes on in `xCpl`; what does not fit there is a
/// fault.
fn parts(
    address: &Address,
    street: Street,
    faults: &mut Vec<Fault>,
) -> Option<(String, String, Option<String>)> {
    let Street { x_lgr, nro, mut rest, guess, .. } = street;
    let nameless = terms::is_nameless(&x_lgr);
    if nameless || !street::can_be_street(&x_lgr) {
        let found = address.line1.as_deref();
        let guess = if nameless { Some(x_lgr) } else { guess };
        faults.push(guessing(fault(Code::AddressStreetMissing, "AddressLine1", found), guess));
        return None;
    }
    let (x_lgr, more) = cut(&x_lgr);
    rest.splice(0..0, more);
    let (x_cpl, more) = cut(&rest.join(", "));
    if more.is_some() {
        let found = Some(rest.join(", "));
        let fault = fault(Code::AddressTooLong, "AddressLine2", found.as_deref());
        faults.push(guessing(fault, Some(x_cpl.trim_end_matches(','))));
        return None;
    }
    Some((x_lgr, nro, Some(x_cpl).filter(|it| !it.is_empty())))
}

/// Cuts after a whole word where there is one, and gives back what is left over.
fn cut(text: &str) -> (String, Option<String>) {
    if text.chars().count() <= PART_MAX {
        return (text.to_owned(), None);
    }
    let mut kept = String::new();
    for word in text.split(' ') {
        let with = if kept.is_empty() { word.to_owned() } else { format!("{kept} {word}") };
        if with.chars().count() > PART_MAX {
            break;
        }
        kept = with;
    }
    if kept.chars().count() < NAME_MIN {
        kept = latin1(text, PART_MAX);
    }
    let more = text.strip_prefix(&kept).unwrap_or_default().trim().to_owned();
    (kept, Some(more))
}
