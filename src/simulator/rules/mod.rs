//! What SEFAZ rejects a note for, as far as we know it and can know it here.
//!
//! Not judged, because only the authority's own tables know: whether an IE exists (209, 233,
//! 234), whether a party is blocked (305, 306), whether an NCM (778) or a CFOP (770) exists, a
//! state's benefits (928 to 931) and ceilings (628). NFe groups that this program never writes
//! are refused by [`schema`], not judged.

pub mod emission;
pub mod evento;
pub mod inut;
pub mod items;
pub mod pag;
pub mod parties;
pub mod schema;
pub mod shape;
pub mod taxes;
pub mod totals;
pub mod window;

use crate::domain::Timestamp;

use super::motivo::motivo;
use super::xml::Element;

/// Why a note is rejected: the first reason found, as SEFAZ does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// `cStat`.
    pub c_stat: u16,
    /// `xMotivo`.
    pub x_motivo: String,
}

impl Rejection {
    /// With the code's own words.
    pub fn new(c_stat: u16) -> Rejection {
        Rejection { c_stat, x_motivo: motivo(c_stat).to_owned() }
    }

    /// With the code's words and where it is.
    pub fn at(c_stat: u16, place: &str) -> Rejection {
        Rejection { c_stat, x_motivo: format!("{} [{place}]", motivo(c_stat)) }
    }
}

/// `Ok` when the rule holds.
pub fn ensure(holds: bool, c_stat: u16) -> Result<(), Rejection> {
    if holds { Ok(()) } else { Err(Rejection::new(c_stat)) }
}

/// `Ok` when the rule holds for this item.
pub fn ensure_item(holds: bool, c_stat: u16, n_item: usize) -> Result<(), Rejection> {
    if holds { Ok(()) } else { Err(Rejection::at(c_stat, &format!("nItem:{n_item}"))) }
}

/// Every rule about what the note says, after its form and its signature were found good.
/// `tp_amb` is the environment that it was sent to, on this server.
pub fn judge(inf_nfe: &Element, tp_amb: u8, now: Timestamp) -> Result<(), Rejection> {
    parties::judge(inf_nfe, tp_amb, now)?;
    items::judge(inf_nfe, tp_amb)?;
    taxes::judge(inf_nfe)?;
    totals::judge(inf_nfe)?;
    pag::judge(inf_nfe)
}

/// A decimal as an exact count of 10^-`places`; `None` when it is no number of that fineness.
pub fn fixed(text: &str, places: usize) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || text.len() > 30 {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > places {
        return None;
    }
    format!("{whole}{fraction:0<places$}").parse().ok()
}

/// Cents of an element; an absent one is zero.
pub fn cents(element: &Element, path: &[&str]) -> i128 {
    element.at(path).and_then(|it| fixed(&it.text(), 2)).unwrap_or(0)
}

/// Halves go up.
pub fn rounded(numerator: i128, denominator: i128) -> i128 {
    (numerator * 2 + denominator).checked_div_euclid(denominator * 2).unwrap_or(0)
}

/// An amount and what it should be, at most a cent apart.
pub fn is_close(found: i128, expected: i128) -> bool {
    (found - expected).abs() <= 1
}

/// The only group inside (`ICMS00` in `ICMS`).
pub fn only(element: Option<&Element>) -> Option<&Element> {
    element.and_then(|it| it.elements().next())
}
