//! `fba-nfe user`: who may use the desk. The first administrator is made here; the desk's own page
//! makes the others.

use std::io::{BufRead as _, IsTerminal as _};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use super::opening;
use crate::adapters::clock::SystemClock;
use crate::console::password;
use crate::ports::{Access, Barred, Clock, Deed, DeedKind, Origin, Role, User, UserChange};
use crate::words::Lang;

/// Users of the review desk.
#[derive(Debug, Args)]
#[command(after_help = "A password is read from standard input, one line; it is never an \
    argument, where others could read it.\n\nExamples:\n  \
    fba-nfe user add ana --full-name 'Ana Souza' --role administrador\n  \
    printf '%s\\n' \"$PASSWORD\" | fba-nfe user password ana\n  \
    fba-nfe user off rui\n  \
    fba-nfe user list")]
pub struct UserArgs {
    /// The configuration.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<std::path::PathBuf>,
    #[command(subcommand)]
    verb: UserVerb,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum UserVerb {
    /// Makes a user.
    Add {
        /// What they sign in with: 1 to 80 of a-z 0-9 . _ @ -
        name: String,
        /// What others call them.
        #[arg(long)]
        full_name: String,
        /// leitor, analista, aprovador or administrador.
        #[arg(long, value_parser = role)]
        role: Role,
        /// The language of their pages: pt-BR or en.
        #[arg(long, default_value = "pt-BR")]
        lang: String,
    },
    /// Gives a user another password; their sessions end.
    Password {
        /// Who.
        name: String,
    },
    /// Gives a user another role; their sessions end.
    Role {
        /// Who.
        name: String,
        /// leitor, analista, aprovador or administrador.
        #[arg(value_parser = role)]
        role: Role,
    },
    /// Lets a user in again.
    On {
        /// Who.
        name: String,
    },
    /// Lets a user in no more; what they did stays theirs.
    Off {
        /// Who.
        name: String,
    },
    /// Lists the users.
    List,
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text)
        .ok_or_else(|| "expected leitor, analista, aprovador or administrador".to_owned())
}

/// Runs the verb.
pub async fn run(args: UserArgs) -> anyhow::Result<ExitCode> {
    let config = opening::config(args.config.as_deref())?;
    let store = opening::store(&config)?;
    let by = std::env::var("USER").ok().filter(|it| !it.trim().is_empty());
    let by = by.unwrap_or_else(|| "cli".to_owned());
    let deed = Deed::new(SystemClock.now(), by, Origin::command_line(), DeedKind::User);
    let (name, change) = match args.verb {
        UserVerb::List => {
            for it in store.users().await? {
                let state = if it.active { "" } else { "  off" };
                println!("{}  {}  {}{state}", it.name, it.role.as_str(), it.full_name);
            }
            return Ok(ExitCode::SUCCESS);
        }
        UserVerb::Add { name, full_name, role, lang } => {
            if store.user(&name).await?.is_some() {
                bail!("{name}: there is such a user already");
            }
            let lang = Lang::parse(&lang).context("--lang: expected pt-BR or en")?.tag();
            let password = Some(password::hash(&asked()?)?);
            let (lang, line) = (lang.to_owned(), format!("{name}  {}", role.as_str()));
            let user = User { name, full_name, role, password, lang, active: true };
            let made = store.put_user(user, deed).await;
            made.context("expected a name of 1 to 80 of a-z 0-9 . _ @ -")?;
            store.close().await?;
            println!("{line}");
            return Ok(ExitCode::SUCCESS);
        }
        UserVerb::Password { name } => {
            store.user(&name).await?.with_context(|| format!("{name}: no such user"))?;
            (name, UserChange::Password(password::hash(&asked()?)?))
        }
        UserVerb::Role { name, role } => (name, UserChange::Role(role)),
        UserVerb::On { name } => (name, UserChange::Active(true)),
        UserVerb::Off { name } => (name, UserChange::Active(false)),
    };
    match store.change_user(&name, change, deed).await? {
        Ok(()) => {}
        Err(Barred::Unknown) => bail!("{name}: no such user"),
        Err(Barred::Oneself) => bail!("{name}: nobody lowers themselves"),
        Err(Barred::LastAdministrator) => {
            bail!("{name}: is the last active administrador; make another one first")
        }
    }
    let user = store.user(&name).await?.with_context(|| format!("{name}: no such user"))?;
    store.close().await?;
    println!("{}  {}", user.name, user.role.as_str());
    Ok(ExitCode::SUCCESS)
}

/// One line of standard input.
fn asked() -> anyhow::Result<String> {
    let input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("The password, and Enter (it is shown: `stty -echo` hides it):");
    }
    let mut line = String::new();
    input.lock().read_line(&mut line).context("standard input")?;
    let line = line.trim_end_matches(['\r', '\n']).to_owned();
    anyhow::ensure!(!line.is_empty(), "expected a password on standard input");
    Ok(line)
}
