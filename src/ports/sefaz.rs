//! What we ask of SEFAZ (MOC 7.0; layout 4.00).

use crate::domain::{AccessKey, Cnpj, SellerId, Uf};

/// The state's tax authority. Each call names the seller, whose certificate is the login.
///
/// A note is sent to the server that its key names: `tpEmis` 6 and 7 are the contingency's.
pub trait Sefaz: Send + Sync {
    /// NFeAutorizacao4, one note, synchronous.
    fn authorize(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        nfe: &[u8],
    ) -> impl Future<Output = Result<SefazAnswer, SefazError>> + Send;

    /// NFeRetAutorizacao4: what became of a lot that was answered with a receipt (103).
    fn receipt(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        n_rec: &str,
    ) -> impl Future<Output = Result<SefazAnswer, SefazError>> + Send;

    /// NFeConsultaProtocolo4 of the server on this route.
    fn consult(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        route: Route,
    ) -> impl Future<Output = Result<SefazAnswer, SefazError>> + Send;

    /// NFeRecepcaoEvento4: one signed `evento` of this note.
    fn register(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        evento: &[u8],
    ) -> impl Future<Output = Result<EventAnswer, SefazError>> + Send;

    /// NFeInutilizacao4: a signed `inutNFe` of this establishment.
    fn inutilize(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
        inut_nfe: &[u8],
    ) -> impl Future<Output = Result<Inutilized, SefazError>> + Send;

    /// NFeStatusServico4 of the server on this route, for this establishment.
    fn status(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
        route: Route,
    ) -> impl Future<Output = Result<SefazAnswer, SefazError>> + Send;

    /// CadConsultaCadastro4: a company's registrations in this state.
    fn registration(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
        uf: Uf,
        company: &Cnpj,
    ) -> impl Future<Output = Result<Registration, SefazError>> + Send;
}

/// Which of an establishment's servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Route {
    /// The state's own authorizer.
    Home,
    /// SVC-AN or SVC-RS, by state.
    Contingency,
}

impl Route {
    /// Where a note with this key is authorised.
    pub fn of(key: &AccessKey) -> Route {
        match key.tp_emis() {
            6 | 7 => Route::Contingency,
            _ => Route::Home,
        }
    }
}

/// What SEFAZ answered: of the note when it says something of the note, else of the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SefazAnswer {
    /// `cStat`.
    pub c_stat: u16,
    /// `xMotivo`, verbatim.
    pub x_motivo: String,
    /// The protocol, when there is one.
    pub protocol: Option<Protocol>,
    /// The receipt of a lot that will be looked at later (103).
    pub receipt: Option<Receipt>,
    /// The events of the note that a consulta tells of (`procEventoNFe`), as they stand there.
    pub registered: Vec<Registered>,
}

/// `infRec`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// `nRec`, 15 digits.
    pub n_rec: String,
    /// `tMed`: seconds after which SEFAZ expects to be done.
    pub t_med_s: u32,
}

/// `protNFe`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol {
    /// `chNFe`.
    pub ch_nfe: AccessKey,
    /// `nProt`: absent in a rejection.
    pub n_prot: Option<String>,
    /// `digVal`.
    pub dig_val: Option<String>,
    /// `cStat` of the note.
    pub c_stat: u16,
    /// `xMotivo` of the note.
    pub x_motivo: String,
    /// `dhRecbto`, as SEFAZ wrote it.
    pub dh_recbto: String,
    /// `cMsg` and `xMsg`: what SEFAZ wants known about a note that it took, at most five
    /// (PL_010e, *autorização com alerta*).
    pub messages: Vec<(String, String)>,
    /// The element, verbatim.
    pub xml: Vec<u8>,
}

/// The answer to an event: of the event where it was looked at (128), else of the lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventAnswer {
    /// `cStat` of the event, or of the lot where there is none.
    pub c_stat: u16,
    /// `xMotivo` beside it.
    pub x_motivo: String,
    /// `retEvento`, when there is one.
    pub registered: Option<Registered>,
}

/// An event as SEFAZ has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// `chNFe`, when SEFAZ names it.
    pub ch_nfe: Option<AccessKey>,
    /// `tpEvento`.
    pub tp_evento: u32,
    /// `nSeqEvento`.
    pub n_seq: u8,
    /// `cStat` of the event: 135, 136, 155, or why it was refused.
    pub c_stat: u16,
    /// `xMotivo` of the event.
    pub x_motivo: String,
    /// `nProt` of the event.
    pub n_prot: Option<String>,
    /// `dhRegEvento`, as SEFAZ wrote it.
    pub dh_reg_evento: String,
    /// `retEvento`, verbatim; in a consulta the whole `procEventoNFe`, verbatim.
    pub xml: Vec<u8>,
}

/// `retInutNFe`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inutilized {
    /// `cStat`: 102, or why not.
    pub c_stat: u16,
    /// `xMotivo`.
    pub x_motivo: String,
    /// `nProt`.
    pub n_prot: Option<String>,
    /// `dhRecbto`, as SEFAZ wrote it.
    pub dh_recbto: Option<String>,
    /// The element, verbatim.
    pub xml: Vec<u8>,
}

/// `retConsCad`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// `cStat`: 111 or 112 when there is something.
    pub c_stat: u16,
    /// `xMotivo`.
    pub x_motivo: String,
    /// `infCad`: (`IE`, whether `cSit` is 1, *habilitado*).
    pub entries: Vec<(String, bool)>,
}

/// Why SEFAZ did not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {message}")]
pub struct SefazError {
    /// What it means for us.
    pub kind: SefazErrorKind,
    /// What the connection said, without personal data and secrets.
    pub message: String,
}

/// What it means for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SefazErrorKind {
    /// No connection, or TLS refused before anything was sent.
    #[error("unreachable")]
    Unreachable,
    /// Sent, and no answer, a 5xx, or garbage: the note's state is unknown.
    #[error("no answer")]
    NoAnswer,
    /// Our own side: no endpoint, certificate unfit. An operator must act.
    #[error("misconfigured")]
    Misconfigured,
}
