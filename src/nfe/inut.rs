//! `inutNFe`: numbers that no note will ever have, told to SEFAZ (NFeInutilizacao4, layout 4.00;
//! the `Id`'s pattern of NT 2025.001: letters in the CNPJ).

use std::fmt;

use super::proc::ProcError;
use super::sign::{SignError, signature};
use super::write::xml::Xml;
use super::{Certificate, NAMESPACE};
use crate::domain::codes::TpAmb;
use crate::domain::{Cnpj, Uf};

/// What is asked of SEFAZ: that this range will never be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// `tpAmb`.
    pub tp_amb: TpAmb,
    /// `cUF`, of the emitter.
    pub uf: Uf,
    /// `ano`: the last two digits of the year in which it is asked.
    pub ano: u8,
    /// `CNPJ` of the emitter.
    pub cnpj: &'a Cnpj,
    /// `serie`, 0 to 999.
    pub serie: u16,
    /// `nNFIni`, 1 to 999999999.
    pub first: u32,
    /// `nNFFin`, from `first` on.
    pub last: u32,
    /// `xJust`, 15 to 255 characters.
    pub x_just: &'a str,
}

/// A signed `inutNFe`: these bytes never change again.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedInut {
    /// `Id`: 43 characters.
    pub id: String,
    /// `<inutNFe …>…</inutNFe>` with its signature, without a declaration.
    pub xml: Vec<u8>,
}

/// The reason is a person's own words: it does not print.
impl fmt::Debug for SealedInut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedInut({}, {} bytes)", self.id, self.xml.len())
    }
}

/// `mod`: NF-e.
const MOD: u8 = 55;

impl Request<'_> {
    /// `Id`: `ID`, `cUF`, `ano`, `CNPJ`, `mod`, `serie`, `nNFIni` and `nNFFin`. Not the reason: two
    /// requests of one range in one year are the same to SEFAZ (563).
    pub fn id(&self) -> String {
        let Request { uf, ano, cnpj, serie, first, last, .. } = self;
        format!("ID{:02}{ano:02}{cnpj}{MOD:02}{serie:03}{first:09}{last:09}", uf.code())
    }
}

/// Writes and signs a request. The same request and certificate give the same bytes.
pub fn seal(request: &Request<'_>, certificate: &Certificate) -> Result<SealedInut, SignError> {
    let Request { tp_amb, uf, ano, cnpj, serie, first, last, x_just } = request;
    let id = request.id();
    let mut xml = Xml::default();
    xml.group_with("infInut", &[("xmlns", NAMESPACE), ("Id", &id)], |xml| {
        xml.field("tpAmb", tp_amb.code());
        xml.field("xServ", "INUTILIZAR");
        xml.field("cUF", uf.code());
        xml.field("ano", format_args!("{ano:02}"));
        xml.field("CNPJ", cnpj);
        xml.field("mod", MOD);
        xml.field("serie", serie);
        xml.field("nNFIni", first);
        xml.field("nNFFin", last);
        xml.field("xJust", x_just);
    });
    let canonical = xml.into_bytes();
    let declared = format!("<infInut xmlns=\"{NAMESPACE}\"");
    let rest = canonical.strip_prefix(declared.as_bytes()).ok_or(SignError::NotCanonical)?;
    let signature = signature(&id, &canonical, certificate)?;
    let head = format!("<inutNFe xmlns=\"{NAMESPACE}\" versao=\"4.00\"><infInut");
    let xml = [head.as_bytes(), rest, signature.xml.as_bytes(), b"</inutNFe>"].concat();
    Ok(SealedInut { id, xml })
}

/// `ProcInutNFe`, as the schema writes its root: the request as it was sent, and SEFAZ's
/// `retInutNFe`.
pub fn assemble(inut_nfe: &[u8], ret_inut_nfe: &[u8]) -> Result<Vec<u8>, ProcError> {
    super::proc::join("ProcInutNFe", "4.00", inut_nfe, ret_inut_nfe, "retInutNFe")
}
