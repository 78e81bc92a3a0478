//! Who may use the desk.

use super::Deed;
use crate::domain::{Digest, Timestamp};
use crate::ports::StoreError;

/// Users and their sessions.
pub trait Access: Send + Sync {
    /// All users, by name.
    fn users(&self) -> impl Future<Output = Result<Vec<User>, StoreError>> + Send;

    /// A user.
    fn user(&self, name: &str) -> impl Future<Output = Result<Option<User>, StoreError>> + Send;

    /// Makes a user, and says so in the audit; a conflict when there is one of this name.
    fn put_user(
        &self,
        user: User,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Changes one thing of a user as they are by now, and writes what was and what is into the
    /// audit. Sessions of one who is switched off, or whose password or role changed, end with it.
    /// What is barred is in the audit too, as denied.
    fn change_user(
        &self,
        name: &str,
        change: UserChange,
        deed: Deed,
    ) -> impl Future<Output = Result<Result<(), Barred>, StoreError>> + Send;

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

    /// Ends all sessions of a user.
    fn end_sessions(
        &self,
        user: &str,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Failed logins of this one since then.
    fn login_failures(
        &self,
        who: &Tried,
        since: Timestamp,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// A failed login: of the name that was tried and of the address; older ones than `since` are
    /// forgotten.
    fn login_failed(
        &self,
        who: [Tried; 2],
        since: Timestamp,
        deed: Deed,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Whose failed logins are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// Those of a name: its digest alone is kept, since people type passwords into that field.
    Name(String),
    /// Those from an address.
    Address(String),
}

impl Tried {
    /// As the store writes it: no name is an address.
    pub fn term(&self) -> String {
        match self {
            Tried::Name(name) => format!("name {}", Digest::of(name.as_bytes())),
            Tried::Address(address) => format!("from {address}"),
        }
    }
}

/// What is changed of a user.
#[derive(Clone, PartialEq, Eq)]
pub enum UserChange {
    /// What others call them.
    FullName(String),
    /// What they may do.
    Role(Role),
    /// Whether they may sign in.
    Active(bool),
    /// Their argon2id string.
    Password(String),
    /// Their language.
    Lang(String),
}

/// Why a user is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// There is no such user.
    Unknown,
    /// Nobody lowers or switches off themselves at the desk.
    Oneself,
    /// Somebody must be left who can make users.
    LastAdministrator,
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
    /// What they sign in with: 1 to 80 of `a-z 0-9 . _ @ -`, the first a letter or a digit.
    pub name: String,
    /// What others call them.
    pub full_name: String,
    /// What they may do.
    pub role: Role,
    /// Their argon2id string; `None`: nobody signs in by this name.
    pub password: Option<String>,
    /// `pt-BR` or `en`.
    pub lang: String,
    /// Whether they may sign in.
    pub active: bool,
}

impl User {
    /// Whether somebody can be called so: it stands in paths and in logs as it is.
    pub fn fits(name: &str) -> bool {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._@-".contains(&b);
        name.len() <= 80
            && name.bytes().all(plain)
            && name.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
    }
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
