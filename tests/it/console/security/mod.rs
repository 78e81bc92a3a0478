//! Who gets in, who may do what, and what the desk does with those who try.

mod forms;
mod paths;
mod routes;
mod sessions;
mod sign_in;
mod socket;
mod users;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use fba_nfe::adapters::catalogues::FileCatalogues;
use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::config::Config;
use fba_nfe::console::{Console, Settings, password, routes as all_routes};
use fba_nfe::ports::{
    Access, Audit, AuditFilter, AuditRow, Clock, Deed, DeedKind, Origin, Role, User,
};
use fba_nfe::simulator::world::VirtualClock;
use fba_nfe::stage::{Offline, Policy, Stage};

use super::{Person, STARTS};
use crate::tools::root;

/// A desk alone: a store, a clock, no worker.
pub(super) struct Desk {
    pub(super) console: Arc<Console<SqliteStore>>,
    pub(super) store: Arc<SqliteStore>,
    pub(super) clock: Arc<VirtualClock>,
    pub(super) stranger: Person,
}

/// The right password of everybody here.
pub(super) const PASSWORD: &str = "correct horse battery";

impl Desk {
    pub(super) fn new(secure: bool) -> Desk {
        let config = Config::read(&root("samples/fba-nfe.toml"), &|_| None).unwrap();
        let clock = Arc::new(VirtualClock::new(STARTS.parse().unwrap()));
        let store = Arc::new(SqliteStore::temporary().unwrap());
        let offline = Offline::new(
            Arc::clone(&store),
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(FileCatalogues::new(&config)),
        );
        let traders = Arc::new(BTreeMap::new());
        let stage = Stage::new(offline, traders, Policy::default(), config.chance.clone());
        let settings = Settings {
            idle_s: 1800,
            absolute_s: 36_000,
            secure,
            bulk_per_minute: 30,
            four_eyes: config.console.four_eyes.clone(),
        };
        let console = Arc::new(Console::new(stage, settings));
        let router = all_routes(Arc::clone(&console));
        let stranger = Person { router, cookie: None, csrf: String::new() };
        Desk { console, store, clock, stranger }
    }

    /// A user with [`PASSWORD`].
    pub(super) async fn user(&self, name: &str, role: Role) {
        static HASHED: OnceLock<String> = OnceLock::new();
        let hashed = HASHED.get_or_init(|| password::hash(PASSWORD).unwrap());
        let user = User {
            name: name.to_owned(),
            full_name: format!("{name} da Silva"),
            role,
            password: Some(hashed.clone()),
            lang: "pt-BR".to_owned(),
            active: true,
        };
        self.store.put_user(user, self.deed()).await.unwrap();
    }

    /// A deed of the command line.
    pub(super) fn deed(&self) -> Deed {
        Deed::new(self.clock.now(), "cli", Origin::command_line(), DeedKind::User)
    }

    /// Signs in by the form.
    pub(super) async fn sign_in(&self, name: &str) -> Person {
        let form = [("user", name), ("password", PASSWORD), ("next", "/")];
        let answered = self.stranger.post("/entrar", &form).await;
        assert_eq!(answered.status, 303, "{}", answered.text());
        let cookies = answered.headers.get_all("set-cookie").iter();
        let cookie =
            cookies.map(|it| it.to_str().unwrap()).find(|it| it.contains("mesa=")).unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let person = Person { cookie: Some(cookie), ..self.stranger.clone() };
        let page = person.page("/").await;
        let csrf = between(&page, "name=\"csrf\" value=\"", "\"").to_owned();
        Person { csrf, ..person }
    }

    /// The audit, the newest first.
    pub(super) async fn audit(&self) -> Vec<AuditRow> {
        self.store.audit(AuditFilter { limit: 100, ..AuditFilter::default() }).await.unwrap()
    }
}

pub(super) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before}: {text}"));
    rest.split_once(after).unwrap().0
}
