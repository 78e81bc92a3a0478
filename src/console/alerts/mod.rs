//! Alerts: one message that lists all news, never one per case.
//!
//! Once a minute the desk looks; what is new is told by each messenger, at most once in the time
//! that the configuration gives, and remembered in the store once the messenger has taken it. A
//! messenger that fails is tried again after that time, and never keeps the desk waiting.

mod digest;
mod letter;

use std::time::Duration;

use tokio::sync::watch;

pub use digest::{Deadlines, Digest, GapsEnd, News, digest};

use super::{Shared, page, show};
use crate::domain::Timestamp;
use crate::ports::{DeskStore, Messenger, StoreError, Told};
use crate::stage::{Urgency, later, ranges};
use crate::words::Lang;

/// Between two looks.
const ROUND: Duration = Duration::from_secs(60);

/// No messenger may take longer, whatever it promises.
const SEND_MAX: Duration = Duration::from_secs(90);

/// How people are told.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Not more than one message in so many seconds.
    pub every_s: i64,
    /// In which language.
    pub lang: Lang,
    /// What links begin with.
    pub base_url: Option<String>,
}

/// Looks and tells until told to stop.
pub async fn watch<S: DeskStore>(
    console: Shared<S>,
    messenger: impl Messenger,
    terms: Terms,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        tokio::select! {
            told = round(&console, &messenger, &terms) => if let Err(error) = told {
                tracing::error!(%error, channel = messenger.channel(), "no alerts: the store failed");
            },
            () = stopped(&mut stop) => return,
        }
        tokio::select! {
            () = tokio::time::sleep(ROUND) => {}
            () = stopped(&mut stop) => return,
        }
    }
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error means that nobody is left to say it: that is a stop too.
    let _ended = stop.wait_for(|it| *it).await.is_err();
}

/// One look: whether a message went out.
pub async fn round<S: DeskStore>(
    console: &Shared<S>,
    messenger: &impl Messenger,
    terms: &Terms,
) -> Result<bool, StoreError> {
    let (store, channel, now) = (console.store(), messenger.channel(), console.now());
    let Some(found) = look(console, now, &store.told(channel).await?).await? else {
        return Ok(false);
    };
    if found.news.is_empty() {
        store.tell(channel, Vec::new(), found.over, now).await?;
        return Ok(false);
    }
    if !store.take_turn(channel, later(now, -terms.every_s), now).await? {
        return Ok(false);
    }
    // Another desk may have told it before the turn was ours.
    let Some(found) = look(console, now, &store.told(channel).await?).await? else {
        return Ok(false);
    };
    let message = letter::write(&found, now, terms.lang, terms.base_url.as_deref());
    let sent = match tokio::time::timeout(SEND_MAX, messenger.send(&message)).await {
        Ok(sent) => sent.map_err(|error| error.to_string()),
        Err(_) => Err(format!("{channel}: no end within {SEND_MAX:?}")),
    };
    match sent {
        Ok(()) => {
            tracing::info!(channel, news = found.news.len(), "people are told of what is new");
            store.tell(channel, found.told, found.over, now).await?;
            Ok(true)
        }
        Err(error) => {
            tracing::error!(channel, error, "an alert was not sent: it is tried again");
            Ok(false)
        }
    }
}

async fn look<S: DeskStore>(
    console: &Shared<S>,
    now: Timestamp,
    told: &[Told],
) -> Result<Option<Digest>, StoreError> {
    let store = console.store();
    let (causes, pulse) = (store.causes(now).await?, store.pulse(now).await?);
    let mut deadlines = Deadlines::default();
    for cause in &causes {
        let ends = page::ends(console, cause).await;
        let ends = ends.map_err(|_| StoreError::Failed("deadlines of cases".to_owned()))?;
        deadlines.cancel.extend(ends.map(|it| (cause.clone(), it.plain)));
    }
    let gaps = ranges(&store.untold_gaps().await?, |it| console.stage.uf_of(it));
    for it in gaps {
        let is_over = match it.urgency(show::today(now)) {
            Urgency::Later => continue,
            Urgency::Soon => false,
            Urgency::Overdue => true,
        };
        let range = (it.first, it.last);
        let (cnpj, serie, until) = (it.cnpj, it.serie, it.deadline);
        deadlines.gaps.push(GapsEnd { cnpj, serie, range, until, is_over });
    }
    let certificates = console.stage.certificates();
    Ok(digest(now, &causes, &pulse, &certificates, &deadlines, told))
}
