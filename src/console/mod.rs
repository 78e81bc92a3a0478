//! The review desk: what waits for a person, in the browser.
//!
//! Pages are made on the server and can be read without a script. Every action is a POST of a
//! signed-in person, checked here for the role, the session's token and the version that was
//! looked at, and carried out by [`Stage::act`]: a compare-and-swap change in the store, written
//! with its line in the audit. The desk never calls Amazon or SEFAZ: its world is
//! [`Offline`], where nobody answers.

pub mod access;
mod act;
pub mod alerts;
mod assets;
mod audit;
mod bulk;
mod form;
mod page;
mod refusal;
mod server;
mod show;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

pub use access::password;
pub use audit::sheet as audit_sheet;
pub use bulk::Runner;
pub use server::{Patience, ServeError, Served, serve, serve_with};

use crate::config::FourEyes;
use crate::domain::Timestamp;
use crate::ports::{Clock, Deed, DeedKind, DeskStore, FourEyesRule, Origin, StoreError, World};
use crate::stage::{Offline, Stage, later};

/// What the desk is told by the configuration.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Seconds without use after which a session ends.
    pub idle_s: i64,
    /// Seconds after which a session ends, used or not.
    pub absolute_s: i64,
    /// Whether browsers reach the desk by TLS: cookies are then for TLS alone.
    pub secure: bool,
    /// The pace that is offered for actions on many cases.
    pub bulk_per_minute: u32,
    /// Which actions need a second person.
    pub four_eyes: FourEyes,
}

/// The desk, as every request sees it.
pub struct Console<S> {
    stage: Stage<Offline<S>>,
    settings: Settings,
    /// Passwords that are tried at one time: each takes 19 MiB and a processor.
    trials: tokio::sync::Semaphore,
}

/// Shared by all requests.
pub type Shared<S> = Arc<Console<S>>;

/// Above this is whatever a case is worth.
const ANY_WORTH: i64 = -1;

/// Passwords that are tried at one time.
const TRIALS: usize = 2;

impl<S: DeskStore> Console<S> {
    /// The desk over a stage that calls nobody.
    pub fn new(stage: Stage<Offline<S>>, settings: Settings) -> Console<S> {
        Console { stage, settings, trials: tokio::sync::Semaphore::new(TRIALS) }
    }

    /// Writes into the store which actions need a second person, so that nobody gets round it.
    pub async fn settle(&self) -> Result<(), StoreError> {
        let FourEyes { discard, cancel_reissue, correct_above, bulk_above } =
            &self.settings.four_eyes;
        let rule = |kind, above_cents, above_cases| FourEyesRule { kind, above_cents, above_cases };
        let mut rules = vec![
            rule(DeedKind::Correct, correct_above.cents(), 0),
            rule(DeedKind::Bulk, ANY_WORTH, *bulk_above),
        ];
        if *discard {
            rules.push(rule(DeedKind::Discard, ANY_WORTH, 0));
        }
        if *cancel_reissue {
            rules.push(rule(DeedKind::Reissue, ANY_WORTH, 0));
        }
        let origin = Origin::command_line();
        let deed = Deed::new(self.now(), "fba-nfe", origin, DeedKind::FourEyes);
        self.store().need_four_eyes(rules, deed).await
    }

    fn store(&self) -> &S {
        self.stage.world().store()
    }

    fn now(&self) -> Timestamp {
        self.stage.world().clock().now()
    }

    /// Before this moment a session was used too long ago.
    fn idle_since(&self) -> Timestamp {
        later(self.now(), -self.settings.idle_s)
    }

    /// Before this moment a session was opened too long ago.
    fn absolute_since(&self) -> Timestamp {
        later(self.now(), -self.settings.absolute_s)
    }
}

/// Every page and action, under the middleware that all share.
pub fn routes<S: DeskStore>(console: Shared<S>) -> Router {
    let routes = Router::new()
        .route("/", get(page::home::<S>))
        .route("/causa", get(page::cause::<S>))
        .route("/casos", get(page::search::search::<S>).post(page::search::look::<S>))
        .route("/casos.csv", get(page::search::csv::<S>))
        .route("/casos.xlsx", get(page::search::xlsx::<S>))
        .route("/caso/{seller}/{shipment}", get(page::case::case::<S>))
        .route("/caso/{seller}/{shipment}/revelar", post(page::case::reveal::<S>))
        .route("/caso/{seller}/{shipment}/xml", get(page::case::xml::<S>))
        .route("/caso/{seller}/{shipment}/danfe.pdf", get(page::case::danfe::<S>))
        .route("/eventos", get(page::events::<S>))
        .route("/evento/{digest}", get(page::event::<S>))
        .route("/evento/{digest}/revelar", post(page::reveal_event::<S>))
        .route("/evento/{digest}/resolver", post(page::settle_event::<S>))
        .route("/entrar", get(access::sign_in_page::<S>).post(access::sign_in::<S>))
        .route("/sair", post(access::sign_out::<S>))
        .route("/idioma", post(access::choose_language::<S>))
        .route(
            "/caso/{seller}/{shipment}/corrigir",
            get(act::correct_page::<S>).post(act::correct::<S>),
        )
        .route("/caso/{seller}/{shipment}/marcar", post(act::mark::<S>))
        .route("/caso/{seller}/{shipment}/comentar", post(act::comment::<S>))
        .route("/caso/{seller}/{shipment}/{action}", post(act::act::<S>))
        .route("/aprovacoes", get(act::approvals::<S>))
        .route("/aprovacoes/{id}", post(act::decide::<S>))
        .route("/auditoria", get(audit::audit::<S>))
        .route("/auditoria/exportar", get(audit::export::<S>))
        .route("/usuarios", get(access::users::<S>).post(access::make_user::<S>))
        .route("/usuarios/{user}", get(access::user::<S>))
        .route("/usuarios/{user}/papel", post(access::change_role::<S>))
        .route("/usuarios/{user}/acesso", post(access::switch::<S>))
        .route("/usuarios/{user}/senha", post(access::give_password::<S>))
        .route("/meu-acesso", get(access::myself::<S>))
        .route("/meu-acesso/senha", post(access::change_password::<S>))
        .route("/meu-acesso/sair", post(access::sign_out_everywhere::<S>))
        .route("/lotes", get(page::bulk::list::<S>).post(page::bulk::make::<S>))
        .route("/lotes/{id}", get(page::bulk::one::<S>).post(page::bulk::steer::<S>))
        .route("/regras", get(page::rules::rules::<S>))
        .route("/regras/{id}", post(page::rules::remove::<S>))
        .route("/assets/{name}", get(assets::asset))
        .fallback(page::nowhere::<S>)
        .method_not_allowed_fallback(page::nowhere::<S>)
        .with_state(console);
    refusal::dressed(routes)
}
