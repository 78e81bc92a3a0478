//! The form of `inutNFe` (`leiauteInutNFe_v4.00`), and what can be said of it alone.

use crate::domain::{Cnpj, Timestamp, Uf};

use super::super::xml::{self, Element, XmlError};
use super::evento::plain;
use super::shape::{is_digits, is_t_string};
use super::{Rejection, ensure};

/// Numbers in one request (201).
const NUMBERS_MAX: u32 = 10_000;
/// The first year of the NF-e (454).
const YEAR_FIRST: u8 = 6;

/// A run of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// `cUF`.
    pub c_uf: String,
    /// `ano`.
    pub ano: String,
    /// `CNPJ`.
    pub cnpj: String,
    /// `serie`.
    pub serie: u16,
    /// `nNFIni`.
    pub first: u32,
    /// `nNFFin`.
    pub last: u32,
}

impl Range {
    /// Whether they share a number.
    pub fn overlaps(&self, other: &Range) -> bool {
        self.is_of(&other.cnpj, other.serie) && self.first <= other.last && other.first <= self.last
    }

    /// Whether this number is in it.
    pub fn holds(&self, cnpj: &str, serie: u16, number: u32) -> bool {
        self.is_of(cnpj, serie) && (self.first..=self.last).contains(&number)
    }

    fn is_of(&self, cnpj: &str, serie: u16) -> bool {
        self.cnpj == cnpj && self.serie == serie
    }
}

/// Reads the request.
pub fn read(bytes: &[u8]) -> Result<Element, Rejection> {
    let root = xml::read(bytes).map_err(|error| match error {
        XmlError::Encoding => Rejection::new(402),
        XmlError::Malformed(_) => Rejection::new(243),
        XmlError::Unexpected(_) => Rejection::new(588),
    })?;
    ensure(root.name == "inutNFe", 215)?;
    plain(&root, crate::nfe::NAMESPACE)?;
    ensure(root.attribute("versao") == Some("4.00"), 239)?;
    let names: Vec<_> = root.elements().map(|it| it.name.as_str()).collect();
    ensure(names == ["infInut", "Signature"], 215)?;
    Ok(root)
}

/// Reads the range against the schema (215).
pub fn range(root: &Element) -> Result<Range, Rejection> {
    let failed = |place: &str| Rejection::at(215, place);
    let ensure = |holds: bool, place: &str| if holds { Ok(()) } else { Err(failed(place)) };
    let inf = root.child("infInut").ok_or_else(|| failed("infInut"))?;
    let names: Vec<_> = inf.elements().map(|it| it.name.as_str()).collect();
    let expected =
        ["tpAmb", "xServ", "cUF", "ano", "CNPJ", "mod", "serie", "nNFIni", "nNFFin", "xJust"];
    ensure(names == expected, "infInut")?;
    let value = |tag: &str| inf.value(&[tag]);
    ensure(["1", "2"].contains(&value("tpAmb").as_str()), "tpAmb")?;
    ensure(value("xServ") == "INUTILIZAR", "xServ")?;
    ensure(is_digits(&value("cUF"), 2, 2), "cUF")?;
    ensure(is_digits(&value("ano"), 2, 2), "ano")?;
    ensure(["55", "65"].contains(&value("mod").as_str()), "mod")?;
    let number = |tag: &str, most: usize| {
        let text = value(tag);
        let is_plain = is_digits(&text, 1, most) && (text == "0" || !text.starts_with('0'));
        text.parse::<u32>().ok().filter(|_| is_plain).ok_or_else(|| failed(tag))
    };
    let serie = u16::try_from(number("serie", 3)?).map_err(|_| failed("serie"))?;
    let (first, last) = (number("nNFIni", 9)?, number("nNFFin", 9)?);
    ensure(first > 0 && last > 0, "nNFIni")?;
    let x_just = value("xJust");
    ensure(is_t_string(&x_just) && (15..=255).contains(&x_just.chars().count()), "xJust")?;
    Ok(Range { c_uf: value("cUF"), ano: value("ano"), cnpj: value("CNPJ"), serie, first, last })
}

/// Judges what it says, before the numbers are looked up.
pub fn judge(root: &Element, it: &Range, tp_amb: u8, now: Timestamp) -> Result<(), Rejection> {
    let value = |tag: &str| root.value(&["infInut", tag]);
    ensure(value("tpAmb") == tp_amb.to_string(), 252)?;
    let uf = it.c_uf.parse().ok().and_then(Uf::from_code).ok_or_else(|| Rejection::new(250))?;
    ensure(Cnpj::parse(&it.cnpj).is_ok(), 207)?;
    let Range { c_uf, ano, cnpj, serie, first, last } = it;
    let id = format!("ID{c_uf}{ano}{cnpj}{}{serie:03}{first:09}{last:09}", value("mod"));
    ensure(root.child("infInut").and_then(|it| it.attribute("Id")) == Some(&id), 227)?;
    let offset = jiff::tz::Offset::constant(uf.offset_hours());
    let year = now.to_zoned(jiff::tz::TimeZone::fixed(offset)).year().rem_euclid(100);
    let ano = ano.parse::<u8>().unwrap_or_default();
    ensure(i16::from(ano) <= year, 453)?;
    ensure(ano >= YEAR_FIRST, 454)?;
    ensure(first <= last, 224)?;
    ensure(last - first < NUMBERS_MAX, 201)
}
