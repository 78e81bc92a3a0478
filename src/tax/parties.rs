//! Who buys, and on whose marketplace.

use crate::domain::codes::{Ie, TpAmb};
use crate::domain::invoice::{Dest, InfIntermed};
use crate::domain::seller::{Establishment, Registration, Seller};
use crate::domain::shipment::{Shipment, TaxClassification, TaxInfo};
use crate::domain::text::{fold, latin1};
use crate::domain::{Cnpj, Code, Fault, Step, TaxId, Uf};

use super::address;

/// Amazon's Brazilian marketplace: this API serves no other.
pub(super) const MARKETPLACE: &str = "A2Q3Y263D00KWC";
/// `dest/xNome` in homologação, word for word (rule 598).
const HOMOLOGACAO_NAME: &str = "NF-E EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL";
/// Both causes of a missing document: the buyer's, and ours.
const NO_DOCUMENT: &str =
    "the buyer gave none, or our application lacks the role Tax Invoicing (Restricted)";
/// `xNome` and `idCadIntTran` are 2 to 60.
const NAME_MAX: usize = 60;
const NAME_MIN: usize = 2;

/// What could be read of the buyer.
pub(super) struct Buyer {
    /// Where the goods go.
    pub(super) uf: Option<Uf>,
    /// Whether the buyer pays ICMS of their own; `None` when we do not know who it is.
    pub(super) contributor: Option<bool>,
    /// All of it, when nothing is wrong.
    pub(super) dest: Option<Dest>,
    /// Whom to ask for at the door, when it is somebody else.
    pub(super) care_of: Option<String>,
}

/// Reads the buyer; every fault at once.
pub(super) fn buyer(
    shipment: &Shipment,
    seller: &Seller,
    from: Option<&Establishment>,
    faults: &mut Vec<Fault>,
) -> Buyer {
    let id = document(shipment, faults);
    if let Some(TaxId::Cnpj(cnpj)) = &id
        && from.is_some_and(|it| it.emit.cnpj == *cnpj)
    {
        // Rule 220: dest and emit must differ.
        faults.push(document_fault(Code::BuyerIsSeller, Some(cnpj.as_str())));
    }
    let name = name(shipment, id.as_ref());
    if name.is_none() {
        let fault = Fault::new(Code::BuyerNameMissing, Step::Draft, "BuyerName");
        let found = shipment.buyer_name.as_deref().filter(|it| !it.trim().is_empty());
        faults.push(match found {
            Some(found) => fault.personal(found),
            None => fault,
        });
    }
    let place = address::read(shipment, faults);
    let receiver = shipment.shipping_address.as_ref().and_then(|it| printable(it.name.as_deref()));
    let care_of = receiver.filter(|it| name.as_ref().is_some_and(|name| fold(name) != fold(it)));
    let registered = id.as_ref().and_then(|id| registration(id, place.uf, seller, faults));
    let contributor = registered.as_ref().map(Option::is_some);
    let ie = registered.flatten();
    let x_nome = name.map(|name| match seller.tp_amb {
        TpAmb::Producao => name,
        TpAmb::Homologacao => HOMOLOGACAO_NAME.to_owned(),
    });
    let dest = match (id, x_nome, place.ender) {
        (Some(id), Some(x_nome), Some(ender)) => Some(Dest { id, x_nome, ender, ie }),
        _ => None,
    };
    Buyer { uf: place.uf, contributor, dest, care_of }
}

/// The company that buys, and the state that its goods go to; `None` for a person, or where one
/// of the two cannot be read.
pub fn company(shipment: &Shipment) -> Option<(Cnpj, Uf)> {
    // Faults are the draft's to tell.
    let mut untold = Vec::new();
    let Some(TaxId::Cnpj(cnpj)) = document(shipment, &mut untold) else { return None };
    Some((cnpj, address::read(shipment, &mut untold).uf?))
}

/// The buyer's IE in the state that the goods go to; `None` when it cannot be told. Amazon tells
/// no IE: a CNPJ is no contributor unless the seller's own file says otherwise (nfe.md 2.3).
fn registration(
    id: &TaxId,
    uf: Option<Uf>,
    seller: &Seller,
    faults: &mut Vec<Fault>,
) -> Option<Option<Ie>> {
    let TaxId::Cnpj(cnpj) = id else { return Some(None) };
    match seller.contributors.of(cnpj, uf?) {
        Registration::Contributor(ie) => Some(Some(ie.clone())),
        Registration::None => Some(None),
        // An IE is of one state: SEFAZ refuses that of another (210, 233).
        Registration::Elsewhere(ufs) => {
            let ufs: Vec<&str> = ufs.iter().map(|it| it.sigla()).collect();
            faults.push(
                document_fault(Code::BuyerIeOfOtherUf, Some(cnpj.as_str())).detail(ufs.join(", ")),
            );
            None
        }
    }
}

fn document_fault(code: Code, found: Option<&str>) -> Fault {
    let fault = Fault::new(code, Step::Draft, "BuyerTaxInfo.TaxClassifications");
    match found {
        Some(found) => fault.personal(found),
        None => fault,
    }
}

/// The buyer's CPF or CNPJ. Entries with such a name come first, but length and check digits
/// decide: the name is free text. A CPF without its leading zeros is not guessed.
fn document(shipment: &Shipment, faults: &mut Vec<Fault>) -> Option<TaxId> {
    let entries = documents(shipment.buyer_tax_info.as_ref());
    let read = entries.iter().find_map(|(_, value)| TaxId::parse(value).ok());
    if read.is_some() {
        return read;
    }
    let looks =
        |value: &str| matches!(value.chars().filter(|c| c.is_alphanumeric()).count(), 11 | 14);
    let bad = entries.iter().find(|(named, value)| *named || looks(value));
    faults.push(match bad {
        Some((_, value)) => document_fault(Code::BuyerDocumentBad, Some(value)),
        None => document_fault(Code::BuyerDocumentMissing, None).detail(NO_DOCUMENT),
    });
    None
}

/// (called CPF or CNPJ, value in upper case), those so called first; none empty.
fn documents(info: Option<&TaxInfo>) -> Vec<(bool, String)> {
    let entry = |it: &TaxClassification| {
        let name = fold(it.name.as_deref().unwrap_or_default());
        let value = it.value.as_deref().unwrap_or_default().trim().to_uppercase();
        (matches!(name.as_str(), "CPF" | "CNPJ"), value)
    };
    let mut entries: Vec<_> =
        info.into_iter().flat_map(|it| &it.classifications).map(entry).collect();
    entries.retain(|(_, value)| !value.is_empty());
    entries.sort_by_key(|(named, _)| !named);
    entries
}

/// `xNome`: a company by its legal name, a person by their own. A company without one is named as
/// the buyer is, a person without one as the receiver is.
fn name(shipment: &Shipment, id: Option<&TaxId>) -> Option<String> {
    let legal = shipment.buyer_tax_info.as_ref().and_then(|it| it.company_legal_name.as_deref());
    let buyer = shipment.buyer_name.as_deref();
    let receiver = shipment.shipping_address.as_ref().and_then(|it| it.name.as_deref());
    let candidates = match id {
        Some(TaxId::Cnpj(_)) => [legal, buyer, None],
        Some(TaxId::Cpf(_)) => [buyer, receiver, None],
        None => [buyer, legal, receiver],
    };
    candidates.into_iter().find_map(printable)
}

/// A name that can be printed: two characters or more, a letter among them (Amazon's sandbox
/// calls its buyer `1`).
fn printable(name: Option<&str>) -> Option<String> {
    let name = latin1(name?, NAME_MAX);
    let named = name.chars().count() >= NAME_MIN && name.chars().any(char::is_alphabetic);
    named.then_some(name)
}

/// `infIntermed`: the platform's CNPJ, and the seller's name there (rules 438 and 440).
pub(super) fn marketplace(
    shipment: &Shipment,
    seller: &Seller,
    faults: &mut Vec<Fault>,
) -> Option<InfIntermed> {
    let entries = documents(shipment.marketplace_tax_info.as_ref());
    let cnpj = entries.iter().find_map(|(_, value)| Cnpj::parse(value).ok());
    let Some(cnpj) = cnpj else {
        let field = "MarketplaceTaxInfo.TaxClassifications";
        let fault = Fault::new(Code::MarketplaceDocumentBad, Step::Draft, field);
        faults.push(match entries.first() {
            Some((_, value)) => fault.value(value),
            None => fault,
        });
        return None;
    };
    let names = [shipment.seller_display_name.as_deref(), seller.id_cad_int_tran.as_deref()];
    let id_cad_int_tran = names
        .into_iter()
        .flatten()
        .map(|it| latin1(it, NAME_MAX))
        .find(|it| it.chars().count() >= NAME_MIN)
        .unwrap_or_else(|| latin1(seller.id.as_str(), NAME_MAX));
    Some(InfIntermed { cnpj, id_cad_int_tran })
}

/// `WarehouseId`s that a fault names at most.
const WAREHOUSES_NAMED: usize = 20;

/// Which establishment the goods leave from, on Brazil's marketplace. A seller's only one stands
/// in for an unknown one, so that what depends on it is told too.
pub(super) fn place<'a>(
    shipment: &Shipment,
    seller: &'a Seller,
    faults: &mut Vec<Fault>,
) -> Option<&'a Establishment> {
    let fault = |code, field, found: Option<&str>| {
        let fault = Fault::new(code, Step::Draft, field);
        found.map_or(fault.clone(), |found| fault.value(found))
    };
    let warehouse = shipment.warehouse_id.as_deref();
    let found = seller.establishment(warehouse);
    if found.is_none() {
        let known: Vec<&str> = seller.warehouses().take(WAREHOUSES_NAMED).collect();
        let fault = fault(Code::WarehouseUnknown, "WarehouseId", warehouse);
        faults.push(fault.detail(format!("known: {}", known.join(", "))));
    }
    let marketplace = shipment.marketplace_id.as_deref();
    if marketplace.is_some_and(|it| it != MARKETPLACE) {
        faults.push(fault(Code::ShipmentMismatch, "MarketplaceId", marketplace));
    }
    found.or(match seller.establishments.as_slice() {
        [only] => Some(only),
        _ => None,
    })
}
