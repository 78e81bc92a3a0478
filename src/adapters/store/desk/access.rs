//! Users, sessions, failed logins.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::SqliteStore;
use super::super::reads::count;
use super::super::time::{floor_us, from_us};
use super::super::trouble::unreadable;
use super::audit;
use crate::domain::Timestamp;
use crate::ports::{Access, Barred, Deed, Role, Session, StoreError, Tried, User, UserChange};

const USER: &str = "name, full_name, role, password, lang, active";

/// How old the mark of a session's last use may get: one write a minute is enough.
const SEEN_US: i64 = 60_000_000;

/// No configuration lets a session live for longer: `console.absolute_s` is a week at most.
const LONGEST_US: i64 = 7 * 86_400 * 1_000_000;

impl Access for SqliteStore {
    async fn users(&self) -> Result<Vec<User>, StoreError> {
        self.read(|conn| {
            let mut query =
                conn.prepare_cached(&format!("SELECT {USER} FROM users ORDER BY name"))?;
            let found = query.query_map([], |row| Ok(user(row)))?;
            found.map(|row| row?).collect()
        })
        .await
    }

    async fn user(&self, name: &str) -> Result<Option<User>, StoreError> {
        let name = name.to_owned();
        self.read(move |conn| one(conn, &name)).await
    }

    async fn put_user(&self, user: User, deed: Deed) -> Result<(), StoreError> {
        self.write(move |conn, _| make(conn, &user, &deed)).await
    }

    async fn change_user(
        &self,
        name: &str,
        change: UserChange,
        deed: Deed,
    ) -> Result<Result<(), Barred>, StoreError> {
        let name = name.to_owned();
        self.write(move |conn, _| change_one(conn, &name, &change, &deed)).await
    }

    async fn open_session(&self, session: Session, deed: Deed) -> Result<(), StoreError> {
        self.write(move |conn, _| {
            conn.prepare_cached(
                "INSERT INTO sessions (id, user, csrf, created_us, seen_us)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                session.id,
                session.user,
                session.csrf,
                floor_us(session.created),
                floor_us(session.seen)
            ])?;
            conn.prepare_cached("DELETE FROM login_failures WHERE who = ?1")?
                .execute([Tried::Name(session.user).term()])?;
            // Nobody may have signed out for long: what is older than any session lasts goes now.
            conn.prepare_cached("DELETE FROM sessions WHERE created_us < ?1")?
                .execute([floor_us(session.created) - LONGEST_US])?;
            audit::write(conn, &deed)
        })
        .await
    }

    async fn session(
        &self,
        id: &str,
        now: Timestamp,
        idle: Timestamp,
        absolute: Timestamp,
    ) -> Result<Option<(Session, User)>, StoreError> {
        let wanted = id.to_owned();
        let found = self.read(move |conn| session(conn, &wanted, idle, absolute)).await?;
        let stale = |it: &Session| floor_us(now) - floor_us(it.seen) > SEEN_US;
        if let Some((it, _)) = found.as_ref().filter(|(it, _)| stale(it)) {
            let (id, now) = (it.id.clone(), floor_us(now));
            // A store that cannot be written still shows what is in it.
            let marked = self.write(move |conn, _| {
                conn.prepare_cached(
                    "UPDATE sessions SET seen_us = ?2 WHERE id = ?1 AND seen_us < ?2",
                )?
                .execute(params![id, now])?;
                Ok(())
            });
            if let Err(error) = marked.await {
                tracing::warn!(error = %error, "a session could not be marked as seen");
            }
        }
        Ok(found)
    }

    async fn end_session(
        &self,
        id: &str,
        absolute: Timestamp,
        deed: Deed,
    ) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |conn, _| {
            conn.prepare_cached("DELETE FROM sessions WHERE id = ?1 OR created_us < ?2")?
                .execute(params![id, floor_us(absolute)])?;
            audit::write(conn, &deed)
        })
        .await
    }

    async fn end_sessions(&self, user: &str, deed: Deed) -> Result<(), StoreError> {
        let user = user.to_owned();
        self.write(move |conn, _| {
            sign_out(conn, &user)?;
            audit::write(conn, &deed)
        })
        .await
    }

    async fn login_failures(&self, who: &Tried, since: Timestamp) -> Result<u64, StoreError> {
        let who = who.term();
        self.read(move |conn| {
            Ok(conn
                .prepare_cached(
                    "SELECT count(*) FROM login_failures WHERE who = ?1 AND at_us > ?2",
                )?
                .query_row(params![who, floor_us(since)], |row| count(row, 0))?)
        })
        .await
    }

    async fn login_failed(
        &self,
        who: [Tried; 2],
        since: Timestamp,
        deed: Deed,
    ) -> Result<(), StoreError> {
        self.write(move |conn, _| {
            conn.prepare_cached("DELETE FROM login_failures WHERE at_us < ?1")?
                .execute([floor_us(since)])?;
            for it in who {
                conn.prepare_cached("INSERT INTO login_failures (who, at_us) VALUES (?1, ?2)")?
                    .execute(params![it.term(), floor_us(deed.at)])?;
            }
            audit::write(conn, &deed)
        })
        .await
    }
}

fn one(conn: &Connection, name: &str) -> Result<Option<User>, StoreError> {
    conn.prepare_cached(&format!("SELECT {USER} FROM users WHERE name = ?1"))?
        .query_row([name], |row| Ok(user(row)))
        .optional()?
        .transpose()
}

fn make(conn: &Connection, user: &User, deed: &Deed) -> Result<(), StoreError> {
    // The table's own check ends at a NUL.
    if !User::fits(&user.name) {
        return Err(StoreError::Refused("a user has a plain name".to_owned()));
    }
    if one(conn, &user.name)?.is_some() {
        return Err(StoreError::Conflict);
    }
    conn.prepare_cached(
        "INSERT INTO users (name, full_name, role, password, lang, active, created_us, changed_us)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
    )?
    .execute(params![
        user.name,
        user.full_name,
        user.role.as_str(),
        user.password,
        user.lang,
        user.active,
        floor_us(deed.at)
    ])?;
    let deed = deed.clone().to(&user.name);
    audit::write(conn, &Deed { after: Some(told(user, user.password.is_some())), ..deed })
}

fn change_one(
    conn: &Connection,
    name: &str,
    change: &UserChange,
    deed: &Deed,
) -> Result<Result<(), Barred>, StoreError> {
    let deed = deed.clone().to(name);
    let Some(before) = one(conn, name)? else { return Ok(Err(Barred::Unknown)) };
    let after = changed(&before, change);
    if let Some(barred) = barred(conn, &before, &after, &deed)? {
        audit::write(conn, &Deed { before: Some(told(&before, false)), ..deed.denied() })?;
        return Ok(Err(barred));
    }
    conn.prepare_cached(
        "UPDATE users SET full_name = ?2, role = ?3, password = ?4, lang = ?5, active = ?6,
            changed_us = ?7
         WHERE name = ?1",
    )?
    .execute(params![
        after.name,
        after.full_name,
        after.role.as_str(),
        after.password,
        after.lang,
        after.active,
        floor_us(deed.at)
    ])?;
    let new_password = after.password != before.password;
    if new_password || after.role != before.role || !after.active {
        sign_out(conn, name)?;
    }
    let (was, is) = (told(&before, false), told(&after, new_password));
    audit::write(conn, &Deed { before: Some(was), after: Some(is), ..deed })?;
    Ok(Ok(()))
}

fn changed(before: &User, change: &UserChange) -> User {
    let user = before.clone();
    match change.clone() {
        UserChange::FullName(full_name) => User { full_name, ..user },
        UserChange::Role(role) => User { role, ..user },
        UserChange::Active(active) => User { active, ..user },
        UserChange::Password(hashed) => User { password: Some(hashed), ..user },
        UserChange::Lang(lang) => User { lang, ..user },
    }
}

/// Asked in the transaction that changes: two people who lower each other leave one.
fn barred(
    conn: &Connection,
    before: &User,
    after: &User,
    deed: &Deed,
) -> Result<Option<Barred>, StoreError> {
    let lowered = after.role < before.role || (before.active && !after.active);
    // A deed without a role is the command line's: whoever may open the store.
    if lowered && deed.by == before.name && !deed.origin.role.is_empty() {
        return Ok(Some(Barred::Oneself));
    }
    let rules = |it: &User| it.active && it.role == Role::Administrador;
    if !rules(before) || rules(after) {
        return Ok(None);
    }
    let another = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM users
                            WHERE role = 'administrador' AND active = 1 AND name <> ?1)",
        )?
        .query_row([&before.name], |row| row.get::<_, bool>(0))?;
    Ok((!another).then_some(Barred::LastAdministrator))
}

/// A user as the audit tells of them: no password, no person's name.
fn told(user: &User, new_password: bool) -> String {
    let told = serde_json::json!({
        "role": user.role.as_str(),
        "active": user.active,
        "lang": user.lang,
        "new_password": new_password,
    });
    told.to_string()
}

fn sign_out(conn: &Connection, user: &str) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM sessions WHERE user = ?1")?.execute([user])?;
    Ok(())
}

fn session(
    conn: &Connection,
    id: &str,
    idle: Timestamp,
    absolute: Timestamp,
) -> Result<Option<(Session, User)>, StoreError> {
    let found = conn
        .prepare_cached(
            "SELECT id, user, csrf, created_us, seen_us FROM sessions
             WHERE id = ?1 AND seen_us >= ?2 AND created_us >= ?3",
        )?
        .query_row(params![id, floor_us(idle), floor_us(absolute)], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, i64>(3)?,
                row.get::<_, i64>(4)?,
            ))
        })
        .optional()?;
    let Some((id, user, csrf, created, seen)) = found else { return Ok(None) };
    let session = Session { id, user, csrf, created: from_us(created)?, seen: from_us(seen)? };
    let user = one(conn, &session.user)?.filter(|user| user.active);
    Ok(user.map(|user| (session, user)))
}

fn user(row: &Row<'_>) -> Result<User, StoreError> {
    let role: String = row.get(2)?;
    Ok(User {
        name: row.get(0)?,
        full_name: row.get(1)?,
        role: Role::parse(&role).ok_or_else(|| unreadable("a role", role))?,
        password: row.get(3)?,
        lang: row.get(4)?,
        active: row.get(5)?,
    })
}
