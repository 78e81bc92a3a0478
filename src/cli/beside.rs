//! What goes on beside an open desk: the dead-letter queue is followed.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::live;
use crate::adapters::amqp::{BrokerConfig, follow};
use crate::adapters::clock::SystemClock;
use crate::adapters::store::{Letterbox, SqliteStore};
use crate::config::Config;

/// Tasks by their names, to be waited for once they were told to stop.
pub(super) type Tasks = Vec<(&'static str, JoinHandle<()>)>;

/// Begins what the configuration asks for. None of it keeps the desk from being open: a broker
/// that is down is waited for.
pub(super) fn begin(
    config: &Config,
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
