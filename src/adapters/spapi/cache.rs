//! One token, kept until shortly before it ends; many who ask, one who fetches.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::SignedDuration;
use secrecy::SecretString;
use tokio::sync::Mutex;

use super::wire::Granted;
use crate::domain::Timestamp;
use crate::ports::{AmazonError, AmazonErrorKind, Clock};

/// A token is renewed this long before its end, or a tenth of its life, whichever is shorter.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);
/// When a renewal ahead of time fails, the old token serves on, and the next try is this later.
const RENEW_AGAIN: SignedDuration = SignedDuration::from_secs(30);
/// No token of Amazon's lives longer than an hour; a day bounds what an answer may claim.
const SECONDS_MAX: i64 = 24 * 60 * 60;

/// A token in use.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) text: SecretString,
    /// Which one it is, so that only that one is thrown away when Amazon refuses it.
    pub(super) serial: u64,
    /// The serial of the token that it was made with, if any.
    pub(super) parent: u64,
    fetched_at: Timestamp,
    renew_at: Timestamp,
    ends_at: Timestamp,
}

impl Token {
    fn new(granted: Granted, parent: u64, serial: u64, now: Timestamp) -> Token {
        let life = SignedDuration::from_secs(granted.seconds.clamp(0, SECONDS_MAX));
        let ends_at = now.checked_add(life).unwrap_or(now);
        let margin = MARGIN.min(life.checked_div(10).unwrap_or(MARGIN));
        let renew_at = ends_at.checked_sub(margin).unwrap_or(now);
        Token { text: granted.token, serial, parent, fetched_at: now, renew_at, ends_at }
    }

    /// A clock that was set back makes every token worthless: it is fetched anew.
    fn is_fresh(&self, now: Timestamp) -> bool {
        self.fetched_at <= now && now < self.renew_at
    }

    fn is_alive(&self, now: Timestamp) -> bool {
        self.fetched_at <= now && now < self.ends_at
    }
}

/// The place of one token.
#[derive(Default)]
pub(super) struct TokenCell {
    slot: Mutex<Slot>,
    fetches: AtomicU64,
}

#[derive(Default)]
struct Slot {
    token: Option<Arc<Token>>,
    serial: u64,
    failed: Option<AmazonError>,
}

impl TokenCell {
    /// The token, fetched if there is none that is fresh. `worn` is the serial of one that Amazon
    /// refused: neither it nor an older one is given again. `fetch` gives the token and its
    /// parent's serial.
    pub(super) async fn get<F>(
        &self,
        clock: &dyn Clock,
        worn: Option<u64>,
        fetch: F,
    ) -> Result<Arc<Token>, AmazonError>
    where
        F: AsyncFnOnce() -> Result<(Granted, u64), AmazonError>,
    {
        let seen = self.fetches.load(Ordering::Acquire);
        let mut slot = self.slot.lock().await;
        if let Some(token) = &slot.token
            && worn.is_some_and(|worn| token.serial <= worn)
        {
            slot.token = None;
        }
        let now = clock.now();
        if let Some(token) = slot.token.as_ref().filter(|it| it.is_fresh(now)) {
            return Ok(Arc::clone(token));
        }
        // Somebody fetched while we stood in line, and failed: that is our answer too. Else each
        // of many would ask in turn, and wait in turn.
        if self.fetches.load(Ordering::Acquire) != seen
            && let Some(error) = &slot.failed
        {
            return Err(error.clone());
        }
        let fetched = fetch().await;
        self.fetches.fetch_add(1, Ordering::Release);
        match fetched {
            Ok((granted, parent)) => {
                slot.serial += 1;
                let token = Arc::new(Token::new(granted, parent, slot.serial, now));
                slot.token = Some(Arc::clone(&token));
                slot.failed = None;
                Ok(token)
            }
            Err(error) => match slot.token.take().filter(|it| it.is_alive(now)) {
                Some(old) if error.kind != AmazonErrorKind::Denied => {
                    let later = now.checked_add(RENEW_AGAIN).unwrap_or(now).min(old.ends_at);
                    let old = Arc::new(Token { renew_at: later, ..Token::clone(&old) });
                    slot.token = Some(Arc::clone(&old));
                    Ok(old)
                }
                Some(_) | None => {
                    slot.failed = Some(error.clone());
                    Err(error)
                }
            },
        }
    }
}
