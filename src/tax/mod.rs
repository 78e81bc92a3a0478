//! From what Amazon said to what the tax office wants: a shipment becomes an invoice, or every
//! reason why it cannot.
//!
//! Pure: the day is an argument, the seller and the product file come in already read. One file
//! per tax; each rule names its source.

mod address;
mod difal;
mod fields;
mod icms;
mod items;
mod law;
mod lines;
mod municipality;
mod parties;
mod payments;
mod pis_cofins;
mod price;
mod rates;
mod reform;
mod retell;
mod route;
pub mod rules;
pub mod stock;
mod texts;
mod tot_trib;
mod totals;
mod working;

#[cfg(test)]
mod establishments;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod memoria_laws;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod situations;
#[cfg(test)]
mod stock_laws;

use crate::domain::catalogue::Catalogue;
use crate::domain::invoice::{Invoice, LocalTime, Total};
use crate::domain::memoria::Memoria;
use crate::domain::seller::Seller;
use crate::domain::shipment::Shipment;
use crate::domain::{Emission, Fault, Timestamp};

use items::Sale;
use rates::Rates;

pub use law::Law;
pub use municipality::{Municipality, find as municipality, guess as nearest_municipality};
pub use parties::company;
pub use retell::{Retold, retell};
pub use stock::Stock;
pub use tot_trib::{Approximate, TotTrib};

/// An invoice that waits for its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The invoice.
    pub invoice: Invoice,
    /// `dhEmi`, as the wall clock of the establishment shows it.
    pub dh_emi: LocalTime,
    /// `serie` of the establishment that issues.
    pub serie: u16,
    /// First `nNF` of that series.
    pub first_number: u32,
    /// How its figures came to be.
    pub memoria: Memoria,
    /// What somebody should know, and what stops nothing.
    pub warnings: Vec<Fault>,
}

/// Drafts the invoice of one shipment, or names every fault that can be found.
///
/// Parties, address, items, money and payments are read apart from each other, so that a fault in
/// one hides none in another; and no fault is told that is only the consequence of another. The
/// warehouse says which of the seller's establishments issues; when and how it issues is told.
pub fn draft(
    shipment: &Shipment,
    seller: &Seller,
    catalogue: &Catalogue,
    law: Law<'_>,
    at: Timestamp,
    emission: &Emission,
) -> Result<Draft, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut warnings = Vec::new();

    let from = parties::place(shipment, seller, &mut faults);
    let issued = from.map(|it| LocalTime::new(at, it.uf().offset_hours()));
    let day = issued.and_then(|it| law.on(it.date(), seller, &mut faults));
    let buyer = parties::buyer(shipment, seller, from, &mut faults);
    let inf_intermed = parties::marketplace(shipment, seller, &mut faults);
    let route = from.and_then(|from| route::Route::of(from, &buyer));
    let rates = day.zip(route).and_then(|(day, route)| Rates::of(route, day, &mut faults));
    let lines = lines::read(&shipment.items, &mut faults);
    let goods = items::goods(&shipment.items, seller, catalogue, route, day, &mut faults);
    let mut memoria = Memoria::default();
    let sale = match (day, route, rates) {
        (Some(day), Some(route), Some(rates)) => {
            let tot_trib = law.tot_trib.get(&route.from).map(|it| &**it);
            Some(Sale { seller, route, rates, law: day, tot_trib })
        }
        (_, _, _) => None,
    };
    let mut det = Vec::with_capacity(goods.len());
    for (n, (goods, line)) in goods.iter().zip(&lines).enumerate() {
        let whole = sale.as_ref().zip(goods.as_ref().zip(line.as_ref()));
        let Some((sale, (goods, line))) = whole else { continue };
        match items::det(n, goods, line, sale, &mut memoria) {
            Ok(it) => det.push(it),
            Err(fault) => faults.push(fault),
        }
    }
    let total = (det.len() == lines.len()).then(|| Total::of(&det));
    let worth = lines::worth(&lines, total.as_ref(), &mut faults);
    let det_pag = payments::draft(shipment, worth, &mut faults, &mut warnings);

    if !faults.is_empty() {
        return Err(faults);
    }
    // Whatever is missing from here on has told its fault above: a law in `laws.rs`.
    let (Some(from), Some(issued)) = (from, issued) else { return Err(faults) };
    let (Some(route), Some(total)) = (route, total) else { return Err(faults) };
    let (Some(dest), Some(inf_intermed), Some(det_pag)) = (buyer.dest, inf_intermed, det_pag)
    else {
        return Err(faults);
    };
    totals::tell(&total, &mut memoria);
    let invoice = Invoice {
        tp_amb: seller.tp_amb,
        nat_op: from.nat_op.clone(),
        id_dest: route.id_dest(),
        ind_final: route.ind_final(),
        emission: texts::emission(emission),
        emit: from.emit.clone(),
        dest,
        retirada: from.retirada.clone(),
        aut_xml: from.aut_xml.clone(),
        inf_cpl: texts::inf_cpl(shipment, seller, buyer.care_of.as_deref(), &total),
        obs_cont: texts::obs_cont(shipment),
        det,
        total,
        mod_frete: from.mod_frete,
        det_pag,
        inf_intermed,
        inf_resp_tec: from.resp_tec.clone(),
    };
    let (serie, first_number) = (from.serie, from.first_number);
    Ok(Draft { invoice, dh_emi: issued, serie, first_number, memoria, warnings })
}
