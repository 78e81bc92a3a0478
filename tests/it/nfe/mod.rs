//! Laws of the NF-e: whatever is sold, what is written is valid, is what was signed, and says
//! what the invoice says.

mod certificates;
mod differential;
mod inut;
pub(crate) mod invoices;
mod laws;
mod mutations;
mod proc;
mod read_back;
mod rejections;
pub(crate) mod values;

use std::path::PathBuf;
use std::sync::OnceLock;

use fba_nfe::domain::codes::Crt;
use fba_nfe::domain::invoice::{Invoice, Numbering};
use fba_nfe::nfe::{Certificate, Sealed, sign, write};

/// Bytes of a file in `samples/certificates/`.
pub(crate) fn pfx(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/certificates");
    std::fs::read(folder.join(name)).unwrap()
}

/// The test certificate of the seller of that regime.
pub(crate) fn certificate(crt: Crt) -> &'static Certificate {
    static SIMPLES: OnceLock<Certificate> = OnceLock::new();
    static NORMAL: OnceLock<Certificate> = OnceLock::new();
    let (cell, name) = match crt.uses_csosn() {
        true => (&SIMPLES, "simples.pfx"),
        false => (&NORMAL, "normal.pfx"),
    };
    cell.get_or_init(|| Certificate::open(&pfx(name), "1234").unwrap())
}

/// Written and signed.
pub(crate) fn sealed((invoice, numbering): &(Invoice, Numbering)) -> Sealed {
    sign(&write(invoice, numbering), certificate(invoice.emit.crt)).unwrap()
}
