//! The administrator's page: who may use the desk.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::{Done, Visitor, password};
use crate::console::Shared;
use crate::console::form::{Posted, see_other};
use crate::console::page::{Place, csrf, page};
use crate::console::refusal::Refusal;
use crate::ports::{Barred, Deed, DeedKind, DeskStore, Role, StoreError, User, UserChange};
use crate::words::Lang;
use crate::words::desk::{Label, access as roles, shell, users as words};

/// Longest reason, and longest name that others call somebody.
const WHY_MAX: usize = 500;
const FULL_NAME_MAX: usize = 120;

/// Everybody, and a form for one more.
pub(in crate::console) async fn users<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
) -> Result<Markup, Refusal> {
    visitor.need(Role::Administrador, &console, seen(&console, &visitor)).await?;
    let users = console.store().users().await?;
    Ok(list(&visitor, &users, &Made::default(), None))
}

/// Looking at the users' pages.
fn seen<S: DeskStore>(console: &Shared<S>, visitor: &Visitor) -> Deed {
    visitor.deed(console.now(), DeedKind::Reveal).to("users")
}

fn list(visitor: &Visitor, users: &[User], made: &Made, wrong: Option<Label>) -> Markup {
    let lang = visitor.lang;
    let content = html! {
        @if let Some(wrong) = wrong { p.alert role="alert" { (wrong.say(lang)) } }
        p { (words::INTRO.say(lang)) }
        table.rows {
            caption.hidden { (shell::USERS.say(lang)) }
            thead { tr {
                th scope="col" { (words::NAME.say(lang)) }
                th scope="col" { (words::FULL_NAME.say(lang)) }
                th scope="col" { (words::ROLE.say(lang)) }
                th scope="col" { (words::STATE.say(lang)) }
            } }
            tbody { @for it in users {
                tr data-row {
                    th scope="row" { a href=(href(&it.name)) { (it.name) } }
                    td data-label=(words::FULL_NAME.say(lang)) { (it.full_name) }
                    td data-label=(words::ROLE.say(lang)) { (roles::role(it.role.as_str()).say(lang)) }
                    td data-label=(words::STATE.say(lang)) { (state(it, lang)) }
                }
            } }
        }
        h2 { (words::MAKE.say(lang)) }
        form.narrow method="post" action="/usuarios" {
            (csrf(visitor))
            label for="name" { (words::NAME.say(lang)) }
            input #name name="name" value=(made.name) required maxlength="80"
                pattern="[a-z0-9][a-z0-9._@\\-]*" autocomplete="off" aria-describedby="name-hint";
            small #name-hint { (words::NAME_HINT.say(lang)) }
            label for="full_name" { (words::FULL_NAME.say(lang)) }
            input #full_name name="full_name" value=(made.full_name) required maxlength="120"
                autocomplete="off";
            label for="role" { (words::ROLE.say(lang)) }
            (choice(Role::Leitor, lang))
            label for="lang" { (words::LANG.say(lang)) }
            select #lang name="lang" {
                @for it in [Lang::PtBr, Lang::En] {
                    option value=(it.tag()) lang=(it.tag()) { (crate::words::desk::shell::own_name(it)) }
                }
            }
            label for="password" { (words::FIRST_PASSWORD.say(lang)) }
            input #password name="password" type="password" required minlength="12" maxlength="200"
                autocomplete="new-password";
            button.primary { (words::MAKE.say(lang)) }
        }
    };
    page(visitor, Place::Users, shell::USERS.say(lang), &content)
}

fn href(name: &str) -> String {
    // A name is of letters that stand in a path as they are.
    format!("/usuarios/{name}")
}

fn state(user: &User, lang: Lang) -> Markup {
    html! {
        @if user.active { (words::ACTIVE.say(lang)) } @else { strong { (words::OFF.say(lang)) } }
        @if user.password.is_none() { small { (words::NO_PASSWORD.say(lang)) } }
    }
}

fn choice(now: Role, lang: Lang) -> Markup {
    html! {
        select #role name="role" {
            @for it in Role::ALL {
                option value=(it.as_str()) selected[it == now] { (roles::role(it.as_str()).say(lang)) }
            }
        }
    }
}

#[derive(Default, serde::Deserialize)]
pub(in crate::console) struct Made {
    name: String,
    full_name: String,
    role: String,
    lang: String,
    password: String,
}

/// Makes a user.
pub(in crate::console) async fn make_user<S: DeskStore>(
    State(console): State<Shared<S>>,
    Posted { visitor, form }: Posted<Made>,
) -> Result<Response, Refusal> {
    let deed = visitor.deed(console.now(), DeedKind::User);
    visitor.need(Role::Administrador, &console, deed.clone()).await?;
    let role = Role::parse(&form.role).ok_or(Refusal::BadForm)?;
    let lang = Lang::parse(&form.lang).ok_or(Refusal::BadForm)?.tag().to_owned();
    let full_name = form.full_name.trim().to_owned();
    if full_name.is_empty() || full_name.chars().count() > FULL_NAME_MAX {
        return Err(Refusal::BadForm);
    }
    let wrong = match hashed(&console, &form.password).await? {
        None => words::BAD_PASSWORD,
        Some(password) => {
            let (name, password) = (form.name.trim().to_owned(), Some(password));
            let user = User { name, full_name, role, password, lang, active: true };
            match console.store().put_user(user, deed).await {
                Ok(()) => return Ok(visitor.done("/usuarios", Done::Written)),
                Err(StoreError::Conflict) => words::TAKEN,
                Err(StoreError::Refused(_)) => words::BAD_NAME,
                Err(error) => return Err(error.into()),
            }
        }
    };
    let users = console.store().users().await?;
    Ok((StatusCode::BAD_REQUEST, list(&visitor, &users, &form, Some(wrong))).into_response())
}

/// The password's hash; `None` when its length will not do. In the turns of those who sign in.
pub(super) async fn hashed<S: DeskStore>(
    console: &Shared<S>,
    given: &str,
) -> Result<Option<String>, Refusal> {
    let _turn = console.trials.acquire().await.map_err(|_| Refusal::Store)?;
    let given = given.to_owned();
    let hashed = tokio::task::spawn_blocking(move || password::hash(&given)).await;
    match hashed.map_err(|_| Refusal::Store)? {
        Ok(hashed) => Ok(Some(hashed)),
        Err(password::PasswordError::Length) => Ok(None),
        Err(error @ password::PasswordError::Hash(_)) => {
            tracing::error!(%error, "a password could not be hashed");
            Err(Refusal::Store)
        }
    }
}

/// One user, and what may be changed of them.
pub(in crate::console) async fn user<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    Path(name): Path<String>,
) -> Result<Markup, Refusal> {
    visitor.need(Role::Administrador, &console, seen(&console, &visitor)).await?;
    let user = console.store().user(&name).await?.ok_or(Refusal::NotFound)?;
    Ok(one(&visitor, &user))
}

fn one(visitor: &Visitor, user: &User) -> Markup {
    let lang = visitor.lang;
    let own = user.name == visitor.name();
    let why = |id: &str| {
        html! {
            label for=(id) { (words::WHY.say(lang)) }
            input #(id) name="why" required maxlength="500";
        }
    };
    let content = html! {
        p { (user.full_name) " · " (roles::role(user.role.as_str()).say(lang)) " · " (state(user, lang)) }
        @if own { p { (words::ONESELF.say(lang)) } }
        h2 { (words::CHANGE_ROLE.say(lang)) }
        p { (words::SESSIONS_END.say(lang)) }
        form.narrow method="post" action={ (href(&user.name)) "/papel" } {
            (csrf(visitor))
            label for="role" { (words::ROLE.say(lang)) }
            (choice(user.role, lang))
            (why("why-role"))
            button disabled[own] { (words::CHANGE_ROLE.say(lang)) }
        }
        h2 { (words::STATE.say(lang)) }
        form.narrow method="post" action={ (href(&user.name)) "/acesso" } {
            (csrf(visitor))
            (why("why-state"))
            @if user.active {
                button name="active" value="no" disabled[own] { (words::SWITCH_OFF.say(lang)) }
            } @else {
                button name="active" value="yes" { (words::SWITCH_ON.say(lang)) }
            }
        }
        h2 { (words::NEW_PASSWORD.say(lang)) }
        p { (words::SESSIONS_END.say(lang)) }
        form.narrow method="post" action={ (href(&user.name)) "/senha" } {
            (csrf(visitor))
            label for="password" { (words::PASSWORD.say(lang)) }
            input #password name="password" type="password" required minlength="12" maxlength="200"
                autocomplete="new-password";
            (why("why-password"))
            button disabled[own] { (words::NEW_PASSWORD.say(lang)) }
        }
        p { a href="/usuarios" { (shell::USERS.say(lang)) } }
    };
    page(visitor, Place::Users, &user.name, &content)
}

/// Changes one thing of a user, when the role is enough.
async fn change<S: DeskStore>(
    console: &Shared<S>,
    visitor: &Visitor,
    name: &str,
    change: UserChange,
    why: &str,
) -> Result<Response, Refusal> {
    let why = why.trim();
    if why.is_empty() || why.chars().count() > WHY_MAX {
        return Err(Refusal::BadForm);
    }
    let deed = visitor.deed(console.now(), DeedKind::User).because(why);
    match console.store().change_user(name, change, deed).await? {
        Ok(()) => Ok(visitor.done(&href(name), Done::Written)),
        Err(Barred::Unknown) => Err(Refusal::NotFound),
        Err(Barred::Oneself) => Err(Refusal::NotNow(words::ONESELF)),
        Err(Barred::LastAdministrator) => Err(Refusal::NotNow(words::LAST)),
    }
}

async fn administers<S: DeskStore>(
    console: &Shared<S>,
    visitor: &Visitor,
    name: &str,
) -> Result<(), Refusal> {
    let deed = visitor.deed(console.now(), DeedKind::User).to(name);
    visitor.need(Role::Administrador, console, deed).await
}

#[derive(serde::Deserialize)]
pub(in crate::console) struct ToRole {
    role: String,
    why: String,
}

/// Gives a user another role.
pub(in crate::console) async fn change_role<S: DeskStore>(
    State(console): State<Shared<S>>,
    Path(name): Path<String>,
    Posted { visitor, form }: Posted<ToRole>,
) -> Result<Response, Refusal> {
    administers(&console, &visitor, &name).await?;
    let role = Role::parse(&form.role).ok_or(Refusal::BadForm)?;
    change(&console, &visitor, &name, UserChange::Role(role), &form.why).await
}

#[derive(serde::Deserialize)]
pub(in crate::console) struct Switched {
    active: String,
    why: String,
}

/// Switches a user off, or on again.
pub(in crate::console) async fn switch<S: DeskStore>(
    State(console): State<Shared<S>>,
    Path(name): Path<String>,
    Posted { visitor, form }: Posted<Switched>,
) -> Result<Response, Refusal> {
    administers(&console, &visitor, &name).await?;
    let active = match form.active.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::BadForm),
    };
    change(&console, &visitor, &name, UserChange::Active(active), &form.why).await
}

#[derive(serde::Deserialize)]
pub(in crate::console) struct Given {
    password: String,
    why: String,
}

/// Gives a user another password; one's own is changed with the old one.
pub(in crate::console) async fn give_password<S: DeskStore>(
    State(console): State<Shared<S>>,
    Path(name): Path<String>,
    Posted { visitor, form }: Posted<Given>,
) -> Result<Response, Refusal> {
    administers(&console, &visitor, &name).await?;
    if name == visitor.name() {
        return Ok(see_other("/meu-acesso"));
    }
    let hashed = hashed(&console, &form.password).await?;
    let hashed = hashed.ok_or(Refusal::NotNow(words::BAD_PASSWORD))?;
    change(&console, &visitor, &name, UserChange::Password(hashed), &form.why).await
}
