//! What a person may do with an event that could not be read: end it, or have it read again by a
//! newer program.

use anyhow::{Context, bail};

use crate::adapters::store::{DeliveryAct, DeliveryAction, SqliteStore};
use crate::domain::Digest;
use crate::ports::{Clock, Store, World};
use crate::stage::{Stage, Verb, signed};

/// Does it, once; says what the event is then.
pub(super) async fn act<W>(
    desk: &Stage<W>,
    digest: &Digest,
    verb: Verb,
    by: String,
    why: String,
) -> anyhow::Result<&'static str>
where
    W: World<Store = SqliteStore>,
{
    let (by, why) = signed(&by, &why)?;
    let store = desk.world().store();
    let (action, change) = match verb {
        Verb::Discard => (DeliveryAction::Discarded, None),
        Verb::Resume => {
            let body = store.body(digest).await?.context("the event's bytes were purged")?;
            let change = desk
                .reread(body)
                .await?
                .with_context(|| format!("{digest}: still cannot be read; nothing was changed"))?;
            (DeliveryAction::Resumed, change)
        }
        Verb::Correct { .. } => bail!("an event is Amazon's word: it is never edited"),
        Verb::Cancel { .. } | Verb::Letter { .. } => {
            bail!("an event has no note: name its shipment")
        }
    };
    let at = desk.world().clock().now();
    let act = DeliveryAct { digest: digest.clone(), action, by, why, at, change };
    store.act_on_delivery(act).await.context("somebody acted on it before: look again")?;
    Ok(action.as_str())
}
