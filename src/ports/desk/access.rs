//! Who may use the desk.

use super::Deed;
use crate::domain::Timestamp;
use crate::ports::StoreError;

/// Users and their sessions.
pub trait Access: Send + Sync {
    /// All users, by name.
    fn users(&self) -> impl Future<Output = Result<Vec<User>, StoreError>> + Send;

    /// A user.
    fn user(&self, name: &str) -> impl Future<Output = Result<Option<User>, StoreError>> + Send;

    /// Makes or changes a user, and says so in the audit. Sessions of one who is switched off, or
    /// whose password or role changed, end with it.
    fn put_user(
        &self,
        user: User,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Opens a session under this id, the SHA-256 of what the browser holds.
    fn open_session(
        &self,
        session: Session,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The session and its user, unless it was last seen before `idle`, was opened before
    /// `absolute`, or the user is switched off. Marks it as seen, once a minute at most.
    fn session(
        &self,
        id: &str,
        now: Timestamp,
        idle: Timestamp,
        absolute: Timestamp,
    ) -> impl Future<Output = Result<Option<(Session, User)>, StoreError>> + Send;

    /// Ends a session, and sweeps away those that ended before `absolute`.
    fn end_session(
        &self,
        id: &str,
        absolute: Timestamp,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Failed logins under this name, or from this address, since then.
    fn login_failures(
        &self,
        who: &str,
        since: Timestamp,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// A failed login: of the name that was tried and of the address; older ones than `since` are
    /// forgotten.
    fn login_failed(
        &self,
        who: [String; 2],
        since: Timestamp,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// What somebody may do; each role may what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Looks.
    Leitor,
    /// Mends, sends on, asks for a second person.
    Analista,
    /// Decides what others asked for.
    Aprovador,
    /// Makes users.
    Administrador,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 4] = [Role::Leitor, Role::Analista, Role::Aprovador, Role::Administrador];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Leitor => "leitor",
            Role::Analista => "analista",
            Role::Aprovador => "aprovador",
            Role::Administrador => "administrador",
        }
    }

    /// From how it is written.
    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// A person who may use the desk.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// What they sign in with: 1 to 80 of `a-z 0-9 . _ @ -`.
    pub name: String,
    /// What others call them.
    pub full_name: String,
    /// What they may do.
    pub role: Role,
    /// Their argon2id string; `None`: they come by the identity provider alone.
    pub password: Option<String>,
    /// `pt-BR` or `en`.
    pub lang: String,
    /// Whether they may sign in.
    pub active: bool,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "User({}, {})", self.name, self.role.as_str())
    }
}

/// Somebody who is signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// The SHA-256 of what the browser holds.
    pub id: String,
    /// Who.
    pub user: String,
    /// What every form of this session carries.
    pub csrf: String,
    /// Since when.
    pub created: Timestamp,
    /// When they were last seen.
    pub seen: Timestamp,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Session({})", self.user)
    }
}
