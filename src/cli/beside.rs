//! What goes on beside an open desk: the dead-letter queue is followed, and people are told of
//! what is new.

use std::sync::Arc;

use anyhow::Context;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{live, opening};
use crate::adapters::amqp::{BrokerConfig, follow};
use crate::adapters::clock::SystemClock;
use crate::adapters::mail::Mailer;
use crate::adapters::store::{Letterbox, SqliteStore};
use crate::adapters::tls::Roots;
use crate::adapters::webhook::Hook;
use crate::config::Config;
use crate::console::Shared;
use crate::console::alerts::{self, Terms};

/// Tasks by their names, to be waited for once they were told to stop.
pub(super) type Tasks = Vec<(&'static str, JoinHandle<()>)>;

/// Begins what the configuration asks for. None of it keeps the desk from being open: a broker
/// that is down is waited for.
pub(super) fn begin(
    config: &Config,
    console: Shared<SqliteStore>,
    store: &Arc<SqliteStore>,
    told: &watch::Receiver<bool>,
) -> anyhow::Result<Tasks> {
    let mut tasks: Tasks = Vec::new();
    if config.console.follow_queue {
        let broker = live::broker(config)?;
        // Two consumers want two names, to knock at different moments.
        let broker = BrokerConfig { name: format!("{} desk", broker.name), ..broker };
        let letterbox = Letterbox::new(Arc::clone(store), SystemClock);
        let told = told.clone();
        let follower = async move { follow::follow(&broker, &letterbox, told).await };
        tasks.push(("follower", tokio::spawn(follower)));
    }
    if let Some(it) = &config.console.alerts {
        let terms = Terms {
            every_s: opening::seconds(it.every),
            lang: it.lang,
            base_url: it.base_url.clone(),
        };
        if let Some(mail) = &it.mail {
            let mailer = Mailer::new(mail).context("[console.alerts]")?;
            let (console, terms) = (Arc::clone(&console), terms.clone());
            let watch = alerts::watch(console, mailer, terms, told.clone());
            tasks.push(("mail", tokio::spawn(watch)));
        }
        if let Some(webhook) = &it.webhook {
            let roots = Roots::system_and(&[])?;
            let hook = Hook::new(webhook, &roots).context("[console.alerts]")?;
            let watch = alerts::watch(console, hook, terms, told.clone());
            tasks.push(("webhook", tokio::spawn(watch)));
        }
    }
    Ok(tasks)
}

/// Waits for tasks that were told to stop.
pub(super) async fn end(tasks: Tasks) {
    for (name, task) in tasks {
        if let Err(error) = task.await {
            tracing::error!(task = name, error = %error, "a task died: a bug of ours");
        }
    }
}
