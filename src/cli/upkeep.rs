//! What `work` looks after beside the invoices: certificates that are renewed on disk, figures for
//! monitoring, and once a day the deadlines that nothing else would tell of.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::civil::Date;
use tokio::sync::watch;

use super::{live, opening};
use crate::adapters::live::Live;
use crate::adapters::metrics::{self, Figures};
use crate::adapters::store::Tally;
use crate::adapters::tls::Identity;
use crate::config::{Certificate as SealedCertificate, Config};
use crate::domain::codes::TpAmb;
use crate::domain::{Cnpj, SellerId, Timestamp};
use crate::nfe::Certificate;
use crate::ports::{Cases as _, Clock as _, NumberRow, StoreError, World as _};
use crate::stage::{Stage, Trader, Urgency, day, ranges};

/// Between two looks.
const ROUND: Duration = Duration::from_secs(60);

/// Between two signs of life.
const BEAT: Duration = Duration::from_secs(15);

/// From so many days before its end, somebody must act now: a new one takes days.
const DAYS_URGENT: i64 = 5;

/// The sellers, as the stage has them.
type Traders = BTreeMap<SellerId, Trader>;

/// Looks once a minute until told to stop.
pub(super) async fn keep(
    stage: Arc<Stage<Live>>,
    config: Config,
    mut shutdown: watch::Receiver<bool>,
) {
    let mut upkeep = Upkeep::new(config);
    while !*shutdown.borrow() {
        if let Err(error) = upkeep.round(&stage).await {
            tracing::warn!(error = %error, "the store could not be counted");
        }
        tokio::select! {
            () = tokio::time::sleep(ROUND) => {}
            _ = shutdown.changed() => {}
        }
    }
}

/// Tells the desk that the worker is there, until told to stop.
pub(super) async fn beat(stage: Arc<Stage<Live>>, hands: u16, mut shutdown: watch::Receiver<bool>) {
    let (store, clock) = (stage.world().store(), stage.world().clock());
    let started = clock.now();
    while !*shutdown.borrow() {
        let detail = format!("{}, {hands} hands", env!("CARGO_PKG_VERSION"));
        if let Err(error) = store.beat("work", started, clock.now(), detail).await {
            tracing::warn!(error = %error, "the store takes no sign of life");
        }
        tokio::select! {
            () = tokio::time::sleep(BEAT) => {}
            _ = shutdown.changed() => {}
        }
    }
}

/// What is remembered from one look to the next.
struct Upkeep {
    config: Config,
    files: Vec<Watched>,
    /// The day that the daily words were said on.
    told: Option<Date>,
}

impl Upkeep {
    fn new(config: Config) -> Upkeep {
        let files = watched(&config);
        Upkeep { config, files, told: None }
    }

    async fn round(&mut self, stage: &Stage<Live>) -> Result<(), StoreError> {
        let now = stage.world().clock().now();
        self.renew(stage, now);
        let today = day(now, None);
        let store = stage.world().store();
        let is_new_day = self.told != Some(today);
        if !is_new_day && self.config.metrics_file.is_none() {
            return Ok(());
        }
        let gaps = store.gaps().await?;
        if is_new_day {
            tell_certificates(stage.traders(), now);
            tell_gaps(&self.config, &gaps, now);
            self.told = Some(today);
        }
        if let Some(file) = &self.config.metrics_file {
            let tally = store.tally().await?;
            let figures = figures(&self.config, stage.traders(), &tally, &gaps);
            if let Err(error) = metrics::write(file, &metrics::text(&figures)) {
                tracing::warn!(error = %error, file = %file.display(), "no figures are written");
            }
        }
        Ok(())
    }

    fn renew(&mut self, stage: &Stage<Live>, now: Timestamp) {
        let sefaz = stage.world().sefaz();
        let tls = |seller: &SellerId, cnpj: &Cnpj, identity: Identity| {
            sefaz.renew(seller, cnpj, identity).map_err(|error| error.to_string())
        };
        for file in &mut self.files {
            file.look(stage.traders(), now, &tls);
        }
    }
}

/// When a file was written, and how long it is: as far as it shows without being read.
type Stamp = Vec<Option<(SystemTime, u64)>>;

/// A certificate's file, and those who sign with it.
struct Watched {
    sealed: SealedCertificate,
    users: Vec<(SellerId, Cnpj)>,
    /// Of the file that the certificate in use came from.
    stamp: Stamp,
    /// Of the changed file that was last said not to be fit.
    told: Option<Stamp>,
}

/// Every certificate file of the configuration once, as it stands now.
fn watched(config: &Config) -> Vec<Watched> {
    let mut files: Vec<Watched> = Vec::new();
    for it in &config.sellers {
        for (establishment, ours) in it.seller.establishments.iter().zip(&it.establishments) {
            let user = (it.seller.id.clone(), establishment.emit.cnpj.clone());
            let sealed = &ours.certificate;
            match files.iter_mut().find(|file| file.sealed.file == sealed.file) {
                Some(file) if file.users.contains(&user) => {}
                Some(file) => file.users.push(user),
                None => files.push(Watched {
                    sealed: sealed.clone(),
                    users: vec![user],
                    stamp: stamp(sealed),
                    told: None,
                }),
            }
        }
    }
    files
}

fn stamp(sealed: &SealedCertificate) -> Stamp {
    let files = std::iter::once(&sealed.file).chain(&sealed.password_file);
    let stamp = |file| {
        let metadata = std::fs::metadata(file).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    files.map(stamp).collect()
}

/// Gives TLS a new certificate, or says why not.
type Tls<'a> = dyn Fn(&SellerId, &Cnpj, Identity) -> Result<(), String> + 'a;

impl Watched {
    /// Takes a changed file into use. One that does not fit all of its users fits none: the
    /// certificate in use stays, it is told once, and tried again at each look. What does not fit
    /// now may fit later: a certificate that is put in place before its first day, a server that
    /// does not answer.
    fn look(&mut self, traders: &Traders, now: Timestamp, tls: &Tls<'_>) {
        let stamp = stamp(&self.sealed);
        if stamp == self.stamp {
            return;
        }
        let file = self.sealed.file.display().to_string();
        match self.renewed(traders, now, tls) {
            Ok(None) => tracing::debug!(file, "the certificate file holds the one in use"),
            Ok(Some(new)) => tracing::info!(
                file,
                certificate.not_after = %new.not_after(),
                "a renewed certificate signs from now on"
            ),
            Err(why) => {
                if self.told.as_ref() != Some(&stamp) {
                    tracing::error!(
                        file,
                        why,
                        "the certificate file changed and cannot be used yet: the one before it stays"
                    );
                }
                self.told = Some(stamp);
                return;
            }
        }
        self.stamp = stamp;
    }

    fn renewed(
        &self,
        traders: &Traders,
        now: Timestamp,
        tls: &Tls<'_>,
    ) -> Result<Option<Arc<Certificate>>, String> {
        let sealed = self.sealed.reread().map_err(|error| error.to_string())?;
        let new = opening::opened(&sealed).map_err(|error| error.to_string())?;
        let mut signers = Vec::new();
        for (seller, cnpj) in &self.users {
            let signer = traders.get(seller).and_then(|it| it.certificates.get(cnpj));
            let Some(signer) = signer else { continue };
            if signer.fits(cnpj, &new, now).map_err(|error| error.to_string())? {
                signers.push((seller, cnpj, signer));
            }
        }
        if signers.is_empty() {
            return Ok(None);
        }
        // TLS first: it is the pickier of the two. All of them or none: what one of them does not
        // take is taken back from those before it.
        for (n, (seller, cnpj, _)) in signers.iter().enumerate() {
            let Err(why) = tls(seller, cnpj, live::identity(&new)) else { continue };
            for (seller, cnpj, signer) in signers.iter().take(n) {
                let kept = live::identity(&signer.certificate());
                tls(seller, cnpj, kept).map_err(|again| format!("{why}; taken back: {again}"))?;
            }
            return Err(why);
        }
        for (_, _, signer) in signers {
            signer.renew(Arc::clone(&new));
        }
        Ok(Some(new))
    }
}

/// How a certificate's end is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Far,
    Near,
    Urgent,
}

fn end(not_after: Timestamp, now: Timestamp) -> (End, i64) {
    let days = opening::days_left(not_after, now);
    let end = if days <= DAYS_URGENT {
        End::Urgent
    } else if days <= opening::RENEWAL_DAYS {
        End::Near
    } else {
        End::Far
    };
    (end, days)
}

fn tell_certificates(traders: &Traders, now: Timestamp) {
    for (seller, trader) in traders {
        for (cnpj, signer) in &trader.certificates {
            let until = signer.certificate().not_after();
            let (end, days) = end(until, now);
            let cnpj = cnpj.as_str();
            match end {
                End::Far => {}
                End::Near => tracing::warn!(
                    seller.id = %seller, nfe.cnpj = cnpj, certificate.not_after = %until, days,
                    "the certificate must be renewed: nothing can be issued after its last day"
                ),
                End::Urgent => tracing::error!(
                    seller.id = %seller, nfe.cnpj = cnpj, certificate.not_after = %until, days,
                    "the certificate ends within days or has ended: renew it now"
                ),
            }
        }
    }
}

/// Gaps of production whose deadline is near or over.
fn tell_gaps(config: &Config, gaps: &[NumberRow], now: Timestamp) {
    for it in ranges(gaps, |cnpj| opening::uf_of(config, cnpj)) {
        let urgency = it.urgency(day(now, opening::uf_of(config, &it.cnpj)));
        let words = match urgency {
            _ if it.tp_amb != TpAmb::Producao.code() => continue,
            Urgency::Later => continue,
            Urgency::Soon => "SEFAZ must be told of a gap within days (numbers inutilize)",
            Urgency::Overdue => "SEFAZ should have been told of a gap (numbers inutilize)",
        };
        tracing::warn!(
            nfe.cnpj = it.cnpj,
            nfe.serie = it.serie,
            nfe.number.first = it.first,
            nfe.number.last = it.last,
            gaps = it.count(),
            deadline = %it.deadline,
            "{words}"
        );
    }
}

/// A configured series without gaps has none: it is told as 0, so that an alarm sees it end.
fn figures(config: &Config, traders: &Traders, tally: &Tally, gaps: &[NumberRow]) -> Figures {
    let (unsent, unfiled) = (tally.unsent, tally.archive.unfiled);
    let mut figures = Figures { unsent, unfiled, ..Figures::default() };
    for (seller, trader) in traders {
        for (cnpj, signer) in &trader.certificates {
            let key = (seller.to_string(), cnpj.to_string());
            figures.certificates.insert(key, signer.certificate().not_after());
        }
    }
    for it in &tally.lives {
        *figures.lives.entry(it.state.clone()).or_default() += it.lives;
        if let Some(code) = it.fault.as_ref().filter(|_| it.state == "held") {
            *figures.held.entry(code.clone()).or_default() += it.lives;
        }
    }
    for it in &config.sellers {
        for establishment in &it.seller.establishments {
            let cnpj = establishment.emit.cnpj.to_string();
            let environment = opening::environment(it.seller.tp_amb.code());
            figures.gaps.insert((environment, cnpj, establishment.serie), 0);
        }
    }
    for it in gaps {
        let key = (opening::environment(it.tp_amb), it.cnpj.clone(), it.serie);
        *figures.gaps.entry(key).or_default() += 1;
    }
    figures
}

#[cfg(test)]
#[path = "upkeep_tests.rs"]
mod tests;
