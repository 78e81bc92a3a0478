//! From what Amazon said to what the tax office wants: a shipment becomes an invoice, or every
//! reason why it cannot.
//!
//! Pure: the day is an argument, the seller and the product file come in already read. One file
//! per tax; each rule names its source.

mod address;
mod difal;
mod ibs_cbs;
mod icms;
mod items;
mod lines;
mod municipality;
mod parties;
mod payments;
mod pis_cofins;
mod route;
pub mod rules;
mod street;
mod texts;
mod tot_trib;

#[cfg(test)]
mod golden;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod sample;

use crate::domain::Fault;
use crate::domain::catalogue::Catalogue;
use crate::domain::invoice::{Det, Invoice, LocalTime, Total};
use crate::domain::seller::Seller;
use crate::domain::shipment::Shipment;

pub use tot_trib::{Approximate, TotTrib};
pub use municipality::{Municipality, find as municipality, guess as nearest_municipality};

/// An invoice that waits for its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The invoice.
    pub invoice: Invoice,
    /// What somebody should know, and what stops nothing.
    pub warnings: Vec<Fault>,
}

/// Drafts the invoice of one shipment, or names every fault that can be found.
///
/// Parties, address, items, money and payments are read apart from each other, so that a fault in
/// one hides none in another; and no fault is told that is only the consequence of another.
pub fn draft(
    shipment: &Shipment,
    seller: &Seller,
    catalogue: &Catalogue,
    issued: LocalTime,
) -> Result<Draft, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut warnings = Vec::new();

    let day = route::day(issued.date(), &mut faults);
    parties::place(shipment, seller, &mut faults);
    let buyer = parties::buyer(shipment, seller, &mut faults);
    let inf_intermed = parties::marketplace(shipment, seller, &mut faults);
    let route = route::Route::of(seller, &buyer);
    let rates =
        day.zip(route).and_then(|(day, route)| route.rates(seller.emit.crt, day, &mut faults));
    let lines = lines::read(&shipment.items, &mut faults);
    let goods = items::goods(&shipment.items, seller, catalogue, route, &mut faults);
    let worth = lines::worth(&lines, &mut faults);
    let det_pag = payments::draft(shipment, worth, &mut faults, &mut warnings);

    if !faults.is_empty() {
        return Err(faults);
    }
    // Whatever is missing from here on has told its fault above: a law in `laws.rs`.
    let (Some(day), Some(route), Some(rates)) = (day, route, rates) else { return Err(faults) };
    let (Some(dest), Some(inf_intermed), Some(det_pag)) = (buyer.dest, inf_intermed, det_pag)
    else {
        return Err(faults);
    };
    let whole = goods.iter().zip(&lines).enumerate().map(|(n, (goods, line))| {
        Some(items::det(n, goods.as_ref()?, line.as_ref()?, seller, route, rates, day))
    });
    let Some(det) = whole.collect::<Option<Vec<Det>>>() else { return Err(faults) };
    let total = Total::of(&det);
    let invoice = Invoice {
        tp_amb: seller.tp_amb,
        nat_op: seller.nat_op.clone(),
        id_dest: route.id_dest(),
        ind_final: route.ind_final(),
        emit: seller.emit.clone(),
        dest,
        inf_cpl: texts::inf_cpl(shipment, seller, buyer.care_of.as_deref(), &total),
        obs_cont: texts::obs_cont(shipment),
        det,
        total,
        mod_frete: seller.mod_frete,
        det_pag,
        inf_intermed,
        inf_resp_tec: seller.resp_tec.clone(),
    };
    Ok(Draft { invoice, warnings })
}
