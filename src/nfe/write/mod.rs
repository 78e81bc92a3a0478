//! An invoice and its number become `infNFe`, in its canonical form.
//!
//! One file per group of the layout (leiaute 4.00, PL_010f), in the order of the schema. Nothing
//! is computed here: what the invoice says is put down, and what never varies in this sale is
//! added. Nothing is made fit either: texts come as `TString` from whoever drafted the invoice,
//! with the names that homologação asks for, and [`check`](super::check::check) disputes the rest.

mod aut_xml;
mod dest;
mod det;
mod emit;
mod ender;
mod ide;
mod imposto;
mod inf_adic;
mod inf_intermed;
mod inf_resp_tec;
mod pag;
mod retirada;
mod tax_id;
#[cfg(test)]
mod tests;
mod total;
mod transp;
pub(crate) mod xml;

use std::fmt;

use crate::domain::AccessKey;
use crate::domain::access_key::KeyParts;
use crate::domain::invoice::{Invoice, Numbering};

use super::NAMESPACE;
use xml::Xml;

/// `mod`: NF-e.
const MOD: u8 = 55;
/// What most notes stay within, in bytes: without their items, and each item of them.
const ROOM: usize = 4096;
const ROOM_ITEM: usize = 2048;

/// `infNFe` as C14N has it, not signed yet. `Debug` shows its key only.
#[derive(Clone, PartialEq, Eq)]
pub struct Unsigned {
    /// What names it.
    pub key: AccessKey,
    /// `<infNFe xmlns="…" Id="NFe…" versao="4.00">…</infNFe>`: exactly the bytes that the digest
    /// is taken of. No white space between tags (588), no prefix (404), no empty element (225).
    pub xml: Vec<u8>,
}

impl fmt::Debug for Unsigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unsigned({}, {} bytes)", self.key, self.xml.len())
    }
}

/// Writes the invoice under its number. The same input gives the same bytes, for ever.
pub fn write(invoice: &Invoice, numbering: &Numbering) -> Unsigned {
    let key = AccessKey::compose(&KeyParts {
        uf: invoice.emit.ender.uf,
        year_month: numbering.dh_emi.year_month(),
        cnpj: &invoice.emit.cnpj,
        model: MOD,
        serie: numbering.serie,
        number: numbering.n_nf,
        tp_emis: invoice.emission.tp_emis(),
        code: numbering.c_nf,
    });
    let id = format!("NFe{key}");
    let mut xml = Xml::with_room(ROOM + invoice.det.len() * ROOM_ITEM);
    // C14N's order: the namespace, then attributes by name.
    let attributes = [("xmlns", NAMESPACE), ("Id", id.as_str()), ("versao", "4.00")];
    xml.group_with("infNFe", &attributes, |xml| {
        ide::write(xml, invoice, numbering, &key);
        emit::write(xml, &invoice.emit);
        dest::write(xml, &invoice.dest);
        if let Some(retirada) = &invoice.retirada {
            retirada::write(xml, retirada);
        }
        aut_xml::write(xml, &invoice.aut_xml);
        det::write(xml, invoice);
        total::write(xml, &invoice.total);
        transp::write(xml, invoice.mod_frete);
        pag::write(xml, &invoice.det_pag);
        inf_intermed::write(xml, &invoice.inf_intermed);
        inf_adic::write(xml, &invoice.inf_cpl, &invoice.obs_cont);
        if let Some(inf_resp_tec) = &invoice.inf_resp_tec {
            inf_resp_tec::write(xml, inf_resp_tec, &key);
        }
    });
    Unsigned { key, xml: xml.into_bytes() }
}
