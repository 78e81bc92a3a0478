//! When the state's own authorizer is down, and who stands in for it.
//!
//! A note goes to the contingency only where it is known not to be at the home authorizer: one
//! that is not signed yet, or one whose sending is known to have come to nothing. What is kept
//! here is a memory of what servers did, and nothing depends on it but the choice of the server:
//! after a restart it is learnt anew.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::Stage;
use super::policy::later;
use crate::domain::c_stat::{Action, Service, action};
use crate::domain::{AccessKey, Cnpj, Emission, SellerId, Svc, Timestamp, Uf};
use crate::ports::{Route, Sefaz, World};

/// How long a server's own word about itself is good, in seconds. SEFAZ wants no more than one
/// question in three minutes (NT 2018.002, consumo indevido, rule of NFeStatusServico).
const WORD_S: i64 = 180;

/// `xJust` of a note in contingency, 15 to 256 characters.
const X_JUST: &str = "SEFAZ autorizadora da UF fora de servico";

/// What is known of each state's servers, by `cUF`.
#[derive(Debug, Default)]
pub(super) struct Watch(Mutex<BTreeMap<u8, Known>>);

#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// The home authorizer has not worked since.
    down_since: Option<Timestamp>,
    /// What each server last said of itself, and when.
    home: Option<(Timestamp, bool)>,
    svc: Option<(Timestamp, bool)>,
}

impl Watch {
    fn of(&self, uf: Uf) -> Known {
        self.0.lock().ok().and_then(|known| known.get(&uf.code()).copied()).unwrap_or_default()
    }

    fn change(&self, uf: Uf, change: impl FnOnce(&mut Known)) {
        if let Ok(mut known) = self.0.lock() {
            change(known.entry(uf.code()).or_default());
        }
    }
}

impl<W: World> Stage<W> {
    /// The home authorizer did not serve: since when, the first one tells.
    pub(super) fn home_failed(&self, key: &AccessKey) {
        let (Route::Home, Some(uf)) = (Route::of(key), key.uf()) else { return };
        let now = self.now();
        self.watch.change(uf, |known| {
            known.down_since.get_or_insert(now);
        });
    }

    /// The home authorizer serves.
    pub(super) fn home_works(&self, key: &AccessKey) {
        let (Route::Home, Some(uf)) = (Route::of(key), key.uf()) else { return };
        self.home_is_back(uf);
    }

    fn home_is_back(&self, uf: Uf) {
        if self.watch.of(uf).down_since.is_some() {
            tracing::info!(sefaz.uf = uf.sigla(), "the state's authorizer serves again");
        }
        self.watch.change(uf, |known| *known = Known::default());
    }

    /// How a note of this establishment is to be issued now.
    pub(super) async fn emission(&self, seller: &SellerId, cnpj: &Cnpj, uf: Uf) -> Emission {
        let now = self.now();
        let Some(since) = self.watch.of(uf).down_since else { return Emission::Normal };
        let after = self.policy.contingency_after_s;
        if after == 0 || now < later(since, after) {
            return Emission::Normal;
        }
        if self.serves(seller, cnpj, uf, Route::Home).await {
            self.home_is_back(uf);
            return Emission::Normal;
        }
        if !self.serves(seller, cnpj, uf, Route::Contingency).await {
            return Emission::Normal;
        }
        in_contingency(uf, since)
    }

    /// As [`Stage::emission`], for a note that has its key.
    pub(super) async fn emission_of(&self, seller: &SellerId, key: &AccessKey) -> Emission {
        match (Cnpj::parse(key.cnpj()), key.uf()) {
            (Ok(cnpj), Some(uf)) => self.emission(seller, &cnpj, uf).await,
            _ => Emission::Normal,
        }
    }

    /// Whether this server says 107 of itself, asked no more often than it may be.
    async fn serves(&self, seller: &SellerId, cnpj: &Cnpj, uf: Uf, route: Route) -> bool {
        let known = self.watch.of(uf);
        let word = match route {
            Route::Home => known.home,
            Route::Contingency => known.svc,
        };
        let now = self.now();
        if let Some((at, serves)) = word
            && now < later(at, WORD_S)
        {
            return serves;
        }
        let answer = self.world.sefaz().status(seller, cnpj, route).await;
        let serves =
            answer.as_ref().is_ok_and(|it| action(Service::Status, it.c_stat) == Action::ServiceUp);
        tracing::warn!(
            sefaz.uf = uf.sigla(),
            sefaz.route = ?route,
            sefaz.serves = serves,
            sefaz.c_stat = answer.as_ref().ok().map(|it| it.c_stat),
            "the state's authorizer is down: a server was asked for its status"
        );
        let now = self.now();
        self.watch.change(uf, |known| {
            let word = match route {
                Route::Home => &mut known.home,
                Route::Contingency => &mut known.svc,
            };
            *word = Some((now, serves));
        });
        serves
    }
}

/// How the note with this `dhCont` was issued: the same every time.
pub(super) fn as_drafted(key: &AccessKey, dh_cont: Option<Timestamp>) -> Emission {
    match (dh_cont, key.uf()) {
        (Some(since), Some(uf)) => in_contingency(uf, since),
        _ => Emission::Normal,
    }
}

fn in_contingency(uf: Uf, since: Timestamp) -> Emission {
    Emission::Contingency { svc: Svc::of(uf), since, why: X_JUST.to_owned() }
}
