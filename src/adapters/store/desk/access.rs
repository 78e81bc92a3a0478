//! Users, sessions, failed logins.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::SqliteStore;
use super::super::reads::count;
use super::super::time::{floor_us, from_us};
use super::super::trouble::unreadable;
use super::audit;
use crate::domain::Timestamp;
use crate::ports::{Access, Deed, Role, Session, StoreError, User};

const USER: &str = "name, full_name, role, password, lang, active";

/// How old the mark of a session's last use may get: one write a minute is enough.
const SEEN_US: i64 = 60_000_000;

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
        self.write(move |conn, _| put(conn, &user, &deed)).await
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
                .execute([&session.user])?;
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

    async fn login_failures(&self, who: &str, since: Timestamp) -> Result<u64, StoreError> {
        let who = who.to_owned();
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
        who: [String; 2],
        since: Timestamp,
        deed: Deed,
    ) -> Result<(), StoreError> {
        self.write(move |conn, _| {
            conn.prepare_cached("DELETE FROM login_failures WHERE at_us < ?1")?
                .execute([floor_us(since)])?;
            for it in who {
                conn.prepare_cached("INSERT INTO login_failures (who, at_us) VALUES (?1, ?2)")?
                    .execute(params![it, floor_us(deed.at)])?;
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

fn put(conn: &Connection, user: &User, deed: &Deed) -> Result<(), StoreError> {
    let before = one(conn, &user.name)?;
    conn.prepare_cached(
        "INSERT INTO users (name, full_name, role, password, lang, active, created_us, changed_us)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)
         ON CONFLICT (name) DO UPDATE SET full_name = excluded.full_name, role = excluded.role,
            password = excluded.password, lang = excluded.lang, active = excluded.active,
            changed_us = excluded.changed_us",
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
    let same = |it: &User| {
        it.role == user.role && it.password == user.password && it.active && user.active
    };
    if !before.as_ref().is_some_and(same) {
        conn.prepare_cached("DELETE FROM sessions WHERE user = ?1")?.execute([&user.name])?;
    }
    audit::write(conn, deed)
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
