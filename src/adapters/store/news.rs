//! Who is told when something was written that somebody waits for.

use tokio::sync::{Notify, watch};

/// What one request wrote that others wait for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wrote {
    /// A letter for the outbox.
    pub(super) letter: bool,
    /// A document for the archive.
    pub(super) filing: bool,
    /// A life that has something outstanding.
    pub(super) life: bool,
}

impl Wrote {
    pub(super) fn and(self, other: Wrote) -> Wrote {
        Wrote {
            letter: self.letter || other.letter,
            filing: self.filing || other.filing,
            life: self.life || other.life,
        }
    }
}

/// Told after the commit, never before.
#[derive(Debug)]
pub(super) struct News {
    letters: Notify,
    filings: Notify,
    lives: watch::Sender<u64>,
}

impl News {
    pub(super) fn new() -> News {
        News { letters: Notify::new(), filings: Notify::new(), lives: watch::Sender::new(0) }
    }

    pub(super) fn tell(&self, wrote: Wrote) {
        if wrote.letter {
            // Kept for whoever asks next, so that nothing falls between a look and a wait.
            self.letters.notify_one();
        }
        if wrote.filing {
            self.filings.notify_one();
        }
        if wrote.life {
            self.lives.send_modify(|count| *count = count.wrapping_add(1));
        }
    }

    pub(super) async fn letter(&self) {
        self.letters.notified().await;
    }

    pub(super) async fn filing(&self) {
        self.filings.notified().await;
    }

    pub(super) fn lives(&self) -> watch::Receiver<u64> {
        self.lives.subscribe()
    }
}
