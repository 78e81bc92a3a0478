//! Inutilização: SEFAZ is told that numbers will never be used.
//!
//! The same law as everywhere: the intent and the exact bytes are on record before they leave. A
//! request without an answer stays open, and the same bytes go out when it is asked for again: to
//! SEFAZ they are the same request (563), so nothing is done twice.

mod judge;
#[cfg(test)]
mod tests;

pub use self::judge::Hindrance;
use self::judge::{hindrances, of_another, shown, verdict, words};
use super::gaps::day;
use super::{Signer, Stage, Trader};
use crate::domain::c_stat::{Action, Service, action};
use crate::domain::{Cnpj, SellerId, Timestamp, Uf};
use crate::nfe::inut::{Request, assemble, seal};
use crate::nfe::sign::SignError;
use crate::nfe::{Certificate, Element};
use crate::ports::{
    Body, Filing, FilingKind, InutRequest, InutRow, Inutilized, Ledger, NumberRow, Range, Sefaz,
    SefazError, SefazErrorKind, Settled, Store, StoreError, World,
};

/// Numbers that one request may hold (rule 201).
pub const NUMBERS_MAX: u64 = 10_000;

/// The last `nNF`: nine digits.
const LAST_NUMBER: u32 = 999_999_999;

/// The service, as closures name it.
const INUTILIZACAO: &str = "NFeInutilizacao4";

/// What a person wants.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Whose series; `None`: there is one alone that fits.
    pub seller: Option<SellerId>,
    /// Which establishment's; `None`: there is one alone that fits.
    pub cnpj: Option<Cnpj>,
    /// `serie`.
    pub serie: u16,
    /// `nNFIni`.
    pub first: u32,
    /// `nNFFin`.
    pub last: u32,
    /// `xJust`, 15 to 255 characters.
    pub why: String,
    /// Who decides, 1 to 80 characters.
    pub by: String,
}

/// What will be done, and nothing is done yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Whose certificate asks.
    pub seller: SellerId,
    /// `cUF`.
    pub uf: Uf,
    /// Which numbers.
    pub range: Range,
    /// `xJust`: of an open request its own.
    pub x_just: String,
    /// Who decides: of an open request who did.
    pub by: String,
    /// The gaps, as they stand on record.
    pub numbers: Vec<NumberRow>,
    /// The request that was begun and has no answer: its bytes go out again.
    pub open: Option<InutRow>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// SEFAZ has it.
    Registered {
        /// 102; 563 when it was there already.
        c_stat: u16,
        /// `nProt`, when it was told.
        n_prot: Option<String>,
        /// `dhRecbto`, as SEFAZ wrote it.
        dh_recbto: Option<String>,
    },
    /// SEFAZ does not take it: its numbers stay gaps.
    Refused {
        /// `cStat`.
        c_stat: u16,
        /// `xMotivo`.
        x_motivo: String,
    },
    /// Not known, or not looked at. The request stays open.
    Open {
        /// Why, in one line.
        why: String,
    },
}

/// Why it is not done.
#[derive(Debug, thiserror::Error)]
pub enum InutilizationError {
    /// No establishment of that name issues.
    #[error("no establishment fits: expected one of serie {serie}{of}, found none")]
    Nobody {
        /// Which series.
        serie: u16,
        /// Whose, when that was said.
        of: String,
    },
    /// More than one does.
    #[error("several establishments fit: {0}; say which with --seller and --cnpj")]
    Several(String),
    /// A range that goes backwards or out of bounds.
    #[error("expected numbers from 1 to {LAST_NUMBER}, the lower first, found {first} to {last}")]
    Backwards {
        /// From.
        first: u32,
        /// To.
        last: u32,
    },
    /// More numbers than SEFAZ takes at once.
    #[error("expected at most {NUMBERS_MAX} numbers in one request (rule 201), found {0}")]
    TooMany(u64),
    /// A reason that SEFAZ does not take.
    #[error("xJust: expected 15 to 255 characters, found {0}")]
    XJust(usize),
    /// No name.
    #[error("{0}")]
    Person(String),
    /// Numbers of the range that are no gaps.
    #[error("only recorded gaps are inutilised: {}", shown(.0))]
    NoGaps(Vec<Hindrance>),
    /// Another request over some of the numbers has no answer yet.
    #[error(
        "a request of {first} to {last} has no answer yet: ask for that one again first",
        first = .0.first, last = .0.last
    )]
    Open(Box<InutRow>),
    /// The certificate cannot sign today.
    #[error("the certificate is valid from {from} until {until}")]
    Certificate {
        /// First moment.
        from: Timestamp,
        /// Last moment.
        until: Timestamp,
    },
    /// Nobody signs for this establishment.
    #[error("no certificate signs for CNPJ {0}")]
    NoCertificate(Cnpj),
    /// It could not be signed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// What is on record cannot be sent.
    #[error("the store has no bytes for the request of {0}")]
    Lost(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<W: World> Stage<W>
where
    W::Store: Ledger,
{
    /// Everything that can be known before the first byte goes out. Nothing is written.
    pub async fn plan_inutilization(&self, wish: &Wish) -> Result<Planned, InutilizationError> {
        let (by, x_just) = words(wish)?;
        let (trader, cnpj, uf) = self.emitter(wish)?;
        let (seller, tp_amb) = (trader.seller.id.clone(), trader.seller.tp_amb);
        let Wish { serie, first, last, .. } = *wish;
        if first == 0 || last < first || last > LAST_NUMBER {
            return Err(InutilizationError::Backwards { first, last });
        }
        let range = Range { tp_amb, cnpj, serie, first, last };
        if range.len() > NUMBERS_MAX {
            return Err(InutilizationError::TooMany(range.len()));
        }
        let store = self.world.store();
        let open = store.open_requests(tp_amb, range.cnpj.as_str(), serie).await?;
        let open = open.into_iter().find(|it| it.first <= last && it.last >= first);
        if let Some(other) = &open
            && (other.first, other.last) != (first, last)
        {
            return Err(InutilizationError::Open(Box::new(other.clone())));
        }
        let numbers = store.numbers_of(&range).await?;
        let hindrances = hindrances(first, last, &numbers);
        if !hindrances.is_empty() {
            return Err(InutilizationError::NoGaps(hindrances));
        }
        let (x_just, by) = match &open {
            Some(open) => (open.x_just.clone(), open.by.clone()),
            None => (x_just, by),
        };
        Ok(Planned { seller, uf, range, x_just, by, numbers, open })
    }

    /// Puts the request on record, sends it, and records what SEFAZ says. What has no answer
    /// stays open: doing it again sends the same bytes.
    pub async fn inutilize(&self, planned: Planned) -> Result<Told, InutilizationError> {
        let Planned { seller, uf, range, x_just, by, open, .. } = planned;
        let store = self.world.store();
        let (id, bytes) = match open {
            Some(open) => {
                let bytes = store.body(&open.request).await?;
                let name = format!("{} to {}", range.first, range.last);
                (open.id, bytes.ok_or(InutilizationError::Lost(name))?)
            }
            None => {
                let request = self.sealed(&seller, uf, &range, x_just, by)?;
                let bytes = request.request.bytes.clone();
                (store.begin_request(request).await?, bytes)
            }
        };
        if let Some(until) = self.shut(range.cnpj.as_str(), INUTILIZACAO).await? {
            let why = format!("SEFAZ closed the service for this CNPJ until {until} (656)");
            return Ok(Told::Open { why });
        }
        tracing::info!(
            seller.id = %seller,
            nfe.cnpj = %range.cnpj,
            nfe.serie = range.serie,
            nfe.number.first = range.first,
            nfe.number.last = range.last,
            "SEFAZ is told of a gap"
        );
        let answer = match self.world.sefaz().inutilize(&seller, &range.cnpj, &bytes).await {
            Ok(answer) => answer,
            Err(error) => return Ok(Told::Open { why: unanswered(&error) }),
        };
        if let Some(why) = of_another(&answer.xml, &range) {
            return Ok(Told::Open { why });
        }
        let told = verdict(&answer);
        if action(Service::Inutilization, answer.c_stat) == Action::Abuse {
            self.shut_down(range.cnpj.as_str(), INUTILIZACAO).await?;
        }
        if let Some(settled) = self.settled(&told, &answer, &bytes, &range, uf) {
            store.settle_request(id, settled, self.now()).await?;
        }
        Ok(told)
    }

    /// Whose series it is.
    fn emitter(&self, wish: &Wish) -> Result<(&Trader, Cnpj, Uf), InutilizationError> {
        let mut found: Vec<(&Trader, Cnpj, Uf, u16)> = Vec::new();
        let named = |it: &&Trader| wish.seller.as_ref().is_none_or(|id| *id == it.seller.id);
        for trader in self.traders.values().filter(named) {
            for it in &trader.seller.establishments {
                if wish.cnpj.as_ref().is_none_or(|cnpj| *cnpj == it.emit.cnpj) {
                    found.push((trader, it.emit.cnpj.clone(), it.uf(), it.serie));
                }
            }
        }
        // A series that was given up may have gaps too: who says the CNPJ needs none configured.
        let of_serie = |it: &&(_, _, _, u16)| it.3 == wish.serie;
        let fitting: Vec<_> = match found.iter().any(|it| of_serie(&it)) {
            true => found.iter().filter(of_serie).collect(),
            false if wish.cnpj.is_some() => found.iter().take(1).collect(),
            false => Vec::new(),
        };
        match fitting.as_slice() {
            [(trader, cnpj, uf, _)] => Ok((*trader, cnpj.clone(), *uf)),
            [] => {
                let cnpj = wish.cnpj.as_ref().map(|it| format!(" of CNPJ {it}"));
                let seller = wish.seller.as_ref().map(|it| format!(" of {it}"));
                let of = cnpj.or(seller).unwrap_or_default();
                Err(InutilizationError::Nobody { serie: wish.serie, of })
            }
            several => {
                let told = several.iter().map(|it| format!("{} {}", it.0.seller.id, it.1));
                Err(InutilizationError::Several(told.collect::<Vec<_>>().join(", ")))
            }
        }
    }

    fn sealed(
        &self,
        seller: &SellerId,
        uf: Uf,
        range: &Range,
        x_just: String,
        by: String,
    ) -> Result<InutRequest, InutilizationError> {
        let now = self.now();
        let certificate = self.certificate(seller, &range.cnpj)?;
        if !certificate.is_valid_at(now) {
            let (from, until) = (certificate.not_before(), certificate.not_after());
            return Err(InutilizationError::Certificate { from, until });
        }
        let request = Request {
            tp_amb: range.tp_amb,
            uf,
            // `rem_euclid` of 100 fits, whatever the year.
            ano: u8::try_from(day(now, Some(uf)).year().rem_euclid(100)).unwrap_or_default(),
            cnpj: &range.cnpj,
            serie: range.serie,
            first: range.first,
            last: range.last,
            x_just: &x_just,
        };
        let request = Body::new(seal(&request, &certificate)?.xml);
        Ok(InutRequest { range: range.clone(), x_just, by, request, asked_at: now })
    }

    fn certificate(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
    ) -> Result<std::sync::Arc<Certificate>, InutilizationError> {
        let signer = self.traders.get(seller).and_then(|it| it.certificates.get(cnpj));
        let certificate = signer.map(Signer::certificate);
        certificate.ok_or_else(|| InutilizationError::NoCertificate(cnpj.clone()))
    }

    /// What goes on record. Only an answer that registered it (102) makes a `procInutNFe`.
    fn settled(
        &self,
        told: &Told,
        answer: &Inutilized,
        bytes: &[u8],
        range: &Range,
        uf: Uf,
    ) -> Option<Settled> {
        match told {
            Told::Registered { c_stat, n_prot, dh_recbto } => {
                let by_this = action(Service::Inutilization, *c_stat) == Action::Inutilized;
                let proc = by_this.then(|| self.filed(answer, bytes, range, uf)).flatten();
                let proc = proc.map(Box::new);
                let (n_prot, dh_recbto) = (n_prot.clone(), dh_recbto.clone());
                Some(Settled::Registered { c_stat: *c_stat, n_prot, dh_recbto, proc })
            }
            Told::Refused { c_stat, .. } => {
                let dh_recbto = answer.dh_recbto.clone();
                Some(Settled::Refused { c_stat: *c_stat, dh_recbto })
            }
            Told::Open { .. } => None,
        }
    }

    fn filed(
        &self,
        answer: &Inutilized,
        bytes: &[u8],
        range: &Range,
        uf: Uf,
    ) -> Option<(Body, Filing)> {
        let name = id_of(bytes)?;
        let proc = match assemble(bytes, &answer.xml) {
            Ok(proc) => Body::new(proc),
            Err(error) => {
                // The numbers are inutilised all the same, and the protocol is on record.
                tracing::error!(error = %error, "no procInutNFe can be made of SEFAZ's answer");
                return None;
            }
        };
        let today = day(self.now(), Some(uf));
        let filing = Filing {
            kind: FilingKind::Inutilization,
            cnpj: range.cnpj.to_string(),
            year_month: (today.year(), today.month()),
            name,
            digest: proc.digest.clone(),
        };
        Some((proc, filing))
    }
}

/// `Id` of a signed request.
fn id_of(inut_nfe: &[u8]) -> Option<String> {
    let element = Element::parse(inut_nfe).ok()?;
    element.child("infInut")?.attribute("Id").map(str::to_owned)
}

fn unanswered(error: &SefazError) -> String {
    match error.kind {
        SefazErrorKind::Unreachable => format!("SEFAZ was not reached, nothing was sent: {error}"),
        SefazErrorKind::NoAnswer => format!("whether SEFAZ took it is not known: {error}"),
        SefazErrorKind::Misconfigured => format!("our own side must be mended: {error}"),
    }
}
